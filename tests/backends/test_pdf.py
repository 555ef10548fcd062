from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from conftest import STAMP, TESTS, book_at
from pressline.audit.pdf import audit
from pressline.audit.pdf.pages import PdfPage, read_pages
from pressline.backends.pdf import render
from pressline.backends.pdf.layout.prepare import marker, prepare
from pressline.book.markdown import parse_essay
from pressline.findings import PresslineError
from pressline.model import Artifact, Author, Book, Layout, Metadata
from pressline.pandoc.tree import plain, walk


def essay(folder: Path, text: str, metadata: Metadata | None = None) -> Book:
    metadata = metadata or Metadata("A Title", author=(Author("Ada Ek", bio="Ada writes."),))
    return parse_essay(text, metadata, folder / "essay.md", stamp=STAMP)


def rich_book() -> Book:
    """The rich essay, its characters that the face lacks taken out."""
    book = book_at(TESTS / "rich" / "essay.md")
    for node in walk(book.blocks):
        if node["t"] == "Str":
            node["c"] = node["c"].replace("日本語", "all")
    return book


def codes(found: list[object]) -> set[str]:
    return {getattr(finding, "code", "") for finding in found}


@pytest.fixture(scope="module")
def sheets(seed_pdf: Artifact) -> list[PdfPage]:
    return read_pages(seed_pdf.path)


@pytest.fixture(scope="module")
def rich_pdf(essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render(rich_book(), essay_layout, tmp_path_factory.mktemp("rich") / "rich.pdf")
    assert findings == []
    return artifact


def lines(sheet: PdfPage) -> dict[float, str]:
    """The lines of a page by the height of their base line."""
    found: dict[float, str] = {}
    for glyph in sheet.glyphs:
        found[round(glyph.y, 1)] = found.get(round(glyph.y, 1), "") + glyph.text
    return found


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_seed_is_a_short_book_of_six_by_nine_inches(sheets: list[PdfPage]) -> None:
    assert 9 <= len(sheets) <= 11
    assert {(sheet.width, sheet.height) for sheet in sheets} == {(432, 648)}


def test_the_text_keeps_to_the_baseline_grid(sheets: list[PdfPage]) -> None:
    for sheet in sheets[1:]:
        heights = sorted({round(g.y, 1) for g in sheet.glyphs if 10.9 < g.em < 11.1}, reverse=True)
        off = [y for y in heights if min((heights[0] - y) % 14, -(heights[0] - y) % 14) > 0.2]
        assert off == [], f"page {sheet.page}"


def test_no_line_begins_with_a_call_or_a_comma(sheets: list[PdfPage]) -> None:
    for sheet in sheets:
        edge = min(g.left for g in sheet.glyphs) + 3
        for glyph in (g for g in sheet.glyphs if g.left < edge and g.em > 10):
            assert glyph.text not in ",.;:)”"
            assert not (glyph.text.isdecimal() and glyph.bottom > glyph.y + 2), f"page {sheet.page}, a call"


def test_page_numbers_and_ranges_are_not_parted(sheets: list[PdfPage]) -> None:
    for sheet in sheets:
        for line in lines(sheet).values():
            assert not line.endswith(("pp.", "vol."))
            assert not line.endswith("–"), line


def test_a_line_is_full_unless_it_is_the_last(sheets: list[PdfPage]) -> None:
    """WeasyPrint 70 ends a line too early before a box that is not to be broken."""
    for sheet in sheets:
        ends: dict[float, float] = {}
        for glyph in (g for g in sheet.glyphs if g.em < 11.5):
            ends[round(glyph.y, 1)] = max(ends.get(round(glyph.y, 1), 0), glyph.right)
        text = lines(sheet)
        for line, following in zip(text, list(text)[1:], strict=False):
            if line in ends and text[following][:1].islower():
                assert ends[line] > max(ends.values()) - 12, text[line]


def test_only_the_bundled_face_is_used_and_figures_are_old_style(seed_pdf: Artifact, sheets: list[PdfPage]) -> None:
    with pikepdf.open(seed_pdf.path) as pdf:
        names = {str(font.BaseFont)[8:] for page in pdf.pages for _, font in page.Resources.Font.items()}
    assert names == {"Pressline-Text", "Pressline-Text-Italic"}
    threes = [g for g in sheets[0].glyphs if g.text == "3" and g.em > 10 and g.bottom < g.y + 1]
    assert all(glyph.bottom < glyph.y - 1 for glyph in threes)


def test_the_author_note_is_the_first_note_of_the_first_page(sheets: list[PdfPage]) -> None:
    text = "".join(lines(sheets[0]).values())
    assert text.index("*LouCardotisathird-year") < text.index("1.Prunier")
    assert "LouE.Cardot*" in text


# --- notes ----------------------------------------------------------------------------------------------------------


def test_a_note_of_many_blocks_is_set_whole(rich_pdf: Artifact) -> None:
    assert audit(rich_pdf, rich_book()) == []
    page = lines(read_pages(rich_pdf.path)[0])
    note = list(page.values())[list(page.values()).index("4.Afirstparagraph.") :]
    assert note[1:3] == ["Asecondparagraphofthesamenote.", "Aquotationinanote."]
    assert "•alistinanote" in note


def test_two_calls_side_by_side_are_not_read_as_one_number(tmp_path: Path, essay_layout: Layout) -> None:
    book = essay(
        tmp_path, "Words with two calls.[^1][^2] And more.[^3]\n\n[^1]: One.\n\n[^2]: Two.\n\n[^3]: Three.\n", Metadata("T")
    )
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)
    (sheet,) = read_pages(artifact.path)
    one, two = (next(g for g in sheet.glyphs if g.text == figure) for figure in "12")
    assert two.left - one.right > 2.0, "points: more than lies between the figures of a number"


