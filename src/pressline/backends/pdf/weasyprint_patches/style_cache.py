"""Patch: what a style says is computed once for all elements of a kind, and not for each.

WeasyPrint 70 has elements that the same rules apply to share a style (css/__init__.py, StyleFor), but not those with an id,
which is the target of links; so no note, call or heading, and nothing within them. Of the seed essay, 500 styles compute some
80 properties each. Here such a style asks the first of its kind. Kinds differ in the rules that apply, or in the kind of the
element that they are in. The anchor is the style's own, and so is what WeasyPrint sets anew when it makes boxes. A copy of a
style is made to be changed, and computes for itself.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.properties import INHERITED

from pressline.backends.pdf.weasyprint_patches.patching import Replacements

_OWN = frozenset(("anchor", "position", "float", "display"))


class StyleCache:
    """The patch of one rendering."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[Any, ...], Any] = {}
        self.original = ComputedStyle.__missing__
        self.original_anonymous = AnonymousStyle.__missing__
        self.original_copy = ComputedStyle.copy

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {
            "style cache": {
                "weasyprint.css.Style.kind": None,
                "weasyprint.css.ComputedStyle.__missing__": lambda style, key: self.missing(style, key),
                "weasyprint.css.ComputedStyle.copy": lambda style: self.copy(style),
                "weasyprint.css.AnonymousStyle.__missing__": lambda style, key: self.missing_anonymous(style, key),
            },
        }

    def missing(self, style: Any, key: str) -> Any:
        """In place of ComputedStyle.__missing__.

        The value of a property that has not been asked for yet.
        """
        if key in _OWN:
            if key == "anchor" and key not in style.cascaded:
                style[key] = None
                return None
            return self.original(style, key)
        kind = style.kind
        if kind is None:
            kind = self.kind_of(style)
        if kind is style:
            return self.original(style, key)
        value = style[key] = kind[key]
        return value

    def missing_anonymous(self, style: Any, key: str) -> Any:
        """In place of AnonymousStyle.__missing__."""
        kind = style.kind
        if kind is None:
            parent = style.parent_style
            above = self.kind_of(parent)
            kind = style.kind = style if above is parent else above.anonymous_style
        if kind is style or key in INHERITED or key[:2] == "__":
            return self.original_anonymous(style, key)
        value = style[key] = kind[key]
        return value

    def copy(self, style: Any) -> Any:
        """In place of ComputedStyle.copy. That of a note is made to set `float` alone."""
        new = self.original_copy(style)
        new.kind = self.kind_of(style) if style.get("float") == "footnote" else new
        return new

    def kind_of(self, style: Any) -> Any:
        """The style that stands for all of a kind.

        For one that others cannot be compared with, itself.
        """
        if type(style) is not ComputedStyle:
            return style
        if style.kind is None:
            style.kind = style
            parent, (display, _) = style.parent_style, style.cascaded.get("display", ((), 0))
            # Margins and padding are taken away from parts of tables when boxes are made of them.
            part_of_table = not isinstance(display, tuple) or any("table" in part for part in display)
            if type(parent) is ComputedStyle and not part_of_table:
                style.kind = self._first_of_its_kind(style, self.kind_of(parent))
        return style.kind

    def _first_of_its_kind(self, style: Any, above: Any) -> Any:
        rules = ((name, id(value), *rank, *best) for name, (value, (*rank, best)) in style.cascaded.items() if name != "anchor")
        key = (id(above), style.pseudo_type, style.base_url, *rules)
        first = self.kinds.get(key)
        if first is None:
            made_of = (style.root_style, style.base_url, style.font_config, style.initial_page_sizes)
            first = self.kinds[key] = ComputedStyle(above, style.cascaded, style.pseudo_type, *made_of)
            first.kind = first
        return first
