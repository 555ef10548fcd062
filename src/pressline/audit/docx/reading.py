"""What a reader meets in the file.

Words, calls with the numbers Word prints, and notes by number.

Word counts its calls in the order of the text; a call with a mark of its own takes no number (ECMA-376 part 1, 17.11.14).
A further call is a NOTEREF field: the reader sees what the field shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from pressline.audit.docx.package import DOCUMENT, FOOTNOTES, Package
from pressline.compare import Edge, Piece, StyledText, joined, styled_reading
from pressline.model import AUTHOR_MARK, Account, Node
from pressline.pandoc.tree import attribute, span
from pressline.runtime.namespaces import R, W

FRONT = ("Title", "Subtitle", "Author", "Abstract", "Keywords", "TOCHeading", "TOC1", "TOC2", "TOC3")
_TRUE = ("1", "true", "on")
_FALSE = ("0", "false", "off", "none")
_MARKS = {W + "b": "b", W + "i": "i", W + "strike": "k", W + "dstrike": "k", W + "u": "u", W + "smallCaps": "c"}
_RUN_STYLES = {"VerbatimChar": "m", "Emphasis": "i", "Strong": "b"}
_HEADING = re.compile(r"Heading([1-9])")
_NOTEREF = re.compile(r"\s*NOTEREF\s+(\S+)")
_SHAPES = {W + "br": " ", W + "cr": " ", W + "tab": " ", W + "noBreakHyphen": "-"}


def style_of(p: etree._Element) -> str:
    """The style id of a paragraph, "" for the default one."""
    style = p.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(W + "val"))


def is_marked(call: etree._Element) -> bool:
    """Whether a call shows a mark of its own instead of a number."""
    return call.get(W + "customMarkFollows") in _TRUE


def numbers(package: Package) -> dict[str, int]:
    """The number Word prints at each numbered call, by the id of its note.

    The first call of an id counts.
    """
    result: dict[str, int] = {}
    calls = [call for call in package.document.iter(W + "footnoteReference") if not is_marked(call)]
    for number, call in enumerate(calls, start=1):
        result.setdefault(str(call.get(W + "id")), number)
    return result


def notes_by_id(package: Package) -> dict[str, etree._Element]:
    """The notes that are not separators, by id."""
    notes = package.footnotes.iter(W + "footnote")
    return {str(note.get(W + "id")): note for note in notes if note.get(W + "type") in (None, "normal")}


def title_block(package: Package) -> list[etree._Element]:
    """The paragraphs above the text."""
    block: list[etree._Element] = []
    for child in package.document.iterchildren(W + "body"):
        for element in child:
            if element.tag != W + "p" or style_of(element) not in FRONT:
                return block
            block.append(element)
    return block


def reading(package: Package) -> Account:
    """What a reader of the text and of each note meets.

    Words and how they are set, calls, links.
    """
    above = set(title_block(package))
    numbered = numbers(package)
    blocks = [block for body in package.document.iter(W + "body") for block in body if block not in above]
    boxes = _boxes(package)
    body = styled_reading(_items(blocks, numbered, _Part(boxes, package.relations(DOCUMENT))))
    notes, inner = notes_by_id(package), _Part(boxes, package.relations(FOOTNOTES))
    texts = {n: styled_reading(_note_items(notes[id], inner)) for id, n in numbered.items() if id in notes}
    return Account(body, texts)


@dataclass(frozen=True, slots=True)
class _Part:
    """What the words of a part cannot be read without: labels of lists, and where links lead."""

    boxes: dict[tuple[str, str], str]
    relations: dict[str, etree._Element]


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction, and whether its result is being read."""

    instruction: str = ""
    shown: list[str] = field(default_factory=list)
    in_result: bool = False


def _call(number: object) -> Node:
    return span([], classes=("call",), attributes={"note": str(number)})


def _boxes(package: Package) -> dict[tuple[str, str], str]:
    """The label of every kind of list item that is a box to tick, by list and level.

    Those are words of the text.
    """
    numbering = package.roots.get("word/numbering.xml")
    if numbering is None:
        return {}
    labels = {
        (shape.get(W + "abstractNumId"), level.get(W + "ilvl")): str(label.get(W + "val"))
        for shape in numbering.iter(W + "abstractNum")
        for level in shape.iter(W + "lvl")
        for label in level.iter(W + "lvlText")
        if label.get(W + "val") in ("☐", "☒")
    }
    lists = [(n.get(W + "numId"), s.get(W + "val")) for n in numbering.iter(W + "num") for s in n.iter(W + "abstractNumId")]
    return {(str(id), str(lvl)): label for id, of in lists for (shape, lvl), label in labels.items() if shape == of}


def _label(p: etree._Element, boxes: dict[tuple[str, str], str]) -> str:
    values = [p.find(f"{W}pPr/{W}numPr/{W}{name}") for name in ("numId", "ilvl")]
    key = tuple("" if value is None else str(value.get(W + "val")) for value in values)
    return boxes.get((key[0], key[1]), "")


