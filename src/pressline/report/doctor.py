"""What is installed, in which version, what is missing, and how to get it."""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata

from pressline.findings import PresslineError
from pressline.layouts import known_layouts, load_layout
from pressline.pandoc import program

PANGO = {
    "Linux": "install Pango: apt install libpango-1.0-0 libpangoft2-1.0-0  (Fedora: dnf install pango; Arch: pacman -S pango)",
    "Darwin": "install Pango: brew install pango",
    "Windows": "install Pango: winget install MSYS2.MSYS2, then pacman -S mingw-w64-x86_64-pango",
}
AGAIN = "install Pressline again: pip install pressline"
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Tool:
    """Something Pressline stands on.

    `version` is "" when it is missing, and then `remedy` says how to get it.
    """

    name: str
    purpose: str
    version: str
    remedy: str = ""


def examine() -> list[Tool]:
    """Every tool, in the order in which a build needs them."""
    return [probe(name, purpose, remedy) for name, purpose, probe, remedy in _ROWS]


def versions(formats: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Name and version of Pressline and of every tool that these formats need.

    WeasyPrint is not loaded for it: that takes a second, and is done in another process.
    """
    wanted = {"Python", "pandoc", "lxml", *(name for format in formats for name in _USED.get(format, ()))}
    own = (("Pressline", _package("pressline", "", "").version),)
    probes = {name: _pango_alone if name == "Pango" else probe for name, _, probe, _ in _ROWS if name in wanted}
    return own + tuple((name, probe(name, "", "").version) for name, probe in probes.items())


def _pango_alone(name: str, purpose: str, remedy: str) -> Tool:
    """The version of the Pango library under the first of the names that it goes by."""
    for library in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "libpango-1.0-0"):
        try:
            return Tool(name, purpose, _pango_said(int(ctypes.CDLL(library).pango_version())), remedy)
        except OSError:
            continue
    return Tool(name, purpose, "", remedy)


def _pango_said(number: int) -> str:
    """A version of Pango in words.

    >>> _pango_said(15012)
    '1.50.12'
    """
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _python(name: str, purpose: str, remedy: str) -> Tool:
    return Tool(name, purpose, platform.python_version() if sys.version_info >= OLDEST_PYTHON else "", remedy)


def _pandoc(name: str, purpose: str, remedy: str) -> Tool:
    try:
        return Tool(name, purpose, program.version(), remedy)
    except PresslineError:
        return Tool(name, purpose, "", remedy)


def _pango(name: str, purpose: str, remedy: str) -> Tool:
    """The version of the Pango library that WeasyPrint loads.

    WeasyPrint cannot be imported without it.
    """
    try:
        from weasyprint.text.ffi import pango
    except (ImportError, OSError):
        return Tool(name, purpose, "", remedy)
    return Tool(name, purpose, _pango_said(int(pango.pango_version())), remedy)


def _package(name: str, purpose: str, remedy: str) -> Tool:
    try:
        return Tool(name, purpose, metadata.version(name), remedy)
    except metadata.PackageNotFoundError:
        return Tool(name, purpose, "", remedy)


def _layouts(name: str, purpose: str, remedy: str) -> Tool:
    try:
        return Tool(name, purpose, ", ".join(load_layout(layout).name for layout in known_layouts()), remedy)
    except PresslineError:
        return Tool(name, purpose, "", remedy)


_PDF = ("Pango", "WeasyPrint", "fontTools", "pikepdf", "pypdfium2")
_USED = {"pdf": _PDF, "print": _PDF, "epub": ("EbookLib", "fontTools", "Pillow"), "docx": ()}
_ROWS: tuple[tuple[str, str, Callable[[str, str, str], Tool], str], ...] = (
    ("Python", "runs Pressline", _python, "install Python 3.11 or newer"),
    ("pandoc", "parses the essay", _pandoc, "pip install pypandoc_binary"),
    ("Pango", "shapes the text of the PDF", _pango, PANGO.get(platform.system(), PANGO["Linux"])),
    ("WeasyPrint", "sets the PDF", _package, AGAIN),
    ("EbookLib", "packs the EPUB", _package, AGAIN),
    ("fontTools", "subsets the fonts", _package, AGAIN),
    ("lxml", "reads and writes XML", _package, AGAIN),
    ("selectolax", "reads HTML as a browser does", _package, AGAIN),
    ("pikepdf", "reads and repairs PDF", _package, AGAIN),
    ("pypdfium2", "reads the finished PDF", _package, AGAIN),
    ("Pillow", "draws the cover", _package, AGAIN),
    ("layouts", "layouts and their fonts", _layouts, AGAIN),
)
