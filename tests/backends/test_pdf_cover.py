"""The cover for the printer: as wide as its inside makes it, words in place, barcode read; and nothing damaged passes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pressline.audit.pdf import audit_cover
from pressline.audit.pdf.cover import read_bars
from pressline.backends.pdf import render_cover, render_print
from pressline.backends.pdf.print.barcode import barcode_of
from pressline.book.composition import composed
from pressline.findings import Finding, PresslineError
from pressline.layouts.cover_composition import GROUNDS
from pressline.layouts.printers import load_printer, printing_of, spine_in
from pressline.model import Artifact, Author, Book, Identifiers, Layout, PrintOrder

ISBN = "978-0-306-40615-7"
ABSTRACT = "In 1994 there was a mandate, a force and a warning.\n\nThis essay follows the cable of January."


@pytest.fixture(scope="module")
def bound(seed_pdf: Artifact, seed_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The seed with its inside finished, to be bound by a printer who binds thin books, with a text on the spine."""
    printer = load_printer("kdp")
    papers = tuple(replace(paper, least=2, page_in=0.04) for paper in printer.papers)
    printer = replace(printer, papers=papers, cover=replace(printer.cover, spine_text_from=4))
    printing = replace(printing_of(PrintOrder("x-4", printer="kdp")), printer=printer, paper=papers[0])
    metadata = replace(seed_book.metadata, abstract=ABSTRACT, identifiers=Identifiers(ISBN), publisher="The Press")
    book = composed(replace(seed_book, metadata=metadata, printing=printing))
    path = tmp_path_factory.mktemp("inside") / "essay-print.pdf"
    render_print(replace(book, made={"pdf": seed_pdf.path}), essay_layout, path)
    return replace(book, made={"print": path})


