"""Patch: figures float to the foot of their page or the head of the next.

WeasyPrint 70 has no floats of pages: a figure that finds no room goes to the next page and takes with it all that follows,
and the page before it ends early. Here a figure of the text is no part of the flow. Where the text comes to it, it is put at
the foot of that page, above the notes, if there is room; else it waits for the head of the next page, and the text goes on.
So each figure stands behind the words that it follows in the essay, and at most a page after them, and their order is kept.
The rules are those of LaTeX's floats without the head of the same page, which lies before those words.

On the last page, and wherever else a page is not filled, figures stand where they are written. Pictures that are no figures,
and figures within something else (a quotation, a list), are left in the flow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout import page as pages
from weasyprint.layout.block import block_level_layout, block_level_width
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import strut

from pressline.backends.pdf.weasyprint_patches.notes import Notes
from pressline.backends.pdf.weasyprint_patches.page_breaking.cost import LEAST_TEXT
from pressline.backends.pdf.weasyprint_patches.patching import Replacements

_UNBOUNDED = float("inf")
FIGURE = "figure"
ORNAMENT = 6  # lines: a picture without a caption that is lower belongs where it is written
_ROUNDING = 0.01  # px


@dataclass(slots=True)
class PlacedFigure:
    """A figure that the text of a page has come to."""

    index: int  # among the blocks of the text
    box: Any  # before its layout
    laid_out: Any = None  # at the foot of this page; None when it waits for the next one
    room: float = 0.0  # that it takes from the text, px


@dataclass(slots=True)
class FigurePage:
    """The figures of the page that is made."""

    index: int = -1
    floating: bool = True  # false: figures stand where they are written
    barred: frozenset[int] = frozenset()  # figures that are not to stand at the foot
    heads: list[Any] = field(default_factory=list)  # laid out
    met: list[PlacedFigure] = field(default_factory=list)
    height: float = 0.0  # of its text and figures, px

    @property
    def foot(self) -> list[PlacedFigure]:
        """Those at its foot, in order."""
        return [figure for figure in self.met if figure.laid_out is not None]

    @property
    def waiting(self) -> list[PlacedFigure]:
        """Those that wait for the next page, in order."""
        return [figure for figure in self.met if figure.laid_out is None]


class Figures:
    """The patch of one rendering."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.page = FigurePage()
        self.waiting: dict[int, list[PlacedFigure]] = {}  # by page, from 0: those that come at its head
        self.sizes: dict[tuple[int, float], float | None] = {}
        self.kept: list[Any] = []  # figures that were measured, so that no other box has the id of one
        self.original_block = block._in_flow_layout
        self.original_root = pages.block_level_layout

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {
            "figures": {
                "weasyprint.layout.block._in_flow_layout": self.lay_out_block,
                "weasyprint.layout.page.block_level_layout": self.lay_out_root,
            }
        }

    # --- measuring ------------------------------------------------------------------------------------------------------

    def floats(self, box: Any, container: Any) -> bool:
        """Whether a block is a figure of the text that may leave its place."""
        return (
            self.page.floating
            and box.element_tag == FIGURE
            and container.element_tag == "body"
            and type(box) is boxes.BlockBox
            and box.is_in_normal_flow()
        )

    def room_of(self, context: Any, box: Any, container: Any) -> float | None:
        """What a figure takes from the text at the foot of a page, in px, its notes not counted.

        None when it stays in the flow: it is no smaller than a page, or as small as an ornament and without a caption.
        """
        key = id(box), float(container.width)
        if key not in self.sizes:
            self.kept.append(box)
            alone = self._laid_out(context, box, container, silent=True)
            height = alone.margin_top + alone.border_height() if alone is not None else _UNBOUNDED
            least = 0.0 if _has_caption(box) else ORNAMENT * strut(container.style)[0]
            self.sizes[key] = height if least <= height <= context.current_footnote_area.page.height else None
        return self.sizes[key]

    def room_to_leave(self, context: Any, box: Any, container: Any) -> float | None:
        """As `room_of`, of a figure whose place can be foreseen.

        None of what stays in the flow or calls notes.
        """
        if not self.floats(box, container):
            return None
        noted = any(getattr(inner, "footnote", None) is not None for inner in box.descendants())
        return None if noted else self.room_of(context, box, container)

    @property
    def awaited(self) -> list[PlacedFigure]:
        """The figures at the head of the page that is made."""
        return self.waiting.get(self.page.index, [])

    def head_room(self, figures: list[PlacedFigure], leading: float) -> float:
        """What figures take at the head of a page, px: whole lines, to keep the grid."""
        return sum(ceil((figure.room - _ROUNDING) / leading) * leading for figure in figures)

    def _laid_out(self, context: Any, box: Any, container: Any, top: float = 0.0, *, silent: bool = False) -> Any:
        """A copy of a figure, laid out from a height on; `silent`: without its notes."""
        new = box.deepcopy()
        new.position_x, new.position_y = 0.0 if silent else container.content_box_x(), top
        kept = context.__dict__["footnotes"]
        if silent:
            context.__dict__["footnotes"] = []
        try:
            return block_level_layout(context, new, -_UNBOUNDED, None, container, False, [], [], [])[0]
        finally:
            if silent:
                context.__dict__["footnotes"] = kept

    def _notes_height(self, context: Any, box: Any) -> float:
        """How much higher the area of notes gets by those that a figure calls, px."""
        called = [inner.footnote for inner in box.descendants() if getattr(inner, "footnote", None) is not None]
        heights = [self.notes.measure(context, note).height or 0.0 for note in called if note in context.footnotes]
        area = context.current_footnote_area
        first = area.margin_height() - area.height if heights and not area.children and area.height != "auto" else 0.0
        return sum(heights) + first

    # --- a page ---------------------------------------------------------------------------------------------------------

    def begin(self, index: int, *, floating: bool = True, barred: frozenset[int] = frozenset()) -> None:
        """Begin a page, numbered from 0."""
        self.page = FigurePage(index, floating, barred)

    def lay_out_block(self, context: Any, box: Any, index: int, child: Any, *arguments: Any) -> Any:
        """In place of layout/block.py, _in_flow_layout."""
        if not self.floats(child, box) or context.in_column:
            return self.original_block(context, box, index, child, *arguments)
        new_children, _, _, _, margins, bottom_space, top, skip = arguments[:8]
        next_page, most_lines = arguments[11:13]
        room = self.room_of(context, child, box)
        if skip is not None or room is None or not (new_children or self.page.heads or self.page.met):
            return self.original_block(context, box, index, child, *arguments)
        self._forget(context, index)
        figure = PlacedFigure(index, child, None, room)
        if not self._set_at_foot(context, box, figure, top + bottom_space):
            waiting = self.head_room([*self.page.waiting, figure], strut(box.style)[0])
            if waiting > self.page.height and new_children:  # it would come more than a page late
                return False, True, {index: None}, top, margins, next_page, new_children, most_lines
        self.page.met.append(figure)
        return False, False, None, top, margins, next_page, new_children, most_lines

    def _set_at_foot(self, context: Any, box: Any, figure: PlacedFigure, top: float) -> bool:
        """Set a figure at the foot of the page, if there is room below `top`; whether there is."""
        if self.page.waiting or figure.index in self.page.barred:
            return False
        if context.overflows_page(0, top + figure.room + self._notes_height(context, figure.box)):
            return False
        figure.laid_out = self._laid_out(context, figure.box, box, top)
        context.page_bottom -= figure.room
        return figure.laid_out is not None

    def _forget(self, context: Any, index: int) -> None:
        """Take back figures from one on: their page is being laid out once more."""
        for figure in [one for one in self.page.met if one.index >= index]:
            self.page.met.remove(figure)
            if figure.laid_out is None:
                continue
            context.page_bottom += figure.room
            for inner in figure.box.descendants():
                if getattr(inner, "footnote", None) is not None:
                    context.unlayout_footnote(inner.footnote)

    def lay_out_root(self, context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        """In place of block_level_layout, as make_page calls it.

        Figures that wait are set at the head.
        """
        if not box.is_for_root_element:
            return self.original_root(context, box, *arguments, **named)
        self.page.height = context.page_bottom - box.position_y
        figures = self.awaited
        if not figures or not box.children:
            return self.original_root(context, box, *arguments, **named)
        container, body = arguments[2], box.children[-1]
        leading = strut(body.style)[0]
        for part, within in ((box, container), (body, box)):
            resolve_percentages(part, within)
            block_level_width(part, within)
        body.position_x = box.content_box_x()
        for figure in figures:
            top = box.position_y
            laid_out = self._laid_out(context, figure.box, body, top)
            laid_out.translate(0, -laid_out.margin_top)
            self.page.heads.append(laid_out)
            box.position_y += self.head_room([figure], leading)
        resume_at = arguments[1]
        if context.page_bottom - box.position_y >= LEAST_TEXT * leading or not _is_left(box, resume_at):
            return self.original_root(context, box, *arguments, **named)
        return _without_text(box, container, resume_at)

    # --- and after it ---------------------------------------------------------------------------------------------------

    def after_end(self, root_box: Any) -> Any:
        """Where a page starts that has only figures, after all text; None without any."""
        if not self.page.waiting:
            return None
        at = len(root_box.children) - 1
        return {at: {len(root_box.children[at].children): None}}

    def made_otherwise(self, resume_at: Any, forced: bool) -> dict[str, Any] | None:
        """How a page is to be made again for its figures; None when it is well.

        Figures that are written behind its end are taken off its foot; on a page that is not filled they stand where
        they are written.
        """
        end = _block_at(resume_at)
        late = frozenset(figure.index for figure in self.page.foot if end is not None and figure.index >= end)
        if late:
            return {"barred": self.page.barred | late}
        if self.page.foot and not self.page.waiting and (resume_at is None or forced):
            return {"floating": False}
        return None

    def settle(self, resume_at: Any) -> None:
        """Say which figures the next page begins with."""
        end = _block_at(resume_at)
        self.waiting[self.page.index + 1] = [one for one in self.page.waiting if end is None or one.index < end]

    def insert(self, made: Any, bottom: float, root_box: Any, resume_at: Any) -> None:
        """Put the figures of a page into its text, at the head and above `bottom` (px).

        Under its last line, when that is the last of all.
        """
        foot = self.page.foot
        if not foot and not self.page.heads:
            return
        body = made.children[0].children[-1]
        top = bottom
        if resume_at is None or not _is_left(root_box, resume_at):
            lines = [box for box in body.descendants() if isinstance(box, boxes.LineBox)]
            top = min(top, max((line.position_y + line.height for line in lines), default=top))
        for figure in foot:
            margin = figure.room - figure.laid_out.border_height()
            figure.laid_out.translate(0, top + margin - figure.laid_out.border_box_y())
            top += figure.room
        body.children = [*self.page.heads, *body.children, *(figure.laid_out for figure in foot)]


def _has_caption(box: Any) -> bool:
    return any(inner.element_tag == "figcaption" for inner in box.descendants())


def _is_left(root: Any, resume_at: Any) -> bool:
    """Whether there is text from a place on."""
    at = _block_at(resume_at)
    return at is None or at < len(root.children[-1].children)


def _block_at(resume_at: Any) -> int | None:
    """The number of the block of the text in which a place lies, or None."""
    inner = next(iter(resume_at.values())) if resume_at else None
    return next(iter(inner)) if inner else None


def _without_text(box: Any, container: Any, resume_at: Any) -> Any:
    """What `block_level_layout` would give of a page that has figures and no text."""
    root = box.copy_with_children([box.children[-1].copy_with_children([])])
    for part, within in ((root, container), (root.children[0], root)):
        part.width, part.height = within.width, 0.0
        part.position_x, part.position_y = within.content_box_x(), box.position_y
        for side in ("top", "right", "bottom", "left"):
            setattr(part, f"margin_{side}", 0.0)
            setattr(part, f"padding_{side}", 0.0)
            setattr(part, f"border_{side}_width", 0.0)
    return root, resume_at, {"break": "any", "page": None}, [], False, None
