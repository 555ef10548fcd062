"""Whether a reader sees all words of a DOCX.

What properties, styles and boxes do to them (ECMA-376 part 1, 17.3.2, 17.7.2).

Properties come from the document's defaults, the styles of table, paragraph and run, each with those it is based on, and the
run itself; the last that speaks holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from lxml import etree

from pressline.audit.docx.package import SETTINGS, STYLES, Package
from pressline.audit.docx.reading import style_of
from pressline.findings import Finding
from pressline.model import Book
from pressline.runtime.namespaces import WP, W

Look = Mapping[str, str]

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FALSE = ("0", "false", "off")
_SWITCHES = ("vanish", "webHidden", "specVanish")
_VALUES = ("sz", "position", "w", "spacing", "highlight")
_LEAST_HALF_POINTS = 4  # 2 pt
_FAR_HALF_POINTS = 200  # over or under the line
_LEAST_WIDTH_PERCENT = 20
_TIGHTEST_TWIPS = -80  # 4 pt between letters: they stand in one place
_WIDEST_TWIPS = 5_000
_LEAST_LINE_TWIPS = 80  # an exact height of 4 pt cuts off all of a line
_FAR_TWIPS = 20_000  # 35 cm: no page is as wide
_FAR_EMU = 13_000_000  # 36 cm
_BACK_EMU = -3_000_000  # 8 cm before the page
_LEAST_EMU = 60_000  # 1.7 mm
_LEAST_PICTURE_EMU = 1_000  # a very wide picture that is shrunk to the measure may be a line
_WHITE = "FFFFFF"
_PAPER_COLORS = ("background1", "light1", "lt1", "bg1")
_INK_COLORS = ("text1", "dark1", "dk1", "tx1")
_LEAST_FIT_TWIPS = 100  # 5 pt for all of a run
_HIGHLIGHTS = {
    "white": _WHITE,
    "black": "000000",
    "yellow": "FFFF00",
    "red": "FF0000",
    "blue": "0000FF",
    "green": "00FF00",
    "darkBlue": "000080",
}
_MOST_BASED = 50


def _is_on(element: etree._Element) -> bool:
    return element.get(W + "val") not in _FALSE


def look_of(properties: etree._Element | None) -> dict[str, str]:
    """What the properties of a run say of whether it can be seen."""
    look: dict[str, str] = {}
    for each in properties if properties is not None else ():
        if not isinstance(each.tag, str):
            continue
        name = etree.QName(each).localname
        if each.tag == W + name and name in _SWITCHES:
            look[name] = "1" if _is_on(each) else ""
        elif each.tag == W + name and name in _VALUES:
            look[name] = str(each.get(W + "val"))
        elif each.tag == W + "color":
            paper = each.get(W + "themeColor") in _PAPER_COLORS and not each.get(W + "themeShade")
            look["color"] = _WHITE if paper else str(each.get(W + "val"))
        elif each.tag == W + "shd":
            look["shd"] = _filled(each)
        elif each.tag == W + "fitText":
            look["fitText"] = str(each.get(W + "val"))
        elif each.tag == _W14 + "textFill":
            clear = [int(a.get(_W14 + "val") or 0) > 90_000 for a in each.iter(_W14 + "alpha")]  # thousandths of a percent
            look["textFill"] = "1" if each.find(_W14 + "noFill") is not None or any(clear) else ""
            color = each.find(f"{_W14}solidFill/{_W14}srgbClr")
            look |= {} if color is None else {"color": str(color.get(_W14 + "val"))}
    return look


def _filled(shade: etree._Element) -> str:
    """The colour of a shading: its pattern's or its fill's (17.18.78), or a theme's.

    The pattern's counts where it leaves nothing of the fill.
    """
    if shade.get(W + "val") == "solid":
        color = str(shade.get(W + "color"))
        return "000000" if color == "auto" else color
    if shade.get(W + "themeFill") in _INK_COLORS and not shade.get(W + "themeFillTint"):
        return "000000"
    return str(shade.get(W + "fill"))


def reason(look: Look) -> str:
    """Why words of a look are not seen; "" when they are.

    `ground` of the look: what is behind them, if not paper.
    """
    return next(filter(None, (check(look) for check in _CHECKS)), "")


def _hidden(look: Look) -> str:
    return next((f"w:{name}" for name in ("vanish", "webHidden") if look.get(name)), "")


def _colored(look: Look) -> str:
    if look.get("textFill"):
        return "w14:textFill without a fill"
    color = look.get("color", "auto")
    ground = next((v for v in (look.get("shd"), _HIGHLIGHTS.get(look.get("highlight", ""))) if v and v != "auto"), "")
    ground = ground or look.get("ground", _WHITE)
    return f"w:color {color} on {ground}" if _alike(color, ground) else ""


def _alike(one: str, other: str) -> bool:
    """Whether two colours can hardly be told from each other.

    No channel apart by more than 10 of 255.
    """
    try:
        pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4)]
    except ValueError:  # "auto": black or white, as the ground asks
        return False
    return all(abs(a - b) <= 10 for a, b in pairs)


def _number(look: Look, name: str) -> float | None:
    try:
        return float(look[name].removesuffix("%"))
    except (KeyError, ValueError):
        return None


def _outside(name: str, least: float, most: float, look: Look) -> str:
    """Why a measure hides words: it is outside of a range."""
    value = _number(look, name)
    return f"w:{name} {look[name]}" if value is not None and not least <= value <= most else ""


_CHECKS: tuple[Callable[[Look], str], ...] = (
    _hidden,
    _colored,
    partial(_outside, "fitText", _LEAST_FIT_TWIPS, 100_000),
    partial(_outside, "sz", _LEAST_HALF_POINTS, 3_300),
    partial(_outside, "position", -_FAR_HALF_POINTS, _FAR_HALF_POINTS),
    partial(_outside, "w", _LEAST_WIDTH_PERCENT, 700),
    partial(_outside, "spacing", _TIGHTEST_TWIPS, _WIDEST_TWIPS),
)


class _Styles:
    """The looks of the styles of a package, each with those it is based on."""

    def __init__(self, package: Package) -> None:
        root = package.roots[STYLES]
        self._by_id = {str(style.get(W + "styleId")): style for style in root.iter(W + "style")}
        self._looks: dict[str, dict[str, str]] = {}
        self._paragraphs: dict[str, list[etree._Element]] = {}
        self.defaults = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        usual = [
            s for s in root.iter(W + "style") if s.get(W + "default") in ("1", "true") and s.get(W + "type") == "paragraph"
        ]
        self._default = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self.usual = str(usual[0].get(W + "styleId")) if usual else ""

    def _chain(self, name: str) -> list[etree._Element]:
        """A style and those that it is based on."""
        chain: list[etree._Element] = []
        while name in self._by_id and len(chain) < _MOST_BASED:
            chain.append(self._by_id[name])
            based = self._by_id[name].find(W + "basedOn")
            name = "" if based is None else str(based.get(W + "val"))
        return chain

    def paragraphs(self, name: str) -> list[etree._Element]:
        """The paragraph properties of a style, the nearest first, then the document's defaults."""
        if name not in self._paragraphs:
            found = [style.find(W + "pPr") for style in self._chain(name)]
            self._paragraphs[name] = [each for each in (*found, self._default) if each is not None]
        return self._paragraphs[name]

    def look(self, name: str) -> dict[str, str]:
        """The look of a style; of one of a table, that of any of its cells."""
        if name not in self._looks:
            look: dict[str, str] = {}
            for style in reversed(self._chain(name)):
                look |= _of_style(style)
            self._looks[name] = look
        return self._looks[name]


