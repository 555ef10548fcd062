"""Whether a reader sees all words of a DOCX: what properties, styles and boxes do to them (ECMA-376 part 1, 17.3.2, 17.7.2).

Properties come from the document's defaults, the styles of table, paragraph and run, each with those it is based on, and the
run itself; the last that speaks holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from lxml import etree

from pressline.audit.docx.package import SETTINGS, STYLES, Package, W
from pressline.audit.docx.reading import style_of
from pressline.findings import Finding
from pressline.model import Book

Look = Mapping[str, str]

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
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
_WHITE = "FFFFFF"
_PAPER_COLORS = ("background1", "light1", "lt1", "bg1")
_HIGHLIGHTS = {"white": _WHITE, "black": "000000", "yellow": "FFFF00", "red": "FF0000", "blue": "0000FF", "green": "00FF00"}
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
            look["shd"] = str(each.get(W + "fill"))
        elif each.tag == _W14 + "textFill":
            clear = [int(a.get(_W14 + "val") or 0) > 90_000 for a in each.iter(_W14 + "alpha")]  # thousandths of a percent
            look["textFill"] = "1" if each.find(_W14 + "noFill") is not None or any(clear) else ""
    return look


def reason(look: Look) -> str:
    """Why words of a look are not seen; "" when they are. `ground` of the look: what is behind them, if not paper."""
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
    """Whether two colours can hardly be told from each other: no channel apart by more than 10 of 255."""
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
        self.defaults = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        usual = [
            s for s in root.iter(W + "style") if s.get(W + "default") in ("1", "true") and s.get(W + "type") == "paragraph"
        ]
        self.usual = str(usual[0].get(W + "styleId")) if usual else ""

    def look(self, name: str) -> dict[str, str]:
        """The look of a style; of one of a table, that of any of its cells."""
        if name not in self._looks:
            chain: list[etree._Element] = []
            at = name
            while at in self._by_id and len(chain) < _MOST_BASED:
                chain.append(self._by_id[at])
                based = self._by_id[at].find(W + "basedOn")
                at = "" if based is None else str(based.get(W + "val"))
            look: dict[str, str] = {}
            for style in reversed(chain):
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
        if shade is not None and shade.get(W + "fill") not in (None, "auto"):
            found["ground"] = str(shade.get(W + "fill"))
    return found


def check_seen(package: Package, book: Book) -> Iterator[Finding]:
    """No word is hidden by its properties, its style, or by the paragraph, cell or box that holds it."""
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
            yield package.complaint("A070", part, how=why, text=f"“{texts[0]}”{more}")


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
    squeezed = _squeezed(p)
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


def _squeezed(p: etree._Element) -> str:
    """Why a whole paragraph is not seen: lines or a row without height, an indent wider than any page."""
    spacing, indent = p.find(f"{W}pPr/{W}spacing"), p.find(f"{W}pPr/{W}ind")
    if spacing is not None and spacing.get(W + "lineRule") == "exact" and _twips(spacing, "line") < _LEAST_LINE_TWIPS:
        return f"w:line {spacing.get(W + 'line')}, exact"
    for name in ("left", "right", "start", "end", "firstLine", "hanging"):
        if indent is not None and indent.get(W + name) and abs(_twips(indent, name)) > _FAR_TWIPS:
            return f"w:ind {name} {indent.get(W + name)}"
    frame = p.find(f"{W}pPr/{W}framePr")
    if frame is not None and any(abs(_twips(frame, name)) > _FAR_TWIPS for name in "xy" if frame.get(W + name)):
        return "w:framePr off the page"
    for row in p.iterancestors(W + "tr"):
        height = row.find(f"{W}trPr/{W}trHeight")
        if height is not None and height.get(W + "hRule") == "exact" and _twips(height, "val") < _LEAST_LINE_TWIPS:
            return f"w:trHeight {height.get(W + 'val')}, exact"
    return ""


def _twips(element: etree._Element, name: str) -> float:
    """A measure in twips; a very large one for what is no number, so that it does not hide."""
    try:
        return float(element.get(W + name) or _LEAST_LINE_TWIPS)
    except ValueError:
        return _LEAST_LINE_TWIPS


def _in_boxes(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Words and pictures in drawings that are hidden, without size, or off the page (20.4.2)."""
    for drawing in root.iter(_WP + "anchor", _WP + "inline"):
        about, extent = drawing.find(_WP + "docPr"), drawing.find(_WP + "extent")
        text = _text(drawing) or f"the picture “{'' if about is None else about.get('descr') or about.get('name')}”"
        if about is not None and about.get("hidden") in ("1", "true"):
            yield "wp:docPr hidden", text
        elif extent is not None and min(int(extent.get(side) or _LEAST_EMU) for side in ("cx", "cy")) < _LEAST_EMU:
            yield "a box without size", text
        elif any(not _BACK_EMU < int(offset.text or 0) < _FAR_EMU for offset in drawing.iter(_WP + "posOffset")):
            yield "a box off the page", text


def _text(element: etree._Element) -> str:
    return " ".join("".join(t.text or "" for t in element.iter(W + "t")).split())[:60]
