"""Pressline: a raw essay in.

A print-ready PDF, an EPUB and a law-review DOCX out, with nothing lost.

The public names, and all of them:

    >>> import pressline
    >>> sorted(pressline.__all__)
    ['Finding', 'Job', 'Place', 'PresslineError', 'Report', 'build', 'check', 'normalize_essay']

`build(Job(Path("essay.txt")))` makes everything and returns a Report; `normalize_essay` stops at essay.md and
metadata.yaml; `check` only looks. They are loaded when first used, so that the command line answers at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressline.findings import Finding, Place, PresslineError
    from pressline.model import Job, Report
    from pressline.pipeline.build import build, check, normalize_essay

__all__ = ["Finding", "Job", "Place", "PresslineError", "Report", "build", "check", "normalize_essay"]

_HOMES = {
    "pressline.findings": ("Finding", "Place", "PresslineError"),
    "pressline.model": ("Job", "Report"),
    "pressline.pipeline.build": ("build", "check", "normalize_essay"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
