"""The patches of writing the file: the same bytes as WeasyPrint's own, with less work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from weasyprint.draw import text as drawing

from conftest import empty_book
from pressline.backends.pdf import render
from pressline.backends.pdf.layout.document import markup
from pressline.backends.pdf.layout.engine import print_pdf
from pressline.backends.pdf.layout.style import prelude
from pressline.backends.pdf.weasyprint_patches import patching, tree_input
from pressline.backends.pdf.weasyprint_patches.glyph_output import GlyphOutput
from pressline.findings import Place
from pressline.model import Book, Layout, Metadata

# Ligatures, kerns and raised figures, two sizes of a cut, no-break marks that are not printed, an accent set by itself, and a
# line cut short; no face has the last sign.
PLAIN = (
    "<p>Office, <i>AVATAR, wavy fjord</i>, <b>Ta</b> <small>Ta. To</small> 41–\u206045 <sup>12</sup> so\u00adci\u00adety</p>"
)
OTHER = "<p class=cut>A line that is cut short because it is long</p><p>q\u0323\u0301 e\u0325 x\u030a</p><p>\U0001f9ff</p>"
CSS = "p { text-align: justify } sup { font-variant-position: super; font-size: 70% } .cut { text-overflow: ellipsis } "
CUT = ".cut { width: 60pt; overflow: hidden; white-space: nowrap; text-align: left }"


def printed(body: str, layout: Layout) -> bytes:
    sheets = (prelude(layout, empty_book(Metadata("A title")).composition), CSS + CUT)
    page = f"<html lang=en><title>A title</title>{body}"
    return print_pdf(page, sheets, (Path(), Path(), layout.face.regular.parent), Place("a.pdf"))[0]


def test_what_is_written_for_the_glyphs_is_the_same(essay_layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    patched = printed(3 * PLAIN + OTHER, essay_layout)
    monkeypatch.setattr(GlyphOutput, "replacements", lambda self: {})
    assert printed(3 * PLAIN + OTHER, essay_layout) == patched


def test_plain_text_is_not_asked_for_glyph_by_glyph(essay_layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    original = drawing.draw_first_line

    def draw(stream: object, textbox: Any, *rest: object) -> object:
        asked.append(textbox.text)
        return original(stream, textbox, *rest)

    monkeypatch.setattr(patching, "left_out", list)  # what is replaced here is taken for WeasyPrint's own
    monkeypatch.setattr(drawing, "draw_first_line", draw)
    printed(3 * PLAIN, essay_layout)
    assert asked == []
    printed(OTHER, essay_layout)
    assert asked


def test_a_page_that_is_a_tree_is_not_parsed_again(
    seed_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = replace(seed_book, blocks=seed_book.blocks[:6])
    as_text: list[bytes] = []

    class Text(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self, page: Any, base: str, fetcher: Any) -> None:
            super().__init__(string=markup(page), base_url=base, url_fetcher=fetcher)

    with monkeypatch.context() as patch:
        patch.setattr(tree_input, "Tree", Text)
        as_text.append(render(book, essay_layout, tmp_path / "text.pdf")[0].path.read_bytes())
    monkeypatch.setattr(weasyprint.tinyhtml5, "parse", None)
    assert render(book, essay_layout, tmp_path / "tree.pdf")[0].path.read_bytes() == as_text[0]
