"""The paragraphs of an essay on a table.

Which of them stay, and which were taken off for what reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pressline.findings import Finding, finding
from pressline.model import Author, Call, Paragraph, Step, StepKind
from pressline.normalize import thresholds
from pressline.pandoc.passages import excerpt_at, place_of, text_of


@dataclass(slots=True)
class Table:
    """`texts[k]` are the words of `paragraphs[k]`; `taken[k]` is the step that took it off."""

    paragraphs: Sequence[Paragraph]
    texts: list[str] = field(default_factory=list)
    taken: dict[int, Step] = field(default_factory=dict)
    known: frozenset[str] = frozenset()  # the authors that the file names, as `contents.key` writes them
    left_out: dict[int, Step] = field(default_factory=dict)  # of a paragraph that went into the metadata, what did not

    def __post_init__(self) -> None:
        self.texts = [text_of(p) for p in self.paragraphs]

    def take(self, at: int, kind: StepKind, why: str) -> None:
        """Take a paragraph off, unless it holds a call: its note would be lost."""
        if at not in self.taken and not any(isinstance(inline, Call) for inline in self.paragraphs[at].inlines):
            self.taken[at] = Step(kind, self.paragraphs[at].origins[0].place, self.texts[at], why)

    def left(self, start: int = 0, stop: int | None = None) -> Iterator[int]:
        """The paragraphs still on the table, by number, from `start` on."""
        return (k for k in range(start, len(self.texts) if stop is None else min(stop, len(self.texts))) if k not in self.taken)

    def line(self, at: int) -> str:
        """The words of a paragraph as one line, without the dash of a pasted list."""
        return " ".join(self.texts[at].split()).removeprefix("- ").strip("•·– ")

    def is_prose(self, at: int) -> bool:
        """Whether a paragraph is running text, long enough to be no title, byline or caption."""
        kind = self.paragraphs[at].kind
        if kind == "verse":
            return self.texts[at].count("\n") >= thresholds.VERSE_LINES
        return kind == "text" and len(self.texts[at]) > thresholds.FIRST_PROSE

    def first_prose(self) -> int:
        """The number of the first paragraph of running text.

        The number of all paragraphs when there is none.
        """
        return next((k for k in self.left() if self.is_prose(k)), len(self.texts))


@dataclass(slots=True)
class Draft:
    """What is known so far."""

    table: Table
    title: str = ""
    subtitle: str | None = None
    authors: tuple[Author, ...] = ()
    date: date | None = None
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()  # the authors that the last byline named, as `contents.key` writes them
    title_at: int = -1  # the paragraph that the title was found in
    sender: bool = False  # whether the author is who sent a mail, and a byline would name another
    findings: list[Finding] = field(default_factory=list)

    def find(self, code: str, at: int, text: str = "") -> None:
        """Say something about a paragraph."""
        paragraph = self.table.paragraphs[at]
        place = place_of(paragraph, max(0, self.table.texts[at].rfind(text)) if text else 0)
        self.findings.append(finding(code, place, excerpt=excerpt_at(paragraph, place), text=text))
