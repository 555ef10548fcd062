"""Text that says itself: what marks of a file say that is painted (ISO 32000-2, 14.9.4).

In the scripts from Hebrew to Khmer the glyphs of a word do not tell its letters, and in a line of both directions the places of
the words do not tell their order. There the marks tell both; that the words also stand where a reader looks for them is
looked at by `out_of_order`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import bidirectional, category

from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.paint import Paint, SaidText

_APART = 0.3  # em: what stands further apart, and has nothing between, are two words
_SPACE = 0.3  # em: what is put where a space was said
_LEVEL = 0.5  # points: what stands on one line
_RTL = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Letters:
    """Glyphs that are taken as they stand: the letters of one mark, or one painted glyph."""

    glyphs: tuple[Glyph, ...]
    order: int
    said: bool
    space_before: bool = False
    space_after: bool = False

    @property
    def left(self) -> float:
        """Where they begin, in points from the left."""
        return min(glyph.left for glyph in self.glyphs)

    @property
    def right(self) -> float:
        """Where they end."""
        return max(glyph.right for glyph in self.glyphs)


def letters_of(said: SaidText, scale: float, paint: Paint, *, spaced: bool) -> Letters:
    """What a mark says, letter by letter, spread evenly over where it is painted.

    `scale`: points of the page for a point of its text; `spaced`: a space was painted before it.
    """
    left, right, foot, top = said.box
    words, turned = said.text.split(), _runs(said.text) == "R"
    text, em = "".join(words), said.brush.size * scale
    starts = {sum(map(len, words[:at])) for at in range(1, len(words))}
    seen = right > left and paint.shows(said.brush, said.middle, (foot + top) / 2)
    count = sum(map(_takes_room, text))
    step = (right - left) / max(count, 1)
    glyphs: list[Glyph] = []
    taken = 0
    for at, character in enumerate(text):
        taken += _takes_room(character)
        place = left + step * max(count - taken if turned else taken - 1, 0)
        box = place, place + step, foot, top
        end = place + step if _takes_room(character) else place
        style, part = said.brush.style, said.brush.part
        glyphs.append(Glyph(character, place, said.base, end, *box, em, at in starts, style, seen, part, at in starts))
    return Letters(tuple(glyphs), said.order, True, spaced or said.text[:1].isspace(), said.text[-1:].isspace())


def _takes_room(character: str) -> bool:
    """Whether a character stands beside the one before; false: on it."""
    return category(character) not in ("Mn", "Me")


def with_said(glyphs: Sequence[Glyph], orders: Sequence[int], said: Sequence[Letters]) -> list[Glyph]:
    """The glyphs of a page and what marks say, in the order of painting: that of reading.

    `orders`: when each of the glyphs is painted. In a line with text that says itself each glyph is given a place, `x` to
    `end`, right of the one before, as if it ran from left to right; where it is painted, `left` to `right`, stays.
    """
    painted = [Letters((glyph,), order, said=False) for glyph, order in zip(glyphs, orders, strict=True)]
    line: list[Letters] = []
    found: list[Glyph] = []
    for letters in sorted([*painted, *said], key=lambda one: one.order):
        if not letters.glyphs:  # a space alone
            if line:
                line.append(letters)
            continue
        last = next((one for one in reversed(line) if one.glyphs), None)
        if last is not None and _new_line(last.glyphs[-1], letters.glyphs[0]):
            found += _in_a_row(line)
            line = []
        line.append(letters)
    return [*found, *_in_a_row(line)]


def _new_line(before: Glyph, glyph: Glyph) -> bool:
    return abs(before.y - glyph.y) > 0.6 * max(before.em, glyph.em)


def _in_a_row(line: Sequence[Letters]) -> Iterator[Glyph]:
    """The glyphs of a line; with places one after another, where a mark says what one is."""
    if not any(letters.said for letters in line):
        yield from (glyph for letters in line for glyph in letters.glyphs)
        return
    shown = [letters for letters in line if letters.glyphs]
    at = min(letters.left for letters in shown)
    before: Letters | None = None
    space = False
    for letters in line:
        if not letters.glyphs:
            space = True
            continue
        first = letters.glyphs[0]
        if before is not None and not before.said and not letters.said:
            at += first.x - before.glyphs[-1].end  # both stand as they are painted
            space = first.spaced or space
        elif before is not None:
            space = space or letters.space_before or before.space_after or (not letters.said and first.blank)
            space = space or _is_apart(before, letters, shown)
            at += _SPACE * first.em if space else 0.0
        else:
            space = first.spaced
        for glyph in letters.glyphs:
            width = glyph.end - glyph.x
            opens = glyph is first
            spaced, blank = (space, space if letters.said else glyph.blank) if opens else (glyph.spaced, glyph.blank)
            yield glyph._replace(x=at, end=at + width, spaced=spaced, blank=blank)
            at += width
        before, space = letters, False


def _is_apart(before: Letters, letters: Letters, line: Sequence[Letters]) -> bool:
    """Whether two stand apart with nothing between, as the cells of a table do.

    False positive it avoids: the end of one run and the begin of the next, between which that one stands.
    """
    left, right = (before, letters) if before.left < letters.left else (letters, before)
    if (
        letters.left - before.right <= _APART * letters.glyphs[0].em
        and before.left - letters.right <= _APART * letters.glyphs[0].em
    ):
        return False
    return not any(left.right < (one.left + one.right) / 2 < right.left for one in line)


def out_of_order(said: Sequence[SaidText]) -> Iterator[tuple[str, str]]:
    """Pairs of neighbouring words of one direction that stand the wrong way round (UAX #9).

    False positives it avoids: words of two directions, words without letters, cells of a table, between which no space is
    painted.
    """
    before: SaidText | None = None
    space = False
    for after in said:
        if not after.text.strip():
            space = True
            continue
        if before is not None and abs(before.base - after.base) <= _LEVEL:
            runs = _runs(before.text) + _runs(after.text)
            apart = space or before.text[-1:].isspace() or after.text[:1].isspace()
            if apart and ((runs == "RR" and after.middle > before.middle) or (runs == "LL" and after.middle < before.middle)):
                yield before.text.strip(), after.text.strip()
        before, space = after, False


def _runs(text: str) -> str:
    """Which way a word runs, "L" or "R"; "" for one of both directions or of neither."""
    found = {"R" if kind in _RTL else kind for kind in map(bidirectional, text)} & {"L", "R"}
    return found.pop() if len(found) == 1 else ""
