"""A book of ten thousand notes, and a note as long as an essay, as PDF: none is lost, and each stands where it is called.

`make conformance` runs these: they take some minutes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import STAMP
from pressline.audit.pdf import audit
from pressline.audit.pdf.pages import read_pages
from pressline.backends.pdf import render
from pressline.book.markdown import parse_essay
from pressline.model import Book, Layout, Metadata

pytestmark = pytest.mark.skipif("PRESSLINE_CONFORMANCE" not in os.environ, reason="slow: run make conformance")
PLACES = ("Kigali", "Arusha", "Goma", "Bukavu", "Gisenyi", "Butare", "Ruhengeri")


def book_of(text: str, folder: Path) -> Book:
    return parse_essay(text, Metadata("A Book of Notes"), folder / "essay.md", stamp=STAMP)


def many_notes(count: int) -> str:
    """Paragraphs of one to four calls, a heading now and then, notes of one to nine lines."""
    parts: list[str] = []
    notes: list[str] = []
    for number in range(1, count + 1):
        place = PLACES[number % 7]
        words = f"On day {number} the commission met at {place}, and what it wrote there was read by nobody{'.' * (number % 3)}"
        parts.append(f"{words}[^{number}]{'.' * (number % 3 == 0)}")
        if number % 4 == 3 or number % 11 == 0:
            parts.append("\n\n")
        if number % 40 == 0:
            parts.append(f"\n\n# Part {number // 40}, on {place}\n\n")
        length = 1 + number % 5 + 24 * (number % 97 == 0)
        notes.append(
            f"[^{number}]: Cable {number} from {place}: " + f"it is kept with those of {place}, folder {number}. " * length
        )
    return " ".join(parts) + "\n\n" + "\n\n".join(notes) + "\n"


def test_of_ten_thousand_notes_none_is_lost_or_moved(tmp_path: Path, essay_layout: Layout) -> None:
    """The audit compares every word of every note, and the page of each with that of its call."""
    book = book_of(many_notes(10_000), tmp_path)
    assert len(book.notes) == 10_000
    artifact, findings = render(book, essay_layout, tmp_path / "notes.pdf")
    assert findings == []
    assert audit(artifact, book) == []


def test_a_note_of_ten_thousand_words_runs_over_its_pages_whole(tmp_path: Path, essay_layout: Layout) -> None:
    note = " ".join(f"In {1900 + number % 99} it wrote of cable {number}." for number in range(1_450))
    text = " ".join(f"The commission met for the {number}th time." for number in range(700))
    book = book_of(f"It met at noon.[^1] {text}\n\n[^1]: {note}\n", tmp_path)
    artifact, findings = render(book, essay_layout, tmp_path / "note.pdf")
    assert findings == []
    assert audit(artifact, book) == []
    small = [sum(8.5 < g.em < 9.2 for g in sheet.glyphs) for sheet in read_pages(artifact.path)]
    assert sum(count > 500 for count in small) >= 10
