"""Patch: take the glyphs of a line from Pango at once, and cache their PDF operators.

WeasyPrint 70 asks Pango for each of five figures of every glyph, and works out its kern anew: 25,000 glyphs in an essay of ten
pages, a third of the time in which the file is written. The bytes are the same. What is not plain text is left to WeasyPrint:
lines cut short with an ellipsis, glyphs set higher or lower, fonts with coloured or bitmap glyphs, characters that no font has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from pressline.backends.pdf.weasyprint_patches.patching import Replacements

_FIGURES = 5  # of a PangoGlyphInfo: glyph, width, offset to the right, offset upwards, bits
_OLD = 14802  # Pango gives a font another size before: https://gitlab.gnome.org/GNOME/pango/-/issues/530
_LEAST_SIZE = 1e-6
_THOUSAND = 1000 * FROM_UNITS


@dataclass(slots=True)
class _Face:
    """A font of the file at a size, and what is written for a glyph of some width and offset."""

    font: Any
    size: float
    layout: Any  # keeps Pango's font in memory, by whose address it is found
    written: dict[tuple[int, int, int], str] = field(default_factory=dict)


class GlyphOutput:
    """The patch of one rendering: it remembers the fonts and their glyphs."""

    def __init__(self) -> None:
        self.fonts: dict[Any, _Face] = {}
        self.original_draw = drawing.draw_first_line

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        as_known = pango.pango_version() >= _OLD and ffi.sizeof("PangoGlyphInfo") == _FIGURES * ffi.sizeof("int")
        return {"glyph output": {"weasyprint.draw.text.draw_first_line": self.draw}} if as_known else {}

    def draw(self, stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        """In place of draw/text.py, draw_first_line.

        The pictures to draw besides, of which there are none.
        """
        cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        seen = textbox.style["font_size"] >= _LEAST_SIZE and textbox.text.strip()
        runs = None if cut or not seen else self._runs(stream, textbox)
        if runs is None:
            return self.original_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        before, text = None, ""
        for pango_font, face, written in runs:
            if pango_font != before:
                if text:
                    stream.show_text(text)
                before, text = pango_font, ""
                stream.set_font_size(face.font.hash, face.size)
            text += "<" + written
            text = text[:-1] if text[-1] == "<" else text + ">"
        stream.show_text(text)
        return []

    def _runs(self, stream: Any, textbox: Any) -> list[tuple[Any, _Face, str]] | None:
        """The runs of a line: Pango's font, ours, and what is written between < and >.

        None when it is left to WeasyPrint.
        """
        layout = textbox.pango_layout
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs[0]
        found = []
        while run != ffi.NULL:
            item, run = run.data, run.next
            face = self._face(stream, item.item.analysis.font, layout)
            figures = ffi.unpack(ffi.cast("int *", item.glyphs.glyphs), _FIGURES * item.glyphs.num_glyphs)
            if face is None or any(figures[3::_FIGURES]):
                return None
            glyphs = list(zip(figures[0::_FIGURES], figures[1::_FIGURES], figures[2::_FIGURES], strict=True))
            written = [face.written.get(glyph) for glyph in glyphs]
            for at, glyph in enumerate(glyphs):
                if written[at] is None:
                    if glyph[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                        return None
                    written[at] = face.written[glyph] = _written(stream, face, glyph, item, at, layout.text)
            found.append((item.item.analysis.font, face, "".join(written)))  # type: ignore[arg-type]
        return found

    def _face(self, stream: Any, pango_font: Any, layout: Any) -> _Face | None:
        """A font as the file has it; None when its glyphs are pictures."""
        face = self.fonts.get(pango_font)
        if face is None:
            font, size = stream.add_font(pango_font)
            face = self.fonts[pango_font] = _Face(font, size, layout.layout)
        font = face.font
        return None if font.bitmap or font.png or font.svg or font.colr else face


def _written(stream: Any, face: _Face, glyph: tuple[int, int, int], item: Any, at: int, text: str) -> str:
    """What is written for a glyph, the `at`th of a run.

    The first time, what character it stands for is noted with the font.
    """
    number, width, offset = glyph[0], glyph[1], glyph[2] / face.size
    if number == pango.PANGO_GLYPH_EMPTY:
        return f">{-width / face.size}<"
    font = face.font
    if number not in font.to_unicode:
        font.to_unicode[number] = _characters(item, at, text)
    if number not in font.widths:
        pango.pango_font_get_glyph_extents(item.item.analysis.font, number, stream.ink_rect, stream.logical_rect)
        font.widths[number] = round(stream.logical_rect.width * _THOUSAND / face.size)
    kern = font.widths[number] + offset - width * _THOUSAND / face.size
    return (f">{-offset}<" if offset else "") + f"{number:04x}" + (f">{int(kern)}<" if kern else "")


def _characters(item: Any, at: int, text: str) -> str:
    """The characters of a line that a glyph of a run stands for."""
    clusters, last = item.glyphs.log_clusters, item.glyphs.num_glyphs - 1
    backwards = item.item.analysis.level % 2
    beyond = at == 0 if backwards else at == last
    end = item.item.length if beyond else clusters[at - 1 if backwards else at + 1]
    offset = item.item.offset
    return text.encode()[offset + clusters[at] : offset + end].decode()
