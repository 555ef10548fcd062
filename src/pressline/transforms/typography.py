"""Typographer's work on the text of a tree.

Quotation marks and apostrophes in the manner of the language.

It changes shapes, never words: the guard folds all quotation marks, and proves the rest equal. Only straight marks are
set; a curly mark is the author's choice and stays. Code and mathematics stay as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pressline.locale.quotation import ELISION, OPENERS, Marks, marks_of
from pressline.locale.tags import primary
from pressline.model import Metadata
from pressline.pandoc.tree import Node, classes_of


def set_quotes(blocks: list[Node], language: str, *, single: bool = False) -> list[Node]:
    """A copy of a tree of blocks with typographic quotation marks for `language`.

    `single`: of English, then all its marks in the British manner (OSCOLA 4th edition, 1.5): double ones within single ones.
    """
    marks = marks_of(language)
    result: list[Node] = _set(blocks, marks, [" "], [])
    if single and primary(language) == "en":
        result = _turn(result, [])
    return result


def set_metadata_quotes(metadata: Metadata, *, single: bool = False) -> Metadata:
    """The metadata with the quotation marks of all that is printed set as `set_quotes` does."""
    marks = marks_of(metadata.language)

    def set_mark(text: str) -> str:
        return turn(curl(text, marks), []) if single and primary(metadata.language) == "en" else curl(text, marks)

    def set_in(text: str | None) -> str | None:
        return set_mark(text) if text else text

    return replace(
        metadata,
        title=set_mark(metadata.title),
        subtitle=set_in(metadata.subtitle),
        short_title=set_in(metadata.short_title),
        abstract=set_in(metadata.abstract),
        thanks=set_in(metadata.thanks),
        author=tuple(
            replace(a, name=set_mark(a.name), bio=set_in(a.bio), affiliation=set_in(a.affiliation)) for a in metadata.author
        ),
    )


def _set(tree: Any, marks: Marks | None, last: list[str], opened: list[str]) -> Any:
    """A copy of a tree; `last` holds the last character, over edges of inline nodes.

    `opened`: the single marks that are open.
    """
    if isinstance(tree, list):
        return [_set(item, marks, last, opened) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if "t" not in tree:
        return {key: _set(value, marks, last, opened) for key, value in tree.items()}
    kind: str = tree["t"]
    content: Any = tree.get("c")
    if kind == "Str":
        text = curl(content, marks, last[0], opened)
        last[0] = content[-1:] or last[0]
        return {"t": "Str", "c": text}
    if kind in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock") or "call" in classes_of(tree):
        return tree
    if kind in ("Link", "Image", "Span", "Div"):  # content between attributes and target
        own = dict(content[0][2]).get("lang", "") if kind in ("Span", "Div") else ""
        inner = marks_of(own) if own else marks
        return {"t": kind, "c": [content[0], _set(content[1], inner, last, opened), *content[2:]]}
    if kind in ("Space", "SoftBreak", "LineBreak"):
        last[0] = " "
        return tree
    if kind in ("Para", "Plain", "Header", "LineBlock"):
        last[0], opened = " ", []
    return tree if content is None else {"t": kind, "c": _set(content, marks, last, opened)}


def curl(text: str, marks: Marks | None = ("“”", "‘’"), before: str = " ", opened: list[str] | None = None) -> str:
    """A text with its straight marks set; `before` is the character in front of it.

    `opened` has the single marks that are open before it, and after it when it returns. False positives it avoids: an
    apostrophe at the start of a word ('90s, 'tis) is no opening mark, one within a word no closing mark.

    >>> curl('He said "the \\'90s" and \\'yes\\': don\\'t.')
    'He said “the ’90s” and ‘yes’: don’t.'
    >>> curl("Goethes 'Faust' war's.", ("„“", "‚‘"))
    'Goethes ‚Faust‘ war’s.'
    """
    if '"' not in text and "'" not in text:
        return text
    opened = [] if opened is None else opened
    result = []
    for at, character in enumerate(text):
        opens = before.isspace() or before in OPENERS
        if character == '"' and marks:
            result.append(marks[0][0 if opens else 1])
        elif character == "'":
            result.append(_single(text, at, marks, opened, opens=opens))
        else:
            result.append(character)
        before = result[-1][-1]
    return "".join(result)


def _single(text: str, at: int, marks: Marks | None, opened: list[str], *, opens: bool) -> str:
    """What a straight single mark is: an opening or a closing one, or an apostrophe."""
    if not marks:
        return "’" if not opens or ELISION.match(text, at + 1) else "'"
    if opens and not ELISION.match(text, at + 1):
        opened.append("'")
        return marks[1][0]
    if opened and not opens and not text[at + 1 : at + 2].isalnum():
        opened.pop()
        return marks[1][1]
    return "’"


def _turn(tree: Any, open_marks: list[str]) -> Any:
    """A copy of a tree with `turn` done to its text, paragraph by paragraph."""
    if isinstance(tree, list):
        return [_turn(item, open_marks) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if "t" not in tree:
        return {key: _turn(value, open_marks) for key, value in tree.items()}
    kind: str = tree["t"]
    content: Any = tree.get("c")
    if kind == "Str":
        return {"t": "Str", "c": turn(content, open_marks)}
    if content is None or kind in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock") or "call" in classes_of(tree):
        return tree
    if kind in ("Link", "Image", "Span"):
        return {"t": kind, "c": [content[0], _turn(content[1], open_marks), *content[2:]]}
    if kind in ("Para", "Plain", "Header", "LineBlock"):
        open_marks = []
    return {"t": kind, "c": _turn(content, open_marks)}


def turn(text: str, open_marks: list[str]) -> str:
    """A text with its curly English marks in the British manner.

    Single outside, double within.

    `open_marks` are the marks that are open before it, and after it when it returns. False positive it avoids: an
    apostrophe is no closing mark, unless a single mark is open and no letter follows.

    >>> turn("“Never ‘again’,” she said; it’s “the ’90s”.", [])
    '‘Never “again”,’ she said; it’s ‘the ’90s’.'
    """
    result = []
    for at, mark in enumerate(text):
        depth = len(open_marks)
        closes = mark == "”" or (mark == "’" and open_marks[-1:] == ["‘"] and not text[at + 1 : at + 2].isalnum())
        if mark in "“‘":
            open_marks.append(mark)
            result.append("‘“"[depth % 2])
        elif closes and depth and (mark == "’" or open_marks[-1] == "“"):
            open_marks.pop()
            result.append("’”"[(depth - 1) % 2])
        else:
            result.append(mark)
    return "".join(result)
