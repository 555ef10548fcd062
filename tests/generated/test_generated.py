"""Essays set in thousands of ways are read back whole: every call at its place, every note, no marker left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from settings_of_essays import Block, Setting, expected, note_of, numbers_of, rendered, settings, shown_of

from pressline.model import Call, Manuscript, Paragraph, Run, Source
from pressline.normalize.normalizer import drafted
from pressline.pandoc.passages import text_of
from pressline.readers.source import sheet_of

SAMPLE = settings(90)
NIGHTLY = 6_000
RIGHT = 0.99  # of all settings; those that are not are printed


def read_back(setting: Setting, data: bytes) -> Manuscript:
    return drafted(sheet_of(Source(Path(f"essay{setting.kind}"), setting.kind[1:], data)))


def problem_of(setting: Setting) -> str:
    """What was not read as it was written; "" when all was."""
    made = read_back(setting, rendered(setting))
    bodies = {note.label: tuple(map(text_of, note.body)) for note in made.notes}
    came = [Block(_plain(text_of(p)), p.kind == "heading", list(_calls(p, bodies))) for p in made.blocks if p.kind != "rule"]
    if [f.code for f in made.findings if f.code[0] == "N" and f.code != "N003"]:
        return "said: " + "; ".join(f"{f.code} {f.message}" for f in made.findings if f.code[0] == "N")
    for one, other in zip(came, expected(setting), strict=False):
        if one != other:
            return f"{one} where there is {other}"
    return "" if len(came) == len(expected(setting)) else f"{len(came)} blocks of {len(expected(setting))}: {came[-1]}"


def _plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def _calls(paragraph: Paragraph, bodies: dict[str, tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The calls of a paragraph by the characters before each, with their notes."""
    at = 0
    for inline in paragraph.inlines:
        if isinstance(inline, Call):
            yield at, bodies.get(inline.label, ())
        elif isinstance(inline, Run):
            at += len(inline.text)


@pytest.mark.parametrize("setting", SAMPLE, ids=lambda setting: setting.name)
def test_an_essay_is_read_back_whole(setting: Setting) -> None:
    assert problem_of(setting) == ""


def damage_of(setting: Setting, number: int, what: str) -> str:
    """What is wrong when a note, or its calls, are deleted: it must be said, and nothing else may change."""
    data = rendered(setting, no_call=number) if what == "call" else rendered(setting, no_note=number)
    made = read_back(setting, data)
    codes = {f.code for f in made.findings if f.code[0] == "N" and f.code != "N003"}
    code = "N002" if what == "call" else "N001"
    if codes != {code}:
        return f"said {codes}, not {code}"
    bodies = {note.label: tuple(map(text_of, note.body)) for note in made.notes}
    notes = [body for p in made.blocks for _, body in _calls(p, bodies)]
    kept = [note_of(n, setting) for n in numbers_of(setting) if n != number]
    if notes != kept:
        return f"notes {notes}"
    shown = shown_of(number, setting)
    marker = re.sub("</?sup>", "", setting.style.call(shown)) if setting.kind == ".html" else setting.style.call(shown)
    text = " ".join(_plain(text_of(p)) for p in made.blocks if p.kind != "rule").replace(f"{setting.before}{marker}.", ".")
    if what == "call":  # the note stays as it was, with its marker, which Markdown takes for that of a list
        left = " ".join(note_of(number, setting))
        text = text.replace(f" {setting.style.note(shown)} {left}", "", 1).replace(f" {left}", "", 1)
    whole = " ".join(block.text for block in expected(setting))
    text = text.replace(" Notes", "")  # it stays over a note that stays
    return "" if text == whole else f"{text} where there is {whole}"


DAMAGES = [(s, 1 + (5 * k) % 11, what) for k, s in enumerate(settings(24, seed=3)) for what in ("call", "note")]


@pytest.mark.parametrize(("setting", "number", "what"), DAMAGES, ids=lambda value: getattr(value, "name", value))
def test_a_note_or_a_call_that_is_missing_is_said_and_nothing_else_changes(setting: Setting, number: int, what: str) -> None:
    assert damage_of(setting, number, what) == ""


@pytest.mark.nightly
def test_nearly_all_essays_are_read_back_whole() -> None:
    problems = {setting.name: problem for setting in settings(NIGHTLY) if (problem := problem_of(setting))}
    shown = "\n".join(f"{name}: {problem}" for name, problem in problems.items())
    assert len(problems) <= (1 - RIGHT) * NIGHTLY, f"{len(problems)} of {NIGHTLY}\n{shown}"
