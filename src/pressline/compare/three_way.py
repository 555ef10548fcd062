"""A three-way merge of texts: a person's, a program's, and what both started from.

Edits that do not meet are both made. Where they meet, the person's stand, and the place is told. Texts are aligned by
paragraphs first and by words within what differs, so that a word and a paragraph's break can be changed side by side.
(merge3 on PyPI merges whole lines alone, and a paragraph of essay.md is one line.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_BLOCK = re.compile(r"(?:[^\n]++\n?)++\n*+|\n++")  # a paragraph with the blank lines after it
_TOKEN = re.compile(r"\n++|[^\S\n]++|[^\W_]++|[\W_]")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A place where both changed the same words.

    Where it is in the merged text, and what each has there.
    """

    at: int
    base: str
    yours: str
    new: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text, and where the two met."""

    text: str
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands instead of some parts of the base, from `start` to before `end`."""

    start: int
    end: int
    parts: tuple[str, ...]


def blocks_of(text: str) -> list[str]:
    r"""A text in paragraphs, each with the line breaks after it.

    >>> blocks_of("One.\n\nTwo,\nthree.\n")
    ['One.\n\n', 'Two,\nthree.\n']
    """
    return _BLOCK.findall(text)


def tokens_of(text: str) -> list[str]:
    r"""A text in words, spaces, line breaks and other signs.

    >>> tokens_of("It's so.\n\n")
    ['It', "'", 's', ' ', 'so', '.', '\n\n']
    """
    return _TOKEN.findall(text)


def merge(base: str, yours: str, new: str) -> Merged:
    """What both changes of a text make together.

    >>> merge("The red boat sank.", "The red boat sank twice.", "The green boat sank.").text
    'The green boat sank twice.'
    """
    parts: list[str] = []
    meetings: list[Meeting] = []
    for theirs in _regions(blocks_of(base), blocks_of(yours), blocks_of(new)):
        at = sum(map(len, parts))
        old, mine, other = ("".join(side) for side in theirs)
        if mine == old or other in (old, mine):
            parts.append(other if mine == old else mine)
            continue
        made = _merge_tokens(tokens_of(old), tokens_of(mine), tokens_of(other))
        meetings += [Meeting(at + met.at, met.base, met.yours, met.new) for met in made.meetings]
        parts.append(made.text)
    return Merged("".join(parts), tuple(meetings))


def changes(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where two rows of parts differ: from and to in the one, from and to in the other."""
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > 1000)
    return [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _made(before: Sequence[str], after: Sequence[str]) -> list[_Change]:
    return [_Change(a, b, tuple(after[c:d])) for a, b, c, d in changes(before, after)]


def _regions(base: list[str], yours: list[str], new: list[str]) -> Iterable[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Stretches of the base with what both have there.

    None begins or ends within a change.
    """
    mine, other = _made(base, yours), _made(base, new)
    at = 0
    for first, last, group in _groups(mine, other, touching=True):
        yield base[at:first], base[at:first], base[at:first]
        sides = [[change for change in group if any(change is each for each in side)] for side in (mine, other)]
        yield (base[first:last], *(_applied(base, side, first, last) for side in sides))  # type: ignore[misc]
        at = last
    yield base[at:], base[at:], base[at:]


def _merge_tokens(base: list[str], yours: list[str], new: list[str]) -> Merged:
    mine, other = _made(base, yours), _made(base, new)
    parts: list[str] = []
    meetings: list[Meeting] = []
    at = 0
    for first, last, group in _groups(mine, other, touching=False):
        parts += base[at:first]
        sides = [[change for change in group if any(change is each for each in side)] for side in (mine, other)]
        kept, left = ("".join(_applied(base, side, first, last)) for side in sides)
        if sides[0] and sides[1] and kept != left:
            meetings.append(Meeting(sum(map(len, parts)), "".join(base[first:last]), kept, left))
        parts.append(kept if sides[0] else left)
        at = last
    return Merged("".join([*parts, *base[at:]]), tuple(meetings))


def _groups(mine: list[_Change], other: list[_Change], *, touching: bool) -> Iterable[tuple[int, int, list[_Change]]]:
    """The changes of both in order, those together that overlap.

    `touching`: those that only touch, too.
    """
    found: list[tuple[int, int, list[_Change]]] = []
    for change in sorted((*mine, *other), key=lambda each: (each.start, each.end)):
        if found:
            first, last, group = found[-1]
            same_place = change.start == last and change.start == change.end and first == last
            if change.start < last or same_place or touching and change.start <= last:
                found[-1] = first, max(last, change.end), [*group, change]
                continue
        found.append((change.start, change.end, [change]))
    return found


def _applied(base: Sequence[str], made: Iterable[_Change], first: int, last: int) -> list[str]:
    """What some changes make of a stretch of the base."""
    parts: list[str] = []
    at = first
    for change in made:
        parts += [*base[at : change.start], *change.parts]
        at = change.end
    return [*parts, *base[at:last]]
