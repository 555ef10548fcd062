"""Files made for a printer: what it would send back is said before they are written, and its gutter is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from conftest import STAMP
from pressline.audit.pdf import audit_print
from pressline.backends.pdf import render, render_print
from pressline.backends.pdf.print.prepress import PageMeasures, measure, opened, refusals
from pressline.book.markdown import parse_essay
from pressline.findings import Finding, Place
from pressline.layouts.printers import load_printer, printing_of
from pressline.model import Artifact, Author, Book, Gutter, Layout, Metadata, Printer, PrintOrder

FILLER = "The commission met again that winter, and it wrote what it had written before.\n\n"
WHITE = {"head": 0.5, "foot": 0.9, "inner": 0.8, "outer": 0.7}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    text = f"A sentence with a note.[^1]\n\n{FILLER * 45}[^1]: The note.\n"
    metadata = Metadata("The Cable", author=(Author("Ada Ek"),))
    return parse_essay(text, metadata, tmp_path_factory.mktemp("essay") / "essay.md", stamp=STAMP)


@pytest.fixture(scope="module")
def pages(book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    return render(book, essay_layout, tmp_path_factory.mktemp("pages") / "essay.pdf")[0]


@pytest.fixture(scope="module")
def small() -> Printer:
    """A printer who binds anything, wants the last page blank, and needs a wide gutter from the fourth page on."""
    printer = load_printer("ingramspark")
    papers = tuple(replace(paper, least=2) for paper in printer.papers)
    return replace(printer, papers=papers, gutters=(Gutter(3, 0.5), Gutter(1200, 1.2)))


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{f.code} {f.message}" for f in findings)


@pytest.mark.parametrize(
    ("printer", "paper", "measured", "expected"),
    [
        ("kdp", "", PageMeasures(40, 6, 9, WHITE), r"^$"),
        ("kdp", "", PageMeasures(41, 6, 9, WHITE), r"^B017 the inside has 41 pages.*1 more"),
        ("ingramspark", "", PageMeasures(40, 6, 9, WHITE), r"^B017.*2 more"),
        ("kdp", "", PageMeasures(40, 9, 12, WHITE), r"^B014.*9\.00 × 12\.00"),
        ("ingramspark", "", PageMeasures(40, 5.7, 8.9, WHITE), r"^B014.*5\.70 × 8\.90"),
        ("kdp", "", PageMeasures(40, 6, 9, WHITE | {"outer": 0.2}), r"^B015 at the outer 0\.200 in.*0\.25 in$"),
        ("kdp", "", PageMeasures(400, 6, 9, WHITE | {"inner": 0.5}), r"^B015 at the inner 0\.500 in.*400 pages.*0\.625 in$"),
        ("ingramspark", "", PageMeasures(40, 6, 9, WHITE | {"head": 0.4}), r"^B015 at the head"),
        ("kdp", "", PageMeasures(22, 6, 9, WHITE), r"^B016.*24 to 776.*cream.*22"),
        ("kdp", "white", PageMeasures(800, 6, 9, WHITE | {"inner": 1}), r"^$"),
        ("kdp", "cream", PageMeasures(800, 6, 9, WHITE | {"inner": 1}), r"^B016.*24 to 776"),
        ("lulu", "", PageMeasures(802, 6, 9, WHITE | {"inner": 1.3}), r"^B016.*32 to 800"),
    ],
)
def test_what_a_printer_would_send_back_is_said(printer: str, paper: str, measured: PageMeasures, expected: str) -> None:
    printing = printing_of(PrintOrder(printer=printer, paper=paper))
    assert re.search(expected, said(list(refusals(measured, printing, Place("essay-print.pdf")))))


def test_margins_are_measured_where_the_print_is(pages: Artifact) -> None:
    measured = measure(pages.path.read_bytes())
    assert (measured.pages, measured.width, measured.height) == (3, 6, 9)
    assert 0.45 < measured.margins["head"] < 0.55
    assert 0.75 < measured.margins["inner"] < 0.85


def test_a_gutter_only_grows(essay_layout: Layout, small: Printer) -> None:
    assert opened(essay_layout, PageMeasures(1, 6, 9, WHITE), small) is None
    wider = opened(essay_layout, PageMeasures(8, 6, 9, WHITE), small)
    assert wider is not None
    assert wider.page.inner_mm > 1.2 * 25.4
    assert wider.page.outer_mm == essay_layout.page.outer_mm
    again = opened(wider, PageMeasures(8, 6, 9, WHITE | {"inner": 1.1}), small)
    assert again is not None
    assert again.page.inner_mm > wider.page.inner_mm


def test_any_margin_is_opened_that_is_too_narrow(essay_layout: Layout) -> None:
    layout = opened(essay_layout, PageMeasures(40, 6, 9, WHITE | {"foot": 0.45}), load_printer("ingramspark"))
    assert layout is not None
    assert layout.page.bottom_mm == pytest.approx(essay_layout.page.bottom_mm + 0.05 * 25.4)
    assert layout.page.top_mm == essay_layout.page.top_mm


def test_what_sticks_out_for_ever_does_not_lay_out_for_ever(
    book: Book, pages: Artifact, small: Printer, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, rounds = pages.path.read_bytes(), list[int]()

    def lay_out(*_: object) -> tuple[bytes, list[Finding], tuple[Path, ...]]:
        rounds.append(1)
        return data, [], ()

    stuck = PageMeasures(3, 6, 9, WHITE | {"outer": 0.3})
    monkeypatch.setattr("pressline.backends.pdf.print.prepress.measure", lambda data, *, rtl: stuck)
    monkeypatch.setattr("pressline.backends.pdf._pages", lay_out)
    printing = replace(printing_of(PrintOrder(printer="ingramspark")), printer=small, paper=small.papers[0])
    _, findings = render_print(replace(book, printing=printing), essay_layout, tmp_path / "essay-print.pdf")
    assert "B015" in said(findings)
    assert len(rounds) < 10


def test_the_pages_are_laid_out_again_for_a_wider_gutter_and_audited(
    book: Book, pages: Artifact, small: Printer, essay_layout: Layout, tmp_path: Path
) -> None:
    printing = replace(printing_of(PrintOrder(printer="ingramspark")), printer=small, paper=small.papers[0])
    printed = replace(book, made={"pdf": pages.path}, printing=printing)
    artifact, findings = render_print(printed, essay_layout, tmp_path / "essay-print.pdf")
    assert [f.code for f in findings] == ["B017"]
    assert audit_print(artifact, printed) == []
    assert measure(artifact.path.read_bytes()).margins["inner"] >= 1.195
    with pikepdf.open(artifact.path) as pdf:
        assert len(pdf.pages) % 2 == 0
        assert "/Outlines" not in pdf.Root
        assert pdf.pages[0].obj.TrimBox == pdf.pages[0].obj.MediaBox


def drop_last(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def drop_blanks(pdf: pikepdf.Pdf) -> None:
    while not pdf.pages[-1].obj.Contents.read_bytes().count(b"Tj"):
        if b"TJ" in pdf.pages[-1].obj.Contents.read_bytes():
            break
        del pdf.pages[-1]


def add_blanks(pdf: pikepdf.Pdf) -> None:
    for _ in range(2):
        pdf.pages.append(pdf.pages[-1])


def creep(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.Contents.write(b"1 0 0 1 -30 0 cm\n" + page.Contents.read_bytes())


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (drop_last, r"A029.*pages: expected a multiple of 2"),
        (drop_blanks, r"A029.*last page: expected blank"),
        (add_blanks, r"A029.*blank pages at the end"),
        (creep, r"A029.*white at the gutter: expected 0\.5"),
    ],
)
def test_damage_to_a_printer_s_file_is_found(
    damage: object, expected: str, book: Book, pages: Artifact, essay_layout: Layout, tmp_path: Path
) -> None:
    printer = load_printer("ingramspark")
    papers = tuple(replace(paper, least=2) for paper in printer.papers)
    printing = replace(printing_of(PrintOrder(printer="ingramspark")), printer=replace(printer, papers=papers), paper=papers[0])
    printed = replace(book, made={"pdf": pages.path}, printing=printing)
    whole, _ = render_print(printed, essay_layout, tmp_path / "whole.pdf")
    assert audit_print(whole, printed) == []
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(whole.path) as pdf:
        damage(pdf)  # type: ignore[operator]
        pdf.save(path, force_version="1.3", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert re.search(expected, said(audit_print(Artifact("print", path, 0, ""), printed)))
