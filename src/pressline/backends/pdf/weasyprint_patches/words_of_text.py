"""Draw a text word by word, each marked with what it says.

The mark is ActualText (ISO 32000-2, 14.9.4). In many scripts one glyph stands for parts of several letters, letters stand in
another order than they are read in, and a glyph stands for one letter here and for another there; and the words of a line of
both directions are painted in no order that a reader of the file could know. So the words of such text are painted in the
order in which they are read, and say themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout

# Scripts whose glyphs do not stand for one letter each: from Hebrew to the Philippines, Mongolian to Balinese, and their
# blocks of presentation forms (Unicode 16, Blocks.txt). False positive avoided: Georgian, Hangul, Ethiopic, Cherokee.
_SHAPED = re.compile(
    "[\u0590-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00011fff\U0001e800-\U0001efff]"
)
_SPACES = (" ", "\u00a0")  # that are made wider in a justified line
_PADDING = "\u200b"  # WeasyPrint 70 puts it behind a lone space (text/line_break.py, Layout.set_text)
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(slots=True)
class _PlacedGlyph:
    """A glyph of a line: its font, where it stands from the left and above the line, px."""

    font: Any  # of Pango
    number: int
    across: float
    above: float
    characters: str


@dataclass(slots=True)
class _DrawnWord:
    """A word with the spaces after it, and its glyphs from the left."""

    text: str
    glyphs: list[_PlacedGlyph] = field(default_factory=list)


def is_shaped(text: str) -> bool:
    """Whether a text has letters whose glyphs do not tell them."""
    return not text.isascii() and bool(_SHAPED.search(text))


def draw_words(stream: Any, textbox: Any, matrix: Any) -> bool:
    """Draw the text of a box word by word; false: not all of it can be."""
    words = _words(textbox)
    if words is None or any(_is_coloured(stream, glyph.font) for word in words for glyph in word.glyphs):
        return False
    for word in words:
        said = re.sub("[\u00ad\u2060]", "", word.text)  # which nobody sees
        said += " " if getattr(textbox, "ends_word", False) and word is words[-1] else ""
        stream.begin_marked_content("Span", f"<</ActualText <feff{said.encode('utf-16-be').hex()}>>>")
        for pango_font, glyphs in groupby(word.glyphs, key=lambda glyph: glyph.font):
            _draw_glyphs(stream, matrix, pango_font, list(glyphs))
        stream.end_marked_content()
    return True


def _is_coloured(stream: Any, pango_font: Any) -> bool:
    """Whether the glyphs of a font are pictures."""
    font = stream.add_font(pango_font)[0]
    return bool(font.bitmap or font.png or font.svg or font.colr)


def _words(textbox: Any) -> list[_DrawnWord] | None:
    """The words of a line in the order of reading, with their glyphs.

    None when a character has no glyph.

    The spaces are made wider here. Pango 1.56 gives one at the edge of a run half of that, and text of several fonts or
    directions has many runs.
    """
    text = textbox.pango_layout.text.removesuffix(_PADDING)
    layout = create_layout(text, textbox.style, None, None, 0)
    words = [_DrawnWord(word) for word in _WORD.findall(text)]
    word_at = [word for word in words for _ in word.text.encode()]
    data, across = text.encode(), 0.0
    for item in _runs(layout):
        for at, info in enumerate(item.glyphs.glyphs[0 : item.glyphs.num_glyphs]):
            geometry = info.geometry
            if info.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                return None
            first, end = _bytes_of(item, at)
            characters = data[first:end].decode(errors="ignore")
            if info.glyph != pango.PANGO_GLYPH_EMPTY and first < len(word_at):
                place = across + geometry.x_offset * FROM_UNITS, -geometry.y_offset * FROM_UNITS
                word_at[first].glyphs.append(_PlacedGlyph(item.item.analysis.font, info.glyph, *place, characters))
            across += geometry.width * FROM_UNITS + (textbox.justification_spacing if characters in _SPACES else 0.0)
    layout.deactivate()
    return words


def _runs(layout: Any) -> Iterator[Any]:
    """The runs of the first line of a layout from the left."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs
    run = run[0] if run != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _bytes_of(item: Any, at: int) -> tuple[int, int]:
    """Where in the text the characters of a glyph begin and end."""
    clusters, count = item.glyphs.log_clusters, item.glyphs.num_glyphs
    offset, own, step = item.item.offset, clusters[at], -1 if item.item.analysis.level % 2 else 1
    beside = at + step
    while 0 <= beside < count and clusters[beside] == own:
        beside += step
    return offset + own, offset + (clusters[beside] if 0 <= beside < count else item.item.length)


def _draw_glyphs(stream: Any, matrix: Any, pango_font: Any, glyphs: list[_PlacedGlyph]) -> None:
    """Draw glyphs of one font, each at its place."""
    font, size = stream.add_font(pango_font)
    stream.set_font_size(font.hash, size)
    a, b, c, d, e, f = matrix.values
    for above, run in groupby(glyphs, key=lambda glyph: glyph.above):
        row = list(run)
        stream.set_text_matrix(a, b, c, d, e + a * row[0].across, f + d * above)
        stream.show_text("".join(_shown(stream, font, size, pango_font, row)))


def _shown(stream: Any, font: Any, size: float, pango_font: Any, row: list[_PlacedGlyph]) -> Iterator[str]:
    """What is written of glyphs that stand at one height: <glyph>kern<glyph>."""
    for at, glyph in enumerate(row):
        if glyph.number not in font.to_unicode:
            font.to_unicode[glyph.number] = glyph.characters
        if glyph.number not in font.widths:
            pango.pango_font_get_glyph_extents(pango_font, glyph.number, stream.ink_rect, stream.logical_rect)
            font.widths[glyph.number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        yield f"<{glyph.number:04x}>"
        if at + 1 < len(row):
            kern = font.widths[glyph.number] - (row[at + 1].across - glyph.across) * 1000 / size
            yield f"{round(kern, 2)}" if abs(kern) > 0.01 else ""
