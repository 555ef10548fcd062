"""Verse, tables and lists in the HTML of a Book: what pandoc's writer says too little of.

Verse is a <div class="line-block"> of <div class="stanza"> of <div class="line">, so that a line which is turned over hangs and
none is parted from its stanza. Cells that are heads say of what (HTML, 4.9.10: scope). Numbers of a column stand right, and
what follows the point of the others is made up for, because neither WeasyPrint 70 nor readers of EPUB align on a character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from lxml import etree

from pressline.book.table_numbers import missing_behind_point
from pressline.pandoc.grid import Placed, placed
from pressline.pandoc.line_blocks import indent_of, stanzas, without_indent
from pressline.pandoc.tree import Node, div, nodes, rewrite
from pressline.runtime.namespaces import XHTML

Element = etree._Element

LINE_BLOCK, STANZA, LINE = "line-block", "stanza", "line"
HANG = 2.0  # em by which a line that is turned over hangs
_COLUMN = 0.5  # em: a column of typed text is about as wide as a letter
_WIDEST = 12.0  # em that a line is set in at most; deeper ones are brought together in proportion
_SHALLOW = 3.0  # em: beyond it, lines that are turned over hang no deeper than this, or they had no room on a phone
_INDENT = "indent"

# --- before pandoc writes ---------------------------------------------------------------------------------------------


def with_lines(tree: Any) -> Any:
    """A tree whose LineBlocks are divisions of stanzas and lines."""
    return rewrite(tree, _divisions, "LineBlock") if next(nodes(tree, "LineBlock"), None) else tree


def _divisions(block: Node) -> Node:
    return div([div([_line(line) for line in lines], classes=(STANZA,)) for lines in stanzas(block)], classes=(LINE_BLOCK,))


def _line(line: list[Node]) -> Node:
    depth = indent_of(line)
    return div([{"t": "Plain", "c": without_indent(line)}], classes=(LINE,), attributes={_INDENT: str(depth)} if depth else {})


def counting(trees: list[Node]) -> list[str]:
    """How each numbered list of some trees counts, in their order.

    A class, "" for the usual "1.".
    """
    return [_counting(node["c"][0]) for node in nodes(trees, "OrderedList")]


def _counting(attributes: list[Any]) -> str:
    style, delimiter = attributes[1]["t"], attributes[2]["t"]
    around = {"OneParen": "one-paren", "TwoParens": "two-parens"}.get(delimiter, "")
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", style).lower() if style not in ("DefaultStyle", "Example") else "decimal"
    return f"{around}-{kind}" if around else ""


# --- after it ---------------------------------------------------------------------------------------------------------


def settle(root: Element, counted: list[str]) -> None:
    """Change the HTML of a text and its notes.

    `counted` is what `counting` says of its lists.
    """
    for block in root.iter(f"{XHTML}div"):
        if block.get("class") == LINE_BLOCK:
            _set_in(block)
    for lists, kind in zip(root.iter(f"{XHTML}ol"), counted, strict=False):
        if kind:
            lists.set("class", kind)
    for table in root.iter(f"{XHTML}table"):
        _name_heads(table)
        _align_numbers(table)


def _set_in(block: Element) -> None:
    """The lines of a block set in as deep as they say.

    Turned over deeper than the deepest of them.
    """
    lines = [line for line in block.iter(f"{XHTML}div") if line.get("class") == LINE]
    deepest = max((int(line.get(f"data-{_INDENT}") or 0) for line in lines), default=0)
    column = min(_COLUMN, _WIDEST / max(1, deepest))
    hang = HANG + deepest * column if deepest * column <= _SHALLOW else _SHALLOW
    for line in lines:
        depth = int(line.attrib.pop(f"data-{_INDENT}", "0")) * column
        left = max(hang, depth + HANG)
        line.set("style", f"padding-left: {left:g}em; text-indent: {depth - left:g}em;")


def _name_heads(table: Element) -> None:
    for head in table.iter(f"{XHTML}th"):
        within = head.getparent()
        section = within.getparent() if within is not None else None
        above = section is not None and section.tag == f"{XHTML}thead"
        kind = "col" if above else "row"
        group = int(head.get("colspan" if above else "rowspan") or 1) > 1
        head.set("scope", f"{kind}group" if group else kind)


def cells_in(table: Element) -> list[Placed[Element]]:
    """The cells of a table of HTML at their places."""
    cells: list[Placed[Element]] = []
    above = 0
    for section in table:
        rows = [[cell for cell in row if cell.tag in (f"{XHTML}td", f"{XHTML}th", "td", "th")] for row in section if len(row)]
        sized = [
            [(min(_number(cell, "rowspan"), len(rows) - at), _number(cell, "colspan"), cell) for cell in row]
            for at, row in enumerate(rows)
        ]
        cells += [Placed(p.row + above, p.column, p.height, p.width, p.cell) for p in placed(sized)]
        above += len(rows)
    return cells


def _number(cell: Element, name: str) -> int:
    return max(1, int(cell.get(name) or 1))


def _align_numbers(table: Element) -> None:
    """Set the numbers of a column that holds nothing else below each other.

    Point below point.
    """
    columns: dict[int, list[Element]] = defaultdict(list)
    for placed_cell in cells_in(table):
        if placed_cell.width == 1:
            columns[placed_cell.column].append(placed_cell.cell)
    for cells in columns.values():
        numbers = [cell for cell in cells if cell.tag == f"{XHTML}td"]
        if any(re.search("left|center", cell.get("style") or "") for cell in numbers):
            continue
        missing = missing_behind_point([_said(cell) for cell in numbers])
        for head in [cell for cell in cells if missing and (cell.get("scope") or "").startswith("col")]:
            head.set("style", "text-align: right;")
        for cell, figures in zip(numbers, missing, strict=False):
            cell.set("style", "text-align: right;")
            if figures:
                last = cell[-1] if len(cell) and cell[-1].tag == f"{XHTML}p" else cell
                etree.SubElement(last, f"{XHTML}span", {"class": "pad", "style": f"padding-left: {figures:g}ch;"})


def _said(cell: Element) -> str:
    """The text of a cell without the marks of its notes."""
    pieces = [cell.text or ""]
    for child in cell:
        called = child.get("data-note") or child.tag == f"{XHTML}sup"
        pieces += ["" if called else _said(child), child.tail or ""]
    return "".join(pieces).strip()
