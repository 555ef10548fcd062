"""What is on the page and not in the essay.

Buttons and dates of publishing sites, and the frame of Project Gutenberg.

A pattern of a site must match the whole paragraph, near the front or the end: "14 min read" within a sentence is the author's.
Everything taken off stands in the record with its words and its place.
"""

from __future__ import annotations

import re

from pressline.locale.boilerplate import (
    DATED,
    GUTENBERG_FIELDS,
    GUTENBERG_LINES,
    GUTENBERG_START,
    GUTENBERG_STOP,
    SITE_LINES,
    SITE_SECTIONS,
    THANKS,
    TRANSCRIBER,
)
from pressline.locale.bylines import WRITTEN_BY
from pressline.locale.headings import is_note_heading
from pressline.locale.markers import NUMBERED_START
from pressline.locale.tables import any_of
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.table import Table

BOILERPLATE = "web page boilerplate"
_THANKS = re.compile(any_of(THANKS), re.I)
_SITE = re.compile(any_of(SITE_LINES), re.I | re.X)
_AFTER = re.compile(any_of(SITE_SECTIONS), re.I)
_UPDATED = re.compile(rf"{any_of(DATED)}(?: on)?:?\s(?P<date>.{{0,20}}\d.{{0,20}})", re.I)
_WRITTEN_BY = re.compile(rf"{any_of(WRITTEN_BY)}\s", re.I)
_START = re.compile(GUTENBERG_START, re.I)
_STOP = re.compile(GUTENBERG_STOP, re.I)
_GUTENBERG = re.compile(GUTENBERG_LINES, re.I)
_FIELD = re.compile(rf"(?P<key>{GUTENBERG_FIELDS}):\s*(?P<value>\S.*)", re.S)
_TRANSCRIBER = re.compile(TRANSCRIBER, re.I)


def take_boilerplate(table: Table) -> dict[str, str]:
    """Take the page boilerplate off.

    What it says of the essay by the keys "title", "author", "updated".
    """
    said = _take_gutenberg(table)
    _take_end(table)
    sites = {match[1].casefold() for text in table.texts[-thresholds.END :] for match in _THANKS.finditer(text)}
    region = list(table.left(0, min(table.first_prose(), thresholds.FRONT)))
    for at in (*region, *reversed(region)):
        if names.dated_byline(table.texts[at])[1]:
            continue
        updated = _UPDATED.fullmatch(table.line(at))
        if updated:
            said.setdefault("updated", updated["date"])
        if updated or table.line(at).casefold() in sites or _is_site(table, at) or _is_count(table, at):
            table.take(at, "dropped", BOILERPLATE)
    return said


def _is_site(table: Table, at: int) -> bool:
    """Whether a paragraph is a site's.

    A heading "About" above text, with no boilerplate beside it, may be the author's.
    """
    line = re.sub(r"^(?:\[\d{1,3}\])+", "", " ".join(table.texts[at].split()))  # a text browser numbers its links
    if not line or len(line) > thresholds.SITE_LINE or not (_SITE.fullmatch(line) or _SITE.fullmatch(table.line(at))):
        return False
    above_text = any(table.is_prose(k) for k in table.left(at + 1, at + 2))
    return table.paragraphs[at].kind != "heading" or not above_text or _beside(table, at)


def _is_count(table: Table, at: int) -> bool:
    """A bare number beside boilerplate: how many liked it."""
    return bool(re.fullmatch(r"\d{1,6}(?:[.,]\d)?k?", table.line(at), re.I)) and _beside(table, at)


def _beside(table: Table, at: int) -> bool:
    return any(k in table.taken and table.taken[k].why.startswith(BOILERPLATE) for k in (at - 1, at + 1))


def _take_end(table: Table) -> None:
    """The boilerplate after the essay.

    From the last paragraphs upwards, and all after what starts a site's own part.
    """
    total = len(table.texts)
    start = max(total - thresholds.END, int(total * thresholds.END_AFTER))
    anchor = next((k for k in table.left(start) if _AFTER.fullmatch(table.line(k)) and _ends_here(table, k)), None)
    if anchor is not None:
        for at in list(table.left(anchor)):
            table.take(at, "dropped", BOILERPLATE + ", and what the site has under the essay")
    for at in reversed(list(table.left(start))):
        if table.is_prose(at) or len(table.line(at)) > thresholds.SITE_LINE:
            break
        if _is_site(table, at) or _is_count(table, at) or _beside(table, at) and _WRITTEN_BY.match(table.line(at)):
            table.take(at, "dropped", BOILERPLATE)
        elif table.paragraphs[at].kind == "text" and len(table.line(at)) > thresholds.SENTENCE:
            break


def _ends_here(table: Table, anchor: int) -> bool:
    """Whether only a site's own things follow: no notes, and little that is long."""
    after = [table.line(k) for k in table.left(anchor + 1)]
    notes = sum(bool(NUMBERED_START.match(line)) or is_note_heading(line) for line in after)
    return notes == 0 and sum(len(line) > thresholds.COMMENT for line in after) <= int(len(after) * thresholds.LONG_COMMENTS)


def _take_gutenberg(table: Table) -> dict[str, str]:
    """The frame of a Project Gutenberg text.

    All before its START line, all from its END line on, its credits.
    """
    said: dict[str, str] = {}
    total = len(table.texts)
    head = range(min(thresholds.GUTENBERG_HEAD, total))
    foot = range(max(0, total - thresholds.GUTENBERG_FOOT), total)
    if not any("gutenberg" in table.texts[k].lower() for k in (*head[: thresholds.GUTENBERG_SAID], *foot)):
        return said
    start = next((k for k in head if _START.search(table.texts[k])), -1)
    short = start >= 0 and len(table.texts[start]) <= thresholds.GUTENBERG_LINE  # the essay is not in the same paragraph
    for at in head:
        rows = table.texts[at].split("\n") if at <= start else [table.texts[at]]  # all of the head may be one block
        fields = [_FIELD.match(row) for row in rows] if at <= max(start, thresholds.GUTENBERG_FIELDS_WITHIN) else []
        field = next(filter(None, fields), None)
        for match in filter(None, fields):
            said.setdefault(match["key"].lower().rstrip("s"), " ".join(match["value"].split()))
        if at < start or at == start and short or field and at <= thresholds.GUTENBERG_FIELDS_WITHIN:
            table.take(at, "dropped", "the frame of Project Gutenberg")
    behind = range(max(start + 1, int(total * thresholds.GUTENBERG_STOP_AFTER)), total)
    stop = next((k for k in behind if _STOP.match(table.texts[k])), None)
    if stop is not None:
        for at in range(stop, total):
            table.take(at, "dropped", "the frame of Project Gutenberg")
    _take_credits(table)
    return said


def _take_credits(table: Table) -> None:
    """Who made the file, and the transcriber's note with what is set in under it."""
    under = False
    for at in list(table.left(0, thresholds.GUTENBERG_CREDITS)):
        paragraph = table.paragraphs[at]
        if table.is_prose(at) and not under:
            break
        note = _TRANSCRIBER.match(table.texts[at])
        goes_on = under and (paragraph.indent > 1 or bool(paragraph.containers)) and paragraph.kind != "heading"
        if note or goes_on or _GUTENBERG.match(table.texts[at]):
            table.take(at, "dropped", "the frame of Project Gutenberg")
            under = goes_on or note is not None and not table.texts[at].startswith("[") or table.texts[at].startswith("Note:")
        else:
            under = False
