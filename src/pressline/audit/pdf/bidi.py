"""The glyphs of lines with words written from right to left, as they are read.

PDFium tells such lines partly as painted and partly as read. Here each line is taken as it is seen, from the left, and read by
the main rules of UAX #9: what is written from right to left, with the marks between, is turned, and the figures in it are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from unicodedata import bidirectional

from pressline.audit.pdf.glyph import Glyph

_RTL = frozenset({"R", "AL"})
_FIGURES = frozenset({"EN", "AN"})
_ON_LETTERS = "NSM"  # what stands on a letter, and goes with it
_SPACE = 0.15  # em


def is_rtl(*glyphs: Glyph) -> bool:
    """Whether one of some glyphs is of a script that is written from right to left."""
    return any(not glyph.text.isascii() and bidirectional(glyph.text[0]) in _RTL for glyph in glyphs)


def as_read(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs of a page as they are read."""
    if not is_rtl(*glyphs):
        return glyphs
    whole = sum(map(is_rtl, glyphs)) * 2 > sum(glyph.text.isalpha() for glyph in glyphs)  # a text of that direction
    return [glyph for line in _lines(glyphs) for glyph in (_line_as_read(line, backwards=whole) if is_rtl(*line) else line)]


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs by lines: those that follow each other at one height."""
    line = list(glyphs[:1])
    for before, glyph in pairwise(glyphs):
        if abs(before.y - glyph.y) > 0.6 * max(before.em, glyph.em):
            yield line
            line = []
        line.append(glyph)
    yield line


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some glyphs as read, their direction, and whether a space stands at their left."""

    glyphs: tuple[Glyph, ...]
    kind: str  # of the first (Unicode, Bidi_Class)
    space_left: bool


def _line_as_read(line: list[Glyph], *, backwards: bool) -> list[Glyph]:
    """The glyphs of one line as they are read, each with whether a space stands before it."""
    seen = list(_stretches(line))
    runs = [(turned, [seen[at] for at in range(first, last)]) for turned, first, last in _runs([one.kind for one in seen])]
    read = [_turned(run) if turned else _side_by_side(run, backwards=False) for turned, run in runs]
    return list(_side_by_side(read[::-1] if backwards else read, backwards=backwards).glyphs)


def _stretches(line: list[Glyph]) -> Iterator[_Stretch]:
    """The letters of a line from the left, each with what stands on it."""
    letters: list[list[Glyph]] = []
    for glyph in sorted(line, key=lambda glyph: (_kind(glyph) == _ON_LETTERS, glyph.left + glyph.right)):
        middle = (glyph.left + glyph.right) / 2
        if _kind(glyph) == _ON_LETTERS and letters:
            min(letters, key=lambda own: abs((own[0].left + own[0].right) / 2 - middle)).append(glyph)
        else:
            letters.append([glyph])
    before: Glyph | None = None
    for own in letters:
        first = own[0]
        space = before is not None and first.x - before.end > _SPACE * min(first.em, before.em)
        space = space or (first.spaced and before is not None and not is_rtl(first, before))
        plain = tuple(glyph._replace(spaced=False, blank=False) for glyph in own)
        yield _Stretch(plain, _kind(first), space)
        before = first


def _kind(glyph: Glyph) -> str:
    return bidirectional(glyph.text[0])


def _runs(kinds: Sequence[str]) -> Iterator[tuple[bool, int, int]]:
    """The runs of a line from the left: whether each is turned, its begin and its end.

    A run that is turned goes from one letter of that direction to the last before a letter of the other.
    """
    turned = [kind in _RTL for kind in kinds]
    rtl = [at for at, turns in enumerate(turned) if turns]
    for first, last in pairwise(rtl):
        if "L" not in kinds[first:last]:
            turned[first:last] = [True] * (last - first)
    at = 0
    for turns, run in groupby(turned):
        length = len(list(run))
        yield turns, at, at + length
        at += length


def _turned(run: list[_Stretch]) -> _Stretch:
    """A run that is read from the right, the figures in it from the left."""
    parts: list[_Stretch] = []
    for figures, members in groupby(run, key=lambda one: one.kind in _FIGURES):
        part = list(members)
        parts += [_side_by_side(part, backwards=False)] if figures else part
    return _side_by_side(parts[::-1], backwards=True)


def _side_by_side(parts: Sequence[_Stretch], *, backwards: bool) -> _Stretch:
    """Stretches one after another as they are read.

    Read `backwards`, the space between two is at the left of the first.
    """
    glyphs: list[Glyph] = []
    for at, part in enumerate(parts):
        space = at > 0 and (parts[at - 1] if backwards else part).space_left
        glyphs += [part.glyphs[0]._replace(spaced=space, blank=space), *part.glyphs[1:]]
    leftmost = parts[-1] if backwards else parts[0]
    return _Stretch(tuple(glyphs), parts[0].kind, leftmost.space_left)
