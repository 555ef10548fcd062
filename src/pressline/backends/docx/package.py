"""The zip: parts, relationships, content types, in fixed order with fixed times."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from pressline.backends.docx.ooxml import parse
from pressline.runtime.namespaces import R
from pressline.runtime.zip_dates import zip_date

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
CORE_PROPERTIES = f"{_PACKAGE}relationships/metadata/core-properties"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_TYPES = {
    "word/document.xml": _WORD_TYPE.format("document.main"),
    "word/styles.xml": _WORD_TYPE.format("styles"),
    "word/settings.xml": _WORD_TYPE.format("settings"),
    "word/fontTable.xml": _WORD_TYPE.format("fontTable"),
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "word/footnotes.xml": _WORD_TYPE.format("footnotes"),
    "word/numbering.xml": _WORD_TYPE.format("numbering"),
    "word/header1.xml": _WORD_TYPE.format("header"),
    "word/header2.xml": _WORD_TYPE.format("header"),
    "word/footer1.xml": _WORD_TYPE.format("footer"),
    "word/footer2.xml": _WORD_TYPE.format("footer"),
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_PICTURE_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}


@dataclass(slots=True)
class Relations:
    """The relationships of one part, numbered rId1, rId2, ... in the order of requests."""

    rows: list[tuple[str, str, bool]] = field(default_factory=list)  # type, target, whether outside the package

    def to(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of the relationship to `target`; one for each kind and target."""
        row = (kind if ":" in kind else REL + kind, target, external)
        if row not in self.rows:
            self.rows.append(row)
        return f"rId{self.rows.index(row) + 1}"

    def link(self, url: str) -> str:
        """The id of the relationship to a page of the web or an address."""
        return self.to("hyperlink", url, external=True)

    def part(self) -> etree._Element:
        """The .rels part."""
        namespace = f"{_PACKAGE}relationships"
        root = parse(f'<Relationships xmlns="{namespace}"/>'.encode())
        for number, (kind, target, external) in enumerate(self.rows, start=1):
            element = etree.SubElement(root, f"{{{namespace}}}Relationship", Id=f"rId{number}", Type=kind, Target=target)
            if external:
                element.set("TargetMode", "External")
        return root


@dataclass(frozen=True, slots=True)
class Written:
    """What pandoc wrote: its parts by name, and the targets of its relationships by id."""

    parts: dict[str, bytes]
    targets: dict[str, tuple[str, str, bool]]  # id -> type, target, external


def unpack(data: bytes) -> Written:
    """The package that pandoc wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    targets = {
        str(row.get("Id")): (str(row.get("Type")), str(row.get("Target")), row.get("TargetMode") == "External")
        for row in parse(parts["word/_rels/document.xml.rels"])
    }
    return Written(parts, targets)


def relink(story: etree._Element, written: Written, relations: Relations, media: dict[str, str]) -> None:
    """Give a story relationships of its own for its links and pictures.

    `media`: pandoc's names of pictures -> ours.
    """
    for element in story.iter():
        for name in ("id", "embed", "link"):
            old = element.get(R + name)
            if old is None or old not in written.targets:
                continue
            kind, target, external = written.targets[old]
            if not external:
                suffix = posixpath.splitext(target)[1].lower()
                target = media.setdefault(target, f"media/image{len(media) + 1}{suffix}")
            element.set(R + name, relations.to(kind, target, external=external))


def content_types(names: list[str]) -> etree._Element:
    """[Content_Types].xml for the parts of these names."""
    namespace = f"{_PACKAGE}content-types"
    root = parse(f'<Types xmlns="{namespace}"/>'.encode())
    suffixes = sorted({name.rpartition(".")[2] for name in names} - {"xml", "rels"})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for suffix, kind in [*defaults.items(), *((suffix, _PICTURE_TYPES[suffix]) for suffix in suffixes)]:
        etree.SubElement(root, f"{{{namespace}}}Default", Extension=suffix, ContentType=kind)
    for name in names:
        if name in _TYPES:
            etree.SubElement(root, f"{{{namespace}}}Override", PartName=f"/{name}", ContentType=_TYPES[name])
    return root


def pack(parts: dict[str, bytes], stamp: int) -> bytes:
    """A zip of the parts: [Content_Types].xml and _rels first, the rest by name, one date.

    `stamp` is in seconds since 1970, UTC. The zip format counts from 1980.
    """
    moment = zip_date(stamp)
    first = ("[Content_Types].xml", "_rels/.rels")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda name: (first.index(name) if name in first else len(first), name)):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, parts[name], compresslevel=9)
    return buffer.getvalue()
