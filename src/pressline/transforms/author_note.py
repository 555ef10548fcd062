"""The author note, one composition for all formats, marked * in print; and the words that stand in front of a manuscript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pressline.locale.labels import labels_for
from pressline.locale.numerals import repeated, roman
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
            parts.append(Words("\u00a0· " if number else " "))
        parts.append(words)
    return tuple(parts)


def sort_name(author: Author) -> str:
    """The author's name as catalogues sort it: "Cardot, Lou E."; the last word of the name comes first.

    >>> sort_name(Author("Lou E. Cardot"))
    'Cardot, Lou E.'
    """
    first, _, last = author.name.rpartition(" ")
    return author.sort_as or (f"{last}, {first}" if first else last)


# --- what a manuscript shows in front of its text -------------------------------------------------------------------

# The shape and the label of each level of numbered headings, in the terms of ECMA-376 part 1 (17.9.11, 17.18.59).
HEADING_NUMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    "outline": (("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3.")),
    "decimal": (("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3.")),
    "none": (),
}


def contents_heading(language: str) -> str:
    """What stands over a table of contents; English where the language is none of ours."""
    return labels_for(language).contents


def keywords_line(metadata: Metadata) -> str:
    """The keywords as one line, "" when there are none.

    >>> keywords_line(Metadata("T", keywords=("treaties", "intervention")))
    'Keywords: treaties, intervention'
    """
    return labels_for(metadata.language).keywords + ", ".join(metadata.keywords) if metadata.keywords else ""


def heading_labels(levels: Sequence[int], kind: str) -> list[str]:
    """The number that Word's list gives each of some headings, by their levels from 1; "" for every one without a list.

    >>> heading_labels([1, 2, 2, 1, 2], "outline"), heading_labels([1, 2], "decimal")
    (['I.', 'A.', 'B.', 'II.', 'A.'], ['1.', '1.1.'])
    """
    shapes = HEADING_NUMBERS[kind]
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
