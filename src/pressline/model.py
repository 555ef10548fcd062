"""The nouns. Frozen, without verbs: every room gives and takes these, and no room keeps anything else between calls.

A Source becomes a Manuscript (normalize), a Manuscript becomes essay.md and metadata.yaml (write), those become a Book
(parse), a Book becomes Artifacts (render), and each Artifact is read back as a Reading (audit).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pressline.findings import Finding, Place

# A node of pandoc's AST as its JSON has it: {"t": "Str", "c": "word"}. Its types are pandoc's, not ours.
Node = dict[str, Any]
Blocks = list[Node]

# --- what an author gives -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """The raw essay as given: its path, its kind ("txt", "md", "html", "docx", "odt", "rtf", "epub") and its bytes."""

    path: Path
    kind: str
    data: bytes


# --- what the normalizer makes of it --------------------------------------------------------------------------------


MarkKind = Literal[
    "emphasis", "strong", "strikeout", "underline", "smallcaps", "superscript", "subscript", "code", "math", "link", "anchor"
]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stretch of text is besides text. Neighbouring runs with equal marks are one stretch."""

    kind: MarkKind
    target: str = ""  # of a link its address ("#id" within the file), of an anchor its id
    serial: int = 0  # tells two neighbouring stretches apart: two links to one address


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, as plain characters (never markup); a line break within a paragraph is "\\n"."""

    text: str
    marks: tuple[Mark, ...] = ()  # the outermost first


@dataclass(frozen=True, slots=True)
class Call:
    """A place in the text that sends the reader to a note. `label` is the note's label in the source: "14"."""

    label: str
    place: Place


Inline = Run | Call


@dataclass(frozen=True, slots=True)
class Container:
    """A quotation or a list that a paragraph stands in. Paragraphs with the same serial stand in the same one."""

    kind: Literal["quote", "bullet", "ordered"]
    serial: int  # of the quotation or list, unique in the file
    item: int = 0  # which item of the list, from 0
    number: int = 0  # what an ordered list counts this item as: 3 in "3."


@dataclass(frozen=True, slots=True)
class Origin:
    """From which place on the characters of a paragraph come: `at` counts them from 0, calls as none."""

    at: int
    place: Place


