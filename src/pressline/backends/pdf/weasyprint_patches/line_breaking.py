"""Where the lines of a paragraph end: the least demerits over all ways to break it.

Numbers only; no WeasyPrint.

After Knuth and Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11 (1981).

What differs from TeX: a line's room is shared between its word spaces and its type, which may grow or shrink a hair as with
microtype; and the number of hyphens that end lines in a row is part of what a way to break is remembered by, so that a
third in a row is never chosen where there is any other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(slots=True)  # not frozen, because that takes three times as long to make, and a page has a thousand
class Break:
    """A place where a line may end.

    Widths are in px and count from the start of the paragraph, without justification.
    """

    end: int  # characters before the end of the line
    start: int  # the character that the next line starts with
    to_end: float  # width up to the end of the line
    to_start: float  # and up to the start of the next
    spaces_to_end: float  # of these widths, how much is word spaces
    spaces_to_start: float
    hyphen: float = 0.0  # width of the hyphen that is printed only if the line ends here
    hyphenated: bool = False  # a hyphen stands at the end of the line, printed for the break or the author's
    penalty: float = 0.0
    hang_right: float = 0.0  # how far the line may reach out of the measure at its end
    hang_left: float = 0.0  # how far the next line may at its start
    forced: bool = False  # a line must end here


@dataclass(frozen=True, slots=True)
class Fit:
    """How a line may give, as shares of its word spaces and of its width.

    And what is to be avoided, in demerits.
    """

    stretch: float = 0.36  # of the word spaces: a line that needs so much more has the badness 100
    shrink: float = 0.2  # no space is set narrower than by this
    expand: float = 0.027  # of the type; microtype takes 0.02
    type_first: float = 0.95  # of the room, what the type takes before the spaces do, up to `expand`
    tolerance: float = 3.0  # how many times `stretch` a space may grow while there is another way
    line: float = 10.0  # for every line: fewer lines are better
    contrast: float = 4000.0  # two lines in a row, one loose and one tight
    two_hyphens: float = 12000.0  # two hyphens in a row
    last_hyphen: float = 8000.0  # a hyphen before the last line
    short_last: float = 40000.0  # a last line shorter than `shortest`
    shortest: float = 40.0  # px


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line as planned: where it starts and ends, and what its edges may do."""

    start: int
    stop: Break
    last: bool
    hang_left: float


@dataclass(slots=True)
class _Way:
    """The best way found to end a line at a break, of those of the same class."""

    at: int  # index of the break
    demerits: float
    before: _Way | None
    kind: int  # 0 tight ... 3 very loose
    hyphens: int  # lines in a row that end with one


@dataclass(slots=True)
class _Start:
    """A break that the next line may start after, and the ways to it."""

    at: int  # its index
    to_start: float  # px, as of the break
    spaces: float
    room: float  # the measure, and how far the line may hang out at its start
    ways: list[_Way]


_Found = dict[tuple[int, int], tuple[float, _Way]]  # by kind and hyphens: the demerits with one more line, and the way before
_NEVER = 1e9
_SHORT = 0.9  # of the measure: with so much room left, type and spaces both have some of it to take


def share(room: float, width: float, fit: Fit) -> tuple[float, float]:
    """How much of a line's missing (negative: excess) width letters and spaces take.

    >>> share(6.0, 100.0, Fit(expand=0.02))
    (2.0, 4.0)
    """
    most = fit.expand * width
    type_takes = max(-most, min(most, room * fit.type_first))
    return type_takes, room - type_takes


def best_lines(breaks: Sequence[Break], measure: float, indent: float, fit: Fit) -> list[PlannedLine]:
    """The lines from the first of `breaks`, the start, to the last, the paragraph's end.

    `indent` is taken from the measure of the first line. Every line but one that cannot be helped fits into the measure.
    """
    end = _best_way(breaks, measure, indent, 0.65 * measure, fit)  # without lines that nobody would want: four times as fast
    if _helpless(end, fit):
        end = _best_way(breaks, measure, indent, 0.0, replace(fit, tolerance=_NEVER))
    return _lines(end, breaks)


def lines_in(count: int, breaks: Sequence[Break], measure: float, indent: float, fit: Fit) -> list[PlannedLine]:
    """As `best_lines`, but exactly `count`, none beyond `tolerance`.

    [] when there is no such way.
    """
    first = breaks[0]
    start = _Start(0, first.to_start, first.spaces_to_start, measure - indent + first.hang_left, [_Way(0, 0.0, None, 1, 0)])
    active, final = [(0, start)], len(breaks) - 1  # starts, each with how many lines stand before it
    for at in range(1, final + 1):
        stop = breaks[at]
        reach = stop.to_end - 0.65 * measure if at < final else float("inf")
        if not active or active[0][1].to_start > reach:
            continue
        active, found = _ended_after(stop, active, reach, at == final, fit)
        ways = {n: [_Way(at, demerits, way, *kind) for kind, (demerits, way) in best.items()] for n, best in found.items()}
        here = [
            (n, _Start(at, stop.to_start, stop.spaces_to_start, measure + stop.hang_left, some)) for n, some in ways.items()
        ]
        active = here if stop.forced else [*active, *here]
    ends = [way for n, start in active if n == count and start.at == final for way in start.ways]
    end = min(ends, key=lambda way: way.demerits, default=None)
    return _lines(end, breaks) if end and end.demerits < _NEVER else []


