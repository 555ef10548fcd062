"""The layout: one folder under layouts/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pressline.model.book import Edition, RepeatedCalls

# Keys that no field has are refused when a file is read into one of these (`plain_yaml.validate`).
_STRICT = {"extra": "forbid"}


# How words of two capitals or more are set.
Acronyms = Literal["capitals", "small-caps", "small-caps-in-text"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in print, in millimetres. Inner is the side of the gutter."""

    __pydantic_config__ = _STRICT
    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    inner_mm: float
    outer_mm: float


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A family with its four styles; paths of font files."""

    name: str
    regular: Path
    italic: Path
    bold: Path
    bold_italic: Path


@dataclass(frozen=True, slots=True)
class Type:
    """Size and leading in points."""

    __pydantic_config__ = _STRICT
    size_pt: float
    leading_pt: float


@dataclass(frozen=True, slots=True)
class Heading:
    """A level of headings: size and leading in points, and its style in all three formats."""

    __pydantic_config__ = _STRICT
    size_pt: float
    leading_pt: float
    style: Literal["plain", "italic", "bold", "bold-italic", "small-caps"] | None = None
    align: Literal["left", "center"] | None = None


@dataclass(frozen=True, slots=True)
class RunningHead:
    """Where running heads stand, and how many characters fit beside the page number."""

    __pydantic_config__ = _STRICT
    place: Literal["center", "inner"] = "center"  # inner: at the side of the gutter
    characters: int = 44


@dataclass(frozen=True, slots=True)
class WordPage:
    """The page and type of the DOCX.

    Paper and margins in millimetres, sizes in points, line spacing in lines.
    """

    __pydantic_config__ = _STRICT
    width_mm: float
    height_mm: float
    margin_mm: float
    face: str  # a font of the editor's machine: it is named, not embedded
    size_pt: float
    lines: float  # 2: double-spaced
    note_size_pt: float
    note_lines: float = 1
    note_space_pt: float = 4  # after each paragraph of a note
    quotation_lines: float = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What a review takes: lengths in words (0: no limit), and required metadata keys."""

    __pydantic_config__ = _STRICT
    words: int = 0  # of the text and its notes
    text_words: int = 0  # of the text alone
    abstract_words: int = 0
    asks_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One folder with layout.yaml and style sheets, after those of the layouts it extends."""

    name: str
    folder: Path  # its own
    face: FontFamily
    page: Page
    text: Type
    notes: Type
    headings: tuple[Heading, ...]  # by level, from 1
    quotes: Literal["typographic", "single", "as-written"]  # single: the British manner, double marks within single ones
    word: WordPage
    embed_fonts: bool = True  # into the EPUB; without them a reader's own font is used
    edition: Edition = Edition()
    limits: Limits = Limits()
    bases: tuple[Path, ...] = ()  # the folders of the layouts it extends, the furthest first
    summary: str = ""  # what it is for, in a line
    running_head: RunningHead = RunningHead()
    acronyms: Acronyms = "capitals"
    repeated_calls: RepeatedCalls = "number"
