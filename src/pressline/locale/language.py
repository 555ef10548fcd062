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
from pressline.locale.scripts import ALSO_WRITTEN, BLOCKS, LANGUAGES, TELLING, TELLING_LETTERS, TWO_SCRIPTS
from pressline.locale.tags import primary

_FEWEST_WORDS = 20
UNTOLD = "en-US"  # what is taken where nothing tells
# Where one tag stands for two spellings: its own, the other, and the tag of the other.
_SPELLINGS = {
    "en-US": (re.compile(rf"\b(?:{AMERICAN})\b", re.I), re.compile(rf"\b(?:{BRITISH})", re.I), "en-GB"),
    "pt-PT": (re.compile(rf"\b(?:{EUROPEAN})\b", re.I), re.compile(rf"\b(?:{BRAZILIAN})\b", re.I), "pt-BR"),
}
_WORDS = re.compile(r"[^\W\d_]+")
# What contradicts a file: letters of another script, so many and such a share of all; so many times as many function words of
# another language as of the one said, in a text of so many words (chosen on tests/test_wild_files.py).
_FEWEST_LETTERS, _MOST_LETTERS, _ENOUGH_WORDS, _PLAINLY = 60, 0.6, 200, 2
_HAN = {"Kana": "Han"}  # scripts that one language mixes
# The script that each language is written in, by its subtag.
_HOMES = {
    **{primary(tag): "Latin" if own[0] < "\u0370" else "Cyrillic" for tag, own in FUNCTION_WORDS.items()},
    **{primary(tag): _HAN.get(script, script) for script, tag in LANGUAGES.items()},
    **{primary(tag): _HAN.get(script, script) for script, _, tag in TELLING_LETTERS},
    **ALSO_WRITTEN,
}


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
    shares = {tag: _of_language(tag, words) for tag in FUNCTION_WORDS}
    best = max(shares, key=lambda tag: shares[tag])
    if shares[best] < LANGUAGE_SHARE * words.total():
        return told
    return _spelled(best, text)


def language_against(said: str, text: str) -> str:
    """The language of a text where what its file says of it cannot be true; else "".

    Word writes the language of the program into every file, and many sites that of their template: Russian in a document in
    "en-US", French in one in "de". False positives it avoids: Serbian in either of its scripts, a language that the tables do
    not know, an essay that quotes a lot.

    >>> language_against("en-US", "Это начало долгого разговора о реке и о мостах, которые над ней стоят уже сто лет."), \
        language_against("sr", "Ово је почетак.")
    ('ru-RU', '')
    """
    letters = Counter(text)
    script = _HAN.get(name := _script(letters), name)
    own, told = primary(said), told_language(text)
    if own not in _HOMES or not told or primary(told) == own:
        return ""
    if _HOMES[own] != script:
        least = max(_FEWEST_LETTERS, _MOST_LETTERS * sum(count for c, count in letters.items() if c.isalpha()))
        return told if own not in TWO_SCRIPTS and _letters_of(script, letters) >= least else ""
    words = Counter(_WORDS.findall(text.lower()))
    known = next((tag for tag in FUNCTION_WORDS if primary(tag) == own), "")
    best = next((tag for tag in FUNCTION_WORDS if primary(tag) == primary(told)), "")
    if script != "Latin" or not known or not best or words.total() < _ENOUGH_WORDS:
        return ""
    return told if _of_language(best, words) > _PLAINLY * _of_language(known, words) else ""


def _of_language(tag: str, words: Counter[str]) -> int:
    """How many words of a text are function words of a language."""
    return sum(words[word] for word in FUNCTION_WORDS[tag].split())


def _letters_of(script: str, letters: Mapping[str, int]) -> int:
    """How many letters of a text are of a script."""
    names = {script, *(name for name, home in _HAN.items() if home == script)}
    blocks = [(first, last) for first, last, name, _ in BLOCKS if name in names]
    return sum(count for c, count in letters.items() if any(first <= ord(c) <= last for first, last in blocks))


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
