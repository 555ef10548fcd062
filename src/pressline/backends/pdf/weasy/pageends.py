"""Mend: pages end well. None ends with a hyphen, and none is left short for a note where its lines can be set otherwise.

WeasyPrint 70 has no `hyphenate-limit-last` of CSS Text 4: a page whose last line of text ends with a hyphen is made once
more, with that place of its paragraph barred. A line whose note finds no room goes to the next page whole, and leaves a
hole above the notes; where it is higher than `HOLE` lines, the words before the call are kept on the page by ending the
line before it, if no line gets looser for it than is good. Only that page is made again, as often as it takes, up to a
limit: what a page leaves behind in the layout context is put back first. What is left of a hole is taken up, a line at a
time, by the space above headings and about quotations, lists and section breaks.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as pages

from pressline.backends.pdf.weasy.feet import open_up
from pressline.backends.pdf.weasy.lines import Lines
from pressline.backends.pdf.weasy.notes import Notes
from pressline.backends.pdf.weasy.patching import Replacement

HOLE = 1.5  # lines
_TRIES = 4
_LISTS = ("footnotes", "reported_footnotes")


class PageEnds:
    """The mend of one rendering."""

    def __init__(self, lines: Lines, notes: Notes) -> None:
        self.lines = lines
        self.notes = notes
        self.original = pages.remake_page

    def replacements(self) -> list[Replacement]:
        """What is put in the place of WeasyPrint's own."""
        return [(pages, "remake_page", self.remake)]

    def remake(self, index: int, context: Any, root_box: Any, html: Any) -> Any:
        """In place of layout/page.py, remake_page."""
        before = {name: list(getattr(context, name)) for name in _LISTS}
        broken, maker = dict(context.broken_out_of_flow), list(context.page_maker)
        self.notes.refused = None
        made = self.original(index, context, root_box, html)
        for _ in range(_TRIES):
            if made[1] is None or not (_bar_last_hyphen(made[0]) or self.fill(made[0], context)):
                break
            for name, items in before.items():
                setattr(context, name, list(items))
            context.broken_out_of_flow = dict(broken)
            context.page_maker[:] = maker
            for named in (*context.string_set.values(), *context.running_elements.values()):
                named.pop(index + 1, None)
            self.notes.refused = None
            made = self.original(index, context, root_box, html)
        if made[1] is not None:
            open_up(made[0], context.page_bottom)
        for line in _lines(made[0]):
            del line.planned
        self.lines.forget(index + 1)
        return made

    def fill(self, page: Any, context: Any) -> bool:
        """End a line before the call whose note found no room, when it left a hole in a page; whether it was done."""
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


def _lines(box: Any) -> list[Any]:
    """The planned lines of a page or of its text, in order."""
    return [inner for inner in box.descendants() if isinstance(inner, boxes.LineBox) and hasattr(inner, "planned")]


def _bar_last_hyphen(page: Any) -> bool:
    """Bar the place where the last line of a page ends, when it ends with a hyphen; whether it did."""
    lines = _lines(page.children[0])
    if not lines:
        return False
    paragraph, last = lines[-1].planned
    if last.last or not last.stop.hyphenated:
        return False
    since = min(line.planned[1].start for line in lines if line.planned[0] is paragraph)
    paragraph.bar(last.stop.start, since)
    return True