def _of_style(style: etree._Element) -> dict[str, str]:
    parts = [style, *style.iter(W + "tblStylePr")]
    look: dict[str, str] = {}
    for part in parts:
        look |= look_of(part.find(W + "rPr")) | _ground(part.find(W + "pPr"), part.find(W + "tcPr"))
    return look


def _ground(*holders: etree._Element | None) -> dict[str, str]:
    """What is behind the words of a paragraph or a cell, if something is."""
    found: dict[str, str] = {}
    for holder in holders:
        shade = None if holder is None else holder.find(W + "shd")
        if shade is not None and _filled(shade) not in ("None", "auto"):
            found["ground"] = _filled(shade)
    return found


def check_seen(package: Package, book: Book) -> Iterator[Finding]:
    """Check that no word is hidden by its properties, its style, paragraph, cell or box."""
    styles = _Styles(package)
    page = _page_color(package)
    for part, root in package.stories:
        found: dict[str, list[str]] = {}
        for p in root.iter(W + "p"):
            for why, text in _in_paragraph(p, styles, page):
                found.setdefault(why, []).append(text)
        for why, text in _in_boxes(root):
            found.setdefault(why, []).append(text)
        for why, texts in found.items():
            more = f", and at {len(texts) - 1} other places" if len(texts) > 1 else ""
            yield package.part_finding("A070", part, how=why, text=f"“{texts[0]}”{more}")


def _page_color(package: Package) -> dict[str, str]:
    """What is behind all words: the colour of the page, where the settings show it."""
    background = package.document.find(W + "background")
    shown = package.roots[SETTINGS].find(W + "displayBackgroundShape")
    color = None if background is None or shown is None or not _is_on(shown) else background.get(W + "color")
    return {"ground": color} if color and color != "auto" else {}


