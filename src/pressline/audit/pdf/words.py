"""Words from lines: what a line's end parts is put together again, and what it keeps apart stays apart.

A finished page does not say whether a space stood at the end of a line: "co-" / "operate" may be "cooperate" broken by
the machine, the author's "co-operate", or two words. The machine's hyphen is U+2010 and is dropped; for the rest, that
reading is taken which is a word of the book. The book's words only choose among these readings, and add none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from pressline.audit.pdf.zones import Mark
from pressline.conserve import fold
from pressline.content import Edge, Ink, Piece, story
from pressline.model import Story
from pressline.tree import span

_INSERTED = "\u2010"  # hyphenate-character of CSS; no essay has typed it so far, and one that has is read right too
_MOST_LINES = 6  # that one word, an address, runs over


@dataclass(slots=True)
class _Fragment:
    """What stands between two spaces or ends of lines: text and calls, and whether a line ends after it."""

    pieces: list[Piece]
    begins_line: bool
    line_ends: bool = False

    @property
    def text(self) -> str:
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


class Reader:
    """Reads words and calls from marks, with the words of the book to choose among readings of line ends."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self.vocabulary = vocabulary

    def read(self, marks: Sequence[Mark]) -> Story:
        """The words, how they are set and where they link, the calls; its blocks are the words that begin a line."""
        fragments = _fragments(marks)
        items: list[Piece] = []
        at = 0
        while at < len(fragments):
            count, drops = self._joint(fragments, at)
            if fragments[at].begins_line:
                items.append(Edge())
            for offset in range(count):
                pieces = list(fragments[at + offset].pieces)
                if offset < count - 1 and drops[offset]:
                    _drop_hyphen(pieces)
                items += _run_together(pieces)
            items.append(" ")
            at += count
        return story(items)

    def _joint(self, fragments: list[_Fragment], at: int) -> tuple[int, tuple[bool, ...]]:
        """How many fragments from `at` make one word, and after which of them a hyphen is dropped."""
        chain = [fragments[at]]
        while chain[-1].line_ends and len(chain) < _MOST_LINES and at + len(chain) < len(fragments):
            chain.append(fragments[at + len(chain)])
        texts = [fragment.text for fragment in chain]
        if not texts[0]:
            return 1, ()  # a call alone: the word before it has ended
        if len(chain) > 1 and texts[0][-1:].isalnum() and self._knows(texts[0]) and self._knows(texts[1]):
            return 1, ()
        for count in range(len(chain), 1, -1):
            choices = [(True, False) if text.endswith(_INSERTED) else (False,) for text in texts[: count - 1]]
            for drops in product(*choices):
                parts = [text[:-1] if drop else text for text, drop in zip(texts, [*drops, False], strict=False)]
                if self._knows("".join(parts[:count])):
                    return count, drops
        if len(chain) > 1 and texts[0].endswith(_INSERTED):
            return 2, (True,)
        return 1, ()

    def _knows(self, text: str) -> bool:
        return fold(text) in self.vocabulary


def _fragments(marks: Sequence[Mark]) -> list[_Fragment]:
    """The marks parted at spaces and ends of lines; the figures of a call are one node."""
    fragments: list[_Fragment] = []
    figures = link = ""
    for mark in marks:
        if figures and not (mark.call and mark.target == link and not mark.starts_line):
            fragments[-1].pieces.append(_call(figures))
            figures = ""
        if not fragments or mark.starts_line or mark.after_space:
            if fragments:
                fragments[-1].line_ends = mark.starts_line
            fragments.append(_Fragment([], mark.starts_line))
        if mark.call:
            figures, link = figures + mark.glyph.text, mark.target
            if mark.ends_call:
                fragments[-1].pieces.append(_call(figures))
                figures = ""
        else:
            fragments[-1].pieces.append(Ink(mark.glyph.text, mark.glyph.style, mark.target))
    if figures:
        fragments[-1].pieces.append(_call(figures))
    return fragments


def _run_together(pieces: list[Piece]) -> list[Piece]:
    """Pieces with neighbours of one style and one target made one."""
    result: list[Piece] = []
    run: list[Ink] = []
    for piece in pieces:
        if isinstance(piece, Ink) and (not run or (piece.style == run[0].style and piece.target == run[0].target)):
            run.append(piece)
            continue
        result += _one(run)
        run = [piece] if isinstance(piece, Ink) else []
        if not run:
            result.append(piece)
    return [*result, *_one(run)]


def _one(run: list[Ink]) -> list[Piece]:
    return [Ink("".join(run), run[0].style, run[0].target)] if run else []


def _call(figures: str) -> Piece:
    return span([], classes=("call",), attributes={"note": figures})


def _drop_hyphen(pieces: list[Piece]) -> None:
    """Take the last hyphen of the machine out of some pieces."""
    at = max(index for index, piece in enumerate(pieces) if piece == _INSERTED)
    del pieces[at]
