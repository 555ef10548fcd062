"""Markdown as writing programs extend it, made the Markdown that the parser reads."""

from __future__ import annotations

from pressline.findings import Finding, Place, finding
from pressline.model import Step
from pressline.readers.dialects.counted_lines import counted_lines_apart, with_gaps_kept
from pressline.readers.dialects.literal import outside_literal
from pressline.readers.dialects.note_labels import undefined_calls, with_own_labels
from pressline.readers.dialects.obsidian import without_vault_marks
from pressline.readers.dialects.tex_delimiters import with_dollars


def plain_markdown(text: str, path: str) -> tuple[str, tuple[Step, ...], tuple[Finding, ...]]:
    """A Markdown text without what few programs know; what was left out; calls of no note.

    Code and formulas stay as they are. Lines may be more or longer than in the file.
    """
    steps: list[Step] = []
    found: list[Finding] = []

    def change(free: str) -> str:
        found.extend(finding("N001", Place(path, line), label=label) for label, line in undefined_calls(free))
        plain, left_out = without_vault_marks(free, path)
        steps.extend(left_out)
        return with_own_labels(with_gaps_kept(counted_lines_apart(plain)))

    return outside_literal(with_dollars(text), change), tuple(steps), tuple(found)
