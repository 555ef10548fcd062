"""Which language an essay is in, by its script and its commonest words.

Enough to hyphenate it, to set its quotation marks and its direction; no library, because those that tell a language from
a few words bring models of megabytes, and an essay has thousands of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from unicodedata import normalize

from pressline.locale.prose import AMERICAN, BRAZILIAN, BRITISH, EUROPEAN, FUNCTION_WORDS, LANGUAGE_SHARE
from pressline.locale.scripts import BLOCKS, LANGUAGES, TELLING, TELLING_LETTERS

_FEWEST_WORDS = 20
UNTOLD = "en-US"  # what is taken where nothing tells
# Where one tag stands for two spellings: its own, the other, and the tag of the other.
_SPELLINGS = {
    "en-US": (re.compile(rf"\b(?:{AMERICAN})\b", re.I), re.compile(rf"\b(?:{BRITISH})", re.I), "en-GB"),
    "pt-PT": (re.compile(rf"\b(?:{EUROPEAN})\b", re.I), re.compile(rf"\b(?:{BRAZILIAN})\b", re.I), "pt-BR"),
}
_WORDS = re.compile(r"[^\W\d_]+")


def told_language(text: str) -> str:
    """The language that script and words tell, as a BCP 47 tag; "" where they tell none.

    >>> told_language("吾輩は猫である。名前はまだ無い。" * 9), told_language("qwfp " * 99)
    ('ja-JP', '')
    """
    text = text if text.isascii() else normalize("NFC", text)
    letters = Counter(text)
    script = "Latin" if text.isascii() else _script(letters)
    if script not in ("Latin", "Cyrillic"):
        return _by_letters(script, letters)
    told = _by_letters(script, letters)
    if told != LANGUAGES.get(script, ""):
        return told
    words = Counter(_WORDS.findall(text.lower()))
    if words.total() < _FEWEST_WORDS:
        return told
    shares = {tag: sum(words[word] for word in own.split()) for tag, own in FUNCTION_WORDS.items()}
    best = max(shares, key=lambda tag: shares[tag])
    if shares[best] < LANGUAGE_SHARE * words.total():
        return told
    return _spelled(best, text)


def _spelled(tag: str, text: str) -> str:
    """The tag, or that of the same language as it is spelled elsewhere."""
    own, other, elsewhere = _SPELLINGS.get(tag, (None, None, tag))
    return elsewhere if own and other and len(other.findall(text)) > len(own.findall(text)) else tag


def _script(letters: Mapping[str, int]) -> str:
    """The script of most letters."""
    counts: Counter[str] = Counter({"Latin": 0})
    for letter, count in letters.items():
        if letter.isalpha():
            script, worth = next(
                ((name, worth) for first, last, name, worth in BLOCKS if first <= ord(letter) <= last), ("", 0)
            )
            counts[script] += worth * count
    japanese = counts["Kana"] * _KANA > counts["Han"]
    if japanese:
        counts["Kana"] += counts.pop("Han", 0)
    return counts.most_common(1)[0][0] or "Latin"


_KANA = 9  # Japanese has a kana for every nine signs of Chinese at least, Chinese a few in names


def _by_letters(script: str, letters: Mapping[str, int]) -> str:
    """The language of a script, as letters of its own tell it."""
    total = sum(count for letter, count in letters.items() if letter.isalpha())
    for own, telling, tag in TELLING_LETTERS:
        if own == script and sum(letters[letter] for letter in telling) > TELLING * total:
            return tag
    return LANGUAGES.get(script, "")
