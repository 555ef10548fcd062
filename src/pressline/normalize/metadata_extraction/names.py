"""Who wrote an essay, where they are, and when: bylines, affiliations, addresses, bios, dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from pressline.locale.names import DEGREE, GENERATION, bare_name, sort_as
from pressline.model import Author, Link

_DATES = (
    "%B %d, %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%d %b %Y",
    "%Y-%m-%d",
    "%b. %d, %Y",
    "%d. %B %Y",
    "%A, %B %d, %Y",
    "%a, %d %b %Y",
    "%d/%m/%Y",
)
_MONTH_NAMES = (
    "janvier januar enero gennaio januari janeiro",
    "février februar febrero febbraio februari fevereiro",
    "mars märz marzo maart março",
    "avril abril aprile",
    "mai mayo maggio mei maio",
    "juin juni junio giugno junho",
    "juillet juli julio luglio julho",
    "août agosto augustus",
    "septembre septiembre settembre setembro",
    "octobre oktober octubre ottobre outubro",
    "novembre noviembre novembro",
    "décembre dezember diciembre dicembre dezembro",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_FOREIGN_DATE = re.compile(r"(\d{1,2})(?:er|\.|º)?\s+(?:de\s+)?([^\W\d]+)\.?\s+(?:de\s+)?(\d{4})")
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐ]"
_NAME = re.compile(
    rf"(?:{_CAPITAL}[\w.’'-]*|d[’']{_CAPITAL}[\w.’'-]*|de|da|di|del|du|van|von|der|den|la|le|bin|al|y|zu|ten|ter|Jr\.?|{_CAPITAL}\.)(?:,?\s+|$)"
)
_BYLINE = re.compile(
    r"(?:(?:written |an essay |posted |a (?:lecture|sermon|speech|paper) )?(?:by|par|von|por|door|di|de)(?:\s*+:)?\s++"
    r"|author:\s++|text:\s++)(?P<name>\S.{2,120})$",
    re.I | re.S,
)
_DASHED = re.compile(r"(?:[-–—•]\s*+)(?P<name>\S.{2,80})$")
_EMAIL = re.compile(r"[^@\s<>()|,;:]+(?:@| at )[^@\s<>()|,;]+\.[A-Za-z]{2,}")
_PLACE = re.compile(
    r"\b(?:universit\w+|college|institut\w*|school of|department|dept\.|faculty|laborator\w+|foundation|centre for|center for"
    r"|academy|hochschule|école|facult\w+|universidad|università)\b",
    re.I,
)
_SEPARATOR = re.compile(
    rf"\s*(?:,?\s+(?:and|AND|und|UND|et|ET|y|en|e)\s+|\s&\s|;\s*|,\s+(?!(?:{GENERATION}|{DEGREE})(?:,|\s|$)))"
)
_ENDING = re.compile(rf"\b(?:{GENERATION}|{DEGREE})$")  # its full stop belongs to it
# Who had another part in the work than the author: "By Ann Lee, translated by Bo Ek", "By Ann Lee with Bo Ek".
_OTHERS = re.compile(
    r"[,;.(]*\s+\(?(?:(?:translated|edited|illustrated|introduced|photographs|as told) (?:by|to)"
    r"|with|mit|avec|übersetzt von|traduit par|traducido por)\s",
    re.I,
)
# "Ann Lee (University of Oslo)", "Ann Lee <ann@lee.example>".
_BRACKETS = re.compile(r"\s*[(\[<](?P<inside>[^()\[\]<>]{2,100})[)\]>]\.?$")
_NAME_CHARACTERS = 200  # a name of six words has no more
BIO_CHARACTERS = 60


def day_of(text: str) -> date | None:
    """The day that a whole line names, or None.

    >>> day_of("January 5, 2024"), day_of("5 janvier 2024"), day_of("in January")
    (datetime.date(2024, 1, 5), datetime.date(2024, 1, 5), None)
    """
    text = text.strip(" .()")
    if not any(c.isdigit() for c in text) or len(text) > 40:
        return None
    bare = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", text).replace("Sept ", "Sep ")
    for form in _DATES:
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:
            continue
    match = _FOREIGN_DATE.fullmatch(bare)
    month = _MONTHS.get(match[2].lower()) if match else None
    if match and month:
        try:
            return date(int(match[3]), month, int(match[1]))
        except ValueError:
            return None
    return None


def is_name(text: str) -> bool:
    """Whether a text is made like a person's name.

    >>> is_name("Lou E. Cardot"), is_name("T. S. ELIOT"), is_name("The story so far was long"), is_name("Home")
    (True, True, False, False)
    """
    words = text.split() if len(text) <= _NAME_CHARACTERS else []
    if not 2 <= len(words) <= 6 or any(c.isdigit() for c in text) or text[-1:] in ",:;!?" or words[0].lower() in _NO_NAMES:
        return False
    return "".join(m[0] for m in _NAME.finditer(text)) == text and text[0].isupper()


_NOT = "the a an my our this that on in of for how why what when who is chapter part book introduction"
_NO_NAMES = frozenset(_NOT.split())


def names_in(text: str) -> tuple[str, ...]:
    """The names of a byline: "Ann Lee and Bo Ek", or none where a part is not made like a name.

    What stands behind a name is part of it.

    >>> names_in("Ann Lee, Bo Ek and J. R. Hacker"), names_in("chance and by design")
    (('Ann Lee', 'Bo Ek', 'J. R. Hacker'), ())
    >>> names_in("Dr. Martin Luther King, Jr., and Ann Lee, Ph.D.")
    ('Dr. Martin Luther King, Jr.', 'Ann Lee, Ph.D.')
    """
    bare = " ".join(text.split()).strip(" *").removesuffix(",")
    bare = bare if _ENDING.search(bare) else bare.strip(" .*")
    parts = [part for part in _SEPARATOR.split(bare) if part]
    return tuple(tidy(part) for part in parts) if parts and all(is_name(bare_name(part)) for part in parts) else ()


def tidy(name: str) -> str:
    """A name that was printed in capitals as it is written: "J. WALTER FEWKES" as "J. Walter Fewkes"."""
    if not name.isupper() or len(name) < 6:
        return name
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0] if m[0] in _CAPITALS else m[0].capitalize(), name)


_CAPITALS = frozenset({"II", "III", "IV", "PHD", "MA", "BA", "MD", "JD", "MBA", "MFA", "MPH", "QC", "KC", "SJ", "OBE", "CBE"})


def byline_of(text: str, listed: bool) -> tuple[str, ...]:
    """The authors that a line names as such: "By Ann Lee", "- Ann Lee"; `listed`: the dash was taken off by the reader."""
    match = _BYLINE.match(text) or _DASHED.match(text)
    if match:
        name, _, rest = match["name"].partition(" | ")
        name = _BRACKETS.sub("", re.split(r"\s[·•|]\s|,\s+(?=\w+ \d)|\s{2,}", name)[0])
        found = names_in(name) or names_in(_OTHERS.split(name)[0])
        if not found and "," in name:
            found = names_in(name.split(",")[0])
        return found
    return names_in(text) if listed else ()


def home_in(text: str) -> str | None:
    """The affiliation that a byline has in brackets behind its one name: "By Ann Lee (University of Oslo)"."""
    match = _BRACKETS.search(text)
    return match["inside"] if match and is_affiliation(match["inside"]) and len(byline_of(text, True)) == 1 else None


def author_of(name: str, email: str | None = None, affiliation: str | None = None) -> Author:
    """An author by name; how catalogues sort it is said where something stands behind the name."""
    return Author(name, sort_as=sort_as(name), email=email, affiliation=affiliation)


def address_of(text: str) -> str | None:
    """The e-mail address that a short line is, or holds."""
    match = _EMAIL.search(text) if len(text) < 80 else None
    return match[0] if match and "@" in match[0] else None


_DATED = re.compile(
    r"(?:(?:posted|published|written)\s+)?(?:on\s+)?(?P<a>.*?)[\s,·•|–—-]*\b(?:on\s+)?"
    r"(?P<date>[A-Z][A-Za-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}\.? [A-Z][a-z]{2,8}\.? \d{4}|\d{4}-\d\d-\d\d)[\s,·•|–—-]*(?P<b>.*)$",
    re.I | re.S,
)


def dated_byline(text: str) -> tuple[tuple[str, ...], date | None]:
    """The authors and the day of a line that names both: "Posted on March 3, 2021 by Ann Lee", "ANN LEE · MAR 03, 2021".

    False positive it avoids: a line of text with a date in it, whose other words are no name.

    >>> dated_byline("Posted on March 3, 2021 by Ann Lee")
    (('Ann Lee',), datetime.date(2021, 3, 3))
    >>> dated_byline("The Fall of March 3, 2021")
    ((), None)
    """
    match = _DATED.match(" ".join(text.split())) if len(text) < 120 else None
    day = day_of(match["date"]) if match else None
    if not match or not day:
        return (), None
    rest = " ".join(part for part in (match["a"], match["b"]) if part).strip(" ,·•|")
    rest = re.sub(r"[\s·•|]*\d+ min(?:ute)?s? read$", "", rest)
    found = names_in(re.sub(r"^(?:posted\s+|published\s+|written\s+)?(?:by|von|par)\s+", "", rest, flags=re.I)) if rest else ()
    return (found, day) if found else ((), None)


def without_day(text: str, day: date | None) -> str:
    """A line without the date in it, where that is this day.

    >>> without_day("Posted on March 3, 2021 by Ann Lee", date(2021, 3, 3))
    'Posted on   by Ann Lee'
    """
    if day and day_of(text) == day:
        return ""
    match = _DATED.match(text) if len(text) < 120 else None
    if not match or day is None or day_of(match["date"]) != day:
        return text
    return f"{text[: match.start('date')]} {text[match.end('date') :]}"


def is_affiliation(text: str) -> bool:
    """Whether a short line names a university or the like."""
    return len(text) < 140 and bool(_PLACE.search(text)) and text[-1:] != "." and text[:1].isupper()


def is_bio(text: str, authors: tuple[Author, ...]) -> bool:
    """Whether a paragraph tells of the author: it is long, starts with their name, and says what they are.

    False positive it avoids: an essay about a person whose name the author has.
    """
    if len(text) < BIO_CHARACTERS or not authors:
        return False
    start = " ".join(text.split()[:4]).casefold()
    if start.startswith(("about the author", "the author is")):
        return True
    names = {word.casefold() for author in authors for word in _ends(author.name)}
    words = {word.strip(",.’'").casefold() for word in text.split()[:4]}
    return bool(names & words) and bool(
        re.search(r"\b(?:is|was|are|teaches|lives|writes|works|holds|studies|studied)\b", text[:300])
    )


def _ends(name: str) -> tuple[str, str]:
    """The first and the last word of a name, without what stands behind it."""
    words = bare_name(name).split() or [name]
    return words[0], words[-1]


def _contact(text: str) -> tuple[str, str]:
    """What stands before the parentheses at the end of a text, and in them, where an address does; else the text, and "".

    >>> _contact("Ann Lee writes (in Rome). (ann@lee.org | Web) "), _contact("Ann Lee (of Rome)")
    (('Ann Lee writes (in Rome).', 'ann@lee.org | Web'), ('Ann Lee (of Rome)', ''))
    """
    bare = text.rstrip()
    at = bare.rfind("(")
    inside = bare[at + 1 : -1]
    if at < 0 or not bare.endswith(")") or "@" not in inside or ")" in inside:
        return text, ""
    return bare[:at].rstrip(), inside


def with_bio(author: Author, text: str) -> tuple[Author, list[str]]:
    """An author with a bio and, from the parentheses at its end, address and links; and the texts of links without address."""
    before, inside = _contact(text)
    if not inside:
        return replace(author, bio=text), []
    email, links = author.email, []
    for part in map(str.strip, re.split("[|·•,;]", inside)):
        if _EMAIL.fullmatch(part):
            email = part
        elif part:
            links.append(part)
    return replace(author, bio=before, email=email, links=tuple(Link(part) for part in links)), links