def _ended_after(
    stop: Break, active: list[tuple[int, _Start]], reach: float, last: bool, fit: Fit
) -> tuple[list[tuple[int, _Start]], dict[int, _Found]]:
    """As `_ended_at`, by the number of lines up to the break."""
    kept: list[tuple[int, _Start]] = []
    best: dict[int, _Found] = {}
    for number, (lines, start) in enumerate(active):
        if start.to_start > reach:
            kept += active[number:]
            break
        ratio = _ratio(start, stop, last, fit)
        if ratio >= -1.0:
            kept.append((lines, start))
            if ratio <= fit.tolerance:
                ending = stop.to_end - start.to_start if last and start.at else None
                _extend(best.setdefault(lines + 1, {}), start.ways, (ratio, ending), stop, fit)
    return kept, best


def _helpless(end: _Way, fit: Fit) -> bool:
    """Whether a way has a line beyond `tolerance`, which may shut out others.

    Of a long paragraph the sum would not say it.
    """
    way, most = end, (100.0 * fit.tolerance**3) ** 2
    while way.before is not None:
        if way.demerits - way.before.demerits >= most:
            return True
        way = way.before
    return False


def _best_way(breaks: Sequence[Break], measure: float, indent: float, shortest: float, fit: Fit) -> _Way:
    """The best way to the last break, of lines whose natural width is at least `shortest`.

    Ways stand by the break that they end at, in the order of the text, so that those too near are passed over together, and
    the next line is computed once for all that end at one break.
    """
    first = breaks[0]
    active = [_Start(0, first.to_start, first.spaces_to_start, measure - indent + first.hang_left, [_Way(0, 0.0, None, 1, 0)])]
    final = len(breaks) - 1
    for at in range(1, final + 1):
        stop = breaks[at]
        reach = stop.to_end - shortest if at < final else float("inf")
        if active[0].to_start > reach:
            continue
        active, found = _ended_at(stop, active, (reach, measure), at == final, fit)
        if not found:
            continue
        ways = [_Way(at, demerits, way, *kind) for kind, (demerits, way) in found.items()]
        here = _Start(at, stop.to_start, stop.spaces_to_start, measure + stop.hang_left, ways)
        active = [here] if stop.forced else [*active, here]
    return min(active[-1].ways, key=lambda way: way.demerits)


def _ended_at(
    stop: Break, active: list[_Start], limits: tuple[float, float], last: bool, fit: Fit
) -> tuple[list[_Start], _Found]:
    """What is still active after a break, and the best ways to it with one more line.

    `limits`: the place that a line to it starts before, and the measure, px. Most of the time of a paragraph is spent here:
    a page has ten thousand lines to choose from.
    """
    reach, measure = limits
    kept: list[_Start] = []
    best: _Found = {}
    short = stop.to_end + stop.hyphen - _SHORT * measure
    for number, start in enumerate(active):
        if start.to_start > reach:
            kept += active[number:]
            break
        ratio = _ratio(start, stop, last, fit)
        if ratio >= -1.0:
            kept.append(start)
            ways = start.ways if ratio <= fit.tolerance else [] if best else start.ways[:1]
        elif kept or number < len(active) - 1:
            continue  # a line that is too full is taken only where nothing else goes on
        else:
            ways = start.ways[-1:]
        if ways:
            ending = stop.to_end - start.to_start if last and start.at else None
            _extend(best, ways, (ratio, ending), stop, fit)
        if ratio > fit.tolerance and start.to_start > short and start.room <= measure:
            kept += active[number + 1 :]  # the lines from there are looser still, and there is another way
            break
    return kept, best


def _extend(best: _Found, ways: list[_Way], line: tuple[float, float | None], stop: Break, fit: Fit) -> None:
    """Add a line to `ways`, which end at one break; keep what beats the best of its class.

    `line`: its ratio, and the width of a last line that is not the only one, px.
    """
    ratio, ending = line
    kind = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3
    badness = min(100.0 * abs(min(ratio, 50.0)) ** 3, 1e7) if ratio >= -1.0 else 1e7
    cost = (fit.line + badness + stop.penalty) ** 2
    for way in ways:
        demerits = way.demerits + cost
        if not -2 < kind - way.kind < 2:
            demerits += fit.contrast
        hyphens = 0
        if stop.hyphenated:
            hyphens = way.hyphens + 1 if way.hyphens < 3 else 3
            demerits += 0.0 if hyphens == 1 else fit.two_hyphens if hyphens == 2 else _NEVER
        if ending is not None:
            demerits += (fit.last_hyphen if way.hyphens else 0.0) + (fit.short_last if ending < fit.shortest else 0.0)
        known = best.get((kind, hyphens))
        if known is None or demerits < known[0]:
            best[kind, hyphens] = demerits, way


def _ratio(start: _Start, stop: Break, last: bool, fit: Fit) -> float:
    """How far a line's spaces are stretched (1: by `fit.stretch`) or shrunk (-1)."""
    width = stop.to_end - start.to_start + stop.hyphen
    room = start.room + stop.hang_right - width
    if last and room >= 0.0:
        return 0.0
    takes, most = room * fit.type_first, fit.expand * width  # as `share` has it
    rest = room - (most if takes > most else -most if takes < -most else takes)
    give = (stop.spaces_to_end - start.spaces) * (fit.stretch if rest > 0 else fit.shrink)
    if give <= 0.0:
        return 0.0 if abs(rest) < 0.5 else _NEVER if rest > 0 else -_NEVER
    return rest / give


def _lines(end: _Way, breaks: Sequence[Break]) -> list[PlannedLine]:
    lines: list[PlannedLine] = []
    way = end
    while way.before is not None:
        start = breaks[way.before.at]
        lines.append(PlannedLine(start.start, breaks[way.at], way is end, start.hang_left))
        way = way.before
    return lines[::-1]
