"""What all covers of an essay share, on screen and in print: colour and front design.

One ink on a deep ground, type between two rules. The ground follows from the title, so that the essays of one author are
told apart in a library and the same essay always looks the same. Places and sizes are in units of which the front is 1600 wide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont
from PIL import ImageFont

from pressline.model import FontFamily, Metadata

WIDTH = 1600
MARGIN = 150
RULE = 5  # how thick the rules are
FULL, SOFT = 255, 190  # shades of the ink
GROUNDS = 6  # how many there are; a room that paints says which colours they are
_MEASURE = WIDTH - 2 * MARGIN
_SMALLER = 0.8  # of the largest size that fits: how far a title may shrink to save a line
_HANGING = "“„‘‚«‹\"'"  # they stand left of the margin, so that the letters after them are flush
_TRACKING = 0.1  # the space between capitals, in their size


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines set in a font, with what each takes down the page."""

    font: ImageFont.FreeTypeFont
    lines: tuple[str, ...]
    step: int

    @property
    def height(self) -> int:
        """The height of all lines."""
        return self.step * len(self.lines)


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A line of type: place of ascenders and first letter, size, font style, shade, spacing."""

    text: str
    x: float
    y: int
    size: float
    cut: Literal["regular", "italic"]
    shade: int = FULL
    tracking: float = 0.0  # in its size


@dataclass(frozen=True, slots=True)
class FrontCover:
    """The front of a cover: lines of type, heights of two rules, characters without a glyph."""

    lines: tuple[CoverLine, ...]
    rules: tuple[int, int]
    missing: str


def ground_of(title: str) -> int:
    """Which of the grounds the covers of a title have."""
    return hashlib.sha256(title.encode("utf-8", "replace")).digest()[0] % GROUNDS


def front_of(metadata: Metadata, face: FontFamily, height: int) -> FrontCover:
    """The front of the cover of an essay, `height` units high."""
    known = known_to(face.regular) & known_to(face.italic)
    texts = (metadata.title, metadata.subtitle or "", metadata.byline, metadata.publisher or "")
    missing = sorted({c for text in texts for c in text if ord(c) not in known and not c.isspace()})
    title, subtitle, byline, publisher = (showable(text, known) for text in texts)
    rule = height - (MARGIN + 90 if publisher else MARGIN) - RULE
    foot = _foot(byline, publisher, face.regular, rule + RULE)
    top = foot[0].y if byline and foot else rule + RULE
    return FrontCover((*_title(title, subtitle, face, top - 120), *foot), (MARGIN, rule), " ".join(missing))


def _title(title: str, subtitle: str, face: FontFamily, bottom: int) -> list[CoverLine]:
    """Title and subtitle, from the upper rule down to `bottom`."""
    top = 270
    room = bottom - top
    share = 0.66 if subtitle else 1.0
    setting = fit(title, face.regular, (_MEASURE, round(room * share)), range(250, 44, -6), 1.08)
    lines = _flush(setting, top, "regular", FULL)
    top += setting.height + 70
    if subtitle:
        largest = max(60, min(104, round(setting.font.size * 0.52)))
        under = fit(subtitle, face.italic, (_MEASURE, bottom - top), range(largest, 34, -4), 1.22)
        lines += _flush(under, top, "italic", SOFT)
    return lines


def _foot(byline: str, publisher: str, path: Path, rule: int) -> list[CoverLine]:
    """The byline above the lower rule, and the publisher below it."""
    lines = []
    if byline:
        setting = fit(byline.upper(), path, (round(_MEASURE * 0.8), 420), range(84, 30, -4), 1.4)
        lines += _tracked(setting, rule - 70 - setting.height)
    if publisher:
        setting = fit(publisher.upper(), path, (round(_MEASURE * 0.8), 60), range(44, 20, -4), 1.3)
        lines += _tracked(setting, rule + 34)
    return lines


def _flush(setting: Setting, top: int, cut: Literal["regular", "italic"], shade: int) -> list[CoverLine]:
    """Lines flush left, opening quotation marks hanging."""
    lines = []
    for number, text in enumerate(setting.lines):
        hang = setting.font.getlength(text[0]) if text[0] in _HANGING else 0
        lines.append(CoverLine(text, MARGIN - hang, top + number * setting.step, setting.font.size, cut, shade))
    return lines


def _tracked(setting: Setting, top: int) -> list[CoverLine]:
    """Capitals with the space between them that capitals want."""
    rows = enumerate(setting.lines)
    return [CoverLine(text, MARGIN, top + n * setting.step, setting.font.size, "regular", FULL, _TRACKING) for n, text in rows]


def known_to(path: Path) -> set[int]:
    """The code points that a font has glyphs for."""
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def showable(text: str, known: set[int]) -> str:
    """A text on one line, without the characters that would be drawn as empty boxes."""
    return " ".join("".join(c if ord(c) in known else " " if c.isspace() else "" for c in text).split())


# --- fitting text ---------------------------------------------------------------------------------------------------


def fit(text: str, path: Path, box: tuple[int, int], sizes: Sequence[int], leading: float) -> Setting:
    """A text in the largest of `sizes` that fits a box of (width, height), no word broken.

    Sizes in pixels, falling.

    A slightly smaller size is better when it saves a line: titles break less often within a phrase. In the smallest size
    words are broken if they must be, and what is still too long ends in an ellipsis.
    """
    width, height = box
    words = text.split()
    best: Setting | None = None
    least = 0.0
    for size in sizes[:-1]:
        if size < least:
            break
        font, step = ImageFont.truetype(str(path), size), round(size * leading)
        lines = balance(words, font, width, height // step)
        if lines and (best is None or len(lines) < len(best.lines)):
            best, least = Setting(font, tuple(lines), step), least or size * _SMALLER
    return best or _squeeze(words, path, box, (sizes[-1], leading))


def _squeeze(words: list[str], path: Path, box: tuple[int, int], type: tuple[int, float]) -> Setting:
    """Words in one (size, leading) whatever it takes: words broken, the end cut."""
    (width, height), (size, leading) = box, type
    font, step = ImageFont.truetype(str(path), size), round(size * leading)
    most = max(1, height // step)
    if not words:
        return Setting(font, (), step)
    pieces = [piece for word in words for piece in _pieces(word, font, width)]
    lines = balance(pieces, font, width, most)
    if not lines:
        kept = _break(_lengths(pieces, font), font.getlength(" "), width)[:most]
        lines = [" ".join(pieces[start:end]) for start, end in kept]
        lines[-1] = lines[-1].rsplit(" ", 1)[0] + "…"
    return Setting(font, tuple(lines), step)


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """A word in pieces that each fit a width."""
    if font.getlength(word) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if font.getlength(pieces[-1] + character) > width and pieces[-1]:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _lengths(words: list[str], font: ImageFont.FreeTypeFont) -> list[float]:
    """The length of every word in pixels."""
    return [font.getlength(word) for word in words]


def _break(lengths: list[float], space: float, width: float) -> list[tuple[int, int]]:
    """Lines that are each filled as far as they go.

    The first word of each, and the word after its last.
    """
    lines: list[tuple[int, int]] = []
    used = 0.0
    for index, length in enumerate(lengths):
        if lines and used + space + length <= width:
            lines[-1] = (lines[-1][0], index + 1)
            used += space + length
        else:
            lines.append((index, index + 1))
            used = length
    return lines


def balance(words: list[str], font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str]:
    """Lines of about one length.

    The narrowest setting that takes no more lines than the full width does.

    Empty when a word is wider than `width`, or when there would be more than `most` lines.
    """
    lengths, space = _lengths(words, font), font.getlength(" ")
    lines = _break(lengths, space, width)
    if len(lines) > most or max(lengths, default=0) > width:
        return []
    low, high = max(lengths, default=0.0), float(width)
    while high - low > 4:
        middle = (low + high) / 2
        narrower = _break(lengths, space, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return [" ".join(words[start:end]) for start, end in lines]


def lines_needed(text: str, path: Path, size: float, width: float) -> int:
    """How many lines a paragraph takes in a size, each filled as far as it goes.

    A word that is too long takes one more.
    """
    font = ImageFont.truetype(str(path), size)
    lengths = _lengths(text.split(), font)
    return len(_break(lengths, font.getlength(" "), width)) + sum(length > width for length in lengths)
