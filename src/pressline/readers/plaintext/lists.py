"""Lists and quotations of a plain text: the containers that its paragraphs stand in.

A list is made only of two items or more that agree: the same mark at the same indent, numbers that count up. A lone "23." or
"1992." stays text, and so does what may be notes: their markers are needed where notes are found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressline.locale.headings import is_note_heading
from pressline.locale.markers import NUMBER_CALL, STAR_CALL
from pressline.locale.numerals import lowered
from pressline.model import Container
from pressline.readers import thresholds
from pressline.readers.plaintext.labels import lettered_label
from pressline.readers.plaintext.lines import LINES, ParagraphDraft, Row, Shape, body_indent
from pressline.readers.plaintext.segmentation import BULLET, marker_of

_ORDERED = re.compile(r"(\d{1,3})([.)])\s+(?=\S)")
_EMPHASIS = re.compile(r"\*\S(?:[^*]*\S)?\*")


@dataclass(slots=True)
class _OpenList:
    """A list that items may still join."""

    mark: str
    indent: int
    inner: int  # where the text of its items stands
    serial: int
    item: int
    number: int


def find_lists(drafts: Sequence[ParagraphDraft]) -> list[ParagraphDraft]:
    """The drafts with the items of lists in their containers, their marks apart."""
    found: list[ParagraphDraft] = []
    opened: list[_OpenList] = []
    serial = 0
    for draft in drafts:
        if draft.kind == LINES:
            found.append(draft)
            continue
        shown, kinds, inner = _item(draft)
        indent = draft.first.indent
        mark, number = _settled(kinds, opened, indent)
        indent = next((o.indent for o in reversed(opened) if mark and _aligned(o, mark, number, indent)), indent)
        while opened and (indent < opened[-1].indent or not _stays(opened[-1], draft, mark, number, indent)):
            opened.pop()
        if mark:
            top = opened[-1] if opened and opened[-1].indent == indent else None
            if top:
                top.item, top.number = top.item + 1, number
            elif number <= 1:
                serial += 1
                opened.append(_OpenList(mark, indent, inner, serial, 0, number))
            else:
                mark = ""
        containers = tuple(_container(o) for o in opened)
        mark = shown if mark else ""
        same = containers == draft.containers and mark == draft.mark
        found.append(draft if same else replace(draft, containers=containers, mark=mark))
    return _kept(found)


def _aligned(open_: _OpenList, mark: str, number: int, indent: int) -> bool:
    """Whether an item goes on with a list whose numbers stand flush right: " 9." above "10."."""
    return mark[0] == "9" and mark == open_.mark and number == open_.number + 1 and abs(indent - open_.indent) == 1


def _container(o: _OpenList) -> Container:
    if o.mark[0] != "9":
        return Container("bullet", o.serial, o.item, o.number)
    style = next((style for sign, style in _STYLES.items() if sign in o.mark), "Decimal")
    delimiter = "TwoParens" if "(" in o.mark else "OneParen" if o.mark.endswith(")") else "Period"
    return Container("ordered", o.serial, o.item, o.number, style, delimiter)


_STYLES = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}


def _item(draft: ParagraphDraft) -> tuple[str, list[tuple[str, int]], int]:
    """The mark of an item ("*", "3.", "(c)").

    What kinds of marks it may be with the number of each, and where its text starts.

    The kinds of numbers begin with "9": "9.", "9(a)", "9i.".
    """
    if draft.kind != "text":
        return "", [], 0
    match = _ORDERED.match(draft.first.text)
    if match:
        return match[1] + match[2], [(f"9{match[2]}", int(match[1]))], draft.first.indent + match.end()
    lettered = lettered_label(draft.first.text)
    if lettered:
        return lettered[0], lettered[1], draft.first.indent + lettered[2]
    bullet = BULLET.match(draft.first.text)
    return (bullet[1], [(bullet[1], 0)], draft.first.indent + bullet.end()) if bullet else ("", [], 0)


def _settled(kinds: Sequence[tuple[str, int]], opened: Sequence[_OpenList], indent: int) -> tuple[str, int]:
    """Which of the kinds of marks an item has.

    That of the open list that it goes on with, else one that begins to count.
    """
    for mark, number in kinds:
        if any(o.indent == indent and o.mark == mark and (mark[0] != "9" or number == o.number + 1) for o in opened):
            return mark, number
    return next((kind for kind in kinds if kind[1] <= 1), kinds[0] if kinds else ("", 0))


def _stays(open_: _OpenList, draft: ParagraphDraft, mark: str, number: int, indent: int) -> bool:
    """Whether a draft belongs to an open list: as its next item, or set in under one."""
    if mark and indent == open_.indent:
        return mark == open_.mark and (mark[0] != "9" or number == open_.number + 1)
    return (
        indent > open_.indent
        and indent >= open_.inner - (draft.kind == "text")
        and draft.kind not in ("heading", "rule", "note")
    )


def _kept(drafts: list[ParagraphDraft]) -> list[ParagraphDraft]:
    """Only the lists that have two items or more and are no notes.

    The marks of the others stay in their text.
    """
    items: Counter[int] = Counter()
    words: Counter[int] = Counter()
    serials: list[set[int]] = []
    for draft in drafts:
        if draft.mark:
            own = draft.containers[-1].serial
            items[own] += 1
            words[own] += draft.text.count(" ")
        serials.append({c.serial for c in draft.containers})
    wrong = {serial for serial, count in items.items() if count < 2 or words[serial] > thresholds.ITEM_WORDS * count}
    wrong |= _notes(drafts)
    kept = []
    for draft in drafts:
        containers = tuple(c for c in draft.containers if c.serial not in wrong)
        mark = draft.mark if draft.mark and draft.containers[-1].serial not in wrong else ""
        same = containers == draft.containers and mark == draft.mark
        kept.append(draft if same else replace(draft, containers=containers, mark=mark))
    return kept


def _notes(drafts: list[ParagraphDraft]) -> set[int]:
    """The lists that may be notes.

    Under their heading, or their numbers or asterisks are called in the text.
    """
    if not any(draft.mark for draft in drafts):
        return set()
    called: set[int] = set()
    for draft in drafts if not any(draft.kind == "note" for draft in drafts) else ():  # else they are known
        called.update(int(lowered(n)) for match in NUMBER_CALL.findall(draft.text) for n in match if n)
    wrong: set[int] = set()
    heading, before = "", ""
    numbers: dict[int, list[int]] = {}
    for draft in drafts:
        if not draft.mark:
            if draft.kind in ("text", "heading") and len(draft.text) < thresholds.NOTES_HEADING and not draft.containers:
                heading = draft.text if draft.kind == "heading" or is_note_heading(draft.text) else heading
            before = "" if draft.containers else draft.text
            continue
        own = draft.containers[-1]
        if own.kind == "ordered":
            numbers.setdefault(own.serial, []).append(own.number)
        if own.kind == "ordered" and is_note_heading(heading):
            wrong.add(own.serial)
        if draft.mark == "*" and before and STAR_CALL.search(_EMPHASIS.sub("", before)):
            wrong.add(own.serial)
    return wrong | {s for s, ns in numbers.items() if sum(n in called for n in ns) > thresholds.CALLED_ITEMS * len(ns)}


def find_quotes(drafts: Sequence[ParagraphDraft], shape: Shape) -> list[ParagraphDraft]:
    """The drafts with quotations in their containers.

    Set in beside the text of their section, or marked with ">".
    """
    found: list[ParagraphDraft] = []
    base, serial, before = shape.body, 10_000, ""
    for at, draft in enumerate(drafts):
        if at == 0 or draft.kind == "heading":
            base = _section_base(drafts, at, shape)
        kind = _quotation(draft, base, shape)
        if kind and kind != before:
            serial += 10
        before = kind
        depth = int(kind[1:]) if kind.startswith(">") else bool(kind)
        quotes = tuple(Container("quote", serial + k) for k in range(min(depth, thresholds.DEEPEST_QUOTE)))
        found.append(replace(draft, containers=(*quotes, *draft.containers)) if quotes else draft)
    return found


def _section_base(drafts: Sequence[ParagraphDraft], at: int, shape: Shape) -> int:
    """The indent of most of a section's text; the whole essay's where the section is short."""
    rows: list[Row] = []
    texts = 0
    for draft in drafts[at + 1 :][: thresholds.SECTION_ROWS]:
        if draft.kind == "heading":
            break
        if draft.kind == "text" and not draft.containers and not draft.first.depth:
            rows.extend(draft.rows)
            texts += 1
    return body_indent(rows) if texts > 2 else shape.body


def _quotation(draft: ParagraphDraft, base: int, shape: Shape) -> str:
    """What kind of quotation a draft is: ">2" of a mail, "set in", or none."""
    if draft.first.depth:
        return f">{draft.first.depth}"
    if draft.kind != "text" or draft.containers or not shape.wrapped or marker_of(draft.first.text)[0]:
        return ""
    if len(draft.rows) == 1:
        lone = draft.indent - base
        centred = draft.indent > shape.width // thresholds.CENTRED_BY or len(draft.text) < thresholds.CENTRED_LINE
        return "set in" if lone > max(shape.first_indent, 1) and not centred else ""
    return "set in" if draft.indent > base + 1 else ""
