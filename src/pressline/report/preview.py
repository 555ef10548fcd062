"""Pictures of what was made.

Every page as a PNG, and sheets on which the spreads lie beside each other as in the book.

By PDFium, which is here for the audits anyway, and is what Chrome shows the file with.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pressline.model import Report
from pressline.runtime.generated_files import PREVIEW
from pressline.runtime.ownership import WritePlan, clear_pictures, put

if TYPE_CHECKING:
    from PIL.Image import Image

FOLDER = PREVIEW
SHOWN = ("pdf", "print", "cover", "booklet")  # the formats that there are pictures of
_PAGES = SHOWN[:2]  # what shows the pages, the first that was made
_DPI = 120
_THUMB = 230  # pixels: how wide a page is on a contact sheet
_GAP = 28  # pixels between spreads, and around them
_ACROSS = 3  # spreads in a row
_PER_SHEET = 24  # spreads on a contact sheet
_DESK, _EDGE = (226, 224, 220), (150, 148, 144)
_OURS = re.compile(r"(?:page-\d+|contact-sheet(?:-\d+)?|cover|booklet-\d+)\.png")

Spread = tuple["Image | None", "Image | None"]  # verso, recto


def with_preview(report: Report) -> Report:
    """The report with pictures of its files, which are put into `preview/` beside them.

    Pictures of an earlier build that this one has no page for are taken away; other files there are left alone.

    Raises:
        PresslineError: as `ownership.put`.
    """
    made: dict[str, Path] = {}
    for artifact in report.artifacts:
        made.setdefault(artifact.format, artifact.path)
    files = {f"{FOLDER}/{name}": data for name, data in _files(made)}
    kept = put(WritePlan(report.folder, report.source, files, force=report.force))
    clear_pictures(WritePlan(report.folder, report.source, dict.fromkeys(names_there(report.folder))), files)
    shown = (name for name in files if name.startswith((f"{FOLDER}/contact-sheet", f"{FOLDER}/cover")))
    found = (*report.findings, *kept)
    return replace(report, findings=found, pictures=tuple(report.folder / name for name in shown))


def names_there(folder: Path) -> list[str]:
    """The files in `preview/` that have names of our pictures, and so may be replaced."""
    return [f"{FOLDER}/{path.name}" for path in sorted((folder / FOLDER).glob("*.png")) if _OURS.fullmatch(path.name)]


def _files(made: dict[str, Path]) -> Iterator[tuple[str, bytes]]:
    """The pictures by their names."""
    book = next((made[name] for name in _PAGES if name in made), None)
    if book:
        pages = list(pictures_of(book))
        figures = len(str(len(pages)))
        sheets = list(contact_sheets(pages))
        yield from ((f"page-{number:0{figures}}.png", _png(page)) for number, page in enumerate(pages, start=1))
        for number, sheet in enumerate(sheets, start=1):
            yield ("contact-sheet.png" if len(sheets) == 1 else f"contact-sheet-{number}.png"), _png(sheet)
    if "cover" in made:
        yield "cover.png", _png(next(pictures_of(made["cover"])))
    if "booklet" in made:
        yield from ((f"booklet-{n:02}.png", _png(side)) for n, side in enumerate(pictures_of(made["booklet"]), start=1))


def pictures_of(path: Path) -> Iterator[Image]:
    """The pages of a PDF as pictures.

    Raises:
        RuntimeError: when the file is no PDF.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            yield page.render(scale=_DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()


def contact_sheets(pages: list[Image]) -> Iterator[Image]:
    """The spreads of a book on a desk.

    The first page on the right, then verso and recto side by side.
    """
    spreads: list[Spread] = [(None, pages[0])]
    spreads += [(pages[at], pages[at + 1] if at + 1 < len(pages) else None) for at in range(1, len(pages), 2)]
    for start in range(0, len(spreads), _PER_SHEET):
        yield _contact_sheet(spreads[start : start + _PER_SHEET])


def _contact_sheet(spreads: list[Spread]) -> Image:
    from PIL import Image

    first = next(page for page in spreads[0] if page)
    tall = round(_THUMB * first.height / first.width)
    across, down = min(_ACROSS, len(spreads)), -(-len(spreads) // _ACROSS)
    desk = Image.new("RGB", (across * (2 * _THUMB + _GAP) + _GAP, down * (tall + _GAP) + _GAP), _DESK)
    for number, spread in enumerate(spreads):
        row, column = divmod(number, _ACROSS)
        left, top = _GAP + column * (2 * _THUMB + _GAP), _GAP + row * (tall + _GAP)
        for side, page in enumerate(spread):
            if page:
                x = left + side * _THUMB
                desk.paste(_EDGE, (x - 1, top - 1, x + _THUMB + 1, top + tall + 1))
                desk.paste(page.resize((_THUMB, tall), Image.Resampling.LANCZOS), (x, top))
        if all(spread):
            desk.paste(_EDGE, (left + _THUMB, top, left + _THUMB + 1, top + tall))
    return desk


def _png(picture: Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
