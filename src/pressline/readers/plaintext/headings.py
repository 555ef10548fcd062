"""Which paragraphs of a plain text are headings, and of which level.

Told by their neighbours.

Points are given for what headings look like and taken for what they do not; enough points make a heading, nearly enough a
question to the author. The level comes from the kind: a part is above a chapter, a chapter above what is numbered 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pressline.findings import Finding, Place, finding
from pressline.locale.headings import (
    ENDS,
    NOTICES,
    is_section_name,
)
from pressline.locale.tables import any_of, words_of
from pressline.readers import thresholds
from pressline.readers.plaintext.counted_headings import counted
from pressline.readers.plaintext.heading_classes import classes_of, last_prose, names_under, titles_under_numbers
from pressline.readers.plaintext.heading_levels import joined, levelled, part_of
from pressline.readers.plaintext.lines import ParagraphDraft, Shape, ends_sentence, has_room, is_title_case, starts_large
from pressline.readers.plaintext.no_headings import no_headings
from pressline.readers.plaintext.segmentation import LEADER, is_capitals, marker_of

_ENDS = words_of(ENDS)
_UNNUMBERED = ((), (thresholds.BARE_RANK,), (thresholds.CAPITALS_RANK,))
_WIDE = re.compile(r"\S\s{4,}\S")  # the columns of a table, or a page number at the margin
_SAYS = re.compile(r"\d|^By |: |@")  # a byline, a date or a field is no question
_NO_HEADING = re.compile(any_of(NOTICES))
_ROMAN = re.compile(r"[IVXL]+(?:\.(?:\s+\S|$)|$)")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d_a-z])")
_DAY = re.compile(r"\d{1,2}\.?\s+[^\W\d]+\.?\s+\d{4}")
_COUNTED = re.compile(r"\d{1,3}(?:[.,)]|[-–]\d)")
_LETTER = re.compile(r"[A-H][.)]\s+[A-Z]")


def find_headings(drafts: Sequence[ParagraphDraft], shape: Shape, path: str) -> tuple[list[ParagraphDraft], list[Finding]]:
    """The drafts with headings marked, and a question for each doubtful one."""
    found: list[ParagraphDraft] = []
    findings: list[Finding] = []
    points = [_points(drafts, at, shape) for at in range(len(drafts))]
    points = _with_classes(drafts, points, shape)
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
    return joined(levelled(_without_rules(found))), findings


def _without_rules(drafts: Sequence[ParagraphDraft]) -> list[ParagraphDraft]:
    """The drafts, the rules around headings of one line taken into these."""
    kept: list[ParagraphDraft] = []
    ruled = {at for at in range(len(drafts)) if drafts[at].kind == "heading" and _is_ruled(drafts, at)}
    for at, draft in enumerate(drafts):
        if at in ruled:
            rules = (*drafts[at - 1].rows, *drafts[at + 1].rows)
            kept.append(replace(draft, gap=drafts[at - 1].gap, rules=(*draft.rules, *rules)))
        elif at - 1 not in ruled and at + 1 not in ruled:
            kept.append(draft)
    return kept


def _with_classes(
    drafts: Sequence[ParagraphDraft], points: Sequence[tuple[int, tuple[int, ...]]], shape: Shape
) -> list[tuple[int, tuple[int, ...]]]:
    """The points of the drafts where the class of a line decides.

    All of its shape are headings, or it is a name.
    """
    classes = classes_of(drafts, shape) | counted(drafts)
    names = names_under(drafts, shape)
    last = last_prose(drafts, shape)
    classes |= titles_under_numbers(drafts, [at for at, (score, _) in enumerate(points) if score >= thresholds.ENOUGH], shape)
    found: list[tuple[int, tuple[int, ...]]] = []
    for at, (score, style) in enumerate(points):
        bare = style[:1] in ((), (thresholds.BARE_RANK,))
        trails = at > last and not is_section_name(drafts[at].text) and (at + 1 == len(drafts) or drafts[at + 1].kind != "note")
        if bare and (at in names or trails):
            found.append((0, ()))
        elif at in classes and score < thresholds.ENOUGH:
            found.append((thresholds.ENOUGH, (thresholds.BARE_RANK,)))
        else:
            found.append((score, style))
    sure = [at for at, (score, style) in enumerate(found) if score >= thresholds.ENOUGH and style[:1] in _UNNUMBERED]
    none = no_headings(drafts, sure, shape)
    return [(0, ()) if at in none else row for at, row in enumerate(found)]


def _points(drafts: Sequence[ParagraphDraft], at: int, shape: Shape) -> tuple[int, tuple[int, ...]]:
    """How much speaks for a heading, and its style."""
    draft = drafts[at]
    if len(draft.rows) > thresholds.CAPITAL_ROWS:
        return 0, ()
    text = draft.text
    if _is_ruled(drafts, at):
        return thresholds.ENOUGH, (thresholds.UNDERLINE_RANK,)
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


def _is_ruled(drafts: Sequence[ParagraphDraft], at: int) -> bool:
    """Whether a short line stands right between two rules, over more text.

    A box around one line, not around a paragraph.
    """
    if not 0 < at < len(drafts) - 2 or drafts[at].kind not in ("text", "heading") or len(drafts[at].rows) > 1:
        return False
    above, below = drafts[at - 1], drafts[at + 1]
    ruled = above.kind == below.kind == "rule" and not drafts[at].gap and not below.gap
    return ruled and len(drafts[at].text) <= thresholds.GLUED_HEADING and drafts[at].text[-1] not in ",;"


def _capitals(drafts: Sequence[ParagraphDraft], at: int) -> tuple[int, tuple[int, ...]]:
    """Capitals are a heading, unless many lines are like that, or it says the text ends."""
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
        and (before.kind == "verse" or before.kind == "text" and len(before.rows) <= thresholds.MOTTO_ROWS)
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


def _row_points(
    draft: ParagraphDraft, before: ParagraphDraft | None, after: ParagraphDraft, shape: Shape
) -> tuple[int, tuple[int, ...]]:
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
    without_case = text[0].upper() == text[0].lower()
    if marker_of(text)[0] or not (starts_large(text) or without_case and is_section_name(text)):
        return 0, ()
    return _bare(draft, before, after, shape, prose=prose, ends=ends), (thresholds.BARE_RANK,)


def _bare(
    draft: ParagraphDraft, before: ParagraphDraft | None, after: ParagraphDraft, shape: Shape, *, prose: bool, ends: bool
) -> int:
    """The points of a row without number or mark.

    How it is set, how it ends, what stands around it.
    """
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
