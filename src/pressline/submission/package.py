"""What goes to a review besides the essay.

The cover page, which is a book of its own, and the sheet of what it asks.

The cover page is rendered and audited like any other book, so that its words are proven too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pressline.book.composition import composed
from pressline.book.escaped_markdown import escape_markdown
from pressline.compare.text_compare import reading_of, words
from pressline.findings import Finding, Place, finding
from pressline.locale.submissions import submission_words
from pressline.model import Artifact, Author, Blocks, Book, Edition, Layout, Metadata, Node
from pressline.pandoc.tree import string
from pressline.runtime.generated_files import IN_MARKUP


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long an essay is, in words as Word counts them: split at white space."""

    text: int  # headings and quotations included, calls left out
    notes: int
    abstract: int

    @property
    def all(self) -> int:
        """Text and notes."""
        return self.text + self.notes


def lengths(book: Book) -> Lengths:
    """The lengths of a book."""
    reading = reading_of(book)
    return Lengths(len(reading.body), sum(map(len, reading.notes.values())), len(words(book.metadata.abstract or "")))


# --- the cover page -------------------------------------------------------------------------------------------------


def cover_page(book: Book) -> Book:
    """The cover page of a submission: author, contact, thanks, abstract, keywords, lengths.

    Its metadata holds the names alone, so that they stand as the byline and no author note is made of them.
    """
    meta = book.metadata
    names = tuple(Author(author.name, sort_as=author.sort_as) for author in meta.author)
    metadata = Metadata(
        meta.title, meta.subtitle, meta.short_title, names, meta.language, meta.date, category=meta.category
    )  # fmt: skip
    count = lengths(book)
    rows: list[tuple[str, Sequence[Node]]] = [(author.name, list(_about(author))) for author in meta.author]
    words = submission_words(meta.language)
    numbers = {"all": f"{count.all:,}".replace(",", words.thousands), "text": f"{count.text:,}".replace(",", words.thousands)}
    rows += [
        (words.thanks, _paragraphs(meta.thanks)),
        (words.abstract, _paragraphs(meta.abstract)),
        (words.keywords, _paragraphs(", ".join(meta.keywords))),
        (words.length, _paragraphs(words.lengths.format(**numbers))),
        (words.statement, _paragraphs(meta.statement)),
    ]
    blocks: Blocks = []
    for number, (heading, content) in enumerate((row for row in rows if row[1]), start=1):
        blocks += [{"t": "Header", "c": [2, [f"s{number}", [], []], _inlines(heading)]}, *content]
    return composed(replace(book, metadata=metadata, blocks=blocks, notes=(), edition=Edition(abstract=False)))


def cover_layout(layout: Layout) -> Layout:
    """The layout of the cover page: the manuscript's, in single lines."""
    return replace(layout, word=replace(layout.word, lines=1))


def _about(author: Author) -> Iterator[Node]:
    """Affiliation, contact and bio, a line each of one paragraph."""
    lines = [_inlines(author.affiliation or "")]
    lines += [[_link(author.email, f"mailto:{author.email}")]] if author.email else []
    lines += [[_link(link.text, link.url)] if link.url else _inlines(link.text) for link in author.links]
    lines += [_inlines(author.bio or "")]
    nodes: list[Node] = []
    for line in filter(None, lines):
        nodes += [{"t": "LineBreak"}, *line] if nodes else line
    if nodes:
        yield _paragraph(nodes)


def _paragraphs(text: str | None) -> list[Node]:
    """A value of the metadata as paragraphs; an empty line parts them."""
    return [_paragraph(_inlines(part)) for part in re.split(r"\n\s*\n", text or "") if part.strip()]


def _paragraph(inlines: list[Node]) -> Node:
    return {"t": "Para", "c": inlines}


def _inlines(text: str) -> list[Node]:
    """Plain text as pandoc has it: words and spaces."""
    nodes: list[Node] = []
    for word in text.split():
        nodes += [{"t": "Space"}, string(word)] if nodes else [string(word)]
    return nodes


def _link(text: str, url: str) -> Node:
    return {"t": "Link", "c": [["", [], []], _inlines(text), [url, ""]]}


# --- the sheet ------------------------------------------------------------------------------------------------------


def shortfalls(book: Book, layout: Layout, essay: Path, settings: Path) -> list[Finding]:
    """What is too long or missing for the layout's review in an essay or its metadata."""
    meta, limits, count = book.metadata, layout.limits, lengths(book)
    text, given = Place(str(essay)), Place(str(settings))
    measured = (
        ("the essay with its notes", count.all, limits.words, text),
        ("the text without its notes", count.text, limits.text_words, text),
        ("the abstract", count.abstract, limits.abstract_words, given),
    )
    found = [
        finding("K010", place, what=what, count=f"{length:,}", limit=f"at most {limit:,}", layout=layout.name)
        for what, length, limit, place in measured
        if limit and length > limit
    ]
    missing = [key for key in limits.asks_for if not _given(meta, key)]
    return found + [finding("K011", given, what=key, layout=layout.name) for key in missing]


def _given(metadata: Metadata, key: str) -> bool:
    """Whether the metadata gives a key: of its own, or of every author."""
    if key in ("affiliation", "bio", "email"):
        return bool(metadata.author) and all(getattr(author, key) for author in metadata.author)
    return bool(getattr(metadata, key, None))


def sheet(book: Book, layout: Layout, artifacts: Sequence[Artifact], findings: Sequence[Finding]) -> str:
    """The sheet that lies on top of a submission, as Markdown.

    What it holds, how long it is, what is left to do.
    """
    count = lengths(book)
    limits = layout.limits
    rows = (
        ("text and notes", count.all, limits.words),
        ("text without notes", count.text, limits.text_words),
        ("notes", count.notes, 0),
        ("abstract", count.abstract, limits.abstract_words),
    )
    lines = [
        IN_MARKUP,
        "",
        f"# {escape_markdown(book.metadata.title)}",
        "",
        f"For: {escape_markdown(layout.name)}",
        "",
        "## Length",
        "",
        "| | words | limit |",
        "|---|---:|---:|",
    ]
    lines += [f"| {what} | {length:,} | {f'{limit:,}' if limit else '–'} |" for what, length, limit in rows]
    lines += [
        "",
        "## Files",
        "",
        *(f"- {escape_markdown(a.path.name)} ({a.bytes:,} bytes, sha256 {a.sha256})" for a in artifacts),
    ]
    lines += ["", "## To do before it is sent", ""]
    lines += [f"- {escape_markdown(f.message)}: {escape_markdown(f.hint)}" for f in findings if f.severity != "error"] or [
        "- nothing"
    ]
    return "\n".join(lines) + "\n"
