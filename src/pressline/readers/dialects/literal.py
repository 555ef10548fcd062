"""What of a Markdown text means itself.

Code, formulas, comments of HTML. It is put away while marks are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PRIVATE = range(0xE010, 0xF8FF)  # no text has all of these; one that it has not stands for what is put away
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})(.*)$")
_TICKS = re.compile(r"\\`|`+")
# False positives it avoids: "$5 and $6", where a space stands before the second sign; "$5 or US$6", where a digit follows.
_FORMULA = re.compile(r"\$\$[^$]{1,4000}\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\n]{0,400}(?<=[^\s\\])\$(?!\d)")
_BLANK = re.compile(r"\n[ \t>]*\n")


def outside_literal(text: str, change: Callable[[str], str]) -> str:
    """A text changed, but for its code, formulas and comments.

    The change sees a sign and the line breaks in their place.
    """
    sign = next((chr(code) for code in _PRIVATE if chr(code) not in text), "")
    if not sign:
        return text
    kept: list[str] = []

    def away(part: str) -> str:
        kept.append(part)
        return f"{sign}{len(kept) - 1}{sign}" + "\n" * part.count("\n")

    hidden = _without_formulas(_without_code(text, away), away)
    shown = re.compile(f"{sign}(\\d+){sign}(\n*)")

    def back(match: re.Match[str]) -> str:
        part = shown.sub(back, kept[int(match[1])])
        return part + match[2][kept[int(match[1])].count("\n") :]

    return shown.sub(back, change(hidden))


def _without_formulas(text: str, away: Callable[[str], str]) -> str:
    """A text without comments of HTML and formulas."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], away(text[start : end + 3])]
        at = end + 3
    text = "".join([*parts, text[at:]])
    return _FORMULA.sub(lambda m: m[0] if _BLANK.search(m[0]) else away(m[0]), text)


def _without_code(text: str, away: Callable[[str], str]) -> str:
    """A text without fenced code and code in a line.

    False positive it avoids: code that is set in, which may be a list.
    """
    made: list[str] = []
    fenced: list[str] = []
    free: list[str] = []
    fence = ""

    def flush() -> None:
        if free:
            made.append(_without_spans("\n".join(free), away))
            free.clear()

    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            fenced.append(line)
            if found and found[1].startswith(fence) and not found[2].strip():
                made.append(away("\n".join(fenced)))
                fenced, fence = [], ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            flush()
            fence, fenced = found[1], [line]
        else:
            free.append(line)
    flush()
    return "\n".join([*made, away("\n".join(fenced))] if fenced else made)


def _without_spans(text: str, away: Callable[[str], str]) -> str:
    """Text without code in a line.

    Between two rows of as many backticks, in one paragraph (CommonMark 0.31, 6.1).
    """
    if "`" not in text:
        return text
    made: list[str] = []
    at = 0
    for end in [*(m.start() for m in _BLANK.finditer(text)), len(text)]:
        runs = [m for m in _TICKS.finditer(text, at, end) if m[0][0] == "`"]
        last = {run[0]: run for run in runs}  # of each length, the last row: an opening one before it is closed
        opened = None
        for run in runs:
            if opened is None:
                opened = run if run is not last[run[0]] else None
            elif run[0] == opened[0]:
                made += [text[at : opened.start()], away(text[opened.start() : run.end()])]
                at, opened = run.end(), None
        made.append(text[at:end])
        at = end
    return "".join(made)
