"""Notes that a page shows by other means than a link, made links to notes: side notes, tooltips, pop-ups, custom elements.

A call is something short that stands in a line of text: a number, a sign, a button, a switch. Its note is found where it
leads to: an id in any of its attributes, the words of an attribute, the hidden or named element right behind it. A note that
stands in the line goes to the end of the page; every call becomes a link, and `links` does the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml.html import HtmlElement

from pressline.findings import Place
from pressline.model import Step
from pressline.readers.documents.html_decode import INLINE, classes, text_of
from pressline.readers.documents.html_tree import line_of
from pressline.readers.documents.marks import marker_of
from pressline.readers.documents.start_tags import AT

ID = "pressline-note-"  # of the notes that are moved to the end of the page
_MARKED = frozenset({"a", "sup", "button", "label", "summary", "span", "small", "b", "xref", "ins", "mark"})
# Elements that publishing systems make up for notes: <foot-note>, <d-footnote> (Distill), <fn> (JATS), <footnote>.
_TAG = re.compile(r"^(?:fn|(?:\w{1,12}-)?(?:foot|side|end|margin|inline)[-_]?notes?|(?:my|x|inline)-note)$")
# Classes of notes that stand in the line. False positives it avoids: "footnotes" (the box), "footnote-ref", "note-number".
_CLASS = re.compile(
    r" (?:side-?note|margin-?(?:note|alia)|sidenote-content|foot-?note|end-?note|inline-?(?:foot)?note|ltx_note_outer"
    r"|(?:foot|side|margin)-?note[-_]+(?:text|content|body|tooltip)|[\w-]{0,30}foot-?note__note|footnote_tooltip) "
)
_BESIDE = re.compile(r" (?:side-?note|margin-?(?:note|alia)|marginpar) ")
_TEXT_NAMES = re.compile(r"note|content|tip|popover|^title$", re.I)
_QUOTED = re.compile(r"[\"'#]([\w:.+-]{2,200})[\"']")  # in what a script is told
_UNASKED = frozenset({"class", "style", "id", "name", "href", "src", "title", "alt", "type", "role", AT})
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_WORDS = 3  # that an attribute must have to be a note, and not the name of a button
_SIGNS = 12  # the same in a script that has no spaces
_ALIKE = 8  # characters in which two copies of one note agree
_BLOCKS = frozenset({"p", "div", "aside", "section", "details", "blockquote", "li", "dl", "table", "figure"})
_COMMENT = re.compile(r"^cmnt\d+$")  # of Google Docs: what a reviewer said


@dataclass(slots=True)
class _Notes:
    """The page, and what has been found in it."""

    body: HtmlElement
    path: str
    ids: dict[str, HtmlElement]
    common: frozenset[str]  # values that several calls have: the heading of the notes, the name of a button
    steps: list[Step] = field(default_factory=list)
    count: int = 0
    unmarked: int = 0


def settle_notes(root: HtmlElement, path: str) -> list[Step]:
    """Make links of all calls that lead to their notes otherwise; the record of second copies and of reviewers' comments.

    A call that links to its note by "#id" is left as it is.
    """
    ids: dict[str, HtmlElement] = {}
    for element in root.iter():
        for id in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if id:
                ids.setdefault(id, element)
    values = Counter(_bare(v) for e in root.iter(*_MARKED) for k, v in e.attrib.items() if k != "class" and k != "for")
    common = frozenset(value for value, count in values.items() if count > 1 and value)
    notes = _Notes(next(root.iter("body"), root), path, ids, common)
    _drop_comments(root, notes)
    for element in list(root.iter()):
        if not _in_head(element) and _is_attached(element, root):
            _settle(element, notes)
    _link_lists(root)
    return notes.steps


def _bare(value: str) -> str:
    return re.sub(r"\d+", "", value)


def _is_attached(element: HtmlElement, root: HtmlElement) -> bool:
    return next((e for e in element.iterancestors() if e is root), None) is not None


def _in_head(element: HtmlElement) -> bool:
    return element.tag in ("head", "meta", "link", "script", "style", "html", "body")


def _settle(element: HtmlElement, notes: _Notes) -> None:
    """Look whether an element is a call, or a note that stands in the line."""
    if element.tag in _MARKED and not _within_marked(element):
        text = text_of(element)
        short = marker_of(text) or (len(text) <= 3 and not any(c.isalnum() for c in text))
        linked = _linked(element, notes)
        if short and linked is not None:
            behind = _behind(element, bool(marker_of(text)), notes)
            if behind is not None and _is_copy(behind, linked):
                notes.steps += _dropped(behind, "second copy of a note", notes)
        elif short and _called(element, marker_of(text), notes):
            return
    if _stands_in_line(element):
        marker = _own_marker(element)
        call = _before(element, marker) if marker else None
        _move(element, marker, notes, call)


def _within_marked(element: HtmlElement) -> bool:
    """Whether a phrase around an element shows the same and no more: then that one is asked."""
    parent = element.getparent()
    same = parent is not None and parent.tag in _MARKED and text_of(parent) == text_of(element)
    return same and bool(text_of(element))


def _linked(element: HtmlElement, notes: _Notes) -> HtmlElement | None:
    """The element of the page that a link in a call leads to; then the way to the note is known."""
    links = (a.get("href") or "" for a in element.iter("a"))
    return next((notes.ids[link[1:]] for link in links if link.startswith("#") and link[1:] in notes.ids), None)


def _called(element: HtmlElement, marker: str, notes: _Notes) -> bool:
    """Make a call of something short, if a note is found for it."""
    target = _target(element, notes) if marker or element.tag in ("button", "label", "summary") else None
    behind = _behind(element, bool(marker), notes)
    if target is not None and target is not behind and not _shares_block(element, target):
        if behind is not None and _is_copy(behind, target):
            notes.steps += _dropped(behind, "second copy of a note", notes)
        id = target.get("id") or target.get("name")
        if any(a.get("href") == f"#{id}" and marker_of(text_of(a)) for a in notes.body.iter("a")):
            return False  # a button beside the link
        _reveal(target)
        _replace(element, id, marker or _counted(notes))
        return True
    words = _attribute(element, bool(marker), notes)
    twin = _linked_beside(element, notes)
    if twin is not None and (words or behind is None):
        if words and _is_copy(_fragment(words), twin):
            _take_out(_widest(element), None)
        return bool(words)
    note = behind if behind is not None else target
    if note is not None:
        _move(note, marker, notes, element)
        return True
    if words:
        _move(_fragment(words), marker or _numbered(element), notes, element)
    return bool(words)


def _widest(element: HtmlElement) -> HtmlElement:
    """The outermost element that holds a button and no more."""
    text = text_of(element)
    while (parent := element.getparent()) is not None and len(parent) == 1 and parent.tag in ("div", "span"):
        if text_of(parent) != text:
            break
        element = parent
    return element


def _linked_beside(element: HtmlElement, notes: _Notes) -> HtmlElement | None:
    """What the linked call right before or behind a button leads to: two ways to one note."""
    node = _widest(element)
    for _ in range(3):
        for beside, blank in ((node.getprevious(), True), (node.getnext(), not (node.tail or "").strip())):
            if beside is None or not blank or (beside is node.getprevious() and (beside.tail or "").strip()):
                continue
            linked = _linked(beside, notes)
            if linked is not None and marker_of(text_of(beside)):
                return linked
        parent = node.getparent()
        if parent is None or parent.tag not in INLINE or (parent.text or "").strip():
            return None
        node = parent
    return None


# --- where a call leads to ------------------------------------------------------------------------------------------


def _target(element: HtmlElement, notes: _Notes) -> HtmlElement | None:
    """The element of the page that an attribute of a call names. False positives it avoids: headings, switches, itself."""
    for inner in element.iter():
        for name, value in inner.attrib.items():
            if name in _UNASKED or (value in notes.common and name != "onclick"):
                continue
            tokens = _QUOTED.findall(value) if name.startswith("on") else [value.strip().lstrip("#")]
            for found in (notes.ids[token] for token in tokens if token in notes.ids):
                if not _related(found, element) and _holds_note(found):
                    return found
    return None


def _related(found: HtmlElement, element: HtmlElement) -> bool:
    return found is element or element in found.iterancestors() or found in element.iterancestors()


def _holds_note(found: HtmlElement) -> bool:
    """Whether words stand in an element, or behind it in its row."""
    if found.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "input", "body", "html", "form", "main", "article"):
        return False
    row = next((e for e in found.iterancestors("tr", "li", "p", "dt") if e is not None), found)
    return len(text_of(row)) >= _ALIKE


def _behind(element: HtmlElement, marked: bool, notes: _Notes) -> HtmlElement | None:
    """The note right behind a call: hidden, named as a note, or shown by the switch that the call is."""
    if element.tag == "summary":
        parent = element.getparent()
        return parent if parent is not None and parent.tag == "details" and marked else None
    tail, following = element.tail, element.getnext()
    switch = notes.ids.get(element.get("for") or "") if element.tag == "label" else None
    if switch is not None and switch.tag == "input" and switch.get("type") == "checkbox":
        shown = switch.getnext()
        return shown if shown is not None and not (switch.tail or "").strip() and len(text_of(shown)) > _ALIKE else None
    while following is not None and not (tail or "").strip() and (following.tag in ("input", "wbr") or _is_empty(following)):
        tail, following = following.tail, following.getnext()
    if following is None or (tail or "").strip() or not (marked or element.tag in ("button", "label")):
        return None
    block = next((e for e in element.iterancestors() if e.tag not in INLINE), element)
    if not _text_before(element, block) and (block.tag != "p" or following.tag not in INLINE):
        return None  # the number of a note in its own place
    named = _CLASS.search(classes(following)) or _is_hidden(following)
    return following if named and len(text_of(following)) > 3 and following.tag not in ("script", "style") else None


def _is_empty(element: HtmlElement) -> bool:
    return element.tag in INLINE and not text_of(element)


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    gone = element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
    told = element.get("popover") is not None or element.get("role") in ("tooltip", "note", "doc-footnote")
    return gone or told or element.get("aria-hidden") == "true"


def _attribute(element: HtmlElement, marked: bool, notes: _Notes) -> str:
    """The words of an attribute of a call that are a note."""
    found: list[tuple[str, str]] = []
    for inner in element.iter():
        away = inner.tag == "a" and not (inner.get("href") or "#").startswith(("#", "javascript:"))
        for name, value in inner.attrib.items():
            asked = name.startswith("data-") or (name == "title" and marked and not away)
            if asked and (marked or _TEXT_NAMES.search(name)) and _is_text(value) and _bare(value) not in notes.common:
                found.append((name, value))
    found.sort(key=lambda item: not _TEXT_NAMES.search(item[0]))
    return found[0][1] if found else ""


def _is_text(value: str) -> bool:
    """Whether an attribute holds words. False positives it avoids: addresses, settings, "Jump to note 3"."""
    if value.lstrip().startswith(("{", "[{", "http", "/", "#")):
        return False
    signs = len(_CJK.findall(value))
    return len(value.split()) > _WORDS or signs >= _SIGNS


def _fragment(words: str) -> HtmlElement:
    """A span of what an attribute says, as text or as HTML. Tags that are no phrases become their words."""
    span = lxml.html.Element("span")
    if "<" not in words:
        span.text = words
        return span
    parsed = lxml.html.fragment_fromstring(words, create_parent="div")
    for inner in list(parsed.iter("script", "style", "iframe", "object", "button", "form", "input")):
        inner.drop_tree()
    parsed.attrib.clear()
    return parsed


def _numbered(element: HtmlElement) -> str:
    """The number of a call that shows none, where an attribute gives it."""
    values = (v for e in element.iter() for k, v in e.attrib.items() if k.startswith("data-"))
    return next((v for v in values if v.isdigit()), "")


# --- notes that stand in the line -----------------------------------------------------------------------------------


def _stands_in_line(element: HtmlElement) -> bool:
    """Whether an element is a note in the middle of text, by its name or its classes.

    False positives it avoids: a note in its own place, with nothing but its number before it; the link that calls.
    """
    tag = element.tag
    parent = element.getparent()
    if parent is None or element.get("id", "").startswith(ID):
        return False
    named = bool(_TAG.match(tag)) or (tag in ("span", "small", "ins", "aside") and bool(_CLASS.search(classes(element))))
    beside = tag in ("aside", "div") and bool(_BESIDE.search(classes(element)))
    if not (named or beside) or len(text_of(element)) < _ALIKE or marker_of(text_of(element)):
        return False
    if beside or (tag == "aside" and _CLASS.search(classes(element))):
        before = element.getprevious()
        return before is not None and before.tag == "p" and bool(text_of(before))
    inner = next(element.iter("a", "sup"), None)
    if inner is not None and text_of(inner) == text_of(element):
        return False
    block = next((e for e in element.iterancestors() if e.tag not in INLINE), parent)
    return len(_text_before(element, block)) > _ALIKE


def _text_before(element: HtmlElement, block: HtmlElement) -> str:
    """The words that stand before an element in a block."""
    found: list[str] = []
    for node in block.iter():
        if node is element:
            break
        found.append(node.text or "")
        if element not in node.iterdescendants():
            found.append("")
    parts: list[str] = []
    node = element
    while node is not block:
        parts += [before.tail or "" for before in node.itersiblings(preceding=True)]
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return " ".join(" ".join([*found, *parts]).split())


def _own_marker(element: HtmlElement) -> str:
    """The marker that a note begins with, in an element of its own."""
    first = next((e for e in element.iter() if (e.text or "").strip()), element)
    return marker_of(text_of(first)) if first is not element and text_of(element).startswith(text_of(first)) else ""


def _before(element: HtmlElement, marker: str) -> HtmlElement | None:
    """The superscript of a marker, linked to nothing, in the paragraph before a note that stands beside it."""
    previous = element.getprevious()
    if previous is None or previous.tag != "p":
        return None
    return next((sup for sup in previous.iter("sup") if marker_of(text_of(sup)) == marker), None)


# --- changing the page ----------------------------------------------------------------------------------------------


def _counted(notes: _Notes) -> str:
    notes.unmarked += 1
    return str(notes.unmarked)


def _move(note: HtmlElement, marker: str, notes: _Notes, call: HtmlElement | None) -> None:
    """Put a note to the end of the page, and a link to it in the place of its call, or where it stood."""
    notes.count += 1
    id = f"{ID}{notes.count}"
    if call is not None and call.tag == "summary":
        call.drop_tree()
        call = None
    label = marker or (call is not None and _numbered(call)) or _counted(notes)
    if call is not None:
        _replace(call, id, label)
    if note.getparent() is not None:
        _take_out(note, None if call is not None else _link(id, label))
    _reveal(note)
    _shed(note, label)
    note.tail = None
    note.tag = "div" if note.tag in _BLOCKS or _TAG.match(note.tag) else note.tag
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
    """Take a note out of the page. A block that stood in a paragraph has torn it: its rest is put back, behind the link."""
    parent, before = note.getparent(), note.getprevious()
    torn = note.tag in _BLOCKS and before is not None and before.tag == "p"
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
    """Put a text at the end of an element; or take the white space there away, before a call that a block has torn off."""
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
    """Put a link in the place of a call; the id of the call, to which the note may lead back, stays."""
    link = _link(id, label)
    own = next((e.get("id") for e in element.iter() if e.get("id")), None)
    if own:
        link[0].set("id", own)
    if element.get(AT):
        link[0].set(AT, element.get(AT))
    widest = _widest(element)
    if widest.tag == "div" and widest.getprevious() is not None and widest.getprevious().tag == "p":
        _take_out(widest, link)
        return
    link.tail, element.tail = element.tail, None
    element.getparent().replace(element, link)


def _shed(note: HtmlElement, label: str) -> None:
    """Take the marker off a note, where it stands in an element of its own before the words."""
    for _ in range(4):
        first = next((e for e in note.iter() if (e.text or "").strip()), note)
        if first is note or marker_of(text_of(first)) != label or not text_of(note).startswith(text_of(first)):
            return
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


def _shares_block(call: HtmlElement, note: HtmlElement) -> bool:
    """Whether a note stands in the paragraph of its call."""
    block = next((e for e in call.iterancestors() if e.tag not in INLINE), None)
    return block is not None and block.tag not in ("body", "article", "main") and note in block.iterdescendants()


def _is_copy(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements say the same, the first perhaps cut short."""
    row = next(other.iterancestors("tr", "li"), other)
    start = re.sub(r"\W+", "", text_of(one))[:_ALIKE]
    return bool(start) and start in re.sub(r"\W+", "", text_of(row))


