"""The header of a mail, a post or a mailbox on top of an essay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressline.locale.boilerplate import MAIL_ALIASES, MAIL_FIELDS
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.reached import HEADER, INTO, REPLY
from pressline.normalize.metadata_extraction.rows import rows_of
from pressline.normalize.metadata_extraction.table import Draft

_FIELD = re.compile(rf"(?P<key>{MAIL_FIELDS}|{'|'.join(MAIL_ALIASES)})\s?:\s+(?P<value>\S.*)")
_EMPTY = re.compile(rf"(?:{MAIL_FIELDS}):$")
_HOUR = re.compile(r"\s+\d{1,2}:\d\d.*$")
_TWO_FIGURES = re.compile(r"(?<=[A-Za-z]\s)(\d\d)$")  # of a year: "3 Aug 94" (RFC 822)


def take_header(draft: Draft, said: dict[str, str]) -> None:
    """The header of a mail or a post: From, Subject, Date.

    Two of them make one; a line "Subject: x" alone is text.

    Who sent it is the author unless a byline below names another: `draft.sender`.
    """
    table = draft.table
    fields: dict[str, str] = {}
    taken: list[int] = []
    for at in list(table.left())[: thresholds.MAIL_FRONT]:
        found = _fields(rows_of(table.paragraphs[at])) if len(table.texts[at]) <= thresholds.MAIL_HEADER else {}
        if not found and not taken and "@" in table.texts[at] and len(table.texts[at]) < thresholds.MENU_LINE:
            taken.append(at)  # the line of a mailbox above the fields
            continue
        if not found:
            break
        fields = found | fields
        taken.append(at)
    if not {"From", "Author"} & fields.keys() or not {"Subject", "Title", "Date"} & fields.keys():
        return
    for at in taken:
        table.take(at, "moved", HEADER + INTO)
    sender = fields.get("Author", fields.get("From", ""))
    inside = re.search(r"\(([^)]+)\)", sender)
    name = re.sub(r"\s*<[^>]*>", "", sender).strip(' "')
    name = inside[1] if inside and "@" in name else name
    if name and "@" not in name:
        draft.authors = (names.author_of(name, names.address_of(sender)),)
        draft.sender = "From" in fields and "Author" not in fields
    said.setdefault("title", REPLY.sub("", fields.get("Title", fields.get("Subject", ""))))
    said.setdefault("date", _day(fields.get("Date", "")))


def _fields(rows: Sequence[str]) -> dict[str, str]:
    """The fields of a header, none when the lines are no header.

    A line of its mailbox may stand above the first.

    False positive it avoids: a field with text under it, by counting the lines that go on.
    """
    fields: dict[str, str] = {}
    key, more = "", 0
    for at, row in enumerate(rows):
        match = _FIELD.match(row)
        if match:
            key = MAIL_ALIASES.get(match["key"], match["key"])
            fields.setdefault(key, match["value"].strip())
        elif _EMPTY.match(row) or not at and "@" in row and len(rows) > 2:
            continue
        elif key:
            more += 1
        else:
            return {}
    return fields if more <= len(fields) else {}


def _day(text: str) -> str:
    """The day of a field "Date"; a year of two figures gets its century."""
    bare = _HOUR.sub("", text)
    match = _TWO_FIGURES.search(bare)
    century = "19" if match and int(match[1]) >= thresholds.CENTURY else "20"
    return f"{bare[: match.start()]}{century}{match[1]}" if match else bare
