"""Whether the font files of a font are whole: looked up before anything is set in them.

A damaged file is otherwise found out late, in words about tables and offsets, or set as empty boxes.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pressline.findings import Place, stop
from pressline.model import FontFamily

SUMS = "SHA256SUMS"  # of the font files that come with Pressline, as sha256sum writes and checks them


def check_font(face: FontFamily) -> None:
    """Look at every style of a font.

    Raises:
        PresslineError: B001 for a file that is missing, is no font, or whose tables do not have the sums they say.
    """
    for path in (face.regular, face.italic, face.bold, face.bold_italic):
        try:
            reason = _damage(path, path.stat().st_mtime_ns)
        except OSError as error:
            reason = error.strerror or str(error)
        if reason:
            raise stop("B001", Place(str(path)), face=face.name, reason=reason)


def covered(path: Path, number: int = -1) -> frozenset[int]:
    """The characters that a font file has a glyph for; `number`: of the font in a collection.

    Raises:
        OSError: when there is no such file, or it cannot be read; what a damaged one raises is `check_font`'s to say.
    """
    return _covered(path, path.stat().st_mtime_ns, number)


@lru_cache(maxsize=32)
def _covered(path: Path, changed_ns: int, number: int = -1) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=number, lazy=True) as font:
        font.setGlyphOrder(range(font["maxp"].numGlyphs))  # spares reading the names of the glyphs
        return frozenset(font.getBestCmap() or ())


@lru_cache(maxsize=32)
def _damage(path: Path, changed_ns: int) -> str:
    """What is wrong with a font file, or ""; `changed_ns` is when it changed.

    A file that is what `SUMS` says is whole, which costs a tenth of asking each table. Their sums are those of OpenType 1.9,
    `head`.
    """
    if _is_as_shipped(path):
        return ""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True, checkChecksums=2) as font:
            if "cmap" not in font or font.reader is None:
                return "it has no table of characters"
            for tag in font.reader.keys():  # noqa: SIM118 (a reader of fontTools is no mapping)
                font.reader[tag]
        _covered(path, changed_ns)
    except (TTLibError, struct.error, AssertionError, KeyError, ValueError, EOFError) as error:
        return str(error) or "it is damaged"
    return ""


def _is_as_shipped(path: Path) -> bool:
    """Whether a file has the SHA-256 of the list beside the font folders; False without one."""
    sums = path.parent.parent / SUMS
    if not sums.is_file():
        return False
    line = f"{sha256(path.read_bytes()).hexdigest()}  {path.parent.name}/{path.name}"
    return line.encode() in sums.read_bytes().splitlines()
