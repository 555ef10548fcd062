"""What is installed, in which version, what is missing, and how to get it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from pressline import pandoc
from pressline.findings import PresslineError
from pressline.layout import known_layouts, load_layout

PANGO = {
    "Linux": "install Pango: apt install libpango-1.0-0 libpangoft2-1.0-0  (Fedora: dnf install pango; Arch: pacman -S pango)",
    "Darwin": "install Pango: brew install pango",
    "Windows": "install Pango: winget install MSYS2.MSYS2, then pacman -S mingw-w64-x86_64-pango",
}
AGAIN = "install Pressline again: pip install pressline"
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Tool:
    """Something Pressline stands on. `version` is "" when it is missing, and then `remedy` says how to get it."""

    name: str
    purpose: str
    version: str
    remedy: str = ""


def examine() -> list[Tool]:
    """Every tool, in the order in which a build needs them."""
    return [probe(name, purpose, remedy) for name, purpose, probe, remedy in _ROWS]


def _python(name: str, purpose: str, remedy: str) -> Tool:
    return Tool(name, purpose, platform.python_version() if sys.version_info >= OLDEST_PYTHON else "", remedy)


def _pandoc(name: str, purpose: str, remedy: str) -> Tool:
    try:
        return Tool(name, purpose, pandoc.version(), remedy)
    except PresslineError:
        return Tool(name, purpose, "", remedy)


def _pango(name: str, purpose: str, remedy: str) -> Tool:
    """The version of the Pango library that WeasyPrint loads; WeasyPrint cannot be imported without it."""
    try:
        from weasyprint.text.ffi import pango
    except (ImportError, OSError):
        return Tool(name, purpose, "", remedy)
    number = int(pango.pango_version())
    return Tool(name, purpose, f"{number // 10000}.{number // 100 % 100}.{number % 100}", remedy)


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


_ROWS: tuple[tuple[str, str, Callable[[str, str, str], Tool], str], ...] = (
    ("Python", "runs Pressline", _python, "install Python 3.11 or newer"),
    ("pandoc", "parses the essay", _pandoc, "pip install pypandoc_binary"),
    ("Pango", "shapes the text of the PDF", _pango, PANGO.get(platform.system(), PANGO["Linux"])),
    ("WeasyPrint", "sets the PDF", _package, AGAIN),
    ("EbookLib", "packs the EPUB", _package, AGAIN),
    ("fontTools", "subsets the faces", _package, AGAIN),
    ("lxml", "reads and writes XML", _package, AGAIN),
    ("pikepdf", "reads and mends PDF", _package, AGAIN),
    ("pypdfium2", "reads the finished PDF", _package, AGAIN),
    ("Pillow", "draws the cover", _package, AGAIN),
    ("layouts", "layouts and their faces", _layouts, AGAIN),
)
