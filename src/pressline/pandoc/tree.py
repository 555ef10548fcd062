"""Walk pandoc's AST: the few functions to read or change a tree of JSON nodes.

pandoc's own JSON is used as it is, instead of a library of node classes, because a tree that is mostly passed through
should not be taken apart and put together again: what Pressline does not know (tables, mathematics) stays untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]

# How pandoc's JSON nests: nodes that hold prose a reader sees in print, and where in their content it stands.
_BREAKS = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
# Nodes that hold no others: nine of ten in an essay, so that passing over them halves the time of a walk.
LEAVES = frozenset({"Str", *_BREAKS})


def string(text: str) -> Node:
    """A Str node."""
    return {"t": "Str", "c": text}


def span(content: list[Node], *, id: str = "", classes: tuple[str, ...] = (), attributes: dict[str, str] | None = None) -> Node:
    """A Span node."""
    return {"t": "Span", "c": [[id, list(classes), [[k, v] for k, v in (attributes or {}).items()]], content]}


def div(content: list[Node], *, id: str = "", classes: tuple[str, ...] = (), attributes: dict[str, str] | None = None) -> Node:
    """A Div node."""
    return {"t": "Div", "c": [[id, list(classes), [[k, v] for k, v in (attributes or {}).items()]], content]}


def raw(format: str, text: str, *, block: bool = False) -> Node:
    """A RawInline or RawBlock node for one of pandoc's writers."""
    return {"t": "RawBlock" if block else "RawInline", "c": [format, text]}


def classes_of(node: Node) -> list[str]:
    """The classes of a node that has attributes, else none."""
    content: Any = node.get("c")
    if node.get("t") in ("Span", "Div", "Code", "CodeBlock", "Link", "Image", "Table", "Figure"):
        return list(content[0][1])
    if node.get("t") == "Header":
        return list(content[1][1])
    return []


def attribute(node: Node, name: str) -> str:
    """The attribute `name` of a Span or Div, "" when it has none."""
    return next((str(value) for key, value in node["c"][0][2] if key == name), "")


def is_call(node: Node) -> bool:
    """Whether a node is a call: a Span of class "call"."""
    return node.get("t") == "Span" and "call" in classes_of(node)


DECORATIVE = "decorative"  # the class of an Image that the author gave an empty alternative text: it shows nothing of its own
SUPRA = "supra"  # the class of a Span that shows the number of the note in its attribute "note"


def is_supra(node: Node) -> bool:
    """Whether a node is the number of another note, as text: a Span of class "supra"."""
    return node.get("t") == "Span" and SUPRA in classes_of(node)


def formulas(tree: Any) -> int:
    """How many formulas of a tree are set.

    In an alternative text of a picture they are no more than letters.
    """
    within = sum(1 for image in walk(tree) if image["t"] == "Image" for node in walk(image["c"]) if node["t"] == "Math")
    return sum(1 for node in walk(tree) if node["t"] == "Math") - within


def walk(tree: Any) -> Iterator[Node]:
    """Every node of a tree, parents before children, in reading order.

    Without recursion, for trees of any depth.
    """
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "t" in item:
                yield item
                if item["t"] in LEAVES:
                    continue
            stack.extend(reversed(item.values()))
        elif isinstance(item, list):
            stack.extend(reversed(item))


def nodes(tree: Any, *kinds: str) -> Iterator[Node]:
    """The nodes of some kinds, parents before children, in reading order.

    `walk` for those who want few of them.
    """
    wanted = frozenset(kinds)
    passed = LEAVES - wanted
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend([part for part in item[::-1] if not isinstance(part, dict) or part.get("t") not in passed])
        elif isinstance(item, dict):
            kind = item.get("t")
            if kind in wanted:
                yield item
            if kind not in LEAVES:
                stack.extend([*item.values()][::-1])


_LINES = frozenset({"Para", "Plain", "LineBlock", "CodeBlock", "RawBlock", "HorizontalRule"})


def headers(blocks: Any) -> Iterator[Node]:
    """The headings of a tree of blocks, in reading order.

    What stands within a line is passed over: it holds none.
    """
    stack = [blocks]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item[::-1])
        elif isinstance(item, dict):
            kind = item.get("t")
            if kind == "Header":
                yield item
            elif kind not in _LINES and kind not in LEAVES:
                stack.extend([*item.values()][::-1])


def depth_of(tree: Any) -> int:
    """How many nodes are nested in each other at the deepest place of a tree."""
    deepest = 0
    stack = [(tree, 0)]
    while stack:
        item, depth = stack.pop()
        deepest = max(deepest, depth)
        if isinstance(item, dict):
            if item.get("t") in LEAVES:
                deepest = max(deepest, depth + 1)
                continue
            stack.extend((value, depth + ("t" in item)) for value in item.values())
        elif isinstance(item, list):
            stack.extend((value, depth) for value in item)
    return deepest


