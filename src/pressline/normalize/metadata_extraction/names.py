"""Who wrote an essay, where they are, and when.

Bylines, affiliations, addresses, bios, dates.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from unicodedata import category

from pressline.locale.boilerplate import READING_TIME
from pressline.locale.bylines import (
    ADDRESSES,
    AUTHOR_FIELDS,
    BEHIND_AUTHORS,
    BIO_STARTS,
    BIO_VERBS,
    BY,
    BY_OR_PARTICLE,
    INSTITUTIONS,
    NOT_IN_NAMES,
    NOT_NAMES,
    ON,
    OTHER_PARTS,
    PARTICLES,
    POSTED,
    WITH,
    WRITTEN,
)
from pressline.locale.dates import HOURS, month_of
from pressline.locale.headings import AND, AND_IN_CAPITALS
from pressline.locale.names import BEHIND_NAMES, IN_CAPITALS, bare_name, sort_as
from pressline.locale.tables import any_of, words_of
from pressline.model import Author, Link
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction.days import DAY, day_of

_PARTICLES = words_of(PARTICLES)
_NOT_IN_NAMES = words_of(NOT_IN_NAMES)
# A word of a name: "O’Neill", "ʻAʻala", "J.-P.", "d’Aubigné". False positive it avoids: "e.g.", "can’t".
_NAME_WORD = re.compile(r"(?P<before>(?:[dDlL][’']|[’'ʻ‘])?)(?P<first>[^\W\d_])[\w.’'ʻ‘\u0300-\u036f-]*,?")
_BYLINE = re.compile(
    rf"(?:{any_of(WRITTEN)}?{any_of(BY, BY_OR_PARTICLE)}(?:\s*+:)?\s++|{any_of(AUTHOR_FIELDS)}:\s++)(?P<name>\S.{{1,120}})$",
    re.I | re.S,
)
_BEHIND = re.compile(rf"(?P<name>\S.{{1,60}})\s{any_of(BEHIND_AUTHORS)}$")
_DASHED = re.compile(r"(?:[-–—•]\s*+)(?P<name>\S.{2,80})$")
_EMAIL = re.compile(r"[^@\s<>()|,;:]+(?:@| at )[^@\s<>()|,;]+\.[A-Za-z]{2,}")
_ADDRESS = re.compile(
    rf"\(?\+?\d[\d() ./-]{{6,18}}$|\d{{1,5}}[a-z]?,? [^\W\d_][\w.’' ]{{2,40}}(?:,|$)(?!\s*\d{{4}}$)"
    rf"|.{{2,60}}[ ,]\d{{5}}(?:-\d{{4}})?$"
    rf"|.{{2,50}}\b[A-Z]{{1,2}}\d{{1,2}}[A-Z]? \d[A-Z]{{2}}$|{any_of(ADDRESSES)}",
    re.I,
)
_PLACE = re.compile(rf"\b{any_of(INSTITUTIONS)}\b", re.I)
_SEPARATOR = re.compile(rf" ?(?:,? {any_of(AND, AND_IN_CAPITALS)} | & |; ?|, (?!{BEHIND_NAMES}(?:,|\s|$)))")
_PARENTHESES = re.compile(r"^\(([^()]{4,140})\)$")  # "(By Ann Lee)"
_ENDING = re.compile(rf"\b{BEHIND_NAMES}$")  # its full stop belongs to it
# Who had another part in the work than the author: "By Ann Lee, translated by Bo Ek", "By Ann Lee with Bo Ek".
_OTHERS = re.compile(rf"[,;.(]*\s+\(?{any_of(OTHER_PARTS, WITH)}\s", re.I)
# "Ann Lee (University of Oslo)", "Ann Lee <ann@lee.example>".
_BRACKETS = re.compile(r"\s*[(\[<](?P<inside>[^()\[\]<>]{2,100})[)\]>]\.?$")
_NO_NAMES = words_of(NOT_NAMES)
_BIO_STARTS = tuple(words_of(BIO_STARTS))
_BIO = re.compile(rf"\b{any_of(BIO_VERBS)}\b")


_FILED_NAME = re.compile(r"[^\W\d_A-Z]{1,20}(?:-[^\W\d_A-Z]{1,20}){1,4}")


def is_name(text: str) -> bool:
    """Whether a text is made like a person's name, in any script.

    >>> is_name("Lou E. Cardot"), is_name("T. S. ELIOT"), is_name("The story so far was long"), is_name("Home")
    (True, True, False, False)
    >>> is_name("Łukasz Żuk"), is_name("Лев Толстой"), is_name("Frans v. Schéele"), is_name("María-José d’Aubigné")
    (True, True, True, True)
    """
    words = text.split() if len(text) <= thresholds.NAME else []
    if (
        not thresholds.NAME_WORDS[0] <= len(words) <= thresholds.NAME_WORDS[1]
        or any(c.isdigit() for c in text)
        or text[-1:] in ",:;!?"
        or words[0].lower() in _NO_NAMES
    ):
        return False
    return all(map(_is_name_word, words)) and not _starts_small(words[0])


_UNSPACED = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,7}(?:[・·][\u30a1-\u30ff]{1,9}){0,2}")


def is_unspaced_name(text: str) -> bool:
    """Whether a line could be a name in a script that parts no words; any short word could.

    >>> is_unspaced_name("折口信夫"), is_unspaced_name("はじめに。"), is_unspaced_name("Ann Lee")
    (True, False, False)
    """
    return _UNSPACED.fullmatch(text) is not None


def _is_name_word(word: str) -> bool:
    if word.removesuffix(".").lower() in _PARTICLES:
        return True
    if word.lower() in _NOT_IN_NAMES:
        return False
    match = _NAME_WORD.fullmatch(word if word.isascii() else _without_marks(word))
    return match is not None and not match["first"].islower()


def _without_marks(word: str) -> str:
    """A word without vowel signs and joiners, which are no letters to a pattern.

    Those of Hindi, Bengali, Thai, Persian.
    """
    return "".join(letter for letter in word if category(letter) not in ("Mn", "Mc", "Cf"))


def _starts_small(word: str) -> bool:
    """Whether a name starts with a small letter, which only particles do.

    "de Gaulle" alone is none.
    """
    return word[:1].islower()


def names_in(text: str) -> tuple[str, ...]:
    """The names of a byline: "Ann Lee and Bo Ek"; none where a part is not like a name.

    What stands behind a name is part of it.

    >>> names_in("Ann Lee, Bo Ek and J. R. Hacker"), names_in("chance and by design")
    (('Ann Lee', 'Bo Ek', 'J. R. Hacker'), ())
    >>> names_in("Dr. Martin Luther King, Jr., and Ann Lee, Ph.D.")
    ('Dr. Martin Luther King, Jr.', 'Ann Lee, Ph.D.')
    """
    if len(text) > thresholds.NAMES:
        return ()
    bare = " ".join(text.split()).strip(" *").removesuffix(",")
    bare = bare if _ENDING.search(bare) else bare.strip(" .*")
    parts = [part for part in _SEPARATOR.split(bare) if part]
    return tuple(tidy(part) for part in parts) if parts and all(is_name(bare_name(part)) for part in parts) else ()


def tidy(name: str) -> str:
    """A name that was printed in capitals as it is written.

    "J. WALTER FEWKES" as "J. Walter Fewkes".
    """
    if not name.isupper() or len(name) < thresholds.CAPITAL_NAME:
        return name
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0] if m[0] in IN_CAPITALS else m[0].capitalize(), name)


def byline_of(text: str, listed: bool) -> tuple[str, ...]:
    """The authors that a line names as such: "By Ann Lee", "- Ann Lee".

    `listed`: the dash was taken off by the reader.
    """
    text = _PARENTHESES.sub(r"\1", text.replace("：", ": "))
    match = _BYLINE.match(text) or _DASHED.match(text)
    if match:
        name, _, rest = match["name"].partition(" | ")
        name = _BRACKETS.sub("", re.split(r"\s[·•|]\s|,\s+(?=\w+ \d)|\s{2,}", name)[0])
        found = names_in(name) or names_in(_OTHERS.split(name)[0])
        if _DASHED.match(text) and not any(map(str.isupper, name)):
            return ()
        if not found and "," in name:
            found = names_in(name.split(",")[0])
        if not found and ":" in text and thresholds.UNSPACED_NAME[0] <= len(name) <= thresholds.UNSPACED_NAME[1]:
            found = (name,) if name.isalpha() and name.upper() == name.lower() else ()  # in a script without capitals
        return found
    if behind := _BEHIND.match(" ".join(text.split())):
        name = behind["name"]
        return (name,) if is_unspaced_name(name) else names_in(name)
    # A line behind the mark of a list is a name by its capitals: in a script that has none, any two words would be one.
    return names_in(text) if listed and any(map(str.isupper, text)) else ()


def explicit_byline(text: str) -> bool:
    """Whether a line says of itself that it is a byline.

    "by Ann Lee", and no bare name behind a dash.
    """
    return not _DASHED.match(text) and bool(byline_of(text, False))


def month_and_year(text: str) -> bool:
    """Whether a line is a month and a year, or two months and one: "August/September 1994"."""
    words = re.findall(r"\w+", text)
    return 1 < len(words) <= 3 and words[-1].isdigit() and all(map(month_of, words[:-1]))


def home_in(text: str) -> str | None:
    """The affiliation that a byline has in brackets behind its one name.

    "By Ann Lee (University of Oslo)".
    """
    match = _BRACKETS.search(text)
    return match["inside"] if match and is_affiliation(match["inside"]) and len(byline_of(text, True)) == 1 else None


def author_of(name: str, email: str | None = None, affiliation: str | None = None) -> Author:
    """An author by name, with a sort name where something stands behind the name.

    >>> author_of("ann-van-der-lee").name, author_of("bell hooks").name
    ('Ann van der Lee', 'bell hooks')
    """
    if _FILED_NAME.fullmatch(name):  # as sites name the files of their authors
        name = " ".join(word if word in _PARTICLES else word.capitalize() for word in name.split("-"))
    return Author(name, sort_as=sort_as(name), email=email, affiliation=affiliation)


def address_of(text: str) -> str | None:
    """The e-mail address that a short line is, or holds."""
    match = _EMAIL.search(text) if len(text) < thresholds.ADDRESS_LINE else None
    return match[0] if match and "@" in match[0] else None


_DATED = re.compile(
    rf"(?:{any_of(POSTED)}\s+)?(?:{any_of(ON)}\s+)?(?P<a>.*?)[\s,·•|–—-]*(?<!\w)(?:{any_of(ON)}\s+)?(?P<date>{DAY})"
    rf"(?P<hours>{HOURS})?[\s,·•|–—-]*(?P<b>.*)$",
    re.I | re.S,
)
_READING_TIME = re.compile(rf"[\s·•|]*{any_of(READING_TIME)}$")
_POSTED_BY = re.compile(rf"^(?:{any_of(POSTED)}\s+)?{any_of(BY)}\s+", re.I)


def dated_byline(text: str) -> tuple[tuple[str, ...], date | None]:
    """The authors and the day of a line that names both.

    "Posted on March 3, 2021 by Ann Lee", "ANN LEE · MAR 03, 2021".

    False positive it avoids: a line of text with a date in it, whose other words are no name.

    >>> dated_byline("Posted on March 3, 2021 by Ann Lee")
    (('Ann Lee',), datetime.date(2021, 3, 3))
    >>> dated_byline("The Fall of March 3, 2021")
    ((), None)
    """
    match = _DATED.match(" ".join(text.split())) if len(text) < thresholds.DATED_BYLINE else None
    day = day_of(match["date"]) if match else None
    if not match or not day:
        return (), None
    rest = " ".join(part for part in (match["a"], match["b"]) if part).strip(" ,·•|")
    rest = _READING_TIME.sub("", rest)
    found = names_in(_POSTED_BY.sub("", rest)) if rest else ()
    return (found, day) if found else ((), None)


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def placed_byline(text: str) -> tuple[tuple[str, ...], date | None]:
    """The author, and the day if it is a whole one, of a line "Ann Lee, Oslo, July 2016".

    False positive it avoids: "Paris, London, 1850", whose first part would be a name: two words and more are asked.

    >>> placed_byline("Ann Lee, Oslo, July 2016"), placed_byline("Ann Lee, 3 May 2016")
    ((('Ann Lee',), None), (('Ann Lee',), datetime.date(2016, 5, 3)))
    >>> placed_byline("Old Towns, New Towns, and 2016"), placed_byline("Paris, London, 1850")
    (((), None), ((), None))
    """
    parts = text.strip(" *_.").split(", ") if len(text) <= thresholds.PLACED else [""]
    name, *places = (part.strip() for part in parts[: thresholds.PLACED_PARTS])
    if not places or len(places) > 3 or not (month_and_year(places[-1]) or _YEAR.fullmatch(places[-1]) or day_of(places[-1])):
        return (), None
    capital = all(word[:1].isupper() or word in _PARTICLES for place in places[:-1] for word in place.split())
    found = names_in(name) if capital and any(map(str.isupper, name)) else ()
    return (found, day_of(places[-1])) if found else ((), None)


def without_day(text: str, day: date | None) -> str:
    """A line without the date in it, where that is this day.

    >>> without_day("Posted on March 3, 2021 by Ann Lee", date(2021, 3, 3))
    'Posted on   by Ann Lee'
    """
    if day and day_of(text) == day:
        return ""
    match = _DATED.match(text) if len(text) < thresholds.DATED_BYLINE else None
    if not match or day is None or day_of(match["date"]) != day:
        return text
    return f"{text[: match.start('date')]} {text[match.end('date') :]}"


def is_address(text: str) -> bool:
    """Whether a short line is part of a postal address or the like.

    A street, a town, a telephone.

    False positive it avoids: "Chapter 12", "1984", a title with a number in it.

    >>> [is_address(t) for t in ("7338 Lee Highway", "Falls Church, Virginia 22046", "(703) 685-3021", "1984", "Chapter 12")]
    [True, True, True, False, False]
    """
    return len(text) < thresholds.ADDRESS_LINE and bool(_ADDRESS.match(text.strip(" *")) or _EMAIL.search(text))


def is_affiliation(text: str) -> bool:
    """Whether a short line names a university or the like."""
    return len(text) < thresholds.AFFILIATION and bool(_PLACE.search(text)) and text[-1:] != "." and text[:1].isupper()


def is_bio(text: str, authors: tuple[Author, ...]) -> bool:
    """Whether a paragraph tells of the author.

    It is long, starts with their name, and says what they are.

    False positive it avoids: an essay about a person whose name the author has.
    """
    if len(text) < thresholds.BIO or not authors:
        return False
    start = " ".join(text.split()[: thresholds.BIO_NAME_WORDS]).casefold()
    if start.startswith(_BIO_STARTS):
        return True
    return whose_bio(text, authors) is not None and bool(_BIO.search(text[: thresholds.BIO_VERB_WITHIN]))


def whose_bio(text: str, authors: tuple[Author, ...]) -> int | None:
    """Which author's name a paragraph starts with.

    All of it, or one part as its first word, written as the name is.

    False positive it avoids: "Some people will tell you", by an author who is called Will; "Grant was a general" is taken.
    """
    if len(text) >= thresholds.BIO and " ".join(text.split()[: thresholds.BIO_NAME_WORDS]).casefold().startswith(_BIO_STARTS):
        return 0 if authors else None
    words = [word.strip(",.’'<>()[]*_") for word in text.split()[: thresholds.BIO_NAME_WORDS]]
    folded = [word.casefold() for word in words]
    for at, author in enumerate(authors):
        first, last = _ends(author.name)
        if {first.casefold(), last.casefold()} <= set(folded) and (first in words or last in words):
            return at
        if words and words[0] in (first, last, *_titled(author.name)) or len(words) > 1 and words[1] == last:
            return at
    return None


def _titled(name: str) -> tuple[str, ...]:
    """The ends of a name that was printed in capitals, as texts write them."""
    return tuple(word.capitalize() for word in _ends(name)) if name.isupper() else ()


def _ends(name: str) -> tuple[str, str]:
    """The first and the last word of a name, without what stands behind it."""
    words = bare_name(name).split() or [name]
    return words[0], words[-1]


def _contact(text: str) -> tuple[str, str]:
    """Split off the parentheses at the end of a text if they hold an address; else "".

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
    """An author with a bio and, from the parentheses at its end, address and links.

    And the texts of links without address.
    """
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
