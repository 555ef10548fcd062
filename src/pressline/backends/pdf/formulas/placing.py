"""The drawings of formulas put into the page.

In the line on its baseline, a display in the middle, its number at the margin.

Each is an <img> whose alternative text is its TeX, after a sign (`MARK`) by which the tags of the finished file know it for a
formula. The font of formulas is as large as makes its letters as high as those around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from lxml import etree

from pressline.backends.pdf.formulas.drawing import Drawing, drawn_tree
from pressline.backends.pdf.formulas.mathml import Mathml, Undrawable, for_drawing, in_rows, parted, side_by_side, source_of
from pressline.book.html import Html
from pressline.findings import Finding, Place, finding
from pressline.layouts.formula_limits import without_number
from pressline.model import Layout
from pressline.runtime.files import sha256
from pressline.runtime.namespaces import MATHML, XHTML

Element = etree._Element

MARK = "\ue002"  # before the alternative text of a formula; no text has it here (book/markdown.py)
MORE = "\ue003"  # the alternative text of the rest of a formula that is parted at the end of a line
BASE = "file:///formulas/"
# Rules that no layout needs to give; its own print.css comes after them.
SHEET = """
img.formula { max-width: 100%; height: auto; overflow: visible; }
.formula-display { display: block; text-align: center; text-indent: 0; hyphens: none;
                   margin: calc(var(--leading) * 0.5) 0; break-before: avoid; break-inside: avoid; }
.formula-display + p.continued { text-indent: 0; }
.numbered { display: table; width: 100%; border-collapse: collapse; }
.numbered > span { display: table-cell; vertical-align: middle; padding: 0; }
.numbered > .formula-number { text-align: right; font-style: normal; white-space: nowrap; }
td .formula-display, th .formula-display, figcaption .formula-display { margin: 0; }
"""
_LEAST_SCALE = 0.6  # of a drawing that is too wide: smaller is hardly read (note size by text size, and again)
_X_HEIGHT, _CAPITALS = 0.473, 0.656  # em, of STIX Two Math 2.13
_POINTS_PER_MM = 72 / 25.4
_SET_IN = {"li": 2.0, "blockquote": 3.2, "dd": 2.0}  # em that a block is narrower, or less
_LINE_ROOM = 0.1  # em that a formula may reach into the white of the line above and of the line below
_HIGH, _DEEP = 0.85, 0.28  # em of text that a line has room for above and below its baseline
_LONGEST = 7.0  # em of a formula in the text that is not parted at the end of a line
_AROUND_DISPLAY = ("formula-display", "formula-cell")  # classes of what holds a display
_INDENT = "2em"  # of the rows of a long display after the first
_LETTERS = 44  # of source in a row


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


@dataclass(slots=True)
class Formulas:
    """The drawings of a page by their addresses, and what there is to say about them."""

    files: dict[str, bytes] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def set_formulas(html: Html, layout: Layout, place: Place) -> Formulas:
    """Put a drawing in the place of every formula, and part paragraphs round displays.

    Findings: B046 for a formula of which only the source is drawn, B047 for a display that is made smaller.
    """
    formulas = Formulas()
    scale = _scale(layout.face.regular)
    for root, size in ((html.body, layout.text.size_pt), *((note, layout.notes.size_pt) for note in html.notes.values())):
        measure = (layout.page.width_mm - layout.page.inner_mm - layout.page.outer_mm) * _POINTS_PER_MM / size / scale
        for math in list(root.iter(MATHML + "math")):
            _set(math, measure, formulas, place)
    return formulas


@lru_cache(maxsize=16)
def _scale(font: Path) -> float:
    """How large formulas are beside the text, so that letters are about as high."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as face:
        heights, em = face["OS/2"], face["head"].unitsPerEm
        small, large = getattr(heights, "sxHeight", 0) / em, getattr(heights, "sCapHeight", 0) / em
    return round((small / _X_HEIGHT + large / _CAPITALS) / 2, 3) if small and large else 1.0


def _set(math: Element, measure: float, formulas: Formulas, place: Place) -> None:
    """Put a formula's drawing in its place."""
    source = next((note.text or "" for note in math.iter(MATHML + "annotation")), "")
    is_display = math.get("display") == "block"
    room = measure - sum(_SET_IN.get(_local(outer), 0.0) for outer in math.iterancestors())
    number = without_number(source)[1] if is_display else ""
    try:
        tree = for_drawing(math)
        if number:
            _drop_number(tree)
            room -= 2 * (0.5 * len(number) + 1)
        pictures = [_display(tree, room)] if is_display else list(_pieces(tree))
    except Undrawable as error:
        formulas.findings.append(finding("B046", place, source=" ".join(source.split())[:60], reason=str(error)))
        pictures = [drawn_tree(source_of(source, _LETTERS))]
    if is_display and pictures[0].width * _LEAST_SCALE > room:
        formulas.findings.append(
            finding("B047", place, source=" ".join(source.split())[:60], percent=round(100 * room / pictures[0].width))
        )
    images = [_image(picture, MORE if at else MARK + source, formulas) for at, picture in enumerate(pictures)]
    if is_display:
        _place_display(math, images, number)
    else:
        _replace(math, images)


def _drop_number(tree: Mathml) -> None:
    """Take the number, and the gap before it, away from the end of a display."""
    row = tree[0] if len(tree) == 1 and tree[0].tag == "mrow" else tree
    while len(row) and row[-1].tag != "mspace":
        row.remove(row[-1])
    while len(row) and row[-1].tag == "mspace":
        row.remove(row[-1])


