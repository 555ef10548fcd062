"""Patch of pyphen 0.18, by which WeasyPrint and we hyphenate.

A dictionary is opened in a tenth of the time.

pyphen takes all patterns of a language apart when it opens its dictionary, letter by letter: 11,000 for American English,
an eighth of the time that the seed essay is laid out in, and 78,000 for German, as long as the whole essay. An essay meets a
few hundred of them. Here the letters of all patterns are had at once, by taking the digits out of the file, and a pattern is
taken apart when a word first meets it. The answers are pyphen's own.
"""

from __future__ import annotations

from pathlib import Path

import pyphen

from pressline.backends.pdf.weasyprint_patches.patching import Replacements

_DIGITS = b"0123456789"

Pattern = tuple[int, tuple[int, ...]]  # the place in a word from which on it has a say, counted from its start; its values


class Hyphenation:
    """The patch of one rendering.

    Dictionaries that are open stay open in pyphen, which keeps them for the process.
    """

    def replacements(self) -> Replacements:
        """What is put in the place of pyphen's own."""
        return {"hyphenation": {"pyphen.HyphDict": Patterns}}


class Patterns(pyphen.HyphDict):  # type: ignore[misc]
    """In place of pyphen.HyphDict."""

    def __init__(self, path: Path) -> None:
        """Open a dictionary; one with letters in hexadecimal is read as pyphen does it."""
        data = path.read_bytes()
        if b"^^" in data:
            super().__init__(path)
            return
        self.cache: dict[str, list[int]] = {}
        self.patterns: dict[str, str | Pattern | None] = _unparsed(data)
        self.maxlen = max(map(len, self.patterns))

    def positions(self, word: str) -> list[int]:
        """As pyphen's own: where a word can be hyphenated."""
        word = word.lower()
        points = self.cache.get(word)
        if points is None:
            points = self.cache[word] = self._points(f".{word}.")
        return points

    def _points(self, pointed: str) -> list[int]:
        size, longest, get = len(pointed), self.maxlen, self.patterns.get
        references: list[int] = [0] * (size + 1)
        for start in range(size - 1):
            for stop in range(start + 1, min(start + longest, size) + 1):
                pattern = get(pointed[start:stop])
                if pattern is None:
                    continue
                if isinstance(pattern, str):
                    pattern = self.patterns[pointed[start:stop]] = _parsed(pattern)
                    if pattern is None:
                        continue
                offset, values = pattern
                for at, value in enumerate(values, start + offset):
                    if at <= size and value >= references[at]:  # a pattern may go on behind the end of a word
                        references[at] = value
        return [pyphen.DataInt(at - 1, reference=value) for at, value in enumerate(references) if value % 2]


def _unparsed(data: bytes) -> dict[str, str | Pattern | None]:
    """The patterns of a dictionary by their letters.

    Those without a digit say nothing, as the comments and settings do.
    """
    name, _, data = data.partition(b"\n")
    encoding = name.decode().strip()
    lines = data.decode(encoding).split("\n")
    keys = data.translate(None, _DIGITS).decode(encoding).split("\n")
    patterns: dict[str, str | Pattern | None] = {}
    for key, line in zip(keys, lines, strict=True):
        if line != key and not line.startswith(pyphen.ignored):
            letters = key.partition("/")[0] if "/" in key and "=" in key else key
            patterns[letters.strip()] = line.strip()
    return patterns


def _parsed(line: str) -> Pattern | None:
    """A pattern taken apart; None when it has no value.

    What it changes in the spelling, if anything, goes with its values.
    """
    line, _, change = line.partition("/") if "=" in line else (line, "", "")
    values = _values(line)
    if change:
        values = list(map(pyphen.AlternativeParser(line, change), values))
    weighty = [at for at, value in enumerate(values) if value]
    return (weighty[0], tuple(values[weighty[0] : weighty[-1] + 1])) if weighty else None


def _values(line: str) -> list[int]:
    """The digits of a pattern, each before its letter.

    0 where there is none, and where two stand together, one for none.
    """
    values, held = [], -1
    for character in line:
        if character.isdecimal():
            if held >= 0:
                values.append(held)
            held = int(character)
        else:
            values.append(max(held, 0))
            held = -1
    return [*values, max(held, 0)]
