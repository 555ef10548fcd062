"""Rivers: word spaces above one another in four lines or more.

Least demerits know nothing of the lines above. So a plan is looked over when it is made; where a river runs, one of its lines
is ended elsewhere, if that makes no line looser than `LOOSEST`, or than the loosest of the paragraph was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pressline.backends.pdf.weasyprint_patches.line_breaking import Break, Fit, PlannedLine, best_lines, share

LENGTH = 4  # lines: shorter ones are not seen
OVERLAP = 0.3  # of its own width, that a space must lie under another by
LOOSEST = 1.5  # natural spaces: the mean space of a line that is still good
_TRIES = 8  # plans of a paragraph with rivers
_TRIED_BREAKS = 20_000  # looked at in all these plans together: a paragraph without end is not planned nine times


class Space(NamedTuple):
    """A word space: its character, start in the unbroken paragraph, natural width; px."""

    at: int
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Column:
    """Where a paragraph is set: measure, first-line indent, spaces, and flexibility."""

    measure: float
    indent: float
    spaces: Sequence[Space]
    fit: Fit


def calm_lines(breaks: Sequence[Break], column: Column) -> list[PlannedLine]:
    """The best lines with the fewest rivers of the plans that were tried."""
    best = best_lines(breaks, column.measure, column.indent, column.fit)
    least, before = look_over(best, breaks[0], column)
    ends = [best[at].stop for river in least for at in range(river - 1, max(-1, river - LENGTH - 1), -1)]
    tries = min(_TRIES, _TRIED_BREAKS // len(breaks))
    for end in [end for end in ends if not end.forced][:tries]:
        lines = best_lines([b for b in breaks if b is not end], column.measure, column.indent, column.fit)
        rivers, loosest = look_over(lines, breaks[0], column)
        if len(rivers) < len(least) and loosest <= max(LOOSEST, before):
            best, least = lines, rivers
        if not least:
            break
    return best


def look_over(lines: list[PlannedLine], first: Break, column: Column) -> tuple[list[int], float]:
    """The lines in which a chain of spaces reaches `LENGTH`, and the loosest mean space.

    In natural spaces.
    """
    rivers: list[int] = []
    above: list[tuple[float, float, int]] = []
    loosest, start = 0.0, first
    for number, line in enumerate(lines):
        gaps, ratio = _gaps(start, line, column, column.indent if number == 0 else 0.0)
        now = []
        for left, right in gaps:
            under, least = 0, OVERLAP * (right - left)
            for x, y, chain in above:
                if x >= right:
                    break
                if y > left and (y if y < right else right) - (x if x > left else left) > least and chain > under:
                    under = chain
            now.append((left, right, 1 + under))
        if any(chain == LENGTH for _, _, chain in now):
            rivers.append(number)
        above, loosest, start = now, max(loosest, ratio), line.stop
    return rivers, loosest


def _gaps(start: Break, line: PlannedLine, column: Column, indent: float) -> tuple[list[tuple[float, float]], float]:
    """Where the spaces of a justified line are, and their mean in natural widths."""
    spaces = column.spaces[bisect_left(column.spaces, (line.start,)) : bisect_left(column.spaces, (line.stop.end,))]
    natural = sum(space.width for space in spaces)
    width = line.stop.to_end - start.to_start + line.stop.hyphen
    room = column.measure - indent + line.hang_left + line.stop.hang_right - width
    if not spaces or (line.last and room >= 0.0):
        room = 0.0
    takes, rest = share(room, width, column.fit)
    scale, more = 1.0 + takes / width if width else 1.0, rest / len(spaces) if spaces else 0.0
    gaps = []
    for number, space in enumerate(spaces):
        left = indent - line.hang_left + (space.left - start.to_start) * scale + number * more
        gaps.append((left, left + space.width * scale + more))
    return gaps, (natural + rest) / natural if natural else 0.0
