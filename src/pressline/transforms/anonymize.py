"""The anonymous copy: a book without its author, and the words that identify one.

Everything the metadata says about the author is taken out of the book before any format is rendered, so that no format
can print it by mistake. The author's own words are never rewritten: a note that cites the author is a query, and a text
that names the author stops the copy, because only the author can say it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pressline.book.composition import composed
from pressline.compare.traces import Trace, traces, words_of_notes, words_of_text
from pressline.findings import Finding, Place, finding
from pressline.locale.self_references import SELF_REFERENCES
from pressline.locale.tags import primary
from pressline.model import Accessibility, Book, Identifiers, Metadata
from pressline.runtime.files import sha256

_EXCERPT = 60  # characters shown on each side of a name


def anonymized(book: Book) -> Book:
    """The book without its author.

    No name, bio, contact or thanks, and nothing else that is somebody's own.
    """
    hidden: dict[str, object] = {"author": (), "thanks": None, "statement": None, "publisher": None, "rights": None}
    hidden |= {"cover": None, "series": None}  # a picture or a series of the author's own would name them
    hidden |= {"accessibility": Accessibility(), "identifiers": Identifiers()}  # the EPUB's is then made from the title
    metadata = replace(book.metadata, **hidden)  # type: ignore[arg-type]
    return composed(replace(book, metadata=metadata, digest=sha256(f"blind {book.digest}".encode())))


def anonymous_stem(stem: str, metadata: Metadata) -> str:
    """The name of the anonymous file: it tells of no author either.

    >>> from pressline.model import Author
    >>> anonymous_stem("essay", Metadata("T", author=(Author("Lou Cardot"),)))
    'essay-anonymous'
    >>> anonymous_stem("Cardot_2026-draft", Metadata("T", author=(Author("Lou Cardot"),)))
    'anonymous'
    """
    words = re.split(r"[\W_\d]+", stem.casefold())
    own = [said for a in metadata.author for said in (a.name, a.email or "", *(link.url or "" for link in a.links))]
    named = {part for said in own for part in re.split(r"[\W_\d]+", said.casefold()) if len(part) > 2}
    return "anonymous" if named.intersection(words) else f"{stem}-anonymous"


def given_away(named: Book, essay: Path) -> list[Finding]:
    """Where the text and the notes name the author.

    Errors in the text, queries in the notes, where works are cited.
    """
    found = []
    everything = traces(named)
    without_author = anonymized(named)
    text = words_of_text(without_author)
    for trace, excerpt in _first_of_each(everything, text):
        code = "K002" if trace.telling else "K003"
        found.append(finding(code, Place(str(essay), spot="the text"), words=trace.text, excerpt=excerpt))
    language = primary(named.metadata.language)
    found += _self_references(text, language, Place(str(essay), spot="the text"))
    for number, words in words_of_notes(without_author).items():
        found += _self_references(words, language, Place(str(essay), spot=f"note {number}"))
        for trace, excerpt in _first_of_each(everything, words)[:1]:
            found.append(
                finding("K001", Place(str(essay), spot=f"note {number}"), number=number, words=trace.text, excerpt=excerpt)
            )
    return found


def _self_references(text: str, language: str, place: Place) -> Iterator[Finding]:
    """A finding K004 for the first place of each way in which a text speaks of its author."""
    for proposed, pattern in SELF_REFERENCES.get(language, ()):
        match = pattern.search(text)
        if match:
            start, end = max(0, match.start() - _EXCERPT), match.end() + _EXCERPT
            excerpt = text[start:end].replace("\n", " ")
            yield finding("K004", place, words=match[0], proposed=proposed, excerpt=excerpt)


def _first_of_each(everything: list[Trace], text: str) -> list[tuple[Trace, str]]:
    """The traces in a text, each with its first place.

    One that stands only within a longer one is left out.
    """
    found = []
    for trace in everything:
        match = trace.pattern.search(text)
        if match:
            start, end = max(0, match.start() - _EXCERPT), match.end() + _EXCERPT
            found.append((trace, text[start:end].replace("\n", " ")))
            text = trace.pattern.sub(" ", text)
    return found
