"""Lines of a Markdown paragraph that each begin with a next label, made paragraphs.

An author who types "(a) …", "(b) …" or "¹ …", "² …" on lines one under the other means lines; Markdown runs them together.
"""

from __future__ import annotations

import re

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A label and what follows it; "1." and "1)" are lists of Markdown's own already.
_LABEL = re.compile(
    r"(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[ \t]*(?=\S)"
    r"|\^(?P<caret>\d{1,3})\^?[ \t]+(?=\S)"
    r"|<sup>(?P<tag>\d{1,3})</sup>[ \t]*(?=\S)"
    r"|\((?P<letter>[a-z])\)[ \t]+(?=\S)"
    r"|(?P<closed>[a-z])\)[ \t]+(?=\S)"
    r"|\((?P<number>\d{1,3})\)[ \t]+(?=\S)"
    r"|\[(?P<bracket>\d{1,3})\](?![(:\[])[ \t]+(?=\S)"
)
_LETTERS = ("letter", "closed")
FEWEST = 2  # lines that count up; one is where a sentence happened to break


def counted_lines_apart(text: str) -> str:
    """A Markdown text, without its code, with a blank line before each line that counts on.

    False positive it avoids: an enumeration within a sentence, "(a) one, (b) two", wherever its lines break: in it labels of
    the same shape stand within lines too.
    """
    made: list[str] = []
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append(line)
            continue
        made += _apart(block) if len(block) >= FEWEST else block
        made.append(line)
        block = []
    return "\n".join(made[:-1])


def _apart(lines: list[str]) -> list[str]:
    labels = [_label(line) for line in lines]
    starts: list[int] = []
    shape = ""
    for k, found in enumerate(labels):
        if not found or shape and found[0] != shape:
            continue
        before = labels[starts[-1]] if starts else None
        if before and found[1] != before[1] + 1:
            return lines
        starts.append(k)
        shape = found[0]
    if len(starts) < FEWEST or _stands_within(lines, shape):
        return lines
    return [part for k, line in enumerate(lines) for part in (["", line] if k in starts and k else [line])]


def _label(line: str) -> tuple[str, int] | None:
    found = _LABEL.match(line)
    if not found or not found.lastgroup:
        return None
    label = found[found.lastgroup].translate(_RAISED)
    return found.lastgroup, ord(label) - ord("a") + 1 if found.lastgroup in _LETTERS else int(label)


def _stands_within(lines: list[str], shape: str) -> bool:
    """Whether labels of a shape stand within lines, and may be calls there."""
    if shape not in ("letter", "closed", "number"):
        return False
    return any(
        found.lastgroup == shape for line in lines for found in _LABEL.finditer(line, 1) if line[found.start() - 1] == " "
    )
