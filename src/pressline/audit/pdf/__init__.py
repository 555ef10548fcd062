"""The audit of a PDF: what stands on its pages, read back and compared with the book.

Nothing is taken on trust from the backend. `pages` reads glyphs with their places by PDFium and links by qpdf; `regions` takes
running heads and page numbers away and tells the notes from the text; `repeated` knows the pages that further calls name;
`words` makes words of lines; `figures` puts captions where the book has them;
`expected` says what the book must read as in print; `properties` looks at fonts, outline and
document properties, `tags` at what is read aloud, `printing` and `printer_rules` at what a printer wants, `cover` at the
cover; `booklet` folds its sheets; `page_hash` knows a page again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pikepdf

from pressline.audit.pdf.active import active_findings
from pressline.audit.pdf.additions import as_in_the_book
from pressline.audit.pdf.booklet import booklet_findings, folded
from pressline.audit.pdf.cover import cover_findings
from pressline.audit.pdf.expected import Expected, expected_of
from pressline.audit.pdf.figures import (
    CaptionsMet,
    FigurePosition,
    figure_findings,
    pages_of_pictures,
    settle_captions,
    without_captions,
)
from pressline.audit.pdf.formulas import formula_findings, printed_formula_findings, source_findings
from pressline.audit.pdf.grids import table_findings, verse_findings
from pressline.audit.pdf.links import link_findings
from pressline.audit.pdf.margins import letters
from pressline.audit.pdf.own import own_findings
from pressline.audit.pdf.pages import PdfPage, pages_of, read_pages
from pressline.audit.pdf.printer_rules import printer_rule_findings, without_blanks
from pressline.audit.pdf.printing import printing_findings, standard_findings, trimmed, with_places_for_links
from pressline.audit.pdf.properties import font_findings, outline_findings, property_findings
from pressline.audit.pdf.regions import (
    ReadGlyph,
    Regions,
    in_reading_order,
    lacks,
    lean,
    off_page,
    out_of_place,
    regions_of,
    rest_of_note,
    unseen,
)
from pressline.audit.pdf.repeated import repeated_findings, without_pages
from pressline.audit.pdf.tags import elements_of, picture_findings, tag_findings
from pressline.audit.pdf.words import WordReader
from pressline.compare import merged, print_checks, text_checks
from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, finding
from pressline.model import Account, Artifact, Book, Checked, NotePlace, Proof, StyledReading

_SAMPLE_PAGES = 60  # that are held with all their glyphs
_MOST_KEPT = 300  # pages that are remembered
_UNREADABLE = (OSError, pikepdf.PdfError, RuntimeError)


def audit(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything in a finished PDF for the screen that is not as the book has it.

    [] for a clean file.
    """
    return list(prove(artifact, book).findings)