@pytest.fixture(scope="module")
def cover(bound: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render_cover(bound, essay_layout, tmp_path_factory.mktemp("cover") / "essay-cover.pdf")
    assert findings == []
    return artifact


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{f.code} {f.message}" for f in findings)


def test_the_cover_is_as_wide_as_the_inside_makes_it(cover: Artifact, bound: Book) -> None:
    assert audit_cover(cover, bound) == []
    with pikepdf.open(cover.path) as pdf:
        left, foot, right, top = (float(side) for side in pdf.pages[0].obj.TrimBox)
    assert abs(right - left - (2 * 6 + 10 * 0.04) * 72) < 0.05  # the seed has ten pages
    assert abs(top - foot - 9 * 72) < 0.05


def test_the_same_book_gives_the_same_cover(cover: Artifact, bound: Book, essay_layout: Layout, tmp_path: Path) -> None:
    assert render_cover(bound, essay_layout, tmp_path / "again.pdf")[0].sha256 == cover.sha256


def test_spines_are_as_wide_as_the_printers_say() -> None:
    widths = {name: spine_in(printing_of(PrintOrder(printer=name, paper=paper)), 200) for name, paper in WIDTHS}
    assert {name: round(width, 3) for name, width in widths.items()} == {"kdp": 0.45, "ingramspark": 0.422, "lulu": 0.51}
    assert spine_in(printing_of(PrintOrder(printer="kdp", spine_mm=25.4)), 200) == 1


WIDTHS = [("kdp", "white"), ("ingramspark", "white"), ("lulu", "")]


@pytest.mark.parametrize(
    "title", ["The Cable", "A", "Letters from the Provinces", "“Never Again”", "On Delay", "Forms of Silence"]
)
def test_a_cover_without_isbn_or_author_and_of_any_ground(
    title: str, bound: Book, essay_layout: Layout, tmp_path: Path
) -> None:
    metadata = replace(bound.metadata, title=title, short_title=None, author=(), abstract=None, identifiers=Identifiers())
    book = composed(replace(bound, metadata=metadata))
    artifact, findings = render_cover(book, essay_layout, tmp_path / "cover.pdf")
    assert (findings, audit_cover(artifact, book)) == ([], [])
    assert GROUNDS == 6


def test_a_thin_spine_bears_no_text(bound: Book, essay_layout: Layout, tmp_path: Path) -> None:
    book = replace(bound, printing=printing_of(PrintOrder("x-4", spine_mm=3)))
    artifact, _ = render_cover(book, essay_layout, tmp_path / "cover.pdf")
    assert audit_cover(artifact, book) == []
    assert "A022 the spine in points" in said(audit_cover(artifact, bound))


def test_what_has_no_room_on_the_back_is_said(bound: Book, essay_layout: Layout, tmp_path: Path) -> None:
    author = Author("Ada Ek", bio="Ada Ek writes. " * 600)
    book = composed(replace(bound, metadata=replace(bound.metadata, author=(author,))))
    artifact, findings = render_cover(book, essay_layout, tmp_path / "cover.pdf")
    assert [f.code for f in findings] == ["B018"]
    assert "the bio" in said(findings)
    assert audit_cover(artifact, book) == []


def test_a_spine_that_nobody_knows_the_width_of_stops_the_cover(bound: Book, essay_layout: Layout, tmp_path: Path) -> None:
    with pytest.raises(PresslineError) as stopped:
        render_cover(replace(bound, printing=printing_of(PrintOrder())), essay_layout, tmp_path / "cover.pdf")
    assert [f.code for f in stopped.value.findings] == ["B019"]


@pytest.mark.parametrize("isbn", ["9780306406157", "978-3-16-148410-0", "9791234567896", "978-1-86197-271-2"])
def test_bars_are_read_back_by_other_tables(isbn: str) -> None:
    bars = barcode_of(isbn, (0, 0, 144, 86.4), 100).bars
    assert read_bars([(x, y, x + width, y + height) for x, y, width, height in bars]) == isbn.replace("-", "")


Damage = Callable[[bytes], bytes]


def swap(old: bytes, new: bytes) -> Damage:
    def damage(content: bytes) -> bytes:
        assert re.search(old, content)
        return re.sub(old, new, content, count=1)

    return damage


def narrow(content: bytes) -> bytes:
    """Every bar of the barcode two thirds as wide, from the left."""
    bars = [[float(v) for v in row.split()[:4]] for row in re.findall(rb"([\d.]+ [\d.]+ [\d.]+ [\d.]+) re f", content)]
    left = min(bar[0] for bar in bars)
    rows = "\n".join(f"{left + (x - left) * 0.66:.4f} {y} {w * 0.66:.4f} {h} re f" for x, y, w, h in bars)
    return content[: content.rindex(b"q 0 0 0 1 k")] + f"q 0 0 0 1 k\n{rows}\nQ".encode()


BAR = rb"\n([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f"
DAMAGED: list[tuple[Damage, str]] = [
    (swap(BAR, b""), r"A022 the barcode: expected 9780306406157, found bars that nobody can read"),
    (narrow, r"A022 a module of the barcode"),
    (swap(rb"q 0 0 0 1 k\n", b"q 0 0 0 1 k 1 0 0 1 -26 0 cm\n"), r"A022 the barcode: expected white around it"),
    (swap(rb"0 0 [\d.]+ [\d.]+ re\nf", b"0 0 20 20 re\nf"), r"A022 the ground"),
    (swap(rb"0 0 0 0 scn", b"0.9 0.9 0.9 0.9 scn"), r"A022 the ink: expected 240% at most, found 360%"),
    (lambda content: b"1 0 0 1 30 0 cm\n" + content, r"A022 the (front|spine|back): expected nothing near an edge or a fold"),
    (lambda content: content[: content.rindex(b"q 0 0 0 1 k")], r"A022 the barcode: expected 9780306406157, found none"),
]


@pytest.mark.parametrize(("damage", "expected"), DAMAGED)
def test_damage_to_what_is_painted_is_found(
    damage: Damage, expected: str, cover: Artifact, bound: Book, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(cover.path) as pdf:
        page = pdf.pages[0].obj
        page.Contents.write(damage(page.Contents.read_bytes()))
        pdf.save(path)
    assert re.search(expected, said(audit_cover(Artifact("cover", path, 0, ""), bound)))


def widen(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    for key in ("/TrimBox", "/BleedBox", "/MediaBox"):
        page[key][2] = float(page[key][2]) + 3


def unbleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.BleedBox = pdf.pages[0].obj.TrimBox


def double(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def unclaim(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-5")
    pdf.Root.Metadata = pdf.make_stream(text, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (widen, r"A022 the spine in points: expected 28\.80, found 31\.80"),
        (unbleed, r"A022 the bleed in points: expected 9\.00, found 0\.00"),
        (double, r"A022 the pages: expected 1, found 2"),
        (unclaim, r"A021.*PDF/X-4"),
    ],
)
def test_damage_to_the_sheet_is_found(
    damage: Callable[[pikepdf.Pdf], None], expected: str, cover: Artifact, bound: Book, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(cover.path) as pdf:
        damage(pdf)
        pdf.save(path)
    assert re.search(expected, said(audit_cover(Artifact("cover", path, 0, ""), bound)))


def test_other_words_and_another_isbn_are_found(cover: Artifact, bound: Book) -> None:
    metadata = bound.metadata
    for changed, expected in (
        (replace(metadata, title="Never Once More"), r"A022 the front: expected Never Once More(.|\n)*A022 the spine"),
        (replace(metadata, subtitle="The Success"), r"A022 the front: expected The Success"),
        (replace(metadata, author=(Author("Ada Ek"),)), r"A022 the front: expected Ada Ek"),
        (replace(metadata, identifiers=Identifiers("978-3-16-148410-0")), r"A022 the barcode: expected 9783161484100"),
    ):
        assert re.search(expected, said(audit_cover(cover, composed(replace(bound, metadata=changed)))))
    printer = bound.printing.printer
    assert printer is not None
    strict = replace(printer, cover=replace(printer.cover, spine_text_from=79))
    few = replace(bound, printing=replace(bound.printing, printer=strict))
    assert "the spine of so few pages" in said(audit_cover(cover, few))


def test_a_file_that_is_no_pdf_is_told(bound: Book, tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"no")
    assert [f.code for f in audit_cover(Artifact("cover", path, 2, ""), bound)] == ["A003"]
