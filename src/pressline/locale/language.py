"""Which language an essay is in, by its commonest words.

Enough to hyphenate it, and no more.
"""

from __future__ import annotations

import re
from collections import Counter

from pressline.locale.prose import AMERICAN, BRITISH, FUNCTION_WORDS

_BRITISH = re.compile(rf"\b(?:{BRITISH})", re.I)
_AMERICAN = re.compile(rf"\b(?:{AMERICAN})\b", re.I)
_FEWEST_WORDS = 20


def language_of(text: str) -> str:
    """The language of a text as a BCP 47 tag; "en-US" when there is too little to tell.

    >>> language_of("La question est que les hommes ne sont pas dans la maison pour une raison qui est sur une table. " * 3)
    'fr-FR'
    """
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    if words.total() < _FEWEST_WORDS:
        return "en-US"
    best = max(FUNCTION_WORDS, key=lambda tag: sum(words[word] for word in FUNCTION_WORDS[tag].split()))
    if best == "en-US" and len(_BRITISH.findall(text)) > len(_AMERICAN.findall(text)):
        return "en-GB"
    return best
