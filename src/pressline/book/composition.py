"""The words around the text.

Author note, running heads, keywords, numbers of headings, cover and copyright page.

They are composed here and nowhere else, and stand in the book; so no backend and no audit composes any of them, and an
audit compares a finished file with what the book says, whoever set it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressline.book.identity import identifiers
from pressline.locale.citations import page_abbreviated
from pressline.locale.labels import Labels, labels_for, page_words
from pressline.locale.numerals import repeated, roman
from pressline.model import LISTED_LEVELS, Author, Blocks, Book, Composition, CopyrightPage, Edition, LinkedText, Metadata
from pressline.pandoc.tree import headers

_HEADING_NUMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    "outline": (("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3.")),
    "decimal": (("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3.")),
    "none": (),
}


def composed(book: Book) -> Book:
    """The book with its composition made anew.

    For every change of its metadata, its edition or its headings.
    """
    return replace(book, composition=composition_of(book.metadata, book.blocks, book.edition))


def composition_of(metadata: Metadata, blocks: Blocks, edition: Edition) -> Composition:
    """The words around a text."""
    labels = labels_for(metadata.language)
    return Composition(
        author_note=author_note(metadata),
        sort_names=tuple(map(sort_name, metadata.author)),
        identifiers=tuple(identifiers(metadata)),
        verso_head=metadata.byline or metadata.running_title,
        recto_head=metadata.running_title,
        keywords=keywords_line(metadata),
        contents_heading=labels.contents,
        heading_numbers=_HEADING_NUMBERS[edition.heading_numbers],
        heading_labels=_labels_of(blocks, edition.heading_numbers),
        page_abbreviation=page_abbreviated(metadata.language),
        page_count=page_words(metadata.language),
        cover=f"{labels.cover}: {'. '.join(filter(None, [metadata.title, metadata.subtitle, metadata.byline]))}",
        imprint=", ".join(filter(None, [metadata.publisher, str(metadata.date.year) if metadata.date else ""])),
        about_heading=labels.about_author if len(metadata.author) == 1 else labels.about_authors,
        copyright_page=_copyright_page(metadata, labels),
    )


# --- authors --------------------------------------------------------------------------------------------------------


def author_note(metadata: Metadata) -> tuple[tuple[LinkedText, ...], ...]:
    """One paragraph for each author of whom something is known, then the thanks.

    Bio, affiliation, contact.

    >>> author_note(Metadata("T", author=(Author("A B", bio="A B writes.", email="a@b.org"),)))
    ((LinkedText(text='A B writes.', url=''), LinkedText(text=' ', url=''), LinkedText(text='a@b.org', url='mailto:a@b.org')),)
    """
    paragraphs = tuple(note for note in map(_about, metadata.author) if note)
    return (*paragraphs, (LinkedText(metadata.thanks),)) if metadata.thanks else paragraphs


def _about(author: Author) -> tuple[LinkedText, ...]:
    parts: list[LinkedText] = []
    if author.bio:
        parts.append(LinkedText(author.bio))
    elif author.affiliation:
        parts.append(LinkedText(f"{author.name}, {author.affiliation}."))
    contact = [LinkedText(author.email, f"mailto:{author.email}")] if author.email else []
    contact += [LinkedText(link.text, link.url or "") for link in author.links]
    for number, words in enumerate(contact):
        if parts:
            parts.append(LinkedText("\u00a0· " if number else " "))
        parts.append(words)
    return tuple(parts)


def sort_name(author: Author) -> str:
    """The author's name as catalogues sort it: "Cardot, Lou E.".

    The last word of the name comes first.

    >>> sort_name(Author("Lou E. Cardot"))
    'Cardot, Lou E.'
    """
    first, _, last = author.name.rpartition(" ")
    return author.sort_as or (f"{last}, {first}" if first else last)


def _copyright_page(metadata: Metadata, labels: Labels) -> CopyrightPage | None:
    """Rights, publisher, date and public numbers, if metadata.yaml gives more than a date."""
    numbers = metadata.identifiers
    if not (metadata.rights or metadata.publisher or numbers.isbn or numbers.doi):
        return None
    return CopyrightPage(
        heading=labels.copyright if metadata.rights else labels.colophon,
        of_rights=bool(metadata.rights),
        statements=tuple(filter(None, [metadata.rights, metadata.publisher])),
        date=metadata.date.isoformat() if metadata.date else "",
        isbn=f"ISBN {numbers.isbn}" if numbers.isbn else "",
        doi=f"https://doi.org/{numbers.doi}" if numbers.doi else "",
    )


# --- what a manuscript shows in front of its text -------------------------------------------------------------------


def keywords_line(metadata: Metadata) -> str:
    """The keywords as one line, "" when there are none.

    >>> keywords_line(Metadata("T", keywords=("treaties", "intervention")))
    'Keywords: treaties, intervention'
    """
    return labels_for(metadata.language).keywords + ", ".join(metadata.keywords) if metadata.keywords else ""


def _labels_of(blocks: Blocks, kind: str) -> tuple[str, ...]:
    """The numbers of the headings of a text that are numbered; () when none is."""
    if not _HEADING_NUMBERS[kind]:
        return ()
    levels = [node["c"][0] for node in headers(blocks)]
    return tuple(heading_labels([level for level in levels if level <= LISTED_LEVELS], kind))


def heading_labels(levels: Sequence[int], kind: str) -> list[str]:
    """The number that Word's list gives each of some headings, by their levels from 1.

    "" for every one without a list.

    >>> heading_labels([1, 2, 2, 1, 2], "outline"), heading_labels([1, 2], "decimal")
    (['I.', 'A.', 'B.', 'II.', 'A.'], ['1.', '1.1.'])
    """
    shapes = _HEADING_NUMBERS[kind]
    counts = [0] * len(shapes)
    labels = []
    for level in levels:
        if level > len(shapes):
            labels.append("")
            continue
        # Word counts a level that is passed over as its first.
        counts = [max(count, 1) if at < level - 1 else count for at, count in enumerate(counts)]
        counts[level - 1] += 1
        counts[level:] = [0] * (len(shapes) - level)
        label = shapes[level - 1][1]
        for at in range(level):
            label = label.replace(f"%{at + 1}", _counted(counts[at], shapes[at][0]))
        labels.append(label)
    return labels


def _counted(number: int, shape: str) -> str:
    """A number as a list shows it.

    >>> _counted(14, "upperRoman"), _counted(28, "upperLetter"), _counted(3, "decimal")
    ('XIV', 'BB', '3')
    """
    if shape == "upperLetter":
        return repeated(number).upper()
    return roman(number).upper() if shape == "upperRoman" else str(number)
