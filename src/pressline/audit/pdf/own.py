"""Check that a PDF of ours has nothing in it but what its pages need.

Asked of files for the screen that Pressline made; what another program adds (comments, an older version within the file) is
no fault of its own there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from pressline.audit.pdf.expected import Expected
from pressline.audit.pdf.properties import depths, outline_items
from pressline.findings import Finding, Place, finding

_CATALOGUE = frozenset(
    [
        "/Lang",
        "/MarkInfo",
        "/Metadata",
        "/Names",
        "/Outlines",
        "/OutputIntents",
        "/Pages",
        "/StructTreeRoot",
        "/Type",
        "/ViewerPreferences",
    ]
)
_PAGE = frozenset(
    [
        "/Annots",
        "/BleedBox",
        "/Contents",
        "/Group",
        "/MediaBox",
        "/Parent",
        "/Resources",
        "/StructParents",
        "/Tabs",
        "/TrimBox",
        "/Type",
    ]
)
_MOST_BLEED = 72.0  # points that a layout may ask for round a page: bleed and crop marks take half of it
_ROUNDING = 0.01  # points
_LINK = frozenset(["/A", "/BS", "/Contents", "/Dest", "/F", "/Rect", "/StructParent", "/Subtype", "/Type"])
_READ_OTHERWISE = ("/ActualText", "/E", "/Lang")  # of an element of the structure (ISO 32000-2, 14.9)
_MCID = re.compile(rb"/MCID\s+(\d+)")
_PAINTS = re.compile(rb"(?:^|\s)(?:Do|f\*?|F|S|s|[Bb]\*?|sh|T[jJ])(?=\s)")
_HEADING = re.compile(r"/H([1-6])")


def own_findings(pdf: pikepdf.Pdf, elements: Sequence[Any], expected: Expected, path: str) -> Iterator[Finding]:
    """Findings A083 for what is in the file besides its pages, A020 for foreign tags."""
    place = Place(path)
    for what in _besides(pdf):
        yield finding("A083", place, what=what)
    for number, page in enumerate(pdf.pages, start=1):
        for what in _about_page(page.obj):
            yield finding("A083", Place(path, spot=f"page {number}"), what=what)
    for what in _about_tags(pdf, elements):
        yield finding("A083", place, what=what)
    yield from _tags(pdf, elements, expected, path)


def _besides(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What the file as a whole has that ours have not."""
    if "/Prev" in pdf.trailer:
        yield "an older version of the file, under this one"
    if pdf.is_encrypted:
        yield "an encryption"
    root: Any = pdf.Root
    yield from (f"{key} of the catalogue" for key in sorted(set(root.keys()) - _CATALOGUE))
    yield from (f"{key} among the names" for key in sorted(_keys(root, "/Names") - {"/Dests"}))
    yield from (f"{key} of how it is shown" for key in sorted(_keys(root, "/ViewerPreferences") - {"/DisplayDocTitle"}))
    last = (0, 0.0)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    for _, item in outline_items(pdf):
        action: Any = item.get("/A", pikepdf.Dictionary(S=pikepdf.Name.GoTo))
        at = _place(item.get("/Dest", action.get("/D")), numbers)
        if action.get("/S") != "/GoTo" or at is None or at < last:
            yield f"where the outline leads to by “{item.get('/Title', '')}”"
        last = at or last


def _keys(thing: Any, name: str) -> set[str]:
    """The keys of what a dictionary has under a name.

    None when it has nothing there, or something else.
    """
    value = thing.get(name)
    return set(value.keys()) if isinstance(value, pikepdf.Dictionary) else set()


def _place(target: Any, numbers: dict[tuple[int, int], int]) -> tuple[int, float] | None:
    """Page and depth on it of a place, in points from the foot, downwards.

    None when it is none.
    """
    if not isinstance(target, pikepdf.Array) or len(target) < 4 or not isinstance(target[0], pikepdf.Dictionary):
        return None
    number = numbers.get(target[0].objgen)
    return (number, -float(target[3] or 0)) if number else None


