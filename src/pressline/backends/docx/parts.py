"""The small parts of the package.

Settings, running head and foot, fonts, numbering of lists, and the section's page.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from pressline.backends.docx.headings import HEADING_LIST, heading_list
from pressline.backends.docx.ooxml import paragraph, run, simple_field, text, twips, w
from pressline.locale.directions import is_right_to_left
from pressline.model import Edition, WordPage
from pressline.runtime.namespaces import R, W

_FIXED_FONTS = {"Courier New": "modern", "Symbol": "roman", "Wingdings": "auto"}


def settings_part(language: str) -> etree._Element:
    """settings.xml: Word 2013's layout rules (compatibility mode 15), continuous notes.

    The order of the children is the schema's (ECMA-376 part 1, CT_Settings).
    """
    compat = w(
        "compat",
        *(
            w("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)
            for name, value in (
                ("compatibilityMode", 15),
                ("overrideTableStyleFontSizeAndJustification", 1),
                ("enableOpenTypeFeatures", 1),
                ("doNotFlipMirrorIndents", 1),
                ("differentiateMultirowTableHeaders", 1),
            )
        ),
    )
    notes = w("footnotePr", w("numRestart", val="continuous"), w("footnote", id=-1), w("footnote", id=0))
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("characterSpacingControl", val="doNotCompress"),
        notes,
        compat,
        w("themeFontLang", val=language, **({"bidi": language} if is_right_to_left(language) else {})),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def head_part(title: str, byline: str, *, first: bool) -> etree._Element:
    """The running head: short title on the left, authors on the right.

    Empty on the first page.
    """
    if first:
        return w("hdr", paragraph("Header"))
    author = [run(w("tab")), run(text(byline))] if byline else []
    return w("hdr", paragraph("Header", run(text(" ".join(title.split()))), *author))


def foot_part(words: tuple[str, str], *, numbered: bool) -> etree._Element:
    """The foot: the page and how many there are, as fields that Word computes.

    Empty when pages are not `numbered`.

    `words` stand before the first of them and between the two.
    """
    if not numbered:
        return w("ftr", paragraph("Footer"))
    before, between = words
    parts = [run(text(before))] if before else []
    parts += [simple_field("PAGE", "1"), run(text(between)), simple_field("NUMPAGES", "1")]
    return w("ftr", paragraph("Footer", *parts))


def section(page: WordPage, edition: Edition, references: dict[tuple[str, str], str]) -> etree._Element:
    """The w:sectPr of the one section.

    `references`: (kind, page) -> relationship id, as ("header", "first") -> "rId6".
    """
    margin = twips(page.margin_mm)
    edge = round(margin / 2)
    element = w("sectPr")
    for (kind, pages), id in references.items():
        reference = w(f"{kind}Reference", type=pages)
        reference.set(R + "id", id)
        element.append(reference)
    restart = {"page": "newPage", "continuous": "continuous"}.get(edition.line_numbers)
    lines = [w("lnNumType", countBy=1, restart=restart)] if restart else []
    element.extend(
        [
            w("footnotePr", w("numRestart", val="continuous")),
            w("pgSz", w=twips(page.width_mm), h=twips(page.height_mm)),
            w("pgMar", top=margin, right=margin, bottom=margin, left=margin, header=edge, footer=edge, gutter=0),
            *lines,
            w("cols", space=720),
            w("titlePg"),
        ]
    )
    return element


def fonts_part(face: str, *, listed: bool) -> etree._Element:
    """fontTable.xml: the fonts of styles and lists, for a machine that has to replace one."""
    names = {face: "roman", "Courier New": "modern", **(_FIXED_FONTS if listed else {})}
    return w("fonts", *(_font(name, family) for name, family in names.items()))


def _font(name: str, family: str) -> etree._Element:
    symbols = name in ("Symbol", "Wingdings")
    pitch = "fixed" if family == "modern" else "variable"
    return w("font", w("charset", val="02" if symbols else "00"), w("family", val=family), w("pitch", val=pitch), name=name)


def numbering_part(
    written: etree._Element, stories: list[etree._Element], heading_numbers: Sequence[tuple[str, str]]
) -> etree._Element | None:
    """numbering.xml: the headings' list and the lists in use, numbered in that order.

    None without any.

    pandoc defines every kind of list in it, used or not. The references in the stories are changed with it.
    """
    own = [heading_list(heading_numbers)] if heading_numbers else []
    used: dict[str, str] = {}
    for story in stories:
        for reference in story.iter(W + "numId"):
            id = str(reference.get(W + "val"))
            reference.set(W + "val", used.setdefault(id, str(len(used) + len(own) + 1)))
    if not used and not own:
        return None
    numbers = {str(n.get(W + "numId")): n for n in written.iter(W + "num")}
    shapes = {str(a.get(W + "abstractNumId")): a for a in written.iter(W + "abstractNum")}
    kept: dict[str, str] = {}
    result = [numbers[id] for id in used]
    for id, number in zip(used.values(), result, strict=True):
        number.set(W + "numId", id)
        shape = number.find(W + "abstractNumId")
        assert shape is not None, "the schema asks for it"
        shape.set(W + "val", kept.setdefault(str(shape.get(W + "val")), str(len(kept) + len(own))))
    for id, new in kept.items():
        shapes[id].set(W + "abstractNumId", new)
    first = [w("num", w("abstractNumId", val=0), numId=HEADING_LIST) for _ in own]
    return w("numbering", *own, *(shapes[id] for id in kept), *first, *result)
