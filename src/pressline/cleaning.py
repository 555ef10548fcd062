"""Characters that no author typed: a table of small fixes, each with a name, applied character by character.

A cleaner maps one character to one or none, never several, so that every character of the cleaned text still knows its
column in the raw file, and the record can show each change.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from pressline.findings import Place
from pressline.model import Line, Step


@dataclass(frozen=True, slots=True)
class Cleaner:
    """A fix: what it is called in the record, and what it puts in the place of which characters."""

    name: str
    characters: dict[str, str]


# A zero-width joiner is left alone (it shapes Arabic, Indic and emoji), and so are marks of direction.
CLEANERS = (
    Cleaner("invisible character taken out", dict.fromkeys("\ufeff\u200b\u2060", "")),
    Cleaner("control character taken out", dict.fromkeys(map(chr, [*range(9), *range(14, 32), 127, 0xFFFE, 0xFFFF]), "")),
    Cleaner("soft hyphen taken out", {"\u00ad": ""}),
    Cleaner("unusual space made a space", dict.fromkeys("\t\u2002\u2003\u2007\u2008\u00a0\u202f\u3000", " ")),
    Cleaner("line separator made a space", dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", " ")),
)


def clean(text: str, path: str) -> tuple[list[Line], list[Step]]:
    r"""The lines of a text that hold anything, cleaned and without white space at their ends; and what was changed.

    >>> lines, steps = clean("a\u200bb\u00a0c \n\nd", "essay.txt")
    >>> [(line.number, line.text) for line in lines], [step.why for step in steps]
    ([(1, 'ab c'), (3, 'd')], ['invisible character taken out', 'unusual space made a space'])
    """
    lines: list[Line] = []
    steps: list[Step] = []
    table = {character: (new, cleaner) for cleaner in CLEANERS for character, new in cleaner.characters.items()}
    for number, raw in enumerate(text.split("\n"), start=1):
        kept = [(table[c][0] if c in table else c, column) for column, c in enumerate(raw, start=1)]
        kept = [pair for pair in kept if pair[0]]
        while kept and kept[-1][0].isspace():
            kept.pop()
        while kept and kept[0][0].isspace():
            kept.pop(0)
        steps += _changes(raw, number, path, table)
        if kept:
            lines.append(Line(number, "".join(c for c, _ in kept), tuple(column for _, column in kept)))
    return lines, steps


def _changes(raw: str, number: int, path: str, table: dict[str, tuple[str, Cleaner]]) -> list[Step]:
    """One step for each kind of character changed in a line: where it first stands, and how often."""
    counts = Counter(c for c in raw.rstrip() if c in table)
    steps = []
    for character, count in counts.items():
        place = Place(path, number, raw.index(character) + 1)
        name = unicodedata.name(character, f"U+{ord(character):04X}")
        steps.append(Step("cleaned", place, f"{name} × {count}", table[character][1].name))
    return steps
