"""The audit of an EPUB: read as a reading system does and compared with the book.

`opened` is the file, `reading` its words, `checks` all else. Nothing is taken from the backend: neither code nor names of
files, but the markup that reading systems themselves go by (epub:type, the manifest, the spine).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from pressline.audit.epub.checks import CHECKS
from pressline.audit.epub.contents import expected_contents
from pressline.audit.epub.opened import open_epub
from pressline.audit.epub.reading import Read, account_in, numbered_notes, with_notes
from pressline.compare import account_of, merged, set_checks, text_checks
from pressline.findings import Finding, Place, PresslineError, finding
from pressline.model import Account, Artifact, Book, Checked, NotePlace, Proof
from pressline.runtime.faults import faults
from pressline.runtime.zip_limits import DAMAGES, refusal


def audit(artifact: Artifact, book: Book) -> list[Finding]:
    """What is wrong with a finished EPUB; empty when nothing is."""
    return list(prove(artifact, book).findings)


def prove(artifact: Artifact, book: Book) -> Proof:
    """The audit of a finished EPUB, check by check."""
    return expect(book)(artifact, book)


def expect(book: Book, memory: dict[str, Any] | None = None) -> Callable[[Artifact, Book], Proof]:
    """What does `prove` for files of the book, whose pages need not be known yet.

    `memory` is this audit's own from one build to the next: a cover that is the same is not decoded again.
    """
    return partial(_prove, _levelled(account_of(book), book), {} if memory is None else memory)


def _prove(expected: Account, memory: dict[str, Any], artifact: Artifact, book: Book) -> Proof:
    name = artifact.path.name
    try:
        opened = with_notes(open_epub(artifact.path), memory.get("sizes", {}))
    except (*DAMAGES, PresslineError) as error:
        return Proof(artifact, (Checked("file", 0, refusal("A003", error, Place(name))),))
    except faults() as error:  # of any kind: a damaged archive has many
        return Proof(artifact, (Checked("file", 0, (finding("A003", Place(name), reason=error),)),))
    found = account_in(opened)
    checks = [*text_checks(expected, found, Place(name)), *set_checks(expected, found, Place(name))]
    for row in CHECKS:
        problems = (finding(code, Place(name, spot=spot), **values) for code, spot, values in row.check(opened, book))
        checks.append(Checked(row.what, row.count(opened, book), tuple(problems)))
    memory["sizes"] = opened.sizes
    return Proof(artifact, merged(checks), _note_places(opened))


def _note_places(opened: Read) -> tuple[NotePlace, ...]:
    notes = [note for note in numbered_notes(opened) if note.shown.isdecimal()]
    return tuple(NotePlace(int(note.shown), note.doc.path, note.story.words) for note in notes)


def _levelled(account: Account, book: Book) -> Account:
    """The account with its headings at the levels that an EPUB gives them: without a gap."""
    depths = iter([depth for depth, _ in expected_contents(book, titled=False)])
    blocks = tuple(
        replace(block, level=next(depths, block.level)) if block.kind == "heading" else block for block in account.body.blocks
    )
    return replace(account, body=replace(account.body, blocks=blocks))
