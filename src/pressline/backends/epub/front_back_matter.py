"""The pages around the text: cover, title page, contents, about the author, copyright.

And the table of contents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from pressline.backends.epub.pagelist import PageBreak, page_nav
from pressline.backends.epub.sanitize import web_address
from pressline.backends.epub.xhtml import TYPE, XhtmlPage, el, tag, text_of
from pressline.locale.labels import Labels
from pressline.model import Book, Composition

NAV = "nav.xhtml"


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the table of contents, with the lines under it."""

    title: str
    href: str
    below: list[ContentsLine] = field(default_factory=list)


def cover_page(around: Composition, labels: Labels, picture: str) -> XhtmlPage:
    """The page that shows the cover, the file `picture`."""
    image = el("img", {"class": "cover", "src": picture, "alt": around.cover, "role": "doc-cover"})
    section = el("section", {TYPE: "cover", "aria-label": labels.cover}, image)
    return XhtmlPage("cover.xhtml", labels.cover, el("body", {TYPE: "frontmatter", "class": "cover"}, section))


def title_page(book: Book, labels: Labels) -> XhtmlPage:
    """Title, subtitle, byline with affiliations, abstract, publisher's imprint and year."""
    metadata, imprint = book.metadata, book.composition.imprint
    lines = [el("h1", {"id": "title", TYPE: "title"}, metadata.title)]
    if metadata.subtitle:
        lines.append(el("p", {"class": "subtitle", TYPE: "subtitle", "role": "doc-subtitle"}, metadata.subtitle))
    for author in metadata.author:
        lines.append(el("p", {"class": "byline"}, author.name))
        if author.affiliation:
            lines.append(el("p", {"class": "affiliation"}, author.affiliation))
    if metadata.abstract:
        heading = el("h2", {"id": "abstract"}, labels.abstract)
        attributes = {TYPE: "abstract", "role": "doc-abstract", "aria-labelledby": "abstract"}
        lines.append(el("section", attributes, heading, *_paragraphs(metadata.abstract)))
    if imprint:
        lines.append(el("p", {"class": "imprint"}, imprint))
    section = el("section", {"class": "titlepage", TYPE: "titlepage", "aria-labelledby": "title"}, *_spaced(lines))
    return XhtmlPage("titlepage.xhtml", labels.title_page, el("body", {TYPE: "frontmatter"}, "\n", section, "\n"))


def about_pages(around: Composition) -> list[XhtmlPage]:
    """The page about the author, when metadata.yaml says anything about one."""
    if not around.author_note:
        return []
    lines = [el("h1", {"id": "about"}, around.about_heading)]
    for note in around.author_note:
        pieces: list[etree._Element | str] = []
        for words in note:
            address = web_address(words.url) if words.url else None
            pieces.append(el("a", {"href": address}, words.text) if address else words.text)
        lines.append(el("p", None, *pieces))
    section = el("section", {"class": "about", "role": "region", "aria-labelledby": "about"}, *_spaced(lines))
    return [XhtmlPage("about.xhtml", around.about_heading, el("body", {TYPE: "backmatter"}, "\n", section, "\n"))]


def copyright_pages(around: Composition) -> list[XhtmlPage]:
    """Rights, publisher, date and public numbers, when the book has a page of them."""
    page = around.copyright_page
    if page is None:
        return []
    lines = [el("h1", {"id": "copyright"}, page.heading), *(el("p", None, text) for text in page.statements)]
    if page.date:
        lines.append(el("p", None, el("time", {"datetime": page.date}, page.date)))
    if page.isbn:
        lines.append(el("p", None, page.isbn))
    if page.doi:
        address = web_address(page.doi) or ""
        lines.append(el("p", None, el("a", {"href": address}, address)))
    kind = {TYPE: "copyright-page"} if page.of_rights else {TYPE: "colophon", "role": "doc-colophon"}
    section = el("section", {"class": "colophon", "aria-labelledby": "copyright", **kind}, *_spaced(lines))
    return [XhtmlPage("copyright.xhtml", page.heading, el("body", {TYPE: "backmatter"}, "\n", section, "\n"))]


def _paragraphs(text: str) -> list[etree._Element]:
    """The paragraphs of a text of several lines."""
    return [el("p", None, line) for line in text.split("\n") if line.strip()]


def _spaced(elements: Iterable[etree._Element]) -> list[etree._Element | str]:
    """Elements with a line's end before, between and after, for people who open the file."""
    pieces: list[etree._Element | str] = ["\n"]
    for element in elements:
        pieces += [element, "\n"]
    return pieces


# --- contents -------------------------------------------------------------------------------------------------------


def entries_of(pages: Iterable[XhtmlPage]) -> list[ContentsLine]:
    """The headings of the pages, each under the one it belongs to.

    A page itself when it starts a section without one.
    """
    tops: list[ContentsLine] = []
    path: list[tuple[int, ContentsLine]] = []
    for page in pages:
        if not page.continues:
            path = []
        headings = [e for e in page.body.iter(*(tag(f"h{n}") for n in range(1, 7))) if e.get("id") and text_of(e)]
        if not headings and not page.continues:
            tops.append(ContentsLine(page.title, page.name))
        for heading in headings:
            level = int(str(heading.tag)[-1])
            while path and path[-1][0] >= level:
                path.pop()
            starts = level == 1 and heading is headings[0]
            entry = ContentsLine(text_of(heading), page.name if starts else f"{page.name}#{heading.get('id')}")
            (path[-1][1].below if path else tops).append(entry)
            path.append((level, entry))
    return tops


def nav_page(
    entries: list[ContentsLine], landmarks: list[tuple[str, str, str]], marks: list[PageBreak], labels: Labels
) -> XhtmlPage:
    """The navigation document: contents to be seen.

    Landmarks (epub:type, href, words) and the page list for machines.
    """
    toc = el("nav", {TYPE: "toc", "id": "toc", "role": "doc-toc", "aria-labelledby": "toc-h"})
    toc.extend([el("h1", {"id": "toc-h"}, labels.contents), _list(entries)])
    items = el("ol")
    for kind, href, words in landmarks:
        items.append(el("li", None, el("a", {TYPE: kind, "href": href}, words)))
    attributes = {TYPE: "landmarks", "hidden": "hidden", "aria-labelledby": "landmarks-h"}
    hidden = el("nav", attributes, el("h2", {"id": "landmarks-h"}, labels.landmarks), items)
    body = el("body", {TYPE: "frontmatter"}, "\n", toc, "\n", hidden, "\n")
    if marks:
        body.append(page_nav(marks, labels))
    return XhtmlPage(NAV, labels.contents, body)


def _list(entries: list[ContentsLine]) -> etree._Element:
    items = el("ol", None, "\n")
    for entry in entries:
        item = el("li", None, el("a", {"href": entry.href}, entry.title))
        if entry.below:
            item.append(_list(entry.below))
        item.tail = "\n"
        items.append(item)
    return items