def _about_page(page: Any) -> Iterator[str]:
    """What a page has that ours have not: rotation, cropping, actions, more than links."""
    yield from (f"{key} of a page" for key in sorted(set(page.keys()) - _PAGE))
    sheet, bleed, trim = ([float(side) for side in page.get(key, [])] for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
    if not (_is_round(sheet, bleed) and _is_round(bleed, trim)):
        yield "a page of another size"
    for note in page.get("/Annots", []):
        kind, border = str(note.get("/Subtype")).lstrip("/"), note.get("/BS", pikepdf.Dictionary())
        if kind != "Link":
            yield f"an annotation, {kind}"
        elif set(note.keys()) - _LINK or border.get("/W", 1):
            yield "a link that looks like something"


def _is_round(outer: list[float], inner: list[float]) -> bool:
    """Whether a box (left, foot, right, head; points) differs, or is close to it like bleed."""
    if len(outer) != 4 or len(inner) != 4:
        return False
    wider = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return all(-_ROUNDING <= side <= _MOST_BLEED for side in wider)


def _about_tags(pdf: pikepdf.Pdf, elements: Sequence[Any]) -> Iterator[str]:
    """What tells a program that reads aloud something else than the page shows."""
    if "/RoleMap" in _keys(pdf.Root, "/StructTreeRoot"):
        yield "a table of other roles for the tags"
    if not pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        yield "tags that are said not to count"
    for element in elements:
        keys = [key for key in _READ_OTHERWISE if key in element]
        keys += ["/Alt"] if "/Alt" in element and str(element.get("/S")) not in ("/Figure", "/Formula") else []
        for key in keys:
            yield f"{key} of a tag, “{str(element[key])[:60]}”"


def _tags(pdf: pikepdf.Pdf, elements: Sequence[Any], expected: Expected, path: str) -> Iterator[Finding]:
    """Findings A020: what a page paints is in a tag, and once.

    Headings are tagged as headings; tags follow the pages.
    """
    told = _content(pdf, elements)
    marks: dict[int, list[int]] = {}
    for _, number, mark in told:
        marks.setdefault(number, []).append(mark)
    empty = expected.drawings  # pictures that may be blank
    for number, page in enumerate(pdf.pages, start=1):
        content: Any = page.obj.get("/Contents", pikepdf.Array())
        data = b"\n".join(part.read_bytes() for part in (content if isinstance(content, pikepdf.Array) else [content]))
        painted = sorted(int(mark) for mark in _MCID.findall(data))
        tagged = sorted(marks.get(number, ()))
        if painted != tagged:
            spot = Place(path, spot=f"page {number}")
            yield finding("A020", spot, what="tagged pieces", expected=len(painted), found=len(set(painted) & set(tagged)))
        pictures = b" ".join(data.split()).split(b"/Figure <</MCID ")[1:]
        blank = sum(1 for part in pictures if not _PAINTS.search(part.partition(b"EMC")[0]))
        if blank > empty:
            yield finding("A020", Place(path, spot=f"page {number}"), what="pictures", expected="painted", found=f"{blank} not")
        empty = max(0, empty - blank)
    levels = [match for element in elements if (match := _HEADING.fullmatch(str(element.get("/S"))))]
    found = [depth for depth, _ in depths((int(level[1]), "") for level in levels)]
    wanted = [depth for depth, _ in depths(expected.outline)]
    if found != wanted:
        yield finding("A020", Place(path), what="headings in the tags", expected=len(wanted), found=_levels(found))
    first: dict[int, tuple[int, int]] = {}
    for block, *at in told:
        first[block] = min(first.get(block, (at[0], at[1])), (at[0], at[1]))
    order = [at if not expected.additions.own else at[:1] for block, at in first.items() if block >= 0]
    if order != sorted(order):  # what a sheet of the author's makes a float is painted first on its page
        yield finding("A020", Place(path), what="the order of the tags", expected="that of the pages", found="another")


def _levels(depths_found: Sequence[int]) -> str:
    return f"{len(depths_found)}, at the depths {' '.join(map(str, depths_found[:20]))}"


def _content(pdf: pikepdf.Pdf, elements: Sequence[Any]) -> list[tuple[int, int, int]]:
    """All marked content that the tags hold, in their order: block, page, number.

    The block of a note is -1, and so is that of a picture, which WeasyPrint numbers behind the text of its page.

    A block is a tag right under the document. Notes stand in the tags where they are called, and on the page at its foot.
    """
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    document = next((element for element in elements if element.get("/S") == "/Document"), None)
    told: list[tuple[int, int, int]] = []
    stack: list[tuple[Any, int, int]] = [(document, 0, -2)] if document is not None else []
    blocks = 0
    while stack:
        thing, page, block = stack.pop()
        if isinstance(thing, int):
            told.append((block, page, thing))
            continue
        if not isinstance(thing, pikepdf.Dictionary) or "/Obj" in thing:
            continue
        page = numbers.get(thing.Pg.objgen, 0) if "/Pg" in thing else page
        if "/MCID" in thing:
            told.append((block, page, int(thing.MCID)))
            continue
        if block == -2 and thing is not document:
            block, blocks = blocks, blocks + 1
        block = -1 if str(thing.get("/S")) in ("/Note", "/FENote", "/Figure") else block
        kids: Any = thing.get("/K", [])
        stack += [(kid, page, block) for kid in reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids])]
    return told
