"""Notes of a Markdown text under labels of their own.

Notes in place, labels that start again, notes of the same words.

pandoc's CommonMark knows no `^[note]`, takes the first of two definitions of a label, and gives no labels, so that two notes
which say "Ibid." cannot be told apart behind it. All of that is made plain in the text before it is parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pressline.pandoc.definitions import CALL, Definition, definition_of, owners

_IN_PLACE = re.compile(r"(?<!\\)\^\[")
_BRACKET = re.compile(r"\\[\s\S]|\n[ \t>]*\n|[\[\]]")
# What stands in brackets behind a caret as the call of a note elsewhere: "^[12]", "^[a]".
_MARKER = re.compile(r"\W*+\w{0,3}+\W*+")
_RAISED_LINK = re.compile(r"\([^()\s]*(?:\s[^()\n]*)?\)\s?\^")
_LINE_BREAK = re.compile(r"(?<![ \t])[ \t]*+\n[ \t>]*+")
# A line that begins another block than a paragraph.
_OTHER_BLOCK = re.compile(r"\s|#{1,6}\s|>|\||[-+*]\s|\d{1,9}[.)]\s|[-*_=]{3,}\s*$|\[\^|<")
_WORD_FIRST = re.compile(r"[\w“‘\"'(*_\[]")
MOST_PARAGRAPHS = 3  # by which a note at the end of a section goes on without being set in; as NOTE_PARAGRAPHS of pages


@dataclass
class _Label:
    """Where a label is defined and called.

    Numbers of lines, from 0, and which call of its line.
    """

    defined: list[int] = field(default_factory=list)
    called: list[tuple[int, int]] = field(default_factory=list)  # line and column


def with_own_labels(text: str) -> str:
    """A Markdown text in which every note is defined once, under a label of its own."""
    if "^" not in text:
        return text
    return "\n".join(_told_apart(_relabelled(_set_in(_notes_defined(text).split("\n")))))


# --- notes in place -------------------------------------------------------------------------------------------------


def notes_in_place(text: str) -> Iterator[tuple[int, int]]:
    """Where `^[notes]` stand, from the caret to behind the bracket that closes.

    False positives it avoids: "x^[2]" and "^[a]", calls of notes elsewhere; `^[1](#fn)^`, a raised link; a bracket that its
    paragraph does not close.
    """
    at = 0
    closing = _closing(text) if _IN_PLACE.search(text) else {}
    while found := _IN_PLACE.search(text, at):
        at, end = found.end(), closing.get(found.end() - 1, 0)
        if not end:
            continue
        inner = text[found.end() : end - 1]
        if inner.strip() and not _MARKER.fullmatch(inner) and not _RAISED_LINK.match(text, end):
            yield found.start(), end
            at = end


def _closing(text: str) -> dict[int, int]:
    """For each bracket that its paragraph closes, the place behind the one that closes it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for mark in _BRACKET.finditer(text):
        if mark[0][0] == "\n":
            opened = []
        elif mark[0] == "[":
            opened.append(mark.start())
        elif mark[0] == "]" and opened:
            found[opened.pop()] = mark.end()
    return found


def _notes_defined(text: str) -> str:
    """A text whose notes in place are defined at its end, under numbers that are free."""
    taken = {match[1] for match in CALL.finditer(text)}
    made, definitions, at, number = [], [], 0, 0
    for start, end in notes_in_place(text):
        number += 1
        while str(number) in taken:
            number += 1
        words = _LINE_BREAK.sub(" ", text[start + 2 : end - 1]).strip()
        made += [text[at:start], f"[^{number}]"]
        definitions.append(f"\n\n[^{number}]: {words}")
        at = end
    return "".join([*made, text[at:], *definitions, "\n" if definitions else ""])


# --- labels ---------------------------------------------------------------------------------------------------------


def _definitions(lines: list[str]) -> Iterator[tuple[int, Definition]]:
    for k, line in enumerate(lines):
        if "[^" in line and (found := definition_of(line, k + 1)):
            yield k, found


def _survey(lines: list[str]) -> dict[str, _Label]:
    """Every label, folded, with its definitions and the calls that stand outside notes."""
    labels: dict[str, _Label] = defaultdict(_Label)
    for k, found in _definitions(lines):
        labels[found.label.casefold()].defined.append(k)
    for k, (line, owner) in enumerate(zip(lines, owners(lines), strict=True)):
        if not owner and "[^" in line:
            for call in CALL.finditer(line):
                labels[call[1].casefold()].called.append((k, call.start()))
    return labels


