"""Which font prints a character that the layout's own font has not.

The chain: what a caller names, the other fonts that come with Pressline, then those that fontconfig finds on this machine. The
choice depends on nothing but the fonts that are there: the same fonts give the same choice.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTLibError

from pressline.layouts import data_folder
from pressline.layouts.font_check import covered

_MOST_FONTS = 24  # in one book, besides those of the layout
_ROW, _LEAST_OF_ROW = 64, 8  # code points; a font that was drawn for a script has half of such a row and more
_SECONDS = 20  # fontconfig takes 0.1 s, and minutes where it must read every font of a machine first
# Families in the order in which they are taken where several have a character: those drawn for all scripts, upright with
# serifs first, then without, then those drawn on a grid. A family that is not named stands between.
_FIRST = ("Noto Serif", "Noto Naskh", "STIX Two", "Source Han Serif", "DejaVu Serif", "FreeSerif", "Noto Sans", "DejaVu Sans")
_LAST = ("Noto Sans Mono", "DejaVu Sans Mono", "FreeMono", "Unifont", "Noto Color Emoji")
_FORMAT = "%{file}\t%{family[0]}\t%{slant}\t%{weight}\t%{width}\t%{index}\t%{variable}\n"
_FONTS, _COLLECTIONS = (".ttf", ".otf"), (".ttc", ".otc")
# How the families of Noto CJK and Source Han end by the language whose forms of the signs they have; the first is taken else.
_CJK = ({"ja": "JP", "ko": "KR", "zh-TW": "TC", "zh-Hant": "TC", "zh-HK": "HK", "zh": "SC"}, ("JP", "SC", "TC", "HK", "KR"))
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
    number: int = -1  # of the font in a collection of them; -1: the file is one font


def substitutes(characters: Iterable[str], first: Sequence[Path] = (), language: str = "") -> tuple[list[Substitute], str]:
    """The fonts that print some characters, in their order, and those that no font has.

    `first`: fonts that are asked before all others. `language` (BCP 47) chooses among the forms of Chinese signs.
    """
    left = set(characters)
    found: list[Substitute] = []
    for path in (*first, *_shipped()):
        font = Substitute(path.parent.name if path not in first else path.stem, path, "")
        left = _take(font, left, found, whole_rows=path not in first)
    for character in sorted(left):
        for font in _of_system(character, language) if character in left and len(found) < _MOST_FONTS else ():
            left = _take(font, left, found)
            if character not in left:
                break
    for path in _shipped():
        left = _take(Substitute(path.parent.name, path, ""), left, found)
    return found, "".join(sorted(left))


def _take(font: Substitute, left: set[str], found: list[Substitute], *, whole_rows: bool = False) -> set[str]:
    """The characters that a font leaves; what it has of them is noted.

    `whole_rows`: no letter whose neighbours it lacks, as a font of mathematics has "の" and nothing else of Japanese.
    """
    known = covered(font.path, font.number) if left else frozenset[int]()
    own = {c for c in left if ord(c) in known and not (whole_rows and c.isalpha() and _is_stray(ord(c), known))}
    if own and _is_usable(font):
        found.append(replace(font, characters="".join(sorted(own))))
        return left - own
    return left


def _is_stray(character: int, known: frozenset[int]) -> bool:
    """Whether a font has next to nothing of the row of Unicode in which a letter stands."""
    start = character - character % _ROW
    return len(known.intersection(range(start, start + _ROW))) < _LEAST_OF_ROW


def taken_out(font: Substitute) -> bytes:
    """A font of a collection as a file of its own."""
    from fontTools.ttLib import TTFont

    alone = BytesIO()
    with TTFont(font.path, fontNumber=font.number, lazy=True, recalcTimestamp=False) as one:
        one.save(alone, reorderTables=None)
    return alone.getvalue()


def _shipped() -> Iterator[Path]:
    """The upright regular fonts that come with Pressline."""
    return iter(sorted(data_folder("fonts").glob("*/*-Regular.?tf")))


def _of_system(character: str, language: str) -> Iterator[Substitute]:
    """The fonts of this machine that have a character, the best first."""
    program = shutil.which("fc-list")
    if program is None:
        return
    try:
        command = [program, f":charset={ord(character):x}", "--format", _FORMAT]
        told = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return
    rows = [row.split("\t") for row in told.split("\n") if row.count("\t") == 6]
    for row in sorted((row for row in rows if row[6] != "True"), key=partial(_rank, language=language)):
        file, family, *_, number, _ = row
        path = Path(file)
        kind = path.suffix.lower()
        if kind in _COLLECTIONS or (kind in _FONTS and number == "0"):
            font = Substitute(family, path, "", int(number) if kind in _COLLECTIONS else -1)
            if _can_be_read(font):
                yield font


def _rank(row: list[str], language: str) -> tuple[int, int, int, str, str]:
    """What a font of fontconfig is sorted by.

    Family, upright and regular, language, name, file.
    """
    file, family, slant, weight, width, *_ = row
    plain = slant == "0" and width == _USUAL_WIDTH and weight.isdigit() and int(weight) in _REGULAR
    first = next((at for at, name in enumerate(_FIRST) if family.startswith(name)), len(_FIRST))
    last = next((at for at, name in enumerate(_LAST) if family.startswith(name)), -1)
    kind = len(_FIRST) + 1 + last if last >= 0 else first
    return kind, 0 if plain else 1, _rank_of_signs(family, language), family, file


def _rank_of_signs(family: str, language: str) -> int:
    """How near the forms of Chinese signs in a family are to those of a language.

    0 for a family of other letters.
    """
    by_language, usual = _CJK
    ends = family.rsplit(" ", 1)[-1]
    own = next((end for tag, end in by_language.items() if language.startswith(tag)), usual[0])
    return 0 if ends not in usual or ends == own else 1 + usual.index(ends)


def _can_be_read(font: Substitute) -> bool:
    try:
        return bool(covered(font.path, font.number))
    except _UNUSABLE:
        return False


def _is_usable(font: Substitute) -> bool:
    """Whether a font has outlines, and may be embedded."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(font.path, fontNumber=font.number, lazy=True) as read:
            return ("glyf" in read or "CFF " in read) and not read["OS/2"].fsType & _RESTRICTED
    except _UNUSABLE:
        return False
