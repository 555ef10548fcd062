"""Fonts, outline and document properties of a PDF, as the file itself has them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from pressline.audit.pdf.expected import Expected
from pressline.conserve import differences, fold
from pressline.findings import Finding, Place, finding

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


def property_findings(pdf: pikepdf.Pdf, expected: Expected, path: str) -> Iterator[Finding]:
    """What is wrong with the file beside its pages."""
    place = Place(path)
    yield from _wrong_properties(pdf, expected.properties, place)
    titles = [" ".join(fold(title).split()) for title in _titles(pdf)]
    for difference in differences([" ".join(fold(title).split()) for title in expected.outline], titles):
        yield finding("A016", place, expected=difference.expected, found=difference.found)
    for font in _fonts(pdf):
        name = str(font.get("/BaseFont", "without a name")).lstrip("/")
        program = _program(font)
        if program is None:
            yield finding("A017", place, name=name)
            continue
        empty = _empty_glyphs(font, program)
        if empty:
            yield finding("A013", place, characters=" ".join(sorted(empty)))


def _wrong_properties(pdf: pikepdf.Pdf, wanted: dict[str, str], place: Place) -> Iterator[Finding]:
    """Properties that differ, in the Info dictionary, the catalogue and the XMP."""
    found = {key: str(pdf.docinfo.get(key, "")) for key in wanted}
    found["/Lang"] = str(pdf.Root.get("/Lang", ""))
    found["/CreationDate"] = found["/CreationDate"][: len("D:20260131")]
    for key, words in wanted.items():
        if fold(found[key]).split() != fold(words).split():
            yield finding("A018", place, key=key[1:], expected=words, found=found[key])
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        title = str(xmp.get("dc:title", ""))
    if fold(title).split() != fold(wanted["/Title"]).split():
        yield finding("A018", place, key="dc:title", expected=wanted["/Title"], found=title)


def _titles(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The titles of the outline, in the order of reading."""
    with pdf.open_outline() as outline:
        stack = list(reversed(outline.root))
        while stack:
            item = stack.pop()
            yield item.title
            stack.extend(reversed(item.children))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every font that pages name, once."""
    seen = set()
    for page in pdf.pages:
        fonts = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        for _, font in fonts.items():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _program(font: Any) -> bytes | None:
    """The font program that is embedded for a font, None when there is none."""
    if font.get("/Subtype") == "/Type3":
        return b""
    holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = holder.get("/FontDescriptor", pikepdf.Dictionary())
    return next((bytes(descriptor[key].read_bytes()) for key in _FONT_FILES if key in descriptor), None)


def _empty_glyphs(font: Any, program: bytes) -> set[str]:
    """The characters that a TrueType program paints as nothing or as .notdef, though they are more than a space."""
    from fontTools.ttLib import TTFont

    if program[:4] not in (b"\0\1\0\0", b"true") or "/ToUnicode" not in font:
        return set()
    with TTFont(io.BytesIO(program), lazy=True) as parsed:
        order, glyf = parsed.getGlyphOrder(), parsed["glyf"]
        empty = set()
        for code, text in _BFCHAR.findall(font.ToUnicode.read_bytes()):
            number = int(code, 16)
            character = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
            drawn = 0 < number < len(order) and glyf[order[number]].numberOfContours != 0
            if not drawn and any(c.isprintable() and not c.isspace() for c in character):
                empty.add(character)
    return empty
