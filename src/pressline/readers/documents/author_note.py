"""The author note that Pressline's own files carry, read back.

Bio, affiliation, contact, thanks.

It is composed in one way (`book.composition.author_note`): a paragraph for each author of whom something is known, then the
thanks. The bio stands before the contact, which is a link or stands behind " · ".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressline.model import Author, Link

Piece = tuple[str, str]  # some words, and where they lead to ("" for nowhere)
_BETWEEN = ("\u00a0· ", " · ")


def noted_authors(authors: Sequence[Author], note: Sequence[Sequence[Piece]]) -> tuple[tuple[Author, ...], str]:
    """The authors with what a note says of them, and the thanks.

    A paragraph is about the author whom it names.

    One that names nobody is about the next author of whom nothing is known yet; the last of several that names nobody, and
    gives no contact, is the thanks.

    >>> noted_authors([Author("A B")], [[("A B writes. ", ""), ("a@b.org", "mailto:a@b.org")], [("I thank C.", "")]])
    ((Author(name='A B', sort_as=None, affiliation=None, bio='A B writes.', email='a@b.org', links=()),), 'I thank C.')
    """
    found = list(authors)
    left = list(range(len(found)))
    thanks: list[str] = []
    for pieces in note:
        text = "".join(words for words, _ in pieces).strip()
        named = next((k for k in left if found[k].name in text), None)
        contact = any(url for _, url in pieces)
        first = len(left) == len(found) and not thanks
        at = named if named is not None else left[0] if left and (contact or first) else None
        if at is None:
            thanks.append(text)
            continue
        left = [k for k in left if k > at]
        found[at] = _told(found[at], pieces)
    return tuple(found), "\n\n".join(filter(None, thanks))


def _told(author: Author, pieces: Sequence[Piece]) -> Author:
    """An author with what a paragraph of the note says."""
    bio, email = "", ""
    links: list[Link] = []
    for words, url in pieces:
        if url.startswith("mailto:"):
            email = words.strip()
        elif url:
            links.append(Link(words.strip(), url))
        elif email or links or any(mark in words for mark in _BETWEEN):
            before, *named = _parted(words)
            bio = bio or before
            links += [Link(name) for name in named]
        else:
            bio += words
    bio = bio.strip()
    of = f"{author.name}, "
    if bio.startswith(of) and bio.endswith(".") and (author.affiliation in (None, bio[len(of) : -1])):
        return replace(author, affiliation=bio[len(of) : -1], email=email or None, links=tuple(links))
    return replace(author, bio=bio or None, email=email or None, links=tuple(links))


def _parted(words: str) -> list[str]:
    """What stands between the marks that part the contacts.

    The first may be empty, the others are names.
    """
    for mark in _BETWEEN[1:]:
        words = words.replace(mark, _BETWEEN[0])
    first, *others = words.split(_BETWEEN[0])
    return [first.strip(), *(name.strip() for name in others if name.strip())]
