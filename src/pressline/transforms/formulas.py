"""The formulas of a book: written so that every format can read them.

Or shown as their source.

pandoc turns TeX into MathML and OMML, and where it cannot it prints the source among the words, with no more than a warning
that nobody sees. So it is asked beforehand: what it cannot read becomes code here, in every format alike, and a finding P011
that names the line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pressline.findings import Finding, Place, finding
from pressline.model import Book, Node
from pressline.pandoc.program import to_html
from pressline.pandoc.tex import readable
from pressline.pandoc.tree import attribute, classes_of, div, nodes, prose, rewrite, span

_UNREAD = "formula-source"  # the class of a Span that shows the source of a formula that pandoc cannot read
# TeX in the text as it was typed. False positives it avoids: "\(see above\)", "$5 or $6", which have nothing of TeX.
_TEX = r"(?:\\[A-Za-z]{2,}|[\^_][{A-Za-z0-9])"
_TYPED = re.compile(
    rf"\\\((?:(?!\\\))[^\n]){{0,200}}?{_TEX}(?:(?!\\\))[^\n]){{0,200}}\\\)"
    rf"|\\\[(?:(?!\\\])[^\n]){{0,400}}?{_TEX}(?:(?!\\\])[^\n]){{0,400}}\\\]"
    rf"|\$[^$\n]{{0,200}}?{_TEX}[^$\n]{{0,200}}\$"
)
_SHOWN = 60  # characters of a formula that a finding names


def set_formulas(book: Book) -> Book:
    """The book with formulas that pandoc can read; the source of any other is shown as code.

    Raises:
        PresslineError: T001 to T003, from pandoc.
    """
    trees = [book.blocks, *(note.body for note in book.notes)]
    sources = tuple(dict.fromkeys(node["c"][1] for node in nodes(trees, "Math")))
    if not sources:
        return book
    unread = _unread(sources)

    def change(node: Node) -> Node:
        kind, tex = node["c"]
        return _as_code(tex) if tex in unread else {"t": "Math", "c": [kind, readable(tex)]}

    notes = tuple(replace(note, body=rewrite(note.body, change, "Math")) for note in book.notes)
    return replace(book, blocks=rewrite(book.blocks, change, "Math"), notes=notes)


@lru_cache(maxsize=8)
def _unread(sources: tuple[str, ...]) -> frozenset[str]:
    """Those of some formulas of which pandoc makes no MathML."""
    blocks: list[Node] = [
        div([{"t": "Plain", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, readable(tex)]}]}]) for tex in sources
    ]
    written = to_html(blocks).split("<div>")[1:]
    return frozenset(tex for tex, made in zip(sources, written, strict=True) if "<math" not in made)


def _as_code(tex: str) -> Node:
    code: Node = {"t": "Code", "c": [["", [], []], " ".join(tex.split())]}
    return span([code], classes=(_UNREAD,), attributes={"source": tex})


def unread_formulas(book: Book, essay: Path) -> list[Finding]:
    """A finding P011 for each formula of a book that is shown as its source.

    At its line of essay.md.
    """
    spans = nodes([book.blocks, *(note.body for note in book.notes)], "Span")
    sources = [attribute(node, "source") for node in spans if _UNREAD in classes_of(node)]
    if not sources:
        return []
    text = essay.read_text(encoding="utf-8")
    lines = [text.count("\n", 0, at) + 1 if (at := text.find(tex)) >= 0 else 0 for tex in sources]
    return [
        finding("P011", Place(str(essay), line), source=" ".join(tex.split())[:_SHOWN])
        for tex, line in zip(sources, lines, strict=True)
    ]


def typed_formulas(book: Book, essay: Path) -> list[Finding]:
    r"""A finding B048 when the text shows TeX as it was typed, with the first formula."""
    trees = [book.blocks, *(note.body for note in book.notes)]
    if not any("\\" in node["c"] or "$" in node["c"] for node in nodes(trees, "Str")):  # of nearly all essays
        return []
    found = [match[0] for tree in trees for match in _TYPED.finditer(_text(tree))]
    if not found:
        return []
    text = essay.read_text(encoding="utf-8")
    at = text.find("\\" + found[0][: 1 if found[0].startswith("$") else 2])  # Markdown has a backslash before each sign
    line = text.count("\n", 0, at) + 1 if at >= 0 else 0
    return [finding("B048", Place(str(essay), line), count=len(found), source=found[0][:_SHOWN])]


def _text(tree: object) -> str:
    """The text of a tree as it is shown, without code, block by block."""
    return "".join(part for part in prose(rewrite(tree, lambda _: [], "Code", "CodeBlock")) if isinstance(part, str))
