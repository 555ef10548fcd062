"""Further calls that give the page of their note: "14, p. 3", by option of the layout.

Only laid out pages tell which calls these are, and what is added to them may move others: the book is laid out again until
all that is said is true. It is text of ours and no counter of the style sheet, so that lines are planned with it. A call
whose note comes to its own page by that keeps what it says, or it would go back and forth.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from lxml import etree

from pressline.findings import Finding
from pressline.model import Book

Laid = tuple[bytes, list[Finding]]
_ROUNDS = 3  # after the first; one more settles all but a book whose pages are turned over by it
_FURTHER_CALL = re.compile(r"fnref-(\d+)-\d+")
_THIN = "\u2009"  # the fonts have it; no line ends there, because the style sheet forbids it


def with_pages(page: etree._Element, book: Book, lay_out: Callable[[], Laid]) -> Laid:
    """What `lay_out` makes of a page when its further calls say where their notes stand.

    `page` is changed.

    Errors are those of `lay_out`.
    """
    laid = lay_out()
    calls = [link for link in page.iter("a") if _FURTHER_CALL.fullmatch(link.get("id") or "")]
    if book.repeated_calls == "number" or not calls:
        return laid
    abbreviation = book.composition.page_abbreviation
    for _ in range(_ROUNDS):
        if not _say_pages(calls, _pages_of(laid[0]), abbreviation):
            break
        laid = lay_out()
    return laid


def _pages_of(data: bytes) -> dict[str, int]:
    """The number of the page, from 1, on which each named place of a PDF is."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        return {str(name): numbers[place[0].objgen] for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def _say_pages(calls: list[etree._Element], pages: dict[str, int], abbreviation: str) -> bool:
    """Let every call whose note stands on another page say which; whether anything is new."""
    changed = False
    for call in calls:
        here, there = pages[call.get("id") or ""], pages[(call.get("href") or "").removeprefix("#")]
        said = call.find("span")
        if said is None:
            if here == there:
                continue
            said = etree.SubElement(call, "span", {"class": "ref-page"})
        text = f", {abbreviation}{_THIN}{there}"
        changed = changed or said.text != text
        said.text = text
    return changed
