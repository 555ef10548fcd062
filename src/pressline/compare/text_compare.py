"""The only word-for-word comparison: what the essay says against what a file says.

The permitted differences are one short table, `_FOLDS`, and they are folded on both sides alike: kinds of spaces, shapes of
quotation marks, characters that no reader sees. Everything else, punctuation included, must be equal and in order. What a
finished file may add (a hyphen at a line's end, a running head) its own audit takes away before it compares.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from pressline.model import Book, CallMark, Reading
from pressline.pandoc.tree import attribute, prose

_FOLDS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛‹›", "'"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),  # soft hyphen, zero width, marks of direction
        **dict.fromkeys(map(chr, range(0xFE00, 0xFE10))),  # selectors of how the character before is drawn
        "\u2011": "-",  # the hyphen that does not break
        **{"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb06": "st"},  # ligatures
    }
)
_FOLDED = re.compile("[" + "".join(map(chr, _FOLDS)) + "]")  # ten times as fast as to translate every character
_ATOM = re.compile(r"[^\W_]+|\S")  # for texts without combining marks, which belong to the letter before them
_CONTEXT_WORDS = 6
_WINDOW_WORDS = 4000  # of a difference, how much is aligned; beyond it, only where it starts is said


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two texts differ: how many equal words before, what is there, what precedes."""

    after: int
    expected: str
    found: str
    context: str


def fold(text: str) -> str:
    """A text with the permitted differences folded.

    >>> fold("“Never\\u00a0Again”")
    '"Never Again"'
    """
    if text.isascii():
        return text
    return _FOLDED.sub(lambda match: match[0].translate(_FOLDS), unicodedata.normalize("NFC", text))


def words(text: str) -> list[str]:
    """The words of a text as a reader meets them: split at white space, punctuation attached.

    >>> words("power-sharing.  “Yes”,")
    ['power-sharing.', '"Yes",']
    """
    return fold(text).split()


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    """Whether a character combines with the letter before it."""
    return unicodedata.category(character).startswith("M")


def atoms(text: str) -> list[str]:
    """The words and the single marks of a text, whatever the spaces between them.

    >>> atoms("bulwark [8], while")
    ['bulwark', '[', '8', ']', ',', 'while']
    """
    if text.isascii() and text.isalnum():
        return [text]
    text = fold(text)
    if text.isascii() or not any(map(_is_mark, set(text))):
        return _ATOM.findall(text)
    found: list[str] = []
    word = ""
    for character in text:
        if character.isalnum() or _is_mark(character):
            word += character
            continue
        if word:
            found.append(word)
            word = ""
        if not character.isspace():
            found.append(character)
    return [*found, word] if word else found


def differences(expected: Sequence[str], found: Sequence[str]) -> list[Difference]:
    """Where `found` parts from `expected`; empty when they are equal.

    Linear when they are equal or differ in few places.

    >>> differences(["a", "b", "c"], ["a", "x", "c"])
    [Difference(after=1, expected='b', found='x', context='a')]
    """
    if list(expected) == list(found):
        return []
    start = _common(expected, found)
    stop = _common(expected[start:][::-1], found[start:][::-1])
    left, right = expected[start : len(expected) - stop], found[start : len(found) - stop]
    if len(left) > _WINDOW_WORDS or len(right) > _WINDOW_WORDS:
        return [_difference(expected, start, left[:_CONTEXT_WORDS], right[:_CONTEXT_WORDS])]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        _difference(expected, start + i1, left[i1:i2], right[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words are equal from the start."""
    return next((k for k, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _difference(expected: Sequence[str], after: int, left: Sequence[str], right: Sequence[str]) -> Difference:
    context = expected[max(0, after - _CONTEXT_WORDS) : after]
    return Difference(after, " ".join(left), " ".join(right), " ".join(context))


def read_prose(items: Iterable[Any]) -> tuple[list[str], list[CallMark]]:
    """Words and calls of a stream as `tree.prose` gives it: strings, and call nodes."""
    text: list[str] = []
    calls: list[CallMark] = []
    found: list[str] = []

    def flush() -> None:
        """Move the whole words of `text` to `found`; a word that a call interrupts stays."""
        joined = "".join(text)
        whole = words(joined)
        tail = whole.pop() if whole and not joined[-1].isspace() else ""
        found.extend(whole)
        text[:] = [tail]

    for item in items:
        if isinstance(item, str):
            text.append(item)
        else:
            flush()
            calls.append(CallMark(attribute(item, "note"), len(found) + bool(text[0])))
    found.extend(words("".join(text)))
    return found, calls


def reading_of(book: Book) -> Reading:
    """What a reader of the book must meet: its body, its calls, its notes."""
    body, calls = read_prose(prose(book.blocks))
    notes = {note.number: tuple(read_prose(prose(note.body))[0]) for note in book.notes}
    return Reading(tuple(body), tuple(calls), notes)


def compare(expected: Reading, found: Reading) -> list[tuple[str, Difference]]:
    """Every difference between two readings, with where it is.

    "the text", "the calls", "note 14".
    """
    result = [("the text", d) for d in differences(expected.body, found.body)]
    calls = ([f"{call.number}@{call.after}" for call in reading.calls] for reading in (expected, found))
    result += [("the calls (number@word)", d) for d in differences(*calls)]
    for number in sorted(expected.notes.keys() | found.notes.keys()):
        pair = expected.notes.get(number, ()), found.notes.get(number, ())
        result += [(f"note {number}", d) for d in differences(*pair)]
    return result
