"""Check that the contents, for EPUB 3 and for EPUB 2, name the headings and lead to them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pressline.audit.epub.opened import Doc, Opened, Problem, all_of, follow, local, trees_of
from pressline.audit.epub.reading import body_docs, text_of
from pressline.model import Book
from pressline.pandoc.tree import headers, plain
from pressline.runtime.namespaces import NCX

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def check_contents(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that the contents name the headings in order and depth, and lead to them."""
    expected = expected_contents(book)
    for doc, entries in _contents(opened):
        found = [(depth, text) for depth, text, _ in entries]
        if found != expected:
            wrong = next((k for k, pair in enumerate(zip(expected, found, strict=False)) if pair[0] != pair[1]), None)
            at = min(len(expected), len(found)) if wrong is None else wrong
            values = {"expected": _line(expected[at : at + 1]), "found": _line(found[at : at + 1])}
            yield "A035", doc.path, values
        for _, text, target in entries:
            heading = _heading_at(opened, doc, target)
            if heading not in (text, None):
                yield "A035", doc.path, {"expected": heading, "found": text}


def check_ncx(opened: Opened, book: Book) -> Iterator[Problem]:
    """The NCX says how deep its own contents are (NISO Z39.86-2005, 8.4.1)."""
    for doc in trees_of(opened, "application/x-dtbncx+xml"):
        points = doc.root.iter(f"{NCX}navPoint")
        depth = max((1 + sum(1 for _ in point.iterancestors(f"{NCX}navPoint")) for point in points), default=1)
        told = [e.get("content") for e in doc.root.iter(f"{NCX}meta") if e.get("name") == "dtb:depth"]
        if told != [str(depth)]:
            yield "A101", doc.path, {"where": "the depth of the NCX", "expected": depth, "found": " ".join(filter(None, told))}


def _line(entries: list[tuple[int, str]]) -> str:
    return f"{'  ' * (entries[0][0] - 1)}{entries[0][1]}" if entries else ""


def expected_contents(book: Book, *, titled: bool = True) -> list[tuple[int, str]]:
    """(depth, text) of every heading.

    If `titled`, the title where the text starts without one.
    """
    result: list[tuple[int, str]] = []
    open_levels: list[int] = []
    top = [id(block) for block in book.blocks]
    for node in headers(book.blocks):
        text, level = " ".join(plain(node).split()), node["c"][0]
        if not text:
            continue  # not one of the contents
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        depth = len(open_levels) if id(node) in top else max(2, len(open_levels))
        result.append((depth, text))
    first = book.blocks[0]
    if titled and (first["t"] != "Header" or not plain(first).strip()):
        result.insert(0, (1, " ".join(book.metadata.title.split())))
    return result


def _contents(opened: Opened) -> Iterator[tuple[Doc, list[tuple[int, str, str]]]]:
    """The lines (depth, text, target) into the text, of navigation document and NCX."""
    text = {doc.path for doc in body_docs(opened)}
    nav = [opened.docs[i.path] for i in opened.items.values() if "nav" in i.properties and i.path in opened.docs]
    for doc in nav or [Doc("nav", etree.Element("html"))]:
        lines = []
        for toc in all_of(doc.root, "nav", "toc"):
            for a in all_of(toc, "a"):
                depth = sum(1 for e in a.iterancestors() if local(e) == "ol")
                lines.append((depth, " ".join("".join(map(str, a.itertext())).split()), a.get("href") or ""))
        yield doc, [line for line in lines if follow(doc, line[2])[0] in text]
    for doc in trees_of(opened, "application/x-dtbncx+xml"):
        lines = []
        for point in doc.root.iter(f"{NCX}navPoint"):
            depth = 1 + sum(1 for e in point.iterancestors(f"{NCX}navPoint"))
            content = point.find(f"{NCX}content")
            label = " ".join((point.findtext(f"{NCX}navLabel/{NCX}text") or "").split())
            lines.append((depth, label, content.get("src") or "" if content is not None else ""))
        yield doc, [line for line in lines if follow(doc, line[2])[0] in text]


def _heading_at(opened: Opened, doc: Doc, target: str) -> str | None:
    """The text of the heading that a line of the contents leads to.

    None when there is no heading to compare.

    Formulas and pictures in headings are named by their alternatives in the contents; such headings are not compared.
    """
    path, fragment = follow(doc, target)
    page = opened.docs.get(path)
    if page is None:
        return None
    first = next((e for e in page.root.iter() if local(e) in _HEADINGS), None)
    heading = opened.ids.get((path, fragment)) if fragment else first
    if heading is None or any(local(e) in ("math", "img") for e in heading.iter()):
        return None
    return text_of(heading) if local(heading) in _HEADINGS else ""
