"""Raw essay to Manuscript: clean, find the parts, match calls to notes, and prove that nothing was lost on the way.

The guard works on two levels. Over the whole essay: the words that went into blocks, notes, metadata and out of the book,
put back into the raw order, are the words of the raw essay. In each block and note: its text and calls are those of the
raw words it was made of. What is permitted between them is white space, and a call that changes place with a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from pressline.cleaning import clean
from pressline.conserve import Difference, atoms, differences, read_prose
from pressline.findings import Finding, Place, finding, stop
from pressline.language import language_of
from pressline.model import Block, Call, DraftNote, Inline, Line, Manuscript, Metadata, Piece, Reading, Run, Source, Step
from pressline.notes import check_calls, is_note_heading, read_notes, split_calls, split_notes
from pressline.queries import paste_damage
from pressline.structure import Front, bare_heading, heading_level, join_wrapped, take_front
from pressline.tree import span


def normalize(source: Source) -> Manuscript:
    """The Manuscript that a raw essay makes; its findings include what the guard has to say.

    Raises:
        PresslineError: R003 when the essay holds nothing but invisible characters.
    """
    path = str(source.path)
    lines, cleaned = clean(source.text, path)
    if not lines:
        raise stop("R003", Place(path))
    front = take_front(lines, path)
    text_lines, notes_heading, note_lines = split_notes(join_wrapped(list(front.left), is_note_heading))
    notes, note_findings = read_notes(note_lines, path)
    body = _read_body(text_lines, notes, path)
    pieces = [*front.pieces, *_loose(notes_heading, note_lines, notes, path)]
    found = [*front.findings, *_missing(front, path), *note_findings, *body.findings, *paste_damage(lines, path)]
    manuscript = Manuscript(
        metadata=_draft(front, notes_heading, source),
        blocks=body.blocks,
        notes=tuple(notes),
        pieces=tuple(pieces),
        steps=tuple(sorted([*cleaned, *front.steps, *body.steps], key=lambda step: _order(step.place))),
        findings=tuple(sorted(found, key=lambda f: _order(f.place))),
    )
    guarded = [finding("G001", Place(path), where=w, expected=d.expected, found=d.found) for w, d in lost(manuscript, lines)]
    return replace(manuscript, findings=(*manuscript.findings, *guarded))


def _order(place: Place) -> tuple[int, int]:
    return place.line, place.column


@dataclass(frozen=True, slots=True)
class _Body:
    blocks: tuple[Block, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


def _read_body(lines: list[Line], notes: list[DraftNote], path: str) -> _Body:
    """The blocks of the text, with the record and the findings of its calls."""
    labels = frozenset(note.label for note in notes)
    blocks: list[Block] = []
    calls: list[Call] = []
    steps: list[Step] = []
    findings: list[Finding] = []
    excerpts: dict[Place, str] = {}
    for line, following in zip_longest(lines, lines[1:]):
        level = heading_level(line, following)
        inlines, found, changed, wrong = split_calls(line, path, labels)
        if level and isinstance(inlines[0], Run):
            inlines = (Run(bare_heading(inlines[0].text)), *inlines[1:])
        blocks.append(Block("heading" if level else "paragraph", inlines, line.place(path), line.text, level))
        calls += found
        steps += changed
        findings += wrong
        excerpts |= {call.place: line.text for call in found}
    findings += check_calls(calls, notes, excerpts)
    return _Body(tuple(blocks), tuple(steps), tuple(findings))


def _loose(heading: Line | None, lines: list[Line], notes: list[DraftNote], path: str) -> Iterator[Piece]:
    """The words around the notes that belong to none: their heading, and lines before the first marker."""
    if heading:
        yield Piece(heading.place(path), heading.text)
    first = notes[0].place.line if notes else 0
    yield from (Piece(line.place(path), line.text) for line in lines if not first or line.number < first)


def _draft(front: Front, notes_heading: Line | None, source: Source) -> Metadata:
    return Metadata(
        title=front.title or source.path.stem,
        subtitle=front.subtitle,
        author=(front.author,) if front.author else (),
        date=front.date,
        language=language_of(source.text),
        notes_heading=bare_heading(notes_heading.text).rstrip(":") if notes_heading else "Notes",
    )


def _missing(front: Front, path: str) -> Iterator[Finding]:
    """What no part of the front gave, and the files want."""
    if not front.author:
        yield finding("S002", Place(path, 1))
    if not front.date:
        yield finding("S005", Place(path))


# --- the guard ------------------------------------------------------------------------------------------------------


def lost(manuscript: Manuscript, lines: list[Line]) -> Iterator[tuple[str, Difference]]:
    """Every difference between the cleaned essay and what was made of it; nothing when nothing was lost."""
    made_of: tuple[Block | DraftNote, ...] = (*manuscript.blocks, *manuscript.notes)
    parts = [(p.place, p.text) for p in manuscript.pieces] + [(part.place, part.raw) for part in made_of]
    made = [atom for _, text in sorted(parts, key=lambda part: _order(part[0])) for atom in atoms(text)]
    given = [atom for line in lines for atom in atoms(line.text)]
    yield from (("the essay", difference) for difference in differences(given, made))
    for part in made_of:
        name = f"note {part.label}" if isinstance(part, DraftNote) else f"line {part.place.line}"
        yield from ((name, difference) for difference in differences(*_both(part)))


def _both(part: Block | DraftNote) -> tuple[list[str], list[str]]:
    """The atoms of a part as it was given and as it was made, in an order that a call and a mark may share."""
    made = "".join(f"[{i.label}]" if isinstance(i, Call) else i.text for i in part.inlines)
    raw = part.raw
    if isinstance(part, DraftNote):
        raw = re.sub(r"^\S+", "", raw, count=1)
    elif part.level:
        raw = bare_heading(raw)
    return _settled(raw), _settled(made)


def _settled(text: str) -> list[str]:
    """The atoms of a text, every marker set behind the mark of punctuation that follows it."""
    return atoms(re.sub(r"(\[\d+\])([.,;:!?])", r"\2\1", re.sub(r"\s+(?=\[\d+\])", "", text)))


def reading_of(manuscript: Manuscript) -> Reading:
    """What a reader of the book must meet, by the manuscript: to compare with the book that essay.md makes."""
    numbers: dict[str, str] = {}

    def stream(inlines: tuple[Inline, ...]) -> Iterator[object]:
        yield "\n"
        for inline in inlines:
            if isinstance(inline, Run):
                yield inline.text
            else:
                number = numbers.setdefault(inline.label, str(len(numbers) + 1))
                yield span([], classes=("call",), attributes={"note": number})

    body, calls = read_prose(item for block in manuscript.blocks for item in stream(block.inlines))
    notes = {note.label: tuple(read_prose(stream(note.inlines))[0]) for note in manuscript.notes}
    return Reading(tuple(body), tuple(calls), {int(n): notes[label] for label, n in numbers.items()})