def _relabelled(lines: list[str]) -> list[str]:
    """Lines in which a label that is defined again, in the next chapter, is another: "1-2"."""
    labels = _survey(lines)
    taken = set(labels)
    changes: dict[int, list[tuple[int, str]]] = defaultdict(list)
    restarts = _restarts(labels) if any(len(label.defined) > 1 for label in labels.values()) else {}
    for name, label in labels.items():
        if len(label.defined) < 2:
            continue
        names = [name]
        for k in range(2, len(label.defined) + 1):
            names.append(next(n for n in (f"{name}-{k}" + "x" * more for more in range(99)) if n not in taken))
            taken.add(names[-1])
        for k, line in enumerate(label.defined):
            changes[line].append((-1, names[k]))
        for place in label.called:
            changes[place[0]].append((place[1], names[_which(place, label, restarts)]))
    for line, edits in changes.items():
        for column, new in sorted(edits, reverse=True):
            start = lines[line].index("[^", max(column, 0))
            lines[line] = f"{lines[line][:start]}[^{new}{lines[line][lines[line].index(']', start) :]}"
    return lines


def _restarts(labels: dict[str, _Label]) -> dict[tuple[int, int], int]:
    """For each call of a number, how often its count has started again before it."""
    calls = sorted((place, int(name)) for name, label in labels.items() if name.isdecimal() for place in label.called)
    round_, before, found = 0, 0, {}
    for place, number in calls:
        round_ += number <= before and number <= 2
        before = number
        found[place] = round_
    return found


def _which(place: tuple[int, int], label: _Label, restarts: dict[tuple[int, int], int]) -> int:
    """Which of its label's definitions a call means: the next under it.

    When all stand at the end, that of its round.
    """
    first, last = label.defined[0], label.defined[-1]
    if all(first > line for line, _ in label.called):
        if len(label.called) == len(label.defined):
            return label.called.index(place)
        return min(restarts.get(place, 0), len(label.defined) - 1)
    return next((k for k, line in enumerate(label.defined) if line > place[0]), label.defined.index(last))


def undefined_calls(text: str) -> Iterator[tuple[str, int]]:
    """Labels that are called and not defined, each with the line of its first call.

    False positive it avoids: "[^a-z]" in a text without notes.
    """
    labels = _survey(text.split("\n")) if "]:" in text else {}
    if any(label.defined for label in labels.values()):
        yield from ((name, label.called[0][0] + 1) for name, label in labels.items() if label.called and not label.defined)


# --- what a note is -------------------------------------------------------------------------------------------------


def _set_in(lines: list[str]) -> list[str]:
    """Lines in which further paragraphs of a note are set in, as Markdown wants it.

    False positive it avoids: a paragraph of the essay between notes that stand each under its paragraph; there the call of
    the next note stands between the two.
    """
    labels = _survey(lines)
    defined = list(_definitions(lines))
    lines_of_calls = sorted(line for label in labels.values() for line, _ in label.called)
    for (k, note), (n, following) in zip(defined, defined[1:], strict=False):
        both = [labels[d.label.casefold()].called for d in (note, following)]
        if note.lead or not all(called and called[0][0] < k for called in both):
            continue
        if bisect_right(lines_of_calls, k) != bisect_left(lines_of_calls, n):
            continue
        starts = [i for i in range(k + 2, n) if lines[i].strip() and not lines[i - 1].strip()]
        loose = [i for i in starts if not lines[i].startswith((" ", "\t"))]
        if 0 < len(loose) <= MOST_PARAGRAPHS and not any(_OTHER_BLOCK.match(lines[i]) for i in loose):
            for i in range(loose[0], n):
                lines[i] = f"    {lines[i]}" if lines[i].strip() and not lines[i].startswith("    ") else lines[i]
    return lines


def _told_apart(lines: list[str]) -> list[str]:
    """Lines in which notes that begin with the same words have an anchor each.

    Pandoc gives no labels.
    """
    defined = list(_definitions(lines))
    same = Counter(note.rest.strip() for _, note in defined)
    for k, note in defined:
        if same[note.rest.strip()] > 1 and _WORD_FIRST.match(note.rest):
            start = len(lines[k]) - len(note.rest)
            lines[k] = f"{lines[k][:start]}[]{{#pressline-note-{k}}}{note.rest}"
    return lines
