"""Rich documents: what each kind of file gives, what is refused, and that no word is lost."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile import cases_in, check_case, lines_of, read_case
from pressline.book.markdown import parse_essay
from pressline.findings import PresslineError
from pressline.model import Call, Paragraph, Sheet, Source
from pressline.normalize.normalizer import normalize
from pressline.normalize.writer import write
from pressline.pandoc.passages import text_of
from pressline.pandoc.program import run
from pressline.readers.documents import linked_notes, sheet_of_document
from pressline.readers.source import sheet_of

CASES = Path(__file__).parent / "cases" / "html"

ESSAY = """---
title: The Essay
subtitle: Of Several Kinds
author: Jane Doe
---

# First

A word[^1] and ~~another~~,^[A note with *stress*.] and 2^nd^ more.

[^1]: The first note.

    Its second paragraph.

> A quotation

1. one
2. two

| a | b |
|---|---|
| x[^2] | y |

[^2]: A note in a table.
"""


def shown(paragraph: Paragraph) -> str:
    """A paragraph as a line: kind, containers, text with its calls in double brackets, line of the file."""
    text = "".join(f"[[{i.label}]]" if isinstance(i, Call) else i.text for i in paragraph.inlines).replace("\n", " / ")
    holders = "".join(f" in {c.kind} {c.number or c.item}" for c in paragraph.containers)
    level = str(paragraph.level or "")
    line = paragraph.origins[0].place.line
    return f"{f'{line} ' if line else ''}{paragraph.kind}{level}{holders}: {text}".rstrip(": ")


def outline(sheet: Sheet) -> dict[str, str]:
    notes = "".join(f"{note.label}: {shown(p)}\n" for note in sheet.notes for p in note.body)
    steps = "".join(f"{s.place.line} {s.kind} {s.text[:50]!r}: {s.why}\n" for s in sheet.steps if s.kind == "dropped")
    return {
        "paragraphs": "".join(f"{shown(p)}\n" for p in sheet.paragraphs),
        "notes": notes,
        "dropped": steps,
        "hints": "".join(f"{key}: {value}\n" for key, value in sorted(sheet.hints.items())),
        "findings": lines_of(list(sheet.findings)),
    }


def html(text: str) -> Sheet:
    return linked_notes(sheet_of_document(text.encode(), "html", Path("page.html")))


def made(kind: str) -> bytes:
    """The essay in another format, as pandoc writes it."""
    return run(["-f", "markdown", "-t", kind, "-s", "-o", "-"], ESSAY.encode(), epoch=0)


@pytest.mark.parametrize("path", cases_in(CASES), ids=lambda p: p.stem)
def test_case(path: Path, accept: bool) -> None:
    case = read_case(path)
    check_case(case, outline(html(case.parts["in"])), accept)


def words_of(sheet: Sheet) -> Counter[str]:
    """The letters and marks of a sheet, calls left out."""
    parts = [i.text for p in sheet.paragraphs for i in p.inlines if not isinstance(i, Call)]
    parts += [i.text for note in sheet.notes for p in note.body for i in p.inlines if not isinstance(i, Call)]
    return Counter("".join("".join(parts).split()))


@pytest.mark.parametrize("path", cases_in(CASES), ids=lambda p: p.stem)
def test_matching_notes_loses_and_invents_nothing(path: Path) -> None:
    before = sheet_of_document(read_case(path).parts["in"].encode(), "html", Path("page.html"))
    after = linked_notes(before)
    recorded = "".join(step.text for step in after.steps[len(before.steps) :])
    assert words_of(before) == words_of(after) + Counter("".join(recorded.split()))


TAGS = [
    *("p", "div", "span", "a", "li", "ul", "ol", "table", "tr", "td", "th", "dl", "dt", "dd", "h1", "h2", "sup", "em"),
    *("blockquote", "pre", "aside", "section", "main", "figure", "hr", "details"),
]
SOUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS]),
        st.sampled_from([f"</{tag}>" for tag in TAGS]),
        st.sampled_from(["word ", "Otters", "[1]", " * ", "\n", "&nbsp;", "<a href='#n1'>[1]</a>", "<p id='n1'>1. note"]),
    ),
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(SOUP)
def test_any_page_keeps_its_words(parts: list[str]) -> None:
    """Browsers show any soup of tags; pandoc alone loses what stands where HTML allows no words."""
    try:
        data = "".join(parts).encode()
        sheet = sheet_of_document(data, "html", Path("page.html"))
        whole = sheet_of(Source(Path("page.html"), "html", data))
    except PresslineError as error:
        assert error.findings[0].code == "R003"
        return
    assert "G010" not in [f.code for f in whole.findings]
    matched = linked_notes(sheet)
    recorded = "".join(step.text for step in matched.steps[len(sheet.steps) :])
    assert words_of(sheet) == words_of(matched) + Counter("".join(recorded.split()))
    assert linked_notes(matched) == matched


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "epub"])
def test_every_kind_gives_text_and_notes(kind: str) -> None:
    sheet = sheet_of_document(made(kind), kind, Path(f"essay.{kind}"))
    came = outline(sheet)
    assert "heading1: First" in came["paragraphs"]
    assert "text: A word[[1]] and another,[[2]] and 2nd more." in came["paragraphs"]
    assert "1: text: The first note.\n1: text: Its second paragraph.\n2: text: A note with stress.\n" in came["notes"]
    assert "[[3]]" in came["paragraphs"]
    assert sheet.findings == ()


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "epub"])
def test_title_and_author_stand_in_front(kind: str) -> None:
    """pandoc takes them for metadata; here they are paragraphs again, and nothing is lost."""
    sheet = sheet_of_document(made(kind), kind, Path(f"essay.{kind}"))
    front = [shown(p) for p in sheet.paragraphs[:3]]
    assert front[0] in ("text: The Essay", "heading1: The Essay")
    assert "text: Jane Doe" in front


def test_properties_are_hints() -> None:
    sheet = sheet_of_document(made("docx"), "docx", Path("essay.docx"))
    assert (sheet.hints["title"], sheet.hints["author"]) == ("The Essay", "Jane Doe")


def test_a_table_keeps_its_node_with_calls() -> None:
    sheet = sheet_of_document(made("docx"), "docx", Path("essay.docx"))
    table = next(p for p in sheet.paragraphs if p.kind == "table")
    assert '"Note"' not in str(table.node).replace("'", '"')
    assert "['note', '3']" in str(table.node)


def test_marks_survive() -> None:
    sheet = sheet_of_document(made("docx"), "docx", Path("essay.docx"))
    marks = {mark.kind for p in sheet.paragraphs for i in p.inlines if not isinstance(i, Call) for mark in i.marks}
    assert {"strikeout", "superscript"} <= marks


def test_markdown_keeps_labels_lines_and_uncalled_notes() -> None:
    body = "# T\n\nOne[^a]\ntwo[^b-c] and again[^a].\n\nNot [^x] one, nor [1].\n"
    text = f"{body}\n[^a]: Note A.\n\n[^b-c]: Note B.\n\n[^never]: Kept.\n"
    sheet = sheet_of_document(text.encode(), "md", Path("essay.md"))
    assert outline(sheet)["paragraphs"] == (
        "1 heading1: T\n3 text: One[[a]] two[[b-c]] and again[[a]].\n6 text: Not [^x] one, nor [1].\n"
    )
    assert outline(sheet)["notes"] == "a: 8 text: Note A.\nb-c: 10 text: Note B.\nnever: 12 text: Kept.\n"


def test_a_note_called_in_a_table_keeps_its_label() -> None:
    text = "Text.[^one]\n\n| a | b |\n|---|---|\n| x | y[^six] |\n\nMore.[^two]\n\n[^one]: 1\n\n[^two]: 2\n\n[^six]: 6\n"
    manuscript = normalize(sheet_of_document(text.encode(), "md", Path("a.md")))
    book = parse_essay(write(manuscript), manuscript.metadata, Path("essay.md"), stamp=0)
    assert [note.label for note in book.notes] == ["one", "six", "two"]


def test_notes_of_a_raw_markdown_that_call_themselves_are_kept_as_text() -> None:
    manuscript = normalize(sheet_of_document(b"Text.[^1]\n\n[^1]: a[^1] b\n", "md", Path("a.md")))
    assert "[^1]: a[\\^1] b" in write(manuscript)


def test_markdown_that_ends_in_code() -> None:
    sheet = sheet_of_document(b"Text[^1].\n\n[^1]: Note.\n\n```\ncode\n", "md", Path("essay.md"))
    assert [p.kind for p in sheet.paragraphs] == ["text", "code"]
    assert [note.label for note in sheet.notes] == ["1"]


@pytest.mark.parametrize(
    ("head", "body", "encoding", "codes"),
    [
        ('<meta charset="utf-8">', "caf\u00e9", "utf-8", []),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "caf\u00e9 \u201cx\u201d", "cp1252", []),
        ("", "caf\u00e9", "utf-16", []),
        ("", "caf\u00e9", "utf-8", []),
        ("", "caf\u00e9", "cp1252", ["C002"]),
        ("", "caf\u00e9 \u201cx\u201d", "mac_roman", ["C002"]),
        ('<meta charset="utf-8">', "caf\u00e9", "cp1252", ["C002"]),
        ("", "4 \u00f7 2", "cp1252", ["R023"]),
        ('<meta charset="shift_jis">', "\u65e5\u672c", "shift_jis", []),
    ],
)
def test_encodings(head: str, body: str, encoding: str, codes: list[str]) -> None:
    data = f"<html><head>{head}</head><body><p>{body}</p></body></html>".encode(encoding)
    sheet = sheet_of_document(data, "html", Path("page.html"))
    assert shown(sheet.paragraphs[0]).endswith(body)
    assert [f.code for f in sheet.findings] == codes


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refused(data: bytes, kind: str) -> str:
    with pytest.raises(PresslineError) as error:
        sheet_of_document(data, kind, Path(f"essay.{kind}"))
    return error.value.findings[0].code


def test_what_is_refused() -> None:
    assert refused(b"no zip", "docx") == "R020"
    assert refused(zipped({"other.xml": b"<a/>"}), "docx") == "R020"
    assert refused(zipped({"word/document.xml": b"<a>" + b" " * 60_000_000}), "docx") == "R021"
    assert refused(zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "docx") == "R022"
    assert refused(made("docx")[:-200], "docx") == "R020"
    assert refused(zipped({"word/document.xml": b"<a/>"}), "docx") == "T001"
    assert refused(b"", "html") == "R003"
    assert refused(b"<div><blockquote>" * 100 + b"x", "html") == "R024"


def test_deep_divisions_are_no_depth() -> None:
    assert shown(html("<div>" * 200 + "<p>deep" + "</div>" * 200).paragraphs[0]) == "1 text: deep"


def test_text_boxes_are_read() -> None:
    """pandoc leaves out the words of a drawing; they stand behind the paragraph that holds it."""
    data = made("docx")
    inner = "<w:p><w:r><w:t>Sunken treasure</w:t></w:r></w:p>"
    box = f"<w:p><w:r><w:object><w:txbxContent>{inner}</w:txbxContent></w:object></w:r></w:p>"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", box.encode() + b"<w:sectPr", 1)
    sheet = sheet_of_document(zipped(parts), "docx", Path("essay.docx"))
    assert shown(sheet.paragraphs[-1]) == "text: Sunken treasure"
    assert sheet.findings == ()


def test_words_that_pandoc_loses_are_reported() -> None:
    data = made("docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    lost = b"<w:unknown><w:p><w:r><w:t>Sunken treasure</w:t></w:r></w:p></w:unknown><w:sectPr"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", lost, 1)
    sheet = sheet_of(Source(Path("essay.docx"), "docx", zipped(parts)))
    assert [(f.code, f.severity, "Sunken, treasure" in f.message) for f in sheet.findings] == [("G010", "error", True)]


def test_tracked_changes_are_accepted() -> None:
    data = made("docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change = (
        '<w:p><w:r><w:t xml:space="preserve">Kept </w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>in</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>out</w:delText></w:r></w:del></w:p>'
    )
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", change.encode() + b"<w:sectPr", 1)
    sheet = sheet_of_document(zipped(parts), "docx", Path("essay.docx"))
    assert shown(sheet.paragraphs[-1]) == "text: Kept in"
    assert sheet.findings == ()


def test_places_of_lines_within_a_paragraph() -> None:
    sheet = html("<html><body>\n<p>one\ntwo\nthree <a href='http://x.org'>link</a>\n</p></body></html>")
    assert [(o.at, o.place.line) for o in sheet.paragraphs[0].origins] == [(0, 2), (4, 3), (8, 4)]


def test_pictures_of_the_web_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "here.png").write_bytes(b"")
    page = (
        b"<p>Text</p><figure><img src='https://x.org/a.png'><figcaption>Words below.</figcaption></figure><img src='here.png'>"
    )
    sheet = sheet_of_document(page, "html", tmp_path / "page.html")
    assert [shown(p) for p in sheet.paragraphs] == ["1 text: Text", "1 text: Words below.", "1 picture"]
    assert [f.code for f in sheet.findings] == ["R025"]


PICTURED = """<p>Text <img src='here.png' alt='seen'> in a line.</p><p><img src="here.png" alt="seen"></p>
<ul><li>Item <a href='https://x.org'><img src='here.png'></a></li></ul>
<table><tr><th>Head</th></tr><tr><td>cell <img src='here.png'></td></tr></table>
<p>A <img src='https://x.org/a.png'> and <img src='data:image/png;base64,AA'> and <img src='../here.png'></p>
<p><img src='page.html'><img src='none.png'></p>"""


def test_no_picture_of_a_page_is_lost_in_silence(tmp_path: Path) -> None:
    for name in ("here.png", "page.html"):
        (tmp_path / name).write_bytes(b"")
    sheet = sheet_of_document(PICTURED.encode(), "html", tmp_path / "page.html")
    assert [(p.kind, text_of(p)) for p in sheet.paragraphs if p.kind != "table"] == [
        ("text", "Text in a line."),
        ("picture", ""),
        ("picture", ""),
        ("text", "Item"),
        ("picture", ""),
        ("picture", ""),
        ("text", "A and and"),
    ]
    (found,) = sheet.findings
    assert found.message == (
        "5 pictures were left out, for they are no files beside the essay: "
        "https://x.org/a.png, data:image/png;base64,AA, ../here.png, page.html, none.png"
    )


def test_linked_notes_lose_no_word() -> None:
    note = "<ol><li id='n1'><a href='#r1'>^</a> Note.</li></ol>"
    page = "<p>A<a id='r1' href='#n1'>[1]</a> b<a id='r2' href='#n1'>[1]</a></p>" + note
    before = sheet_of_document(page.encode(), "html", Path("page.html"))
    after = linked_notes(before)
    assert outline(after)["paragraphs"] == "1 text: A[[1]] b[[1]]\n"
    assert outline(after)["notes"] == "1: 1 text: Note.\n"
    assert [s.text for s in after.steps] == ["[1]", "[1]", "^"]
    assert linked_notes(after) == after
