"""The stream of a book or of a finished file, and reading it into a text.

One and the same function for all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pressline.compare.text_compare import fold
from pressline.model import Account, BlockKind, BlockStart, Book, CallMark, Node, StyledReading
from pressline.pandoc.tree import LEAVES, attribute, children, classes_of, is_call, nodes


class StyledText(str):
    """A stretch of text with how it is set and where it links."""

    __slots__ = ("style", "target")
    style: str
    target: str

    def __new__(cls, text: str, style: str = "", target: str = "") -> StyledText:
        """The text itself is the string."""
        ink = super().__new__(cls, text)
        ink.style, ink.target = style, target
        return ink


class Edge(str):
    """The edge of a block, a line's end; `kind` says what begins there, "" when nothing does."""

    __slots__ = ("kind", "level")
    kind: BlockKind
    level: int

    def __new__(cls, kind: BlockKind = "", level: int = 0) -> Edge:
        """Every edge is a line's end."""
        edge = super().__new__(cls, "\n")
        edge.kind, edge.level = kind, level
        return edge


Piece = str | Node  # a plain string is text without style; a Node is a call

# --- the stream of a book -----------------------------------------------------------------------------------------------

_STYLES = {
    "Emph": "i", "Strong": "b", "SmallCaps": "c", "Strikeout": "k", "Superscript": "^", "Subscript": "_", "Underline": "u",
    "Code": "m", "CodeBlock": "m",
}  # fmt: skip
_CLASSES = {"smallcaps": "c", "underline": "u"}
_ODD = frozenset({"math", "missing"})  # classes of what a format sets in its own way
_BLOCKS: dict[str, BlockKind] = {"Para": "text", "Plain": "text", "Header": "heading", "CodeBlock": "code"}
_AROUND = frozenset({"BlockQuote", "OrderedList", "BulletList", "Table", "Div", "Figure"})
# Nodes that can have an id, a link's end.
_NAMED = frozenset({"Span", "Div", "Code", "CodeBlock", "Link", "Image", "Table", "Figure", "Header"})
UNSURE = "?"  # the style of what a format sets in its own way
RAISED = "^"


def pieces_of(tree: Any, ids: Container[str] = ()) -> Iterator[Piece]:
    """The stream of a tree of pandoc's.

    What `tree.prose` gives, with styles, targets and kinds of blocks.

    A link to a place that is not among `ids` is none: every format takes it away and keeps its words.
    """
    stack: list[tuple[Any, str, str, BlockKind]] = [(tree, "", "", "text")]
    while stack:
        item, style, target, within = stack.pop()
        if isinstance(item, str):
            yield item if isinstance(item, Edge) else Edge() if item == "\n" else StyledText(item, style, target)
            continue
        if isinstance(item, list):
            stack.extend((part, style, target, within) for part in reversed(_joined_words(item)))
            continue
        if not isinstance(item, dict) or "t" not in item:
            continue
        if is_call(item):
            yield item
            continue
        kind: str = item["t"]
        edges = _edges(item, within)
        style = joined(style, _style_of(item))
        if kind == "Link":
            target = item["c"][2][0]
            target = "" if target.startswith("#") and target[1:] not in ids else target
        within = "cell" if kind == "Table" else within
        stack.extend((part, style, target, within) for part in reversed([*edges[:1], *children(item), *edges[1:]]))


def _joined_words(items: list[Any]) -> list[Any]:
    """A list that joins neighbouring words and spaces into one string, for speed."""
    result: list[Any] = []
    text: list[str] = []
    for item in items:
        kind = item.get("t") if isinstance(item, dict) else None
        if kind in LEAVES:
            text.append(item["c"] if kind == "Str" else " ")
            continue
        if text:
            result.append("".join(text))
            text = []
        result.append(item)
    if text:
        result.append("".join(text))
    return result


def _edges(node: Node, within: BlockKind) -> list[Edge]:
    """The edges of a node, before and after it; none for a node within a line."""
    kind = node["t"]
    if kind in _BLOCKS:
        block = within if _BLOCKS[kind] == "text" else _BLOCKS[kind]
        return [Edge(block, node["c"][0] if kind == "Header" else 0), Edge()]
    return [Edge(), Edge()] if kind in _AROUND else []


