"""Drafts as paragraphs: rows joined, line-end hyphens resolved, places kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressline.findings import Place
from pressline.locale.headings import AND, OR
from pressline.locale.tables import words_of
from pressline.model import Origin, Paragraph, ParagraphKind, Run, Step
from pressline.readers import thresholds
from pressline.readers.plaintext.hyphens import is_divided
from pressline.readers.plaintext.lines import ParagraphDraft, Row, Shape

_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-$")
_WORD = re.compile(r"[^\W\d_]+")
_SUSPENDED = words_of(AND, OR)  # after a hyphen: "pre- and post-war"
_KINDS: dict[str, ParagraphKind] = {kind: kind for kind in ("text", "heading", "verse", "code", "rule")} | {
    "note": "text",
    "lines": "text",
}


class _Joiner:
    """Collects the text of one paragraph and where it comes from."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.parts: list[str] = []
        self.length = 0
        self.origins: list[Origin] = []
        self.steps: list[Step] = []

    def add(self, row: Row, start: int, text: str) -> None:
        """Add the characters of a row from `start` on."""
        at = row.at + start
        line = row.line
        self.origins.append(Origin(self.length, Place(self.path, line.number, line.column(at))))
        for begin, column in line.columns:
            if at < begin < at + len(text):
                self.origins.append(Origin(self.length + begin - at, Place(self.path, line.number, column)))
        self.put(text)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def drop(self, row: Row, start: int, text: str, why: str) -> None:
        place = Place(self.path, row.line.number, row.line.column(row.at + start))
        self.steps.append(Step("dropped" if why == "a rule" else "changed", place, text, why))


def paragraph_of(draft: ParagraphDraft, shape: Shape, path: str) -> tuple[Paragraph, list[Step]]:
    """The paragraph that a draft makes, and what was left out of it.

    The mark of a list item, a rule, a hyphen.
    """
    joiner = _Joiner(path)
    for row in draft.rows:
        if row.depth:
            start = len(row.line.text) - len(row.line.text.lstrip())
            joiner.drop(row, start - row.at, row.line.text[start : row.at].rstrip(), "the mark of a quotation")
    if draft.kind == "rule":
        row = draft.first
        joiner.drop(row, 0, row.text, "a rule")
        origin = Origin(0, Place(path, row.line.number, row.line.column(row.at)))
        return Paragraph("rule", (), (origin,), containers=draft.containers, indent=row.indent), joiner.steps
    if draft.kind in ("verse", "code", "lines"):
        _keep(joiner, draft)
    else:
        _join(joiner, draft, shape)
    for row in draft.rules:
        joiner.drop(row, 0, row.text, "the line under a heading" if row.line.number > draft.first.line.number else "a rule")
    runs = (Run("".join(joiner.parts)),)
    kind = _KINDS[draft.kind]
    made = Paragraph(kind, runs, tuple(joiner.origins), draft.level, draft.containers, draft.first.indent, note=draft.note)
    return made, joiner.steps


# The number of a line of verse: at least two spaces behind its words. False positive avoided: a verse that ends in "1871".
_LINE_NUMBER = re.compile(r"(?<=\S)[ \t]++(?=\d{1,4}$)")


def _number_at_end(row: Row) -> re.Match[str] | None:
    """The space before the number that a row ends in."""
    found = _LINE_NUMBER.search(row.text)
    return found if found and (len(found[0]) > 1 or found[0] == "\t") else None


def numbered_by(rows: Sequence[Row]) -> int:
    """Every how many lines the lines of a stanza are numbered at their ends.

    0 when they are not.

    Numbers are those of lines: each is a multiple of the same step, from 3 to 10, and they count up.
    """
    numbers = [int(row.text[found.end() :]) for row in rows if (found := _number_at_end(row))]
    step = next((step for step in thresholds.STEPS_OF_LINES if numbers and all(number % step == 0 for number in numbers)), 0)
    return step if numbers == sorted(set(numbers)) else 0


def _keep(joiner: _Joiner, draft: ParagraphDraft) -> None:
    """Rows with their breaks and their indents beside one another."""
    left = min(row.indent for row in draft.rows)
    numbered = draft.kind == "verse" and numbered_by(draft.rows) > 0
    for k, row in enumerate(draft.rows):
        inset = 0 if draft.kind == "lines" else row.indent - left
        joiner.put("\n" * (k > 0) + " " * (inset if draft.kind == "code" else min(inset, thresholds.VERSE_INDENT)))
        if k == 0:  # the first origin stands at 0
            joiner.origins.append(Origin(0, Place(joiner.path, row.line.number, row.line.column(row.at))))
            if not inset:
                joiner.origins.pop()
        number = _number_at_end(row) if numbered else None
        if number:
            joiner.add(row, 0, row.text[: number.start()].replace("\t", " "))
            joiner.put("\t")
            joiner.add(row, number.end(), row.text[number.end() :])
        else:
            joiner.add(row, 0, row.text if draft.kind == "code" else row.text.replace("\t", " "))


def _join(joiner: _Joiner, draft: ParagraphDraft, shape: Shape) -> None:
    """Rows as running text."""
    start = len(draft.first.text) - len(_without_mark(joiner, draft))
    for row, following in zip(draft.rows, (*draft.rows[1:], None), strict=True):
        text = row.text[start:].replace("\t", " ")
        if draft.fence[1] and row is draft.first:
            joiner.add(row, 0, text[: draft.fence[0]].rstrip())
            joiner.drop(row, draft.fence[0], text[slice(*draft.fence)].rstrip(), "a rule")
            joiner.put(" ")
            start, text = draft.fence[1], text[draft.fence[1] :]
        glue = " " if following is not None else ""
        if following is not None and text.endswith("-"):
            glue = _glue(text, following.text, shape)
            if glue == "-":
                joiner.drop(row, start + len(text) - 1, "-", "hyphen at the line's end taken out: it divided a word")
                text, glue = text[:-1], ""
        joiner.add(row, start, text)
        joiner.put(glue)
        start = 0


def _without_mark(joiner: _Joiner, draft: ParagraphDraft) -> str:
    """The first row without the mark of a list item or heading, which is recorded."""
    text = draft.first.text
    if draft.mark:
        joiner.drop(draft.first, 0, draft.mark, "the mark of a list item")
        return text[len(draft.mark) :].lstrip()
    if draft.kind == "heading" and draft.style[:1] == (thresholds.MARK_RANK,):
        marks = text[: draft.style[1]]
        joiner.drop(draft.first, 0, marks, "the mark of a heading")
        text = text[len(marks) :].lstrip()
    return text


def _glue(text: str, following: str, shape: Shape) -> str:
    """What joins a row that ends in a hyphen with the next: nothing, a space, or "-".

    The hyphen itself is to go.

    It goes where it only divides a word, see `is_divided`.
    """
    head, tail = _HYPHENATED.search(text), _WORD.match(following)
    if text.endswith("--") or head is None:
        return "" if text[-3:-2].strip() and not text.endswith(" --") else " "
    if tail is None:
        return "" if following[:1] in "{(/" else " "
    left, right = head[1].lower(), tail[0].lower()
    if right in _SUSPENDED:
        return " "
    if tail[0].islower() and is_divided(left, right, shape.words):
        return "-"
    return ""
