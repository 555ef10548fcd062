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

from pressline.pandoc.grid import Placed, placed

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

    def within_kind(self, kind: str) -> bool:
        """Whether the row that it stands in stands in an element of a kind."""
        row = self.within
        return row is not None and row.within is not None and row.within.kind == kind

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


def make_paragraph(element: Element) -> None:
    """Let a block of text that is no paragraph in HTML be one.

    A listing, the number of a display (ISO 32005, table 5). Not asked before notes are tagged: an area of notes, and the
    rest of a note that runs on, look like such a block until then.
    """
    if element.kind not in ("/NonStruct", "/Div") or all(kid.kind != "/Span" for kid in element.elements):
        return
    above = element.within
    while above is not None and above.kind in _GROUPING:
        above = above.within
    if above is None or above.kind in ("/Document", "/BlockQuote"):
        element.become("/P")


def _annotation(kid: Any) -> Any:
    """The annotation that a thing held by an element refers to, or None."""
    return kid.get("/Obj") if isinstance(kid, Dictionary) else None


def _fix_table(element: Element) -> None:
    """Say of what each head of a table is one.

    A table without heads is tagged as lines of text.

    ISO 14289-1, 7.5 wants heads in a Table, and each to have a Scope where the Headers of cells do not say all.
    """
    inner = list(element.all())
    if any(cell.kind == "/TH" for cell in inner):
        _name_headers(element)
        return
    for part in inner:
        part.become(_GRID.get(part.kind, part.kind))
        if part.own.get("/A", Dictionary()).get("/O") == Name.Table:
            del part.own["/A"]
    element.become("/Div")


def _name_headers(table: Element) -> None:
    """Give every head a Scope, and every cell the heads above it and before it.

    ISO 32000-1, 14.8.5.7.
    """
    cells = [(cell, cell.cell.within_kind("/THead")) for cell in _cells(table)]
    for cell, above in cells:
        if cell.cell.kind == "/TH":
            attributes = cell.cell.own.get("/A", Dictionary(O=Name.Table))
            attributes.Scope = Name.Column if above else Name.Row
            cell.cell.own.A = attributes
    heads = [(cell, above) for cell, above in cells if cell.cell.kind == "/TH" and "/ID" in cell.cell.own]
    for cell, _ in cells:
        if cell.cell.kind == "/TD":
            names = [head.cell.own.ID for head, above in heads if above and _is_over(head, cell)]
            names += [head.cell.own.ID for head, above in heads if not above and _is_beside(head, cell)]
            attributes = cell.cell.own.get("/A", Dictionary(O=Name.Table))
            attributes.Headers = Array(names)
            cell.cell.own.A = attributes


def _cells(table: Element) -> list[Placed[Element]]:
    """The cells of a table at their places; none reaches out of its section."""
    cells: list[Placed[Element]] = []
    above = 0
    for section in _sections(table):
        rows = [[cell for cell in row.elements if cell.kind in ("/TH", "/TD")] for row in section]
        sized = [
            [(min(_covered(cell, "/RowSpan"), len(rows) - at), _covered(cell, "/ColSpan"), cell) for cell in row]
            for at, row in enumerate(rows)
        ]
        cells += [Placed(p.row + above, p.column, p.height, p.width, p.cell) for p in placed(sized)]
        above += len(rows)
    return cells


def _sections(table: Element) -> Iterator[list[Element]]:
    """The rows of a table by section."""
    for part in table.elements:
        if part.kind == "/TR":
            yield [part]
        elif part.kind in ("/THead", "/TBody", "/TFoot"):
            yield [row for row in part.elements if row.kind == "/TR"]


def _covered(cell: Element, name: str) -> int:
    return int(cell.own.get("/A", Dictionary()).get(name, 1))


def _is_over(head: Placed[Element], cell: Placed[Element]) -> bool:
    return head.column < cell.column + cell.width and cell.column < head.column + head.width


def _is_beside(head: Placed[Element], cell: Placed[Element]) -> bool:
    return head.row < cell.row + cell.height and cell.row < head.row + head.height


def join_tables(pdf: pikepdf.Pdf, document: Element) -> set[tuple[int, int]]:
    """Make one Table of the parts of one that runs on to other pages.

    The elements of heads that are repeated there, which are none of it, by their object numbers.
    """
    repeated: set[tuple[int, int]] = set()
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    for holder in [element for element in document.all() if any(kid.kind == "/Table" for kid in element.elements)]:
        last: Element | None = None
        for part in holder.elements:
            if part.kind == "/Table" and last is not None and _goes_on(last, part, pages):
                heads = [kid for kid in part.elements if kid.kind == "/THead"]
                repeated |= {inner.own.objgen for head in heads for inner in (head, *head.all())}
                _take_rows(last, part)
                holder.hold([kid for kid in holder.holds if kid is not part])
            elif part.kind == "/Table":
                last = part
            elif part.kind != "/NonStruct":  # the notes at the foot of the page
                last = None
    return repeated


def _goes_on(table: Element, part: Element, pages: dict[tuple[int, int], int]) -> bool:
    """Whether a Table is the rest of the one before it.

    It begins on the next page, has no caption, and the same heads.
    """
    ends, begins = _pages_of(table, pages), _pages_of(part, pages)
    if not ends or not begins or min(begins) != max(ends) + 1 or any(kid.kind == "/Caption" for kid in part.elements):
        return False
    return not _head_shape(part) or _head_shape(part) == _head_shape(table)


def _pages_of(element: Element, pages: dict[tuple[int, int], int]) -> set[int]:
    return {pages[part.own.Pg.objgen] for part in element.all() if "/Pg" in part.own and part.own.Pg.objgen in pages}


def _head_shape(table: Element) -> list[list[tuple[int, int]]]:
    rows = [row for part in table.elements if part.kind == "/THead" for row in part.elements]
    return [[(_covered(cell, "/RowSpan"), _covered(cell, "/ColSpan")) for cell in row.elements] for row in rows]


def _take_rows(table: Element, part: Element) -> None:
    """Move the rows of a part, without its head, behind those of a table."""
    bodies = [kid for kid in part.elements if kid.kind != "/THead"]
    for body in bodies:
        body.own.P, body.within = table.own, table
    table.hold([*table.holds, *bodies])


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
