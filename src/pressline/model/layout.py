"""The layout: one folder under layouts/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pressline.model.book import Edition


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
