"""Acronyms in small capitals, where the layout asks for it.

"UNAMIR" as a quiet word of its line.

The letters stay capitals in every file: a span names them, and the style sheets set it with the small capitals of the font.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pressline.locale.numerals import SMALL_ROMAN
from pressline.model import Acronyms, Book
from pressline.pandoc.tree import LEAVES, Node, is_call, span, string

CLASS = "acronym"
# Two capitals or more, with a plural's s or not. False positives it avoids: "R2P" mixes letters and figures, "U.S." and
# "McDONALD" are no words of capitals alone, "A/RES/60/1" is a number.
_ACRONYM = re.compile(r"(?<![^\W_])(?<!\w[./])[A-ZÀ-ÖØ-Þ]{2,}+(?=s?(?!\w|[./]\w))")
_KEPT = frozenset({"Header", "Code", "CodeBlock", "Math", "RawInline", "RawBlock"})


def set_acronyms(book: Book, manner: Acronyms) -> Book:
    """The book with its acronyms in spans of class "acronym", headings excepted.

    `manner`: of the layout; "small-caps-in-text" leaves the notes as they are.
    """
    if manner == "capitals":
        return book
    notes = book.notes if manner == "small-caps-in-text" else tuple(replace(n, body=_marked(n.body)) for n in book.notes)
    return replace(book, blocks=_marked(book.blocks), notes=notes)


def _marked(tree: Any) -> Any:
    if isinstance(tree, list):
        return [part for item in tree for part in (_parts(item["c"]) if _is_word(item) else [_marked(item)])]
    if not isinstance(tree, dict) or tree.get("t") in LEAVES or tree.get("t") in _KEPT or is_call(tree):
        return tree
    return {key: _marked(value) for key, value in tree.items()}


def _is_word(item: Any) -> bool:
    """Whether an item is text that may hold an acronym.

    An address is none, whatever its letters.
    """
    return isinstance(item, dict) and item.get("t") == "Str" and not re.match(r"https?:|www\.|doi:", item["c"], re.I)


def _parts(text: str) -> list[Node]:
    """A string with its acronyms apart.

    >>> [node["t"] for node in _parts("(UNAMIR’s")], [node["t"] for node in _parts("XIV")]
    (['Str', 'Span', 'Str'], ['Str'])
    """
    parts: list[Node] = []
    at = 0
    for match in _ACRONYM.finditer(text):
        if SMALL_ROMAN.fullmatch(match[0]):
            continue
        parts += [string(text[at : match.start()])] if match.start() > at else []
        parts.append(span([string(match[0])], classes=(CLASS,)))
        at = match.end()
    return [*parts, string(text[at:])] if at < len(text) or not parts else parts
