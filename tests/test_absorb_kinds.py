"""Everything that editors do in Word: moves, whole paragraphs, how words are set, comments, and what is not tracked."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from conftest import STAMP, TESTS
from pressline.backends.docx import render
from pressline.book.markdown import parse_essay
from pressline.findings import Place, PresslineError, finding
from pressline.layouts import load_layout
from pressline.model import Author, Metadata, Report
from pressline.pipeline.build import typeset
from pressline.runtime.namespaces import W as NAMESPACE
from pressline.track_changes import absorb
from test_absorb import (
    COMMENTS,
    DOC,
    ESSAY,
    NOTES,
    PLACED,
    SPACE,
    Change,
    Parts,
    W,
    after,
    deleted,
    inserted,
    new_note,
    paragraph_after,
    returned,
    swap,
    who,
)

RELS = "word/_rels/document.xml.rels"


def paragraph(parts: Parts, words: str, part: str = DOC) -> tuple[int, int]:
    """Where the paragraph with some words begins and ends."""
    at = parts[part].index(words)
    start = max(parts[part].rfind("<w:p>", 0, at), parts[part].rfind("<w:p ", 0, at))
    return start, parts[part].index("</w:p>", at) + len("</w:p>")


def without_paragraph(words: str) -> Change:
    """Delete a paragraph and its end."""

    def change(parts: Parts) -> None:
        start, end = paragraph(parts, words)
        gone = parts[DOC][start:end].replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        gone = re.sub(r"(<w:r>.*?</w:r>)", rf"<w:del {who('Ann')}>\1</w:del>", gone)
        gone = gone.replace("</w:pPr>", f"<w:rPr><w:del {who('Ann')}/></w:rPr></w:pPr>", 1)
        parts[DOC] = parts[DOC][:start] + gone + parts[DOC][end:]

    return change


def moved(words: str, to: str) -> Change:
    """Move some words, which stand in one run, before others."""

    def half(kind: str, text: str) -> str:
        inside = text if kind == "moveTo" else text.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        start = f'<w:{kind}RangeStart w:id="71" w:name="move1" w:author="Ann"/>'
        return f'{start}<w:{kind} {who("Ann")}><w:r>{inside}</w:r></w:{kind}><w:{kind}RangeEnd w:id="71"/>'

    def change(parts: Parts) -> None:
        text = f"<w:t {SPACE}>{words}</w:t>"
        for found, kind, kept in ((words, "moveFrom", ""), (to, "moveTo", to)):
            split = f"</w:t></w:r>{half(kind, text)}<w:r><w:t {SPACE}>{kept}"
            assert parts[DOC].count(found) == 1, found
            parts[DOC] = parts[DOC].replace(found, split)

    return change


def restyled(words: str, now: str, before: str = "") -> Change:
    """Set some words otherwise, tracked."""

    def change(parts: Parts) -> None:
        was = f"<w:rPr>{before}</w:rPr>"
        properties = f"<w:rPr>{now}<w:rPrChange {who('Ann')}>{was}</w:rPrChange></w:rPr>"
        run = rf"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t {SPACE}>((?:(?!</w:t>).)*?){words}"
        parts[DOC], count = re.subn(
            run, rf"<w:r>{was}<w:t {SPACE}>\1</w:t></w:r><w:r>{properties}<w:t {SPACE}>{words}</w:t></w:r><w:r><w:t {SPACE}>",
            parts[DOC], count=1,
        )  # fmt: skip
        assert count == 1, words

    return change


KINDS: dict[str, tuple[Change, str, str]] = {
    "a heading deleted": (without_paragraph("A second part"), "## A second part\n\n", ""),
    "a quotation deleted": (without_paragraph("A quotation stands"), "> A quotation stands here.\n\n", ""),
    "an item deleted": (without_paragraph("another item"), "- another item\n", ""),
    "the first item deleted": (without_paragraph("an item"), "- an item\n", ""),
    "a paragraph deleted": (without_paragraph("The end."), "The end.\n\n", ""),
    "words in italics": (restyled("The end", "<w:i/>"), "The end.", "*The end*."),
    "words in bold": (restyled("second paragraph", "<w:b/>"), "second paragraph", "**second paragraph**"),
    "italics taken away": (restyled("Six seven", "", "<w:i/>"), "*Six seven* eight", "Six seven eight"),
    "a raised number": (
        swap("A quotation ", "", "2nd ", properties='<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
        "A quotation stands", "A quotation ^2nd^ stands"),
    "small capitals": (
        swap("A quotation ", "", "Deep ", properties="<w:rPr><w:smallCaps/></w:rPr>"),
        "A quotation stands", "A quotation [Deep]{.smallcaps} stands"),
    "a style of emphasis": (
        swap("A quotation ", "", "Deep ", properties='<w:rPr><w:rStyle w:val="Emphasis"/></w:rPr>'),
        "A quotation stands", "A quotation *Deep* stands"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_change_of_each_kind_comes_to_its_place(name: str, tmp_path: Path) -> None:
    change, old, new = KINDS[name]
    text, report = after(tmp_path, change)
    assert [found.message for found in report.findings] == []
    assert ESSAY.count(old) == 1
    assert text == ESSAY.replace(old, new)


@pytest.mark.parametrize("name", [*PLACED, *KINDS])
def test_accepting_twice_is_accepting_once(name: str, tmp_path: Path) -> None:
    change, _, _ = (PLACED | KINDS)[name]
    docx, essay = returned(tmp_path, change)
    absorb(docx, essay, "all")
    once = essay.read_text(encoding="utf-8")
    report = absorb(docx, essay, "all")
    assert essay.read_text(encoding="utf-8") == once
    assert {found.code for found in report.findings} <= {"E003"}, "a mark that was there is not put there again"


def test_a_move_is_made_whole(tmp_path: Path) -> None:
    text, report = after(tmp_path, moved("The end.", "A second paragraph"), essay=ESSAY.replace("The end.", "It is. The end."))
    assert report.findings == ()
    assert "The end. A second paragraph" in text or "The end.A second paragraph" in text
    assert text.count("The end.") == 1


def test_half_a_move_is_not_made(tmp_path: Path) -> None:
    """Its other half stands where essay.md has other words by now."""
    essay = ESSAY.replace("The end.", "It is. The end.")
    docx, path = returned(tmp_path, moved("The end.", "A second paragraph"), essay=essay)
    changed = essay.replace("eight.[^b] One two three again.[^a]\n\nA second paragraph", "eight.[^b]\n\nQuite other words")
    path.write_text(changed, encoding="utf-8")
    report = absorb(docx, path, "all")
    assert path.read_text(encoding="utf-8") == changed
    assert [found.code for found in report.findings].count("E003") == 2


def test_one_half_of_a_move_brings_the_other(tmp_path: Path) -> None:
    essay = ESSAY.replace("The end.", "It is. The end.")
    docx, path = returned(tmp_path, moved("The end.", "A second paragraph"), essay=essay)
    absorb(docx, path, "1")
    assert path.read_text(encoding="utf-8").count("The end.") == 1
    assert "It is. The end." not in path.read_text(encoding="utf-8")


def test_two_notes_in_one_paragraph_are_both_added(tmp_path: Path) -> None:
    def second(parts: Parts) -> None:
        new_note("in it", "The other.")(parts)
        for name in (DOC, NOTES):
            parts[name] = parts[name].replace('w:id="77"', 'w:id="78"')

    text, report = after(tmp_path, second, new_note("A second paragraph", "The one."))
    assert report.findings == ()
    assert "A second paragraph[^1], with a [tied page](https://example.org/x) in it[^2]" in text
    assert "[^1]: The one.\n\n[^2]: The other.\n" in text


def test_a_paragraph_of_a_note_stays_in_it(tmp_path: Path) -> None:
    def whole(parts: Parts) -> None:
        head = paragraph(parts, "Des Forges", NOTES)
        assert "<w:pPr>" in parts[NOTES][slice(*head)]
        end = head[1]
        at = parts[NOTES].index("</w:pPr>", head[0])
        mark = f"<w:rPr><w:ins {who('Ann')}/></w:rPr>"
        more = f"<w:p><w:pPr/>{inserted('More.')}</w:p>"
        parts[NOTES] = parts[NOTES][:at] + mark + parts[NOTES][at:end] + more + parts[NOTES][end:]

    text, report = after(tmp_path, whole)
    assert report.findings == ()
    assert text == ESSAY.replace("Des Forges, 1999.\n", "Des Forges, 1999.\n\n    More.\n")


def test_an_inserted_heading_is_one(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        paragraph_after("The first part", "New ground")(parts)
        at = parts[DOC].index("New ground")
        start = parts[DOC].rfind('<w:pStyle w:val="BodyText"/>', 0, at)
        parts[DOC] = parts[DOC][:start] + parts[DOC][start:].replace("BodyText", "Heading2", 1)

    text, _ = after(tmp_path, change)
    assert text == ESSAY.replace("One two three, ", "## New ground\n\nOne two three, ")


def test_an_inserted_link_keeps_its_address(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        swap("The end", "", " (archived)")(parts)
        link = inserted(" (archived)")
        parts[DOC] = parts[DOC].replace(link, f'<w:hyperlink r:id="rId900">{link}</w:hyperlink>')
        row = '<Relationship Id="rId900" Type="x/hyperlink" Target="https://example.org/a" TargetMode="External"/>'
        parts[RELS] = parts[RELS].replace("</Relationships>", f"{row}</Relationships>")

    text, report = after(tmp_path, change)
    assert report.findings == ()
    assert text == ESSAY.replace("The end.", "The end [(archived)](https://example.org/a).")


def test_what_one_inserts_and_another_deletes_never_was_in_the_essay(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        swap("A quotation ", "", "very ")(parts)
        gone = deleted("late ", "Bob")
        parts[DOC] = parts[DOC].replace("very </w:t></w:r></w:ins>", f"very </w:t></w:r>{gone}</w:ins>")

    text, report = after(tmp_path, change)
    assert report.findings == ()
    assert text == ESSAY.replace("A quotation", "A quotation very")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<w:drawing/>", "a picture or another object"),
        ('<w:sym w:font="Wingdings" w:char="F0AE"/>', "a font of symbols"),
    ],
)
def test_what_essay_md_cannot_have_is_named_and_left_out(inside: str, said: str, tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        swap("The ", "", "X ")(parts)
        parts[DOC] = parts[DOC].replace(f"<w:t {SPACE}>X </w:t>", inside)

    text, report = after(tmp_path, change)
    assert text == ESSAY
    assert [(found.code, said in found.message) for found in report.findings] == [("E003", True)]


def test_a_row_of_a_table_is_named_and_left_out(tmp_path: Path) -> None:
    essay = "| Year | Count |\n|------|------:|\n| 1990 | twelve |\n\nThe end of the essay, in a few more words.\n"

    def change(parts: Parts) -> None:
        cell = f"<w:tc><w:tcPr/><w:p>{inserted('1995')}</w:p></w:tc>"
        row = f"<w:tr><w:trPr><w:ins {who('Ann')}/></w:trPr>{cell}{cell}</w:tr>"
        parts[DOC] = parts[DOC].replace("</w:tbl>", f"{row}</w:tbl>")

    text, report = after(tmp_path, change, essay=essay)
    assert text == essay
    assert "E003" in [found.code for found in report.findings]


def test_a_change_that_would_break_the_essay_is_left_out_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pressline import track_changes

    real = track_changes._check

    def check(alignment: object, made: list[object], text: str, essay: Path) -> None:
        if any("boom" in getattr(change, "what", "") for change in made):
            raise PresslineError([finding("E006", Place(str(essay)))])
        real(alignment, made, text, essay)  # type: ignore[arg-type]

    monkeypatch.setattr(track_changes, "_check", check)
    text, report = after(tmp_path, swap("The ", "end", "boom"), swap("One ", "two", "2"))
    assert text == ESSAY.replace("One two three, ", "One 2 three, ")
    (left,) = report.findings
    assert (left.code, "boom" in left.message) == ("E003", True)


# --- what is not tracked, and what is not of this essay ---------------------------------------------------------------


def test_a_change_that_nobody_tracked_is_named(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        parts[DOC] = parts[DOC].replace("The end.", "The very end.")
        parts[NOTES] = parts[NOTES].replace("1999", "2001")

    text, report = after(tmp_path, change)
    assert text == ESSAY
    assert [(found.code, found.place.line) for found in report.findings] == [("E007", 14), ("E007", 18)]
    assert "“very”" in report.findings[0].message
    assert "“2001”" in report.findings[1].message


@pytest.mark.parametrize("folder", ["seed", "rich"])
def test_nothing_is_said_of_a_file_that_nobody_changed(folder: str, tmp_path: Path) -> None:
    essay = (TESTS / folder / "essay.md").read_text(encoding="utf-8")
    for picture in (TESTS / folder).glob("*.png"):
        (tmp_path / picture.name).write_bytes(picture.read_bytes())
    text, report = after(tmp_path, essay=essay)
    assert (text, [found.message for found in report.findings]) == (essay, [])


def test_another_essay_is_refused(tmp_path: Path) -> None:
    docx, path = returned(tmp_path, swap("The ", "end", "close"))
    path.write_text("# Other\n\nQuite another text, of which no word stands in what came back from them.\n", encoding="utf-8")
    with pytest.raises(PresslineError, match="E008"):
        absorb(docx, path, "all")


def test_the_author_note_is_for_metadata_yaml(tmp_path: Path) -> None:
    page = load_layout("essay")
    (tmp_path / "essay.md").write_text(ESSAY, encoding="utf-8")
    metadata = Metadata("A title", author=(Author("Ada Ek", bio="Ada teaches law."),))
    book = parse_essay(ESSAY, metadata, tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render(typeset(book, page), page, tmp_path / "sent.docx")
    with zipfile.ZipFile(artifact.path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts[NOTES] = parts[NOTES].replace("<w:t>", f"<w:t {SPACE}>")
    swap("Ada ", "teaches", "taught", part=NOTES)(parts)
    with zipfile.ZipFile(tmp_path / "back.docx", "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    report = absorb(tmp_path / "back.docx", tmp_path / "essay.md", "all")
    assert [found.code for found in report.findings] == ["E004"]
    assert "taught" in report.findings[0].message


def test_comments_everywhere_are_listed_and_resolved_ones_said(tmp_path: Path) -> None:
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"

    def change(parts: Parts) -> None:
        point = '<w:r><w:commentReference w:id="6"/></w:r>'
        parts[DOC] = parts[DOC].replace("A title</w:t></w:r>", f"A title</w:t></w:r>{point}", 1)
        start = '<w:commentRangeStart w:id="5"/>'
        parts[DOC] = parts[DOC].replace("A quotation stands", f"A </w:t></w:r>{start}<w:r><w:t {SPACE}>quotation stands")
        said = "".join(
            f'<w:comment w:id="{id}" w:author="Ann"><w:p w14:paraId="0000000{id}"><w:r><w:t>{text}</w:t></w:r></w:p>'
            "</w:comment>"
            for id, text in ((5, "Whose words?"), (6, "Too short?"), (7, "Mine."))
        )
        parts[COMMENTS] = f'<w:comments {W} xmlns:w14="{w14}">{said}</w:comments>'
        rows = '<x:commentEx x:paraId="00000005" x:done="1"/><x:commentEx x:paraId="00000007" x:paraIdParent="00000005"/>'
        parts["word/commentsExtended.xml"] = f'<x:commentsEx xmlns:x="{w15}">{rows}</x:commentsEx>'

    _, report = after(tmp_path, change)
    assert sorted(found.message for found in report.findings) == [
        "Ann asks: Mine.", "Ann asks: Too short?", "Ann asks: Whose words? (resolved)",
    ]  # fmt: skip


def test_strict_files_and_parts_of_other_names_are_read(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        swap("The ", "end", "close")(parts)
        swap("Des Forges, ", "1999", "2000", part=NOTES)(parts)
        parts["word/footnotes2.xml"] = parts.pop(NOTES)
        parts[RELS] = parts[RELS].replace('"footnotes.xml"', '"footnotes2.xml"')
        strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
        parts[DOC] = parts[DOC].replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)

    text, report = after(tmp_path, change)
    assert report.findings == ()
    assert text == ESSAY.replace("The end", "The close").replace("Forges, 1999", "Forges, 2000")


# --- edits at random ----------------------------------------------------------------------------------------------------


def random_edits(seed: int) -> Callable[[Parts], None]:
    """Insertions, deletions and other words, by two editors, at places drawn at random in the text and the notes."""

    def change(parts: Parts) -> None:
        draw = random.Random(seed)
        for part in (DOC, NOTES):
            texts = list(
                re.finditer(rf"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t {SPACE}>([^<]*)</w:t></w:r>", parts[part])
            )
            long = [match for match in texts if len(match[2].split()) > 5]
            for match in sorted(draw.sample(long, min(2, len(long))), key=lambda m: -m.start()):
                parts[part] = parts[part][: match.start()] + edited(match, draw) + parts[part][match.end() :]

    return change


def edited(match: re.Match[str], draw: random.Random) -> str:
    """A run with one word of it changed."""
    style, words = match[1] or "", match[2].split(" ")
    inner = [at for at in range(1, len(words) - 2) if words[at].isalnum() and words[at + 1].isalnum()]
    at = draw.choice(inner or [1])
    author = draw.choice(["Ann", "Bo"])
    old, new = draw.choice([(f"{words[at]} ", ""), (f"{words[at]} ", "quux "), ("", "quux "), ("", "quux frobnicated ")])
    rest = words[at:] if not old else words[at + 1 :]
    kept = "".join(word + " " for word in words[:at])
    middle = deleted(old, author) + inserted(new, author, style)
    run = f"<w:r>{style}<w:t {SPACE}>"
    return f"{run}{kept}</w:t></w:r>{middle}{run}{' '.join(rest)}</w:t></w:r>"


def paragraphs(docx: Path, *, accept: bool) -> list[str]:
    """The paragraphs of the text and the notes of a DOCX, with all its changes accepted or rejected (ECMA-376-1, 17.13.5)."""
    dropped = [NAMESPACE + name for name in (("del",) if accept else ("ins",))]
    with zipfile.ZipFile(docx) as archive:
        roots = [etree.fromstring(archive.read(name)) for name in (DOC, NOTES)]
    found = []
    for p in (p for root in roots for p in root.iter(NAMESPACE + "p")):
        pieces: Iterator[etree._Element] = p.iter(NAMESPACE + "t", NAMESPACE + "delText", NAMESPACE + "footnoteReference")
        kept = [piece for piece in pieces if not any(above.tag in dropped for above in piece.iterancestors())]
        found.append(" ".join("".join(piece.text or "*" for piece in kept).split()))
    return [text for text in found if text.strip("* ")]


def proven(folder: Path, seed: int, essay: str) -> None:
    docx, path = returned(folder, random_edits(seed), essay=essay)
    report: Report = absorb(docx, path, "")
    assert path.read_text(encoding="utf-8") == essay, "nothing is written that nobody accepted"
    assert paragraphs(docx, accept=False) == paragraphs(folder / "sent.docx", accept=False)
    count = sum(found.code == "E001" for found in report.findings)
    left = [found.message for found in absorb(docx, path, "all").findings if found.code == "E003"]
    whole = path.read_text(encoding="utf-8")
    page = load_layout("essay")
    made, _ = render(typeset(parse_essay(whole, Metadata("A title"), path, stamp=STAMP), page), page, folder / "made.docx")
    if not left:
        assert paragraphs(made.path, accept=True) == paragraphs(docx, accept=True), seed
    path.write_text(essay, encoding="utf-8")
    for number in random.Random(seed).sample(range(1, count + len(left) + 1), count + len(left)):
        absorb(docx, path, str(number))
    assert path.read_text(encoding="utf-8") == whole, "one by one, in any order, is all at once"


def an_essay(seed: int) -> str:
    draw = random.Random(seed)
    words = ["river", "bridge", "the", "of", "and", "year", "water", "town", "old", "meadow", "mill", "stood", "under", "rose"]
    blocks = []
    for number in range(1, 5):
        sentence = " ".join(draw.choices(words, k=draw.randint(9, 18))).capitalize()
        mark = draw.choice(["", "> ", "- "])
        blocks.append(f"{mark}{sentence} *{draw.choice(words)}* and so on to its end.[^{number}]")
    notes = [f"[^{number}]: See {' '.join(draw.choices(words, k=9))}, p. {draw.randint(1, 99)}." for number in range(1, 5)]
    return "\n\n".join(["# A part", *blocks, *notes]) + "\n"


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_are_what_word_makes_of_them(seed: int, tmp_path: Path) -> None:
    proven(tmp_path, seed, an_essay(seed))


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 500))
def test_four_hundred_random_edits_are_what_word_makes_of_them(seed: int, tmp_path: Path) -> None:
    proven(tmp_path, seed, an_essay(seed))
