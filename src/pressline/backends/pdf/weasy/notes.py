"""Mends of notes: each is laid out once, none is lost, and they are looked up by what they are and not one after another.

Measured with WeasyPrint 70 (layout/__init__.py, _update_footnote_area; layout/block.py, _linebox_layout):

- All notes of a page are laid out again for each note that comes to it: half the time of a page with notes. A note's height
  does not depend on its neighbours, as long as notes have no margins: heights are added up here.
- Where the line of a paragraph whose number is `orphans` meets the foot of the page, notes of earlier lines are moved to the
  next page to make room for it, and the line's own notes are lost: 1 of 670 in ten seed essays one after another. That way is
  never taken here: the line goes to the next page with its notes.
- For every inline box of every line the list of all notes still to come is searched: with 6,700 notes most of the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weasyprint.layout import LayoutContext, block, block_level_layout, build

from pressline.backends.pdf.weasy.patching import Replacement

_UNBOUNDED = float("inf")


class Notes:
    """The mends of notes of one rendering."""

    def __init__(self) -> None:
        self.heights: dict[tuple[int, float], tuple[Any, float | None]] = {}
        self.original_update = LayoutContext._update_footnote_area
        self.original_lines = block._linebox_layout

    def replacements(self) -> list[Replacement]:
        """What is put in the place of WeasyPrint's own."""
        heights, original = self.heights, self.original_update

        def update(context: Any) -> bool:
            return _update_area(context, heights, original)

        return [
            (LayoutContext, "_update_footnote_area", update),
            (LayoutContext, "footnotes", _ByIdentity()),
            (block, "_linebox_layout", self.layout_lines),
        ]

    def layout_lines(self, context: Any, *arguments: Any) -> Any:
        """In place of layout/block.py, _linebox_layout: it sees no notes that it could move to the next page."""
        return self.original_lines(_Page(context), *arguments)


class _Page:
    """A layout context without notes on its page; all else is the context's own."""

    current_page_footnotes: tuple[Any, ...] = ()

    def __init__(self, context: Any) -> None:
        object.__setattr__(self, "_context", context)

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_context"), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(object.__getattribute__(self, "_context"), name, value)


class _Known(list[Any]):
    """A list of boxes that knows its members by identity."""

    def __init__(self, items: Iterable[Any] = ()) -> None:
        super().__init__(items)
        self.known = {id(item) for item in self}

    def __contains__(self, item: object) -> bool:
        return id(item) in self.known

    def append(self, item: Any) -> None:
        super().append(item)
        self.known.add(id(item))

    def remove(self, item: Any) -> None:
        at = next(index for index, other in enumerate(self) if other is item)
        del self[at]
        self.known.discard(id(item))


class _ByIdentity:
    """The attribute `footnotes` of a layout context: whatever list it is given is kept as a `_Known`."""

    def __get__(self, context: Any, _: object = None) -> Any:
        return self if context is None else context.__dict__["footnotes"]

    def __set__(self, context: Any, items: Iterable[Any]) -> None:
        context.__dict__["footnotes"] = _Known(items)


def _update_area(context: Any, heights: dict[tuple[int, float], tuple[Any, float | None]], original: Any) -> bool:
    """In place of LayoutContext._update_footnote_area: how high the notes of the page are, and what they leave for its text."""
    area = context.current_footnote_area
    notes = list(context.current_page_footnotes)
    measured = [_height(context, note, heights) for note in notes]
    if None in measured or area.style["max_height"].value != _UNBOUNDED:
        return bool(original(context))
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.children = context.current_page_footnotes
    area.height = sum(height or 0.0 for height in measured)
    if not context.in_column:
        context.page_bottom -= area.margin_height()
    return False


def _height(context: Any, note: Any, heights: dict[tuple[int, float], tuple[Any, float | None]]) -> float | None:
    """The height of a note in px; None when it has margins, which may collapse with its neighbours'."""
    area = context.current_footnote_area
    key = (id(note), float(area.width) if area.width != "auto" else 0.0)
    if key not in heights:
        alone = area.copy_with_children([note]).deepcopy()
        laid_out = block_level_layout(context, build.create_anonymous_boxes(alone), -_UNBOUNDED, None, area.page)[0]
        margins = any(child.margin_top or child.margin_bottom for child in laid_out.children)
        heights[key] = (note, None if margins else float(laid_out.height))
    return heights[key][1]
