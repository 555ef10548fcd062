"""A painted character of a page, and which part of the page it is of."""

from __future__ import annotations

from typing import Literal, NamedTuple

# What the marks around some text say that it is: of a page's margin (head, page number), or of a picture; else of the text.
Part = Literal["", "margin", "picture"]


class Glyph(NamedTuple):
    """A painted character. Points, from the left and the foot of the page.

    A tuple, because a page has thousands of them and a frozen dataclass takes five times as long to make.
    """

    text: str
    x: float  # of its origin
    y: float  # of its base line
    end: float  # where the next glyph of the line would start
    left: float  # the painted box
    right: float
    bottom: float
    top: float
    em: float  # size of the font
    spaced: bool  # whether a space was painted between it and the glyph before, or PDFium sees one
    style: str = ""  # of its font: "", "b", "i" or "bi"
    seen: bool = True  # whether a reader can see it: it is painted, not in white, and nothing covers it
    part: Part = ""  # of the page that its marks say it is
    blank: bool = False  # whether a space was painted before it
