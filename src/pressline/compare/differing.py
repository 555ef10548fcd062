"""The differences of two texts: words, calls, headings, links, styles, block starts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from urllib.parse import unquote

from pressline.compare.stream import RAISED, UNSURE
from pressline.compare.text_compare import Difference, differences
from pressline.model import StyledReading

_SHOWN_WORDS = 5  # of a block, where it is named
_ALIGNED_WORDS = 4000  # beyond them, texts whose words differ are not aligned to compare how they are set
# What all formats link to. False positive it avoids: "http://[bad" is no address.
_ADDRESS = re.compile(r"https?://(?:[^/?#@]*@)?[\w.-]+(?::\d+)?(?:[/?#]|$)|mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A difference and where it is, in words.

    'the text, paragraph 14, “The report of the …”'.
    """

    where: str
    expected: str
    found: str
    context: str = ""  # the words before it


def place_in(whole: str, body: StyledReading, word: int) -> str:
    """Where a word stands: `whole` ("the text", "note 14"), and its block if not the only.

    Paragraphs are counted from 1, items of lists, cells and code among them; headings are not.
    """
    number, last = 0, None
    for block in body.blocks:
        if block.at > word:
            break
        number += block.kind != "heading"
        last = block
    if last is None or (len(body.blocks) < 2 and whole != "the text"):
        return whole
    end = next((block.at for block in body.blocks if block.at > last.at), len(body.words))
    words = body.words[last.at : end]
    shown = " ".join(words[:_SHOWN_WORDS]) + (" …" if len(words) > _SHOWN_WORDS else "")
    return f"{whole}, {'heading' if last.kind == 'heading' else f'paragraph {number}'}, “{shown}”"


def word_deviations(expected: StyledReading, found: StyledReading, whole: str) -> list[Deviation]:
    """Where the words of a text part from those it should have."""
    return [_deviation(expected, d, whole) for d in differences(expected.words, found.words)]


def _deviation(expected: StyledReading, difference: Difference, whole: str) -> Deviation:
    where = place_in(whole, expected, min(difference.after, max(0, len(expected.words) - 1)))
    return Deviation(where, difference.expected, difference.found, difference.context)


def call_deviations(expected: StyledReading, found: StyledReading) -> list[Deviation]:
    """Where the calls differ: "14@1203" is a call of note 14 behind 1,203 words."""
    pair = ([f"{call.number}@{call.after}" for call in told.calls] for told in (expected, found))
    result = []
    for difference in differences(*pair):
        near = expected.calls[min(difference.after, len(expected.calls) - 1)].after - 1 if expected.calls else 0
        where = f"the calls (number@word), {place_in('the text', expected, near)}"
        result.append(Deviation(where, difference.expected, difference.found, difference.context))
    return result


def heading_deviations(expected: StyledReading, found: StyledReading) -> list[Deviation]:
    """Where headings and their levels differ."""
    pair = (["#" * level + f" {text}" for level, text in headings(told)] for told in (expected, found))
    return [Deviation("the headings", d.expected, d.found) for d in differences(*pair)]


def headings(told: StyledReading) -> list[tuple[int, str]]:
    """Level and text of every heading that has words."""
    ends = [*(block.at for block in told.blocks), len(told.words)]
    return [
        (block.level, " ".join(told.words[block.at : ends[k + 1]]))
        for k, block in enumerate(told.blocks)
        if block.kind == "heading"
    ]


def link_deviations(expected: StyledReading, found: StyledReading, whole: str) -> list[Deviation]:
    """Where links differ, their words and their targets."""
    pair = ([f"{text} → {target}" for text, target in links(told)] for told in (expected, found))
    return [Deviation(whole, d.expected or "no link", d.found or "no link") for d in differences(*pair)]


def links(told: StyledReading) -> list[tuple[str, str]]:
    """The words and the target of every link, in order.

    Two that stand side by side with one target are one.
    """
    found = []
    for target, run in groupby(zip(told.targets, told.words, strict=True), key=lambda pair: pair[0] and address(pair[0])):
        if target:
            found.append((" ".join(word for _, word in run), target))
    return found


def address(target: str) -> str:
    """A target as it is compared.

    An address without its escapes, "#" for a place in the essay, "" for what is no link.

    >>> address("https://x.org/a%20b"), address("#s3"), address("notes.html")
    ('https://x.org/a b', '#', '')
    """
    if target.startswith("#"):
        return "#"
    return unquote(target).strip() if _ADDRESS.match(target) else ""


def style_deviations(expected: StyledReading, found: StyledReading, whole: str) -> list[Deviation]:
    """Where words that are there are set in another style.

    Neighbouring ones are told of together.
    """
    rows = [
        (left, right)
        for left, right in _aligned(expected, found)
        if expected.styles[left] != found.styles[right] and UNSURE not in expected.styles[left]
    ]
    result: list[Deviation] = []
    for _, run in groupby(enumerate(rows), key=lambda row: (row[1][0] - row[0], _pair(expected, found, row[1]))):
        members = [row for _, row in run]
        left, right = members[0]
        words = " ".join(expected.words[at] for at, _ in members)
        where = f"{place_in(whole, expected, left)}: “{words}”"
        result.append(Deviation(where, said(expected.styles[left]), said(found.styles[right])))
    return result


