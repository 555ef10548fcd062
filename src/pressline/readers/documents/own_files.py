"""A DOCX or an EPUB that Pressline made, read as what it was made of.

Each is known by what only Pressline writes: the DOCX names its program, and the EPUB has our title page in our package.
docs/round-trip.md lists what comes back; the test of that page builds rich essays and reads them again.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from lxml import etree
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Accessibility, Author, Candidate, Identifiers, Metadata, Series, Step
from pressline.readers.documents.archives import read, xml_tree
from pressline.readers.documents.author_note import noted_authors
from pressline.runtime import zip_dates

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_PACKAGE = "EPUB/content.opf"
_TYPE = "epub:type"
_NO_DATE = datetime.datetime.fromtimestamp(zip_dates.EARLIEST, datetime.UTC).date()  # of a file without one
_WHY = "made from the metadata, and read back into it"


# --- DOCX -----------------------------------------------------------------------------------------------------------


def is_own_docx(archive: zipfile.ZipFile, place: Place) -> bool:
    """Whether Pressline made a DOCX."""
    root = xml_tree(read(archive, "docProps/app.xml", "docx", place))
    return root is not None and root.findtext("{*}Application") == "Pressline"


def metadata_of_docx(
    archive: zipfile.ZipFile, place: Place, said: Sequence[Candidate], note: Sequence[Sequence[tuple[str, str]]]
) -> Metadata:
    """The metadata that a DOCX of ours carries.

    Its properties, the lines of its front, and its author note.
    """
    core = xml_tree(read(archive, "docProps/core.xml", "docx", place))
    lines: dict[str, list[str]] = {}
    for candidate in said:
        lines.setdefault(candidate.key, []).append(candidate.value)

    def told(name: str) -> str | None:
        return (core.findtext(name) or "").strip() or None if core is not None else None

    title, subtitle, language = told(f"{_DC}title"), told(f"{_DC}subject"), told(f"{_DC}language")
    named = [name for name in (told(f"{_DC}creator") or "").split("; ") if name]
    authors, thanks = noted_authors([Author(name) for name in lines.get("author") or named], note)
    keywords = told(f"{_CORE}keywords")
    return Metadata(
        title=title or next(iter(lines.get("title", [])), place.path),
        subtitle=subtitle,
        author=authors,
        language=language or "en-US",
        date=_dated((told(f"{_TERMS}created") or "")[:10]),
        abstract=told(f"{_DC}description"),
        keywords=tuple(keywords.split(", ")) if keywords else (),
        category=told(f"{_CORE}category"),
        thanks=thanks or None,
    )


def _dated(text: str) -> datetime.date | None:
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return found if found != _NO_DATE else None


# --- EPUB -----------------------------------------------------------------------------------------------------------


def own_epub(
    package: etree._Element, name: str, body: etree._Element, place: Place
) -> tuple[Metadata, tuple[Step, ...]] | None:
    """The metadata of an EPUB of ours, whose pages around the text are taken off `body`.

    None for any other EPUB.

    `body` holds the documents of the spine one after another, as `epub.page_of` puts them.
    """
    sections = list(body.iter("section"))
    if name != _PACKAGE or not any(map(_is_our_title_page, sections)):
        return None
    around: dict[str, list[etree._Element]] = {"about": [], "colophon": [], "titlepage": []}
    heading = ""
    steps: list[Step] = []
    for section in sections:
        kind = str(section.get("class"))
        if kind in around or _is(section, "cover"):
            around.get(kind, []).append(section)
            steps += _steps(section, place)
            cast(HtmlElement, section).drop_tree()
        elif _is(section, "endnotes"):
            heading = _bare_notes(section, steps, place) or heading
    return _metadata(package, around, heading), tuple(steps)


def _is_our_title_page(section: etree._Element) -> bool:
    """Whether a page is our title page.

    False positive it avoids: the title page of pandoc's EPUBs, whose heading has a class and no type.
    """
    heading = next(section.iter("h1"), None)
    ours = heading is not None and heading.get(_TYPE) == "title" and str(heading.get("id")).endswith("-title")
    return ours and _is(section, "titlepage") and section.get("aria-labelledby") == "title"


def _is(section: etree._Element, kind: str) -> bool:
    return kind in (section.get(_TYPE) or "").split()


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _steps(section: etree._Element, place: Place) -> list[Step]:
    return [Step("dropped", place, text, _WHY)] if (text := _text(section)) else []


def _bare_notes(section: etree._Element, steps: list[Step], place: Place) -> str:
    """Take the heading, the numbers and the links back off the notes; the heading's words."""
    heading = ""
    for element in list(section.iter("h1", "span", "a")):
        back = _is(element, "backlink")
        if element.tag == "h1":
            heading = _text(element)
        if element.tag == "h1" or element.get("class") == "n":
            steps.append(Step("dropped", place, _text(element), "counted anew"))
        if element.tag == "h1" or element.get("class") == "n" or back:
            tail = (element.tail or "").lstrip() if not back else element.tail
            element.tail = tail if tail and tail.strip() else ""
            before = element.getprevious()
            if back and before is not None:
                before.tail = (before.tail or "").rstrip()
            elif back and (parent := element.getparent()) is not None:
                parent.text = (parent.text or "").rstrip()
            cast(HtmlElement, element).drop_tree()
    return heading


