"""Hyphens at line ends: which divide a word, and which were typed within one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pressline.readers import thresholds

_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in small letters, and whether it divides words at line ends."""

    counts: Counter[str]
    starts: frozenset[str]  # what longer words start with; empty where no line ends in a hyphen
    divides: bool


def words_in(rows: Sequence[str]) -> Words:
    """The words of the rows of a text."""
    counts: Counter[str] = Counter()
    halves: list[tuple[str, str]] = []
    left = ""
    for row in rows:
        words = _WORD.findall(row.lower())
        if left and words:
            halves.append((left, words.pop(0)))
        left = words.pop() if words and row.endswith("-") and not row.endswith("--") else ""
        counts.update(words)
    divided = sum(bool(counts[a + b]) for a, b in halves)
    typed = sum(bool(counts[f"{a}-{b}"]) for a, b in halves)
    least = thresholds.STEM - 1
    starts = frozenset(word[:end] for word in counts for end in range(least, len(word) + 1)) if halves else frozenset()
    return Words(counts, starts, divided >= thresholds.DIVIDED and divided > typed)


def is_divided(left: str, right: str, words: Words) -> bool:
    """Whether a hyphen between two halves of a word only divides it at a line's end.

    It does where the whole word stands elsewhere and the hyphenated one does not; in a text that divides words it does, too,
    unless both halves are words of the text: "pat-terned" is no compound, "student-body" may be one.

    >>> words = words_in(["the student and the body pat-", "terned narrowly and patterned", "in uni-", "ty by unity,"])
    >>> is_divided("pat", "terned", words), is_divided("student", "body", words), is_divided("chan", "nel", words)
    (True, False, True)
    """
    if words.counts[f"{left}-{right}"]:
        return False
    if words.counts[left + right]:
        return True
    return words.divides and (
        left + right[: thresholds.STEM_AFTER] in words.starts or not (_is_known(left, words) and _is_known(right, words))
    )


def _is_known(half: str, words: Words) -> bool:
    """Whether a half is a word of the text, or starts as one does: "narrow" by "narrowly"."""
    return bool(words.counts[half]) or len(half) >= thresholds.STEM and half[: thresholds.STEM] in words.starts
