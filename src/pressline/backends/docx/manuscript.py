"""The book as one tree for pandoc's DOCX writer.

Notes at their first calls, fields at further ones, pictures inside.

pandoc has no note with two calls (jgm/pandoc#1603): the first call takes the note, with a bookmark round its reference,
and every further call is a NOTEREF field to that bookmark, which Word keeps right when notes are added or moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from pressline.backends.docx.pictures import picture
from pressline.findings import Finding, Place, finding
from pressline.model import Blocks, Book, Node
from pressline.pandoc.line_blocks import LINE_NUMBER, stanzas
from pressline.pandoc.tree import attribute, classes_of, div, is_call, is_supra, raw, rewrite, walk

NOTE_BOOKMARK = "_RefNote"  # Word hides bookmarks whose names start with a low line
MATH_BOOKMARK = "_Math"
_REFERENCE = '<w:rStyle w:val="FootnoteReference"/>'
# Classes and attributes that are the author's typography. The others are left out, as they would be orders to pandoc's
# writer: `deletion` hides words as a tracked change, `comment-start` makes a comment, `custom-style` names a style that
# the file does not have.
_SHAPES = {"smallcaps": "SmallCaps", "underline": "Underline", "ul": "Underline"}
_ATTRIBUTES = frozenset({"lang"})
_STYLED = {
    "epigraph": "Epigraph",
    "right": "Signature",
    "center": "Centered",
    "verse": "Verse",
}  # divisions, and styles of ours
# What Word may be asked to open: the web, an address, a place of the file. Not a script, nor a file of the reader's disk.
_LEADS = re.compile(r"\s*(?:https?://|mailto:|#)", re.IGNORECASE)


def tree_for_pandoc(book: Book) -> tuple[Blocks, list[Finding]]:
    """The blocks of a book for pandoc's DOCX writer, and findings on pictures and links."""
    findings: list[Finding] = []
    formulas = 0

    def change(node: Node) -> Node | list[Node] | None:
        nonlocal formulas
        if is_call(node):
            number = int(attribute(node, "note"))
            if number in met:
                return _further_call(number)
            met.add(number)
            return _first_call(number, bodies[number])
        if is_supra(node):
            return _number_of(int(attribute(node, "note")))
        if node["t"] == "Link":
            return _link(node, change, book, findings)
        if node["t"] in _RECAST:
            return _RECAST[node["t"]](node, change)
        if node["t"] == "Image":
            new, found = picture(node, book.folder)
            findings.extend(found)
            return new
        if node["t"] == "Math":
            formulas += 1
            return [_mark("Start", f"{MATH_BOOKMARK}{formulas}"), node, _mark("End", f"{MATH_BOOKMARK}{formulas}")]
        return None

    met: set[int] = set()
    bodies: dict[int, Blocks] = {}
    for note in book.notes:
        bodies[note.number] = rewrite(note.body, change)
    blocks: Blocks = rewrite(book.blocks, change)
    return blocks, findings


def _link(node: Node, change: Any, book: Book, findings: list[Finding]) -> list[Node] | None:
    """The words of a link that Word must not be asked to open; None for any other."""
    target = str(node["c"][2][0])
    if _LEADS.match(target):
        return None
    findings.append(finding("B031", Place(str(book.folder)), target=target[:80]))
    words: list[Node] = rewrite(node["c"][1], change)
    return words


def _verse(node: Node, change: Any) -> list[Node]:
    return [_stanza(lines, change) for lines in stanzas(node)]


def _stanza(lines: list[list[Node]], change: Any) -> Node:
    """A stanza as a paragraph of lines.

    What they are set in by stays no-break spaces, which come back as verse.
    """
    broken = [node for line in lines for node in ({"t": "LineBreak"}, *_numbered(line))][1:]
    return div([{"t": "Para", "c": rewrite(broken, change)}], attributes={"custom-style": "Verse"})


def _numbered(line: list[Node]) -> list[Node]:
    """A line without the space before its number, where a tab will stand."""
    if len(line) > 1 and line[-1]["t"] == "Span" and LINE_NUMBER in classes_of(line[-1]) and line[-2]["t"] == "Space":
        return [*line[:-2], line[-1]]
    return line


def _figure(node: Node, change: Any) -> Node | list[Node]:
    """A figure; without its picture only the caption, which equals the alternative text."""
    attributes, caption, content = node["c"]
    new_caption, new_content = rewrite(caption, change), rewrite(content, change)
    pictures = [n for n in walk(content) if n["t"] == "Image"]
    if pictures and not any(n["t"] == "Image" for n in walk(new_content)):
        blocks: Blocks = new_caption[1]
        return blocks
    return {"t": "Figure", "c": [attributes, new_caption, new_content]}


def _first_call(number: int, body: Blocks) -> list[Node]:
    name = f"{NOTE_BOOKMARK}{number}"
    return [_mark("Start", name), {"t": "Note", "c": body}, _mark("End", name)]


def _mark(end: str, name: str) -> Node:
    """The start or end of a bookmark.

    Both carry the name, by which they are paired and numbered afterwards.
    """
    return raw("openxml", f'<w:bookmark{end} w:id="{name}"' + (f' w:name="{name}"' if end == "Start" else "") + "/>")


def _further_call(number: int) -> list[Node]:
    """A live field that shows and links the number of the note that the bookmark encloses."""
    return _field(number, "\\f \\h", f"<w:rPr>{_REFERENCE}</w:rPr>")


def _number_of(number: int) -> list[Node]:
    """The same as plain text, for "See supra note 14."."""
    return _field(number, "\\h", "")


def _field(number: int, switches: str, properties: str) -> list[Node]:
    parts: Iterable[str] = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> NOTEREF {NOTE_BOOKMARK}{number} {switches} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{number}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return [raw("openxml", "".join(f"<w:r>{properties}{part}</w:r>" for part in parts))]


def _tame(node: Node, change: Any) -> Node:
    """A Span or Div in which no class and no attribute is an order to pandoc's writer."""
    (id, classes, attributes), content = node["c"]
    inner = rewrite(content, change)
    if node["t"] == "Span" and LINE_NUMBER in classes:
        return {"t": "Span", "c": [[id, [], []], [raw("openxml", "<w:r><w:tab/></w:r>"), *inner]]}
    styles = [_STYLED[name] for name in classes if name in _STYLED] if node["t"] == "Div" else []
    if styles:
        return div(inner, id=id, attributes={"custom-style": styles[0]})
    shapes = [_SHAPES[name] for name in classes if name in _SHAPES] if node["t"] == "Span" else []
    if shapes and not id:
        return {"t": shapes[0], "c": inner}
    return {"t": node["t"], "c": [[id, [], [pair for pair in attributes if pair[0] in _ATTRIBUTES]], inner]}


_RECAST: dict[str, Callable[[Node, Any], Node | list[Node]]] = {
    "LineBlock": _verse,
    "Figure": _figure,
    "Span": _tame,
    "Div": _tame,
}