def _metadata(package: etree._Element, around: dict[str, list[etree._Element]], heading: str) -> Metadata:
    refined = {(e.get("refines"), e.get("property")): (e.text or "").strip() for e in package.iter(f"{_OPF}meta")}
    plain = {property: text for (refines, property), text in refined.items() if refines is None}

    def told(name: str) -> list[str]:
        return [text for e in package.iter(f"{_DC}{name}") if (text := (e.text or "").strip())]

    titles, authors = told("title"), []
    homes = _homes(around["titlepage"])
    for number, creator in enumerate(package.iter(f"{_DC}creator"), start=1):
        name = (creator.text or "").strip()
        first, _, last = name.rpartition(" ")
        sort_as = refined.get((f"#creator-{number}", "file-as"))
        usual = f"{last}, {first}" if first else last
        authors.append(Author(name, sort_as=None if sort_as == usual else sort_as, affiliation=homes.get(number)))
    noted, thanks = noted_authors(authors, _paragraphs(around["about"]))
    numbers = " ".join(told("identifier"))
    return Metadata(
        title=titles[0] if titles else "",
        subtitle=titles[1] if len(titles) > 1 else None,
        author=noted,
        language=next(iter(told("language")), "en-US"),
        date=_dated(next(iter(told("date")), "")),
        abstract=next(iter(told("description")), None),
        keywords=tuple(told("subject")),
        thanks=thanks or None,
        notes_heading=heading or "Notes",
        publisher=next(iter(told("publisher")), None),
        rights=next(iter(told("rights")), None),
        identifiers=_identifiers(numbers, around["colophon"]),
        accessibility=_accessibility(plain, refined, package),
        series=_series(plain, refined),
    )


def _homes(titlepages: list[etree._Element]) -> dict[int, str]:
    """Where the authors work, by their number: the line under a byline."""
    found: dict[int, str] = {}
    number = 0
    for line in (p for page in titlepages for p in page.iter("p")):
        number += line.get("class") == "byline"
        if line.get("class") == "affiliation":
            found[number] = _text(line)
    return found


def _paragraphs(sections: list[etree._Element]) -> list[list[tuple[str, str]]]:
    """The paragraphs of a page, as stretches of words with the addresses that they lead to."""
    return [list(_pieces(p)) for section in sections for p in section.iter("p")]


def _pieces(paragraph: etree._Element) -> Iterable[tuple[str, str]]:
    if paragraph.text:
        yield paragraph.text, ""
    for child in paragraph:
        yield _text(child), child.get("href") or ""
        if child.tail:
            yield child.tail, ""


def _identifiers(numbers: str, colophons: list[etree._Element]) -> Identifiers:
    """The numbers of the package; an ISBN with its hyphens, as the page of rights shows it."""
    said = " ".join(_text(page) for page in colophons)
    isbn = re.search(r"urn:isbn:(\d+)", numbers)
    shown = re.search(r"ISBN ([\d-]{10,17})", said)
    doi = re.search(r"urn:doi:(\S+)", numbers)
    uuid = re.search(r"urn:uuid:([0-9a-fA-F-]{36})", numbers)
    return Identifiers(
        isbn=(shown[1] if shown else isbn[1]) if isbn else None,
        doi=doi[1] if doi else None,
        uuid=UUID(uuid[1]) if uuid else None,
    )


def _accessibility(
    plain: dict[str | None, str], refined: dict[tuple[str | None, str | None], str], package: etree._Element
) -> Accessibility:
    """What the publisher answers for.

    The summary that Pressline writes itself is in English, and none of the author's.
    """
    link = {str(e.get("rel")): str(e.get("href")) for e in package.iter(f"{_OPF}link")}
    claim = plain.get("dcterms:conformsTo")
    credential = refined.get(("#certifier", "a11y:certifierCredential")) or link.get("a11y:certifierCredential")
    return Accessibility(
        conforms_to=claim,
        certified_by=refined.get(("#conformance", "a11y:certifiedBy")),
        credential=credential,
        report=link.get("a11y:certifierReport"),
    )


def _series(plain: dict[str | None, str], refined: dict[tuple[str | None, str | None], str]) -> Series | None:
    name = plain.get("belongs-to-collection")
    return Series(name, refined.get(("#series", "group-position"))) if name else None
