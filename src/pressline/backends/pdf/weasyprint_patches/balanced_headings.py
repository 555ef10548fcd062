"""Patch: balance the lines of titles and headings (CSS Text 4 `text-wrap: balance`).

Filled one by one, the lines of a heading leave one word over for the last. Here they are as few as can be, as even as they
can be, no word is parted, and none ends with a small word that belongs to the next: “… and the Road to / 1994”.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pressline.backends.pdf.weasyprint_patches.line_breaking import Break, PlannedLine

_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption")
_CLASSES = ("title", "subtitle")
_SMALL = 3  # letters: "and", "the", "to", "der", "les"
_HANGING = 0.3  # of the measure: how much less even the lines may be, so that no small word ends one


def is_balanced(linebox: Any) -> bool:
    """Whether a line box is that of a heading, title or caption, ragged or centred."""
    element = linebox.element
    if element is None or linebox.style["text_align_all"] == "justify":
        return False
    return linebox.element_tag in _TAGS or element.get("class") in _CLASSES


def even_lines(breaks: Sequence[Break], text: str, measure: float) -> list[PlannedLine]:
    """The lines of a heading between the first and the last of `breaks`, evenly long.

    No more lines than there must be.

    `text` is what the breaks count the characters of; widths are in px. [] when a word is wider than the measure.
    """
    stops = [breaks[0], *(b for b in breaks[1:-1] if not b.hyphen), breaks[-1]]
    # By the index of the stop that ends a line: how many lines so far, how uneven they are, and where the last one starts.
    best: list[tuple[int, float, int] | None] = [(0, 0.0, 0)]
    for at in range(1, len(stops)):
        ways = []
        for before in range(at - 1, -1, -1):
            room = measure - (stops[at].to_end - stops[before].to_start)
            if room < 0:
                break
            way = best[before]
            if way is not None:
                hangs = at < len(stops) - 1 and _hangs(text, stops[at])
                ways.append((way[0] + 1, way[1] + room * room + hangs * (_HANGING * measure) ** 2, before))
        best.append(min(ways, default=None))
    return _lines(stops, best)


def _hangs(text: str, stop: Break) -> bool:
    """Whether a line that ends here ends with a small word."""
    word = text[: stop.end].rsplit(None, 1)[-1:]
    return bool(word) and len(word[0]) <= _SMALL and word[0].isalpha() and word[0].islower()


def _lines(stops: list[Break], best: list[tuple[int, float, int] | None]) -> list[PlannedLine]:
    lines: list[PlannedLine] = []
    at = len(stops) - 1
    while at:
        way = best[at]
        if way is None:
            return []
        lines.append(PlannedLine(stops[way[2]].start, stops[at], at == len(stops) - 1, 0.0))
        at = way[2]
    return lines[::-1]
