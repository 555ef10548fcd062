"""Check tables, verse and lists.

The places of cells, the depth of lines, and the labels of items in a DOCX.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pressline.audit.docx.package import DOCUMENT, FOOTNOTES, Package
from pressline.audit.docx.reading import style_of
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
from pressline.findings import Finding
from pressline.locale.numerals import label_of
from pressline.model import Book
from pressline.pandoc.grid import placed
from pressline.runtime.namespaces import M, W

_SPACE = "\u00a0"
_STYLES = {
    "decimal": "Decimal",
    "lowerLetter": "LowerAlpha",
    "upperLetter": "UpperAlpha",
    "lowerRoman": "LowerRoman",
    "upperRoman": "UpperRoman",
}


def check_grids(package: Package, book: Book) -> Iterator[Finding]:
    """Check that every cell of the text's tables stands over its rows and columns.

    Those that the book gives it.
    """
    found = [_grid(table) for table in package.document.iter(W + "tbl") if not _is_front(table)]
    for values in grid_deviations(grids_of([book.blocks]), found):
        yield package.part_finding("A110", DOCUMENT, **values)


def _is_front(table: etree._Element) -> bool:
    return any(above.tag == W + "sdt" for above in table.iterancestors())


def _grid(table: etree._Element) -> Grid:
    """A table whose cells that go on below are one cell with the first of them."""
    rows = [[(1, _span(cell), cell) for cell in row.findall(W + "tc")] for row in table.findall(W + "tr")]
    made: dict[tuple[int, int], GridCell] = {}
    open_cells: dict[int, tuple[int, int]] = {}  # by column, the cell that may go on
    for p in placed(rows):
        merge = p.cell.find(f"{W}tcPr/{W}vMerge")
        goes_on = merge is not None and merge.get(W + "val") in (None, "continue")
        key = open_cells.get(p.column)
        if goes_on and key is not None and made[key].width == p.width:
            old = made[key]
            made[key] = GridCell(old.row, old.column, old.height + 1, old.width, old.text)
            continue
        made[p.row, p.column] = GridCell(p.row, p.column, 1, p.width, _text(p.cell))
        open_cells[p.column] = (p.row, p.column)
        if merge is None:
            open_cells.pop(p.column)
    return tuple(made.values())


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = "1" if span is None else str(span.get(W + "val"))
    return max(1, int(value)) if value.isdecimal() else 1


def _text(cell: etree._Element) -> str | None:
    """The letters and figures of a cell; None where fields or formulas stand in it."""
    if next(cell.iter(W + "fldChar", M + "oMath", W + "drawing", W + "numPr"), None) is not None:
        return None
    return solid("".join(t.text or "" for t in cell.iter(W + "t")))


def check_verse(package: Package, book: Book) -> Iterator[Finding]:
    """Check that every line of verse is there as a line, and set in as the book has it."""
    wanted = lines_of(trees_of(book))
    shown: list[VerseLine] = []
    verse = [p for part in (DOCUMENT, FOOTNOTES) for p in package.roots[part].iter(W + "p") if style_of(p) in _VERSE]
    for stanza, p in enumerate(verse if wanted else [], start=1):
        shown += _lines(p, stanza)
    if not wanted or not verse:
        if wanted and any(line.stanza for line in lines_of([book.blocks])):
            yield package.part_finding("A111", DOCUMENT, line="all", expected=f"{len(wanted)} lines", found="none")
        return
    shown = [line for line in shown if line.text]
    texts = [line.text for line in shown]
    at = 0
    found: list[VerseLine | None] = []
    for line in wanted:  # other paragraphs may have the style, too: an author's division of verse
        there = next((k for k in range(at, len(texts)) if texts[k] == line.text), None)
        if there is None and line.text:
            yield package.part_finding("A111", DOCUMENT, line=line.text[:40], expected="a line of its own", found="none")
        found.append(shown[there] if there is not None else None)
        at = at if there is None else there + 1
    for line in depth_deviations(wanted, found):
        yield package.part_finding("A111", DOCUMENT, **depth_values(line))


_VERSE = ("Verse", "FootnoteVerse")


def _lines(p: etree._Element, stanza: int) -> list[VerseLine]:
    lines, numbered = [""], False
    for element in p.iter(W + "t", W + "br", W + "tab"):
        if element.tag == W + "br":
            lines.append("")
            numbered = False
        elif element.tag == W + "tab" and element.getparent() is not None and element.getparent().tag == W + "r":  # type: ignore[union-attr]
            numbered = True
        elif not numbered:
            lines[-1] += element.text or ""
    return [VerseLine(solid(line), len(line) - len(line.lstrip(_SPACE)), stanza) for line in lines]


def check_labels(package: Package, book: Book) -> Iterator[Finding]:
    """Check that every numbered list of the text begins with its label."""
    levels = _levels(package)
    seen: dict[tuple[str, str], etree._Element] = {}
    for p in package.document.iter(W + "p"):
        values = [p.find(f"{W}pPr/{W}numPr/{W}{name}") for name in ("numId", "ilvl")]
        key = tuple("" if value is None else str(value.get(W + "val")) for value in values)
        if key in levels:
            seen.setdefault((key[0], key[1]), p)
    wanted = labels_of([book.blocks])
    if len(wanted) != len(seen):  # items that begin with something else than a paragraph have no number of their own
        return
    for one, (key, p) in zip(wanted, seen.items(), strict=True):
        if levels[key] != one:
            item = "".join(t.text or "" for t in p.iter(W + "t"))[:40]
            yield package.part_finding("A112", DOCUMENT, item=item, expected=label_of(*one), found=label_of(*levels[key]))


def _levels(package: Package) -> dict[tuple[str, str], tuple[int, str, str]]:
    """Start, style and delimiter of each level of each numbered list, by list and level."""
    numbering = package.roots.get("word/numbering.xml")
    if numbering is None:
        return {}
    shapes = {shape.get(W + "abstractNumId"): shape for shape in numbering.iter(W + "abstractNum")}
    found: dict[tuple[str, str], tuple[int, str, str]] = {}
    for number in numbering.iter(W + "num"):
        of = number.find(W + "abstractNumId")
        shape = shapes.get(of.get(W + "val")) if of is not None else None
        starts = {o.get(W + "ilvl"): o.find(W + "startOverride") for o in number.iter(W + "lvlOverride")}
        for level in shape.iter(W + "lvl") if shape is not None else ():
            style = _STYLES.get(_value(level, "numFmt"))
            text = _value(level, "lvlText")
            override = starts.get(level.get(W + "ilvl"))
            start = _value(level, "start") if override is None else str(override.get(W + "val"))
            if style and "%" in text:
                delimiter = "TwoParens" if text.startswith("(") else "OneParen" if text.endswith(")") else "Period"
                key = str(number.get(W + "numId")), str(level.get(W + "ilvl"))
                found[key] = (int(start) if start.isdecimal() else 1, style, delimiter)
    return found


def _value(level: etree._Element, name: str) -> str:
    element = level.find(W + name)
    return "" if element is None else str(element.get(W + "val"))
