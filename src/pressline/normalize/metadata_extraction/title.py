"""The title of an essay, and its subtitle.

In the file's frame, in its metadata, or the line that is most like one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pressline.locale.headings import BETWEEN_LINES, GOES_ON
from pressline.locale.markers import AT_END
from pressline.locale.tables import any_of, words_of
from pressline.model import Call, Candidate
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.boilerplate import BOILERPLATE
from pressline.normalize.metadata_extraction.contents import key
from pressline.normalize.metadata_extraction.lines import is_known_line
from pressline.normalize.metadata_extraction.pasted_page import in_menus, is_menu, take_menus_in_front
from pressline.normalize.metadata_extraction.said import believed_title, package_title, titles_of
from pressline.normalize.metadata_extraction.table import Draft
from pressline.normalize.metadata_extraction.title_rank import PART, is_name_above, may_be_title, title_line

_BETWEEN = words_of(BETWEEN_LINES)
_GOES_ON = re.compile(rf"{any_of(GOES_ON)}\b", re.I)


def take_title(draft: Draft, said: str | None, hints: Mapping[str, str], candidates: Sequence[Candidate], path: str) -> None:
    """The title: the file's, the metadata's if a paragraph has it, or the likeliest line."""
    table = draft.table
    stop = min(table.first_prose(), next(iter(table.left()), 0) + thresholds.TITLE_FRONT)
    near = [k for k in table.left(0, stop) if len(table.texts[k]) <= thresholds.TITLE]
    titles = titles_of(hints, candidates)
    known = said or _repeated(draft, near, titles) or package_title(titles, candidates, path)
    if known:
        _take_known(draft, known, near)
        return
    menus, signed = in_menus(table), next((k for k in near if _signs(draft, k)), None)
    near = _without_menus(draft, near) if menus and signed is None else _without_site(draft, near)
    believed = believed_title(titles, candidates, path)
    at = (
        title_line(draft, near, bool(believed), near[0] if menus and signed is None and near else None)
        if near or table.texts
        else None
    )
    if at is not None:
        at = _first_row(draft, at)
        alike = (k for k in table.left(0, at) if key(table.texts[k]) == key(table.texts[at]) and _rows_of_title(draft, k))
        at = next(alike, at)
        _take_name_above(draft, at)
        rows = _rows_of_title(draft, at) or [at]
        at = rows[-1]
        draft.title = AT_END.sub("", " ".join(map(table.line, rows)))
        for row in rows[:-1]:
            _move_title(draft, row)
        draft.title_at = at
        _move_title(draft, at)
        if menus:
            take_menus_in_front(table, at, menus.stop, signed or at)
        take_subtitle(draft, hints.get("subtitle"))
        if not draft.subtitle:
            _more_title(draft, at)
        _take_again(draft, near)
        if len(rows) > 1:
            _take_in_lines(draft, [k for k in near if k not in table.taken])
    else:
        draft.title = believed
    _split_title(draft)


def _rows_of_title(draft: Draft, at: int) -> list[int]:
    """The lines of a title page that are the title: "THE TOLLS", "OF", "THE RIVER".

    From the first line of all on, in capitals, with a word between them in a line of its own. None where `at` is not of them.
    """
    table = draft.table
    rows: list[int] = []
    for k in table.left():
        line = table.line(k)
        if not line.isupper() or len(line) > thresholds.SUBTITLE or is_known_line(table, k) or names.byline_of(line, False):
            break
        rows.append(k)
    between = any(table.line(k).lower() in _BETWEEN for k in rows[1:-1])
    return rows if between and len(rows) <= thresholds.TITLE_ROWS and at in rows else []


def _first_row(draft: Draft, at: int) -> int:
    """The line that a title begins with: the one above, if that ends in a colon.

    The line taken for the title goes on from it in small letters.

    False positive it avoids: "Written for:" over a title that begins with a capital.
    """
    table = draft.table
    above = max(table.left(0, at), default=None)
    if above is None or above != at - 1 or not table.line(at)[:1].islower():
        return at
    return above if table.line(above).endswith(":") and len(table.texts[above]) <= thresholds.TITLE else at


def _signs(draft: Draft, at: int) -> bool:
    """Whether a line is a byline, which tells the title over it better than menus do."""
    line = draft.table.line(at)
    return bool(names.explicit_byline(line) or names.dated_byline(line)[1] or _names_author(draft, at))


def _names_author(draft: Draft, at: int) -> bool:
    """Whether a line is a bare name with buttons of a site right below."""
    below = range(at + 1, at + 3)
    return bool(names.names_in(draft.table.line(at))) and any(k in draft.table.taken for k in below)


def _without_menus(draft: Draft, near: Sequence[int]) -> list[int]:
    """The lines of a pasted page that may be its title, the likeliest first.

    A trail of links ends with the title: "Start » Blog » The Title".
    """
    table = draft.table
    trails = {key(re.split(r"[»›]", table.line(k))[-1]) for k in near if re.search(r"\s[»›]\s", table.line(k))}
    lines = [k for k in near if not is_menu(table, k)]
    told = [k for k in lines if key(table.texts[k]) in trails]
    return told or [k for k in reversed(lines) if may_be_title(draft, k) and len(table.line(k).split()) > 1] or list(near)


def _repeated(draft: Draft, near: Sequence[int], titles: Sequence[str]) -> str:
    """What a paragraph near the front says and one of the file's titles too.

    The longest such paragraph.
    """
    table = draft.table
    for title in titles:
        agreed = [k for k in near if key(table.texts[k]) and _agrees(table.line(k), title)]
        if agreed:
            return table.line(max(agreed, key=lambda k: len(table.texts[k])))
    return ""


def _take_known(draft: Draft, known: str, near: Sequence[int]) -> None:
    table = draft.table
    draft.title = AT_END.sub("", known) if len(known) <= thresholds.MARKED_TITLE else known
    _take_in_lines(draft, near)
    last = None
    for at in near:
        whole = len(key(table.texts[at])) > thresholds.TITLE_SHARE * len(key(draft.title))
        if whole and _agrees(table.line(at), draft.title):
            _move_title(draft, at)
            last = at
    if last is not None and draft.sender:
        _more_title(draft, last)
    _split_title(draft)


def _take_name_above(draft: Draft, title: int) -> None:
    """The author's own name above the title."""
    table = draft.table
    above = list(table.left(0, title))
    if above and not draft.authors and is_name_above(table, above[0]):
        draft.authors = tuple(map(names.author_of, names.names_in(table.line(above[0]))))
        table.take(above[0], "moved", "byline, into the metadata")


