"""The audit of a finished cover: its size, its words where they belong, its barcode.

The size follows from the pages and the paper of the inside.

What the book says is compared with what stands on the page, panel by panel; the bars are measured and read by the tables of
EAN-13 that stand here, which know nothing of how they were drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.pages import PdfPage
from pressline.audit.pdf.shapes import Box, lines_of
from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, finding
from pressline.model import Book, Metadata, Printing

_POINTS_PER_INCH = 72
_POINTS_PER_MM = 72 / 25.4
_MOST_INK = 2.4  # of four inks on one spot: IngramSpark's limit
_USUAL = (0.125, 0.25, 0.0625)  # bleed, safety, clearance of the spine without a printer's own, in inches
_MODULE_MM = (0.264, 0.33)  # 80 and 100 % of EAN-13; GS1 General Specifications, 5.2
_QUIET = (11, 7)  # modules
# ISO/IEC 15420: the left half is read in the odd or the even alphabet, and which of them tells the first figure.
_ODD = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_FIRST = ("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO")
_NOT = str.maketrans("01", "10")


@dataclass(frozen=True, slots=True)
class CoverSpread:
    """An open cover as it must be: the folds, and how far to keep from edges.

    Points from the left of its trim box.
    """

    width: float  # of a page
    height: float
    spine: float
    bleed: float
    safe: float
    clear: float


def spread_of(inside: Path, printing: Printing) -> CoverSpread:
    """The cover that a finished inside needs: trim, number of pages, thickness of paper."""
    with pikepdf.open(inside) as pdf:
        left, foot, right, top = (float(side) for side in pdf.pages[0].obj.TrimBox)
        pages = len(pdf.pages)
    printer, paper = printing.printer, printing.paper
    bleed, safe, clear = (inches * _POINTS_PER_INCH for inches in _USUAL)
    spine = printing.spine_mm * _POINTS_PER_MM
    if printer and paper:
        rules = printer.cover
        bleed, safe, clear = (i * _POINTS_PER_INCH for i in (rules.bleed_in, rules.safe_in, rules.spine_clear_in))
        spine = spine or (pages * paper.page_in + rules.spine_in) * _POINTS_PER_INCH
    return CoverSpread(right - left, top - foot, spine, bleed, safe, clear)


def cover_findings(pdf: pikepdf.Pdf, sheet: PdfPage, book: Book, path: str) -> Iterator[Finding]:
    """Findings A022: what on a cover is not as its inside, its book and its printer want it.

    The sheet is the untrimmed one.
    """
    place = Place(path)
    flat = spread_of(book.made["print"], book.printing)
    page = pdf.pages[0].obj
    if len(pdf.pages) != 1:
        yield finding("A022", place, what="the pages", expected="1", found=str(len(pdf.pages)))
    trim = [float(side) for side in page.TrimBox]
    bleed = [float(side) for side in page.BleedBox]
    yield from _size_findings(trim, bleed, flat, place)
    shapes = next(iter(lines_of(path)))
    if not any(_covers(shape, bleed) for shape in shapes):
        yield finding("A022", place, what="the ground", expected="over the whole bleed", found="less")
    ink = _most_ink(page)
    if ink > _MOST_INK + 0.005:
        yield finding("A022", place, what="the ink", expected=f"{_MOST_INK:.0%} at most", found=f"{ink:.0%}")
    yield from _word_findings(sheet, trim, flat, book, place)
    if book.metadata.identifiers.isbn:
        yield from _barcode_findings(shapes, trim, flat, book.metadata, place)


def _size_findings(trim: list[float], bleed: list[float], flat: CoverSpread, place: Place) -> Iterator[Finding]:
    spine, height = trim[2] - trim[0] - 2 * flat.width, trim[3] - trim[1]
    if abs(spine - flat.spine) > 0.1:
        yield finding("A022", place, what="the spine in points", expected=f"{flat.spine:.2f}", found=f"{spine:.2f}")
    if abs(height - flat.height) > 0.1:
        yield finding("A022", place, what="the height in points", expected=f"{flat.height:.2f}", found=f"{height:.2f}")
    margins = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    if any(abs(margin - flat.bleed) > 0.1 for margin in margins):
        found = ", ".join(f"{margin:.2f}" for margin in margins)
        yield finding("A022", place, what="the bleed in points", expected=f"{flat.bleed:.2f}", found=found)


def _covers(shape: Box, box: Sequence[float]) -> bool:
    return shape[0] <= box[0] + 0.1 and shape[1] <= box[1] + 0.1 and shape[2] >= box[2] - 0.1 and shape[3] >= box[3] - 0.1


def _most_ink(page: Any) -> float:
    """The most ink that an operator of the page asks for, four inks together: 2.4 for 240 %."""
    steps: list[Any] = list(pikepdf.parse_content_stream(page, "k K sc scn SC SCN"))
    return max((sum(float(ink) for ink in operands) for operands, _ in steps if len(operands) == 4), default=0.0)


# --- words ----------------------------------------------------------------------------------------------------------------


def _word_findings(sheet: PdfPage, trim: list[float], flat: CoverSpread, book: Book, place: Place) -> Iterator[Finding]:
    """Title, subtitle and authors on the front; on the spine them or nothing.

    Nothing near an edge or over a fold.
    """
    folds = trim[0] + flat.width, trim[2] - flat.width
    panels: dict[str, list[Glyph]] = {"back": [], "spine": [], "front": []}
    for glyph in sheet.glyphs:
        middle = (glyph.left + glyph.right) / 2
        panels["back" if middle < folds[0] else "front" if middle > folds[1] else "spine"].append(glyph)
    metadata = book.metadata
    front = _solid(panels["front"])
    for text in (metadata.title, metadata.subtitle, metadata.byline, metadata.publisher):
        if text and _letters(text) not in front:
            yield finding("A022", place, what="the front", expected=text, found=front[:80])
    spine = _solid(panels["spine"])
    titles = {_letters(title) + _letters(metadata.byline) for title in (metadata.title, metadata.running_title)}
    if spine and spine not in titles:
        yield finding("A022", place, what="the spine", expected=metadata.title, found=spine[:80])
    printer = book.printing.printer
    if spine and printer and _pages_of(book) < printer.cover.spine_text_from:
        yield finding("A022", place, what="the spine of so few pages", expected="no text", found=spine[:80])
    safe, clear = flat.safe - 0.5, flat.clear - 0.5
    rooms = {
        "back": (trim[0] + safe, trim[1] + safe, folds[0] - safe, trim[3] - safe),
        "spine": (folds[0] + clear, trim[1] + safe, folds[1] - clear, trim[3] - safe),
        "front": (folds[1] + safe, trim[1] + safe, trim[2] - safe, trim[3] - safe),
    }
    for panel, glyphs in panels.items():
        lost = "".join(glyph.text for glyph in glyphs if not _inside(glyph, rooms[panel]))
        if lost:
            yield finding("A022", place, what=f"the {panel}", expected="nothing near an edge or a fold", found=lost[:60])


def _pages_of(book: Book) -> int:
    with pikepdf.open(book.made["print"]) as pdf:
        return len(pdf.pages)


def _inside(glyph: Glyph, room: Box) -> bool:
    return glyph.left >= room[0] and glyph.bottom >= room[1] and glyph.right <= room[2] and glyph.top <= room[3]


def _solid(glyphs: list[Glyph]) -> str:
    return _letters("".join(glyph.text for glyph in glyphs))


def _letters(text: str) -> str:
    """A text without spaces, marks and case.

    Lines break anywhere, and names stand in capitals.
    """
    return "".join(c for c in fold(text).casefold() if c.isalnum())


# --- barcode --------------------------------------------------------------------------------------------------------------


def _barcode_findings(
    shapes: list[Box], trim: list[float], flat: CoverSpread, metadata: Metadata, place: Place
) -> Iterator[Finding]:
    """Check that the bars give the ISBN, in a readable size, with white around them."""
    isbn = re.sub(r"\D", "", metadata.identifiers.isbn or "")
    bars = sorted(shape for shape in shapes if shape[2] - shape[0] < 6 and shape[3] - shape[1] > 30)
    if not bars:
        yield finding("A022", place, what="the barcode", expected=isbn, found="none")
        return
    left, right = bars[0][0], bars[-1][2]
    module = (right - left) / 95
    found = read_bars(bars)
    if found != isbn:
        yield finding("A022", place, what="the barcode", expected=isbn, found=found or "bars that nobody can read")
    least, most = (size * _POINTS_PER_MM for size in _MODULE_MM)
    if not least - 0.01 <= module <= most + 0.01:
        sizes = f"{_MODULE_MM[0]} to {_MODULE_MM[1]} mm"
        yield finding("A022", place, what="a module of the barcode", expected=sizes, found=f"{module / _POINTS_PER_MM:.3f}")
    quiet = (left - _QUIET[0] * module, bars[0][1], right + _QUIET[1] * module, bars[0][3])
    fields = [shape for shape in shapes if _covers(shape, quiet) and shape[2] - shape[0] < flat.width / 2]
    if not fields:
        yield finding("A022", place, what="the barcode", expected="white around it", found="too little")
    elif fields[0][2] > trim[0] + flat.width - flat.safe + 0.5 or fields[0][1] < trim[1] + flat.safe - 0.5:
        yield finding("A022", place, what="the barcode", expected="clear of edge and fold", found="nearer")


def read_bars(bars: list[Box]) -> str:
    """The number that bars say, from the left; "" when they say none.

    A shape is as wide as PDFium paints it, exactly, because areas have no line around them.
    """
    left, right = bars[0][0], bars[-1][2]
    module = (right - left) / 95
    row = ["0"] * 95
    for bar in bars:
        first, last = round((bar[0] - left) / module), round((bar[2] - left) / module)
        row[first:last] = "1" * (last - first)
    text = "".join(row)
    halves = text[3:45], text[50:92]
    if len(text) != 95 or (text[:3], text[45:50], text[92:]) != ("101", "01010", "101"):
        return ""
    parities, figures = "", ""
    for at in range(0, 42, 7):
        code = halves[0][at : at + 7]
        even = code[::-1].translate(_NOT)
        if code not in _ODD and even not in _ODD:
            return ""
        parities += "O" if code in _ODD else "E"
        figures += str(_ODD.index(code if code in _ODD else even))
    for at in range(0, 42, 7):
        code = halves[1][at : at + 7].translate(_NOT)
        if code not in _ODD:
            return ""
        figures += str(_ODD.index(code))
    return f"{_FIRST.index(parities)}{figures}" if parities in _FIRST else ""
