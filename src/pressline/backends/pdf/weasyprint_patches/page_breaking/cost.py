"""Predict where pages end best from heights of lines and notes; numbers only.

A page takes lines from above, and the notes that they call from below, until a line has no room with its notes. It may end
before that, and often must: before a line whose note has no room, or before a heading. What is left over is seen as a hole
above the notes. Where a page ends says where the next one starts: so the ends of some pages are chosen together, with the
least holes, and few ends of each are looked at. After Plass, "Optimal Pagination Techniques for Automatic Typesetting Systems"
(1981).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil
from typing import NamedTuple

PAGES = 4  # whose ends are chosen together
LEAST_TEXT = 4  # lines of text beside figures: with room for fewer, a page has figures alone
# What is to be avoided. Holes count more than all else: by how many lines a page is short.
_SHORT = (0.0, 1.0, 8.0, 25.0, 45.0)
_MORE = 20.0  # for each line beyond
_UNEVEN = 0.5  # for each line that the two pages of a spread differ by
_UNEVEN_FEET = 3.0  # and where there are no notes below, so that it is seen
_PARTED, _LONG_PARTED = 6.0, 1.0  # a note that runs on, and one that is long
_HYPHEN = 2.0  # a word parted at the end: it is not, and the lines are others


class NoteHeights(NamedTuple):
    """A note: how high it is, and how high the parts may be that stand before the rest of it.

    Px.
    """

    height: float
    parts: tuple[float, ...] = ()
    long: bool = False


@dataclass(slots=True)
class PageLine:
    """A line of a page; heights in px."""

    height: float
    above: float  # the space above it
    top: float  # and if it is the first of a page
    notes: tuple[NoteHeights, ...]  # that it calls
    ends: bool  # whether a page may end behind it
    hyphen: bool = False
    opens: bool = False  # whether a line more may stand above it
    sinks: bool = False  # and if it is the first of a page
    figure: float = 0.0  # this is no line: what a figure that the text comes to takes, at the foot or on the next page


@dataclass(frozen=True, slots=True)
class Room:
    """What a page has room for, px."""

    height: float
    above_notes: float  # what the first note takes besides itself
    leading: float

    def at_head(self, figure: float) -> float:
        """What a figure takes at the head of a page: whole lines, to keep the grid."""
        return ceil((figure - 0.01) / self.leading) * self.leading


@dataclass(frozen=True, slots=True)
class End:
    """An end of a page: number of lines, place of the last one's end (px), and cost."""

    rows: int
    bottom: float
    short: int
    cost: float
    carried: float = 0.0  # how much of a note runs on to the next page, px
    noted: bool = False  # whether there are notes below
    heads: float = 0.0  # what figures take that wait for the next page, px


@dataclass(frozen=True, slots=True)
class PageStartPoint:
    """Where a page starts: at a line of a way to set a paragraph, below what notes left.

    In px.
    """

    piece: int
    way: int = 0
    line: int = 0
    carried: float = 0.0
    recto: bool = False
    heads: float = 0.0  # what figures take at its head, px
    verso: End | None = None  # of a recto: how the page on its left ended


