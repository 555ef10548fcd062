"""The digest of a page: pages made of the same bytes read the same.

Digested is all that a page names and all that is named there, streams byte for byte as they lie in the file: content, fonts,
pictures, sizes. Not what leads to other pages: `_APART`. Of the table by which a font tells its letters only that of the glyphs
on the page counts, where they are known: else one letter that is new in the essay would make every page another one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

# Links are told of by `pages`; the others lead back into the tree of pages or of tags, which painting does not ask for.
_APART = frozenset({"/Annots", "/B", "/P", "/Parent", "/StructParent", "/StructParents"})
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate")
_CIRCLE = b"a circle"
_DEEPEST = 50  # pages above each other in the tree of pages
# Codes of two bytes in strings of hexadecimal figures. What else it finds, "1234" of a place, makes no other page the same.
_CODE = re.compile(rb"[0-9a-f]{4}")
_UNEVEN = re.compile(rb"<(?:[0-9a-f]{4})*+(?:[0-9a-f]{1,3}[>\s]|(?<=[0-9a-f])\s)")  # a string that is not such codes alone
_ROW = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")  # of a table of letters: a code, and what it says

_Numbers = tuple[int, int]  # of an object in the file


@dataclass(slots=True)
class _HashCache:
    """Cached digests of numbered objects of a file, and the character tables of its fonts."""

    digests: dict[_Numbers, bytes] = field(default_factory=dict)
    letters: dict[_Numbers, dict[bytes, bytes]] = field(default_factory=dict)


def page_digests(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    """A digest of every page of a file."""
    known = _HashCache()
    layers = _digest(pdf.Root.get("/OCProperties"), known)  # they may hide what is painted
    for page in pdf.pages:
        resources = _found(page.obj, "/Resources")
        codes = _codes(page.obj, resources)
        parts = [layers, _digest(page.obj, known, {"/Resources"})]
        parts += [_digest(_found(page.obj, key), known) for key in _INHERITED]
        if codes is None:
            parts.append(_digest(resources, known))
        else:
            parts.append(_digest(resources, known, {"/Font"}))
            parts += [key.encode() + _font(font, codes, known) for key, font in sorted(resources.get("/Font", {}).items())]
        yield hashlib.sha256(b"".join(parts)).digest()


def _found(page: Any, key: str) -> Any:
    """What a page says of itself, or a node of the tree of pages above it."""
    for _ in range(_DEEPEST):
        if key in page or "/Parent" not in page:
            return page.get(key)
        page = page.Parent
    return None


def _codes(page: Any, resources: Any) -> frozenset[bytes] | None:
    """The codes of two bytes of all glyphs of a page, and others.

    None when they cannot be told.

    They cannot where a form or a pattern may paint glyphs too, or a string is written otherwise than WeasyPrint 70 does.
    """
    contents = page.get("/Contents")
    if not isinstance(resources, pikepdf.Dictionary) or contents is None or len(resources.get("/Pattern", {})):
        return None
    if any(thing.get("/Subtype") != "/Image" for _, thing in resources.get("/XObject", {}).items()):
        return None
    data = b"\n".join(part.read_bytes() for part in (contents if isinstance(contents, pikepdf.Array) else [contents]))
    data = data.lower()
    return None if b"(" in data or _UNEVEN.search(data) else frozenset(_CODE.findall(data))


def _font(font: Any, codes: frozenset[bytes], known: _HashCache) -> bytes:
    """The digest of a font; of two-byte fonts only the glyphs of these codes count."""
    table = font.get("/ToUnicode")
    if font.get("/Encoding") != "/Identity-H" or not isinstance(table, pikepdf.Stream):
        return _digest(font, known)
    if table.objgen not in known.letters:
        data = table.read_bytes()
        rows = {} if b"range" in data.replace(b"codespacerange", b"") else dict(_ROW.findall(data.lower()))
        known.letters[table.objgen] = rows
    letters = known.letters[table.objgen]
    if not letters or not table.is_indirect:
        return _digest(font, known)
    told = b" ".join(code + b" " + letters[code] for code in sorted(codes & letters.keys()))
    return _digest(font, known, {"/ToUnicode"}) + hashlib.sha256(told).digest()


def _digest(thing: Any, known: _HashCache, without: Collection[str] = ()) -> bytes:
    """The digest of a thing and of all that it names, `without` some of its own entries."""
    if not isinstance(thing, pikepdf.Object):
        return repr(thing).encode()
    number = thing.objgen if thing.is_indirect and not without else None
    if number is None:
        return hashlib.sha256(b"\0".join(_parts(thing, known, without))).digest()
    if number not in known.digests:
        known.digests[number] = _CIRCLE
        known.digests[number] = hashlib.sha256(b"\0".join(_parts(thing, known))).digest()
    return known.digests[number]


def _parts(thing: pikepdf.Object, known: _HashCache, without: Collection[str] = ()) -> Iterator[bytes]:
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in sorted(thing.items(), key=lambda pair: str(pair[0])):
            if key not in _APART and key not in without:
                yield key.encode()
                yield _digest(value, known)
        if isinstance(thing, pikepdf.Stream):
            yield thing.read_raw_bytes()
    elif isinstance(thing, pikepdf.Array):
        yield from (_digest(value, known) for value in thing)
    else:
        yield thing.unparse()
