"""Markdown as writing programs extend it, made the Markdown that the parser reads."""

from __future__ import annotations

from pressline.model import Step
from pressline.readers.dialects.literal import outside_literal
from pressline.readers.dialects.note_labels import with_own_labels


def plain_markdown(text: str, path: str) -> tuple[str, tuple[Step, ...]]:
    """A Markdown text without what only some programs know, and the record of what was left out.

    Code and formulas stay as they are. Lines may be more or longer than in the file.
    """
    steps: list[Step] = []

    def change(free: str) -> str:
        return with_own_labels(free)

    return outside_literal(text, change), tuple(steps)
