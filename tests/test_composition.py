"""What stands around the text is composed once, of the metadata that a copy has, and is proven against it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from uuid import UUID

import pytest

from conftest import TESTS, book_at, empty_book
from pressline.book.composition import composed
from pressline.compare.around import around_differences
from pressline.findings import PresslineError
from pressline.layouts import load_layout
from pressline.model import Author, Book, Composition, Copy, CopyrightPage, Identifiers, Link, LinkedText, Metadata, Report
from pressline.pipeline.build import anonymous_copies, typeset
from pressline.pipeline.copies import build_copies
from pressline.runtime.workers import Pool

AUTHORS = (
    Author("Ada O'Neil-Quill", affiliation="University of Tests", email="ada@example.org", links=(Link("LinkedIn"),)),
    Author(
        "Bo Ek", sort_as="Ek, Bo", bio="Bo Ek counts: “things”, mostly.", links=(Link("ek.example", "https://ek.example/a"),)
    ),
)
NUMBERS = Identifiers(isbn="978-0-306-40615-7", doi="10.1000/182", uuid=UUID(int=7))
FULL = Metadata(
    "A Title: of “Words”", "Under It", "Words", AUTHORS, "fr-FR", keywords=("war & peace", "law"), thanks="Thanks to all.",
    publisher="The Press", rights="© 2026 the authors", identifiers=NUMBERS,
)  # fmt: skip


@pytest.mark.parametrize("layout", ["essay", "us-law-review", "uk-law-review"])
def test_every_copy_carries_the_words_of_its_own_metadata(layout: str) -> None:
    book = replace(book_at(TESTS / "rich" / "essay.md"), metadata=FULL)
    named = Copy("essay", typeset(book, load_layout(layout)), load_layout(layout), ("docx", "epub", "pdf"))
    for copy in (named, *anonymous_copies(named)):
        assert copy.book == composed(copy.book)
        assert list(around_differences(copy.book)) == []
    anonymous = next(anonymous_copies(named)).book.composition
    assert not anonymous.author_note
    assert not any("Quill" in str(getattr(anonymous, field.name)) for field in fields(Composition))


@pytest.mark.parametrize(
    "metadata", [FULL, Metadata("T"), Metadata("T", author=(Author("Plato"),)), Metadata("标题", author=(Author("李白"),))]
)
def test_a_right_composition_is_passed_in_silence(metadata: Metadata) -> None:
    assert list(around_differences(empty_book(metadata))) == []


ABOUT = ((LinkedText("Bo Ek counts."),),)
PAGE = CopyrightPage("Copyright", True, ("© 2026 the authors",), "", "ISBN 978-0-306-40615-7", "https://doi.org/10.1000/182")
WRONG: dict[str, tuple[str, object]] = {
    "the author note": ("author_note", ABOUT),
    "the sort names": ("sort_names", ("Quill, Ada", "Ek, Bo")),
    "the running head of left pages": ("verso_head", "Bo Ek"),
    "the running head of right pages": ("recto_head", "Other Words"),
    "the keywords": ("keywords", "Mots-clés\u00a0: law"),
    "the cover": ("cover", "Couverture"),
    "the imprint": ("imprint", "2026"),
    "the copyright page": ("copyright_page", PAGE),
    "the numbers of headings": ("heading_labels", ("I.",)),
}


@pytest.mark.parametrize("where", WRONG)
def test_a_wrong_composition_is_named(where: str) -> None:
    key, value = WRONG[where]
    book = empty_book(FULL)
    around: Composition = replace(book.composition, **{key: value})  # type: ignore[arg-type]
    assert where in [row[0] for row in around_differences(replace(book, composition=around))]


def test_no_file_is_made_of_a_book_whose_composition_is_of_other_metadata(seed_book: Book, tmp_path: Path) -> None:
    stale = replace(seed_book, metadata=replace(seed_book.metadata, author=()))
    copy = Copy("essay", stale, load_layout("essay"), ("docx",))
    with pytest.raises(PresslineError) as caught:
        build_copies([copy], Report(tmp_path / "essay.md", tmp_path, "essay"), Pool())
    assert {found.code for found in caught.value.findings} == {"G001"}
    assert not list(tmp_path.iterdir())
