"""Rows of notes taken out of the rows of an essay, as drafts of their own.

The essay's rows close over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pressline.readers import thresholds
from pressline.readers.plaintext.lines import RULE, ParagraphDraft, Row, Shape, ends_sentence, starts_large
from pressline.readers.plaintext.note_extents import NoteRows


@dataclass(frozen=True, slots=True)
class Parted:
    """The rows of the essay without its notes, the drafts of the notes, and the rules."""

    body: list[Row]
    notes: list[ParagraphDraft]
    rules: list[Row]


def part(rows: Sequence[Row], notes: Sequence[NoteRows], shape: Shape) -> Parted:
    """The rows of the essay, and those of its notes as drafts.

    `Draft.note` counts the notes from 1.
    """
    body: list[Row] = []
    drafts: list[ParagraphDraft] = []
    rules: list[Row] = []
    templates = dict.fromkeys(note.token.template for note in notes)
    at = 0
    for first, last in _stretches(rows, notes):
        body += rows[at:first]
        at = last + 1
        paged = any(row.line.page for row in rows[first:at])
        if _close(body, _next(rows, at), rules, paged=paged):
            at = next(k for k in range(at, len(rows)) if rows[k].text)
    body += rows[at:]
    spaced = {template: _is_spaced(rows, [n for n in notes if n.token.template == template]) for template in templates}
    for serial, note in enumerate(notes, start=1):
        drafts += _drafts(
            rows[note.token.row : note.last + 1], note, serial, rules, spaced=spaced[note.token.template], wrapped=shape.wrapped
        )
    return Parted(body, drafts, rules)


def _stretches(rows: Sequence[Row], notes: Sequence[NoteRows]) -> list[tuple[int, int]]:
    """Notes that follow one another with nothing between."""
    found: list[tuple[int, int]] = []
    for note in notes:
        if found and not any(row.text for row in rows[found[-1][1] + 1 : note.token.row]):
            found[-1] = found[-1][0], note.last
        else:
            found.append((note.token.row, note.last))
    return found


def _next(rows: Sequence[Row], at: int) -> Row | None:
    return next((row for row in rows[at:] if row.text), None)


def _close(body: list[Row], following: Row | None, rules: list[Row], *, paged: bool) -> bool:
    """Close the rows of the essay over a stretch of notes.

    Whether a sentence goes on that the foot of a page parts.
    """
    at = len(body) - 1
    while at >= 0 and not body[at].text:
        at -= 1
    if at < 0 or following is None:
        return False
    ruled = at > 0 and RULE.match(body[at].text)
    before = at - 1 if ruled else at
    while ruled and before > 0 and not body[before].text:
        before -= 1
    text = body[before].text
    goes_on = following.text[:1].islower() or (paged or ruled) and following.indent <= body[before].indent
    if text and goes_on and not ends_sentence(text):
        if ruled:
            rules.append(body[at])
        del body[before + 1 :]
        return True
    if ruled and not body[at - 1].text or ruled and paged:
        rules.append(body[at])
        del body[before + 1 :]
    line = body[-1].line
    body.append(Row(replace(line, text="", columns=((0, line.column(0)),)), "", 0, 0))
    return False


def _is_spaced(rows: Sequence[Row], notes: Sequence[NoteRows]) -> bool:
    """Whether blank lines part the lines of these notes, and not their paragraphs.

    Sentences go on behind them.
    """
    breaks = [(a, b) for note in notes for a, b in _pairs(rows, note)]
    blank = [a for a, b in breaks if b > a + 1]
    within = sum(not ends_sentence(rows[a].text) for a in blank)
    return within > 0 and (len(blank) >= thresholds.SPACED_NOTE * len(breaks) or 2 * within >= len(blank) > 1)


def _pairs(rows: Sequence[Row], note: NoteRows) -> Iterator[tuple[int, int]]:
    """The rows of a note with text, each with the next."""
    return pairwise(at for at in range(note.token.row, note.last + 1) if rows[at].text)


def _drafts(
    rows: Sequence[Row], note: NoteRows, serial: int, rules: list[Row], *, spaced: bool, wrapped: bool
) -> list[ParagraphDraft]:
    """The paragraphs of a note; a row that closes its fence is left out."""
    kept = list(rows)
    while len(kept) > 1 and (not kept[-1].text or _closes(kept[-1].text)):
        if kept[-1].text:
            rules.append(kept[-1])
        kept.pop()
    chunks: list[list[Row]] = [[]]
    fresh = False
    for row in kept:
        if not row.text:
            fresh = True
            continue
        lone = chunks[-1] == [kept[0]] and note.token.end >= len(kept[0].text)  # its marker, in a row of its own
        ended = fresh and not spaced and chunks[-1] and ends_sentence(chunks[-1][-1].text) and starts_large(row.text)
        if chunks[-1] and not lone and (ended or not wrapped):
            chunks.append([])
        chunks[-1].append(row)
        fresh = False
    return [
        ParagraphDraft(tuple(chunk), "note", note=serial, fence=_fence(note, number)) for number, chunk in enumerate(chunks)
    ]


def _closes(text: str) -> bool:
    return bool(RULE.match(text)) or bool(re.match(r"[=_*~-]{4,}\s*\S{1,8}$", text))


def _fence(note: NoteRows, number: int) -> tuple[int, int]:
    """Where in the first row of a note the fence stands that opens it; (0, 0) for none."""
    return note.fence if number == 0 else (0, 0)
