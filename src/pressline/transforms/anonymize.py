"""The blind copy: a book without its author, and the words that would give the author away.

Everything the metadata says about the author is taken out of the book before any format is rendered, so that no format
can print it by mistake. The author's own words are never rewritten: a note that cites the author is a query, and a text
that names the author stops the copy, because only the author can say it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, finding
from pressline.locale.names import bare_name
from pressline.model import Accessibility, Author, Book, Identifiers, Metadata
from pressline.pandoc.tree import plain, walk
from pressline.runtime.files import sha256
from pressline.transforms.author_note import sort_name

_SHORTEST_HANDLE = 4  # characters; a shorter one is a word of the language too often
_EXCERPT = 60  # characters shown on each side of a name


@dataclass(frozen=True, slots=True)
class Trace:
    """Words that lead to the author. `telling`: they do so wherever they stand; others are words of the language too."""

    text: str  # folded, in small letters
    telling: bool

    def count(self, folded: str) -> int:
        """How often it stands in a text that `searchable` made, not within a longer word."""
        return sum(1 for _ in self.pattern.finditer(folded))

    @property
    def pattern(self) -> re.Pattern[str]:
        """It as a regular expression. False positive it avoids: "Ek" is not in "Ekman", nor "Lee" in "Leeds"."""
        return re.compile(rf"(?<!\w){re.escape(self.text)}(?!\w)")


def searchable(text: str) -> str:
    """A text as names are looked for in it: folded, in small letters, one space between words.

    >>> searchable("Lou\\u00a0E.\\nCARDOT")
    'lou e. cardot'
    """
    return " ".join(fold(text).casefold().split())


def blind(book: Book) -> Book:
    """The book without its author: no name, bio, contact or thanks, and nothing else that is somebody's own."""
    hidden: dict[str, object] = {"author": (), "thanks": None, "statement": None, "publisher": None, "rights": None}
    hidden |= {"cover": None, "series": None}  # a picture or a series of the author's own would name them
    hidden |= {"accessibility": Accessibility(), "identifiers": Identifiers()}  # the EPUB's is then made from the title
    metadata = replace(book.metadata, **hidden)  # type: ignore[arg-type]
    return replace(book, metadata=metadata, digest=sha256(f"blind {book.digest}".encode()))


def blind_stem(stem: str, metadata: Metadata) -> str:
    """The name of the anonymous file: it tells of no author either.

    >>> blind_stem("essay", Metadata("T", author=(Author("Lou Cardot"),)))
    'essay-anonymous'
    >>> blind_stem("Cardot_2026-draft", Metadata("T", author=(Author("Lou Cardot"),)))
    'anonymous'
    """
    words = re.split(r"[\W_\d]+", stem.casefold())
    own = [said for a in metadata.author for said in (a.name, a.email or "", *(link.url or "" for link in a.links))]
    named = {part for said in own for part in re.split(r"[\W_\d]+", said.casefold()) if len(part) > 2}
    return "anonymous" if named.intersection(words) else f"{stem}-anonymous"


def traces(metadata: Metadata) -> list[Trace]:
    """Everything to look for, the longest first: names, addresses, handles, affiliations, bios, thanks."""
    found: dict[str, bool] = {}
    for text, telling in _texts(metadata):
        key = searchable(text)
        if key:
            found[key] = found.get(key, False) or telling
    return [Trace(text, found[text]) for text in sorted(found, key=lambda text: (-len(text), text))]


def _texts(metadata: Metadata) -> Iterator[tuple[str, bool]]:
    for author in metadata.author:
        yield from _names(author)
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


def _names(author: Author) -> Iterator[tuple[str, bool]]:
    """The whole name in its orders, with and without what is abbreviated; the last word alone."""
    bare = bare_name(author.name)
    long = [word for word in bare.split() if not word.endswith(".")]
    for name in dict.fromkeys((author.name, author.sort_as or "", sort_name(author), bare, " ".join(long))):
        yield name, len(name.split()) > 1
    if len(long) > 1:
        yield f"{long[-1]}, {long[0]}", True
        yield f"{long[-1]}, {long[0][0]}.", True
    yield from ((word, False) for word in long[-1:])


def _contact(author: Author) -> Iterator[tuple[str, bool]]:
    """Addresses whole, and what of them is the author's own: the part before the @, the domain, the handle in a link."""
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


# --- what the author's own words give away --------------------------------------------------------------------------


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


def given_away(named: Book, essay: Path) -> list[Finding]:
    """Where the text and the notes name the author: errors in the text, queries in the notes, where works are cited."""
    found = []
    everything = traces(named.metadata)
    without_author = blind(named)
    text = words_of_text(without_author)
    for trace, excerpt in _first_of_each(everything, text):
        code = "K002" if trace.telling else "K003"
        found.append(finding(code, Place(str(essay), spot="the text"), words=trace.text, excerpt=excerpt))
    for number, words in words_of_notes(without_author).items():
        for trace, excerpt in _first_of_each(everything, words)[:1]:
            found.append(
                finding("K001", Place(str(essay), spot=f"note {number}"), number=number, words=trace.text, excerpt=excerpt)
            )
    return found


def _first_of_each(everything: list[Trace], text: str) -> list[tuple[Trace, str]]:
    """The traces in a text, each with its first place; one that stands only within a longer one is left out."""
    found = []
    for trace in everything:
        match = trace.pattern.search(text)
        if match:
            start, end = max(0, match.start() - _EXCERPT), match.end() + _EXCERPT
            found.append((trace, text[start:end].replace("\n", " ")))
            text = trace.pattern.sub(" ", text)
    return found