def _dropped(element: HtmlElement, why: str, notes: _Notes) -> Iterator[Step]:
    text = text_of(element)
    yield Step("dropped", Place(notes.path, line_of(element)), text, why)
    element.drop_tree()


def _drop_comments(root: HtmlElement, notes: _Notes) -> None:
    """Comments of reviewers in a page of Google Docs: they are linked as notes are, and are none."""
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
    """Link superscripts that lead nowhere with the items of an ordered list behind them that has as many.

    False positives it avoids: a list of steps after "m²" (numbers in order, from its first to its last, must be called),
    unless the list is named as one of notes; a list that is linked already.
    """
    order = {element: k for k, element in enumerate(root.iter())}
    sups = [(order[e], e) for e in root.iter("sup") if marker_of(text_of(e)).isdigit() and next(e.iter("a"), None) is None]
    for holder in list(root.iter("ol")) if sups else []:
        items = [child for child in holder if child.tag == "li"]
        start = int(holder.get("start") or 1) if (holder.get("start") or "1").isdigit() else 1
        calls = [e for at, e in sups if at < order[holder] and e.getparent() is not None]
        numbers = [int(marker_of(text_of(e))) for e in calls]
        named = any(_BOX.search(classes(e)) for e in (holder, *list(holder.iterancestors())[:3]))
        whole = len(items) > 1 and sorted(set(numbers)) == list(range(start, start + len(items))) and sorted(numbers) == numbers
        if not (whole or (named and numbers)) or any(e.get("id") and f"#{e.get('id')}" in _linked_to(root) for e in items):
            continue
        for call, number in zip(calls, numbers, strict=True):
            if start <= number < start + len(items):
                item = items[number - start]
                item.set("id", item.get("id") or f"{ID}item-{order[holder]}-{number}")
                _replace(call, item.get("id"), marker_of(text_of(call)))


def _linked_to(root: HtmlElement) -> frozenset[str]:
    return frozenset(a.get("href") or "" for a in root.iter("a"))