@dataclass(slots=True)
class Way:
    """A way to set a paragraph, and what it costs."""

    rows: Sequence[PageLine]
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The end chosen for a page, another way for a paragraph if any, and the total cost."""

    cost: float
    end: End
    piece: int = -1
    way: int = 0
    last: tuple[int, int, int] = (0, 0, 0)  # of the last line: piece, way, line


def ends_of(rows: Iterator[PageLine], room: Room, carried: float, heads: float = 0.0) -> list[End] | None:
    """Where a page that starts with these rows may end, the fullest last.

    None when they all fit, or when a long note is to be parted in a way that cannot be foreseen.
    """
    bottom, notes, opens = heads, carried + (room.above_notes if carried else 0.0), 0
    foot = waiting = 0.0  # what figures take here and on the next page
    found: list[End] = []
    for number, row in enumerate(rows):
        if row.figure and (waiting or room.height - bottom - notes - foot - row.figure < -0.01):
            waiting += room.at_head(row.figure)
            if waiting > room.height:  # the page ends before it
                return found
        else:
            foot += row.figure
        bottom += row.height + (row.above if number else row.top)
        more = sum(note.height for note in row.notes) + (room.above_notes if row.notes and not notes else 0.0)
        left = room.height - bottom - notes - foot - more
        if left < -0.01:
            if any(note.long for note in row.notes) and (len(row.notes) > 1 or not row.ends):
                return None
            parted = _parted(row, number + 1, bottom, left, room)
            return [*found, replace(parted, heads=waiting)] if parted else found
        notes += more
        opens += row.opens if number else row.sinks
        if row.ends:
            short = max(0, int((left + 0.01) / room.leading) - opens)
            cost = _hole(short) + row.hyphen * _HYPHEN
            found.append(End(number + 1, bottom, short, cost, noted=notes > 0, heads=waiting))
    return None


def _parted(row: PageLine, number: int, bottom: float, left: float, room: Room) -> End | None:
    """The end after a row whose last note is split, when `left` px is lacking for it."""
    if not row.notes or not row.ends:
        return None
    note = row.notes[-1]
    kept = max((part for part in note.parts if part <= note.height + left + 0.01), default=0.0)
    if not kept:
        return None
    cost = (_LONG_PARTED if note.long else _PARTED) + row.hyphen * _HYPHEN
    return End(number, bottom, 0, cost, note.height - kept, noted=True)


def _hole(short: int) -> float:
    return _SHORT[short] if short < len(_SHORT) else _SHORT[-1] + _MORE * (short - len(_SHORT) + 1)


def choose(pieces: Sequence[Sequence[Way]], start: PageStartPoint, room: Room) -> Choice | None:
    """How the page that starts at a place ends best, with regard to the pages after it.

    None when all the rest fits on it.
    """
    return _Chooser(pieces, room, {}).best(start, PAGES)


@dataclass(slots=True)
class _Chooser:
    pieces: Sequence[Sequence[Way]]
    room: Room
    known: dict[tuple[PageStartPoint, int], Choice | None]

    def best(self, start: PageStartPoint, pages: int) -> Choice | None:
        """The best choice for a page and for `pages` - 1 after it."""
        key = start, pages
        if key not in self.known:
            self.known[key] = min(self._choices(start, pages), key=lambda choice: choice.cost, default=None)
        return self.known[key]

    def _choices(self, start: PageStartPoint, pages: int) -> Iterator[Choice]:
        free = range(start.piece + (start.line > 0 or start.way > 0), self._fullest(start) + 1)
        for piece, way in [(-1, 0), *((p, w) for p in free for w in range(1, len(self.pieces[p])))]:
            ends = ends_of(self._rows(start, piece, way), self.room, start.carried, start.heads)
            if ends is None:
                continue
            least = min((end.short for end in ends), default=0)
            for end in (end for end in reversed(ends) if end.short <= max(2, least)):
                yield self._choice(start, end, (piece, way), pages)

    def _choice(self, start: PageStartPoint, end: End, other: tuple[int, int], pages: int) -> Choice:
        piece, way = other
        last = self._place(start, end.rows, piece, way)
        cost = end.cost + (self.pieces[piece][way].cost if piece >= 0 else 0.0)
        if start.verso:
            feet = _UNEVEN if end.noted or start.verso.noted else _UNEVEN_FEET
            cost += feet * abs(end.short - start.verso.short)
        if pages > 1:
            at, how, line = last
            whole = line + 1 == len(self.pieces[at][how].rows)
            there = (at + 1, 0, 0) if whole else (at, how, line + 1)
            after = PageStartPoint(*there, end.carried, not start.recto, end.heads, None if start.recto else end)
            if end.heads > self.room.height - LEAST_TEXT * self.room.leading:  # a page of figures comes between
                after = PageStartPoint(*there, end.carried, start.recto)
            following = self.best(after, pages - 1)
            cost += following.cost if following else 0.0
        return Choice(cost, end, piece, way, last)

    def _rows(self, start: PageStartPoint, piece: int, way: int) -> Iterator[PageLine]:
        """The rows from a place on, with another way for one piece."""
        if start.piece >= len(self.pieces):
            return iter(())
        first = self.pieces[start.piece][way if piece == start.piece else start.way].rows[start.line :]
        others = range(start.piece + 1, len(self.pieces))
        return chain(first, chain.from_iterable(self.pieces[n][way if n == piece else 0].rows for n in others))

    def _place(self, start: PageStartPoint, rows: int, piece: int, way: int) -> tuple[int, int, int]:
        """Piece, way and line of the row with a number, from 1, of a page."""
        at, how, before = start.piece, way if piece == start.piece else start.way, start.line
        while rows > (more := len(self.pieces[at][how].rows) - before):
            rows, at, before = rows - more, at + 1, 0
            how = way if at == piece else 0
        return at, how, before + rows - 1

    def _fullest(self, start: PageStartPoint) -> int:
        """The last piece of which a page that starts at a place may have a line."""
        height, at = self.room.height, start.piece
        while at < len(self.pieces) and height > 0:
            height -= sum(row.height + row.above for row in self.pieces[at][0].rows)
            at += 1
        return min(at, len(self.pieces)) - 1
