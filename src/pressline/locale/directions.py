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
    """Whether a text runs from right to left: its first letter and most of its letters do.

    `otherwise`: what is said where these differ, and of a text without letters. False positive avoided: "He said:" before a
    quotation in Hebrew.

    >>> mostly_rtl("12", otherwise=True), mostly_rtl("a word", otherwise=True)
    (True, False)
    """
    letters = [bool(RTL_LETTER.match(letter)) for letter in text if letter.isalpha()]
    most = sum(letters) * 2 > len(letters)
    return most if letters and letters[0] is most else otherwise
