"""A note in two parts: what fits on a page, and the rest for the next page.

WeasyPrint 70 does not break a note (Kozea/WeasyPrint#1833 tells why a note is one inline element): one that is taller than
its page runs off the sheet. Here the box of a note is cut after a line, into two notes that are laid out like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block_level_layout, build

_UNBOUNDED = float("inf")
LEAST = 2  # lines of a note on either page
# The element that the rest of a note seems to be: its tag tells the structure of the PDF that it belongs to the note before.
REST = "div"

Cut = tuple[tuple[int, ...], Any]  # the way down to a block, and the place in it as WeasyPrint writes it; None: after it


def measured(context: Any, note: Any) -> tuple[Any, Any]:
    """A note alone in the area of notes, as it is before its layout and after it.

    Both are copies.
    """
    area = context.current_footnote_area
    alone = build.create_anonymous_boxes(area.copy_with_children([note.deepcopy()]))
    laid_out = block_level_layout(context, alone, -_UNBOUNDED, None, area.page)[0]
    return alone.children[0], laid_out.children[0]


def in_two(alone: Any, laid_out: Any, room: float) -> tuple[Any, Any] | None:
    """The part of a note, given as `measured`, that is at most `room` px high, and the rest.

    None if it cannot be parted.
    """
    for cut, height in reversed(_places(alone, laid_out)):
        if height <= room:
            return _before(alone, *cut), _rest(alone, *cut)
    return None


def parts_of(alone: Any, laid_out: Any) -> tuple[float, ...]:
    """Heights, in px, of the parts of a note that fit on its call's page, lowest first."""
    return tuple(height for _, height in _places(alone, laid_out))


def _places(alone: Any, laid_out: Any) -> list[tuple[Cut, float]]:
    """Where a note may be parted, and how high it is up to there."""
    lines = list(_lines(alone, laid_out, ()))
    if len(lines) < 2 * LEAST or any(isinstance(box, boxes.TableBox) for box in laid_out.descendants()):
        return []
    top = laid_out.position_y
    return [
        ((path, line.resume_at), line.position_y + line.height - top)
        for path, line in lines[LEAST - 1 : -LEAST]
        if not getattr(line, "parts_word", True)
    ]


def _lines(box: Any, laid_out: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """The lines of a note in order, each with the way down to its block."""
    if box.children and isinstance(box.children[0], boxes.LineBox):
        yield from ((path, line) for line in laid_out.children if line.height)  # not the empty line that WeasyPrint puts first
    else:
        for index, (child, done) in enumerate(zip(box.children, laid_out.children, strict=False)):
            if isinstance(child, boxes.ParentBox):
                yield from _lines(child, done, (*path, index))


def _before(box: Any, path: tuple[int, ...], place: Any) -> Any:
    """What of a block stands before a place; the last line is set as wide as the others."""
    if path:
        index, *rest = path
        kept = [_loose(child) for child in box.children[:index]]
        return box.copy_with_children([*kept, _before(box.children[index], tuple(rest), place)])
    new = box.copy_with_children(list(box.children[0].children) if place is None else _head(box.children[0], place))
    if place is not None:
        new.style = box.style.copy()
        new.style["text_align_last"] = "justify"
    return new


def _rest(note: Any, path: tuple[int, ...], place: Any) -> Any:
    """What of a note stands after a place: no target of links any more."""
    new = _after(note, path, place)
    new.style = new.style.copy()
    new.style["anchor"] = None
    new.element_tag = REST
    return new


def _after(box: Any, path: tuple[int, ...], place: Any) -> Any:
    if path:
        index, *rest = path
        first = [] if len(path) == 1 and place is None else [_after(box.children[index], tuple(rest), place)]
        return box.copy_with_children([*first, *(_loose(child) for child in box.children[index + 1 :])])
    new = box.copy_with_children([] if place is None else _tail(box.children[0], place))
    new.style = box.style.copy()
    new.style["text_indent"] = Dimension(0, "px")
    return new


def _loose(box: Any) -> Any:
    """A block without its line boxes, as it was before WeasyPrint made them.

    It makes them again.
    """
    if not isinstance(box, boxes.ParentBox):
        return box
    children: list[Any] = []
    for child in box.children:
        children += child.children if isinstance(child, boxes.LineBox) else [_loose(child)]
    return box.copy_with_children(children)


def _head(box: Any, place: Any) -> list[Any]:
    ((index, inner),) = place.items()
    kept = list(box.children[:index])
    if inner is not None:
        child = box.children[index]
        if isinstance(child, boxes.TextBox):
            kept.append(child.copy_with_text(child.text.encode()[: next(iter(inner))].decode()))
        else:
            kept.append(child.copy_with_children(_head(child, inner)))
    return kept


def _tail(box: Any, place: Any) -> list[Any]:
    ((index, inner),) = place.items()
    rest = list(box.children[index:])
    if inner is not None:
        child = rest[0]
        if isinstance(child, boxes.TextBox):
            rest[0] = child.copy_with_text(child.text.encode()[next(iter(inner)) :].decode())
        else:
            rest[0] = child.copy_with_children(_tail(child, inner))
    return rest
