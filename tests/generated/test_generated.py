"""Essays set in thousands of ways are read back whole: every call at its place, every note, no marker left over."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from settings_of_essays import NOTES, SENTENCES, Setting, rendered, settings

from pressline.model import Call
from pressline.normalize.normalizer import drafted
from pressline.pandoc.passages import text_of
from pressline.readers.plaintext import sheet_of_text

ALL = list(settings())
SAMPLE = random.Random(14).sample(ALL, 60)
RIGHT = 0.99  # of all settings; those that are not are printed


def problem_of(setting: Setting) -> str:
    """What was not read as it was written; "" when all was."""
    made = drafted(sheet_of_text(rendered(setting).encode(), Path("essay.txt")))
    calls = [inline for block in made.blocks for inline in block.inlines if isinstance(inline, Call)]
    if len(calls) != len(NOTES):
        return f"{len(calls)} calls of {len(NOTES)}"
    bodies = {note.label: " ".join(map(text_of, note.body)) for note in made.notes}
    if [bodies.get(call.label) for call in calls] != list(NOTES):
        return f"notes: {[bodies.get(call.label) for call in calls][:3]}"
    text = " ".join(text_of(block) for block in made.blocks if block.kind != "heading")
    return "" if re.sub(r"\s+", " ", text) == " ".join(SENTENCES) else f"text: {text[:200]}"


@pytest.mark.parametrize("setting", SAMPLE, ids=lambda setting: setting.name)
def test_an_essay_is_read_back_whole(setting: Setting) -> None:
    assert problem_of(setting) == ""


@pytest.mark.nightly
def test_nearly_all_essays_are_read_back_whole() -> None:
    problems = {setting.name: problem for setting in ALL if (problem := problem_of(setting))}
    shown = "\n".join(f"{name}: {problem}" for name, problem in problems.items())
    assert len(problems) <= (1 - RIGHT) * len(ALL), f"{len(problems)} of {len(ALL)}\n{shown}"
