"""The booklet: folded, its pages follow each other; and no side is out of its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pressline.audit.pdf import audit_booklet
from pressline.audit.pdf.booklet import folded
from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.pages import PdfPage
from pressline.backends.pdf import render_booklet
from pressline.backends.pdf.print.booklet import sides
from pressline.findings import Finding
from pressline.layouts.printers import printing_of
from pressline.model import Artifact, Book, Layout, PrintOrder, SheetSize


@pytest.fixture(scope="module")
def book(seed_book: Book, seed_pdf: Artifact) -> Book:
    return replace(seed_book, made={"pdf": seed_pdf.path})


@pytest.fixture(scope="module")
def booklet(book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render_booklet(book, essay_layout, tmp_path_factory.mktemp("booklet") / "essay-booklet.pdf")
    assert findings == []
    return artifact


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{f.code} {f.place.spot}: {f.message}" for f in findings)


def test_the_seed_as_a_booklet_is_clean(booklet: Artifact, book: Book) -> None:
    assert audit_booklet(booklet, book) == []
    with pikepdf.open(booklet.path) as pdf:
        assert len(pdf.pages) == 6  # ten pages, and two blank ones
        assert [float(side) for side in pdf.pages[0].obj.MediaBox] == [0, 0, 792, 612]  # letter, lying, as in en-US
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
        assert "/StructTreeRoot" not in pdf.Root
        assert b"pdfaid" not in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize(("size", "wide"), [("a4", 841.89), ("twice", 864)])
def test_other_sheets(size: SheetSize, wide: float, book: Book, essay_layout: Layout, tmp_path: Path) -> None:
    sized = replace(book, printing=printing_of(PrintOrder(sheet=size)))
    artifact, _ = render_booklet(sized, essay_layout, tmp_path / "booklet.pdf")
    assert audit_booklet(artifact, sized) == []
    with pikepdf.open(artifact.path) as pdf:
        assert float(pdf.pages[0].obj.MediaBox[2]) == pytest.approx(wide)


@pytest.mark.parametrize("count", range(1, 41))
def test_folded_sheets_read_from_the_first_page_to_the_last(count: int) -> None:
    pairs = sides(count)
    assert len(pairs) % 2 == 0
    assert sorted(page for pair in pairs for page in pair) == list(range(1, count + -count % 4 + 1))

    def glyph(page: int, x: float) -> tuple[Glyph, ...]:
        text = chr(64 + page)
        return (Glyph(text, x, 9, x, x, x + 1, 9, 10, 9, False),) if page <= count else ()

    printed = [PdfPage(n, 100, 50, (*glyph(left, 10), *glyph(right, 60)), ()) for n, (left, right) in enumerate(pairs, start=1)]
    read = folded(printed)
    assert "".join(sheet.glyphs[0].text for sheet in read) == "".join(chr(64 + page) for page in range(1, count + 1))
    assert [sheet.page for sheet in read] == list(range(1, count + 1))


def swap_halves(pdf: pikepdf.Pdf) -> None:
    forms = pdf.pages[2].obj.Resources.XObject
    forms["/L"], forms["/R"] = forms["/R"], forms["/L"]


def swap_sides(pdf: pikepdf.Pdf) -> None:
    first = pdf.pages[1]
    del pdf.pages[1]
    pdf.pages.append(first)


def lose_sheet(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-2:]


def add_sheet(pdf: pikepdf.Pdf) -> None:
    for _ in range(2):
        pdf.add_blank_page(page_size=(792, 612))


def outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as entries:
        entries.root.append(pikepdf.OutlineItem("Part", 0))


def link(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[20, 20, 40, 40])
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def slide(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[1].obj
    page.Contents.write(b"1 0 0 1 60 0 cm\n" + page.Contents.read_bytes())


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (swap_halves, r"A011"),
        (swap_sides, r"A011"),
        (lose_sheet, r"A011|A001"),
        (add_sheet, r"A011|A024.*sides"),
        (outline, r"A024.*outline"),
        (link, r"A024 side 1: links"),
        (slide, r"A024 side 2: the fold"),
    ],
)
def test_damage_is_found(
    damage: Callable[[pikepdf.Pdf], None], expected: str, booklet: Artifact, book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(booklet.path) as pdf:
        damage(pdf)
        pdf.save(path)
    assert re.search(expected, said(audit_booklet(Artifact("booklet", path, 0, ""), book)))
