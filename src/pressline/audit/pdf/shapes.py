"""What is drawn on the pages of a PDF besides glyphs.

The places of lines and areas, by PDFium.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]  # left, foot, right, top; points


def lines_of(path: str | Path) -> Iterator[list[Box]]:
    """For every page, the boxes of the paths drawn on it, those within drawings left out.

    PDFium counts half the width of a line, and a hair more, into the box of its path.

    Raises:
        RuntimeError: when the file is no PDF.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            count = pdfium.FPDFPage_CountObjects(page)
            drawn = (pdfium.FPDFPage_GetObject(page, at) for at in range(count))
            yield [_box(thing) for thing in drawn if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH]
    finally:
        document.close()


def _box(thing: Any) -> Box:
    import pypdfium2.raw as pdfium

    left, foot, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(thing, left, foot, right, top)
    return left.value, foot.value, right.value, top.value