def _display(tree: Mathml, room: float) -> Drawing:
    """A display, in several rows if it is wider than the room for it, em."""
    whole = drawn_tree(tree)
    if whole.width <= room:
        return whole
    rows = [row for formula in side_by_side(tree) for row in _rows(formula, room)]
    return drawn_tree(in_rows(rows, _INDENT)) if len(rows) > 1 else whole


def _rows(formula: Mathml, room: float) -> Iterator[tuple[list[Mathml], bool]]:
    """A formula in rows that fit into `room`, em.

    Each with whether it goes on with the row before.
    """
    held: list[Mathml] = []
    wide, goes_on = 0.0, False
    for piece in parted(formula):
        width = drawn_tree(piece).width + 0.3
        if held and wide + width > room:
            yield held, goes_on
            held, wide, goes_on = [], 2.0, True
        held.append(piece)
        wide += width
    yield held, goes_on


def _pieces(tree: Mathml) -> Iterator[Drawing]:
    """A formula in the text; a long one in pieces, between which a line may end."""
    whole = drawn_tree(tree)
    pieces = parted(tree, after=True) if whole.width > _LONGEST else []
    if len(pieces) < 2:
        yield whole
        return
    held: list[Mathml] = []
    for piece in pieces:
        joined = Mathml("math", dict(tree.attrib))
        joined.extend(part for one in (*held, piece) for part in one)
        if held and drawn_tree(joined).width > _LONGEST / 2:
            yield _joined(tree, held)
            held = []
        held.append(piece)
    yield _joined(tree, held)


def _joined(tree: Mathml, pieces: list[Mathml]) -> Drawing:
    row = Mathml("math", dict(tree.attrib))
    row.extend(part for piece in pieces for part in piece)
    return drawn_tree(row)


def _image(picture: Drawing, alternative: str, formulas: Formulas) -> Element:
    """The element that shows a drawing; its size is given when the page is clean (`fit`)."""
    address = f"{BASE}{sha256(picture.svg)[:16]}.svg"
    formulas.files[address], formulas.drawings[address] = picture.svg, picture
    return etree.Element(XHTML + "img", {"src": address, "alt": " ".join(alternative.split()), "class": "formula"})


def fit(page: Element, formulas: Formulas, layout: Layout) -> None:
    """Give each drawing of a finished page its size and its place on the baseline."""
    scale = _scale(layout.face.regular)
    for image in page.iter("img"):
        picture = formulas.drawings.get(image.get("src") or "")
        if picture is None:
            continue
        width, height, depth = (scale * side for side in (picture.width, picture.height, picture.depth))
        above = -min(_LINE_ROOM, max(0.0, height - depth - _HIGH))
        below = -min(_LINE_ROOM, max(0.0, depth - _DEEP))
        style = f"width: {width:.3f}em; vertical-align: {-depth - below:.3f}em"
        outer = image.getparent()
        if (above or below) and outer is not None and not (outer.get("class") or "").startswith(_AROUND_DISPLAY):
            style += f"; margin: {above:.3f}em 0 {below:.3f}em"
        image.set("style", style)


# --- into the tree ------------------------------------------------------------------------------------------------------


def _replace(old: Element, new: list[Element]) -> None:
    parent = old.getparent()
    assert parent is not None, "a formula stands in a block"
    tail = old.tail or ""
    joiner = "\u2060" if tail[:1].isalnum() else ""  # "the nth": no line ends between the formula and its letters
    new[-1].tail, old.tail = joiner + tail, None
    at = parent.index(old)
    parent[at : at + 1] = new


def _place_display(math: Element, images: list[Element], number: str) -> None:
    """Put a display between the two paragraphs that its own becomes.

    In its line, where it stands in no paragraph.
    """
    block = _block_of(images, number)
    paragraph = math.getparent()
    _replace(math, [block])
    if paragraph is None or _local(paragraph) != "p":
        return
    block.tag = XHTML + "div"
    rest, block.tail = (block.tail or "").lstrip(), None
    members = list(block.itersiblings())
    paragraph.addnext(block)
    block.tail, paragraph.tail = paragraph.tail, None
    if not number and _is_small(rest, members):
        images[-1].tail = rest.strip()
        block.extend(members)
        _go_on_after(block)
    else:
        after = etree.Element(XHTML + "p", {"class": "continued"})
        after.text = rest
        after.extend(members)
        block.addnext(after)
        after.tail, block.tail = block.tail, None
    if not len(paragraph) and not (paragraph.text or "").strip():
        above = paragraph.getparent()
        assert above is not None, "a paragraph stands in the text"
        above.remove(paragraph)


def _block_of(images: list[Element], number: str) -> Element:
    """A display; the number at its right has as much room at the left."""
    block = etree.Element(XHTML + "span", {"class": "formula-display"})
    if not number:
        block.extend(images)
        return block
    wide = {"style": f"width: {0.5 * len(number) + 1:.1f}em"}
    block.set("class", "formula-display numbered")
    etree.SubElement(block, XHTML + "span", {"class": "formula-cell", **wide})
    etree.SubElement(block, XHTML + "span", {"class": "formula-cell"}).extend(images)
    etree.SubElement(block, XHTML + "span", {"class": "formula-number", **wide}).text = number
    return block


def _is_small(rest: str, members: list[Element]) -> bool:
    """Whether what follows a display in its paragraph is no more than a full stop and a call."""
    text = rest + "".join(f"{''.join(map(str, member.itertext()))}{member.tail or ''}" for member in members)
    return not text.strip(" \n.,;:!?") and len(members) <= 2


def _go_on_after(block: Element) -> None:
    """Set the paragraph after a display without an indent when the sentence goes on in it."""
    following = block.getnext()
    if following is not None and _local(following) == "p" and (following.text or "").lstrip()[:1].islower():
        following.set("class", "continued")
