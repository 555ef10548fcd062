"""Where something short in a line leads to.

The note of a call that is no link, or a note that stands in the line itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.html
from lxml.html import HtmlElement

from pressline.model import Step
from pressline.readers.documents.html_decode import INLINE, classes, text_of
from pressline.readers.documents.marks import marker_of
from pressline.readers.documents.start_tags import AT

ID = "pressline-note-"  # of the notes that are moved to the end of the page
MARKED = frozenset({"a", "sup", "button", "label", "summary", "span", "small", "b", "xref", "ins", "mark"})
# Elements that publishing systems make up for notes: <foot-note>, <d-footnote> (Distill), <fn> (JATS), <footnote>.
TAG = re.compile(r"^(?:fn|(?:\w{1,12}-)?(?:foot|side|end|margin|inline)[-_]?notes?|(?:my|x|inline)-note)$")
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
BLOCKS = frozenset({"p", "div", "aside", "section", "details", "blockquote", "li", "dl", "table", "figure"})


@dataclass(slots=True)
class NotePage:
    """The page, and what has been found in it."""

    body: HtmlElement
    path: str
    ids: dict[str, HtmlElement]
    common: frozenset[str]  # values that several calls have: the heading of the notes, the name of a button
    linked: frozenset[str]  # ids that links which look like calls lead to
    answers: dict[str, HtmlElement]  # ids that arrows lead back to, each with the note that the arrow ends
    steps: list[Step] = field(default_factory=list)
    count: int = 0
    unmarked: int = 0


def bare(value: str) -> str:
    """A value without its digits: what the names of several buttons have in common."""
    return re.sub(r"\d+", "", value)


def answers_of(root: HtmlElement, ids: dict[str, HtmlElement]) -> dict[str, HtmlElement]:
    """The notes that end in an arrow, by the id that it leads back to.

    A call that is a button, or a raised number, may have nothing but its id.

    False positive it avoids: the arrow to the top of the page, which stands alone or leads to no phrase.
    """
    found: dict[str, HtmlElement] = {}
    for link in root.iter("a"):
        id, shown = (link.get("href") or "")[1:], text_of(link)
        if id not in ids or not (link.get("href") or "").startswith("#") or not shown or any(c.isalnum() for c in shown):
            continue
        note = next((e for e in link.iterancestors("li", "p", "dd", "tr", "div", "aside")), None)
        note = next(link.iterancestors("li"), note)
        if note is not None and ids[id].tag in MARKED and text_of(note).endswith(shown) and len(text_of(note)) > len(shown) + 2:
            found.setdefault(id, note)
    return found


def link_target(element: HtmlElement, notes: NotePage) -> HtmlElement | None:
    """The element of the page that a link in a call leads to.

    Then the way to the note is known.
    """
    links = (a.get("href") or "" for a in element.iter("a"))
    return next((notes.ids[link[1:]] for link in links if link.startswith("#") and link[1:] in notes.ids), None)


def widest_of(element: HtmlElement) -> HtmlElement:
    """The outermost element that holds a button and no more."""
    text = text_of(element)
    while (parent := element.getparent()) is not None and len(parent) == 1 and parent.tag in ("div", "span"):
        if text_of(parent) != text:
            break
        element = parent
    return element


def target_beside(element: HtmlElement, notes: NotePage) -> HtmlElement | None:
    """What the linked call right before or behind a button leads to: two ways to one note."""
    node = widest_of(element)
    for _ in range(3):
        for beside, blank in ((node.getprevious(), True), (node.getnext(), not (node.tail or "").strip())):
            if beside is None or not blank or (beside is node.getprevious() and (beside.tail or "").strip()):
                continue
            linked = link_target(beside, notes)
            if linked is not None and marker_of(text_of(beside)):
                return linked
        parent = node.getparent()
        if parent is None or parent.tag not in INLINE or (parent.text or "").strip():
            return None
        node = parent
    return None


def is_copy(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements say the same, the first perhaps cut short."""
    row = next(other.iterancestors("tr", "li"), other)
    start = re.sub(r"\W+", "", text_of(one))[:_ALIKE]
    return bool(start) and start in re.sub(r"\W+", "", text_of(row))


