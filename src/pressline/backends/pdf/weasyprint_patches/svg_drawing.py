"""Patch: a drawing that WeasyPrint gives up in its middle is left out whole.

WeasyPrint 70 names an SVG that it cannot draw to its end (images.py, SVGImage.draw), and goes on with what it has written:
the states of graphics that it had saved stay open, and what is painted later on the page is cut to the box of the drawing.
"""

from __future__ import annotations

from typing import Any

from weasyprint import images

from pressline.backends.pdf.weasyprint_patches.patching import Replacements


class SvgDrawing:
    """The patch of one rendering."""

    def __init__(self) -> None:
        self.original = images.SVGImage.draw

    def replacements(self) -> Replacements:
        """What is put in the place of WeasyPrint's own."""
        return {"drawings": {"weasyprint.images.SVGImage.draw": lambda image, *given: self.draw(image, *given)}}

    def draw(self, image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        """In place of images.py, SVGImage.draw."""
        written, depth = len(stream.stream), len(stream._ctm_stack)
        self.original(image, stream, width, height, style)
        if len(stream._ctm_stack) > depth:
            del stream.stream[written:], stream._ctm_stack[depth:]
            stream.push_state()  # for the sake of what follows: colours and fonts that were set are forgotten
            stream.pop_state()
