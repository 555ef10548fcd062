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
    """A kind of finished file."""

    name: str
    suffix: str

    def render(self, book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
        """Make the file at `out`; see the backend for what it may raise."""
        render: Render = import_module(f"pressline.backends.{self.name}").render
        return render(book, layout, out)

    def audit(self, artifact: Artifact, book: Book) -> list[Finding]:
        """Open the finished file afresh and compare it with the book."""
        audit: Audit = import_module(f"pressline.audit.{self.name}").audit
        return audit(artifact, book)


FORMATS = {row.name: row for row in (Format("pdf", ".pdf"), Format("epub", ".epub"), Format("docx", ".docx"))}
