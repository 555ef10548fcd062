"""Carry out the note conventions that the evidence shows: set calls, split notes.

What is no note stays where it was, word for word: a note that nothing calls, a call that no note answers. Both are
reported with their place, because the author alone knows what was meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pressline.findings import Finding, Place, counted, finding
from pressline.locale.headings import bare_heading, is_note_heading
from pressline.locale.markers import IN_PLACE
from pressline.locale.tags import primary
from pressline.model import Call, DraftNote, Inline, NativeNote, Node, Paragraph, Run, Step
from pressline.normalize import thresholds
from pressline.normalize.markers import Marker
from pressline.normalize.matching import Match, conventions
from pressline.normalize.order_of_notes import Start
from pressline.pandoc.passages import Change, cut, excerpt_at, place_of, relabelled, splice, strip, text_of
from pressline.pandoc.tree import attribute, is_call, rewrite, string

_BRACKET = re.compile(r"[\[\]]")
_ALSO_OTHER = ("*", "superscript")  # calls that are signs of other things as well: a dead man's "†", "m²"
_AFTER = ".,;:!?"  # marks that a call follows in English print (Chicago Manual of Style, 17th ed., 14.26)


@dataclass(frozen=True, slots=True)
class NotePassage:
    """A paragraph after notes were taken out, and where in the sheet it came from."""

    source: int  # which paragraph of the sheet
    at: int  # from which of its characters on
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Noted:
    """The essay with its calls set in.

    `dropped` are headings and rules that only notes stood under.

    `markers` are the stretches of the sheet that became calls or numbers of notes, `lifted` those that became notes from
    out of the middle of a paragraph: (paragraph, start, end).
    """

    body: tuple[NotePassage, ...]
    notes: tuple[DraftNote, ...]
    note_passages: tuple[NotePassage, ...]
    dropped: tuple[NotePassage, ...]
    markers: tuple[tuple[int, int, int], ...]
    lifted: tuple[tuple[int, int, int], ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    @property
    def heading(self) -> str:
        """The heading of the notes, "" when there was none or when there were several."""
        words = [bare_heading(text_of(p.paragraph)) for p in self.dropped if p.paragraph.kind != "rule"]
        return words[0] if len(set(words)) == 1 else ""


def headed(paragraphs: list[Paragraph]) -> frozenset[int]:
    """The paragraphs that stand under a heading of notes, up to the next heading."""
    found: set[int] = set()
    under = False
    for index, paragraph in enumerate(paragraphs):
        text = text_of(paragraph)
        if paragraph.kind in ("heading", "text", "verse") and is_note_heading(text):
            under = True
        elif paragraph.kind == "heading":
            under = False
        elif under:
            found.add(index)
    return frozenset(found)


@dataclass(slots=True)
class _Plan:
    """What is to be done to each paragraph, gathered before any of them is changed."""

    changes: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[int, list[tuple[Start, str]]] = field(default_factory=lambda: defaultdict(list))  # by first paragraph
    markers: list[tuple[int, int, int]] = field(default_factory=list)
    lifted: list[tuple[int, int, int]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Apart:
    """A note taken apart.

    `key` is what its calls carry until all notes have their labels; `label` is the source's own.
    """

    key: str
    label: str
    passages: tuple[NotePassage, ...]
    place: Place


def take_notes(paragraphs: list[Paragraph], natives: tuple[NativeNote, ...], language: str) -> Noted:
    """The essay with its notes apart.

    Those that the file knows as notes, and those that its author typed.
    """
    taken, considered = conventions(paragraphs, headed(paragraphs))
    plan = _Plan()
    for number, match in enumerate(taken):
        _plan(number, match, paragraphs, primary(language) == "en", plan)
        plan.steps.append(_verdict(match, considered, paragraphs))
        plan.findings += _odd(match, paragraphs)
    in_place = _in_place(paragraphs, plan)
    body, apart = _take_apart(paragraphs, plan)
    apart += in_place
    body, dropped = _drop_bare(body, {passage.source for note in apart for passage in note.passages})
    path = paragraphs[0].origins[0].place.path if paragraphs else ""
    apart += [_native(note, path) for note in natives]
    plan.findings += _nested(apart)
    labels = _labels(body, apart)
    plan.findings += _repeated(body, labels, paragraphs)
    uncalled = [note for note in apart if note.key not in labels]
    left = [passage for note in uncalled for passage in note.passages]
    plan.findings += [finding("N002", note.place, label=note.label) for note in uncalled]
    return Noted(
        (
            *(replace(passage, paragraph=relabelled(passage.paragraph, labels)) for passage in body),
            *(replace(passage, paragraph=_flat(passage.paragraph, labels)) for passage in left),
        ),
        tuple(_drafts(apart, labels)),
        tuple(p for note in apart if not note.key.startswith("native") for p in note.passages),
        tuple(dropped),
        tuple(plan.markers),
        tuple(plan.lifted),
        tuple(plan.steps),
        tuple(plan.findings),
    )


def _drafts(apart: list[_Apart], labels: dict[str, str]) -> Iterator[DraftNote]:
    """The notes with their labels, in the order of their first calls."""
    known = {note.key: note for note in apart}
    for key, label in labels.items():
        body = tuple(_flat(passage.paragraph, labels) for passage in known[key].passages)
        yield DraftNote(label, body, known[key].place)


# --- planning -------------------------------------------------------------------------------------------------------


def _plan(number: int, match: Match, paragraphs: list[Paragraph], behind: bool, plan: _Plan) -> None:
    """Plan the calls and the notes of one convention.

    `behind`: calls go behind the punctuation mark that follows.
    """
    by_call: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    marker_at: dict[tuple[int, int], Marker] = {}
    for link in match.links:
        at = link.call.paragraph, link.call.start
        by_call[at].append((link.label, link.start))
        marker_at[at] = link.call
    for at, found in by_call.items():
        marker = marker_at[at]
        if len(found) < len(marker.labels):
            continue  # one of "[3, 4]" has no note: it stays text, and is reported
        place = place_of(paragraphs[marker.paragraph], marker.start)
        calls = tuple(Call(f"{number}.{start}", place) for _, start in found)
        plan.changes[marker.paragraph].append(_call_change(marker, calls, paragraphs[marker.paragraph], behind, plan))
    for index in sorted({link.start for link in match.links}):
        start = match.starts[index]
        plan.notes[start.marker.paragraph].append((start, f"{number}.{index}"))


def _call_change(marker: Marker, calls: tuple[Call, ...], paragraph: Paragraph, behind: bool, plan: _Plan) -> Change:
    """The change that sets calls in the place of their marker.

    Without the space before it, behind a mark after it.
    """
    text = text_of(paragraph)
    start = len(text[: marker.start].rstrip())
    shown = text[marker.start : marker.end]
    mark = text[marker.end : marker.end + 1]
    moved = mark if behind and mark and mark in _AFTER and not text[:start].endswith(tuple(_AFTER)) else ""
    if start < marker.start:
        plan.steps.append(Step("changed", calls[0].place, shown, "space before the call taken out"))
    if moved:
        plan.steps.append(Step("moved", calls[0].place, shown + moved, "call set behind the punctuation mark"))
    plan.markers.append((marker.paragraph, marker.start, marker.end))
    gap = (Run(" "),) if start < marker.start and mark.isalnum() else ()  # "word [1]word": the space goes behind the call
    new: tuple[Inline, ...] = (Run(moved), *calls) if moved else (*calls, *gap)
    return start, marker.end + len(moved), new


def _verdict(match: Match, considered: list[Match], paragraphs: list[Paragraph]) -> Step:
    """The record's entry on a convention: which, why, and what else was considered."""
    first = match.starts[match.links[0].start].marker
    others = sorted({f"{m.calls} with {m.notes} ({m.called} of {len(m.starts)} called)" for m in considered})
    also = f"; also considered: {', '.join(others[: thresholds.CONVENTIONS_SHOWN])}" if others else ""
    calls = counted(len(match.links), "call", "calls")
    why = f"notes: {match.called} of {len(match.starts)} that start like this are called, by {calls}{also}"
    return Step("read", place_of(paragraphs[first.paragraph]), f"calls {match.calls}, notes {match.notes}", why)


