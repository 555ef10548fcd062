"""What the style sheets of a layout show besides the words of the essay, or otherwise.

A sheet may write "Chapter" before a heading, set it in capitals, or put the page number elsewhere. That is the layout's
business; the audits take exactly this away before they compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pressline.layouts import data_folder
from pressline.layouts.sheets import EPUB
from pressline.model import Layout, SheetAdditions
from pressline.runtime.input_files import read_file

if TYPE_CHECKING:
    from tinycss2.ast import Node

_MARGIN = re.compile(r"(?:top|bottom|left|right)-[a-z-]+")
_CASES = frozenset({"uppercase", "lowercase", "capitalize"})
# What a function of `content` may give, as a pattern: numbers in any style, a row of dots.
_COUNTED = r"(?:\d{1,5}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[a-zA-Z]{1,2})"
_GIVEN = {
    "counter": _COUNTED,
    "counters": rf"{_COUNTED}(?:\W{{1,3}}{_COUNTED}){{0,5}}",
    "target-counter": _COUNTED,
    "target-counters": rf"{_COUNTED}(?:\W{{1,3}}{_COUNTED}){{0,5}}",
    "leader": r"[^\w\s]{0,400}",
}
_REPEATS = frozenset({"string", "attr", "target-text", "content", "element"})  # words of the essay, again
_QUOTE = "[\"'“”„‟«»‘’‚‛‹›]"


def additions_of(layout: Layout) -> SheetAdditions:
    """What the author's own sheets of a layout add in print.

    Nothing for the layouts that come with Pressline: what those show is known.

    Raises:
        OSError: when a sheet cannot be read.
    """
    texts = [text for folder in (*layout.bases, layout.folder) if not is_shipped(folder) for text in _sheets(folder)]
    if not texts:
        return SheetAdditions()
    import tinycss2

    generated: dict[str, None] = {}
    in_margins: dict[str, None] = {}
    cases: set[str] = set()
    margins = False
    for rule in _rules(tinycss2.parse_stylesheet("\n".join(texts), skip_comments=True, skip_whitespace=True)):
        margins = margins or (rule.type == "at-rule" and rule.lower_at_keyword == "page")
        for margin, name, value in _declarations(rule):
            if name == "text-transform":
                cases |= _CASES & {token.lower_value for token in value if token.type == "ident"}
            elif name == "content" and margin:
                in_margins |= dict.fromkeys(_strings(value))
            elif name == "content":
                generated[_pattern(value)] = None
    return SheetAdditions(tuple(filter(None, generated)), tuple(in_margins), tuple(sorted(cases)), margins, own=True)


def is_shipped(folder: Path) -> bool:
    """Whether the folder of a layout is one that comes with Pressline."""
    return folder.resolve().parent == data_folder("layouts").resolve()


def _sheets(folder: Path) -> Iterator[str]:
    """The sheets for print in a folder of the author's, those that print.css imports too."""
    for path in sorted(folder.rglob("*.css")):
        if path.name != EPUB and path.is_file():
            yield read_file(path).decode("utf-8-sig", "replace")


def _rules(rules: list[Node]) -> Iterator[Node]:
    """All rules of a sheet, those in @media and @supports too."""
    import tinycss2

    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "supports", "layer"):
            yield from _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            yield rule


def _declarations(rule: Node) -> Iterator[tuple[bool, str, list[Node]]]:
    """The declarations of a rule: whether it is of a page's margin, its name, its value."""
    import tinycss2

    stack = [(rule.content, rule.type == "at-rule" and rule.lower_at_keyword == "page")]
    while stack:
        content, margin = stack.pop()
        for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if part.type == "declaration":
                yield margin, part.lower_name, part.value
            elif part.type in ("at-rule", "qualified-rule") and part.content is not None:
                inner = part.type == "at-rule" and bool(_MARGIN.fullmatch(part.lower_at_keyword))
                stack.append((part.content, margin or inner))


def _strings(value: list[Node]) -> Iterator[str]:
    """The words of its own that a value of `content` shows."""
    yield from (token.value for token in value if token.type == "string" and token.value.strip())


def _pattern(value: list[Node]) -> str:
    """The pattern, without spaces, of what a value of `content` shows; "": nothing."""
    parts = []
    for token in value:
        if token.type == "string":
            parts.append(re.escape("".join(token.value.split())))
        elif token.type == "ident" and token.lower_value in ("open-quote", "close-quote"):
            parts.append(_QUOTE)
        elif token.type == "function" and token.lower_name in _GIVEN:
            parts.append(_GIVEN[token.lower_name])
        elif token.type == "function" and token.lower_name in _REPEATS:
            parts.append(".{0,400}?")
    return "".join(parts)
