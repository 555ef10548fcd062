"""Patch: what Pango is told of a kind of style, it is told once.

WeasyPrint 70 makes a context and a description of the font anew for every piece of text that it measures or draws, and works
out its OpenType features (text/line_break.py, Layout.setup): a fourteenth of the layout of the seed essay. Here all that is
kept with the kind of style (style_cache.py), and a piece of text has a layout of its own alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

from pressline.backends.pdf.weasyprint_patches.patching import Replacements

# What a layout is asked for when its text is underlined or struck through; WeasyPrint sets it for such text alone.
_OF_LINES = ("ascent", "underline_position", "strikethrough_position")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is the same for all text of a kind of style."""

    context: Any  # of Pango
    language: Any
    font: Any  # its description
    features: Any  # an attribute of Pango, or None


class PangoSettings:
    """The patch of one rendering."""

    def __init__(self) -> None:
        self.original = line_break.Layout.setup

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {"Pango settings": {"weasyprint.text.line_break.Layout.setup": lambda layout, style: self.setup(layout, style)}}

    def setup(self, layout: Any, style: Any) -> None:
        """In place of text/line_break.py, Layout.setup."""
        kind = getattr(style, "kind", None)
        if kind is None or kind is style or style["text_decoration_line"] != "none":
            self.original(layout, style)
            return
        if "setting" not in kind.__dict__:
            kind.setting = _setting(kind)
        setting = kind.setting
        layout.style, layout.language, layout.first_line_direction = style, setting.language, 0
        layout.layout = ffi.gc(pango.pango_layout_new(setting.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, setting.font)
        layout.__dict__.update(dict.fromkeys(_OF_LINES))
        if setting.features is not None:
            # A list of its own, because spacing is added to it. WeasyPrint does not free it: the feature is in all of them.
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, setting.features)
            pango.pango_layout_set_attributes(layout.layout, attributes)


def _setting(style: Any) -> _Setting:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if name := _language(style):
        language = pango.pango_language_from_string(name.encode())
        pango.pango_context_set_language(context, language)
    return _Setting(context, language, line_break.get_font_description(style), _features(style))


def _language(style: Any) -> str:
    """The language whose forms of letters are used.

    That of the text, or another by the style sheet.
    """
    override = style["font_language_override"]
    if override == "normal":
        return style["lang"] or ""
    return str(line_break.LST_TO_ISO.get(override.lower(), override))


def _features(style: Any) -> Any:
    """The OpenType features of a style.

    One attribute of Pango for each set of them, kept for as long as the fonts.
    """
    asked = ("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric", "variant_alternates")
    features = line_break.font_features(*(style[f"font_{name}"] for name in (*asked, "variant_east_asian", "feature_settings")))
    if not features:
        return None
    written = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    kept = style.font_config.font_features
    if written not in kept:
        kept[written] = pango.pango_attr_font_features_new(written)
    return kept[written]