ParagraphKind = Literal["text", "heading", "verse", "code", "table", "picture", "rule"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the raw essay as its reader found it; the same for every kind of file.

    `verse` keeps its line breaks, `code` all its spaces. A `table`, `picture` or anything else that pandoc knows and we do
    not has pandoc's own node in `node`, and its words in `inlines`.
    """

    kind: ParagraphKind
    inlines: tuple[Inline, ...]
    origins: tuple[Origin, ...]  # at least one, the first at 0
    level: int = 0  # of a heading, from 1
    containers: tuple[Container, ...] = ()  # the outermost first
    indent: int = 0  # columns by which a line of plain text is set in
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class NativeNote:
    """A note that the file itself knows as one: a Word footnote, Markdown's [^1]. `label` is unique in the file."""

    label: str
    body: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reader makes of a file: paragraphs in order, notes of its own, what it says of itself, and the record.

    `hints` are from the file's own metadata, by the keys "title", "author", "date" (ISO 8601), "language". The steps tell
    what was dropped (page chrome) and changed (encoding, characters); with them, the words of the file are accounted for.
    """

    path: Path
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[NativeNote, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A note of the manuscript; `label` is unique in it, and `place` is where the raw essay starts the note."""

    label: str
    body: tuple[Paragraph, ...]
    place: Place


StepKind = Literal["read", "cleaned", "dropped", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the record of changes: what was done to which words of the raw essay, and why."""

    kind: StepKind
    place: Place
    text: str  # the words concerned, as the raw file has them
    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the raw essay that became no block and no note: they went into the metadata, or out of the book.

    The guard puts pieces, blocks and notes back into the raw order and compares them with the raw text, so that every
    word and mark of it is accounted for.
    """

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The structured essay: blocks, note table, draft metadata, the record of changes, and what to ask the author."""

    metadata: Metadata
    blocks: tuple[Paragraph, ...]
    notes: tuple[DraftNote, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


# Keys that no field has are refused when a file is read into one of these (`plainyaml.validate`).
_STRICT = {"extra": "forbid"}

# --- the one metadata file ------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Series:
    """The series that the essay belongs to, and its place in it: "3", or "3.1"."""

    __pydantic_config__ = _STRICT
    name: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """metadata.yaml, validated. Every backend takes title, author, bio and contact from here and nowhere else."""

    __pydantic_config__ = _STRICT
    title: str
    subtitle: str | None = None
    short_title: str | None = None  # for running heads; the title when absent
    author: tuple[Author, ...] = ()  # in metadata.yaml also one map, or a name alone
    language: str = "en-US"  # BCP 47
    date: datetime.date | None = None
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


# --- the book -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A row of the note table. In `Book.blocks` and note bodies a call is an empty Span of class "call"."""

    number: int  # as printed, in the order of first calls, from 1
    label: str  # in essay.md
    body: Blocks
    calls: int  # how many there are; 1 or more


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a printed page begins: its folio, and how many words of the body begin before its first whole word."""

    label: str
    after: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """The printed pages that page numbers refer to: what it is, in words, and its pages, in order."""

    source: str
    pages: tuple[PageStart, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What the manuscript for Word shows besides the text: switches of the layout."""

    abstract: bool = True
    keywords: bool = False
    contents: bool = False  # a table of contents, as a field
    page_numbers: bool = True
    heading_numbers: Literal["none", "outline", "decimal"] = "none"  # outline: I. A. 1.; decimal: 1. 1.1. 1.1.1.
    line_numbers: Literal["none", "page", "continuous"] = "none"  # page: from 1 on every page
    repeat_notes: Literal["same-number", "new-note"] = "same-number"  # new-note: "See supra note 14."; all formats


@dataclass(frozen=True, slots=True)
class Book:
    """What every backend is given: metadata, pandoc's AST of the body, and the note table.

    A call in `blocks` is {"t": "Span", "c": [["", ["call"], [["note", "14"], ["nth", "2"]]], []]}: note 14, called for the
    second time. Every heading has an id of its own: "s1", "s2", ...
    """

    metadata: Metadata
    blocks: Blocks
    notes: tuple[Note, ...]
    folder: Path  # of essay.md; pictures are looked up here and nowhere else
    digest: str  # sha256 of essay.md and metadata.yaml, hexadecimal
    stamp: int  # seconds since 1970-01-01 UTC that every output carries as its time of making; never the clock
    edition: Edition = Edition()
    pagination: Pagination | None = None  # read from the PDF finished in the same run; None without one


# --- the layout -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """A page in print, in millimetres. Inner is the side of the gutter."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    inner_mm: float
    outer_mm: float


@dataclass(frozen=True, slots=True)
class Face:
    """A family with its four cuts; paths of font files."""

    name: str
    regular: Path
    italic: Path
    bold: Path
    bold_italic: Path


@dataclass(frozen=True, slots=True)
class Type:
    """Size and leading in points."""

    size_pt: float
    leading_pt: float


@dataclass(frozen=True, slots=True)
class WordPage:
    """The page and type of the DOCX: paper and margins in millimetres, sizes in points, line spacing in lines."""

    width_mm: float
    height_mm: float
    margin_mm: float
    face: str  # a face of the editor's machine: it is named, not embedded
    size_pt: float
    lines: float  # 2: double-spaced
    note_size_pt: float
    note_lines: float = 1
    note_space_pt: float = 4  # after each paragraph of a note
    quotation_lines: float = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What a review takes: lengths in words (0: no limit), and the keys of the metadata that it asks for."""

    words: int = 0  # of the text and its notes
    text_words: int = 0  # of the text alone
    abstract_words: int = 0
    asks_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One folder under layouts/: layout.yaml, and the style sheets beside it or beside the layout it extends."""

    name: str
    folder: Path  # where the style sheets stand
    face: Face
    page: Page
    text: Type
    notes: Type
    headings: tuple[Type, ...]  # by level, from 1
    quotes: Literal["typographic", "single", "as-written"]  # single: the British manner, double marks within single ones
    word: WordPage
    embed_fonts: bool = True  # into the EPUB; without them a reader's own face is used
    edition: Edition = Edition()
    limits: Limits = Limits()


# --- what comes out -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file."""

    format: str
    path: Path
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CallMark:
    """A call met in reading: the number it shows, and how many words of the body had begun before it."""

    number: str
    after: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader meets: the words of the body in order, the calls among them, and the words of each note by number.

    Words are split at white space and carry their punctuation; calls are taken out of the words.
    """

    body: tuple[str, ...]
    calls: tuple[CallMark, ...]
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


# --- the whole line -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Job:
    """What the author asked for. `folder` None: beside the essay, in a folder of its name."""

    source: Path
    folder: Path | None = None
    formats: tuple[str, ...] = ("pdf", "epub", "docx")
    layout: str = "essay"
    anonymous: bool = False  # the copies for a blind review instead of the named one
    embed_fonts: bool = True  # false: not into the EPUB, whatever the layout says


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the copies a build makes of a book: its file's stem, what it holds, and how it looks."""

    stem: str
    book: Book
    layout: Layout
    formats: tuple[str, ...]
    hides: Book | None = None  # the book whose author it must not name


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a stage took, in seconds."""

    stage: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A row of the concordance: the number that a note had in the essay (None: it is new) and has in the files."""

    label: str
    was: int | None
    now: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was made, what was changed on the way, what to look at, and how long it took."""

    source: Path
    folder: Path
    stem: str  # of the finished files: "essay"
    artifacts: tuple[Artifact, ...] = ()
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    timings: tuple[Timing, ...] = ()
    concordance: tuple[Renumbered, ...] = ()  # of all notes, when a further call became a note of its own

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)
