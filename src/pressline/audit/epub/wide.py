"""Check that what is wider than a phone can be scrolled, and that every page has a title."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pressline.audit.epub.opened import Doc, Opened, Problem, all_of, local
from pressline.layouts.table_widths import fits_a_phone
from pressline.model import Book

# In these a box cannot take the focus (HTML, 4.5.1), or lies within one that does.
_CLOSED = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "table"})
_SHOWN = 60  # characters of what is concerned


def check_scrolling(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that every wide table and displayed formula has a named box that scrolls."""
    names: dict[tuple[str, str], int] = {}
    for doc, element in _wide(opened):
        box = next((e for e in element.iterancestors() if e.get("tabindex") == "0" and e.get("role") == "region"), None)
        name = (box.get("aria-label") or "").strip() if box is not None else ""
        what = "a table" if local(element) == "table" else "a formula"
        if not name:
            text = " ".join("".join(map(str, element.itertext())).split())[:_SHOWN]
            yield "A100", doc.path, {"what": what, "text": text}
        names[doc.path, name] = names.get((doc.path, name), 0) + bool(name)
    for (path, name), count in names.items():
        if count > 1:
            yield (
                "A101",
                path,
                {"where": "the boxes that scroll", "expected": "each a name of its own", "found": f"“{name}” twice"},
            )


def wide_in(opened: Opened) -> int:
    """How many tables and formulas have to scroll."""
    return sum(1 for _ in _wide(opened))


def _wide(opened: Opened) -> Iterator[tuple[Doc, etree._Element]]:
    for doc in opened.reading_order:
        for element in (*all_of(doc.root, "table"), *all_of(doc.root, "math")):
            if any(local(above) in _CLOSED for above in element.iterancestors()):
                continue
            formula = element.get("display") == "block"
            if formula if local(element) == "math" else not fits_a_phone(_rows(element)):
                yield doc, element


def _rows(table: etree._Element) -> list[list[str]]:
    return [["".join(_texts(cell)) for cell in row if local(cell) in ("th", "td")] for row in all_of(table, "tr")]


def _texts(element: etree._Element) -> Iterator[str]:
    """The text of an element without the sources of its formulas."""
    yield element.text or ""
    for child in element:
        if local(child) != "annotation":
            yield from _texts(child)
        yield child.tail or ""


def check_titles(opened: Opened, book: Book) -> Iterator[Problem]:
    """The title of every document names the book (WCAG 2.2, 2.4.2)."""
    wanted = " ".join(book.metadata.title.split())
    for doc in opened.docs.values():
        title = " ".join((doc.root.findtext("{*}head/{*}title") or "").split())
        if wanted not in title:
            yield "A101", doc.path, {"where": "the title of the page", "expected": f"… – {wanted}", "found": title or "none"}
