"""Lines broken by hand that are verse.

Some are set in by spaces that were typed or made of a style.
"""

from __future__ import annotations

from collections.abc import Iterator

from pressline.pandoc.line_blocks import INDENT
from pressline.pandoc.tree import Node, is_call, string

# Spaces that HTML does not take together, by the columns that each is worth; a tab is from DOCX and ODT.
_COLUMNS = {"\u00a0": 1, "\u2000": 1, "\u2001": 2, "\u2002": 1, "\u2003": 2, "\u2007": 1, "\u3000": 2, "\t": 4}
_FEWEST_LINES = 2
_FEWEST_COLUMNS = 2


def lines_of(inlines: list[Node]) -> list[list[Node]]:
    """The lines of a paragraph, each set in by the no-break spaces of a LineBlock."""
    lines: list[list[Node]] = [[]]
    for inline in _opened(inlines):
        if inline["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(inline)
    return [_settled(line) for line in lines if any(inline["t"] not in ("Space", "SoftBreak") for inline in line)]


def _opened(inlines: list[Node]) -> Iterator[Node]:
    """Inlines with what stands in a span without a class beside it.

    A line that was an element of its own.
    """
    for inline in inlines:
        if inline["t"] == "Span" and inline["c"][1] and not inline["c"][0][1] and not is_call(inline):
            yield {"t": "Span", "c": [inline["c"][0], []]}
            yield from _opened(inline["c"][1])
        else:
            yield inline


def is_set_in(inlines: list[Node]) -> bool:
    """Whether a paragraph of several lines has lines that are set in deeper than others.

    False positives it avoids: a paragraph whose first line alone is set in by typed spaces, as prose is; a table drawn with
    tabs, where they stand within lines too; one no-break space at a line's start.
    """
    if sum(1 for inline in inlines if inline["t"] == "LineBreak") < _FEWEST_LINES - 1:
        return False
    lines = lines_of(inlines)
    if len(lines) < _FEWEST_LINES or any("\t" in str(node.get("c", "")) for line in lines for node in line[1:]):
        return False
    depths = [_depth(line) for line in lines]
    return max(depths[1:]) >= _FEWEST_COLUMNS and max(depths) > min(depths)


def _depth(line: list[Node]) -> int:
    text = line[0]["c"] if line[0]["t"] == "Str" else ""
    return len(text) - len(text.lstrip(INDENT))


def _settled(line: list[Node]) -> list[Node]:
    """A line whose spaces at its start are as many no-break spaces as they are columns wide."""
    columns = 0
    rest = list(line)
    while rest:
        first = rest[0]
        if first["t"] in ("Space", "SoftBreak"):
            rest = rest[1:]
        elif first["t"] == "Str" and first["c"][:1] in _COLUMNS:
            bare = first["c"].lstrip("".join(_COLUMNS) + " ")
            columns += sum(_COLUMNS.get(c, 0) for c in first["c"][: len(first["c"]) - len(bare)])
            rest = [string(bare), *rest[1:]] if bare else rest[1:]
        elif first["t"] == "Span" and not first["c"][1]:  # an anchor, or the number of a source line
            inner = _settled(rest[1:])
            deep = _depth(inner) if inner else 0
            columns += deep
            rest = [first, *_bare(inner)]
            break
        else:
            break
    return [string(INDENT * columns), *rest] if columns else rest


def _bare(line: list[Node]) -> list[Node]:
    depth = _depth(line) if line else 0
    return line if not depth else line[1:] if len(line[0]["c"]) == depth else [string(line[0]["c"][depth:]), *line[1:]]