def _odd(match: Match, paragraphs: list[Paragraph]) -> Iterator[Finding]:
    """Calls without notes, notes without calls, numbers twice."""
    numbers = [int(start.label) for start in match.starts if start.label.isdigit()]
    for marker in match.unanswered:
        missing = [n for n in marker.labels if not n.isdigit() or (numbers and 0 < int(n) <= max(numbers) + thresholds.SLIP)]
        sure = match.calls not in _ALSO_OTHER or len(match.links) >= thresholds.OTHERS_CALLED and "*" not in marker.labels
        if match.calls == "superscript":
            missing = [n for n in missing if n.isdigit() and int(n) < max(numbers, default=0)]
        if missing and sure and match.calls != "word1":
            paragraph = paragraphs[marker.paragraph]
            place = place_of(paragraph, marker.start)
            yield finding("N001", place, excerpt=excerpt_at(paragraph, place), label=", ".join(missing))
    called = {link.start for link in match.links}
    runs = _run_numbers([start.label for start in match.starts])
    for index, start in enumerate(match.starts):
        paragraph = paragraphs[start.marker.paragraph]
        place = place_of(paragraph, start.marker.start)
        excerpt = excerpt_at(paragraph, place)
        if index not in called:
            twin = any(match.starts[other].label == start.label and runs[other] == runs[index] for other in called)
            yield finding("N005" if twin else "N002", place, excerpt=excerpt, label=start.label)


