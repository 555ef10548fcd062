"""Fonts, outline and document properties of a PDF, as the file itself has them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import category, normalize

import pikepdf

from pressline.audit.pdf.expected import Expected
from pressline.compare.text_compare import differences, fold
from pressline.findings import Finding, Place, finding

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_PHONETIC = re.compile("[\u0250-\u02ff\u1d00-\u1dbf]")
_MOST_MISNAMED = 5
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


def property_findings(pdf: pikepdf.Pdf, expected: Expected, path: str) -> Iterator[Finding]:
    """Findings A018: properties that differ in Info dictionary, catalogue and XMP."""
    place, wanted = Place(path), expected.properties
    found = {key: str(pdf.docinfo.get(key, "")) for key in wanted} if "/Info" in pdf.trailer else _told_by_xmp(pdf)
    found["/Lang"] = str(pdf.Root.get("/Lang", ""))
    found["/CreationDate"] = found["/CreationDate"][: len("D:20260131")]
    for key, words in wanted.items():
        if fold(found.get(key, "")).split() != fold(words).split():
            yield finding("A018", place, key=key[1:], expected=words, found=found.get(key, ""))
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        title = str(xmp.get("dc:title", ""))
    if fold(title).split() != fold(wanted["/Title"]).split():
        yield finding("A018", place, key="dc:title", expected=wanted["/Title"], found=title)


def _told_by_xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The document properties of a file that has them in its XMP alone, as PDF/A-4 wants it."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        authors, date = xmp.get("dc:creator", []), str(xmp.get("xmp:CreateDate", ""))
        return {
            "/Title": str(xmp.get("dc:title", "")),
            "/Author": authors if isinstance(authors, str) else ", ".join(authors),
            "/Subject": str(xmp.get("dc:description", "")),
            "/Keywords": str(xmp.get("pdf:Keywords", "")),
            "/CreationDate": f"D:{date[:10].replace('-', '')}" if date else "",
        }


def outline_findings(pdf: pikepdf.Pdf, expected: Expected, path: str) -> Iterator[Finding]:
    """Findings A016 where outline headings differ, A006 where their levels differ."""
    place, titles = Place(path), [(depth, " ".join(fold(title).split())) for depth, title in _titles(pdf)]
    wanted = [(depth, " ".join(fold(title).split())) for depth, title in depths(expected.outline)]
    for difference in differences([title for _, title in wanted], [title for _, title in titles]):
        yield finding("A016", place, expected=difference.expected, found=difference.found)
    for (right, title), (depth, other) in zip(wanted, titles, strict=False):
        if title == other and depth != right:
            values = {"expected": f"{'#' * right} {title}", "found": f"{'#' * depth} {title}"}
            yield finding("A006", place, where="the outline", **values)


def depths(headings: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Headings with how deep each lies under those before it, from 1."""
    above: list[int] = []
    for level, text in headings:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield len(above), text


def _titles(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Depth and title of every entry of the outline, in the order of reading."""
    return ((depth, str(item.get("/Title", ""))) for depth, item in outline_items(pdf))


def outline_items(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Depth from 1 and dictionary of every entry of the outline, in the order of reading.

    Each once, though they go round.
    """
    top: Any = pdf.Root.get("/Outlines")
    stack = [(1, top.get("/First"))] if isinstance(top, pikepdf.Dictionary) else []
    seen = set()
    while stack:
        depth, item = stack.pop()
        if isinstance(item, pikepdf.Dictionary) and item.objgen not in seen:
            seen.add(item.objgen)
            yield depth, item
            stack += [(depth, item.get("/Next")), (depth + 1, item.get("/First"))]


def unembedded(pdf: pikepdf.Pdf, path: str) -> Iterator[Finding]:
    """Findings A017 for fonts that are not embedded."""
    for font in _fonts(pdf):
        if _program(font) is None:
            yield finding("A017", Place(path), name=str(font.get("/BaseFont", "without a name")).lstrip("/"))


def font_findings(pdf: pikepdf.Pdf, path: str) -> Iterator[Finding]:
    """Findings A017 for fonts that are not embedded, A013 for glyphs painted as nothing."""
    for font in _fonts(pdf):
        name = str(font.get("/BaseFont", "without a name")).lstrip("/")
        program = _program(font)
        if program is None:
            yield finding("A017", Place(path), name=name)
            continue
        empty = _empty_glyphs(font, program)
        if empty:
            yield finding("A013", Place(path), characters=" ".join(sorted(empty)))
        for said, shown in sorted(_misnamed(font, program))[:_MOST_MISNAMED]:
            yield finding("A083", Place(path), what=f"“{said}” is read where the font {name} shows “{shown}”")


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
    """The characters that a TrueType program paints as nothing or as .notdef, not spaces.

    False positive it avoids: a syllable of an Indic script, of whose several glyphs one may have no outline.
    """
    from fontTools.ttLib import TTFont

    if program[:4] not in (b"\0\1\0\0", b"true") or "/ToUnicode" not in font:
        return set()
    with TTFont(io.BytesIO(program), lazy=True) as parsed:
        places, outlines = parsed["loca"].locations, parsed.reader["glyf"]
        empty = set()
        for code, text in _BFCHAR.findall(font.ToUnicode.read_bytes()):
            number = int(code, 16)
            character = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
            drawn = 0 < number < len(places) - 1 and _contours(outlines[places[number] : places[number + 1]])
            of_cluster = any(category(c)[0] == "M" for c in character)
            if not drawn and not of_cluster and any(c.isprintable() and not c.isspace() and fold(c) for c in character):
                empty.add(character)
    return empty


def _misnamed(font: Any, program: bytes) -> set[tuple[str, str]]:
    """Where a font's character map and its TrueType program disagree about glyphs.

    Small capitals and other forms have no code in the program, and nothing is known of them. False positives it avoids: a
    ligature or a raised figure that has a code of its own (NFKC), small capitals and a round "a" that have those of phonetics.
    """
    from fontTools.ttLib import TTFont

    if program[:4] not in (b"\0\1\0\0", b"true") or "/ToUnicode" not in font:
        return set()
    if "/DescendantFonts" in font and font.DescendantFonts[0].get("/CIDToGIDMap", "/Identity") != "/Identity":
        return {("a glyph", "another")}
    with TTFont(io.BytesIO(program), lazy=True) as parsed:
        codes: dict[int, set[str]] = {}
        for code, glyph in (parsed.getBestCmap() or {}).items():
            codes.setdefault(parsed.getGlyphID(glyph), set()).add(chr(code))
    wrong = set()
    for code, text in _BFCHAR.findall(font.ToUnicode.read_bytes()):
        said, shown = bytes.fromhex(text.decode()).decode("utf-16-be", "replace"), codes.get(int(code, 16), set())
        letters = {c for c in shown if c.isalnum() and not _PHONETIC.match(c)}
        if (
            letters
            and letters == shown
            and said.isalnum()
            and normalize("NFKC", said) not in {normalize("NFKC", c) for c in shown}
        ):
            wrong.add((said, min(shown)))
    return wrong


def _contours(outline: bytes) -> int:
    """How many contours a TrueType glyph has, -1 for a composite one (OpenType 1.9, glyf)."""
    return int.from_bytes(outline[:2], "big", signed=True)
