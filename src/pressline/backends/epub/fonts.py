"""The fonts that the pages need, cut down to the characters they use.

TrueType as it is, not WOFF2: readers on Adobe's engine know only the former, the zip compresses it almost as well
(24 against 20 kB a font), and it spares a dependency. Cut by HarfBuzz in a millisecond, where fontTools takes a quarter of a
second a font, a fifth of the time of all three formats; as large, give or take two hundredths.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import uharfbuzz as hb
from lxml import etree

from pressline.backends.epub.xhtml import XhtmlPage, tag
from pressline.findings import Place, stop
from pressline.layouts import CODE_FONT, data_folder
from pressline.model import Heading, Layout

CODE = "Code"  # and the font of code
FAMILY = "Text"  # by this name epub.css calls the layout's font, whichever it is
# Ligatures, kerning, old-style figures, small capitals, and what scripts cannot do without.
_FEATURES = ["liga", "kern", "onum", "lnum", "pnum", "smcp", "c2sc", "locl", "ccmp", "mark", "mkmk", "calt", "rlig"]
_NAMES = {0, 1, 2, 3, 4, 5, 6, 13, 14}  # with the copyright and the licence, as the OFL asks
# Elements that epub.css, or every reader's own style, sets in these font styles.
_ITALIC = frozenset(map(tag, ("em", "i", "cite", "dfn", "var", "h3", "dt", "caption")))
_ITALIC_CLASSES = frozenset({"subtitle", "affiliation", "left-out", "epigraph"})
_BOLD = frozenset(map(tag, ("strong", "b")))


def font_styles_needed(pages: Iterable[XhtmlPage], headings: tuple[Heading, ...] = ()) -> list[tuple[bool, bool]]:
    """The font styles, as (bold, italic), of the text of these pages, and the regular one."""
    styles = {tag(f"h{k}"): headings[min(k, len(headings)) - 1].style or "" for k in range(1, 7)} if headings else {}
    cuts = {(False, False)}
    for page in pages:
        stack: list[tuple[etree._Element, bool, bool]] = [(page.body, False, False)]
        while stack:
            element, bold, italic = stack.pop()
            style = styles.get(str(element.tag), "")
            bold = bold or element.tag in _BOLD or "bold" in style
            italic = italic or element.tag in _ITALIC or element.get("class") in _ITALIC_CLASSES or "italic" in style
            cuts.add((bold, italic))
            stack.extend((child, bold, italic) for child in element if isinstance(child.tag, str))
    return sorted(cuts)


def embed(layout: Layout, pages: Iterable[XhtmlPage]) -> dict[str, bytes]:
    """The font files of the EPUB by name, for the font styles and characters of these pages.

    Raises:
        PresslineError: B001 when a font file cannot be used.
    """
    pages, face = list(pages), layout.face
    characters = frozenset("".join(str(text) for page in pages for text in page.body.itertext()))
    paths = {
        (False, False): face.regular,
        (False, True): face.italic,
        (True, False): face.bold,
        (True, True): face.bold_italic,
    }
    files = {}
    for cut in font_styles_needed(pages, layout.headings):
        path = paths[cut]
        try:
            files[_name(cut)] = _subset(path, characters)
        except (OSError, ValueError, hb.HarfBuzzError) as error:
            raise stop("B001", Place(str(path)), face=face.name, reason=error) from error
    return files | _code_fonts(pages)


def _code_fonts(pages: list[XhtmlPage]) -> dict[str, bytes]:
    """The font of code, for the characters of the code of these pages; none without code."""
    code = [element for page in pages for element in page.body.iter(tag("code"))]
    characters = frozenset("".join(str(text) for element in code for text in element.itertext()))
    files = {}
    for cut in sorted({_cut_of(element) for element in code}):
        path = data_folder("fonts") / CODE_FONT / f"{CODE_FONT}-{_CUTS[cut]}.ttf"
        files[_name(cut).replace("text-", "code-")] = _subset(path, characters)
    return files


_CUTS = {(False, False): "Regular", (False, True): "Italic", (True, False): "Bold", (True, True): "BoldItalic"}


def _cut_of(code: etree._Element) -> tuple[bool, bool]:
    """Whether code is set bold, and whether in italics, by what stands around it."""
    above = {element.tag for element in code.iterancestors()}
    return bool(above & _BOLD), bool(above & _ITALIC)


def _name(cut: tuple[bool, bool]) -> str:
    bold, italic = cut
    return f"text-{'bold' if bold else 'regular'}{'-italic' if italic else ''}.ttf"


def _subset(path: Path, characters: frozenset[str]) -> bytes:
    """A font with these characters, the figures of list numbers, and our features.

    Raises:
        ValueError: when it is no font.
    """
    face = hb.Face(hb.Blob.from_file_path(path))
    if not face.glyph_count:
        raise ValueError("this is no font")
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).set({ord(character) for character in characters | frozenset("0123456789")})
    wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).set({int.from_bytes(tag.encode()) for tag in _FEATURES})
    wanted.sets(hb.SubsetInputSets.NAME_ID).set(_NAMES)
    # Readers on screens of today hint by themselves; that saves a third.
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    data: bytes = wanted.subset(face).blob.data
    return data


def font_face_rules(files: Iterable[str]) -> str:
    """The @font-face rules for embedded font files, and that the text is set in them.

    Without any, the reader's own font.

    The reader's choice wins all the same: reading systems put it on the body, or with "!important".
    """
    rules = []
    for name in files:
        weight = "bold" if "bold" in name else "normal"
        style = "italic" if "italic" in name else "normal"
        rules.append(
            f'@font-face {{ font-family: "{CODE if name.startswith("code") else FAMILY}"; '
            f"font-weight: {weight}; font-style: {style}; "
            f'src: url("{name}") format("truetype"); }}\n'
        )
    return "".join([*rules, f'html {{ font-family: "{FAMILY}", serif; }}\n'] if rules else [])
