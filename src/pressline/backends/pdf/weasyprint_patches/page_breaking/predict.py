"""A page's end is looked at before the page is made, so that it is made once.

The lines of its paragraphs are planned and its notes measured anyway, whatever the page; with their heights it can be
predicted where it may end, and where best (`cost`). When it or one of the next would still end short, because a line does
not fit with its note, or a heading not with its first two lines, a paragraph is set in one line more or less, if its
lines stay good. When it would end with a hyphen, the word is not parted. What else helps is that a
note runs on.

What cannot be predicted is left as it is: pages with tables, floats, or pictures that do not float before their end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import block_container_layout, block_level_width
from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages
from weasyprint.text.line_break import strut

from pressline.backends.pdf.weasyprint_patches.line_breaking import PlannedLine
from pressline.backends.pdf.weasyprint_patches.line_layout import Lines
from pressline.backends.pdf.weasyprint_patches.notes import LONG, Notes
from pressline.backends.pdf.weasyprint_patches.page_breaking.cost import (
    LEAST_TEXT,
    PAGES,
    End,
    NoteHeights,
    PageLine,
    PageStartPoint,
    Room,
    Way,
    choose,
)
from pressline.backends.pdf.weasyprint_patches.page_breaking.figures import Figures
from pressline.backends.pdf.weasyprint_patches.paragraph_plan import PlannedParagraph
from pressline.backends.pdf.weasyprint_patches.split_notes import LEAST
from pressline.backends.pdf.weasyprint_patches.vertical_justification import may_open, may_sink

_OTHER = 2.0  # what it costs to set a paragraph in other lines, as `cost` counts
_WORTH = 8.0  # and from what cost of the pages on they are tried
_BARRED = 3  # hyphens at a page's end
_UNBOUNDED = float("inf")
_AVOID = ("avoid", "avoid-page")


@dataclass(slots=True)
class PageBlock:
    """A paragraph or a heading, or what is left of one, as a page will have it."""

    paragraph: PlannedParagraph | None
    start: int  # its first character
    lines: list[PlannedLine]
    box: Any
    notes: list[tuple[int, NoteHeights]]  # that are called, each with the character behind its call
    above: float
    top: float
    opens: bool
    sinks: bool
    height: float = 0.0  # of what is not planned, px
    figure: float = 0.0  # what a figure takes that is no part of the flow, px
    leads: bool = False  # whether such a figure follows: the page ends behind that, if here

    def rows(self, lines: list[PlannedLine]) -> Iterator[PageLine]:
        """Its lines, or others in their place."""
        style, height = self.box.style, strut(self.box.children[0].style)[0]
        whole = style["break_inside"] in _AVOID
        if self.figure:
            yield PageLine(0.0, 0.0, 0.0, (), not self.leads, figure=self.figure)
            return
        if self.paragraph is None:
            called = tuple(note for _, note in self.notes)
            ends = style["break_after"] not in _AVOID and not self.leads
            yield PageLine(self.height, self.above, self.top, called, ends, opens=self.opens, sinks=self.sinks)
        for at, line in enumerate(lines, start=1):
            notes = tuple(note for call, note in self.notes if line.start < call <= line.stop.start)
            if line.last:
                ends = style["break_after"] not in _AVOID and not self.leads
            else:
                ends = not whole and (self.start > 0 or at >= style["orphans"]) and len(lines) - at >= style["widows"]
            first = at == 1
            yield PageLine(
                height,
                self.above if first else 0.0,
                self.top if first else 0.0,
                notes,
                ends,
                line.stop.hyphenated,
                first and self.opens,
                first and self.sinks,
            )

    def take(self, lines: list[PlannedLine]) -> None:
        """Have other lines."""
        self.lines = lines
        if self.paragraph:
            self.paragraph.take(lines)


@dataclass(slots=True)
class _BlockReader:
    """Reads the blocks of a page in order."""

    context: Any
    lines: Lines
    notes: Notes
    figures: Figures
    height: float  # px: enough
    pieces: list[PageBlock] = field(default_factory=list)
    margin: float = 0.0  # above what comes next, px; margins collapse
    space: float = 0.0  # and what else stands there
    padding: float = 0.0  # of these, what stands there at the head of a page too
    opens: bool = False  # as of a `PageLine`
    sinks: bool = False

    def read(self, box: Any, container: Any, skip: Any) -> bool:
        """Read a block from a place in it on; whether it could be read, and more is wanted."""
        resolve_percentages(box, container)
        if not _plain(box):
            return False
        place, box.position_x = getattr(box, "position_x", 0.0), 0.0
        block_level_width(box, container)
        box.position_x = place  # which it moves where text runs from right to left
        self.opens |= skip is None and may_open(box.element_tag)
        self.sinks |= skip is None and may_sink(box)
        if skip is None:
            own = 0.0 if box.children or box.height == "auto" else box.height
            self._edge(box.margin_top, box.padding_top + box.border_top_width + own)
        index, inner = next(iter(skip.items())) if skip else (0, None)
        if box.children and isinstance(box.children[0], boxes.LineBox):
            if not self._line_box(box, inner):
                return False
        elif box.children:
            for at, child in enumerate(box.children[index:]):
                room = self.figures.room_to_leave(self.context, child, box) if self.pieces or self.figures.awaited else None
                if room is not None and (at or inner is None):
                    self._figure(child, room)
                elif not self.read(child, box, None if at else inner):
                    return False
        self._edge(0.0, box.padding_bottom + box.border_bottom_width)
        self.margin = max(self.margin, box.margin_bottom)
        return self.height > 0

    def _edge(self, margin: float, padding: float) -> None:
        self.margin = max(self.margin, margin)
        if padding:
            self.space, self.margin, self.padding = self.space + self.margin + padding, 0.0, self.padding + padding

    def _line_box(self, box: Any, skip: Any) -> bool:
        linebox = box.children[0]
        resolve_percentages(linebox, box)
        resolve_one_percentage(linebox, "text_indent", box.width)
        if any(isinstance(inner, boxes.AtomicInlineLevelBox) and not _low(inner) for inner in linebox.descendants()):
            return False
        paragraph = self.lines.plan_for(self.context, linebox, box)
        if paragraph is None:
            return skip is None and self._unplanned(box)
        start = paragraph.character_at(skip) if skip else 0
        lines = self._lines(paragraph, start, self.height / strut(linebox.style)[0])
        reach = lines[-1].stop.start if lines else 0
        notes = [(call, self._note(note)) for call, note in paragraph.calls() if start < call <= reach]
        known = [(call, note) for call, note in notes if note]
        if not lines or len(known) < len(notes):
            return False
        piece = PageBlock(paragraph, start, lines, box, known, self.space + self.margin, self.padding, self.opens, self.sinks)
        self._add(piece, len(lines) * strut(linebox.style)[0])
        return True

    def _lines(self, paragraph: PlannedParagraph, start: int, most: float) -> list[PlannedLine]:
        """Its lines, or as many as are wanted: a paragraph may be as long as a book."""
        lines: list[PlannedLine] = []
        while len(lines) <= most and (line := paragraph.line_from(start)):
            lines.append(line)
            start = line.stop.start
        return lines

    def _add(self, piece: PageBlock, height: float) -> None:
        self.pieces.append(piece)
        self.height -= piece.above + height
        self.margin = self.space = self.padding = 0.0
        self.opens = self.sinks = False

    def _figure(self, box: Any, room: float) -> None:
        """Note a figure that the text comes to.

        The space between the blocks around it stays as it is.
        """
        ends = True
        if self.pieces:
            before = self.pieces[-1]
            ends = not before.leads if before.figure else before.box.style["break_after"] not in _AVOID
            before.leads = True
        self.pieces.append(PageBlock(None, 0, [], box, [], 0.0, 0.0, False, False, figure=room, leads=not ends))

    def _unplanned(self, box: Any) -> bool:
        """Read a block whose lines WeasyPrint chooses, as in a title.

        A copy is laid out, without its notes.
        """
        notes = [(0, self._note(inner.footnote)) for inner in box.descendants() if getattr(inner, "footnote", None)]
        known = [(call, note) for call, note in notes if note]
        kept = self.context.__dict__["footnotes"]
        self.context.__dict__["footnotes"] = []
        try:
            alone = box.deepcopy()
            alone.position_x = alone.position_y = 0.0
            laid_out = block_container_layout(
                self.context, alone, -_UNBOUNDED, None, False, [], [], [], None, None, False, None
            )[0]
        finally:
            self.context.__dict__["footnotes"] = kept
        if len(known) < len(notes) or laid_out is None:
            return False
        piece = PageBlock(
            None, 0, [], box, known, self.space + self.margin, self.padding, self.opens, self.sinks, laid_out.height
        )
        self._add(piece, piece.height)
        return True

    def _note(self, note: Any) -> NoteHeights | None:
        """What a note takes; None when that depends on its neighbours."""
        whole = self.notes.measure(self.context, note)
        if whole.height is None:
            return None
        return NoteHeights(whole.height, whole.parts, whole.height >= LONG * strut(note.style)[0] - 0.01)


def _low(box: Any) -> bool:
    """Whether something in a line makes it no higher: the marker of a list."""
    return isinstance(box, boxes.InlineBlockBox) and box.element is not None and box.element.get("class") == "marker"


def _plain(box: Any) -> bool:
    """Whether a block stands in the text like a paragraph.

    Nothing but its lines, edges and margins says how high it is.
    """
    style = box.style
    return (
        type(box) is boxes.BlockBox
        and not box.is_table_wrapper
        and box.is_in_normal_flow()
        and style["position"] == "static"
        and (style["height"] == "auto" or not box.children)
        and style["column_count"] == style["column_width"] == "auto"
        and style["break_before"] in ("auto", *_AVOID)
        and style["break_after"] in ("auto", *_AVOID)
        and (style["break_inside"] not in _AVOID or not box.children or isinstance(box.children[0], boxes.LineBox))
        and "auto" not in (box.margin_top, box.margin_bottom)
    )


def prepare_end(context: Any, root_box: Any, resume_at: Any, lines: Lines, notes: Notes, figures: Figures) -> bool:
    """Have the page that starts at a place end well.

    Whether it could be predicted where it ends.

    The area of notes of the page stands in the context, still empty.
    """
    area = context.current_footnote_area
    if context.broken_out_of_flow or len(root_box.children) != 1:
        return False
    context.create_block_formatting_context()
    try:
        carried = [notes.measure(context, note).height for note in context.reported_footnotes]
        leading = strut(root_box.children[0].style)[0]
        reader = _BlockReader(context, lines, notes, figures, (PAGES + 0.2) * area.page.height)
        reader.read(root_box, area.page, resume_at)
    finally:
        context.finish_block_formatting_context()
    if None in carried or not reader.pieces:
        return False
    for piece in reader.pieces:
        if piece.paragraph:
            piece.paragraph.page = context.current_page + 1  # kept until the page after this one is made
    area.height = 0.0
    room = Room(area.page.height, area.margin_height(), leading)
    area.height = "auto"
    recto = context.page_maker[context.current_page - 1][2]
    start = PageStartPoint(
        0,
        carried=sum(height or 0.0 for height in carried),
        recto=recto,
        heads=figures.head_room(figures.awaited, leading),
        verso=notes.ended if recto else None,
    )
    if start.heads > room.height - LEAST_TEXT * leading:
        return False
    end = _chosen_end(reader.pieces, start, room)
    if end is None:
        return False
    notes.ended, notes.until = end, area.page.content_box_y() + end.bottom + 1.0
    if end.carried:
        notes.long = 2 * LEAST
    return True


def _chosen_end(pieces: list[PageBlock], start: PageStartPoint, room: Room) -> End | None:
    """Choose the end of a page, and set its paragraphs for it.

    None when it cannot be predicted, or all that is left fits.
    """
    choice = None
    for _ in range(_BARRED):
        ways: list[list[Way]] = [[Way(list(piece.rows(piece.lines)))] for piece in pieces]
        others: dict[int, list[list[PlannedLine]]] = {}
        choice = choose(ways, start, room)
        if choice and choice.cost >= _WORTH:
            others = _other_lines(pieces, ways)
            choice = choose(ways, start, room) if others else choice
        if choice is None:
            return None
        if choice.way:
            pieces[choice.piece].take(others[choice.piece][choice.way - 1])
        if not _bar(pieces[choice.last[0]], choice.last[2]):
            break
    return choice.end if choice else None


def _bar(piece: PageBlock, line: int) -> bool:
    """Bar the place where a line ends, when it ends with a hyphen; whether it did."""
    if piece.paragraph is None or piece.lines[line].last or not piece.lines[line].stop.hyphenated:
        return False
    piece.paragraph.bar(piece.lines[line].stop.start, piece.start)
    piece.lines = piece.paragraph.lines_from(piece.start)[: max(len(piece.lines), line + 3)]
    return True


def _other_lines(pieces: list[PageBlock], ways: list[list[Way]]) -> dict[int, list[list[PlannedLine]]]:
    """Other lines for the paragraphs of a page and the next, one more or less than planned.

    They are added to `ways`.
    """
    found: dict[int, list[list[PlannedLine]]] = {}
    for number, piece in enumerate(pieces):
        if piece.paragraph is None or piece.paragraph.balanced or not piece.lines[-1].last:
            continue
        for lines in filter(None, (piece.paragraph.in_lines(piece.start, len(piece.lines) + more) for more in (-1, 1))):
            found.setdefault(number, []).append(lines)
            ways[number].append(Way(list(piece.rows(lines)), _OTHER))
    return found
