"""The audit of a PDF: what a reader meets on its pages, read back from the finished file and compared with the book.

Nothing is taken on trust from the backend. `pages` reads glyphs with their places by PDFium and links by qpdf; `zones` takes
running heads and folios away and tells the notes from the text; `words` makes words of lines; `expected` says what the
book must read as in print; `properties` looks at fonts, outline and document properties, `tags` at what is read aloud,
`printing` at what a printer wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf

from pressline.audit.pdf.expected import Expected, expected_of
from pressline.audit.pdf.links import link_findings
from pressline.audit.pdf.pages import Sheet, read_sheets
from pressline.audit.pdf.printing import printing_findings, trimmed, with_places_for_links
from pressline.audit.pdf.properties import property_findings
from pressline.audit.pdf.tags import tag_findings
from pressline.audit.pdf.words import Reader
from pressline.audit.pdf.zones import Mark, Zones, off_page, rest_of_note, zones_of
from pressline.conserve import compare
from pressline.findings import Finding, Place, finding
from pressline.model import Artifact, Book, Reading


def audit(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything in a finished PDF for the screen that is not as the book has it; [] for a clean file.

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
    zones = _taken_apart(sheets, expected, path)
    return [*found, *_page_findings(sheets, zones, expected, path), *link_findings(zones, path)]


def audit_print(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything in a finished PDF for the printer that is not as the book has it, or not as a printer wants it.

    Findings: as `audit`, and A021; there are no links in it to look at, so calls and labels are known by their figures.
    """
    path = str(artifact.path)
    expected = expected_of(book)
    made = datetime.fromtimestamp(book.stamp, UTC)
    properties = {**expected.properties, "/CreationDate": f"D:{made:%Y%m%d}"}
    try:
        with pikepdf.open(artifact.path) as pdf:
            sheets = with_places_for_links(trimmed(read_sheets(artifact.path), pdf), expected.reading)
            found = [*property_findings(pdf, replace(expected, properties=properties), path)]
            found += printing_findings(pdf, book.printing, path)
    except (OSError, pikepdf.PdfError, RuntimeError) as error:
        return [finding("A003", Place(path), reason=str(error))]
    return [*found, *_page_findings(sheets, _taken_apart(sheets, expected, path), expected, path)]


def _taken_apart(sheets: list[Sheet], expected: Expected, path: str) -> list[Zones]:
    usual = _usual_head(sheets)
    return [zones_of(sheet, expected, usual, path) for sheet in sheets]


def _page_findings(sheets: list[Sheet], zones: list[Zones], expected: Expected, path: str) -> list[Finding]:
    """What is wrong on the pages: text off the page, heads, folios, words, calls and notes."""
    found = [problem for sheet in sheets for problem in off_page(sheet, path)]
    found += [problem for zone in zones for problem in zone.findings]
    return [*found, *_text_findings(zones, expected, path)]


def _usual_head(sheets: list[Sheet]) -> float:
    """The height at which most pages after the first have their topmost glyphs, in points from the foot."""
    tops = [round(max(glyph.y for glyph in sheet.glyphs)) for sheet in sheets[1:] if sheet.glyphs]
    return float(max(set(tops), key=tops.count)) if tops else 0.0


def _text_findings(zones: list[Zones], expected: Expected, path: str) -> Iterator[Finding]:
    """Differences of words, calls and notes, and whether each note stands on the page of its first call."""
    reader = Reader(expected.vocabulary)
    marks: list[Mark] = []  # of the text
    held: dict[int, list[Mark]] = {}  # of the notes
    page_of_note: dict[int, int] = {}
    ran_on: set[int] = set()  # pages whose notes begin with the rest of a note of the page before
    last = -1
    for zone in zones:
        text = list(zone.body)
        if last >= 0 and len(reader.read(held[last])[0]) < len(expected.reading.notes.get(last, ())):
            text, rest = rest_of_note(text)  # the note is not all there: it runs on
            held[last] += rest
            if rest:
                ran_on.add(zone.page)
        marks += text
        for note in zone.notes:
            last = note.number
            held[last] = held.get(last, []) + list(note.glyphs)
            page_of_note.setdefault(last, zone.page)
    body, calls = reader.read(marks)
    notes = {number: tuple(reader.read(own)[0]) for number, own in held.items()}
    for where, difference in compare(expected.reading, Reading(tuple(body), tuple(calls), notes)):
        where = "the author note" if where == "note 0" else where
        where = f"{where}, after “{difference.context}”" if difference.context else where
        yield finding("A001", Place(path), where=where, expected=difference.expected, found=difference.found)
    yield from _displaced(zones, page_of_note, ran_on, path)


def _displaced(zones: list[Zones], page_of_note: dict[int, int], ran_on: set[int], path: str) -> Iterator[Finding]:
    """Notes that stand on another page than their first call, and not because the note before them runs on to that page."""
    first: dict[int, int] = {}
    for zone in zones:
        for number in zone.called:
            first.setdefault(number, zone.page)
    for number, page in page_of_note.items():
        call = first.get(number, page)
        if page < call or not ran_on.issuperset(range(call + 1, page + 1)):
            yield finding("A014", Place(path, spot=f"page {page}"), number=number, call=call)
