"""Spaces at which no line ends, in the manner of a language.

Units, titles, French punctuation, grouped figures.
"""

from __future__ import annotations

from pressline.locale.tags import primary

NO_BREAK, THIN = "\u00a0", "\u202f"
BARE_TITLES = {"fr": "Mme|Mlle"}  # before a name, without a full stop
TITLES = {"en": "Dr|Mr|Mrs|Ms|Prof|St", "nl": "Drs", "fr": "MM"}  # before a name, with one
# After a number of at most three figures.
UNITS = {
    "*": r"%|‰|°[CF]?|[€$£]|[kcmµn]?m[²³]?|km/h|[mk]?g|ha|[MGT]B|k?[VW]|[kMGT]Wh?|h|min|s|EUR|USD|GBP|CHF",
    "en": r"pt|ft|lbs?|mph|thousand|[mb]illions?|trillions?|[ap]\.m\.",
    "fr": "milliards?",
    "de": r"Mio\.|Mrd\.|Millionen|Milliarden",
}
# Where figures are grouped by spaces. English and others group by marks, and have "page 12 300 men".
SPACED_FIGURES = frozenset(["bg", "cs", "fi", "fr", "hu", "nb", "nn", "no", "pl", "ru", "sk", "sv", "uk"])
# Words of one letter that no line ends with (Czech: ČSN 01 6910; Polish: "sierotki").
SHORT_WORDS = {"cs": "[aikosuvz]", "sk": "[aikosuvz]", "pl": "[aiouwz]"}
# Languages that part no word with a hyphen, although pyphen has patterns for some: where a line may end is told without.
UNHYPHENATED = frozenset(("th", "lo", "km", "my", "zh", "ja", "ko", "ar", "fa", "ur", "he", "yi"))
Manner = tuple[str, str, str]
# The manners of French: the space before ; ! ?, before : and within « »; "" is none.
# France: Imprimerie nationale, Lexique des règles typographiques, "ponctuation"; Switzerland: Guide du typographe; Canada:
# Office québécois de la langue française, Le français au bureau, "espacement" (a space typed there is kept, and thin).
_MANNERS = {"fr": (THIN, NO_BREAK, NO_BREAK), "fr-ch": (THIN, THIN, THIN), "fr-ca": ("", NO_BREAK, NO_BREAK)}
SPACED_MARKS = ";:!?»%"  # in French a space that does not break belongs before these, and after «


def manner_of(language: str) -> Manner | None:
    """How a language (BCP 47) sets its punctuation apart; None for one that does not.

    >>> manner_of("fr-BE") == manner_of("FR"), manner_of("fry")
    (True, None)
    """
    return _MANNERS.get(language.lower()) or _MANNERS.get(primary(language))
