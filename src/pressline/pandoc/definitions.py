"""Where Markdown defines notes, line by line, before any parser sees it.

pandoc 3.9 sets a note within a note wherever it is called, so that a note which calls itself, at once or by way of others,
takes all memory, and one of ten calls in each of ten notes stands ten thousand million times. A note within a note cannot
be set anyway: its call is made text here, and the rooms above say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The start of a definition, also within quotations and lists. What of it is code is only known after parsing.
_DEFINITION = re.compile(r"([ \t]*+(?:(?:>|(?:[-+*:]|\d{1,9}[.)])(?=[ \t]))[ \t]*+)*+)\[\^([^\]\[\n]+)\]:([ \t]*)")
# False positive it avoids: an escaped "\[^7]" is text.
CALL = re.compile(r"(?<!\\)\[\^([^\]\[\n]+)\]")
_ANY_CALL = re.compile(r"\[\^(?=[^\]\[\n]+\])")
_MUTE = "[\ue002\\^"  # reads back as "[\ue002^", and in code as it stands
_MUTED = re.compile("\\[\ue002\\\\{0,2}\\^")  # in JSON a backslash stands twice


@dataclass(frozen=True, slots=True)
class Definition:
    """The first line of a note: `lead`, the `gap` after the colon, and the `rest`."""

    label: str
    line: int
    lead: str
    gap: str
    rest: str


def definition_of(line: str, number: int) -> Definition | None:
    """The definition that starts in a line; `number` counts lines from 1."""
    match = _DEFINITION.match(line)
    return Definition(match[2], number, match[1], match[3], line[match.end() :]) if match else None


def owners(lines: list[str]) -> Iterator[str]:
    """For every line the label of the note that it may belong to, or "".

    A note goes on to the next blank line, and after it as long as lines are set in. False positive it has: code that is
    set in after a note.
    """
    owner, blank = "", False
    for number, line in enumerate(lines, start=1):
        found = definition_of(line, number)
        bare = line.lstrip(">")
        if found:
            owner = found.label
        elif blank and bare.strip() and not bare.startswith(("    ", "\t", "     ")):
            owner = ""
        blank = not bare.strip()
        yield owner


def muted(markdown: str) -> str:
    """A text in which no note calls a note."""
    if "]:" not in markdown or "[^" not in markdown:
        return markdown
    lines = markdown.split("\n")
    return "\n".join(_muted(line) if owner else line for line, owner in zip(lines, owners(lines), strict=True))


def _muted(line: str) -> str:
    found = _DEFINITION.match(line)
    start = found.end() if found else 0
    return line[:start] + _ANY_CALL.sub(lambda _: _MUTE, line[start:])


def unmuted(json: str) -> str:
    """What a parser said of a muted text, as JSON, with the calls as they were written."""
    return _MUTED.sub("[^", json) if "\ue002" in json else json
