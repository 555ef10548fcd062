"""What each patch of WeasyPrint that is there for speed alone is worth: the PDF with all patches, and without one group.

Each PDF is made in a process of its own, which loads WeasyPrint and sets the pages of a book that was read before; what is
measured is its CPU. Rounds are interleaved, and the least of a row counts: what else the machine does only adds to it.
"""

from __future__ import annotations

import argparse
import ctypes.util
import importlib.util
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from essays import SEED, raw_essay

from pressline.backends import pdf
from pressline.book.markdown import parse_essay
from pressline.book.metadata import load_metadata
from pressline.layouts import load_layout
from pressline.model import Book, Job, Layout
from pressline.pipeline.build import build, typeset

WORDS = 42_000  # 90 pages of the layout "essay"
_STAMP = 315532800
_LOADED_LATE = {
    "declarations": ("cffi",),
    "late loading": ("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2", "tinyhtml5"),
}


def main() -> int:
    """Measure every group that is there for speed alone, and print a table."""
    parser = argparse.ArgumentParser(prog="patches", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--groups", default="", metavar="NAME,NAME", help="only these")
    parser.add_argument("--only-seed", action="store_true", help="not the essay of 90 pages")
    options = parser.parse_args()
    layout = load_layout("essay")
    with tempfile.TemporaryDirectory(prefix="pressline-bench-") as name:
        books = {"seed": _book(SEED, layout)}
        if not options.only_seed:
            books["90 pages"] = _book(_long_essay(Path(name)), layout)
        groups = ["", *([part for part in options.groups.split(",") if part] or for_speed())]
        took: dict[tuple[str, str], list[float]] = {}
        for turn in range(options.rounds):
            for essay, book in books.items():
                for group in groups[turn % len(groups) :] + groups[: turn % len(groups)]:
                    took.setdefault((group, essay), []).append(_cpu(book, layout, group, Path(name, "out.pdf")))
            _show(groups, list(books), took)
    return 0


def for_speed() -> list[str]:
    """The groups of patches that nothing but the time depends on."""
    kinds: dict[str, set[str]] = {}
    for patch in _table().PATCHES:
        kinds.setdefault(patch.group, set()).add(patch.kind)
    return [group for group, own in kinds.items() if own <= {"speed", "growth"}]


def _table() -> Any:
    """The table of patches, read without the package around it, which loads WeasyPrint."""
    path = Path(pdf.__file__).with_name("weasyprint_patches") / "patches.py"
    spec = importlib.util.spec_from_file_location("table_of_patches", path)
    assert spec, "it is a file of Python"
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _show(groups: list[str], essays: list[str], took: dict[tuple[str, str], list[float]]) -> None:
    print(f"\n{'CPU s of the PDF, least of rounds':36}" + "".join(f"{essay:>18}" for essay in essays), flush=True)
    for group in groups:
        cells = []
        for essay in essays:
            least, whole = min(took[group, essay]), min(took["", essay])
            cells.append(f"{least:9.3f} {100 * (least / whole - 1):+7.1f}%")
        print(f"{'without ' + group if group else 'all patches':36}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


def _book(essay: Path, layout: Layout) -> Book:
    metadata, text = load_metadata(essay)
    return typeset(parse_essay(essay.read_text(encoding="utf-8"), metadata, essay, stamp=_STAMP, extra=text), layout)


def _long_essay(folder: Path) -> Path:
    raw = folder / "long.txt"
    raw.write_text(raw_essay(0, WORDS), encoding="utf-8")
    build(replace(Job(raw), formats=()))
    return next(folder.rglob("essay.md"))


def _cpu(book: Book, layout: Layout, group: str, out: Path) -> float:
    """The CPU seconds of a process that makes the PDF without a group of patches."""
    pid = os.fork()
    if not pid:
        _leave_out(group)
        pdf.render(book, layout, out)
        os._exit(0)
    _, status, usage = os.wait4(pid, 0)
    assert status == 0, group
    return usage.ru_utime + usage.ru_stime


def _leave_out(group: str) -> None:
    """Leave out a group: what is replaced while WeasyPrint is loaded beforehand, the rest once it is loaded."""
    if group == "library search":
        ctypes.util.__class__ = _Kept
    for module in _LOADED_LATE.get(group, ()):
        importlib.import_module(module)
    from pressline.backends.pdf.weasyprint_patches import patching
    from pressline.backends.pdf.weasyprint_patches.patches import PATCHES

    rows = [patch for patch in PATCHES if patch.group == group]
    patching.__dict__["left_out"] = lambda: rows


class _Kept(ModuleType):
    """A module whose functions cannot be replaced."""

    def __setattr__(self, name: str, value: object) -> None:
        """Leave it."""


if __name__ == "__main__":
    raise SystemExit(main())
