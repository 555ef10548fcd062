"""A formula drawn: paths in STIX Two Math, by ziamath.

ziamath (MIT, in use and kept up, pure Python, 2 MB with a font of its own) was chosen over MathJax in a JavaScript engine (one
release so far, wheels for few systems), over matplotlib's (40 MB, no matrices) and over Typst (24 MB, a language of its own).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from lxml import etree

from pressline.backends.pdf.formulas.mathml import Mathml, Undrawable, for_drawing
from pressline.layouts import data_folder
from pressline.layouts.formula_limits import MATH_FONT

_EM = 1000.0  # units of a drawing
_BEARING = 0.02  # em on each side, so that no stroke is cut off
_PLACES = 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn formula: an SVG, and its size in em of the maths font."""

    svg: bytes
    width: float
    height: float
    depth: float  # how far it reaches below the baseline


def drawn(math: etree._Element) -> Drawing:
    """The drawing of an element <math>.

    Raises:
        Undrawable: when it cannot be drawn.
    """
    return drawn_tree(for_drawing(math))


def drawn_tree(tree: Mathml) -> Drawing:
    """The drawing of a formula that is made ready for it.

    Raises:
        Undrawable: when it cannot be drawn.
    """
    return _drawn(ElementTree.tostring(tree, encoding="unicode"))


@lru_cache(maxsize=2000)
def _drawn(markup: str) -> Drawing:
    library = _library()
    try:
        made = library.Math(ElementTree.fromstring(markup), size=_EM, font=str(data_folder("fonts") / MATH_FONT), margin=0)
        svg = made.svgxml()
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, ZeroDivisionError, AssertionError) as error:
        raise Undrawable(f"ziamath fails at it ({type(error).__name__})") from error
    left, top, width, height = (float(value) for value in svg.attrib["viewBox"].split())
    if not (0 < width < 400 * _EM and 0 < height < 100 * _EM):
        raise Undrawable("it is empty, or larger than any page")
    edge = _BEARING * _EM
    svg.set("viewBox", f"{left - edge:.{_PLACES}f} {top:.{_PLACES}f} {width + 2 * edge:.{_PLACES}f} {height:.{_PLACES}f}")
    svg.set("width", f"{width + 2 * edge:.{_PLACES}f}")
    svg.set("height", f"{height:.{_PLACES}f}")
    return Drawing(ElementTree.tostring(svg), width / _EM + 2 * _BEARING, height / _EM, (top + height) / _EM)


@lru_cache(maxsize=1)
def _library() -> Any:
    """ziamath, set to write paths with one decimal place."""
    import ziamath
    from ziamath.config import config

    config.svg2 = False
    config.precision = _PLACES
    return ziamath
