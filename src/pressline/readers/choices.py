"""What a reader of plain text may be told, instead of deciding it by one place.

The usual reading is told nothing. Where its result shows that a decision was wrong, `normalize.readings` has the text
read again with one or two of them made otherwise, and the score of the whole decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pressline.readers import thresholds


@dataclass(frozen=True, slots=True)
class Choices:
    """How the lines of a text are to be read; "" and None: as the text itself shows.

    `wide`: columns above which a line is a paragraph of its own.
    """

    kind: str = ""  # "md", "html": as the source of a document
    wide: int = thresholds.WIDE
    lines: Literal["", "wrapped", "paragraphs"] = ""  # whether lines are paragraphs
    parted: Literal["", "blank", "short", "hanging"] = (
        ""  # by what paragraphs are parted: short last lines, first lines set out
    )
    spacing: Literal["", "single", "double"] = ""  # whether blank lines stand between all lines
    pages: Literal["", "none", "counted"] = ""  # whether lines that count up are page numbers

    @property
    def name(self) -> str:
        """What a person is told: "wrapped lines, paragraphs parted by blank lines"."""
        said = [
            _KINDS[self.kind],
            f"lines of up to {self.wide} columns wrapped" if self.wide != thresholds.WIDE else "",
            {"": "", "wrapped": "wrapped lines", "paragraphs": "each line a paragraph"}[self.lines],
            _PARTED[self.parted],
            {"": "", "single": "blank lines part paragraphs", "double": "double-spaced lines"}[self.spacing],
            {"": "", "none": "no page numbers", "counted": "numbered pages"}[self.pages],
        ]
        return ", ".join(filter(None, said)) or USUAL


USUAL = "as its lines show"
_KINDS = {"": "", "md": "Markdown", "html": "HTML"}
_PARTED = {
    "": "",
    "blank": "paragraphs parted by blank lines",
    "short": "paragraphs that end in short lines",
    "hanging": "paragraphs whose first lines stand out",
}
