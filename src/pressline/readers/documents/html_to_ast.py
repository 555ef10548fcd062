"""A regular page's DOM as pandoc's AST.

Paragraphs, headings, lists, quotations and phrases here, all else by pandoc.

Chosen: pandoc 3.9 reads 8.6 MB of HTML in 15 s and 2.2 GB, in pieces as in the whole; what essays mostly are takes a tenth of
that here. A block with anything else in it (tables, pictures, mathematics, code) goes to pandoc, all such blocks in one run.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from pressline.model import Node
from pressline.pandoc.line_blocks import LINE_NUMBER
from pressline.readers.documents.ast_to_paragraphs import LINE
from pressline.readers.documents.html_decode import INLINE
from pressline.readers.documents.html_verse import LINE_BLOCK, SIDES

_PART = "pressline-part-"
_PIECE_BYTES = 300_000  # of a run of pandoc
_HEADS = {f"h{level}": level for level in range(1, 7)}
_STYLED = {
    "em": "Emph",
    "i": "Emph",
    "strong": "Strong",
    "b": "Strong",
    "sup": "Superscript",
    "sub": "Subscript",
    "s": "Strikeout",
    "strike": "Strikeout",
    "del": "Strikeout",
    "u": "Underline",
    "ins": "Underline",
}
_COUNTED = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_BARE = frozenset({"cite", "time", "font", "big", "nobr", "label", "acronym"})  # pandoc takes their words alone
_SPANS = frozenset({"span", "small", "mark", "abbr"})
_PHRASES = frozenset({*_STYLED, *_BARE, *_SPANS, "a", "br"})
_BLOCKS = frozenset({*_HEADS, "p", "div", "ul", "ol", "li", "blockquote", "hr", "body", "html"})
# White space as pandoc parts words at it; a line's end among it makes it a soft break.
_SPACES = re.compile(r"([ \t\r\n]+)")
_ESCAPED = re.compile(r"[\s<>|\"{}\[\]^`\\]")  # what pandoc percent-encodes in an address


class _Strange(Exception):
    """An element that is pandoc's to read."""


def blocks_of(root: HtmlElement, pandoc: Callable[[bytes], list[Node]]) -> list[Node]:
    """The blocks of a normalized page, from `pandoc`, without ids of phrases and styles."""
    body = next(root.iter("body"), root)
    if any((element.get("role") or "").startswith("doc-") for element in body.iter()):
        return pandoc(lxml.html.tostring(root, encoding="utf-8"))  # notes that it takes out of the text
    strange: list[tuple[HtmlElement, list[Node]]] = []
    blocks = list(_blocks(body, strange))
    for part in _pieces(strange):
        html = b"".join(_boxed(k, element) for k, (element, _) in enumerate(part))
        for block in pandoc(html):
            part[int(block["c"][0][0].removeprefix(_PART))][1].extend(block["c"][1])
    return blocks


def _pieces(strange: list[tuple[HtmlElement, list[Node]]]) -> Iterator[list[tuple[HtmlElement, list[Node]]]]:
    """Parts of a list, none much larger than a piece."""
    part, size = [], 0
    for element, place in strange:
        part.append((element, place))
        size += len(lxml.html.tostring(element, with_tail=False))
        if size > _PIECE_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _boxed(number: int, element: HtmlElement) -> bytes:
    """An element in a division by which it is known again."""
    html: bytes = lxml.html.tostring(element, encoding="utf-8", with_tail=False)
    return b'<div id="%s%d">%s</div>' % (_PART.encode(), number, html)


# --- blocks ---------------------------------------------------------------------------------------------------------


def _blocks(holder: HtmlElement, strange: list[tuple[HtmlElement, list[Node]]]) -> Iterator[Node]:
    """The blocks that stand in an element.

    Words and phrases that stand among them are blocks too.
    """
    run = lxml.html.Element("div")
    run.text = holder.text
    for child in list(holder):
        if child.tag in _BLOCKS or not _is_phrase(child):
            yield from _paragraph(run, strange, "Plain")
            yield from _block(child, strange)
            run = lxml.html.Element("div")
            run.text = child.tail
        else:
            run.append(child)  # with its tail; the page is not needed any more
    yield from _paragraph(run, strange, "Plain")


def _is_phrase(element: HtmlElement) -> bool:
    """Whether an element that is no block stands within a line."""
    return element.tag in _PHRASES or element.tag in INLINE or element.tag in ("img", "br", "math")


def _block(element: HtmlElement, strange: list[tuple[HtmlElement, list[Node]]]) -> Iterator[Node]:
    tag: str = element.tag
    if tag == "p" and not element.get("id"):
        yield from _paragraph(element, strange, "Para")
    elif tag in _HEADS:
        yield from _paragraph(element, strange, "Header")
    elif tag == "div":
        yield _div(element, list(_blocks(element, strange)))
    elif tag == "blockquote":
        yield {"t": "BlockQuote", "c": list(_blocks(element, strange))}
    elif tag == "hr":
        yield {"t": "HorizontalRule"}
    elif tag in ("ul", "ol") and all(child.tag == "li" and not child.get("id") for child in element):
        items = [list(_blocks(item, strange)) for item in element]
        if tag == "ul":
            yield {"t": "BulletList", "c": items}
        elif items:
            start = element.get("start") or ""
            first = int(start) if start.isdigit() else 1
            style = _COUNTED.get(element.get("type") or "", "DefaultStyle")
            yield {"t": "OrderedList", "c": [[first, {"t": style}, {"t": "DefaultDelim"}], items]}
    else:
        yield _left_to_pandoc(element, strange)


