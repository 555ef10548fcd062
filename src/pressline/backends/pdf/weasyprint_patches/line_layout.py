"""Mend: lines are chosen for the whole paragraph, not one by one (Kozea/WeasyPrint#421 asks for it).

WeasyPrint 70 fills each line as far as it goes and then stretches its spaces: of the seed essay's justified lines 42 % had
spaces of more than one and a half times the natural width. Here a justified paragraph is planned first; then each line is
given exactly the text that was planned for it, with room without end, so that WeasyPrint cannot break it elsewhere. Its
edges may hang out a little, its spaces may shrink too, and its type is set wider or narrower by a hair.

Headings are planned too, for lines of even length (`balanced_headings`). What is not planned is left to WeasyPrint as it
stands: other ragged text, text beside a float, text that runs from right to left, and paragraphs that hold something else
than text, inline boxes and atomic boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.matrix import Matrix

from pressline.backends.pdf.weasyprint_patches.balanced_headings import even_lines, is_balanced
from pressline.backends.pdf.weasyprint_patches.line_breaking import Break, Fit, Line, lines_in, share
from pressline.backends.pdf.weasyprint_patches.paragraph import READ, Leaf, advances, breaks_of, leaves_of, spaces_of
from pressline.backends.pdf.weasyprint_patches.paragraph_cache import Plan, Plans
from pressline.backends.pdf.weasyprint_patches.patching import Replacements
from pressline.backends.pdf.weasyprint_patches.rivers import Column, calm_lines, look_over

_UNBOUNDED = float("inf")
_SEEN = "-"
COUNTED = 1.57  # how many times `Fit.stretch` a space may grow in a paragraph that is given another number of lines
TURNED = 1.46  # natural spaces: the mean space of a line that is still good when it keeps a hole out of a page


@dataclass(slots=True)
class Paragraph:
    """A paragraph and its plan: the lines by the character they start with."""

    linebox: Any
    leaves: list[Leaf]
    plan: Plan
    lines: dict[int, Line] = field(default_factory=dict)
    barred: set[int] = field(default_factory=set)  # characters before which no line is to start
    balanced: bool = False  # a heading: its lines are even, and not justified
    forced: set[int] = field(default_factory=set)  # characters before which one must
    called: list[tuple[int, Any]] | None = None  # the notes, once they have been asked for
    page: int = 0  # the last page that asked for a line of it

    def line_from(self, start: int) -> Line | None:
        """The line that starts with a character; the paragraph is planned from there on if it has not been."""
        if start not in self.lines:
            asked = start, frozenset(self.barred), frozenset(self.forced)
            if asked not in self.plan.lines:
                self.plan.lines[asked] = self._planned(start)
            self.lines |= {line.start: line for line in self.plan.lines[asked]}
        return self.lines.get(start)

    def _planned(self, start: int) -> list[Line]:
        """The lines from a character on; none from where no line can start."""
        rest, column = self._rest(start), self._column(start)
        if len(rest) < 2:
            return []
        return even_lines(rest, self._text(), column.measure) if self.balanced else calm_lines(rest, column)

    def _rest(self, start: int) -> list[Break]:
        """The places where a line may end, from the one that a line starts behind with a character."""
        at = next((k for k, b in enumerate(self.breaks) if b.start == start), len(self.breaks))
        rest = [*self.breaks[at : at + 1], *(b for b in self.breaks[at + 1 :] if b.start not in self.barred)]
        return [replace(b, forced=True) if b.start in self.forced else b for b in rest] if self.forced else rest

    @property
    def breaks(self) -> list[Break]:
        """The places where a line may end."""
        return self.plan.breaks

    @property
    def measure(self) -> float:
        """The width of its lines, px."""
        return self.plan.column.measure

    def in_lines(self, start: int, count: int) -> list[Line]:
        """The best lines from a character on that are `count`, if they are nearly as good as those planned; [] otherwise."""
        key = start, count, frozenset(self.barred), frozenset(self.forced)
        if key not in self.plan.others:
            self.plan.others[key] = self._in_lines(start, count) if self._may_fill(start, count) else []
        return self.plan.others[key]

    def _in_lines(self, start: int, count: int) -> list[Line]:
        rest, column = self._rest(start), self._column(start)
        lines = lines_in(count, rest, column.measure, column.indent, replace(column.fit, tolerance=COUNTED))
        if not lines:
            return []
        rivers, hyphens, loosest = self._quality(start)
        now, loose = look_over(lines, rest[0], column)
        ends = sum(line.stop.hyphenated for line in lines)
        return lines if len(now) <= rivers and ends <= max(hyphens, 1) and loose <= max(TURNED, loosest) else []

    def _may_fill(self, start: int, count: int) -> bool:
        """Whether the text from a character on could be so many lines at all, all of its spaces as wide or narrow as may be."""
        first, last, column = next(b for b in self.breaks if b.start == start), self.breaks[-1], self._column(start)
        width, spaces, fit = last.to_end - first.to_start, last.spaces_to_end - first.spaces_to_start, column.fit
        least = width * (1 - fit.expand) - spaces * fit.shrink
        most = width * (1 + fit.expand) + spaces * fit.stretch * COUNTED
        return least <= count * column.measure - column.indent and most >= (count - 1) * column.measure - column.indent

    def take(self, lines: list[Line]) -> None:
        """Have these lines instead of those planned from where they start."""
        start = lines[0].start
        self.lines = {at: line for at, line in self.lines.items() if at < start} | {line.start: line for line in lines}

    def _text(self) -> str:
        return "".join(leaf.text for leaf in self.leaves)

    def bar(self, start: int, since: int) -> None:
        """Part no more the word that is parted before the character `start`, and plan anew what comes after `since`."""
        text = self._text()
        word = text.rfind(" ", 0, start) + 1, text.find(" ", start) % (len(text) + 1)
        self.barred |= {b.start for b in self.breaks if b.hyphenated and word[0] <= b.start <= word[1]}
        self.lines = {at: line for at, line in self.lines.items() if at < since}

    def turn(self, character: int, since: int) -> bool:
        """Let the word that ends before a character come to the start of a line, and plan anew what comes after `since`.

        False, and nothing is changed, when a line would be looser for it than is good, or a river would run.
        """
        start = max((b.start for b in self.breaks[1:-1] if b.start < character and not b.hyphenated), default=0)
        if start <= since or start in self.barred or start in self._starts(since):
            return False
        before = dict(self.lines)
        rivers, hyphens, loosest = self._quality(since)
        most = rivers, hyphens, max(TURNED, loosest)
        self.forced.add(start)
        self.lines = {at: line for at, line in self.lines.items() if at < since}
        if start in self._starts(since) and all(now <= limit for now, limit in zip(self._quality(since), most, strict=True)):
            return True
        self.forced.discard(start)
        self.lines = before
        return False

    def _quality(self, since: int) -> tuple[int, int, float]:
        """How many rivers and hyphens there are from the line that starts with a character on, and how loose the loosest is."""
        first = next(b for b in self.breaks if b.start == since)
        lines = self.lines_from(since)
        rivers, loosest = look_over(lines, first, self._column(since))
        return len(rivers), sum(line.stop.hyphenated for line in lines), loosest

    def _starts(self, since: int) -> set[int]:
        return {line.start for line in self.lines_from(since)}

    def lines_from(self, start: int) -> list[Line]:
        """The lines planned, from the one that starts with a character."""
        lines = []
        while line := self.line_from(start):
            lines.append(line)
            start = line.stop.start
        return lines

    def _column(self, start: int) -> Column:
        return replace(self.plan.column, indent=0.0) if start else self.plan.column

    def character_at(self, skip_stack: Any) -> int:
        """The character that a place of WeasyPrint's, {child: {child: {byte: None}}}, stands before."""
        path: list[int] = []
        while skip_stack is not None:
            ((index, skip_stack),) = skip_stack.items()
            path.append(index)
        for leaf in self.leaves:
            if tuple(path[:-1]) == leaf.path:
                return leaf.start + len(leaf.text.encode()[: path[-1]].decode())
            if leaf.path >= tuple(path):
                return leaf.start
        return self.breaks[-1].start

    def calls(self) -> list[tuple[int, Any]]:
        """The notes that are called in the paragraph, each with the character that stands after its call."""
        end = self.breaks[-1].start
        return [
            (next((leaf.start for leaf in self.leaves if leaf.path > path), end), note)
            for path, note in _notes_in(self.linebox, ())
        ]

    def call_of(self, note: Any) -> int:
        """The character that stands after the call of a note; 0 when it is not called here."""
        return next((character for character, called in self.calls() if called is note), 0)

    def leaf_at(self, character: int) -> Leaf:
        """The leaf that a character belongs to."""
        return next(leaf for leaf in self.leaves if leaf.start <= character < leaf.start + len(leaf.text))

    def place_of(self, character: int) -> Any:
        """The place of a character as WeasyPrint writes it."""
        leaf = self.leaf_at(character)
        stack = None if leaf.box is not None else _level(len(leaf.text[: character - leaf.start].encode()), None)
        for index in reversed(leaf.path):
            stack = _level(index, stack)
        return stack

    def text_until(self, line: Line) -> Any:
        """The line box with nothing after the end of a line, and with the hyphen that stands there."""
        if line.last:
            return self.linebox
        leaf = self.leaf_at(line.stop.start)
        keep = max(0, line.stop.end - leaf.start) if leaf.box is None else 0
        text = leaf.text[:keep] if line.stop.start > leaf.start else ""
        if line.stop.hyphen:
            if not text:
                return _cut(self.linebox, leaf.path, "")
            text += leaf.style["hyphenate_character"]
        return _cut(self.linebox, leaf.path, text)


