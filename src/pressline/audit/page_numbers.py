"""Find where the pages of a finished PDF begin in the essay, to number pages elsewhere.

Read from the file itself, as a reader has it, and not from whatever made it. A line of a page belongs to the body when its
letters are those that the body goes on with; running heads, page numbers and notes are passed over because theirs are not. Only
letters are compared: hyphens at the ends of lines, numbers of calls and shapes of marks then make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from pressline.compare.text_compare import read_prose
from pressline.findings import counted
from pressline.model import Artifact, Book, PageStart, Pagination
from pressline.pandoc.tree import prose

_SURE = 20  # letters that must agree where a page begins
_SURE_AFTER_GAP = 40  # and where the body goes on behind something that cannot be followed, a table of many lines
_SURE_ON_PAGE = 8  # and where it goes on behind a line that is none of its own
_GAP = 12_000  # letters that may be passed over


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: as it is, and its letters."""

    text: str
    letters: str


def pagination_of(artifact: Artifact, book: Book) -> Pagination | None:
    """The edition that a finished PDF of the book is.

    None when the essay is not found on its pages.
    """
    labels, pages = zip(*_pages(artifact.path, _named_pages(book)), strict=True)
    words, _ = read_prose(prose(book.blocks))
    starts = page_starts(pages, words)
    found = tuple(PageStart(labels[page], after) for page, after in starts.items())
    source = f"PDF edition of {counted(len(pages), 'page', 'pages')}, SHA-256 {artifact.sha256}"
    return Pagination(source, found) if found else None


def _named_pages(book: Book) -> re.Pattern[str]:
    """The pages that further calls name, in the text of a page: "14, p. 3".

    False positive it avoids: the author's "in 14, p. 3", where a space stands before the number.
    """
    numbers = "|".join(str(note.number) for note in book.notes if note.calls > 1 and book.repeated_calls == "with-page")
    return re.compile(rf"(?<=[^\s\d])({numbers or '(?!)'})\s*,\s*{re.escape(book.composition.page_abbreviation)}\s*\d+")


def _pages(path: Path, named: re.Pattern[str]) -> Iterator[tuple[str, list[str]]]:
    """The label and the lines of every page, without what `named` finds.

    A PDF without page labels counts from 1.
    """
    import pypdfium2  # it takes a quarter of a second, and a DOCX needs none of it

    document = pypdfium2.PdfDocument(path)
    try:
        for number, page in enumerate(document, start=1):
            lines = named.sub(r"\1", page.get_textpage().get_text_range()).split("\n")
            yield document.get_page_label(number - 1) or str(number), lines
    finally:
        document.close()


def letters(text: str) -> str:
    """The letters of a text, folded so that ligatures and small capitals compare equal.

    >>> letters("Oﬃce ÉTUDE, 14")
    'officeetude'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalpha())


def page_starts(pages: Sequence[Sequence[str]], words: Sequence[str]) -> dict[int, int]:
    """For every body page, counted from 0: how many words begin before its first whole word.

    `pages` are lines, in any order that leaves the body's lines in theirs; `words` are the body's.
    """
    lengths = [len(letters(word)) for word in words]
    body = "".join(map(letters, words))
    offsets = list(accumulate(lengths, initial=0))[:-1]
    at = 0
    found: dict[int, int] = {}
    for number, page in enumerate(pages):
        lines = [_Line(line, letters(line)) for line in page]
        place = _find_start(lines, body, at)
        if place is None:
            continue
        line, start = place
        found[number] = _word_at(start, offsets, lengths, lines[line].text)
        at = _follow(lines[line:], body, start)
    return found


def _find_start(lines: Sequence[_Line], body: str, at: int) -> tuple[int, int] | None:
    """The first line of a page that belongs to the body, and the letter at which it begins."""
    for index in range(len(lines)):
        end = _run(lines[index:], body, at)
        if end - at >= _SURE or at < end == len(body):
            return next(k for k in range(index, len(lines)) if lines[k].letters), at
    for index, line in enumerate(lines):
        snippet = "".join(after.letters for after in lines[index : index + 4])[: len(line.letters) + _SURE_AFTER_GAP]
        if line.letters and len(snippet) >= _SURE_AFTER_GAP:
            start = body.find(snippet, at, at + _GAP)
            if start >= 0:
                return index, start
    return None


def _run(lines: Sequence[_Line], body: str, at: int) -> int:
    """How far lines without a break between them go on with the body."""
    for line in lines:
        if not body.startswith(line.letters, at):
            break
        at += len(line.letters)
    return at


def _follow(lines: Sequence[_Line], body: str, at: int) -> int:
    """Where the body stands at the end of a page that begins with these lines."""
    broken = False
    for line in lines:
        if body.startswith(line.letters, at) and (not broken or len(line.letters) >= _SURE_ON_PAGE):
            at += len(line.letters)
            broken = False
        else:
            broken = True
    return at


def _word_at(letter: int, offsets: Sequence[int], lengths: Sequence[int], line: str) -> int:
    """The first whole word of a page whose first body line begins at a letter of the body.

    A word that is broken over two pages belongs to the first. Numbers and dashes have no letters: as many of them as the
    line begins with are on this page, the others before them are on the last one.
    """
    word = bisect_left(offsets, letter)
    if word and offsets[word - 1] < letter < offsets[word - 1] + lengths[word - 1]:
        return word
    lettered = next((k for k in range(word, len(lengths)) if lengths[k]), len(lengths))
    tokens = line.split()
    bare = next((k for k, token in enumerate(tokens) if letters(token)), len(tokens))
    return max(word, lettered - bare)
