"""Looking into a file that is a zip archive before anything unpacks it, and what its own XML says.

A DOCX, ODT or EPUB is a zip. Sizes are read from its directory, so that a bomb is refused unopened, and XML that declares
entities is refused, because each of them may stand for a million others.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from pressline.documents.hypertext import parse, visible
from pressline.faults import faults
from pressline.findings import Place, stop
from pressline.zips import open_zip, twice

_ENTITY = tuple("<!ENTITY".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_NAMES = {"docx": "word/document.xml", "odt": "content.xml", "epub": "META-INF/container.xml"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "language": "{http://purl.org/dc/elements/1.1/}language",
    "date": "{http://purl.org/dc/terms/}created",
}
_ODT_DATE = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}creation-date"


def open_archive(data: bytes, kind: str, place: Place) -> zipfile.ZipFile:
    """The archive of a DOCX, ODT or EPUB.

    Raises:
        PresslineError: R020 when it is no such file or damaged; R021 when it would unpack to too much; R022 when its XML
            declares entities.
    """
    try:
        archive = open_zip(io.BytesIO(data), len(data), place)
    except faults() as error:  # of any kind: a damaged archive has many
        raise stop("R020", place, kind=kind.upper(), reason=str(error)) from error
    entries = archive.infolist()
    if name := twice(entries):
        raise stop("R020", place, kind=kind.upper(), reason=f"{name} stands in it twice")
    if _NAMES[kind] not in archive.namelist() and not (
        kind == "docx" and any(n.startswith("word/") for n in archive.namelist())
    ):
        raise stop("R020", place, kind=kind.upper(), reason=f"{_NAMES[kind]} is missing")
    for entry in entries:
        if entry.filename.endswith((".xml", ".xhtml", ".html", ".opf", ".ncx", ".rels")):
            part = read(archive, entry.filename, kind, place)
            if any(mark in part for mark in _ENTITY):
                raise stop("R022", place, name=entry.filename)
    return archive


def read(archive: zipfile.ZipFile, name: str, kind: str, place: Place) -> bytes:
    """The bytes of a part; none when it is not there.

    Raises:
        PresslineError: R020 when it cannot be unpacked.
    """
    try:
        return archive.read(name)
    except KeyError:
        return b""
    except faults() as error:
        raise stop("R020", place, kind=kind.upper(), reason=f"{name}: {error}") from error


def _tree(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    return etree.fromstring(data, parser) if data.strip() else None


def properties(archive: zipfile.ZipFile, kind: str, place: Place) -> dict[str, str]:
    """Title, author, language and date as the file's own properties give them."""
    root = _tree(read(archive, {"docx": "docProps/core.xml", "odt": "meta.xml"}[kind], kind, place))
    if root is None:
        return {}
    found = {key: " ".join((root.findtext(f".//{name}") or "").split()) for key, name in _CORE.items()}
    found["date"] = (found["date"] or root.findtext(f".//{_ODT_DATE}") or "")[:10]
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["date"]):
        found["date"] = ""
    return {key: value for key, value in found.items() if value}


def with_boxes_opened(data: bytes, archive: zipfile.ZipFile, place: Place) -> bytes:
    """A DOCX whose text boxes stand as paragraphs behind the paragraph that holds them: pandoc 3.9 leaves them out."""
    name = "word/document.xml"
    body = read(archive, name, "docx", place)
    root = _tree(body) if b"txbxContent" in body else None
    if root is None:
        return data
    for box in list(root.iter(f"{_W}txbxContent")):
        holder = next((e for e in box.iterancestors(f"{_W}p")), None)
        parent = holder.getparent() if holder is not None else None
        if holder is None or parent is None or next(box.iterancestors(_FALLBACK), None) is not None:
            continue
        at = parent.index(holder) + 1
        for child in reversed(box):
            parent.insert(at, child)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for entry in archive.infolist():
            part = etree.tostring(root) if entry.filename == name else read(archive, entry.filename, "docx", place)
            opened.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), part)
    return stream.getvalue()


