"""A paragraph of WeasyPrint's, read for breaking: its characters, how wide each is, and where its lines may end.

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

from pressline.backends.pdf.weasy.rivers import Space
from pressline.backends.pdf.weasy.totalfit import Break

SPACES = " \u00a0"  # what WeasyPrint 70 justifies by: layout/inline.py, count_expandable_spaces
SOFT_HYPHEN = "\u00ad"
_OBJECT = "\ufffc"  # stands for a picture or an inline block
# False positives that the pattern of words avoids: figures and underscores are no letters, "UNAMIR94" is never parted.
_WORD = re.compile(r"(?<![\w’'])[^\W\d_]+(?![\w’'])|(?<![\w’'])[^\W\d_]+(?=[’'][^\W\d_]{1,2}(?!\w))")
_HYPHENS = "-‐"
_DASHES = "–—/"
_IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
# How far a mark may hang out of the measure, as a share of its width; after Hàn Thế Thành, "Micro-typographic extensions
# to the TeX typesetting system" (2000), who gives hyphens and stops about as much.
HANG_RIGHT = {"-": 0.6, "‐": 0.6, ".": 0.7, ",": 0.7, ";": 0.4, ":": 0.4, "”": 0.4, "’": 0.5, "–": 0.25, "—": 0.15, ")": 0.1}
HANG_LEFT = {"“": 0.4, "‘": 0.5, "(": 0.1, "—": 0.15}
# Penalties of breaks, on the scale of badness: 100 is a line whose spaces are all stretched as far as is thought fit.
HYPHEN, COMPOUND, CAPITAL, EXPLICIT, DASH, ADDRESS, ANYWHERE = 150.0, 150.0, 60.0, 30.0, 15.0, 60.0, 1500.0


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
    """The stretches of a line box in order; None when it holds something that cannot be planned."""
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
    """Padding, border and margin at one side of an inline box in px; None when one is no fixed length."""
    total = float(style[f"border_{side}_width"])
    for kind in ("margin", "padding"):
        value = style[f"{kind}_{side}"]
        if value == "auto" or not (getattr(value, "unit", None) in ("px", None) and hasattr(value, "value")):
            return None
        total += float(value.value)
    return total


def advances(text: str, style: Any, context: Any) -> list[float]:
    """The widths of the characters of a text in px, as Pango sets it on one line; a ligature's is shared out evenly."""
    if not text:
        return []
    layout = create_layout(text, style, context, None, 0)
    line, _ = layout.get_first_line()
    data = text.encode()
    by_byte = [0.0] * (len(data) + 1)
    starts = set()
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, run = run.data, run.next
        glyphs, clusters, offset = item.glyphs.glyphs, item.glyphs.log_clusters, item.item.offset
        for index in range(item.glyphs.num_glyphs):
            at = offset + clusters[index]
            starts.add(at)
            by_byte[at] += glyphs[index].geometry.width * FROM_UNITS
    layout.deactivate()
    return _by_character(text, by_byte, starts)


def _by_character(text: str, by_byte: list[float], starts: set[int]) -> list[float]:
    widths: list[float] = []
    at = held = 0
    for character in text:
        if at in starts or not widths:
            held = len(widths)
            widths.append(by_byte[at] if at < len(by_byte) else 0.0)
        else:
            widths.append(0.0)
            count = len(widths) - held
            whole = widths[held] * (count - 1)
            widths[held:] = [whole / count] * count
        at += len(character.encode())
    return widths


@lru_cache(maxsize=16)
def _dictionary(language: str, left: int, right: int) -> Any:
    return pyphen.Pyphen(lang=language, left=left, right=right)


