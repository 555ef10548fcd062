"""The audit of a PDF for the printer: what a printer asks, and calls without links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, takewhile
from typing import Any
from unicodedata import normalize

import pikepdf

from pressline.audit.pdf.expected import Expected
from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.margins import letters
from pressline.audit.pdf.pages import PageLink, PdfPage
from pressline.audit.pdf.shapes import Box, lines_of
from pressline.findings import Finding, Place, finding
from pressline.model import AUTHOR_MARK, Account, Printing

# Operators that paint with more than black ink; text stands in hexadecimal in the streams, and cannot look like one.
_COLOURED = re.compile(rb"(?<![\w.])(?:(?:[\d.]++\s++){3}(?:rg|RG)|(?!0(?:\.0*+)?\s)(?:[\d.]++\s++){4}[kK])\b")
# What a file must say of itself, where, and its version of PDF (ISO 15930, the parts on and X-1a).
_CLAIMS = {
    "x-4": ("the XMP", "PDF/X-4", "1.6"),
    "x-3": ("Info", "PDF/X-3:2003", "1.4"),
    "x-3:2002": ("Info", "PDF/X-3:2002", "1.3"),
    "x-1a": ("Info", "PDF/X-1a:2003", "1.4"),
    "x-1a:2001": ("Info", "PDF/X-1:2001 PDF/X-1a:2001", "1.3"),
}
_TELLING = 12  # letters, or words, around a call or a label by which it is known
_LEAST_TELLING = 4
_MOST_LOST = 8  # calls, one after another, that a damaged file may lack
_INKS = ("/DeviceGray", "/DeviceCMYK", "/Pattern")


def printing_findings(pdf: pikepdf.Pdf, printing: Printing, path: str) -> Iterator[Finding]:
    """Findings A021: PDF/X as far as printers check it, black text, and the sheet size."""
    yield from standard_findings(pdf, printing, path)
    for number, page in enumerate(pdf.pages, start=1):
        yield from _page_findings(page.obj, printing, Place(path, spot=f"page {number}"))
    yield from _mark_findings(pdf, printing, path)


def standard_findings(pdf: pikepdf.Pdf, printing: Printing, path: str) -> Iterator[Finding]:
    """Findings A021: PDF/X as far as a printer's machine refuses a file for it."""
    whole = Place(path)
    yield from _claim_findings(pdf, printing, whole)
    intents = [intent for intent in pdf.Root.get("/OutputIntents", []) if intent.get("/S") == "/GTS_PDFX"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield finding("A021", whole, what="the output intent", expected="one, with its profile", found=str(len(intents)))
    if str(pdf.docinfo.get("/Trapped")) not in ("/True", "/False"):
        yield finding("A021", whole, what="Trapped", expected="True or False", found=str(pdf.docinfo.get("/Trapped")))
    for space in sorted(_foreign_colours(pdf)):
        yield finding("A021", whole, what="the colours", expected="inks", found=space)
    if printing.kind != "x-4" and (seen := _seen_through(pdf)):
        yield finding("A021", whole, what="transparency", expected="none", found=seen)
    for number, page in enumerate(pdf.pages, start=1):
        if len(page.obj.get("/Annots", [])):
            place = Place(path, spot=f"page {number}")
            yield finding("A021", place, what="links", expected="none", found=str(len(page.obj.Annots)))


def _claim_findings(pdf: pikepdf.Pdf, printing: Printing, place: Place) -> Iterator[Finding]:
    """What the file says it is, and whether its version of PDF allows that."""
    where, claim, version = _CLAIMS[printing.kind]
    info = " ".join(str(pdf.docinfo[key]) for key in ("/GTS_PDFXVersion", "/GTS_PDFXConformance") if key in pdf.docinfo)
    metadata = pdf.Root.get("/Metadata")
    xmp = metadata.read_bytes() if metadata is not None else b""
    match = re.search(rb"<pdfxid:GTS_PDFXVersion>([^<]*)<", xmp)
    found = info or (match[1].decode("utf-8", "replace") if match else "")
    if found != claim or bool(info) != (where == "Info"):
        yield finding("A021", place, what=where, expected=claim, found=found or "no such claim")
    if pdf.pdf_version > version:
        yield finding("A021", place, what="the version of PDF", expected=version, found=pdf.pdf_version)


def _foreign_colours(pdf: pikepdf.Pdf) -> set[str]:
    """The colour spaces of pictures and shadings that no press has inks for."""
    found = set()
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        space = thing.get("/ColorSpace")
        if ("/ShadingType" in thing or thing.get("/Subtype") == "/Image") and isinstance(space, pikepdf.Object):
            name = str(space) if isinstance(space, pikepdf.Name) else str(space[0])
            found |= {name[1:]} - {ink[1:] for ink in _INKS}
    return found


def _seen_through(pdf: pikepdf.Pdf) -> str:
    """Something transparent in the file, "" when there is nothing."""
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if str(thing.get("/SMask", "/None")) != "/None":
            return "a soft mask"
        if "/Group" in thing and thing.Group.get("/S") == "/Transparency":
            return "a transparency group"
        if any(float(thing.get(key, 1)) != 1 for key in ("/ca", "/CA") if isinstance(thing.get(key, 1), int | float | Decimal)):
            return "an opacity"
    return ""


def _page_findings(page: Any, printing: Printing, place: Place) -> Iterator[Finding]:
    boxes = [[float(side) for side in page.get(key, [])] for key in ("/TrimBox", "/BleedBox", "/MediaBox")]
    if not all(boxes) or not (_within(boxes[0], boxes[1]) and _within(boxes[1], boxes[2])):
        yield finding("A021", place, what="the boxes", expected="trim within bleed within sheet", found="others")
    else:
        trim, bleed = boxes[:2]
        margins = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
        if any(abs(margin - printing.bleed_pt) > 0.01 for margin in margins):
            found = ", ".join(f"{margin:g}" for margin in margins)
            yield finding("A021", place, what="the bleed in points", expected=f"{printing.bleed_pt:g}", found=found)
    coloured = _COLOURED.search(page.Contents.read_bytes())
    if coloured:
        yield finding("A021", place, what="the ink of text", expected="black", found=coloured[0].decode("ascii", "replace"))


def _within(inner: list[float], outer: list[float]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


# --- the sheet ----------------------------------------------------------------------------------------------------------


def trimmed(sheets: list[PdfPage], pdf: pikepdf.Pdf) -> list[PdfPage]:
    """The sheets after cutting: only what lies in the trim box, measured from its corner."""
    cut = []
    for sheet, page in zip(sheets, pdf.pages, strict=True):
        left, foot, right, top = (float(side) for side in page.obj.get("/TrimBox", page.obj.MediaBox))
        glyphs = tuple(_moved(glyph, -left, -foot) for glyph in sheet.glyphs)
        cut.append(replace(sheet, width=right - left, height=top - foot, glyphs=glyphs))
    return cut


def _moved(glyph: Glyph, x: float, y: float) -> Glyph:
    return glyph._replace(
        x=glyph.x + x,
        end=glyph.end + x,
        left=glyph.left + x,
        right=glyph.right + x,
        y=glyph.y + y,
        bottom=glyph.bottom + y,
        top=glyph.top + y,
    )


def _mark_findings(pdf: pikepdf.Pdf, printing: Printing, path: str) -> Iterator[Finding]:
    """Crop marks: on every page where asked for, on the trim lines, outside the bleed.

    Else nothing may stand there.
    """
    for number, (page, lines) in enumerate(zip(pdf.pages, lines_of(path), strict=True), start=1):
        trim, bleed = ([float(side) for side in page.obj.get(key, page.obj.MediaBox)] for key in ("/TrimBox", "/BleedBox"))
        outside = [line for line in lines if _outside(line, bleed)]
        cuts = {(axis, round(at, 1)) for axis, at in map(_cut_of, outside)}
        wanted = {("x", round(trim[k], 1)) for k in (0, 2)} | {("y", round(trim[k], 1)) for k in (1, 3)}
        found = f"{len(outside)} at {sorted(cuts)}"
        place = Place(path, spot=f"page {number}")
        if printing.marks and (len(outside) != 8 or cuts != wanted):
            yield finding("A021", place, what="crop marks", expected=f"8 at {sorted(wanted)}", found=found)
        if not printing.marks and outside:
            yield finding("A021", place, what="outside the bleed", expected="nothing", found=found)


def _outside(line: Box, bleed: list[float]) -> bool:
    """Whether something painted lies outside the bleed, all of it."""
    left, foot, right, top = line
    return right <= bleed[0] or left >= bleed[2] or top <= bleed[1] or foot >= bleed[3]


def _cut_of(line: Box) -> tuple[str, float]:
    """The axis that a hair crosses, and where."""
    left, foot, right, top = line
    return ("x", (left + right) / 2) if right - left < top - foot else ("y", (foot + top) / 2)


# --- calls and labels ---------------------------------------------------------------------------------------------------


def with_places_for_links(sheets: list[PdfPage], expected: Expected) -> list[PdfPage]:
    """The sheets with a place marked over every call and label, like a link without target.

    A call is a run of raised figures behind the letters that the book has before a call; a label is the next number of a
    note with a full stop, or the asterisk of the author note, at the start of a line, before the letters of its note.
    """
    account, paged = expected.account, bool(expected.page_word)
    calls = list(_calls_of(account))
    labels = [(AUTHOR_MARK, 0)] * (0 in account.notes) + [(f"{n}.", n) for n in sorted(account.notes) if n]
    text_size = _usual_size(sheets)
    begins = {number: letters(" ".join(story.words[:_TELLING])) for number, story in account.notes.items()}
    marked = []
    for sheet in sheets:
        text = replace(sheet, glyphs=tuple(glyph for glyph in sheet.glyphs if not glyph.part))
        links = [*_call_places(text, calls, paged=paged), *_label_places(text, labels, begins, text_size)]
        marked.append(replace(sheet, links=tuple(links)))
    return marked


@dataclass(frozen=True, slots=True)
class _AwaitedCall:
    """A call of the book: its number, the letters before its word, and those of the word."""

    number: str
    before: str
    word: str

    def stands_between(self, said: str, follows: str) -> bool:
        """Whether it may stand between some letters of a page.

        The word may go on behind it.
        """
        for end in range(len(self.word), -1, -1):
            before, after = f"{self.before}{self.word[:end]}"[-_TELLING:], self.word[end : end + _TELLING]
            if said.endswith(before[-len(said) :] if said else before) and follows.startswith(after[: len(follows)]):
                return True
        return False


def _calls_of(account: Account) -> Iterator[_AwaitedCall]:
    words = account.body.words
    for call in account.body.calls:
        last = max(call.after - 1, 0)
        yield _AwaitedCall(
            call.number, letters("".join(words[max(last - _TELLING, 0) : last])), letters("".join(words[last : last + 1]))
        )


def _usual_size(sheets: list[PdfPage]) -> float:
    """The size of the largest type that makes up a sixth of the glyphs or more.

    That of the text.
    """
    sizes = sorted(round(glyph.em, 1) for sheet in sheets for glyph in sheet.glyphs)
    return max((size for size, run in groupby(sizes) if len(list(run)) * 6 >= len(sizes)), default=0.0)


def _call_places(sheet: PdfPage, calls: list[_AwaitedCall], *, paged: bool) -> Iterator[PageLink]:
    """A place over every run of raised figures that is the next call, or in its place.

    `calls` loses what has been found. A figure that stands where no call does is a power, and a call may have been lost.
    """
    said = ""
    glyphs = sheet.glyphs
    at = 0
    while at < len(glyphs):
        known = calls and (is_raised(glyphs[at]) or (at > 0 and glyphs[at - 1].text in "[(" and glyphs[at].text.isdigit()))
        taken = _call_at(glyphs, at, said, calls, paged=paged) if known else 0
        if taken:
            yield _over(list(glyphs[at : at + taken]))
        else:
            said = (said + letters(glyphs[at].text))[-_TELLING:]
        at += taken or 1
        at += _named_page(glyphs, at) if taken and paged else 0


def _named_page(glyphs: Sequence[Glyph], at: int) -> int:
    """How many small glyphs behind a call name the page of its note: they are no words."""
    size = 0.8 * glyphs[at - 1].em
    small = takewhile(lambda glyph: glyph.em < size, glyphs[at : at + _TELLING])
    return sum(1 for _ in small) if glyphs[at : at + 1] and glyphs[at].text == "," else 0


def _call_at(glyphs: Sequence[Glyph], at: int, said: str, calls: list[_AwaitedCall], *, paged: bool) -> int:
    """How many figures from a raised one are a call; 0: it is none.

    A call of another number than the book has there is one too: all of its figures. `paged`: a page in small type may follow.
    """
    raised, least = is_raised(glyphs[at]), 0.8 * glyphs[at].em if paged else 0.0
    run = list(takewhile(lambda glyph: glyph.text.isdigit() and is_raised(glyph) == raised, glyphs[at : at + 8]))
    figures = normalize("NFKC", "".join(glyph.text for glyph in run))
    for wrong in (False, True):
        for near, call in enumerate(calls[:_MOST_LOST]):
            count = len(run) if wrong else len(call.number)
            if not wrong and not figures.startswith(call.number):
                continue
            rest = glyphs[at + count : at + count + 3 * _TELLING]
            follows = letters("".join(glyph.text for glyph in rest if glyph.em > least))[:_TELLING]
            if call.stands_between(said, follows):
                del calls[: near + 1]
                return count
    return 0


def is_raised(glyph: Glyph) -> bool:
    """Whether a glyph is a small figure above the line: of a call, or of a power."""
    return glyph.text.isdigit() and glyph.bottom - glyph.y > 0.2 * glyph.em and glyph.top - glyph.bottom < 0.6 * glyph.em


def _label_places(
    sheet: PdfPage, labels: list[tuple[str, int]], begins: Mapping[int, str], text_size: float
) -> Iterator[PageLink]:
    """A place over every label; `labels` loses what was found, and what is lost before it.

    False positive it avoids: the number "1.5" at the start of a row of a table.
    """
    glyphs = sheet.glyphs
    for at, glyph in enumerate(glyphs):
        if not labels or not (at == 0 or abs(glyphs[at - 1].y - glyph.y) > 0.6 * glyph.em):
            continue
        line = normalize("NFKC", "".join(g.text for g in glyphs[at : at + 8]))
        for near, (text, number) in enumerate(labels[:_MOST_LOST]):
            if not line.startswith(text) or _goes_on(glyphs, at + len(text)):
                continue
            follows = letters("".join(g.text for g in glyphs[at + len(text) : at + len(text) + 3 * _TELLING]))
            first = begins[number][:_TELLING]
            if (near == 0 and glyph.em < 0.95 * text_size) or (len(first) >= _LEAST_TELLING and follows.startswith(first)):
                del labels[: near + 1]
                yield _over(list(glyphs[at : at + len(text)]))
            break


def _goes_on(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether the word that ends before a glyph goes on with it, in its line."""
    behind = glyphs[at] if at < len(glyphs) else None
    return behind is not None and not behind.spaced and abs(behind.y - glyphs[at - 1].y) < 0.1 * behind.em


def _over(glyphs: list[Glyph]) -> PageLink:
    """A place of the size of some glyphs, shrunk so that it covers no neighbour."""
    left, right = glyphs[0].left, glyphs[-1].right
    middle = min(0.3, (right - left) / 2)
    box = (left + middle, min(g.bottom for g in glyphs), right - middle, max(g.top for g in glyphs))
    return PageLink(*box, 0, 0.0, 0.0)
