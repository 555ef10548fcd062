"""The pictures of docs/layouts.md: the opening and the first spread of an essay in every layout for books.

`make pictures` runs it: python docs/pictures.py ESSAY
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from pressline.layouts import known_layouts, load_layout
from pressline.model import Job
from pressline.pipeline.build import build

HEIGHT, GAP, GROUND, GREYS = 560, 14, 235, 16  # pixels, pixels, the grey around pages, how many greys are kept


def picture(pdf: Path) -> Image.Image:
    """Page 1, and pages 2 and 3 as they lie open, side by side."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].render(scale=HEIGHT * 2 / document[at].get_height(), grayscale=True).to_pil() for at in range(3)]
    small = [page.resize((round(page.width / 2), HEIGHT), Image.Resampling.LANCZOS) for page in pages]
    lefts = [GAP, GAP * 3 + small[0].width, GAP * 3 + 1 + small[0].width * 2]
    sheet = Image.new("L", (lefts[2] + small[2].width + GAP, HEIGHT + 2 * GAP), GROUND)
    for page, left in zip(small, lefts, strict=True):
        sheet.paste(page, (left, GAP))
    return sheet.point(lambda grey: round(grey / 255 * (GREYS - 1)) * 255 // (GREYS - 1)).quantize(GREYS)


def main(essay: Path) -> None:
    """Write docs/layout-NAME.png for every layout that is no manuscript."""
    for name in known_layouts():
        if load_layout(name).page.width_mm > 210 or "manuscript" in load_layout(name).summary:
            continue
        with tempfile.TemporaryDirectory() as folder:
            report = build(Job(essay, Path(folder), ("pdf",), name))
            picture(report.artifacts[0].path).save(Path(__file__).with_name(f"layout-{name}.png"), optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