def hyphenations(leaf: Leaf) -> Iterator[tuple[int, float]]:
    """Where the words of a stretch may be hyphenated, as characters of the stretch, and the penalty for it."""
    style = leaf.style
    if style["hyphens"] != "none":
        yield from ((match.end(), HYPHEN) for match in re.finditer(SOFT_HYPHEN, leaf.text))
    language = style["lang"] and pyphen.language_fallback(style["lang"])
    if style["hyphens"] != "auto" or not language or leaf.raised:
        return
    total, left, right = style["hyphenate_limit_chars"]
    dictionary = _dictionary(language, left, right)
    for match in _WORD.finditer(leaf.text):
        word = match[0]
        if len(word) < total or word.isupper():
            continue
        compound = leaf.text[match.start() - 1 : match.start()] in tuple(_HYPHENS) or leaf.text[match.end() :][:1] in tuple(
            _HYPHENS
        )
        penalty = HYPHEN + (COMPOUND if compound else 0.0) + (CAPITAL if word[0].isupper() else 0.0)
        yield from ((match.start() + at, penalty) for at in dictionary.positions(word) if not getattr(at, "data", None))


def breaks_of(leaves: list[Leaf], widths: list[float], hyphen: float, language: str | None) -> list[Break]:
    """Every place where a line of a paragraph may end, from its start to its end, each place once.

    `widths` are those of the characters; `hyphen` is that of the hyphen. A line never begins with a call or a dash.
    """
    text = "".join(leaf.text for leaf in leaves)
    to, spaces = [0.0], [0.0]
    for character, width in zip(text, widths, strict=True):
        to.append(to[-1] + width)
        spaces.append(spaces[-1] + (width if character in SPACES else 0.0))
    places = _places(text, leaves, language)
    inserted = {
        leaf.start + at: penalty
        for leaf in leaves
        for at, penalty in hyphenations(leaf)
        if leaf.style["white_space"] != "nowrap"
    }
    breaks, last = [_break(0, 0, to, spaces)], len(text.rstrip(" "))
    for start in sorted({*places, *inserted}):
        end = start
        while end and text[end - 1] == " ":
            end -= 1
        if not end or start >= last or text[start] == " ":
            continue
        mark = text[end - 1]
        left = HANG_LEFT.get(text[start], 0.0) * widths[start]
        if start in places:
            hung = HANG_RIGHT.get(mark, 0.0) * widths[end - 1]
            broken = mark in _HYPHENS and end == start
            breaks.append(
                _break(end, start, to, spaces, hyphenated=broken, penalty=places[start], hang_right=hung, hang_left=left)
            )
        else:
            hung = HANG_RIGHT["‐"] * hyphen
            breaks.append(
                _break(end, start, to, spaces, hyphen=hyphen, hyphenated=True, penalty=inserted[start], hang_right=hung)
            )
    breaks.append(_break(last, len(text), to, spaces))
    return breaks


def spaces_of(leaves: list[Leaf], widths: list[float]) -> list[Space]:
    """The word spaces of a paragraph, where they stand before it is broken."""
    text = "".join(leaf.text for leaf in leaves)
    starts = accumulate(widths, initial=0.0)
    return [Space(at, left, widths[at]) for at, (mark, left) in enumerate(zip(text, starts, strict=False)) if mark in SPACES]


def _break(end: int, start: int, to: list[float], spaces: list[float], **more: Any) -> Break:
    return Break(end, start, to[end], to[start], spaces[end], spaces[start], **more)


def _places(text: str, leaves: list[Leaf], language: str | None) -> dict[int, float]:
    """Where a line may end without a hyphen of ours, and the penalty for it."""
    attributes = get_log_attrs(text, language)
    places: dict[int, float] = {}
    for at in range(1, len(text)):
        if attributes[at].is_line_break and text[at] != " ":
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
    """The penalty for a line's end that Unicode allows (UAX #14) before a character; None where a designer allows none."""
    before, after = text[at - 1], text[at]
    if after in "–—":
        return None
    if before == " ":
        return 0.0
    if before in _HYPHENS:
        return EXPLICIT
    if before in _DASHES:
        return DASH
    return 0.0 if _OBJECT in (before, after) or _IDEOGRAPHS.match(before) or _IDEOGRAPHS.match(after) else None
