"""What a printer would send back, known before the file is written.

Trim, margins, number of pages.

Margins are those of what is printed, running heads, page numbers and hanging marks included, and not those of the layout.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pressline.findings import Finding, Place, finding
from pressline.layouts.printers import inner_margin_in, nearest_trim, padded, page_limits, takes_trim
from pressline.model import Layout, Printer, Printing

_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_HAIR_IN = 0.005  # by so much a margin may miss: layouts give millimetres, printers inches
_SIDES = {"head": "top_mm", "foot": "bottom_mm", "inner": "inner_mm", "outer": "outer_mm"}  # of a layout's page
_HANGING_IN = 0.02  # by so much more may hang into a margin when the lines break elsewhere


@dataclass(frozen=True, slots=True)
class PageMeasures:
    """Measures of printed pages: number, size, and narrowest margin on each side, in inches."""

    pages: int
    width: float
    height: float
    margins: dict[str, float]  # "head", "foot", "inner", "outer"


def measure(data: bytes, *, rtl: bool = False) -> PageMeasures:
    """The pages of a PDF that begins with a recto, by PDFium.

    `rtl`: it is bound at the right.
    """
    import pypdfium2

    margins = {"head": 99.0, "foot": 99.0, "inner": 99.0, "outer": 99.0}
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        width, height = document[0].get_size()
        for number, page in enumerate(document):
            text = page.get_textpage()
            boxes = (text.get_charbox(at) for at in range(text.count_chars()))
            printed = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
            if not printed:
                continue
            left, right = min(box[0] for box in printed), width - max(box[2] for box in printed)
            inner, outer = (right, left) if bool(number % 2) != rtl else (left, right)
            foot, head = min(box[1] for box in printed), height - max(box[3] for box in printed)
            for side, points in (("head", head), ("foot", foot), ("inner", inner), ("outer", outer)):
                margins[side] = min(margins[side], points / _POINTS_PER_INCH)
        return PageMeasures(len(document), width / _POINTS_PER_INCH, height / _POINTS_PER_INCH, margins)
    finally:
        document.close()


def opened(layout: Layout, measured: PageMeasures, printer: Printer) -> Layout | None:
    """The layout with the margins that a book of so many pages needs.

    None when they are wide enough.

    The lines grow shorter and the page loses lines, and no margin grows narrower: so that pages laid out again for more and
    more pages come to rest.
    """
    page, wider = layout.page, {}
    for side, least in _least(printer, padded(printer, measured.pages)).items():
        short = least - measured.margins[side]
        if short > _HAIR_IN:
            hanging = _HANGING_IN if side in ("inner", "outer") else 0.0
            wider[_SIDES[side]] = getattr(page, _SIDES[side]) + (short + hanging) * _MM_PER_INCH
    return replace(layout, page=replace(page, **wider)) if wider else None


def _least(printer: Printer, pages: int) -> dict[str, float]:
    """The least margin on each side of a book of so many pages, in inches."""
    return dict.fromkeys(("head", "foot", "outer"), printer.margin_in) | {"inner": inner_margin_in(printer, pages)}


def refusals(measured: PageMeasures, printing: Printing, place: Place) -> Iterator[Finding]:
    """Findings B014 to B016, and B017 for blank pages that are added."""
    printer, paper = printing.printer, printing.paper
    if printer is None or paper is None:
        return
    width, height = measured.width, measured.height
    if not takes_trim(printer, width, height):
        near = " × ".join(f"{side:g}" for side in nearest_trim(printer, width, height))
        yield finding("B014", place, printer=printer.title, size=f"{width:.2f} × {height:.2f}", near=near)
    count = padded(printer, measured.pages)
    for side, inches in _least(printer, count).items():
        if measured.margins[side] < inches - _HAIR_IN:
            have = f"{measured.margins[side]:.3f}"
            yield finding("B015", place, side=side, have=have, least=f"{inches:g}", printer=printer.title, pages=count)
    fewest, most = page_limits(printer, paper, width, height)
    if not fewest <= count <= most:
        name = paper.name
        yield finding("B016", place, printer=printer.title, fewest=fewest, most=most, paper=name, pages=count)
    elif count > measured.pages:
        yield finding("B017", place, pages=measured.pages, added=count - measured.pages, printer=printer.title)
