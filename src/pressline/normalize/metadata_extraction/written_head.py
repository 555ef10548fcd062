"""What an author wrote on top for a program.

A block of TOML or YAML between fences, or pandoc's title block of "%" lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.days import day_of
from pressline.normalize.metadata_extraction.reached import HEAD, INTO
from pressline.normalize.metadata_extraction.rows import rows_of
from pressline.normalize.metadata_extraction.table import Draft, Table

_FENCES = ("+++", "---")
_ENTRY = re.compile(r"(?P<key>[A-Za-z][\w-]*)\s*[:=]\s*(?P<value>.*)")
_PEOPLE = re.compile(r"\s{0,9};\s{0,9}|\"\s{0,9},\s{0,9}\"")
_PERCENT = ("title", "author", "date")  # in this order (pandoc's manual, "Extension: pandoc_title_block")


def take_written_head(draft: Draft, said: dict[str, str]) -> None:
    """Take such a head off.

    What it says goes into `said` by the keys "title", "author", "date".

    False positive it avoids: an essay that begins with a rule, by its second fence and the entries between.
    """
    found, last = _head(draft.table)
    if "title" not in found:
        return
    for at in range(last + 1):
        draft.table.take(at, "moved", HEAD + INTO)
    said.setdefault("title", found["title"])
    said.setdefault("date", found.get("date", ""))
    draft.subtitle = found.get("subtitle") or None
    people = [
        part
        for part in re.split(
            r"\s{0,9};\s{0,9}|\"\s{0,9},\s{0,9}\"", found.get("author", found.get("authors", "")).strip("[]\" '")
        )
        if part
    ]
    people = [name for part in people for name in names.names_in(part) or (part,)]
    draft.authors = tuple(map(names.author_of, people))
    day = day_of(found.get("date", ""))
    draft.date = draft.date or day


def _head(table: Table) -> tuple[dict[str, str], int]:
    """The entries of the head, and the number of its last paragraph."""
    rows = [(k, row) for k in list(table.left(0, thresholds.WRITTEN_HEAD)) for row in _rows(table, k)]
    if not rows:
        return {}, -1
    first = rows[0][1]
    if first.startswith("% "):
        lines = [row[2:] for k, row in rows if k == rows[0][0]]
        inside = all(row.startswith("%") for k, row in rows if k == rows[0][0])
        return (dict(zip(_PERCENT, lines, strict=False)), rows[0][0]) if inside else ({}, -1)
    if first not in _FENCES:
        return {}, -1
    close = next((n for n, (k, row) in enumerate(rows) if n and row == first), 0)
    if (
        not close
        or rows[close][0] + 1 < len(table.texts)
        and rows[close + 1 : close + 2]
        and rows[close + 1][0] == rows[close][0]
    ):
        return {}, -1
    return _entries([row for _, row in rows[1:close]]), rows[close][0]


def _rows(table: Table, at: int) -> Sequence[str]:
    return ["---"] if table.paragraphs[at].kind == "rule" else rows_of(table.paragraphs[at])


def _entries(rows: Sequence[str]) -> dict[str, str]:
    """The values by key, those of a list joined by semicolons.

    None when a row is neither an entry nor an item.
    """
    found: dict[str, str] = {}
    key = ""
    for row in rows:
        entry = _ENTRY.match(row)
        if entry:
            key = entry["key"].lower()
            found[key] = entry["value"].strip("\"' ")
        elif row.startswith(("- ", "[", "]")) and key:
            found[key] = "; ".join(filter(None, [found[key], row[2:].strip("\"' ")]))
        else:
            return {}
    return found
