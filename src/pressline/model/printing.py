"""What a printer is given, and what a printer takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PrintKind = Literal["x-4", "x-3", "x-3:2002", "x-1a", "x-1a:2001"]


@dataclass(frozen=True, slots=True)
class Printing:
    """What the PDF for the printer is to be: its standard, and whether it carries crop marks."""

    kind: PrintKind = "x-4"
    marks: bool = False
    bleed_pt: float = 9.0  # 0.125 in, what printers ask for; no layout of ours prints there
