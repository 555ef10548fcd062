"""Abbreviations and phrases of citations, by language."""

from __future__ import annotations

from pressline.locale.tags import primary

# Before a number: pages, volumes, paragraphs. The full stop may be missing.
REFERENCES = {
    "en": r"pp?|nn?|vols?|nos?|eds?|arts?|chs?|paras?|ll?|fols?|figs?|secs?|§§?",
    "de": "bd|nr|abs|kap|rn|rz|s",
    "fr": "t|chap|fasc",
    "es": "págs?|núms?|caps?",
    "it": "pagg?",
    "nl": "blz",
}
NUMBER_SIGNS = "n[°º]|№"
# Before a Roman number too: only words that no sentence ends with, so that "no. I think" is not bound.
ROMAN_REFERENCES = {"en": "vols?|chs?|arts?", "de": "bd", "fr": "t|chap", "es": "cap"}
_PAGES = {"de": "S.", "sv": "s.", "da": "s.", "nb": "s.", "nn": "s.", "pl": "s."}  # elsewhere "p."
# What says where in a work: a page, a paragraph, a volume; "summary" stands for the whole.
PINPOINTS = {
    "en": r"\bpp?\. ?\d|\bparas?\.|\bch(?:apter|\.)|§|\bvol\.|\d\(\d++\)|\bsections?\b|\bart(?:icle|\.)|summary",
}
SIGNALS = {"en": "see |cf\\. |also "}  # before a citation
EDITORS = {"en": r"eds?\.\)"}  # in parentheses behind names
AVAILABLE = {"en": "available (?:at|from)"}  # before an address
UNDATED = {"en": r"n\.\s?d\."}
CHANGED_QUOTATION = {"en": r"(?:quote|quotation|citation)s? (?:\w+ )?(?:adapted|modified|altered)"}
# Abbreviations that stand in one essay with points and without; others of two letters are most often initials of a name.
POINTED = {"en": "US|UK|UN|EU|USA|DC|PhD|USSR"}


def page_abbreviated(language: str) -> str:
    """What stands before a page number in a language (BCP 47).

    >>> page_abbreviated("de-AT"), page_abbreviated("fr-FR")
    ('S.', 'p.')
    """
    return _PAGES.get(primary(language), "p.")
