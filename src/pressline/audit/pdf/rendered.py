"""Whether glyphs show on the page as PDFium paints it.

Where they stand, it must not be all of one colour.

What makes text unseen has no end (a mask, a pattern, a shading, a form over it or around it, ink of its ground), and only the
finished page tells of all of them. Pages of plain black text are not painted for it: that would take as long as to read them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from pressline.audit.pdf.paint import Box

_SCALE = 2.0  # pixels for a point: the full stop of a note is more than one pixel
_LEAST_CONTRAST = 24  # of 255: as much as of very light grey on white
_LEAST_POINTS = 0.3  # what is smaller paints nothing: a joiner
_FAR = 10_000


def shows(page: Any, boxes: Sequence[Box]) -> list[bool]:
    """For each box whether there is something to be seen in it.

    What is too small to tell, or off the page, is seen.
    """
    bitmap = page.render(scale=_SCALE, grayscale=True)
    try:
        pixels, width, height, stride = bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
    finally:
        bitmap.close()
    to_pixels = _to_pixels(page, width, height)
    return [_contrast(pixels, to_pixels(box), width, height, stride) >= _LEAST_CONTRAST for box in boxes]


def _contrast(pixels: bytes, box: tuple[int, int, int, int] | None, width: int, height: int, stride: int) -> int:
    """How far the lightest and the darkest pixel of a box and one pixel around it are apart."""
    if box is None or box[0] >= width or box[1] < 0 or box[2] >= height or box[3] < 0:
        return 255
    left, right, top, foot = box
    rows = range(max(top - 1, 0), min(foot + 2, height))
    parts = [pixels[row * stride + max(left - 1, 0) : row * stride + min(right + 2, width)] for row in rows]
    return max(map(max, parts)) - min(map(min, parts))


def _to_pixels(page: Any, width: int, height: int) -> Callable[[Box], tuple[int, int, int, int] | None]:
    """What tells the pixels of a box: left, right, top and foot.

    None for one that is too small. A page may be turned.
    """
    import pypdfium2.raw as pdfium

    def at(x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
        return across.value, down.value

    (x0, y0), (xx, xy), (yx, yy) = at(0, 0), at(_FAR, 0), at(0, _FAR)

    def told(box: Box) -> tuple[int, int, int, int] | None:
        left, right, bottom, top = box
        if right - left < _LEAST_POINTS or top - bottom < _LEAST_POINTS:
            return None
        ends = ((left, bottom), (right, top))
        across = sorted(x0 + (x * (xx - x0) + y * (yx - x0)) / _FAR for x, y in ends)
        down = sorted(y0 + (x * (xy - y0) + y * (yy - y0)) / _FAR for x, y in ends)
        return int(across[0]), int(across[1]), int(down[0]), int(down[1])

    return told
