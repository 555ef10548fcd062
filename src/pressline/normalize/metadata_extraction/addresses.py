"""The address of an author: on top of a manuscript, above its title, or under the name."""

from __future__ import annotations

import re

from pressline.locale.names import bare_name
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.days import day_of
from pressline.normalize.metadata_extraction.reached import INTO
from pressline.normalize.metadata_extraction.table import Draft, Table


def take_name_and_address(draft: Draft) -> None:
    """The author's name and address on top of all, above the title: as manuscripts have them."""
    table = draft.table
    first = next(iter(table.left()), None)
    found = names.names_in(table.line(first)) if first is not None else ()
    if first is None or draft.authors or len(found) != 1 or not is_address_block(table, first + 1):
        return
    if common_words(found[0], " ".join(table.texts[first + 1 :])):
        return
    rows = [k for k in table.left(first + 1, first + 1 + thresholds.ADDRESS_ROWS) if not table.is_prose(k)]
    last = max(k for k in rows if names.is_address(table.line(k)))
    email = next((mail for k in rows if k <= last and (mail := names.address_of(table.line(k)))), None)
    home = None if names.is_address(table.line(first + 1)) or day_of(table.line(first + 1)) else table.line(first + 1)
    draft.authors = (names.author_of(found[0], email, home),)
    table.take(first, "moved", f"byline{INTO}")
    if home:
        table.take(first + 1, "moved", f"affiliation{INTO}")
    for k in table.left(first + 1, last + 1):
        whole = names.address_of(table.line(k)) == table.line(k)
        table.take(k, *(("moved", f"address{INTO}") if whole else ("dropped", "an address of the author")))


def is_address_block(table: Table, at: int) -> bool:
    """Whether an address starts at a line.

    Two lines of one among the next four, or one with all in it.
    """
    if at < len(table.texts) and names.is_address(table.line(at)) and table.line(at).count(",") > 1:
        return True
    rows = [table.line(k) for k in list(table.left(at, at + thresholds.ADDRESS_LINES))]
    return sum(map(names.is_address, rows)) > 1


def in_address(table: Table, at: int) -> bool:
    """Whether a line is one of an address.

    Made like one, or above two more that are, under the name of the author.
    """
    line = table.line(at)
    if table.is_prose(at) or len(line) > thresholds.ADDRESS_LINE or line[-1:] in ".:;!?":
        return False
    before = at and at - 1 in table.taken and table.taken[at - 1].why.startswith(("byline", "an address", "affiliation"))
    return bool(before) and (names.is_address(line) or is_address_block(table, at))


def common_words(name: str, body: str) -> bool:
    """Whether a text has a word of a name in small letters.

    Then it is no name, or nobody can tell.
    """
    words = [word for word in re.findall(r"[^\W\d_]{2,}", bare_name(name)) if word.isupper() or word.istitle()]
    return not words or any(re.search(rf"\b{word.lower()}\b", body) for word in words)