def test_what_is_emphasised_throughout_may_stand_in_a_block_with_a_cut_of_its_own(tmp_path: Path, essay_layout: Layout) -> None:
    heads = "| **Bold** | *Italic* **x** |\n|---|---|\n| a | b |\n\n|  |  |\n|---|---|\n| **A** | **B** |\n| c | *d* |\n"
    text = f"# *All of it*\n\n{heads}"
    book = essay(tmp_path, text, Metadata("T"))
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)


_TIGHT = (
    "1. *[MB (OLF and MTA – risk) Ethiopia]{.underline}%sCG [2007] UKAIT 00030 still accurately reflects the situation facing "
    "members and supporters of the OLF if returned to Ethiopia. However, in material respects, it is appropriate to clarify "
    "the existing guidance.*\n"
)


def test_a_space_between_two_elements_is_there_in_the_tightest_line(tmp_path: Path, essay_layout: Layout) -> None:
    apart, glued = (essay(tmp_path, _TIGHT % between) for between in ("* *", ""))
    artifact, findings = render(apart, essay_layout, tmp_path / "apart.pdf")
    assert findings == [] == audit(artifact, apart)
    artifact, _ = render(glued, essay_layout, tmp_path / "glued.pdf")
    assert audit(artifact, glued) == []
    assert "EthiopiaCG" in " ".join(lost.message for lost in audit(artifact, apart))


def test_a_call_within_a_link_parts_the_link(tmp_path: Path, essay_layout: Layout) -> None:
    book = essay(tmp_path, "See [one *two[^a] three* four](https://example.org/x).\n\n[^a]: The note.\n")
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)
    with pikepdf.open(artifact.path) as pdf:
        targets = [str(note.A.URI) for note in pdf.pages[0].Annots if "/A" in note]
    assert targets == ["https://example.org/x"] * len(targets)
    assert len(targets) >= 2


# --- read aloud ---------------------------------------------------------------------------------------------------------


def elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_a_link_says_where_it_leads(seed_pdf: Artifact) -> None:
    with pikepdf.open(seed_pdf.path) as pdf:
        words = [str(link.Contents) for page in pdf.pages for link in page.obj.Annots]
    assert words.count("Note 14") == 2
    assert {"Back to the call of note 14", "Note on the author", "Back to the byline"} <= set(words)


def test_links_are_worded_in_the_language_of_the_book(tmp_path: Path, essay_layout: Layout) -> None:
    book = essay(tmp_path, "Un mot.[^a]\n\n[^a]: La note.\n", Metadata("Titre", language="fr"))
    artifact, _ = render(book, essay_layout, tmp_path / "out.pdf")
    with pikepdf.open(artifact.path) as pdf:
        assert {str(link.Contents) for link in pdf.pages[0].obj.Annots} == {"Note 1", "Retour à l’appel de la note 1"}


def test_notes_are_tagged_and_running_heads_are_not(seed_pdf: Artifact) -> None:
    with pikepdf.open(seed_pdf.path) as pdf:
        notes = [element for element in elements(pdf.Root.StructTreeRoot.K[0]) if element.S == "/Note"]
        assert {str(note.K[0].S) for note in notes} == {"/Lbl"}
        assert [str(note.ID) for note in notes][:3] == ["fn-author", "fn-1", "fn-2"]
        assert len(notes) == 68
        assert b"/Pagination" in pdf.pages[1].obj.Contents.read_bytes()
        assert not any(element.S == "/Span" and "/K" not in element for element in elements(pdf.Root.StructTreeRoot.K[0]))


