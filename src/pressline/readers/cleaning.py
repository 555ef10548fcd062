"""Characters that no author typed: a table of small fixes, each with a name, applied character by character.

A cleaner maps one character to one or none, never several, so that every character of the cleaned text still knows its
column in the raw file, and the record can show each change.
"""

from __future__ import annotations

from dataclasses import dataclass


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
