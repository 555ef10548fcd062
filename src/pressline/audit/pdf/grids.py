"""Check tables and verse in a PDF.

Which rows and columns cells cover, and how deep lines are set in.

What a cell says is compared with the words; that it stands over the right columns is told by its tags, which are made of the
same boxes as its place on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from pressline.audit.pdf.bidi import is_rtl
from pressline.audit.pdf.grid_shapes import Shape
from pressline.audit.pdf.regions import ReadGlyph, Regions
from pressline.compare.grids import VerseLine, depth_deviations, depth_values, solid
from pressline.findings import Finding, Place, finding

_SLACK_PT = 1.0  # of the places where two lines begin


def table_findings(pdf: pikepdf.Pdf, expected: Sequence[Sequence[Shape]], path: str) -> Iterator[Finding]:
    """Findings A110 for rows whose cells cover others than the book's.

    A table that runs on to another page is a Table there, too, and may repeat its head.
    """
    found = [_row(row) for table in _all(pdf.Root.get("/StructTreeRoot"), "/Table") for row in _all(table, "/TR")]
    at = 0
    for number, rows in enumerate(expected, start=1):
        head = [row for row in rows if all(cell[0] for cell in row)]
        for k, row in enumerate(rows, start=1):
            while at < len(found) and found[at] != row and k > 1 and found[at] in head:
                at += 1
            shown = found[at] if at < len(found) else ()
            if shown != row:
                yield finding("A110", Place(path), number=number, row=k, expected=_told(row), found=_told(shown))
                return
            at += 1


def _told(row: Shape) -> str:
    cells = [f"{width} × {height} {'head' if head else 'cell'}" for head, height, width in row]
    return ", ".join(cells) or "nothing"


def _row(row: Any) -> Shape:
    cells = [kid for kid in _kids(row) if str(kid.get("/S")) in ("/TH", "/TD")]
    return tuple((str(cell.S) == "/TH", _covered(cell, "/RowSpan"), _covered(cell, "/ColSpan")) for cell in cells)


def _covered(cell: Any, name: str) -> int:
    attributes = cell.get("/A", pikepdf.Dictionary())
    parts = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((int(part[name]) for part in parts if isinstance(part, pikepdf.Dictionary) and name in part), 1)


def _all(element: Any, kind: str) -> Iterator[Any]:
    """The elements of a kind below one, in the order of reading."""
    stack = _kids(element)[::-1]
    while stack:
        found = stack.pop()
        if str(found.get("/S")) == kind:
            yield found
        else:
            stack += _kids(found)[::-1]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", []) if element is not None else []
    held = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in held if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


# --- verse ------------------------------------------------------------------------------------------------------------


def verse_findings(zones: Sequence[Regions], wanted: Sequence[VerseLine], path: str) -> Iterator[Finding]:
    """Findings A111 for lines of verse that are not set in as the book has them.

    Lines are compared with those beside them on the same page.
    """
    if not wanted:
        return
    shown = [(zone.page, line) for zone in zones for line in _lines(zone.body)]
    texts = [solid("".join(mark.glyph.text for mark in line if not mark.call)) for _, line in shown]
    at = 0
    found: list[VerseLine | None] = []
    for line in wanted:
        there = next((k for k in range(at, len(texts)) if len(texts[k]) > 1 and _begins(line.text, texts[k])), None)
        found.append(None if there is None else _placed(shown[there], line.stanza))
        at = at if there is None else there + 1
    for line in depth_deviations(wanted, found, _SLACK_PT):
        yield finding("A111", Place(path), **depth_values(line))


def _begins(text: str, line: str) -> bool:
    """Whether a line of verse, perhaps turned over, begins with a line of a page.

    That may end in the verse's number.
    """
    return text.startswith(line) or (line.startswith(text) and line[len(text) :].isdecimal() and bool(text))


def _placed(shown: tuple[int, list[ReadGlyph]], stanza: int) -> VerseLine | None:
    page, line = shown
    glyph = line[0].glyph
    if glyph.x == glyph.y == 0.0:  # of a long book only the letters are kept
        return None
    if is_rtl(glyph):  # it begins at the right
        return VerseLine("", -max(mark.glyph.right for mark in line), stanza * 100_000 + page)
    return VerseLine("", glyph.x, stanza * 100_000 + page)


def _lines(body: Sequence[ReadGlyph]) -> Iterator[list[ReadGlyph]]:
    line: list[ReadGlyph] = []
    for mark in body:
        if mark.starts_line and line:
            yield line
            line = []
        line.append(mark)
    if line:
        yield line
