"""The pages of a PDF as painted: every glyph with its place, every link with its target.

Glyphs stay in the order of painting, which is the order of reading within a zone of the page; places tell the regions, the
lines and the spaces. Spaces are taken from gaps as well as from characters, because not every engine paints a space that
stands alone between two elements; and from characters, because the box of an "f" reaches over the gap that follows it.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Container, Iterator, Sequence
from ctypes import byref
from dataclasses import dataclass
from functools import partial
from math import pi
from pathlib import Path
from struct import Struct
from typing import Any, Literal

import pikepdf

from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.page_hash import page_digests
from pressline.audit.pdf.paint import Box, Paint, SaidText, plain_call
from pressline.audit.pdf.rendered import shows
from pressline.audit.pdf.said import letters_of, with_said
from pressline.runtime.files import sha256

_LEAST_SPACE = 0.04  # em: a space in the tightest line is wider; a joiner, which paints nothing either, is not
_LEAST_RISE = 0.3  # em: from the base line to the top of a letter; less is flat, tiny by a matrix, or upside down
_LEAST_BREADTH, _BROAD = 0.1, frozenset("abdeghkmnopquvwxyzABDEGHKMNOPQRUVWXYZ")  # em; in no font are these so narrow
_LEVEL = 0.1  # radians: letters of a line that is turned further lie on their sides
_HYPHEN_AT_END, _HYPHEN = 2, ord("-")  # PDFium gives U+0002 for a "-" at the end of a line
_TOLD = Struct("=6d8xf4x")  # of a glyph: origin, painted box; and of the rectangle (FS_RECTF) of its advance the right side


# What the name of a link's place says that it is; whether it leads there, `links` looks at. "": no name is known.
LinkKind = Literal["", "call", "label", "other"]
_SLACK = 0.3  # points: half of the thinnest figure


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a place in the same file.

    Points; `page` counts from 1, and is 0 when it leads nowhere.
    """

    left: float
    bottom: float
    right: float
    top: float
    page: int
    across: float  # of the place on its page, from the left
    height: float  # from the foot
    kind: LinkKind = ""

    def covers(self, glyph: Glyph) -> bool:
        """Whether most of a glyph lies in the rectangle of the link.

        False positive it avoids: a raised figure of the text right beside a call.
        """
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        return self.left - _SLACK <= x <= self.right + _SLACK and self.bottom - 2 <= y <= self.top + 2


@dataclass(frozen=True, slots=True)
class Address:
    """A link that leads out of the file: its box on the page, in points, and its address."""

    left: float
    bottom: float
    right: float
    top: float
    uri: str


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its number from 1, size in points, glyphs in order of painting, links."""

    page: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    links: tuple[PageLink, ...]
    addresses: tuple[Address, ...] = ()
    key: str = ""  # the digest of all that is told of it here, if it was asked for
    said: tuple[SaidText, ...] = ()  # what marks say, in the order of painting; the glyphs are in order and have it
    read: bool = True  # false: it was known by its key, and its glyphs are not told


def read_pages(path: Path) -> list[PdfPage]:
    """The pages of a PDF.

    Raises:
        RuntimeError, pikepdf.PdfError: when the file is no PDF.
    """
    return list(pages_of(path))


def pages_of(path: Path, known: Container[str] | None = None) -> Iterator[PdfPage]:
    """The pages of a PDF, one after another.

    Of a book of 1,200 pages they would take 2 GB at once.

    Those whose key is `known` are not read; without `known` no keys are computed.

    Raises, while they are taken:
        RuntimeError, pikepdf.PdfError: when the file is no PDF.
    """
    import pypdfium2

    with pikepdf.open(path) as pdf:
        links = list(_links(pdf))
        addresses = [tuple(_addresses(page)) for page in pdf.pages]
        keys = [""] * len(links) if known is None else list(_keys(pdf, links, addresses))
    document = pypdfium2.PdfDocument(path)
    try:
        for at, key in enumerate(keys):
            about = tuple(links[at]), addresses[at], key
            if known is not None and key in known:
                yield PdfPage(at + 1, 0.0, 0.0, (), *about, read=False)
                continue
            page = document[at]
            width, height = page.get_size()
            glyphs, said = _glyphs(page)
            yield PdfPage(at + 1, width, height, tuple(glyphs), *about, said=tuple(said))
            page.close()
    finally:
        document.close()


def _keys(pdf: pikepdf.Pdf, links: Sequence[Sequence[PageLink]], addresses: Sequence[Sequence[Address]]) -> Iterator[str]:
    """The keys of all pages: what each is painted with, its number, its links' places."""
    for number, parts in enumerate(zip(page_digests(pdf), links, addresses, strict=True)):
        yield sha256(repr((number, *parts)).encode())


