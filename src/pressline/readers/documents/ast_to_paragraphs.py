"""pandoc's AST of a rich document to paragraphs.

Containers and marks instead of a tree, and the notes apart.

Ids become anchors: runs of no text whose mark is ("anchor", id). Where a Div has an id, its end is an anchor too, whose id
ends in `END`, so that the paragraphs of one note are known as one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pressline.findings import Place, stop
from pressline.model import Call, Container, Inline, Mark, NativeNote, Node, Paragraph, ParagraphKind, Run, Step
from pressline.pandoc.line_blocks import LINE_NUMBER, indent_of, stanzas, without_indent
from pressline.pandoc.tree import attribute, classes_of, disarmed, is_call, plain, rewrite, span, string, walk
from pressline.readers.cleaning import clean
from pressline.readers.documents.lines import Line
from pressline.readers.documents.verse import is_set_in, lines_of
from pressline.readers.documents.word_notes import tag_of

END = "\0end"
IN_LINE = "Para"  # what holds a picture that stood in a line of text; "Plain" holds one that stood alone
LINE = "pressline-line"  # the attribute that carries a source line through pandoc
DEPTH = 60  # quotations, lists and styles within each other; pandoc's JSON nests four levels for each

_STYLES: dict[str, Any] = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Strikeout": "strikeout",
    "Underline": "underline",
    "SmallCaps": "smallcaps",
    "Superscript": "superscript",
    "Subscript": "subscript",
}
# Divisions whose look is kept, by their classes in essay.md, in saved pages and in books.
_LOOKS: dict[str, Any] = {
    "epigraph": "epigraph",
    "motto": "epigraph",
    "dedication": "center",
    "center": "center",
    "right": "right",
    "signature": "right",
}
_QUOTES = {"DoubleQuote": "“”", "SingleQuote": "‘’"}


@dataclass
class Flat:
    """What has been made of a tree so far, and where in it we are."""

    path: str
    by_line: bool  # places are lines, not the numbers of paragraphs
    locate: Callable[[str, int], int] | None = None  # the line where a word stands from a line on; 0: not found
    line: int = 1
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[str, NativeNote] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)  # the content of a note, as JSON: its label
    steps: list[Step] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)  # anchors that wait for the next paragraph
    pictures: list[Node] = field(default_factory=list)  # that stand in a line; they wait for the end of its paragraph
    stars: set[str] = field(default_factory=set)  # labels of notes with a mark of their own
    serials: int = 0
    spot: str = ""  # the place of all that is within a table or a note of a file without lines

    def place(self) -> Place:
        """Where we are."""
        if self.by_line:
            return Place(self.path, self.line)
        if self.spot:
            return Place(self.path, spot=self.spot)
        return Place(self.path, spot=f"paragraph {len(self.paragraphs) + 1}")

    def serial(self) -> int:
        """A number that no container or link has had."""
        self.serials += 1
        return self.serials


def flatten(blocks: list[Node], flat: Flat) -> Flat:
    """Put the paragraphs, notes and changes of a tree into `flat`, and return it.

    Raises:
        PresslineError: R024 when it nests deeper than `DEPTH`.
    """
    _blocks(disarmed(blocks), (), flat, 0)
    _late_anchors(flat)
    return flat


def _late_anchors(flat: Flat) -> None:
    """Anchors that no paragraph came after stand at the end of the last one."""
    if flat.pending and flat.paragraphs:
        last = flat.paragraphs[-1]
        runs = tuple(Run("", (Mark("anchor", id),)) for id in flat.pending)
        flat.paragraphs[-1] = replace(last, inlines=(*last.inlines, *runs))
    flat.pending = []


def _blocks(blocks: list[Node], within: tuple[Container, ...], flat: Flat, depth: int) -> None:
    if depth > DEPTH:
        raise stop("R024", flat.place(), depth=DEPTH)
    for block in blocks:
        _block(block, within, flat, depth)


def _block(block: Node, within: tuple[Container, ...], flat: Flat, depth: int) -> None:
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind in ("Para", "Plain"):
        _para(content, within, flat)
    elif kind == "Header":
        _anchor(content[1], flat)
        _text(content[2], within, flat, "heading", content[0])
    elif kind == "LineBlock":
        _verse([[line for each in part for line in lines_of(each)] for part in stanzas(block)], within, flat)
    elif kind == "CodeBlock":
        _code(content, within, flat)
    elif kind in ("Table", "Figure"):
        _kept(block, within, flat)
    elif kind == "HorizontalRule":
        _add("rule", Line(flat.place()), within, flat, node=block)
    else:
        _holder(block, within, flat, depth)


def _holder(block: Node, within: tuple[Container, ...], flat: Flat, depth: int) -> None:
    """A block that holds blocks."""
    kind: str = block["t"]
    if kind == "BlockQuote":
        _blocks(block["c"], (*within, Container("quote", flat.serial())), flat, depth + 1)
    elif kind in ("BulletList", "OrderedList"):
        _list(block, within, flat, depth)
    elif kind == "Div":
        _div(block["c"], within, flat, depth)
    elif kind == "DefinitionList":
        for term, definitions in block["c"]:
            _para(term, within, flat)
            for definition in definitions:
                _blocks(definition, within, flat, depth + 1)


def _div(content: Any, within: tuple[Container, ...], flat: Flat, depth: int) -> None:
    attr, blocks = content
    _anchor(attr, flat)
    if "line-block" in attr[1]:  # pandoc's EPUB of a LineBlock
        for block in blocks:
            _verse([lines_of(block["c"])] if block["t"] in ("Plain", "Para") else [], within, flat)
    else:
        looks = [_LOOKS[name] for name in attr[1] if name in _LOOKS]
        own = (Container(looks[0], flat.serial()),) if looks else ()
        _blocks(blocks, (*within, *own), flat, depth + 1)
    if attr[0]:
        flat.pending.append(attr[0] + END)
        if flat.paragraphs:  # the end belongs to the paragraph before it
            _late_anchors(flat)


def _anchor(attr: Any, flat: Flat) -> None:
    """The id of a block waits for its first paragraph; its line is where we are."""
    _line_of(attr, flat)
    if attr[0]:
        flat.pending.append(attr[0])


def _line_of(attr: Any, flat: Flat) -> bool:
    line: str = next((value for key, value in attr[2] if key == LINE), "")
    if line.isdigit():
        flat.line = int(line)
    return bool(line)


def _list(block: Node, within: tuple[Container, ...], flat: Flat, depth: int) -> None:
    serial = flat.serial()
    ordered = block["t"] == "OrderedList"
    first, style, delimiter = block["c"][0] if ordered else (0, {"t": ""}, {"t": ""})
    how = style["t"].replace("DefaultStyle", "Decimal"), delimiter["t"].replace("DefaultDelim", "Period")
    for k, item in enumerate(block["c"][1] if ordered else block["c"]):
        container = Container("ordered", serial, k, first + k, *how) if ordered else Container("bullet", serial, k)
        _blocks(item, (*within, container), flat, depth + 1)


def _para(inlines: list[Node], within: tuple[Container, ...], flat: Flat) -> None:
    """A paragraph; two line breaks and more within it end it, as they do to the eye.

    A lone picture is a picture.
    """
    part: list[Node] = []
    breaks = 0
    for node in [*inlines, {"t": "LineBreak"}, {"t": "LineBreak"}]:
        if node["t"] == "LineBreak":
            breaks += 1
        elif breaks and node["t"] in ("Space", "SoftBreak"):
            flat_line = node["t"] == "SoftBreak"
            part.append({"t": "Span", "c": [["", [], [[LINE, "+"]]], []]} if flat_line else node)
            continue
        else:
            part += [{"t": "LineBreak"}] if breaks == 1 and part else []
            breaks = 0
            part.append(node)
        if breaks == 2 and part:
            _part(part, within, flat)
            part = []


def _part(inlines: list[Node], within: tuple[Container, ...], flat: Flat) -> None:
    if is_set_in(inlines):
        _verse([lines_of(inlines)], within, flat)
        return
    solid = [node for node in inlines if node["t"] not in ("Space", "SoftBreak", "LineBreak")]
    pictures = [node for node in solid if not _is_empty(node)]
    if len(pictures) > 1 and pictures[0]["t"] == "Image" and all(node["t"] == "Note" or is_call(node) for node in pictures[1:]):
        _kept(_noted(pictures[0], pictures[1:]), within, flat)
        return
    if not pictures or not all(_is_picture(node) for node in pictures):
        _text(inlines, within, flat, "text")
        return
    for node in solid:
        if _is_empty(node):
            _anchor(node["c"][0], flat)
        else:
            _kept({"t": "Plain", "c": [node]}, within, flat)


def _noted(picture: Node, calls: list[Node]) -> Node:
    """A picture whose caption has the calls that stand behind it."""
    attr, caption, target = picture["c"]
    alone = {"t": "Image", "c": [attr, caption, target]}
    return {
        "t": "Figure",
        "c": [["", [], []], [None, [{"t": "Plain", "c": [*caption, *calls]}]], [{"t": "Plain", "c": [alone]}]],
    }


def _is_empty(node: Node) -> bool:
    """Whether a span holds nothing but an id or the number of a line."""
    return node["t"] == "Span" and not node["c"][1] and not is_call(node)


def _is_picture(node: Node) -> bool:
    content: Any = node.get("c")
    if node["t"] == "Link":
        return bool(content[1]) and all(_is_picture(inner) for inner in content[1])
    return bool(node["t"] == "Image")


def _verse(parts: list[list[list[Node]]], within: tuple[Container, ...], flat: Flat) -> None:
    """Each stanza a paragraph, its lines set in by spaces."""
    for lines in parts:
        shown = [node for line in lines for node in ({"t": "LineBreak"}, *_set_in(line))]
        _text(shown[1:], within, flat, "verse")


def _set_in(line: list[Node]) -> list[Node]:
    """A line behind the columns that it is set in, and its number behind a tab."""
    depth, bare = indent_of(line), without_indent(line)
    if bare and bare[-1]["t"] == "Span" and LINE_NUMBER in classes_of(bare[-1]):
        while len(bare) > 1 and bare[-2]["t"] == "Space":
            bare = [*bare[:-2], bare[-1]]
        bare = [*bare[:-1], *([string("\t")] if len(bare) > 1 else []), bare[-1]]
    return [string(" " * depth), *bare] if depth else bare


def _text(inlines: list[Node], within: tuple[Container, ...], flat: Flat, kind: ParagraphKind, level: int = 0) -> None:
    if flat.locate:
        end = next((k for k, node in enumerate(inlines[:8]) if node["t"] == "Note"), 8)
        flat.line = flat.locate(plain(inlines[:end])[:40], flat.line) or flat.line
    line = Line(flat.place(), set_in=kind == "verse")
    _inlines(inlines, (), line, flat)
    _add(kind, line, within, flat, level=level)
    pictures, flat.pictures = flat.pictures, []
    for node in pictures:
        _kept({"t": IN_LINE, "c": [node]}, within, flat)


def _add(
    kind: ParagraphKind, line: Line, within: tuple[Container, ...], flat: Flat, *, level: int = 0, node: Node | None = None
) -> None:
    """Put a paragraph into the flat; one without words only leaves its anchors to the next."""
    inlines = line.whole()
    if not node and not any(isinstance(i, Call) or clean(i.text).strip() for i in inlines):
        flat.pending += [mark.target for i in inlines if isinstance(i, Run) for mark in i.marks if mark.kind == "anchor"]
        return
    waiting: tuple[Run, ...] = ()
    if kind != "rule":
        waiting = tuple(Run("", (Mark("anchor", id),)) for id in flat.pending)
        flat.pending = []
    flat.paragraphs.append(Paragraph(kind, (*waiting, *inlines), line.starts(), level, within, node=node))


def _code(content: Any, within: tuple[Container, ...], flat: Flat) -> None:
    _anchor(content[0], flat)
    line = Line(flat.place(), verbatim=True)
    line.text(content[1], ())
    _add("code", line, within, flat)
    flat.line += content[1].count("\n")


# --- what is kept as a node -----------------------------------------------------------------------------------------


def _kept(block: Node, within: tuple[Container, ...], flat: Flat) -> None:
    """A table or picture: its node, in which calls stand instead of notes, and its words."""
    attr = block["c"][0] if block["t"] in ("Table", "Figure") else ["", [], []]
    _anchor(attr, flat)

    def called(node: Node) -> Node:
        return span([], classes=("call",), attributes={"note": _label(node["c"], flat)})

    node = rewrite([block], called, "Note")[0]
    line = Line(flat.place())
    _words(_parts(node), line, flat)
    kind: ParagraphKind = "table" if block["t"] == "Table" else "picture"
    if kind == "table" and not line.at and not any(inner["t"] == "Image" or is_call(inner) for inner in walk(node)):
        return  # nothing but empty cells
    _add(kind, line, within, flat, node=_bare(node))


def _bare(node: Node) -> Node:
    """A node without the attributes that carried source lines."""

    def change(inner: Node) -> Node | list[Node] | None:
        if inner["t"] in ("Span", "Div") and any(key == LINE for key, _ in inner["c"][0][2]):
            id, classes, _ = inner["c"][0]
            content = rewrite(inner["c"][1], change)
            return [{"t": inner["t"], "c": [[id, classes, []], content]}] if id else list(content)
        if inner["t"] == "Link" and inner["c"][0][2]:
            id, classes, _ = inner["c"][0]
            return {"t": "Link", "c": [[id, classes, []], rewrite(inner["c"][1], change), inner["c"][2]]}
        return None

    return dict(rewrite([node], change)[0])


def _within(flat: Flat, spot: str) -> Flat:
    """For every body page, counted from 0: how many words begin before its first whole word.

    Notes and serials are those of the whole file.
    """
    inner = Flat(flat.path, flat.by_line, flat.locate, flat.line, notes=flat.notes, same=flat.same, serials=flat.serials)
    inner.spot, inner.stars = spot, flat.stars
    return inner


def _parts(block: Node) -> list[Any]:
    """The parts of a table or a picture that hold words."""
    content: Any = block["c"]
    if block["t"] == "Figure":
        return [content[2], content[1][1]]
    if block["t"] != "Table":
        return []
    _, caption, _, head, bodies, foot = content
    rows = [*head[1], *(row for body in bodies for part in (body[2], body[3]) for row in part), *foot[1]]
    return [caption[1], *(cell[4] for row in rows for cell in row[1])]


def _words(parts: list[Any], line: Line, flat: Flat) -> None:
    """The words of blocks within a table, a line for each."""
    inner = _within(flat, flat.place().spot)
    for part in parts:
        _blocks(part, (), inner, 0)
    _late_anchors(inner)
    flat.serials, flat.line = inner.serials, inner.line
    flat.steps += inner.steps
    for paragraph in inner.paragraphs:
        if paragraph.kind == "picture" and not paragraph.inlines:
            continue
        if line.at:
            line.line_break(())
        line.move_to(paragraph.origins[0].place)
        for item in paragraph.inlines:
            if isinstance(item, Call):
                line.call(item)
            elif item.text:
                line.text(item.text, item.marks)
            else:
                line.anchor(item.marks[0].target)


# --- inlines --------------------------------------------------------------------------------------------------------


def _inlines(nodes: list[Node], marks: tuple[Mark, ...], line: Line, flat: Flat) -> None:
    if len(marks) > DEPTH:
        raise stop("R024", flat.place(), depth=DEPTH)
    for node in nodes:
        _inline(node, marks, line, flat)


def _inline(node: Node, marks: tuple[Mark, ...], line: Line, flat: Flat) -> None:
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind == "Str":
        line.text(content, marks)
    elif kind == "Space":
        line.text(" ", marks)
    elif kind in ("SoftBreak", "LineBreak"):
        if kind == "SoftBreak":
            line.text(" ", marks)
        else:
            line.line_break(marks)
        if kind == "SoftBreak" or flat.locate:
            _next_line(line, flat)
    elif kind in _STYLES:
        mark = Mark(_STYLES[kind])  # Markdown cannot say emphasis within emphasis
        _inlines(content, marks if mark in marks else (*marks, mark), line, flat)
    elif kind == "Note":
        line.call(Call(_label(content, flat), line.place))
    elif is_call(node):
        line.call(Call(attribute(node, "note"), line.place))
    else:
        _phrase(node, marks, line, flat)


def _phrase(node: Node, marks: tuple[Mark, ...], line: Line, flat: Flat) -> None:
    """An inline that holds more than its name says."""
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind in ("Span", "Link"):
        _attributed(content[0], line, flat)
        more = (Mark("link", content[2][0], flat.serial()),) if kind == "Link" else ()
        _inlines(content[1], (*marks, *more), line, flat)
    elif kind == "Code":
        line.text(content[1], (*marks, Mark("code")))
    elif kind == "Math":
        line.text(content[1], (*marks, Mark("math", "display" if content[0]["t"] == "DisplayMath" else "")))
    elif kind == "Quoted":
        quotes = _QUOTES[content[0]["t"]]
        line.text(quotes[0], marks)
        _inlines(content[1], marks, line, flat)
        line.text(quotes[1], marks)
    elif kind == "Cite":
        _inlines(content[1], marks, line, flat)
    elif kind == "Image":
        flat.pictures.append(node)


def _attributed(attr: Any, line: Line, flat: Flat) -> None:
    """The line and the id of a Span or Link."""
    if [LINE, "+"] in attr[2]:
        _next_line(line, flat)
    elif _line_of(attr, flat):
        line.move_to(flat.place())
    if attr[0]:
        line.anchor(attr[0])


def _next_line(line: Line, flat: Flat) -> None:
    """A line of the source has ended."""
    if flat.by_line:
        flat.line += 1
        line.move_to(flat.place())


def _label(blocks: list[Node], flat: Flat) -> str:
    """The label of a note that pandoc knows; its paragraphs go into the table.

    One content is one note, in files with lines.
    """
    tag, star = tag_of(blocks)
    key = json.dumps(blocks, sort_keys=True) if flat.by_line else tag
    if key and key in flat.same:
        return flat.same[key]
    label = str(len(flat.notes) + 1)
    if star:
        flat.stars.add(label)
    flat.notes[label] = NativeNote(label, ())  # its number is taken before those of notes within it
    inner = _within(flat, f"note {label}")
    _blocks(blocks, (), inner, 0)
    _late_anchors(inner)
    flat.serials = inner.serials
    flat.steps += inner.steps
    flat.notes[label] = NativeNote(label, tuple(inner.paragraphs))
    if key:
        flat.same[key] = label
    return label


def words_of(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
    """The text of paragraphs, one string each, mathematics left out."""
    for paragraph in paragraphs:
        yield "".join(_text_of(item) for item in paragraph.inlines)


def _text_of(item: Inline) -> str:
    if isinstance(item, Call) or any(mark.kind == "math" for mark in item.marks):
        return ""
    return item.text
