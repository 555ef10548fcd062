"""What the author asked for, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressline.findings import Finding
from pressline.model.book import Artifact, Book
from pressline.model.layout import Layout
from pressline.model.printing import PrintOrder
from pressline.model.proof import NoteRow, Proof, Provenance

if TYPE_CHECKING:
    from pressline.model.manuscript import RankedReading, Step


@dataclass(frozen=True, slots=True)
class Job:
    """What the author asked for. `folder` None: beside the essay, in a folder of its name."""

    source: Path
    folder: Path | None = None
    formats: tuple[str, ...] = ("pdf", "epub", "docx")
    layout: str = "essay"
    anonymous: bool = False  # the copies for a blind review instead of the named one
    embed_fonts: bool = True  # false: not into the EPUB, whatever the layout says
    order: PrintOrder = PrintOrder()
    page: bool = True  # write report.html, which takes a fifth of a second
    preview: bool = False  # pictures of the pages beside the files
    metadata: Path | None = None  # the file of metadata; None: the metadata.yaml beside an essay.md
    force: bool = False  # replace files that are not Pressline's, or were changed since: they are kept as NAME.before
    max_mb: float = 64  # the most megabytes that the essay may have
    time_limit: float = 0.0  # seconds after which it is stopped, whatever it is doing; 0: never


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the copies a build makes of a book.

    Its file's stem, what it holds, and how it looks.
    """

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
    """A row of the concordance: a note's number in the essay (None: new) and in the files."""

    label: str
    was: int | None
    now: int


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Small pictures of the pages of a PDF, each as a data.

    URI with its width and height in pixels.
    """

    sha256: str  # of the PDF
    pictures: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that did not pass its audit, and so was not put in its place."""

    format: str
    path: Path  # where it would stand
    draft: Path | None  # where it was kept to be looked at; None: somebody else's file is there, or nothing could be kept
    earlier: bool  # whether a file of an earlier build still stands in its place
    findings: tuple[Finding, ...]  # of the audit, all of them


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
    pictures: tuple[Path, ...] = ()  # contact sheets and the cover, if they were asked for
    thumbnails: Thumbnails | None = None  # for report.html, if they are drawn already
    seconds: float = 0.0  # of all of it; less than the sum of the timings where stages went side by side
    concordance: tuple[Renumbered, ...] = ()  # of all notes, when a further call became a note of its own
    proofs: tuple[Proof, ...] = ()  # of every file that was opened afresh, made or not
    notes: tuple[NoteRow, ...] = ()  # of the essay, with where each format has them
    provenance: Provenance = Provenance()
    refused: tuple[RefusedFile, ...] = ()
    force: bool = False  # as the job has it
    readings: tuple[RankedReading, ...] = ()  # of the raw essay, where several were weighed
    reads: tuple[Path, ...] = ()  # the pictures that the essay asks for, there or not; told to who watches it

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)
