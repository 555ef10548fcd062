"""Quotation marks and apostrophes in the manner of a language."""

from __future__ import annotations

import re

from pressline.locale.tags import primary

# (opening, closing) of double and single marks, by primary language. Languages that are not here get their apostrophes
# set and keep their other straight marks, because a wrong manner is worse than none. Source: Unicode CLDR, delimiters; the
# spaces within French guillemets: see `spacing`.
Marks = tuple[str, str]
MARKS: dict[str, Marks] = {
    **dict.fromkeys(
        ("en", "nl", "pt", "tr", "az", "vi", "id", "ms", "sw", "af", "tl", "ga", "eu", "da", "lv", "ko"), ("“”", "‘’")
    ),
    **dict.fromkeys(("hi", "mr", "ne", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si"), ("“”", "‘’")),
    **dict.fromkeys(("de", "cs", "sk", "bg", "sl", "is", "lt"), ("„“", "‚‘")),
    **dict.fromkeys(("es", "it", "el", "ca", "gl", "sq"), ("«»", "“”")),
    **dict.fromkeys(("ru", "uk", "be"), ("«»", "„“")),
    **dict.fromkeys(("nb", "nn", "no"), ("«»", "‘’")),
    **dict.fromkeys(("sv", "fi"), ("””", "’’")),
    **dict.fromkeys(("hr", "sr", "bs"), ("„“", "‘’")),
    **dict.fromkeys(("mk",), ("„“", "’‘")),
    **dict.fromkeys(("pl", "ro"), ("„”", "«»")),
    "hu": ("„”", "»«"),
    "et": ("„“", "«»"),
    "fa": ("«»", "‹›"),
    "fr": ("«»", "“”"),
}
OPENERS = "([{“‘„‚«‹—–"  # a mark after one of these opens
# Elisions of English that start with an apostrophe, which would otherwise be taken for an opening mark.
ELISION = re.compile(r"(?:\d\ds?|tis|twas|twere|til|till|cause|em|n|s|round|bout)\b", re.IGNORECASE)


def marks_of(language: str) -> Marks | None:
    """The quotation marks of a language (BCP 47); None where its manner is not known.

    >>> marks_of("de-CH"), marks_of("hu"), marks_of("ja")
    (('„“', '‚‘'), ('„”', '»«'), None)
    """
    return MARKS.get(primary(language))