def _style_of(node: Node) -> str:
    if node["t"] in ("Span", "Div"):
        names = classes_of(node)
        return UNSURE if _ODD.intersection(names) else "".join(_CLASSES.get(name, "") for name in names)
    return _STYLES.get(node["t"], "")


def joined(style: str, more: str) -> str:
    """Two styles together: a set of letters in their order.

    >>> joined("i", "b")
    'bi'
    """
    return "".join(sorted({*style, *more})) if more else style


# --- from a stream to a text -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _WordCollector:
    """What has been read of a stream.

    `word`: the parts of the word that has begun, each with its style.
    """

    words: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    blocks: dict[int, BlockStart] = field(default_factory=dict)
    calls: list[CallMark] = field(default_factory=list)
    word: list[tuple[str, str]] = field(default_factory=list)
    target: str = ""

    def end_word(self) -> None:
        """Put the word that has begun to the others."""
        if not self.word:
            return
        styles = {style for _, style in self.word}
        self.words.append(self.word[0][0] if len(self.word) == 1 else "".join(part for part, _ in self.word))
        self.styles.append(styles.pop() if len(styles) == 1 else _mixed(self.word))
        self.targets.append(self.target)
        self.word, self.target = [], ""

    def begin_block(self, edge: str) -> None:
        """Note that a block begins here."""
        at = len(self.words)
        kind, level = (edge.kind, edge.level) if isinstance(edge, Edge) else ("", 0)
        if kind or at not in self.blocks:
            self.blocks[at] = BlockStart(at, kind, level)


def _mixed(parts: Iterable[tuple[str, str]]) -> str:
    """The style of a word that has several: each with how many letters it covers.

    A combining mark is none.
    """
    runs = []
    for style, run in groupby(parts, key=lambda part: part[1]):
        length = sum(1 for text, _ in run for letter in text if not unicodedata.combining(letter))
        runs.append(f"{style}:{length}")
    return " ".join(runs)


def styled_reading(pieces: Iterable[Piece]) -> StyledReading:
    """What a reader meets in a stream of pieces."""
    collector = _WordCollector()
    for piece in pieces:
        if not isinstance(piece, str):
            collector.calls.append(CallMark(attribute(piece, "note"), len(collector.words) + bool(collector.word)))
        elif piece == "\n":
            collector.end_word()
            collector.begin_block(piece)
        else:
            _take(piece, collector)
    collector.end_word()
    blocks = tuple(block for block in collector.blocks.values() if block.at < len(collector.words))
    return StyledReading(
        tuple(collector.words), tuple(collector.styles), tuple(collector.targets), blocks, tuple(collector.calls)
    )


def _take(piece: str, collector: _WordCollector) -> None:
    """Put a stretch of text into the tray."""
    text = fold(piece)
    parts = text.split()
    style, target = (piece.style, piece.target) if isinstance(piece, StyledText) else ("", "")
    if not parts or text[0].isspace():
        if text:
            collector.end_word()
        if not parts:
            return
    collector.word.append((parts[0], style))
    collector.target = collector.target or target
    whole = parts[1:] if text[-1].isspace() else parts[1:-1]
    if len(parts) > 1 or text[-1].isspace():
        collector.end_word()
    collector.words += whole
    collector.styles += [style] * len(whole)
    collector.targets += [target] * len(whole)
    if len(parts) - 1 > len(whole):
        collector.word.append((parts[-1], style))
        collector.target = target


def account_of(book: Book) -> Account:
    """What a reader of the book must meet, closely."""
    ids = frozenset(_ids([book.blocks, *(note.body for note in book.notes)]))
    notes = {note.number: styled_reading(pieces_of(note.body, ids)) for note in book.notes}
    return Account(styled_reading(pieces_of(book.blocks, ids)), notes)


def _ids(tree: Any) -> Iterator[str]:
    """The ids of all places in a tree, and those that the author wanted and could not have."""
    for node in nodes(tree, *_NAMED):
        content: Any = node["c"]
        name, _, pairs = content[1] if node["t"] == "Header" else content[0]
        yield name
        yield from (value for key, value in pairs if key == "asked")
