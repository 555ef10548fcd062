"""A paragraph of WeasyPrint's, read for breaking.

Its characters, how wide each is, and where its lines may end.

Widths are Pango's own, one layout for each stretch of text of one style, so that kerning and ligatures are in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import create_layout, get_log_attrs

from pressline.backends.pdf.weasyprint_patches.line_breaking import Break
from pressline.backends.pdf.weasyprint_patches.rivers import Space
from pressline.locale.scripts import UNSPACED
from pressline.locale.spacing import UNHYPHENATED
from pressline.locale.syllables import has_rule, syllable_starts
from pressline.locale.tags import primary

SPACES = " \u00a0"  # what WeasyPrint 70 justifies by: layout/inline.py, count_expandable_spaces
SOFT_HYPHEN = "\u00ad"
_OBJECT = "\ufffc"  # stands for a picture or an inline block
# False positives that the pattern of words avoids: figures and underscores are no letters, "UNAMIR94" is never parted.
_WORD = re.compile(r"(?<![\w’'])[^\W\d_]+(?![\w’'])|(?<![\w’'])[^\W\d_]+(?=[’'][^\W\d_]{1,2}(?!\w))")
_HYPHENS = "-‐"
_JOINTS = tuple(_HYPHENS)
_DASHES = "–—/"
_UNSPACED = re.compile(f"[{UNSPACED}]")
# What a line may begin with; `_penalty` has more to say. Not a space, not a letter within a word.
_FITTING = re.compile(f"(?<=[ –—/{_OBJECT}{UNSPACED}‐-])[^ ]|[{_OBJECT}{UNSPACED}]")
# How far a mark may hang out of the measure, as a share of its width; after Hàn Thế Thành, "Micro-typographic extensions
# to the TeX typesetting system" (2000), who gives hyphens and stops about as much.
HANG_RIGHT = {"-": 0.6, "‐": 0.6, ".": 0.7, ",": 0.7, ";": 0.4, ":": 0.4, "”": 0.4, "’": 0.5, "–": 0.25, "—": 0.15, ")": 0.1}
HANG_LEFT = {"“": 0.4, "‘": 0.5, "(": 0.1, "—": 0.15}
# Penalties of breaks, on the scale of badness: 100 is a line whose spaces are all stretched as far as is thought fit.
HYPHEN, COMPOUND, CAPITAL, EXPLICIT, DASH, ADDRESS, ANYWHERE = 160.0, 150.0, 60.0, 30.0, 15.0, 60.0, 1500.0


@dataclass(slots=True)
class Leaf:
    """A stretch of text of one style, or an atomic box, with its way down from the line box."""

    path: tuple[int, ...]
    text: str
    style: Any
    raised: bool  # a call, which no line begins with
    box: Any = None  # of an atomic box
    before: float = 0.0  # padding, border and margin of the inline boxes that start with it, px
    after: float = 0.0  # and of those that end with it
    start: int = 0  # its first character in the paragraph


def leaves_of(linebox: Any) -> list[Leaf] | None:
    """The stretches of a line box in order.

    None when it holds something that cannot be planned.
    """
    leaves: list[Leaf] = []
    if not _collect(linebox, (), False, leaves):
        return None
    at = 0
    for leaf in leaves:
        leaf.start = at
        at += len(leaf.text)
    return leaves if at else None


def _collect(box: Any, path: tuple[int, ...], raised: bool, leaves: list[Leaf]) -> bool:
    """Whether all that a box holds is text, inline boxes of text, or atomic boxes."""
    for index, child in enumerate(box.children):
        here = (*path, index)
        style = child.style
        if not child.is_in_normal_flow():
            return False
        if isinstance(child, boxes.TextBox):
            if style["white_space"] not in ("normal", "nowrap") or re.search(r"[\n\t\u2028\u2029]", child.text):
                return False
            leaves.append(Leaf(here, child.text, style, raised))
        elif isinstance(child, boxes.AtomicInlineLevelBox):
            leaves.append(Leaf(here, _OBJECT, style, False, child))
        elif isinstance(child, boxes.InlineBox):
            first = len(leaves)
            edges = [_spacing(style, side) for side in ("left", "right")]
            up = raised or style["font_variant_position"] == "super" or style["vertical_align"] == "super"
            if edges[0] is None or edges[1] is None or not _collect(child, here, up, leaves):
                return False
            if any(edges) and first == len(leaves):
                return False
            if any(edges):
                leaves[first].before += edges[0]
                leaves[-1].after += edges[1]
        else:
            return False
    return True


def _spacing(style: Any, side: str) -> float | None:
    """Padding, border and margin at one side of an inline box in px.

    None when one is no fixed length.
    """
    total = float(style[f"border_{side}_width"])
    for kind in ("margin", "padding"):
        value = style[f"{kind}_{side}"]
        if value == "auto" or not (getattr(value, "unit", None) in ("px", None) and hasattr(value, "value")):
            return None
        total += float(value.value)
    return total


def advances(text: str, style: Any, context: Any) -> list[float]:
    """The widths of the characters of a text in px, as Pango sets it on one line.

    A ligature's is shared out evenly.
    """
    if not text:
        return []
    layout = create_layout(text, style, context, None, 0)
    line, _ = layout.get_first_line()
    by_byte = [0.0] * (len(text.encode()) + 1)
    starts: set[int] = set()
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, run = run.data, run.next
        glyphs, offset = item.glyphs, item.item.offset
        places = [offset + at for at in ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)]
        starts.update(places)
        for at, width in zip(places, _widths(glyphs), strict=True):
            by_byte[at] += width * FROM_UNITS
    layout.deactivate()
    return _by_character(text, by_byte, starts)


def _widths(glyphs: Any) -> list[int]:
    """The widths of a string of glyphs of Pango.

    A glyph is five integers, of which the second is the width: pango-glyph.h.
    """
    if not glyphs.num_glyphs:
        return []
    size = ffi.sizeof(glyphs.glyphs[0])
    return memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * size)).cast("B").cast("i")[1 :: size // 4].tolist()


def _by_character(text: str, by_byte: list[float], starts: set[int]) -> list[float]:
    """The widths of characters by those of the bytes that they start at.

    `starts` are those of clusters of glyphs.
    """
    places = range(len(text)) if text.isascii() else [at for at, byte in enumerate(text.encode()) if byte & 0xC0 != 0x80]
    widths = [by_byte[at] for at in places]
    if len(starts) == len(places):
        return widths
    held = 0
    for index, at in enumerate(places):
        if at in starts or not index:
            held = index
        else:  # it belongs to the cluster before
            count = index + 1 - held
            widths[held : index + 1] = [widths[held] * (count - 1) / count] * count
    return widths


@lru_cache(maxsize=16)
def _of_hyphens(language: str) -> str | None:
    """The language of the patterns, or of the rule, by which words are hyphenated.

    None for a language that has no hyphens, or of which neither is known.
    """
    if not language or primary(language) in UNHYPHENATED:
        return None
    return language if has_rule(language) else pyphen.language_fallback(language)


@lru_cache(maxsize=16)
def _dictionary(language: str, left: int, right: int) -> Any:
    return pyphen.Pyphen(lang=language, left=left, right=right)


def hyphenations(leaf: Leaf) -> Iterator[tuple[int, float]]:
    """Where the words of a stretch may be hyphenated, by character, with the penalty."""
    style = leaf.style
    if style["hyphens"] != "none":
        yield from ((match.end(), HYPHEN) for match in re.finditer(SOFT_HYPHEN, leaf.text))
    language = _of_hyphens(style["lang"] or "")
    if style["hyphens"] != "auto" or not language or leaf.raised:
        return
    total, left, right = style["hyphenate_limit_chars"]
    for match in _WORD.finditer(leaf.text):
        word, (start, end) = match[0], match.span()
        if len(word) < total or word.isupper():
            continue
        compound = leaf.text[start - 1 : start] in _JOINTS or leaf.text[end : end + 1] in _JOINTS
        penalty = HYPHEN + (COMPOUND if compound else 0.0) + (CAPITAL if word[0].isupper() else 0.0)
        for at in _parts(language, left, right, word):
            yield start + at, penalty


@lru_cache(maxsize=20_000)
def _parts(language: str, left: int, right: int, word: str) -> tuple[int, ...]:
    """Where a word may be parted without another spelling."""
    if has_rule(language):
        return tuple(at for at in syllable_starts(word, language) if left <= at <= len(word) - right)
    return tuple(at for at in _dictionary(language, left, right).positions(word) if not getattr(at, "data", None))


# What `breaks_of` reads of the style of a stretch.
READ = ("white_space", "hyphens", "lang", "hyphenate_limit_chars", "overflow_wrap")


def breaks_of(leaves: list[Leaf], widths: list[float], hyphen: float, language: str | None, room: float) -> list[Break]:
    """Every place where a line of a paragraph may end, from start to end, each once.

    `widths` are those of the characters; `hyphen` is that of the hyphen, and `room` that of the first line: when the whole
    paragraph fits into it, no other place is looked for. A line never begins with a call or a dash.
    """
    text = "".join(leaf.text for leaf in leaves)
    to = list(accumulate(widths, initial=0.0))
    of_spaces = [width if mark in SPACES else 0.0 for mark, width in zip(text, widths, strict=True)]
    spaces = list(accumulate(of_spaces, initial=0.0))
    last = len(text.rstrip(" "))
    ends = [Break(0, 0, 0.0, 0.0, 0.0, 0.0), Break(last, len(text), to[last], to[-1], spaces[last], spaces[-1])]
    if to[last] <= room:
        return ends
    places = _places(text, leaves, language)
    inserted = {
        leaf.start + at: penalty
        for leaf in leaves
        for at, penalty in hyphenations(leaf)
        if leaf.style["white_space"] != "nowrap"
    }
    breaks = ends[:1]
    for start in sorted({*places, *inserted}):
        end = start
        while end and text[end - 1] == " ":
            end -= 1
        if not end or start >= last or text[start] == " ":
            continue
        widths_there = to[end], to[start], spaces[end], spaces[start]
        if start in places:
            mark = text[end - 1]
            broken = end == start and mark in _HYPHENS
            hung = HANG_RIGHT[mark] * widths[end - 1] if mark in HANG_RIGHT else 0.0
            left = HANG_LEFT[text[start]] * widths[start] if text[start] in HANG_LEFT else 0.0
            breaks.append(Break(end, start, *widths_there, 0.0, broken, places[start], hung, left))
        else:
            breaks.append(Break(end, start, *widths_there, hyphen, True, inserted[start], HANG_RIGHT["‐"] * hyphen))
    return [*breaks, ends[1]]


def spaces_of(leaves: list[Leaf], widths: list[float]) -> list[Space]:
    """The word spaces of a paragraph, where they stand before it is broken."""
    text = "".join(leaf.text for leaf in leaves)
    starts = accumulate(widths, initial=0.0)
    return [Space(at, left, widths[at]) for at, (mark, left) in enumerate(zip(text, starts, strict=False)) if mark in SPACES]


def _places(text: str, leaves: list[Leaf], language: str | None) -> dict[int, float]:
    """Where a line may end without a hyphen of ours, and the penalty for it."""
    attributes = get_log_attrs(text, language)
    places: dict[int, float] = {}
    for match in _FITTING.finditer(text, 1):
        at = match.start()
        if attributes[at].is_line_break:
            penalty = _penalty(text, at)
            if penalty is not None:
                places[at] = penalty
    for leaf in leaves:
        end = leaf.start + len(leaf.text)
        if leaf.raised or leaf.style["white_space"] == "nowrap":
            for at in range(leaf.start + (0 if leaf.raised else 1), end):
                places.pop(at, None)
        elif leaf.style["overflow_wrap"] == "anywhere":
            for at in range(leaf.start + 1, end):
                places.setdefault(at, ADDRESS if text[at - 1] in "/.?&=_-#:" else ANYWHERE)
    return places


def _penalty(text: str, at: int) -> float | None:
    """The penalty for a line's end that Unicode allows (UAX #14) before a character.

    None where a designer allows none.
    """
    before, after = text[at - 1], text[at]
    if after in "–—":
        return None
    if before == " ":
        return 0.0
    if before in _HYPHENS:
        return EXPLICIT
    if before in _DASHES:
        return DASH
    return 0.0 if _OBJECT in (before, after) or _UNSPACED.match(before) or _UNSPACED.match(after) else None
