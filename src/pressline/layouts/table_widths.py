"""How narrow a table can be set: whether it fits a phone, or needs a box that scrolls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

_UNBROKEN = re.compile(r"[^\s\u2010\u2013\u2014-]+")  # what no line ends within; after a hyphen or a dash one may
_GAP = 1.5  # characters that a column needs besides its words
# Characters of a page of 320 CSS pixels, what WCAG 2.2 asks to reflow to (1.4.10), at 200 per cent of the usual size (1.4.4):
# 320 / (2 * 16 px * 0.9 em of a table * 0.45 em of a letter).
PHONE = 24


def fits_a_phone(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of these cells, by row, fits a phone with its narrowest columns.

    >>> fits_a_phone([["Year", "Count"], ["1994", "about 1,300 of them"]])
    True
    >>> fits_a_phone([["Country", "Population", "Expectancy"]])
    False
    """
    columns = zip_longest(*rows, fillvalue="")
    return sum(max(_longest(cell) for cell in column) + _GAP for column in columns) <= PHONE


def _longest(text: str) -> int:
    return max(map(len, _UNBROKEN.findall(text)), default=0)
