"""What a call shows: a number, a letter, a sign, in brackets or not."""

from __future__ import annotations

import re

# False positives it avoids: words ("see"), years of four digits, arrows (they lead back), "1.2" (a section). A year is told
# apart by what is around it.
_WORDS = (
    r"(?:foot|end)?note|fn\.?|n\.?|nb|anm\.?|fu(?:ß|ss)note|nota|nt\.?|voetnoot|noot|prim\.?|прим\.?|сноска"
    r"|脚注|[注註주]|각주|※"
)
MARKER = re.compile(rf"^(?:{_WORDS})?\s*(?:\d{{1,4}}|[a-z]{{1,2}}|[ivxlc]{{1,7}}|[*†‡§¶‖#]{{1,4}})$", re.I)
_BRACKETS = " \t\n\u00a0\u200b[](){}.,:;^〔〕【】［］（）<>|/"
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def marker_of(text: str) -> str:
    """What a call shows, without its brackets; "" when a text is no marker.

    >>> marker_of("[12]"), marker_of("(a)"), marker_of(" * "), marker_of("section 3"), marker_of("³")
    ('12', 'a', '*', '', '3')
    """
    if len(text) > 40:
        return ""
    bare = text.translate(_RAISED).strip(_BRACKETS).strip()
    return bare if MARKER.match(bare) else ""
