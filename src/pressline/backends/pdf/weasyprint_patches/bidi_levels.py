"""The direction of every character of a paragraph, as Pango has it (UAX #9)."""

from __future__ import annotations

from functools import cache
from typing import Any

import cffi
from weasyprint.text.ffi import _dlopen  # finds the library that WeasyPrint has loaded, by its names on all systems

_NAMES = ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
_OF_MEMORY = ("libglib-2.0-0", "glib-2.0-0", "glib-2.0", "libglib-2.0.so.0", "libglib-2.0.dylib", "libglib-2.0-0.dll")


@cache
def _libraries() -> tuple[Any, Any, Any]:
    ffi = cffi.FFI()
    ffi.cdef("unsigned char *pango_log2vis_get_embedding_levels(const char *text, int length, int *direction);")
    ffi.cdef("void g_free(void *memory);")
    return ffi, _dlopen(ffi, *_NAMES), _dlopen(ffi, *_OF_MEMORY)


def levels_of(text: str, *, rtl: bool) -> list[int]:
    """The embedding level of each character of a paragraph.

    Even from left to right, odd from right to left. `rtl`: the paragraph runs from right to left.
    """
    ffi, pango, glib = _libraries()
    data = text.encode()
    found = pango.pango_log2vis_get_embedding_levels(data, len(data), ffi.new("int *", int(rtl)))
    levels = list(ffi.unpack(found, len(text)))
    glib.g_free(found)
    return levels