def _glyphs(page: Any) -> tuple[list[Glyph], list[SaidText]]:
    """The glyphs of a page that are more than a space, and what marks say of them."""
    helper = page.get_textpage()
    paint, scale = Paint(page, helper.raw), _scale(helper.raw, helper.count_chars())
    glyphs, orders, after_space = _painted(helper, paint, scale)
    said = sorted(paint.said.items(), key=lambda one: one[1].order)
    if said:
        glyphs = with_said(glyphs, orders, [letters_of(one, scale, paint, spaced=key in after_space) for key, one in said])
    return (_as_painted(page, glyphs, paint.doubtful) if paint.doubtful else glyphs), [one for _, one in said]


def _painted(helper: Any, paint: Paint, scale: float) -> tuple[list[Glyph], list[int], set[int]]:
    """The glyphs that no mark says, when each is painted, and marks that follow a space.

    What PDFium tells of a glyph is written side by side into one stretch of memory, and taken from there at once.
    """
    import pypdfium2.raw as pdfium

    text, count = helper.raw, helper.count_chars()
    told = ctypes.create_string_buffer(_TOLD.size)
    to_x, to_y, to_left, to_right, to_foot, to_top, to_advance = (byref(told, 8 * field) for field in range(7))
    handle = ctypes.cast(text, ctypes.c_void_p)
    code_at, origin_at = plain_call(pdfium.FPDFText_GetUnicode), plain_call(pdfium.FPDFText_GetCharOrigin)
    box_at, advance_at = plain_call(pdfium.FPDFText_GetCharBox), plain_call(pdfium.FPDFText_GetLooseCharBox)
    is_generated = plain_call(pdfium.FPDFText_IsGenerated)
    brush_at, glyph_of = paint.brush_at, partial(tuple.__new__, Glyph)  # `Glyph(…)` takes twice as long
    glyphs, before, spaced, blank, high = [], None, False, False, 0
    after_space: set[int] = set()  # marks that say what follows a space
    orders: list[int] = []  # of the glyphs, where marks say what others are
    for index in range(count):
        code = code_at(handle, index)
        if 0xD800 <= code < 0xE000:  # PDFium tells a character beyond U+FFFF in two halves
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else code
        high = 0
        code = _HYPHEN if code == _HYPHEN_AT_END else code
        character = chr(code)
        # What PDFium itself adds to a text is white space, or a hyphen.
        if character.isspace() or (code == _HYPHEN and pdfium.FPDFText_IsGenerated(text, index)):
            painted = character.isspace() and not is_generated(handle, index)
            if paint.said and painted and not paint.is_bare(brush_at(index)):
                continue
            blank = blank or painted
            spaced = spaced or character not in "\r\n"  # PDFium ends a line after a small raised figure
            continue
        origin_at(handle, index, to_x, to_y)
        box_at(handle, index, to_left, to_right, to_foot, to_top)
        advance_at(handle, index, to_advance)
        x, y, left, right, foot, top, end = _TOLD.unpack_from(told)
        brush = brush_at(index)
        if brush.said:
            after_space |= {brush.said} if blank else set()
            spaced = blank = False
            continue
        em = brush.size * scale
        if brush is not before:
            alone = x - brush.blank > _LEAST_SPACE * em
            spaced, blank, before = spaced or alone, blank or alone, brush
        seen = brush.plain or paint.shows(brush, (left + right) / 2, (foot + top) / 2)
        flat = top - y < _LEAST_RISE * em and character.upper() != character.lower()  # each letter of two cases stands higher
        if flat or (right - left < _LEAST_BREADTH * em and character in _BROAD):
            seen = seen and abs(pdfium.FPDFText_GetCharAngle(text, index)) % pi > _LEVEL
        glyphs.append(
            glyph_of((character, x, y, end, left, right, foot, top, em, spaced, brush.style, seen, brush.part, blank))
        )
        if paint.said:
            orders.append(brush.order)
        spaced = blank = False
    return glyphs, orders, after_space


