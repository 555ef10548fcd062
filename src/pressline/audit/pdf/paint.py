"""How glyphs are painted: which style of a font, and whether a reader can see them.

Seen is what is painted at all (render modes 0 to 2 and 4 to 6; ISO 32000-2, 9.3.6), is not transparent, is not white on
white, lies within what it is clipped to, and has no picture and no filled area over it that was painted later.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from pressline.audit.pdf.glyph import Part

Box = tuple[float, float, float, float]  # left, right, bottom, top, in points
Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_REPEATED = b"Repeated"  # a key of the artifact of a table's head that stands again: no margin
_ACTUAL_TEXT = b"ActualText"
_PARTS: dict[str, Part] = {"Artifact": "margin", "Figure": "picture"}

_INVISIBLE_MODES = (3, 7)
_ITALIC_FLAG = 1 << 6  # of a font descriptor (ISO 32000-2, table 121)
_BOLD_WEIGHT = 600
_WHITE = 245  # of 255, in all three colours
_DARK = 128  # of 255
_SMALLEST_COVER_POINTS = 3.0  # rules and underlines are thinner
_EVERYWHERE: Box = (-inf, inf, -inf, inf)
_DEEPEST = 12  # forms within each other


@dataclass(frozen=True, slots=True)
class Brush:
    """What a text object paints with. `order`: when it is painted."""

    style: str
    size: float  # of its font, in units of the page's own text
    painted: bool
    white: bool
    order: int
    blank: float  # where a space stands that was painted alone just before, in points from the left; inf for none
    plain: bool = False  # it is seen, wherever it paints
    clip: Box | None = None  # where alone it is painted
    part: Part = ""
    said: int = 0  # the mark around it that says what it is, by its address; 0: its glyphs tell


@dataclass(frozen=True, slots=True)
class SaidText:
    """What the mark around some painted text says that it is, and where that is painted.

    ISO 32000-2, 14.9.4.
    """

    text: str
    order: int
    box: Box
    base: float  # of its line, in points from the foot
    brush: Brush

    @property
    def middle(self) -> float:
        """Its middle, in points from the left."""
        return (self.box[0] + self.box[1]) / 2


_UNKNOWN = Brush("", 0.0, True, False, sys.maxsize, inf, plain=True)  # of a glyph that belongs to no object


def plain_call(function: Any, result: Any = ctypes.c_int) -> Any:
    """A PDFium function called for every glyph: with a `c_void_p`, integers, `byref`.

    Its arguments are taken as they are, and other threads are not let in during the call. Measured with Python 3.11: 0.2 µs
    instead of 0.4 to 0.6, of which more is spent on converting each argument than in PDFium 159.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


