"""A table of pandoc's as Markdown that reads back with its spans, heads and caption.

See `pandoc.shapes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from pressline.pandoc.grid import Placed, cells_of, sections
from pressline.pandoc.tree import Node

Write = Callable[[list[Node]], str]  # blocks as Markdown of one line

_RULES = {"AlignLeft": ":--", "AlignRight": "--:", "AlignCenter": ":-:"}
_ALIGN = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
_DEFAULT = "AlignDefault"
BREAK = "[]{.break}"


def table_markdown(node: Node, write: Write) -> str:
    """A pipe table, its attributes above it and its caption behind it."""
    _, caption, columns, head, bodies, _ = node["c"]
    cells = cells_of(node)
    height = sum(map(len, sections(node)))
    width = max([len(columns), *(cell.column + cell.width for cell in cells)])
    high = len(head[1])
    usual = [_alignment(cells, column, columns, high) for column in range(width)]
    lines = [[""] * width for _ in range(height)]
    for cell in cells:
        lines[cell.row][cell.column] = _cell(cell, usual[cell.column], write)
    if not high:
        lines.insert(0, [""] * width)
    rule = [_RULES.get(align, "---") for align in usual]
    asked = [*([f"head-rows={high}"] if high > 1 else []), *_head_columns(bodies)]
    rows = [f"| {' | '.join(row)} |" for row in [lines[0], rule, *lines[1:]]]
    table = "\n".join([*([f"{{{' '.join(asked)}}}"] if asked else []), *rows])
    words = write(caption[1])
    return f"{table}\n\n: {words}" if words else table


def _head_columns(bodies: list[Any]) -> list[str]:
    """How many columns at the start are heads of their rows, in all bodies."""
    count = min((body[1] for body in bodies), default=0)
    return [f"head-columns={count}"] if count else []


def _alignment(cells: list[Placed[Any]], column: int, columns: list[Any], high: int) -> str:
    """The alignment of a column: its own, else that of most of its cells below the head."""
    own = str(columns[column][0]["t"]) if column < len(columns) else _DEFAULT
    if own != _DEFAULT:
        return own
    found = Counter(_own(cell) for cell in cells if cell.column == column and cell.row >= high and cell.width == 1)
    return found.most_common(1)[0][0] if found else _DEFAULT


def _own(cell: Placed[Any]) -> str:
    return str(cell.cell[1]["t"])


def _cell(cell: Placed[Any], usual: str, write: Write) -> str:
    """The words of a cell, with what it covers and how it is aligned.

    If otherwise than its column.
    """
    words = BREAK.join(filter(None, (write([block]) for block in _lines(cell.cell[-1]))))
    words = words.replace("|", "\\|")
    asked = [f"colspan={cell.width}"] if cell.width > 1 else []
    asked += [f"rowspan={cell.height}"] if cell.height > 1 else []
    if _own(cell) not in (_DEFAULT, usual) and (words or asked):
        asked.append(f"align={_ALIGN[_own(cell)]}")
    return f"[{words}]{{{' '.join(asked)}}}" if asked else words


def _lines(blocks: list[Node]) -> list[Node]:
    """The blocks of a cell, parted where a line of theirs is broken.

    Those of lists with their marks.
    """
    made: list[Node] = []
    for block in blocks:
        kind = block["t"]
        if kind in ("Plain", "Para"):
            line: list[Node] = []
            for inline in [*block["c"], {"t": "LineBreak"}]:
                if inline["t"] != "LineBreak":
                    line.append(inline)
                elif line:
                    made.append({"t": "Plain", "c": line})
                    line = []
        elif kind == "LineBlock":
            made += [{"t": "Plain", "c": line} for line in block["c"] if line]
        elif kind in ("BlockQuote", "Div"):
            made += _lines(block["c"] if kind == "BlockQuote" else block["c"][1])
        elif kind in ("BulletList", "OrderedList"):
            made += [part for item in (block["c"] if kind == "BulletList" else block["c"][1]) for part in _lines(item)]
        else:
            made.append(block)
    return made