# --- what is complained of --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target", ["gone.png", "../secret.png", "https://example.org/a.png", "broken.png", "a%00b.png", "a" * 300]
)
def test_a_picture_that_cannot_be_shown_leaves_its_words(target: str, tmp_path: Path, essay_layout: Layout) -> None:
    folder = tmp_path / "essay"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes((TESTS / "rich" / "square.png").read_bytes())
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    book = essay(folder, f"Before ![the words of it]({target}) after.\n")
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert codes(list(findings)) == {"B050" if target == "broken.png" else "P007"}
    assert "Beforethewordsofitafter." in "".join(lines(read_pages(artifact.path)[0]).values())
    assert audit(artifact, book) == []


NOWHERE = "\U0001f9ff"  # an amulet, in no font that comes with Pressline


@pytest.mark.usefixtures("fonts_of_ours")
def test_a_character_that_no_font_has_is_printed_as_its_code_point(tmp_path: Path, essay_layout: Layout) -> None:
    (tmp_path / "essay.md").write_text(
        text := f"One.\n\nA word, 語, and {NOWHERE} here.[^1]\n\n[^1]: The {NOWHERE}.\n", "utf-8"
    )
    book = essay(tmp_path, text, Metadata(f"A {NOWHERE} Title", author=(Author("Ada Ek"),)))
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert codes(list(findings)) == {"B004"}
    assert {found.severity for found in findings} == {"warning"}
    assert any("語" in found.message and found.place.line == 3 for found in findings)
    assert "[U+1F9FF]" in "".join(glyph.text for glyph in read_pages(artifact.path)[0].glyphs)
    assert audit(artifact, book) == []
    assert "A001" in codes(list(audit(artifact, essay(tmp_path, text.replace(NOWHERE, "\U0001f9fe")))))
    typed = essay(tmp_path, "A word, [U+8A9E], and more.\n")
    assert audit(render(typed, essay_layout, tmp_path / "typed.pdf")[0], typed) == []


@pytest.mark.usefixtures("fonts_of_ours")
def test_a_character_of_another_font_is_set_in_it_and_said(tmp_path: Path, essay_layout: Layout) -> None:
    (tmp_path / "essay.md").write_text(text := "One.\n\nThe set ℝ and *the ℝ* of it.\n", encoding="utf-8")
    book = essay(tmp_path, text)
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert [(found.code, found.place.line) for found in findings] == [("B040", 3)]
    assert "DOUBLE-STRUCK CAPITAL R" in findings[0].message
    taken = findings[0].message.rpartition(" ")[2]
    assert any(digest.name.startswith(taken) for digest in artifact.fonts)
    assert audit(artifact, book) == []


@pytest.mark.usefixtures("fonts_of_ours")
def test_a_plain_essay_is_set_in_the_fonts_of_its_layout_alone(tmp_path: Path, essay_layout: Layout) -> None:
    artifact, findings = render(essay(tmp_path, "A word\ufe0e, *naïve*.\n"), essay_layout, tmp_path / "out.pdf")
    assert findings == []
    assert {digest.name.partition("-")[0] for digest in artifact.fonts} == {"EBGaramond"}


def test_a_face_that_cannot_be_read_is_an_error(tmp_path: Path, essay_layout: Layout) -> None:
    bad = tmp_path / "Bad.ttf"
    bad.write_bytes(b"no font at all")
    layout = replace(essay_layout, face=replace(essay_layout.face, bold=bad))
    with pytest.raises(PresslineError, match="B001"):
        render(essay(tmp_path, "A **word**.\n"), layout, tmp_path / "out.pdf")


def test_a_bad_rule_in_the_style_sheet_is_heard(tmp_path: Path, essay_layout: Layout) -> None:
    css = (essay_layout.folder / "print.css").read_text(encoding="utf-8")
    (tmp_path / "print.css").write_text(css + "p { colour: red; }\n@import 'https://example.org/x.css';\n")
    layout = replace(essay_layout, folder=tmp_path)
    _, findings = render(essay(tmp_path, "A word.\n"), layout, tmp_path / "out.pdf")
    assert codes(list(findings)) == {"B002"}


