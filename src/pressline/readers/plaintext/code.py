"""Rows whose spaces mean something: a table, a drawing, a program."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressline.readers import thresholds
from pressline.readers.plaintext.lines import Row, Shape, without_margin

_COLUMNS = re.compile(r"\S(?:\s{3,}|\s*\t\s*)\S")
_DRAWN = re.compile(r"[|+][-=+]{3,}|^\|.*\|$|[─│┌┐└┘├┤┬┴┼═║]|[-=_]{3,}[ +|][-=_]{3,}|\\_|_/|/\\")
_SET, _BARRED = re.compile(r"\s=\s"), re.compile(r"\|\s")
_ENDED = re.compile(r"[=(){}]")  # in a line that ends in ";"
_PROGRAM = re.compile(
    r"^# |(?<!\{\d)(?<!\{\d\d)(?<!\{\d\d\d)[{}]$|^[$%] \S|^>>> |^#(?:include|define|ifdef|ifndef|endif)\b"
    r"|^</?\w++[^>]*+>$|^\w++\(.*\)$|^//|^/\*"
)


# What a line of a table, a drawing or a program has; most paragraphs have nothing of it, and are not looked at again.
_MARKED = re.compile(r"[|+={}$%<>/\\#;()\t─-╿]|[-_]{3}|\s{3}")


def _is_program(text: str) -> bool:
    """Whether a line looks like one of a program."""
    ended = text.endswith(";") and _ENDED.search(text)
    return bool(_PROGRAM.search(text) or ended or _followed(_SET, "(", text))


def _is_drawn(text: str) -> bool:
    """Whether a line looks like one of a table or a drawing."""
    return bool(_DRAWN.search(text)) or _followed(_BARRED, "|", text)


def _followed(pattern: re.Pattern[str], sign: str, text: str) -> bool:
    """Whether a sign stands anywhere behind a pattern.

    One pattern for both would look from each place to the end.
    """
    found = pattern.search(text)
    return found is not None and sign in text[found.end() :]


def is_code(rows: Sequence[Row], shape: Shape) -> bool:
    """Whether rows are a table, a drawing or a program: their spaces mean something.

    False positive it avoids: verse with numbers in the margin, and a single row with a wide space in it.
    """
    texts = [without_margin(row.text) for row in rows]
    if not any(map(_MARKED.search, texts)):
        return False
    set_in = all(row.indent > shape.body + 1 for row in rows)
    if len(rows) > 1 and max(row.width for row in rows) <= thresholds.CODE_COLUMNS:
        columns = sum(bool(_COLUMNS.search(text)) for text in texts)
        drawn = sum(_is_drawn(text) for text in texts)
        if (
            columns >= thresholds.TABLE_ROWS * len(rows)
            and columns > 1
            or drawn >= thresholds.DRAWN_ROWS * len(rows)
            and drawn > 1
        ):
            return True
    program = sum(_is_program(text) for text in texts)
    if program == len(rows) > 1:
        return True
    return (
        (set_in or len(rows) > 2)
        and program >= thresholds.PROGRAM_ROWS * len(rows)
        and not any(len(text) > thresholds.PROGRAM_LINE for text in texts)
    )
