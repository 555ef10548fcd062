"""docProps: what the file says about itself, from the metadata, and true counts."""

from __future__ import annotations

import datetime

from lxml import etree

from pressline.backends.docx.ooxml import parse, xml_text
from pressline.model import Book
from pressline.runtime.namespaces import CORE, DC, DCTERMS, EXTENDED, XSI, W, uri


def core_part(book: Book) -> etree._Element:
    """docProps/core.xml (ECMA-376 part 2, section 11).

    Made on the essay's date, or else at the book's time of making.
    """
    meta = book.metadata
    made = datetime.datetime.fromtimestamp(book.stamp, datetime.UTC)
    created = datetime.datetime.combine(meta.date, datetime.time(), datetime.UTC) if meta.date else made
    root = etree.Element(
        f"{CORE}coreProperties", nsmap={"cp": uri(CORE), "dc": uri(DC), "dcterms": uri(DCTERMS), "xsi": uri(XSI)}
    )
    values = (
        (DC, "title", meta.title),
        (DC, "subject", meta.subtitle),
        (DC, "creator", "; ".join(author.name for author in meta.author)),
        (CORE, "keywords", ", ".join(meta.keywords)),
        (DC, "description", meta.abstract),
        (DC, "language", meta.language),
        (CORE, "category", meta.category),
        (DCTERMS, "created", _w3c(created)),
        (DCTERMS, "modified", _w3c(max(made, created))),
    )
    for namespace, name, value in values:
        if value:
            element = etree.SubElement(root, f"{namespace}{name}")
            element.text = xml_text(value)
            if namespace == DCTERMS:
                element.set(f"{XSI}type", "dcterms:W3CDTF")
    return root


def _w3c(time: datetime.datetime) -> str:
    return time.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def app_part(document: etree._Element) -> etree._Element:
    """docProps/app.xml: counts of the body without its notes, as Word counts them."""
    paragraphs = [_shown(p) for p in document.iter(W + "p")]
    words = [word for paragraph in paragraphs for word in paragraph.split()]
    characters = sum(map(len, words))
    spaced = sum(len(paragraph.replace("\n", "")) for paragraph in paragraphs)
    counts = (
        ("Words", len(words)),
        ("Application", "Pressline"),
        ("Characters", characters),
        ("Paragraphs", sum(1 for paragraph in paragraphs if paragraph.strip())),
        ("CharactersWithSpaces", spaced),
    )
    root = parse(f'<Properties xmlns="{uri(EXTENDED)}"/>'.encode())
    for name, value in counts:
        etree.SubElement(root, f"{EXTENDED}{name}").text = str(value)
    return root


def _shown(paragraph: etree._Element) -> str:
    """What a paragraph shows: its text, a space for a tab, "\\n" for a break."""
    shapes = {W + "tab": " ", W + "br": "\n", W + "cr": "\n"}
    return "".join(t.text or "" if t.tag == W + "t" else shapes[t.tag] for t in paragraph.iter(W + "t", *shapes))
