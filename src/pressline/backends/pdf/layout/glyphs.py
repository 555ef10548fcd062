"""Whether the fonts of a layout can print a text.

Looked up before setting it, so that no .notdef box is printed.

Pango would take a missing character from any font that the machine happens to have, or print a box; either way the file
would depend on the machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pressline.findings import Finding, Place, finding
from pressline.layouts import CODE_FONT, data_folder
from pressline.layouts.font_check import covered
from pressline.model import Layout, Metadata

_ITALIC = frozenset({"em", "i", "cite", "dfn", "var"})
_NO_GLYPH = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # spaces, controls, marks of format: nothing is drawn


def read_characters(layout: Layout) -> None:
    """Look up beforehand what `missing_glyphs` asks for.

    The characters of two font styles, of which a few are remembered.
    """
    for cut in (layout.face.regular, layout.face.italic):
        covered(cut)


def missing_glyphs(page: etree._Element, metadata: Metadata, layout: Layout, place: Place) -> list[Finding]:
    """One finding B004 that names every character without a glyph in its font, or none."""
    upright, italic = {*metadata.running_title, *metadata.byline}, set(metadata.subtitle or "")
    code = _code_characters(page)
    for text, slanted in _texts(page, False):
        (italic if slanted else upright).update(text)
    missing = _lacking(upright | italic, layout.face.regular) | _lacking(italic, layout.face.italic)
    missing |= _lacking(_lacking(code, data_folder("fonts") / CODE_FONT / f"{CODE_FONT}-Regular.ttf"), layout.face.regular)
    names = [f"{c} (U+{ord(c):04X} {unicodedata.name(c, 'unnamed')})" for c in sorted(missing)]
    return [finding("B004", place, characters=", ".join(names))] if names else []


def _code_characters(page: etree._Element) -> set[str]:
    """The characters of all code, which has a font of its own.

    And after that the one of the text.
    """
    return {character for code in page.iter("code") for text in code.itertext() for character in str(text)}


def _texts(element: etree._Element, slanted: bool) -> Iterator[tuple[str, bool]]:
    """The texts of a page with whether they are set in italics, without code."""
    inner = slanted or element.tag in _ITALIC
    if element.tag not in ("head", "code"):
        yield element.text or "", inner
        for child in element:
            yield from _texts(child, inner)
            yield child.tail or "", inner


def _lacking(characters: set[str], path: Path) -> set[str]:
    """The characters that a font file has no glyph for."""
    known = covered(path)
    return {c for c in characters if ord(c) not in known and unicodedata.category(c) not in _NO_GLYPH}