def rewrite(tree: Any, change: Callable[[Node], Node | list[Node] | None], *kinds: str) -> Any:
    """A copy of a tree in which `change` was asked about every node, parents first.

    Or only about those of some kinds.

    `change` returns a node or a list of nodes to put in its place as they are (they are not walked again), or None to
    keep the node and go on into its children. Leaves that are kept are those of the tree itself, not copies.
    """
    asked = frozenset(kinds)
    kept = LEAVES - asked if asked else frozenset[str]()

    def copied(item: Any) -> Any:
        if isinstance(item, list):
            return listed(item)
        if not isinstance(item, dict) or item.get("t") in LEAVES:
            return item
        return {key: copied(value) if isinstance(value, dict | list) else value for key, value in item.items()}

    def listed(items: list[Any]) -> list[Any]:
        result: list[Any] = []
        for item in items:
            kind = item.get("t") if isinstance(item, dict) else None
            if kind in kept or (kind is None and not isinstance(item, dict | list)):
                result.append(item)
                continue
            new = change(item) if kind is not None and (not asked or kind in asked) else None
            if new is None:
                result.append(copied(item))
            elif isinstance(new, list):
                result.extend(new)
            else:
                result.append(new)
        return result

    return copied(tree)


def disarmed(tree: Any) -> Any:
    """A tree in which no span passes for a call but Pressline's own, which come later.

    `[x]{.call}` is what it shows.
    """
    if not any(is_call(node) or is_supra(node) for node in nodes(tree, "Span")):
        return tree
    return rewrite(tree, lambda node: span(disarmed(node["c"][1])) if is_call(node) or is_supra(node) else None, "Span")


def plain(tree: Any) -> str:
    """The text of a tree as a reader sees it, calls left out.

    For headings, titles and messages.
    """
    parts: list[str] = []
    for node in nodes(tree, "Str", *_BREAKS, "Code", "Math", "CodeBlock"):
        kind: str = node["t"]
        parts.append(_BREAKS.get(kind) or (node["c"] if kind == "Str" else node["c"][1]))
    return "".join(parts)


# Nodes that start a new line of prose: words never run over their edges.
_EDGES = frozenset(
    {"Para", "Plain", "Header", "CodeBlock", "BlockQuote", "OrderedList", "BulletList", "Table", "Div", "Figure"}
)


def prose(tree: Any) -> Iterator[str | Node]:
    """What a reader reads of a tree, in order.

    Stretches of text, "\n" at the edges of blocks, and the call nodes.

    Left out: alternative texts of pictures, mathematics, targets of links, raw text for one writer. A Note that pandoc
    made is left out too: the notes stand in Pressline's own table.
    """
    stack: list[Any] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, list):
            stack.extend(reversed(item))
        elif not isinstance(item, dict) or "t" not in item:
            continue
        elif is_call(item):
            yield item
        else:
            edge = ["\n"] if item["t"] in _EDGES else []
            stack.extend(reversed([*edge, *children(item), *edge]))


def children(node: Node) -> list[Any]:
    """The parts of a node that hold prose, in reading order; strings are text."""
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind == "Str":
        return [content]
    if kind in _BREAKS:
        return [" "]
    if kind in ("Code", "CodeBlock"):
        return [content[1]]
    if kind in ("Math", "RawInline", "RawBlock", "Image", "Note", "HorizontalRule"):
        return []
    if kind in ("LineBlock", "DefinitionList"):
        return [part for line in content for part in ("\n", _flat_definition(line) if kind == "DefinitionList" else line)]
    if kind == "Table":
        return _table(content)
    if kind == "Figure":
        return [content[2], content[1][1]]
    if kind == "Header":
        return [content[2]]
    if kind in ("Span", "Div", "Link", "OrderedList", "Cite", "Quoted"):
        return [content[1]]
    return [content]


def _flat_definition(pair: list[Any]) -> list[Any]:
    """A term and its definitions, each on a line of its own."""
    term, definitions = pair
    return [*term, "\n", definitions]


def _table(content: list[Any]) -> list[Any]:
    """The caption and the cells of a table, row by row."""
    _, caption, _, head, bodies, foot = content
    rows = [*head[1], *(row for body in bodies for part in (body[2], body[3]) for row in part), *foot[1]]
    return [caption[1], *(part for row in rows for cell in row[1] for part in ("\n", cell[4]))]
