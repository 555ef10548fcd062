"""Notes that run on in one paragraph, parted before notes are matched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressline.findings import Finding, finding
from pressline.model import Paragraph
from pressline.pandoc.passages import cut, excerpt_at, place_of, strip, text_of
from pressline.readers import thresholds
from pressline.readers.plaintext.note_tokens import Token, call_tokens, start_token

_BEFORE = re.compile(r"(?:^|(?<=\s))(?=\S)")
_SENTENCE = re.compile(r"[.!?][\"'”’»)\]]*\s+$|\n\s*$")


def parted(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Finding]]:
    """The paragraphs, those parted within which the next note starts.

    And N004 for each such note.

    A note starts there when its marker is of the kind of the note before it, its number the next, no paragraph starts with
    that number, and the text calls it. False positives it avoids: "see [3] above" in note 12; "the sum of 1784. 3. was" in
    a note 2 whose note 3 stands below.
    """
    starts = [start_token(index, text_of(p)) if p.kind in ("text", "verse") else None for index, p in enumerate(paragraphs)]
    counted: dict[tuple[str, int], int] = {}
    for token in starts:
        if token:
            counted[token.template, token.values[0]] = counted.get((token.template, token.values[0]), 0) + 1
    if not counted:
        return list(paragraphs), []
    first = min(token.row for token in starts if token)
    called = _called(paragraphs, starts)
    made: list[Paragraph] = []
    findings: list[Finding] = []
    last: Token | None = None
    for index, paragraph in enumerate(paragraphs):
        last = starts[index] or (last if paragraph.kind in ("text", "verse") else None)
        cuts: list[int] = []
        if last is not None and index >= first and (last.family, last.values[0]) in called:
            for at, token in _inner(text_of(paragraph), last, called, counted):
                place = place_of(paragraph, at)
                values = {"label": token.labels[0], "host": last.labels[0]}
                findings.append(finding("N004", place, excerpt=excerpt_at(paragraph, place), **values))
                cuts.append(at)
                last = token
        edges = [0, *cuts, len(text_of(paragraph))]
        pieces = [strip(cut(paragraph, a, b)) for a, b in zip(edges, edges[1:], strict=False)] if cuts else [paragraph]
        made += pieces
    return made, findings


def _called(paragraphs: Sequence[Paragraph], starts: Sequence[Token | None]) -> set[tuple[str, int]]:
    """The families and numbers that any paragraph but at its start may call."""
    texts = (text_of(paragraph) for paragraph in paragraphs)
    return {
        (token.family, value)
        for index, text in enumerate(texts)
        for token in call_tokens(index, text)
        if token.start >= (starts[index].end if starts[index] else 1)  # type: ignore[union-attr]
        for value in token.values
    }


def _inner(
    text: str, last: Token, called: set[tuple[str, int]], counted: dict[tuple[str, int], int]
) -> Iterator[tuple[int, Token]]:
    """Where in a text notes start that go on from the last one."""
    at = last.end
    for match in _BEFORE.finditer(text):
        here = match.start()
        if here < at or not here:
            continue
        token = start_token(last.row, text[here : here + thresholds.MARKER])
        if not token or token.template != last.template or token.values[0] != last.values[0] + 1:
            continue
        if (token.family, token.values[0]) not in called or counted.get((token.template, token.values[0])):
            continue
        bare = not any(sign in token.template for sign in "[({<^so〔【（")
        rest = text[here + token.end :]
        if bare and not (_SENTENCE.search(text[max(0, here - thresholds.MARKER) : here]) and rest[:1].isupper()):
            continue
        yield here, token
        last, at = token, here + token.end
