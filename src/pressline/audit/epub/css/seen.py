"""Find words that a reader of an EPUB document does not see, and words added to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from unicodedata import bidirectional

import cssselect2
import tinycss2
from lxml import etree

from pressline.audit.epub.css.cascade import ComputedStyle, Declaration, Kind, computed, declarations, substituted
from pressline.audit.epub.css.danger import OUT_OF_TURN
from pressline.audit.epub.css.hiding import is_covering
from pressline.audit.epub.css.rules import Fetch, Sheets, StyleRule, read_sheet, settle
from pressline.audit.epub.css.values import Units, functions, length, shown, words
from pressline.audit.epub.opened import Doc, local, types

_MOST_CONDITIONS = 12
_LEAST_PICTURE_PX = 2.0
_MOST_SIDEWAYS = 20_000  # elements of a document that is tried with selectors that look at all siblings
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q")
    + ("s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var")
)
_SILENT = frozenset({"head", "script", "style", "template"})
# Shown by no reading system (HTML, 15.3.1), or only by one that cannot show the rest.
_NEVER_SHOWN = frozenset(
    {"area", "datalist", "noembed", "noframes", "param", "rp", "title", "noscript", "audio", "video", "canvas", "object"}
    | {"iframe", "progress", "meter", "select"}
)
_LISTS_OF_PLACES = frozenset({"landmarks", "page-list", "toc", "loi", "lot", "lov"})  # may be hidden (EPUB 3.3, 7.4.1)
_POPPED_UP = frozenset({"footnote", "endnote", "rearnote"})  # asides that reading systems show over their calls
_ATTRIBUTES = {"color": "color", "text": "color", "bgcolor": "background-color"}
_SVG_ATTRIBUTES = {name: name for name in ("display", "visibility", "opacity", "font-size", "transform")}
_STRINGS = (
    ("list-style-type", "quotes", "hyphenate-character", "text-emphasis-style")
    + ("string-set", "block-ellipsis", "text-overflow")
)  # fmt: skip
_MADE = frozenset({"string", "element", "target-text", "leader", "url", "image-set", "-webkit-image-set", "image"})


@dataclass(slots=True)
class Seen:
    """What was found in a document, by what it is and how: the words.

    What it is: "hidden", "added", "doubt", "folded" or "moved".
    """

    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def note(self, what: str, how: str, text: str) -> None:
        """Keep words under what is done to them."""
        self.found.setdefault((what, how), []).append(text)


@dataclass(slots=True)
class _Walk:
    """One document on its way through."""

    sheets: Sheets
    seen: Seen
    worlds: list[frozenset[int]]


def judged(doc: Doc, sheets: Sheets) -> Seen:
    """What style sheets and markup hide or add in a document, under every condition named."""
    seen = Seen()
    for text in sheets.doubts:
        seen.note("doubt", text, "")
    for text in sheets.added:
        seen.note("added", text, "")
    count = len(sheets.conditions)
    if count > _MOST_CONDITIONS:
        seen.note("doubt", f"{count} conditions (@media, @supports)", "")
    each = range(min(count, _MOST_CONDITIONS))
    worlds = list(dict.fromkeys([frozenset[int](), *(frozenset({k}) for k in each), frozenset(range(count))]))
    if sheets.sideways and sum(1 for _ in doc.root.iter()) > _MOST_SIDEWAYS:
        seen.note("doubt", "selectors that look at all siblings, in a large document", "")
        return seen
    _walk(doc, _Walk(sheets, seen, worlds))
    return seen


class _Element(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element whose preceding siblings are listed without recursion.

    cssselect2 0.10 fails at a thousand.
    """

    @property
    def previous_siblings(self) -> tuple[Any, ...]:
        found = []
        at = self.previous
        while at is not None:
            found.append(at)
            at = at.previous
        return tuple(reversed(found))


def _walk(doc: Doc, walk: _Walk) -> None:
    root = _Element.from_html_root(doc.root)  # some readers take a page for HTML, in which `P` is `p`
    first = [_first(walk.sheets, world) for world in walk.worlds]
    stack: list[tuple[Any, list[ComputedStyle]]] = [(root, first)]
    while stack:
        wrapper, parents = stack.pop()
        element = wrapper.etree_element
        name = local(element)
        if name in _SILENT or _is_list_of_places(element, name):
            continue
        styles = _styles(walk, wrapper, name, parents)
        _judge(walk.seen, walk.sheets, element, name, styles)
        if name not in ("math", "svg"):
            stack += [(child, styles) for child in reversed(list(wrapper.iter_children()))]


