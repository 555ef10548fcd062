"""What a printer is given, and what a printer takes.

Inches, as printers write them; other lengths say their unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PrintKind = Literal["x-4", "x-3", "x-3:2002", "x-1a", "x-1a:2001"]
ScreenKind = Literal["", "ua-2"]  # "": PDF/A-2a and PDF/UA-1; ua-2: PDF/A-4 and PDF/UA-2
SheetSize = Literal["", "a4", "letter", "twice"]
_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A printer's paper: thickness of a page (half a leaf), and how many pages are bound."""

    __pydantic_config__ = _STRICT
    name: str
    page_in: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Gutter:
    """The least inner margin of a book of up to so many pages."""

    __pydantic_config__ = _STRICT
    pages: int
    inner_in: float


@dataclass(frozen=True, slots=True)
class LargeTrim:
    """A trim of which fewer pages are bound, by the name of the paper."""

    __pydantic_config__ = _STRICT
    trim_in: tuple[float, float]
    most: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CoverRules:
    """What a printer wants of a cover."""

    __pydantic_config__ = _STRICT
    bleed_in: float
    safe_in: float  # from every edge and fold to anything that must not be cut
    spine_in: float  # how much wider the spine is than its paper
    spine_text_from: int  # pages
    spine_clear_in: float  # from a fold to the text on the spine
    barcode_in: tuple[float, float]  # the field that is left to the barcode


@dataclass(frozen=True, slots=True)
class Printer:
    """A file of layouts/printers/: what a printer takes, and where that is written."""

    __pydantic_config__ = _STRICT
    name: str
    title: str
    sources: tuple[str, ...]
    unverified: tuple[str, ...]
    pdf: PrintKind
    outline: bool  # whether bookmarks may stay
    bleed_in: float
    multiple: int  # what the number of pages is made a multiple of, by blank pages
    blank_last: bool
    trims_in: tuple[tuple[float, float], ...]
    margin_in: float  # the least at the head, the foot and the outer edge
    gutters: tuple[Gutter, ...]  # by rising pages
    papers: tuple[Paper, ...]  # the first is taken when none is named
    cover: CoverRules
    any_trim_in: tuple[float, float, float, float] | None = None  # width from, to; height from, to
    large_trims: tuple[LargeTrim, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What the author says about the PDFs: "" and 0 where nothing was said."""

    kind: PrintKind | Literal[""] = ""
    marks: bool = False
    printer: str = ""  # a file of layouts/printers/
    paper: str = ""
    spine_mm: float = 0.0
    sheet: SheetSize = ""
    screen: ScreenKind = ""


@dataclass(frozen=True, slots=True)
class Printing:
    """What the files for the printer are to be.

    Their standard, crop marks, and the printer and the paper they are for.
    """

    kind: PrintKind = "x-4"
    marks: bool = False
    bleed_pt: float = 9.0  # 0.125 in, what printers ask for; no layout of ours prints there
    outline: bool = True
    printer: Printer | None = None
    paper: Paper | None = None
    spine_mm: float = 0.0  # said by the author; 0: from the paper
    sheet: SheetSize = ""  # of a booklet; twice: as large as two pages; "": as paper is where the essay's language is
    screen: ScreenKind = ""
    order: PrintOrder = PrintOrder()  # what all this follows from
