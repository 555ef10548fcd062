"""What the audit of a finished file has to show for itself.

What it compared, how much of it, and what it found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pressline.findings import Finding
from pressline.model.book import Artifact, Digest

# What is compared, in the order in which a report shows it.
CheckName = Literal[
    "words", "notes", "calls", "places", "paragraphs", "headings", "emphasis", "links", "pictures",
    "pages", "contents", "front", "metadata", "faces", "file", "author",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """A row of a proof: what was compared, how many the book has, where the file differs.

    `left_out` says why it was not compared: "" when it was.
    """

    what: CheckName
    compared: int
    findings: tuple[Finding, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where a note stands in a finished file.

    The number it shows, where, and its words, as that file has them.
    """

    number: int
    where: str  # "page 3", "EPUB/notes.xhtml", "footnote 15"
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A row of the table of notes: where each format has the note, by the format's name."""

    number: int
    label: str  # in essay.md
    calls: int
    words: str  # the first of them
    where: tuple[tuple[str, str], ...]  # ("pdf", "page 3"), ...


@dataclass(frozen=True, slots=True)
class Provenance:
    """What files were made of, and with what."""

    title: str = ""
    subtitle: str = ""
    byline: str = ""
    layout: str = ""
    inputs: tuple[Digest, ...] = ()
    tools: tuple[tuple[str, str], ...] = ()  # name, version
    words: int = 0  # of the text of the essay
    words_of_notes: int = 0
    said: str = ""  # SHA-256 of all those words, in their order


@dataclass(frozen=True, slots=True)
class Proof:
    """The audit of one finished file.

    `ours`: whether Pressline made it; of another's file less can be asked.
    """

    artifact: Artifact
    checks: tuple[Checked, ...]
    notes: tuple[NotePlace, ...] = ()
    ours: bool = True

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that differs, check by check."""
        return tuple(found for check in self.checks for found in check.findings)
