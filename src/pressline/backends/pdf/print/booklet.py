"""A booklet for an office printer.

Two pages beside each other on a sheet, in the order that folding puts right.

Printed on both sides (flipped on the short edge), folded as one pile and stapled through the fold: saddle stitch.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pressline.backends.pdf.print.color import untagged
from pressline.backends.pdf.print.printing import describe
from pressline.backends.pdf.screen.pdfua1 import saved
from pressline.locale.directions import is_right_to_left
from pressline.model import Book, SheetSize

_SHEETS = {"a4": (841.89, 595.276), "letter": (792.0, 612.0)}  # lying, in points
_LETTER = ("US", "CA", "MX", "PH", "CL", "CO")  # where paper is cut to letter size; ISO 216 elsewhere


def sheet_of(size: SheetSize, language: str, page: tuple[float, float]) -> tuple[float, float]:
    """Width and height of a landscape sheet, in points: as asked, else by language (BCP 47).

    >>> sheet_of("", "en-US", (432, 648)), sheet_of("", "fr-FR", (432, 648)), sheet_of("twice", "fr-FR", (432, 648))
    ((792.0, 612.0), (841.89, 595.276), (864, 648))
    """
    if size == "twice":
        return 2 * page[0], page[1]
    return _SHEETS[size or ("letter" if language.rpartition("-")[2] in _LETTER else "a4")]


def sides(pages: int) -> list[tuple[int, int]]:
    """The pages on the left and the right of every side, in the order of printing.

    Those over `pages` are blank.

    >>> sides(5)
    [(8, 1), (2, 7), (6, 3), (4, 5)]
    """
    whole = pages + -pages % 4
    return [(whole - k, k + 1) if k % 2 == 0 else (k + 1, whole - k) for k in range(whole // 2)]


def imposed(data: bytes, book: Book) -> bytes:
    """The finished pages of a PDF as a booklet, the same for the same book."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Names", "/OutputIntents", "/Outlines", "/PageLabels"):
            if key in pdf.Root:
                del pdf.Root[key]
        _, _, width, height = (float(side) for side in pdf.pages[0].obj.MediaBox)
        sheet = sheet_of(book.printing.sheet, book.metadata.language, (width, height))
        forms = [_form(pdf, page) for page in pdf.pages]
        count = len(forms)
        rtl = is_right_to_left(book.metadata.language)
        for left, right in ((b, a) if rtl else (a, b) for a, b in sides(count)):
            _add_side(pdf, [forms[n - 1] if n <= count else None for n in (left, right)], (width, height), sheet)
        for _ in range(count):
            del pdf.pages[0]
        preferences = Dictionary(Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"), DisplayDocTitle=True)
        pdf.Root.ViewerPreferences = preferences
        describe(pdf, book)
        return saved(pdf)


def _form(pdf: pikepdf.Pdf, page: Any) -> Any:
    """A page as something that can be painted anywhere, without its links and tags."""
    for key in ("/Annots", "/StructParents", "/Tabs", "/Group"):
        if key in page.obj:
            del page.obj[key]
    page.obj.Contents.write(untagged(page.obj.Contents.read_bytes()))
    return pdf.make_indirect(page.as_form_xobject())


def _add_side(pdf: pikepdf.Pdf, pair: list[Any], page: tuple[float, float], sheet: tuple[float, float]) -> None:
    """A side with two pages that meet at the fold, scaled down where the sheet is too small."""
    scale = min(1.0, sheet[0] / 2 / page[0], sheet[1] / page[1])
    foot = (sheet[1] - scale * page[1]) / 2
    places = sheet[0] / 2 - scale * page[0], sheet[0] / 2
    side = pdf.add_blank_page(page_size=sheet)
    side.obj.Resources = Dictionary(XObject=Dictionary())
    content = b""
    for name, form, left in zip(("/L", "/R"), pair, places, strict=True):
        if form is not None:
            side.obj.Resources.XObject[name] = form
            content += f"q {scale:.6f} 0 0 {scale:.6f} {left:.4f} {foot:.4f} cm {name} Do Q\n".encode()
    side.obj.Contents = pdf.make_stream(content)
    side.obj.MediaBox = Array([0, 0, *sheet])
