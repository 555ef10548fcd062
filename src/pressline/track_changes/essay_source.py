"""essay.md as words with their places in the file.

What of it a reader sees, and where that stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pressline.compare.text_compare import fold
from pressline.track_changes.docx_reading import CALL

_LARGEST = 20_000  # tokens that are aligned exactly; more are aligned by their rarer ones
_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*", re.M)
# What stands in a line and is not seen. False positives it avoids: an escaped mark is text; "snake_case" has no emphasis;
# "[sic]" is no link, because no address follows it.
_MARKUP = re.compile(
    r"\]\([^()\s]*(?:\s+\"[^\"\n]*\")?\)(?:\{[^}\n]*\})?"  # the end of a link
    r"|\]\{[^}\n]*\}"  # of a span
    r"|!?\[(?=[^\[\]\n]*\][({])"  # its beginning
    r"|[*`~^]+|(?<![^\W_])_+|_+(?![^\W_])"
    r"|<(?=(?:https?|mailto):)|(?<=\S)>(?=[\s.,;:)]|$)"
    r"|\{[#.][^}\n]*\}|\\\n|\|"  # attributes, a hard break, the edge of a cell
)
# What starts a line. False positive it avoids: "1992\. It" is no list.
_LINE_START = re.compile(
    r"^\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-*+:?[ \t]*+)++$"  # the rule under the head of a table
    r"|^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-+*][ \t]+(?:\[[ xX]\][ \t])?|\d{1,9}[.)][ \t]+|:[ \t]+|:{3,}.*$)+",
    re.M,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class EssayToken:
    """A word, a mark or a call: folded, and where it begins and ends in its text."""

    text: str
    start: int
    end: int
    label: str = ""  # of a call in essay.md


@dataclass(frozen=True, slots=True)
class EssaySource:
    """essay.md: tokens of the text and of each note, and where each definition stands."""

    text: str
    body: tuple[EssayToken, ...]
    notes: dict[str, tuple[EssayToken, ...]]
    definitions: dict[str, tuple[int, int]]  # from the start of its line to the end of its last line


def read_source(text: str) -> EssaySource:
    """essay.md, taken apart."""
    definitions = dict(_definitions(text))
    edges = [0, *(edge for span in definitions.values() for edge in span), len(text)]
    body = [atom for at in range(0, len(edges), 2) for atom in _tokens_of(text, edges[at], edges[at + 1])]
    notes = {}
    for label, (start, end) in definitions.items():
        match = _DEFINITION.match(text, start)
        assert match, "a definition starts with its label"
        notes[label] = tuple(_tokens_of(text, match.end(), end))
    return EssaySource(text, tuple(body), notes, definitions)


def _definitions(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Label and span of every definition: its line, and the indented ones that go on with it."""
    for match in _DEFINITION.finditer(text):
        rest = re.match(r"[^\n]*(?:\n+ {4}[^\n]*|\n(?![ \t]*\n|\[\^|#|$)[^\n]+)*", text[match.end() :])
        assert rest, "it matches nothing at least"
        yield match[1], (match.start(), match.end() + rest.end())


def _tokens_of(text: str, start: int, end: int) -> Iterator[EssayToken]:
    """The tokens of a stretch of Markdown."""
    at = start
    while at < end:
        skipped = _skip(text, at)
        if skipped:
            at += skipped
        elif call := _CALL.match(text, at):
            yield EssayToken(CALL, call.start(), call.end(), call[1])
            at = call.end()
        else:
            escaped = _ESCAPE.match(text, at)
            first = at + bool(escaped)
            last = first + 1 if escaped else _word_end(text, at, end)
            yield from (EssayToken(atom.text, at, last) for atom in _token(text, first, last))
            at = last


def _skip(text: str, at: int) -> int:
    """How much at a place is white space or markup, 0 for neither."""
    if at == 0 or text[at - 1] == "\n":
        match = _LINE_START.match(text, at)
        if match:
            return match.end() - at
    if text[at].isspace():
        return 1
    match = _MARKUP.match(text, at)
    return match.end() - at if match else 0


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _word_end(text: str, at: int, end: int) -> int:
    """Where the word or mark at a place ends."""
    last = at + 1
    while _is_word(text[at]) and last < end and _is_word(text[last]):
        last += 1
    return last


def _token(text: str, start: int, end: int) -> Iterator[EssayToken]:
    folded = fold(text[start:end]).replace('"', "'")  # a layout may set the marks in the British manner
    if folded.strip():
        yield EssayToken(folded, start, end)


def tokens_of_letters(chars: str) -> list[EssayToken]:
    """The tokens of plain text, calls among them."""
    found: list[EssayToken] = []
    at = 0
    while at < len(chars):
        last = _word_end(chars, at, len(chars))
        if chars[at] == CALL:
            found.append(EssayToken(CALL, at, last))
        elif not chars[at].isspace():
            found.extend(_token(chars, at, last))
        at = last
    return found


def align(left: Sequence[EssayToken], right: Sequence[EssayToken]) -> list[int]:
    """For every token of `left`, the index of the same one in `right`, -1 for none; in order."""
    ours, theirs = [atom.text for atom in left], [atom.text for atom in right]
    if ours == theirs:
        return list(range(len(ours)))
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    stop = 0
    while stop < min(len(ours), len(theirs)) - start and ours[-1 - stop] == theirs[-1 - stop]:
        stop += 1
    found = [*range(start), *[-1] * (len(ours) - start - stop), *range(len(theirs) - stop, len(theirs))]
    middle = ours[start : len(ours) - stop], theirs[start : len(theirs) - stop]
    matcher = SequenceMatcher(None, *middle, autojunk=max(map(len, middle)) > _LARGEST)
    for block in matcher.get_matching_blocks():
        found[start + block.a : start + block.a + block.size] = range(start + block.b, start + block.b + block.size)
    return found
