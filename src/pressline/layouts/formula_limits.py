r"""What of formulas can be drawn in print, and the number that a display has at its end.

The maths font is STIX Two Math, which has nearly all of mathematics and no Chinese; and the library that draws takes twice as
long for each group within another. Both backend and audit must know of it, so that what is shown as its source is no surprise.
"""

from __future__ import annotations

import re

from pressline.layouts import data_folder
from pressline.layouts.font_check import covered

MATH_FONT = "STIXTwoMath/STIXTwoMath-Regular.ttf"  # in fonts/
_DEEPEST = 9  # groups within each other: a continued fraction of eight steps; measured: 2 s with ziamath 0.13
_BRACE = re.compile(r"\\(left|begin|right|end)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
# A number after the gap that authors and `\tag` set before it. False positive it avoids: "f\quad(x)", a gap of one em.
_NUMBER = re.compile(
    r"\\qquad\s*(?:\\(?:qquad|quad)\s*)*(?:\\(?:text|mathrm|textrm|mbox)\s*\{\s*([^{}$\\]{1,24}?)\s*\}"
    r"|(\((?:[A-Za-z]{1,2}[.-]?)?\d{1,3}(?:[.-]\d{1,3})*[a-z]?'{0,2}\)))\s*$"
)
_BRACKETED = re.compile(r"\(.{1,20}\)|[*†‡§]|[A-Z]{1,3}\d{0,3}")


def why_not_drawn(tex: str) -> str:
    r"""Why a formula cannot be drawn, for a finding; "" when it can.

    >>> why_not_drawn(r"\text{数}"), why_not_drawn(r"\frac{1}{2}")
    ('the maths font has no 数 (U+6570)', '')
    """
    known = covered(data_folder("fonts") / MATH_FONT)
    lacking = next((sign for sign in tex if ord(sign) not in known and not sign.isspace()), "")
    if lacking:
        return f"the maths font has no {lacking} (U+{ord(lacking):04X})"
    depth = deepest = 0
    for match in _BRACE.finditer(tex):
        depth += {"{": 1, "left": 1, "begin": 1, "}": -1, "right": -1, "end": -1}.get(match[1] or match[0], 0)
        deepest = max(deepest, depth)
    return "" if deepest <= _DEEPEST else f"more than {_DEEPEST} groups stand within each other"


def without_number(tex: str) -> tuple[str, str]:
    r"""A display without the number at its end, and the number as it is printed.

    "" without one.

    >>> without_number(r"a = b \qquad\text{(1)}"), without_number(r"a = b \qquad c = d")
    (('a = b', '(1)'), ('a = b \\qquad c = d', ''))
    """
    match = _NUMBER.search(tex)
    number = (match[1] or match[2] or "") if match else ""
    if match is None or not _BRACKETED.fullmatch(number):
        return tex, ""
    return tex[: match.start()].rstrip(), number
