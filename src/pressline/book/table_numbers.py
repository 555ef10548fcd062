"""Columns of numbers: what each lacks behind its point.

So that points stand one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# A number and what stands around it. False positives it avoids: "1914–18" and "3 of 7", which say more than one number.
_NUMBER = re.compile(
    r"[(+\-−–~<>≈±]?\s?[$£€¥]?\s?(?P<whole>\d{1,3}(?:[ ,.’'\u00a0\u202f]\d{3})+|\d{1,15})(?P<rest>[.,]\d{1,15})?"
    r"\s?(?P<end>[%)*‰°]{0,2})"
)
_NONE = frozenset({"", "–", "—", "-", "−", "…", "...", ".", "..", "n/a", "N/A", "n.a.", "nil", "*"})  # instead of one
_FEWEST = 2  # numbers that make a column of numbers
_POINT = 0.5  # of a figure's width


def missing_behind_point(texts: Sequence[str]) -> list[float]:
    """For each cell of a column how many figures are missing at its end.

    [] when it is no column of numbers.

    >>> missing_behind_point(["1.5", "12", "1,204.25", "–"]), missing_behind_point(["1.5", "about 2"])
    ([1.0, 2.5, 0.0, 0], [])
    """
    said = [text.strip() for text in texts]
    found = [None if text in _NONE else _NUMBER.fullmatch(text) for text in said]
    ends = [_width(match) for match in found if match]
    if len(ends) < _FEWEST or any(match is None and text not in _NONE for match, text in zip(found, said, strict=True)):
        return []
    return [0 if match is None else round(max(ends) - _width(match), 1) for match in found]


def _width(match: re.Match[str]) -> float:
    """How many figures wide what follows the whole number is."""
    rest, end = match["rest"] or "", match["end"] or ""
    return (len(rest) - 1 + _POINT if rest else 0) + len(end)
