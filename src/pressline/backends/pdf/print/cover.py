"""The cover for the printer: back, spine and front as one page as wide as needed.

The front is that of the EPUB's cover (`coverart`). The ground is in the inks of the press, and the type is the bare paper: a
tint of four inks would blur small letters. The page is set by WeasyPrint in the layout's own font; the bars of the ISBN are
drawn as rectangles of black ink on the edges of their modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from pikepdf import Array
from PIL import ImageFont

from pressline.backends.pdf.layout.style import FAMILY, css_string, font_rules
from pressline.backends.pdf.print.barcode import Box, barcode_of
from pressline.layouts.cover_composition import (
    MARGIN,
    RULE,
    SOFT,
    WIDTH,
    CoverLine,
    FrontCover,
    front_of,
    ground_of,
    known_to,
    lines_needed,
    showable,
)
from pressline.layouts.printers import spine_in
from pressline.model import Book, CoverRules, FontFamily, Layout, Metadata, Printing

_POINTS_PER_INCH = 72
_POINTS_PER_MM = 72 / 25.4
# Cyan, magenta, yellow, black of the six grounds; 240 % in all at most, the limit that IngramSpark sets.
_GROUNDS = (
    (0.95, 0.75, 0.20, 0.45),
    (0.20, 0.95, 0.80, 0.45),
    (0.85, 0.35, 0.65, 0.50),
    (0.70, 0.85, 0.25, 0.45),
    (0.60, 0.40, 0.30, 0.75),
    (0.95, 0.40, 0.35, 0.50),
)
# Without a printer's own rules: what the three in layouts/printers/ have in common.
_USUAL = CoverRules(0.125, 0.25, 0.0, 0, 0.0625, (2.0, 1.2))
_PAPER = "device-cmyk(0 0 0 0)"
_BACK_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)  # points
_BACK_LEADING = 1.36
_BACK_GAP = 0.7  # between paragraphs, in their size
_SPINE_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_SPINE_ROOM = 1.0  # what a line on the spine takes across it, in its size


@dataclass(frozen=True, slots=True)
class Wrap:
    """A cover laid flat, in points.

    The trimmed size of a page, the spine, and what lies around and between them.
    """

    width: float
    height: float
    spine: float
    pages: int
    rules: CoverRules

    @property
    def bleed(self) -> float:
        """How far the ground runs over the edge."""
        return self.rules.bleed_in * _POINTS_PER_INCH

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height with the bleed."""
        return 2 * (self.width + self.bleed) + self.spine, self.height + 2 * self.bleed

    @property
    def field(self) -> Box:
        """The field for the barcode, at the foot of the back beside the spine.

        Left, top, width, height.
        """
        wide, high = (side * _POINTS_PER_INCH for side in self.rules.barcode_in)
        safe = self.rules.safe_in * _POINTS_PER_INCH
        return self.bleed + self.width - safe - wide, self.bleed + self.height - safe - high, wide, high


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cover as HTML and CSS, its barcode, and what there was no room for: "the abstract"."""

    markup: str
    sheets: tuple[str, ...]
    bars: bytes
    left_out: tuple[str, ...]
    missing: str  # characters that the font has no glyph for


def wrap_of(layout: Layout, printing: Printing, pages: int) -> Wrap:
    """The cover of a finished inside of so many pages."""
    rules = printing.printer.cover if printing.printer else _USUAL
    page, spine = layout.page, spine_in(printing, pages) * _POINTS_PER_INCH
    return Wrap(page.width_mm * _POINTS_PER_MM, page.height_mm * _POINTS_PER_MM, spine, pages, rules)


def printing_of_cover(printing: Printing) -> Printing:
    """The print settings of the cover: the inside's kind of PDF/X, with its own bleed."""
    rules = printing.printer.cover if printing.printer else _USUAL
    return replace(printing, marks=False, outline=False, printer=None, bleed_pt=rules.bleed_in * _POINTS_PER_INCH)