def _take_again(draft: Draft, near: Sequence[int]) -> None:
    """The title where it stands a second time in front: over the text, after a title page."""
    for at in near:
        if at not in draft.table.taken and key(draft.table.texts[at]) == key(draft.title):
            _move_title(draft, at)


def take_subtitle(draft: Draft, hint: str | None) -> None:
    """The subtitle of the file's metadata, where the paragraph under the title agrees."""
    table = draft.table
    below = next(iter(table.left()), None)
    if hint and below is not None and key(table.line(below)) == key(hint):
        draft.subtitle = table.line(below)
        table.take(below, "moved", "subtitle, into the metadata")


def _without_site(draft: Draft, near: list[int]) -> list[int]:
    """The near paragraphs from the title on, when a site's name stands over it.

    Buttons above, a heading and a byline below.

    False positive it avoids: the title of an essay, with its first heading below it.
    """
    table = draft.table
    boilerplate = any(step.why == BOILERPLATE for at, step in table.taken.items() if near and at < near[0])
    for count, at in enumerate(near[1 : 1 + thresholds.SITE_HEADINGS], start=1):
        below = next(iter(table.left(at + 1)), None)
        heading = table.paragraphs[at].kind == "heading" and table.paragraphs[near[0]].kind != "heading"
        if boilerplate and heading and below is not None and is_known_line(table, below):
            for above in near[:count]:
                table.take(above, "dropped", BOILERPLATE)
            return near[count:]
    return near


def _take_in_lines(draft: Draft, near: Sequence[int]) -> None:
    """Take off a known title that stands in several paragraphs.

    "THE ADVENTURES", "OF", "JOHN SMITH".
    """
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
    """Whether a line is the title, or the title of a page that also names its site.

    An article in front does not count.
    """
    a, b = (re.sub(r"^(?:the|an?)(?=\w)", "", key(AT_END.sub("", text))) for text in (line, title))
    a_words = len(line.split())
    return bool(a) and (a == b or (b.startswith(a) or b.endswith(a)) and a_words > 1)


def _move_title(draft: Draft, at: int) -> None:
    """Take the title off, unless a note is called in it.

    Then it stays above the text as well.
    """
    called = any(isinstance(inline, Call) for inline in draft.table.paragraphs[at].inlines)
    if not called and not AT_END.search(draft.table.texts[at]):
        draft.table.take(at, "moved", "title, into the metadata")


def _more_title(draft: Draft, first: int) -> None:
    """A second line of the title, when a byline or a date follows it.

    A subtitle, or the rest of a title in two lines.
    """
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
    """A long "Title: Subtitle" as two; "Chapter 5: Style" stays one.

    A full stop at the end is left out, as on title pages.
    """
    title, colon, subtitle = draft.title.partition(": ")
    if colon and len(draft.title) > thresholds.ONE_LINE and not draft.subtitle and not PART.fullmatch(title):
        draft.title, draft.subtitle = title, subtitle
    if draft.subtitle:
        draft.title = draft.title.removesuffix(":")
    if draft.title.endswith(".") and not draft.title.endswith(("..", " Jr.", "etc.")):
        draft.title = draft.title[:-1]
