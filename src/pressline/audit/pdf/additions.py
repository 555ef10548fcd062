"""Take away from a page what the author's own style sheets added to the words.

Their capitals too.

A sheet may write words before or after an element, and set it in capitals. Only what a sheet says is taken away, only where
the words of the book remain, and a word is lost or invented as before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, compress, groupby

from pressline.model import Account, SheetAdditions, StyledReading

_MOST_WORDS = 40  # of one difference that is looked at
_WINDOW, _SURE = 200, 4  # words after a difference that are aligned; words that are the same where it surely is over
_NOWHERE = StyledReading()
_Row = tuple[str, str, str]  # a word, its style, its target


def as_in_the_book(found: Account, expected: Account, additions: SheetAdditions) -> Account:
    """What was read, without what the sheets added, in the letters of the book."""
    if not (additions.generated or additions.cases):
        return found
    notes = {number: _settled(story, expected.notes.get(number, _NOWHERE), additions) for number, story in found.notes.items()}
    return Account(_settled(found.body, expected.body, additions), notes)


def _settled(found: StyledReading, expected: StyledReading, additions: SheetAdditions) -> StyledReading:
    if found.words == expected.words:
        return found
    places = list(_placed(found.words, expected.words, additions))
    cases = _cases_of_blocks(found, expected, places, additions)
    rows: list[_Row] = []
    for at, place in enumerate(places):
        row = found.words[at], found.styles[at], found.targets[at]
        known = place is not None and place >= 0
        rows.append(_as_wanted(row, expected.words[place], cases[place]) if known and place is not None else row)
    words, styles, targets = zip(*rows, strict=True) if rows else ((), (), ())
    return _without(replace(found, words=words, styles=styles, targets=targets), [place is not None for place in places])


def _cases_of_blocks(
    found: StyledReading, expected: StyledReading, places: Sequence[int | None], additions: SheetAdditions
) -> list[tuple[str, ...]]:
    """For every word of the book in which cases a sheet may have set it.

    Capitals stand out wherever they are. Small letters, and a capital at the start of each word, are a sheet's only where the
    whole paragraph is so. False positive it avoids: one word with another first letter.
    """
    shown = {place: found.words[at] for at, place in enumerate(places) if place is not None}
    plain = tuple(case for case in additions.cases if case == "uppercase")
    cases = [plain] * len(expected.words)
    ends = [*(block.at for block in expected.blocks[1:]), len(expected.words)]
    for block, end in zip(expected.blocks, ends, strict=False):
        for case in additions.cases:
            if all(_in_case(expected.words[at], case) in shown.get(at, "") for at in range(block.at, end)):
                cases[block.at : end] = [(*plain, case)] * (end - block.at)
    return cases


def _placed(found: Sequence[str], expected: Sequence[str], additions: SheetAdditions) -> Iterator[int | None]:
    """For every word found the word of the book that it is; None: added; -1: neither."""
    shown = [word.casefold() for word in found] if additions.cases else found
    wanted = [word.casefold() for word in expected] if additions.cases else expected
    for tag, i, j, k, m in _opcodes(wanted, shown):
        places: list[int | None] | None = None
        if tag in ("insert", "replace") and m - k <= _MOST_WORDS:
            places = _places(wanted[i:j], shown[k:m], additions)
        if tag == "equal":
            yield from range(i, j)
        elif places is None:
            yield from (-1 for _ in range(k, m))
        else:
            yield from (None if place is None else i + place for place in places)


def _as_wanted(row: _Row, wanted: str, cases: Sequence[str]) -> _Row:
    """A word found as the book has it: what stands against it cut off, its letters set back."""
    word, style, target = row
    for form in (wanted, *(_in_case(wanted, case) for case in cases)):
        start = word.find(form)
        if start >= 0:
            cut = word != form
            return wanted, _cut(style, start, len(form)) if cut else style, "" if cut and target.startswith("#") else target
    return row


def _cut(style: str, start: int, length: int) -> str:
    """The style of a part of a word.

    >>> _cut("i:2 :3", 0, 3), _cut("i:2 :3", 2, 1), _cut("b", 0, 1)
    ('i:2 :1', '', 'b')
    """
    if ":" not in style:
        return style
    runs = (run.rpartition(":") for run in style.split(" "))
    letters = [name for name, _, count in runs for _ in range(int(count))][start : start + length]
    parts = [(name, len(list(run))) for name, run in groupby(letters)]
    return parts[0][0] if len(parts) == 1 else " ".join(f"{name}:{count}" for name, count in parts)


def _in_case(word: str, case: str) -> str:
    """A word in the letters that a value of text-transform gives.

    >>> _in_case("o'hara", "uppercase"), _in_case("o'hara", "capitalize")
    ("O'HARA", "O'hara")
    """
    if case == "uppercase":
        return word.upper()
    return word.lower() if case == "lowercase" else re.sub(r"^(\W*+)(\w)", lambda match: match[1] + match[2].upper(), word)


def _places(wanted: Sequence[str], shown: Sequence[str], additions: SheetAdditions) -> list[int | None] | None:
    """For every word shown which of the wanted words it is, without additions.

    None when these are not the wanted words with additions.
    """
    if not additions.generated:
        return None
    added = f"(?:{'|'.join(p.casefold() if additions.cases else p for p in additions.generated)}){{0,4}}?"
    pattern = added + added.join(f"({re.escape(word)})" for word in wanted) + (added if wanted else "")
    match = re.fullmatch(pattern, "".join(shown))
    if match is None:
        return None
    ends = list(accumulate(map(len, shown)))
    places: list[int | None] = [None] * len(shown)
    for word in range(len(wanted)):
        first, last = match.span(word + 1)
        at = bisect_right(ends, first)
        if ends[at] < last or places[at] is not None:
            return None  # a space stands within it, or none after it
        places[at] = word
    return places


def _opcodes(wanted: Sequence[str], shown: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The opcodes of difflib for long texts: only words beside a difference are aligned."""
    i = k = 0
    while i < len(wanted) or k < len(shown):
        same = next((n for n, (a, b) in enumerate(zip(wanted[i:], shown[k:], strict=False)) if a != b), None)
        same = min(len(wanted) - i, len(shown) - k) if same is None else same
        if same:
            yield "equal", i, i + same, k, k + same
            i, k = i + same, k + same
            continue
        matcher = SequenceMatcher(None, wanted[i : i + _WINDOW], shown[k : k + _WINDOW], autojunk=False)
        codes = matcher.get_opcodes()
        stop = next((n for n, code in enumerate(codes) if code[0] == "equal" and code[2] - code[1] >= _SURE), len(codes))
        for tag, a, b, c, d in codes[:stop]:
            yield tag, i + a, i + b, k + c, k + d
        i, k = i + codes[stop - 1][2], k + codes[stop - 1][4]


def _without(found: StyledReading, kept: Sequence[bool]) -> StyledReading:
    """A text without some of its words: blocks and calls move up."""
    if all(kept):
        return found
    before = [0, *accumulate(int(keep) for keep in kept)]

    blocks = {before[block.at]: replace(block, at=before[block.at]) for block in found.blocks}
    calls = tuple(replace(call, after=before[min(call.after, len(kept))]) for call in found.calls)
    words, styles, targets = (tuple(compress(values, kept)) for values in (found.words, found.styles, found.targets))
    return StyledReading(words, styles, targets, tuple(blocks.values()), calls)