def drawn_cover(book: Book, layout: Layout, wrap: Wrap) -> Drawn:
    """The cover of a book."""
    metadata, face = book.metadata, layout.face
    unit = wrap.width / WIDTH
    front = front_of(metadata, face, round(wrap.height / unit))
    isbn = metadata.identifiers.isbn
    barcode = barcode_of(isbn, wrap.field, wrap.sheet[1]) if isbn else None
    back, left_out = _back(metadata, face, wrap, front)
    parts = [*_front(front, face, wrap, unit), *back, *_spine(metadata, face, wrap)]
    if barcode:
        parts += [_div("field", wrap.field, ""), barcode.words]
    head = f"<head><title>{escape(metadata.title)}</title></head>"
    markup = f'<!DOCTYPE html><html lang="{escape(metadata.language)}">{head}<body>{"".join(parts)}</body></html>'
    sheets = ("\n".join([*font_rules(layout), _style(wrap, _GROUNDS[ground_of(metadata.title)])]),)
    return Drawn(markup, sheets, barcode.drawn if barcode else b"", left_out, front.missing)


def _style(wrap: Wrap, ground: tuple[float, ...]) -> str:
    width, height = wrap.sheet
    inks = " ".join(f"{ink:g}" for ink in ground)
    soft = "device-cmyk(0 0 0 0.12)"
    return f"""@page {{ size: {width:.4f}pt {height:.4f}pt; margin: 0; background: device-cmyk({inks}) }}
html {{ font-family: {css_string(FAMILY)}; color: {_PAPER}; font-variant-ligatures: common-ligatures; hyphens: none }}
body {{ margin: 0 }}
div {{ position: absolute; white-space: nowrap }}
.rule, .field {{ background: {_PAPER} }}
.soft {{ color: {soft} }}
.back {{ white-space: normal; text-align: left }}
.back p {{ margin: 0 0 {_BACK_GAP}em }}
.back p.bio {{ font-style: italic }}
.back p:not(.bio) + p.bio {{ margin-top: 1.6em }}
.spine {{ transform-origin: 0 0; transform: rotate(90deg) }}
.caps {{ letter-spacing: 0.1em }}
.bar {{ color: device-cmyk(0 0 0 1); text-align: center; font-variant-numeric: lining-nums tabular-nums }}"""


def _div(name: str, box: Box, text: str, style: str = "") -> str:
    left, top, width, height = box
    place = f"left: {left:.3f}pt; top: {top:.3f}pt; width: {width:.3f}pt; height: {height:.3f}pt"
    return f'<div class="{name}" style="{place}; {style}">{text}</div>'


# --- front ----------------------------------------------------------------------------------------------------------------


def _front(front: FrontCover, face: FontFamily, wrap: Wrap, unit: float) -> Iterator[str]:
    """The rules and the lines of the front, to the right of the spine."""
    left, top = wrap.bleed + wrap.width + wrap.spine, wrap.bleed
    for rule in front.rules:
        yield _div("rule", (left + MARGIN * unit, top + rule * unit, (WIDTH - 2 * MARGIN) * unit, RULE * unit), "")
    for line in front.lines:
        # A mark that hangs must not come too near to the fold.
        clear = replace(line, x=max(line.x, wrap.rules.safe_in * _POINTS_PER_INCH / unit))
        yield _line(clear, face, left, top, unit)


def _line(line: CoverLine, face: FontFamily, left: float, top: float, unit: float) -> str:
    """A line of the front, its ascenders at the height that it asks for."""
    path = face.italic if line.cut == "italic" else face.regular
    ascent, descent = ImageFont.truetype(str(path), line.size).getmetrics()
    y = line.y + (ascent + descent - line.size) / 2
    style = f"font-size: {line.size * unit:.3f}pt; line-height: {line.size * unit:.3f}pt; letter-spacing: {line.tracking:g}em"
    style += f"; font-style: {'italic' if line.cut == 'italic' else 'normal'}"
    place = f"left: {left + line.x * unit:.3f}pt; top: {top + y * unit:.3f}pt"
    soft = "soft" if line.shade == SOFT else ""
    return f'<div class="{soft}" style="{place}; {style}">{escape(line.text)}</div>'


# --- back -----------------------------------------------------------------------------------------------------------------


