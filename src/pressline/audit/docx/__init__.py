"""The audit of a DOCX: the finished file, opened afresh, says what the book says, and Word will find nothing wrong in it.

Validators see the schema; they see no broken field, bookmark, further call or custom mark. Those are checked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pressline.audit.docx import headings, notes, structure
from pressline.audit.docx.package import DOCUMENT, Package, open_package
from pressline.audit.docx.pictures import check_pictures, with_alternatives
from pressline.audit.docx.reading import reading
from pressline.conserve import compare, reading_of
from pressline.findings import Finding, PresslineError
from pressline.model import Artifact, Book

Check = Callable[[Package, Book], Iterator[Finding]]


def check_words(package: Package, book: Book) -> Iterator[Finding]:
    """Words, calls and notes are the book's, in order."""
    for where, difference in compare(reading_of(with_alternatives(book)), reading(package)):
        place = f"{where}, after “{difference.context}”"
        yield package.complaint("A001", DOCUMENT, where=place, expected=difference.expected, found=difference.found)


CHECKS: tuple[Check, ...] = (
    check_words,
    structure.check_parts,
    structure.check_relations,
    structure.check_styles,
    structure.check_lists,
    structure.check_language,
    structure.check_properties,
    structure.check_counts,
    structure.check_spaces,
    structure.check_title_block,
    structure.check_page,
    structure.check_formulas,
    check_pictures,
    headings.check_numbers,
    headings.check_contents,
    notes.check_ids,
    notes.check_notes,
    notes.check_numbering,
    notes.check_fields,
    notes.check_further_calls,
    notes.check_bookmarks,
    notes.check_author_note,
)


def audit(artifact: Artifact, book: Book) -> list[Finding]:
    """Everything that is wrong with a finished DOCX; [] for a clean one."""
    try:
        package = open_package(artifact.path)
    except PresslineError as error:
        return list(error.findings)
    return [finding for check in CHECKS for finding in check(package, book)]