def _level(index: int, inner: Any) -> Any:
    return {index: inner} if index or inner else None


def _notes_in(box: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """The notes that hang on what is in a box, each with the way down to its call."""
    for index, child in enumerate(getattr(box, "children", ())):
        if getattr(child, "footnote", None) is not None:
            yield (*path, index), child.footnote
        yield from _notes_in(child, (*path, index))


def _cut(box: Any, path: tuple[int, ...], text: str) -> Any:
    """A copy of an inline box with `text` at the end of `path` and nothing after it."""
    index, *rest = path
    kept = list(box.children[:index])
    child = box.children[index]
    if rest:
        inner = _cut(child, tuple(rest), text)
        if text or any(rest):
            kept.append(inner)
    elif text:
        kept.append(child.copy_with_text(text))
    return box.copy_with_children(kept)


@dataclass(slots=True)
class _Task:
    """A line that is being made."""

    paragraph: Paragraph
    line: Line | None = None


class Lines:
    """The mend of one rendering: it remembers the paragraphs, and which line is being made."""

    def __init__(self, fit: Fit, plans: Plans | None = None) -> None:
        self.fit = fit
        self.plans = Plans() if plans is None else plans
        self.paragraphs: dict[int, tuple[Any, Paragraph | None]] = {}
        self.task: _Task | None = None
        self.hyphens: dict[int, float] = {}  # their widths, by the kind of style (style_cache.py), which lives as long
        self.original_line = inline.get_next_linebox
        self.original_split = inline.split_inline_box
        self.original_align = inline.text_align
        self.original_draw = drawing.draw_first_line

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {
            "line layout": {
                "weasyprint.layout.inline.get_next_linebox": self.next_line,
                "weasyprint.layout.inline.split_inline_box": self.split,
                "weasyprint.layout.inline.text_align": self.align,
                "weasyprint.draw.text.draw_first_line": self.draw,
            }
        }

    def next_line(self, context: Any, linebox: Any, *arguments: Any) -> tuple[Any, Any]:
        """In place of layout/inline.py, get_next_linebox."""
        containing_block, styles = arguments[3], arguments[6:8]
        paragraph = None if any(styles) else self._paragraph(context, linebox, containing_block)
        outer, self.task = self.task, _Task(paragraph) if paragraph else None
        try:
            line, resume_at = self.original_line(context, linebox, *arguments)
            if line is not None and self.task and self.task.line:
                line.planned, line.parts_word = (paragraph, self.task.line), bool(self.task.line.stop.hyphen)
        finally:
            self.task = outer
        return line, resume_at

    def split(self, context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        """In place of layout/inline.py, split_inline_box: of a planned line box, only the text of the line is seen."""
        task = self.task
        if task is None or box is not task.paragraph.linebox:
            return self.original_split(context, box, position_x, max_x, *rest)
        paragraph = task.paragraph
        line = task.line = paragraph.line_from(paragraph.character_at(rest[1]))
        if line is None:
            return self.original_split(context, box, position_x, max_x, *rest)
        cut = paragraph.text_until(line)
        cut.width, cut.height = box.width, box.height
        new, resume_at, *others = self.original_split(context, cut, position_x, _UNBOUNDED, *rest)
        assert resume_at is None, "a line with room without end is not broken"
        return (new, None if line.last else paragraph.place_of(line.stop.start), *others)

    def align(self, context: Any, line: Any, available_width: float, last: bool) -> float:
        """In place of layout/inline.py, text_align: the offset of a line in px."""
        plan = self.task.line if self.task else None
        if plan is None or not self.task or self.task.paragraph.balanced or not isinstance(line, boxes.LineBox):
            return float(self.original_align(context, line, available_width, last))
        room = available_width + plan.hang_left + plan.stop.hang_right - line.width
        if not (plan.last and room >= 0):
            _justify(context, line, room, self.fit)
        return -plan.hang_left

    def draw(self, stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        """In place of draw/text.py, draw_first_line: text of a line that was set wider or narrower is drawn so.

        A space that stands alone between two elements is drawn too. WeasyPrint 70 draws none, and whoever takes the text out
        of the file has to guess it from a gap, which in a tight line is as narrow as a kern. And a layout's `text-overflow:
        ellipsis` cuts nothing off a justified line, where WeasyPrint 70 ends with an AssertionError.
        """
        scale = getattr(textbox, "widened", 1.0)
        if scale != 1.0:
            a, b, c, d, e, f = matrix.values
            matrix = Matrix(a * scale, b, c, d, e, f)
        if textbox.text.isspace():
            textbox = textbox.copy()
            textbox.text = _SEEN  # asked only whether there is something to see; what is drawn is the layout of Pango
        if textbox.pango_layout.max_width in (None, _UNBOUNDED):  # a line that was given all the room it takes
            text_overflow, block_ellipsis = "clip", "none"
        return self.original_draw(stream, textbox, text_overflow, block_ellipsis, matrix)

    def _paragraph(self, context: Any, linebox: Any, containing_block: Any) -> Paragraph | None:
        """The plan of a line box; None when it is left to WeasyPrint."""
        style = linebox.style
        planned = style["text_align_all"] == "justify" or is_balanced(linebox)
        if not planned or style["direction"] != "ltr" or context.excluded_shapes:
            return None
        known = self.paragraphs.get(id(linebox))
        if known is None or (known[1] and known[1].measure != containing_block.width):
            paragraph = self._read(context, linebox, containing_block)
            known = self.paragraphs[id(linebox)] = (linebox, paragraph)
        if known[1]:
            known[1].page = context.current_page
        return known[1]

    def forget(self, page: int) -> None:
        """Drop the plans that a page, counted from 1, did not ask for: they are set, and a book has many."""
        self.paragraphs = {key: known for key, known in self.paragraphs.items() if known[1] and known[1].page >= page}

    def plan_for(self, context: Any, linebox: Any, block: Any) -> Paragraph | None:
        """The plan of a paragraph that will be set in a block; None when it is left to WeasyPrint."""
        return self._paragraph(context, linebox, block)

    def plan_of(self, linebox: Any) -> Paragraph | None:
        """The plan of a paragraph that is being set."""
        return self.paragraphs.get(id(linebox), (None, None))[1]

    def _read(self, context: Any, linebox: Any, containing_block: Any) -> Paragraph | None:
        leaves = leaves_of(linebox)
        if leaves is None:
            return None
        style = linebox.style
        widths: list[float] = []
        for leaf in leaves:
            part = (
                advances(leaf.text, leaf.style, context)
                if leaf.box is None
                else [_atomic_width(context, leaf.box, containing_block)]
            )
            if part:
                part[0] += leaf.before
                part[-1] += leaf.after
            elif leaf.before or leaf.after:
                return None
            widths += part
        hyphen = self._hyphen(context, style)
        measure, indent = containing_block.width, linebox.text_indent
        balanced = is_balanced(linebox)

        def make() -> Plan:
            breaks = breaks_of(leaves, widths, hyphen, style["lang"], min(measure, measure - indent))
            return Plan(breaks, Column(measure, indent, spaces_of(leaves, widths), self.fit))

        said = tuple((leaf.text, leaf.raised, *(leaf.style[name] for name in READ)) for leaf in leaves)
        key = (said, tuple(widths), hyphen, style["lang"], measure, indent, self.fit, balanced)
        return Paragraph(linebox, leaves, self.plans.plan(key, make), balanced=balanced)

    def _hyphen(self, context: Any, style: Any) -> float:
        """How wide the hyphen is that is printed where a word is parted, px; measured once for a kind of style."""
        kind = getattr(style, "kind", None)
        if kind is None or kind is style:
            return sum(advances(style["hyphenate_character"], style, context))
        if id(kind) not in self.hyphens:
            self.hyphens[id(kind)] = sum(advances(style["hyphenate_character"], style, context))
        return self.hyphens[id(kind)]


def _atomic_width(context: Any, box: Any, containing_block: Any) -> float:
    new, *_ = inline.split_inline_level(
        context, box, 0, _UNBOUNDED, -_UNBOUNDED, None, containing_block, [], [], [], [], [], None, None
    )
    return float(new.margin_width())


def _justify(context: Any, line: Any, room: float, fit: Fit) -> None:
    """Make a line wider by `room` px: partly its type, partly its word spaces. Pictures and markers stay as they are."""
    gaps = inline.count_expandable_spaces(line)
    text = _text_width(line)
    takes, rest = share(room, text, fit)
    if not gaps:
        rest = 0.0
    scale = 1 + takes / text if text else 1.0
    if gaps:
        # The spaces are made wider before the type is: what it then adds to them is taken off here.
        inline.add_word_spacing(context, line, rest / gaps / scale, 0)
    if scale != 1.0:
        _widen(line, scale, 0.0)


def _text_width(box: Any) -> float:
    """The width of the text in a box, without that of pictures and markers, px."""
    text = sum(float(child.width) for child in box.children if isinstance(child, boxes.TextBox))
    return text + sum(_text_width(child) for child in box.children if isinstance(child, boxes.InlineBox))


def _widen(box: Any, scale: float, shift: float) -> float:
    """Set the text in a box wider, and move what follows it; `shift`, in px, is how far what stands before moves the box."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            child.position_x += shift
            shift += child.width * (scale - 1)
            child.width *= scale
            child.widened = scale
        elif isinstance(child, boxes.InlineBox):
            child.position_x += shift
            inner = _widen(child, scale, shift)
            child.width += inner - shift
            shift = inner
        else:
            child.translate(shift, 0)
    return shift
