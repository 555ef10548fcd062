"""What our dialect says of tables and lists in attributes.

Because CommonMark has no words for it.

Above a table `{head-rows=2}` and `{head-columns=1}`; in a cell `[words]{colspan=2 rowspan=2}`, the cells that it covers left
empty; behind a table `: a caption`, as in pandoc's Markdown; in a cell `[]{.break}` where a line ends. Above a list
`{labels="(a)"}`, the label of its first item. pandoc's AST has its own fields for all of them, and there they go.
"""

from __future__ import annotations

import re
from typing import Any

from pressline.locale.numerals import alphabetic_value, roman, roman_value
from pressline.pandoc.tree import Node, attribute, classes_of, nodes, rewrite, string

BREAK = "break"  # the class of a span that ends a line within a cell
# What of a line is no words. False positive it avoids: "{.smallcaps}" and other attributes, which stay in the tree.
ATTRIBUTES = re.compile(
    r"\{(?:(?:head-rows|head-columns|colspan|rowspan|align|labels|type)=(?:\"[^\"\n]{0,20}\"|\w{1,10})(?: |(?=\})))+\}"
    r"|\{\.break\}"
)
_LABEL = re.compile(r"(?P<open>\(?)(?P<number>\d{1,9}|[A-Za-z]{1,9})(?P<close>[.)]?)")
_LONE_ROMAN = "ivx"  # of one letter only these are taken for numerals: "(c)" follows "(b)"
_MOST = 1000  # rows or columns that a cell may cover (HTML, 4.9.11)


def shaped(tree: Any) -> Any:
    """A tree with what the attributes say in its own fields."""
    if not any(node["t"] == "Table" or _pairs(node) for node in nodes(tree, "Table", "Div")):
        return tree
    return rewrite(_captioned(tree), _shape, "Table", "Div")


def _pairs(node: Node) -> dict[str, str]:
    return dict(node["c"][0][2])


# --- lists and wrappers -----------------------------------------------------------------------------------------------


def _shape(node: Node) -> Node | list[Node] | None:
    if node["t"] == "Table":
        return _table(node)
    inner = node["c"][1]
    if len(inner) == 1 and inner[0]["t"] == "OrderedList":
        found = label_style(attribute(node, "labels"), alphabetic_first=attribute(node, "type") in ("a", "A"))
        if found:
            return {"t": "OrderedList", "c": [found, shaped(inner[0]["c"][1])]}
    return None


def label_style(label: str, *, alphabetic_first: bool = False) -> list[Any] | None:
    """Start, style and delimiter.

    As pandoc has them, of the list whose first item has a label; None when it is none.

    >>> label_style("(c)"), label_style("iv."), label_style("B)"), label_style("–")
    ([3, {'t': 'LowerAlpha'}, {'t': 'TwoParens'}], [4, {'t': 'LowerRoman'}, {'t': 'Period'}], [2, {'t': 'UpperAlpha'}, {'t': 'OneParen'}], None)
    """  # noqa: E501
    match = _LABEL.fullmatch(label.strip())
    if not match or (match["open"] and match["close"] != ")"):
        return None
    number, kind = match["number"], "Decimal"
    if number.isdigit():
        value = int(number)
    else:
        if not (number.islower() or number.isupper()):
            return None
        low = number.lower()
        value = 0 if alphabetic_first or (len(low) == 1 and low not in _LONE_ROMAN) else roman_value(low)
        value = value if roman(value) == low else 0
        name = "Roman" if value else "Alpha"
        value = value or alphabetic_value(low)
        kind = ("Upper" if number.isupper() else "Lower") + name
    delimiter = "TwoParens" if match["open"] else "OneParen" if match["close"] == ")" else "Period"
    return [value, {"t": kind}, {"t": delimiter}]


# --- tables -----------------------------------------------------------------------------------------------------------


def _captioned(tree: Any) -> Any:
    """A tree whose tables hold the captions that stand behind them."""
    if isinstance(tree, dict):
        return {**tree, "c": _captioned(tree["c"])} if tree.get("t") in _HOLDERS else tree
    if not isinstance(tree, list):
        return tree
    made: list[Any] = []
    for item in tree:
        table = _table_in(made[-1]) if made else None
        caption = _caption_words(item) if table is not None else None
        if table is None or caption is None or table["c"][1][1]:
            made.append(_captioned(item))
        else:
            made[-1] = _with_caption(made[-1], caption)
    return made


_HOLDERS = frozenset({"BlockQuote", "BulletList", "OrderedList", "Div", "DefinitionList"})


