"""Patches of notes: laid out once, none lost, long ones run on, found by identity.

Measured with WeasyPrint 70 (layout/__init__.py, _update_footnote_area; layout/block.py, _linebox_layout):

- All notes of a page are laid out again for each note that comes to it, and once more when the page is done: half the time of
  a page with notes. A note does not depend on its neighbours, as long as notes have no margins: here each is laid out once,
  heights are added up, and what was laid out is put one below the other.
- Where the line of a paragraph whose number is `orphans` meets the foot of the page, notes of earlier lines are moved to the
  next page to make room for it, and the line's own notes are lost: 1 of 670 in ten seed essays one after another. That way is
  never taken here: the line goes to the next page with its notes.
- A note that is taller than what is left of its page goes to the next page with its line, and off the sheet if it is taller
  than that. A note of `LONG` lines or more is parted here instead (split_notes.py), and its rest comes first on the next page,
  under a rule as long as the lines.
- For every inline box of every line the list of all notes still to come is searched: with 6,700 notes most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block
from weasyprint.layout import page as pages
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.line_break import strut

from pressline.backends.pdf.weasyprint_patches.patching import Replacements
from pressline.backends.pdf.weasyprint_patches.split_notes import REST, in_two, measured, parts_of

UNBOUNDED = float("inf")
_CONTEXT = "weasyprint.layout.LayoutContext"
LONG = 8  # lines of a note that may run on: a shorter one is better whole
MOST = 0.8  # of the height of a page, what notes that the page before has left may take
MOVED = 0.25  # of the height of a page, what two notes of a line may take that goes to the next page for the second one
_PARTS = 5  # of a note that are tried
_ROUNDING = 0.01  # px
SHORT = 3  # lines, by which a note that cannot be parted may go beyond that


@dataclass(frozen=True, slots=True)
class MeasuredNote:
    """A note laid out alone in an area of notes."""

    note: Any  # kept, so that no other box has its id
    before: Any  # a copy of it, before the layout
    after: Any
    height: float | None  # px; None when it depends on its neighbours
    parts: tuple[float, ...]  # how high a part of it may be that stands on the page of its call, px


class Notes:
    """The patches of notes of one rendering."""

    def __init__(self) -> None:
        self.measured: dict[tuple[int, float], MeasuredNote] = {}
        self.refused: tuple[Any, Any] | None = None  # the last line box and note for which a line was sent to the next page
        self.long = LONG  # lines of a note that may run on from the page that is made
        self.until = UNBOUNDED  # how far down the lines of the page that is made may reach, px
        self.ended: Any = None  # how the page before was to end, if it could be predicted
        self.placed: set[int] = set()  # notes, laid out, of the page that was made last
        self.parted: dict[int, tuple[Any, Any, Any]] = {}  # a note, its part on the page, its rest
        self.original_update = LayoutContext._update_footnote_area
        self.original_layout = LayoutContext.layout_footnote
        self.original_unlayout = LayoutContext.unlayout_footnote
        self.original_lines = block._linebox_layout
        self.original_copy = boxes.FootnoteAreaBox.deepcopy
        self.original_area = pages.block_level_layout

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {
            "notes": {
                f"{_CONTEXT}._update_footnote_area": lambda context: self.update_area(context),
                f"{_CONTEXT}.layout_footnote": lambda context, note: self.receive(context, note),
                f"{_CONTEXT}.unlayout_footnote": lambda context, note: self.take_back(context, note),
                f"{_CONTEXT}.reported_footnotes": _Reported(),
                "weasyprint.layout.block._linebox_layout": self.lay_out_lines,
                "weasyprint.formatting_structure.boxes.FootnoteAreaBox.deepcopy": lambda area: self.copy_area(area),
                "weasyprint.layout.page.block_level_layout": self.lay_out,
            },
            "note list": {f"{_CONTEXT}.footnotes": _ByIdentity()},
        }

    def lay_out_lines(self, context: Any, box: Any, index: int, child: Any, *arguments: Any) -> Any:
        """In place of layout/block.py, _linebox_layout."""
        lines, starts_here = arguments[0], arguments[7] is None
        orphans = int(box.style["orphans"]) if starts_here else 0
        page = _Page(context, self, child, lambda: max(0, orphans - len(lines) - 1) * strut(box.style)[0])
        return self.original_lines(page, box, index, child, *arguments)

    def update_area(self, context: Any) -> bool:
        """In place of LayoutContext._update_footnote_area.

        How high the notes of the page are, and what is left for text.
        """
        area, notes = context.current_footnote_area, context.current_page_footnotes
        heights = [self.measure(context, note).height for note in notes]
        if None in heights or area.style["max_height"].value != UNBOUNDED:
            return bool(self.original_update(context))
        if area.height != "auto" and not context.in_column:
            context.page_bottom += area.margin_height()
        area.children = notes
        area.height = sum(height or 0.0 for height in heights)
        if not context.in_column:
            context.page_bottom -= area.margin_height()
        return False

    def measure(self, context: Any, note: Any) -> MeasuredNote:
        """A note laid out alone."""
        key = _key(context.current_footnote_area, note)
        if key not in self.measured:
            before, after = measured(context, note)
            height = None if _leans(after) else float(after.height)
            self.measured[key] = MeasuredNote(note, before, after, height, parts_of(before, after))
        return self.measured[key]

    def copy_area(self, area: Any) -> Any:
        """In place of FootnoteAreaBox.deepcopy.

        When each note has been laid out, none is copied to be laid out again.
        """
        known = [self.measured.get(_key(area, note)) for note in area.children]
        if area.style["max_height"].value != UNBOUNDED or any(one is None or one.height is None for one in known):
            return self.original_copy(area)
        empty = area.copy_with_children([])
        empty.laid_out = [one.after for one in known if one]
        return empty

    def lay_out(self, context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        """In place of block_level_layout, as make_page calls it.

        Notes that were laid out are put one below the other.
        """
        result = self.original_area(context, box, *arguments, **named)
        if getattr(box, "laid_out", None):
            self.forget({id(note) for note in box.laid_out})
            area = result[0]
            area.children, area.height = [], 0.0
            for note in box.laid_out:
                rtl = area.style["direction"] == "rtl"  # then it stands out to the left of the rule above it
                across = area.content_box_x() + (area.width - note.margin_width() if rtl else 0.0)
                note.translate(across - note.position_x, area.content_box_y() + area.height - note.position_y)
                area.children.append(note)
                area.height += note.height
            if box.laid_out[0].element_tag == REST:
                area.width = area.page.width  # the rule, as long as the lines: this note goes on from the page before
        return result

    def forget(self, placed: set[int]) -> None:
        """Drop what was laid out for the page before, which is not made again."""
        self.measured = {
            key: one for key, one in self.measured.items() if id(one.after) in placed or id(one.after) not in self.placed
        }
        self.placed = placed

    def run_on(self, context: Any, note: Any, excess: float) -> bool:
        """Split the last note of the page, `excess` px too high; its rest goes to the next."""
        whole = self.measure(context, note)
        if whole.height is None or whole.height < self.long * strut(note.style)[0] - 0.01:
            return False
        parts = self._parted(context, whole, whole.height - excess)
        if parts is None:
            return False
        self.parted[id(note)] = (note, *parts)
        context.current_page_footnotes[-1] = parts[0]
        context.reported_footnotes.append(parts[1])
        context._update_footnote_area()
        return True

    def _parted(self, context: Any, whole: MeasuredNote, room: float) -> tuple[Any, Any] | None:
        """The part of a note that takes at most `room` px when it is laid out, and the rest.

        Its lines are chosen anew, and may be one more than they were in the whole note, the last of them short: another
        part is looked for then, up to a limit.
        """
        fitting = None
        heights = [part for part in whole.parts if part <= room]
        for height in heights[: -_PARTS - 1 : -1]:
            parts = in_two(whole.before, whole.after, height)
            made = self.measure(context, parts[0]).height if parts else None
            if made is None or made <= height + _ROUNDING:
                return parts
            if made <= room + _ROUNDING:
                fitting = fitting or parts
        return fitting

    def receive(self, context: Any, note: Any) -> bool:
        """Replaces LayoutContext.layout_footnote on a new page, for notes left by the last.

        True, which sends the note and all after it on to the next page, when too little would be left for the text.
        """
        self.original_layout(context, note)
        area = context.current_footnote_area
        excess = area.margin_height() - MOST * area.page.height
        if excess <= 0:
            return False
        whole = self.measure(context, note)
        if whole.height is None:
            return True
        parts = self._parted(context, whole, whole.height - excess)
        if not parts:
            return bool(excess > SHORT * strut(note.style)[0])
        context.current_page_footnotes[-1] = parts[0]
        # WeasyPrint goes through this list, and finds the rest there as the next note.
        incoming = context.__dict__["incoming"]
        incoming.insert(1 + next(at for at, other in enumerate(incoming) if other is note), parts[1])
        context._update_footnote_area()
        return False

    def take_back(self, context: Any, note: Any) -> None:
        """In place of LayoutContext.unlayout_footnote: a parted note is taken back whole."""
        if id(note) in self.parted and note not in context.footnotes:
            _, part, rest = self.parted[id(note)]
            for notes in (context.current_page_footnotes, context.reported_footnotes):
                notes[:] = [other for other in notes if other is not part and other is not rest]
        self.original_unlayout(context, note)


def _key(area: Any, note: Any) -> tuple[int, float]:
    return id(note), float(area.width) if area.width != "auto" else 0.0


def _leans(note: Any) -> bool:
    """Whether a note depends on what stands around it.

    It has margins, which may collapse, or floats or is placed itself.
    """
    if any(child.margin_top or child.margin_bottom for child in note.children):
        return True
    return any(isinstance(inner, AbsolutePlaceholder) or inner.is_floated() for inner in note.descendants(placeholders=True))


class _Page:
    """A layout context as the lines of one paragraph are to see it.

    It shows no notes on its page, which could be moved, and parts a note before it gives it up, but so that the paragraph
    keeps room for as many lines as it must have on the page (`_asks`, px). What comes after a parted note in the same line
    goes on to the next page with its rest, if the line could not well go there with its notes.
    """

    current_page_footnotes: tuple[Any, ...] = ()

    def __init__(self, context: Any, notes: Notes, linebox: Any, asks: Callable[[], float]) -> None:
        self.__dict__.update(_context=context, _notes=notes, _linebox=linebox, _asks=asks, _new=None, _parted=None, _left=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_context"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["_context"], name, value)

    @property
    def reported_footnotes(self) -> Any:
        """As WeasyPrint's own.

        None of them is a reason to break the page before a line whose last note was just left.
        """
        return () if self._left else self._context.reported_footnotes

    def layout_footnote(self, note: Any) -> Any:
        """As WeasyPrint's own, but remember the note; or leave it to the next page."""
        context, notes = self._context, self._notes
        both = [notes.measure(context, one).height for one in (self._parted, note) if one is not None]
        left = len(both) == 2 and sum(height or 0.0 for height in both) > MOVED * context.current_footnote_area.page.height
        self.__dict__.update(_new=None if left else note, _left=left)
        if left:
            context.footnotes.remove(note)
            context.reported_footnotes.append(note)
            return False
        return notes.original_layout(context, note)

    def report_footnote(self, note: Any) -> None:
        """As WeasyPrint's own, but remember why the line goes to the next page."""
        self.__dict__["_new"] = None
        self._notes.refused = self._linebox, note
        self._context.report_footnote(note)

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """As WeasyPrint's own.

        But a long note that has just been laid out makes room by running on.
        """
        context, new = self._context, self._new
        over = bool(context.overflows_page(bottom_space, position_y))
        self.__dict__["_new"] = None
        if new is None and bottom_space >= 0 and position_y > self._notes.until:
            return True
        if over and new is not None:
            excess = position_y + self._asks() - (context.page_bottom - bottom_space)
            if self._notes.run_on(context, new, excess):
                self.__dict__["_parted"] = new
                return False
        return over


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
    """The attribute `footnotes` of a layout context.

    Whatever list it is given is kept as a `_Known`.
    """

    def __get__(self, context: Any, _: object = None) -> Any:
        return self if context is None else context.__dict__["footnotes"]

    def __set__(self, context: Any, items: Iterable[Any]) -> None:
        context.__dict__["footnotes"] = _Known(items)


class _Reported:
    """The attribute `reported_footnotes` of a layout context.

    The list that was there before is kept as `incoming`.
    """

    def __get__(self, context: Any, _: object = None) -> Any:
        return self if context is None else context.__dict__["reported"]

    def __set__(self, context: Any, notes: list[Any]) -> None:
        context.__dict__["incoming"] = context.__dict__.get("reported", [])
        context.__dict__["reported"] = notes
