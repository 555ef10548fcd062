"""Count the words of a raw file independently; which reached neither essay nor record.

Nothing here is shared with the readers but the table of cleaners, nor with pandoc: XML is walked for its text, RTF is parted
into its groups, tags are cut out of HTML and marks out of Markdown. A word that a reader loses is therefore counted all the
same. What is permitted stands in one table, `PERMITTED`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, finding
from pressline.locale.numerals import label_of
from pressline.model import Call, Paragraph, Run, Sheet
from pressline.readers.cleaning import clean
from pressline.readers.raw_words.hypertext import words_of_epub, words_of_html
from pressline.readers.raw_words.markdown import words_of_markdown
from pressline.readers.raw_words.markup import words_of_markup
from pressline.readers.raw_words.office import words_of_docx, words_of_odt
from pressline.readers.raw_words.richtext import words_of_rtf

# What of a file is not counted, and why no reader of the essay misses it.
PERMITTED = (
    ("addresses, titles and attributes of links and pictures", "they are no text"),
    ("mathematics", "TeX is written for MathML and OMML"),
    ("numbers that a program counts: of list items, notes, pages, headings", "they are counted anew"),
    ("letters that only stand together, or only apart, in the essay", "a call within a word parts it"),
    ("letters that were decoded wrongly", "they are corrected, and each stands in the record: `cleaning.CLEANERS`"),
    ("kinds of spaces, shapes of quotation marks, characters without width", "`conserve.fold`"),
    ("code of scripts and styles, instructions of fields, properties", "no program shows them"),
    ("tables of contents that a program made", "they repeat the headings"),
)
Chunk = tuple[str, str]  # where, as a person finds it; and the text there
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^ \t\n\r\f\v]+")  # a space that does not break may be half of a letter
_ROUNDS = 5  # of cleaning, in which letters that were decoded wrongly twice are right
_SHOWN = 12  # of the lost words, how many are named
_PIECES = 5  # in which a word may stand apart
_LONGEST = 80  # characters of a word that is looked at for parts: the ways to part it grow with the fourth power of its length

_KINDS: dict[str, Callable[[bytes], list[Chunk]]] = {
    "docx": words_of_docx,
    "odt": words_of_odt,
    "rtf": words_of_rtf,
    "epub": words_of_epub,
}
_TEXTS: dict[str, Callable[[str], list[Chunk]]] = {
    "html": words_of_html,
    "md": words_of_markdown,
    "txt": lambda text: [(f"line {n}", line) for n, line in enumerate(text.split("\n"), start=1)],
}


def lost_words(sheet: Sheet, kind: str, data: bytes, text: str = "") -> list[Finding]:
    """G010 when words of a file stand in no paragraph, note or step of its sheet.

    Else nothing.

    `text` is what the bytes say, for the kinds "txt", "md", "html" and the languages of marks.
    """
    of_text = _TEXTS.get(kind, partial(words_of_markup, kind=kind))
    chunks = _KINDS[kind](data) if kind in _KINDS else of_text(text)
    given, reached = Counter(_words(part for _, part in chunks)), Counter(_words(_reached(sheet)))
    if not given - reached:
        return []
    given, reached = (Counter(_words(_cleaned(texts))) for texts in ((part for _, part in chunks), _reached(sheet)))
    lost = _unglued(given - reached, reached - given)
    if not lost:
        return []
    named = list(lost)
    shown = ", ".join(named[:_SHOWN]) + (" …" if len(named) > _SHOWN else "")
    where = _where(chunks, lost)
    line = int(where.removeprefix("line ")) if where.startswith("line ") else 0
    place = Place(str(sheet.path), line) if line else Place(str(sheet.path), spot=where)
    return [finding("G010", place, count=lost.total(), words=shown)]


def _words(texts: Iterable[str]) -> list[str]:
    return _WORD.findall(fold("\n".join(texts)))


def _reached(sheet: Sheet) -> Iterator[str]:
    """All that came out of a file.

    Its text, its notes, what was left out and recorded, what it says of itself.
    """
    for paragraph in (*sheet.paragraphs, *(p for note in sheet.notes for p in note.body)):
        yield _text_of(paragraph)
        yield from (
            label_of(container.number, container.style, "Period")
            for container in paragraph.containers
            if container.kind == "ordered"
        )
    yield from (step.text for step in sheet.steps if step.kind == "dropped" or step.why.startswith("made a call"))
    yield from sheet.hints.values()
    yield from (step.text for step in sheet.steps if step.kind == "moved")


def _cleaned(texts: Iterable[str]) -> Iterator[str]:
    """Texts with letters corrected as the cleaners do, so that words can be compared.

    What stands between two spaces is corrected alone, whatever line or paragraph it is in.
    """
    for text in texts:
        yield text if clean(text) == text else _TOKEN.sub(lambda token: _settled(token[0]), text)


def _settled(word: str) -> str:
    """A word cleaned until there is no more to clean.

    What a reader has cleaned once is cleaned again here.
    """
    for _ in range(_ROUNDS):
        if (made := clean(word)) == word:
            break
        word = made
    return word


def _text_of(paragraph: Paragraph) -> str:
    return "".join("" if isinstance(item, Call) else _apart(item) for item in paragraph.inlines)


def _apart(run: Run) -> str:
    """The text of a run; mathematics is no part of the word beside it: "the nth"."""
    return f" {run.text} " if any(mark.kind == "math" for mark in run.marks) else run.text


def _unglued(lost: Counter[str], extra: Counter[str]) -> Counter[str]:
    """The lost words without those that only stand together, or only apart, in what was made."""
    for word in [w for w in extra if w[-1:].isdigit()]:  # a call that stayed with its word: "word1"
        if lost[bare := word.rstrip("0123456789")] > 0:
            lost[bare] -= 1
            extra[word] -= 1
    for words, parts in ((lost, extra), (extra, lost)):
        for word in list(words):
            while words[word] > 0 and (pieces := _pieces(word, parts)):
                parts.subtract(pieces)
                words[word] -= 1
    if Counter("".join(lost.elements())) == Counter("".join((+extra).elements())):
        return Counter()  # "organ-ization" and "organiza-tions": the parts can be told apart in several ways
    return +lost


def _pieces(word: str, parts: Counter[str]) -> list[str]:
    """A word as a row of some of the parts, two to five of them; none when it is no such row."""
    rows: list[tuple[int, list[str]]] = [(0, [])] if len(word) <= _LONGEST else []
    while rows:
        at, row = rows.pop()
        for end in range(at + 1, len(word) + 1):
            part = word[at:end]
            if parts[part] <= row.count(part):
                continue
            if end == len(word) and row:
                return [*row, part]
            if len(row) < _PIECES - 1:
                rows.append((end, [*row, part]))
    return []


def _where(chunks: list[Chunk], lost: Counter[str]) -> str:
    """Where the most of the lost words stand together; the first such place."""
    best, most = "", 0.0
    for where, text in chunks:
        words = Counter(_words([text]))
        share = (words & lost).total() ** 2 / words.total() if words else 0
        if share > most:
            best, most = where, share
    return best
