"""Check tables, verse and lists.

The places of cells, the depth of lines, and the labels of items in an EPUB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pressline.audit.epub.opened import Opened, Problem, all_of, local
from pressline.audit.epub.reading import Read, text_of
from pressline.compare.grids import (
    Grid,
    GridCell,
    VerseLine,
    depth_deviations,
    depth_values,
    grid_deviations,
    grids_of,
    labels_of,
    lines_of,
    solid,
    trees_of,
)
from pressline.locale.numerals import label_of
from pressline.model import Book
from pressline.pandoc.grid import placed

_LENGTH = re.compile(r"(padding-left|text-indent)\s*:\s*(-?\d{1,4}(?:\.\d{1,4})?)em")
_STYLES = {"": "Decimal", "1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_SECTIONS = ("thead", "tbody", "tfoot")


def check_grids(opened: Read, book: Book) -> Iterator[Problem]:
    """Check that every cell stands over the rows and columns that the book gives it."""
    found = [_grid(table) for root in _roots(opened) for table in all_of(root, "table")]
    for values in grid_deviations(grids_of(trees_of(book)), found):
        yield "A110", "", values


def _roots(opened: Opened) -> list[etree._Element]:
    return [doc.root for doc in opened.reading_order if "nav" not in doc.path]


def _grid(table: etree._Element) -> Grid:
    cells: list[GridCell] = []
    above = 0
    for section in [child for child in table if local(child) in _SECTIONS]:
        rows = [[c for c in row if local(c) in ("td", "th")] for row in section if local(row) == "tr"]
        sized = [
            [(min(_span(c, "rowspan"), len(rows) - at), _span(c, "colspan"), c) for c in row] for at, row in enumerate(rows)
        ]
        for p in placed(sized):
            cells.append(GridCell(p.row + above, p.column, p.height, p.width, solid(text_of(p.cell))))
        above += len(rows)
    return tuple(cells)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, int(value)) if value.isdecimal() else 1


def check_verse(opened: Read, book: Book) -> Iterator[Problem]:
    """Check that every line of verse is there as a line, and set in as the book has it."""
    wanted = lines_of(trees_of(book))
    stanza, shown = 0, []
    for root in _roots(opened) if wanted else []:
        for block in all_of(root, "div"):
            if "stanza" in (block.get("class") or "").split():
                stanza += 1
                shown += [_line(line, stanza) for line in block if "line" in (line.get("class") or "").split()]
    yield from ((code, "", values) for code, values in _told(wanted, shown))


def _told(wanted: list[VerseLine], shown: list[VerseLine]) -> Iterator[tuple[str, dict[str, object]]]:
    for one, other in zip(wanted, shown, strict=False):
        if one.text != other.text:
            yield "A111", {"line": one.text[:40], "expected": "a line of its own", "found": f"“{other.text[:40]}”"}
            return
    if len(wanted) != len(shown):
        yield "A111", {"line": "all", "expected": f"{len(wanted)} lines", "found": f"{len(shown)}"}
        return
    for line in depth_deviations(wanted, shown):
        yield "A111", depth_values(line)


def _line(line: etree._Element, stanza: int) -> VerseLine:
    numbers = "".join(solid(text_of(e)) for e in line.iter("{*}span") if "line-number" in (e.get("class") or "").split())
    text = solid(text_of(line))
    lengths = {name: float(value) for name, value in _LENGTH.findall(line.get("style") or "")}
    return VerseLine(text.removesuffix(numbers) if numbers else text, sum(lengths.values()), stanza)


def check_labels(opened: Read, book: Book) -> Iterator[Problem]:
    """Check that every numbered list begins with the label that the book gives it."""
    lists = [found for root in _roots(opened) for found in all_of(root, "ol")]
    for wanted, found in zip(labels_of(trees_of(book)), lists, strict=False):
        names = (found.get("class") or "").split()
        around = next((n for n in names if n.startswith(("one-paren-", "two-parens-"))), "")
        delimiter = "TwoParens" if around.startswith("two") else "OneParen" if around else "Period"
        start = found.get("start") or "1"
        shown = (int(start) if start.lstrip("-").isdecimal() else 1, _STYLES.get(found.get("type") or "", ""), delimiter)
        if shown != wanted:
            item = " ".join(text_of(next(iter(found), found)).split())[:40]
            yield "A112", "", {"item": item, "expected": label_of(*wanted), "found": label_of(*shown)}