def _first(sheets: Sheets, world: frozenset[int]) -> ComputedStyle:
    """What the root of a document begins with."""
    return sheets.styles.setdefault((world,), ComputedStyle(custom=sheets.custom, dark=bool(sheets.dark & world)))


def _styles(walk: _Walk, wrapper: Any, name: str, parents: list[ComputedStyle]) -> list[ComputedStyle]:
    """The style of an element under each set of conditions."""
    element = wrapper.etree_element
    matched = walk.sheets.matcher.match(wrapper) if walk.sheets.rules else []
    plain = [row for row in matched if row[2] is None]
    kind = Kind(wrapper.parent is None, name not in _INLINE, _hidden_by_markup(element, name))
    written = _attributes(element, name)
    inline = element.get("style") or ""
    key = (tuple(row[1] for row in plain), kind, written, inline)
    styles = []
    for world, parent in zip(walk.worlds, parents, strict=True):
        known = (id(parent), world, key)
        if known not in walk.sheets.styles:
            declared = [*_parsed("; ".join(written)), *_in_order(plain, world, _parsed(inline))]
            walk.sheets.styles[known] = computed(parent, declared, kind)
        styles.append(walk.sheets.styles[known])
    if len(plain) < len(matched):
        _pseudo(walk, element, [row for row in matched if row[2] is not None], styles)
    return styles


def _in_order(matched: Iterable[tuple[Any, ...]], world: frozenset[int], inline: tuple[Declaration, ...]) -> list[Declaration]:
    """The declarations that match an element, in cascade order (CSS Cascade 5, 6.1)."""
    rows: list[tuple[StyleRule, tuple[Any, ...]]] = [(row[3], row[:2]) for row in matched if row[3].when <= world]
    normal = [rule for rule, _ in sorted(rows, key=lambda row: (row[0].layer, row[1]))]
    urgent = [rule for rule, _ in sorted(rows, key=lambda row: (tuple(-rank for rank in row[0].layer), row[1]))]
    return [
        *(d for rule in normal for d in rule.declared if not d.important),
        *(d for d in inline if not d.important),
        *(d for rule in urgent for d in rule.declared if d.important),
        *(d for d in inline if d.important),
    ]


@lru_cache(maxsize=500)
def _parsed(css: str) -> tuple[Declaration, ...]:
    """The declarations of a style attribute."""
    return tuple(declarations(tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True))) if css else ()


def _attributes(element: etree._Element, name: str) -> tuple[str, ...]:
    """What the attributes of old HTML and of SVG set, as declarations."""
    known: Mapping[str, str] = _SVG_ATTRIBUTES if name == "svg" else _ATTRIBUTES
    return tuple(f"{css}: {element.get(key)}" for key, css in known.items() if element.get(key))


def _hidden_by_markup(element: etree._Element, name: str) -> str:
    """Why a reading system hides an element that no sheet speaks of."""
    if element.get("hidden") is not None:
        return "the attribute hidden"
    if element.get("popover") is not None:
        return "the attribute popover"
    if name == "dialog" and element.get("open") is None:
        return "a dialog that is closed"
    return f"the element {name}" if name in _NEVER_SHOWN else ""


def _is_list_of_places(element: etree._Element, name: str) -> bool:
    """Whether an element is one that may be hidden.

    A list of places for reading systems, a mark of a page.
    """
    kinds = types(element)
    if name == "nav" and _LISTS_OF_PLACES.intersection(kinds) and element.get("hidden") is not None:
        return True
    return "pagebreak" in kinds or (name == "aside" and bool(_POPPED_UP.intersection(kinds)))


# --- what is found at an element ----------------------------------------------------------------------------------------


