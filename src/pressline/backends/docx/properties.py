"""docProps: what the file says about itself, from the metadata alone, and counts that are true."""

from __future__ import annotations

import datetime

from lxml import etree

from pressline.backends.docx.ooxml import W, legal, parse
from pressline.model import Book

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def core_part(book: Book) -> etree._Element:
    """docProps/core.xml (ECMA-376 part 2, section 11). Made on the essay's date, or else at the book's time of making."""
    meta = book.metadata
    made = datetime.datetime.fromtimestamp(book.stamp, datetime.UTC)
    created = datetime.datetime.combine(meta.date, datetime.time(), datetime.UTC) if meta.date else made
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI})
    values = (
        (_DC, "title", meta.title),
        (_DC, "subject", meta.subtitle),
        (_DC, "creator", "; ".join(author.name for author in meta.author)),
        (_CP, "keywords", ", ".join(meta.keywords)),
        (_DC, "description", meta.abstract),
        (_DC, "language", meta.language),
        (_CP, "category", meta.category),
        (_DCTERMS, "created", _w3c(created)),
        (_DCTERMS, "modified", _w3c(max(made, created))),
    )
    for namespace, name, value in values:
        if value:
            element = etree.SubElement(root, f"{{{namespace}}}{name}")
            element.text = legal(value)
            if namespace == _DCTERMS:
                element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return root


def _w3c(time: datetime.datetime) -> str:
    return time.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def app_part(document: etree._Element) -> etree._Element:
    """docProps/app.xml: counts of the body without its notes, as Word's own status line counts them."""
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
    root = parse(f'<Properties xmlns="{_APP}"/>'.encode())
    for name, value in counts:
        etree.SubElement(root, f"{{{_APP}}}{name}").text = str(value)
    return root


def _shown(paragraph: etree._Element) -> str:
    """What a paragraph shows: its text, a space for a tab, "\\n" for a break."""
    shapes = {W + "tab": " ", W + "br": "\n", W + "cr": "\n"}
    return "".join(t.text or "" if t.tag == W + "t" else shapes[t.tag] for t in paragraph.iter(W + "t", *shapes))
