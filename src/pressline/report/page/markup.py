"""HTML as text: everything that is not markup already is escaped."""

from __future__ import annotations

from html import escape

_ALONE = frozenset({"img", "meta", "br"})  # elements without an end


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(element: str, /, *content: str, **attributes: str) -> Markup:
    """An element. Content is escaped unless it is Markup.

    A trailing low line of an attribute's name is dropped.

    >>> tag("p", "a < b", tag("b", "c"), class_="x")
    '<p class="x">a &lt; b<b>c</b></p>'
    """
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    if element in _ALONE:
        return Markup(f"<{element}{given}>")
    return Markup(f"<{element}{given}>{joined(*content)}</{element}>")


def joined(*content: str) -> Markup:
    """Pieces side by side."""
    return Markup("".join(piece if isinstance(piece, Markup) else escape(piece, quote=False) for piece in content))
