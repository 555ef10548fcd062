"""How far the notes of a plain text go.

To the next note, the text that goes on, the end of the page or of the section.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pressline.readers import thresholds
from pressline.readers.plaintext.lines import RULE, Row, Shape, ends_sentence, starts_large
from pressline.readers.plaintext.note_tokens import Token, call_tokens

FENCE = re.compile(r"[=_*~#-]{4,}\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4})?$")
_OPENING_FENCE = re.compile(r"(?<![=_*~-])[=_*~-]{4,}+\s*$")
_BARE = re.compile(r"[-=_*~—–─━•·#.]{1,3}$")  # a row of a mark or two that parts what stands around it


@dataclass(frozen=True, slots=True)
class NoteRows:
    """A note: its token, and the rows from `token.row` up to `last` that are the note."""

    token: Token
    last: int
    fence: tuple[int, int] = (0, 0)  # where in its first row stand signs that only fence it in


def extents(
    rows: Sequence[Row], chain: Sequence[Token], calls: Sequence[Token], stops: Sequence[int], shape: Shape
) -> list[NoteRows]:
    """The notes of a chain with their last rows.

    No note goes on past one of the rows `stops`.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for call in sorted(calls, key=lambda call: call.row):
        for value in call.values:
            places[value].append(call.row)
    stops = sorted(stops)
    notes = []
    ends: dict[int, int] = {}  # of the last note of each zone: its number in `notes`, and where it must end
    for number, token in enumerate(chain):
        following = chain[number + 1] if number + 1 < len(chain) else None
        limit = following.row if following else len(rows)
        nearest = range(following.values[0], following.values[0] + thresholds.CALLED_NEXT) if following else ()
        resumed = following is None or any(_has_within(places[value], token.row + 1, following.row) for value in nearest)
        stop = bisect_right(stops, token.row)
        limit = min(limit, stops[stop]) if stop < len(stops) else limit
        restarted = following is not None and following.values[0] <= token.values[0]
        last = _last(rows, token, limit, shape, whole=not resumed and not restarted)
        last = last if following else _run_on(rows, token, last)
        if resumed or restarted:
            ends[number] = limit
        fence = _OPENING_FENCE.search(rows[token.row].text[: token.end])
        notes.append(NoteRows(token, last, fence.span() if fence else (0, 0)))
    for number, last in _to_section_ends(rows, notes, ends, sorted(call.row for call in calls)).items():
        notes[number] = NoteRows(notes[number].token, last, notes[number].fence)
    return notes


def _to_section_ends(
    rows: Sequence[Row], notes: Sequence[NoteRows], ends: dict[int, int], calls: Sequence[int]
) -> dict[int, int]:
    """The last rows of notes that go on to the end of their section, as most do.

    False positive it avoids: text that goes on under a note in the middle of a section, where most notes have text after them.
    """
    firsts = _sections(rows)
    found: dict[int, int] = {}
    whole = 0
    for number in ends:
        at = bisect_right(firsts, notes[number].last)
        if at == len(firsts) or firsts[at] > ends[number]:
            if number + 1 == len(notes):
                break
            return {}
        last = max(row for row in range(notes[number].last, firsts[at]) if rows[row].text)
        region = rows[notes[number].last + 1 : last + 1]
        outdented = any(row.text and row.indent < rows[notes[number].token.row].indent for row in region)
        if outdented or _has_within(calls, notes[number].last + 1, last + 1):
            return {}
        whole += last == notes[number].last
        found[number] = last
    return found if 2 * whole >= len(found) > 1 else {}


def _has_within(ordered: Sequence[int], start: int, stop: int) -> bool:
    """Whether any of the ordered numbers is one of `range(start, stop)`."""
    at = bisect_left(ordered, start)
    return at < len(ordered) and ordered[at] < stop


def _sections(rows: Sequence[Row]) -> list[int]:
    """The rows that stand after more blank rows than most paragraphs of the text do."""
    gaps: list[tuple[int, int]] = []
    blank = 0
    for at, row in enumerate(rows):
        if row.text and blank:
            gaps.append((at, blank))
        blank = 0 if row.text else blank + 1
    usual = Counter(gap for _, gap in gaps).most_common(1)
    return [at for at, gap in gaps if gap > usual[0][0]] if usual else []


def _last(rows: Sequence[Row], token: Token, limit: int, shape: Shape, *, whole: bool) -> int:
    """The last row of a note.

    `whole`: all up to the limit is the note's, because the next note follows it directly.
    """
    first = rows[token.row]
    fenced = bool(_OPENING_FENCE.search(first.text[: token.end]))
    if first.text.lstrip("^*").startswith("[") and "]" not in first.text[: token.end]:
        return _closing(rows, token.row, limit)
    last, hanging, at = token.row, 0, token.row + 1
    paged = any(row.line.page for row in rows[token.row + 1 : limit])
    before = next((rows[k].indent for k in range(token.row - 1, -1, -1) if rows[k].text), first.indent)
    block = first.indent > max(before, shape.body) + 1  # the note as a whole is set in
    while at < limit:
        row = rows[at]
        if row.line.page and paged:
            break
        if not row.text:
            at += 1
            continue
        blank = at > last + 1
        if fenced and FENCE.match(row.text):
            return at
        if RULE.match(row.text) or _BARE.fullmatch(row.text):
            return at if at == last + 1 and _next(rows, at) < len(rows) and not whole else last
        hanging = hanging or (row.indent if row.indent > first.indent else 0)
        inset = bool(hanging) and row.indent >= hanging and _goes_on(rows, last, row)
        inset = inset or block and row.indent >= first.indent and at <= last + 2
        if blank and not (whole or paged or fenced or inset):
            break
        last, at = at, at + 1
    return last


def _next(rows: Sequence[Row], at: int) -> int:
    """The row after with text; the number of all rows when there is none."""
    return next((k for k in range(at + 1, len(rows)) if rows[k].text), len(rows))


def _run_on(rows: Sequence[Row], token: Token, last: int) -> int:
    """The row in which the note after the last one starts, if one of the next rows has it.

    Else the last.
    """
    value, at = token.values[0], token.row
    while at < min(len(rows), last + thresholds.RUN_ON_ROWS):
        for call in call_tokens(at, rows[at].text):
            if call.start and call.template == token.template and call.values == (value + 1,):
                value, last = value + 1, max(last, at)
        at += 1
    return last


def _closing(rows: Sequence[Row], first: int, limit: int) -> int:
    """The row in which the bracket closes that opens a note.

    Its first paragraph's last if none does.
    """
    depth, paragraph = 0, 0
    for at in range(first, limit):
        depth += rows[at].text.count("[") - rows[at].text.count("]")
        if depth <= 0:
            return at
        paragraph = paragraph or (at - 1 if not rows[at].text else 0)
    return paragraph or max(at for at in range(first, limit) if rows[at].text)


def _goes_on(rows: Sequence[Row], last: int, row: Row) -> bool:
    """Whether a row that is set in under a note, after a blank line, still is the note's."""
    return not ends_sentence(rows[last].text) or not starts_large(row.text) or row.indent > rows[last].indent - 1
