"""A drawing (SVG) as a picture of pixels, for formats that show no drawings."""

from __future__ import annotations

import io
import re
from pathlib import Path

from lxml import etree

from pressline.backends.pdf.layout.engine import print_pdf
from pressline.findings import Place

_DPI = 300
_MOST = 4000  # pixels of the longer side
_USUAL = (300.0, 150.0)  # px: of a drawing that says nothing of its size (CSS 2.2, 10.3.2)
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
# A length of SVG. False positive avoided: "100%", which says nothing of a size.
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{0,6})?)\s{0,2}(px|pt|pc|in|cm|mm)?", re.IGNORECASE)


def png_of(path: Path) -> bytes:
    """A drawing on white, in a PNG with 300 pixels to the inch.

    Raises:
        PresslineError, RuntimeError: when it cannot be drawn.
    """
    import pypdfium2

    width, height = size_of(path.read_bytes())
    page = (
        f"<!DOCTYPE html><html lang=en><title>Drawing</title><style>@page {{ size: {width}px {height}px; margin: 0 }}"
        f"body {{ margin: 0 }} img {{ display: block; width: {width}px; height: {height}px }}</style>"
        "<img src='file:///essay/drawing.svg' alt=Drawing>"
    )
    data, _ = print_pdf(page.replace("drawing.svg", path.as_uri().rsplit("/", 1)[1]), (), (path.parent,), Place(str(path)))
    document = pypdfium2.PdfDocument(data)
    try:
        scale = min(_DPI / 72, _MOST / max(width, height) * 4 / 3)
        image = document[0].render(scale=scale).to_pil()
    finally:
        document.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(scale * 72, scale * 72))
    return buffer.getvalue()


def size_of(data: bytes) -> tuple[float, float]:
    """Width and height of a drawing in CSS px.

    As it says, else of what it shows, else as CSS has it.
    """
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    box = [float(part) for part in str(root.get("viewBox", "")).replace(",", " ").split()]
    shape = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None
    width, height = (_px(str(root.get(side, ""))) for side in ("width", "height"))
    if width and height:
        return width, height
    if shape and (width or height):
        return (width, width * shape[1] / shape[0]) if width else (height * shape[0] / shape[1], height)
    return shape or (width or _USUAL[0], height or _USUAL[1])


def _px(length: str) -> float:
    """A length in CSS px; 0 when it is none that says a size."""
    match = _LENGTH.fullmatch(length.strip())
    return float(match[1]) * _PX[(match[2] or "").lower()] if match else 0.0
