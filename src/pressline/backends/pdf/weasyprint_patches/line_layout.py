"""Patch: choose lines for the whole paragraph (Kozea/WeasyPrint#421 asks for it).

WeasyPrint 70 fills each line as far as it goes and then stretches its spaces: of the seed essay's justified lines 42 % had
spaces of more than one and a half times the natural width. Here a justified paragraph is planned first; then each line is
given exactly the text that was planned for it, with room without end, so that WeasyPrint cannot break it elsewhere. Its
edges may hang out a little, its spaces may shrink too, and its type is set wider or narrower by a hair.

Headings are planned too, for lines of even length (`balanced_headings`). What is not planned is left to WeasyPrint as it
stands: other ragged text, text beside a float, text that runs from right to left, and paragraphs that hold something else
than text, inline boxes and atomic boxes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.matrix import Matrix

from pressline.backends.pdf.weasyprint_patches.balanced_headings import is_balanced
from pressline.backends.pdf.weasyprint_patches.bidi_lines import put_in_order
from pressline.backends.pdf.weasyprint_patches.line_breaking import Fit, PlannedLine, share
from pressline.backends.pdf.weasyprint_patches.paragraph import READ, advances, breaks_of, leaves_of, spaces_of
from pressline.backends.pdf.weasyprint_patches.paragraph_cache import LineChoices, Plans
from pressline.backends.pdf.weasyprint_patches.paragraph_plan import PlannedParagraph
from pressline.backends.pdf.weasyprint_patches.patching import Replacements
from pressline.backends.pdf.weasyprint_patches.rivers import Column
from pressline.backends.pdf.weasyprint_patches.words_of_text import draw_words, is_shaped

_UNBOUNDED = float("inf")
_SEEN = "-"
_OTHER_SCRIPT = re.compile("[\u0530-\u1dff\u2e80-\ud7ff\uf900-\ufdff\ufe30-\ufefc\U00010800-\U0003ffff]")


@dataclass(slots=True)
class _Task:
    """A line that is being made."""

    paragraph: PlannedParagraph
    line: PlannedLine | None = None


class Lines:
    """The patch of one rendering: it remembers the paragraphs, and which line is being made."""

    def __init__(self, fit: Fit, plans: Plans | None = None, *, both_directions: bool = False) -> None:
        self.fit = fit
        self.both_directions = both_directions
        self.plans = Plans() if plans is None else plans
        self.paragraphs: dict[int, tuple[Any, PlannedParagraph | None]] = {}
        self.task: _Task | None = None
        self.hyphens: dict[int, float] = {}  # their widths, by the kind of style (style_cache.py), which lives as long
        self.original_line = inline.get_next_linebox
        self.original_split = inline.split_inline_box
        self.original_split_text = inline.split_text_box
        self.original_align = inline.text_align
        self.original_draw = drawing.draw_first_line

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {
            "line layout": {
                "weasyprint.layout.inline.get_next_linebox": self.next_line,
                "weasyprint.layout.inline.split_inline_box": self.split,
                "weasyprint.layout.inline.split_text_box": self.split_text,
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
        if line is not None and self.both_directions:
            if containing_block.style["direction"] == "rtl":
                line.translate(-linebox.text_indent, 0)  # WeasyPrint 70 indents from the left
            put_in_order(line)
        return line, resume_at

    def split(self, context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        """In place of layout/inline.py, split_inline_box.

        Of a planned line box, only the text of the line is seen.
        """
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

    def split_text(self, context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        """In place of layout/inline.py, split_text_box.

        A box or None, where to go on, whether the line ends. Text of another script stands on the line of the font around it,
        as high as that font, so that no line is higher for it.
        """
        new, *others = self.original_split_text(context, box, *arguments, **named)
        if new is not None and not new.text.isascii() and _OTHER_SCRIPT.search(new.text):
            new.baseline = inline.strut(new.style)[1]
        return (new, *others)

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
        """In place of draw/text.py, draw_first_line.

        Text of a line that was set wider or narrower is drawn so.

        A space that stands alone between two elements is drawn too. WeasyPrint 70 draws none, and whoever takes the text out
        of the file has to guess it from a gap, which in a tight line is as narrow as a kern. And a layout's `text-overflow:
        ellipsis` cuts nothing off a justified line, where WeasyPrint 70 ends with an AssertionError.
        """
        scale = getattr(textbox, "widened", 1.0)
        if scale != 1.0:
            a, b, c, d, e, f = matrix.values
            matrix = Matrix(a * scale, b, c, d, e, f)
        if textbox.text.isspace() and isinstance(textbox, boxes.TextBox):  # a label of a drawing has another kind of box
            textbox = textbox.copy()
            textbox.text = _SEEN  # asked only whether there is something to see; what is drawn is the layout of Pango
        if textbox.pango_layout.max_width in (None, _UNBOUNDED):  # a line that was given all the room it takes
            text_overflow, block_ellipsis = "clip", "none"
        by_word = getattr(textbox, "by_word", False) or is_shaped(textbox.text)
        whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        if by_word and whole and textbox.style["font_size"] >= 1 and draw_words(stream, textbox, matrix):
            return []
        return self.original_draw(stream, textbox, text_overflow, block_ellipsis, matrix)

    def _paragraph(self, context: Any, linebox: Any, containing_block: Any) -> PlannedParagraph | None:
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
        """Drop the plans that a page, counted from 1, did not ask for.

        They are set, and a book has many.
        """
        self.paragraphs = {key: known for key, known in self.paragraphs.items() if known[1] and known[1].page >= page}

    def plan_for(self, context: Any, linebox: Any, block: Any) -> PlannedParagraph | None:
        """The plan of a paragraph that will be set in a block.

        None when it is left to WeasyPrint.
        """
        return self._paragraph(context, linebox, block)

    def plan_of(self, linebox: Any) -> PlannedParagraph | None:
        """The plan of a paragraph that is being set."""
        return self.paragraphs.get(id(linebox), (None, None))[1]

    def _read(self, context: Any, linebox: Any, containing_block: Any) -> PlannedParagraph | None:
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

        def make() -> LineChoices:
            breaks = breaks_of(leaves, widths, hyphen, style["lang"], min(measure, measure - indent))
            return LineChoices(breaks, Column(measure, indent, spaces_of(leaves, widths), self.fit))

        said = tuple((leaf.text, leaf.raised, *(leaf.style[name] for name in READ)) for leaf in leaves)
        key = (said, tuple(widths), hyphen, style["lang"], measure, indent, self.fit, balanced)
        return PlannedParagraph(linebox, leaves, self.plans.plan(key, make), balanced=balanced)

    def _hyphen(self, context: Any, style: Any) -> float:
        """How wide the hyphen is that is printed where a word is parted, px.

        Measured once for a kind of style.
        """
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
    """Make a line wider by `room` px: partly its type, partly its word spaces.

    Pictures and markers stay as they are.
    """
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
    """Set the text in a box wider, and move what follows it.

    `shift`, in px, is how far what stands before moves the box.
    """
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
