"""Patches of what takes longer for each page the more pages there are.

Measured with WeasyPrint 70 and pydyf 0.13, on an essay of 900 pages:

- layout/page.py, make_page: every page gathers the anchors of all pages before it in a list, and looks each of its own up
  there, for counters of the page that an anchor stands on. Only anchors that such a counter asks for are kept here.
- layout/page.py, set_page_type_computed_styles: every page goes through the declarations of all pages before it, and has
  styles of its own, which took a sixth of the whole layout. Here pages of one kind have the same styles, unless a style
  sheet counts pages (`:nth`).
- pydyf, PDF.page_references: for every tag in the file, the references of all pages are written out anew.
"""

from __future__ import annotations

from typing import Any

import pydyf
from weasyprint.layout import page as pages

from pressline.backends.pdf.weasyprint_patches.patching import Replacements


class LongDocuments:
    """The patches of one rendering."""

    def __init__(self) -> None:
        self.original_page = pages.make_page
        self.original_styles = pages.set_page_type_computed_styles
        self.original_references = pydyf.PDF.page_references.fget
        self.styles: dict[tuple[Any, ...], list[tuple[str | None, Any]]] = {}  # by the kind of page: of it and its margin boxes
        self.references: tuple[Any, int, tuple[bytes, ...]] = (None, 0, ())  # a file, how many pages it has, their references

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {
            "page anchors": {"weasyprint.layout.page.make_page": self.page},
            "page styles": {"weasyprint.layout.page.set_page_type_computed_styles": self.page_styles},
            "page references": {"pydyf.PDF.page_references": property(self.page_references)},
        }

    def page(self, context: Any, *arguments: Any) -> Any:
        """In place of layout/page.py, make_page."""
        made = self.original_page(context, *arguments)
        collector = context.target_collector
        asked = {name for item in collector.counter_lookup_items.values() for name in item.missing_target_counters}
        remake = context.page_maker[context.current_page - 1][-1]
        remake["anchors"] = [anchor for anchor in remake["anchors"] if anchor in asked]
        return made

    def page_styles(self, page_type: Any, html: Any, style_for: Any) -> None:
        """In place of layout/page.py, set_page_type_computed_styles."""
        computed, cascaded = style_for.get_computed_styles(), style_for.get_cascaded_styles()
        kind = page_type.side, page_type.blank, page_type.name, page_type.index == 0
        if kind not in self.styles or _counts_pages(style_for):
            self.original_styles(page_type, html, style_for)
            parts = dict.fromkeys((None, *(part for element, part in cascaded if element == page_type)))
            self.styles[kind] = [(part, computed[page_type, part]) for part in parts]
            cascaded.clear()
        for part, style in self.styles[kind]:
            computed[page_type, part] = style

    def page_references(self, pdf: Any) -> tuple[bytes, ...]:
        """In place of the property of pydyf.PDF."""
        count = len(pdf.pages["Kids"])
        if self.references[0] is not pdf or self.references[1] != count:
            self.references = pdf, count, self.original_references(pdf)
        return self.references[2]


def _counts_pages(style_for: Any) -> bool:
    """Whether a style sheet has a rule for the third page, or for every fifth."""
    rules = (rule for sheet, _, _ in style_for._sheets for rule in sheet.page_rules)
    return any(page.index is not None for _, selectors, _ in rules for _, _, page in selectors)
