"""What differs between two texts, for a person to read.

By paragraphs, the words that go and come marked.

The marks are those of `git diff --word-diff`: [-what goes-] and {+what comes+}. A program that patches files cannot use
it; a paragraph of essay.md is one long line, and two of them under each other show nobody which word is another.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from pressline.compare.three_way import blocks_of, changes, tokens_of

_COLUMNS = 100  # at which lines are wrapped
MARKS = "# [-what goes-] {+what comes+}   ¶ the end of a line   … words that stay, left out here"  # for a head
_SHOWN, _MOST_WORDS = 12, 40  # words kept on each side of a change; a stretch of no more is shown whole


def word_diff(before: str, after: str, names: tuple[str, str]) -> str:
    """The differences of two texts of these names; "" when there are none."""
    hunks = list(_hunks(before, after))
    if not hunks:
        return ""
    return "\n".join([f"--- {names[0]}", f"+++ {names[1]}", *hunks]) + "\n"


def _hunks(before: str, after: str) -> Iterator[str]:
    old, new = blocks_of(before), blocks_of(after)
    lines = [_lines_to(old), _lines_to(new)]
    for a, b, c, d in changes(old, new):
        yield f"@@ -{lines[0][a]} +{lines[1][c]} @@"
        yield _marked("".join(old[a:b]), "".join(new[c:d]))
        yield ""


def _lines_to(blocks: Sequence[str]) -> list[int]:
    """The line at which each block starts, and that after the last."""
    found = [1]
    for block in blocks:
        found.append(found[-1] + block.count("\n"))
    return found


def _marked(before: str, after: str) -> str:
    """Two stretches as one, with marks."""
    old, new = tokens_of(before), tokens_of(after)
    parts: list[str] = []
    at = 0
    found = changes(old, new)
    for a, b, c, d in found:
        parts.append(_shortened(old[at:a], first=at == 0, last=False))
        parts.append(f"[-{_seen(''.join(old[a:b]))}-]" if a < b else "")
        parts.append(f"{{+{_seen(''.join(new[c:d]))}+}}" if c < d else "")
        at = b
    text = "".join([*parts, _shortened(old[at:], first=False, last=True)]).strip("\n")
    return "\n".join(_wrapped(line) for line in text.split("\n"))


def _wrapped(line: str) -> str:
    return textwrap.fill(line, _COLUMNS, break_long_words=False, break_on_hyphens=False)


def _seen(text: str) -> str:
    """A text with its line breaks shown."""
    return text.replace("\n", "¶\n") if text.strip() else text.replace("\n", "¶")


def _shortened(tokens: Sequence[str], *, first: bool, last: bool) -> str:
    """Words that stay; those far from a change are left out."""
    words = [at for at, token in enumerate(tokens) if token.isalnum()]
    sides = (0 if first else _SHOWN, 0 if last else _SHOWN)
    if len(words) <= _MOST_WORDS:
        return "".join(tokens)
    start = "".join(tokens[: words[sides[0]]]) if sides[0] else ""
    end = "".join(tokens[words[-sides[1]] :]) if sides[1] else ""
    return f"{start}… {end}".rstrip(" ")
