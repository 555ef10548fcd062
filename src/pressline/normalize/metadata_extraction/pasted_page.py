"""The menus, forms and tails that come along when a page or a post is pasted.

Told by how short lines crowd, in any language.

What tells is a crowd: some lines that sites have in their menus, none of it running text, before the essay or after it. A
lone line that looks so is the author's. Lists, verse, signatures, dates and notes are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressline.locale.boilerplate import AUTHOR_BOX, LIST_TAILS, MENU_LINES, SEAMS
from pressline.locale.headings import is_note_heading
from pressline.locale.markers import NUMBERED_START
from pressline.locale.tables import any_of
from pressline.model import Call, Paragraph
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.days import day_of
from pressline.normalize.metadata_extraction.rows import rows_of, spans_of
from pressline.normalize.metadata_extraction.table import Table
from pressline.pandoc.passages import cut, strip

MENU = "web page boilerplate, a menu or a form of the page"
TAIL = "the tail of a mailing list or a file server"
_MENU = re.compile(any_of(MENU_LINES), re.I)
_BOX = re.compile(rf"(?P<name>.{{4,60}}?) {any_of(AUTHOR_BOX)}", re.I)
_TAIL = re.compile(LIST_TAILS, re.I)
_SEAM = re.compile(SEAMS)
_RULE = re.compile(r"\W{10,}|(?:X[-=]+)+X?|(?:<>)+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
_NUMBERED = re.compile(r"(?:\d{1,3}[.):]?|\[\d{1,3}\]|\(\d{1,3}\)|[*†‡])\s")
_CONTACT = re.compile(r"\(?\d{3}\)?[-/ ]\d{3}-\d{4}|\d{4} ?bps|\bbbs\b", re.I)


def with_tail_apart(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, one of the last parted where the tail of a list starts within it.

    Below the last note.
    """
    start = len(paragraphs) - thresholds.TAIL_PARAGRAPHS
    for index, paragraph in enumerate(paragraphs):
        spans = spans_of(paragraph) if index >= start and paragraph.kind in ("text", "verse") else []
        rows = rows_of(paragraph) if spans else []
        row = next((k for k, text in enumerate(rows) if k and _TAIL.match(text)), 0)
        if not row and rows and index + 1 < len(paragraphs) and _starts_tail(paragraphs[index + 1]):
            row = len(rows)
        while row > 1 and _RULE.fullmatch(rows[row - 1]):
            row -= 1
        if not row or row == len(rows):
            yield paragraph
            continue
        text_end = spans[-1][1]
        yield strip(cut(paragraph, 0, spans[row][0]))
        tail = strip(cut(paragraph, spans[row][0], text_end))
        yield Paragraph("text", tail.inlines, tail.origins)


def take_tail(table: Table) -> None:
    """All that follows the first line of a mailing list's own tail, if it is short."""
    total = len(table.texts)
    for at in table.left(max(1, total - thresholds.TAIL_PARAGRAPHS)):
        if not _starts_tail(table.paragraphs[at]):
            continue
        after = [row for k in table.left(at + 1) for row in rows_of(table.paragraphs[k])]
        if len(after) > thresholds.TAIL_ROWS or any(_NUMBERED.match(row) for row in after):
            continue
        while at - 1 not in table.taken and all(map(_RULE.fullmatch, rows_of(table.paragraphs[at - 1]))):
            at -= 1
        for k in list(table.left(at)):
            table.take(k, "dropped", TAIL)
        return


def _starts_tail(paragraph: Paragraph) -> bool:
    """Whether the first line of a paragraph that is no rule starts the tail of a list."""
    return bool(_TAIL.match(next((row for row in rows_of(paragraph) if not _RULE.fullmatch(row)), "")))


def take_seams_and_boxes(table: Table) -> None:
    """Lines at the seams of a text that was cut in parts.

    And on top an advertisement in a frame of stars.
    """
    for at in list(table.left(0, thresholds.TITLE_FRONT)):
        if _SEAM.fullmatch(table.line(at)):
            table.take(at, "dropped", TAIL)
    boxed = []
    for at in table.left(0, thresholds.TITLE_FRONT):
        rows = rows_of(table.paragraphs[at])
        if table.paragraphs[at].kind != "rule" and not all(len(r) > 2 and r[0] == r[-1] and r[0] in "*#|" for r in rows):
            break
        boxed.append(at)
    if any(_CONTACT.search(table.texts[at]) for at in boxed):
        for at in boxed:
            table.take(at, "dropped", TAIL)


