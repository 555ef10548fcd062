"""What an author gives, and what the normalizer makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pressline.findings import Finding, Place
from pressline.model.book import Node
from pressline.model.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Source:
    """The raw essay as given: its path, its kind ("txt", "md", "html" …) and its bytes.

    `metadata` is the file of metadata of an essay.md; None: the essay is raw.
    """

    path: Path
    kind: str
    data: bytes
    metadata: Path | None = None


MarkKind = Literal[
    "emphasis", "strong", "strikeout", "underline", "smallcaps", "superscript", "subscript", "code", "math", "link", "anchor"
]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stretch of text is besides text.

    Neighbouring runs with equal marks are one stretch.
    """

    kind: MarkKind
    target: str = ""  # of a link its address ("#id" within the file), of an anchor its id
    serial: int = 0  # tells two neighbouring stretches apart: two links to one address


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, as plain characters (never markup).

    A line break within a paragraph is "\n".
    """

    text: str
    marks: tuple[Mark, ...] = ()  # the outermost first


@dataclass(frozen=True, slots=True)
class Call:
    """A place in the text that sends the reader to a note.

    `label` is the note's label in the source: "14".
    """

    label: str
    place: Place


Inline = Run | Call


@dataclass(frozen=True, slots=True)
class Container:
    """A quotation, a list or a division of its own look that a paragraph stands in.

    Paragraphs with the same serial stand in the same one.
    """

    kind: Literal["quote", "bullet", "ordered", "epigraph", "right", "center"]
    serial: int  # of the quotation or list, unique in the file
    item: int = 0  # which item of the list, from 0
    number: int = 0  # what an ordered list counts this item as: 3 in "3."
    style: str = "Decimal"  # how an ordered list counts, and what stands around the number, by pandoc's names
    delimiter: str = "Period"


@dataclass(frozen=True, slots=True)
class Origin:
    """From which place on the characters of a paragraph come.

    `at` counts them from 0, calls as none.
    """

    at: int
    place: Place


ParagraphKind = Literal["text", "heading", "verse", "code", "table", "picture", "rule"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the raw essay as its reader found it; the same for every kind of file.

    `verse` keeps its line breaks and, as spaces behind them, the columns that its lines are set in, and before the number of a
    line a tab; `code` keeps all its spaces. A `table`, `picture` or anything else that pandoc knows and we do
    not has pandoc's own node in `node`, and its words in `inlines`.
    """

    kind: ParagraphKind
    inlines: tuple[Inline, ...]
    origins: tuple[Origin, ...]  # at least one, the first at 0
    level: int = 0  # of a heading, from 1
    containers: tuple[Container, ...] = ()  # the outermost first
    indent: int = 0  # columns by which a line of plain text is set in
    node: Node | None = None
    note: int = 0  # the serial of the typed note that it is part of, as its lines show; 0 when they do not


@dataclass(frozen=True, slots=True)
class NativeNote:
    """A note that the file itself knows as one: a Word footnote, Markdown's [^1].

    `label` is unique in the file.
    """

    label: str
    body: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a file says of the essay, and where: ("title", "On Rivers", "og:title").

    Keys are "title", "subtitle", "author" (one person), "date" (as written), "language", "site" (who publishes the page),
    "abstract", "description" (often made for search engines) and "keywords".
    """

    key: str
    value: str
    source: str  # "citation_title", "json-ld headline", "h1", "title element", "class byline", "yaml author" …


@dataclass(frozen=True, slots=True)
class RankedReading:
    """One reading of a whole text that was weighed: how it was read, and how it scored.

    `against` says how often each thing stands in it that speaks against a reading.
    """

    name: str
    score: float
    answered: int  # notes that are called
    against: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reader makes of a file.

    Paragraphs in order, notes of its own, what it says of itself, and the record.

    `hints` are from the file's own metadata, by the keys "title", "subtitle", "author", "affiliation", "date" (ISO 8601),
    "language"; `candidates` are all values of all places, the surest of each key first. The steps tell what was dropped
    (page boilerplate) and changed (encoding, characters); with them, the words of the file are accounted for.
    """

    path: Path
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[NativeNote, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)  # pictures that the file itself holds, by their targets
    own: Metadata | None = None  # of a file that Pressline made: nothing of the front is left in the paragraphs
    readings: tuple[RankedReading, ...] = ()  # the one taken and the next best, where several were weighed


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A note of the manuscript.

    `label` is unique in it, and `place` is where the raw essay starts the note.
    """

    label: str
    body: tuple[Paragraph, ...]
    place: Place


StepKind = Literal["read", "cleaned", "dropped", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the record of changes.

    What was done to which words of the raw essay, and why.
    """

    kind: StepKind
    place: Place
    text: str  # the words concerned, as the raw file has them
    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the raw essay that became no block and no note.

    They went into the metadata, or out of the book.

    The guard puts pieces, blocks and notes back into the raw order and compares them with the raw text, so that every
    word and mark of it is accounted for.
    """

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The structured essay: blocks, notes, draft metadata, record of changes, queries."""

    metadata: Metadata
    blocks: tuple[Paragraph, ...]
    notes: tuple[DraftNote, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
