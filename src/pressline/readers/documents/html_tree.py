"""HTML text to a tree of lxml elements, by the HTML standard's own tree construction.

As a browser reads it.

Chosen: lexbor by selectolax, instead of html5lib (pure Python, last release 2020), html5-parser (no
wheels) and turbohtml (as fast, and knows lines, but new and of one hand). lexbor keeps no lines: `startags` sends them
through it as an attribute.

Depth that says nothing is taken out here, before any limit counts: formatting within the same formatting, and divisions
within a hundred others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5

import lxml.etree
import lxml.html
from lxml.html import HtmlElement
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pressline.findings import Place, stop
from pressline.readers.documents.start_tags import AT, FORMATTING, placed

_DEEPEST = 480  # elements within each other; Chromium stops at 512 (kMaximumHTMLParserDOMTreeDepth)
_CONTAINERS_DEEP = 100
_PHRASES_DEEP = 24  # there are fewer kinds of formatting
_PHRASES = (FORMATTING | {"span", "sup", "sub", "cite", "del", "ins", "mark", "abbr", "acronym", "bdi", "bdo"}) - {"a"}
_CONTAINERS = frozenset({"div", "section", "center", "article", "main", "header", "footer", "aside", "address", "hgroup"})
_MEANING = ("class", "style", "role", "hidden")

_NAME = re.compile(r"[A-Za-z_][\w.:-]*\Z")
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_XHTML = re.compile(r"\s*+<\?xml[^>]*+>|(?:\s*+<!doctype[^>]*+>)?\s*+<html[^>]{0,500}xmlns=", re.I)
_DOCTYPE = re.compile(r"<!doctype[^<>\[]*+>", re.I)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_KEPT_ENTITIES = ("amp;", "lt;", "gt;", "quot;", "apos;")
_XHTML_SPACE = "{http://www.w3.org/1999/xhtml}"


def tree_of(text: str, place: Place) -> HtmlElement:
    """The html element of an HTML text, all others in it.

    Comments and processing instructions left out.

    XHTML is parsed as XML, and as HTML when it is not well-formed. Every element that a tag of the file made, formatting
    left out, has the attribute `AT`, which `line_of` reads. Control characters are dropped.

    Raises:
        PresslineError: R024 when more than 480 elements are nested in each other; R026 as `startags.placed` does.
    """
    text = _UNPRINTED.sub("", text.lstrip("\ufeff"))
    root = _as_xml(text) if _XHTML.match(text) else None
    builder = _Builder(place)
    if root is not None:
        _build_xml(root, builder)
    else:
        _build(LexborHTMLParser(placed(re.sub(r"\A\s*<\?xml[^>]*>", "", text), place)).root, builder)
    return builder.root


def line_of(element: HtmlElement) -> int:
    """The line of the file in which an element starts; 0 when no tag of the file made it."""
    return int((element.get(AT) or "0").partition(":")[0])


def _as_xml(text: str) -> lxml.etree._Element | None:
    """The root of an XHTML text that is well-formed; else None."""
    if "<!ENTITY" in text:
        return None
    text = re.sub(r"\A\s*<\?xml[^>]*>", lambda m: "\n" * m[0].count("\n"), text)
    text = _DOCTYPE.sub(lambda m: "\n" * m[0].count("\n"), text, count=1)
    text = _ENTITY.sub(lambda m: m[0] if m[1] in _KEPT_ENTITIES else html5.get(m[1], m[0]), text)
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    except lxml.etree.XMLSyntaxError:
        return None
    return root if root.tag in (f"{_XHTML_SPACE}html", "html") else None


def _build_xml(root: lxml.etree._Element, builder: _Builder) -> None:
    for serial, (event, element) in enumerate(lxml.etree.iterwalk(root, events=("start", "end"))):
        if not isinstance(element.tag, str):
            builder.text(element.tail or "" if event == "end" else "")
        elif event == "start":
            given = {_plain_name(str(name)): str(value) for name, value in element.attrib.items()}
            builder.start(_plain_name(element.tag).lower(), {AT: f"{element.sourceline or 0}:{serial}", **given})
            builder.text(element.text or "")
        else:
            builder.end()
            builder.text((element.tail or "") if element is not root else "")


def _plain_name(name: str) -> str:
    """The name of an element or attribute, with its prefix where HTML pages have one."""
    space, _, local = name.rpartition("}")
    return f"epub:{local}" if space.endswith("/ops") else f"xml:{local}" if space.endswith("/namespace") else local


def _build(root: LexborNode | None, builder: _Builder) -> None:
    """Hand a tree of lexbor's to a builder, in the order of the text; without recursion."""
    node, depth = root, 0
    while node is not None:
        if node.is_text_node:
            builder.text(node.text_content or "")
        elif node.is_element_node:
            builder.start(node.tag or "span", node.attributes)
            child = node.first_child
            if child is not None:
                node, depth = child, depth + 1
                continue
            builder.end()
        while node is not None and depth and node.next is None:
            node, depth = node.parent, depth - 1
            builder.end()
        node = node.next if node is not None and depth else None


