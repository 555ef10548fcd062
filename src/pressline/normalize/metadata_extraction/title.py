"""The title of an essay, and its subtitle: in the file's frame, in its metadata, or on its first line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressline.locale.boilerplate import REGISTERED
from pressline.locale.headings import CHAPTERS, GOES_ON, PARTS, SECTIONS
from pressline.locale.markers import AT_END
from pressline.locale.tables import any_of
from pressline.model import Call
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.boilerplate import CHROME
from pressline.normalize.metadata_extraction.contents import key
from pressline.normalize.metadata_extraction.lines import is_known_line, is_listed
from pressline.normalize.metadata_extraction.table import Draft

_FILED = re.compile(rf"(?:[\w ]{{3,40}} )?{any_of(REGISTERED)}\s*:\s", re.I)
_PART = re.compile(rf"{any_of(PARTS, CHAPTERS, SECTIONS)}\s+\w+|[IVXLC]+\b|\d+\b", re.I)
_GOES_ON = re.compile(rf"{any_of(GOES_ON)}\b", re.I)


def take_title(draft: Draft, said: str | None, hint: str | None) -> None:
    """The title: what the file's frame says, what its metadata says and a paragraph too, or the first line of all."""
    table = draft.table
    stop = min(table.first_prose(), next(iter(table.left()), 0) + thresholds.TITLE_FRONT)
    near = [k for k in table.left(0, stop) if len(table.texts[k]) <= thresholds.TITLE]
    known = said or ""
    if not known and hint:
        agreed = [k for k in near if key(table.texts[k]) and _agrees(table.line(k), hint)]
        known = table.line(max(agreed, key=lambda k: len(table.texts[k]))) if agreed else ""
    if known:
        draft.title = AT_END.sub("", known) if len(known) <= thresholds.MARKED_TITLE else known
        _take_in_lines(draft, near)
        for at in near:
            whole = len(key(table.texts[at])) > thresholds.TITLE_SHARE * len(key(draft.title))
            if whole and _agrees(table.line(at), draft.title):
                _move_title(draft, at)
        _split_title(draft)
        return
    near = _without_site(draft, near)
    first = near[0] if near else None
    if first is not None and first == next(iter(table.left()), None) and _may_be_title(draft, first):
        draft.title = AT_END.sub("", table.line(first))
        _move_title(draft, first)
        _more_title(draft, first)
        _split_title(draft)


def take_subtitle(draft: Draft, hint: str | None) -> None:
    """The subtitle that the file's metadata names, where the paragraph under the title says the same."""
    table = draft.table
    below = next(iter(table.left()), None)
    if hint and below is not None and key(table.line(below)) == key(hint):
        draft.subtitle = table.line(below)
        table.take(below, "moved", "subtitle, into the metadata")


def _without_site(draft: Draft, near: list[int]) -> list[int]:
    """The near paragraphs from the title on, when a site's name stands over it: buttons above, a heading and a byline below.

    False positive it avoids: the title of an essay, with its first heading below it.
    """
    table = draft.table
    chrome = any(step.why == CHROME for at, step in table.taken.items() if near and at < near[0])
    for count, at in enumerate(near[1 : 1 + thresholds.SITE_HEADINGS], start=1):
        below = next(iter(table.left(at + 1)), None)
        heading = table.paragraphs[at].kind == "heading" and table.paragraphs[near[0]].kind != "heading"
        if chrome and heading and below is not None and is_known_line(table, below):
            for above in near[:count]:
                table.take(above, "dropped", CHROME)
            return near[count:]
    return near


def _take_in_lines(draft: Draft, near: Sequence[int]) -> None:
    """Take off a known title that stands in several paragraphs: "THE ADVENTURES", "OF", "JOHN SMITH"."""
    wanted = key(draft.title)
    for first in range(len(near)):
        joined = ""
        for last in range(first, min(first + thresholds.TITLE_ROWS, len(near))):
            joined += key(draft.table.texts[near[last]])
            if joined == wanted and last > first:
                for at in near[first : last + 1]:
                    _move_title(draft, at)
                return
            if not wanted.startswith(joined):
                break


def _agrees(line: str, title: str) -> bool:
    """Whether a line is the title, or the title of a page that also names its site; an article in front does not count."""
    a, b = (re.sub(r"^(?:the|an?)(?=\w)", "", key(AT_END.sub("", text))) for text in (line, title))
    a_words = len(line.split())
    return bool(a) and (a == b or (b.startswith(a) or b.endswith(a)) and a_words > 1)


def _move_title(draft: Draft, at: int) -> None:
    """Take the title off, unless a note is called in it: then it stays above the text as well."""
    called = any(isinstance(inline, Call) for inline in draft.table.paragraphs[at].inlines)
    if not called and not AT_END.search(draft.table.texts[at]):
        draft.table.take(at, "moved", "title, into the metadata")


def _may_be_title(draft: Draft, at: int) -> bool:
    """Whether the first paragraph is the title: set as one, and no chapter among chapters.

    False positives it avoids: the first sentence of an essay without a title, "CHAPTER XVIII" before "CHAPTER XIX".
    """
    table = draft.table
    paragraph, line = table.paragraphs[at], table.line(at)
    if _FILED.match(line):
        return False
    if paragraph.kind == "heading":
        others = [
            k
            for k in table.left(at + 1)
            if table.paragraphs[k].kind == "heading" and table.paragraphs[k].level == paragraph.level
        ]
        shape = _PART.match(line)
        return not (shape and any(_PART.match(table.line(k)) for k in others))
    if paragraph.kind not in ("text", "verse") or line.startswith(("[", "(", "*")) or not any(c.isalpha() for c in line):
        return False
    following = next((k for k in table.left(at + 1)), None)
    byline = following is not None and bool(names.byline_of(table.line(following), is_listed(table, following)))
    sentence = line.endswith((".", ",", ";", ":")) and not line.isupper()
    return byline or not sentence and len(line.split()) <= thresholds.TITLE_WORDS and line[:1] not in "-–—"


def _more_title(draft: Draft, first: int) -> None:
    """A second line of the title, when a byline or a date follows it: a subtitle, or the rest of a title in two lines."""
    table = draft.table
    left = list(table.left(first + 1))[:3]
    if (
        len(left) < 2
        or table.is_prose(left[0])
        or len(table.line(left[0])) > thresholds.SUBTITLE
        or is_known_line(table, left[0])
    ):
        return
    if not is_known_line(table, left[1]) or table.paragraphs[left[0]].kind not in ("heading", "text", "verse"):
        return
    line = table.line(left[0])
    if _GOES_ON.match(line) and line.isupper() and draft.title.isupper():
        draft.title = f"{draft.title} {line}"
    else:
        draft.subtitle = line.strip("()")
    table.take(left[0], "moved", "title, into the metadata")


def _split_title(draft: Draft) -> None:
    """A long "Title: Subtitle" as two; "Chapter 5: Style" stays one. A full stop at the end is left out, as on title pages."""
    title, colon, subtitle = draft.title.partition(": ")
    if colon and len(draft.title) > thresholds.ONE_LINE and not draft.subtitle and not _PART.fullmatch(title):
        draft.title, draft.subtitle = title, subtitle
    if draft.title.endswith(".") and not draft.title.endswith(("..", " Jr.", "etc.")):
        draft.title = draft.title[:-1]
