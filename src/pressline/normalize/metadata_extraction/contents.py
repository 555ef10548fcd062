"""A table of contents that repeats the headings.

Dropped, because every format makes its own. Kept where it says more.
"""

from __future__ import annotations

import re
from collections import Counter

from pressline.locale.headings import CHAPTERS, CONTENTS, PARTS, SECTIONS
from pressline.locale.numerals import ROMAN
from pressline.locale.tables import any_of
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction.table import Table

_HEADING = re.compile(any_of(CONTENTS), re.I)
_PAGED = re.compile(r"[\s.…]\d{1,4}$")
# False positive it avoids: "Civil War", where a number is looked for at the head alone.
_NUMBER = re.compile(rf"^(?:{any_of(PARTS, CHAPTERS, SECTIONS)}\s+)?(?:\d++(?:\.\d++)*+|[{ROMAN}]++)[.:)]?\s++(?=\S)", re.I)
_PAGE_NUMBER = "0123456789" + ROMAN
_DOTS = frozenset(".·…")


def key(text: str) -> str:
    """What a heading and its line in the contents have in common.

    Letters and digits, without page number and case.
    """
    return re.sub(r"[\W_]+", "", _without_leader(text.strip())).casefold()


def _without_leader(text: str) -> str:
    """A line of the contents without its page number, and the dots or spaces that lead to it.

    By steps from its end, not by a pattern: one for dots among spaces tries every way to part them.

    >>> [_without_leader(line) for line in ("Purpose . . . 23", "Purpose…  iv", "Purpose   x", "Purpose 7", "Purpose. 1914")]
    ['Purpose', 'Purpose…', 'Purpose', 'Purpose', 'Purpose. 1914']
    """
    before = text.rstrip(_PAGE_NUMBER)
    number, words = text[len(before) :], before.rstrip()
    end = len(before)
    while end and (before[end - 1] in _DOTS or before[end - 1].isspace()):
        end -= 1
    if sum(char in _DOTS for char in before[end:]) > 1:
        return before[:end]
    if number and len(before) - len(words) > 1:
        return words
    return before[:-1] if number.isdigit() and len(number) <= thresholds.PAGE_FIGURES and before[-1:].isspace() else text


def core(text: str) -> str:
    """A heading without its number.

    "Chapter 1. Purpose", "I. Purpose" and "Purpose" are the same.

    >>> core("Chapter 1. Purpose"), core("I.  Purpose     23"), core("Ivory")
    ('purpose', 'purpose', 'ivory')
    """
    return key(_NUMBER.sub("", text.strip(), count=1))


def take_contents(table: Table) -> None:
    """Remove a table of contents: under its heading, or headings that come again later."""
    headings = [k for k in table.left() if table.paragraphs[k].kind == "heading"]
    where: dict[str, int] = {key(table.texts[k]): k for k in headings}
    bare = {core(table.texts[k]): k for k in headings if len(core(table.texts[k])) > thresholds.CONTENTS_KEY}
    prose = table.first_prose()
    for at in [
        k
        for k in table.left(0, int(len(table.texts) * thresholds.CONTENTS_BEFORE))
        if _HEADING.fullmatch(table.line(k).strip(" .:"))
    ]:
        _take_under(table, at, {**bare, **where})
    counts = Counter(key(table.texts[k]) for k in headings)
    front = [k for k in table.left(0, prose) if table.paragraphs[k].kind == "heading" and _follows_heading(table, k)]
    front = [k for k in front if counts[key(table.texts[k])] > 1 and where[key(table.texts[k])] > k]
    if len(front) > 2:
        for at in front:
            table.take(at, "dropped", "a line of the contents, which repeats a heading")


def _follows_heading(table: Table, at: int) -> bool:
    """Whether another heading stands directly under a heading.

    Then nothing of the text is between them.
    """
    return any(table.paragraphs[k].kind == "heading" for k in list(table.left(at + 1, at + 1 + thresholds.CONTENTS_NEXT))[:1])


def _take_under(table: Table, heading: int, where: dict[str, int]) -> None:
    """The lines under a heading "Contents" when most of them are headings further down.

    Else nothing.
    """
    lines: list[tuple[int, bool]] = []
    seen: set[str] = set()
    for at in table.left(heading + 1, heading + thresholds.CONTENTS_LINES):
        rows = [row for row in table.texts[at].split("\n") if row.strip()]
        known = [max(where.get(key(row), -1), where.get(core(row), -1)) > at for row in rows]
        name = key(table.texts[at])
        joined = max(where.get(name, -1), where.get(core(table.texts[at]), -1)) > at
        known = [True] if joined else known
        foreign = not any(known) and (len(rows) > 1 or len(table.texts[at]) > thresholds.CONTENTS_LINE)
        paged = _PAGED.search(table.texts[at]) is not None  # one name of two chapters' parts stands twice, with its pages
        if foreign or (name in seen and not paged) or where.get(name, 0) == at and lines:
            break
        seen.add(name)
        lines.append((at, sum(known) * 2 > len(rows)))
    while lines and not lines[-1][1]:
        lines.pop()
    if not lines or sum(known for _, known in lines) < thresholds.CONTENTS_KNOWN * len(lines):
        return
    for at in (heading, *(at for at, _ in lines)):
        table.take(at, "dropped", "a line of the contents, which repeats a heading")
