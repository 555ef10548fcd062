"""The one metadata file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

# Keys that no field has are refused when a file is read into one of these (`plain_yaml.validate`).
_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an author, "LinkedIn". Without a url it is printed as its text alone."""

    __pydantic_config__ = _STRICT
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the essay, and how to reach them."""

    __pydantic_config__ = _STRICT
    name: str
    sort_as: str | None = None  # "Cardot, Lou E."; made from the name when absent
    affiliation: str | None = None
    bio: str | None = None
    email: str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Public numbers of the publication."""

    __pydantic_config__ = _STRICT
    isbn: str | None = None
    doi: str | None = None
    uuid: UUID | None = None  # of this essay for good; written with metadata.yaml, and used where there is no isbn or doi


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What the publisher answers for, of the EPUB.

    Claimed where it is said here, and never by Pressline itself.
    """

    __pydantic_config__ = _STRICT
    conforms_to: str | None = None  # "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", in the words of the standard
    certified_by: str | None = None  # who tested the EPUB and answers for it
    credential: str | None = None  # of who certifies: its name or its address
    report: str | None = None  # the address of the certifier's report
    summary: str | None = None  # what readers should know, in the language of the essay; else a general one is written


@dataclass(frozen=True, slots=True)
class Series:
    """The series that the essay belongs to, and its place in it: "3", or "3.1"."""

    __pydantic_config__ = _STRICT
    name: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """metadata.yaml, validated.

    Every backend takes title, author, bio and contact from here and nowhere else.
    """

    __pydantic_config__ = _STRICT
    title: str
    subtitle: str | None = None
    short_title: str | None = None  # for running heads; the title when absent
    author: tuple[Author, ...] = ()  # in metadata.yaml also one map, or a name alone
    language: str = "en-US"  # BCP 47
    date: datetime.date | None = None
    modified: datetime.date | datetime.datetime | None = None  # of the last change of the text; without a zone in UTC
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    category: str | None = None  # what kind of writing it is, as document properties name it: "Article"
    thanks: str | None = None
    statement: str | None = None  # of originality, for the cover page of a submission
    repeat_notes: Literal["same-number", "new-note"] | None = None  # over the layout's; see Edition
    notes_heading: str = "Notes"  # over the notes where they stand apart (EPUB)
    publisher: str | None = None
    rights: str | None = None
    identifiers: Identifiers = Identifiers()
    accessibility: Accessibility = Accessibility()
    series: Series | None = None
    cover: str | None = None  # a picture beside the essay; drawn from the metadata when absent

    @property
    def running_title(self) -> str:
        """The title that running heads carry."""
        return self.short_title or self.title

    @property
    def byline(self) -> str:
        """The names of the authors, as one line: "A", "A and B", "A, B and C"."""
        names = [author.name for author in self.author]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
