"""Where words may be parted, in languages whose syllables one rule tells.

Of these pyphen has no patterns.
"""

from __future__ import annotations

from pressline.locale.tags import primary

# Turkish and Azerbaijani part before a consonant that a vowel follows (Türk Dil Kurumu, Yazım Kılavuzu, "Hece yapısı ve satır
# sonunda kelimelerin bölünmesi"); Finnish too (Kielitoimiston ohjepankki, "Tavutus"), and between vowels, which is left out
# here because not all pairs part.
_VOWELS = {"tr": frozenset("aeıioöuüâîû"), "az": frozenset("aeəıioöuü"), "fi": frozenset("aeiouyäöå")}


def has_rule(language: str) -> bool:
    """Whether the syllables of a language (BCP 47) are told by the rule."""
    return primary(language) in _VOWELS


def syllable_starts(word: str, language: str) -> list[int]:
    """Where the syllables of a word begin, but for the first.

    >>> syllable_starts("okullarımızda", "tr"), syllable_starts("kirjallisuus", "fi"), syllable_starts("Türkçe", "tr")
    ([1, 4, 6, 8, 11], [3, 6, 8], [4])
    """
    vowels, small = _VOWELS[primary(language)], word.lower()
    if len(small) != len(word):  # "İ" in small letters is two characters
        return []
    first = next((at for at, letter in enumerate(small) if letter in vowels), len(small))
    starts = range(first + 1, len(small) - 1)
    return [at for at in starts if small[at] not in vowels and small[at + 1] in vowels]
