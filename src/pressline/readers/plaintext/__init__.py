"""Plain text to a Sheet: paragraphs, verse, lists, quotations, code, headings, rules.

What flows: bytes are decoded into lines; running heads of pages are taken out; lines that stand together are taken apart into
drafts; lists, headings and quotations are found among the drafts, in this order, because an item of a list is no heading;
drafts become paragraphs. Text is never parsed as Markdown: an asterisk is an asterisk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pressline.findings import Finding, Place, finding
from pressline.locale.headings import is_note_heading
from pressline.model import Call, Paragraph, Sheet, Step
from pressline.pandoc.input_limits import MOST_ACCENTS, MOST_BRACKETS, require_usual
from pressline.readers import thresholds
from pressline.readers.choices import Choices
from pressline.readers.decoding import TextLine, decode
from pressline.readers.plaintext.headings import find_headings
from pressline.readers.plaintext.lines import Row, chunks_of, rows_of, shape_of
from pressline.readers.plaintext.lists import find_lists, find_quotes
from pressline.readers.plaintext.note_drafts import part
from pressline.readers.plaintext.note_finding import note_rows
from pressline.readers.plaintext.paragraphs import paragraph_of
from pressline.readers.plaintext.running_heads import without_running_heads
from pressline.readers.plaintext.segmentation import split, with_title_lines, with_verse
from pressline.readers.plaintext.sides import find_epigraphs, find_right
from pressline.readers.plaintext.spacing import without_spacers, without_spacing

_TOLD_NOTHING = Choices()


def sheet_of_text(data: bytes, path: Path, choices: Choices = _TOLD_NOTHING) -> Sheet:
    """The sheet that a plain text makes, read as it is told to.

    Its findings include G001 where words were lost, which never happens.

    Raises:
        PresslineError: R003 for a file without text, R005 where no encoding is proved, R008 for NUL characters.
    """
    decoded = decode(data, str(path))
    for line in decoded.lines:
        if len(line.text) > min(MOST_ACCENTS, MOST_BRACKETS):  # a shorter line has no such shape
            require_usual(line.text, str(path), line.number)
    paragraphs, steps, findings = read_lines(decoded.lines, str(path), choices)
    lost = tuple(unaccounted(decoded.lines, paragraphs, steps, str(path)))
    ordered = sorted([*decoded.steps, *steps], key=lambda step: (step.place.line, step.place.column))
    return Sheet(path, tuple(paragraphs), steps=tuple(ordered), findings=(*decoded.findings, *findings, *lost))


def read_lines(
    lines: Sequence[TextLine], path: str, choices: Choices = _TOLD_NOTHING
) -> tuple[list[Paragraph], list[Step], list[Finding]]:
    """The paragraphs of cleaned lines, what was left out of them, and what to ask."""
    kept, steps = without_running_heads(lines, path, choices.pages)
    rows, _ = without_spacing(rows_of(kept), choices)
    steps += [_bare_mark(row, path) for row in rows if row.depth and not row.text]
    shape = shape_of(chunks_of(without_spacers(rows)[0]), choices)
    heads = frozenset(
        at for at, row in enumerate(rows) if len(row.text) < thresholds.NOTE_HEADING and is_note_heading(row.text)
    )
    notes, called = note_rows(rows, shape, heads)
    parted = part([replace(row, called=at in called) for at, row in enumerate(rows)], notes, shape)
    steps += [_rule(row, path) for row in parted.rules]
    body, spacers = without_spacers(parted.body)
    steps += [_rule(row, path) for row in spacers]
    chunks = chunks_of(body)
    if parted.notes and chunks and shape.wrapped:  # notes may be wrapped at another width
        own = shape_of(chunks, choices, shape.words)
        shape = replace(own, spaced=shape.spaced or own.spaced) if own.wrapped else shape
    drafts = [draft for gap, rows in chunks for draft in split(gap, rows, shape)]
    drafts = sorted(
        [*with_verse(with_title_lines(drafts, shape), shape), *parted.notes], key=lambda draft: draft.first.line.number
    )
    drafts, findings = find_headings(find_right(find_lists(drafts), shape), shape, path)
    drafts = find_epigraphs(find_quotes(find_lists(drafts), shape), shape)
    paragraphs = []
    for draft in drafts:
        paragraph, left_out = paragraph_of(draft, shape, path)
        paragraphs.append(paragraph)
        steps += left_out
    return paragraphs, steps, findings


def _rule(row: Row, path: str) -> Step:
    """The record of a line that only parted a note from the text."""
    return Step("dropped", Place(path, row.line.number, row.line.column(row.at)), row.text, "a rule")


def _bare_mark(row: Row, path: str) -> Step:
    """The record of a line of a mail's quotation that holds nothing but its mark."""
    text = row.line.text
    at = len(text) - len(text.lstrip())
    return Step("changed", Place(path, row.line.number, row.line.column(at)), text.strip(), "the mark of a quotation")


# --- the guard ------------------------------------------------------------------------------------------------------


def unaccounted(lines: Sequence[TextLine], made: Sequence[Paragraph], steps: Sequence[Step], path: str) -> Iterator[Finding]:
    """Where paragraphs and record, put back in line order, do not give the lines again.

    Every character but white space is compared, which is more than words; the order is that of the places, so that a place
    that is not true is found out too.
    """
    given = "".join("".join(line.text.split()) for line in lines)
    parts = [part for paragraph in made for part in stretches(paragraph)]
    parts += [(step.place.line, step.place.column, step.text) for step in steps]
    found = "".join("".join(text.split()) for _, _, text in sorted(parts, key=lambda part: part[:2]))
    if given != found:
        at = next((k for k, (a, b) in enumerate(zip(given, found, strict=False)) if a != b), min(len(given), len(found)))
        where = f"after “{given[max(0, at - 20) : at]}”"
        yield finding("G001", Place(path), where=where, expected=given[at : at + 40], found=found[at : at + 40])


def stretches(paragraph: Paragraph) -> Iterator[tuple[int, int, str]]:
    """The text of a paragraph by the places it comes from: (line, column, text)."""
    text = "".join("" if isinstance(inline, Call) else inline.text for inline in paragraph.inlines)
    ends = [*(origin.at for origin in paragraph.origins[1:]), len(text)]
    for origin, end in zip(paragraph.origins, ends, strict=True):
        yield origin.place.line, origin.place.column, text[origin.at : end]