def is_menu(table: Table, at: int) -> bool:
    """Whether a line is one that sites have in their menus, forms and feet."""
    return len(table.line(at)) <= thresholds.MENU_LINE and bool(_MENU.fullmatch(table.line(at).strip(" :*")))


def in_menus(table: Table) -> range:
    """The lines before the first running text of a pasted page, where menus stand among them.

    Else none.
    """
    stop = min(table.first_prose(), thresholds.FRONT)
    crowd = sum(
        k in table.taken and table.taken[k].why.startswith("web page boilerplate") or is_menu(table, k) for k in range(stop)
    )
    return range(stop) if stop >= thresholds.MENU and crowd >= thresholds.MENU_KNOWN else range(0)


def take_menus_in_front(table: Table, title: int, stop: int, signed: int) -> None:
    """The menus above the title of a pasted page, and below its byline at `signed`."""
    below = [k for k in table.left(title + 1, stop) if is_menu(table, k)]
    last = max(below, default=title)
    for at in list(table.left(0, stop)):
        line = table.line(at)
        if at > last or title <= at <= signed or day_of(line) or names.explicit_byline(line) or names.dated_byline(line)[1]:
            continue
        sentence = bool(_SENTENCE_END.search(line))
        above = at < title and not (sentence and len(line) > thresholds.SENTENCE)
        if above or is_menu(table, at) or len(line) <= thresholds.SENTENCE and not sentence:
            table.take(at, "dropped", MENU)


def take_menus_at_end(table: Table) -> dict[str, str]:
    """The menus and forms after the essay and its notes.

    The name of a box "about the author" by the key "author".
    """
    said: dict[str, str] = {}
    region = list(_short_at_end(table))
    known = [k for k in region if is_menu(table, k)]
    if len(region) >= thresholds.MENU and len(known) >= thresholds.MENU_KNOWN:
        start = known[0]
        for at in reversed([k for k in region if k < start]):
            if not _may_be_link(table, at):
                break
            start = at
        for at in list(table.left(start)):
            box = _BOX.fullmatch(table.line(at))
            if box and names.names_in(box["name"]):
                said.setdefault("author", box["name"])
            table.take(at, "dropped", MENU)
        _take_above_notes(table)
    return said


def _short_at_end(table: Table) -> Iterator[int]:
    """The paragraphs after the last that is running text or a note, in order."""
    found: list[int] = []
    tolerated: list[int] = []
    for at in reversed(list(table.left())):
        text = table.is_prose(at) and (_SENTENCE_END.search(table.line(at)) or table.paragraphs[at].kind == "verse")
        called = any(isinstance(inline, Call) for inline in table.paragraphs[at].inlines)
        if text and len(tolerated) < thresholds.MENU_TEXTS and _among_menus(table, at):
            tolerated.append(at)
            text = False
        if text or called or table.paragraphs[at].note or _NUMBERED.match(table.texts[at]) or is_note_heading(table.line(at)):
            break
        found.append(at)
    return reversed(found)


def _among_menus(table: Table, at: int) -> bool:
    """Whether a text stands among menus.

    A notice of the site, with nothing but short lines right above.
    """
    above = list(table.left(max(0, at - thresholds.MENU), at))
    before = any(table.is_prose(k) for k in table.left(0, at))
    return before and not any(table.is_prose(k) for k in above) and sum(is_menu(table, k) for k in above) > 1


def _may_be_link(table: Table, at: int) -> bool:
    """Whether a line above a menu may belong to it.

    Short, no sentence, no item, no name and no day that sign the essay.
    """
    line, paragraph = table.line(at), table.paragraphs[at]
    if paragraph.kind not in ("text", "heading") or paragraph.containers or len(line) > thresholds.SENTENCE:
        return False
    return not (_SENTENCE_END.search(line) and not line.endswith("?") or names.names_in(line) or day_of(line))


def _take_above_notes(table: Table) -> None:
    """In a page with menus after its notes.

    The lines of menus between the essay and its notes, one by one.
    """
    notes = next((k for k in table.left(len(table.texts) // 2) if is_note_heading(table.line(k))), None)
    if notes is None or not any(NUMBERED_START.match(table.texts[k]) for k in table.left(notes + 1)):
        return
    for at in list(table.left(max(0, notes - thresholds.END), notes)):
        if is_menu(table, at):
            table.take(at, "dropped", MENU)