def _judge(seen: Seen, sheets: Sheets, element: etree._Element, name: str, styles: list[ComputedStyle]) -> None:
    """Note what is done to the own words of an element."""
    text = None
    for style in styles:
        if not (style.hidden or style.unseen or style.doubt or style.moved):
            continue
        text = _own_words(element, name) if text is None else text
        if not text:
            break
        if style.hidden or style.unseen:
            seen.note("hidden", style.hidden or style.unseen, text)
            break
        if style.moved or name != "img":  # a picture is what it is, whatever lies behind it or is made of its colours
            seen.note("moved" if style.moved else "doubt", style.moved or style.doubt, text)
        break
    _added(seen, sheets, element, name, styles[0])
    _turned(seen, element, name, styles)
    if name == "svg" and any(
        local(e) == "text" and _has_words("".join(map(str, e.itertext()))) for e in element.iter(etree.Element)
    ):
        seen.note("doubt", "words in a drawing", _start("".join(map(str, element.itertext()))))
    if (element.get("aria-hidden") or "").lower() == "true" and _has_words(whole := "".join(map(str, element.itertext()))):
        seen.note("folded", "aria-hidden", _start(whole))
    if name == "details" and element.get("open") is None:
        rest = "".join(
            "".join(map(str, child.itertext()))
            for child in element.iter(etree.Element)
            if child.getparent() is element and local(child) != "summary"
        )  # noqa: E501
        if _has_words(rest):
            seen.note("folded", "details, closed", _start(rest))


def _turned(seen: Seen, element: etree._Element, name: str, styles: list[ComputedStyle]) -> None:
    """Report words written in reverse, swapped parts of a table, and pictures without size."""
    for style in styles:
        shape = next(iter(words(style.taken.get("display", ()))), "")
        if OUT_OF_TURN.get(shape, name) != name and _has_words(whole := "".join(map(str, element.itertext()))):
            seen.note("moved", shown("display", style.taken["display"]), _start(whole))
            return
        turned = words(style.taken.get("direction", ())) == ("rtl",)
        if turned and (text := _own_words(element, name)) and not _has_letters_from_the_right(element):
            seen.note("moved", shown("direction", style.taken["direction"]), text)
            return
        if name == "img" and (side := _without_size(style)):
            seen.note("hidden", shown(side, style.taken[side]), _own_words(element, name))
            return


def _has_letters_from_the_right(element: etree._Element) -> bool:
    """Whether the document of an element has letters that are written from right to left."""
    whole = "".join(map(str, element.getroottree().getroot().itertext()))
    return any(bidirectional(character) in ("R", "AL") for character in whole)


def _without_size(style: ComputedStyle) -> str:
    """The property that leaves a picture no size; "" when none does."""
    for side in ("width", "height", "max-width", "max-height"):
        value = style.taken.get(side, ())
        px = length(value[0], Units(style.size, style.root)) if value else None
        if px is not None and px < _LEAST_PICTURE_PX:
            return side
    return ""


def _added(seen: Seen, sheets: Sheets, element: etree._Element, name: str, style: ComputedStyle) -> None:
    """Words that lists, quotation marks and hyphens of a style would add.

    And what moves words by itself.
    """
    for each in _STRINGS:
        value = style.taken.get(each, ())
        if any(token.type == "string" and _has_words(token.value) for token in value) and (
            each != "list-style-type" or name == "li"
        ):
            seen.note("added", shown(each, value), "")
    moving = {str(token.value) for token in style.taken.get("animation-name", ()) if token.type in ("ident", "string")}
    if moving & sheets.animated:
        seen.note("doubt", shown("animation", style.taken["animation-name"]), _start("".join(map(str, element.itertext()))))


def _pseudo(walk: _Walk, element: etree._Element, matched: list[tuple[Any, ...]], styles: list[ComputedStyle]) -> None:
    """What pseudo-elements of an element add or hide: `::before`, `::first-letter`."""
    for pseudo in dict.fromkeys(row[2] for row in matched):
        rows = [row for row in matched if row[2] == pseudo]
        for world, parent in zip(walk.worlds, styles, strict=True):
            if parent.hidden:
                continue
            key = (id(parent), world, pseudo, tuple(row[1] for row in rows))
            if key not in walk.sheets.styles:
                plain = replace(parent, taken={name: value for name, value in parent.taken.items() if name != "content"})
                walk.sheets.styles[key] = computed(plain, _without_content(_in_order(rows, world, ())), Kind(block=False))
            if pseudo in ("first-letter", "first-line"):
                style = walk.sheets.styles[key]
                text = "".join(map(str, element.itertext()))
                if (style.hidden or style.unseen) and not parent.unseen and _has_words(text):
                    walk.seen.note("hidden", f"::{pseudo}, {style.hidden or style.unseen}", _start(text))
            elif not walk.sheets.styles[key].hidden:
                if (doubt := walk.sheets.styles[key].doubt) and is_covering(doubt) and _is_made(rows, world):
                    walk.seen.note("doubt", f"::{pseudo}, {doubt}", _start("".join(map(str, element.itertext()))))
                _content(walk.seen, element, pseudo, _in_order(rows, world, ()), walk.sheets.styles[key])