def _run_numbers(labels: list[str]) -> list[int]:
    """For each label the number of its run: numbers start again in a chapter or on a page.

    False positive it avoids: the second of two notes 1 that stand beside one another.

    >>> _run_numbers(["1", "2", "3", "1", "2"]), _run_numbers(["1", "1", "2"]), _run_numbers(["1", "2", "2", "3"])
    ([0, 0, 0, 1, 1], [0, 0, 0], [0, 0, 0, 0])
    """
    runs: list[int] = []
    first = 0
    for index, label in enumerate(labels):
        again = index - first > 1 and label == labels[first]
        first = index if again else first
        runs.append((runs[-1] if runs else 0) + again)
    return runs


# --- carrying out ---------------------------------------------------------------------------------------------------


def _take_apart(paragraphs: list[Paragraph], plan: _Plan) -> tuple[list[NotePassage], list[_Apart]]:
    """The paragraphs with the planned calls set in, and the planned notes taken out of them."""
    body: list[NotePassage] = []
    apart: list[_Apart] = []
    index = 0
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        starts = sorted(plan.notes.get(index, []), key=lambda pair: pair[0].marker.start)
        end = starts[0][0].marker.start if starts else len(text_of(paragraph))
        changes = sorted(plan.changes.get(index, []), key=lambda change: change[0])
        if end or not starts:
            body.append(NotePassage(index, 0, strip(cut(splice(paragraph, changes), 0, _after(end, changes)))))
        for number, (start, key) in enumerate(starts):
            following = starts[number + 1][0].marker.start if number + 1 < len(starts) else None
            apart.append(_one_note(start, key, following, paragraphs, plan))
        index = max([index, *(start.last for start, _ in starts)]) + 1
    return body, apart


def _after(at: int, changes: list[Change]) -> int:
    """Where the character `at` of a paragraph stands after its changes."""
    return at + sum(sum(len(i.text) for i in new if isinstance(i, Run)) - (stop - start) for start, stop, new in changes)


def _one_note(start: Start, key: str, following: int | None, paragraphs: list[Paragraph], plan: _Plan) -> _Apart:
    """The passages of a note, its marker taken off, and the bracket that closes it."""
    marker = start.marker
    first = paragraphs[marker.paragraph]
    plan.markers.append((marker.paragraph, marker.start, marker.end))
    end = len(text_of(first)) if following is None else following
    passages = [NotePassage(marker.paragraph, marker.end, strip(cut(first, marker.end, end)))]
    passages += [NotePassage(index, 0, strip(paragraphs[index])) for index in range(marker.paragraph + 1, start.last + 1)]
    opening = text_of(first)[marker.start : marker.end].lstrip()
    last = text_of(passages[-1].paragraph)
    if opening.startswith("[") and "]" not in opening and last.endswith("]"):
        whole = text_of(paragraphs[passages[-1].source])
        plan.markers.append((passages[-1].source, whole.rindex("]"), whole.rindex("]") + 1))
        passages[-1] = replace(passages[-1], paragraph=strip(cut(passages[-1].paragraph, 0, len(last) - 1)))
    passages = [replace(p, paragraph=_freed(p.paragraph, first)) for p in passages]
    return _Apart(key, start.label, tuple(passages), place_of(first, marker.start))


def _freed(paragraph: Paragraph, first: Paragraph) -> Paragraph:
    """A paragraph of a note as text, outside the list or quotation of the note."""
    kind = "text" if paragraph.kind == "heading" else paragraph.kind
    return replace(paragraph, kind=kind, containers=paragraph.containers[len(first.containers) :], indent=0)


def _without_code(paragraph: Paragraph) -> str:
    """The text of a paragraph, code in it replaced by spaces: it shows marks as they are."""
    runs = [inline for inline in paragraph.inlines if isinstance(inline, Run)]
    return "".join(" " * len(run.text) if any(mark.kind == "code" for mark in run.marks) else run.text for run in runs)