@lru_cache(maxsize=1024)
def _is_name(name: str) -> bool:
    """Whether XML takes a name, too."""
    return _NAME.match(name) is not None


@dataclass(slots=True)
class _OpenElement:
    """An element that is open: where its words go, and what is around it."""

    holder: HtmlElement
    depth: int  # elements around the holder
    containers: int
    phrases: tuple[tuple[str, ...], ...]  # tag and meaning of each open phrase
    within: HtmlElement | None = None  # the deepest container that stays; those in it stand behind each other


class _Builder:
    """Makes the tree of start tags, texts and end tags that are in order."""

    def __init__(self, place: Place) -> None:
        self.root: HtmlElement = lxml.html.html_parser.makeelement("html")
        self.place = place
        self.open: list[_OpenElement] = []
        self.seen: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str | None]) -> None:
        """A start tag, with its attributes."""
        if not self.open:
            self._set(self.root, attributes)
            self.open.append(_OpenElement(self.root, 0, 0, ()))
            return
        above = self._settled(self.open[-1])
        if tag in _PHRASES:
            self._phrase(tag, attributes, above)
        elif tag in _CONTAINERS and above.containers >= _CONTAINERS_DEEP:
            within = above.within if above.within is not None else above.holder
            element = self._element(within, tag, attributes)
            self.open.append(_OpenElement(element, above.depth, above.containers, (), within))
        else:
            if above.depth > _DEEPEST:
                raise stop("R024", Place(self.place.path, self._line(attributes)), depth=_DEEPEST)
            element = self._element(above.holder, tag, attributes)
            deeper = above.containers + (tag in _CONTAINERS)
            self.open.append(_OpenElement(element, above.depth + 1, deeper, above.phrases if tag == "a" else ()))

    def text(self, text: str) -> None:
        """Words within the last start tag that has not ended."""
        if not text or not self.open:
            return
        above = self.open[-1]
        holder = above.holder if above.within is None else self._settled(above).holder
        text = _UNPRINTED.sub("", text)
        last = next(holder.iterchildren(reversed=True), None)  # len() would count them
        if last is not None:
            last.tail = (last.tail or "") + text
        else:
            holder.text = (holder.text or "") + text

    def end(self) -> None:
        """The end tag of the last start tag that has none."""
        self.open.pop()

    def _settled(self, above: _OpenElement) -> _OpenElement:
        """Where words go next: behind containers that were set behind a container, not into it."""
        if above.within is not None and above.holder.getnext() is not None:
            above.holder = lxml.etree.SubElement(above.within, "div")
        return above

    def _phrase(self, tag: str, attributes: dict[str, str | None], above: _OpenElement) -> None:
        """A phrase; one that says nothing beside those around it is only what it holds."""
        meaning = (tag, *((attributes.get(name) or "") for name in _MEANING[:3]))
        hidden = "hidden" in attributes or "none" in meaning[2] or "hidden" in meaning[2]
        idle = meaning in above.phrases or (tag == "font" and any(tag == outer[0] for outer in above.phrases))
        idle = idle or (tag == "span" and bool(above.phrases) and not any(meaning[1:]))
        if (idle or len(above.phrases) >= _PHRASES_DEEP) and not hidden:
            if attributes.get("id"):
                self._element(above.holder, "span", {"id": attributes["id"]})
            self.open.append(_OpenElement(above.holder, above.depth, above.containers, above.phrases, above.within))
            return
        if above.depth > _DEEPEST:
            raise stop("R024", Place(self.place.path, self._line(attributes)), depth=_DEEPEST)
        element = self._element(above.holder, tag, attributes)
        self.open.append(_OpenElement(element, above.depth + 1, above.containers, (*above.phrases, meaning)))

    def _element(self, holder: HtmlElement, tag: str, attributes: dict[str, str | None]) -> HtmlElement:
        """A new element behind all that a holder holds."""
        element = lxml.etree.SubElement(holder, tag if _is_name(tag) and ":" not in tag else "span")
        self._set(element, attributes)
        return element

    def _set(self, element: HtmlElement, attributes: dict[str, str | None]) -> None:
        """The attributes of an element; one that a block opened again has no id of its own."""
        at = attributes.get(AT) or (attributes.get("id") if element.tag in FORMATTING else "") or ""
        again = at in self.seen
        self.seen.add(at)
        for name, value in attributes.items():
            if name == AT and not again:
                element.set(AT, at)
            elif not (again and at and name in ("id", "name", AT)) and _is_name(name):
                element.set(name, _UNPRINTED.sub("", value or ""))

    @staticmethod
    def _line(attributes: dict[str, str | None]) -> int:
        return int((attributes.get(AT) or "0").partition(":")[0])
