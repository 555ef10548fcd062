"""Pictures of what was made: one for every page, and the spreads side by side."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image

from pressline.model import Artifact, Report
from pressline.report.preview import contact_sheets, with_preview
from pressline.runtime.ownership import WritePlan, put


def test_every_page_and_the_spreads_are_shown(seed_pdf: Artifact, tmp_path: Path) -> None:
    shutil.copy(seed_pdf.path, tmp_path / "essay.pdf")
    folder = tmp_path / "preview"
    folder.mkdir()
    put(WritePlan(tmp_path, tmp_path / "essay.md", {"preview/page-99.png": b"of an earlier build"}))
    for name in ("page-98.png", "mine.png"):
        (folder / name).write_bytes(b"the author's")
    made = Artifact("pdf", tmp_path / "essay.pdf", 0, "")
    report = with_preview(Report(tmp_path / "essay.md", tmp_path, "essay", (made,)))
    assert report.pictures == (folder / "contact-sheet.png",)
    pages = [f"page-{number:02}.png" for number in range(1, 11)]
    assert sorted(path.name for path in folder.iterdir()) == ["contact-sheet.png", "mine.png", *pages, "page-98.png"]
    with Image.open(folder / "page-01.png") as picture:
        assert picture.size == (720, 1080)
    before = (folder / "contact-sheet.png").read_bytes()
    with_preview(report)
    assert (folder / "contact-sheet.png").read_bytes() == before


def test_the_first_page_is_a_recto_and_long_books_have_several_sheets() -> None:
    pages = [Image.new("RGB", (60, 90), (number, 0, 0)) for number in range(1, 51)]
    sheets = list(contact_sheets(pages))
    assert len(sheets) == 2
    first, middle = 28 + 230 // 2, 28 + 10
    assert sheets[0].getpixel((first, middle)) == (226, 224, 220)  # the desk, left of the first page
    assert sheets[0].getpixel((first + 230, middle)) == (1, 0, 0)
    assert sheets[0].getpixel((first + 488, middle)) == (2, 0, 0)
    assert sheets[0].getpixel((first + 488 + 230, middle)) == (3, 0, 0)


def test_nothing_to_show_is_no_error(tmp_path: Path) -> None:
    assert with_preview(Report(tmp_path / "essay.md", tmp_path, "essay")).pictures == ()