def _in_place(paragraphs: list[Paragraph], plan: _Plan) -> list[_Apart]:
    """Plan the notes that stand in brackets where they are called.

    "[Footnote: text]", "^[text]".
    """
    inside = {p for rows in plan.notes.values() for start, _ in rows for p in range(start.marker.paragraph, start.last + 1)}
    apart: list[_Apart] = []
    for index, paragraph in enumerate(paragraphs):
        if index in inside or paragraph.kind not in ("text", "verse"):
            continue
        text, after, done = text_of(paragraph), 0, 0
        seen = _without_code(paragraph)
        closing = _partners(seen) if IN_PLACE.search(seen) else {}
        for match in IN_PLACE.finditer(seen):
            end = closing.get(match.start() + match[0].index("["))
            start = done + len(text[done : match.start()].rstrip())
            done = match.end()
            if not start or end is None or start < after:
                continue
            after = end + 1
            place = place_of(paragraph, start)
            note = NotePassage(index, match.end(), strip(cut(paragraph, match.end(), end)))
            apart.append(_Apart(f"here.{len(apart)}", "", (note,), place))
            kept = [change for change in plan.changes[index] if not start <= change[0] < after]
            plan.changes[index] = [*kept, (start, after, (Call(apart[-1].key, place),))]
            plan.markers += [(index, start, match.end()), (index, end, after)]
            plan.lifted.append((index, match.end(), end))
            plan.steps.append(Step("moved", place, match[0].strip(), "note in brackets set apart"))
    return apart


def _partners(text: str) -> dict[int, int]:
    """Where each bracket that is closed is opened, and where it closes."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            found[opened.pop()] = match.start()
    return found


def _drop_bare(body: list[NotePassage], taken: set[int]) -> tuple[list[NotePassage], list[NotePassage]]:
    """The body without the headings of notes and the rules under which nothing is left.

    And those.
    """
    kept: list[NotePassage] = []
    dropped: list[NotePassage] = []
    for index, passage in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        empty = passage.source + 1 in taken and (following is None or following.source > passage.source + 1)
        bare = passage.paragraph.kind == "rule" or is_note_heading(text_of(passage.paragraph))
        bare = bare and not any(isinstance(inline, Call) for inline in passage.paragraph.inlines)
        (dropped if bare and empty else kept).append(passage)
    return kept, dropped


# --- labels ---------------------------------------------------------------------------------------------------------


def _nested(apart: list[_Apart]) -> Iterator[Finding]:
    """Notes that call notes."""
    names = {note.key: note.label for note in apart}
    for note in apart:
        inner = dict.fromkeys(names.get(call.label, call.label) for call in _calls(note.passages))
        yield from (finding("N006", note.place, label=note.label, inner=label) for label in inner)


def _flat(paragraph: Paragraph, labels: dict[str, str]) -> Paragraph:
    """A paragraph of a note, its calls as text: "[3]"."""

    def shown(label: str) -> str:
        return f"[{labels.get(label, label)}]"

    def change(node: Node) -> Node | None:
        return string(shown(attribute(node, "note"))) if is_call(node) else None

    inlines = tuple(Run(shown(i.label)) if isinstance(i, Call) else i for i in paragraph.inlines)
    return replace(paragraph, inlines=inlines, node=rewrite([paragraph.node], change)[0] if paragraph.node else None)


def _native(note: NativeNote, path: str) -> _Apart:
    place = place_of(note.body[0]) if note.body else Place(path)
    return _Apart(note.label, note.label, tuple(NotePassage(-1, 0, paragraph) for paragraph in note.body), place)


def _labels(body: list[NotePassage], apart: list[_Apart]) -> dict[str, str]:
    """For each key its label in essay.md, in the order of first calls.

    The source's own where all can stay, else numbers.
    """
    known = {note.key: note for note in apart}
    order = list(dict.fromkeys(call.label for call in _calls(body) if call.label in known))
    own = [known[key].label for key in order]
    if len(set(own)) == len(own) and all(re.fullmatch(r"[A-Za-z0-9]+", label) for label in own):
        return dict(zip(order, own, strict=True))
    return {key: str(number) for number, key in enumerate(order, start=1)}


def _calls(body: Iterable[NotePassage]) -> Iterator[Call]:
    return (inline for passage in body for inline in passage.paragraph.inlines if isinstance(inline, Call))


def _repeated(body: list[NotePassage], labels: dict[str, str], paragraphs: list[Paragraph]) -> Iterator[Finding]:
    """Notes that are called again."""
    totals = Counter(call.label for call in _calls(body))
    seen: set[str] = set()
    before = ""
    for passage in body:
        for call in (i for i in passage.paragraph.inlines if isinstance(i, Call)):
            label = labels.get(call.label, call.label)
            if call.label in seen:
                values = {"label": label, "count": totals[call.label], "after": before}
                yield finding("N003", call.place, excerpt=excerpt_at(paragraphs[passage.source], call.place), **values)
            seen.add(call.label)
            before = label
