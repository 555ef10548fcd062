"""The DOCX as an editor meets it: what validators say, what other programs read back, and what the styles do."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ooxml_integrity
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from conftest import STAMP, TESTS, book_at
from pressline.audit.docx import audit
from pressline.backends.docx import render
from pressline.book.composition import composed
from pressline.book.markdown import parse_essay
from pressline.compare import account_of
from pressline.compare.text_compare import differences, read_prose, reading_of
from pressline.layouts import load_layout
from pressline.model import Artifact, Author, Book, Edition, Layout, Metadata
from pressline.pandoc.program import run
from pressline.pandoc.tree import plain, prose, walk
from pressline.pipeline.build import typeset
from pressline.transforms.cross_references import concordance

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Make = Callable[..., Artifact]


@pytest.fixture
def make(essay_layout: Layout, tmp_path: Path) -> Make:
    """Make a DOCX of Markdown; the audit must find nothing."""

    def made(text: str, metadata: Metadata | None = None, codes: list[str] | None = None) -> Artifact:
        metadata = metadata or Metadata("T", author=(Author("A B"),))
        book = parse_essay(text, metadata, tmp_path / "essay.md", stamp=STAMP)
        artifact, findings = render(book, essay_layout, tmp_path / "essay.docx")
        assert [f.code for f in findings] == (codes or [])
        assert audit(artifact, book) == []
        return artifact

    return made


@pytest.fixture(scope="session")
def rich_book() -> Book:
    return book_at(TESTS / "rich" / "essay.md")


@pytest.fixture(scope="session")
def rich_docx(rich_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render(rich_book, essay_layout, tmp_path_factory.mktemp("rich") / "essay.docx")
    assert findings == []
    return artifact


def part(artifact: Artifact, name: str) -> etree._Element:
    with zipfile.ZipFile(artifact.path) as archive:
        return etree.fromstring(archive.read(name))


def texts(root: etree._Element, style: str) -> list[str]:
    """The text of every paragraph in a style."""
    found = [p for p in root.iter(W + "p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='{style}']") is not None]
    return ["".join(t.text or "" for t in p.iter(W + "t")) for p in found]


@pytest.mark.parametrize("name", ["seed_docx", "rich_docx"])
def test_validators_find_nothing(name: str, request: pytest.FixtureRequest) -> None:
    artifact: Artifact = request.getfixturevalue(name)
    assert [str(error) for error in OpenXmlValidator().validate(str(artifact.path)).errors] == []
    assert [str(finding) for finding in ooxml_integrity.check(str(artifact.path))] == []


def test_seed_has_67_notes_and_the_author_note(seed_docx: Artifact) -> None:
    document, footnotes = part(seed_docx, "word/document.xml"), part(seed_docx, "word/footnotes.xml")
    calls = list(document.iter(W + "footnoteReference"))
    assert [c.get(W + "customMarkFollows") for c in calls] == ["1", *[None] * 67]
    assert len({c.get(W + "id") for c in calls}) == 68
    first = [note for note in footnotes if note.get(W + "type") is None][0]
    assert "".join(t.text or "" for t in first.iter(W + "t")).startswith("* Lou Cardot is a third-year student")
    assert texts(document, "Author") == ["Lou E. Cardot*"]


def test_second_call_of_a_note_is_a_live_field(seed_docx: Artifact) -> None:
    document = part(seed_docx, "word/document.xml")
    (instruction,) = document.iter(W + "instrText")
    name = str(instruction.text).split()[1]
    (start,) = [b for b in document.iter(W + "bookmarkStart") if b.get(W + "name") == name]
    following = start.getnext()
    assert following is not None
    assert following.find(W + "footnoteReference") is not None
    field = instruction.getparent()
    assert field is not None
    shown = [t.text for run in field.itersiblings() for t in run.iter(W + "t")][0]
    assert shown == "14"


def test_text_carries_no_layout_of_its_own(seed_docx: Artifact, rich_docx: Artifact) -> None:
    for artifact in (seed_docx, rich_docx):
        for name in ("word/document.xml", "word/footnotes.xml"):
            root = part(artifact, name)
            paragraph = {etree.QName(e).localname for p in root.iter(W + "pPr") for e in p}
            runs = {etree.QName(e).localname for r in root.iter(W + "rPr") for e in r}
            assert paragraph <= {"pStyle", "numPr", "jc"}  # jc: the columns of a table
            assert runs <= {"rStyle", "i", "iCs", "b", "bCs", "strike", "smallCaps", "vertAlign", "rFonts"}
            assert {key for f in root.iter(W + "rFonts") for key in f.attrib} <= {W + "hint"}  # of Chinese or Japanese


def test_every_style_in_use_is_defined_and_the_layout_fills_it(seed_docx: Artifact, essay_layout: Layout) -> None:
    styles = part(seed_docx, "word/styles.xml")
    by_id = {str(s.get(W + "styleId")): s for s in styles.iter(W + "style")}
    size = styles.find(f".//{W}rPrDefault//{W}sz")
    note = by_id["FootnoteText"].find(f"{W}rPr/{W}sz")
    spacing = by_id["Normal"].find(f"{W}pPr/{W}spacing")
    assert size is not None
    assert note is not None
    assert spacing is not None
    assert (size.get(W + "val"), note.get(W + "val"), spacing.get(W + "line")) == ("24", "20", "480")
    word = dataclasses.replace(essay_layout.word, size_pt=11, lines=1.5)
    from pressline.backends.docx.styles import styles_part

    other = styles_part(dataclasses.replace(essay_layout, word=word), "fr-FR", frozenset())
    assert [e.get(W + "val") for e in other.iter(W + "lang")] == ["fr-FR"]
    assert [e.get(W + "line") for e in other.iter(W + "spacing")][0] == "360"


def test_first_paragraph_after_every_heading(seed_docx: Artifact, rich_docx: Artifact) -> None:
    for artifact in (seed_docx, rich_docx):
        styles = [str(s.get(W + "val")) for s in part(artifact, "word/document.xml").iterfind(f"{W}body/{W}p/{W}pPr/{W}pStyle")]
        for heading, following in zip(styles, styles[1:], strict=False):
            assert not heading.startswith("Heading") or following != "BodyText"


def test_runs_are_not_split(seed_docx: Artifact) -> None:
    document = part(seed_docx, "word/document.xml")
    plain_runs = [r for r in document.iter(W + "r") if r.find(W + "rPr") is None]
    for before, after in zip(plain_runs, plain_runs[1:], strict=False):
        assert before.getnext() is not after


def test_properties_come_from_the_metadata(rich_docx: Artifact) -> None:
    core = {etree.QName(e).localname: e.text for e in part(rich_docx, "docProps/core.xml")}
    assert core["title"] == 'Everything & "More" <Once>'
    assert core["creator"] == "Ada O'Neil & Sons; Bo Ek"
    assert core["language"] == "en-US"
    assert core["created"] == core["modified"] == "2026-01-31T00:00:00Z"


def test_running_head_and_page_fields(rich_docx: Artifact) -> None:
    head = texts(part(rich_docx, "word/header1.xml"), "Header")
    assert head == ["Everything <Once>Ada O'Neil & Sons and Bo Ek"]
    assert texts(part(rich_docx, "word/header2.xml"), "Header") == [""]
    fields = [str(f.get(W + "instr")).strip() for f in part(rich_docx, "word/footer1.xml").iter(W + "fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_same_input_same_bytes_in_any_folder(rich_book: Book, essay_layout: Layout, tmp_path: Path) -> None:
    shutil.copytree(rich_book.folder, tmp_path / "elsewhere")
    moved = book_at(tmp_path / "elsewhere" / "essay.md")
    first, _ = render(rich_book, essay_layout, tmp_path / "a.docx")
    second, _ = render(moved, essay_layout, tmp_path / "b" / "other name.docx")
    assert first.path.read_bytes() == second.path.read_bytes()
    with zipfile.ZipFile(first.path) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_pandoc_reads_back_the_same_words_and_notes(seed_docx: Artifact, seed_book: Book) -> None:
    document: dict[str, Any] = json.loads(run(["-f", "docx", "-t", "json"], seed_docx.path.read_bytes()))
    (author_note,) = [node["c"] for node in walk(document["meta"]) if node["t"] == "Note"]
    assert plain(author_note).startswith("* Lou Cardot is a third-year student")
    expected = reading_of(seed_book)
    notes = [node["c"] for node in walk(document["blocks"]) if node["t"] == "Note"]
    assert [tuple(read_prose(prose(note))[0]) for note in notes] == [expected.notes[n] for n in range(1, 68)]
    again = differences(expected.body, read_prose(prose(document["blocks"]))[0])
    assert [(d.found.removeprefix(d.expected)) for d in again] == ["14"]  # the field, as text


def test_a_missing_picture_leaves_its_words(make: Make) -> None:
    artifact = make("Look: ![the lost map](../../etc/map.png) here.\n\n![Fig.](none.png)\n", codes=["P007", "P007"])
    assert texts(part(artifact, "word/document.xml"), "FirstParagraph") == ["Look: the lost map here."]


def test_what_is_no_picture_is_said(make: Make, tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(b"no picture")
    make("A ![word](p.png).", codes=["B050"])


def test_a_picture_is_never_read_outside_the_folder(make: Make, tmp_path: Path) -> None:
    (tmp_path.parent / "outside.png").write_bytes((TESTS / "rich" / "square.png").read_bytes())
    (tmp_path / "link.png").symlink_to(tmp_path.parent / "outside.png")
    make("A ![x](../outside.png) b ![y](link.png).", codes=["P007", "P007"])


def test_a_wide_picture_is_shrunk_to_the_measure(make: Make, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (4000, 30)).save(tmp_path / "wide.webp")
    document = part(make("![A wide one](wide.webp)"), "word/document.xml")
    sizes = [int(str(e.get("cx"))) for e in document.iter() if e.get("cx")]
    assert sizes
    assert max(sizes) <= 165.1 * 36000 + 1
    assert base64.b64encode(b"\x89PNG")[:4].decode() not in etree.tostring(document).decode()


HARD = {
    "a note that starts with a list": "A.[^1]\n\n[^1]: - item\n    - other\n",
    "a note that starts with code": "A.[^1]\n\n[^1]:     code  here\n",
    "a note that starts with a formula": "A.[^1]\n\n[^1]: $$x$$\n",
    "a note in a heading and twice more": "# H[^1]\n\nA[^1] b[^1].\n\n[^1]: n\n",
    "a further call in a table": "A[^1].\n\n| a |\n|---|\n| b[^1] |\n\n[^1]: n\n",
    "a call inside emphasis and a link": "*A[^1]* and [b[^2] c](https://e.org)[^1].\n\n[^1]: n\n\n[^2]: m\n",
    "a call in a caption, then again": "A.\n\n![cap[^1] x](square.png)\n\nB[^1].\n\n[^1]: n\n",
    "a formula in a caption": "A.\n\n![cap $x^2$](square.png)\n\nB.\n",
    "orders to the writer": '[a]{.insertion author="x"} [b]{.deletion} [c]{.comment-start} [d]{custom-style="Z"}',
    "ids given twice": "[a]{#x} [b]{#x} [c](#x) [d](#y)",
    "an id like a bookmark of ours": "[a]{#_RefNote1} b[^1] c[^1].\n\n[^1]: n\n",
    "only a heading": "# Heading only",
    "a rule, then text": "A\n\n---\n\nB",
    "tables that meet": "| a |\n|---|\n| b |\n\n| c |\n|---|\n| d |\n",
    "a formula pandoc cannot read": "A $\\nosuch{x}$ b\n\n$$\\nosuch{y}$$\n\nc",
    "odd characters": "a\u00adb \u200bzero\u2011width \u2028 sep \U0001f600 e\u0301 \ufeff x\u00a0y",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
def test_hard_markup_is_set_and_passes_its_audit(text: str, make: Make, tmp_path: Path) -> None:
    shutil.copy(TESTS / "rich" / "square.png", tmp_path)
    artifact = make(text)
    assert [str(error) for error in OpenXmlValidator().validate(str(artifact.path)).errors] == []


def test_metadata_is_data(make: Make) -> None:
    nasty = "<w:p/> & ]]> \"' {MERGEFIELD} \\f PAGE"
    make(
        "x", Metadata(nasty, subtitle=nasty, author=(Author(nasty, bio=nasty), Author("B")), abstract=nasty, keywords=(nasty,))
    )
    make("x", Metadata("T", language="ja-JP"))
    make("x", Metadata("T", thanks="Thanks."))


def test_nothing_names_this_machine_or_the_clock(seed_docx: Artifact) -> None:
    with zipfile.ZipFile(io.BytesIO(seed_docx.path.read_bytes())) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert not re.search(rb"rsid|pandoc|python-docx|" + str(Path.home()).encode() + rb"/", everything, re.IGNORECASE)


def test_first_call_with_a_figure_in_a_note_compares_equal(rich_docx: Artifact, rich_book: Book) -> None:
    from pressline.audit.docx.package import open_package
    from pressline.audit.docx.reading import reading

    expected, found = account_of(rich_book), reading(open_package(rich_docx.path))
    assert (found.body.words, found.body.calls) == (expected.body.words, expected.body.calls)
    assert {n: note.words for n, note in found.notes.items()} == {n: note.words for n, note in expected.notes.items()}


@pytest.mark.parametrize("name", ["us-law-review", "uk-law-review", "plain"])
def test_every_profile_is_valid_and_passes_its_audit(name: str, seed_book: Book, rich_book: Book, tmp_path: Path) -> None:
    layout = load_layout(name)
    for at, given in enumerate((seed_book, rich_book)):
        book = typeset(given, layout)
        artifact, _ = render(book, layout, tmp_path / f"{at}.docx")
        assert audit(artifact, book) == []
        assert [str(error) for error in OpenXmlValidator().validate(str(artifact.path)).errors] == []
        assert [str(finding) for finding in ooxml_integrity.check(str(artifact.path))] == []


def test_the_british_profile_sets_single_marks(seed_book: Book, tmp_path: Path) -> None:
    layout = load_layout("uk-law-review")
    artifact, _ = render(typeset(seed_book, layout), layout, tmp_path / "essay.docx")
    document = part(artifact, "word/document.xml")
    assert texts(document, "Title") == ["‘Never Again’, Yet Again"]
    assert "‘social revolution’" in "".join(texts(document, "FirstParagraph"))


def test_the_american_profile_has_contents_and_word_numbers_its_headings(rich_book: Book, tmp_path: Path) -> None:
    layout = load_layout("us-law-review")
    artifact, _ = render(typeset(rich_book, layout), layout, tmp_path / "essay.docx")
    document = part(artifact, "word/document.xml")
    assert texts(document, "TOC1") == ["I. The Ledger & the Map: What <Counting> Hides", "II. Conclusion"]
    assert texts(document, "TOC2") == ["A. A quotation, and what follows it"]
    assert texts(document, "Heading1") == ["The Ledger & the Map: What <Counting> Hides", "Conclusion"]


def test_a_further_call_can_be_a_note_of_its_own(seed_book: Book, essay_layout: Layout, tmp_path: Path) -> None:
    metadata = dataclasses.replace(seed_book.metadata, repeat_notes="new-note")
    book = typeset(dataclasses.replace(seed_book, metadata=metadata), essay_layout)
    rows = {row.label: row for row in concordance(seed_book, book)}
    assert [(rows[n].was, rows[n].now) for n in ("14", "14 (2)", "18", "19", "67")] == [
        (14, 14), (None, 19), (18, 18), (19, 20), (67, 68),
    ]  # fmt: skip
    artifact, _ = render(book, essay_layout, tmp_path / "essay.docx")
    assert audit(artifact, book) == []
    note = part(artifact, "word/footnotes.xml").find(f"{W}footnote[@{W}id='20']")  # the author note has the first id
    assert note is not None
    assert "".join(t.text or "" for t in note.iter(W + "t")) == " See supra note 14."
    assert [i.text for i in note.iter(W + "instrText")] == [" NOTEREF _RefNote14 \\h "]
    stale = dataclasses.replace(artifact, path=tmp_path / "stale.docx")
    with zipfile.ZipFile(artifact.path) as given, zipfile.ZipFile(stale.path, "w") as damaged:
        for name in given.namelist():
            damaged.writestr(name, given.read(name).replace(b"<w:t>14</w:t>", b"<w:t>13</w:t>"))
    assert {f.code for f in audit(stale, book)} >= {"A001", "A056"}


EDITIONS = {
    "nothing": Edition(abstract=False, page_numbers=False),
    "everything": Edition(keywords=True, contents=True, heading_numbers="decimal", line_numbers="continuous"),
    "lines by the page": Edition(line_numbers="page", heading_numbers="outline"),
}


@pytest.mark.parametrize("name", EDITIONS)
def test_every_switch_of_an_edition(name: str, rich_book: Book, essay_layout: Layout, tmp_path: Path) -> None:
    book = composed(dataclasses.replace(rich_book, edition=EDITIONS[name]))
    artifact, _ = render(book, essay_layout, tmp_path / "essay.docx")
    assert audit(artifact, book) == []
    assert [str(error) for error in OpenXmlValidator().validate(str(artifact.path)).errors] == []
    document = part(artifact, "word/document.xml")
    assert bool(texts(document, "Abstract")) == book.edition.abstract
    assert bool(texts(document, "Keywords")) == book.edition.keywords
    assert [e.get(W + "restart") for e in document.iter(W + "lnNumType")] == {
        "nothing": [], "everything": ["continuous"], "lines by the page": ["newPage"],
    }[name]  # fmt: skip
    if book.edition.contents:
        assert texts(document, "TOC2")[0].startswith("1.1. ")
    for other in EDITIONS.values():
        if other != book.edition:
            assert audit(artifact, composed(dataclasses.replace(book, edition=other))) != []


def test_contents_are_found_again_by_pandoc_as_links_to_the_headings(rich_book: Book, tmp_path: Path) -> None:
    layout = load_layout("us-law-review")
    artifact, _ = render(typeset(rich_book, layout), layout, tmp_path / "essay.docx")
    blocks = json.loads(run(["-f", "docx", "-t", "json"], artifact.path.read_bytes()))["blocks"]
    headings = {"#" + node["c"][1][0] for node in walk(blocks) if node["t"] == "Header"}
    entries = [block["c"][0]["c"][2][0] for block in blocks[1:5]]
    assert len(entries) == 4
    assert set(entries) <= headings
