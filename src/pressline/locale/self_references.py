"""Words by which authors speak of themselves and of those about them, by language.

As names are looked for in a text: in small letters, without accents.
"""

from __future__ import annotations

import re

# What is written instead in a copy for a blind review, and the words. False positives they avoid: "our time", "my mother",
# "as I said", which lead to nobody.
_ROWS = {
    "en": (
        (
            "“Author (year)”",
            r"\b(?:my|our) (?:(?:earlier|previous|prior|recent|forthcoming|own|first|last|other|doctoral) "
            r")+{WORK}\b",
        ),
        (
            "“Author (year)”",
            r"\bin an? (?:earlier|previous|prior|forthcoming) {WORK},? (?:i|we)\b",
        ),
        (
            "“Author (year)”",
            r"\bas (?:i|we) (?:have )?(?:argued|shown|showed|written|wrote|explained|discussed) "
            r"(?:elsewhere|before|in)\b",
        ),
        (
            "“Author (year)”",
            r"\bauthor['’]s (?:own )?{WORK}\b",
        ),
        (
            "“on file”, or nothing",
            r"\bon file with (?:the )?authors?\b",
        ),
        (
            "nothing of whom it names",
            r"\bmy (?:supervisor|advis[eo]r|co-?authors?|doctoral committee|students|research "
            r"assistants?)\b",
        ),
        (
            "“a laboratory”, “a department”",
            r"\b(?:our|my) (?:laboratory|lab|department|chair|research group|university|law "
            r"school|faculty)\b",
        ),
        (
            "nothing of it",
            r"\b(?:grant|award|project)(?: agreement)?(?: nos?\.?| number)? [a-z0-9]*\d[\w/-]{3,}",
        ),
        (
            "nothing of it",
            r"\b(?:earlier|previous|prior) (?:versions?|drafts?)(?: of this \w+)? (?:was|were) "
            r"(?:presented|read|given) (?:at|to|in)\b",
        ),
    ),
    "fr": (
        (
            "« Auteur (année) »",
            r"\b(?:mon|mes|notre|nos) (?:precedents?|propres?) (?:articles?|livres?|travaux|theses?)\b",
        ),
        (
            "« Auteur (année) »",
            r"\b(?:mon|mes) (?:articles?|livres?|travaux) (?:precedents?|anterieurs?)\b",
        ),
        (
            "rien de son nom",
            r"\b(?:mon|ma) (?:directeur|directrice) de these\b",
        ),
        (
            "« archives », ou rien",
            r"\baux archives de l['’]auteur\b",
        ),
    ),
    "de": (
        (
            "„Verf. (Jahr)“",
            r"\b(?:mein|unser)\w{0,2} (?:fruher\w{0,2}|eigen\w{0,2}|jungst\w{0,2}) "
            r"(?:aufsatz|buch|beitrag|arbeit|dissertation|studie)\w{0,2}\b",
        ),
        (
            "nichts vom Namen",
            r"\bmein\w{0,2} (?:doktorvater|doktormutter|betreuer\w{0,2})\b",
        ),
        (
            "„unveröffentlicht“",
            r"\b(?:im|in) (?:besitz|archiv) (?:des|der) verfass\w{1,5}\b",
        ),
    ),
    "es": (
        (
            "«Autor (año)»",
            r"\b(?:mi|mis|nuestr[oa]s?) (?:anterior(?:es)?|propi[oa]s?) "
            r"(?:articulos?|libros?|trabajos?|tesis)\b",
        ),
        (
            "«Autor (año)»",
            r"\b(?:mi|mis) (?:articulos?|libros?|trabajos?) anterior(?:es)?\b",
        ),
        (
            "nada de su nombre",
            r"\bmi director[a]? de tesis\b",
        ),
    ),
}
_WORK = r"(?:article|paper|essay|book|study|work|dissertation|thesis|chapter|blog|comment)s?"
SELF_REFERENCES: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    language: tuple((proposed, re.compile(words.replace("{WORK}", _WORK))) for proposed, words in rows)
    for language, rows in _ROWS.items()
}
