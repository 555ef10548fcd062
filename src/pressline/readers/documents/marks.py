"""What a call shows: a number, a letter, a sign, in brackets or not."""

from __future__ import annotations

from pressline.locale.markers import LINK_LABEL
from pressline.locale.numerals import SUPERSCRIPTS

_BRACKETS = " \t\n\u00a0\u200b[](){}.,:;^〔〕【】［］（）<>|/"
_RAISED = str.maketrans(SUPERSCRIPTS, "0123456789")
_LONGEST = 40  # characters of a marker with what is around it


def marker_of(text: str) -> str:
    """What a call shows, without its brackets; "" when a text is no marker.

    >>> marker_of("[12]"), marker_of("(a)"), marker_of(" * "), marker_of("section 3"), marker_of("³")
    ('12', 'a', '*', '', '3')
    """
    if len(text) > _LONGEST:
        return ""
    bare = text.translate(_RAISED).strip(_BRACKETS).strip()
    return bare if LINK_LABEL.match(bare) else ""