def _pair(expected: StyledReading, found: StyledReading, row: tuple[int, int]) -> tuple[str, str]:
    return expected.styles[row[0]], found.styles[row[1]]


def _aligned(expected: StyledReading, found: StyledReading) -> Iterator[tuple[int, int]]:
    """The words that two texts share, as pairs of places."""
    if expected.words == found.words:
        yield from ((at, at) for at in range(len(expected.words)))
    elif max(len(expected.words), len(found.words)) <= _ALIGNED_WORDS:
        matcher = SequenceMatcher(None, expected.words, found.words, autojunk=False)
        for left, right, size in matcher.get_matching_blocks():
            yield from ((left + k, right + k) for k in range(size))


_NAMES = {
    "b": "bold", "c": "small capitals", "i": "italic", "k": "struck out", "m": "of one width", "u": "underlined",
    "^": "raised", "_": "lowered",
}  # fmt: skip


def said(style: str) -> str:
    """A style in words.

    >>> said("bi"), said("i:3 :2"), said("")
    ('bold italic', 'italic (3) plain (2)', 'plain')
    """
    if ":" not in style:
        return " ".join(_NAMES.get(letter, letter) for letter in style) or "plain"
    runs = (run.rpartition(":") for run in style.split(" "))
    return " ".join(f"{said(letters)} ({length})" for letters, _, length in runs)


def block_deviations(expected: StyledReading, found: StyledReading, whole: str) -> list[Deviation]:
    """Where paragraphs run together or are broken. Both texts must have the same words."""
    begun = {block.at for block in found.blocks}
    wanted = {block.at for block in expected.blocks}
    result = []
    for block in expected.blocks:
        if block.kind and block.at not in begun:
            result.append(Deviation(place_in(whole, expected, block.at), "a paragraph of its own", "no new paragraph"))
    for at in sorted(begun - wanted):
        inside = max((b for b in expected.blocks if b.at < at), key=lambda b: b.at, default=None)
        if inside is not None and inside.kind in ("text", "heading") and at < len(expected.words):
            where = place_in(whole, expected, at)
            result.append(Deviation(where, "one paragraph", f"a new one at “{expected.words[at]}”"))
    return result


# --- in print -----------------------------------------------------------------------------------------------------------

_FONT_STYLES = "bi" + RAISED


def _only(style: str, letters: str) -> str:
    """A style with only some of its letters.

    A word of several styles whose parts are alike then is of one.
    """
    if ":" not in style:
        return "".join(letter for letter in style if letter in letters)
    runs = [(_only(name, letters), int(length)) for name, _, length in (run.rpartition(":") for run in style.split(" "))]
    joined = [(name, sum(length for _, length in run)) for name, run in groupby(runs, key=lambda run: run[0])]
    return joined[0][0] if len(joined) == 1 else " ".join(f"{name}:{length}" for name, length in joined)


def in_font_styles(told: StyledReading) -> StyledReading:
    """A text as a page can show it: bold, italic, raised."""
    return replace(told, styles=tuple(style and _only(style, _FONT_STYLES + UNSURE) for style in told.styles))


def beside(expected: StyledReading, found: StyledReading) -> StyledReading:
    """The found text, with the font style of a whole block taken for plain, as in headings.

    Both must have the same words. What is italic in a block that is set in italic cannot be told from the rest.
    """
    ends = [*(block.at for block in expected.blocks[1:]), len(expected.words)]
    styles = list(found.styles)
    for block, end in zip(expected.blocks, ends, strict=False):
        usual = _font_style_of(expected.styles[block.at : end], styles[block.at : end])
        if not usual or ":" in usual:
            continue
        for at in range(block.at, end):
            kept = "".join(letter for letter in _FONT_STYLES if letter not in usual)
            if _only(styles[at], kept) == _only(expected.styles[at], kept):
                styles[at] = expected.styles[at]
    return replace(found, styles=tuple(styles))


def _font_style_of(expected: Sequence[str], found: Sequence[str]) -> str:
    """The font style that a whole block is set in: that of its plain words.

    If it has none, what all its words have in common.
    """
    plain = Counter(own for wanted, own in zip(expected, found, strict=True) if not wanted)
    if plain:
        return plain.most_common(1)[0][0]
    return "".join(letter for letter in _FONT_STYLES if all(letter in own for own in found))


def line_deviations(expected: StyledReading, found: StyledReading, whole: str) -> list[Deviation]:
    """Where a paragraph begins within a line.

    One that follows the marker of a list, or stands in a table, may.
    """
    begun = {0, *(block.at for block in found.blocks)}
    result = []
    for block in expected.blocks:
        if block.at - 1 in begun and any(other.at == block.at - 1 for other in expected.blocks):
            begun.add(block.at)  # a block of one word: the marker of this one
        if block.kind in ("text", "heading", "code") and block.at not in begun:
            result.append(Deviation(place_in(whole, expected, block.at), "a line of its own", "that it runs on"))
    return result
