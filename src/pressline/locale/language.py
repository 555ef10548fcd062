"""Which language an essay is in, by its letters and its commonest words.

Enough to hyphenate it, and no more.
"""

from __future__ import annotations

import re
from collections import Counter

from pressline.locale.prose import AMERICAN, BRITISH, FUNCTION_WORDS, LETTERS, SCRIPTS
from pressline.locale.tags import primary

_BRITISH = re.compile(rf"\b(?:{BRITISH})", re.I)
_AMERICAN = re.compile(rf"\b(?:{AMERICAN})\b", re.I)
_FEWEST_WORDS = 20
_FEWEST_LETTERS = 60  # of a text by whose letters its language is told
_SAMPLE = 40_000  # characters that tell as much as all
# Shares of the words of a text: function words of its own language are 15 to 40 in a hundred, those of another under 3.
_OWN, _OTHER, _ENOUGH_WORDS = 0.06, 0.01, 200
_MOST_LETTERS = 0.6  # of one script, for a text written in it
_SCRIPTS = {script: re.compile(f"[{letters}]") for script, letters in SCRIPTS.items()}
_LETTERS = {tag: re.compile(f"[{letters}]") for tag, letters in LETTERS.items()}
_SIGNS = 0.004  # of a script's letters: those that only one of its languages has


def language_of(text: str) -> str:
    """The language of a text as a BCP 47 tag; "en-US" when there is too little to tell.

    >>> language_of("La question est que les hommes ne sont pas dans la maison pour une raison qui est sur une table. " * 3)
    'fr-FR'
    >>> language_of("Тексту немає кінця, і він іде далі своїм шляхом, як і належить кожному тексту. " * 3)
    'uk'
    """
    text = text[:_SAMPLE]
    script = _script_of(text)
    if script:
        return _of_script(script, text)
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    if words.total() < _FEWEST_WORDS:
        return "en-US"
    best = _commonest(words)
    if best == "en-US" and len(_BRITISH.findall(text)) > len(_AMERICAN.findall(text)):
        return "en-GB"
    return best


def language_against(said: str, text: str) -> str:
    """The language of a text where what its file says of it cannot be true; else "".

    Word writes the language of the program into every file, and many sites that of their template: Russian in a document in
    "en-US", French in one in "de". False positives it avoids: Serbian in either of its scripts, a language that the tables do
    not know, an essay that quotes a lot.

    >>> language_against("en-US", "Это начало долгого разговора о реке и о мостах, которые над ней стоят уже сто лет."), \
        language_against("sr", "Ово је почетак.")
    ('ru', '')
    """
    text = text[:_SAMPLE]
    script = _script_of(text)
    own = primary(said)
    homes = {script: tags.split() for script, tags in _LANGUAGES.items()}
    if script:
        return "" if own in homes[script] else _of_script(script, text)
    latin = _is_latin(text)
    if latin and any(own in tags for tags in homes.values()) and own not in _EITHER:
        return language_of(text)
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    known = next((tag for tag in FUNCTION_WORDS if primary(tag) == own), None)
    if not latin or known is None or words.total() < _ENOUGH_WORDS:
        return ""
    best = _commonest(words)
    other = primary(best) != own and _share(best, words) > _OWN and _share(known, words) < _OTHER
    return best if other else ""


def _commonest(words: Counter[str]) -> str:
    return max(FUNCTION_WORDS, key=lambda tag: sum(words[word] for word in FUNCTION_WORDS[tag].split()))


def _share(tag: str, words: Counter[str]) -> float:
    return sum(words[word] for word in FUNCTION_WORDS[tag].split()) / words.total()


def _counts(text: str) -> dict[str, int]:
    return {script: len(letters.findall(text)) for script, letters in _SCRIPTS.items()}


def _script_of(text: str) -> str:
    """The script other than Latin that most letters of a text are of; "" for none."""
    if text.isascii():
        return ""
    counts = _counts(text)
    script = max(counts, key=lambda name: counts[name])
    letters = sum(map(str.isalpha, text))
    return script if counts[script] >= max(_FEWEST_LETTERS, _MOST_LETTERS * letters) else ""


def _is_latin(text: str) -> bool:
    """Whether a text has hardly a letter of another script."""
    return text.isascii() or sum(_counts(text).values()) < (1 - _MOST_LETTERS) / 4 * sum(map(str.isalpha, text))


def _of_script(script: str, text: str) -> str:
    """The language of a text in a script: that whose own letters it has, or the commonest."""
    tags = _LANGUAGES[script].split()
    letters = len(_SCRIPTS[script].findall(text))
    own = (tag for tag in tags if tag in _LETTERS and len(_LETTERS[tag].findall(text)) > _SIGNS * letters)
    return next(own, tags[0])


# Languages that are written in a script, the commonest first; in LETTERS are those that letters of their own tell.
_LANGUAGES = {
    "Cyrillic": "ru uk be mk sr kk mn bg ky tg tt",
    "Greek": "el grc",
    "Arabic": "ar ur fa ps ckb ug",
    "Hebrew": "he yi",
    "East Asian": "zh ja",
    "Hangul": "ko",
    "Devanagari": "hi mr ne sa",
    "Bengali": "bn as",
    "Thai": "th",
    "Armenian": "hy",
    "Georgian": "ka",
    "Tamil": "ta",
    "Gujarati": "gu",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Ethiopic": "am ti",
    "Khmer": "km",
    "Burmese": "my",
    "Sinhala": "si",
}
_EITHER = frozenset({"sr", "kk", "mn", "tt", "ug", "sa", "yi", "grc"})  # are written in Latin letters, too
