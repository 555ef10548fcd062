"""Tables fitted to the measure.

Set smaller, then turned onto a page that is wider than high, then with their words parted.

How wide a table needs to be is asked of the pages as they are laid out, not computed: it is the font's and the style sheet's.
A table that fits costs nothing, one that does not a layout more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pressline.findings import Finding, Place, finding

Element = etree._Element

# Points: the least size of a table, that of the smallest notes of printed books. Below 6.5 pt IngramSpark's and KDP's guides
# call type hard to read; what fits no more even so is turned.
LEAST_PT = 7.0
TURNED, PARTED, WHOLE = "turned", "parted", "whole"
_KEY = "data-table"
_SLACK_PT = 0.3  # a table that is wider by less than its rule
_SHORT = 0.4  # of the height of a page: a table that is shorter is not parted between two
_ROUNDS = 5  # smaller, turned, smaller there, parted; and a page that another table moved
_PT = 0.75  # points in a pixel of CSS


@dataclass(slots=True)
class _Seen:
    """A table as it is laid out, in points.

    Its width, the room for it, its type size, its height, the pages it is on.
    """

    width: float
    room: float
    size: float
    height: float
    page_height: float
    pages: int


def fitted(page: Element, lay_out: Callable[[Callable[[Any], bool]], Any], place: Place) -> tuple[bytes, list[Finding]]:
    """What `lay_out` gives when all tables of a page fit.

    And findings B055 for those whose words had to be parted.

    `lay_out` is given a function that looks at the pages and says whether they are good; when they are not, it gives None.
    """
    tables = [element for element in page.iter("table", "span") if _is_table(element)]
    for number, table in enumerate(tables, start=1):
        table.set(_KEY, str(number))

    def good(pages: Sequence[Any]) -> bool:
        if not tables:
            return True
        seen = _seen(pages)
        changed = [_changed(table, seen.get(number)) for number, table in enumerate(tables, start=1)]
        return not any(changed)

    for _ in range(_ROUNDS if tables else 0):
        laid = lay_out(good)
        if laid is not None:
            break
    else:
        laid = lay_out(lambda _: True)
    return laid[0], [*laid[1], *_too_wide(tables, place)]


def _too_wide(tables: list[Element], place: Place) -> list[Finding]:
    """Findings B055 for the tables whose words are parted."""
    parted = [table.get(_KEY) for table in tables if PARTED in (table.get("class") or "").split()]
    return [finding("B055", place, number=number, least=f"{LEAST_PT:g}") for number in parted]


def _is_table(element: Element) -> bool:
    return element.tag == "table" or "b-table" in (element.get("class") or "").split()


def _changed(table: Element, seen: _Seen | None) -> bool:
    """Whether a table had to be set in another way, which it is now."""
    if seen is None:
        return False
    classes = (table.get("class") or "").split()
    if seen.width <= seen.room + _SLACK_PT:
        if seen.pages > 1 and seen.height < _SHORT * seen.page_height and not {WHOLE, TURNED} & set(classes):
            _class(table, WHOLE)
            return True
        return False
    smaller = seen.size * seen.room / seen.width * 0.99
    if smaller >= LEAST_PT:
        table.set("style", f"font-size: {smaller:.2f}pt")
    elif _can_turn(table):
        _turn(table)
    elif PARTED not in classes:
        _class(table, PARTED)
        table.set("style", f"font-size: {LEAST_PT}pt")
    else:
        return False
    return True


def _class(table: Element, name: str) -> None:
    table.set("class", f"{table.get('class') or ''} {name}".strip())


def _can_turn(table: Element) -> bool:
    """Whether a table stands by itself in the text.

    So that a page of its own can be made for it.
    """
    parent = table.getparent()
    return parent is not None and parent.tag == "body"


def _turn(table: Element) -> None:
    """Put a table on a page that is wider than high, in its usual size again."""
    parent = table.getparent()
    assert parent is not None, "it stands in the body"
    box = etree.Element("div", {"class": TURNED})
    parent.replace(table, box)
    box.tail, table.tail = table.tail, None
    box.append(table)
    table.attrib.pop("style", "")


def _seen(pages: Sequence[Any]) -> dict[int, _Seen]:
    """The tables of some pages by their numbers."""
    found: dict[int, _Seen] = {}
    for page in pages:
        box = page._page_box
        for table, room in _tables(box, box.width):
            number = int(table.element.get(_KEY))
            one = _Seen(table.border_width() * _PT, room * _PT, 0, table.border_height() * _PT, box.height * _PT, 1)
            one.size = float(table.style["font_size"]) * _PT
            before = found.get(number)
            if before is not None:
                one.width, one.height = max(one.width, before.width), one.height + before.height
                one.pages = before.pages + 1
            found[number] = one
    return found


def _tables(box: Any, room: float) -> Iterator[tuple[Any, float]]:
    """The tables within a box, each with the width of what it stands in."""
    for child in getattr(box, "children", ()):
        element = getattr(child, "element", None)
        if element is not None and hasattr(child, "column_groups") and element.get(_KEY) is not None:
            yield child, room
        else:  # the wrapper of a table is as wide as the table
            wrapper = getattr(child, "is_table_wrapper", False)
            width = getattr(child, "width", "auto")
            yield from _tables(child, room if wrapper or not isinstance(width, int | float) or not width else width)
