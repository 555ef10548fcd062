"""Lines that are set like headings and are none, by what they say or what is under them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressline.locale.dates import HOURS, WEEKDAYS, month_of
from pressline.locale.headings import is_section_name
from pressline.locale.tables import any_of
from pressline.readers import thresholds
from pressline.readers.plaintext.heading_classes import is_prose
from pressline.readers.plaintext.heading_levels import is_bare_number, part_of
from pressline.readers.plaintext.lines import ParagraphDraft, Shape

# "(David Byrne)[22]": who said what stands above. False positive it avoids: "(Re)Reading the Map".
_IN_BRACKETS = re.compile(r"\([^()]*\)\W{0,3}\d{0,3}\W{0,3}")
_ADDRESS = re.compile(r"\S{0,60}(?:@|://|www\.)\S{1,200}")
_HOUR = re.compile(HOURS + "$", re.I)
_WEEKDAY = re.compile(any_of(WEEKDAYS), re.I)
_WORDS = re.compile(r"\w+")


def no_headings(drafts: Sequence[ParagraphDraft], headings: Sequence[int], shape: Shape) -> set[int]:
    """The places of headings without number or mark that are none."""
    dates = [at for at in headings if is_date_line(drafts[at].text)]
    found = set(dates) if len(dates) == 1 else set()  # several are the days of a diary
    for at in headings:
        after = drafts[at + 1] if at + 1 < len(drafts) else None
        if _IN_BRACKETS.fullmatch(drafts[at].text) or after is not None and _ADDRESS.fullmatch(after.text):
            found.add(at)
    return found | _title_page(drafts, frozenset(headings), shape)


def is_date_line(text: str) -> bool:
    """Whether a line says when, and no more.

    >>> [is_date_line(text) for text in ("May 2004", "Jan. 28, 2020, at 5:55 AM", "Friday, 3 May 2019", "May", "In May 2004")]
    [True, True, True, False, False]
    """
    words = _WORDS.findall(_HOUR.sub("", text.strip(" .()[]")))
    known = all(word.isdigit() or month_of(word) or _WEEKDAY.fullmatch(word) for word in words)
    return known and any(map(str.isdigit, words)) and any(map(month_of, words)) and len(words) <= thresholds.DATE_WORDS


def _title_page(drafts: Sequence[ParagraphDraft], headings: frozenset[int], shape: Shape) -> set[int]:
    """Lines in front that stand over one another: title, author, publisher, town and year.

    Only the last, over the text, may head it. False positives it avoids: "PART ONE" over "CHAPTER I", and "PREFACE".
    """
    first = next((at for at, draft in enumerate(drafts) if is_prose(draft, shape)), 0)
    stacked = [at for at in headings if at + 1 < first and not _is_part(drafts[at].text)]
    return set(stacked) if len(stacked) >= thresholds.TITLE_PAGE else set()


def _is_part(text: str) -> bool:
    return bool(part_of(text) or is_bare_number(text) or is_section_name(text))
