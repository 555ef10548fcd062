"""Plans of paragraphs, kept from one rendering of a process to the next.

An author who watches an essay saves it with one word changed, and a page is laid out again for the words that say where a
note stands: nearly every paragraph is then what it was. A plan follows from numbers and text alone, and is found by them:
whatever else is new, the same plan is what would be made again. A third of the layout is spared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from pressline.backends.pdf.weasyprint_patches.line_breaking import Break, PlannedLine
from pressline.backends.pdf.weasyprint_patches.rivers import Column

_MOST = 500  # paragraphs: some 25,000 words, and 18 MB; of a longer book, those at its beginning

Asked = tuple[int, frozenset[int], frozenset[int]]  # the character that lines start with, the barred places, the forced ones
Counted = tuple[int, int, frozenset[int], frozenset[int]]  # the same, with how many lines there are to be


@dataclass(slots=True)
class LineChoices:
    """Where lines of a paragraph may end, where it is set, and lines chosen so far."""

    breaks: list[Break]
    column: Column
    lines: dict[Asked, list[PlannedLine]] = field(default_factory=dict)
    others: dict[Counted, list[PlannedLine]] = field(default_factory=dict)  # in another number of lines than is best


class Plans:
    """The plans of this rendering, and those of the one before."""

    def __init__(self) -> None:
        self._before: dict[Hashable, LineChoices] = {}
        self._now: dict[Hashable, LineChoices] = {}

    def __len__(self) -> int:
        return len(self._now) + len(self._before)

    def turn_over(self) -> None:
        """Begin a rendering: what the last one but one had planned is dropped."""
        self._before, self._now = self._now, {}

    def plan(self, key: Hashable, make: Callable[[], LineChoices]) -> LineChoices:
        """The plan for what `key` says, which is all that a plan follows from.

        Made if there is none.
        """
        plan = self._now.get(key) or self._before.get(key) or make()
        if len(self._now) < _MOST:
            self._now[key] = plan
        return plan
