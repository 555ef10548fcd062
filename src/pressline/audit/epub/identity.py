"""Check that metadata, title page and author page say what metadata.yaml says."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from itertools import chain
from urllib.parse import unquote

from lxml import etree

from pressline.audit.epub.opened import Opened, Problem, all_of, local, types
from pressline.audit.epub.reading import words_of
from pressline.compare.text_compare import words
from pressline.model import Book
from pressline.runtime.namespaces import DC, OPF, XML_LANG

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def check_metadata(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that Dublin Core, languages and modification time are those of metadata.yaml."""
    metadata, found = book.metadata, _dublin_core(opened.package)
    made = datetime.datetime.fromtimestamp(book.stamp, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows: list[tuple[str, list[str | None], list[str]]] = [
        ("title", [metadata.title, metadata.subtitle], found("title")),
        ("creator", [author.name for author in metadata.author], found("creator")),
        ("creator, file-as", list(book.composition.sort_names), _refined(opened.package, "file-as")),
        ("creator, role", ["aut"] * len(metadata.author), _refined(opened.package, "role")),
        ("language", [metadata.language], found("language")),
        ("publisher", [metadata.publisher], found("publisher")),
        ("rights", [metadata.rights], found("rights")),
        ("description", [metadata.abstract], found("description")),
        ("date", [metadata.date.isoformat() if metadata.date else None], found("date")),
        ("subject", list(metadata.keywords), found("subject")),
        ("series", [metadata.series.name if metadata.series else None], _refined(opened.package, "belongs-to-collection")),
        ("series, number", [metadata.series.number if metadata.series else None], _refined(opened.package, "group-position")),
        ("dcterms:modified", [made], _refined(opened.package, "dcterms:modified")),
        ("xml:lang", [metadata.language], [opened.package.get(XML_LANG) or ""]),
    ]
    for key, values, given in rows:
        expected = [" ".join(value.split()) for value in values if value]
        if expected != given:
            yield "A036", "content.opf", {"key": key, "expected": "; ".join(expected), "found": "; ".join(given)}
    yield from _check_identifiers(book, found("identifier"))
    yield from _check_claims(opened.package, book)
    for doc in opened.docs.values():
        if {doc.root.get("lang"), doc.root.get(XML_LANG)} != {metadata.language}:
            yield "A036", doc.path, {"key": "lang", "expected": metadata.language, "found": doc.root.get("lang")}


def _check_claims(package: etree._Element, book: Book) -> Iterator[Problem]:
    """Check that accessibility claims and their certifier are those of the metadata."""
    said = book.metadata.accessibility
    claims = (
        ("dcterms:conformsTo", said.conforms_to),
        ("a11y:certifiedBy", said.certified_by),
        ("a11y:certifierCredential", said.credential),
        ("a11y:certifierReport", said.report),
    )
    for key, value in claims:
        links = (e.get("href") or "" for e in package.iter(f"{OPF}link") if e.get("rel") == key)
        expected, found = [" ".join(value.split())] if value else [], [*_refined(package, key), *links]
        if expected != found:
            yield "A036", "content.opf", {"key": key, "expected": "; ".join(expected), "found": "; ".join(found)}
    summaries = _refined(package, "schema:accessibilitySummary")
    if said.summary and summaries != [" ".join(said.summary.split())]:
        values = {"key": "schema:accessibilitySummary", "expected": said.summary, "found": "; ".join(summaries)}
        yield "A036", "content.opf", values


def _dublin_core(package: etree._Element) -> Callable[[str], list[str]]:
    return lambda name: [" ".join((e.text or "").split()) for e in package.iter(f"{DC}{name}")]


def _refined(package: etree._Element, name: str) -> list[str]:
    return [" ".join((e.text or "").split()) for e in package.iter(f"{OPF}meta") if e.get("property") == name]


def _check_identifiers(book: Book, found: list[str]) -> Iterator[Problem]:
    """The publication's own identifier first, then its DOI if that is another."""
    expected = list(book.composition.identifiers)
    if found != expected:
        yield "A036", "content.opf", {"key": "identifier", "expected": "; ".join(expected), "found": "; ".join(found)}


def check_title_page(opened: Opened, book: Book) -> Iterator[Problem]:
    """The title page shows title, subtitle, every author and the imprint."""
    pages = [s for doc in opened.reading_order for s in all_of(doc.root, "section", "titlepage")]
    page = pages[0] if pages else etree.Element("section")
    titles: list[tuple[str, list[str | None], list[etree._Element]]] = [
        ("title", [book.metadata.title], [e for e in page.iter() if "title" in types(e)]),
        ("subtitle", [book.metadata.subtitle], [e for e in page.iter() if "subtitle" in types(e)]),
        ("byline", [author.name for author in book.metadata.author], [e for e in page if e.get("class") == "byline"]),
        ("imprint", [book.composition.imprint], [e for e in page if e.get("class") == "imprint"]),
    ]
    for what, texts, elements in titles:
        expected = [word for text in texts for word in words(text or "")]
        found = [word for element in elements for word in words_of(element)]
        if expected != found:
            yield "A037", "titlepage", {"what": what, "expected": " ".join(expected), "found": " ".join(found)}


def check_about(opened: Opened, book: Book) -> Iterator[Problem]:
    """The page about the author says what metadata.yaml says, with its links."""
    notes, heading = book.composition.author_note, book.composition.about_heading
    sections = [s for doc in opened.reading_order for s in all_of(doc.root, "section") if s.get("class") == "about"]
    found = [word for s in sections for e in s if local(e) not in _HEADINGS for word in words_of(e)]
    expected = [word for note in notes for word in words("".join(part.text for part in note))]
    if found != expected:
        yield "A038", "about", {"expected": " ".join(expected)[:200], "found": " ".join(found)[:200]}
    headings = [words_of(e) for s in sections for e in s if local(e) in _HEADINGS]
    if headings != ([tuple(words(heading))] if notes else []):
        yield "A038", "about", {"expected": heading if notes else "", "found": " ".join(chain(*headings))[:200]}
    links = [unquote(a.get("href") or "") for s in sections for a in all_of(s, "a")]
    for part in (part for note in notes for part in note if part.url):
        if unquote(part.url) not in links:
            yield "A038", "about", {"expected": part.url, "found": "; ".join(links) or "no link"}


def check_copyright(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that the page of rights and numbers says what the book does, and links the DOI.

    Or that there is none.
    """
    page = book.composition.copyright_page
    sections = [s for doc in opened.reading_order for s in all_of(doc.root, "section") if s.get("class") == "colophon"]
    lines = [] if page is None else [page.heading, *page.statements, *filter(None, [page.date, page.isbn, page.doi])]
    expected = [word for line in lines for word in words(line)]
    found = [word for s in sections for e in s for word in words_of(e)]
    links = [unquote(a.get("href") or "") for s in sections for a in all_of(s, "a")]
    wanted = [unquote(page.doi)] if page and page.doi else []
    if unquote("".join(found)) != unquote("".join(expected)) or links != wanted:
        values = {"expected": " ".join(expected)[:200], "found": " ".join([*found, *links])[:200]}
        yield "A036", "copyright", {"key": "on the copyright page", **values}
