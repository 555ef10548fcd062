"""Check that each call leads to its own note, and each label back to a call of its note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.pages import PageLink
from pressline.audit.pdf.regions import Regions
from pressline.findings import Finding, Place, finding

_SAME_LINE_POINTS = 5.0
_SLACK_POINTS = 150.0  # a place is the top of a box, above the base line of its text; a picture in its line lifts it


def link_findings(zones: list[Regions], path: str) -> Iterator[Finding]:
    """A finding A015 for every call and every label that leads to a wrong place."""
    notes = {zone.page: [(note.number, note.first) for note in zone.notes] for zone in zones}
    calls = {zone.page: [(number, first) for number, _, first in zone.calls] for zone in zones}
    for zone in zones:
        place = Place(path, spot=f"page {zone.page}")
        for number, link, _ in zone.calls:
            if not _meets(link, number, notes.get(link.page, ())):
                yield finding("A015", place, link=f"call {number}")
        for note in zone.notes:
            if note.number and not _meets(note.label, note.number, calls.get(note.label.page, ())):
                yield finding("A015", place, link=f"the label of note {note.number}")


def _meets(link: PageLink, number: int, places: Iterable[tuple[int, Glyph]]) -> bool:
    """Whether a link leads to a place that bears its number.

    Of the places of its page near its end, the nearest one.
    """
    near = [
        (round((link.height - glyph.y) / _SAME_LINE_POINTS), abs(link.across - glyph.x), other)
        for other, glyph in places
        if 0 < link.height - glyph.y <= _SLACK_POINTS
    ]
    return bool(near) and min(near)[2] == number
