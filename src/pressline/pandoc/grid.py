"""Which rows and columns the cells of a table cover (HTML, 4.9.12.1.

Pandoc's Table is counted in the same way).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pressline.pandoc.tree import Node

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A cell, its first row and column from 0, and how many of each it covers."""

    row: int
    column: int
    height: int
    width: int
    cell: T


def placed(rows: Iterable[Sequence[tuple[int, int, T]]]) -> list[Placed[T]]:
    """The cells of some rows at their places.

    Each is (rows, columns, cell), and what another covers is passed over.

    >>> [(p.row, p.column) for p in placed([[(2, 1, "a"), (1, 2, "b")], [(1, 1, "c"), (1, 1, "d")]])]
    [(0, 0), (0, 1), (1, 1), (1, 2)]
    """
    found: list[Placed[T]] = []
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for height, width, cell in cells:
            while (row, column) in taken:
                column += 1
            found.append(Placed(row, column, height, width, cell))
            taken.update((row + down, column + right) for down in range(height) for right in range(width))
            column += width
    return found


def sections(table: Node) -> list[list[Any]]:
    """The rows of a table by section, none empty.

    Head, then of each body its own heads and its rows, then foot.
    """
    _, _, _, head, bodies, foot = table["c"]
    parts = [head[1], *(part for body in bodies for part in (body[2], body[3])), foot[1]]
    return [part for part in parts if part]


def cells_of(table: Node) -> list[Placed[Any]]:
    """All cells of a table of pandoc's at their places; none reaches out of its section."""
    found: list[Placed[Any]] = []
    above = 0
    for rows in sections(table):
        sized = [[(min(cell[2], len(rows) - at), cell[3], cell) for cell in row[1]] for at, row in enumerate(rows)]
        found += [Placed(p.row + above, p.column, p.height, p.width, p.cell) for p in placed(sized)]
        above += len(rows)
    return found
