"""Pages read without pandoc: the same paragraphs as with it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from pressline.model import Node, Run
from pressline.pandoc.program import read_document
from pressline.readers.documents.ast_to_paragraphs import Flat, flatten
from pressline.readers.documents.html_cleanup import clean_page
from pressline.readers.documents.html_normalize import make_regular
from pressline.readers.documents.html_to_ast import blocks_of

CASES = sorted((Path(__file__).parent / "cases" / "html").glob("*.case"))
_PHRASES = ("em", "strong", "sup", "u", "del", "small", "cite", "code", "span", "a", "q", "time")
_BLOCKS = ("p", "p", "div", "blockquote", "ul", "ol", "h2", "table", "pre")
_TEXTS = ("one", " two", "three ", " four\n", "\n", " ", "five  six", "seven\n  eight", "", "nine.", "…\u00a0ten")


def pandoc(html: bytes) -> list[Node]:
    return list(read_document(html, "html-auto_identifiers")["blocks"])


def told(blocks: list[Node]) -> list[Any]:
    """All that the rest of Pressline can know of blocks; serial numbers depend on what was numbered before."""
    flat = flatten(blocks, Flat("page.html", by_line=True))
    found: list[Any] = []
    for p in flat.paragraphs:
        inlines = [(i.text, [(m.kind, m.target) for m in i.marks]) if isinstance(i, Run) else i for i in p.inlines]
        containers = [(c.kind, c.item) for c in p.containers]
        found.append((p.kind, p.level, inlines, [(o.at, o.place.line) for o in p.origins], containers, p.node))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_page_is_read_as_pandoc_reads_it(case: Path) -> None:
    html = case.read_text(encoding="utf-8").split("=== in\n", 1)[1].split("\n=== ", 1)[0]
    root = clean_page(html.encode(), "page.html").root
    expected = told(pandoc(lxml.html.tostring(root, encoding="utf-8")))
    assert told(blocks_of(root, pandoc)) == expected


def inner(dice: random.Random, depth: int) -> str:
    """Words and phrases."""
    parts = []
    for _ in range(dice.randrange(4)):
        tag = dice.choice(_PHRASES)
        address = ' href="#x"' if tag == "a" else ""
        phrase = f"<{tag}{address}>{inner(dice, depth - 1)}</{tag}>" if depth else ""
        parts += [dice.choice(_TEXTS), phrase, "<br>" if dice.random() < 0.15 else ""]
    return "".join(parts) + dice.choice(_TEXTS)


def block(dice: random.Random, depth: int) -> str:
    """A block with what may stand in it, and words where only blocks should be."""
    tag = dice.choice(_BLOCKS if depth else ("p", "h2"))
    if tag in ("p", "h2", "pre"):
        return f"<{tag}>{inner(dice, 2)}</{tag}>"
    within = [inner(dice, 1) + block(dice, depth - 1) + dice.choice(_TEXTS) for _ in range(dice.randrange(1, 4))]
    if tag in ("ul", "ol"):
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in within)}</{tag}>"
    if tag == "table":
        return f"<table><tr>{''.join(f'<td>{inner(dice, 1)}</td>' for _ in within)}</tr></table>"
    return f"<{tag}>{''.join(within)}</{tag}>"


def test_pages_by_chance_are_read_as_pandoc_reads_them() -> None:
    dice = random.Random(8)
    pages = [f'<div id="n{k}"><h1>{k}</h1>{block(dice, 3)}{inner(dice, 2)}</div>' for k in range(300)]
    root = lxml.html.document_fromstring("<html><body>" + "".join(pages) + "</body></html>")
    make_regular(root)
    expected = [plainly(p) for p in told(pandoc(lxml.html.tostring(root, encoding="utf-8")))]
    assert [plainly(p) for p in told(blocks_of(root, pandoc))] == expected


def plainly(paragraph: Any) -> Any:
    """A paragraph but for where its spaces and lines are: within a phrase of spaces pandoc counts some twice."""
    kind, level, inlines, _, containers, node = paragraph
    words = "".join(text for text, _ in inlines).split()
    return kind, level, words, {mark for text, marks in inlines for mark in marks if text.strip()}, containers, node
