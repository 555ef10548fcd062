"""The files of layouts/printers/: that each can be read, and what follows from them."""

from __future__ import annotations

from datetime import date

import pytest

from pressline.findings import PresslineError
from pressline.layouts.printers import (
    inner_margin_in,
    known_printers,
    load_printer,
    padded,
    page_limits,
    printing_of,
    takes_trim,
)
from pressline.model import PrintOrder


@pytest.mark.parametrize("name", known_printers())
def test_every_printer_says_where_its_figures_are_from(name: str) -> None:
    printer = load_printer(name)
    assert any("read 2026" in source for source in printer.sources)
    assert all(date.fromisoformat("2026-11-22") and text for text in printer.unverified)
    assert takes_trim(printer, 6, 9)
    assert [row.pages for row in printer.gutters] == sorted(row.pages for row in printer.gutters)
    assert printer.gutters[-1].pages >= max(paper.most for paper in printer.papers)
    assert all(paper.least < paper.most for paper in printer.papers)


def test_gutters_and_limits_are_the_printer_s() -> None:
    kdp, lulu = load_printer("kdp"), load_printer("lulu")
    assert [inner_margin_in(kdp, pages) for pages in (24, 150, 151, 500, 828, 900)] == [0.375, 0.375, 0.5, 0.625, 0.875, 0.875]
    assert [inner_margin_in(lulu, pages) for pages in (59, 60, 150, 151, 400)] == [0.5, 0.625, 0.625, 1, 1.125]
    white = next(paper for paper in kdp.papers if paper.name == "white")
    assert page_limits(kdp, white, 6, 9) == (24, 828)
    assert page_limits(kdp, white, 8.5, 11) == (24, 590)
    assert padded(kdp, 32) == 32


def test_a_trim_is_the_printer_s_or_within_its_reach() -> None:
    kdp, spark = load_printer("kdp"), load_printer("ingramspark")
    assert takes_trim(kdp, 148 / 25.4, 210 / 25.4)  # A5, by KDP's range of sizes
    assert takes_trim(spark, 148 / 25.4, 210 / 25.4)  # and by name
    assert takes_trim(kdp, 5.7, 8.9)
    assert not takes_trim(spark, 5.7, 8.9)
    assert not takes_trim(kdp, 9, 12)


def test_the_printer_s_kind_of_file_gives_way_to_the_author_s() -> None:
    assert printing_of(PrintOrder()).kind == "x-4"
    assert printing_of(PrintOrder(printer="ingramspark")).kind == "x-1a:2001"
    assert printing_of(PrintOrder("x-4", printer="ingramspark")).kind == "x-4"
    paper = printing_of(PrintOrder(printer="kdp", paper="white")).paper
    assert paper is not None
    assert paper.page_in == 0.002252


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (PrintOrder(printer="gutenberg"), "L010"),
        (PrintOrder(printer="kdp", paper="vellum"), "L011"),
        (PrintOrder(marks=True, printer="kdp"), "L012"),
    ],
)
def test_what_a_printer_does_not_have(order: PrintOrder, code: str) -> None:
    with pytest.raises(PresslineError) as stopped:
        printing_of(order)
    assert [f.code for f in stopped.value.findings] == [code]
