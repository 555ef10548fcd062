"""WeasyPrint as it is loaded.

Its libraries are opened by their names, and no compiler is asked where they are.

It loads fontTools' subsetter and all that makes a variable font static, too, a seventh of the time of loading. HarfBuzz cuts
our fonts, which are static, and its pages are trees already: those modules, the reader of compressed fonts and the parser of
HTML are loaded if they are ever used. What it declares of Pango is known beforehand (`cffi_cache`).

WeasyPrint 70 tries up to six names for each of seven libraries, of which one or two exist on a system. For each that does
not, cffi 2 asks ctypes.util.find_library, which on Linux starts ldconfig, gcc and ld: 70 processes, a third of the time of
loading. The last names are those by which the dynamic loader of Linux knows the libraries, so nothing is missed.
"""

from __future__ import annotations

import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from pressline.backends.pdf.weasyprint_patches.cffi_cache import known
from pressline.backends.pdf.weasyprint_patches.patching import in_place

_INSTANCER = "fontTools.varLib.instancer"
_LATER = ("fontTools.subset", "fontTools.ttLib.woff2", "tinyhtml5")


def _no_library(name: str) -> str | None:
    return None


@contextmanager
def _opened_by_name() -> Iterator[None]:
    if sys.platform != "linux" or not in_place("library search"):
        yield
        return
    found, ctypes.util.find_library = ctypes.util.find_library, _no_library
    try:
        yield
    finally:
        ctypes.util.find_library = found


def _static(*arguments: Any, **options: Any) -> Any:
    return importlib.import_module(_INSTANCER).instantiateVariableFont(*arguments, **options)


def _later(module: str) -> ModuleType:
    """What stands in for a module, and loads it when something of it is asked for."""
    stand_in = ModuleType(module)
    stand_in.__dict__["__getattr__"] = lambda name: getattr(importlib.import_module(module), name)
    return stand_in


@contextmanager
def _loaded_when_used() -> Iterator[None]:
    """While WeasyPrint is loaded, modules stand in for others that are not loaded yet."""
    instancer = ModuleType(_INSTANCER)
    instancer.__dict__["instantiateVariableFont"] = _static
    others: dict[str, ModuleType | None] = {"cffi": known() if sys.platform == "linux" else None}
    if in_place("late loading"):
        others |= {name: _later(name) for name in _LATER} | {_INSTANCER: instancer}
    stand_ins = {name: module for name, module in others.items() if module and name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


with _opened_by_name(), _loaded_when_used():
    import weasyprint

__all__ = ["weasyprint"]
