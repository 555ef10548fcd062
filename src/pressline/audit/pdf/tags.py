"""Check the tags that a screen reader meets: notes, links with words, conformance claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pikepdf

from pressline.findings import Finding, Place, counted, finding
from pressline.model import ScreenKind

_CLAIMS = {
    "": {"PDF/A-2a": re.compile(r"pdfaid:part(?:>|=\")2"), "PDF/UA-1": re.compile(r"pdfuaid:part(?:>|=\")1")},
    "ua-2": {"PDF/A-4": re.compile(r"pdfaid:part(?:>|=\")4"), "PDF/UA-2": re.compile(r"pdfuaid:part(?:>|=\")2")},
}


def elements_of(pdf: pikepdf.Pdf) -> list[Any]:
    """The elements of the structure of a file, in the order of reading."""
    return list(_elements(pdf))


def tag_findings(pdf: pikepdf.Pdf, elements: Sequence[Any], notes: int, path: str, kind: ScreenKind = "") -> Iterator[Finding]:
    """Findings A020; `notes` is the number of notes, the author note included."""
    place = Place(path)
    stream = pdf.Root.get("/Metadata")
    xmp = stream.read_bytes().decode("utf-8", "replace") if stream is not None else ""
    for name, pattern in _CLAIMS[kind].items():
        if not pattern.search(xmp):
            yield finding("A020", place, what="the XMP", expected=name, found="no such claim")
    tagged = [element for element in elements if element.get("/S") == ("/FENote" if kind else "/Note")]
    whole = {str(note.get("/ID", "")) for note in tagged if any(_is(kid, "/Lbl") for kid in _kids(note))} - {""}
    if not len(tagged) == len(whole) == notes:
        yield finding(
            "A020",
            place,
            what="the tags",
            expected=f"{counted(notes, 'note', 'notes')} with ID and label",
            found=f"{len(whole)}",
        )
    if kind == "ua-2":
        yield from _structure_findings(pdf, elements, place)
    for number, page in enumerate(pdf.pages, start=1):
        words = [str(link.get("/Contents", "")) for link in page.obj.get("/Annots", []) if link.get("/Subtype") == "/Link"]
        if any(not text.strip() or re.fullmatch(r"fn(?:ref)?-\w+(?:-\d+)?", text) for text in words):
            yield finding(
                "A020",
                Place(path, spot=f"page {number}"),
                what="a link",
                expected="words",
                found="none, or the name of a place",
            )


def _structure_findings(pdf: pikepdf.Pdf, elements: Iterable[Any], place: Place) -> Iterator[Finding]:
    """Findings A020: destinations without structure element, and an older PDF version.

    ISO 14289-2, 8.8.
    """
    if pdf.pdf_version < "2.0":
        yield finding("A020", place, what="the version of PDF", expected="2.0", found=pdf.pdf_version)
    known = {element.objgen for element in elements}
    places = [value for _, value in pikepdf.NameTree(pdf.Root.Names.Dests).items()] if "/Names" in pdf.Root else []
    stack = [pdf.Root.get("/Outlines", pikepdf.Dictionary()).get("/First")]
    while stack:
        item = stack.pop()
        if item is not None:
            places.append(item.get("/A", pikepdf.Dictionary()))
            stack += [item.get("/First"), item.get("/Next")]
    bare = [at for at in places if not _leads_to(at, known)]
    if bare:
        yield finding(
            "A020", place, what="places", expected="an element of the structure at each", found=f"none at {len(bare)}"
        )


def _leads_to(place: Any, known: set[tuple[int, int]]) -> bool:
    """Whether a place names one of the elements of the structure."""
    return isinstance(place, pikepdf.Dictionary) and "/SD" in place and place.SD[0].objgen in known


def picture_findings(elements: Iterable[Any], wanted: Sequence[str], path: str) -> Iterator[Finding]:
    """Findings A008: every picture is tagged as one, with its alternative text.

    Their order is not compared: a picture in a note comes after those of the text on its page.
    """
    figures = [element for element in elements if element.get("/S") == "/Figure" and "/Alt" in element]
    found = Counter(" ".join(str(figure.Alt).split()) for figure in figures)
    expected = Counter(wanted)
    if found.total() != expected.total():
        yield finding("A008", Place(path), number="count", expected=expected.total(), found=found.total())
        return
    for words, told in zip((expected - found).elements(), (found - expected).elements(), strict=True):
        number = wanted.index(words) + 1
        yield finding("A008", Place(path), number=number, expected=f"“{words}”", found=f"“{told}”")


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    stack = [pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())]
    while stack:
        element = stack.pop()
        yield element
        stack += [kid for kid in reversed(_kids(element)) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _is(kid: Any, tag: str) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == tag
