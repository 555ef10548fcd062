"""Styles of calls and of starts that no table names.

Found in the essay itself, by their templates.

"<4>", "(note 4)", "/4/", "④", "4 -": what counts up in the sentences may be calls, what counts up at the starts of paragraphs
may be notes. A template that a row of the table in `markers` already finds is left to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pressline.model import Paragraph
from pressline.normalize.markers import Marker, vouched
from pressline.pandoc.passages import stretches, text_of
from pressline.readers.plaintext.note_tokens import call_tokens, start_tokens

OPEN = "open "  # before a template, the name of its style
_PASSED_OVER = ("code", "rule", "picture", "table")


def open_calls(paragraphs: Sequence[Paragraph], known: Mapping[str, Sequence[Marker]]) -> dict[str, list[Marker]]:
    """The markers of each template of calls that no known style finds wholly."""
    spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for markers in known.values():
        for marker in markers:
            spans[marker.paragraph].add((marker.start, marker.end))
    found: dict[str, list[Marker]] = defaultdict(list)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind in _PASSED_OVER:
            continue
        text = text_of(paragraph)
        code = [(start, end) for kind in ("code", "math") for start, end, _ in stretches(paragraph, kind)]
        for token in call_tokens(index, text):
            if not token.start or any(start <= token.start < end for start, end in code):
                continue
            found[token.template].append(Marker(index, token.start, token.end, token.labels))
    vouched_for = {template: vouched(template, markers) for template, markers in found.items()}
    return {
        OPEN + template: markers
        for template, markers in vouched_for.items()
        if any((marker.start, marker.end) not in spans[marker.paragraph] for marker in markers)
    }


def open_starts(paragraphs: Sequence[Paragraph], known: Mapping[str, Sequence[Marker]]) -> dict[str, list[Marker]]:
    """The markers of each template of starts that no known style finds wholly."""
    ends = {(marker.paragraph, marker.end) for markers in known.values() for marker in markers}
    found: dict[str, list[Marker]] = defaultdict(list)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind in _PASSED_OVER:
            continue
        text = text_of(paragraph)
        blank = len(text) - len(text.lstrip())
        for token in start_tokens(index, text[blank:]):
            found[token.template].append(Marker(index, 0, blank + token.end, token.labels))
    vouched_for = {template: vouched(template, markers) for template, markers in found.items()}
    return {
        OPEN + template: markers
        for template, markers in vouched_for.items()
        if any((marker.paragraph, marker.end) not in ends for marker in markers)
    }


def family(markers: Sequence[Marker]) -> str:
    """What the labels of markers are: "1" numbers, "a" letters and Roman numerals, "*" signs."""
    label = next((label for marker in markers for label in marker.labels), "*")
    return "1" if label.isdigit() else "a" if label.isalpha() else "*"
