"""The PDF: a book page set by WeasyPrint, its notes at the foot of the page of their call.

The book goes through small rooms: `prepare` changes what print says otherwise (list markers, mathematics, pictures that are
not there), `document` makes one HTML page of it with every note in place, `style` writes what layout.yaml says as CSS, and
`engine` is the only door to WeasyPrint, which `weasy` mends. `screen` adds to its PDF/A-2a what PDF/UA-1 asks for.
`glyphs` looks beforehand whether the faces can print the text.
"""

from __future__ import annotations

from pathlib import Path

from pressline.backends.pdf.document import document, markup
from pressline.backends.pdf.engine import print_pdf
from pressline.backends.pdf.glyphs import missing_glyphs
from pressline.backends.pdf.prepare import prepare
from pressline.backends.pdf.screen import finished
from pressline.backends.pdf.style import prelude
from pressline.files import sha256, write_whole
from pressline.findings import Finding, Place, stop
from pressline.model import Artifact, Book, Layout

STYLE_SHEET = "print.css"  # of a layout's folder


def render(book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Write the PDF of a book to `out`: the same bytes for the same book and layout, wherever and whenever it is made.

    Findings: P007 for a picture that is not there, B001 for a face, B002 for what WeasyPrint complains of, B004 for
    characters that the faces cannot print.

    Raises:
        PresslineError: B003 without WeasyPrint, B010 when the essay is nested too deeply, W002 when `out`
            cannot be written, T001 to T003.
    """
    place = Place(str(out))
    try:
        data, findings = _printed(book, layout, place)
    except RecursionError as error:
        raise stop("B010", place) from error
    write_whole(out, data)
    return Artifact("pdf", out, len(data), sha256(data)), findings


def _printed(book: Book, layout: Layout, place: Place) -> tuple[bytes, list[Finding]]:
    """The bytes of the PDF, and what there is to say about it."""
    prepared, findings = prepare(book)
    page = document(prepared)
    findings += missing_glyphs(page, prepared.metadata, layout, place)
    sheets = (prelude(layout, book.metadata), (layout.folder / STYLE_SHEET).read_text(encoding="utf-8"))
    roots = (book.folder, layout.folder, layout.face.regular.parent)
    data, complaints = print_pdf(markup(page), sheets, roots, place)
    return finished(data, book.metadata.language), [*findings, *complaints]
