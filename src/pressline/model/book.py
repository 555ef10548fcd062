"""The book: what every backend is given, and what a reader meets in a finished file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pressline.model.composition import Composition
from pressline.model.metadata import Metadata
from pressline.model.printing import Printing

# A node of pandoc's AST as its JSON has it: {"t": "Str", "c": "word"}. Its types are pandoc's, not ours.
Node = dict[str, Any]
Blocks = list[Node]


@dataclass(frozen=True, slots=True)
class Note:
    """A row of the note table.

    In `Book.blocks` and note bodies a call is an empty Span of class "call".
    """

    number: int  # as printed, in the order of first calls, from 1
    label: str  # in essay.md
    body: Blocks
    calls: int  # how many there are; 1 or more


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a printed page begins.

    Its page number, and how many words of the body begin before its first whole word.
    """

    label: str
    after: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """The printed pages that page numbers refer to.

    What it is, in words, and its pages, in order.
    """

    source: str
    pages: tuple[PageStart, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What the manuscript for Word shows besides the text: switches of the layout."""

    __pydantic_config__ = {"extra": "forbid"}
    abstract: bool = True
    keywords: bool = False
    contents: bool = False  # a table of contents, as a field
    page_numbers: bool = True
    heading_numbers: Literal["none", "outline", "decimal"] = "none"  # outline: I. A. 1.; decimal: 1. 1.1. 1.1.1.
    figure_numbers: bool = False  # before captions, in all formats; they are there, too, when one is referred to
    line_numbers: Literal["none", "page", "continuous"] = "none"  # page: from 1 on every page
    repeat_notes: Literal["same-number", "new-note"] = "same-number"  # new-note: "See supra note 14."; all formats


# What a further call of a note shows in print: its number alone, or the page too, where the note stands on another one.
RepeatedCalls = Literal["number", "with-page"]


@dataclass(frozen=True, slots=True)
class SheetAdditions:
    """What the author's own style sheets show in print besides the words, or otherwise.

    `generated` are regular expressions, without spaces, of what stands in the text; `in_margins` words in the margins of
    pages; `cases` values of text-transform. `own_margins`: running heads and page numbers stand where the sheets put them,
    or nowhere.
    """

    generated: tuple[str, ...] = ()
    in_margins: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    own_margins: bool = False
    own: bool = False  # whether there are any such sheets


@dataclass(frozen=True, slots=True)
class Book:
    """What every backend is given.

    Metadata, pandoc's AST of the body, the note table, and the words around the text.

    A call in `blocks` is {"t": "Span", "c": [["", ["call"], [["note", "14"], ["nth", "2"]]], []]}: note 14, called for the
    second time. Every heading has an id of its own: "s1", "s2", ...
    """

    metadata: Metadata
    blocks: Blocks
    notes: tuple[Note, ...]
    folder: Path  # of essay.md; pictures are looked up here and nowhere else
    digest: str  # sha256 of essay.md and metadata.yaml, hexadecimal
    stamp: int  # seconds since 1970-01-01 UTC that every output carries as its time of making; never the clock
    composition: Composition  # of metadata and edition as they stand here: `composed` of `book.composition`
    edition: Edition = Edition()
    pagination: Pagination | None = None  # read from the PDF finished in the same run; None without one
    printing: Printing = Printing()
    made: Mapping[str, Path] = field(default_factory=dict)  # by format: the files of it finished in the same run
    repeated_calls: RepeatedCalls = "number"
    additions: SheetAdditions = SheetAdditions()  # of the layout
    essay: Path | None = None  # essay.md, where a line of it is to be named


@dataclass(frozen=True, slots=True)
class Digest:
    """A file that something was made of: its name, its size in bytes, its SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file."""

    format: str
    path: Path
    bytes: int
    sha256: str
    fonts: tuple[Digest, ...] = ()  # the font files that it may be set in


@dataclass(frozen=True, slots=True)
class CallMark:
    """A call met in reading: its number, and how many words of the body began before it."""

    number: str
    after: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader meets: words of the body in order, calls among them, words of each note.

    Words are split at white space and carry their punctuation; calls are taken out of the words.
    """

    body: tuple[str, ...]
    calls: tuple[CallMark, ...]
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
