"""A PDF for the printer: what a printer wants of the file, and how calls and labels are known where nothing is a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import pikepdf

from pressline.audit.pdf.pages import Glyph, Link, Sheet
from pressline.findings import Finding, Place, finding
from pressline.model import Reading

# Operators that paint with more than black ink; text stands in hexadecimal in the streams, and cannot look like one.
_COLOURED = re.compile(rb"(?<![\w.])(?:[\d.]+\s+){3}(?:rg|RG)\b|(?:(?!0(?:\.0*)?\s)[\d.]+\s+(?:[\d.]+\s+){3})(?:k|K)\b")


def printing_findings(pdf: pikepdf.Pdf, path: str) -> Iterator[Finding]:
    """Findings A021: PDF/X-4 (ISO 15930-7) as far as a printer's machine refuses a file for it, and black text."""
    whole = Place(path)
    metadata = pdf.Root.get("/Metadata")
    xmp = metadata.read_bytes() if metadata is not None else b""
    if b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" not in xmp:
        yield finding("A021", whole, what="the XMP", expected="PDF/X-4", found="no such claim")
    intents = [intent for intent in pdf.Root.get("/OutputIntents", []) if intent.get("/S") == "/GTS_PDFX"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield finding("A021", whole, what="the output intent", expected="one, with its profile", found=str(len(intents)))
    for number, page in enumerate(pdf.pages, start=1):
        yield from _page_findings(page.obj, Place(path, spot=f"page {number}"))


def _page_findings(page: Any, place: Place) -> Iterator[Finding]:
    boxes = [[float(side) for side in page.get(key, [])] for key in ("/TrimBox", "/BleedBox", "/MediaBox")]
    if not all(boxes) or not (_within(boxes[0], boxes[1]) and _within(boxes[1], boxes[2])):
        yield finding("A021", place, what="the boxes", expected="trim within bleed within sheet", found="others")
    if len(page.get("/Annots", [])):
        yield finding("A021", place, what="links", expected="none", found=str(len(page.Annots)))
    coloured = _COLOURED.search(page.Contents.read_bytes())
    if coloured:
        yield finding("A021", place, what="the ink of text", expected="black", found=coloured[0].decode("ascii", "replace"))


def _within(inner: list[float], outer: list[float]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


# --- calls and labels ---------------------------------------------------------------------------------------------------


def with_places_for_links(sheets: list[Sheet], reading: Reading) -> list[Sheet]:
    """The sheets with a place marked over every call and every label, as if it were a link that leads nowhere.

    A call is a run of raised figures, one call after the other as the book has them; a label is the next number of a note
    with a full stop, or the asterisk of the author note, at the start of a line in the size of notes.
    """
    numbers = [mark.number for mark in reading.calls]
    labels = ["*"] * (0 in reading.notes) + [f"{number}." for number in sorted(reading.notes) if number]
    text_size = _usual_size(sheets)
    marked = []
    for sheet in sheets:
        links = [*_call_places(sheet, numbers), *_label_places(sheet, labels, text_size)]
        marked.append(replace(sheet, links=tuple(links)))
    return marked


def _usual_size(sheets: list[Sheet]) -> float:
    """The size of the largest type that makes up a sixth of the glyphs or more: that of the text."""
    sizes = sorted(round(glyph.em, 1) for sheet in sheets for glyph in sheet.glyphs)
    return max((size for size, run in groupby(sizes) if len(list(run)) * 6 >= len(sizes)), default=0.0)


def _call_places(sheet: Sheet, numbers: list[str]) -> Iterator[Link]:
    """A place over every run of raised figures that is the next call; `numbers` loses what has been found."""
    for raised, run in groupby(sheet.glyphs, key=_is_raised):
        figures = list(run)
        while raised and figures:
            count = len(numbers[0]) if numbers else len(figures)
            if numbers and "".join(glyph.text for glyph in figures[:count]) == numbers[0]:
                numbers.pop(0)
            else:
                count = len(figures)
            yield _over(figures[:count])
            figures = figures[count:]


def _is_raised(glyph: Glyph) -> bool:
    return glyph.text.isdecimal() and glyph.bottom - glyph.y > 0.2 * glyph.em and glyph.top - glyph.bottom < 0.6 * glyph.em


def _label_places(sheet: Sheet, labels: list[str], text_size: float) -> Iterator[Link]:
    """A place over every label; `labels` loses what has been found."""
    glyphs = sheet.glyphs
    for at, glyph in enumerate(glyphs):
        if not labels or glyph.em > 0.95 * text_size or not (at == 0 or abs(glyphs[at - 1].y - glyph.y) > 0.6 * glyph.em):
            continue
        run = glyphs[at : at + len(labels[0])]
        if "".join(g.text for g in run) == labels[0]:
            labels.pop(0)
            yield _over(list(run))


def _over(glyphs: list[Glyph]) -> Link:
    """A place of the size of some glyphs, shrunk so that it covers no neighbour."""
    left, right = glyphs[0].left, glyphs[-1].right
    middle = min(1.2, (right - left) / 2)
    box = (left + middle, min(g.bottom for g in glyphs), right - middle, max(g.top for g in glyphs))
    return Link(*box, 0, 0.0, 0.0)
