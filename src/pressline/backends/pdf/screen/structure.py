"""The structure elements of a PDF, read once and put right.

A name asked of an object of pikepdf takes two or three microseconds, and an essay of ten pages has a thousand elements: so
what an element is and holds is read once, kept here, and written back where it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_EMPTY_CAN_GO = ("/Span", "/NonStruct")
_GROUPING = ("/NonStruct", "/Div", "/Sect", "/Part", "/Art")  # which hold no text themselves
_GRID = {"/TBody": "/NonStruct", "/THead": "/NonStruct", "/TFoot": "/NonStruct", "/TR": "/Div", "/TD": "/Div"}


@dataclass(eq=False, slots=True)
class Element:
    """A structure element: its kind ("/P"), its parent, and its children.

    Children are elements, or objects of pikepdf.
    """

    own: Any
    kind: str
    within: Element | None
    holds: list[Any]

    @property
    def elements(self) -> list[Element]:
        """The elements that it holds."""
        return [kid for kid in self.holds if isinstance(kid, Element)]

    def become(self, kind: str) -> None:
        """Be of another kind from now on."""
        if kind != self.kind:
            self.own.S, self.kind = Name(kind), kind

    def hold(self, things: list[Any]) -> None:
        """Hold these from now on."""
        self.holds = things
        self.own.K = Array([thing.own if isinstance(thing, Element) else thing for thing in things])

    def all(self) -> Iterator[Element]:
        """This one and all below it, in the order of reading."""
        stack = [self]
        while stack:
            found = stack.pop()
            yield found
            stack += reversed(found.elements)


def read_structure(root: Any) -> Element:
    """The document of a structure tree, with all below it."""
    document = Element(root.K[0], "/Document", None, [])
    stack = [document]
    while stack:
        element = stack.pop()
        element.holds = [_read(kid, element) if isinstance(kid, Dictionary) else kid for kid in _kids(element.own)]
        stack += element.elements
    return document


def _read(thing: Any, within: Element) -> Any:
    """A structure element, or what is none as it is."""
    kind = thing.get("/S")
    return thing if kind is None else Element(thing, str(kind), within, [])


def _kids(own: Any) -> list[Any]:
    kids = own.get("/K")
    if kids is None:
        return []
    return [kids[at] for at in range(len(kids))] if isinstance(kids, Array) else [kids]  # an iterator of pikepdf's is slower


def repair(element: Element) -> None:
    """Let links be Links, and tables without a head be no Tables."""
    if element.kind != "/Link" and any(_annotation(kid) is not None for kid in element.holds):
        # A span within a link gets a second link annotation from WeasyPrint 70; ISO 14289-1, 7.18.5 wants it in a Link.
        element.become("/Link")
    if element.kind == "/Table":
        _fix_table(element)
    if element.kind in ("/NonStruct", "/Div") and any(kid.kind == "/Span" for kid in element.elements):
        _make_paragraph(element)


def _make_paragraph(element: Element) -> None:
    """Let a block of text that is no paragraph in HTML be one.

    A listing, the number of a display (ISO 32005, table 5).
    """
    above = element.within
    while above is not None and above.kind in _GROUPING:
        above = above.within
    if above is None or above.kind in ("/Document", "/BlockQuote"):
        element.become("/P")


def _annotation(kid: Any) -> Any:
    """The annotation that a thing held by an element refers to, or None."""
    return kid.get("/Obj") if isinstance(kid, Dictionary) else None


def _fix_table(element: Element) -> None:
    """A table without a head is tagged as lines of text.

    ISO 14289-1, 7.5 wants heads in a Table.
    """
    inner = list(element.all())
    if any(cell.kind == "/TH" for cell in inner):
        return
    for part in inner:
        part.become(_GRID.get(part.kind, part.kind))
        if part.own.get("/A", Dictionary()).get("/O") == Name.Table:
            del part.own["/A"]
    element.become("/Div")


def tag_notes(pdf: pikepdf.Pdf, root: Any, document: Element) -> None:
    """Make a Note with an ID and a Lbl of every element that begins with a label.

    A note that runs on is one Note.
    """
    notes: dict[str, Any] = {}
    for link in [element for element in document.all() if element.kind == "/Link"]:
        annotation = next((found for kid in link.holds if (found := _annotation(kid)) is not None), None)
        target = str(annotation.get("/Dest", "")) if annotation is not None else ""
        if target.startswith("fnref-"):
            name = target.replace("fnref-", "fn-")
            notes[name] = _tag_note(pdf, link, name).own
    _join_rests(document)
    if notes:
        flat = [item for name in sorted(notes) for item in (String(name), notes[name])]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(flat)))


def _tag_note(pdf: pikepdf.Pdf, link: Element, name: str) -> Element:
    """The note that the link from its label back to its call stands in."""
    paragraph = link.within
    note = paragraph.within if paragraph else None
    assert paragraph is not None, "a label stands in a paragraph"
    assert note is not None, "and that in a note"
    made = Dictionary(Type=Name.StructElem, S=Name.Lbl, P=note.own, K=Array([link.own]), Pg=link.own.Pg)
    label = Element(pdf.make_indirect(made), "/Lbl", note, [link])
    paragraph.hold([kid for kid in paragraph.holds if kid is not link])
    paragraph.become("/P")
    link.own.P, link.within = label.own, label
    note.become("/Note")
    note.own.ID = String(name)
    note.hold([label, *note.holds])
    return note


def _join_rests(document: Element) -> None:
    """Move the rest of a note that runs on into the Note of the page before.

    In the area of notes, it is a Div.
    """
    last: Element | None = None
    for area in [element for element in document.elements if element.kind == "/NonStruct"]:
        for part in area.elements:
            if part.kind == "/Div" and last is not None:
                area.hold([kid for kid in area.holds if kid is not part])
                part.own.P, part.within = last.own, last
                last.hold([*last.holds, part])
            elif part.kind == "/Note":
                last = part


def prune(element: Element) -> bool:
    """Take elements out that hold nothing; whether this one does."""
    kept = [kid for kid in element.holds if not (isinstance(kid, Element) and prune(kid))]
    if len(kept) < len(element.holds):
        element.hold(kept)
    return not kept and element.kind in _EMPTY_CAN_GO