def _is_made(rows: list[tuple[Any, ...]], world: frozenset[int]) -> bool:
    return any(d.name == "content" for d in _in_order(rows, world, ()))


def _without_content(declared: Iterable[Declaration]) -> list[Declaration]:
    return [d for d in declared if d.name != "content"]


def _content(seen: Seen, element: etree._Element, pseudo: str, declared: Iterable[Declaration], style: ComputedStyle) -> None:
    """The words of `content`.

    Counters and quotation marks are none, and neither is what has no letter and no figure.
    """
    ordered = sorted((d for d in declared if d.name == "content"), key=lambda d: d.important)
    if not ordered:
        return
    value = substituted(ordered[-1].value, style.custom) or ordered[-1].value
    text = "".join(str(token.value) for token in value if token.type == "string")
    for name, given in functions(value):
        if name == "attr" and given and given[0].type == "ident":
            text += element.get(given[0].value) or "".join(str(t.value) for t in given[1:] if t.type == "string")
        elif name == "counters":
            text += "".join(str(token.value) for token in given if token.type == "string")
        elif name == "var" or name in _MADE:
            seen.note("doubt", f"::{pseudo} {{ {shown('content', value)} }}", "")
    if "open-quote" in words(value):
        quotes = style.taken.get("quotes", ())
        text += "".join(str(token.value) for token in quotes if token.type == "string")
    if any(token.type == "url" for token in value):
        seen.note("doubt", f"::{pseudo} {{ {shown('content', value)} }}", "")
    if _has_words(text):
        seen.note("added", f"::{pseudo} {{ {shown('content', value)} }}", text)


def _own_words(element: etree._Element, name: str) -> str:
    """The words that stand in an element itself, and not in one within it.

    Of a picture or a formula what it is.
    """
    if name == "img":
        return f"the picture “{element.get('alt')}”" if (element.get("alt") or "").strip() else ""
    if name in ("math", "svg"):
        return "a formula" if name == "math" else ""
    text = (element.text or "") + " ".join(child.tail or "" for child in element)
    return _start(text) if _has_words(text) else ""


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _start(text: str) -> str:
    return " ".join(text.split())[:60]


# --- the sheets of a document -------------------------------------------------------------------------------------------


def links_to_sheets(doc: Doc) -> Iterator[tuple[str, str, str]]:
    """The sheets of a document in their order.

    Kind ("link" or "style"), target or text, and the media they are for.
    """
    before = doc.root.getprevious()
    instructions = []
    while before is not None:
        if isinstance(before, etree._ProcessingInstruction) and before.target == "xml-stylesheet":
            instructions.append(before)
        before = before.getprevious()
    for instruction in reversed(instructions):
        yield "link", str(instruction.get("href") or ""), str(instruction.get("media") or "")
    for element in doc.root.iter(etree.Element):
        name = local(element)
        kinds = (element.get("rel") or "").lower().split()
        if name == "link" and "stylesheet" in kinds:
            media = element.get("media") or ""
            yield "link", element.get("href") or "", f"(alternate) and ({media})" if "alternate" in kinds else media
        elif name == "style":
            yield "style", "".join(map(str, element.itertext())), element.get("media") or ""


def sheets_of(doc: Doc, fetch: Fetch, known: dict[object, Sheets]) -> Sheets:
    """The sheets of a document; those that several documents share are parsed once."""
    links = tuple(
        (kind, fetch(doc.path, text)[0] if kind == "link" else text, media) for kind, text, media in links_to_sheets(doc)
    )
    if links not in known:
        sheets = Sheets()
        for (kind, target, media), (_, raw, _) in zip(links, links_to_sheets(doc), strict=True):
            if kind == "style":
                read_sheet(sheets, target, doc.path, fetch, media)
                continue
            path, data = fetch(doc.path, raw)
            if data is not None:
                read_sheet(sheets, data, path, fetch, media)
        settle(sheets)
        known[links] = sheets
    return known[links]
