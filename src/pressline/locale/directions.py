"""Which way a language and a text are written."""

from __future__ import annotations

import re

# Letters of scripts that are written from right to left: their blocks (Unicode 16, Blocks.txt).
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Languages that are written from right to left, and scripts that a tag may name (CLDR 46, layout orientation).
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "azb", "bqi", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "syr")
    + ("ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"})


def is_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left.

    >>> [is_right_to_left(tag) for tag in ("he-IL", "fa", "en-US", "pa-Arab", "ks-Deva")]
    [True, True, False, True, False]
    """
    parts = tag.lower().split("-")
    script = next((part for part in parts[1:3] if len(part) == 4 and part.isalpha()), "")
    return script in _RIGHT_TO_LEFT_SCRIPTS if script else parts[0] in _RIGHT_TO_LEFT


def mostly_rtl(text: str, *, otherwise: bool = False) -> bool:
    """Whether more letters of a text are written from right to left than not.

    `otherwise`: what is said of a text without letters.

    >>> mostly_rtl("12", otherwise=True), mostly_rtl("a word")
    (True, False)
    """
    right, all_letters = len(RTL_LETTER.findall(text)), sum(map(str.isalpha, text))
    return right * 2 > all_letters if all_letters else otherwise
