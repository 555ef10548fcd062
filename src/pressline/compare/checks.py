"""The rows of a proof that every format has: words, notes, calls.

Paragraphs, headings, emphasis, links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from pressline.compare.differing import (
    Deviation,
    beside,
    block_deviations,
    call_deviations,
    heading_deviations,
    headings,
    in_font_styles,
    line_deviations,
    link_deviations,
    links,
    style_deviations,
    word_deviations,
)
from pressline.findings import Finding, Place, finding
from pressline.model import Account, Checked, CheckName, StyledReading

Pair = tuple[str, StyledReading, StyledReading]  # where it is, in words; what the book has, what the file has


def text_checks(expected: Account, found: Account, place: Place) -> list[Checked]:
    """Words, calls, and the words of the notes (0 is the author note): findings A001."""
    words = word_deviations(expected.body, found.body, "the text")
    calls = call_deviations(expected.body, found.body)
    notes = [d for where, one, other in _notes(expected, found) for d in word_deviations(one, other, where)]
    return [
        Checked("words", len(expected.body.words), _told("A001", words, place)),
        Checked("calls", len(expected.body.calls), _told("A001", calls, place)),
        Checked("notes", len(expected.notes), _told("A001", notes, place)),
    ]


def set_checks(expected: Account, found: Account, place: Place) -> list[Checked]:
    """Paragraphs, headings, emphasis and links, of the text and of the notes.

    Findings A004 to A007.
    """
    pairs = [("the text", expected.body, found.body), *_notes(expected, found)]
    same = [(where, one, other) for where, one, other in pairs if one.words == other.words]
    level = heading_deviations(expected.body, found.body)
    return [
        Checked("paragraphs", sum(len(one.blocks) for _, one, _ in pairs), _each("A005", block_deviations, same, place)),
        Checked("headings", len(headings(expected.body)), _told("A006", level, place)),
        Checked("emphasis", _emphasised(pairs), _each("A004", style_deviations, pairs, place)),
        Checked("links", sum(len(links(one)) for _, one, _ in pairs), _each("A007", link_deviations, pairs, place)),
    ]


def print_checks(expected: Account, found: Account, place: Place, *, linked: bool) -> list[Checked]:
    """The same for what is printed.

    Of emphasis what the style of a font shows, of paragraphs that each begins a line.
    """
    pairs = [("the text", expected.body, found.body), *_notes(expected, found)]
    same = [(where, one, other) for where, one, other in pairs if one.words == other.words]
    cuts = [(where, in_font_styles(one), beside(in_font_styles(one), other)) for where, one, other in same]
    wanted = sum(len(one.blocks) for _, one, _ in pairs)
    rows = [
        Checked("paragraphs", wanted, _each("A005", line_deviations, same, place)),
        Checked("emphasis", _emphasised(cuts), _each("A004", style_deviations, cuts, place)),
    ]
    if not linked:
        return [*rows, Checked("links", 0, left_out="a file for the printer has none")]
    count = sum(len(links(one)) for _, one, _ in pairs)
    return [*rows, Checked("links", count, _each("A007", link_deviations, same, place))]


def _notes(expected: Account, found: Account) -> list[Pair]:
    """The notes side by side, those that one of the two has not as empty ones."""
    numbers = sorted(expected.notes.keys() | found.notes.keys())
    none = StyledReading()
    return [(_name(n), expected.notes.get(n, none), found.notes.get(n, none)) for n in numbers]


def _name(number: int) -> str:
    return f"note {number}" if number else "the author note"


def _emphasised(pairs: Iterable[Pair]) -> int:
    """How many words are set otherwise than plain."""
    return sum(1 for _, one, _ in pairs for style in one.styles if style)


def _each(
    code: str, compare: Callable[[StyledReading, StyledReading, str], list[Deviation]], pairs: Iterable[Pair], place: Place
) -> tuple[Finding, ...]:
    return _told(code, [d for where, one, other in pairs for d in compare(one, other, where)], place)


def _told(code: str, deviations: Iterable[Deviation], place: Place) -> tuple[Finding, ...]:
    """The findings of some deviations."""
    return tuple(
        finding(
            code, place, where=f"{d.where}, after “{d.context}”" if d.context else d.where, expected=d.expected, found=d.found
        )
        for d in deviations
    )


def merged(checks: Iterable[Checked]) -> tuple[Checked, ...]:
    """One row for each name, in the order of `CheckName`.

    Figures of the largest, findings of all.
    """
    rows: dict[CheckName, list[Checked]] = {name: [] for name in get_args(CheckName)}
    for check in checks:
        rows[check.what].append(check)
    return tuple(
        Checked(
            name,
            max(row.compared for row in members),
            tuple(found for row in members for found in row.findings),
            next((row.left_out for row in members if row.left_out), ""),
        )
        for name, members in rows.items()
        if members
    )
