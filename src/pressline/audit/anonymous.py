"""Search every part of an anonymous file for names, addresses and handles of the author.

Each part is searched as bytes in UTF-8 and in UTF-16 of both orders, its XML as text with every entity resolved and every
run joined, a picture's own properties, and of a PDF each string, each stream unpacked, and the text of each page. What the
author's notes cite may stand in the notes (and was asked about before); anything else is an error.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pikepdf
import pypdfium2
from lxml import etree
from PIL import Image

from pressline.compare.traces import Trace, searchable, traces, words_of_notes, words_of_text
from pressline.findings import Finding, Place, PresslineError, finding
from pressline.model import Artifact, Book
from pressline.runtime.faults import faults
from pressline.runtime.namespaces import XHTML, W, uri
from pressline.runtime.zip_limits import DAMAGES, opened, refusal

# Attributes that hold words of people. The values of others are the format's own vocabulary: an author named Normal or
# Title must be able to publish.
_WORDY = frozenset({"descr", "title", "Target", "alt", "content", "href", "src", "aria-label"})
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_SHORTEST_IN_BYTES = 6  # characters; less is found by chance in packed pictures and fonts
# Where notes stand, and may name a work of the author as often as they do in the essay; and what of a PDF repeats them.
_NOTES = re.compile(r"word/(_rels/)?footnotes\.xml(\.rels)?|.*notes\.xhtml|pages")
_ECHOES = ("strings", "packed", "the file")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file. `words`: searchable text, in which each word counts.

    `bytes`: where only telling words do.
    """

    name: str
    words: str
    bytes: str = ""


def audit(artifact: Artifact, named: Book, copy: Book) -> list[Finding]:
    """Find every part of the file of `copy` with a trace of the author of `named`.

    Each comes with its longest trace.
    """
    parts = [Part("its name", _names(artifact.path.name))]
    try:
        parts += _pdf_parts(artifact) if artifact.path.suffix == ".pdf" else _zip_parts(artifact)
    except (*DAMAGES, PresslineError, pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        return list(refusal("A003", error, Place(str(artifact.path))))
    cited, said = "\n".join(words_of_notes(copy).values()), words_of_text(copy)
    found = []
    for part in parts:
        for trace in traces(named):
            allowed = trace.count(cited) if _NOTES.fullmatch(part.name) else 0
            if not trace.telling and trace.count(said):
                continue  # a word of the essay too, about which the author was asked
            if part.name.startswith(_ECHOES) and trace.count(cited):
                continue
            if trace.count(part.words) > allowed or (not allowed and _in_bytes(trace, part.bytes)):
                found.append(finding("A080", Place(str(artifact.path), spot=part.name), words=trace.text))
                break
    return found


def _names(text: str) -> str:
    """Names of files as words: as they are, and with what joins words in them as spaces."""
    return searchable(text) + "\n" + searchable(re.sub("[-_./]", " ", text))


def _in_bytes(trace: Trace, views: str) -> bool:
    return trace.telling and len(trace.text) >= _SHORTEST_IN_BYTES and trace.text in views


def _views(data: bytes) -> str:
    """Bytes as text, in every way in which a name could be written in them."""
    shapes = [(data, "utf-8"), *((data[at:], code) for at in (0, 1) for code in ("utf-16-le", "utf-16-be"))]
    texts = [part.decode(code, "replace") for part, code in shapes] + [data.decode("latin-1")]
    return "\n".join([*texts, unquote(texts[0])]).casefold()


def _zip_parts(artifact: Artifact) -> Iterator[Part]:
    """The parts of a DOCX or an EPUB, and what the zip itself says."""
    with opened(artifact.path) as archive:
        entries = archive.infolist()
        said = "\n".join([*(e.filename for e in entries), archive.comment.decode("latin-1")])
        extra = b"\n".join([archive.comment, *(e.comment + e.extra for e in entries)])
        yield Part("the zip", _names(said), _views(extra))
        for entry in entries:
            data = archive.read(entry)
            yield Part(entry.filename, _xml_words(data) or _picture_words(data), _views(data))


def _xml_words(data: bytes) -> str:
    """The text of an XML part, runs joined and paragraphs apart, and its wordy attributes.

    "" for what is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    pieces: list[str] = []
    attributes: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("start", "comment", "pi"):
            pieces.append(_edge(element) + (element.text or ""))
            attributes += [unquote(str(v)) for k, v in element.attrib.items() if etree.QName(k).localname in _WORDY]
        if event in ("end", "comment", "pi"):
            pieces.append(_edge(element) + (element.tail or ""))
    return "\n".join(searchable(line) for line in [*"".join(pieces).split("\n"), *attributes])


def _edge(element: etree._Element) -> str:
    """The separator at the edge of an element: nothing where a word may run on into the next."""
    if not isinstance(element.tag, str):
        return "\n"
    name = etree.QName(element)
    if name.namespace == uri(W):
        return {"p": "\n", "br": " ", "tab": " "}.get(name.localname, "")
    return "" if name.namespace == uri(XHTML) and name.localname in _INLINE else "\n"


def _picture_words(data: bytes) -> str:
    """What a picture says of itself: its properties, unpacked."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            values = [*image.info.values(), *image.getexif().values()]
    except faults():  # of any kind: Pillow's decoders are many
        return ""
    texts = [v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in values if isinstance(v, bytes | str)]
    return "\n".join(map(searchable, texts))


def _pdf_parts(artifact: Artifact) -> Iterator[Part]:
    """The parts of a PDF: page text, links, strings, unpacked streams, and the raw file."""
    document = pypdfium2.PdfDocument(artifact.path)
    try:
        pages = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    # A word that was broken at a line's end: pypdfium2 4 and later give the hyphen as U+FFFE.
    yield Part("pages", searchable(re.sub("[-\u2010\ufffe]\\s*\n", "", pages)))
    strings: list[str] = []
    with pikepdf.open(artifact.path) as pdf:
        for item in pdf.objects:
            if item.same_owner_as(pdf.docinfo) and item.objgen == pdf.docinfo.objgen:
                continue
            _collect(item, strings)
            if isinstance(item, pikepdf.Stream):
                data = _unpacked(item)
                words = _xml_words(data)
                yield Part(f"{'' if words else 'packed '}object {item.objgen[0]}", words, _views(data))
        yield Part("properties", "\n".join(searchable(str(value)) for value in pdf.docinfo.values()))
    yield Part("strings", "\n".join(map(searchable, strings)))
    yield Part("the file", "", _views(artifact.path.read_bytes()))


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """The bytes of a stream, unpacked where its filter is one of those without loss."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def _collect(item: pikepdf.Object, strings: list[str]) -> None:
    """Every string of an object. What it refers to is an object of its own."""
    stack: list[object] = [item]
    while stack:
        value = stack.pop()
        if isinstance(value, pikepdf.String):
            strings.append(unquote(str(value)))
        elif isinstance(value, pikepdf.Array):
            stack.extend(part for part in value if not getattr(part, "is_indirect", False))
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            stack.extend(part for _, part in value.items() if not getattr(part, "is_indirect", False))