def _in_paragraph(p: etree._Element, styles: _Styles, page: Look) -> Iterator[tuple[str, str]]:
    """Words of a paragraph that are not seen, each with why."""
    own = style_of(p) or styles.usual
    base = {**page, **styles.defaults, **_around(p, styles), **styles.look(own), **_ground(p.find(W + "pPr"))}
    squeezed = _squeezed(p, styles.paragraphs(own))
    mark = p.find(f"{W}pPr/{W}rPr/{W}vanish")
    if mark is not None and _is_on(mark) and _text(p):
        yield "the end of the paragraph, w:vanish", _text(p)
    for run in p.iter(W + "r"):
        text = "".join(t.text or "" for t in run.iterchildren(W + "t"))
        if not any(character.isalnum() for character in text) and run.find(W + "footnoteReference") is None:
            continue
        properties = run.find(W + "rPr")
        named = None if properties is None else properties.find(W + "rStyle")
        look = {**base, **({} if named is None else styles.look(str(named.get(W + "val")))), **look_of(properties)}
        if own.upper().startswith("TOC"):
            look.pop("webHidden", None)  # numbers of pages, which a page without pages has not
        why = squeezed or reason(look)
        if why:
            yield why, " ".join(text.split())[:60] or "the call of a note"


def _around(p: etree._Element, styles: _Styles) -> dict[str, str]:
    """What the tables and the cell that hold a paragraph say, the innermost last."""
    look: dict[str, str] = {}
    for holder in reversed(list(p.iterancestors(W + "tbl", W + "tc"))):
        properties = holder.find(W + ("tblPr" if holder.tag == W + "tbl" else "tcPr"))
        named = None if properties is None else properties.find(W + "tblStyle")
        look |= {} if named is None else styles.look(str(named.get(W + "val")))
        look |= _ground(properties)
    return look


def _squeezed(p: etree._Element, inherited: list[etree._Element]) -> str:
    """Why a whole paragraph is not seen.

    Lines or a row without height, an indent or a frame off any page.

    `inherited`: the properties of its style and of those that it is based on; the nearest that speaks holds.
    """
    own = p.find(W + "pPr")
    holders = [*([] if own is None else [own]), *inherited]
    spacing, indent, frame = (_merged(holders, name) for name in ("spacing", "ind", "framePr"))
    if spacing.get("lineRule") == "exact" and _twips(spacing.get("line")) < _LEAST_LINE_TWIPS:
        return f"w:line {spacing.get('line')}, exact"
    for name in ("left", "right", "start", "end", "firstLine", "hanging"):
        if abs(_twips(indent.get(name))) > _FAR_TWIPS:
            return f"w:ind {name} {indent[name]}"
    if any(abs(_twips(frame.get(name))) > _FAR_TWIPS for name in "xy"):
        return "w:framePr off the page"
    if frame.get("hRule") == "exact" and _twips(frame.get("h")) < _LEAST_LINE_TWIPS:
        return f"w:framePr h {frame.get('h')}, exact"
    return _squeezed_table(p)


def _squeezed_table(p: etree._Element) -> str:
    """Why a table or a row that holds a paragraph is not seen."""
    for name in ("tblInd", "tblpPr"):
        for table in p.iterancestors(W + "tbl"):
            place = table.find(f"{W}tblPr/{W}{name}")
            if place is not None and any(abs(_twips(place.get(W + each))) > _FAR_TWIPS for each in ("w", "tblpX", "tblpY")):
                return f"w:{name} off the page"
    for row in p.iterancestors(W + "tr"):
        height, gone = row.find(f"{W}trPr/{W}trHeight"), row.find(f"{W}trPr/{W}hidden")
        if gone is not None and _is_on(gone):
            return "w:hidden"
        if height is not None and height.get(W + "hRule") == "exact" and _twips(height.get(W + "val")) < _LEAST_LINE_TWIPS:
            return f"w:trHeight {height.get(W + 'val')}, exact"
    return ""


def _merged(holders: list[etree._Element], name: str) -> dict[str, str]:
    """The merged attributes of a paragraph property, each by the first holder that has it."""
    found: dict[str, str] = {}
    for holder in reversed(holders):
        element = holder.find(W + name)
        if element is not None:
            found |= {etree.QName(str(key)).localname: str(value) for key, value in element.attrib.items()}
    return found


def _twips(value: str | None) -> float:
    """A measure in twips; for what is no number one that hides nothing."""
    try:
        return float(value or _LEAST_LINE_TWIPS)
    except ValueError:
        return _LEAST_LINE_TWIPS


def _in_boxes(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Words and pictures in drawings that are hidden, without size, or off the page (20.4.2)."""
    for drawing in root.iter(WP + "anchor", WP + "inline"):
        about, extent = drawing.find(WP + "docPr"), drawing.find(WP + "extent")
        least = _LEAST_EMU if _text(drawing) else _LEAST_PICTURE_EMU
        text = _text(drawing) or f"the picture “{'' if about is None else about.get('descr') or about.get('name')}”"
        if about is not None and about.get("hidden") in ("1", "true"):
            yield "wp:docPr hidden", text
        elif extent is not None and min(int(extent.get(side) or least) for side in ("cx", "cy")) < least:
            yield "a box without size", text
        elif any(not _BACK_EMU < int(offset.text or 0) < _FAR_EMU for offset in drawing.iter(WP + "posOffset")):
            yield "a box off the page", text


def _text(element: etree._Element) -> str:
    return " ".join("".join(t.text or "" for t in element.iter(W + "t")).split())[:60]
