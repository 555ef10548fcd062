"""WeasyPrint as it is loaded: its libraries are opened by their names, and no compiler is asked where they are.

WeasyPrint 70 tries up to six names for each of seven libraries, of which one or two exist on a system. For each that does
not, cffi 2 asks ctypes.util.find_library, which on Linux starts ldconfig, gcc and ld: 70 processes, a third of the time of
loading. The last names are those by which the dynamic loader of Linux knows the libraries, so nothing is missed.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def _no_library(name: str) -> str | None:
    return None


@contextmanager
def _opened_by_name() -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    found, ctypes.util.find_library = ctypes.util.find_library, _no_library
    try:
        yield
    finally:
        ctypes.util.find_library = found


with _opened_by_name():
    import weasyprint

__all__ = ["weasyprint"]