def words_of_docx(archive: zipfile.ZipFile, place: Place) -> list[str]:
    """What a DOCX says: its paragraphs as text, those of the notes that are called included.

    Text that a tracked change deleted or moved away is left out, and so are headers, footers and comments.
    """
    body = _tree(read(archive, "word/document.xml", "docx", place))
    if body is None:
        return []
    found = _paragraphs(body)
    for part, kind in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        called = {e.get(f"{_W}id") for e in body.iter(f"{_W}{kind}Reference")}
        root = _tree(read(archive, part, "docx", place))
        for note in root.iter(f"{_W}{kind}") if root is not None else ():
            if note.get(f"{_W}id") in called:
                found += _paragraphs(note)
    return found


def _paragraphs(root: etree._Element) -> list[str]:
    """The text of each paragraph, in order; a text box's paragraphs stand on lines of their own."""
    found: list[str] = []
    skipped = {_FALLBACK, f"{_W}moveFrom", f"{_W}del"}
    stack: list[etree._Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            found.append(item)
        elif item.tag == f"{_W}t":
            found.append(item.text or "")
        elif item.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") and item.getparent().tag == f"{_W}r":  # type: ignore[union-attr]
            found.append(" ")
        elif item.tag == f"{_W}noBreakHyphen":
            found.append("-")
        elif item.tag not in skipped:
            stack += ["\n"] if item.tag == f"{_W}p" else []
            stack.extend(reversed(item))
            stack += ["\n"] if item.tag == f"{_W}p" else []
    return [line for line in "".join(found).split("\n") if line.strip()]


_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def words_of_odt(archive: zipfile.ZipFile, place: Place) -> list[str]:
    """What an ODT says: its paragraphs and headings as text, notes included; tracked changes and comments left out."""
    root = _tree(read(archive, "content.xml", "odt", place))
    body = root.find(f".//{_OFFICE}text") if root is not None else None
    if body is None:
        return []
    apart = {f"{_TEXT}{name}" for name in ("tracked-changes", "note-citation", "sequence-decls", "table-of-content")}
    apart |= {f"{_OFFICE}annotation", f"{_OFFICE}forms"}
    blank = {f"{_TEXT}{name}" for name in ("s", "tab", "line-break", "p", "h", "note", "note-body")}
    found: list[str] = []
    stack: list[etree._Element | str] = [body]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item.tag, str) and item.tag not in apart:
            edge = " " if item.tag in blank else ""
            found += [edge, item.text or ""]
            stack.append(edge)
            for child in reversed(item):
                stack += [child.tail or "", child]
    return ["".join(found)]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One content document of an EPUB: the lines of its text, and whether it is the title page."""

    lines: tuple[str, ...]
    title_page: bool


def chapters_of(archive: zipfile.ZipFile, place: Place) -> list[Chapter]:
    """The content documents of an EPUB in the order of its spine; the navigation is left out (EPUB 3.3, 5.3 to 5.7)."""
    container = _tree(read(archive, "META-INF/container.xml", "epub", place))
    package = next((str(e.get("full-path")) for e in container.iter("{*}rootfile")), "") if container is not None else ""
    root = _tree(read(archive, package, "epub", place))
    if root is None:
        return []
    items = {str(e.get("id")): e for e in root.iter("{*}item") if "nav" not in (e.get("properties") or "").split()}
    found = []
    for reference in root.iter("{*}itemref"):
        item = items.get(str(reference.get("idref")))
        if item is None:
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(str(item.get("href")))))
        data = read(archive, name, "epub", place)
        if data.strip():
            page = parse(data.decode("utf-8", "replace"), place)
            for silent in list(page.iter("head", "script", "style")):
                silent.getparent().remove(silent)
            for link in list(page.iter("a")):  # calls are no words
                if "noteref" in f"{link.get('epub:type')} {link.get('role')}":
                    link.drop_tree()
            lines = tuple(" ".join(line.split()) for line in visible(page).split("\n") if line.strip())
            found.append(Chapter(lines, b"titlepage" in data))
    return found
