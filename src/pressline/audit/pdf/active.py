"""What in a PDF acts, asks, embeds, can be switched off, or covers words.

ISO 32000-2, 8.11, 12.5, 12.6, 12.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from pressline.audit.pdf.pages import pages_of
from pressline.findings import Finding, Place, finding

_ALLOWED_ACTIONS = frozenset({"/URI", "/GoTo", "/GoToR", "/Named", "/Thread"})
_ALLOWED_LINK = re.compile(r"(?:https?|mailto|tel|ftp):", re.IGNORECASE)
_EMBEDS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"})
_COVERS = frozenset({"/Square", "/Circle", "/Polygon", "/Stamp", "/FreeText", "/Redact", "/Watermark"})
_HIDDEN_FLAGS = 0b100010  # of an annotation: Hidden, NoView
_MOST_CHAINED = 100


def active_findings(pdf: pikepdf.Pdf, path: str) -> Iterator[Finding]:
    """Findings A072 and A073 (acts, asks, embeds), A087 (layers off), A023 (covered words)."""
    yield from _file(pdf, Place(path))
    yield from _layers(pdf.Root, Place(path))
    covers: dict[int, list[tuple[float, ...]]] = {}
    for number, page in enumerate(pdf.pages, start=1):
        place = Place(path, spot=f"page {number}")
        if _is_map(page.obj.get("/AA")):
            yield finding("A072", place, what="an action on an event of the page")
        for note in filter(_is_map, page.obj.get("/Annots", [])):
            yield from _annotation(note, place)
            if note.get("/Subtype") in _COVERS and not int(note.get("/F", 0)) & _HIDDEN_FLAGS and "/Rect" in note:
                covers.setdefault(number, []).append(tuple(float(value) for value in note.Rect))
    if covers:
        yield from _covered(covers, path)


def _file(pdf: pikepdf.Pdf, place: Place) -> Iterator[Finding]:
    """What acts, asks or embeds in the file as a whole."""
    root: Any = pdf.Root
    names: Any = root.get("/Names", pikepdf.Dictionary())
    yield from _actions(root.get("/OpenAction"), "opening the file", place)
    if _is_map(root.get("/AA")):
        yield finding("A072", place, what="an action on an event of the file")
    if "/JavaScript" in names:
        yield finding("A072", place, what="JavaScript")
    if "/EmbeddedFiles" in names or "/Collection" in root:
        yield finding("A073", place, what="a file within the file")
    form: Any = root.get("/AcroForm")
    if _is_map(form) and ("/XFA" in form or len(form.get("/Fields", [])) > 0):
        yield finding("A073", place, what="a form")


def _is_map(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary)


def _annotation(note: Any, place: Place) -> Iterator[Finding]:
    kind = str(note.get("/Subtype"))
    if kind in _EMBEDS:
        yield finding("A073", place, what=f"an annotation, {kind.lstrip('/')}")
    if kind == "/Widget":
        yield finding("A073", place, what="a field of a form")
    if _is_map(note.get("/AA")):
        yield finding("A072", place, what="an action on an event of an annotation")
    yield from _actions(note.get("/A"), "a link", place)


def _actions(action: Any, what: str, place: Place) -> Iterator[Finding]:
    """What an action does, and those that follow it; a place to open at is none."""
    waiting, seen = [action], 0
    while waiting and seen < _MOST_CHAINED:
        at, seen = waiting.pop(), seen + 1
        if not _is_map(at):
            continue
        kind = str(at.get("/S", "/GoTo"))
        uri = str(at.get("/URI", ""))
        if kind not in _ALLOWED_ACTIONS:
            yield finding("A072", place, what=f"{what}: {kind.lstrip('/')}")
        elif kind == "/URI" and ":" in uri and not _ALLOWED_LINK.match(uri.strip()):
            yield finding("A072", place, what=f"{what}: {uri[:80]}")
        following = at.get("/Next")
        waiting += list(following) if isinstance(following, pikepdf.Array) else [following]


def _layers(root: Any, place: Place) -> Iterator[Finding]:
    """Layers that are off when the file is opened: what stands on them is read, and not seen."""
    layers: Any = root.get("/OCProperties")
    usual: Any = layers.get("/D") if _is_map(layers) else None
    if not _is_map(usual):
        return
    off = [group for group in usual.get("/OFF", []) if _is_map(group)]
    on = {group.objgen for group in usual.get("/ON", []) if _is_map(group)}
    if usual.get("/BaseState") == "/OFF":
        off += [group for group in layers.get("/OCGs", []) if _is_map(group) and group.objgen not in on]
    for name in dict.fromkeys(str(group.get("/Name", "without a name")) for group in off):
        yield finding("A087", place, what=f"the layer “{name}”")


def _covered(covers: dict[int, list[tuple[float, ...]]], path: str) -> Iterator[Finding]:
    """Findings A023 for words that an annotation lies over."""
    for sheet in pages_of(Path(path)):
        for box in covers.get(sheet.page, []):
            left, right, low, high = min(box[0], box[2]), max(box[0], box[2]), min(box[1], box[3]), max(box[1], box[3])
            under = [
                glyph.text
                for glyph in sheet.glyphs
                if left <= (glyph.left + glyph.right) / 2 <= right and low <= (glyph.bottom + glyph.top) / 2 <= high
            ]
            if under:
                yield finding("A023", Place(path, spot=f"page {sheet.page}"), text="".join(under)[:60])
