"""Check further calls: "14, p. 3" for a note on another page, if the layout asks for it.

It is no word of the essay, and is taken off the text before that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from pressline.audit.pdf.regions import ReadGlyph, Regions
from pressline.findings import Finding, Place, finding


def without_pages(zone: Regions, page_word: str) -> Regions:
    """A page without the page numbers that its calls give; `told` collects them.

    One for each call, 0 where none is given.

    `page_word` stands before them; where it is "", none is looked for.
    """
    if not page_word or not zone.calls:
        return zone
    pattern = re.compile(rf",{re.escape(page_word)}(\d+)")
    rest: list[ReadGlyph] = []
    told = [0] * len(zone.calls)
    at, call = 0, -1
    while at < len(zone.body):
        mark = zone.body[at]
        if call + 1 < len(told) and mark.glyph is zone.calls[call + 1][2]:
            call += 1
        elif call >= 0 and rest[-1].call and (small := _small(rest[-1], zone.body[at:])):
            match = pattern.fullmatch("".join(one.glyph.text for one in small))
            if match:
                told[call] = int(match[1])
                rest[-1] = rest[-1]._replace(ends_call=True)
                at += len(small)
                continue
        rest.append(mark)
        at += 1
    return replace(zone, body=tuple(rest), told=tuple(told))


def _small(figure: ReadGlyph, marks: Sequence[ReadGlyph]) -> list[ReadGlyph]:
    """The leading glyphs that are small, raised, and go on with the figure of a call."""
    size, line = figure.glyph.em, figure.glyph.y
    return list(
        takewhile(lambda m: not m.starts_line and m.glyph.em < 0.8 * size and m.glyph.y > line + 0.15 * size, marks[:16])
    )


def repeated_findings(zones: Sequence[Regions], page_of_note: Mapping[int, int], path: str) -> Iterator[Finding]:
    """A finding A026 for every call that gives a wrong page number, or lacks one.

    On the page of its note a further call may name it: it does where the two come together only by what it says.
    """
    met: set[int] = set()
    for zone in zones:
        for number, told in zip(zone.called, zone.told, strict=False):
            there = page_of_note.get(number, 0)
            wanted = there if number in met and there != zone.page else 0
            if told != wanted and not (number in met and told == there):
                place = Place(path, spot=f"page {zone.page}")
                yield finding("A026", place, number=number, found=_page(told), expected=_page(wanted))
            met.add(number)


def _page(number: int) -> str:
    return f"page {number}" if number else "no page"
