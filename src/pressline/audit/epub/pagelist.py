"""Check that page breaks stand where printed pages begin, and that page lists lead there."""

from __future__ import annotations

from collections.abc import Iterator

from pressline.audit.epub.opened import Doc, Opened, Problem, all_of, follow, trees_of, types
from pressline.audit.epub.reading import page_breaks
from pressline.model import Book
from pressline.runtime.namespaces import DC, NCX, OPF


def check_pages(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check a break at the first word of every page, both page lists, and the edition's name.

    Without pages there is none of it.
    """
    pages = book.pagination.pages if book.pagination else ()
    expected = [f"{page.label}@{page.after}" for page in pages]
    found = [f"{mark.number}@{mark.after}" for mark in page_breaks(opened)]
    if found != expected:
        yield "A042", "the text", {"where": "page breaks (page@word)", **_first_difference(expected, found)}
    labels = [page.label for page in pages]
    for doc, lines in _page_lists(opened):
        shown = [label for label, _ in lines]
        if shown != labels:
            yield "A042", doc.path, {"where": "the page list", **_first_difference(labels, shown)}
        for label, target in lines:
            place = opened.ids.get(follow(doc, target))
            if place is None or "pagebreak" not in types(place) or place.get("aria-label") != label:
                yield "A042", doc.path, {"where": "the page list", "expected": f"the break of page {label}", "found": target}
    source = [book.pagination.source] if book.pagination else []
    for name in (f"{DC}source", f"{OPF}meta"):
        told = [e.text for e in opened.package.iter(name) if name != f"{OPF}meta" or e.get("property") == "pageBreakSource"]
        if told != source:
            yield "A042", "the package", {"where": "the source of the pages", **_first_difference(source, told)}


def _first_difference(expected: list[str], found: list[str | None] | list[str]) -> dict[str, str]:
    """The first entries in which two lists differ."""
    at = next((k for k, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), min(len(expected), len(found)))
    return {key: str(next(iter(entries[at : at + 1]), "none")) for key, entries in (("expected", expected), ("found", found))}


def _page_lists(opened: Opened) -> Iterator[tuple[Doc, list[tuple[str, str]]]]:
    """The lines (label, target) of the page lists, of the navigation document and of the NCX."""
    for item in opened.items.values():
        if "nav" in item.properties and item.path in opened.docs:
            doc = opened.docs[item.path]
            links = [a for nav in all_of(doc.root, "nav", "page-list") for a in all_of(nav, "a")]
            yield doc, [("".join(map(str, a.itertext())), a.get("href") or "") for a in links]
    for doc in trees_of(opened, "application/x-dtbncx+xml"):
        lines = []
        for target in doc.root.iter(f"{NCX}pageTarget"):
            content = target.find(f"{NCX}content")
            label = target.findtext(f"{NCX}navLabel/{NCX}text") or ""
            lines.append((label, content.get("src") or "" if content is not None else ""))
        yield doc, lines