def _table_in(node: Any) -> Node | None:
    """A table, also one that has attributes around it."""
    if isinstance(node, dict) and node.get("t") == "Table":
        return node
    return None


def _caption_words(node: Any) -> list[Node] | None:
    """The words of a paragraph ": a caption"; None for any other."""
    if not isinstance(node, dict) or node.get("t") != "Para":
        return None
    words = node["c"]
    if len(words) < 3 or words[0] != string(":") or words[1]["t"] != "Space":
        return None
    return list(words[2:])


def _with_caption(node: Node, words: list[Node]) -> Node:
    attr, _, *rest = node["c"]
    return {"t": "Table", "c": [attr, [None, [{"t": "Plain", "c": words}]], *rest]}


def _table(node: Node) -> Node:
    """A table whose heads, spans and breaks are its own."""
    attr, caption, columns, head, bodies, foot = node["c"]
    pairs = dict(attr[2])
    rows = [*head[1], *(row for body in bodies for row in body[3])]
    high = _count(pairs.get("head-rows", ""), len(head[1]), len(rows))
    if head[1] and not any(cell[4] for cell in head[1][0][1]):  # a pipe table has a head always: an empty one is none
        rows, high = rows[1:], 0
    made = [*_spanned(rows[:high]), *_spanned(rows[high:])]
    side = _count(pairs.get("head-columns", ""), 0, len(columns))
    kept = [attr[0], attr[1], [[k, v] for k, v in attr[2] if k not in ("head-rows", "head-columns")]]
    body = [["", [], []], side, [], made[high:]]
    return {"t": "Table", "c": [kept, caption, columns, [head[0], made[:high]], [body], foot]}


def _count(text: str, usual: int, most: int) -> int:
    return min(int(text), most) if re.fullmatch(r"\d{1,4}", text) else usual


def _spanned(rows: list[Any]) -> list[Any]:
    """Rows whose cells cover what their words say; the empty cells that they cover are gone."""
    taken: set[tuple[int, int]] = set()
    made: list[Any] = []
    for at, (attr, cells) in enumerate(rows):
        kept: list[Any] = []
        for column, cell in enumerate(cells):
            if (at, column) in taken and not cell[4]:
                continue
            height, width, align, blocks = _asked(cell)
            height = min(height, len(rows) - at)
            width = _free(cells, column, width, taken, at)
            while height > 1 and not _is_free(rows[at + height - 1][1], column, width, taken, at + height - 1):
                height -= 1
            area = {(at + down, column + right) for down in range(height) for right in range(width)}
            taken |= area - {(at, column)}
            kept.append([cell[0], align, height, width, blocks])
        made.append([attr, kept])
    return made


def _free(cells: list[Any], column: int, width: int, taken: set[tuple[int, int]], row: int) -> int:
    """How many columns of those asked for are free.

    A cell that says something is never covered.
    """
    end = column + 1
    while end < min(column + width, len(cells)) and not cells[end][4] and (row, end) not in taken:
        end += 1
    return end - column


def _is_free(cells: list[Any], column: int, width: int, taken: set[tuple[int, int]], row: int) -> bool:
    spots = range(column, min(column + width, len(cells)))
    return all(not cells[at][4] and (row, at) not in taken for at in spots)


_ALIGN = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def _asked(cell: Any) -> tuple[int, int, Any, list[Node]]:
    """Height and width that a cell asks for, its alignment, and its blocks without what asks."""
    _, align, height, width, blocks = cell
    inlines = blocks[0]["c"] if len(blocks) == 1 and blocks[0]["t"] in ("Plain", "Para") else []
    if len(inlines) == 1 and inlines[0]["t"] == "Span":
        pairs = _pairs(inlines[0])
        if pairs.keys() & {"colspan", "rowspan", "align"} and not inlines[0]["c"][0][0]:
            height = max(1, _count(pairs.get("rowspan", ""), 1, _MOST))
            width = max(1, _count(pairs.get("colspan", ""), 1, _MOST))
            align = {"t": _ALIGN[pairs["align"]]} if pairs.get("align") in _ALIGN else align
            blocks = [{"t": "Plain", "c": inlines[0]["c"][1]}] if inlines[0]["c"][1] else []
    return height, width, align, _broken(blocks)


def _broken(blocks: list[Node]) -> list[Node]:
    """The blocks of a cell with line breaks where a span says so."""
    if not any(BREAK in classes_of(node) for node in nodes(blocks, "Span")):
        return blocks
    made: list[Node] = rewrite(
        blocks, lambda node: {"t": "LineBreak"} if BREAK in classes_of(node) and not node["c"][1] else None, "Span"
    )
    return made
