"""Blank lines that part no paragraphs.

Those between all lines of a double-spaced text, and one in the middle of a sentence.

A typist's double spacing puts one, two or three blank lines between every two lines; a page that ended leaves a blank line in
the middle of a sentence. Both are told by full lines whose sentences go on behind the blank line, and are taken out before
anything else looks at the rows, so that a blank line means the same everywhere after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressline.readers import thresholds
from pressline.readers.choices import Choices
from pressline.readers.plaintext.lines import RULE, Row, ends_sentence, has_room, starts_large
from pressline.readers.plaintext.segmentation import BULLET, marker_of


@dataclass(frozen=True, slots=True)
class _SpacedLine:
    """A row with text: its place among all rows, and how many blank rows stand before it."""

    at: int
    row: Row
    gap: int


_SPACERS = frozenset("-–—.")


def without_spacers(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows; those of a dash or a point alone are blank where they part paragraphs.

    False positive it avoids: one such row, which may be the rest of something.
    """
    lone = [row for row in rows if row.text in _SPACERS]
    if len(lone) < thresholds.SPACERS:
        return list(rows), []
    return [_blank(row) if row.text in _SPACERS else row for row in rows], lone


def _blank(row: Row) -> Row:
    line = replace(row.line, text="", columns=((0, row.line.column(0)),))
    return Row(line, "", 0, 0)


def without_spacing(rows: Sequence[Row], choices: Choices) -> tuple[list[Row], int]:
    """The rows without the blank ones that part nothing, and how many were doubled.

    None is where blank lines are told to part paragraphs.
    """
    if choices.spacing == "single":
        return list(rows), 0
    lines: list[_SpacedLine] = []
    before = -1
    for at, row in enumerate(rows):
        if row.text:
            lines.append(_SpacedLine(at, row, at - before - 1))
            before = at
    gone: set[int] = set()
    spaced = 0
    for blanks in thresholds.LINE_SPACING:
        for first, last in _runs(lines, blanks):
            width = _width(lines[first:last])
            if not _is_spaced(lines[first:last], blanks, width, choices):
                continue
            spaced += last - first
            gone |= _closed(lines, first, last, blanks, width)
    if spaced < len(lines):
        gone |= _within_sentences(lines, choices.wide)
    return [row for at, row in enumerate(rows) if at not in gone], spaced


def _runs(lines: Sequence[_SpacedLine], blanks: int) -> list[tuple[int, int]]:
    """Stretches of lines between any two of which stand at least so many blank rows."""
    found: list[tuple[int, int]] = []
    first = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].gap < blanks:
            if at - first >= thresholds.SPACED_RUN:
                found.append((first, at))
            first = at
    return found


def _width(lines: Sequence[_SpacedLine]) -> int:
    widths = sorted(line.row.width for line in lines)
    return widths[int((len(widths) - 1) * thresholds.WIDTH_OF)]


def _is_spaced(lines: Sequence[_SpacedLine], blanks: int, width: int, choices: Choices) -> bool:
    """Whether most lines with so many blank rows between them are full and go on.

    False positives it avoids: paragraphs of one line, which end as sentences do; items, which are short of the width.
    """
    pairs = [(a.row, b.row) for a, b in zip(lines, lines[1:], strict=False) if b.gap == blanks]
    indents = Counter(line.row.indent for line in lines)
    aligned = 2 * indents.most_common(1)[0][1] >= len(lines)  # the lines of a title page stand in the middle instead
    if len(pairs) < thresholds.SPACED_RUN - 1 or width > choices.wide or not aligned:
        return False
    if choices.spacing == "double":
        return True
    goes_on = sum(not ends_sentence(a.text) and not has_room(a, b, int(width * thresholds.ROOM)) for a, b in pairs)
    lower = sum(b.text[0].islower() for _, b in pairs)
    return goes_on >= thresholds.GOES_ON * len(pairs) and lower >= thresholds.GOES_ON_LOWER * len(pairs)


def _closed(lines: Sequence[_SpacedLine], first: int, last: int, blanks: int, width: int) -> set[int]:
    """The blank rows of a double-spaced stretch within its paragraphs."""
    gone: set[int] = set()
    started = first
    pairs = [(lines[at - 1].row, lines[at].row) for at in range(first + 1, last)]
    set_in = sum(b.indent > a.indent + 1 and ends_sentence(a.text) for a, b in pairs) * thresholds.SET_IN >= last - first
    for at in range(first + 1, last):
        if _parts(lines, at, started, blanks, width, set_in=set_in):
            started = at
        else:
            gone.update(range(lines[at - 1].at + 1, lines[at].at))
    return gone


def _parts(lines: Sequence[_SpacedLine], at: int, started: int, blanks: int, width: int, *, set_in: bool) -> bool:
    """Whether a paragraph starts at a line of a double-spaced stretch.

    The one before started at `started`. `set_in`: first lines are set in, and a short line is no end.
    """
    a, b = lines[at - 1].row, lines[at].row
    c = lines[at + 1].row if at + 1 < len(lines) else None
    ended, large = ends_sentence(a.text), starts_large(b.text)
    if RULE.match(a.text) or RULE.match(b.text):
        return True
    if not ended and b.text[0].islower() and not has_room(a, b, int(width * thresholds.ROOM)):
        return False
    if lines[at].gap > blanks:
        return True
    if b.indent > a.indent + 1:  # a first line, or the first of a block that is set in
        return ended or large or c is not None and abs(c.indent - b.indent) < 2
    if b.indent < a.indent - 1:
        return started != at - 1 or has_room(a, b, int(width * thresholds.HALF))
    room = int(width * thresholds.HALF) if set_in else width - thresholds.SPARE
    if has_room(a, b, room) and large and (ended or a.width < width * thresholds.HALF):
        return True
    heading = c is not None and has_room(b, c, int(width * thresholds.HALF)) and not ends_sentence(b.text)
    return ended and large and heading


def _within_sentences(lines: Sequence[_SpacedLine], wide: int) -> set[int]:
    """The blank rows in the middle of sentences.

    Between full lines of prose, where the next goes on in lower case.

    False positive it avoids: the gap between stanzas, whose lines are not full, and a paragraph that goes on after a
    quotation, which stands at another indent.
    """
    width = _width([line for line in lines if line.row.width <= wide] or lines) if lines else 0
    gone: set[int] = set()
    for at in range(2, len(lines)):
        p, a, b = lines[at - 2].row, lines[at - 1].row, lines[at].row
        if not lines[at].gap or lines[at - 1].gap or not b.text[0].islower() or ends_sentence(a.text):
            continue
        room = int(width * thresholds.ROOM)
        full = not has_room(p, a, room) and not has_room(a, b, room) and width <= wide
        if (
            full
            and abs(b.indent - a.indent) < 2
            and a.depth == b.depth
            and not BULLET.match(b.text)
            and not marker_of(b.text)[0]
        ):
            gone.update(range(lines[at - 1].at + 1, lines[at].at))
    return gone
