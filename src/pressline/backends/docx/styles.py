"""styles.xml: every style as one row of a table, made from the layout.

Nothing in the text carries layout of its own: paragraphs name a style, runs carry only what the author wrote (italic,
bold, superscript). The names are Word's own, and pandoc's for what Word has no style for (Author, First Paragraph,
Compact, ...), because pandoc reads those back as what they are. A style that the essay does not use is left out, apart
from those an editor reaches for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from pressline.backends.docx.headings import HEADING_LIST
from pressline.backends.docx.ooxml import twips, w
from pressline.locale.directions import is_right_to_left
from pressline.model import LISTED_LEVELS, Layout
from pressline.runtime.namespaces import W

INDENT = 720  # twips: half an inch, the step of American manuscripts
_CODE_FACE = "Courier New"

# The order of the children is the schema's (ECMA-376 part 1, CT_PPrBase and CT_RPr); Word rejects another.
_P_ORDER = (
    "keepNext", "keepLines", "widowControl", "numPr", "tabs", "suppressAutoHyphens", "bidi", "spacing", "ind",
    "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip
_R_ORDER = ("rFonts", "b", "i", "smallCaps", "noProof", "color", "sz", "u", "vertAlign")
_COMPLEX = {"b": "bCs", "i": "iCs", "sz": "szCs"}  # the same for scripts that Word calls complex


@dataclass(frozen=True, slots=True)
class Style:
    """One style. `p` and `r` are its paragraph and run properties.

    True, a value, or a map of attributes.
    """

    id: str
    name: str
    p: Mapping[str, Any] = field(default_factory=dict)
    r: Mapping[str, Any] = field(default_factory=dict)
    based: str = "Normal"
    next: str = ""
    kind: str = "paragraph"
    own: bool = False  # not one of Word's built-in styles
    kept: bool = True  # stands in the file even when nothing uses it


def _spaced(after_pt: float = 0, before_pt: float = 0, lines: float = 1) -> dict[str, object]:
    """Line spacing in lines, with space after and before, in points."""
    return {"line": round(240 * lines), "lineRule": "auto", "before": round(before_pt * 20), "after": round(after_pt * 20)}


def _half_points(size_pt: float) -> int:
    return round(size_pt * 2)


# What layout.yaml calls the looks of headings.
_LOOKS: Mapping[str, dict[str, Any]] = {
    "plain": {},
    "italic": {"i": True},
    "bold": {"b": True},
    "bold-italic": {"b": True, "i": True},
    "small-caps": {"smallCaps": True},
}


def _headings(layout: Layout, *, numbered: bool) -> list[Style]:
    """Heading 1 to 6, the first three with their level of the headings' list.

    Sizes keep the proportion to the text that the layout's print headings have to its print text.
    """
    shapes: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({"jc": "center"}, {"b": True}),
        ({}, {"b": True}),
        ({}, {"b": True, "i": True}),
        ({}, {"i": True}),
        ({"ind": {"left": INDENT}}, {"i": True}),
        ({"ind": {"left": INDENT}}, {}),
    )
    rows = []
    for level, (p, r) in enumerate(shapes):
        said = layout.headings[min(level, len(layout.headings) - 1)]
        size = _half_points(layout.word.size_pt * said.size_pt / layout.text.size_pt)
        p = {**p, "jc": said.align} if said.align else p
        r = _LOOKS[said.style] if said.style else r
        listed: dict[str, Any] = {"numPr": level} if level < LISTED_LEVELS and numbered else {}
        above = {"before": round(layout.word.size_pt * 20), "after": round(layout.word.size_pt * 5)}
        shared = {
            "keepNext": True,
            **listed,
            "spacing": above,
            "keepLines": True,
            "suppressAutoHyphens": True,
            "outlineLvl": level,
        }
        rows.append(
            Style(
                f"Heading{level + 1}",
                f"heading {level + 1}",
                {**shared, **p},
                {**r, "sz": size},
                next="FirstParagraph",
                kept=level < 3,
            )  # fmt: skip
        )
    return rows


def _contents(size_pt: float) -> list[Style]:
    """The entries of the contents, set in by their level; a long one hangs."""
    rows = []
    for level in range(LISTED_LEVELS):
        shape = {"spacing": _spaced(size_pt / 4), "ind": {"left": INDENT // 2 * (level + 1), "hanging": INDENT // 2}}
        rows.append(Style(f"TOC{level + 1}", f"toc {level + 1}", shape, kept=False))
    return rows


def style_table(layout: Layout, *, numbered: bool = False) -> list[Style]:
    """Every style this backend can use, in the order in which the file lists them."""
    page = layout.word
    size, note = page.size_pt, _half_points(page.note_size_pt)
    measure = twips(page.width_mm - 2 * page.margin_mm)
    text_lines = {"line": round(240 * page.lines), "lineRule": "auto", "before": 0, "after": 0}
    centred = {"keepNext": True, "keepLines": True, "suppressAutoHyphens": True, "jc": "center"}
    quoted = {"spacing": _spaced(size, lines=page.quotation_lines), "ind": {"left": INDENT, "right": INDENT}}
    code = {"ascii": _CODE_FACE, "hAnsi": _CODE_FACE, "cs": _CODE_FACE}
    edge = {"tabs": (("right", measure),), "spacing": _spaced()}
    return [
        Style("Normal", "Normal", {"widowControl": True, "spacing": text_lines}, based=""),
        Style("DefaultParagraphFont", "Default Paragraph Font", based="", kind="character"),
        Style("TableNormal", "Normal Table", based="", kind="table"),
        Style("BodyText", "Body Text", {"ind": {"firstLine": INDENT}}),
        Style("FirstParagraph", "First Paragraph", {"ind": {"firstLine": 0}}, based="BodyText", next="BodyText", own=True),
        Style("Title", "Title", {**centred, "spacing": _spaced(size)}, {"b": True, "sz": _half_points(size * 4 / 3)},
              next="Subtitle"),
        Style("Subtitle", "Subtitle", {**centred, "spacing": _spaced(size)}, {"i": True}, next="Author"),
        Style("Author", "Author", {**centred, "spacing": _spaced(2 * size), "contextualSpacing": True}, next="BodyText",
              own=True),
        Style("Abstract", "Abstract", {**quoted}, own=True),
        *_headings(layout, numbered=numbered),
        Style("BlockText", "Block Text", {**quoted}),
        Style("Verse", "Verse", {**quoted, "keepLines": True, "suppressAutoHyphens": True, "jc": "left",
              "tabs": (("right", measure - INDENT),)}, own=True, kept=False),
        Style("Epigraph", "Epigraph", {**quoted, "ind": {"left": 2 * INDENT, "right": INDENT}, "jc": "left"}, own=True,
              kept=False),
        Style("Signature", "Signature", {"suppressAutoHyphens": True, "jc": "right"}, kept=False),
        Style("Centered", "Centered", {"suppressAutoHyphens": True, "jc": "center"}, own=True, kept=False),
        Style("Keywords", "Keywords", based="Abstract", own=True, kept=False),
        Style("TOCHeading", "TOC Heading", {"keepNext": True, "spacing": _spaced(size / 2), "jc": "center"}, {"b": True},
              next="TOC1", kept=False),
        *_contents(size),
        Style("FootnoteText", "footnote text", {"spacing": _spaced(page.note_space_pt, lines=page.note_lines)}, {"sz": note}),
        Style("FootnoteBlockText", "Footnote Block Text", {"ind": {"left": INDENT, "right": INDENT}}, based="FootnoteText",
              own=True, kept=False),
        Style("FootnoteVerse", "Footnote Verse", {"ind": {"left": INDENT, "right": INDENT}, "jc": "left"}, based="FootnoteText",
              own=True, kept=False),
        Style("FootnoteReference", "footnote reference", r={"vertAlign": "superscript"}, based="DefaultParagraphFont",
              kind="character"),
        Style("Hyperlink", "Hyperlink", r={"color": "0563C1", "u": "single"}, based="DefaultParagraphFont", kind="character"),
        Style("Header", "header", edge),
        Style("Footer", "footer", {**edge, "jc": "center"}),
        Style("ListParagraph", "List Paragraph", kept=False),
        Style("Compact", "Compact", {"spacing": _spaced()}, own=True, kept=False),
        Style("DefinitionTerm", "Definition Term", {"keepNext": True}, {"b": True}, next="Definition", own=True, kept=False),
        Style("Definition", "Definition", {"ind": {"left": INDENT}}, own=True, kept=False),
        Style("SourceCode", "Source Code", {"suppressAutoHyphens": True, "spacing": _spaced(size, size / 2), "jc": "left"},
              {"rFonts": code, "noProof": True, "sz": _half_points(size * 5 / 6)}, own=True, kept=False),
        Style("VerbatimChar", "Verbatim Char", r={"rFonts": code, "noProof": True, "sz": _half_points(size * 5 / 6)},
              based="DefaultParagraphFont", kind="character", own=True, kept=False),
        Style("Caption", "caption", {"spacing": _spaced(size)}, kept=False),
        Style("TableCaption", "Table Caption", {"keepNext": True}, based="Caption", own=True, kept=False),
        Style("ImageCaption", "Image Caption", {"jc": "center"}, based="Caption", own=True, kept=False),
        Style("Figure", "Figure", {"spacing": _spaced(size), "jc": "center"}, own=True, kept=False),
        Style("CaptionedFigure", "Captioned Figure", {"keepNext": True}, based="Figure", own=True, kept=False),
        Style("Table", "Table", based="TableNormal", kind="table", own=True, kept=False),
    ]  # fmt: skip


def style_ids(layout: Layout) -> frozenset[str]:
    """The ids of all styles this backend can use."""
    return frozenset(style.id for style in style_table(layout))


def styles_part(layout: Layout, language: str, used: frozenset[str], *, numbered: bool = False) -> etree._Element:
    """The root of styles.xml: document defaults (font, size, language), and styles.

    The styles that are kept or `used`.
    """
    table = {style.id: style for style in style_table(layout, numbered=numbered)}
    if is_right_to_left(language):
        table["Normal"] = replace(table["Normal"], p={**table["Normal"].p, "bidi": True})
    wanted = {style.id for style in table.values() if style.kept} | (used & table.keys())
    for id in sorted(wanted):
        while id := table[id].based:
            wanted.add(id)
    wanted |= {table[id].next for id in wanted if table[id].next}
    return w("styles", _defaults(layout, language), _latent(), *(_style(s) for s in table.values() if s.id in wanted))


def _defaults(layout: Layout, language: str) -> etree._Element:
    face, size = layout.word.face, _half_points(layout.word.size_pt)
    run = w(
        "rPr",
        w("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face),
        w("sz", val=size),
        w("szCs", val=size),
        w("lang", val=language, eastAsia=language, bidi=language),
    )
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault"))


def _latent() -> etree._Element:
    """Word's other built-in styles, hidden until somebody uses one."""
    states = {"defLockedState": 0, "defUIPriority": 99, "defSemiHidden": 1, "defUnhideWhenUsed": 1, "defQFormat": 0}
    return w("latentStyles", **states, count=376)


