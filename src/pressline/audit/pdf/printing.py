"""The audit of a PDF for the printer: what a printer asks, and calls without links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import pikepdf

from pressline.audit.pdf.pages import Glyph, PageLink, PdfPage
from pressline.audit.pdf.shapes import Box, lines_of
from pressline.findings import Finding, Place, finding
from pressline.model import AUTHOR_MARK, Account, Printing

# Operators that paint with more than black ink; text stands in hexadecimal in the streams, and cannot look like one.
_COLOURED = re.compile(rb"(?<![\w.])(?:(?:[\d.]++\s++){3}(?:rg|RG)|(?!0(?:\.0*+)?\s)(?:[\d.]++\s++){4}[kK])\b")
# What a file must say of itself, where, and its version of PDF (ISO 15930, the parts on and X-1a).
_CLAIMS = {
    "x-4": ("the XMP", "PDF/X-4", "1.6"),
    "x-3": ("Info", "PDF/X-3:2003", "1.4"),
    "x-3:2002": ("Info", "PDF/X-3:2002", "1.3"),
    "x-1a": ("Info", "PDF/X-1a:2003", "1.4"),
    "x-1a:2001": ("Info", "PDF/X-1:2001 PDF/X-1a:2001", "1.3"),
}
_INKS = ("/DeviceGray", "/DeviceCMYK", "/Pattern")


def printing_findings(pdf: pikepdf.Pdf, printing: Printing, path: str) -> Iterator[Finding]:
    """Findings A021: PDF/X as far as printers check it, black text, and the sheet size."""
    yield from standard_findings(pdf, printing, path)
    for number, page in enumerate(pdf.pages, start=1):
        yield from _page_findings(page.obj, printing, Place(path, spot=f"page {number}"))
    yield from _mark_findings(pdf, printing, path)


def standard_findings(pdf: pikepdf.Pdf, printing: Printing, path: str) -> Iterator[Finding]:
    """Findings A021: PDF/X as far as a printer's machine refuses a file for it."""
    whole = Place(path)
    yield from _claim_findings(pdf, printing, whole)
    intents = [intent for intent in pdf.Root.get("/OutputIntents", []) if intent.get("/S") == "/GTS_PDFX"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield finding("A021", whole, what="the output intent", expected="one, with its profile", found=str(len(intents)))
    if str(pdf.docinfo.get("/Trapped")) not in ("/True", "/False"):
        yield finding("A021", whole, what="Trapped", expected="True or False", found=str(pdf.docinfo.get("/Trapped")))
    for space in sorted(_foreign_colours(pdf)):
        yield finding("A021", whole, what="the colours", expected="inks", found=space)
    if printing.kind != "x-4" and (seen := _seen_through(pdf)):
        yield finding("A021", whole, what="transparency", expected="none", found=seen)
    for number, page in enumerate(pdf.pages, start=1):
        if len(page.obj.get("/Annots", [])):
            place = Place(path, spot=f"page {number}")
            yield finding("A021", place, what="links", expected="none", found=str(len(page.obj.Annots)))


def _claim_findings(pdf: pikepdf.Pdf, printing: Printing, place: Place) -> Iterator[Finding]:
    """What the file says it is, and whether its version of PDF allows that."""
    where, claim, version = _CLAIMS[printing.kind]
    info = " ".join(str(pdf.docinfo[key]) for key in ("/GTS_PDFXVersion", "/GTS_PDFXConformance") if key in pdf.docinfo)
    metadata = pdf.Root.get("/Metadata")
    xmp = metadata.read_bytes() if metadata is not None else b""
    match = re.search(rb"<pdfxid:GTS_PDFXVersion>([^<]*)<", xmp)
    found = info or (match[1].decode("utf-8", "replace") if match else "")
    if found != claim or bool(info) != (where == "Info"):
        yield finding("A021", place, what=where, expected=claim, found=found or "no such claim")
    if pdf.pdf_version > version:
        yield finding("A021", place, what="the version of PDF", expected=version, found=pdf.pdf_version)


def _foreign_colours(pdf: pikepdf.Pdf) -> set[str]:
    """The colour spaces of pictures and shadings that no press has inks for."""
    found = set()
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        space = thing.get("/ColorSpace")
        if ("/ShadingType" in thing or thing.get("/Subtype") == "/Image") and isinstance(space, pikepdf.Object):
            name = str(space) if isinstance(space, pikepdf.Name) else str(space[0])
            found |= {name[1:]} - {ink[1:] for ink in _INKS}
    return found


def _seen_through(pdf: pikepdf.Pdf) -> str:
    """Something transparent in the file, "" when there is nothing."""
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if str(thing.get("/SMask", "/None")) != "/None":
            return "a soft mask"
        if "/Group" in thing and thing.Group.get("/S") == "/Transparency":
            return "a transparency group"
        if any(float(thing.get(key, 1)) != 1 for key in ("/ca", "/CA") if isinstance(thing.get(key, 1), int | float | Decimal)):
            return "an opacity"
    return ""


def _page_findings(page: Any, printing: Printing, place: Place) -> Iterator[Finding]:
    boxes = [[float(side) for side in page.get(key, [])] for key in ("/TrimBox", "/BleedBox", "/MediaBox")]
    if not all(boxes) or not (_within(boxes[0], boxes[1]) and _within(boxes[1], boxes[2])):
        yield finding("A021", place, what="the boxes", expected="trim within bleed within sheet", found="others")
    else:
        trim, bleed = boxes[:2]
        margins = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
        if any(abs(margin - printing.bleed_pt) > 0.01 for margin in margins):
            found = ", ".join(f"{margin:g}" for margin in margins)
            yield finding("A021", place, what="the bleed in points", expected=f"{printing.bleed_pt:g}", found=found)
    coloured = _COLOURED.search(page.Contents.read_bytes())
    if coloured:
        yield finding("A021", place, what="the ink of text", expected="black", found=coloured[0].decode("ascii", "replace"))


def _within(inner: list[float], outer: list[float]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


# --- the sheet ----------------------------------------------------------------------------------------------------------


def trimmed(sheets: list[PdfPage], pdf: pikepdf.Pdf) -> list[PdfPage]:
    """The sheets after cutting: only what lies in the trim box, measured from its corner."""
    cut = []
    for sheet, page in zip(sheets, pdf.pages, strict=True):
        left, foot, right, top = (float(side) for side in page.obj.get("/TrimBox", page.obj.MediaBox))
        glyphs = tuple(_moved(glyph, -left, -foot) for glyph in sheet.glyphs)
        cut.append(replace(sheet, width=right - left, height=top - foot, glyphs=glyphs))
    return cut


def _moved(glyph: Glyph, x: float, y: float) -> Glyph:
    return glyph._replace(
        x=glyph.x + x,
        end=glyph.end + x,
        left=glyph.left + x,
        right=glyph.right + x,
        y=glyph.y + y,
        bottom=glyph.bottom + y,
        top=glyph.top + y,
    )


def _mark_findings(pdf: pikepdf.Pdf, printing: Printing, path: str) -> Iterator[Finding]:
    """Crop marks: on every page where asked for, on the trim lines, outside the bleed.

    Else nothing may stand there.
    """
    for number, (page, lines) in enumerate(zip(pdf.pages, lines_of(path), strict=True), start=1):
        trim, bleed = ([float(side) for side in page.obj.get(key, page.obj.MediaBox)] for key in ("/TrimBox", "/BleedBox"))
        outside = [line for line in lines if _outside(line, bleed)]
        cuts = {(axis, round(at, 1)) for axis, at in map(_cut_of, outside)}
        wanted = {("x", round(trim[k], 1)) for k in (0, 2)} | {("y", round(trim[k], 1)) for k in (1, 3)}
        found = f"{len(outside)} at {sorted(cuts)}"
        place = Place(path, spot=f"page {number}")
        if printing.marks and (len(outside) != 8 or cuts != wanted):
            yield finding("A021", place, what="crop marks", expected=f"8 at {sorted(wanted)}", found=found)
        if not printing.marks and outside:
            yield finding("A021", place, what="outside the bleed", expected="nothing", found=found)


def _outside(line: Box, bleed: list[float]) -> bool:
    """Whether something painted lies outside the bleed, all of it."""
    left, foot, right, top = line
    return right <= bleed[0] or left >= bleed[2] or top <= bleed[1] or foot >= bleed[3]


def _cut_of(line: Box) -> tuple[str, float]:
    """The axis that a hair crosses, and where."""
    left, foot, right, top = line
    return ("x", (left + right) / 2) if right - left < top - foot else ("y", (foot + top) / 2)


# --- calls and labels ---------------------------------------------------------------------------------------------------


def with_places_for_links(sheets: list[PdfPage], account: Account) -> list[PdfPage]:
    """The sheets with a place marked over every call and label, like a link without target.

    A call is a run of raised figures, one call after the other as the book has them; a label is the next number of a note
    with a full stop, or the asterisk of the author note, at the start of a line in the size of notes.
    """
    numbers = [mark.number for mark in account.body.calls]
    labels = [AUTHOR_MARK] * (0 in account.notes) + [f"{number}." for number in sorted(account.notes) if number]
    text_size = _usual_size(sheets)
    marked = []
    for sheet in sheets:
        links = [*_call_places(sheet, numbers), *_label_places(sheet, labels, text_size)]
        marked.append(replace(sheet, links=tuple(links)))
    return marked


def _usual_size(sheets: list[PdfPage]) -> float:
    """The size of the largest type that makes up a sixth of the glyphs or more.

    That of the text.
    """
    sizes = sorted(round(glyph.em, 1) for sheet in sheets for glyph in sheet.glyphs)
    return max((size for size, run in groupby(sizes) if len(list(run)) * 6 >= len(sizes)), default=0.0)


def _call_places(sheet: PdfPage, numbers: list[str]) -> Iterator[PageLink]:
    """A place over every run of raised figures that is the next call.

    `numbers` loses what has been found.
    """
    for raised, run in groupby(sheet.glyphs, key=is_raised):
        figures = list(run)
        while raised and figures:
            count = len(numbers[0]) if numbers else len(figures)
            if numbers and "".join(glyph.text for glyph in figures[:count]) == numbers[0]:
                numbers.pop(0)
            else:
                count = len(figures)
            yield _over(figures[:count])
            figures = figures[count:]


def is_raised(glyph: Glyph) -> bool:
    """Whether a glyph is a small figure above the line: of a call, or of a power."""
    return glyph.text.isdecimal() and glyph.bottom - glyph.y > 0.2 * glyph.em and glyph.top - glyph.bottom < 0.6 * glyph.em


def _label_places(sheet: PdfPage, labels: list[str], text_size: float) -> Iterator[PageLink]:
    """A place over every label; `labels` loses what has been found.

    False positive it avoids: the number "1.5" at the start of a row of a table.
    """
    glyphs = sheet.glyphs
    for at, glyph in enumerate(glyphs):
        if not labels or glyph.em > 0.95 * text_size or not (at == 0 or abs(glyphs[at - 1].y - glyph.y) > 0.6 * glyph.em):
            continue
        run = glyphs[at : at + len(labels[0])]
        behind = glyphs[at + len(run)] if at + len(run) < len(glyphs) else None
        goes_on = behind is not None and not behind.spaced and abs(behind.y - glyph.y) < 0.1 * glyph.em
        if not goes_on and "".join(g.text for g in run) == labels[0]:
            labels.pop(0)
            yield _over(list(run))


def _over(glyphs: list[Glyph]) -> PageLink:
    """A place of the size of some glyphs, shrunk so that it covers no neighbour."""
    left, right = glyphs[0].left, glyphs[-1].right
    middle = min(1.2, (right - left) / 2)
    box = (left + middle, min(g.bottom for g in glyphs), right - middle, max(g.top for g in glyphs))
    return PageLink(*box, 0, 0.0, 0.0)