class Paint:
    """The brushes of a page, by the object that a glyph belongs to."""

    def __init__(self, page: Any, text: Any) -> None:
        """`text` is PDFium's handle of the text of `page`."""
        import pypdfium2.raw as pdfium

        self._object_at = plain_call(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
        self._text = ctypes.cast(text, ctypes.c_void_p)
        self._fonts: dict[int, str] = {}
        self._brushes: dict[int | None, Brush] = {}
        self._covers: list[tuple[int, Box]] = []
        self._blank = inf  # of the object before
        self.said: dict[int, SaidText] = {}  # by the address of the mark
        self.doubtful: list[Box] = []  # where only the painted page tells whether a glyph is seen
        for order, (handle, matrix, part, mark) in enumerate(_objects(page)):
            self._take(handle, order, part, nested=matrix is not None)
            if mark:
                self._say(handle, order, mark, matrix or _AS_IT_IS)
        last = max((order for order, _ in self._covers), default=-1)
        for key, brush in self._brushes.items():
            plain = brush.painted and not brush.white and brush.order > last and brush.clip is None
            self._brushes[key] = replace(brush, plain=plain) if plain else brush

    def brush_at(self, index: int) -> Brush:
        """The brush of the glyph with this index in the text."""
        return self._brushes.get(self._object_at(self._text, index), _UNKNOWN)

    def is_bare(self, brush: Brush) -> bool:
        """Whether a brush is of a known object, of which no mark says what it is."""
        return brush is not _UNKNOWN and not brush.said

    def shows(self, brush: Brush, x: float, y: float) -> bool:
        """Whether a reader can see a glyph of this brush whose box has its middle here."""
        if brush.clip and not (brush.clip[0] <= x <= brush.clip[1] and brush.clip[2] <= y <= brush.clip[3]):
            return False
        here = [order for order, (left, right, bottom, top) in self._covers if left <= x <= right and bottom <= y <= top]
        if not here:
            return brush.painted and not brush.white
        backed = any(order < brush.order for order in here)
        return brush.painted and (backed or not brush.white) and not any(order > brush.order for order in here)

    def _take(self, handle: Any, order: int, part: Part, *, nested: bool) -> None:
        """Note what an object of the page is."""
        import pypdfium2.raw as pdfium

        kind = pdfium.FPDFPageObj_GetType(handle)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        known = pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
        opaque = not known or alpha.value > 0
        box = _EVERYWHERE if nested or kind == pdfium.FPDF_PAGEOBJ_FORM else _painted_box(handle)
        if _is_intricate(handle, kind, (red.value, green.value, blue.value) if known else None, box):
            self.doubtful.append(box)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            white = bool(known) and min(red.value, green.value, blue.value) >= _WHITE
            painted = opaque and pdfium.FPDFTextObj_GetTextRenderMode(handle) not in _INVISIBLE_MODES
            key = ctypes.cast(handle, ctypes.c_void_p).value
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(handle, size)
            self._brushes[key] = Brush(self._style(handle), size.value, painted, white, order, self._blank, part=part)
            if not nested and (clip := _clip(handle)):
                self._brushes[key] = replace(self._brushes[key], clip=clip)
            left, _, right, _ = _bounds(handle)
            self._blank = left if left == right else inf
        elif (
            not nested
            and opaque
            and (kind == pdfium.FPDF_PAGEOBJ_IMAGE or (kind == pdfium.FPDF_PAGEOBJ_PATH and _fills(handle)))
        ):
            left, right, bottom, top = box
            if min(right - left, top - bottom) > _SMALLEST_COVER_POINTS:
                self._covers.append((order, box))

    def _say(self, handle: Any, order: int, mark: Any, matrix: Matrix) -> None:
        """Note what the mark around a text object says; `matrix`: of the forms around it."""
        import pypdfium2.raw as pdfium

        key = ctypes.cast(handle, ctypes.c_void_p).value
        address = ctypes.cast(mark, ctypes.c_void_p).value or 0
        brush = self._brushes[key] = replace(self._brushes[key], said=address)
        x0, y0, x1, y1 = _bounds(handle)
        (left, foot), (right, top) = _placed(matrix, x0, y0), _placed(matrix, x1, y1)
        left, right, foot, top = min(left, right), max(left, right), min(foot, top), max(foot, top)
        before = self.said.get(address)
        if before is None:
            own = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(handle, own)
            base = _placed(matrix, own.e, own.f)[1]
            self.said[address] = SaidText(_actual_text(mark), order, (left, right, foot, top), base, brush)
        else:
            box = before.box
            both = min(left, box[0]), max(right, box[1]), min(foot, box[2]), max(top, box[3])
            self.said[address] = replace(before, box=both)

    def _style(self, handle: Any) -> str:
        """The style of the font of a text object: its name says so, or its descriptor."""
        import pypdfium2.raw as pdfium

        font = pdfium.FPDFTextObj_GetFont(handle)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
            said = name.value.decode("utf-8", "replace").casefold()
            bold = "bold" in said or "black" in said or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
            slanted = "italic" in said or "oblique" in said or pdfium.FPDFFont_GetFlags(font) & _ITALIC_FLAG
            self._fonts[key] = "b" * bool(bold) + "i" * bool(slanted)
        return self._fonts[key]


def _is_intricate(handle: Any, kind: int, colour: tuple[int, int, int] | None, box: Box) -> bool:
    """Whether an object painted in `box` may hide text, as only the painted page tells.

    Not intricate: dark text that is plainly filled, thin lines, pictures (what lies under one is told by the order).
    """
    import pypdfium2.raw as pdfium

    if pdfium.FPDFPageObj_HasTransparency(handle):
        return True
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return colour is None or max(colour) > _DARK or pdfium.FPDFTextObj_GetTextRenderMode(handle) != 0
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(handle, width)
        left, right, bottom, top = box
        return width.value > _SMALLEST_COVER_POINTS or (
            _fills(handle) and min(right - left, top - bottom) > _SMALLEST_COVER_POINTS
        )
    return bool(kind != pdfium.FPDF_PAGEOBJ_IMAGE)


def _bounds(handle: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what an object paints, in points.

    A space paints nothing, and has no width.
    """
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _painted_box(handle: Any) -> Box:
    """Where an object paints, within what it is clipped to.

    WeasyPrint draws a rule as a frame of which one side is left.
    """
    left, bottom, right, top = _bounds(handle)
    clip = _clip(handle)
    if clip is None:
        return left, right, bottom, top
    return max(left, clip[0]), min(right, clip[1]), max(bottom, clip[2]), min(top, clip[3])


def _clip(handle: Any) -> Box | None:
    """The box of the clipping paths of an object, in points of its page.

    None when it has none (ISO 32000-2, 8.5.4).
    """
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    left, right, bottom, top = -inf, inf, -inf, inf
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(count, 0)):
        points = []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            left, right = max(left, min(p[0] for p in points)), min(right, max(p[0] for p in points))
            bottom, top = max(bottom, min(p[1] for p in points)), min(top, max(p[1] for p in points))
    return (left, right, bottom, top) if left > -inf else None


def _fills(path: Any) -> bool:
    """Whether a path is painted as an area."""
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, mode, stroke)) and mode.value != pdfium.FPDF_FILLMODE_NONE


def _placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point of a form stands on the page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _within(handle: Any, around: Matrix) -> Matrix:
    """The matrix of what stands in a form, given that of the forms around it.

    ISO 32000-2, 8.3.4.
    """
    import pypdfium2.raw as pdfium

    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, own)
    a, b, c, d, e, f = around
    first, second = (own.a * a + own.b * c, own.a * b + own.b * d), (own.c * a + own.d * c, own.c * b + own.d * d)
    return (*first, *second, own.e * a + own.f * c + e, own.e * b + own.f * d + f)


def _objects(page: Any) -> Iterator[tuple[Any, Matrix | None, Part, Any]]:
    """The objects of a page in the order of painting, with the matrix of forms around them.

    And which part of the page it is, and the mark that says its text, or None. Forms are entered.
    """
    import pypdfium2.raw as pdfium

    top = reversed(range(pdfium.FPDFPage_CountObjects(page.raw)))
    none: Part = ""
    nowhere: Matrix | None = None
    stack = [(pdfium.FPDFPage_GetObject(page.raw, k), 0, none, nowhere) for k in top]
    while stack:
        handle, depth, around, matrix = stack.pop()
        kind = pdfium.FPDFPageObj_GetType(handle)
        own, mark = _marks(handle) if kind in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM) else (none, None)
        part = around or own
        yield handle, matrix, part, mark if kind == pdfium.FPDF_PAGEOBJ_TEXT else None
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = pdfium.FPDFFormObj_CountObjects(handle)
            inside = _within(handle, matrix or _AS_IT_IS)
            stack += [(pdfium.FPDFFormObj_GetObject(handle, k), depth + 1, part, inside) for k in reversed(range(count))]


def _marks(handle: Any) -> tuple[Part, Any]:
    """Which part of the page an object is, and the mark that says its text, or None.

    ISO 32000-2, 14.8.2.2 and 14.8.4.8.5. No text is an artifact but that of the margins: rules and grounds are no text.
    """
    import pypdfium2.raw as pdfium

    name, length = ctypes.create_string_buffer(40), ctypes.c_ulong()
    part: Part = ""
    saying = None
    for at in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, at)
        buffer = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
        if not pdfium.FPDFPageObjMark_GetName(mark, buffer, len(name), length):
            continue
        said = name.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
        if said in _PARTS and not part:
            repeated = pdfium.FPDFPageObjMark_GetParamValueType(mark, _REPEATED) == pdfium.FPDF_OBJECT_NUMBER
            part = "" if repeated else _PARTS[said]
        if said == "Span" and pdfium.FPDFPageObjMark_GetParamValueType(mark, _ACTUAL_TEXT) == pdfium.FPDF_OBJECT_STRING:
            saying = mark
    return part, saying


def _actual_text(mark: Any) -> str:
    """What a mark says that its text is.

    UTF-16 behind its mark of byte order, or PDFDocEncoding.
    """
    import pypdfium2.raw as pdfium

    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL_TEXT, None, 0, length)
    data = (ctypes.c_ubyte * max(length.value, 1))()
    pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL_TEXT, data, length.value, length)
    said = bytes(data[: length.value])
    return said[2:].decode("utf-16-be", "replace") if said.startswith(b"\xfe\xff") else said.decode("latin-1")
