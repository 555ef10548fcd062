"""Set the page breaks of the printed edition at the first word of each page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pressline.backends.epub.xhtml import TYPE, XhtmlPage, el, safe, tag
from pressline.compare.text_compare import fold
from pressline.locale.labels import Labels
from pressline.model import Pagination

PAGE_LIST = "page-list"
_RUN = re.compile(r"\S+")
_PLAIN = re.compile(r"[A-Za-z0-9-]+")
_HEADINGS = frozenset(tag(f"h{level}") for level in range(1, 7))
# Elements that words run on through; the edges of all others end a word.
_INLINE = frozenset(
    map(tag, ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s"))
) | frozenset(map(tag, ("samp", "small", "span", "strong", "sub", "sup", "time", "u", "var")))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page break as it stands in the text."""

    label: str
    id: str
    href: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place that holds text: the text of an element, or the text after it."""

    element: etree._Element
    tail: bool

    @property
    def text(self) -> str:
        return (self.element.tail if self.tail else self.element.text) or ""


def mark_pages(pages: Sequence[XhtmlPage], pagination: Pagination | None) -> list[PageBreak]:
    """Set the page breaks of a pagination into the pages of the text; where each of them is."""
    starts = pagination.pages if pagination else ()
    ids = _ids([start.label for start in starts])
    wanted = iter(zip(starts, ids, strict=True))
    now = next(wanted, None)
    found: list[tuple[PageBreak, _Slot, int]] = []
    count = 0
    for page in pages:
        for slot, offset in _words(page.body):
            while now and now[0].after == count:
                found.append((PageBreak(now[0].label, now[1], f"{page.name}#{now[1]}"), slot, offset))
                now = next(wanted, None)
            if now is None:
                break
            count += 1
    for mark, slot, offset in reversed(found):  # from the end, so that the offsets before it stay right
        attributes = {TYPE: "pagebreak", "role": "doc-pagebreak", "id": mark.id, "aria-label": mark.label}
        _insert(el("span", attributes), slot, offset)
    return [mark for mark, _, _ in found]


def _ids(labels: Sequence[str]) -> list[str]:
    """An id for each page: "page-7".

    By its place among the pages when its page number is no CSS name, or stands twice.
    """
    ids: list[str] = []
    for number, label in enumerate(labels, start=1):
        name = f"page-{label}"
        ids.append(name if _PLAIN.fullmatch(label) and name not in ids else f"page-no-{number}")
    return ids


def _words(root: etree._Element) -> Iterator[tuple[_Slot, int]]:
    """Where every word of the body begins.

    The words that `text_compare.reading_of` has, in the same order.
    """
    within = False
    for slot in _slots(root):
        if slot is None:
            within = False
            continue
        text = slot.text
        for run in _RUN.finditer(text):
            goes_on = within and run.start() == 0
            shown = run[0].isalnum() or bool(fold(run[0]).strip())
            if shown and not goes_on:
                yield slot, run.start()
            within = goes_on or shown
        if text and text[-1].isspace():
            within = False


def _slots(element: etree._Element) -> Iterator[_Slot | None]:
    """The places that hold prose in an element, in order; None where a word cannot run on.

    Passed over: calls, pictures and what stands for one, formulas.
    """
    if element.tag not in _INLINE:
        yield None
    yield _Slot(element, False)
    for child in element:
        if str(child.tag).startswith(tag("")) and not _is_silent(child):
            yield from _slots(child)
        yield _Slot(child, True)
    if element.tag not in _INLINE:
        yield None


def _is_silent(element: etree._Element) -> bool:
    classes = (element.get("class") or "").split()
    return element.tag == tag("img") or "noteref" in classes or "left-out" in classes or classes[:1] == ["math"]


def _insert(mark: etree._Element, slot: _Slot, offset: int) -> None:
    """Set a page break before a character.

    Before the whole heading, link or emphasis when it begins with it.
    """
    element, tail = slot.element, slot.tail
    while not tail and not slot.text[:offset].strip() and element.tag in _HEADINGS | _INLINE:
        before, parent = element.getprevious(), element.getparent()
        assert parent is not None, "the root of a page is its body"
        element, tail = (parent, False) if before is None else (before, True)
        slot = _Slot(element, tail)
        offset = len(slot.text)
    text = slot.text
    mark.tail = text[offset:]
    if tail:
        parent = element.getparent()
        assert parent is not None, "only an element within another has text after it"
        element.tail = text[:offset]
        parent.insert(parent.index(element) + 1, mark)
    else:
        element.text = text[:offset]
        element.insert(0, mark)


def page_nav(marks: Sequence[PageBreak], labels: Labels) -> etree._Element:
    """The page list (EPUB 3.3, 7.4.2.3), hidden on the contents page, visible to readers."""
    items = el("ol", None, "\n")
    for mark in marks:
        item = el("li", None, el("a", {"href": mark.href}, mark.label))
        item.tail = "\n"
        items.append(item)
    attributes = {TYPE: PAGE_LIST, "role": "doc-pagelist", "hidden": "hidden", "aria-labelledby": "pages-h"}
    return el("nav", attributes, el("h2", {"id": "pages-h"}, labels.pages), items)


def add_page_targets(ncx: bytes, marks: Sequence[PageBreak], words: str) -> bytes:
    """An NCX with its pageList (NISO Z39.86-2005, 8.4.3), for readers of EPUB 2."""
    root = etree.fromstring(ncx)
    space = str(root.tag).removesuffix("ncx")
    numbers = [int(mark.label) for mark in marks if mark.label.isdecimal()]
    counts = {"dtb:totalPageCount": len(marks), "dtb:maxPageNumber": max(numbers, default=0)}
    for meta in root.iter(f"{space}meta"):
        if meta.get("name") in counts:
            meta.set("content", str(counts[str(meta.get("name"))]))
    listed = etree.SubElement(root, f"{space}pageList")
    _label(listed, space, words)
    for mark in marks:
        kind = {"type": "normal", "value": mark.label} if mark.label.isdecimal() else {"type": "special"}
        target = etree.SubElement(listed, f"{space}pageTarget", {"id": f"ncx-{mark.id}", **kind})
        _label(target, space, mark.label)
        etree.SubElement(target, f"{space}content", {"src": mark.href})
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _label(parent: etree._Element, space: str, words: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{space}navLabel"), f"{space}text").text = safe(words)