def _style(style: Style) -> etree._Element:
    element = w("style", type=style.kind)
    if style.id in ("Normal", "DefaultParagraphFont", "TableNormal"):
        element.set(W + "default", "1")
    if style.own:
        element.set(W + "customStyle", "1")
    element.set(W + "styleId", style.id)
    element.append(w("name", val=style.name))
    if style.based:
        element.append(w("basedOn", val=style.based))
    if style.next:
        element.append(w("next", val=style.next))
    if style.id in ("DefaultParagraphFont", "TableNormal"):
        element.extend([w("uiPriority", val=99), w("semiHidden"), w("unhideWhenUsed")])
    else:
        element.extend([w("uiPriority", val=1), w("qFormat")])
    element.extend(_properties("pPr", style.p, _P_ORDER))
    element.extend(_properties("rPr", style.r, _R_ORDER))
    if style.kind == "table":
        element.extend(_table_properties(ruled=style.id == "Table"))
    return element


def _properties(name: str, values: Mapping[str, Any], order: tuple[str, ...]) -> list[etree._Element]:
    """A w:pPr or w:rPr with `values` in the schema's order; nothing when there are none."""
    assert set(values) <= set(order), "every property has its place in the schema's order"
    children: list[etree._Element] = []
    for key in order:
        if key not in values:
            continue
        value = values[key]
        for tag in (key, _COMPLEX[key]) if key in _COMPLEX else (key,):
            children.append(_property(tag, value))
    return [w(name, *children)] if children else []


def _property(tag: str, value: Any) -> etree._Element:
    if value is True:
        return w(tag)
    if tag == "tabs":
        return w("tabs", *(w("tab", val=kind, pos=position) for kind, position in value))
    if tag == "numPr":
        return w("numPr", w("ilvl", val=value), w("numId", val=HEADING_LIST))
    return w(tag, **value) if isinstance(value, Mapping) else w(tag, val=value)


def _table_properties(*, ruled: bool) -> list[etree._Element]:
    """Cell margins as Word has them.

    `ruled`: thin rules above, below, and under the head of the table.
    """
    rule = {"val": "single", "sz": 4, "space": 0, "color": "auto"}
    sides = (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    margins = w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in sides))
    borders = [w("tblBorders", w("top", **rule), w("bottom", **rule))] if ruled else []
    table = w("tblPr", w("tblInd", w=0, type="dxa"), *borders, margins)
    head = w("tblStylePr", w("tcPr", w("tcBorders", w("bottom", **rule))), type="firstRow")
    return [table, head] if ruled else [table]
