"""A finished booklet, folded.

The halves of its sides in the order in which a reader turns them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pikepdf

from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.pages import PdfPage
from pressline.findings import Finding, Place, finding


def folded(sides: list[PdfPage], *, rtl: bool = False) -> list[PdfPage]:
    """The pages of a booklet in the order of its nested sheets, without blanks at the end.

    `rtl`: it is bound at the right.

    The outermost sheet bears the first and the last two pages: on its front the last beside the first, on its back the
    second beside the last but one.
    """
    leaves = len(sides) * 2
    pages: dict[int, PdfPage] = {}
    for number, side in enumerate(sides):
        sheet, back = divmod(number, 2)
        left, right = (2 * sheet + 2, leaves - 2 * sheet - 1) if back else (leaves - 2 * sheet, 2 * sheet + 1)
        left, right = (right, left) if rtl else (left, right)
        pages[left], pages[right] = _half(side, left, 0.0), _half(side, right, side.width / 2)
    ordered = [pages[number] for number in sorted(pages)]
    while ordered and not ordered[-1].glyphs:
        ordered.pop()
    return ordered


def _half(side: PdfPage, number: int, start: float) -> PdfPage:
    """Half of a side as a page."""
    width = side.width / 2
    held = tuple(_left(glyph, start) for glyph in side.glyphs if start <= (glyph.left + glyph.right) / 2 < start + width)
    said = tuple(one for one in side.said if start <= one.middle < start + width)
    return replace(side, page=number, width=width, glyphs=held, said=said)


def _left(glyph: Glyph, by: float) -> Glyph:
    return glyph._replace(x=glyph.x - by, end=glyph.end - by, left=glyph.left - by, right=glyph.right - by)


def booklet_findings(pdf: pikepdf.Pdf, sides: list[PdfPage], path: str) -> Iterator[Finding]:
    """Findings A024: more or fewer sides than the pages need.

    Links and an outline, which paper has not; text over the fold.
    """
    place = Place(path)
    needed = -(-len(folded(sides)) // 4) * 2
    if len(sides) != needed:
        yield finding("A024", place, what="the sides", expected=str(needed), found=str(len(sides)))
    if "/Outlines" in pdf.Root:
        yield finding("A024", place, what="the outline", expected="none", found="one")
    for number, (page, side) in enumerate(zip(pdf.pages, sides, strict=True), start=1):
        spot = Place(path, spot=f"side {number}")
        if len(page.obj.get("/Annots", [])):
            yield finding("A024", spot, what="links", expected="none", found=str(len(page.obj.Annots)))
        crossing = "".join(glyph.text for glyph in side.glyphs if glyph.left < side.width / 2 < glyph.right)
        if crossing:
            yield finding("A024", spot, what="the fold", expected="no text over it", found=crossing[:60])
