"""Mends of what takes longer for each page the more pages there are.

Measured with WeasyPrint 70 and pydyf 0.13, on an essay of 900 pages:

- layout/page.py, make_page: every page gathers the anchors of all pages before it in a list, and looks each of its own up
  there, for counters of the page that an anchor stands on. Only anchors that such a counter asks for are kept here.
- layout/page.py, set_page_type_computed_styles: every page goes through the declarations of all pages before it. They are
  forgotten here as soon as the styles of their page are computed.
- pydyf, PDF.page_references: for every tag in the file, the references of all pages are written out anew.
"""

from __future__ import annotations

from typing import Any

import pydyf
from weasyprint.layout import page as pages

from pressline.backends.pdf.weasy.patching import Replacement


class ManyPages:
    """The mends of one rendering."""

    def __init__(self) -> None:
        self.original_page = pages.make_page
        self.original_styles = pages.set_page_type_computed_styles
        self.original_references = pydyf.PDF.page_references.fget
        self.references: tuple[Any, int, tuple[bytes, ...]] = (None, 0, ())  # a file, how many pages it has, their references

    def replacements(self) -> list[Replacement]:
        """What is put in the place of WeasyPrint's own."""
        return [
            (pages, "make_page", self.page),
            (pages, "set_page_type_computed_styles", self.styles),
            (pydyf.PDF, "page_references", property(self.page_references)),
        ]

    def page(self, context: Any, *arguments: Any) -> Any:
        """In place of layout/page.py, make_page."""
        made = self.original_page(context, *arguments)
        collector = context.target_collector
        asked = {name for item in collector.counter_lookup_items.values() for name in item.missing_target_counters}
        remake = context.page_maker[context.current_page - 1][-1]
        remake["anchors"] = [anchor for anchor in remake["anchors"] if anchor in asked]
        return made

    def styles(self, page_type: Any, html: Any, style_for: Any) -> None:
        """In place of layout/page.py, set_page_type_computed_styles."""
        self.original_styles(page_type, html, style_for)
        style_for.get_cascaded_styles().clear()

    def page_references(self, pdf: Any) -> tuple[bytes, ...]:
        """In place of the property of pydyf.PDF."""
        count = len(pdf.pages["Kids"])
        if self.references[0] is not pdf or self.references[1] != count:
            self.references = pdf, count, self.original_references(pdf)
        return self.references[2]
