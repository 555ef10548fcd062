"""The page list: made of the pages of the PDF of the same run, and caught when it is not true to them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from epubfile import Damage, Files, damaged, swap
from pressline.audit.epub import audit
from pressline.audit.page_numbers import pagination_of
from pressline.backends.epub import render
from pressline.book.markdown import parse_essay
from pressline.compare.text_compare import reading_of
from pressline.model import Artifact, Author, Book, Layout, Metadata, PageStart, Pagination


@pytest.fixture(scope="module")
def paged_book(seed_book: Book, seed_pdf: Artifact) -> Book:
    return replace(seed_book, pagination=pagination_of(seed_pdf, seed_book))


@pytest.fixture(scope="module")
def paged(paged_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    return render(paged_book, essay_layout, tmp_path_factory.mktemp("paged") / "essay.epub")[0]


def text_of(artifact: Artifact, name: str) -> str:
    with zipfile.ZipFile(artifact.path) as archive:
        return archive.read(f"EPUB/{name}").decode()


def test_every_page_is_listed_for_all_readers(paged: Artifact, paged_book: Book) -> None:
    assert audit(paged, paged_book) == []
    assert paged_book.pagination is not None
    count = len(paged_book.pagination.pages)
    assert count > 5
    for name, mark in (("nav.xhtml", '#page-2">2</a>'), ("toc.ncx", '#page-2"/>'), ("content.opf", ">pageBreakMarkers<")):
        assert mark in text_of(paged, name)
    assert text_of(paged, "toc.ncx").count("<pageTarget ") == count
    assert 'name="dtb:maxPageNumber"' in text_of(paged, "toc.ncx")


def test_no_pdf_in_the_run_no_page_list(seed_epub: Artifact) -> None:
    with zipfile.ZipFile(seed_epub.path) as archive:
        whole = b"".join(archive.read(n) for n in archive.namelist() if n.endswith((".xhtml", ".opf", ".ncx")))
    for word in (b"pagebreak", b"page-list", b"pageList", b"dc:source", b"pageBreak", b"pageNavigation"):
        assert word not in whole


def test_page_breaks_stand_at_any_word(essay_layout: Layout, tmp_path: Path) -> None:
    markdown = (
        "# A *b* c\n\nd*e*f g[^n]h i\u00a0j `k l` [m n](https://x.org).\n\n| o | p |\n|---|---|\n| q | $x$ r |\n\n"
        "- s\n- **t** u\n\n> v\\\nw\n\n![not read](p.png) y $z$\n\n[^n]: A note.\n"
    )
    book = parse_essay(markdown, Metadata("T", author=(Author("A B"),)), tmp_path / "essay.md", stamp=0)
    starts = tuple(PageStart("ivx" if n == 3 else str(n // 2), n) for n in range(len(reading_of(book).body)))
    book = replace(book, pagination=Pagination("the printed edition", starts))
    artifact, _ = render(book, essay_layout, tmp_path / "x.epub")
    assert audit(artifact, book) == []


PAGE = '<span epub:type="pagebreak" role="doc-pagebreak" id="page-2" aria-label="2"/>'


def late(files: Files) -> None:
    """A page that begins a word later than it does."""
    text, count = re.subn(f"({re.escape(PAGE)})([^<> ]+ )", r"\2\1", files["EPUB/section-01.xhtml"].decode())
    assert count == 1
    files["EPUB/section-01.xhtml"] = text.encode()


DAMAGES: dict[str, tuple[str, Damage]] = {
    "a break a word late": ("@", late),
    "a break lost": ("page breaks", swap("section-01.xhtml", PAGE, "")),
    "another folio": ("page breaks", swap("section-01.xhtml", 'aria-label="2"', 'aria-label="3"')),
    "a line of the page list lost": ("the page list", swap("nav.xhtml", 'epub:type="page-list"', 'epub:type="lot"')),
    "a line that leads to another page": ("the break of page 2", swap("nav.xhtml", '#page-2">', '#page-1">')),
    "a line of the NCX that leads elsewhere": ("the break of page 2", swap("toc.ncx", '#page-2"', '#page-1"')),
    "a line of the NCX changed": ("expected 2, found 9", swap("toc.ncx", "<text>2</text>", "<text>9</text>")),
    "another source": ("source of the pages", swap("content.opf", "<dc:source>PDF", "<dc:source>Some")),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_pages_are_caught(name: str, paged: Artifact, paged_book: Book, tmp_path: Path) -> None:
    words, damage = DAMAGES[name]
    found = damaged(paged, paged_book, tmp_path, damage)
    assert any(f.code == "A042" and words in f"{f.message}" for f in found), found


def test_pages_that_no_pdf_has_are_caught(paged: Artifact, seed_book: Book) -> None:
    assert {f.code for f in audit(paged, seed_book)} == {"A042"}
