"""The rows of a book's tables as a PDF tags them.

Which cells are heads, and how many rows and columns they cover.
"""

from __future__ import annotations

from typing import Any

from pressline.pandoc.grid import cells_of
from pressline.pandoc.tree import Node, nodes

Shape = tuple[tuple[bool, int, int], ...]  # of a row: whether a cell is a head, how many rows and columns it covers


def shapes_of(blocks: Any) -> list[list[Shape]]:
    """The rows of the tables of a text that have a head, in their order."""
    return [shapes for table in nodes(blocks, "Table") if (shapes := _shapes(table)) and any(c[0] for r in shapes for c in r)]


def _shapes(table: Node) -> list[Shape]:
    high = len(table["c"][3][1])
    sides = [body[1] for body in table["c"][4]]
    side = min(sides, default=0)
    rows: dict[int, list[tuple[bool, int, int]]] = {}
    for cell in cells_of(table):
        head = cell.row < high or cell.column < side
        rows.setdefault(cell.row, []).append((head, cell.height, cell.width))
    return [tuple(rows[row]) for row in sorted(rows)]
