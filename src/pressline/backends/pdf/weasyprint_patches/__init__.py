"""WeasyPrint, patched: put in place for one rendering and taken away after it.

`patches` is the table of all that is replaced, in WeasyPrint and in what it stands on; `patching` puts it in place where the
code is as known. The other modules hold what stands in the place of it, one subject in each. Without all of it, or with any
part missing, every word of an essay is still set; lines are looser then, pages end less well, or it takes longer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import ImageFile

from pressline.backends.pdf.weasyprint_patches import patching
from pressline.backends.pdf.weasyprint_patches.import_hooks import weasyprint  # before the others, which load its modules

# isort: split
from pressline.backends.pdf.weasyprint_patches.glyph_output import GlyphOutput
from pressline.backends.pdf.weasyprint_patches.line_breaking import Fit
from pressline.backends.pdf.weasyprint_patches.line_layout import Lines
from pressline.backends.pdf.weasyprint_patches.long_documents import LongDocuments
from pressline.backends.pdf.weasyprint_patches.notes import Notes
from pressline.backends.pdf.weasyprint_patches.page_breaking.apply import PageEnds
from pressline.backends.pdf.weasyprint_patches.page_breaking.figures import Figures
from pressline.backends.pdf.weasyprint_patches.pango_settings import PangoSettings
from pressline.backends.pdf.weasyprint_patches.paragraph_cache import Plans
from pressline.backends.pdf.weasyprint_patches.patches import PATCHES, Patch
from pressline.backends.pdf.weasyprint_patches.pyphen_patch import Hyphenation
from pressline.backends.pdf.weasyprint_patches.style_cache import StyleCache
from pressline.backends.pdf.weasyprint_patches.svg_drawing import SvgDrawing

# WeasyPrint 70 has Pillow accept pictures that are cut short, for the whole process (images.py): audits would not see one.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# The modules of WeasyPrint are one for all threads of a process: one rendering at a time.
_ONE_AT_A_TIME = threading.RLock()
_PLANS = Plans()  # of the rendering before, in this process; guarded by it


@dataclass(frozen=True, slots=True)
class Patched:
    """The patch groups applied for a rendering, and the rows whose source is not as known."""

    groups: frozenset[str]
    missing: tuple[Patch, ...]
    version: str  # of WeasyPrint


@contextmanager
def patched(fit: Fit | None = None, *, both_directions: bool = False) -> Iterator[Patched]:
    """WeasyPrint with every patch in place whose place is as known.

    `both_directions`: the page has text from right to left (`layout.directions`).
    """
    with _ONE_AT_A_TIME, ExitStack() as stack:
        missing = tuple(patching.left_out())
        groups = {patch.group for patch in PATCHES} - set(patching.fallen_groups(missing))

        def put(patch: Any) -> Any:
            stack.enter_context(patching.replaced(patch.replacements(), groups))
            return patch

        _PLANS.turn_over()
        # In this order: each takes what it finds for the original, and the later ones stand on the earlier.
        for make in (GlyphOutput, LongDocuments, StyleCache, PangoSettings, Hyphenation, SvgDrawing):
            put(make())
        lines, notes = put(Lines(fit or Fit(), _PLANS, both_directions=both_directions)), put(Notes())
        put(PageEnds(lines, notes, put(Figures(notes))))
        yield Patched(frozenset(groups), missing, weasyprint.__version__)
