"""The lines of a plain text with indents, and evidence of how the text was wrapped.

No rule looks at a line alone. Whether a break between two lines was meant is told by the width that the text was wrapped
at: a wrapped line is full, so that the first word of the next had no room on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pressline.locale.headings import SMALL_WORDS
from pressline.locale.numerals import SUPERSCRIPTS
from pressline.locale.tables import any_of
from pressline.model import Container
from pressline.readers import thresholds
from pressline.readers.choices import Choices
from pressline.readers.decoding import TextLine
from pressline.readers.plaintext.hyphens import Words, words_in


@dataclass(frozen=True, slots=True)
class Row:
    """A line without the white space around it. `text` starts at `line.text[at]`."""

    line: TextLine
    text: str
    at: int
    indent: int  # columns, tabs counted to the next of `thresholds.TAB`
    depth: int = 0  # how many ">" of a mail stood before it
    called: bool = False  # it starts with a call: it goes on from the row before, and is no note and no item

    @property
    def width(self) -> int:
        """The column at which the row ends, the number of a verse in the margin not counted."""
        return self.indent + len(without_margin(self.text))


LINES = "lines"  # the kind of a draft whose breaks are kept, and nothing that its rows are set in by


@dataclass(frozen=True, slots=True)
class ParagraphDraft:
    """A paragraph in the making: its rows, and what it is taken for so far."""

    rows: tuple[Row, ...]
    kind: str  # a ParagraphKind, or "blank": nothing yet
    gap: int = 0  # blank lines before it
    mark: str = ""  # of a list item: what stands before its text, "*" or "3."
    level: int = 0
    style: tuple[int, ...] = ()  # of a heading: by what its level is told
    containers: tuple[Container, ...] = ()
    rules: tuple[Row, ...] = ()  # the lines over and under a heading
    note: int = 0  # the serial of the note that it is part of
    fence: tuple[int, int] = (0, 0)  # where in its first row stand signs that only fence the note in

    @property
    def text(self) -> str:
        """Its rows as one line."""
        return " ".join(row.text for row in self.rows)

    @property
    def first(self) -> Row:
        """Its first row."""
        return self.rows[0]

    @property
    def indent(self) -> int:
        """By how much the paragraph as a whole is set in; its first line may be set in more."""
        return min(row.indent for row in self.rows[1:] or self.rows)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text was made. `width` is the column that its wrapped lines fill."""

    width: int
    wrapped: bool  # else one line is one paragraph
    spaced: bool  # blank lines part its paragraphs
    body: int  # the indent of most of its text
    first_indent: int  # of the first lines of paragraphs, beyond the body; 0: not set in
    hanging: bool = False  # the first lines of paragraphs stand out
    wide: int = thresholds.WIDE  # columns; a longer line is a paragraph
    words: Words = field(default_factory=lambda: words_in([]))  # to prove a hyphen by


# A row of one sign, which parts what stands around it: "* * *", "-----". False positive avoided: "--", a dash.
RULE = re.compile(r"([-=_*~—–─━•·#])(?:\s*+\1){2,}+$")
_MARGIN = re.compile(r"(?<=\S)\s{3,}\d{1,4}$")


def without_margin(text: str) -> str:
    """A line of verse without its number in the margin; a year after one space is none.

    >>> without_margin("And went on in sunlight,      10"), without_margin("in 1914")
    ('And went on in sunlight,', 'in 1914')
    """
    return _MARGIN.sub("", text) if text[-1:].isdigit() else text


_QUOTED = re.compile(r"(?:>[ \t]?)+")


def row_of(line: TextLine, quoted: bool) -> Row:
    """A line as a row; `quoted`: whether a ">" in front is the mark of a mail's quotation."""
    text = line.text.lstrip()
    at = len(line.text) - len(text)
    indent = len(line.text[:at].expandtabs(thresholds.TAB))
    match = _QUOTED.match(text) if quoted else None
    if match:
        depth = match[0].count(">")
        rest = text[match.end() :].lstrip()
        return Row(line, rest, at + len(text) - len(rest), 0, depth)
    return Row(line, text, at, indent)


def rows_of(lines: Sequence[TextLine]) -> list[Row]:
    """The rows of a text.

    A ">" marks a quotation where several lines in succession start with one.
    """
    starts = [line.text.lstrip().startswith(">") for line in lines]
    quoted = [here and ((k > 0 and starts[k - 1]) or (k + 1 < len(starts) and starts[k + 1])) for k, here in enumerate(starts)]
    return [row_of(line, q) for line, q in zip(lines, quoted, strict=True)]


def chunks_of(rows: Iterable[Row]) -> list[tuple[int, list[Row]]]:
    """Rows that stand together, each with the number of blank lines before it.

    A change of quotation parts too.
    """
    chunks: list[tuple[int, list[Row]]] = []
    gap, open_ = 0, False
    for row in rows:
        if not row.text:
            gap, open_ = gap + 1, False
        elif open_ and chunks[-1][1][-1].depth == row.depth:
            chunks[-1][1].append(row)
        else:
            chunks.append((gap, [row]))
            gap, open_ = 0, True
    return chunks


