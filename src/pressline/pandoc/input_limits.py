"""Shapes that no essay has and that would take pandoc hours.

Measured first, and refused by name.

pandoc 3.9 takes time that grows with the square of the depth of closed brackets and of fences, of the accents on one letter
and of the addresses that are defined line under line (commonmark-hs reads a paragraph again for each). The limits are a
hundred times what the deepest of books has, and at them pandoc takes some seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressline.findings import Finding, Place, PresslineError, finding

MOST_ACCENTS = 1000  # on one letter; pandoc takes 3 s for 5,000, 12 s for 10,000
MOST_BRACKETS = 2000  # within each other; 2 s for 8,000, no memory left for 32,000
MOST_FENCES = 200  # ::: within each other; what stands deeper than 60 is refused anyway, once pandoc has read it
MOST_ADDRESSES = 1000  # one under the other; 2 s for 1,000, 8 s for 2,000
_ACCENTS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# False positive it avoids: a bracket that is escaped, which opens nothing.
_BRACKET = re.compile(r"\\.|[\[\]]")
_ADDRESS = re.compile(r" {0,3}\[(?!\^)[^\]\[]{1,999}\]:")
_FENCE = re.compile(r"[\s>]{0,99}:::+")


def require_usual(text: str, path: str, first: int = 1) -> None:
    """Raise an error if a text for pandoc, whose first line is `first`, has a bad shape.

    Raises:
        PresslineError: R011 for what stands too often in a row, R012 for what stands too deep, with its line.
    """
    found = next(_unusual(text, path, first), None)
    if found:
        raise PresslineError([found])


def _unusual(text: str, path: str, first: int) -> Iterator[Finding]:
    for match in _ACCENTS.finditer(text):
        if len(match[0]) > MOST_ACCENTS:
            yield _in_a_row("accents on one letter", len(match[0]), MOST_ACCENTS, _place(text, match.start(), path, first))
    fences = addresses = 0
    stack: list[int] = []  # of the brackets that are open: how deep is what each holds
    for number, line in enumerate(text.split("\n"), start=first):
        if not line.strip():
            stack, addresses = [], 0
        addresses = addresses + 1 if _ADDRESS.match(line) else 0
        if addresses > MOST_ADDRESSES:
            yield _in_a_row("addresses line under line", addresses, MOST_ADDRESSES, Place(path, number))
        fence = _FENCE.match(line)
        if fence:
            fences += 1 if line[fence.end() :].strip() else -1
            fences = max(fences, 0)
            if fences > MOST_FENCES:
                yield finding("R012", Place(path, number), what="fences (:::)", most=f"{MOST_FENCES:,}")
        deepest = _deepest(line, stack)
        if deepest > MOST_BRACKETS:
            yield finding("R012", Place(path, number), what="brackets", most=f"{MOST_BRACKETS:,}")


def _deepest(line: str, stack: list[int]) -> int:
    """How deep the deepest of the brackets is that this line closes.

    `stack` is of those that are open, and kept.
    """
    deepest = 0
    for match in _BRACKET.finditer(line):
        if match[0] == "[":
            stack.append(0)
        elif match[0] == "]" and stack:
            depth = stack.pop() + 1
            deepest = max(deepest, depth)
            if stack:
                stack[-1] = max(stack[-1], depth)
    return deepest


def _in_a_row(what: str, count: int, most: int, place: Place) -> Finding:
    return finding("R011", place, what=what, count=f"{count:,}", most=f"{most:,}")


def _place(text: str, at: int, path: str, first: int) -> Place:
    return Place(path, text.count("\n", 0, at) + first, at - text.rfind("\n", 0, at))
