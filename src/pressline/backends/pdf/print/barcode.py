"""The barcode of an ISBN: an EAN-13 (ISO/IEC 15420) with its number in type.

It stands in the white field that a cover leaves for it.

Its bars come from python-barcode: the tables of EAN-13 are small, but somebody else's encoding under our own decoding, in
the audit, is a proof, and ours under ours would not be. Sizes are those of the GS1 General Specifications, 5.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

MODULE_MM = 0.33  # at 100 %
BARS_MM = 22.85
LEAST, MOST = 0.8, 1.0  # of the full size; a scanner at a till reads these
_QUIET = (11, 7)  # modules of white, left and right
_MODULES = 95
_GUARDS = (*range(3), *range(45, 50), *range(92, 95))  # modules whose bars reach down between the figures
_GUARD_DROP = 5  # modules
_POINTS_PER_MM = 72 / 25.4
_TYPE = 8.0  # points
_PAD = 4.0  # points of white around it all

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Barcode:
    """The content of the field: words as HTML, and bars (left, foot, width, height).

    Measured from the foot of the sheet.
    """

    words: str
    bars: tuple[Box, ...]

    @property
    def drawn(self) -> bytes:
        """The bars as operators that paint them in black ink alone."""
        rows = "\n".join(f"{x:.4f} {y:.4f} {w:.4f} {h:.4f} re f" for x, y, w, h in self.bars)
        return f"\nq 0 0 0 1 k\n{rows}\nQ".encode()


def barcode_of(isbn: str, field: Box, sheet_height: float) -> Barcode:
    """The barcode in a field: left, top, width, height in points from the sheet's top left.

    `isbn` has 13 figures, the last of which is right, with hyphens or without. The size is the largest that fits; a field
    of 2 by 1.2 in, which printers leave, takes 91 %.
    """
    figures = re.sub(r"\D", "", isbn)
    left, top, width, height = field
    scale = min(MOST, (height - 2 * _PAD - 2.4 * _TYPE) / (BARS_MM * _POINTS_PER_MM))
    scale = min(scale, (width - 2 * _PAD) / ((_MODULES + sum(_QUIET)) * MODULE_MM * _POINTS_PER_MM))
    module, tall = MODULE_MM * _POINTS_PER_MM * max(scale, LEAST), BARS_MM * _POINTS_PER_MM * max(scale, LEAST)
    start = left + (width - (_MODULES + sum(_QUIET)) * module) / 2 + _QUIET[0] * module
    head = top + (height - tall - 2.4 * _TYPE) / 2 + 1.2 * _TYPE
    bars = []
    for first, count in _runs(_modules(figures)):
        deep = tall + (_GUARD_DROP * module if first in _GUARDS else 0)
        bars.append((start + first * module, sheet_height - head - deep, count * module, deep))
    return Barcode(_words(isbn, figures, (left, head, width, tall), start, module), tuple(bars))


def _modules(figures: str) -> str:
    """The 95 modules of a number, "1" for a dark one."""
    from barcode import EAN13

    return str(EAN13(figures).build()[0])


def _runs(modules: str) -> list[tuple[int, int]]:
    """The dark runs of a row of modules: where each begins, and how many it has.

    >>> _runs("1011001")
    [(0, 1), (2, 2), (6, 1)]
    """
    return [(match.start(), len(match[0])) for match in re.finditer("1+", modules)]


def _words(isbn: str, figures: str, field: Box, start: float, module: float) -> str:
    """The white field, "ISBN" and the number above the bars, and the figures below them."""
    left, head, width, tall = field
    over = f"ISBN {isbn}" if re.search(r"\D", isbn) else f"ISBN {figures[:3]}-{figures[3:]}"
    size = f"font-size: {_TYPE}pt; line-height: {_TYPE}pt"
    parts = [f'<div class="bar" style="left: {left:.3f}pt; top: {head - 1.2 * _TYPE:.3f}pt; width: {width:.3f}pt; {size}">']
    parts.append(f"{escape(over)}</div>")
    places = [-_QUIET[0] + 1, *(3 + 7 * k for k in range(6)), *(50 + 7 * k for k in range(6))]
    for figure, place in zip(figures, places, strict=True):
        at = f"left: {start + place * module:.3f}pt; top: {head + tall + 0.15 * _TYPE:.3f}pt; width: {7 * module:.3f}pt"
        parts.append(f'<div class="bar" style="{at}; {size}">{figure}</div>')
    return "".join(parts)
