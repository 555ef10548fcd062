"""The author note, one composition for all formats: who the author is and how to reach them, as marked * in print."""

from __future__ import annotations

from dataclasses import dataclass

from pressline.model import Author, Metadata


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text, and where it links to ("" for plain text)."""

    text: str
    url: str = ""


def author_notes(metadata: Metadata) -> list[tuple[Words, ...]]:
    """One paragraph for each author of whom something is known, then the thanks: bio, affiliation, contact.

    >>> author_notes(Metadata("T", author=(Author("A B", bio="A B writes.", email="a@b.org"),)))
    [(Words(text='A B writes.', url=''), Words(text=' ', url=''), Words(text='a@b.org', url='mailto:a@b.org'))]
    """
    paragraphs = [note for note in map(_author_note, metadata.author) if note]
    return [*paragraphs, (Words(metadata.thanks),)] if metadata.thanks else paragraphs


def _author_note(author: Author) -> tuple[Words, ...]:
    parts: list[Words] = []
    if author.bio:
        parts.append(Words(author.bio))
    elif author.affiliation:
        parts.append(Words(f"{author.name}, {author.affiliation}."))
    contact = [Words(author.email, f"mailto:{author.email}")] if author.email else []
    contact += [Words(link.text, link.url or "") for link in author.links]
    for number, words in enumerate(contact):
        if parts:
            parts.append(Words(" · " if number else " "))
        parts.append(words)
    return tuple(parts)


def sort_name(author: Author) -> str:
    """The author's name as catalogues sort it: "Cardot, Lou E."; the last word of the name comes first.

    >>> sort_name(Author("Lou E. Cardot"))
    'Cardot, Lou E.'
    """
    first, _, last = author.name.rpartition(" ")
    return author.sort_as or (f"{last}, {first}" if first else last)
