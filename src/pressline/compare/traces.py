"""Words that lead to an author, and the texts in which they are looked for.

Of the metadata everything that names the author or leads to one: what asks the author about the text, and what searches a
finished anonymous file, look for the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category, normalize
from urllib.parse import unquote, urlsplit

from pressline.compare.text_compare import fold
from pressline.locale.names import bare_name
from pressline.model import Author, Book
from pressline.pandoc.tree import plain, walk

_TWO_SURNAMES = 2  # words of a name with more has perhaps two surnames, as in Spanish and Portuguese, or a middle name
_SHORTEST_NAME = 4  # characters of a word within a name that may be a surname; "van" and "de" are none
_SHORTEST_HANDLE = 4  # characters; a shorter one is a word of the language too often


@dataclass(frozen=True, slots=True)
class Trace:
    """Words that lead to the author.

    `telling`: they do so wherever they stand; others are words of the language too.
    """

    text: str  # folded, in small letters
    telling: bool

    def count(self, folded: str) -> int:
        """How often it stands in a text that `searchable` made, not within a longer word."""
        return sum(1 for _ in self.pattern.finditer(folded))

    @property
    def pattern(self) -> re.Pattern[str]:
        """It as a regular expression.

        Its words may be parted by hyphens, points and low lines, as in names of files. False positive it avoids: "Ek" is not in
        "Ekman", nor "Lee" in "Leeds".
        """
        words = r"[\s_.-]{1,3}".join(map(re.escape, self.text.split()))
        return re.compile(rf"(?<![^\W_]){words}(?![^\W_])")


def searchable(text: str) -> str:
    """A text as names are looked for in it.

    Folded, in small letters without accents, one space between words.

    >>> searchable("Lou\\u00a0E.\\nCARDOT"), searchable("Muñoz-García")
    ('lou e. cardot', 'munoz-garcia')
    """
    bare = fold(text).casefold()
    if not bare.isascii():
        bare = "".join(c for c in normalize("NFD", bare) if category(c) != "Mn")
    return " ".join(bare.split())


def traces(book: Book) -> list[Trace]:
    """Everything to look for, the longest first.

    Names, addresses, handles, affiliations, bios, thanks.
    """
    found: dict[str, bool] = {}
    for text, telling in _texts(book):
        key = searchable(text)
        if key:
            found[key] = found.get(key, False) or telling
    return [Trace(text, found[text]) for text in sorted(found, key=lambda text: (-len(text), text))]


def _texts(book: Book) -> Iterator[tuple[str, bool]]:
    metadata = book.metadata
    for author, sort_name in zip(metadata.author, book.composition.sort_names, strict=True):
        yield from _names(author, sort_name)
        yield from _contact(author)
        yield author.affiliation or "", False
        yield author.bio or "", True
    yield metadata.thanks or "", True
    yield metadata.rights or "", True
    yield metadata.publisher or "", False
    yield metadata.identifiers.doi or "", True
    yield metadata.identifiers.isbn or "", True
    yield str(metadata.identifiers.uuid or ""), True
    yield metadata.accessibility.certified_by or "", False


def _names(author: Author, sort_name: str) -> Iterator[tuple[str, bool]]:
    """The whole name in its orders, with and without what is abbreviated.

    The last word alone.
    """
    bare = bare_name(author.name)
    long = [word for word in bare.replace("-", " ").split() if not word.endswith(".")]
    for name in dict.fromkeys((author.name, author.sort_as or "", sort_name, bare, " ".join(long))):
        yield name, len(name.split()) > 1
    if len(long) > 1:
        yield f"{long[-1]}, {long[0]}", True
        yield f"{long[-1]}, {long[0][0]}.", True
    if len(long) > 1:
        yield "".join(long), True  # as handles and addresses have it
    if len(long) > _TWO_SURNAMES:
        yield " ".join(long[1:]), True
        yield " ".join(long[:2]), True
        yield f"{long[1]} {long[2]}, {long[0][0]}.", True
    yield from ((word, False) for word in long[1:] if len(word) >= _SHORTEST_NAME or word == long[-1])


def _contact(author: Author) -> Iterator[tuple[str, bool]]:
    """Addresses whole, and what of them is the author's own.

    The part before the @, the domain, the handle in a link.
    """
    if author.email:
        local, _, domain = author.email.partition("@")
        yield author.email, True
        yield from ((part, False) for part in (local, domain) if len(part) >= _SHORTEST_HANDLE)
    for link in author.links:
        if link.text.startswith("@") or "." in link.text or "/" in link.text:
            yield link.text, "." not in link.text or "/" in link.text  # many link to ssrn.com
        if link.url:
            parts = urlsplit(link.url)
            yield f"{parts.netloc.removeprefix('www.')}{unquote(parts.path)}".strip("/"), bool(parts.path.strip("/"))
            handle = unquote(parts.path).strip("/").rpartition("/")[2].lstrip("@~")
            if len(handle) >= _SHORTEST_HANDLE:
                yield handle, False


# --- where they are looked for ---------------------------------------------------------------------------------------


def words_of_notes(book: Book) -> dict[int, str]:
    """What each note says and links to, searchable, by number."""
    return {note.number: _said(note.body) for note in book.notes}


def words_of_text(book: Book) -> str:
    """What the text, the title and the abstract say and link to, searchable."""
    meta = book.metadata
    front = [meta.title, meta.subtitle or "", meta.short_title or "", meta.abstract or "", *meta.keywords, meta.category or ""]
    return searchable("\n".join(front)) + "\n" + _said(book.blocks)


def _said(tree: object) -> str:
    """The text of a tree, block by block, and the targets of its links and pictures."""
    links = [unquote(str(n["c"][2][0])) for n in walk(tree) if n["t"] in ("Link", "Image")]
    blocks = tree if isinstance(tree, list) else [tree]
    return "\n".join(searchable(text) for text in (*(plain(block) for block in blocks), *links))
