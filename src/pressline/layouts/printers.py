"""What printers take: a file of layouts/printers/ for each, with its sources.

And the arithmetic of pages and paper.

They stand beside the layouts, not in the code, because a printer's figures change and are data.
"""

from __future__ import annotations

from dataclasses import replace

from pressline.config.plain_yaml import load, validate
from pressline.findings import Place, stop
from pressline.layouts import data_folder
from pressline.model import Paper, Printer, Printing, PrintOrder

_POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4
_NEAR_IN = 0.02  # A5 is 5.827 in wide, and printers write 5.83


def known_printers() -> list[str]:
    """The names of the printers that Pressline knows."""
    return sorted(path.stem for path in data_folder("layouts/printers").glob("*.yaml"))


def load_printer(name: str) -> Printer:
    """The printer `name`.

    Raises:
        PresslineError: L010 for an unknown name, M001 to M005 for what its file holds.
    """
    if name not in known_printers():
        raise stop("L010", Place(name), name=name, known=", ".join(known_printers()))
    path = data_folder("layouts/printers") / f"{name}.yaml"
    data, places = load(path.read_text(encoding="utf-8"), str(path))
    return validate(Printer, {"name": name, **data}, places)


def printing_of(order: PrintOrder) -> Printing:
    """What the files for the printer are to be.

    The author's word on the kind of PDF/X goes before the printer's.

    Raises:
        PresslineError: L010 for an unknown printer, L011 for a paper it does not have, L012 for crop marks it refuses.
    """
    asked = Printing(
        order.kind or "x-4", order.marks, spine_mm=order.spine_mm, sheet=order.sheet, screen=order.screen, order=order
    )
    if not order.printer:
        return asked
    printer = load_printer(order.printer)
    if order.marks:
        raise stop("L012", Place(order.printer), printer=printer.title)
    bleed = printer.bleed_in * _POINTS_PER_INCH
    paper = _paper(printer, order.paper)
    return replace(asked, kind=order.kind or printer.pdf, bleed_pt=bleed, outline=printer.outline, printer=printer, paper=paper)


def _paper(printer: Printer, name: str) -> Paper:
    if not name:
        return printer.papers[0]
    found = next((paper for paper in printer.papers if paper.name == name), None)
    if found is None:
        known = ", ".join(paper.name for paper in printer.papers)
        raise stop("L011", Place(printer.name), printer=printer.title, paper=name, known=known)
    return found


def takes_trim(printer: Printer, width_in: float, height_in: float) -> bool:
    """Whether a printer cuts pages of this size."""
    if any(abs(width_in - w) < _NEAR_IN and abs(height_in - h) < _NEAR_IN for w, h in printer.trims_in):
        return True
    if printer.any_trim_in is None:
        return False
    narrow, wide, low, high = printer.any_trim_in
    return narrow <= width_in <= wide and low <= height_in <= high


def nearest_trim(printer: Printer, width_in: float, height_in: float) -> tuple[float, float]:
    """The size nearest to a page that a printer cuts."""
    return min(printer.trims_in, key=lambda trim: (trim[0] - width_in) ** 2 + (trim[1] - height_in) ** 2)


def page_limits(printer: Printer, paper: Paper, width_in: float, height_in: float) -> tuple[int, int]:
    """How many pages of a size a printer binds: the least and the most."""
    most = [
        large.most.get(paper.name, paper.most)
        for large in printer.large_trims
        if abs(large.trim_in[0] - width_in) < _NEAR_IN and abs(large.trim_in[1] - height_in) < _NEAR_IN
    ]
    return paper.least, min([paper.most, *most])


def inner_margin_in(printer: Printer, pages: int) -> float:
    """The least inner margin of a book of so many pages, in inches."""
    rows = [row.inner_in for row in printer.gutters if pages <= row.pages]
    return rows[0] if rows else printer.gutters[-1].inner_in


def padded(printer: Printer, pages: int) -> int:
    """How many pages a printer is given for so many.

    A blank last one where it must be blank, and no leaf half.

    >>> from pressline.layouts.printers import load_printer
    >>> padded(load_printer("kdp"), 31), padded(load_printer("ingramspark"), 31), padded(load_printer("ingramspark"), 32)
    (32, 32, 34)
    """
    count = pages + (1 if printer.blank_last else 0)
    return count + -count % printer.multiple


def spine_in(printing: Printing, pages: int) -> float:
    """How wide the spine of so many pages is, in inches.

    As the author says, else by the printer's paper; 0: nobody knows.
    """
    if printing.spine_mm or printing.printer is None or printing.paper is None:
        return printing.spine_mm / _MM_PER_INCH
    return pages * printing.paper.page_in + printing.printer.cover.spine_in
