"""Headings that an author made of bold lines, taken or left as a class.

False positives it avoids: a lead-in ("**Thanks** to …"), bold sentences for emphasis, the questions of an interview, bylines
over the text, lines of a notice. Thresholds were chosen on the pages of tests/test_html_headings.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pressline.locale.headings import CHAPTERS, PARTS
from pressline.locale.tables import any_of
from pressline.model import Call, Inline, Mark, Paragraph, Run
from pressline.pandoc.passages import text_of
from pressline.readers.documents.marks import marker_of

_LONGEST = 100  # characters of a heading
_PROSE = 120  # characters: a paragraph this long is text
_OFTEN = 0.34  # of the paragraphs: what is more frequent is no heading
_NUMBERED = re.compile(rf"(?:§\s*)?(?:\d{{1,2}}|[IVXL]{{1,6}}|[A-Z])[.):]\s|{any_of(CHAPTERS, PARTS)}\s", re.I)


def with_bold_headings(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs; those that are one bold line over text are headings."""
    texts = [text_of(p).strip() for p in paragraphs]
    found = [k for k, p in enumerate(paragraphs) if _is_bold_line(p, texts[k])]
    start = next((k for k, p in enumerate(paragraphs) if _is_prose(p, texts[k])), len(texts))
    class_ = [k for k in found if k >= start - 1 and _leads(k, found, paragraphs, texts)]
    if not _are_headings(class_, found, paragraphs, texts, start):
        return tuple(paragraphs)
    made = list(paragraphs)
    level = max((p.level for p in paragraphs[start:] if p.kind == "heading"), default=1) + 1
    for k in class_:
        made[k] = replace(paragraphs[k], kind="heading", level=min(level, 6), inlines=tuple(map(_plain, paragraphs[k].inlines)))
    return tuple(made)


def _is_bold_line(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph is one line, all of it bold but for a call behind it."""
    if paragraph.kind != "text" or paragraph.containers or not text or len(text) > _LONGEST or "\n" in text:
        return False
    if not any(c.isalpha() for c in text) or text.endswith((",", ";", "…", "-")):
        return False
    runs = [i for i in paragraph.inlines if isinstance(i, Run) and i.text.strip()]
    words = [run for run in runs if not (_is_raised(run) and marker_of(run.text))]
    return bool(words) and all(Mark("strong") in run.marks for run in words)


def _is_raised(run: Run) -> bool:
    return any(mark.kind in ("superscript", "link") for mark in run.marks)


def _is_prose(paragraph: Paragraph, text: str) -> bool:
    return paragraph.kind == "text" and len(text) >= _PROSE and not _is_bold_line(paragraph, text)


def _leads(at: int, found: list[int], paragraphs: Sequence[Paragraph], texts: list[str]) -> bool:
    """Whether text follows a line, as it follows a heading."""
    following = at + 1
    if following >= len(paragraphs) or following in found or paragraphs[following].kind in ("rule", "heading"):
        return False
    return (
        paragraphs[following].kind != "text" or bool(paragraphs[following].containers) or len(texts[following]) > len(texts[at])
    )


def _are_headings(class_: list[int], found: list[int], paragraphs: Sequence[Paragraph], texts: list[str], start: int) -> bool:
    """Whether the bold lines that lead are the headings of an essay."""
    body = sum(p.kind == "text" for p in paragraphs[start:])
    if not class_ or len(class_) < 0.6 * sum(k >= start for k in found) or len(class_) > _OFTEN * max(body, 3) + 1:
        return False
    lines = [texts[k] for k in class_]
    if sum(line.endswith("?") for line in lines) > len(lines) / 2 and sum(map(len, lines)) > 40 * len(lines):
        return False  # an interview
    if any(_NUMBERED.match(line) for line in lines) and len(lines) > 1:
        return True
    if sum(line.endswith(":") for line in lines) > len(lines) / 2:
        return False  # lines that announce what follows
    ended = sum(line.endswith((".", "!", ":")) for line in lines)
    if len(lines) == 1:
        alone = not any(p.kind == "heading" for p in paragraphs[start:])
        return alone and not ended and len(lines[0]) <= 60 and class_[0] >= start and lines[0][:1].isupper()
    return ended <= len(lines) / 3 or (len(lines) > 2 and sum(map(len, lines)) <= 40 * len(lines))


def _plain(item: Inline) -> Inline:
    """A run without the bold that all of the heading had."""
    return item if isinstance(item, Call) else replace(item, marks=tuple(m for m in item.marks if m.kind != "strong"))
