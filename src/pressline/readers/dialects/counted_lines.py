"""Lines of Markdown that each begin with a label that its author counted.

An author who types "(a) …", "(b) …" or "¹ …", "² …" on lines one under the other means lines; Markdown runs them together.
One who types "4." and then "6." among notes means 6; Markdown counts on, so that each later note has another's number.
"""

from __future__ import annotations

import re

from pressline.locale.headings import is_note_heading

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


_ITEM = re.compile(r"(?P<before> {0,3}(?P<number>\d{1,4}))(?P<mark>[.)])(?=[ \t]+\S)")
_OTHER = {".": ")", ")": "."}
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*)")
GAP = 3  # numbers that may be missing between two notes


def with_gaps_kept(text: str) -> str:
    """A Markdown text whose lists of notes start anew where a number is missing.

    A list with another mark behind its numbers is another list (CommonMark 0.31, 5.3), which has its own first number.
    False positives it avoids: "1." before each item, which means counting; a list that is no list of notes.

    >>> with_gaps_kept("# Notes\\n\\n1. Holm.\\n3. Lund.\\n4. Berg.")
    '# Notes\\n\\n1. Holm.\\n3) Lund.\\n4) Berg.'
    """
    under, last, mark = False, 0, ""
    lines = text.split("\n")
    end = _last_list(lines)
    for at, line in enumerate(lines):
        under, last, mark = (True, 0, "") if at == end and not under else (under, last, mark)
        heading = _HEADING.match(line)
        if heading or not under and is_note_heading(line):
            under, last, mark = is_note_heading(heading["text"] if heading else line), 0, ""
        item = _ITEM.match(line) if under else None
        if item:
            number = int(item["number"])
            if mark and last + 1 < number <= last + 1 + GAP:
                mark = _OTHER[mark]
            last, mark = number, mark or item["mark"]
            lines[at] = f"{item['before']}{mark}{line[item.end() :]}"
    return "\n".join(lines)


def _last_list(lines: list[str]) -> int:
    """The line from which on a text has only items of a list, and what is set in under them."""
    at = len(lines)
    while at and (not lines[at - 1].strip() or lines[at - 1][0].isspace() or _ITEM.match(lines[at - 1])):
        at -= 1
    return at


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
