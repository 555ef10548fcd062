"""Where the lines of a paragraph end: the least demerits over all ways to break it. Numbers only; no WeasyPrint.

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
    """A place where a line may end. Widths are in px and count from the start of the paragraph, without justification."""

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
    """How a line may give, as shares of its word spaces and of its width; and what is to be avoided, in demerits."""

    stretch: float = 0.35  # of the word spaces: a line that needs so much more has the badness 100
    shrink: float = 0.2  # no space is set narrower than by this
    expand: float = 0.028  # of the type; microtype takes 0.02
    type_first: float = 1.0  # of the room, what the type takes before the spaces do, up to `expand`; TeX gives it all too
    tolerance: float = 3.0  # how many times `stretch` a space may grow while there is another way
    line: float = 10.0  # for every line: fewer lines are better
    contrast: float = 4000.0  # two lines in a row, one loose and one tight
    two_hyphens: float = 12000.0  # two hyphens in a row
    last_hyphen: float = 8000.0  # a hyphen before the last line
    short_last: float = 40000.0  # a last line shorter than `shortest`
    shortest: float = 40.0  # px


@dataclass(frozen=True, slots=True)
class Line:
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


_NEVER = 1e9


def share(room: float, width: float, fit: Fit) -> tuple[float, float]:
    """How much of a line's missing (or, negative, excess) width the type takes, and how much the spaces.

    >>> share(6.0, 100.0, Fit(expand=0.02))
    (2.0, 4.0)
    """
    most = fit.expand * width
    type_takes = max(-most, min(most, room * fit.type_first))
    return type_takes, room - type_takes


def best_lines(breaks: Sequence[Break], measure: float, indent: float, fit: Fit) -> list[Line]:
    """The lines from the first of `breaks`, where nothing ends and the first line starts, to the last, the paragraph's end.

    `indent` is taken from the measure of the first line. Every line but one that cannot be helped fits into the measure.
    """
    end = _best_way(breaks, measure, indent, 0.65 * measure, fit)  # without lines that nobody would want: four times as fast
    if _helpless(end, fit):
        end = _best_way(breaks, measure, indent, 0.0, replace(fit, tolerance=_NEVER))
    return _lines(end, breaks)


def _helpless(end: _Way, fit: Fit) -> bool:
    """Whether a way has a line beyond `tolerance`, which may shut out others; of a long paragraph the sum would not say it."""
    way, most = end, (100.0 * fit.tolerance**3) ** 2
    while way.before is not None:
        if way.demerits - way.before.demerits >= most:
            return True
        way = way.before
    return False


def _best_way(breaks: Sequence[Break], measure: float, indent: float, shortest: float, fit: Fit) -> _Way:
    """The best way to the last break, of lines whose natural width is at least `shortest`.

    Half of the time of a paragraph is spent here: ways stand in the order of the breaks that they end at, so that those too
    near are passed over together, and those that end at one break have the ratio of their next line reckoned once.
    """
    active = [_Way(0, 0.0, None, 1, 0)]
    final = len(breaks) - 1
    for at in range(1, final + 1):
        stop = breaks[at]
        reach = stop.to_end - shortest if at < final else float("inf")
        if breaks[active[0].at].to_start > reach:
            continue
        found: dict[tuple[int, int], _Way] = {}
        keep: list[_Way] = []
        ratio, reckoned = 0.0, -1
        for number, way in enumerate(active):
            if way.at != reckoned:
                start, reckoned = breaks[way.at], way.at
                if start.to_start > reach:
                    keep += active[number:]
                    break
                ratio = _ratio(start, stop, measure - (indent if way.at == 0 else 0.0), at == final, fit)
            if ratio >= -1.0:
                keep.append(way)
            elif keep or found or way is not active[-1]:
                continue  # a line that is too full is taken only where nothing else goes on
            if ratio > fit.tolerance and len(keep) > 1 and found:
                continue
            new = _extended(way, breaks, at, ratio, fit)
            key = (new.kind, new.hyphens)
            if key not in found or new.demerits < found[key].demerits:
                found[key] = new
        active = [*found.values()] if stop.forced and found else [*keep, *found.values()]
    return min((way for way in active if way.at == final), key=lambda way: way.demerits)


def _ratio(start: Break, stop: Break, room_for: float, last: bool, fit: Fit) -> float:
    """How far the spaces of a line are stretched (1: by `fit.stretch`) or shrunk (-1: by `fit.shrink`)."""
    width = stop.to_end - start.to_start + stop.hyphen
    room = room_for + start.hang_left + stop.hang_right - width
    if last and room >= 0.0:
        return 0.0
    takes, most = room * fit.type_first, fit.expand * width  # as `share` has it
    rest = room - (most if takes > most else -most if takes < -most else takes)
    give = (stop.spaces_to_end - start.spaces_to_start) * (fit.stretch if rest > 0 else fit.shrink)
    if give <= 0.0:
        return 0.0 if abs(rest) < 0.5 else _NEVER if rest > 0 else -_NEVER
    return rest / give


def _extended(way: _Way, breaks: Sequence[Break], at: int, ratio: float, fit: Fit) -> _Way:
    """A way with one more line, to the break `at`."""
    stop = breaks[at]
    badness = min(100.0 * abs(min(ratio, 50.0)) ** 3, 1e7) if ratio >= -1.0 else 1e7
    demerits = way.demerits + (fit.line + badness + stop.penalty) ** 2
    kind = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3
    hyphens = min(way.hyphens + 1, 3) if stop.hyphenated else 0
    if abs(kind - way.kind) > 1:
        demerits += fit.contrast
    if hyphens == 2:
        demerits += fit.two_hyphens
    elif hyphens == 3:
        demerits += _NEVER
    if at == len(breaks) - 1 and way.at:
        if way.hyphens:
            demerits += fit.last_hyphen
        if stop.to_end - breaks[way.at].to_start < fit.shortest:
            demerits += fit.short_last
    return _Way(at, demerits, way, kind, hyphens)


def _lines(end: _Way, breaks: Sequence[Break]) -> list[Line]:
    lines: list[Line] = []
    way = end
    while way.before is not None:
        start = breaks[way.before.at]
        lines.append(Line(start.start, breaks[way.at], way is end, start.hang_left))
        way = way.before
    return lines[::-1]
