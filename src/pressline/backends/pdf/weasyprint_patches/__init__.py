"""Mends of WeasyPrint 70: one module for each, put in place for one rendering and taken away after it.

They reach into modules of WeasyPrint that it does not publish, so they are tied to the version they were written and
measured with. With another one the page is set by WeasyPrint as it comes, and a warning (B011) says so.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile

from pressline.backends.pdf.weasyprint_patches.import_hooks import weasyprint  # before the mends, which load its modules

# isort: split
from pressline.backends.pdf.weasyprint_patches.svg_drawing import Drawings
from pressline.backends.pdf.weasyprint_patches.line_breaking import Fit
from pressline.backends.pdf.weasyprint_patches.line_layout import Lines
from pressline.backends.pdf.weasyprint_patches.long_documents import ManyPages
from pressline.backends.pdf.weasyprint_patches.notes import Notes
from pressline.backends.pdf.weasyprint_patches.page_breaking.apply import PageEnds
from pressline.backends.pdf.weasyprint_patches.paragraph_cache import Plans
from pressline.backends.pdf.weasyprint_patches.patching import replaced
from pressline.backends.pdf.weasyprint_patches.pyphen_patch import Syllables
from pressline.backends.pdf.weasyprint_patches.pango_settings import Settings
from pressline.backends.pdf.weasyprint_patches.style_cache import Styles
from pressline.backends.pdf.weasyprint_patches.glyph_output import Writing

# WeasyPrint 70 has Pillow accept pictures that are cut short, for the whole process (images.py): audits would not see one.
ImageFile.LOAD_TRUNCATED_IMAGES = False

VERSION = "70."
# The modules of WeasyPrint are one for all threads of a process: one rendering at a time.
_ONE_AT_A_TIME = threading.RLock()
_PLANS = Plans()  # of the rendering before, in this process; guarded by it


@contextmanager
def mended(fit: Fit | None = None) -> Iterator[bool]:
    """WeasyPrint with every mend in place; False when its version is another one, and nothing was done."""
    if not weasyprint.__version__.startswith(VERSION):
        yield False
        return
    with _ONE_AT_A_TIME, replaced(Writing().replacements()):  # on which the others build
        _PLANS.turn_over()
        lines, notes = Lines(fit or Fit(), _PLANS), Notes()
        mends = (lines, notes, ManyPages(), PageEnds(lines, notes), Styles(), Settings(), Syllables(), Drawings())
        with replaced(replacement for mend in mends for replacement in mend.replacements()):
            yield True
