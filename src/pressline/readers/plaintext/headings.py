"""Which paragraphs of a plain text are headings, and of which level: told by their neighbours.

Points are given for what headings look like and taken for what they do not; enough points make a heading, nearly enough a
question to the author. The level comes from the kind: a part is above a chapter, a chapter above what is numbered 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pressline.findings import Finding, Place, finding
from pressline.locale.headings import (
    CHAPTERS,
    COUNTED_ALONE,
    COUNTED_PARTS,
    COUNTS,
    ENDS,
    NOTICES,
    PARTS,
    SECTIONS,
    SMALL_WORDS,
    is_section_name,
)
from pressline.locale.tables import any_of, words_of
from pressline.readers import thresholds
from pressline.readers.plaintext.lines import Draft, Shape, ends_sentence, has_room, starts_large
from pressline.readers.plaintext.segmentation import LEADER, is_capitals, marker_of

_COUNT = rf"(?:\d{{1,3}}|[IVXLCDM]+|[ivxlcdm]+|{any_of(COUNTS)}|[A-Z])"
_TAIL = r"(?![\w'’])(?P<end>[.:—–-]*+)(?P<rest>.*+)$"
# What books and their parts are called, by rank. The whole row must be the name and the number, or go on as a title.
_PARTS = (
    (
        10,
        re.compile(
            rf"(?:{any_of(PARTS)}\s+{_COUNT}|{_COUNT} {any_of(COUNTED_PARTS)}|{any_of(COUNTED_ALONE)}){_TAIL}",
            re.I,
        ),
    ),
    (20, re.compile(rf"{any_of(CHAPTERS)}\s+{_COUNT}{_TAIL}", re.I)),
    (25, re.compile(rf"{any_of(SECTIONS)}\s*(?:{_COUNT}(?:\.\d+)*)?{_TAIL}", re.I)),
)
_ENDS = words_of(ENDS)
_WIDE = re.compile(r"\S\s{4,}\S")  # the columns of a table, or a page number at the margin
_SAYS = re.compile(r"\d|^By |: |@")  # a byline, a date or a field is no question
_NO_HEADING = re.compile(any_of(NOTICES))
_ROMAN = re.compile(r"[IVXL]+(?:\.(?:\s+\S|$)|$)")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d_a-z])")
_DAY = re.compile(r"\d{1,2}\.?\s+[^\W\d]+\.?\s+\d{4}")
_COUNTED = re.compile(r"\d{1,3}(?:[.,)]|[-–]\d)")
_LETTER = re.compile(r"[A-H][.)]\s+[A-Z]")
_SMALL = re.compile(rf"{any_of(SMALL_WORDS)}\.?")


def part_of(text: str) -> tuple[int, str, str] | None:
    """The rank of a row that names a part of a book, what ends its number, and its title.

    False positives it avoids: "Chapter 5 shows that", "Part of the answer": a title starts with a capital or stands apart.

    >>> part_of("CHAPTER XVIII"), part_of("Chapter 5. Hacker Writing Style"), part_of("Chapter 5 shows that")
    ((20, '', ''), (20, '.', 'Hacker Writing Style'), None)
    """
    for rank, pattern in _PARTS:
        match = pattern.match(text)
        if match and text[0].isupper():
            rest = match["rest"].strip(" .:—–-")
            if not match["rest"] or starts_large(rest) and (match["end"] or text.isupper() or is_title_case(rest)):
                return rank, match["end"], rest
    return None


def is_title_case(text: str) -> bool:
    """Whether a row is set as titles are: words capitalized but for small ones, and no full stop at the end.

    False positive it avoids: a short sentence, which has more than one word in lower case or ends in a full stop.

    >>> is_title_case("The Legacy of Inaction and Partial Reforms: Lessons Learned?"), is_title_case("He said no.")
    (True, False)
    """
    words = [word.strip("“”\"'’‘():;,?!«»[]") for word in text.split()]
    words = [word for word in words if word and not _SMALL.fullmatch(word) and word[0].isalpha()]
    return bool(words) and not text.endswith((".", ",", ";", ":")) and all(word[0].isupper() for word in words)


def find_headings(drafts: Sequence[Draft], shape: Shape, path: str) -> tuple[list[Draft], list[Finding]]:
    """The drafts with the headings among them marked, and a question for each that was nearly one, or barely."""
    found: list[Draft] = []
    findings: list[Finding] = []
    points = [_points(drafts, at, shape) for at in range(len(drafts))]
    bare = sum(score == thresholds.ENOUGH - 1 for score, _ in points)
    for at, draft in enumerate(drafts):
        score, style = points[at]
        if draft.kind == "heading":
            found.append(draft)
        elif score >= thresholds.ENOUGH:
            found.append(replace(draft, kind="heading", style=style))
        else:
            close = (
                score == thresholds.ENOUGH - 1
                and bare <= thresholds.MOST_ASKED
                and is_title_case(draft.text)
                and not _SAYS.search(draft.text)
            )
            found.append(draft)
            if close:
                place = Place(path, draft.first.line.number, draft.first.line.column(draft.first.at))
                findings.append(finding("S006", place, excerpt=draft.first.text, text=draft.text, taken="a paragraph"))
    return _joined(_levelled(found)), findings


def _points(drafts: Sequence[Draft], at: int, shape: Shape) -> tuple[int, tuple[int, ...]]:
    """How much speaks for a heading, and its style."""
    draft = drafts[at]
    text = draft.text
    if (
        draft.kind not in ("text", "verse")
        or draft.first.depth
        or draft.containers
        or len(text) > thresholds.HEADING_ROWS * thresholds.HEADING
        or LEADER.search(text)
        or _WIDE.search(text)
    ):
        return 0, ()
    before = drafts[at - 1] if at else None
    after = next((other for other in drafts[at + 1 :][: thresholds.NEXT] if other.kind != "rule"), None)
    if after is None:
        return 0, ()
    if (
        is_capitals(text)
        and len(draft.rows) <= thresholds.CAPITAL_ROWS
        and not text.endswith(",")
        and len(text) <= thresholds.CAPITAL_HEADING
    ):
        return _capitals(drafts, at)
    if len(draft.rows) > 1:
        part = part_of(draft.first.text)
        title = len(draft.rows) == 2 and part is not None and is_title_case(draft.rows[1].text) and draft.gap > 0
        return (thresholds.ENOUGH, (part[0],)) if part and title else (0, ())
    return _row_points(draft, before, after, shape)


def _capitals(drafts: Sequence[Draft], at: int) -> tuple[int, tuple[int, ...]]:
    """Capitals: a heading, unless they stand among many of their kind (an inscription), or say that the text ends."""
    draft = drafts[at]
    text = draft.text
    around = [d for d in drafts[max(0, at - 2) : at + 3] if d.kind in ("text", "verse") and is_capitals(d.text)]
    if text.strip(" .") in _ENDS or marker_of(text)[0] in ("[]", "[a]", "(9)", "*"):
        return 0, ()
    if text.count('"') == 1 or text.endswith('!"') or len(around) > thresholds.INSCRIPTION or _NO_HEADING.match(text):
        return 0, ()
    before = drafts[at - 1] if at else None
    if (
        before is not None
        and before.kind in ("verse", "text")
        and draft.indent > before.indent + thresholds.MOTTO[0]
        and draft.indent > thresholds.MOTTO[1]
    ):
        return 0, ()  # the name under a motto
    if text.endswith(("--", "—", ":")) and not is_section_name(text) and not part_of(text):
        return 0, ()  # how a letter greets: "DEAR SIR:"
    part = part_of(text)
    if part:
        return thresholds.ENOUGH + 2, (part[0],)
    if _ROMAN.match(text):
        return thresholds.ENOUGH + 1, (thresholds.ROMAN_RANK,)
    decimal = _DECIMAL.match(text)
    if decimal:
        return thresholds.ENOUGH + 1, (thresholds.DECIMAL_RANK, decimal[1].count("."))
    return (
        (thresholds.ENOUGH, (thresholds.CAPITALS_RANK,))
        if draft.kind == "text" or len(draft.rows) <= thresholds.CAPITAL_VERSE_ROWS
        else (0, ())
    )


def _row_points(draft: Draft, before: Draft | None, after: Draft, shape: Shape) -> tuple[int, tuple[int, ...]]:
    """The points of a single row."""
    text, row = draft.text, draft.first
    if len(text) > thresholds.HEADING or text[-1] in ",;" or not any(c.isalpha() for c in text):
        return 0, ()
    if _DAY.fullmatch(text) or text.startswith(("Copyright", "©", "(C)", "(c)")):
        return 0, ()
    part = part_of(text)
    if part and (draft.gap or before is None or not shape.spaced):
        return thresholds.ENOUGH + 2, (part[0],)
    decimal = _DECIMAL.match(text)
    prose = (
        after.kind == "text"
        and len(after.text) > len(text)
        or after.kind in ("verse", "code", "note")
        or bool(after.containers)
    )
    ends = ends_sentence(text) and text[-1] not in "?!)"
    over = decimal is not None and after.text.startswith(f"{decimal[1]}.")  # a heading of its own section: "3." over "3.1."
    prose = prose or over
    if decimal and marker_of(text)[0] != "[]" and not (ends and text[-1] != "."):
        long = len(text) > thresholds.NUMBERED_HEADING or text[-1] in ".:"
        depth = decimal[1].count(".")
        sure = thresholds.NUMBERED + (not long) + bool(depth) + prose - 2 * (not depth and text[-1] in ".:")
        counted = [d for d in (before, after) if d is not None and _COUNTED.match(d.text) and not depth and not over]
        return sure - thresholds.NUMBERED * bool(counted), (thresholds.DECIMAL_RANK, depth)
    if (_ROMAN.match(text) or _LETTER.match(text)) and not text.endswith(("!", "?", '"', "”")):
        return (
            thresholds.ENOUGH + prose - 1 + (row.width < shape.width * thresholds.SHORT_BY) - bool(ends),
            (thresholds.ROMAN_RANK,) if _ROMAN.match(text) else (thresholds.LETTER_RANK,),
        )
    if marker_of(text)[0] or not starts_large(text):
        return 0, ()
    return _bare(draft, before, after, shape, prose=prose, ends=ends), (thresholds.BARE_RANK,)


def _bare(draft: Draft, before: Draft | None, after: Draft, shape: Shape, *, prose: bool, ends: bool) -> int:
    """The points of a row without number or mark: how it is set, how it ends, what stands around it."""
    text, row = draft.text, draft.first
    words = len(text.split())
    named = is_section_name(text)
    outdented = after.kind == "text" and len(after.rows) > 1 and row.indent < after.indent and row.indent < shape.body
    score = (
        2 * is_title_case(text)
        + (len(text) <= thresholds.BRIEF)
        + (not ends)
        + thresholds.NAME_POINTS * named
        + thresholds.OUTDENT_POINTS * outdented
    )
    score += prose and (not shape.wrapped or starts_large(after.text))
    above = before is None or before.mark or len(before.text) > 2 * len(text)
    score += not shape.wrapped and above and len(after.text) > thresholds.FOLLOWED * len(text)
    score += 1 if draft.gap > 1 and after.gap < draft.gap else 0
    if ends and not outdented and not named:
        score -= thresholds.ENDED_POINTS
    if not outdented and not prose:
        score -= 2
    if words > thresholds.WORDS or text[0] in "“\"«'‘—-" and not text.endswith(("”", '"', "»")):
        score -= 2
    if text[-1] in "!?" and not is_title_case(text):
        score -= 2
    if shape.wrapped and before is not None and before.kind == "text" and not ends_sentence(before.text.rstrip(")]")):
        score -= 2
    if shape.wrapped and draft.gap and not has_room(row, after.first, int(shape.width * thresholds.ROOM)):
        score -= 2
    if row.indent > shape.body + thresholds.CENTRED and not draft.gap:
        score -= 2
    if shape.wrapped and not draft.gap and before is not None:
        score -= 2
    return score


def _joined(drafts: list[Draft]) -> list[Draft]:
    """A heading "CHAPTER II." and the title under it as one; without the full stop they stay two."""
    joined: list[Draft] = []
    for draft in drafts:
        last = joined[-1] if joined else None
        if (
            last is not None
            and _is_number(last)
            and draft.kind == "heading"
            and draft.style[:1] in ((thresholds.CAPITALS_RANK,), (thresholds.BARE_RANK,))
        ):
            joined[-1] = replace(last, rows=(*last.rows, *draft.rows))
        else:
            joined.append(draft)
    return joined


def _is_number(draft: Draft) -> bool:
    """Whether a heading is a number alone, with a mark at its end that parts it from a title."""
    part = part_of(draft.text) if draft.kind == "heading" else None
    return part is not None and part[1] != "" and not part[2]


def _levelled(drafts: list[Draft]) -> list[Draft]:
    """Levels from styles: the styles used, in the order of their ranks, are 1, 2, 3...

    Capitals, Roman numbers and bare rows are of one level with each other unless both stand under one another: the one that
    comes first is above.
    """
    first: dict[tuple[int, ...], int] = {}
    for at, draft in enumerate(drafts):
        if draft.kind == "heading":
            first.setdefault(draft.style, at)
    loose = [
        style for style in sorted(first, key=first.__getitem__) if style[0] in (thresholds.ROMAN_RANK, thresholds.CAPITALS_RANK)
    ]
    order = sorted((style for style in first if style not in loose), key=lambda style: (style[0], style[1:]))
    place = next((k for k, style in enumerate(order) if style[0] > thresholds.CAPITALS_RANK), len(order))
    order[place:place] = loose
    levels = {style: min(level, thresholds.LEVELS) for level, style in enumerate(order, start=1)}
    return [replace(d, level=levels[d.style]) if d.kind == "heading" else d for d in drafts]
