"""Which font prints a character that the layout's own font has not.

The chain: what a caller names, the other fonts that come with Pressline, then those that fontconfig finds on this machine. The
choice depends on nothing but the fonts that are there: the same fonts give the same choice.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTLibError

from pressline.layouts import data_folder
from pressline.layouts.font_check import covered

_MOST_FONTS = 8  # in one book, besides those of the layout
_SECONDS = 20  # fontconfig takes 0.1 s, and minutes where it must read every font of a machine first
# Families in the order in which they are taken where several have a character: those drawn for all scripts, upright with
# serifs first, then without, then those drawn on a grid. A family that is not named stands between.
_FIRST = ("Noto Serif", "STIX Two", "DejaVu Serif", "FreeSerif", "Noto Sans", "DejaVu Sans", "FreeSans")
_LAST = ("Noto Sans Mono", "DejaVu Sans Mono", "FreeMono", "Unifont", "Noto Color Emoji")
_FORMAT = "%{file}\t%{family[0]}\t%{slant}\t%{weight}\t%{width}\t%{index}\t%{variable}\n"
_REGULAR = range(75, 101)  # weights of fontconfig: book, regular, medium
_USUAL_WIDTH = "100"
# What reading a damaged font raises.
_UNUSABLE = (OSError, struct.error, AssertionError, KeyError, ValueError, EOFError, TTLibError)
_RESTRICTED = 0x0002  # OpenType 1.9, OS/2, fsType: may not be embedded


@dataclass(frozen=True, slots=True)
class Substitute:
    """A font, and the characters that it prints for the layout's own."""

    name: str
    path: Path
    characters: str


def substitutes(characters: Iterable[str], first: Sequence[Path] = ()) -> tuple[list[Substitute], str]:
    """The fonts that print some characters, in their order, and those that no font has.

    `first`: fonts that are asked before all others.
    """
    left = set(characters)
    found: list[Substitute] = []
    for path in (*first, *_shipped()):
        left = _take(path, path.parent.name if path not in first else path.stem, left, found)
    for character in sorted(left):
        for name, path in _of_system(character) if character in left and len(found) < _MOST_FONTS else ():
            left = _take(path, name, left, found)
            if character not in left:
                break
    return found, "".join(sorted(left))


def _take(path: Path, name: str, left: set[str], found: list[Substitute]) -> set[str]:
    """The characters that a font leaves; what it has of them is noted."""
    own = {character for character in left if ord(character) in covered(path)} if left else set()
    if own and _is_usable(path):
        found.append(Substitute(name, path, "".join(sorted(own))))
        return left - own
    return left


def _shipped() -> Iterator[Path]:
    """The upright regular fonts that come with Pressline."""
    return iter(sorted(data_folder("fonts").glob("*/*-Regular.?tf")))


def _of_system(character: str) -> Iterator[tuple[str, Path]]:
    """Family and file of the fonts of this machine that have a character, the best first."""
    program = shutil.which("fc-list")
    if program is None:
        return
    try:
        command = [program, f":charset={ord(character):x}", "--format", _FORMAT]
        told = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return
    rows = [row.split("\t") for row in told.split("\n") if row.count("\t") == 6]
    ranked = sorted(_rank(row) for row in rows if row[5] == "0" and row[6] != "True")
    for _, _, family, file in ranked:
        path = Path(file)
        if path.suffix.lower() in (".ttf", ".otf") and _can_be_read(path):
            yield family, path


def _rank(row: list[str]) -> tuple[int, int, str, str]:
    """What a font of fontconfig is sorted by: family, upright and regular, name, file."""
    file, family, slant, weight, width, *_ = row
    plain = slant == "0" and width == _USUAL_WIDTH and weight.isdigit() and int(weight) in _REGULAR
    first = next((at for at, name in enumerate(_FIRST) if family.startswith(name)), len(_FIRST))
    last = next((at for at, name in enumerate(_LAST) if family.startswith(name)), -1)
    return (len(_FIRST) + 1 + last if last >= 0 else first), 0 if plain else 1, family, file


def _can_be_read(path: Path) -> bool:
    try:
        return bool(covered(path))
    except _UNUSABLE:
        return False


def _is_usable(path: Path) -> bool:
    """Whether a font has outlines, and may be embedded."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(path, lazy=True) as font:
            return ("glyf" in font or "CFF " in font) and not font["OS/2"].fsType & _RESTRICTED
    except _UNUSABLE:
        return False
