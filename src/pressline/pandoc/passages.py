"""A paragraph as a string and back.

Its text with offsets, and taking stretches out of it without losing their marks.

Offsets count the characters of the runs; a call counts as none, and stands between two characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pressline.findings import Place
from pressline.model import Call, Inline, Node, Origin, Paragraph, Run
from pressline.pandoc.tree import attribute, is_call, rewrite, span


def text_of(paragraph: Paragraph) -> str:
    """The characters of a paragraph, calls left out."""
    if len(paragraph.inlines) == 1 and isinstance(paragraph.inlines[0], Run):
        return paragraph.inlines[0].text
    return "".join(inline.text for inline in paragraph.inlines if isinstance(inline, Run))


def place_of(paragraph: Paragraph, at: int = 0) -> Place:
    """The place in the raw file of the character `at`."""
    origins = paragraph.origins
    origin = origins[max(0, bisect_right(origins, at, key=_at_of) - 1)]
    if not origin.place.column:
        return origin.place
    return replace(origin.place, column=origin.place.column + at - origin.at)


def _at_of(origin: Origin) -> int:
    return origin.at


def cut(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """The part of a paragraph from `start` to `end`.

    Calls at the edges stay with the part that ends there.
    """
    inlines: list[Inline] = []
    at = 0
    for inline in paragraph.inlines:
        if isinstance(inline, Call):
            if start < at <= end or (at == start == 0):
                inlines.append(inline)
            continue
        piece = inline.text[max(0, start - at) : max(0, end - at)]
        if piece:
            inlines.append(replace(inline, text=piece))
        at += len(inline.text)
    first = Origin(0, place_of(paragraph, start))
    later = [Origin(o.at - start, o.place) for o in paragraph.origins if start < o.at < end]
    return replace(paragraph, inlines=tuple(inlines), origins=(first, *later))


def strip(paragraph: Paragraph) -> Paragraph:
    """A paragraph without white space at its ends; calls that stand before or behind it stay."""
    text = text_of(paragraph)
    if text == text.strip():
        return paragraph
    start = len(text) - len(text.lstrip())
    end = max(start, len(text.rstrip()))
    kept = cut(paragraph, start, end)
    calls = list(_calls_at(paragraph))
    before = [call for at, call in calls if start and at <= start]
    after = [call for at, call in calls if at > end]
    return replace(kept, inlines=(*before, *kept.inlines, *after))


def _calls_at(paragraph: Paragraph) -> Iterator[tuple[int, Call]]:
    """The calls of a paragraph, each with the number of characters before it."""
    at = 0
    for inline in paragraph.inlines:
        if isinstance(inline, Call):
            yield at, inline
        else:
            at += len(inline.text)


Change = tuple[int, int, tuple[Inline, ...]]  # from, to, what stands there instead


def splice(paragraph: Paragraph, changes: Sequence[Change]) -> Paragraph:
    """A paragraph with stretches replaced; the changes are in order and do not overlap.

    Calls within them stay.
    """
    todo = list(changes)
    result: list[Inline] = []
    at = 0
    for inline in paragraph.inlines:
        if isinstance(inline, Call):
            result.append(inline)
            continue
        end = at + len(inline.text)
        done = at
        while todo and todo[0][0] < end:
            start, stop, new = todo[0]
            result.append(replace(inline, text=inline.text[done - at : max(done, start) - at]))
            if start >= at:
                result += new
            done = max(done, min(stop, end))
            if stop > end:
                break
            todo.pop(0)
        result.append(replace(inline, text=inline.text[done - at :]))
        at = end
    for _, _, new in todo:
        result += new if todo[0][0] >= at else ()
    return replace(paragraph, inlines=merged(result), origins=_shifted(paragraph.origins, changes))


def _shifted(origins: tuple[Origin, ...], changes: Sequence[Change]) -> tuple[Origin, ...]:
    """Origins after a splice: those after a change move by what it took away.

    They start anew after the change.
    """
    found = {0: origins[0].place}
    whole = Paragraph("text", (), origins)
    edges = sorted((stop, start, sum(len(i.text) for i in new if isinstance(i, Run))) for start, stop, new in changes)
    by, done = 0, 0  # how far what follows the changes so far is moved, and how many they are
    for at in sorted({o.at for o in origins} | {stop for stop, _, _ in edges}):
        while done < len(edges) and edges[done][0] <= at:
            stop, start, size = edges[done]
            by, done = by + size - (stop - start), done + 1
        if done == len(edges) or not edges[done][1] < at:
            found[at + by] = place_of(whole, at)
    return tuple(Origin(at, place) for at, place in sorted(found.items()))


def merged(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Inlines with neighbouring runs of equal marks joined, and empty runs gone.

    Anchors stay.
    """
    result: list[Inline] = []
    for inline in inlines:
        last = result[-1] if result else None
        if isinstance(inline, Run) and not inline.text and not any(mark.kind == "anchor" for mark in inline.marks):
            continue
        if isinstance(inline, Run) and isinstance(last, Run) and last.marks == inline.marks:
            result[-1] = Run(last.text + inline.text, last.marks)
        else:
            result.append(inline)
    return tuple(result)


def stretches(paragraph: Paragraph, kind: str) -> list[tuple[int, int, str]]:
    """Where a mark of some kind covers the text.

    (start, end, target), neighbouring runs of one mark joined.
    """
    found: list[tuple[int, int, str]] = []
    at = 0
    last = None
    for inline in paragraph.inlines:
        if isinstance(inline, Call):
            last = None
            continue
        mark = next((mark for mark in inline.marks if mark.kind == kind), None)
        end = at + len(inline.text)
        if mark is not None and mark == last:
            found[-1] = (found[-1][0], end, mark.target)
        elif mark is not None:
            found.append((at, end, mark.target))
        last, at = mark, end
    return found


def excerpt_at(paragraph: Paragraph, place: Place) -> str:
    """The line of the raw file at a place of a paragraph, as far as the paragraph has it.

    Columns stay those of the file.
    """
    text = text_of(paragraph)
    edges = [*(o.at for o in paragraph.origins), len(text)]
    line = [k for k, o in enumerate(paragraph.origins) if o.place.line == place.line]
    if not line or not place.column:
        return text
    first = paragraph.origins[line[0]]
    return " " * (first.place.column - 1) + text[first.at : edges[line[-1] + 1]].rstrip("\n")


def relabelled(paragraph: Paragraph, labels: dict[str, str]) -> Paragraph:
    """A paragraph whose calls, those in its table or picture too, lead to other labels."""
    inlines = tuple(replace(i, label=labels.get(i.label, i.label)) if isinstance(i, Call) else i for i in paragraph.inlines)

    def change(node: Node) -> Node | None:
        if not is_call(node):
            return None
        label = attribute(node, "note")
        return span([], classes=("call",), attributes={"note": labels.get(label, label)})

    return replace(paragraph, inlines=inlines, node=rewrite([paragraph.node], change)[0] if paragraph.node else None)
