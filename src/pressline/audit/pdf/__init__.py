"""The audit of a PDF: what a reader meets on its pages, read back from the finished file and compared with the book.

Nothing is taken on trust from the backend. `pages` reads glyphs with their places by PDFium and links by qpdf; `zones` takes
running heads and folios away and tells the notes from the text; `words` makes words of lines; `expected` says what the
book must read as in print; `properties` looks at fonts, outline and document properties, `tags` at what is read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from pressline.audit.pdf.expected import Expected, expected_of
from pressline.audit.pdf.links import link_findings
from pressline.audit.pdf.pages import Sheet, read_sheets
from pressline.audit.pdf.properties import property_findings
from pressline.audit.pdf.tags import tag_findings
from pressline.audit.pdf.words import Reader
from pressline.audit.pdf.zones import Zones, off_page, zones_of
from pressline.conserve import compare
from pressline.findings import Finding, Place, finding
from pressline.model import Artifact, Book, Reading


def audit(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything in a finished PDF that is not as the book has it; [] for a clean file.

    Findings: A001 words, order, calls and notes; A003 unreadable; A010 to A020 as `findings.CATALOGUE` has them.
    """
    path = str(artifact.path)
    expected = expected_of(book)
    try:
        sheets = read_sheets(artifact.path)
        with pikepdf.open(artifact.path) as pdf:
            found = [*property_findings(pdf, expected, path), *tag_findings(pdf, len(expected.reading.notes), path)]
    except (OSError, pikepdf.PdfError, RuntimeError) as error:
        return [finding("A003", Place(path), reason=str(error))]
    for sheet in sheets:
        found += off_page(sheet, path)
    zones = [zones_of(sheet, expected, _usual_head(sheets), path) for sheet in sheets]
    for zone in zones:
        found += zone.findings
    return [*found, *_text_findings(zones, expected, path)]


def _usual_head(sheets: list[Sheet]) -> float:
    """The height at which most pages after the first have their topmost glyphs, in points from the foot."""
    tops = [round(max(glyph.y for glyph in sheet.glyphs)) for sheet in sheets[1:] if sheet.glyphs]
    return float(max(set(tops), key=tops.count)) if tops else 0.0


def _text_findings(zones: list[Zones], expected: Expected, path: str) -> Iterator[Finding]:
    """Differences of words, calls and notes, and whether each note stands on the page of its first call."""
    reader = Reader(expected.vocabulary)
    body, calls = reader.read([glyph for zone in zones for glyph in zone.body])
    notes: dict[int, tuple[str, ...]] = {}
    page_of_note: dict[int, int] = {}
    for zone in zones:
        for note in zone.notes:
            words = tuple(reader.read(list(note.glyphs))[0])
            notes[note.number] = notes.get(note.number, ()) + words
            page_of_note.setdefault(note.number, zone.page)
    for where, difference in compare(expected.reading, Reading(tuple(body), tuple(calls), notes)):
        where = "the author note" if where == "note 0" else where
        where = f"{where}, after “{difference.context}”" if difference.context else where
        yield finding("A001", Place(path), where=where, expected=difference.expected, found=difference.found)
    yield from _displaced(zones, page_of_note, path)
    yield from link_findings(zones, path)


def _displaced(zones: list[Zones], page_of_note: dict[int, int], path: str) -> Iterator[Finding]:
    """Notes that stand on another page than their first call."""
    first: dict[int, int] = {}
    for zone in zones:
        for number in zone.called:
            first.setdefault(number, zone.page)
    for number, page in page_of_note.items():
        if first.get(number, page) != page:
            yield finding("A014", Place(path, spot=f"page {page}"), number=number, call=first[number])
