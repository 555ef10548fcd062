"""One row for each format: its name, its suffix, who renders it and who audits it.

Rooms are imported when their format is asked for, so that `--to docx` does not pay for WeasyPrint, nor `--help` for either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from pressline.findings import Finding
from pressline.model import Artifact, Book, Layout

Render = Callable[[Book, Layout, Path], tuple[Artifact, list[Finding]]]
Audit = Callable[[Artifact, Book], list[Finding]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of finished file. `room` of the backends and of the audits makes it and proves it, by the functions named."""

    name: str
    suffix: str
    room: str
    maker: str = "render"
    prover: str = "audit"

    def render(self, book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
        """Make the file at `out`; see the backend for what it may raise."""
        render: Render = getattr(import_module(f"pressline.backends.{self.room}"), self.maker)
        return render(book, layout, out)

    def audit(self, artifact: Artifact, book: Book) -> list[Finding]:
        """Open the finished file afresh and compare it with the book."""
        audit: Audit = getattr(import_module(f"pressline.audit.{self.room}"), self.prover)
        return audit(artifact, book)


_ROWS = (
    Format("pdf", ".pdf", "pdf"),
    Format("print", "-print.pdf", "pdf", "render_print", "audit_print"),
    Format("epub", ".epub", "epub"),
    Format("docx", ".docx", "docx"),
)
FORMATS = {row.name: row for row in _ROWS}