def shape_of(chunks: list[tuple[int, list[Row]]], choices: Choices, words: Words | None = None) -> Shape:
    """How a text was wrapped, parted and set in, as it is told to be or as its lines show.

    `words`: those of the whole text, where these are a part of it.
    """
    rows = [row for _, chunk in chunks for row in chunk]
    letters = sum(len(row.text) for row in rows)
    wide = sum(len(row.text) for row in rows if row.width > choices.wide)
    inner = sorted(row.width for _, chunk in chunks for row in chunk[:-1] if row.width <= choices.wide)
    width = inner[int(len(inner) * thresholds.WIDTH_OF)] if inner else choices.wide
    blanks = len(chunks) - 1
    firsts = [a.indent - b.indent for _, chunk in chunks for a, b in zip(chunk, chunk[1:], strict=False) if a.indent > b.indent]
    common = Counter(first for first in firsts if 1 < first <= thresholds.TAB).most_common(1)
    used = common[0] if common else (0, 0)
    return Shape(
        width=width,
        wrapped=_is_wrapped(chunks, 2 * wide <= letters, len(rows)) if not choices.lines else choices.lines == "wrapped",
        spaced=(blanks * thresholds.SPACED >= len(rows) or len(rows) < thresholds.SPACED)
        if not choices.parted
        else choices.parted == "blank",
        body=body_indent(rows),
        first_indent=used[0] if used[1] * thresholds.SET_IN >= len(rows) and not choices.parted else 0,
        hanging=choices.parted == "hanging",
        wide=choices.wide,
        words=words or words_in([row.text for row in rows]),
    )


def _is_wrapped(chunks: list[tuple[int, list[Row]]], narrow: bool, rows: int) -> bool:
    """Whether the lines of a text were wrapped; else one line is one paragraph."""
    stanzas = (len(chunks) - 1) * thresholds.STANZA >= rows
    return narrow and (stanzas or _fullness(chunks) >= thresholds.FULL or _goes_on(chunks) >= thresholds.FULL)


def _fullness(chunks: list[tuple[int, list[Row]]]) -> float:
    """The share of line breaks that had to be.

    No room was left for the next word. 1 when there are none to tell by.
    """
    widths = sorted(row.width for _, chunk in chunks for row in chunk)
    width = widths[int(len(widths) * thresholds.FULL_WIDTH_OF)] if widths else thresholds.WIDE
    pairs = [(a, b) for _, chunk in chunks for a, b in zip(chunk, chunk[1:], strict=False)]
    return sum(not has_room(a, b, width) for a, b in pairs) / len(pairs) if pairs else 1.0


def _goes_on(chunks: list[tuple[int, list[Row]]]) -> float:
    """The share of line breaks over which a sentence goes on in lower case.

    Lines that are paragraphs end as sentences do.
    """
    pairs = [(a, b) for _, chunk in chunks for a, b in zip(chunk, chunk[1:], strict=False)]
    return sum(b.text[0].islower() and not ends_sentence(a.text) for a, b in pairs) / len(pairs) if pairs else 0.0


def body_indent(rows: Iterable[Row]) -> int:
    """The indent at which most of the text stands."""
    weights: Counter[int] = Counter()
    for row in rows:
        weights[row.indent] += len(row.text)
    return weights.most_common(1)[0][0] if weights else 0


def has_room(row: Row, following: Row, width: int) -> bool:
    """Whether the first word of the next row would have stood on this one.

    Then the break was meant.
    """
    first = following.text.split(maxsplit=1)[0]
    return row.width + 1 + len(first) < width


_END = re.compile(
    rf"[.!?:;…。．｡！？：；।॥۔؟։][\"'”’“‘»」』）)\]_*]*(?:\s*[\[(]?\^?[\d*†‡{SUPERSCRIPTS}]{{1,3}}[\])]?)?$|[\]}}]$|--$|—$"
    rf"|[^\W_][.!?;…]?[{SUPERSCRIPTS}]{{1,3}}[.!?;…]$"
)


def ends_sentence(text: str) -> bool:
    """Whether a row may be the last of a paragraph; a note's marker may follow the full stop.

    >>> ends_sentence("he said.[3]"), ends_sentence("and then"), ends_sentence("“Quite so.”")
    (True, False, True)
    """
    return bool(_END.search(text))


_OPENING = "\"'“”‘’«»„‚([_*—–-¡¿ "


def starts_large(text: str) -> bool:
    """Whether a row starts with a capital, whatever marks stand before it."""
    bare = text.lstrip(_OPENING)
    return bare[:1].isupper()


_SMALL = re.compile(rf"{any_of(SMALL_WORDS)}\.?")


def is_title_case(text: str) -> bool:
    """Whether a row is set as titles are.

    Words capitalized but for small ones, and no full stop at the end.

    False positive it avoids: a short sentence, which has more than one word in lower case or ends in a full stop.

    >>> is_title_case("The Legacy of Inaction and Partial Reforms: Lessons Learned?"), is_title_case("He said no.")
    (True, False)
    """
    words = [word.strip("“”\"'’‘():;,?!«»[]") for word in text.split()]
    words = [word for word in words if word and not _SMALL.fullmatch(word) and word[0].isalpha()]
    return bool(words) and not text.endswith((".", ",", ";", ":")) and all(word[0].isupper() for word in words)
