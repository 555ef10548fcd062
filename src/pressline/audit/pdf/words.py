"""Words from lines: parts of a word broken at a line end are joined again.

A finished page does not say whether a space stood at the end of a line: "co-" / "operate" may be "cooperate" broken by
the machine, the author's "co-operate", or two words. The machine's hyphen is U+2010 and is dropped; for the rest, that
reading is taken which is a word of the book. The book's words only choose among these readings, and add none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from unicodedata import east_asian_width

from pressline.audit.pdf.regions import ReadGlyph
from pressline.compare import Edge, Piece, StyledText, styled_reading
from pressline.compare.text_compare import fold
from pressline.model import Account, StyledReading
from pressline.pandoc.tree import span

_INSERTED = "\u2010"  # hyphenate-character of CSS; where an author has typed it, the words beside it tell
_MOST_LINES = 6  # that one word, an address, runs over
_MOST_WIDE_LINES = 60  # that a sentence without spaces runs over, in Chinese or Japanese


@dataclass(slots=True)
class _Fragment:
    """What stands between two spaces or ends of lines.

    Text and calls, and whether a line ends after it.
    """

    pieces: list[Piece]
    begins_line: bool
    line_ends: bool = False

    @property
    def text(self) -> str:
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


class WordReader:
    """Read words and calls from glyphs, choosing among line-end readings by the book's words."""

    def __init__(self, vocabulary: frozenset[str], account: Account | None = None) -> None:
        self.vocabulary = vocabulary
        self._account = account
        self._pairs: frozenset[tuple[str, str]] | None = None  # of words of the book that stand side by side

    def read(self, marks: Sequence[ReadGlyph]) -> StyledReading:
        """The words, how they are set and where they link, the calls.

        Its blocks are the words that begin a line.
        """
        fragments = _fragments(marks)
        items: list[Piece] = []
        at, before = 0, ""
        while at < len(fragments):
            count, drops = self._joint(fragments, at, before) if fragments[at].line_ends else (1, ())
            if fragments[at].begins_line:
                items.append(Edge())
            for offset in range(count):
                pieces = fragments[at + offset].pieces
                items += _without_hyphen(pieces) if offset < count - 1 and drops[offset] else pieces
            items.append(" ")
            before = fragments[at].text if count == 1 else ""
            at += count
        return styled_reading(_run_together(items))

    def _joint(self, fragments: list[_Fragment], at: int, before: str) -> tuple[int, tuple[bool, ...]]:
        """How many fragments from `at` make one word, and after which a hyphen is dropped.

        Of several that the book has, the one that stands there beside the words around it.
        """
        chain = [fragments[at]]
        while chain[-1].line_ends and at + len(chain) < len(fragments):
            if len(chain) >= (_MOST_WIDE_LINES if any(_is_wide(one.text) for one in chain[-2:]) else _MOST_LINES):
                break
            chain.append(fragments[at + len(chain)])
        texts = [fragment.text for fragment in chain]
        if not texts[0] or len(chain) < 2:
            return 1, ()  # a call alone: the word before it has ended
        known = list(self._known(texts))
        if len(known) > 1:
            following = [fragment.text for fragment in fragments[at + 1 : at + len(chain) + 1]] + [""]
            known.sort(key=lambda reading: -self._beside(before, reading[2], following[reading[0] - 1]))
        if known:
            return known[0][:2]
        return (2, (True,)) if texts[0].endswith(_INSERTED) else (1, ())

    def _known(self, texts: list[str]) -> Iterator[tuple[int, tuple[bool, ...], str]]:
        """The readings that are a word of the book: fragments, hyphens dropped, and the word."""
        apart = self._knows(texts[0])
        if apart and texts[0][-1:].isalnum() and self._knows(texts[1]):
            yield 1, (), texts[0]
        for count in range(len(texts), 1, -1):
            choices = [(True, False) if text.endswith(_INSERTED) else (False,) for text in texts[: count - 1]]
            for drops in product(*choices):
                parts = [text[:-1] if drop else text for text, drop in zip(texts, [*drops, False], strict=False)]
                word = "".join(parts[:count])
                if self._knows(word):
                    yield count, drops, word
        if apart:
            yield 1, (), texts[0]

    def _knows(self, text: str) -> bool:
        return fold(text) in self.vocabulary

    def _beside(self, before: str, word: str, after: str) -> int:
        """How many of its two neighbours the book has beside a word."""
        if self._pairs is None:
            texts = [self._account.body, *self._account.notes.values()] if self._account else []
            self._pairs = frozenset(pair for text in texts for pair in pairwise(text.words))
        return sum(pair in self._pairs for pair in ((fold(before), fold(word)), (fold(word), fold(after))))


def _is_wide(text: str) -> bool:
    """Whether a text has a character of a script that is written without spaces."""
    return not text.isascii() and any(east_asian_width(character) in "WF" for character in text)


def _fragments(marks: Sequence[ReadGlyph]) -> list[_Fragment]:
    """The marks parted at spaces and ends of lines.

    What is set alike is one stretch, the figures of a call are one node.
    """
    fragments: list[_Fragment] = []
    figures, letters, style, link = "", "", "", ""
    for glyph, starts_line, after_space, call, target, ends_call in marks:
        starts = starts_line or after_space or not fragments
        if figures and not (call and target == link and not starts_line):
            fragments[-1].pieces.append(_call(figures))
            figures = ""
        if letters and (starts or call or target != link or glyph.style != style):
            fragments[-1].pieces.append(StyledText(letters, style, link))
            letters = ""
        if starts:
            if fragments:
                fragments[-1].line_ends = starts_line
            fragments.append(_Fragment([], starts_line))
        link = target
        if not call:
            letters, style = letters + glyph.text, glyph.style
            continue
        figures += glyph.text
        if ends_call:
            fragments[-1].pieces.append(_call(figures))
            figures = ""
    if letters or figures:
        fragments[-1].pieces.append(_call(figures) if figures else StyledText(letters, style, link))
    return fragments


def _run_together(items: Iterable[Piece]) -> Iterator[Piece]:
    """A stream in which neighbouring words of one style in a line are one stretch, for speed."""
    run: list[str] = []
    style = target = ""
    for item in items:
        if isinstance(item, StyledText):
            if run and (item.style != style or item.target != target):
                yield StyledText("".join(run), style, target)
                run = []
            style, target = item.style, item.target
            run.append(item)
        elif item == " " and run:
            run.append(" ")
        else:
            if run:
                yield StyledText("".join(run), style, target)
                run = []
            yield item
    if run:
        yield StyledText("".join(run), style, target)


def _call(figures: str) -> Piece:
    return span([], classes=("call",), attributes={"note": figures})


def _without_hyphen(pieces: Sequence[Piece]) -> list[Piece]:
    """Some pieces without the hyphen of the machine that the last of their letters is."""
    at = max(index for index, piece in enumerate(pieces) if isinstance(piece, StyledText))
    last = pieces[at]
    assert isinstance(last, StyledText), "the index of one was looked for"
    return [*pieces[:at], StyledText(last[: -len(_INSERTED)], last.style, last.target), *pieces[at + 1 :]]
