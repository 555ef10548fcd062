"""What is left around calls and notes that a file knows as such.

Raised brackets and commas about a call, "()" or a dash where a note began with its number.

An author who types "(" before Word's own call and ")" behind it, raised or not, has "(3)" on his page; when the call is a
call of the essay, brackets stand about nothing. What all notes of a file begin with is no word of any of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from pressline.locale.headings import is_note_heading
from pressline.model import Call, Inline, NativeNote, Paragraph, Run, Sheet, Step
from pressline.pandoc.passages import text_of
from pressline.readers.documents.edits import Edit, edited, place_at

# What may be raised with a call and says nothing without it. False positive it avoids: "[sic]", a raised letter.
_RAISED = re.compile(r"[\s()\[\]{}]{1,9}")
# What stands between a note's number and its words. False positives it avoids: "(1) So", "-5 degrees", "… and so on".
_BEGINS = re.compile(r"\s{0,3}(?P<mark>\(\s?\)|\[\s?\]|[-–—)\].:](?=\s))\s{0,9}")
_FEWEST = 3  # notes that show a habit
_NEARLY_ALL = 0.8
_PAIRS = ("()", "[]", "{}")


def without_residue(sheet: Sheet) -> Sheet:
    """A sheet without what stood about its calls and before the words of its notes.

    The record has it.
    """
    if not sheet.notes or sheet.own:
        return sheet
    steps: list[Step] = []
    habit = _habit(sheet.paragraphs)
    paragraphs = tuple(_cleared(p, [*_raised(p), *(_enclosing(p) if habit else ())], _ABOUT, steps) for p in sheet.paragraphs)
    mark = _common_start(sheet.notes)
    notes = tuple(_without_start(note, mark, steps) for note in sheet.notes) if mark else sheet.notes
    return replace(sheet, paragraphs=paragraphs, notes=notes, steps=(*sheet.steps, *steps)) if steps else sheet


def bare_headings(paragraphs: Sequence[Paragraph], notes: Set[int], steps: list[Step]) -> Iterator[int]:
    """The headings of notes under which nothing is left, and the rules beside them.

    False positive it avoids: a heading with a paragraph under it that is no note, which says something of the sources.
    """
    after = True  # whether nothing, or a heading, comes behind
    behind = False  # whether a note does
    ends = max(notes, default=0)
    for k in range(len(paragraphs) - 1, -1, -1):
        paragraph = paragraphs[k]
        if k in notes:
            behind = True
            continue
        words = text_of(paragraph).strip()
        rule = paragraph.kind == "rule"
        if rule and (behind or (after and k > ends)):
            yield k
            continue
        if behind and after and paragraph.kind == "heading" and is_note_heading(words) and not _calls(paragraph):
            steps.append(Step("dropped", paragraph.origins[0].place, words, "heading of the notes"))
            yield k
            continue
        behind, after = False, paragraph.kind == "heading"


def _calls(paragraph: Paragraph) -> bool:
    return any(map(_is_call, paragraph.inlines))


_ABOUT = "brackets about a call"
_BEFORE = "what stood between the number of a note and its words"


def _cleared(paragraph: Paragraph, edits: list[Edit], why: str, steps: list[Step]) -> Paragraph:
    text = text_of(paragraph) if edits else ""
    for edit in edits:
        if text[edit.start : edit.end].strip():
            steps.append(Step("dropped", place_at(paragraph, edit.start).place, text[edit.start : edit.end], why))
    return edited(paragraph, edits)


def _raised(paragraph: Paragraph) -> Iterator[Edit]:
    """Raised brackets that touch a call, and a raised comma between two."""
    inlines = paragraph.inlines
    at = 0
    for k, item in enumerate(inlines):
        if isinstance(item, Call):
            continue
        beside = list(map(_is_call, (*inlines[max(0, k - 1) : k], *inlines[k + 1 : k + 2]))) if _is_raised(item) else []
        if any(beside) and (_RAISED.fullmatch(item.text) or item.text.strip() in (",", ";") and beside == [True, True]):
            yield Edit(at, at + len(item.text))
        at += len(item.text)


def _is_raised(item: Run) -> bool:
    return any(mark.kind == "superscript" for mark in item.marks)


def _is_call(item: Inline) -> bool:
    return isinstance(item, Call)


def _enclosed(paragraph: Paragraph) -> Iterator[tuple[int, bool]]:
    """Where each run of calls stands, and whether a pair of brackets is about it."""
    text = text_of(paragraph)
    at, last = 0, -1
    for item in paragraph.inlines:
        if not isinstance(item, Call):
            at += len(item.text)
        elif at != last:
            yield at, at > 0 and text[at - 1 : at + 1] in _PAIRS
            last = at


def _habit(paragraphs: tuple[Paragraph, ...]) -> bool:
    """Whether nearly all calls of a file stand in brackets of their own."""
    found = [pair for p in paragraphs if _calls(p) for _, pair in _enclosed(p)]
    return sum(found) >= max(_FEWEST, _NEARLY_ALL * len(found))


def _enclosing(paragraph: Paragraph) -> Iterator[Edit]:
    if not _calls(paragraph):
        return
    raised = {(edit.start, edit.end) for edit in _raised(paragraph)}
    for at, pair in _enclosed(paragraph):
        for edit in (Edit(at - 1, at), Edit(at, at + 1)) if pair else ():
            if not any(start <= edit.start < end for start, end in raised):
                yield edit


def _common_start(notes: tuple[NativeNote, ...]) -> str:
    """What nearly all notes of a file begin with, that is no word; "" for none."""
    marks = Counter(match["mark"] for note in notes if note.body and (match := _BEGINS.match(text_of(note.body[0]))))
    mark, count = marks.most_common(1)[0] if marks else ("", 0)
    return mark if count >= max(_FEWEST, _NEARLY_ALL * len(notes)) else ""


def _without_start(note: NativeNote, mark: str, steps: list[Step]) -> NativeNote:
    match = _BEGINS.match(text_of(note.body[0])) if note.body else None
    if match is None or match["mark"] != mark or match.end() == len(text_of(note.body[0])):
        return note
    first = _cleared(note.body[0], [Edit(0, match.end())], _BEFORE, steps)
    return replace(note, body=(first, *note.body[1:]))
