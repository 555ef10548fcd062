"""What parts of books are called, and the levels of headings that come from it."""

from __future__ import annotations

import re
from dataclasses import replace

from pressline.locale.headings import (
    CHAPTERS,
    COUNTED_ALONE,
    COUNTED_PARTS,
    COUNTS,
    PARTS,
    SECTIONS,
    is_note_heading,
)
from pressline.locale.tables import any_of
from pressline.readers import thresholds
from pressline.readers.plaintext.lines import ParagraphDraft, is_title_case, starts_large

_COUNT = rf"(?:\d{{1,3}}|[IVXLCDM]+|[ivxlcdm]+|{any_of(COUNTS)}|[A-Z])"
_TAIL = r"(?![\w'’])(?P<end>[.:—–-]*+)(?P<rest>.*+)$"
# What books and their parts are called, by rank. The whole row must be the name and the number, or go on as a title.
_PARTS = (
    (
        10,
        re.compile(
            rf"(?:{any_of(PARTS)}\s+{_COUNT}|{_COUNT} {any_of(COUNTED_PARTS)}|{any_of(COUNTED_ALONE)}){_TAIL}",
            re.I,
        ),
    ),
    (20, re.compile(rf"{any_of(CHAPTERS)}\s+{_COUNT}{_TAIL}", re.I)),
    (25, re.compile(rf"{any_of(SECTIONS)}\s*(?:{_COUNT}(?:\.\d+)*)?{_TAIL}", re.I)),
)

_BARE_NUMBER = re.compile(r"(?:§\s?)?(?:\d{1,3}|[IVXLC]{1,8})[.):]?")


def part_of(text: str) -> tuple[int, str, str] | None:
    """The rank of a row that names a part of a book, what ends its number, and its title.

    False positives it avoids: "Chapter 5 shows that", "Part of the answer": a title starts with a capital or stands apart.

    >>> part_of("CHAPTER XVIII"), part_of("Chapter 5. Hacker Writing Style"), part_of("Chapter 5 shows that")
    ((20, '', ''), (20, '.', 'Hacker Writing Style'), None)
    """
    for rank, pattern in _PARTS:
        match = pattern.match(text)
        if match and text[0].isupper():
            rest = match["rest"].strip(" .:—–-")
            if not match["rest"] or starts_large(rest) and (match["end"] or text.isupper() or is_title_case(rest)):
                return rank, match["end"], rest
    return None


def joined(drafts: list[ParagraphDraft]) -> list[ParagraphDraft]:
    """A heading "CHAPTER II." and the title under it as one.

    Without the full stop they stay two.
    """
    found: list[ParagraphDraft] = []
    for draft in drafts:
        last = found[-1] if found else None
        if (
            last is not None
            and _is_number(last)
            and draft.kind == "heading"
            and draft.style[:1] in ((thresholds.CAPITALS_RANK,), (thresholds.BARE_RANK,))
        ):
            found[-1] = replace(last, rows=(*last.rows, *draft.rows))
        else:
            found.append(draft)
    return found


def _is_number(draft: ParagraphDraft) -> bool:
    """Whether a heading is a number alone, with a mark at its end that parts it from a title."""
    part = part_of(draft.text) if draft.kind == "heading" else None
    named = part is not None and part[1] != "" and not part[2]
    return named or draft.kind == "heading" and draft.text.endswith((".", ")", ":")) and is_bare_number(draft.text)


def is_bare_number(text: str) -> bool:
    """Whether a heading is a number and no more.

    >>> is_bare_number("XIV."), is_bare_number("§ 3"), is_bare_number("1984 was")
    (True, True, False)
    """
    return _BARE_NUMBER.fullmatch(text) is not None


def levelled(drafts: list[ParagraphDraft]) -> list[ParagraphDraft]:
    """Levels from styles: the styles used, in the order of their ranks, are 1, 2, 3...

    Capitals, Roman numbers and bare rows are of one level with each other unless both stand under one another: the one that
    comes first is above.
    """
    first: dict[tuple[int, ...], int] = {}
    for at, draft in enumerate(drafts):
        if draft.kind == "heading" and not is_note_heading(draft.text):
            first.setdefault(draft.style, at)
    loose = [
        style for style in sorted(first, key=first.__getitem__) if style[0] in (thresholds.ROMAN_RANK, thresholds.CAPITALS_RANK)
    ]
    order = sorted((style for style in first if style not in loose), key=lambda style: (style[0], style[1:]))
    place = next((k for k, style in enumerate(order) if style[0] > thresholds.CAPITALS_RANK), len(order))
    order[place:place] = loose
    levels = {style: min(level, thresholds.LEVELS) for level, style in enumerate(order, start=1)}
    return [replace(d, level=levels.get(d.style, 1)) if d.kind == "heading" else d for d in drafts]
