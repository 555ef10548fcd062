"""The PDF for the screen as PDF/A-4 (ISO 19005-4) and PDF/UA-2 (ISO 14289-2).

Both are based on PDF 2.0.

By option, because many readers and most archives still ask for PDF/A-2 and PDF/UA-1. What it takes, measured with veraPDF
1.31 on a file that is both of those: notes become FENote of the name space of PDF 2.0, every place that a link or the outline
leads to also names the structure element there, and all document properties stand in the XMP alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_NAMESPACE = "http://iso.org/pdf2/ssn"
_CLAIM_UA = (b"<pdfuaid:part>1</pdfuaid:part>", b"<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>")
_CLAIM_A = (rb'pdfaid:part="2" pdfaid:conformance="A"', b'pdfaid:part="4" pdfaid:rev="2020"')
# PDF/A-4 needs no description of what the name space of PDF/UA is.
_EXTENSION = re.compile(rb'<rdf:Description rdf:about="" xmlns:pdfaExtension=.*?</rdf:Description>', re.DOTALL)


def upgrade(pdf: pikepdf.Pdf, elements: Iterable[Any]) -> None:
    """Make a PDF/A-4 and PDF/UA-2 of a PDF/A-2a and PDF/UA-1.

    `elements` are its structure elements in reading order.
    """
    listed = list(elements)
    root = pdf.Root.StructTreeRoot
    space = pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(_NAMESPACE)))
    root.Namespaces = Array([space])
    listed[0].NS = space
    notes = {str(element.ID): element for element in listed if Name.Note == element.S}
    for note in notes.values():
        note.S, note.NS = Name.FENote, space
    places = _places(pdf, listed, notes)
    headings = [element for element in listed if re.fullmatch(r"/H\d", str(element.S))]
    _name_elements(pdf, places, headings, listed)
    _lead_outline(pdf.Root.get("/Outlines", Dictionary()), iter(headings), listed[0])
    _claim(pdf)


def _places(pdf: pikepdf.Pdf, elements: list[Any], notes: dict[str, Any]) -> dict[str, Any]:
    """The elements of named places.

    Of every note, and of every call, which refer to each other from now on.
    """
    link_of = {
        kid.Obj.objgen: element
        for element in elements
        if Name.Link == element.S
        for kid in (element.K if isinstance(element.K, Array) else [element.K])
        if isinstance(kid, Dictionary) and "/Obj" in kid
    }
    places: dict[str, Any] = dict(notes)
    calls: dict[str, list[Any]] = {}
    for page in pdf.pages:
        for link in page.obj.get("/Annots", []):
            name = str(link.Dest) if isinstance(link.get("/Dest"), String) else ""
            # Of a call that names a page, that page is a link within the link, and no other call.
            if name in notes and link.objgen in link_of and Name.Link != link_of[link.objgen].P.get("/S"):
                calls.setdefault(name, []).append(link_of[link.objgen])
    for name, links in calls.items():
        notes[name].Ref = Array(links)
        for nth, link in enumerate(links, start=1):
            link.Ref = Array([notes[name]])
            back = name.replace("fn-", "fnref-")
            places[back if nth == 1 else f"{back}-{nth}"] = link
    return places


def _name_elements(pdf: pikepdf.Pdf, places: dict[str, Any], headings: list[Any], elements: list[Any]) -> None:
    """Give every destination its structure element: note, call, heading, else first of page."""
    if "/Dests" not in pdf.Root.get("/Names", Dictionary()):
        return
    names: Any = pikepdf.NameTree(pdf.Root.Names.Dests)
    for name in list(names):
        place = names[name]
        heading = int(name[1:]) if re.fullmatch(r"s\d+", name) else 0
        element = places.get(name) or (headings[heading - 1] if 0 < heading <= len(headings) else None)
        element = element or next((e for e in elements if "/Pg" in e and e.Pg.objgen == place[0].objgen), elements[0])
        names[name] = Dictionary(D=place, SD=Array([element, *list(place)[1:]]))


def _lead_outline(item: Any, headings: Any, document: Any) -> None:
    """Let every entry of the outline lead to the element of its heading.

    Both are in the order of reading.
    """
    child = item.get("/First")
    while child is not None:
        if "/Dest" in child:
            place = child.Dest
            element = next(headings, document)
            child.A = Dictionary(S=Name.GoTo, D=place, SD=Array([element, *list(place)[1:]]))
            del child["/Dest"]
        _lead_outline(child, headings, document)
        child = child.get("/Next")


def _claim(pdf: pikepdf.Pdf) -> None:
    """Say what the file is; document properties stand in the XMP alone (ISO 19005-4, 6.1.3)."""
    text = _EXTENSION.sub(b"", pdf.Root.Metadata.read_bytes()).replace(*_CLAIM_UA).replace(*_CLAIM_A)
    pdf.Root.Metadata = pdf.make_stream(text, Type=Name.Metadata, Subtype=Name.XML)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
