"""Mend: no page ends with a hyphen (WeasyPrint 70 has no `hyphenate-limit-last` of CSS Text 4).

A page whose last line of text ends with one is made once more, with that place of its paragraph barred; as often as it
takes, up to a limit. Only that page is made again: what a page leaves behind in the layout context is put back first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as pages

from pressline.backends.pdf.weasy.patching import Replacement

_TRIES = 4
_LISTS = ("footnotes", "reported_footnotes")


class PageEnds:
    """The mend of one rendering."""

    def __init__(self, done: Callable[[int], None]) -> None:
        self.done = done  # is told the number of every page that is made, from 1
        self.original = pages.remake_page

    def replacements(self) -> list[Replacement]:
        """What is put in the place of WeasyPrint's own."""
        return [(pages, "remake_page", self.remake)]

    def remake(self, index: int, context: Any, root_box: Any, html: Any) -> Any:
        """In place of layout/page.py, remake_page."""
        before = {name: list(getattr(context, name)) for name in _LISTS}
        broken, maker = dict(context.broken_out_of_flow), list(context.page_maker)
        made = self.original(index, context, root_box, html)
        for _ in range(_TRIES):
            if made[1] is None or not _bar_last_hyphen(made[0]):
                break
            for name, items in before.items():
                setattr(context, name, list(items))
            context.broken_out_of_flow = dict(broken)
            context.page_maker[:] = maker
            for named in (*context.string_set.values(), *context.running_elements.values()):
                named.pop(index + 1, None)
            made = self.original(index, context, root_box, html)
        for line in _lines(made[0]):
            del line.planned
        self.done(index + 1)
        return made


def _lines(page: Any) -> list[Any]:
    """The planned lines of a page, of its text and then of its notes."""
    return [box for box in page.descendants() if isinstance(box, boxes.LineBox) and hasattr(box, "planned")]


def _bar_last_hyphen(page: Any) -> bool:
    """Bar the place where the last line of a page ends, when it ends with a hyphen; whether it did."""
    lines = [box for box in page.children[0].descendants() if isinstance(box, boxes.LineBox) and hasattr(box, "planned")]
    if not lines:
        return False
    paragraph, last = lines[-1].planned
    if last.last or not last.stop.hyphenated:
        return False
    since = min(line.planned[1].start for line in lines if line.planned[0] is paragraph)
    paragraph.bar(last.stop.start, since)
    return True
