"""The audit of a DOCX: the finished file is read afresh and compared with the book.

It also checks that Word will find nothing wrong in it.

Validators see the schema; they see no broken field, bookmark, further call or custom mark. Those are checked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressline.audit.docx import active, grids, headings, notes, structure, visible
from pressline.audit.docx.package import DOCUMENT, Package, open_package
from pressline.audit.docx.pictures import check_pictures, pictures_of, with_alternatives
from pressline.audit.docx.reading import numbers, reading
from pressline.compare import account_of, merged, set_checks, text_checks
from pressline.findings import Finding, Place, PresslineError
from pressline.model import Account, Artifact, Book, Checked, CheckName, NotePlace, Proof
from pressline.runtime.namespaces import W

Check = Callable[[Package, Book], Iterator[Finding]]
Count = Callable[[Package, Book], int]


@dataclass(frozen=True, slots=True)
class DocxCheck:
    """A check, the row of the proof that it belongs to, and how many things it looks at."""

    what: CheckName
    check: Check
    count: Count


def _none(package: Package, book: Book) -> int:
    return 0


def _calls(package: Package, book: Book) -> int:
    return sum(1 for _ in package.document.iter(W + "footnoteReference"))


CHECKS: tuple[DocxCheck, ...] = (
    DocxCheck("file", structure.check_parts, lambda package, book: len(package.names)),
    DocxCheck("file", structure.check_relations, _none),
    DocxCheck("file", structure.check_styles, _none),
    DocxCheck("file", structure.check_lists, _none),
    DocxCheck("metadata", structure.check_language, _none),
    DocxCheck("metadata", structure.check_properties, _none),
    DocxCheck("metadata", structure.check_counts, _none),
    DocxCheck("file", structure.check_spaces, _none),
    DocxCheck("front", structure.check_title_block, lambda package, book: 1),
    DocxCheck("pages", structure.check_page, lambda package, book: 1),
    DocxCheck("pictures", structure.check_formulas, _none),
    DocxCheck("pictures", check_pictures, lambda package, book: len(pictures_of(book))),
    DocxCheck("paragraphs", grids.check_grids, _none),
    DocxCheck("paragraphs", grids.check_verse, _none),
    DocxCheck("paragraphs", grids.check_labels, _none),
    DocxCheck("headings", headings.check_numbers, _none),
    DocxCheck("contents", headings.check_contents, _none),
    DocxCheck("places", notes.check_ids, _calls),
    DocxCheck("places", notes.check_notes, _none),
    DocxCheck("places", notes.check_numbering, _none),
    DocxCheck("file", notes.check_fields, _none),
    DocxCheck("places", notes.check_further_calls, _none),
    DocxCheck("links", notes.check_bookmarks, _none),
    DocxCheck("front", notes.check_author_note, _none),
    DocxCheck("words", visible.check_seen, _none),
    DocxCheck("file", active.check_active, _none),
    DocxCheck("file", active.check_fetched, _none),
    DocxCheck("file", active.check_entities, _none),
    DocxCheck("file", active.check_replaced, _none),
    DocxCheck("words", active.check_symbols, _none),
    DocxCheck("words", active.check_labels, _none),
    DocxCheck("file", active.check_settled, _none),
)


def audit(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything that is wrong with a finished DOCX; [] for a clean one."""
    return list(prove(artifact, book).findings)


def prove(artifact: Artifact, book: Book) -> Proof:
    """The audit of a finished DOCX, check by check."""
    try:
        package = open_package(artifact.path)
    except PresslineError as error:
        return Proof(artifact, (Checked("file", 0, error.findings),))
    expected, found, place = account_of(with_alternatives(book)), reading(package), Place(str(artifact.path), spot=DOCUMENT)
    checks = [*text_checks(expected, found, place), *set_checks(expected, found, place)]
    checks += [Checked(row.what, row.count(package, book), tuple(row.check(package, book))) for row in CHECKS]
    return Proof(artifact, merged(checks), _note_places(package, found))


def _note_places(package: Package, found: Account) -> tuple[NotePlace, ...]:
    ids = {number: id for id, number in numbers(package).items()}
    return tuple(NotePlace(number, f"id {ids[number]}", story.words) for number, story in sorted(found.notes.items()))