def _items(blocks: Iterable[etree._Element], numbered: dict[str, int], part: _Part) -> Iterator[Piece]:
    """Text, edges of paragraphs and calls in reading order."""
    open_fields: list[_Field] = []
    for element in (e for block in blocks for e in block.iter()):
        tag = element.tag
        if tag == W + "t":
            if open_fields and _NOTEREF.match(open_fields[-1].instruction):
                open_fields[-1].shown.append(element.text or "")
            elif not _is_mark(element):
                yield _styled_text(element, part)
        elif tag == W + "p":
            yield _edge(element)
            yield f"{_label(element, part.boxes)} "
        elif tag == W + "fldChar":
            yield from _field_mark(element, open_fields)
        elif tag == W + "instrText" and open_fields:
            open_fields[-1].instruction += element.text or ""
        elif tag == W + "footnoteReference":
            yield _call(AUTHOR_MARK if is_marked(element) else numbered.get(str(element.get(W + "id")), "?"))
        elif tag in _SHAPES:
            yield _SHAPES[str(tag)]


def _edge(p: etree._Element) -> Edge:
    """The beginning of a paragraph; headings are known by their styles."""
    match = _HEADING.fullmatch(style_of(p))
    return Edge("heading", int(match[1])) if match else Edge("text")


def _styled_text(t: etree._Element, part: _Part) -> StyledText:
    """A text with how its run is set and where it links."""
    run = t.getparent()
    properties = run.find(W + "rPr") if run is not None else None
    style = _style(properties) if properties is not None else ""
    link = run.getparent() if run is not None else None
    if link is None or link.tag != W + "hyperlink":
        return StyledText(t.text or "", style)
    row = part.relations.get(str(link.get(R + "id")))
    anchor = link.get(W + "anchor")
    return StyledText(t.text or "", style, f"#{anchor}" if anchor else "" if row is None else str(row.get("Target")))


def _style(properties: etree._Element) -> str:
    """How the properties of a run set it; what its paragraph's style does is no emphasis."""
    style = ""
    for each in properties:
        value = each.get(W + "val")
        if each.tag == W + "rStyle":
            style = joined(style, _RUN_STYLES.get(str(value), ""))
        elif each.tag == W + "vertAlign":
            style = joined(style, {"superscript": "^", "subscript": "_"}.get(str(value), ""))
        elif value not in _FALSE:
            style = joined(style, _MARKS.get(str(each.tag), ""))
    return style


def _note_items(note: etree._Element, part: _Part) -> Iterator[Piece]:
    """The text of a note: what a field shows there is the number of another note, and a word."""
    for item in _items([note], {}, part):
        yield item if isinstance(item, str) else attribute(item, "note")


def _field_mark(mark: etree._Element, open_fields: list[_Field]) -> Iterator[Node]:
    """Follow the beginning and the end of a field; a NOTEREF is a call that shows its result."""
    kind = mark.get(W + "fldCharType")
    if kind == "begin":
        open_fields.append(_Field())
    elif kind == "end" and open_fields:
        done = open_fields.pop()
        if _NOTEREF.match(done.instruction):
            yield _call("".join(done.shown))


def _is_mark(t: etree._Element) -> bool:
    """Whether a text is the mark of the author note.

    After its call, or at the start of the note itself.
    """
    before = t.getprevious()
    if before is not None and before.tag == W + "footnoteReference":
        return is_marked(before)
    return False


def note_fields(package: Package) -> Iterator[tuple[str, str, str]]:
    """Every NOTEREF field: the part it stands in, the bookmark it names, what it shows."""
    for part, root in package.stories:
        open_fields: list[_Field] = []
        for element in root.iter(W + "fldChar", W + "instrText", W + "t"):
            kind = element.get(W + "fldCharType")
            if kind == "begin":
                open_fields.append(_Field())
            elif not open_fields:
                continue
            elif kind == "end":
                done = open_fields.pop()
                if match := _NOTEREF.match(done.instruction):
                    yield part, match[1], "".join(done.shown)
            elif element.tag == W + "instrText":
                open_fields[-1].instruction += element.text or ""
            elif element.tag == W + "t":
                open_fields[-1].shown.append(element.text or "")


def bookmarked_numbers(package: Package) -> dict[str, str]:
    """The number that the call inside each bookmark shows, by the bookmark's name."""
    numbered = numbers(package)
    inside: dict[str, str] = {}  # id of an open bookmark -> its name
    result: dict[str, str] = {}
    for element in package.document.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "footnoteReference"):
        id = str(element.get(W + "id"))
        if element.tag == W + "bookmarkStart":
            inside[id] = str(element.get(W + "name"))
        elif element.tag == W + "bookmarkEnd":
            inside.pop(id, None)
        else:
            for name in inside.values():
                result.setdefault(name, AUTHOR_MARK if is_marked(element) else str(numbered.get(id, "?")))
    return result
