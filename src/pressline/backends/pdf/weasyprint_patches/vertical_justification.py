"""What a page has left over at its foot, taken up where a reader does not see it.

Whole lines, so that lines stay on the grid.

First the space above headings grows, then that of section breaks, then that above and below quotations, lists, tables and
pictures, by a line each; last that above a heading at the head of the page, or the title. Nothing else on a page is moved.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BREAKS = ("hr",)
_TITLE = "title-block"
_SET_OFF = ("blockquote", "ul", "ol", "dl", "table", "figure", "pre")


def open_up(page: Any, bottom: float) -> None:
    """Move what stands below headings down by whole lines, as far as there is room.

    `bottom` is in px.
    """
    flow = _flow(page.children[0])
    lines = [box for box in page.children[0].descendants() if isinstance(box, boxes.LineBox) and box.height]
    if not flow or not lines:
        return
    leading = lines[-1].height
    over = int((bottom - (lines[-1].position_y + leading)) / leading)
    for kinds in (_HEADINGS, _BREAKS, _SET_OFF):
        for at in range(1, len(flow)):
            tag, before = flow[at].element_tag, flow[at - 1].element_tag
            if over <= 0 or tag not in kinds or before in _HEADINGS:
                continue
            over -= 1
            half = kinds is _SET_OFF and at + 1 < len(flow)
            _lower(flow[at:], leading / 2 if half else leading)
            if half:
                _lower(flow[at + 1 :], leading / 2)
    if over > 0 and may_sink(flow[0]):
        _lower(flow, leading)


def may_open(tag: str | None) -> bool:
    """Whether a line more may stand above what an element of this tag makes."""
    return tag in _HEADINGS + _BREAKS + _SET_OFF


def may_sink(box: Any) -> bool:
    """Whether a line may stand above a box at the head of a page.

    A heading, or the block of the title.
    """
    return box.element_tag in _HEADINGS or (box.element is not None and box.element.get("class") == _TITLE)


def _flow(box: Any) -> list[Any]:
    """The blocks of a page that follow one another: the children of its body."""
    while len(box.children) == 1 and box.element_tag in ("html", "body"):
        box = box.children[0]
    return list(box.children) if box.element_tag == "body" else []


def _lower(flow: list[Any], by: float) -> None:
    for box in flow:
        box.translate(0, by)