def shares_block(call: HtmlElement, note: HtmlElement) -> bool:
    """Whether a note stands in the paragraph of its call."""
    block = next((e for e in call.iterancestors() if e.tag not in INLINE), None)
    return block is not None and block.tag not in ("body", "article", "main") and block in note.iterancestors()


# --- where a call leads to ------------------------------------------------------------------------------------------


def named_target(element: HtmlElement, notes: NotePage) -> HtmlElement | None:
    """The element of the page that an attribute of a call names.

    False positives it avoids: headings, switches, itself.
    """
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


def note_behind(element: HtmlElement, marked: bool, notes: NotePage) -> HtmlElement | None:
    """The note right behind a call.

    Hidden, named as a note, or shown by the switch that the call is.
    """
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


def attribute_note(element: HtmlElement, marked: bool, notes: NotePage) -> str:
    """The words of an attribute of a call that are a note."""
    found: list[tuple[str, str]] = []
    for inner in element.iter():
        away = inner.tag == "a" and not (inner.get("href") or "#").startswith(("#", "javascript:"))
        for name, value in inner.attrib.items():
            asked = name.startswith("data-") or (name == "title" and marked and not away)
            if asked and (marked or _TEXT_NAMES.search(name)) and _is_text(value) and bare(value) not in notes.common:
                found.append((name, value))
    found.sort(key=lambda item: not _TEXT_NAMES.search(item[0]))
    return found[0][1] if found else ""


def _is_text(value: str) -> bool:
    """Whether an attribute holds words.

    False positives it avoids: addresses, settings, "Jump to note 3".
    """
    if value.lstrip().startswith(("{", "[{", "http", "/", "#")):
        return False
    signs = len(_CJK.findall(value))
    return len(value.split()) > _WORDS or signs >= _SIGNS


def fragment_of(words: str) -> HtmlElement:
    """A span of what an attribute says, as text or HTML; odd tags become their words."""
    span = lxml.html.Element("span")
    if "<" not in words:
        span.text = words
        return span
    parsed = lxml.html.fragment_fromstring(words, create_parent="div")
    for inner in list(parsed.iter("script", "style", "iframe", "object", "button", "form", "input")):
        inner.drop_tree()
    parsed.attrib.clear()
    return parsed


def number_of(element: HtmlElement) -> str:
    """The number of a call that shows none, where an attribute gives it."""
    values = (v for e in element.iter() for k, v in e.attrib.items() if k.startswith("data-"))
    return next((v for v in values if v.isdigit()), "")


# --- notes that stand in the line -----------------------------------------------------------------------------------


def stands_in_line(element: HtmlElement) -> bool:
    """Whether an element is a note in the middle of text, by its name or its classes.

    False positives it avoids: a note in its own place, with nothing but its number before it; the link that calls.
    """
    tag = element.tag
    parent = element.getparent()
    if parent is None or element.get("id", "").startswith(ID):
        return False
    named = bool(TAG.match(tag)) or (tag in ("span", "small", "ins", "aside") and bool(_CLASS.search(classes(element))))
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
    """Words that stand before an element in a block, the nearest of them.

    Enough to know that there are some.
    """
    found = ""
    node: HtmlElement | None = element
    while node is not None and node is not block:
        for before in node.itersiblings(preceding=True):
            found = f"{text_of(before)} {before.tail or ''} {found}".strip()
            if len(found) > _ALIKE:
                return found
        node = node.getparent()
        found = f"{(node.text or '') if node is not None else ''} {found}".strip()
    return found


def own_marker(element: HtmlElement) -> str:
    """The marker that a note begins with, in an element of its own."""
    first = next((e for e in element.iter() if (e.text or "").strip()), element)
    return marker_of(text_of(first)) if first is not element and text_of(element).startswith(text_of(first)) else ""


def call_before(element: HtmlElement, marker: str) -> HtmlElement | None:
    """The superscript of a marker, linked to nothing, before a note that stands beside it."""
    previous = element.getprevious()
    if previous is None or previous.tag != "p":
        return None
    return next((sup for sup in previous.iter("sup") if marker_of(text_of(sup)) == marker), None)
