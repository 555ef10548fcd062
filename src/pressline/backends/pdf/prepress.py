"""What a printer would send back, known before the file is written: trim, margins, number of pages.

Margins are those of what is printed, running heads, folios and hanging marks included, and not those of the layout.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pressline.findings import Finding, Place, finding
from pressline.model import Layout, Printer, Printing
from pressline.printers import inner_margin_in, nearest_trim, padded, page_limits, takes_trim

_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_HAIR_IN = 0.005  # by so much a margin may miss: layouts give millimetres, printers inches
_HANGING_IN = 0.04  # by so much punctuation hangs into the margin


@dataclass(frozen=True, slots=True)
class Measured:
    """Pages as they are printed: how many, their size, and the narrowest margin on each side of any. Inches."""

    pages: int
    width: float
    height: float
    margins: dict[str, float]  # "head", "foot", "inner", "outer"


def measure(data: bytes) -> Measured:
    """The pages of a PDF that begins with a recto, by PDFium."""
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
            inner, outer = (right, left) if number % 2 else (left, right)
            foot, head = min(box[1] for box in printed), height - max(box[3] for box in printed)
            for side, points in (("head", head), ("foot", foot), ("inner", inner), ("outer", outer)):
                margins[side] = min(margins[side], points / _POINTS_PER_INCH)
        return Measured(len(document), width / _POINTS_PER_INCH, height / _POINTS_PER_INCH, margins)
    finally:
        document.close()


def opened(layout: Layout, measured: Measured, printer: Printer) -> Layout | None:
    """The layout with the gutter that a book of so many pages needs; None when it is wide enough.

    The measure grows narrower, and the outer margin stays as it was designed. A gutter only ever grows, so that pages laid
    out again and again for it come to rest after as many rounds as the printer has gutters.
    """
    least = inner_margin_in(printer, padded(printer, measured.pages))
    if measured.margins["inner"] >= least - _HAIR_IN:
        return None
    inner_mm = max((least + _HANGING_IN) * _MM_PER_INCH, layout.page.inner_mm + 0.1)
    return replace(layout, page=replace(layout.page, inner_mm=inner_mm))


def refusals(measured: Measured, printing: Printing, place: Place) -> Iterator[Finding]:
    """Findings B014 to B016, and B017 for blank pages that are added."""
    printer, paper = printing.printer, printing.paper
    if printer is None or paper is None:
        return
    width, height = measured.width, measured.height
    if not takes_trim(printer, width, height):
        near = " × ".join(f"{side:g}" for side in nearest_trim(printer, width, height))
        yield finding("B014", place, printer=printer.title, size=f"{width:.2f} × {height:.2f}", near=near)
    count = padded(printer, measured.pages)
    least = dict.fromkeys(("head", "foot", "outer"), printer.margin_in) | {"inner": inner_margin_in(printer, count)}
    for side, inches in least.items():
        if measured.margins[side] < inches - _HAIR_IN:
            have = f"{measured.margins[side]:.3f}"
            yield finding("B015", place, side=side, have=have, least=f"{inches:g}", printer=printer.title, pages=count)
    fewest, most = page_limits(printer, paper, width, height)
    if not fewest <= count <= most:
        name = paper.name
        yield finding("B016", place, printer=printer.title, fewest=fewest, most=most, paper=name, pages=count)
    elif count > measured.pages:
        yield finding("B017", place, pages=measured.pages, added=count - measured.pages, printer=printer.title)
