"""The boxes of a line in the order in which they are seen (UAX #9, rule L2).

WeasyPrint 70 puts the inline boxes of a line one after another from the left, or from the right where the paragraph runs so
(Kozea/WeasyPrint#106). The levels are those that `layout.directions` has written into the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

_LEVEL = "data-level"


@dataclass(slots=True)
class _MovedBox:
    """A box that is moved as a whole.

    `left` and `right`: what the inline boxes around it add at its sides, px.
    """

    box: Any
    level: int
    left: float = 0.0
    right: float = 0.0

    @property
    def width(self) -> float:
        return self.left + float(self.box.margin_width()) + self.right


def put_in_order(line: Any) -> None:
    """Move the boxes of a line to where they are read; its text is drawn word by word."""
    base = int(line.style["direction"] == "rtl")
    leaves: list[_MovedBox] = []
    _collect(line, base, leaves)
    if not base and not any(leaf.level % 2 for leaf in leaves):
        return
    for leaf in leaves:
        if isinstance(leaf.box, boxes.TextBox):
            leaf.box.by_word = True
        elif leaf.box.element is not None and leaf.box.element.get("class") == "marker":
            _mark_marker(leaf.box)
    if len(leaves) > 1:
        at = min(leaf.box.position_x - leaf.left for leaf in leaves)
        for leaf in in_seen_order(leaves):
            leaf.box.translate(at + leaf.left - leaf.box.position_x, 0)
            at += leaf.width
        _fit(line)


def _mark_marker(box: Any) -> None:
    """Have the marker of a list's item say that a space follows it.

    WeasyPrint 70 takes the space off the end of a box.
    """
    for inner in box.descendants():
        if isinstance(inner, boxes.TextBox):
            inner.by_word = inner.ends_word = True


def in_seen_order(leaves: list[_MovedBox]) -> list[_MovedBox]:
    """The boxes from the left.

    From the highest level down, every run of that level or a higher one is turned.
    """
    seen = list(leaves)
    for level in range(max(leaf.level for leaf in leaves), 0, -1):
        at = 0
        while at < len(seen):
            end = at
            while end < len(seen) and seen[end].level >= level:
                end += 1
            seen[at:end] = seen[at:end][::-1]
            at = end + 1
    return seen


def _collect(box: Any, level: int, leaves: list[_MovedBox]) -> None:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        said = child.element.get(_LEVEL) if child.element is not None else None
        own = int(said) if said else level
        if not isinstance(child, boxes.InlineBox):
            leaves.append(_MovedBox(child, own))
            continue
        first = len(leaves)
        _collect(child, own, leaves)
        if first == len(leaves):
            continue
        opening, closing = (leaves[first], leaves[-1]) if own % 2 == 0 else (leaves[-1], leaves[first])
        opening.left += child.margin_left + child.border_left_width + child.padding_left
        closing.right += child.margin_right + child.border_right_width + child.padding_right


def _fit(box: Any) -> None:
    """Put the inline boxes around what they hold."""
    for child in box.children:
        if not isinstance(child, boxes.InlineBox):
            continue
        _fit(child)
        held = [inner for inner in child.children if inner.is_in_normal_flow()]
        if held:
            left = min(inner.position_x for inner in held)
            child.width = max(inner.position_x + inner.margin_width() for inner in held) - left
            child.position_x = left - (child.margin_left + child.border_left_width + child.padding_left)
