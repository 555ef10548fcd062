"""Check what the printer asks of the pages, from the glyphs of the finished file."""

from __future__ import annotations

from collections.abc import Iterator

from pressline.audit.pdf.pages import PdfPage
from pressline.findings import Finding, Place, finding
from pressline.model import Printing

_POINTS_PER_INCH = 72
_HAIR_IN = 0.005  # by so much a margin may miss: layouts give millimetres, printers inches


def without_blanks(sheets: list[PdfPage], printing: Printing) -> list[PdfPage]:
    """The sheets without the blank ones at the end that a printer is given.

    Nobody else is given any.
    """
    count = len(sheets)
    while printing.printer and count and not sheets[count - 1].glyphs:
        count -= 1
    return sheets[:count]


def printer_rule_findings(sheets: list[PdfPage], printing: Printing, path: str, *, rtl: bool = False) -> Iterator[Finding]:
    """Findings A029: number of pages, the blank last page, distances from trim and gutter.

    `rtl`: the pages are bound at the right.
    """
    printer, whole = printing.printer, Place(path)
    if printer is None:
        return
    blanks = len(sheets) - len(without_blanks(sheets, printing))
    if len(sheets) % printer.multiple:
        yield finding("A029", whole, what="the pages", expected=f"a multiple of {printer.multiple}", found=str(len(sheets)))
    if blanks < printer.blank_last:
        yield finding("A029", whole, what="the last page", expected="blank", found="printed")
    if blanks > printer.blank_last + printer.multiple - 1:
        yield finding("A029", whole, what="blank pages at the end", expected="no more than asked for", found=str(blanks))
    inner = next((row.inner_in for row in printer.gutters if len(sheets) <= row.pages), printer.gutters[-1].inner_in)
    for sheet in (sheet for sheet in sheets if sheet.glyphs):
        left, right = min(g.left for g in sheet.glyphs), sheet.width - max(g.right for g in sheet.glyphs)
        distances = {
            "the head": (sheet.height - max(g.top for g in sheet.glyphs), printer.margin_in),
            "the foot": (min(g.bottom for g in sheet.glyphs), printer.margin_in),
            "the gutter": (left if bool(sheet.page % 2) != rtl else right, inner),
            "the outer edge": (right if bool(sheet.page % 2) != rtl else left, printer.margin_in),
        }
        for side, (points, least) in distances.items():
            if points / _POINTS_PER_INCH < least - _HAIR_IN:
                found = f"{points / _POINTS_PER_INCH:.3f}"
                place = Place(path, spot=f"page {sheet.page}")
                yield finding("A029", place, what=f"inches white at {side}", expected=f"{least:g}", found=found)
