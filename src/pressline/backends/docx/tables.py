"""Tables in Word.

Smaller where they are wide, and where that is not enough on a page that is wider than high.

Word parts words anywhere in a column that is too narrow. How wide the columns have to be is reckoned with the breadths of a
common face, because the face that Word will take is not known.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from pressline.backends.docx.ooxml import paragraph, set_style, style_of, twips, w
from pressline.book.table_numbers import missing_behind_point
from pressline.layouts.table_widths import column_widths
from pressline.model import WordPage
from pressline.pandoc.grid import Placed, placed
from pressline.runtime.namespaces import W

LEAST_PT = 8.0  # points: the least type that law reviews and Word's own table styles set tables in
_LETTER = 0.52  # em: a letter of Times New Roman on the average, figures and capitals of heads included
_CELL_PT = 10.8  # what a cell keeps free at both sides, as styles.py has it
_AIR = 1.5  # letters more than the mean of a word takes: "Summer" and "16%" are broader than most
_FIGURE = 0.5  # em: a figure of Times New Roman


def fit_tables(body: etree._Element, page: WordPage, section: etree._Element) -> None:
    """Fit the tables of the text to the page.

    `section` is that of the whole text, and the last of the body.
    """
    measure = (page.width_mm - 2 * page.margin_mm) * 72 / 25.4
    turned = (page.height_mm - 2 * page.margin_mm) * 72 / 25.4
    parted = False
    for table in list(body.iter(W + "tbl")):
        _compact(table)
        _align_numbers(table, page.size_pt)
        _centre_groups(table)
        size, room = _fitting(table, page.size_pt, measure), measure
        if size is None and table.getparent() is body:
            size, room = _fitting(table, page.size_pt, turned) or LEAST_PT, turned
            _turn(table, section, page, first=not parted)
            parted = True
        _set_columns(table, size or LEAST_PT, room)
        if (size or LEAST_PT) < page.size_pt:
            _resize(table, size or LEAST_PT)
    if parted:
        _without_title(section)


def _compact(table: etree._Element) -> None:
    """Set the paragraphs of covered cells close.

    Those that pandoc 3.9 writes have the height of the text.
    """
    for p in table.iter(W + "p"):
        if style_of(p) in ("BodyText", "FirstParagraph"):
            set_style(p, "Compact")


def cells_of(table: etree._Element) -> list[Placed[etree._Element]]:
    """The cells of a table at their places.

    Those that only go on with one above are left out.
    """
    rows = []
    for row in table.findall(W + "tr"):
        rows.append([(1, _span(cell), cell) for cell in row.findall(W + "tc")])
    return [cell for cell in placed(rows) if not _goes_on(cell.cell)]


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else max(1, int(span.get(W + "val") or 1))


def _goes_on(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val") in (None, "continue")


def _text(cell: etree._Element) -> str:
    return "".join(t.text or "" for t in cell.iter(W + "t"))


def _columns(table: etree._Element) -> list[tuple[int, int]]:
    return column_widths((cell.column, cell.width, _text(cell.cell)) for cell in cells_of(table))


def _fitting(table: etree._Element, size_pt: float, measure: float) -> float | None:
    """The size in which a table fits a measure, at most that of the text.

    None when the least is too large.
    """
    columns = _columns(table)
    room = measure - len(columns) * _CELL_PT
    size = min(size_pt, int(2 * room / max(1.0, sum(least + _AIR for least, _ in columns) * _LETTER)) / 2)
    return size if size >= LEAST_PT else None


def _set_columns(table: etree._Element, size_pt: float, measure: float) -> None:
    """Give each column what its words need, and what is left to those whose lines are long."""
    columns = _columns(table)
    letter = size_pt * _LETTER
    need = [(least + _AIR) * letter + _CELL_PT for least, _ in columns]
    wish = [(most - least) * letter for least, most in columns]
    share = min(1.0, max(0.0, measure - sum(need)) / max(1.0, sum(wish)))
    grid = table.find(W + "tblGrid")
    if grid is None or len(grid) != len(columns):
        return
    for column, least, more in zip(grid, need, wish, strict=True):
        column.set(W + "w", str(round((least + share * more) * 20)))


def _resize(table: etree._Element, size_pt: float) -> None:
    for run in table.iter(W + "r"):
        properties = run.find(W + "rPr")
        if properties is None:
            properties = w("rPr")
            run.insert(0, properties)
        if properties.find(f"{W}vertAlign") is None and properties.find(W + "rStyle") is None:
            half = round(size_pt * 2)
            after = properties.find(W + "u")
            for tag in ("szCs", "sz"):
                size = w(tag, val=half)
                if after is None:
                    properties.append(size) if tag == "szCs" else properties.insert(len(properties) - 1, size)
                else:
                    after.addprevious(size) if tag == "szCs" else properties.find(W + "szCs").addprevious(size)  # type: ignore[union-attr]


def _align_numbers(table: etree._Element, size_pt: float) -> None:
    """Set the numbers of a column that holds nothing else right, point below point."""
    heads = sum(1 for row in table.findall(W + "tr") if row.find(f"{W}trPr/{W}tblHeader") is not None)
    columns: dict[int, list[Placed[etree._Element]]] = {}
    for cell in cells_of(table):
        if cell.width == 1:
            columns.setdefault(cell.column, []).append(cell)
    for cells in columns.values():
        below = [cell for cell in cells if cell.row >= heads]
        if any(_aligned(cell.cell) in ("left", "center") for cell in below):
            continue
        missing = missing_behind_point([_text(cell.cell) for cell in below])
        for cell, figures in zip(below, missing, strict=False):
            _set_side(cell.cell, "right", round(figures * _FIGURE * size_pt * 20))
        for cell in cells if missing else ():
            if cell.row < heads:
                _set_side(cell.cell, "right")


def _centre_groups(table: etree._Element) -> None:
    """A head over several columns stands in their middle."""
    heads = sum(1 for row in table.findall(W + "tr") if row.find(f"{W}trPr/{W}tblHeader") is not None)
    for cell in cells_of(table):
        if cell.row < heads and cell.width > 1:
            _set_side(cell.cell, "center")


def _aligned(cell: etree._Element) -> str:
    side = cell.find(f"{W}p/{W}pPr/{W}jc")
    return "" if side is None else str(side.get(W + "val"))


def _set_side(cell: etree._Element, side: str, indent: int = 0) -> None:
    for p in cell.findall(W + "p"):
        properties = p.find(W + "pPr")
        if properties is None:
            continue
        for old in properties.findall(W + "jc"):
            properties.remove(old)
        if indent:
            properties.append(w("ind", right=indent))
        properties.append(w("jc", val=side))


# --- sections ---------------------------------------------------------------------------------------------------------


def _turn(table: etree._Element, section: etree._Element, page: WordPage, *, first: bool) -> None:
    """Put a table, with its caption, into a section whose page is wider than high."""
    head = table
    for before in _caption_of(table):
        head = before
    upright, wide = copy.deepcopy(section), copy.deepcopy(section)
    if not first:
        _without_title(upright)
    _without_title(wide)
    size = wide.find(W + "pgSz")
    assert size is not None, "a section has a size of page"
    for name, value in (("w", twips(page.height_mm)), ("h", twips(page.width_mm)), ("orient", "landscape")):
        size.set(W + name, str(value))
    head.addprevious(_ending(upright))
    table.addnext(_ending(wide))


def _caption_of(table: etree._Element) -> Iterator[etree._Element]:
    before = table.getprevious()
    while before is not None and before.tag != W + "p" and before.tag != W + "tbl":
        before = before.getprevious()  # a bookmark
    if before is not None and before.tag == W + "p" and style_of(before) == "TableCaption":
        yield before


def _ending(section: etree._Element) -> etree._Element:
    """An empty paragraph that ends a section."""
    end = paragraph("Compact")
    properties = end.find(W + "pPr")
    assert properties is not None, "a paragraph of a style has properties"
    properties.append(section)
    return end


def _without_title(section: etree._Element) -> None:
    for title in section.findall(W + "titlePg"):
        section.remove(title)
