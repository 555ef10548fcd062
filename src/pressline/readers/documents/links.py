"""Notes that a file makes known by links.

A call is a link to the note, and the note often links back.

A call is a link whose text looks like a marker and that leads to the start of a paragraph elsewhere in the file. That
alone would take "see section 3", page numbers of an index and a list of pages for calls, so more is asked: a link back, an
id that names a note, or a note that starts with the marker which its call shows in brackets or raised.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from pressline.locale.boilerplate import BACK_LINKS
from pressline.locale.markers import LINKED_NOTE, SYMBOL_NAMES
from pressline.locale.tables import any_of
from pressline.model import Call, Inline, NativeNote, Node, Paragraph, Run, Sheet, Step
from pressline.pandoc.passages import text_of
from pressline.pandoc.tree import plain, rewrite, span
from pressline.readers import thresholds
from pressline.readers.documents.ast_to_paragraphs import END
from pressline.readers.documents.edits import Edit, InnerLink, anchors_of, edited, links_of, place_at
from pressline.readers.documents.marks import marker_of
from pressline.readers.documents.note_residue import bare_headings

# Ids that name a note: _ftn1, _edn1, fn1, fn:1, footnote-2, note3, cite_note-4, endnote5, bib6, ref-7, r8, CR9, foot35.
# False positives it avoids: "page12", "sec3", "index", "chapter4", "eq5".
_NOTE_ID = re.compile(r"^_?(?:ftn|edn)|foot|note|^f?n[-_:.]?\d|^cite|^bib|^(?:ref|r|b|cr|fn|en)[-_:.]?[a-z]?\d+", re.I)
_BACK_ID = re.compile(r"ref|back|call|^ret|^tex2html|src", re.I)
# What a link back shows besides a marker.
_ARROWS = re.compile(r"^[\s\u2190-\u21ff\u2934\u2935\u25b2\u25b4\u2b06\ufe0e\ufe0f^\[\]()«‹]+$")
_WORDS = re.compile(rf"^\W*{any_of(BACK_LINKS)}\b", re.I)
_REST = re.compile(r"\s*(?:[\^↑]\s*)?(?:[.,:;)\]]+(?=\s)|(?:\s*,)+\s)?\s*")
_NEARLY_ALL = 0.8  # of the notes of a list
_SHORT = 6  # characters of a link back: "1.0" and "a b" of MediaWiki


@dataclass
class _File:
    """What is known of the links of a sheet."""

    paragraphs: tuple[Paragraph, ...]
    at: dict[str, tuple[int, int]] = field(default_factory=dict)  # an id: its paragraph, and the characters before it
    ends: dict[str, int] = field(default_factory=dict)  # an id of a division: its last paragraph
    texts: list[str] = field(default_factory=list)
    links: list[InnerLink] = field(default_factory=list)
    pairs: dict[tuple[int, int], list[InnerLink]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[int, bool] = field(default_factory=dict)  # of paragraphs that were asked about: whether they are rows of links


@dataclass
class _Note:
    """A note found by its calls."""

    id: str
    first: int  # its first paragraph
    last: int
    label: str
    calls: list[InnerLink]


def linked_notes(sheet: Sheet) -> Sheet:
    """A sheet whose notes made by links are notes.

    Calls are Calls, their paragraphs have left the text.

    What does not match stays as it is. Every marker and link back that is taken off stands in the record.
    """
    file = _survey(sheet.paragraphs)
    notes = _extents(_matched(file), file)
    if not notes:
        return replace(sheet, paragraphs=_without_anchors(sheet.paragraphs))
    _labels(notes, {note.label for note in sheet.notes})
    steps: list[Step] = []
    paragraphs, calls = _called(file, notes, steps)
    drawn = _drawn(notes, file)
    bodies = tuple(NativeNote(note.label, _body(note, file, paragraphs, steps, drawn)) for note in notes)
    inside = {k for note in notes for k in range(note.first, note.last + 1)}
    inside |= set(bare_headings(paragraphs, inside, steps))
    lists = {c.serial for note in notes for c in file.paragraphs[note.first].containers[:1]}
    left = tuple(_unanswered(paragraph, lists, steps) for k, paragraph in enumerate(paragraphs) if k not in inside)
    return replace(
        sheet,
        paragraphs=_without_anchors(left),
        notes=(*sheet.notes, *(replace(note, body=_without_anchors(note.body)) for note in bodies)),
        steps=(*sheet.steps, *steps),
    )


def _survey(paragraphs: tuple[Paragraph, ...]) -> _File:
    file = _File(paragraphs)
    for k, paragraph in enumerate(paragraphs):
        file.texts.append(text_of(paragraph))
        file.links += links_of(paragraph, k)
        for id, at in anchors_of(paragraph):
            if id.endswith(END):
                file.ends[id.removesuffix(END)] = k
            else:
                file.at.setdefault(id, (k, at))
    for link in file.links:
        if link.id in file.at:
            file.pairs[link.paragraph, file.at[link.id][0]].append(link)
    return file


def _opens(file: _File, paragraph: int, at: int) -> bool:
    """Whether nothing but brackets and a marker stands before a character of a paragraph."""
    before = file.texts[paragraph][:at] if at < thresholds.BEFORE_NOTE else "too long to be a marker"
    return not before.strip(" \n[](){}.:^") or bool(marker_of(before))


def _matched(file: _File) -> list[_Note]:
    """The notes that links lead to, in the order of their first calls."""
    groups: dict[str, list[InnerLink]] = defaultdict(list)
    for link in file.links:
        if link.id in file.at and marker_of(link.text) and _may_call(link, file):
            groups[link.id].append(link)
    found: dict[int, _Note] = {}
    for id, calls in groups.items():
        first = file.at[id][0]
        if not any(_sure(call, file) for call in calls):
            continue
        if first in found:  # two ids of one note
            found[first].calls += calls
        else:
            found[first] = _Note(id, first, file.ends.get(id, first), marker_of(calls[0].text), calls)
    return _adopted(list(found.values()), file)


def _may_call(link: InnerLink, file: _File) -> bool:
    """Whether a link that looks like a marker can be a call.

    It leads to the start of another paragraph, and not back.
    """
    target, at = file.at[link.id]
    paragraph = file.paragraphs[target]
    if target == link.paragraph or paragraph.kind not in ("text", "verse", "table") or not _opens(file, target, at):
        return False
    if re.fullmatch("1[5-9]..|20..", marker_of(link.text)) and not (link.raised or link.text.strip().startswith("[")):
        return False  # the year of a reference
    if file.paragraphs[link.paragraph].kind == "text" and _only_links(link.paragraph, file):
        return False
    back = file.pairs.get((target, link.paragraph), [])
    if not back:
        return True
    if _BACK_ID.search(link.id) and not any(_BACK_ID.search(other.id) for other in back):
        return False
    if not _opens(file, link.paragraph, link.start):
        return True
    arrows = any(_ARROWS.match(other.text) for other in back)
    return link.paragraph < target and (arrows or all(_opens(file, target, other.start) for other in back))


def _only_links(index: int, file: _File) -> bool:
    """Whether a paragraph is a row of links: the pages of a list, an alphabet."""
    if index not in file.rows:
        own = links_of(file.paragraphs[index], index)
        share = thresholds.LINK_ROW * len(file.texts[index])
        file.rows[index] = len(own) > 1 and sum(link.end - link.start for link in own) > share
    return file.rows[index]


def _sure(link: InnerLink, file: _File) -> bool:
    """Whether more than its look says that a link is a call."""
    target = file.at[link.id][0]
    if file.pairs.get((target, link.paragraph)) or _NOTE_ID.search(link.id):
        return True
    start = file.texts[target].lstrip(" \n[({^")[: thresholds.NOTE_START]
    marker = marker_of(link.text)
    numbered = any(str(c.number) == marker for c in file.paragraphs[target].containers if c.kind == "ordered")
    shown = link.raised or link.text.strip()[:1] in "[("
    return shown and (numbered or (start.startswith(marker) and not start[len(marker) :][:1].isalnum()))


def _adopted(notes: list[_Note], file: _File) -> list[_Note]:
    """The notes, and those that lost their anchor.

    A paragraph that starts with the marker, beside a note found.
    """
    taken = {k for note in notes for k in range(note.first, note.last + 1)}
    for link in file.links:
        marker = marker_of(link.text)
        if not marker or link.id in file.at or not _NOTE_ID.search(link.id):
            continue
        known = next((note for note in notes if note.id == link.id), None)
        if known:
            known.calls.append(link)
            continue
        start = re.compile(r"\s*[\[(]?" + re.escape(marker) + r"(?:[\])]|[.:)])\s*\S")
        beside = (k for t in sorted(taken) for k in (t - 1, t + 1) if k not in taken and 0 <= k < len(file.texts))
        at = next((k for k in beside if k != link.paragraph and start.match(file.texts[k])), None)
        if at is not None:
            notes.append(_Note(link.id, at, at, marker, [link]))
            taken.add(at)
    return sorted(notes, key=lambda note: (note.calls[0].paragraph, note.calls[0].start))


def _extents(notes: list[_Note], file: _File) -> list[_Note]:
    """The notes with the paragraphs by which they go on.

    Between two notes, and without a call in them.

    False positive it avoids: the text of a section that follows the notes of the section before; the calls of its own
    notes stand in it.
    """
    calling = {call.paragraph for note in notes for call in note.calls}
    order = sorted(notes, key=lambda note: note.first)
    for note, following in zip(order, order[1:], strict=False):
        note.last = min(note.last, following.first - 1)
        between = range(note.last + 1, following.first)
        item = file.paragraphs[note.first].containers[:1]
        plain_text = all(
            file.paragraphs[k].kind not in ("heading", "rule")
            and k not in calling
            and (not item or file.paragraphs[k].containers[:1] in (item, ()))
            for k in between
        )
        if len(between) <= thresholds.NOTE_PARAGRAPHS and plain_text:
            note.last = max(note.last, following.first - 1)
    return notes


def _labels(notes: list[_Note], taken: set[str]) -> None:
    """Give every note a label of its own: "1", and "1-2" for the next note of that marker."""
    for note in notes:
        base = re.sub(r"\W+", "-", "".join(SYMBOL_NAMES.get(c, c) for c in note.label)).strip("-") or "n"
        label, k = base, 1
        while label in taken:
            k += 1
            label = f"{base}-{k}"
        note.label = label
        taken.add(label)


# --- taking calls, markers and links back out of the text -----------------------------------------------------------


def _called(file: _File, notes: list[_Note], steps: list[Step]) -> tuple[list[Paragraph], int]:
    """All paragraphs, with calls instead of the links that call; and how many calls."""
    edits: dict[int, list[Edit]] = defaultdict(list)
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    count = 0
    for note in notes:
        for link in note.calls:
            origin = place_at(file.paragraphs[link.paragraph], link.start)
            start, end = _bracketed(file.texts[link.paragraph], link)
            shown = file.texts[link.paragraph][start:end]
            edits[link.paragraph].append(Edit(start, end, Call(note.label, origin.place)))
            labels[link.paragraph][link.id] = note.label
            steps.append(Step("changed", origin.place, shown, f"made a call of note {note.label}"))
            count += 1
    paragraphs = list(file.paragraphs)
    for k, changes in edits.items():
        changed = edited(paragraphs[k], changes)
        if changed.node:
            changed = replace(changed, node=_called_node(changed.node, labels[k]))
        paragraphs[k] = changed
    return paragraphs, count


def _bracketed(text: str, link: InnerLink) -> tuple[int, int]:
    """A link with the brackets around it that are not part of it."""
    start, end = link.start, link.end
    pair = text[start - 1 : start] + text[end : end + 1] if start else ""
    return (start - 1, end + 1) if pair in ("[]", "()", "{}") else (start, end)


def _called_node(node: Node, labels: dict[str, str]) -> Node:
    """A table with calls instead of its links that call."""

    def change(inner: Node) -> Node | None:
        if inner["t"] == "Link" and inner["c"][2][0][1:] in labels and marker_of(plain(inner["c"][1])):
            return span([], classes=("call",), attributes={"note": labels[inner["c"][2][0][1:]]})
        return None

    changed: Node = rewrite([node], change)[0]
    return changed


def _drawn(notes: list[_Note], file: _File) -> frozenset[int]:
    """The first paragraphs of notes whose numbers a list draws: what they begin with is text.

    False positive it avoids: "7 August 1901" at note 7. Where nearly all begin with their own number, those are typed.
    """
    ordered = [note for note in notes if any(c.kind == "ordered" for c in file.paragraphs[note.first].containers)]
    listed = [note for note in ordered if not file.texts[note.first].lstrip().startswith(("[", "("))]
    typed = [note for note in listed if marker_of(note.calls[0].text).isdigit() and _begins_with_its_number(note, file)]
    return frozenset() if len(typed) > max(1, _NEARLY_ALL * len(listed)) else frozenset(note.first for note in listed)


def _begins_with_its_number(note: _Note, file: _File) -> bool:
    match = LINKED_NOTE.match(file.texts[note.first])
    return bool(match) and match[1] == marker_of(note.calls[0].text)  # type: ignore[index]


def _body(
    note: _Note, file: _File, paragraphs: list[Paragraph], steps: list[Step], drawn: frozenset[int]
) -> tuple[Paragraph, ...]:
    """The paragraphs of a note without its marker and its links back."""
    callers = {call.paragraph for call in note.calls}
    body: list[Paragraph] = []
    marked = False
    for k in range(note.first, note.last + 1):
        paragraph = paragraphs[k]
        edits = []
        for link in links_of(paragraph, k):
            if _leads_back(link, callers, file) or (k == note.last and _is_own_end(link, note, file)):
                start, end = _bracketed(text_of(paragraph), link)
                edits.append(Edit(start, end))
                marked = marked or (k == note.first and marker_of(link.text) == marker_of(note.calls[0].text))
        paragraph = _recorded(paragraph, edits, steps, "link back to the call")
        if k == note.first:
            paragraph = _unmarked(paragraph, marker_of(note.calls[0].text), marked or k in drawn, steps)
        paragraph = _tidied(paragraph, steps)
        if text_of(paragraph).strip() or any(isinstance(i, Call) for i in paragraph.inlines) or paragraph.node:
            body.append(_freed(paragraph))
    return tuple(body)


def bare_notes(notes: tuple[NativeNote, ...]) -> tuple[tuple[NativeNote, ...], list[Step]]:
    """Notes that the file knows as such, without the links back that stand in them as text.

    And the record.
    """
    steps: list[Step] = []
    found = []
    for note in notes:
        body = []
        for k, paragraph in enumerate(note.body):
            links = links_of(paragraph, k)
            starts = [a for a in links if k == 0 and a.start == 0 and marker_of(a.text)]
            edits = [Edit(a.start, a.end) for a in links if a in starts or _ARROWS.match(a.text)]
            changed = _recorded(paragraph, edits, steps, "link back to the call")
            if starts:
                changed = _unmarked(changed, "", True, steps)
            body.append(_tidied(changed, steps) if edits else changed)
        found.append(replace(note, body=tuple(body)))
    return tuple(found), steps


def _unanswered(paragraph: Paragraph, lists: set[int], steps: list[Step]) -> Paragraph:
    """A paragraph that stays.

    A note among notes that nothing calls, without the arrow that would lead back.
    """
    if not any(c.serial in lists for c in paragraph.containers[:1]):
        return paragraph
    arrows = [Edit(link.start, link.end) for link in links_of(paragraph, 0) if _ARROWS.match(link.text)]
    return _recorded(paragraph, arrows, steps, "link back to the call")


def _leads_back(link: InnerLink, callers: set[int], file: _File) -> bool:
    """Whether a link of a note leads back to a call of it.

    False positive it avoids: "See [2]", a number within the words.
    """
    home = link.id in file.at and file.at[link.id][0] in callers
    arrow = bool(_ARROWS.match(link.text))
    marker = bool(marker_of(link.text))
    short = arrow or marker or bool(_WORDS.match(link.text)) or (home and len(link.text) <= _SHORT)
    lost = link.id not in file.at and bool(_BACK_ID.search(link.id)) and (not marker or _at_edge(link, file))
    return short and len(link.text) < thresholds.BACK_LINK and (home or arrow or lost)


def _at_edge(link: InnerLink, file: _File) -> bool:
    """Whether nothing but links and brackets stands before a link, or behind it."""
    text = file.texts[link.paragraph]
    others = [(a.start, a.end) for a in links_of(file.paragraphs[link.paragraph], link.paragraph)]
    kept = "".join(c if not any(start <= k < end for start, end in others) else " " for k, c in enumerate(text))
    return not kept[: link.start].strip(" \n[](){}.,^") or not kept[link.end :].strip(" \n[](){}.,^")


def _is_own_end(link: InnerLink, note: _Note, file: _File) -> bool:
    """Whether a link at the end of a note leads to that note, where it should lead back."""
    inside = link.id in file.at and note.first <= file.at[link.id][0] <= note.last
    return inside and marker_of(link.text) == marker_of(note.calls[0].text) and _at_edge(link, file)


def _recorded(paragraph: Paragraph, edits: list[Edit], steps: list[Step], why: str) -> Paragraph:
    text = text_of(paragraph)
    for edit in edits:
        if text[edit.start : edit.end].strip():
            steps.append(Step("dropped", place_at(paragraph, edit.start).place, text[edit.start : edit.end], why))
    return edited(paragraph, edits)


def _unmarked(paragraph: Paragraph, marker: str, marked: bool, steps: list[Step]) -> Paragraph:
    """A note's first paragraph without what is left before its words.

    "^", a marker, the full stop behind it.
    """
    text = text_of(paragraph)
    match = None if marked else LINKED_NOTE.match(text)
    if match is None or match[1].casefold() != marker.casefold():
        match = _REST.match(text)
    end = match.end() if match else 0
    return _recorded(paragraph, [Edit(0, end)] if end else [], steps, "marker of the note")


def _tidied(paragraph: Paragraph, steps: list[Step]) -> Paragraph:
    """A paragraph without white space at its end and empty brackets left by a link back."""
    text = text_of(paragraph)
    kept = text.rstrip()
    if kept.endswith(("]", ")")) and kept[:-1].rstrip().endswith("[" if kept[-1] == "]" else "("):
        kept = kept[:-1].rstrip()[:-1].rstrip()
    return _recorded(paragraph, [Edit(len(kept), len(text))] if kept != text else [], steps, "empty brackets")


def _freed(paragraph: Paragraph) -> Paragraph:
    """A paragraph of a note, out of the list that the notes stood in.

    Lists within the note stay.
    """
    return replace(paragraph, containers=paragraph.containers[1:]) if paragraph.containers else paragraph


def _without_anchors(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Paragraphs that keep only the anchors which links lead to."""
    wanted = {link.id for k, paragraph in enumerate(paragraphs) for link in links_of(paragraph, k)}

    def keeps(item: Inline) -> bool:
        if not isinstance(item, Run) or item.text:
            return True
        return any(mark.kind == "anchor" and mark.target in wanted for mark in item.marks)

    return tuple(replace(p, inlines=tuple(item for item in p.inlines if keeps(item))) for p in paragraphs)