def _back(metadata: Metadata, face: FontFamily, wrap: Wrap, front: FrontCover) -> tuple[list[str], tuple[str, ...]]:
    """The abstract and what is said of the author, above the field for the barcode.

    And which of them had no room.
    """
    unit = wrap.width / WIDTH
    left, top = wrap.bleed + MARGIN * unit, wrap.bleed + 270 * unit
    width, height = wrap.width - 2 * MARGIN * unit, wrap.field[1] - 12 - top
    rule = _div("rule", (left, wrap.bleed + front.rules[0] * unit, width, RULE * unit), "")
    known = known_to(face.regular) & known_to(face.italic)
    abstract = [("abstract", showable(text, known)) for text in (metadata.abstract or "").split("\n") if text.strip()]
    bios = [("bio", showable(author.bio, known)) for author in metadata.author if author.bio]
    choices = [(abstract + bios, ()), (abstract, ("the bio",)), (bios, ("the abstract",)), ([], ("the abstract", "the bio"))]
    given = {"the abstract": bool(abstract), "the bio": bool(bios)}
    for paragraphs, missing in choices:
        size = _size_of(paragraphs, face, (width, height))
        if size:
            text = "".join(f'<p class="{kind}">{escape(words)}</p>' for kind, words in paragraphs)
            style = f"font-size: {size:g}pt; line-height: {size * _BACK_LEADING:.3f}pt"
            return [rule, _div("back", (left, top, width, height), text, style)], tuple(w for w in missing if given[w])
    raise AssertionError("nothing at all has room")


def _size_of(paragraphs: list[tuple[str, str]], face: FontFamily, room: tuple[float, float]) -> float:
    """The largest size in which paragraphs fit into a room (width, height).

    0 when there is none.
    """
    width, height = room
    for size in _BACK_SIZES:
        lines = [lines_needed(t, face.italic if k == "bio" else face.regular, size * 10, width * 9.8) for k, t in paragraphs]
        if (sum(lines) * _BACK_LEADING + (len(lines) + 2) * _BACK_GAP) * size <= height:
            return size
    return 0.0


# --- spine ----------------------------------------------------------------------------------------------------------------


def _spine(metadata: Metadata, face: FontFamily, wrap: Wrap) -> Iterator[str]:
    """Title and author down the spine, where it is wide enough and the book long enough."""
    clear = wrap.spine - 2 * wrap.rules.spine_clear_in * _POINTS_PER_INCH
    inset = MARGIN * wrap.width / WIDTH
    length = wrap.height - 2 * inset
    if wrap.pages < wrap.rules.spine_text_from:
        return
    known = known_to(face.regular)
    names = showable(metadata.byline, known).upper()
    for size in (size for size in _SPINE_SIZES if size * _SPINE_ROOM <= clear):
        author = _length(names, face, size * 0.78, tracking=0.1)
        title = next((t for t in _titles(metadata, known) if _length(t, face, size) + author + 2 * size <= length), "")
        if title:
            right = wrap.bleed + wrap.width + wrap.spine
            line = f"line-height: {wrap.spine:.3f}pt"
            yield _div("spine", (right, wrap.bleed + inset, length, wrap.spine), escape(title), f"{line}; font-size: {size}pt")
            style = f"{line}; font-size: {size * 0.78:.2f}pt; text-align: right"
            yield _div("spine caps", (right, wrap.bleed + inset, length, wrap.spine), escape(names), style)
            return


def _titles(metadata: Metadata, known: set[int]) -> list[str]:
    return [showable(metadata.title, known), showable(metadata.running_title, known)]


def _length(text: str, face: FontFamily, size: float, tracking: float = 0.0) -> float:
    """How long a text is in points."""
    font = ImageFont.truetype(str(face.regular), size * 10)
    return font.getlength(text) / 10 + len(text) * tracking * size


# --- the sheet ------------------------------------------------------------------------------------------------------------


def into_sheet(bars: bytes, page: Any, content: bytes, printing: Printing) -> float:
    """Give the page of a cover, which already has its bleed, its boxes and its bars."""
    _, _, width, height = (float(side) for side in page.MediaBox)
    bleed = printing.bleed_pt
    page.BleedBox = page.MediaBox
    page.TrimBox = Array([bleed, bleed, width - bleed, height - bleed])
    page.Contents.write(b"q\n" + content + b"\nQ" + bars)
    return 0.0
