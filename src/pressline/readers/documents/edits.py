"""Changing the text of a paragraph without losing its marks or its places."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pressline.model import Call, Inline, Mark, Origin, Paragraph, Run


@dataclass(frozen=True, slots=True)
class Edit:
    """Take characters `start` to `end` out of a paragraph, and put a call there if any."""

    start: int
    end: int
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class InnerLink:
    """A stretch of a paragraph that links within the file."""

    paragraph: int
    start: int
    end: int
    text: str
    id: str
    raised: bool  # a superscript


def links_of(paragraph: Paragraph, index: int) -> list[InnerLink]:
    """The links of a paragraph to ids of the same file, in order."""
    found: list[InnerLink] = []
    at = 0
    last: Mark | None = None
    for item in paragraph.inlines:
        if isinstance(item, Call):
            last = None
            continue
        mark = next((m for m in item.marks if m.kind == "link" and m.target.startswith("#")), None)
        end = at + len(item.text)
        raised = any(m.kind == "superscript" for m in item.marks)
        if mark and mark == last:
            before = found[-1]
            found[-1] = replace(before, end=end, text=before.text + item.text, raised=before.raised or raised)
        elif mark and item.text:
            found.append(InnerLink(index, at, end, item.text, mark.target[1:], raised))
        if item.text:
            last = mark
        at = end
    return found


def anchors_of(paragraph: Paragraph) -> list[tuple[str, int]]:
    """The ids that stand in a paragraph, each with the characters before it."""
    found = []
    at = 0
    for item in paragraph.inlines:
        if isinstance(item, Run):
            found += [(mark.target, at) for mark in item.marks if mark.kind == "anchor"]
            at += len(item.text)
    return found


def edited(paragraph: Paragraph, edits: list[Edit]) -> Paragraph:
    """A paragraph with some of its text taken out and calls put in.

    Edits in any order, which do not overlap.
    """
    if not edits:
        return paragraph
    left = sorted(edits, key=lambda edit: (edit.start, edit.end))
    inlines: list[Inline] = []
    at, k = 0, 0
    for item in paragraph.inlines:
        if isinstance(item, Call) or not item.text:
            inlines.append(item)
            continue
        end = at + len(item.text)
        kept = at
        while k < len(left) and left[k].start < end:
            edit = left[k]
            if edit.start >= at:
                inlines.append(Run(item.text[kept - at : edit.start - at], item.marks))
                if edit.call:
                    inlines.append(edit.call)
            kept = max(kept, min(edit.end, end))
            if edit.end > end:
                break
            k += 1
        inlines.append(Run(item.text[kept - at :], item.marks))
        at = end
    settled = tuple(i for i in inlines if isinstance(i, Call) or i.text or _is_anchor(i))
    return replace(paragraph, inlines=settled, origins=_origins(paragraph.origins, left))


def _is_anchor(run: Run) -> bool:
    return any(mark.kind == "anchor" for mark in run.marks)


def _origins(origins: tuple[Origin, ...], edits: list[Edit]) -> tuple[Origin, ...]:
    """The origins after edits, which are in order: the last at each place counts."""
    found: dict[int, Origin] = {}
    gone, k = 0, 0
    for origin in origins:
        while k < len(edits) and edits[k].end <= origin.at:
            gone += edits[k].end - edits[k].start
            k += 1
        inside = edits[k].start if k < len(edits) and edits[k].start < origin.at else origin.at
        found[inside - gone] = Origin(inside - gone, origin.place)
    if 0 not in found:
        found[0] = Origin(0, origins[0].place)
    return tuple(found[at] for at in sorted(found))


def place_at(paragraph: Paragraph, at: int) -> Origin:
    """The origin of a character of a paragraph."""
    return next((origin for origin in reversed(paragraph.origins) if origin.at <= at), paragraph.origins[0])
