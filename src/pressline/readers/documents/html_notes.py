"""Notes that a page shows by other means than a link, made links to notes.

Side notes, tooltips, pop-ups, custom elements.

A call is something short that stands in a line of text: a number, a sign, a button, a switch. Its note is found where it
leads to: an id in any of its attributes, the words of an attribute, the hidden or named element right behind it. A note that
stands in the line goes to the end of the page; every call becomes a link, and `links` does the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Step
from pressline.readers.documents.html_decode import INLINE, classes, start_of, text_of
from pressline.readers.documents.html_tree import line_of
from pressline.readers.documents.marks import marker_of
from pressline.readers.documents.note_targets import (
    BLOCKS,
    ID,
    MARKED,
    TAG,
    NotePage,
    answers_of,
    attribute_note,
    bare,
    call_before,
    fragment_of,
    is_copy,
    link_target,
    named_target,
    note_behind,
    number_of,
    own_marker,
    shares_block,
    stands_in_line,
    target_beside,
    widest_of,
)
from pressline.readers.documents.start_tags import AT

_LONGEST_CALL = 40  # characters that a call shows at most; phrases of a page may hold all of it, thousands in one another
_COMMENT = re.compile(r"^cmnt\d+$")  # of Google Docs: what a reviewer said


def settle_notes(root: HtmlElement, path: str) -> list[Step]:
    """Make links of all calls that lead to their notes otherwise.

    The record of second copies and of reviewers' comments.

    A call that links to its note by "#id" is left as it is.
    """
    ids: dict[str, HtmlElement] = {}
    for element in root.iter():
        for id in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if id:
                ids.setdefault(id, element)
    values = Counter(bare(v) for e in root.iter(*MARKED) for k, v in e.attrib.items() if k != "class" and k != "for")
    common = frozenset(value for value, count in values.items() if count > 1 and value)
    linked = frozenset((a.get("href") or "")[1:] for a in root.iter("a") if marker_of(text_of(a)))
    notes = NotePage(next(root.iter("body"), root), path, ids, common, linked, answers_of(root, ids))
    _drop_comments(root, notes)
    for element in list(root.iter()):
        if not _in_head(element) and _is_attached(element, root):
            _settle(element, notes)
    _link_lists(root)
    return notes.steps


def _within(element: HtmlElement, holder: HtmlElement) -> bool:
    return element is holder or holder in element.iterancestors()


def _is_attached(element: HtmlElement, root: HtmlElement) -> bool:
    return next((e for e in element.iterancestors() if e is root), None) is not None


def _in_head(element: HtmlElement) -> bool:
    return element.tag in ("head", "meta", "link", "script", "style", "html", "body")


def _settle(element: HtmlElement, notes: NotePage) -> None:
    """Look whether an element is a call, or a note that stands in the line."""
    text = start_of(element, _LONGEST_CALL + 1) if element.tag in MARKED else ""
    if element.tag in MARKED and len(text) <= _LONGEST_CALL and not _within_marked(element, text):
        short = marker_of(text) or (len(text) <= 3 and not any(c.isalnum() for c in text))
        linked = link_target(element, notes)
        if short and linked is not None:
            behind = note_behind(element, bool(marker_of(text)), notes)
            if behind is not None and is_copy(behind, linked):
                notes.steps += _dropped(behind, "second copy of a note", notes)
        elif short and _called(element, marker_of(text), notes):
            return
    if stands_in_line(element):
        marker = own_marker(element)
        call = call_before(element, marker) if marker else None
        _move(element, marker, notes, call)


def _within_marked(element: HtmlElement, text: str) -> bool:
    """Whether a phrase around an element shows the same and no more: then that one is asked."""
    parent = element.getparent()
    return bool(text) and parent is not None and parent.tag in MARKED and start_of(parent, _LONGEST_CALL + 1) == text


def _called(element: HtmlElement, marker: str, notes: NotePage) -> bool:
    """Make a call of something short, if a note is found for it."""
    answer = next((notes.answers[e.get("id")] for e in element.iter() if e.get("id") in notes.answers), None)
    shown = bool(marker) or element.tag in ("button", "label", "summary")
    linked = answer is not None and any(e.get("id") in notes.linked for e in answer.iter())
    if answer is not None and shown and not linked and not _within(element, answer):
        _reveal(answer)
        answer.set("id", answer.get("id") or f"{ID}answer-{element.get('id')}")
        _replace(element, answer.get("id"), marker or number_of(element) or _counted(notes))
        return True
    target = named_target(element, notes) if marker or element.tag in ("button", "label", "summary") else None
    behind = note_behind(element, bool(marker), notes)
    if target is not None and target is not behind and not shares_block(element, target):
        if behind is not None and is_copy(behind, target):
            notes.steps += _dropped(behind, "second copy of a note", notes)
        id = target.get("id") or target.get("name")
        if id in notes.linked:
            return False  # a button beside the link
        _reveal(target)
        _replace(element, id, marker or _counted(notes))
        return True
    words = attribute_note(element, bool(marker), notes)
    twin = target_beside(element, notes)
    if twin is not None and (words or behind is None):
        text = text_of(element)
        if words and is_copy(fragment_of(words), twin):
            if text:
                notes.steps.append(Step("dropped", Place(notes.path, line_of(element)), text, "second call of a note"))
            _take_out(widest_of(element), None)
        return bool(words)
    note = behind if behind is not None else target
    if note is not None:
        _move(note, marker, notes, element)
        return True
    if words:
        _move(fragment_of(words), marker or number_of(element), notes, element)
    return bool(words)


# --- changing the page ----------------------------------------------------------------------------------------------


def _counted(notes: NotePage) -> str:
    notes.unmarked += 1
    return str(notes.unmarked)


def _move(note: HtmlElement, marker: str, notes: NotePage, call: HtmlElement | None) -> None:
    """Put a note at the end of the page, and a link to it where its call stood."""
    notes.count += 1
    id = f"{ID}{notes.count}"
    if call is not None and call.tag == "summary":
        call.drop_tree()
        call = None
    label = marker or (call is not None and number_of(call)) or _counted(notes)
    if call is not None:
        _replace(call, id, label)
    if note.getparent() is not None:
        _take_out(note, None if call is not None else _link(id, label))
    _reveal(note)
    _shed(note, label, notes)
    note.tail = None
    note.tag = "div" if note.tag in BLOCKS or TAG.match(note.tag) else note.tag
    for name in ("class", "id", "name"):
        note.attrib.pop(name, None)
    box = lxml.html.Element("div")
    box.set("id", id)
    box.set("data-row", "1")
    if line := line_of(note):
        box.set(AT, f"{line}:{id}")
    box.append(note)
    notes.body.append(box)


def _take_out(note: HtmlElement, link: HtmlElement | None) -> None:
    """Take a note out of the page.

    A block that stood in a paragraph has torn it: its rest is put back, behind the link.
    """
    parent, before = note.getparent(), note.getprevious()
    torn = note.tag in BLOCKS and before is not None and before.tag == "p"
    if torn:
        run = [note]
        while (following := run[-1].getnext()) is not None and following.tag in (*INLINE, "br"):
            run.append(following)
        rest = run[1:]
        if link is not None:
            _append_text(before, "", strip=True)
            before.append(link)
        _append_text(before, note.tail)
        note.tail = None
        before.extend(rest)
        parent.remove(note)
        return
    if link is not None:
        note.addprevious(link)
        link.tail, note.tail = note.tail, None
        parent.remove(note)
    else:
        note.drop_tree()


def _append_text(element: HtmlElement, text: str | None, *, strip: bool = False) -> None:
    """Put a text at the end of an element.

    Or take the white space there away, before a call that a block has torn off.
    """
    if len(element):
        whole = (element[-1].tail or "") + (text or "")
        element[-1].tail = whole.rstrip() if strip else whole
    else:
        whole = (element.text or "") + (text or "")
        element.text = whole.rstrip() if strip else whole


def _link(id: str, label: str) -> HtmlElement:
    link = lxml.html.Element("a")
    link.set("href", f"#{id}")
    link.text = label
    sup = lxml.html.Element("sup")
    sup.append(link)
    return sup


def _replace(element: HtmlElement, id: str, label: str) -> None:
    """Put a link in the place of a call.

    The id of the call, to which the note may lead back, stays.
    """
    link = _link(id, label)
    own = next((e.get("id") for e in element.iter() if e.get("id")), None)
    if own:
        link[0].set("id", own)
    if element.get(AT):
        link[0].set(AT, element.get(AT))
    widest = widest_of(element)
    if widest.tag == "div" and widest.getprevious() is not None and widest.getprevious().tag == "p":
        _take_out(widest, link)
        return
    link.tail, element.tail = element.tail, None
    element.getparent().replace(element, link)


def _shed(note: HtmlElement, label: str, notes: NotePage) -> None:
    """Take the marker off a note, where it stands in an element of its own before the words."""
    for _ in range(4):
        first = next((e for e in note.iter() if (e.text or "").strip()), note)
        if first is note or marker_of(text_of(first)) != label or not text_of(note).startswith(text_of(first)):
            return
        notes.steps.append(Step("dropped", Place(notes.path, line_of(note)), text_of(first), "marker of the note"))
        for inner in list(first):
            first.remove(inner)
        first.text = None


def _reveal(note: HtmlElement) -> None:
    """Take away what hides a note, and all that it stands in."""
    for element in (note, *note.iterancestors()):
        for name in ("hidden", "popover", "aria-hidden"):
            element.attrib.pop(name, None)
        if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style") or "", re.I):
            element.attrib.pop("style")


def _dropped(element: HtmlElement, why: str, notes: NotePage) -> Iterator[Step]:
    text = text_of(element)
    yield Step("dropped", Place(notes.path, line_of(element)), text, why)
    element.drop_tree()


def _drop_comments(root: HtmlElement, notes: NotePage) -> None:
    """Comments of reviewers in a page of Google Docs.

    They are linked as notes are, and are none.
    """
    for link in list(root.iter("a")):
        id = (link.get("href") or "")[1:]
        target = notes.ids.get(id)
        if not _COMMENT.match(id) or target is None or not marker_of(text_of(link)):
            continue
        block = next(target.iterancestors("div", "p"), None)
        for element in (link, block):
            if element is not None and element.getparent() is not None and element.tag != "body":
                notes.steps += _dropped(element, "comment", notes)


# --- superscripts and a list, without links -------------------------------------------------------------------------

_BOX = re.compile(r"(?:foot|end)-?_?note|fussnot|fußnot|anmerkung", re.I)


def _link_lists(root: HtmlElement) -> None:
    """Link superscripts that lead nowhere with an ordered list of as many items.

    False positives it avoids: a list of steps after "m²" (numbers in order, from its first to its last, must be called),
    unless the list is named as one of notes; a list in the text, whose numbers superscripts go on from; a list that is
    linked already.
    """
    order = {element: k for k, element in enumerate(root.iter())}
    sups = [(order[e], e) for e in root.iter("sup") if marker_of(text_of(e)).isdigit() and next(e.iter("a"), None) is None]
    linked = frozenset(a.get("href") or "" for a in root.iter("a"))
    lists = list(root.iter("ol")) if sups else []
    for holder in lists:
        items = [child for child in holder if child.tag == "li"]
        start = _first_of(holder)
        calls = [e for at, e in sups if at < order[holder] and e.getparent() is not None]
        numbers = [int(marker_of(text_of(e))) for e in calls]
        named = any(_BOX.search(classes(e)) for e in (holder, *list(holder.iterancestors())[:3]))
        whole = len(items) > 1 and sorted(set(numbers)) == list(range(start, start + len(items))) and sorted(numbers) == numbers
        following = next((int(marker_of(text_of(e))) for at, e in sups if at > order[holder]), 0)
        resumed = following == start + len(items) and not any(_first_of(other) == following for other in lists)
        if not (whole and not resumed or (named and numbers)) or any(f"#{e.get('id')}" in linked for e in items if e.get("id")):
            continue
        for call, number in zip(calls, numbers, strict=True):
            if start <= number < start + len(items):
                item = items[number - start]
                item.set("id", item.get("id") or f"{ID}item-{order[holder]}-{number}")
                _replace(call, item.get("id"), marker_of(text_of(call)))


def _first_of(holder: HtmlElement) -> int:
    """The number of the first item of an ordered list."""
    start = holder.get("start") or "1"
    return int(start) if start.isdigit() else 1
