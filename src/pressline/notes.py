"""The table of note conventions: how essays mark a call and how they start a note, and matching the two.

A convention is one row. To add one, add a row, cases for it, and a negative case that looks like it and is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pressline.findings import Finding, Place, finding
from pressline.model import Call, DraftNote, Inline, Line, Run, Step


@dataclass(frozen=True, slots=True)
class Convention:
    """A way of writing notes; group 1 of both patterns is the label."""

    name: str
    call: re.Pattern[str]
    definition: re.Pattern[str]


CONVENTIONS = (
    # False positives it avoids: "[sic]" and "[emphasis added]" hold no number, and a number of four digits is a year:
    # "[2019] UKSC 5". "a[1]" would be an index: a call stands after a space or after punctuation in running prose, and
    # directly after a word only where a note of that number exists, which `split_calls` looks up.
    Convention("numbers in square brackets", re.compile(r"\[(\d{1,3})\]"), re.compile(r"\[(\d{1,3})\]\s+(?=\S)")),
)

# The headings under which essays put their notes. Compared whole and without case, so that "Notes on the Text" is none.
NOTE_HEADINGS = frozenset(
    ("notes", "note", "endnotes", "footnotes", "works cited", "references", "bibliography", "sources", "citations")
    + ("notes and references", "anmerkungen", "fußnoten", "endnoten", "quellen", "notas", "referencias", "fuentes")
    + ("bibliographie", "références", "noten", "voetnoten", "bronnen", "riferimenti", "fonti", "bibliografia", "referências")
)
_AFTER = ".,;:!?"  # marks that a call follows in print (Chicago Manual of Style, 17th ed., 14.26)


def is_note_heading(text: str) -> bool:
    """Whether a line is the heading of the notes.

    >>> is_note_heading("Works Cited:"), is_note_heading("Notes on the Text")
    (True, False)
    """
    return text.strip(" :.#*_").casefold() in NOTE_HEADINGS


def split_notes(lines: list[Line]) -> tuple[list[Line], Line | None, list[Line]]:
    """The lines of the text, the heading of the notes, and the lines below it. The last such heading counts."""
    for at in range(len(lines) - 1, -1, -1):
        if is_note_heading(lines[at].text):
            return lines[:at], lines[at], lines[at + 1 :]
    return lines, None, []


def read_notes(lines: list[Line], path: str) -> tuple[list[DraftNote], list[Finding]]:
    """The notes that the lines under the notes' heading define, in order; and what is odd about them.

    A line may hold several notes. A marker within a line starts a note only if its number is the next one: "see [3] above"
    in note 12 is text. A line that starts no note goes on with the note before it.
    """
    convention = CONVENTIONS[0]
    notes: list[DraftNote] = []
    findings: list[Finding] = []
    for line in lines:
        starts = _starts(line.text, convention, notes[-1].label if notes else "0")
        if not starts and notes:
            last = notes[-1]
            text = f"{last.raw}\n{line.text}"
            notes[-1] = DraftNote(last.label, (Run(_body(text, convention)),), last.place, text)
        for at, end, label in starts:
            place = line.place(path, at)
            if at:
                findings.append(finding("N004", place, excerpt=line.text, label=label, host=notes[-1].label))
            if label in {note.label for note in notes}:
                findings.append(finding("N005", place, excerpt=line.text, label=label))
            raw = line.text[at:end].strip()
            notes.append(DraftNote(label, (Run(_body(raw, convention)),), place, raw))
    return notes, findings


def _starts(text: str, convention: Convention, last: str) -> list[tuple[int, int, str]]:
    """Where notes start and end in a line: (start, end, label). `last` is the label of the note before."""
    found: list[tuple[int, str]] = []
    for match in convention.definition.finditer(text):
        expected = int(found[-1][1] if found else last) + 1
        if match.start() == 0 or (int(match[1]) == expected and text[match.start() - 1].isspace()):
            found.append((match.start(), match[1]))
    ends = [*(at for at, _ in found[1:]), len(text)]
    return [(at, end, label) for (at, label), end in zip(found, ends, strict=False)]


def _body(raw: str, convention: Convention) -> str:
    match = convention.definition.match(raw)
    return re.sub(r"\s+", " ", raw[match.end() :] if match else raw).strip()


def split_calls(
    line: Line, path: str, labels: frozenset[str]
) -> tuple[tuple[Inline, ...], list[Call], list[Step], list[Finding]]:
    """A line of the text as runs and calls: the inlines, the calls among them, the record, and what is wrong.

    `labels` are those of the notes. The space before a call is dropped, and a call moves behind the mark that follows it.
    """
    inlines: list[Inline] = []
    calls: list[Call] = []
    steps: list[Step] = []
    findings: list[Finding] = []
    text, at = line.text, 0
    for match in CONVENTIONS[0].call.finditer(text):
        place = line.place(path, match.start())
        if match[1] not in labels:
            if labels and int(match[1]) <= len(labels) + _SLIP:
                findings.append(finding("N001", place, excerpt=text, label=match[1]))
            continue
        before = text[at : match.start()]
        mark = text[match.end() : match.end() + 1]
        moved = mark if mark and mark in _AFTER and not before.rstrip().endswith(tuple(_AFTER)) else ""
        if before != before.rstrip():
            steps.append(Step("changed", place, match[0], "space before the call taken out"))
        if moved:
            steps.append(Step("moved", place, match[0] + moved, "call set behind the punctuation mark"))
        inlines.append(Run(before.rstrip() + moved))
        call = Call(match[1], place)
        inlines.append(call)
        calls.append(call)
        at = match.end() + len(moved)
    inlines.append(Run(text[at:]))
    return tuple(i for i in inlines if not isinstance(i, Run) or i.text), calls, steps, findings


_SLIP = 20  # how far beyond the last note a number may be and still be taken for a call whose note is missing


def check_calls(calls: list[Call], notes: list[DraftNote], excerpts: dict[Place, str]) -> list[Finding]:
    """Notes that are called again, and notes that nothing calls."""
    findings = []
    counts: dict[str, int] = {}
    before = ""
    for call in calls:
        counts[call.label] = counts.get(call.label, 0) + 1
        if counts[call.label] > 1:
            total = sum(other.label == call.label for other in calls)
            excerpt = excerpts.get(call.place, "")
            values = {"label": call.label, "count": total, "after": before}
            findings.append(finding("N003", call.place, excerpt=excerpt, **values))
        before = call.label
    findings += [finding("N002", note.place, label=note.label) for note in notes if note.label not in counts]
    return findings
