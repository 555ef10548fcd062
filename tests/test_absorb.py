"""The way back: what editors change in Word comes into essay.md at its place, or is reported; nothing else moves."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape as xml

import pytest

from conftest import STAMP, TESTS
from pressline.backends.docx import render
from pressline.book.markdown import parse_essay
from pressline.cli import main
from pressline.findings import PresslineError
from pressline.layouts import load_layout
from pressline.model import Metadata, Report
from pressline.pipeline.build import typeset
from pressline.track_changes import absorb
from pressline.track_changes.essay_source import read_source

DOC, NOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/comments.xml"
SPACE = 'xml:space="preserve"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ESSAY = """\
# The first part

One two three, "four" five.[^a] *Six seven* eight.[^b] One two three again.[^a]

A second paragraph, with a [tied page](https://example.org/x) in it and 5 \\* 6.

> A quotation stands here.

- an item
- another item

## A second part

The end.

[^a]: Prunier, *The Rwanda Crisis*, 1997.

[^b]: Des Forges, 1999.
"""
Parts = dict[str, str]
Change = Callable[[Parts], None]


def who(author: str) -> str:
    return f'w:id="{900 + len(author)}" w:author="{author}" w:date="2026-02-03T10:00:00Z"'


def deleted(text: str, author: str = "Ann") -> str:
    return f"<w:del {who(author)}><w:r><w:delText {SPACE}>{xml(text)}</w:delText></w:r></w:del>" if text else ""


def inserted(text: str, author: str = "Ann", properties: str = "") -> str:
    return f"<w:ins {who(author)}><w:r>{properties}<w:t {SPACE}>{xml(text)}</w:t></w:r></w:ins>" if text else ""


def swap(before: str, old: str, new: str, author: str = "Ann", part: str = DOC, properties: str = "") -> Change:
    """After the words `before`, which stand in one run with `old`, put `new` in the place of `old`, tracked."""

    def change(parts: Parts) -> None:
        given = xml(before + old)
        assert parts[part].count(given) >= 1, given
        at = parts[part].index(given)
        run = parts[part].rfind("<w:r>", 0, at)
        kept = re.match(r"<w:r>(<w:rPr>.*?</w:rPr>)?", parts[part][run:])
        assert kept
        style = kept[1] or ""
        middle = deleted(old, author).replace("<w:delText", f"{style}<w:delText") + inserted(new, author, properties or style)
        again = f"{xml(before)}</w:t></w:r>{middle}<w:r>{style}<w:t {SPACE}>"
        parts[part] = parts[part][:at] + again + parts[part][at + len(given) :]

    return change


def returned(folder: Path, *changes: Change, essay: str = ESSAY, layout: str = "essay") -> tuple[Path, Path]:
    """An essay.md, and the DOCX made of it as editors return it."""
    (folder / "essay.md").write_bytes(essay.encode())
    page = load_layout(layout)
    book = parse_essay(essay, Metadata("A title"), folder / "essay.md", stamp=STAMP)
    artifact, _ = render(typeset(book, page), page, folder / "sent.docx")
    with zipfile.ZipFile(artifact.path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    parts: Parts = {name: data.decode() for name, data in held.items() if name.endswith((".xml", ".rels"))}
    for name in (DOC, NOTES):
        parts[name] = parts[name].replace("<w:t>", f"<w:t {SPACE}>")
    for change in changes:
        change(parts)
    path = folder / "returned.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (held | parts).items():
            if name in parts or not name.endswith((".xml", ".rels")):  # a change may take one away
                archive.writestr(name, text)
    return path, folder / "essay.md"


def after(folder: Path, *changes: Change, essay: str = ESSAY, layout: str = "essay") -> tuple[str, Report]:
    """essay.md with all changes accepted."""
    docx, path = returned(folder, *changes, essay=essay, layout=layout)
    report = absorb(docx, path, "all")
    return path.read_bytes().decode(), report


# A change in Word, and what must become of which words of essay.md.
PLACED: dict[str, tuple[Change, str, str]] = {
    "a word": (swap("One ", "two", "2"), "One two three, ", "One 2 three, "),
    "a word deleted with its space": (swap("One ", "two ", ""), "One two three, ", "One three, "),
    "a word deleted with the space before it": (swap("five", ".", "", "Ann"), "five.[^a]", "five[^a]"),
    "part of a word": (swap("thr", "ee", "ice"), "One two three, ", "One two thrice, "),
    "letters into a word": (swap("quotation stand", "", "ing"), "stands here", "standings here"),
    "words after a comma": (swap("paragraph,", "", " at last,"), "paragraph, with", "paragraph, at last, with"),
    "a comma": (swap("eight", "", ","), "eight.", "eight,."),
    "within emphasis": (swap("Six ", "seven", "7"), "*Six seven*", "*Six 7*"),
    "at the end of emphasis": (swap("Six seven", "", " and"), "*Six seven* eight", "*Six seven and* eight"),
    "all that is emphasised": (swap("", "Six seven", ""), "*Six seven* eight", " eight"),
    "emphasis": (
        swap("A quotation ", "", "still ", properties="<w:rPr><w:i/></w:rPr>"), "quotation stands", "quotation *still* stands"),
    "in a heading": (swap("The first ", "part", "chapter"), "# The first part", "# The first chapter"),
    "in a quotation": (swap("A quotation ", "stands", "stood"), "> A quotation stands", "> A quotation stood"),
    "in an item": (swap("another ", "item", "thing"), "- another item", "- another thing"),
    "in a link": (swap("tied ", "page", "leaf"), "[tied page](https://example.org/x)", "[tied leaf](https://example.org/x)"),
    "in a note": (swap("Des Forges, ", "1999", "2000", part=NOTES), "Des Forges, 1999", "Des Forges, 2000"),
    "the second of two like stretches": (swap("three ", "again", "anew"), "three again", "three anew"),
    "beside a literal mark": (swap("and 5 ", "* 6", "x 6"), "and 5 \\* 6", "and 5 x 6"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACED)
def test_a_change_comes_to_its_place_and_nothing_else_moves(name: str, tmp_path: Path) -> None:
    change, old, new = PLACED[name]
    text, report = after(tmp_path, change)
    assert [f.message for f in report.findings] == []
    assert ESSAY.count(old) == 1
    assert text == ESSAY.replace(old, new)


def test_what_editors_type_is_text_not_markup(tmp_path: Path) -> None:
    text, _ = after(tmp_path, swap("The ", "end", "*end* `x`"))
    assert text == ESSAY.replace("The end.", "The \\*end\\* \\`x\\`.")


@pytest.mark.parametrize("layout", ["us-law-review", "uk-law-review"])
def test_the_layout_of_the_docx_does_not_matter(layout: str, tmp_path: Path) -> None:
    text, report = after(tmp_path, swap("five", ".", "!"), swap("The ", "end", "close"), layout=layout)
    assert report.findings == ()
    assert text == ESSAY.replace("five.", "five!").replace("The end", "The close")


def test_changes_are_listed_and_only_the_accepted_ones_are_made(tmp_path: Path) -> None:
    changes = (swap("One ", "two", "2"), swap("The ", "end", "close", "Bo Ek"), swap("Forges, ", "1999", "2000", part=NOTES))
    docx, essay = returned(tmp_path, *changes)
    listed = absorb(docx, essay)
    assert essay.read_bytes().decode() == ESSAY
    assert [(f.code, f.place.line, f.message) for f in listed.findings] == [
        ("E001", 3, "change 1, by Ann: “two” becomes “2”"),
        ("E001", 18, "change 2, by Ann, in note b: “1999” becomes “2000”"),
        ("E001", 14, "change 3, by Bo Ek: “end” becomes “close”"),
    ]
    absorb(docx, essay, "Bo Ek")
    assert essay.read_bytes().decode() == ESSAY.replace("The end", "The close")
    absorb(docx, essay, "2")
    assert essay.read_bytes().decode() == ESSAY.replace("The end", "The close").replace("1999", "2000")
    with pytest.raises(PresslineError, match="E005"):
        absorb(docx, essay, "Nobody")


def test_the_essay_as_it_was_is_kept_each_time(tmp_path: Path) -> None:
    docx, essay = returned(tmp_path, swap("The ", "end", "close"))
    report = absorb(docx, essay, "all")
    assert report.steps[-1].why == "essay.md as it was is kept as essay.md.before"
    assert (tmp_path / "essay.md.before").read_bytes() == ESSAY.encode()
    essay.write_bytes(ESSAY.replace("One", "Uno").encode())
    absorb(docx, essay, "all")
    assert (tmp_path / "essay.md.before-2").read_bytes() == ESSAY.replace("One", "Uno").encode()
    assert (tmp_path / "essay.md.before").read_bytes() == ESSAY.encode()
    before = {path.name for path in tmp_path.iterdir()}
    absorb(docx, essay)  # nothing is accepted
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_change_with_doubt_is_reported_and_not_made(tmp_path: Path) -> None:
    docx, essay = returned(tmp_path, swap("One ", "two", "2"), swap("The ", "end", "close"))
    edited = ESSAY.replace("One two three, ", "Another beginning, ")
    essay.write_text(edited, encoding="utf-8")
    report = absorb(docx, essay, "all")
    assert [f.code for f in report.findings] == ["E003"]
    assert essay.read_text(encoding="utf-8") == edited.replace("The end", "The close")


def test_half_a_pair_of_marks_is_never_deleted(tmp_path: Path) -> None:
    def across(parts: Parts) -> None:
        """From within the emphasis into the words after it."""
        swap("Six ", "seven", "")(parts)
        swap("", " eight", "")(parts)

    text, report = after(tmp_path, across)
    assert (text, [f.code for f in report.findings]) == (ESSAY, ["E003"])


def test_a_change_that_would_break_emphasis_is_reported(tmp_path: Path) -> None:
    text, report = after(tmp_path, swap("Six seven", "", " "))
    assert (text, [f.code for f in report.findings]) == (ESSAY, ["E003"])


def test_a_change_in_a_table_keeps_to_its_cell(tmp_path: Path) -> None:
    essay = "| Year | Count |\n|------|------:|\n| 1990 | twelve |\n"
    text, report = after(tmp_path, swap("", "twelve", "thirteen"), swap("", "Count", "Sum"), essay=essay)
    assert report.findings == ()
    assert text == "| Year | Sum |\n|------|------:|\n| 1990 | thirteen |\n"


def new_note(call: str, body: str) -> Change:
    """A note added after some words."""

    def change(parts: Parts) -> None:
        reference = f'<w:ins {who("Ann")}><w:r><w:footnoteReference w:id="77"/></w:r></w:ins>'
        parts[DOC] = parts[DOC].replace(call, f"{call}</w:t></w:r>{reference}<w:r><w:t {SPACE}>", 1)
        note = f'<w:footnote w:id="77"><w:p><w:r><w:footnoteRef/></w:r>{inserted(" " + body)}</w:p></w:footnote>'
        parts[NOTES] = parts[NOTES].replace("</w:footnotes>", f"{note}</w:footnotes>")

    return change


def test_a_note_added_in_word_gets_a_label_of_its_own(tmp_path: Path) -> None:
    text, report = after(tmp_path, new_note("A second paragraph", "See the new one."))
    assert report.findings == ()
    expected = ESSAY.replace("A second paragraph", "A second paragraph[^1]")
    assert text == expected.replace("1999.\n", "1999.\n\n[^1]: See the new one.\n")


def test_a_note_deleted_in_word_goes_with_its_definition(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        run = re.search(r"<w:r>(?:(?!</w:r>).)*<w:footnoteReference w:id=\"2\"/></w:r>", parts[DOC])
        assert run
        parts[DOC] = parts[DOC].replace(run[0], f"<w:del {who('Ann')}>{run[0]}</w:del>")

    text, report = after(tmp_path, change)
    assert report.findings == ()
    assert text == ESSAY.replace("eight.[^b]", "eight.").replace("\n[^b]: Des Forges, 1999.\n", "\n")


def paragraph_after(words: str, text: str) -> Change:
    def change(parts: Parts) -> None:
        mark = f'<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:rPr><w:ins {who("Ann")}/></w:rPr></w:pPr>{inserted(text)}</w:p>'
        end = parts[DOC].index("</w:p>", parts[DOC].index(words)) + len("</w:p>")
        parts[DOC] = parts[DOC][:end] + mark + parts[DOC][end:]

    return change


def test_a_paragraph_added_in_word_is_one_in_essay_md(tmp_path: Path) -> None:
    text, report = after(tmp_path, paragraph_after("The first part", "A new beginning."))
    assert report.findings == ()
    assert text == ESSAY.replace("One two three, ", "A new beginning.\n\nOne two three, ")


def test_comments_become_queries_at_their_words(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        start, end = '<w:commentRangeStart w:id="5"/>', '<w:commentRangeEnd w:id="5"/>'
        parts[DOC] = parts[DOC].replace("A quotation stands", f"A </w:t></w:r>{start}<w:r><w:t {SPACE}>quotation stands")
        parts[DOC] = parts[DOC].replace("quotation stands here.</w:t></w:r>", f"quotation stands here.</w:t></w:r>{end}")
        said = "<w:p><w:r><w:t>Whose words?</w:t></w:r></w:p>"
        parts[COMMENTS] = f'<w:comments {W}><w:comment w:id="5" w:author="Ann">{said}</w:comment></w:comments>'

    text, report = after(tmp_path, change)
    assert text == ESSAY
    (asked,) = report.findings
    assert (asked.code, asked.severity, asked.place.line, asked.place.column) == ("E002", "query", 7, 5)
    assert asked.message == "Ann asks: Whose words?"


def test_a_change_of_the_title_is_for_metadata_yaml(tmp_path: Path) -> None:
    text, report = after(tmp_path, swap("A ", "title", "name"))
    assert (text, [f.code for f in report.findings]) == (ESSAY, ["E004"])


def test_lines_that_end_as_on_windows_stay_so(tmp_path: Path) -> None:
    docx, essay = returned(tmp_path, swap("The ", "end", "close"), paragraph_after("The first part", "New."))
    essay.write_bytes(ESSAY.replace("\n", "\r\n").encode())
    absorb(docx, essay, "all")
    expected = ESSAY.replace("The end", "The close").replace("One two three, ", "New.\n\nOne two three, ")
    assert essay.read_bytes() == expected.replace("\n", "\r\n").encode()


def test_the_seed_is_aligned_whole(tmp_path: Path) -> None:
    shutil.copy(TESTS / "seed" / "essay.md", tmp_path)
    essay = (tmp_path / "essay.md").read_text(encoding="utf-8")
    edits = [swap("Rwanda ", "simmered", "boiled"), swap("Peace talks in ", "Arusha", "Nairobi")]
    text, report = after(tmp_path, *edits, essay=essay)
    assert report.findings == ()
    assert text == essay.replace("simmered", "boiled", 1).replace("talks in Arusha", "talks in Nairobi")


def test_definitions_and_links_are_not_the_text() -> None:
    source = read_source(ESSAY)
    words = [atom.text for atom in source.body]
    assert "https" not in words
    assert "Prunier" not in words
    assert [atom.label for atom in source.body if atom.label] == ["a", "b", "a"]
    assert [atom.text for atom in source.notes["b"]] == ["Des", "Forges", ",", "1999", "."]


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04"])
def test_what_is_no_docx_is_said(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "back.docx").write_bytes(data)
    (tmp_path / "essay.md").write_text("x\n", encoding="utf-8")
    assert main(["absorb", str(tmp_path / "back.docx"), str(tmp_path / "essay.md")]) == 1
    assert "R004" in capsys.readouterr().out
    assert main(["absorb", str(tmp_path / "none.docx"), str(tmp_path / "essay.md")]) == 1


def test_a_link_to_essay_md_is_named_and_stays_one(tmp_path: Path) -> None:
    docx, essay = returned(tmp_path, swap("The ", "end", "close"))
    link = tmp_path / "link.md"
    link.symlink_to(essay)
    with pytest.raises(PresslineError, match="W006"):
        absorb(docx, link, "all")
    assert link.is_symlink()
    assert essay.read_bytes().decode() == ESSAY
