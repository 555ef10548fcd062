"""What speaks against a reading of a whole essay, counted.

One list for every kind of reading.

A right reading has sentences that end where paragraphs do, calls that are answered, and nothing left of page numbers or
markup. Each thing that is not so is counted with its weight (`thresholds.COSTS`); calls that are answered in order count in
favour. Nothing here knows how the reading was made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pressline.model import Call, Manuscript, Mark, Paragraph, Run
from pressline.normalize import thresholds
from pressline.pandoc.passages import text_of
from pressline.readers.plaintext.lines import ends_sentence, starts_large

# What is left of markup. Each needs both of its ends, or stands at an end of a line: "3 < 4", "2*3*4",
# "snake_case" and "<b> for bold" do not.
_MARKUP = re.compile(
    r"(?<![\w*\"'`“‘(])\*\*[^\W_](?:[^*\n]{0,80}[^\W_][.,!?]?)?\*\*(?![\w*])"
    r"|<(?:i|b|em|strong|span|sup|sub|cite|u|tt|code|font|small|big)(?:\s[^<>\n]{0,300})?>[^<>]{1,300}"
    r"</(?:i|b|em|strong|span|sup|sub|cite|u|tt|code|font|small|big)>"
    r"|^<(?:p|h[1-6]|blockquote|div|li|ul|ol|center|hr|table)(?:\s[^<>\n]{0,300})?/?>"
    r"|<br\s?/?>$|</p>$"
    r"|&(?:nbsp|amp|lt|gt|quot|apos|[mn]dash|[lr][ds]quo|hellip|#\d{2,5}|#x[0-9a-f]{2,5}|[a-z]{1,8}(?:acute|grave|uml|cedil|circ));",
    re.I | re.M,
)
_LINK = re.compile(r"\]\((?:https?://|mailto:|#|/)[^\s()]{1,400}\)|<a\shref=[^<>\n]{1,400}>[^<>]{1,300}</a>", re.I)
# What typists set for emphasis, too: "*so*". False positive it avoids: the asterisk of a note, which has no fellow.
_STARRED = re.compile(r"(?<![\w*\"'`“‘(])\*[^\W_](?:[^*\n]{0,80}[^\W_][.,!?]?)?\*(?![\w*])")
_SPOKEN = re.compile(r"[`“\"'‘]")  # behind such a mark a tag is spoken of, not used
# A row of a few words with a number, that stands in a text as page numbers do. False positive it avoids: the short last row
# of a paragraph, "in 1911.", which ends as a sentence does.
_PAGE_NUMBER = re.compile(r"[\[(\-–— ]{0,4}(?:[^\W\d_]{1,9}\.? )?\d{1,4}(?: [^\W\d_]{1,4} \d{1,4})?[\])\-–— ]{0,4}$")
_DIGITS = re.compile(r"\d+")
_CALL_FIRST = re.compile(r"[\[(]\d{1,3}[\])](?=\s*[a-z,;])")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))
_PROSE = ("text", "verse")


def costs(manuscript: Manuscript) -> Counter[str]:
    """How often each thing of `thresholds.COSTS` is so in a reading."""
    blocks = manuscript.blocks
    found: Counter[str] = Counter()
    for block in blocks:
        found.update(_within(block))
    prose = [block for block in blocks if block.kind in _PROSE and not block.containers]
    for a, b in pairwise(blocks):
        if a.kind == b.kind == "text" and a.containers == b.containers:
            found.update(_between(text_of(a), text_of(b)))
    found.update(_repeated(blocks))
    found.update(_uneven(blocks))
    found.update(_of_notes(manuscript, prose))
    return found


def score_of(counted: Counter[str]) -> float:
    """The score of a reading.

    0 is without a fault, less is worse; notes that are called make it more.
    """
    return round(sum(thresholds.COSTS[name] * count for name, count in counted.items()), 1)


def _between(before: str, after: str) -> Iterator[str]:
    """What two neighbouring paragraphs show.

    A sentence that is torn apart, or one that does not end.
    """
    if ends_sentence(before.rstrip()) or not after.strip():
        return
    if after.strip()[0].islower():
        yield "torn"
    elif len(before) > thresholds.UNENDED:
        yield "unended"


def _within(block: Paragraph) -> Iterator[str]:
    """What one block shows."""
    if block.kind not in (*_PROSE, "heading"):
        return
    text = text_of(block)
    yield from _markup(block, text)
    if block.kind == "heading":
        return
    if any(text.count(opened) != text.count(closed) for opened, closed in _PAIRS):
        yield "unpaired"
    if isinstance(block.inlines[0] if block.inlines else None, Call) or _CALL_FIRST.match(text):
        yield "opened"
    if _PAGE_NUMBER.match(text.strip()):
        yield "numbers"
    yield from _rows(block, text)


def _markup(block: Paragraph, text: str) -> Iterator[str]:
    """Marks and tags that were left in the text.

    Where it is no code and no quotation of a tag.
    """
    if not any(sign in text for sign in "*<&]"):
        return
    plain = "".join(
        run.text if not any(_is_code(mark) for mark in run.marks) else " " for run in block.inlines if isinstance(run, Run)
    )
    yield from ("links" for _ in _LINK.finditer(plain))
    yield from ("starred" for _ in _STARRED.finditer(plain))
    for match in _MARKUP.finditer(plain):
        if not _SPOKEN.match(plain[max(0, match.start() - 1) :]):
            yield "markup"


def _is_code(mark: Mark) -> bool:
    return mark.kind in ("code", "math")


def _rows(block: Paragraph, text: str) -> Iterator[str]:
    """What the rows of a paragraph show.

    Such as look like paragraphs of their own, or like numbers of pages.
    """
    rows = _rows_of(block, text)
    if len(rows) < 2:
        return
    if block.kind == "verse":
        yield from ("kept" for (_, a), (_, b) in pairwise(rows) if b[:1].islower() and not ends_sentence(a))
        return
    width = max(len(row) for _, row in rows)
    for at, ((column, a), (later, b)) in enumerate(pairwise(rows)):
        if _PAGE_NUMBER.match(b):
            yield "numbers"
        elif ends_sentence(a) and starts_large(b):
            moved = at > 0 and abs(later - column) > 1  # set in, or out, as first lines are
            if moved or len(a) + 1 + len(b.split(maxsplit=1)[0]) < width * thresholds.JOINED:
                yield "joined"


def _rows_of(block: Paragraph, text: str) -> list[tuple[int, str]]:
    """The rows of a paragraph with the columns at which they start."""
    ends = [*(origin.at for origin in block.origins[1:]), len(text)]
    rows: dict[int, tuple[int, str]] = {}
    for origin, end in zip(block.origins, ends, strict=True):
        line, said = origin.place.line, text[origin.at : end]
        column, before = rows.get(line, (origin.place.column, ""))
        rows[line] = column, before + said
    return [(column, said.strip()) for column, said in rows.values() if said.strip()]


def _uneven(blocks: Sequence[Paragraph]) -> Iterator[str]:
    """Paragraphs that start where the others go on.

    In a text whose first lines are set in or out.

    False positive it avoids: the paragraph under a heading, which print does not set in.
    """
    rows = [(k, _rows_of(b, text_of(b))) for k, b in enumerate(blocks) if b.kind == "text" and not b.containers]
    starts = Counter(found[0][0] for _, found in rows if found)
    later = Counter(column for _, found in rows for column, _ in found[1:])
    if not later or not starts:
        return
    (usual, count), (column, _) = starts.most_common(1)[0], later.most_common(1)[0]
    if abs(usual - column) > 1 and count >= thresholds.SET_ALIKE * starts.total():
        headed = {k + 1 for k, block in enumerate(blocks) if block.kind != "text"} | {0}
        yield from ("uneven" for k, found in rows if found and found[0][0] == column and k not in headed)


def _repeated(blocks: Sequence[Paragraph]) -> Iterator[str]:
    """Short blocks that stand again and again, alike but for numbers: heads of pages."""
    short = Counter(_DIGITS.sub("9", text) for block in blocks if len(text := text_of(block).strip()) < thresholds.SHORT_BLOCK)
    for text, count in short.items():
        if count >= thresholds.REPEATED and any(c.isalpha() for c in text):
            yield from ["repeated"] * count


def _of_notes(manuscript: Manuscript, prose: Iterable[Paragraph]) -> Iterator[str]:
    """Calls that are answered, and what notes and calls are left over."""
    called = [inline.label for block in manuscript.blocks for inline in block.inlines if isinstance(inline, Call)]
    yield from ["answered"] * len(set(called))
    yield from ("left" for found in manuscript.findings if found.code in ("N001", "N002", "N005"))
    if len(manuscript.notes) < thresholds.NOTES_AT_END:
        return
    last = max(note.place.line for note in manuscript.notes)
    lines = [block.origins[0].place.line for block in prose]
    under = sum(line > last for line in lines)
    if 0 < under * thresholds.UNDER_NOTES < len(lines):
        yield from ["under"] * under
