"""A PDF that somebody else made.

What can be compared without knowing how its pages are built.

Where its heads, notes and calls stand is not known, so the order of its words is not compared: every word of the text and of
the notes must be on its pages, as often as the essay has it. What a reader cannot see, or what is off the page, counts as
lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pikepdf

from pressline.audit.pdf.active import active_findings
from pressline.audit.pdf.expected import Expected, expected_of
from pressline.audit.pdf.pages import pages_of
from pressline.audit.pdf.printing import is_raised
from pressline.audit.pdf.properties import unembedded
from pressline.audit.pdf.regions import marks_of, off_sheet, unseen
from pressline.audit.pdf.words import WordReader
from pressline.compare import place_in
from pressline.compare.text_compare import atoms
from pressline.findings import Finding, Place, finding
from pressline.model import Artifact, Book, Checked, Proof, StyledReading

_PART = re.compile(r"\d+|\D+")
_MOST_PAGES = 20_000
_UNKNOWN = "not known of a PDF of another hand"


def prove_third_party(artifact: Artifact, book: Book) -> Proof:
    """The audit of a PDF that Pressline did not make: words, fonts, and what can be seen."""
    path = str(artifact.path)
    expected = expected_of(book)
    try:
        with pikepdf.open(artifact.path) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                many = finding("A085", Place(path), limit=f"{_MOST_PAGES:,} pages")
                return Proof(artifact, (Checked("file", 0, (many,)),), ours=False)
            fonts = Checked("faces", 0, tuple(unembedded(pdf, path)))
            active = Checked("file", 0, tuple(active_findings(pdf, path)))
        words, seen, pages = _read(artifact, expected)
    except (OSError, pikepdf.PdfError, RuntimeError) as error:
        return Proof(artifact, (Checked("file", 0, (finding("A003", Place(path), reason=str(error)),)),), ours=False)
    stories = [("the text", expected.account.body)]
    stories += [(f"note {number}", story) for number, story in sorted(expected.account.notes.items()) if number]
    found = tuple(_missing(stories, words, path))
    checks = (
        Checked("words", sum(len(story.words) for _, story in stories), found),
        Checked("notes", 0, left_out=_UNKNOWN),
        Checked("calls", 0, left_out=_UNKNOWN),
        Checked("pages", pages, tuple(seen)),
        fonts,
        active,
    )
    return Proof(artifact, checks, ours=False)


def _read(artifact: Artifact, expected: Expected) -> tuple[Counter[str], list[Finding], int]:
    """The words on all pages, what of them cannot be seen, and how many pages there are.

    Raised figures, which are calls or the numbers of notes, are no words.
    """
    reader, path = WordReader(expected.vocabulary), str(artifact.path)
    found: Counter[str] = Counter()
    hidden: list[Finding] = []
    pages = 0
    for sheet in pages_of(artifact.path):
        pages += 1
        hidden += [*off_sheet(sheet, path), *unseen(sheet, path)]
        glyphs = [glyph for glyph in sheet.glyphs if glyph.seen and not is_raised(glyph)]
        found.update(atom for word in reader.read(marks_of(glyphs, sheet)).words for atom in _parts(word))
    return found, hidden, pages


def _parts(word: str) -> list[str]:
    """The letters and the digits of a word, apart: a call's number may stand against it.

    >>> _parts("item3,")
    ['item', '3']
    """
    return [part for atom in atoms(word) if atom.isalnum() for part in _PART.findall(atom)]


def _missing(stories: list[tuple[str, StyledReading]], found: Counter[str], path: str) -> Iterator[Finding]:
    """A finding A001 for every word that the pages lack, at its last place in the essay."""
    wanted = Counter(atom for _, story in stories for word in story.words for atom in _parts(word))
    missing = wanted - found
    for where, story in reversed(stories):
        for at in reversed(range(len(story.words))):
            for atom in _parts(story.words[at]):
                if missing[atom] > 0:
                    missing[atom] -= 1
                    yield finding("A001", Place(path), where=place_in(where, story, at), expected=story.words[at], found="")
