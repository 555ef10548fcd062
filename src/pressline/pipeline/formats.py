"""One row for each format: its name, its suffix, who renders it and who audits it.

Rooms are imported when their format is asked for, so that `--to docx` does not pay for WeasyPrint, nor `--help` for either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressline.runtime.workers import Pool

if TYPE_CHECKING:  # the command line asks for a pool before it loads the data types
    from pressline.findings import Finding
    from pressline.model import Artifact, Book, Layout, Proof

    Prove = Callable[[Artifact, Book], Proof]

Render = Callable[["Book", "Layout", Path], "tuple[Artifact, list[Finding]]"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of finished file.

    `room` of the backends and of the audits makes it and proves it, by the functions named.

    `starter` does what needs no page numbers of the PDF, and returns what does the rest; `expecter` looks up what the book
    alone tells an audit, and returns the prover. A format with modules that take long to load is made in a worker process,
    which loads them beforehand: `apart`. `needs` names a format that must be finished before it.
    """

    name: str
    suffix: str
    room: str
    maker: str = "render"
    prover: str = "prove"
    starter: str = ""
    expecter: str = ""
    apart: tuple[str, ...] = ()
    reads_with: tuple[str, ...] = ()  # what its audit loads when it needs it
    needs: str = ""
    sheets: tuple[str, ...] = ("print.css",)  # the style sheets that it is made of, or the PDF whose pages it tells of

    def begin(self, book: Book, layout: Layout, out: Path) -> Render:
        """What makes the file at `out`; of a format with a starter only what is left to do."""
        if not self.starter:
            return self.render
        start: Callable[[Book, Layout, Path], Render] = getattr(import_module(f"pressline.backends.{self.room}"), self.starter)
        return start(book, layout, out)

    def render(self, book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
        """Make the file at `out`; see the backend for what it may raise."""
        render: Render = getattr(import_module(f"pressline.backends.{self.room}"), self.maker)
        return render(book, layout, out)

    def expect(self, book: Book, memory: dict[str, Any] | None = None) -> Prove:
        """Load and look up what an audit needs that does not wait for the file; return the audit.

        `memory` is for what the audit may remember of the file before, if there will be others.
        """
        audit, *_ = [import_module(name) for name in (f"pressline.audit.{self.room}", *self.reads_with)]
        if not self.expecter:
            return self.prove
        expect: Callable[[Book, dict[str, Any] | None], Prove] = getattr(audit, self.expecter)
        return expect(book, memory)

    def prove(self, artifact: Artifact, book: Book) -> Proof:
        """Open the finished file afresh and compare it with the book."""
        prove: Prove = getattr(import_module(f"pressline.audit.{self.room}"), self.prover)
        return prove(artifact, book)


_WEASYPRINT = ("pressline.backends.pdf", "pressline.backends.pdf.weasyprint_patches")
_PDFIUM = ("pypdfium2", *(f"fontTools.ttLib.tables.{name}" for name in ("_h_e_a_d", "_m_a_x_p", "_l_o_c_a")))
_ROWS = (
    Format("pdf", ".pdf", "pdf", expecter="expect", apart=_WEASYPRINT, reads_with=_PDFIUM),
    Format("print", "-print.pdf", "pdf", "render_print", "prove_print", apart=_WEASYPRINT, reads_with=_PDFIUM),
    Format("cover", "-cover.pdf", "pdf", "render_cover", "prove_cover", apart=_WEASYPRINT, reads_with=_PDFIUM, needs="print"),
    Format("booklet", "-booklet.pdf", "pdf", "render_booklet", "prove_booklet", apart=_WEASYPRINT, reads_with=_PDFIUM),
    Format("epub", ".epub", "epub", starter="begin", expecter="expect", sheets=("print.css", "epub.css")),
    Format("docx", ".docx", "docx", sheets=()),
)
FORMATS = {row.name: row for row in _ROWS}
SHEETS = frozenset(sheet for row in _ROWS for sheet in row.sheets)


def pool_for(names: Iterable[str]) -> Pool:
    """The worker process that making these formats takes.

    One is enough for any copy: the formats that take long to load are made one from another. On a single processor it costs an
    eighth of the time, and what it keeps out is worth that: Pango and Cairo end the process that they find a fault in.
    """
    apart = dict.fromkeys(module for name in names for module in FORMATS[name].apart)
    return Pool(1 if apart else 0, ("pressline.pipeline.copies", *apart))


def with_needs(names: Iterable[str]) -> tuple[str, ...]:
    """Formats, each with the one that it needs.

    >>> with_needs(["epub", "cover"])
    ('epub', 'print', 'cover')
    """
    needed = [part for name in names for part in (FORMATS[name].needs, name) if part]
    return tuple(dict.fromkeys(needed))
