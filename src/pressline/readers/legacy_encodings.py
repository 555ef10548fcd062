"""Which encoding from before Unicode bytes are in that no Western one explains.

Proved by the commonest words or signs of the languages that it is for: statistics of letters name a winner for any bytes,
while a wrong table gives words that no language has.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from pressline.locale.encodings import (
    ENCODINGS,
    FEWEST_OTHER,
    LATIN,
    MOST_LATIN,
    PROVED_SIGNS,
    PROVED_WORDS,
    SIGNS,
    WORDS,
)

_SAMPLE = 200_000  # bytes that are tried in every table
_WEIGHT = 16  # one sign amid words in a hundred letters weighs as much as one common word in six
_RIVAL = 0.9  # how much of the winner's score another reading of the bytes may have at most
_WORDS = re.compile(r"[^\W\d_]+")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x9f\ue000-\uf8ff\ufffd]")
_NO_LETTER = re.compile("[^\x00-\x7f\\w\\s«»“”„‘’‚–—…№•·°§¿¡、。，「」『』（）：；？！]")
_INSIDE = re.compile(r"[^\W\d_A-Z](?=[^\W\d_a-z])")  # where a capital may follow a small letter
_MOST_CONTROLS = 0.002  # of all characters: a stray one is in many old files


def proved_encoding(data: bytes) -> tuple[str, str, str]:
    """The text, the name of the encoding, and the words or signs that prove it.

    Empty strings where none is proved, or two that read the bytes differently.
    """
    found: list[tuple[float, str, str, str]] = []
    for codec, name, proof in ENCODINGS:
        text = _decoded(data, codec)
        share, common = _proof(text, proof) if text else (0.0, "")
        least = PROVED_SIGNS if proof in SIGNS else PROVED_WORDS
        if share >= least:
            found.append((share / least * _sense(text) ** _WEIGHT, codec, name, common))
    found.sort(key=lambda row: -row[0])
    if not found:
        return "", "", ""
    score, codec, name, common = found[0]
    text = data.decode(codec)
    rivals = [other for other in found[1:] if other[0] > score * _RIVAL and data.decode(other[1]) != text]
    return ("", "", "") if rivals else (text, name, common)


def _decoded(data: bytes, codec: str) -> str:
    """The first text of the bytes, "" where one of all of them has no meaning in the table."""
    try:
        text = data.decode(codec)[:_SAMPLE]
    except UnicodeDecodeError:
        return ""
    return text if len(_NO_TEXT.findall(text)) <= _MOST_CONTROLS * len(text) else ""


def _sense(text: str) -> float:
    """Which share of the characters beyond ASCII a wrong table would not give.

    It gives signs amid words, and capitals within.
    """
    foreign = sum(not c.isascii() for c in text)
    inside = sum(text[m.end()].isupper() and m[0].islower() for m in _INSIDE.finditer(text))
    return max(0.0, 1 - (len(_NO_LETTER.findall(text)) + inside) / foreign) if foreign else 0.0


def _proof(text: str, proof: str) -> tuple[float, str]:
    """Which share of its words or signs beyond ASCII are common, and the commonest three."""
    letters = sum(c.isalpha() for c in text)
    foreign = sum(c.isalpha() and not c.isascii() for c in text)
    if foreign > MOST_LATIN * letters if proof in LATIN else foreign < FEWEST_OTHER * letters:
        return 0.0, ""
    if proof in SIGNS:
        signs = Counter(c for c in text if not c.isascii())
        common = Counter({sign: signs[sign] for sign in SIGNS[proof] if signs[sign]})
    else:
        apart = proof in LATIN and proof != "Western"
        words = Counter(word for word in _WORDS.findall(text.lower()) if not word.isascii())
        signs = Counter({word: count for word, count in words.items() if not apart or not _is_western(word)})
        common = Counter({word: signs[word] for word in _common(proof) if signs[word]})
    total = signs.total()
    return (common.total() / total if total else 0.0), ", ".join(sign for sign, _ in common.most_common(3))


@lru_cache
def _common(proof: str) -> frozenset[str]:
    """The words that prove it.

    Those of Turkish and of the languages between have a letter that Latin-1 has not.
    """
    words = [word for word in WORDS[proof].split() if not word.isascii()]
    return frozenset(word for word in words if proof == "Western" or not _is_western(word))


def _is_western(word: str) -> bool:
    try:
        word.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
