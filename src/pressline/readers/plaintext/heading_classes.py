"""Headings by the class of their shape.

Short lines that are set alike, stand over prose and come again and again.

One line cannot tell a heading in sentence case from a short paragraph. Its class can: the gaps above and below it, where it
stands, its case and its ending. A class is taken or left as a whole.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from pressline.locale.dates import MONTHS
from pressline.locale.headings import NOTICES, is_section_name
from pressline.locale.numerals import SUPERSCRIPTS
from pressline.locale.tables import any_of
from pressline.readers import thresholds
from pressline.readers.plaintext.heading_levels import is_bare_number
from pressline.readers.plaintext.lines import ParagraphDraft, Shape, ends_sentence, starts_large
from pressline.readers.plaintext.segmentation import BULLET, LEADER, is_capitals, marker_of

_NOTICE = re.compile(any_of(NOTICES), re.I)
# The signs that end a sentence or a speech in other scripts, as they count here.
_ENDS = {
    **dict.fromkeys("。．｡।॥۔։።", "."),
    **dict.fromkeys("？؟", "?"),
    "！": "!",
    "：": ":",
    **dict.fromkeys("、，،", ","),
    **dict.fromkeys("」』", "”"),
}
_MARKS = "\"'“”‘’«»„‚([_*"


@dataclass(frozen=True, slots=True)
class LineShape:
    """How a short line is set."""

    raised: bool  # more room above it than paragraphs have, and less below it; or as much above it, and none below
    place: str  # "left", "centred", "in" or "out"
    case: str  # "capitals", "lower" or "large"
    end: str  # the sign at its end: ".", ":", "?" or ""


def classes_of(drafts: Sequence[ParagraphDraft], shape: Shape) -> set[int]:
    """The places of drafts that are headings because all of their class are."""
    gap = _usual_gap(drafts)
    members: dict[LineShape, list[int]] = defaultdict(list)
    unsure: dict[LineShape, list[int]] = defaultdict(list)  # over verse, a quotation, a list or a second line
    others: Counter[LineShape] = Counter()
    for at, draft in enumerate(drafts):
        if not _is_short(draft, shape):
            continue
        own = _shape_of(drafts, at, shape, gap)
        if _stands_over_prose(drafts, at, shape):
            members[own].append(at)
        elif _stands_over_more(drafts, at, raised=own.raised):
            unsure[own].append(at)
        else:
            others[own] += 1
    prose = sum(is_prose(draft, shape) for draft in drafts)
    found: set[int] = set()
    for own, places in members.items():
        if others[own] * thresholds.CLASS_OTHERS <= len(places) <= prose and _is_class(own, [drafts[at] for at in places]):
            found.update(places, unsure[own])
    return found


def titles_under_numbers(drafts: Sequence[ParagraphDraft], headings: Sequence[int], shape: Shape) -> set[int]:
    """The places of short lines under headings that are a number alone, as most of them have.

    "III." over "The Third Part".

    False positive it avoids: a first paragraph of one line, under one number among many.
    """
    numbers = [at for at in headings if at + 2 < len(drafts) and is_bare_number(drafts[at].text)]
    under = {
        at + 1
        for at in numbers
        if len(drafts[at + 1].rows) == 1
        and drafts[at + 1].kind == "text"
        and not drafts[at + 1].containers
        and len(drafts[at + 1].text) <= thresholds.CLASS_LENGTH
        and starts_large(drafts[at + 1].text.lstrip(_MARKS))
        and len(drafts[at + 2].text) > 2 * len(drafts[at + 1].text)
    }
    return under if len(under) > 1 and len(under) >= thresholds.TITLED * len(numbers) else set()


def _usual_gap(drafts: Sequence[ParagraphDraft]) -> int:
    """How many blank rows stand between most paragraphs."""
    gaps = Counter(draft.gap for draft in drafts[1:] if draft.kind == "text" and len(draft.rows) > 1)
    return gaps.most_common(1)[0][0] if gaps else 1


def _is_short(draft: ParagraphDraft, shape: Shape) -> bool:
    """Whether a draft is one short line without any mark of another kind."""
    text = draft.text if len(draft.rows) == 1 else ""
    return (
        bool(text)
        and draft.kind == "text"
        and not draft.containers
        and not draft.first.depth
        and len(text) <= thresholds.CLASS_LENGTH
        and len(text.split()) <= thresholds.CLASS_WORDS
        and (not shape.wrapped or len(text) < shape.width * thresholds.ROOM)
        and any(c.isalpha() for c in text)
        and text.lstrip(_MARKS)[:1].isalpha()
        and text[0] not in "[(-–—"
        and not _NOTICE.match(text)
        and text[-1] not in ";"
        and not ("@" in text or "://" in text or "www." in text)
        and not (marker_of(text)[0] or BULLET.match(text) or LEADER.search(text))
    )


def _shape_of(drafts: Sequence[ParagraphDraft], at: int, shape: Shape, gap: int) -> LineShape:
    draft = drafts[at]
    below = drafts[at + 1].gap if at + 1 < len(drafts) else 0
    text = draft.text.rstrip(SUPERSCRIPTS)
    bare = text.lstrip(_MARKS)
    end = _ENDS.get(text[-1], text[-1] if text[-1] in ".:,?!" else "")
    if text.endswith((".”", '."', ".’", "!”", '!"', "?”", '?"')):
        end = "”"
    case = "capitals" if is_capitals(text) else "lower" if bare[:1].islower() else "large"
    glued = gap <= draft.gap and not below and not shape.wrapped and shape.spaced
    raised = draft.gap > max(gap, below) or glued and gap > 0
    return LineShape(raised, _place(draft, shape), case, end)


def _place(draft: ParagraphDraft, shape: Shape) -> str:
    """Where a line stands: at the margin of the text, in its middle, set in or out."""
    indent = draft.first.indent
    if abs(indent - shape.body) < 2:
        return "left"
    middle = abs(2 * indent + len(draft.text) - shape.body - shape.width) <= thresholds.OFF_CENTRE
    if middle and indent > shape.body + max(shape.first_indent, thresholds.CENTRED_FROM):
        return "centred"
    return "in" if indent > shape.body else "out"


def is_prose(draft: ParagraphDraft, shape: Shape) -> bool:
    """Whether a draft is a paragraph of running text."""
    least = min(shape.width, thresholds.PROSE) if shape.wrapped else thresholds.PROSE
    return draft.kind == "text" and not draft.containers and (len(draft.rows) > 1 or _room(draft.text) > least)


def _room(text: str) -> int:
    """How long a text is: a sign of Chinese or Japanese is as wide as two letters."""
    return len(text) + (0 if text.isascii() else sum(east_asian_width(c) in "WF" for c in text))


def _may_start(text: str) -> bool:
    """Whether a text starts as sentences do.

    With a capital, a figure, or a letter of a script without capitals.
    """
    first = text.lstrip(_MARKS + "—–-¡¿「『（ ")[:1]
    return starts_large(text) or first.isdigit() or (first.isalpha() and first.upper() == first.lower())


def _stands_over_prose(drafts: Sequence[ParagraphDraft], at: int, shape: Shape) -> bool:
    """Whether a short line stands between paragraphs.

    Over one that starts as sentences do, under one that has ended.
    """
    draft = drafts[at]
    before = drafts[at - 1] if at else None
    after = drafts[at + 1] if at + 1 < len(drafts) else None
    if after is None or not (draft.gap or before is None or before.kind == "rule"):
        return False
    raised = draft.gap > after.gap
    below = [after]
    if raised and at + 2 < len(drafts) and after.kind == "text" and len(after.rows) <= thresholds.HEAD_LINES:
        below.append(drafts[at + 2])  # under a line that is set apart, a second line of the heading may stand
    if not any(is_prose(d, shape) and _may_start(d.text) and len(d.text) > 2 * len(draft.text) for d in below):
        return False
    if draft.text.endswith((":", ",")) and after.text[0] in '"“«„':
        return False
    if before is None or _is_date(draft.text):
        return before is None
    if raised:
        return True
    if before.kind == "verse" or any(c.kind == "quote" for c in before.containers):
        return False
    set_in = before.kind == "text" and before.indent > shape.body + max(shape.first_indent, 1)
    return not set_in and (before.kind != "text" or ends_sentence(before.text) or len(before.rows) == 1)


def _stands_over_more(drafts: Sequence[ParagraphDraft], at: int, *, raised: bool) -> bool:
    """Whether a short line could head what follows, once others of its shape do."""
    after = drafts[at + 1] if at + 1 < len(drafts) else None
    if after is None or not drafts[at].gap and at:
        return False
    return bool(after.kind == "verse" or after.containers or raised and len(after.text) > len(drafts[at].text))


def _is_date(text: str) -> bool:
    """Whether a short line says when, as those over letters and entries of diaries do."""
    return any(c.isdigit() for c in text) and any(word.strip(".,").lower() in MONTHS for word in text.split())


def _is_class(own: LineShape, members: Sequence[ParagraphDraft]) -> bool:
    """Whether enough speaks for a shape: how many are set so, and by what they stand out."""
    count = len({draft.text for draft in members})  # who speaks in a dialogue comes again and again
    words = sum(len(draft.text.split()) for draft in members) / len(members)
    if own.place == "in" or own.end == "”":
        return False
    alike = len({draft.first.indent for draft in members}) < 2
    if own.place == "centred" and alike and not own.raised and own.case != "capitals":
        return False  # set in alike: quotations of one line
    stands_out = own.raised or own.place == "centred" or own.case == "capitals"
    if own.end in (".", ",", "!"):  # like a sentence or a salutation: only what is set apart above is none
        return own.raised and own.case != "lower" and count >= thresholds.CLASS_ENDED and words <= thresholds.CLASS_BRIEF
    if own.end == ":":
        return count >= (thresholds.CLASS_RAISED if own.raised else thresholds.CLASS_PLAIN) and words <= thresholds.CLASS_BRIEF
    return count >= (thresholds.CLASS_RAISED if stands_out else thresholds.CLASS_PLAIN)


def last_prose(drafts: Sequence[ParagraphDraft], shape: Shape) -> int:
    """The place of the last paragraph of the essay itself.

    What stands after it heads nothing.
    """
    kinds = ("verse", "code")
    return max((at for at, d in enumerate(drafts) if d.kind in kinds or d.containers or is_prose(d, shape)), default=-1)


def names_under(drafts: Sequence[ParagraphDraft], shape: Shape) -> set[int]:
    """The places of names under verse and quotations.

    No headings, though they look like titles.

    One alone may be a heading after a section that ends in verse: half of all verse must have a name under it.
    """
    under: set[int] = set()
    blocks = 0
    for at, draft in enumerate(drafts[1:], start=1):
        if _is_block(drafts[at - 1], shape) and not _is_block(draft, shape):
            blocks += 1
            if _is_short(draft, shape) and _is_name(draft) and not is_section_name(draft.text):
                under.add(at)
    return under if len(under) >= max(2, blocks // 2) else set()


def _is_block(draft: ParagraphDraft, shape: Shape) -> bool:
    return draft.kind == "verse" or _is_set_in(draft, shape)


def _is_set_in(draft: ParagraphDraft, shape: Shape) -> bool:
    return draft.kind == "text" and draft.indent > shape.body + max(shape.first_indent, 1)


def _is_name(draft: ParagraphDraft) -> bool:
    """Whether a line could be a name: few words, all with capitals, no number."""
    words = draft.text.split()
    return len(words) <= thresholds.NAME_WORDS and all(
        w[:1].isupper() or w.islower() and len(w) <= thresholds.PARTICLE for w in words
    )
