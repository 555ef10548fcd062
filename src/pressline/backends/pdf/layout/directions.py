"""Text of both directions on one page: which way each block and each stretch runs.

WeasyPrint 70 sets the inline boxes of a line one after another, whatever their direction (Kozea/WeasyPrint#106). Here every
stretch whose direction is not that of its paragraph becomes an element of its own with its level (UAX #9) in `data-level`;
the lines are put in order by it (`weasyprint_patches.bidi_lines`). A page of one direction alone is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from lxml import etree

from pressline.locale.directions import RTL_LETTER, is_right_to_left, mostly_rtl

Element = etree._Element

BOTH, LEVEL = "data-directions", "data-level"
_DIRECTIONS = {False: "ltr", True: "rtl"}
_STANDS_ALONE = "\ufffc"  # for a call, a label, a picture: they take the direction around them
_LATIN = "A"  # for code and addresses, which run from left to right
_TURNED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})  # blocks that may run against their essay
_BLOCKS = _TURNED | frozenset(
    ("body", "div", "section", "blockquote", "pre", "figure", "figcaption", "ul", "ol", "li", "dl", "dt", "dd", "hr")
    + ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col")
)
_KEEP_DIRECTION = frozenset({"li", "td", "th", "dd", "dt", "span"})  # blocks within these run as the essay does


@dataclass(frozen=True, slots=True)
class _ParagraphPart:
    """A text of a paragraph: of an element, or after it; or an element that stands alone."""

    element: Element
    part: Literal["text", "tail", "alone"]
    text: str


def set_directions(page: Element, language: str) -> None:
    """Give a page, its blocks and their stretches their directions.

    Nothing where all run from left to right.
    """
    body = page.find("body")
    essay_rtl = is_right_to_left(language)
    if body is None or not (essay_rtl or RTL_LETTER.search("".join(map(str, body.itertext())))):
        return
    page.set(BOTH, "both")
    if essay_rtl:
        page.set("dir", _DIRECTIONS[True])
        for line in body.iter("div"):  # of verse, which is indented
            if line.get("style"):
                line.set("style", (line.get("style") or "").replace("padding-left", "padding-right"))
    for block, stretches in list(_paragraphs(body)):
        _set_paragraph(block, stretches, essay_rtl=essay_rtl)


def _paragraphs(block: Element) -> Iterator[tuple[Element, list[_ParagraphPart]]]:
    """Every block with the texts of its lines, without those of the blocks within it."""
    stretches: list[_ParagraphPart] = []
    within: list[Element] = []
    _read(block, stretches, within)
    if stretches:
        yield block, stretches
    for inner in within:
        yield from _paragraphs(inner)


def _read(element: Element, stretches: list[_ParagraphPart], within: list[Element]) -> None:
    if element.text:
        stretches.append(_ParagraphPart(element, "text", element.text))
    for child in element:
        if _is_block(child):
            within.append(child)
        elif sign := _sign(child):
            stretches.append(_ParagraphPart(child, "alone", sign))
        else:
            _read(child, stretches, within)
        if child.tail:
            stretches.append(_ParagraphPart(child, "tail", child.tail))


def _is_block(element: Element) -> bool:
    first = (element.get("class") or "").split(" ")[0]
    return element.tag in _BLOCKS or first == "fn" or first.startswith("b-")


def _sign(element: Element) -> str:
    """What an element counts as that stands alone; "" for one that is text like any other."""
    names = (element.get("class") or "").split()
    if element.tag == "img" or {"ref", "label", "marker", "mark", "stand-in"}.intersection(names):
        return _STANDS_ALONE
    if (element.tag == "code" or "url" in names) and not RTL_LETTER.search("".join(map(str, element.itertext()))):
        return _LATIN
    return ""


def _set_paragraph(block: Element, stretches: Sequence[_ParagraphPart], *, essay_rtl: bool) -> None:
    """Set the direction of a block, and wrap the stretches that run otherwise."""
    text = "".join(re.sub(r"\s", " ", stretch.text) for stretch in stretches)
    rtl, base_rtl = mostly_rtl(text, otherwise=essay_rtl), essay_rtl
    above = list(block.iterancestors())
    if any(one.tag == "pre" for one in (block, *above)):  # code
        rtl = base_rtl = False
        if essay_rtl:
            block.set("dir", _DIRECTIONS[False])
    elif block.tag in _TURNED and not any(one.tag in _KEEP_DIRECTION for one in above):
        base_rtl = rtl
        if rtl != essay_rtl:
            block.set("dir", _DIRECTIONS[rtl])
            for note in block.iterfind(".//span[@class='fn']"):
                note.set("dir", _DIRECTIONS[essay_rtl])
    if not (base_rtl or RTL_LETTER.search(text)):
        return
    from pressline.backends.pdf.weasyprint_patches.bidi_levels import levels_of

    base = int(base_rtl)
    against = rtl != base_rtl and not _has_letters(text, rtl=base_rtl)
    raised = 2 if against and base_rtl else 0  # the lowest level above the paragraph's
    levels = [level + raised for level in levels_of(text, rtl=rtl if against else base_rtl)]
    if against:  # the label of a note, the marker of an item, and the space after it open the paragraph
        opening = len(text) - len(text.lstrip(f" {_STANDS_ALONE}"))
        levels[:opening] = [base] * opening
    at = 0
    for stretch in stretches:
        _set_stretch(stretch, levels[at : at + len(stretch.text)], base)
        at += len(stretch.text)


def _has_letters(text: str, *, rtl: bool) -> bool:
    """Whether a text has a letter of a direction."""
    return any(bool(RTL_LETTER.match(character)) is rtl for character in text if character.isalpha())


def _set_stretch(stretch: _ParagraphPart, levels: list[int], base: int) -> None:
    if all(level == base for level in levels):
        return
    if stretch.part == "alone":
        stretch.element.set(LEVEL, str(levels[0]))
        if stretch.text == _LATIN:
            stretch.element.set("dir", "ltr")
        return
    runs = [
        (level, "".join(c for _, c in run)) for level, run in groupby(zip(levels, stretch.text, strict=True), lambda p: p[0])
    ]
    opening = runs.pop(0)[1] if runs[0][0] == base else None
    if stretch.part == "text":
        parent, at = stretch.element, 0
        parent.text = opening
    else:
        found = stretch.element.getparent()
        assert found is not None, "what has a tail stands in an element"
        parent, at = found, found.index(stretch.element) + 1
        stretch.element.tail = opening
    for level, text in runs:
        if level == base:
            parent[at - 1].tail = text
            continue
        span = etree.Element("span", {"dir": _DIRECTIONS[level % 2 == 1], LEVEL: str(level)})
        span.text = text
        parent.insert(at, span)
        at += 1
