"""Patch: pages end well.

None ends with a hyphen, and none is left short where its end can be another.

WeasyPrint 70 ends a page as late as it can, and looks no further. A line whose note finds no room goes to the next page
whole, a heading with the lines below it, and they leave a hole. Before a page is made, it and the next ones are predicted here
(`predict`), and where it ends is chosen; so it is made once.

Where that cannot be predicted, the page is looked at when it is made. WeasyPrint has no `hyphenate-limit-last` of CSS Text 4: a
page whose last line of text ends with a hyphen is made once more, with that place of its paragraph barred. Where a hole above
the notes is higher than `HOLE` lines, the words before the call are kept on the page by ending the line before it, if no line
gets looser for it than is good. Only that page is made again, as often as it takes, up to a limit: what a page leaves behind
in the layout context is put back first.

What is left of a hole is taken up, a line at a time, by the space above headings and about quotations, lists and section
breaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as pages
from weasyprint.layout.percent import resolve_percentages

from pressline.backends.pdf.weasyprint_patches.line_layout import Lines
from pressline.backends.pdf.weasyprint_patches.notes import LONG, UNBOUNDED, Notes
from pressline.backends.pdf.weasyprint_patches.page_breaking.figures import Figures
from pressline.backends.pdf.weasyprint_patches.page_breaking.predict import prepare_end
from pressline.backends.pdf.weasyprint_patches.patching import Replacements
from pressline.backends.pdf.weasyprint_patches.vertical_justification import open_up

HOLE = 1.5  # lines
_TRIES = 4
_LISTS = ("footnotes", "reported_footnotes")


class PageEnds:
    """The patch of one rendering."""

    def __init__(self, lines: Lines, notes: Notes, figures: Figures) -> None:
        self.lines = lines
        self.notes = notes
        self.figures = figures
        self.original = pages.remake_page
        self.original_make = pages.make_page
        self.again = self.settled = False  # whether the page is made again, and whether it was known beforehand where it ends

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {
            "page ends": {
                "weasyprint.layout.page.remake_page": self.remake,
                "weasyprint.layout.page.make_page": self.make,
            }
        }

    def make(self, context: Any, root_box: Any, page_type: Any, resume_at: Any, *state: Any) -> Any:
        """In place of layout/page.py, make_page."""
        if not self.again and not page_type.blank:
            area = _area(context, page_type)
            context.current_page, context.current_footnote_area, context.page_bottom = state[0], area, area.position_y
            self.settled = prepare_end(context, root_box, resume_at, self.lines, self.notes, self.figures)
        self.again = True
        page, resume_at, next_page = self.original_make(context, root_box, page_type, resume_at, *state)
        return page, self.figures.after_end(root_box) if resume_at is None else resume_at, next_page

    def remake(self, index: int, context: Any, root_box: Any, html: Any) -> Any:
        """In place of layout/page.py, remake_page."""
        before = {name: list(getattr(context, name)) for name in _LISTS}
        broken, maker = dict(context.broken_out_of_flow), list(context.page_maker)
        self.again = self.settled = False

        def put_back() -> None:
            for name, items in before.items():
                setattr(context, name, list(items))
            context.broken_out_of_flow = dict(broken)
            context.page_maker[:] = maker
            for named in (*context.string_set.values(), *context.running_elements.values()):
                named.pop(index + 1, None)

        def made_with(**figures: Any) -> Any:
            """The page with its figures set in a way, made as often as it takes to end well."""
            for tries in range(_TRIES + 1):
                if tries or figures:
                    put_back()
                self.notes.refused = None
                self.figures.begin(index, **figures)
                made = self.original(index, context, root_box, html)
                if made[1] is None or not (_bar_last_hyphen(made[0]) or (not self.settled and self.fill(made[0], context))):
                    break
            return made

        made = self._with_figures(made_with, index, context)
        if made[1] is not None:
            open_up(made[0], context.page_bottom)
        self.figures.insert(made[0], context.page_bottom, root_box, made[1])
        self.figures.settle(made[1])
        for line in _lines(made[0]):
            del line.planned
        self.lines.forget(index + 1)
        self.notes.long, self.notes.until = LONG, UNBOUNDED
        self.notes.ended = self.notes.ended if self.settled else None
        return made

    def _with_figures(self, made_with: Callable[..., Any], index: int, context: Any) -> Any:
        """A page made so that its figures stand well."""
        made = made_with()
        for _ in range(_TRIES):
            following = context.page_maker[index + 1][1]
            how = self.figures.made_otherwise(made[1], following["break"] != "any" or bool(following["page"]))
            if how is None:
                break
            self.settled, self.notes.until, end = False, UNBOUNDED, made[1]
            made = made_with(**how)
            if not how.get("floating", True):
                return made if made[1] == end else made_with(floating=True)
        return made

    def fill(self, page: Any, context: Any) -> bool:
        """End a line before the call whose note found no room, when it left a hole in a page.

        Whether it was done.
        """
        lines = _lines(page.children[0])
        if self.notes.refused is None or not lines:
            return False
        linebox, note = self.notes.refused
        paragraph = self.lines.plan_of(linebox)
        own = [line.planned[1].start for line in lines if line.planned[0] is paragraph]
        hole = context.page_bottom - (lines[-1].position_y + lines[-1].height)
        if paragraph is None or paragraph.balanced or not own or hole < HOLE * lines[-1].height:
            return False
        return paragraph.turn(paragraph.call_of(note), min(own))


def _area(context: Any, page_type: Any) -> Any:
    """The area of notes of a page, as make_page will make it."""
    style = context.style_for(page_type)
    page = boxes.PageBox(page_type, style)
    resolve_percentages(page, style["size"])
    page.position_x = page.position_y = 0
    pages.page_width(page, context, style["size"][0])
    pages.page_height(page, context, style["size"][1])
    own = context.style_for(page_type, "@footnote")  # a dictionary that is filled when it is asked: it may be empty
    area = boxes.FootnoteAreaBox(page, style.anonymous_style if own is None else own)
    resolve_percentages(area, page)
    area.position_x, area.position_y = page.content_box_x(), page.content_box_y() + page.height
    return area


def _lines(box: Any) -> list[Any]:
    """The planned lines of a page or of its text, in order."""
    return [inner for inner in box.descendants() if isinstance(inner, boxes.LineBox) and hasattr(inner, "planned")]


def _bar_last_hyphen(page: Any) -> bool:
    """Bar the place where the last line of a page ends, when it ends with a hyphen.

    Whether it did.
    """
    lines = _lines(page.children[0])
    if not lines:
        return False
    paragraph, last = lines[-1].planned
    if last.last or not last.stop.hyphenated:
        return False
    since = min(line.planned[1].start for line in lines if line.planned[0] is paragraph)
    paragraph.bar(last.stop.start, since)
    return True
