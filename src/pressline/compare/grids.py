"""Tables, verse and lists as a book has them.

Columns under cells, depths of lines, labels of items.

To compare with a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from pressline.compare.text_compare import fold
from pressline.model import Book
from pressline.pandoc.grid import cells_of
from pressline.pandoc.line_blocks import LINE_NUMBER, indent_of, stanzas, without_indent
from pressline.pandoc.tree import Node, classes_of, nodes, plain, rewrite

_SHOWN = 40  # characters of a cell or line that a finding quotes
_OPAQUE = ("Image", "Math", "RawInline", "OrderedList", "BulletList")  # what a format may say in its own way


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its place in a table, from 0, and its letters and figures.

    None when they are not compared.
    """

    row: int
    column: int
    height: int
    width: int
    text: str | None

    def told(self) -> str:
        """The cell in words."""
        spot = f"column {self.column + 1}" + (f" to {self.column + self.width}" if self.width > 1 else "")
        high = f", {self.height} rows high" if self.height > 1 else ""
        return f"“{(self.text or '…')[:_SHOWN]}” in {spot}{high}"


Grid = tuple[GridCell, ...]


def solid(text: str) -> str:
    """The letters and figures of a text, which is how texts of cells are compared.

    >>> solid("1,204 (of all)")
    '1204ofall'
    """
    return "".join(filter(str.isalnum, fold(text)))


def trees_of(book: Book) -> list[Any]:
    """The text of a book, and its notes in their order."""
    return [book.blocks, *(note.body for note in sorted(book.notes, key=lambda note: note.number))]


def grids_of(trees: Iterable[Any]) -> list[Grid]:
    """The tables of some trees, in their order."""
    return [_grid(table) for tree in trees for table in nodes(tree, "Table")]


def _grid(table: Node) -> Grid:
    cells = []
    for cell in cells_of(table):
        blocks = cell.cell[4]
        text = None if next(nodes(blocks, *_OPAQUE), None) else solid(_plain(blocks))
        cells.append(GridCell(cell.row, cell.column, cell.height, cell.width, text))
    return tuple(cells)


def _plain(blocks: Any) -> str:
    return plain(rewrite(blocks, lambda node: [] if "call" in classes_of(node) else None, "Span"))


def grid_deviations(expected: Sequence[Grid], found: Sequence[Grid]) -> Iterator[dict[str, Any]]:
    """Where tables differ: the first difference of each, as the values of a finding A110."""
    if len(expected) != len(found):
        yield {"number": "count", "row": 0, "expected": len(expected), "found": len(found)}
        return
    for number, (wanted, shown) in enumerate(zip(expected, found, strict=True), start=1):
        for one, other in zip_longest(wanted, shown):
            if one is None or other is None or not _same(one, other):
                row = (one or other).row + 1
                told = [cell.told() if cell else "nothing" for cell in (one, other)]
                yield {"number": number, "row": row, "expected": told[0], "found": told[1]}
                break


def _same(one: GridCell, other: GridCell) -> bool:
    spots = [(cell.row, cell.column, cell.height, cell.width) for cell in (one, other)]
    return spots[0] == spots[1] and (one.text is None or other.text is None or one.text == other.text)


# --- verse ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VerseLine:
    """A line of verse: its letters and figures without its number, how deep it is set in.

    And the stanza it is of.
    """

    text: str
    depth: float
    stanza: int


def lines_of(trees: Iterable[Any]) -> list[VerseLine]:
    """The lines of the line blocks of some trees, in their order.

    Stanzas are counted through.
    """
    found: list[VerseLine] = []
    stanza = 0
    for tree in trees:
        for block in nodes(tree, "LineBlock"):
            for lines in stanzas(block):
                stanza += 1
                found += [VerseLine(solid(_without_number(line)), indent_of(line), stanza) for line in lines]
    return found


def _without_number(line: list[Node]) -> str:
    said = rewrite(without_indent(line), lambda n: [] if {LINE_NUMBER, "call"} & set(classes_of(n)) else None, "Span")
    return plain(said)


def depth_deviations(expected: Sequence[VerseLine], found: Sequence[VerseLine | None], slack: float = 0) -> Iterator[VerseLine]:
    """The lines that are not set in from the line before as they should be.

    None is a line whose place is not known.

    How far does not matter: that is the layout's business.
    """
    for k in range(1, len(expected)):
        one, other = found[k - 1], found[k]
        if expected[k].stanza != expected[k - 1].stanza or one is None or other is None or one.stanza != other.stanza:
            continue
        wanted = expected[k].depth - expected[k - 1].depth
        step = other.depth - one.depth
        if (abs(step) <= slack) != (wanted == 0) or wanted * step < 0:
            yield expected[k]


def depth_values(line: VerseLine) -> dict[str, Any]:
    """The values of a finding A111."""
    return {"line": line.text[:_SHOWN], "expected": f"{line.depth:g} columns", "found": "another depth beside the line before"}


# --- lists ------------------------------------------------------------------------------------------------------------

_USUAL = {"DefaultStyle": "Decimal", "Example": "Decimal", "DefaultDelim": "Period"}


def labels_of(trees: Iterable[Any]) -> list[tuple[int, str, str]]:
    """Start, style and delimiter of each numbered list of some trees, by pandoc's names."""
    rows = [node["c"][0] for tree in trees for node in nodes(tree, "OrderedList")]
    return [(start, _USUAL.get(style["t"], style["t"]), _USUAL.get(d["t"], d["t"])) for start, style, d in rows]
