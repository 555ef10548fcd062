"""The PDF for the printer: the screen's pages on a larger sheet, in black ink, and nothing that a printer refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from conftest import STAMP, TESTS, book_at
from pressline.audit.pdf import audit_print
from pressline.audit.pdf.pages import read_pages
from pressline.backends.pdf import render_print
from pressline.backends.pdf.print.color import black_only
from pressline.backends.pdf.print.printing import STANDARDS
from pressline.book.markdown import parse_essay
from pressline.model import Artifact, Book, Layout, Metadata, Printing, PrintKind

BLEED = Printing().bleed_pt


@pytest.fixture(scope="module")
def seed_print(seed_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render_print(seed_book, essay_layout, tmp_path_factory.mktemp("print") / "essay-print.pdf")
    assert findings == []
    return artifact


def test_the_seed_for_the_printer_is_clean(seed_print: Artifact, seed_book: Book) -> None:
    assert audit_print(seed_print, seed_book) == []


def test_its_pages_are_those_of_the_screen(seed_print: Artifact, seed_pdf: Artifact) -> None:
    for sheet, screen in zip(read_pages(seed_print.path), read_pages(seed_pdf.path), strict=True):
        assert (sheet.width, sheet.height) == (screen.width + 2 * BLEED, screen.height + 2 * BLEED)
        assert [g.text for g in sheet.glyphs] == [g.text for g in screen.glyphs]
        moved = {(round(a.x - b.x), round(a.y - b.y)) for a, b in zip(sheet.glyphs, screen.glyphs, strict=True)}
        assert moved == {(BLEED, BLEED)}


def test_its_outline_leads_to_the_headings(seed_print: Artifact, seed_pdf: Artifact) -> None:
    def tops(path: Path) -> list[float]:
        with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
            places: list[Any] = [item.destination for item in outline.root]
            return [float(place[3]) for place in places]

    assert tops(seed_print.path) == [top + BLEED for top in tops(seed_pdf.path)]


def test_the_same_book_gives_the_same_bytes(
    seed_print: Artifact, seed_book: Book, essay_layout: Layout, tmp_path: Path
) -> None:
    again, _ = render_print(seed_book, essay_layout, tmp_path / "again-print.pdf")
    assert again.sha256 == seed_print.sha256


def test_the_pages_of_the_finished_pdf_are_not_laid_out_again(
    seed_print: Artifact, seed_pdf: Artifact, seed_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.delattr("pressline.backends.pdf.print_pdf")
    book = replace(seed_book, made={"pdf": seed_pdf.path})
    again, findings = render_print(book, essay_layout, tmp_path / "again-print.pdf")
    assert (again.sha256, findings) == (seed_print.sha256, [])


@pytest.mark.parametrize(("kind", "marks"), list(zip(STANDARDS, (True, False, True, False, True), strict=True)))
def test_every_kind_of_file_for_a_printer(
    kind: PrintKind, marks: bool, seed_pdf: Artifact, seed_book: Book, essay_layout: Layout, tmp_path: Path
) -> None:
    book = replace(seed_book, made={"pdf": seed_pdf.path}, printing=Printing(kind, marks))
    artifact, findings = render_print(book, essay_layout, tmp_path / "essay-print.pdf")
    assert (findings, audit_print(artifact, book)) == ([], [])
    with pikepdf.open(artifact.path) as pdf:
        version, page = pdf.pdf_version, pdf.pages[0].obj
        trim = [float(side) for side in page.TrimBox]
        assert (round(trim[2] - trim[0]), round(trim[3] - trim[1])) == (432, 648)
        assert (page.BleedBox == page.MediaBox) is not marks
    assert version == STANDARDS[kind].version


def test_a_transparent_picture_shows_the_paper_in_x1a(tmp_path: Path, essay_layout: Layout) -> None:
    from PIL import Image

    picture = Image.new("RGBA", (600, 600), (200, 30, 40, 0))
    picture.paste((200, 30, 40, 255), (0, 0, 300, 600))
    picture.save(tmp_path / "red.png", dpi=(600, 600))
    book = parse_essay("A paragraph.\n\n![Half a square](red.png)\n", Metadata("Red"), tmp_path / "essay.md", stamp=STAMP)
    book = replace(book, printing=Printing("x-1a"))
    artifact, _ = render_print(book, essay_layout, tmp_path / "red-print.pdf")
    assert [f for f in audit_print(artifact, book) if f.code == "A021"] == []
    with pikepdf.open(artifact.path) as pdf:
        images = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]
        assert len(images) == 1
        assert images[0].read_bytes()[-4:] == b"\0\0\0\0"


def test_a_drawing_that_shows_through_is_refused_by_x1a(tmp_path: Path, essay_layout: Layout) -> None:
    (tmp_path / "veil.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" opacity="0.5"/></svg>'
    )
    book = parse_essay("A paragraph.\n\n![A veil](veil.svg)\n", Metadata("Veil"), tmp_path / "essay.md", stamp=STAMP)
    codes = {}
    for kind in ("x-4", "x-1a"):
        printed = replace(book, printing=Printing(kind))
        codes[kind] = {f.code for f in render_print(printed, essay_layout, tmp_path / "veil-print.pdf")[1]}
    assert codes == {"x-4": set(), "x-1a": {"B013"}}


def test_colours_become_shares_of_black() -> None:
    assert black_only(b"q 0 0 0 rg 0.5 0.5 0.5 RG Q") == b"q 0 0 0 1 k 0 0 0 0.5 K Q"
    assert black_only(b"/Span\n<</MCID 12>>\nBDC") == b"/Span BMC"


def test_a_coarse_picture_is_told_and_brought_to_ink(tmp_path: Path, essay_layout: Layout) -> None:
    from PIL import Image

    picture = Image.new("RGB", (60, 60), (200, 30, 40))
    picture.save(tmp_path / "red.png")
    text = "A paragraph.\n\n![A red square](red.png){width=2cm}\n"
    book = parse_essay(text, Metadata("Red"), tmp_path / "essay.md", stamp=STAMP)
    artifact, findings = render_print(book, essay_layout, tmp_path / "red-print.pdf")
    assert [f.code for f in findings] == ["B012"]
    with pikepdf.open(artifact.path) as pdf:
        images = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]
        assert [str(image.ColorSpace) for image in images] == ["/DeviceCMYK"]
        assert len(images[0].read_bytes()) == 60 * 60 * 4


def test_the_rich_essay_is_clean_too(tmp_path: Path, essay_layout: Layout) -> None:
    text = (TESTS / "rich" / "essay.md").read_text(encoding="utf-8").replace("日本語", "all")
    for name in ("metadata.yaml", "square.png"):
        (tmp_path / name).write_bytes((TESTS / "rich" / name).read_bytes())
    (tmp_path / "essay.md").write_text(text, encoding="utf-8")
    book = book_at(tmp_path / "essay.md")
    artifact, findings = render_print(book, essay_layout, tmp_path / "rich-print.pdf")
    assert {f.code for f in findings} == {"B012"}
    assert audit_print(artifact, book) == []
