"""The cover, drawn from the metadata in the layout's own face: one ink on a deep ground, type between two rules.

The picture is drawn as shades between ground and ink, and stored as a PNG whose palette runs from one to the other: text
stays crisp, and the file small. Nothing is left to chance: the ground follows from the title, so that the essays of one
author are told apart on a shelf and the same essay always looks the same.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from pressline.backends.epub.pictures import Refused, load_picture
from pressline.findings import Finding, Place, finding
from pressline.model import Book, Face, Metadata

WIDTH, HEIGHT = 1600, 2560  # pixels; 1:1.6, the size that shops ask for
_NARROWEST = 1000
_MARGIN = 150
_MEASURE = WIDTH - 2 * _MARGIN
_INK = (244, 238, 224)
_GROUNDS = ((24, 42, 74), (98, 24, 30), (22, 62, 52), (58, 32, 66), (40, 46, 54), (12, 58, 70))
_SMALLER = 0.8  # of the largest size that fits: how far a title may shrink to save a line
_HANGING = "“„‘‚«‹\"'"  # they stand left of the margin, so that the letters after them are flush
_FULL, _SOFT = 255, 190  # shades of the ink


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines set in a font, with what each takes down the page, in pixels."""

    font: ImageFont.FreeTypeFont
    lines: tuple[str, ...]
    step: int

    @property
    def height(self) -> int:
        """The height of all lines."""
        return self.step * len(self.lines)


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover as it stands in the EPUB."""

    name: str
    media_type: str
    data: bytes


def cover_of(book: Book, face: Face, path: str) -> tuple[Cover, list[Finding]]:
    """The author's own cover, as it is, or else one that is drawn; and what there is to say. `path` names the EPUB.

    The sizes are those that shops ask for: 1600 by 2560 pixels at best (Amazon), never less than 1000 across.
    """
    place = Place(path, spot="the cover")
    findings = []
    if book.metadata.cover:
        own = _own_cover(book.folder, book.metadata.cover)
        if isinstance(own, Cover):
            width, height = _size(own.data)
            if width < _NARROWEST or width > height:
                findings.append(finding("B036", place, width=width, height=height))
            return own, findings
        findings.append(finding("B035", place, target=book.metadata.cover[:80], reason=own))
    data, missing = draw_cover(book.metadata, face)
    if missing:
        findings.append(finding("B034", place, characters=missing))
    return Cover("cover.png", "image/png", data), findings


def _own_cover(folder: Path, target: str) -> Cover | str:
    """The picture that metadata.yaml names, or why it cannot be the cover."""
    picture = load_picture(folder, target, 1)
    if isinstance(picture, Refused):
        return picture.reason or "it was not found"
    suffix = {"image/png": "png", "image/jpeg": "jpg"}.get(picture.media_type)
    if suffix is None:
        return "a cover must be a PNG or JPEG"
    with Image.open(io.BytesIO(picture.data)) as image:
        if image.mode == "CMYK":
            return "it is in CMYK, which screens show in false colours"
    return Cover(f"cover.{suffix}", picture.media_type, picture.data)


def _size(data: bytes) -> tuple[int, int]:
    """Width and height of a sound picture, in pixels."""
    with Image.open(io.BytesIO(data)) as image:
        return image.size


def draw_cover(metadata: Metadata, face: Face) -> tuple[bytes, str]:
    """The cover as PNG bytes, 1600 by 2560 pixels, and the characters that the face has no glyph for."""
    known = _known(face.regular) & _known(face.italic)
    texts = (metadata.title, metadata.subtitle or "", metadata.byline, metadata.publisher or "")
    missing = sorted({c for text in texts for c in text if ord(c) not in known and not c.isspace()})
    title, subtitle, byline, publisher = (_showable(text, known) for text in texts)
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    draw.rectangle((_MARGIN, _MARGIN, WIDTH - _MARGIN, _MARGIN + 5), fill=_FULL)
    foot = _draw_foot(draw, byline, publisher, face.regular)
    _draw_title(draw, title, subtitle, face, foot - 120)
    image.putpalette(_ramp(_ground(metadata.title)))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue(), " ".join(missing)


def _known(path: Path) -> set[int]:
    """The code points that a font has glyphs for."""
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def _showable(text: str, known: set[int]) -> str:
    """A text on one line, without the characters that would be drawn as empty boxes."""
    return " ".join("".join(c if ord(c) in known else " " if c.isspace() else "" for c in text).split())


def _ground(title: str) -> tuple[int, int, int]:
    """The colour of the ground for a title."""
    return _GROUNDS[hashlib.sha256(title.encode("utf-8", "replace")).digest()[0] % len(_GROUNDS)]


def _ramp(ground: tuple[int, int, int]) -> list[int]:
    """The palette: 256 colours from ground to ink."""
    return [round(g + (i - g) * shade / 255) for shade in range(256) for g, i in zip(ground, _INK, strict=True)]


# --- fitting text ---------------------------------------------------------------------------------------------------


def fit(text: str, path: Path, box: tuple[int, int], sizes: Sequence[int], leading: float) -> Setting:
    """A text in the largest of `sizes` (pixels, falling) that fits a box of (width, height) without a broken word.

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
    """Lines that are each filled as far as they go: the first word of each, and the word after its last."""
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
    """Lines of about one length: the narrowest setting that takes no more lines than the full width does.

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


# --- drawing --------------------------------------------------------------------------------------------------------


def _draw_lines(draw: ImageDraw.ImageDraw, setting: Setting, top: int, shade: int) -> int:
    """Draw lines flush left from `top` down; where the next thing may start."""
    for number, line in enumerate(setting.lines):
        hang = setting.font.getlength(line[0]) if line[0] in _HANGING else 0
        draw.text((_MARGIN - hang, top + number * setting.step), line, font=setting.font, fill=shade)
    return top + setting.height


def _draw_title(draw: ImageDraw.ImageDraw, title: str, subtitle: str, face: Face, bottom: int) -> None:
    """Title and subtitle, from the upper rule down to `bottom`."""
    top = 270
    room = bottom - top
    share = 0.66 if subtitle else 1.0
    setting = fit(title, face.regular, (_MEASURE, round(room * share)), range(250, 44, -6), 1.08)
    top = _draw_lines(draw, setting, top, _FULL) + 70
    if subtitle:
        largest = max(60, min(104, round(setting.font.size * 0.52)))
        under = fit(subtitle, face.italic, (_MEASURE, bottom - top), range(largest, 34, -4), 1.22)
        _draw_lines(draw, under, top, _SOFT)


def _draw_foot(draw: ImageDraw.ImageDraw, byline: str, publisher: str, path: Path) -> int:
    """The lower rule with the byline above and the publisher below it; the height at which they begin."""
    rule = HEIGHT - (_MARGIN + 90 if publisher else _MARGIN)
    draw.rectangle((_MARGIN, rule - 5, WIDTH - _MARGIN, rule), fill=_FULL)
    if publisher:
        _draw_tracked(draw, fit(publisher.upper(), path, (round(_MEASURE * 0.8), 60), range(44, 20, -4), 1.3), rule + 34)
    if not byline:
        return rule
    setting = fit(byline.upper(), path, (round(_MEASURE * 0.8), 420), range(84, 30, -4), 1.4)
    top = rule - 70 - setting.height
    _draw_tracked(draw, setting, top)
    return top


def _draw_tracked(draw: ImageDraw.ImageDraw, setting: Setting, top: int) -> None:
    """Draw capitals with the space between them that capitals want, a tenth of their size."""
    for number, line in enumerate(setting.lines):
        x = float(_MARGIN)
        for character in line:
            draw.text((round(x), top + number * setting.step), character, font=setting.font, fill=_FULL)
            x += setting.font.getlength(character) + setting.font.size * 0.1
