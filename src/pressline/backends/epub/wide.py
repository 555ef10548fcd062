"""What is wider than a phone, tables and displayed formulas, in boxes that scroll.

And the rules for them and for pictures.

A table that is wider than its page overprints what follows it. In a box that scrolls it is read by a finger or by the arrow
keys, for which the box takes the focus (WCAG 2.2, 2.1.1) and so needs a role and a name (4.1.2). Such a box is not parted
between two pages (CSS Fragmentation 3, 4.1), and what of it is longer than the page would be cut off: it is at most as high
as the page and scrolls down too, and a table that fits a phone is let alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pressline.backends.epub.xhtml import el, tag
from pressline.layouts.table_widths import fits_a_phone
from pressline.locale.labels import Labels
from pressline.runtime.namespaces import MATHML, XHTML

# Where a box that takes the focus may not stand (HTML, 4.5.1), or is heard at a wrong place; and where one scrolls already.
_CLOSED = frozenset(map(tag, ("a", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "table")))

# Before the sheets of the layout, which may say otherwise. Where a table scrolls anyway its columns have room; on a wider page
# it is rather set closer and fits. A picture that lets its ground show through is drawn for white
# paper; the gradient is for readers that take the colour of every ground away at night (Readium CSS).
RULES = """\
.scroll { overflow: auto; max-width: 100%; max-height: 95vh; }
span.scroll { display: block; margin: 0.8em 0; text-indent: 0; }
.scroll math { margin: 0; }
.scroll table { width: max-content; max-width: 40em; max-width: max(100%, 40em); margin: 0; }
.scroll th, .scroll td { max-width: 14em; padding: 0.25em 0.45em; }
@media (max-width: 30em) { .scroll table { max-width: 60em; } }
p.picture { text-indent: 0; text-align: center; }
img.clear { background: #fff linear-gradient(#fff, #fff); }
"""


def make_scrollable(parts: Iterable[etree._Element], labels: Labels) -> None:
    """Put every table too wide for a phone, and every displayed formula, in a scrolling box.

    Each has a name of its own, "Table 2", because readers list such places.
    """
    tables, formulas = 0, 0
    for part in parts:
        for element in list(part.iter(tag("table"), f"{MATHML}math")):
            if any(above.tag in _CLOSED for above in element.iterancestors()):
                continue
            if element.tag != tag("table") and element.get("display") == "block":
                formulas += 1
                _box(element, el("span", _attributes(f"{labels.formula} {formulas}")))
            elif element.tag == tag("table") and not fits_a_phone(_rows(element)):
                tables += 1
                _without_widths(element)
                _box(element, el("div", _attributes(f"{labels.table} {tables}")))


def _rows(table: etree._Element) -> list[list[str]]:
    """What each cell of a table says, by row."""
    return [[_said(cell) for cell in row if cell.tag in (tag("th"), tag("td"))] for row in table.iter(tag("tr"))]


def _said(cell: etree._Element) -> str:
    """The text of a cell, its formulas without their TeX."""
    pieces = [cell.text or ""]
    for child in cell:
        pieces += ["" if child.tag == f"{MATHML}annotation" else _said(child), child.tail or ""]
    return "".join(pieces)


def _without_widths(table: etree._Element) -> None:
    """Remove the column widths that pandoc 3.9 derives from the dashes under table heads."""
    table.attrib.pop("style", "")
    for columns in table.findall(f"{XHTML}colgroup"):
        table.remove(columns)


def _attributes(name: str) -> dict[str, str]:
    return {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": name}


def _box(element: etree._Element, box: etree._Element) -> None:
    """Put an element into a box, in its place."""
    parent = element.getparent()
    assert parent is not None, "what is boxed stands in a page"
    box.tail, element.tail = element.tail, None
    parent.replace(element, box)
    box.append(element)
