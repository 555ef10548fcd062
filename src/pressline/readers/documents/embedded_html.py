"""HTML within Markdown: blocks are read as HTML, tags in a line become marks.

pandoc's CommonMark with raw HTML off drops the blocks and what stands in them without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from pressline.findings import Place
from pressline.model import Node
from pressline.readers.documents.boilerplate import SILENT
from pressline.readers.documents.html_cleanup import place_all_ids
from pressline.readers.documents.html_normalize import make_regular
from pressline.readers.documents.html_to_ast import blocks_of
from pressline.readers.documents.html_tree import tree_of
from pressline.readers.documents.start_tags import AT

_STYLES = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "Emph"),
    **dict.fromkeys(("strong", "b"), "Strong"),
    **dict.fromkeys(("s", "del", "strike"), "Strikeout"),
    **dict.fromkeys(("u", "ins"), "Underline"),
    "sup": "Superscript",
    "sub": "Subscript",
}
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*+)([^>]*+)>\Z", re.S)
_VALUE = re.compile(r"\b(href|id|name|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
Pandoc = Callable[[bytes], list[Node]]


def html_read(tree: Any, path: str, pandoc: Pandoc) -> Any:
    """A tree of pandoc's whose raw HTML is read.

    No RawBlock and no RawInline of HTML is left in it.
    """
    if isinstance(tree, dict):
        return {key: html_read(value, path, pandoc) for key, value in tree.items()}
    if not isinstance(tree, list):
        return tree
    kinds = {item["t"] for item in tree if isinstance(item, dict) and "t" in item}
    if "RawInline" in kinds:
        tree = _phrases(tree)
    elif "RawBlock" in kinds:
        tree = _blocks(tree, path, pandoc)
    return [html_read(item, path, pandoc) for item in tree]


def _is_html(node: Any) -> bool:
    return node["t"] in ("RawBlock", "RawInline") and node["c"][0] == "html"


def _blocks(blocks: list[Node], path: str, pandoc: Pandoc) -> list[Node]:
    """Blocks in which each row of raw HTML is read as one page."""
    found: list[Node] = []
    row: list[str] = []
    for block in [*blocks, None]:
        if block is not None and _is_html(block):
            row.append(block["c"][1])
            continue
        if row:
            found += _page("\n".join(row), path, pandoc)
            row = []
        if block is not None:
            found.append(block)
    return found


def _page(html: str, path: str, pandoc: Pandoc) -> list[Node]:
    root = tree_of(html, Place(path))
    for silent in list(root.iter(*SILENT)):
        silent.drop_tree()
    for form in root.iter("textarea", "button", "select", "option", "label", "output", "legend", "fieldset", "form"):
        form.tag = "div" if form.tag in ("fieldset", "form") else "span"
    place_all_ids(root)
    make_regular(root)
    for element in root.iter():
        element.attrib.pop(AT, None)
    return blocks_of(root, pandoc)


def _phrases(inlines: list[Node]) -> list[Node]:
    """Inlines in which tags are what they mean.

    An end tag without a start is nothing, a start tag goes to the end.
    """
    stack: list[tuple[str, str, list[Node]]] = [("", "", [])]
    for node in inlines:
        if not _is_html(node):
            stack[-1][2].append(node)
            continue
        tag = _TAG.match(node["c"][1])
        name = tag[2].lower() if tag else ""
        if tag and name == "br":
            stack[-1][2].append({"t": "LineBreak"})
        elif tag and tag[1]:
            if any(name == opened for opened, _, _ in stack):
                while _close(stack) != name:
                    pass
        elif tag and not tag[3].endswith("/"):
            stack.append((name, tag[3], []))
        elif tag:
            stack[-1][2].extend(_phrase(name, tag[3], []))
    while len(stack) > 1:
        _close(stack)
    return stack[0][2]


def _close(stack: list[tuple[str, str, list[Node]]]) -> str:
    name, attributes, inner = stack.pop()
    stack[-1][2].extend(_phrase(name, attributes, inner))
    return name


def _phrase(name: str, attributes: str, inner: list[Node]) -> list[Node]:
    """What an element of HTML is in pandoc's tree."""
    values = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _VALUE.finditer(attributes)}
    id = values.get("id") or (values.get("name", "") if name == "a" else "")
    if name in SILENT or name == "title":
        return []
    nodes = inner
    if name == "a" and "href" in values:
        nodes = [{"t": "Link", "c": [["", [], []], inner, [values["href"], values.get("title", "")]]}]
    elif name in _STYLES:
        nodes = [{"t": _STYLES[name], "c": inner}] if inner else []
    return [{"t": "Span", "c": [[id, [], []], nodes]}] if id else nodes
