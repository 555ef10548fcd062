"""Whether the words of a paragraph moved into the metadata are there, word for word.

A line is permitted what frames its words (`_FRAMES`): "By" before a name, "and" between two, "Abstract:". A date is there when
the metadata has its day. All other words must stand in a value of the metadata; a part set off by a bar or a dot that does
not is left out and said, and a line with any other such word stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pressline.compare.text_compare import fold
from pressline.locale.boilerplate import MAIL_ON_LINE, REPLIES
from pressline.locale.bylines import AUTHOR_FIELDS, BY, BY_OR_PARTICLE, POSTED, WITH, WRITTEN
from pressline.locale.headings import ABOUT_AUTHOR, ABSTRACT, AND
from pressline.locale.tables import any_of
from pressline.model import Metadata, Step
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.days import DAY_FIELD, day_of

INTO = ", into the metadata"
HEADER = "the header of a mail"
PLACED = "byline, place and date"  # "Ann Lee, Oslo, July 2016"
HEAD = "what the file says on top for a program"
REPLY = re.compile(rf"^(?:(?:{any_of(REPLIES)}|\[[^\]]*\]):?\s+)+")  # before the subject of a mail: "Re: [list] ..."
_WORD = re.compile(r"[^\W_]+")
# "Photographs by Bo Ek": no name of a site. False positive it avoids: "Next Door News", where "door" is no Dutch.
_CREDIT = re.compile(rf"\b{any_of({key: row for key, row in BY.items() if key != 'nl'}, WITH)}\s", re.I)
_FIELD_START = re.compile(rf"\n|(?<=\S) (?=(?:{MAIL_ON_LINE}): )")  # or where lines were joined
# What stands round the words of each kind of line. False positive they avoid: "and" or "by" within a title or a bio.
_BYLINE = re.compile(
    rf"^\W*+(?:(?:{any_of(WRITTEN)}|{any_of(POSTED)} )?(?:on )?+{any_of(BY, BY_OR_PARTICLE)}"
    rf"|{any_of(AUTHOR_FIELDS)})\b:?|(?<=[\s,])(?:{any_of(AND)}|on|{BY['en']})(?=\s)|^{any_of(POSTED)}\b",
    re.I,
)
_FRAMES: dict[str, re.Pattern[str]] = {
    "byline": _BYLINE,
    "byline and date": _BYLINE,
    PLACED: _BYLINE,
    "date": re.compile(rf"^{any_of(POSTED)}?(?:\s*\bon\b)?", re.I),
    "keywords": re.compile(r"^[^.:—–-]*[.:—–-]+"),
    "abstract": re.compile(rf"^{any_of(ABSTRACT)}\b(?=\s*(?:[.:—–-]|$))", re.I),
    "bio": re.compile(rf"^{any_of(ABOUT_AUTHOR)}:?$", re.I),
    HEADER: REPLY,
}
_BARS, _COMMA = re.compile(r"\s[|·•]\s|\n|(?<=\S)\s{2,}"), re.compile(r",\s")
_MADE_USE_OF = frozenset({"From", "Subject", "Date", "Title", "Author"})  # fields that the metadata are made of
_HOUR = re.compile(r"\s+\d{1,2}:\d\d.*$")  # of a mail, with its zone


@dataclass(frozen=True, slots=True)
class Said:
    """What the metadata say: their words, in small letters, and the day."""

    words: frozenset[str]
    day: date | None


def said_by(values: Iterable[Any], day: date | None) -> Said:
    """What some values of the metadata say, whatever holds them."""
    return Said(frozenset(word for value in values for text in _texts(value) for word in _words(text)), day)


def said_in(metadata: Metadata) -> Said:
    """What the metadata say that were made of the essay's own words."""
    found = asdict(metadata)
    return said_by((found[key] for key in ("title", "subtitle", "author", "abstract", "keywords")), metadata.date)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from () if key == "sort_as" else _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).casefold())


def unreached(text: str, why: str, said: Said) -> list[str]:
    """The words of a moved text that the metadata do not have.

    >>> said = said_by(["Ann Lee"], date(2021, 3, 3))
    >>> unreached("By Ann Lee, Jr.", "byline" + INTO, said), unreached("Posted on March 3, 2021", "date" + INTO, said)
    (['jr'], [])
    """
    reason = why.removesuffix(INTO)
    if reason in (HEADER, HEAD):
        return [word for field in fields_of(text) for word in _of_field(field, said)]
    line = " ".join(text.split())
    if "date" in reason:
        line = names.without_day(DAY_FIELD.sub("", line, count=1) if reason == "date" else line, said.day)
    frame = _FRAMES.get(reason)
    line = frame.sub(" ", line.strip(" ,·•|()–—-")) if frame else line
    return [word for word in _words(line) if word not in said.words]


def fields_of(text: str) -> list[str]:
    """The fields of the header of a mail, each with its key."""
    return [field.strip() for field in _FIELD_START.split(text) if field.strip()]


def _of_field(field: str, said: Said) -> list[str]:
    key, _, value = field.partition(": ")
    day = day_of(_HOUR.sub("", value)) if key == "Date" else None
    if day and day == said.day:
        return []
    framed = _FRAMES[HEADER].sub("", value) if key in _MADE_USE_OF else field
    return [word for word in _words(framed) if word not in said.words]


def parts_left_out(text: str, why: str, said: Said) -> list[str]:
    """The parts of a moved text, set off by bars or dots, that hold all its unreached words.

    Or set off as fields.

    No part when another holds one, too.

    >>> said = said_by(["Ann Lee"], None)
    >>> parts_left_out("By Ann Lee | The Daily Web", "byline" + INTO, said)
    ['The Daily Web']
    >>> parts_left_out("By Ann Lee, translated by Bo Ek", "byline" + INTO, said)
    []
    """
    if why.removesuffix(INTO) in (HEADER, HEAD):
        return [field for field in fields_of(text) if _of_field(field, said)]
    bars = _COMMA if why.removesuffix(INTO) == PLACED else _BARS
    first, *others = (part.strip() for part in bars.split(text.strip()))
    if not others or unreached(first, why, said):
        return []
    left = [part for part in others if unreached(part, why, said)]
    return [] if any(_CREDIT.search(part) for part in left) else left


def lost_words(steps: Iterable[Step], said: Said) -> Iterator[tuple[Step, list[str]]]:
    """The steps that say that words went into the metadata, some of which did not.

    Nor were they left out there.
    """
    steps = list(steps)
    left: dict[Any, set[str]] = {}
    for step in steps:
        if step.kind == "dropped":
            left.setdefault(step.place, set()).update(_words(step.text))
    for step in steps:
        if step.kind == "moved" and step.why.endswith(INTO):
            words = [word for word in unreached(step.text, step.why, said) if word not in left.get(step.place, ())]
            if words:
                yield step, words
