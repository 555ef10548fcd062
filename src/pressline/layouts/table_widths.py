"""How narrow a table can be set: whether it fits a phone or a page of Word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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


def column_widths(cells: Iterable[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """For each column of a table how many letters it needs when no word is parted.

    And when no line is.

    Each cell is its first column, how many it covers, and its text.

    >>> column_widths([(0, 2, "Rainfall"), (0, 1, "Low"), (1, 1, "High up")])
    [(3, 3), (5, 7)]
    """
    least: dict[int, int] = {}
    most: dict[int, int] = {}
    wide: list[tuple[range, str]] = []
    for column, width, text in cells:
        for at in range(column, column + width):
            least.setdefault(at, 1)
            most.setdefault(at, 1)
        if width == 1:
            least[column] = max(least[column], _longest(text))
            most[column] = max(most[column], len(text))
        else:
            wide.append((range(column, column + width), text))
    for columns, text in wide:
        lacking = _longest(text) - sum(least[at] for at in columns)
        for k, at in enumerate(columns):
            least[at] += max(0, (lacking + k) // len(columns))
            most[at] = max(most[at], least[at])
    return [(least[at], most[at]) for at in sorted(least)]


def _longest(text: str) -> int:
    return max(map(len, _UNBROKEN.findall(text)), default=0)
