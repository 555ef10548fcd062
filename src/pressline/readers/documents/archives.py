"""Look into a zip archive before anything unpacks it, and at what its XML declares.

A DOCX, ODT or EPUB is a zip. Sizes are read from its directory, so that a bomb is refused unopened, and XML that declares
entities is refused, because each of them may stand for a million others.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from pressline.findings import Place, stop
from pressline.runtime.faults import faults
from pressline.runtime.zip_limits import open_zip, twice

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


def xml_tree(data: bytes) -> etree._Element | None:
    """The root of a part's XML, as far as it can be parsed; None when there is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    return etree.fromstring(data, parser) if data.strip() else None


def properties(archive: zipfile.ZipFile, kind: str, place: Place) -> dict[str, str]:
    """Title, author, language and date as the file's own properties give them."""
    root = xml_tree(read(archive, {"docx": "docProps/core.xml", "odt": "meta.xml"}[kind], kind, place))
    if root is None:
        return {}
    found = {key: " ".join((root.findtext(f".//{name}") or "").split()) for key, name in _CORE.items()}
    found["date"] = (found["date"] or root.findtext(f".//{_ODT_DATE}") or "")[:10]
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["date"]):
        found["date"] = ""
    return {key: value for key, value in found.items() if value}
