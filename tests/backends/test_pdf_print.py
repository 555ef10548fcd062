"""The PDF for the printer: the screen's pages on a larger sheet, in black ink, and nothing that a printer refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from conftest import STAMP, TESTS, book_at
from pressline.audit.pdf import audit_print
from pressline.audit.pdf.pages import read_sheets
from pressline.backends.pdf import render_print
from pressline.backends.pdf.printing import BLEED, black_only
from pressline.markdown import parse_essay
from pressline.model import Artifact, Book, Layout, Metadata


@pytest.fixture(scope="module")
def seed_print(seed_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render_print(seed_book, essay_layout, tmp_path_factory.mktemp("print") / "essay-print.pdf")
    assert findings == []
    return artifact


def test_the_seed_for_the_printer_is_clean(seed_print: Artifact, seed_book: Book) -> None:
    assert audit_print(seed_print, seed_book) == []


def test_its_pages_are_those_of_the_screen(seed_print: Artifact, seed_pdf: Artifact) -> None:
    for sheet, screen in zip(read_sheets(seed_print.path), read_sheets(seed_pdf.path), strict=True):
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


def test_colours_become_shares_of_black() -> None:
    assert black_only(b"q 0 0 0 rg 0.5 0.5 0.5 RG Q") == b"q 0 0 0 1 k 0 0 0 0.5 K Q"
    assert black_only(b"/Span\n<</MCID 12>>\nBDC") == b"/Span BMC"


def test_a_coarse_picture_is_told_and_brought_to_ink(tmp_path: Path, essay_layout: Layout) -> None:
    from PIL import Image

    picture = Image.new("RGB", (60, 60), (200, 30, 40))
    picture.save(tmp_path / "red.png")
    text = "A paragraph.\n\n![A red square](red.png)\n"
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
