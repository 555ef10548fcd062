"""Frozen data types that every package gives and takes; they have no behaviour.

A Source becomes a Manuscript (normalize), a Manuscript becomes essay.md and metadata.yaml (write), those become a Book
(parse), a Book becomes Artifacts (render), and each Artifact is read back as a Reading (audit).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pressline.model.book import (
    Artifact,
    Blocks,
    Book,
    CallMark,
    Digest,
    Edition,
    Node,
    Note,
    PageStart,
    Pagination,
    Reading,
    RepeatedCalls,
    SheetAdditions,
)
from pressline.model.composition import AUTHOR_MARK, LISTED_LEVELS, Composition, CopyrightPage, LinkedText
from pressline.model.job import Copy, Job, RefusedFile, Renumbered, Report, Thumbnails, Timing
from pressline.model.layout import Acronyms, FontFamily, Heading, Layout, Limits, Page, RunningHead, Type, WordPage
from pressline.model.metadata import Accessibility, Author, Identifiers, Link, Metadata, Series
from pressline.model.printing import (
    CoverRules,
    Gutter,
    LargeTrim,
    Paper,
    Printer,
    Printing,
    PrintKind,
    PrintOrder,
    ScreenKind,
    SheetSize,
)
from pressline.model.proof import Checked, CheckName, NotePlace, NoteRow, Proof, Provenance

if TYPE_CHECKING:
    from pressline.model.batch import EssayResult, Fault, Order, Output, RowState, Terms
    from pressline.model.manuscript import (
        Call,
        Candidate,
        Container,
        DraftNote,
        Inline,
        Manuscript,
        Mark,
        MarkKind,
        NativeNote,
        Origin,
        Paragraph,
        ParagraphKind,
        Piece,
        RankedReading,
        Run,
        Sheet,
        Source,
        Step,
        StepKind,
    )
    from pressline.model.styled_reading import Account, BlockKind, BlockStart, StyledReading

__all__ = [
    "AUTHOR_MARK",
    "LISTED_LEVELS",
    "Accessibility",
    "Acronyms",
    "Account",
    "Artifact",
    "Author",
    "BlockKind",
    "BlockStart",
    "Blocks",
    "Book",
    "Call",
    "CallMark",
    "Candidate",
    "CheckName",
    "Checked",
    "Composition",
    "Container",
    "Copy",
    "CopyrightPage",
    "CoverRules",
    "Digest",
    "DraftNote",
    "Edition",
    "FontFamily",
    "Fault",
    "Gutter",
    "Heading",
    "Identifiers",
    "Inline",
    "Job",
    "LargeTrim",
    "Layout",
    "Limits",
    "Link",
    "LinkedText",
    "Provenance",
    "Manuscript",
    "Mark",
    "MarkKind",
    "Metadata",
    "NativeNote",
    "Node",
    "Note",
    "Order",
    "NotePlace",
    "NoteRow",
    "Origin",
    "Output",
    "Page",
    "PageStart",
    "Pagination",
    "Paper",
    "Paragraph",
    "ParagraphKind",
    "Piece",
    "PrintKind",
    "PrintOrder",
    "Printer",
    "Printing",
    "Proof",
    "RankedReading",
    "Reading",
    "RefusedFile",
    "Renumbered",
    "Report",
    "EssayResult",
    "RowState",
    "Run",
    "RepeatedCalls",
    "RunningHead",
    "ScreenKind",
    "Series",
    "Sheet",
    "SheetAdditions",
    "SheetSize",
    "Source",
    "Step",
    "StepKind",
    "Terms",
    "StyledReading",
    "Thumbnails",
    "Timing",
    "Type",
    "WordPage",
]

# Loaded when they are asked for, because a worker that makes a PDF has no use for them.
_HOMES = {
    "pressline.model.batch": ("Fault", "Order", "Output", "EssayResult", "RowState", "Terms"),
    "pressline.model.manuscript": (
        "Call",
        "Candidate",
        "Container",
        "DraftNote",
        "Inline",
        "Manuscript",
        "Mark",
        "MarkKind",
        "NativeNote",
        "Origin",
        "Paragraph",
        "ParagraphKind",
        "Piece",
        "RankedReading",
        "Run",
        "Sheet",
        "Source",
        "Step",
        "StepKind",
    ),
    "pressline.model.styled_reading": ("Account", "BlockKind", "BlockStart", "StyledReading"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
