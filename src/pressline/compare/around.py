"""Whether the words around a text are those of the metadata.

Nothing of an author is lost, and nobody else's is there.

It knows nothing of how they were composed, and so finds a composition that is wrong, and one that was made of other metadata:
an anonymous copy must not keep the author note of the named one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pressline.compare.text_compare import atoms
from pressline.model import LISTED_LEVELS, Author, Book
from pressline.pandoc.tree import headers


@dataclass(frozen=True, slots=True)
class _Row:
    """What must be said somewhere, and what is said there; `alone`: and nothing else.

    Others stand among labels.
    """

    where: str
    expected: Iterable[str | None]
    found: Iterable[str]
    alone: bool = False


def around_differences(book: Book) -> Iterator[tuple[str, str, str]]:
    """Where the composition of a book does not say what its metadata says.

    The place, what is expected, what was found.
    """
    for row in _rows(book):
        expected, found = _words(row.expected), _words(row.found)
        if expected - found or (row.alone and found - expected):
            yield row.where, " ".join(filter(None, row.expected)), " ".join(row.found)
    labels = book.composition.heading_labels
    headings = sum(1 for node in headers(book.blocks) if node["c"][0] <= LISTED_LEVELS) if labels else 0
    if len(labels) != headings:
        yield "the numbers of headings", str(headings), str(len(labels))


def _rows(book: Book) -> Iterator[_Row]:
    meta, around = book.metadata, book.composition
    names = [author.name for author in meta.author]
    linked = [part for paragraph in around.author_note for part in paragraph]
    yield _Row("the author note", [*_said_of(meta.author), meta.thanks], [part.text for part in linked], alone=True)
    yield _Row("the links of the author note", _links_of(meta.author), [part.url for part in linked], alone=True)
    yield _Row("the sort names", [author.sort_as or author.name for author in meta.author], around.sort_names, alone=True)
    yield _Row("the running head of left pages", names or [meta.short_title or meta.title], [around.verso_head])
    yield _Row("the running head of right pages", [meta.short_title or meta.title], [around.recto_head], alone=True)
    yield _Row("the keywords", meta.keywords, [around.keywords])
    yield _Row("the cover", [meta.title, meta.subtitle, *names], [around.cover])
    yield _Row("the imprint", [meta.publisher], [around.imprint])
    page, numbers = around.copyright_page, meta.identifiers
    shown = [*page.statements, page.date, page.isbn, page.doi] if page else []
    yield _Row("the copyright page", [meta.rights, meta.publisher, numbers.isbn, numbers.doi], shown)


def _said_of(authors: Iterable[Author]) -> Iterator[str | None]:
    """What the metadata says of authors.

    A bio, or else the name with the affiliation, and how to reach them.
    """
    for author in authors:
        yield author.bio or (author.affiliation and f"{author.name} {author.affiliation}")
        yield author.email
        yield from (link.text for link in author.links)


def _links_of(authors: Iterable[Author]) -> list[str]:
    linked = [link.url for author in authors for link in author.links if link.url]
    return linked + [f"mailto:{author.email}" for author in authors if author.email]


def _words(texts: Iterable[str | None]) -> Counter[str]:
    """The words of texts, without marks: what parts two of them in a line is no word."""
    return Counter(atom for text in texts if text for atom in atoms(text) if any(map(str.isalnum, atom)))
