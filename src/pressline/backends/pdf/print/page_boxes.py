"""The sheet that a page is printed on: trim, bleed, and crop marks outside the bleed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary

from pressline.model import Printing

MARK = 18.0  # points: how long a crop mark is
SLUG = 24.0  # points of paper outside the bleed that crop marks stand on
_LINE = 0.25  # points: a hair that shows where to cut, and no more


def set_into_sheet(page: Any, content: bytes, printing: Printing) -> float:
    """Give a page of its trimmed size the sheet around it.

    How far its content moves to the right and up, in points. A page that is wider than high lies on a sheet as high as the
    others; a cover, which has a function of its own, stays as it is.
    """
    _, _, width, height = (float(side) for side in page.MediaBox)
    if width > height:
        page.Rotate = 90
    bleed = printing.bleed_pt
    edge = bleed + (SLUG if printing.marks else 0.0)
    page.MediaBox = Array([0, 0, width + 2 * edge, height + 2 * edge])
    page.BleedBox = Array([edge - bleed, edge - bleed, width + edge + bleed, height + edge + bleed])
    page.TrimBox = Array([edge, edge, width + edge, height + edge])
    marks = crop_marks(width, height, edge, bleed) if printing.marks else b""
    page.Contents.write(b"q 1 0 0 1 %s %s cm\n%s\nQ%s" % (_number(edge), _number(edge), content, marks))
    return edge


def crop_marks(width: float, height: float, edge: float, bleed: float) -> bytes:
    """Eight hairs in black that tell where to cut; none of them comes nearer than the bleed.

    Black and not all inks: a text page has the black plate alone.
    """
    lines = list(_lines(width, height, edge, bleed))
    drawn = b"\n".join(b"%s %s m %s %s l S" % tuple(_number(value) for value in line) for line in lines)
    return b"\nq 0 0 0 1 K %s w\n%s\nQ" % (_number(_LINE), drawn)


def _lines(width: float, height: float, edge: float, bleed: float) -> Iterator[tuple[float, float, float, float]]:
    near, far = edge - bleed - (SLUG - MARK) / 2, edge - bleed - (SLUG - MARK) / 2 - MARK
    for x in (edge, edge + width):
        yield x, near, x, far
        yield x, 2 * edge + height - near, x, 2 * edge + height - far
    for y in (edge, edge + height):
        yield near, y, far, y
        yield 2 * edge + width - near, y, 2 * edge + width - far, y


def shift_outline(item: Any, edge: float) -> None:
    """Let the outline lead to where things stand on the larger sheet."""
    child = item.get("/First", None) if isinstance(item, Dictionary) else None
    while child is not None:
        dest = child.get("/Dest")
        if isinstance(dest, Array) and len(dest) >= 4:
            dest[2], dest[3] = float(dest[2]) + edge, float(dest[3]) + edge
        shift_outline(child, edge)
        child = child.get("/Next")


def _number(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()