def _as_painted(page: Any, glyphs: list[Glyph], doubtful: Sequence[Box]) -> list[Glyph]:
    """The glyphs, those in doubtful boxes told unseen where the painted page shows nothing."""
    boxes = tuple(set(doubtful))
    asked = [at for at, glyph in enumerate(glyphs) if any(_touches(glyph, box) for box in boxes)]
    if not asked:
        return glyphs
    shown = shows(page, [(glyphs[at].left, glyphs[at].right, glyphs[at].bottom, glyphs[at].top) for at in asked])
    for at, seen in zip(asked, shown, strict=True):
        glyphs[at] = glyphs[at] if seen else glyphs[at]._replace(seen=False)
    return glyphs


def _touches(glyph: Glyph, box: Box) -> bool:
    return glyph.left <= box[1] and glyph.right >= box[0] and glyph.bottom <= box[3] and glyph.top >= box[2]


def _scale(text: Any, count: int) -> float:
    """How many points of the page a point of its text is.

    WeasyPrint scales its pages by 0.75.
    """
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    for index in range(count):
        if not pdfium.FPDFText_IsGenerated(text, index) and pdfium.FPDFText_GetMatrix(text, index, matrix):
            return abs(float(matrix.d)) or 1.0
    return 1.0


def _addresses(page: pikepdf.Page) -> Iterator[Address]:
    """The links of a page that lead out of the file."""
    for note in page.obj.get("/Annots", []):
        action = note.get("/A")
        if note.get("/Subtype") == "/Link" and isinstance(action, pikepdf.Dictionary) and "/URI" in action:
            x0, y0, x1, y1 = (float(value) for value in note.Rect)
            yield Address(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), str(action.URI))


def _links(pdf: pikepdf.Pdf) -> Iterator[list[PageLink]]:
    """The inner links of every page."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    names = {name: _target(value, numbers) for name, value in _names(pdf)}
    for page in pdf.pages:
        links = []
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") != "/Link" or "/Dest" not in note:
                continue
            x0, y0, x1, y1 = (float(value) for value in note.Rect)
            dest = note.Dest
            target = _target(dest, numbers) if isinstance(dest, pikepdf.Array) else names.get(str(dest), _NOWHERE)
            kind = "" if isinstance(dest, pikepdf.Array) else _kind_of(str(dest))
            links.append(PageLink(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), *target, kind))
        yield links


def _kind_of(name: str) -> LinkKind:
    """What a link to a place of this name is.

    >>> _kind_of("fn-14"), _kind_of("fnref-14"), _kind_of("s3")
    ('call', 'label', 'other')
    """
    match = re.fullmatch(r"fn(ref)?-(?:\d+|author)", name)
    if match is None:
        return "other"
    return "label" if match[1] else "call"


def _names(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """The named places of a file."""
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        yield from ((str(key), value) for key, value in pikepdf.NameTree(pdf.Root.Names.Dests).items())


_NOWHERE = (0, 0.0, 0.0)


def _target(place: Any, numbers: dict[tuple[int, int], int]) -> tuple[int, float, float]:
    """Page of a place, and where it is from the left and the foot.

    `_NOWHERE` when it is none.
    """
    array = place.get("/D") if isinstance(place, pikepdf.Dictionary) else place
    if not isinstance(array, pikepdf.Array) or len(array) < 4:
        return _NOWHERE
    page = array[0]
    number = numbers.get(page.objgen, 0) if isinstance(page, pikepdf.Dictionary) else 0
    return number, float(array[2] or 0), float(array[3] or 0)
