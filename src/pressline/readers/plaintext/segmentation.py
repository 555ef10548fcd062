"""Rows that stand together, taken apart into paragraphs.

Notes, list items, verse, code, headings glued to their text.

A row starts a paragraph of its own only where a reason is at hand: a marker whose number goes on from the one before, an
indent that the next row gives up, a break that was meant. Everything else is a wrapped line, and is joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressline.locale.markers import ROW, ROW_NUMBERS
from pressline.readers import thresholds
from pressline.readers.plaintext.code import is_code
from pressline.readers.plaintext.labels import lettered_label
from pressline.readers.plaintext.lines import (
    RULE,
    ParagraphDraft,
    Row,
    Shape,
    ends_sentence,
    has_room,
    is_title_case,
    starts_large,
)

# A dash before a capital is speech: "– Bonjour, dit-il."
BULLET = re.compile(r"([-*+•●◦▪‣·]|o(?=\s+[A-Z“\"])|[–—](?=\s+[^\W\d_A-ZÀ-Þ]))\s+(?=\S)")
_ORNAMENT = re.compile(r"[^\w\s](?:\s?[^\w\s])+")
ATX = re.compile(r"#{1,6}\s+(?=\S)")
LEADER = re.compile(r"(?:\.{3}|(?:\.\s){3}|…)\s*+[\divxlc]++$")  # a line of contents: "The Road ..... 12"
_UNDERLINE = re.compile(r"([=\-~^*])\1{2,}$")


def is_rule(text: str) -> bool:
    """Whether a row is a rule, of one sign or of a few that come again and again.

    False positive it avoids: "?!?" as an exclamation, by its length; a line of a drawing, by what is asked of it elsewhere.

    >>> [is_rule(text) for text in ("* * *", "+------------------+", "`'.'`'.'`'.'`'.'`", "?!?", "-- so --")]
    [True, True, True, False, False]
    """
    if RULE.match(text):
        return True
    signs = text.replace(" ", "")
    long = len(signs) >= thresholds.ORNAMENT and len(set(signs)) <= thresholds.ORNAMENT_SIGNS
    return long and _ORNAMENT.fullmatch(text) is not None


def marker_of(text: str) -> tuple[str, int]:
    """The kind of the note's marker that a row starts with, and its number: ("[]", 12).

    ("", 0) where there is none.

    >>> marker_of("[12] Smith"), marker_of("  text"), marker_of("*(2) So."), marker_of("1992. A year")
    (('[9]', 12), ('', 0), ('*(9)', 0), ('', 0))
    """
    match = ROW.match(text)
    if not match:
        return "", 0
    number = next((int(match[name]) for name in ROW_NUMBERS if match[name]), 0)
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "9", match["mark"])), number


# A number of four digits, which is a year unless the marker before it was one less.
_THOUSAND = re.compile(r"(?P<mark>[({^]?(?P<number>\d{4})[.:)}]?)\s+(?=\S)")


def _mark_after(last: tuple[str, int], text: str) -> tuple[str, int]:
    """The marker that a row starts with, past 999 too where it goes on from the last one."""
    match = _THOUSAND.match(text) if last[1] >= thresholds.LAST_OF_THREE_FIGURES else None
    if match and int(match["number"]) == last[1] + 1 and match["mark"].replace(match["number"], "9") == last[0]:
        return last[0], last[1] + 1
    return marker_of(text)


def split(gap: int, rows: Sequence[Row], shape: Shape) -> Iterator[ParagraphDraft]:
    """The paragraphs of rows that stand together."""
    if is_code(rows, shape) and not _is_boxed(rows):
        yield ParagraphDraft(tuple(rows), "code", gap)
        return
    start = 0
    for at, row in enumerate(rows):
        signed = rows[start].text == "--"  # under which a mail's signature may have rules of its own
        lone = (RULE.match(row.text) or is_rule(row.text) and not signed) and not (
            at - start == 1 and _UNDERLINE.match(row.text) and _underlines(rows[start], row)
        )
        if lone:
            yield from _split(gap, rows[start:at], shape)
            yield ParagraphDraft((row,), "rule", gap)
            gap, start = 0, at + 1
    yield from _split(gap, rows[start:], shape)


def _is_boxed(rows: Sequence[Row]) -> bool:
    """Whether a line or two stand between two rules, and nothing is drawn at their sides."""
    inside = rows[1:-1]
    ruled = len(rows) > 2 and is_rule(rows[0].text) and is_rule(rows[-1].text)
    return (
        ruled and len(inside) <= thresholds.BOXED and all(row.text[0] not in "|+" and not is_rule(row.text) for row in inside)
    )


def _split(gap: int, rows: Sequence[Row], shape: Shape) -> Iterator[ParagraphDraft]:
    if not rows:
        return
    if is_code(rows, shape) or rows[0].text == "--":  # the second: the signature of a mail
        yield ParagraphDraft(tuple(rows), "verse" if rows[0].text == "--" else "code", gap)
        return
    if len(rows) > 1 and _UNDERLINE.match(rows[1].text) and _underlines(rows[0], rows[1]):
        yield ParagraphDraft(
            (rows[0],), "heading", gap, style=(thresholds.UNDERLINE_RANK, "=-~^*".index(rows[1].text[0])), rules=(rows[1],)
        )
        yield from _split(0, rows[2:], shape)
        return
    if ATX.match(rows[0].text) and not (len(rows) > 1 and _same_marks(rows[0], rows[1])):
        yield ParagraphDraft(
            (rows[0],), "heading", gap, style=(thresholds.MARK_RANK, len(rows[0].text) - len(rows[0].text.lstrip("#")))
        )
        yield from _split(0, rows[1:], shape)
        return
    if len(rows) > 1 and _glued_heading(rows, shape):
        yield ParagraphDraft((rows[0],), "text", gap)
        yield from _split(0, rows[1:], shape)
        return
    if is_verse(rows, shape):
        yield ParagraphDraft(tuple(rows), "verse", gap)
        return
    yield from _paragraphs(gap, rows, shape)


def _same_marks(row: Row, following: Row) -> bool:
    """Whether two rows start with the same number of "#": comments of a script, not headings."""
    marks = [match[0].strip() for match in (ATX.match(row.text), ATX.match(following.text)) if match]
    return len(marks) == 2 and marks[0] == marks[1]


def _underlines(row: Row, line: Row) -> bool:
    least, part = thresholds.UNDERLINE
    sentence = row.text.endswith(".") and len(row.text.split()) > thresholds.UNDERLINED_SENTENCE
    return (
        abs(len(row.text) - len(line.text)) <= max(least, len(row.text) // part) and row.text[-1:] not in ",;" and not sentence
    )


def _glued_heading(rows: Sequence[Row], shape: Shape) -> bool:
    """Whether the first row is a heading that stands directly on its text.

    In capitals, or numbered 1.1, above prose.
    """
    row, following = rows[0], rows[1]
    if (
        not has_room(row, following, shape.width)
        or len(row.text) > thresholds.GLUED_HEADING
        or ends_sentence(row.text)
        and not row.text.isupper()
    ):
        return False
    if is_capitals(row.text):
        return not is_capitals(following.text)
    if is_title_case(row.text) and _opens_prose(rows, shape):
        return True
    full = len(following.text) > thresholds.GLUED_PROSE * len(row.text) and starts_large(following.text)
    return full and bool(re.match(r"\d+(?:\.\d+)+\.?\s+[A-Z]", row.text))


def _opens_prose(rows: Sequence[Row], shape: Shape) -> bool:
    """Whether the second row opens a wrapped paragraph, and the first was left short by far.

    False positives it avoids: verse and addresses, whose rows are not full; "Dear Sir,".
    """
    row, following = rows[0], rows[1]
    open_ = row.text[-1] in ",;:-–—" or row.text.count('"') % 2 > 0
    if len(rows) < thresholds.GLUED_ROWS or not shape.wrapped or open_ or not starts_large(following.text):
        return False
    short = row.width - row.indent < thresholds.HALF * (shape.width - row.indent)
    room = int(shape.width * thresholds.ROOM)
    full = not has_room(following, rows[2], room)
    return short and full and rows[2].indent <= row.indent + 1 and not RULE.match(rows[2].text)


def is_capitals(text: str) -> bool:
    """Whether a row is in capitals. "I." and "A B" are too little to tell.

    >>> is_capitals("THE SNAKE DANCE."), is_capitals("\\"M' TOULIN.\\""), is_capitals("I."), is_capitals("NATO met")
    (True, True, False, False)
    """
    letters = [c for c in text if c.isalpha()]
    return (
        len(letters) >= thresholds.CAPITALS
        and all(c.isupper() or not c.islower() for c in letters)
        and any(c.isupper() for c in letters)
    )


def _paragraphs(gap: int, rows: Sequence[Row], shape: Shape) -> Iterator[ParagraphDraft]:
    start = 0
    last = marker_of(rows[0].text)
    per_line = not shape.wrapped or sum(len(r.text) for r in rows if r.width > shape.wide) * 2 > sum(len(r.text) for r in rows)
    base = min(row.indent for row in rows)
    for at in range(1, len(rows)):
        mark = ("", 0) if rows[at].called else _mark_after(last, rows[at].text)
        anew = (
            per_line
            or _counts_on(rows, start, at)
            or _starts_anew(rows, at, last, mark, shape)
            or _set_in(rows, at, base, shape)
            or _set_out(rows, at, base, shape)
            or _meant(rows, at, shape)
        )
        if anew:
            yield ParagraphDraft(tuple(rows[start:at]), "text", gap)
            gap, start = 0, at
            last = mark
    yield ParagraphDraft(tuple(rows[start:]), "text", gap)


def _counts_on(rows: Sequence[Row], start: int, at: int) -> bool:
    """Whether a row begins with the label after that of the paragraph's own.

    "(b)" after "(a)", or with the first of several.

    False positive it avoids: a wrapped line that begins with "a) " or "I. " and after which no label follows.
    """
    here = _labels(rows[at])
    if not here:
        return False
    if any((kind, number - 1) in _labels(rows[start]) for kind, number in here):
        return True
    following = rows[at + 1 : at + 1 + thresholds.NEXT_NOTES]
    first = [kind for kind, number in here if number == 1]
    more = any((kind, 2) in _labels(row) for kind in first for row in following)
    return more and rows[at - 1].text.endswith((":", ".", ";"))


def _labels(row: Row) -> list[tuple[str, int]]:
    found = lettered_label(row.text)
    return found[1] if found else []


def _starts_anew(rows: Sequence[Row], at: int, last: tuple[str, int], mark: tuple[str, int], shape: Shape) -> bool:
    """Whether the row is the next note or the next item.

    Of the kind of the one before, its number going on.

    False positive it avoids: a wrapped line that happens to start with "[3]" or "1." or with a dash.
    """
    row, before = rows[at], rows[at - 1]
    bullet = BULLET.match(row.text)
    if bullet and mark[0] in ("", "*"):
        level = [
            other
            for other in rows[max(0, at - thresholds.ITEMS_BEFORE) : at]
            if BULLET.match(other.text) and other.text[0] == row.text[0]
        ]
        more = any(
            o.text.startswith(row.text[:2]) and o.indent == row.indent for o in rows[at + 1 :][: thresholds.ITEMS_AFTER + 1]
        )
        return any(other.indent == row.indent for other in level) or (
            more and (before.text.endswith((":", ".", ";")) or row.indent > before.indent)
        )
    if not mark[0]:
        return False
    if last[0] == mark[0]:
        step = mark[1] - last[1]
        ended = ends_sentence(before.text) or has_room(before, row, shape.width)
        return step == 1 or (mark[1] == 0 or 0 <= step < thresholds.NOTE_GAP) and ended
    if mark[1] == 1:
        following = (marker_of(other.text) for other in rows[at + 1 : at + 1 + thresholds.NEXT_NOTES])
        return (mark[0], 2) in following and (ends_sentence(before.text) or len(before.text) < thresholds.SHORT_ROW)
    return bool(last[0]) and mark[0] not in ("9.", "9)") and ends_sentence(before.text)


def _set_in(rows: Sequence[Row], at: int, base: int, shape: Shape) -> bool:
    """Whether the row starts a paragraph by its indent.

    It is set in, and the rows around it are not.
    """
    row, before = rows[at], rows[at - 1]
    following = rows[at + 1] if at + 1 < len(rows) else None
    if shape.hanging or not base + 1 < row.indent <= base + thresholds.FIRST_LINE or not starts_large(row.text):
        return False
    room = ends_sentence(before.text)
    return room and (following is None or following.indent <= row.indent)


def _set_out(rows: Sequence[Row], at: int, base: int, shape: Shape) -> bool:
    """Whether the row starts a paragraph whose first line stands out.

    In a text that is told to have such.
    """
    return shape.hanging and rows[at].indent <= base + 1 < rows[at - 1].indent and starts_large(rows[at].text)


def _meant(rows: Sequence[Row], at: int, shape: Shape) -> bool:
    """Whether a row starts a paragraph because the one before was left short.

    In a text without blank lines.
    """
    before = rows[at - 1]
    if shape.spaced or shape.first_indent or shape.hanging or not has_room(before, rows[at], shape.width - thresholds.SPARE):
        return False
    return starts_large(rows[at].text) and (ends_sentence(before.text) or len(before.text) < shape.width // 2)


# --- verse ----------------------------------------------------------------------------------------------------------


def is_verse(rows: Sequence[Row], shape: Shape) -> bool:
    """Whether the breaks between rows were meant.

    Few rows are full, and most start with a capital.

    False positive it avoids: a quotation wrapped narrowly, whose rows are full by its own width.
    """
    if len(rows) < 2 or any(marker_of(row.text)[0] or BULLET.match(row.text) for row in rows[:2]):
        return False
    widths = [row.width for row in rows]
    if max(widths) > thresholds.VERSE_COLUMNS:
        return False
    if not shape.wrapped and shape.spaced and all(row.indent > shape.body + 1 for row in rows):
        return True  # blank lines part its paragraphs, and none of its lines was broken
    if 2 * sum(bool(LEADER.search(row.text)) for row in rows) >= len(rows):
        return True
    if sorted(widths)[-1 - len(widths) // thresholds.VERSE_STICKS_OUT] > min(shape.width, thresholds.VERSE_WIDTH) + 2:
        return False
    large = sum(starts_large(row.text) for row in rows) / len(rows)
    loose = all_meant(
        rows, shape, thresholds.MEANT_SET_IN if large == 1 and rows[0].indent > shape.body + 1 else thresholds.MEANT
    )
    if len(rows) < thresholds.STANZA_ROWS or loose and large == 1:
        return loose and (large == 1 or rows[0].indent != shape.body)
    widest = max(widths)
    free = [has_room(a, b, widest) for a, b in zip(rows, rows[1:], strict=False)]
    share = sum(free) / len(free)
    mean = sum(len(row.text) for row in rows) / len(rows)
    loose = share >= thresholds.LOOSE and large >= thresholds.LOOSE_LARGE and mean <= thresholds.LOOSE_MEAN * shape.width
    return loose or (share >= thresholds.SHORT and mean < thresholds.SHORT_MEAN * shape.width)


def all_meant(rows: Sequence[Row], shape: Shape, share: float = thresholds.MEANT) -> bool:
    """Whether every break between rows was meant, by a share of the width of the whole text."""
    width = int(shape.width * share)
    return len(rows) > 1 and all(has_room(a, b, width) for a, b in zip(rows, rows[1:], strict=False))


def with_title_lines(drafts: Sequence[ParagraphDraft], shape: Shape) -> list[ParagraphDraft]:
    """The drafts, the first lines of a text whose lines are paragraphs parted again.

    Title, byline and date are no stanza.

    False positive it avoids: a poem, whose first stanza has another under it.
    """
    if not drafts or shape.wrapped or drafts[0].kind != "verse" or len(drafts[0].rows) > thresholds.TITLE_ROWS:
        return list(drafts)
    if len(drafts) > 1 and drafts[1].kind == "verse":
        return list(drafts)
    first = drafts[0]
    return [*(ParagraphDraft((row,), "text", first.gap if row is first.first else 0) for row in first.rows), *drafts[1:]]


def with_verse(drafts: Sequence[ParagraphDraft], shape: Shape) -> list[ParagraphDraft]:
    """The drafts, an ambiguous stanza taken for verse where it stands beside verse."""
    found = list(drafts)
    for at, draft in enumerate(found):
        if draft.kind != "text" or not all_meant(draft.rows, shape) or marker_of(draft.first.text)[0]:
            continue
        near = (*found[max(0, at - 1) : at], *found[at + 1 : at + 2])
        if any(other.kind == "verse" and abs(other.indent - draft.indent) <= 2 for other in near):
            found[at] = replace(draft, kind="verse")
    return found
