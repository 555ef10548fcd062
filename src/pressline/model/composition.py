"""What finished files show around the text.

Composed once, carried in the book, set by backends, compared by audits.
"""

from __future__ import annotations

from dataclasses import dataclass

AUTHOR_MARK = "*"  # calls the author note, and stands before it
LISTED_LEVELS = 3  # of headings: as many are numbered, and stand in the table of contents of a manuscript


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A stretch of text, and where it links to ("" for plain text)."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CopyrightPage:
    """The page of rights and public numbers, line by line; "" for a line that it has not."""

    heading: str
    of_rights: bool  # whether rights are stated; else it is a colophon
    statements: tuple[str, ...]  # that of rights, then the publisher
    date: str  # ISO 8601
    isbn: str  # "ISBN 978-0-306-40615-7"
    doi: str  # as an address: it is text and link


@dataclass(frozen=True, slots=True)
class Composition:
    """The words around the text, of metadata and edition, in the book's language.

    `composed` of `book.composition` makes it; a change of either asks for it again.
    """

    author_note: tuple[tuple[LinkedText, ...], ...]  # a paragraph for each author, then the thanks; () when nothing is known
    sort_names: tuple[str, ...]  # of the authors, in their order: "Cardot, Lou E."
    identifiers: tuple[str, ...]  # URNs: what tells the publication from all others, then its DOI where that is another
    verso_head: str  # the running head of left pages, which a narrow page may cut: the byline, or the title without one
    recto_head: str  # that of right pages: the short title
    keywords: str  # "Keywords: treaties, war"; "" when there are none
    contents_heading: str
    heading_numbers: tuple[tuple[str, str], ...]  # of each level, shape and label (ECMA-376 part 1, 17.9.11); () for none
    heading_labels: tuple[str, ...]  # of the headings of levels 1 to 3, in their order: "II."; () when none is numbered
    page_abbreviation: str  # before the number of a page that a further call names: "p."
    page_count: tuple[str, str]  # before the number of a page, and between it and how many there are: "Page ", " of "
    cover: str  # what the cover shows, for those who cannot see it: "Cover: Title. Subtitle. Byline"
    imprint: str  # at the foot of the title page: "Publisher, 2026"; "" when neither is known
    about_heading: str  # over the author note where it has a page of its own
    copyright_page: CopyrightPage | None
