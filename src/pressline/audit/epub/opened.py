"""A finished EPUB, opened as a reading system does.

The zip, container.xml, the package, the spine.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from pressline.runtime.namespaces import OCF, OPF, OPS
from pressline.runtime.zip_limits import opened

Problem = tuple[str, str, dict[str, Any]]  # what a check yields: code, spot, values for the message

CONTAINER = "META-INF/container.xml"
_TYPE = f"{OPS}type"


class Unreadable(ValueError):
    """The file is no EPUB that can be opened; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the manifest; `path` is from the root of the zip."""

    path: str
    media_type: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doc:
    """An XHTML document."""

    path: str
    root: etree._Element

    @property
    def kinds(self) -> list[str]:
        """The epub:type of the body."""
        body = next((e for e in self.root if local(e) == "body"), None)
        return types(body) if body is not None else []


@dataclass(frozen=True, slots=True)
class Opened:
    """All of an EPUB that the checks look at. `spine`: paths in reading order."""

    entries: tuple[zipfile.ZipInfo, ...]
    files: dict[str, bytes]
    package: etree._Element
    items: dict[str, Item]
    spine: tuple[str, ...]
    docs: dict[str, Doc]  # by path, in the order of the manifest
    ids: dict[tuple[str, str], etree._Element]  # by path and id

    @property
    def reading_order(self) -> list[Doc]:
        """The documents in the order of the spine."""
        return [self.docs[path] for path in self.spine if path in self.docs]


def open_epub(path: Path) -> Opened:
    """The EPUB at `path`.

    Raises:
        Unreadable: when it cannot be opened; those of `zips.DAMAGES` for the file itself.
        PresslineError: R021 when it would unpack to too much.
    """
    with opened(path) as archive:
        entries = tuple(archive.infolist())
        files = {entry.filename: archive.read(entry) for entry in entries}
    container = parse(files, CONTAINER)
    rootfile = container.find(f".//{OCF}rootfile")
    if rootfile is None:
        raise Unreadable(f"{CONTAINER} names no package")
    package_path = rootfile.get("full-path") or ""
    package = parse(files, package_path)
    base = posixpath.dirname(package_path)
    items = {
        item.get("id") or "": Item(
            resolve(base, item.get("href") or "")[0], item.get("media-type") or "", words(item.get("properties"))
        )
        for item in package.iter(f"{OPF}item")
    }
    spine = [items[name].path for ref in package.iter(f"{OPF}itemref") if (name := ref.get("idref") or "") in items]
    docs = {
        item.path: Doc(item.path, parse(files, item.path))
        for item in items.values()
        if item.media_type == "application/xhtml+xml" and item.path in files
    }
    ids = {(path, key): e for path, doc in docs.items() for e in doc.root.iter() if (key := e.get("id"))}
    return Opened(entries, files, package, items, tuple(spine), docs, ids)


def parse(files: dict[str, bytes], name: str) -> etree._Element:
    """The tree of an XML file; no entity is resolved and nothing fetched."""
    if name not in files:
        raise Unreadable(f"{name or 'the package'} is missing")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        return etree.fromstring(files[name], parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{name}: {error}") from error


def resolve(folder: str, target: str) -> tuple[str, str]:
    """Path in the zip and fragment of a relative link from a file in `folder`."""
    path, _, fragment = target.partition("#")
    return posixpath.normpath(posixpath.join(folder, unquote(path))), unquote(fragment)


def follow(doc: Doc, target: str) -> tuple[str, str]:
    """Path in the zip and fragment of a link in a document; a bare fragment stays in it."""
    if target.startswith("#"):
        return doc.path, unquote(target[1:])
    return resolve(posixpath.dirname(doc.path), target)


def words(value: str | None) -> tuple[str, ...]:
    """The words of an attribute."""
    return tuple((value or "").split())


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def types(element: etree._Element) -> list[str]:
    """The epub:type of an element."""
    return list(words(element.get(_TYPE)))


def trees_of(opened: Opened, media_type: str) -> Iterator[Doc]:
    """The XML files of a media type, as documents."""
    for item in opened.items.values():
        if item.media_type == media_type and item.path in opened.files:
            yield Doc(item.path, parse(opened.files, item.path))


def all_of(root: etree._Element, name: str, kind: str = "") -> Iterator[etree._Element]:
    """The elements of a name, and of an epub:type if given, in order."""
    for element in root.iter(f"{{*}}{name}"):
        if not kind or kind in types(element):
            yield element
