"""Line blocks, verse with its indents, which the CommonMark of pandoc does not know.

`| a line` and `|     a line set in` stand one under the other. Each is given to the parser as a line of a paragraph that is
broken hard, with a sign at its start; what comes back is made pandoc's own LineBlock. Lines stay lines: none is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pressline.pandoc.definitions import owners
from pressline.pandoc.tree import Node, nodes, rewrite, string

# No characters, which no text has (Unicode, 23.7): the start of a line, a column that it is set in, a line without words.
_LINE, _COLUMN, _EMPTY = "\ufdd5", "\ufdd6", "\ufdd7"
LINE_NUMBER = "line-number"  # the class of a span: the number of a line, which stands in the margin
INDENT = "\u00a0"  # what pandoc writes a column of indent with
_LEAD = r"(?P<lead>[ \t>]*+(?:(?:[-+*]|\d{1,9}[.)]|\[\^[^\]\n]{1,200}\]:)[ \t]++)*+)"
_ROW = re.compile(_LEAD + r"\|(?P<rest>(?:[ \t].*)?)$")
_MORE = re.compile(r"[ \t>]*+[ \t]\S")  # a line that goes on with the one before it
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
_RULE = frozenset(" \t>|:-")  # what the line under the heads of a pipe table is made of
_TAB = 4
_SIGNED = re.compile(f"{_LINE}({_COLUMN}*) ([^\\n\\\\]*+)\\\\?$", re.MULTILINE)


def with_line_blocks(markdown: str) -> str:
    """A text whose line blocks are paragraphs that a parser of CommonMark reads.

    False positives it avoids: pipe tables, which have a rule under their heads; rows that end in "|" too, a table whose rule
    is missing; code.

    >>> with_line_blocks("| a | b |\\n|---|---|\\n| 1 | 2 |")
    '| a | b |\\n|---|---|\\n| 1 | 2 |'
    """
    if not re.search(r"^[^\n|]*\|[ \t\n]", markdown, re.MULTILINE):
        return markdown
    lines = markdown.split("\n")
    for rows in _blocks(lines):
        found = [(at, _ROW.match(lines[at])) for at in rows]
        matches = [match for _, match in found if match]
        if any(_RULE.issuperset(lines[at]) and "-" in lines[at] for at in rows) or _is_table(matches):
            continue
        for k, (at, match) in enumerate(found):
            ends = "\\" if k + 1 < len(found) and found[k + 1][1] else ""
            lines[at] = _written(match, ends) if match else lines[at].rstrip() + ends
    return "\n".join(lines)


def _blocks(lines: list[str]) -> Iterator[list[int]]:
    """The numbers of the lines that stand together and begin with "|", outside of code."""
    rows: list[int] = []
    fence, nested = "", False
    for at, (line, owner) in enumerate(zip(lines, owners(lines), strict=True)):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        match = None if fence or mark else _ROW.match(line)
        if line.strip() and not line[0].isspace():
            nested = bool(re.match(r"(?:[-+*:]|\d{1,9}[.)])[ \t]", line))
        deep = match is not None and not match["lead"].strip() and len(match["lead"].expandtabs(_TAB)) >= _TAB
        if match and not (deep and not owner and not nested):
            if rows and match["lead"].strip(" \t>"):  # another item or note begins
                yield rows
                rows = []
            rows.append(at)
        elif rows and _MORE.match(line) and not mark:
            rows.append(at)
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _is_table(rows: Iterable[re.Match[str]]) -> bool:
    said = [row["rest"].strip() for row in rows if row["rest"].strip()]
    return all(text.endswith("|") and not text.endswith("\\|") for text in said) or (
        len(said) == 1 and "|" in said[0].replace("\\|", "")
    )


def _written(row: re.Match[str], ends: str) -> str:
    text = row["rest"].expandtabs(_TAB).replace(INDENT, " ")[1:].rstrip()
    bare = text.lstrip()
    return f"{row['lead']}{_LINE}{_COLUMN * (len(text) - len(bare))} {bare or _EMPTY}{ends}"


def line_blocks_in(tree: Any) -> Any:
    """A tree with LineBlocks in place of the paragraphs that `with_line_blocks` made."""
    if not any(_LINE in _words(node) for node in nodes(tree, "Str", "Code", "CodeBlock")):
        return tree
    return rewrite(tree, _line_block, "Para", "Plain", "Code", "CodeBlock")


def _words(node: Node) -> str:
    return str(node["c"] if node["t"] == "Str" else node["c"][1])


def _line_block(node: Node) -> Node | list[Node] | None:
    if node["t"] in ("Code", "CodeBlock"):  # what is set in may be code after all
        text = _SIGNED.sub(lambda m: f"| {' ' * len(m[1])}{m[2].replace(_EMPTY, '')}", node["c"][1])
        return {"t": node["t"], "c": [node["c"][0], text]}
    inlines = node["c"]
    start = next((at for at, inline in enumerate(inlines) if inline["t"] == "Str" and inline["c"].startswith(_LINE)), None)
    if start is None:
        return None
    lines: list[list[Node]] = [[]]
    for inline in inlines[start:]:
        if inline["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append({"t": "Space"} if inline["t"] == "SoftBreak" else inline)
    block = {"t": "LineBlock", "c": [_line(line) for line in lines]}
    above = inlines[: max(0, start - 1)]  # a line of prose right above, which pandoc takes for the paragraph's first
    return [{"t": node["t"], "c": above}, block] if above else block


def _line(inlines: list[Node]) -> list[Node]:
    """A line without its signs, set in by no-break spaces, as pandoc has it."""
    head = inlines[0]["c"] if inlines and inlines[0]["t"] == "Str" else ""
    if not head.startswith(_LINE):
        return inlines
    depth = head.count(_COLUMN)
    rest = inlines[2:] if len(inlines) > 1 and inlines[1]["t"] == "Space" else inlines[1:]
    if rest and rest[0]["t"] == "Str" and rest[0]["c"] == _EMPTY:
        return []
    return [string(INDENT * depth), *rest] if depth else rest


def indent_of(line: list[Node]) -> int:
    """How many columns a line of a LineBlock is set in."""
    text = line[0]["c"] if line and line[0]["t"] == "Str" else ""
    return len(text) - len(text.lstrip(INDENT))


def without_indent(line: list[Node]) -> list[Node]:
    """A line of a LineBlock without the spaces it is set in by."""
    depth = indent_of(line)
    if not depth:
        return line
    text = line[0]["c"][depth:]
    return [string(text), *line[1:]] if text else line[1:]


def stanzas(block: Node) -> list[list[list[Node]]]:
    """The lines of a LineBlock by stanza; a line without words parts two."""
    found: list[list[list[Node]]] = [[]]
    for line in block["c"]:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]