def audit_print(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything in a finished PDF for the printer that is not as the book has it.

    [] for a clean file.
    """
    return list(prove_print(artifact, book).findings)


def prove(artifact: Artifact, book: Book) -> Proof:
    """The audit of a finished PDF for the screen, check by check.

    Findings: A001 words, order, calls and notes; A003 unreadable; A004 to A023 as `findings.CATALOGUE` has them.
    """
    return expect(book)(artifact, book)


def expect(book: Book, memory: dict[str, Any] | None = None) -> Callable[[Artifact, Book], Proof]:
    """What does `prove` for files of the book, as often as it is asked.

    `memory` is this audit's own from one build to the next: a page that is made of the same bytes as one of the file before,
    in which nothing was wrong, is not read again.
    """
    return partial(_prove, expected_of(book), memory)


def _prove(expected: Expected, memory: dict[str, Any] | None, artifact: Artifact, book: Book) -> Proof:
    path = str(artifact.path)
    try:
        pages = _pages(expected, memory, artifact)
        with pikepdf.open(artifact.path) as pdf:
            elements = elements_of(pdf)
            tags = tag_findings(pdf, elements, len(expected.account.notes), path, book.printing.screen)
            pictures = pages_of_pictures(pdf, elements)
            own = own_findings(pdf, elements, expected, path)
            drawn = formula_findings(pdf, elements, expected.formulas, path)
            checks = [
                *_file_checks(pdf, expected, path),
                Checked("pictures", len(expected.pictures), (*picture_findings(elements, expected.pictures, path), *drawn)),
                Checked("paragraphs", len(expected.grids), tuple(table_findings(pdf, expected.grids, path))),
                Checked("file", len(pdf.pages), (*tags, *active_findings(pdf, path), *own)),
            ]
    except _UNREADABLE as error:
        return _unreadable(artifact, error)
    links = Checked("places", 0, tuple(link_findings(pages.zones, path)))
    verse = Checked("paragraphs", 0, tuple(verse_findings(pages.zones, expected.verse, path)))
    return _proof(artifact, expected, pages, [*checks, links, verse], linked=True, pictures=pictures)


def prove_print(artifact: Artifact, book: Book) -> Proof:
    """The audit of a finished PDF for the printer, check by check.

    Findings: as `prove`, and A021; there are no links in it to look at, so calls and labels are known by their figures.
    """
    path = str(artifact.path)
    expected = expected_of(book)
    made = datetime.fromtimestamp(book.stamp, UTC)
    expected = replace(
        expected,
        properties={**expected.properties, "/CreationDate": f"D:{made:%Y%m%d}"},
        outline=expected.outline if book.printing.outline else (),
    )
    try:
        with pikepdf.open(artifact.path) as pdf:
            sheets = trimmed(read_pages(artifact.path), pdf)
            asked = (
                *printing_findings(pdf, book.printing, path),
                *printer_rule_findings(sheets, book.printing, path, rtl=expected.rtl),
                *printed_formula_findings(pdf, expected.formulas, path),
                *active_findings(pdf, path),
            )
            checks = [*_file_checks(pdf, expected, path), Checked("file", len(pdf.pages), asked)]
    except _UNREADABLE as error:
        return _unreadable(artifact, error)
    sheets = [in_reading_order(sheet, expected) for sheet in without_blanks(sheets, book.printing)]
    sheets = with_places_for_links(sheets, expected)
    return _proof(artifact, expected, _taken_apart(sheets, expected, path, {}), checks, linked=False)


def audit_cover(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything wrong with a finished cover: for the book, its inside and its printer.

    [] for a clean one.
    """
    return list(prove_cover(artifact, book).findings)


def prove_cover(artifact: Artifact, book: Book) -> Proof:
    """The audit of a finished cover: against the book, the finished inside, and the printer.

    Findings: A003 unreadable; A017, A018 fonts and properties; A021 PDF/X; A022 size, words, ink and barcode.
    """
    path = str(artifact.path)
    if "print" not in book.made:
        return Proof(artifact, (Checked("file", 0, (), "the inside that it wraps is not beside it"),))
    made = datetime.fromtimestamp(book.stamp, UTC)
    wanted = {"/Title": book.metadata.title, "/Lang": book.metadata.language, "/CreationDate": f"D:{made:%Y%m%d}"}
    expected = replace(expected_of(book), outline=(), properties=wanted)
    try:
        sheets = read_pages(artifact.path)
        with pikepdf.open(artifact.path) as pdf:
            asked = (*standard_findings(pdf, book.printing, path), *cover_findings(pdf, sheets[0], book, path))
            return Proof(artifact, merged([*_file_checks(pdf, expected, path), Checked("file", len(pdf.pages), asked)]))
    except _UNREADABLE as error:
        return _unreadable(artifact, error)


def audit_booklet(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything in a finished booklet that is not as the book has it once it is folded.

    [] for a clean one.
    """
    return list(prove_booklet(artifact, book).findings)


def prove_booklet(artifact: Artifact, book: Book) -> Proof:
    """The audit of a finished booklet: its pages in folded order, like those of any PDF.

    A page in a wrong place shows by its page number and its words. Findings: as `prove_print`; A024 sides, links, the fold.
    """
    path = str(artifact.path)
    made = datetime.fromtimestamp(book.stamp, UTC)
    expected = expected_of(book)
    expected = replace(expected, properties={**expected.properties, "/CreationDate": f"D:{made:%Y%m%d}"}, outline=())
    try:
        sides = read_pages(artifact.path)
        with pikepdf.open(artifact.path) as pdf:
            asked = tuple(booklet_findings(pdf, sides, path))
            checks = [*_file_checks(pdf, expected, path), Checked("file", len(sides), asked)]
    except _UNREADABLE as error:
        return _unreadable(artifact, error)
    sheets = with_places_for_links([in_reading_order(sheet, expected) for sheet in folded(sides, rtl=expected.rtl)], expected)
    return _proof(artifact, expected, _taken_apart(sheets, expected, path, {}), checks, linked=False)


def _unreadable(artifact: Artifact, error: Exception) -> Proof:
    return Proof(artifact, (Checked("file", 0, (finding("A003", Place(str(artifact.path)), reason=str(error)),)),))


def _file_checks(pdf: pikepdf.Pdf, expected: Expected, path: str) -> list[Checked]:
    """What the file says beside its pages."""
    return [
        Checked("metadata", len(expected.properties), tuple(property_findings(pdf, expected, path))),
        Checked("headings", len(expected.outline), tuple(outline_findings(pdf, expected, path))),
        Checked("faces", 0, tuple(font_findings(pdf, path))),
    ]


def _proof(
    artifact: Artifact,
    expected: Expected,
    pages: _Pages,
    checks: list[Checked],
    *,
    linked: bool,
    pictures: Mapping[str, set[int]] | None = None,
) -> Proof:
    """The proof of what stands on the pages, with the other checks after it.

    `pictures`: the pages of each, by alternative text, if the tags say so.
    """
    path, zones = str(artifact.path), settle_captions(pages.zones, expected.figures)
    found, page_of_note, ran_on, figures = _read(zones, expected)
    places = [*_displaced(zones, page_of_note, ran_on, path), *repeated_findings(zones, page_of_note, path)]
    text = [
        *text_checks(expected.account, found, Place(path)),
        *print_checks(expected.account, found, Place(path), linked=linked),
        Checked("words", 0, tuple(source_findings(found, expected.formulas, path))),
        Checked("places", len(page_of_note), tuple(places)),
        Checked("pages", len(zones), (*pages.edges, *pages.heads)),
        Checked("pictures", len(figures), tuple(figure_findings(figures, pictures, path))),
    ]
    notes = found.notes.items()
    found_at = tuple(NotePlace(n, f"page {page_of_note[n]}", story.words) for n, story in sorted(notes) if n)
    return Proof(artifact, merged([*text, *checks]), found_at)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a file taken apart, with what each shows at its edges, head and lines."""

    zones: list[Regions]
    edges: tuple[Finding, ...]
    heads: tuple[Finding, ...]
    kept: dict[str, Regions]  # by the keys of the pages


def _pages(expected: Expected, memory: dict[str, Any] | None, artifact: Artifact) -> _Pages:
    """The pages of a file taken apart.

    Those that `memory` has are not read, and then it has those of this file.
    """
    if memory is None:
        return _taken_apart(pages_of(artifact.path), expected, str(artifact.path), {})
    around = expected.title_block, expected.verso_head, expected.recto_head, expected.page_word
    frame = *around, expected.additions, expected.figures
    kept: dict[str, Regions] = memory.get("pages", {}) if memory.get("frame") == frame else {}
    pages = _taken_apart(pages_of(artifact.path, kept), expected, str(artifact.path), kept)
    memory.update(frame=frame, pages=pages.kept)
    return pages


def _taken_apart(sheets: Iterable[PdfPage], expected: Expected, path: str, before: Mapping[str, Regions]) -> _Pages:
    """The pages, taken one after another, so that only some are held with all their glyphs.

    `before`: those not read.
    """
    known: dict[tuple[object, ...], ReadGlyph] = {}
    zones, edges, heads = [], [], []
    kept: dict[str, Regions] = {}
    for sheet in sheets:
        if not sheet.read:
            kept[sheet.key] = before[sheet.key]
            zones.append(kept[sheet.key])
            continue
        zone = without_pages(regions_of(sheet, expected, path), expected.page_word)
        edge, head = (
            [*off_page(sheet, path), *unseen(sheet, path, expected.drawings)],
            [*zone.findings, *out_of_place(zone, path)],
        )
        zone = without_captions(zone, expected.figures)
        zone = lean(zone, known) if len(zones) >= _SAMPLE_PAGES else zone
        if sheet.key and not edge and not head and len(kept) < _MOST_KEPT:
            kept[sheet.key] = zone
        edges += edge
        heads += head
        zones.append(zone)
    return _Pages(zones, tuple(edges), tuple(heads), kept)


def _read(zones: list[Regions], expected: Expected) -> tuple[Account, dict[int, int], set[int], list[FigurePosition]]:
    """What a reader of the pages meets.

    Then the page of each note, the pages of notes that run on, and where figures stand.
    """
    reader = WordReader(expected.vocabulary, expected.account)
    marks: list[ReadGlyph] = []  # of the text
    held: dict[int, list[ReadGlyph]] = {}  # of the notes
    page_of_note: dict[int, int] = {}
    ran_on: set[int] = set()  # pages whose notes begin with the rest of a note of the page before
    last, none, captions = -1, StyledReading(), CaptionsMet()
    for zone in zones:
        text = list(zone.body)
        if last >= 0 and lacks(held[last], wanted := letters(" ".join(expected.account.notes.get(last, none).words))):
            text, rest = rest_of_note(text, held[last], wanted)
            held[last] += rest
            if rest:
                ran_on.add(zone.page)
        cut = _repeated(text, marks, expected, reader, captions)
        captions.take(zone, len(marks), cut, len(text))
        marks += text[cut:]
        for note in zone.notes:
            last = note.number
            held[last] = held.get(last, []) + list(note.glyphs)
            page_of_note.setdefault(last, zone.page)
    notes = {number: reader.read(own) for number, own in held.items()}
    marks, figures = captions.put_back(marks, expected.figures, reader)
    account = as_in_the_book(Account(reader.read(marks), notes), expected.account, expected.additions)
    return account, page_of_note, ran_on, figures


def _repeated(
    text: list[ReadGlyph], before: list[ReadGlyph], expected: Expected, reader: WordReader, captions: CaptionsMet
) -> int:
    """How many glyphs at the top of a page repeat the head of a table that runs on to it."""
    for table in expected.tables:
        count, opening = 0, ""
        while count < len(text) and len(opening) < len(table.head):
            opening += fold(text[count].glyph.text).strip()
            count += 1
        if opening != table.head:
            continue
        apart = sum(len(reader.read(list(caption.glyphs)).words) for caption, _, _ in captions.met)
        words = reader.read(before).words
        begun = "".join(map(fold, words[max(0, table.start - apart) :]))  # a caption may stand on the page before its table
        if table.start < apart + len(words) < table.stop and table.head in begun:
            return count
    return 0


def _displaced(zones: list[Regions], page_of_note: dict[int, int], ran_on: set[int], path: str) -> Iterator[Finding]:
    """Notes on another page than their first call, unless the note before them runs on there."""
    first: dict[int, int] = {}
    for zone in zones:
        for number in zone.called:
            first.setdefault(number, zone.page)
    for number, page in page_of_note.items():
        call = first.get(number, page)
        if page < call or not ran_on.issuperset(range(call + 1, page + 1)):
            yield finding("A014", Place(path, spot=f"page {page}"), number=number, call=call)
