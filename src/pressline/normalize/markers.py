"""Candidates for calls and starts of notes, found by the patterns of `locale.markers`.

Whether "[13]" is a call, a pinpoint or an index is decided by evidence from the whole essay (`matching`), never here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressline.locale.markers import CALLS, NOTES, SUPERSCRIPT_LABEL
from pressline.locale.numerals import lowered
from pressline.model import Paragraph
from pressline.normalize import thresholds
from pressline.pandoc.passages import stretches, text_of
from pressline.readers.thresholds import RANGE_AT_MOST


@dataclass(frozen=True, slots=True)
class Marker:
    """A stretch of a paragraph that may be a marker.

    `labels` are several in "[1, 2]" and "[3-5]".
    """

    paragraph: int
    start: int
    end: int
    labels: tuple[str, ...]


def find_calls(style: str, paragraphs: list[Paragraph]) -> list[Marker]:
    """Every stretch that may be a call of a style, in reading order."""
    found: list[Marker] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind in ("code", "rule", "picture"):
            continue
        for start, end, label in _calls_in(style, paragraph):
            labels = _expand(label)
            if labels:
                found.append(Marker(index, start, end, labels))
    return vouched(style, found)


def vouched(style: str, markers: list[Marker]) -> list[Marker]:
    """The markers without four-digit numbers, unless the count has come to them.

    False positives it avoids: the years "[1994]" and "(2003)", and "1066 was a year" at the start of a paragraph. A note
    with such a number is therefore called once.
    """
    if style in ("[^1]", "item"):
        return markers  # no year is written so
    found: list[Marker] = []
    top = 0
    for marker in markers:
        count = top
        for number in (int(label) for label in marker.labels if label.isdecimal()):
            if number > thresholds.LAST_OF_THREE_FIGURES and not count < number <= count + thresholds.NUMBER_GAP:
                break
            count = max(count, number)
        else:
            found.append(marker)
            top = count
    return found


def _calls_in(style: str, paragraph: Paragraph) -> Iterator[tuple[int, int, str]]:
    text = text_of(paragraph)
    if style == "superscript":
        for start, end, _ in stretches(paragraph, "superscript"):
            match = SUPERSCRIPT_LABEL.fullmatch(text[start:end])
            if match and text[:start].strip():
                yield start, end, match[1]
        return
    matches = list(CALLS[style].finditer(text))
    if not matches:
        return
    code = [(start, end) for kind in ("code", "math") for start, end, _ in stretches(paragraph, kind)]
    for match in matches:
        inside = any(start <= match.start() < end for start, end in code)
        if not inside and (match.start() or style in ("[1]", "[^1]")):
            yield match.start(1) if style == "*" else match.start(), match.end(), match[1]


def _expand(label: str) -> tuple[str, ...]:
    """The labels that a marker names, in one shape.

    >>> _expand("3-5, 8"), _expand("¹²"), _expand("1-97")
    (('3', '4', '5', '8'), ('12',), ())
    """
    labels: list[str] = []
    for part in map(str.strip, re.split("[,;]", lowered(label))):
        ends = re.fullmatch(r"(\d+)\s*[–-]\s*(\d+)", part)
        if not ends:
            labels.append(part.lstrip("0").replace(" ", "") or part)
            continue
        first, last = int(ends[1]), int(ends[2])
        if not 0 < last - first <= RANGE_AT_MOST:
            return ()
        labels += [str(number) for number in range(first, last + 1)]
    return tuple(labels)


def find_starts(style: str, paragraphs: list[Paragraph]) -> list[Marker]:
    """Every paragraph that may start a note of a style, with its marker."""
    found: list[Marker] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind in ("code", "rule", "picture", "table"):
            continue
        if style == "item":
            number = item_number(paragraph, paragraphs[index - 1] if index else None)
            if number:
                found.append(Marker(index, 0, 0, (str(number),)))
            continue
        text = text_of(paragraph)
        blank = len(text) - len(text.lstrip())
        if style == "superscript":
            first = next(iter(stretches(paragraph, "superscript")), None)
            match = SUPERSCRIPT_LABEL.fullmatch(text[first[0] : first[1]]) if first and first[0] <= blank else None
            if match and first:
                found.append(Marker(index, 0, first[1], _expand(match[1])))
            continue
        match = NOTES[style].match(text, blank)
        if match:
            found.append(Marker(index, 0, match.end(), _expand(match[1])))
    return vouched(style, found)


def item_number(paragraph: Paragraph, before: Paragraph | None) -> int:
    """The number of an ordered list's item whose first paragraph this is, else 0."""
    if not paragraph.containers or paragraph.containers[-1].kind != "ordered":
        return 0
    return 0 if before is not None and before.containers == paragraph.containers else paragraph.containers[-1].number
