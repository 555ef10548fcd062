"""Where the pages of a finished PDF begin: true to the word, whatever stands around the text."""

from __future__ import annotations

import pypdfium2
import pytest

from pressline.audit.page_numbers import letters, page_starts, pagination_of
from pressline.compare.text_compare import reading_of
from pressline.model import Artifact, Book

BODY = """Everyone agrees that the first page of an essay holds its beginning, and nobody has ever seen another arrangement.
The second page goes on where the first one ends, even when a word such as counterrevolutionary is broken over both of them.
1994 was a year of which the third page tells — with 300 numbers and a dash."""
PAGES = {
    "whole words": [
        ["A Title", "Everyone agrees that the first page of an essay holds", "its beginning, and nobody has"],
        [
            "2 A Running Head",
            "ever seen another arrangement.1",
            "The second page goes on where",
            "1. The first note: its beginning.",
        ],
    ],
    "a broken word": [
        ["Everyone agrees that the first page of an essay holds its begin‐", "1. A note."],
        ["ning, and nobody has ever seen another ar‐"],
        ["rangement. The second page goes on where the first one ends"],
    ],
    "a number first": [
        [BODY.split("1994")[0]],
        ["1994 was a year of which the third", "page tells — with 300 numbers"],
    ],
    "a number last": [
        [BODY.split("was a year")[0]],
        ["was a year of which the third page", "tells — with"],
        ["300 numbers and a dash."],
    ],
    "something between that cannot be followed": [
        ["Everyone agrees that the first page of an essay holds", "seen cells another column nobody"],
        ["The Second Page Goes On", "The second page goes on where the first one ends, even", "when a word such as"],
    ],
    "a page of notes": [
        ["Everyone agrees that the first page of an essay holds"],
        ["1. A long note that fills a page with words of its own."],
        ["its beginning, and nobody has ever seen another arrangement."],
    ],
}
STARTS = {
    "whole words": ["Everyone", "ever"],
    "a broken word": ["Everyone", "and", "The"],
    "a number first": ["Everyone", "1994"],
    "a number last": ["Everyone", "was", "300"],
    "something between that cannot be followed": ["Everyone", "The"],
    "a page of notes": ["Everyone", "its"],
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_at_its_first_whole_word(name: str) -> None:
    words = BODY.split()
    assert [words[after] for after in page_starts(PAGES[name], words).values()] == STARTS[name]


def test_an_essay_that_is_not_in_the_pdf_has_no_pages() -> None:
    assert page_starts([["Something else, of no use to anybody at all"]], BODY.split()) == {}


def test_pages_of_the_real_essay(seed_pdf: Artifact, seed_book: Book) -> None:
    pagination = pagination_of(seed_pdf, seed_book)
    words = reading_of(seed_book).body
    document = pypdfium2.PdfDocument(seed_pdf.path)
    texts = [letters(page.get_textpage().get_text_range()) for page in document]
    assert pagination is not None
    assert [page.label for page in pagination.pages] == [str(n + 1) for n in range(len(pagination.pages))]
    assert pagination.pages[0].after == 0
    for page in pagination.pages:
        on = letters("".join(words[page.after : page.after + 3]))
        before = letters("".join(words[max(0, page.after - 3) : page.after]))
        assert on in texts[int(page.label) - 1]
        assert page.label == "1" or before[:4] in texts[int(page.label) - 2]
    assert f"{len(document)} pages" in pagination.source
