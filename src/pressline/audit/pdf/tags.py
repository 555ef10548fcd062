"""What a program that reads the page aloud meets: notes tagged as notes, links with words, and the claim of conformance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from pressline.findings import Finding, Place, finding

_CLAIMS = {
    "PDF/A-2a": r"pdfaid:part(?:>|=\")2",
    "PDF/UA-1": r"pdfuaid:part(?:>|=\")1",
}


def tag_findings(pdf: pikepdf.Pdf, notes: int, path: str) -> Iterator[Finding]:
    """Findings A020; `notes` is the number of notes, the author note included."""
    place = Place(path)
    stream = pdf.Root.get("/Metadata")
    xmp = stream.read_bytes().decode("utf-8", "replace") if stream is not None else ""
    for name, pattern in _CLAIMS.items():
        if not re.search(pattern, xmp):
            yield finding("A020", place, what="the XMP", expected=name, found="no such claim")
    tagged = [element for element in _elements(pdf) if element.get("/S") == "/Note"]
    whole = {str(note.get("/ID", "")) for note in tagged if any(_is(kid, "/Lbl") for kid in _kids(note))} - {""}
    if not len(tagged) == len(whole) == notes:
        yield finding("A020", place, what="the tags", expected=f"{notes} notes with ID and label", found=f"{len(whole)}")
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


def picture_findings(pdf: pikepdf.Pdf, wanted: Sequence[str], path: str) -> Iterator[Finding]:
    """Findings A008: every picture is tagged as one, in its order, with its alternative text."""
    figures = [element for element in _elements(pdf) if element.get("/S") == "/Figure" and "/Alt" in element]
    found = [" ".join(str(figure.Alt).split()) for figure in figures]
    if len(found) != len(wanted):
        yield finding("A008", Place(path), number="count", expected=len(wanted), found=len(found))
        return
    for number, (words, told) in enumerate(zip(wanted, found, strict=True), start=1):
        if words != told:
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