def _left_to_pandoc(element: HtmlElement, strange: list[tuple[HtmlElement, list[Node]]]) -> Node:
    """A division that pandoc's reading of an element will fill."""
    place: list[Node] = []
    strange.append((element, place))
    return {"t": "Div", "c": [["", [], []], place]}


def _div(element: HtmlElement, blocks: list[Node]) -> Node:
    return {"t": "Div", "c": [_attributes(element), blocks]}


def _attributes(element: HtmlElement) -> list[Any]:
    """The id and the line of an element; nothing asks for more."""
    line = element.get(f"data-{LINE}")
    kept = [element.get("class")] if element.tag == "div" and element.get("class") in (LINE_BLOCK, *SIDES) else []
    return [element.get("id") or "", kept, [[LINE, line]] if line else []]


def _paragraph(element: HtmlElement, strange: list[tuple[HtmlElement, list[Node]]], kind: str) -> Iterator[Node]:
    """The words and phrases of an element as a block of a kind; none when it has neither."""
    try:
        inlines = _parted(_inlines(element))[1]
    except _Strange:
        yield _left_to_pandoc(copy.deepcopy(element) if kind == "Plain" else element, strange)
        return
    if kind == "Header":
        yield {"t": "Header", "c": [_HEADS[element.tag], _attributes(element), inlines]}
    elif inlines:
        yield {"t": kind, "c": inlines}


# --- phrases --------------------------------------------------------------------------------------------------------


def _inlines(element: HtmlElement) -> list[Node]:
    """What stands within an element, as inlines.

    Raises:
        _Strange: when something in it is pandoc's to read.
    """
    found = list(_text(element.text))
    for child in element:
        found += _phrase(child)
        found += _text(child.tail)
    return _merged(found)


def _phrase(element: HtmlElement) -> list[Node]:
    tag = element.tag
    if tag == "br":
        return [{"t": "LineBreak"}]
    if tag not in _PHRASES:
        raise _Strange
    inner = _inlines(element)
    if tag in _BARE:
        return inner
    front, inner, back = _parted(inner)
    if front and not inner:
        back = front  # as pandoc does with a phrase that is nothing but a space
    if tag in _STYLED:
        return [*front, {"t": _STYLED[tag], "c": inner}, *back]
    if tag == "a" and element.get("href") is not None:
        address = element.get("href")
        if _ESCAPED.search(address):
            raise _Strange
        return [*front, {"t": "Link", "c": [_named(element), inner, [address, element.get("title") or ""]]}, *back]
    if element.get("class") == LINE_NUMBER:
        return [{"t": "Span", "c": [["", [LINE_NUMBER], []], inner]}]
    if element.get("class") or element.get("style"):
        raise _Strange  # small capitals, and whatever else pandoc makes of a class
    return [*front, {"t": "Span", "c": [_named(element), inner]}, *back]


def _named(element: HtmlElement) -> list[Any]:
    """The attributes of a link or span; an anchor's name is its id."""
    id, classes, more = _attributes(element)
    return [id or (element.get("name") or "" if element.tag == "a" else ""), classes, more]


def _text(text: str | None) -> Iterator[Node]:
    """A text as strings that are as long as they can be, with the breaks of its lines."""
    if not text:
        return
    if "\n" not in text and not text[0].isspace() and not text[-1].isspace():
        yield {"t": "Str", "c": text}
        return
    parts = _SPACES.split(text)
    words: list[str] = []
    for k, part in enumerate(parts):
        if k % 2 == 0:
            words += [part] if part else []
        elif "\n" in part or k == 1 and not parts[0] or k == len(parts) - 2 and not parts[-1]:
            if words:
                yield {"t": "Str", "c": "".join(words)}
                words = []
            yield {"t": "SoftBreak" if "\n" in part else "Space"}
        else:
            words.append(" ")
    if words:
        yield {"t": "Str", "c": "".join(words)}


_BREAKS = ("Space", "SoftBreak")


def _parted(inlines: list[Node]) -> tuple[list[Node], list[Node], list[Node]]:
    """Inlines without the spaces at their edges, and those.

    They stand outside of an emphasis.
    """
    start = next((k for k, node in enumerate(inlines) if node["t"] not in _BREAKS), len(inlines))
    stop = next((k for k in range(len(inlines), start, -1) if inlines[k - 1]["t"] not in _BREAKS), start)
    return inlines[:start], inlines[start:stop], inlines[stop:]


def _merged(inlines: list[Node]) -> list[Node]:
    """Inlines in which one break stands where there were several.

    The strongest of them, and all that part lines.
    """
    found: list[Node] = []
    for node in inlines:
        before = found[-1]["t"] if found else ""
        if node["t"] in _BREAKS and before in (*_BREAKS, "LineBreak"):
            found[-1] = node if before == "Space" else found[-1]
        elif node["t"] == "LineBreak" and before in _BREAKS:
            found[-1] = node
        else:
            found.append(node)
    return found