def test_an_essay_nested_too_deeply_is_refused(tmp_path: Path, essay_layout: Layout) -> None:
    book = essay(tmp_path, "A word.\n")
    blocks = book.blocks
    for _ in range(1500):
        blocks = [{"t": "BlockQuote", "c": blocks}]
    with pytest.raises(PresslineError, match="B010"):
        render(replace(book, blocks=blocks), essay_layout, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


# --- metadata ---------------------------------------------------------------------------------------------------------


def test_any_character_of_the_metadata_is_data(tmp_path: Path, essay_layout: Layout) -> None:
    nasty = 'a"b\\c</style><p>d}e&amp;'
    metadata = Metadata(nasty, subtitle=nasty, author=(Author(nasty, bio=nasty),), keywords=("x & y", "<z>"))
    book = essay(tmp_path, "Words of it.\n\n" * 60, metadata)
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)


def test_a_long_title_is_cut_in_the_running_head(tmp_path: Path, essay_layout: Layout) -> None:
    metadata = Metadata("A Title That Goes On and On Beyond All Measure and Then Some", author=(Author("Ada Ek"),))
    book = essay(tmp_path, "Words of it.\n\n" * 100, metadata)
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)
    assert "ATitleThatGoesOnandOnBeyondAll…" in lines(read_pages(artifact.path)[2]).values()


def test_an_essay_without_author_and_notes_has_its_title_on_both_heads(tmp_path: Path, essay_layout: Layout) -> None:
    book = essay(tmp_path, "# One\n\n" + "Words of it.\n\n" * 100, Metadata("Alone"))
    artifact, findings = render(book, essay_layout, tmp_path / "out.pdf")
    assert findings == [] == audit(artifact, book)


def test_lists_are_marked_as_written() -> None:
    assert [marker(n, "LowerAlpha", "TwoParens") for n in (1, 26, 27)] == ["(a)", "(z)", "(aa)"]
    assert marker(9, "UpperRoman", "Period") == "IX."


# --- the same bytes -----------------------------------------------------------------------------------------------------

_AGAIN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import book_at
from pressline.backends.pdf import render
from pressline.layouts import load_layout
render(book_at(Path("essay.md").resolve()), load_layout("essay"), Path("again.pdf").resolve())
"""


def test_the_bytes_depend_on_nothing_but_the_essay(
    tmp_path: Path, essay_layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("essay.md", "metadata.yaml", "square.png"):
        (tmp_path / name).write_bytes((TESTS / "rich" / name).read_bytes())
    environment = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", _AGAIN, str(TESTS)], cwd=tmp_path, env=environment, check=True)
    here, _ = render(book_at(TESTS / "rich" / "essay.md"), essay_layout, tmp_path / "elsewhere" / "here.pdf")
    assert hashlib.sha256((tmp_path / "again.pdf").read_bytes()).hexdigest() == here.sha256


def test_printing_leaves_the_book_as_it_was(tmp_path: Path, essay_layout: Layout) -> None:
    book = essay(tmp_path, "- See pp. 12–13.\n")
    before = repr(book)
    render(book, essay_layout, tmp_path / "out.pdf")
    assert repr(book) == before


def test_an_address_is_never_parted_with_a_hyphen(tmp_path: Path) -> None:
    text = "Write to ada.{love,lace}@example.org, see (example.org/ada/notes) or https://example.org; either/or, e.g. at 1/2.\n"
    book, _ = prepare(parse_essay(text, Metadata("T"), tmp_path / "essay.md", stamp=STAMP))
    spans = [plain(node) for node in walk(book.blocks) if node["t"] == "Span"]
    assert spans == ["ada.{love,lace}@example.org,", "(example.org/ada/notes)", "https://example.org;"]


MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100"><rect width="190" height="90" '
    'fill="none" stroke="black"/><text x="20" y="30">Bank</text><text x="150" y="60" fill="white">white</text>'
    '<text x="190" y="90">cut off at the edge</text></svg>'
)


@pytest.mark.parametrize(
    "text",
    ["A word^[here](https://example.org)^ and ^[2](https://example.org/x)^ it.\n", "A word ^[[1]](https://example.org)^, so.\n",
     "The graph:\n\n![A graph of $x^2$](a.png)\n",
     "One ![$y$](a.png) in a line.\n", "The map:\n\n![A map](map.svg)\n"],
    ids=["raised links", "raised brackets", "a formula in a caption", "a formula in an alternative text",
         "labels of a drawing"],
)  # fmt: skip
def test_what_is_right_is_not_refused(text: str, tmp_path: Path, essay_layout: Layout) -> None:
    (tmp_path / "a.png").write_bytes((TESTS / "rich" / "square.png").read_bytes())
    (tmp_path / "map.svg").write_text(MAP, encoding="utf-8")
    book = essay(tmp_path, text)
    artifact, _ = render(book, essay_layout, tmp_path / "out.pdf")
    assert audit(artifact, book) == []
