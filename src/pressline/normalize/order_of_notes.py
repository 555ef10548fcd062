"""Which call calls which note, by the order in which notes stand: in three ways."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pressline.normalize.markers import Marker


@dataclass(frozen=True, slots=True)
class Start:
    """A note's start: its marker, and the paragraphs to `last` that belong to the note."""

    marker: Marker
    label: str
    last: int


@dataclass(frozen=True, slots=True)
class MatchedCall:
    """A call and the note it calls, as an index into `Match.starts`.

    `label` is the one of the marker's that calls it.
    """

    call: Marker
    label: str
    start: int


def by_label(calls: list[Marker], starts: list[Start]) -> list[MatchedCall]:
    """Every label has one note, wherever it stands: the commonest case, notes at the end."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, start in enumerate(starts):
        places[start.label].append(index)
    if any(len(indexes) > 1 for indexes in places.values()):
        return []
    return [MatchedCall(call, label, places[label][0]) for call in calls for label in call.labels if label in places]


def by_neighbourhood(calls: list[Marker], starts: list[Start]) -> list[MatchedCall]:
    """Repeated labels: notes after their section, page or paragraph answer calls before."""
    links: list[MatchedCall] = []
    after = -1
    positions = [call.paragraph for call in calls]
    for group in _groups(starts):
        here = starts[group[0]].marker.paragraph
        near = calls[bisect_right(positions, after) : bisect_left(positions, here)]
        zone = [(call, label) for call in near for label in call.labels]
        by_label: dict[str, list[Marker]] = defaultdict(list)
        for call, label in zone:
            by_label[label].append(call)
        for label, indexes in _indexes(starts, group).items():
            found = by_label.get(label, [])
            if len(indexes) == 1:
                links += [MatchedCall(call, label, indexes[0]) for call in found]
            else:
                links += [MatchedCall(call, label, index) for call, index in zip(found, indexes, strict=False)]
        after = starts[group[-1]].last
    return sorted(links, key=lambda link: (link.call.paragraph, link.call.start))


def _groups(starts: list[Start]) -> Iterator[list[int]]:
    """Runs of notes that follow one another directly."""
    group: list[int] = []
    for index, start in enumerate(starts):
        if group and start.marker.paragraph > starts[group[-1]].last + 1:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _indexes(starts: list[Start], group: list[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index in group:
        found[starts[index].label].append(index)
    return found


def by_runs(calls: list[Marker], starts: list[Start]) -> list[MatchedCall]:
    """Numbers that start again in each chapter, with all notes at the end.

    The n-th run of calls has the n-th run of notes.
    """
    note_runs = list(_runs([start.label for start in starts]))
    pairs = [(call, label) for call in calls for label in call.labels]
    call_runs = list(_runs([label for _, label in pairs]))
    if len(note_runs) < 2 or len(note_runs) != len(call_runs):
        return []
    links: list[MatchedCall] = []
    for of_calls, of_notes in zip(call_runs, note_runs, strict=True):
        by_label = {starts[index].label: index for index in of_notes}
        for index in of_calls:
            call, label = pairs[index]
            if label in by_label:
                links.append(MatchedCall(call, label, by_label[label]))
    return links


def _runs(labels: list[str]) -> Iterator[list[int]]:
    """Stretches of labels that count up.

    A new one starts where the first label comes again and counting goes on from it.
    """
    run: list[int] = []
    for index, label in enumerate(labels):
        again = bool(run) and label == labels[run[0]] and (index + 1 == len(labels) or labels[index + 1] != labels[index - 1])
        if again and Counter(labels[run[0] : index])[label] and _goes_on(labels, index):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _goes_on(labels: list[str], index: int) -> bool:
    """Whether the label after a possible start is the second of a count, or the only one."""
    if index + 1 == len(labels) or not labels[index].isdigit():
        return True
    return labels[index + 1] in (str(int(labels[index]) + 1), labels[index])


WAYS = (by_label, by_neighbourhood, by_runs)
