"""The cleaners applied to what a document says.

Paragraph by paragraph, its marks, links and calls kept.

A letter may be parted between two runs, and a space may meet another when something between them goes; so the whole text of
a paragraph is cleaned, not run by run. Code keeps its spaces and the letters it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pressline.findings import Place
from pressline.model import Call, Mark, NativeNote, Node, Origin, Paragraph, Run, Sheet, Step
from pressline.pandoc.passages import place_of, splice, stretches, text_of
from pressline.pandoc.tree import nodes, rewrite, string
from pressline.readers.cleaning import CharacterEdit, clean, corrected, directed, edits_of, steps_of

# False positive it avoids: the line break of verse, and a space of French, which stay.
_SUPERFLUOUS = re.compile(r"(?<![^ \n]) ++| ++(?=\n|\Z)")
_SUPERFLUOUS_IN_VERSE = re.compile(r"(?<=[^ \n]) ++(?= |\n|\Z)")  # what a line is set in by stays
_LITERAL = ("code", "math")


def cleaned(sheet: Sheet) -> Sheet:
    """A sheet without untyped characters, each change recorded; C003 for corrected letters."""
    bodies = [sheet.paragraphs, *(note.body for note in sheet.notes)]
    edits = [[edits_of(text_of(paragraph), keep_direction=False) for paragraph in body] for body in bodies]
    said = {key: clean(value) for key, value in sheet.hints.items()}
    if not any(map(any, edits)) and said == sheet.hints and not any(_has_odd_node(p) for body in bodies for p in body):
        return sheet
    if any(directed(text_of(paragraph)) for body in bodies for paragraph in body):
        edits = [[edits_of(text_of(paragraph), keep_direction=True) for paragraph in body] for body in bodies]
    steps: list[Step] = []
    made = [tuple(map(partial(_paragraph, steps=steps), body, of_body)) for body, of_body in zip(bodies, edits, strict=True)]
    steps += _of_hints(sheet.hints, str(sheet.path))
    return replace(
        sheet,
        paragraphs=made[0],
        notes=tuple(NativeNote(note.label, body) for note, body in zip(sheet.notes, made[1:], strict=True)),
        hints=said,
        steps=tuple(sorted((*sheet.steps, *steps), key=lambda step: step.place.line)),
        findings=(*sheet.findings, *corrected(steps)),
    )


def _has_odd_node(paragraph: Paragraph) -> bool:
    """Whether the words of a table or picture need cleaning that its inlines do not show."""
    return paragraph.node is not None and any(clean(node["c"]) != node["c"] for node in nodes(paragraph.node, "Str"))


def _of_hints(hints: Mapping[str, str], path: str) -> Iterable[Step]:
    """The record of letters corrected in what a file says of itself, outside its text."""
    for key, value in hints.items():
        edits = [edit for edit in edits_of(value, keep_direction=True) if edit.cleaner.corrects]
        place = Place(path, spot=f"its own {key}")
        yield from (replace(step, place=place) for step in steps_of(value, edits, lambda _: Place(path)))


def _paragraph(paragraph: Paragraph, edits: Sequence[CharacterEdit], steps: list[Step]) -> Paragraph:
    node = _node(paragraph.node) if paragraph.node is not None else None
    text = text_of(paragraph)
    kept = _outside_code(paragraph, edits)
    if not kept:
        return paragraph if node is None else replace(paragraph, node=node)
    steps += steps_of(text, kept, partial(place_of, paragraph))
    made = _edited(paragraph, [(edit.start, edit.end, edit.new) for edit in kept])
    if paragraph.kind != "code":
        superfluous = _SUPERFLUOUS_IN_VERSE if paragraph.kind == "verse" else _SUPERFLUOUS
        spaces = [match.span() for match in superfluous.finditer(text_of(made)) if not _within(made, match.span())]
        made = _edited(made, [(start, end, "") for start, end in spaces])
    return replace(made, node=node)


def _outside_code(paragraph: Paragraph, edits: Sequence[CharacterEdit]) -> list[CharacterEdit]:
    """The edits without those that correct letters of code or mathematics."""
    if paragraph.kind == "code":
        return [edit for edit in edits if not edit.cleaner.corrects]
    return [edit for edit in edits if not (edit.cleaner.corrects and _within(paragraph, (edit.start, edit.end)))]


def _within(paragraph: Paragraph, span: tuple[int, int]) -> bool:
    """Whether a stretch touches code or mathematics."""
    literal = (stretch for kind in _LITERAL for stretch in stretches(paragraph, kind))
    return any(start < span[1] and span[0] < end for start, end, _ in literal)


def _edited(paragraph: Paragraph, changes: Sequence[tuple[int, int, str]]) -> Paragraph:
    """A paragraph with stretches replaced.

    What is new has the marks of what stood there first.
    """
    if not changes:
        return paragraph
    marks = _marks_at(paragraph, [start for start, _, _ in changes])
    spliced = splice(paragraph, [(start, end, (Run(new, marks[start]),) if new else ()) for start, end, new in changes])
    return replace(spliced, origins=_told_apart(spliced.origins))


def _marks_at(paragraph: Paragraph, starts: Iterable[int]) -> dict[int, tuple[Mark, ...]]:
    """The marks of the characters at some places, which are in order."""
    found: dict[int, tuple[Mark, ...]] = {}
    waiting = list(reversed(list(starts)))
    at = 0
    for inline in paragraph.inlines:
        if isinstance(inline, Call):
            continue
        at += len(inline.text)
        while waiting and waiting[-1] < at:
            found[waiting.pop()] = inline.marks
    return found


def _told_apart(origins: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """Origins without those that say no other place than the one before.

    The places of documents have no columns.
    """
    return tuple(o for k, o in enumerate(origins) if not k or o.place.column or o.place != origins[k - 1].place)


def _node(node: Node) -> Node:
    """A table or picture as pandoc has it, its words cleaned; its code is left."""

    def change(inner: Node) -> Node | None:
        return string(clean(inner["c"])) if inner["t"] == "Str" else None

    return dict(rewrite([node], change, "Str")[0])
