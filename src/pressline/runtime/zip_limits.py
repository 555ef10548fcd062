"""Zip archives of strangers.

Measured by their directory before anything is unpacked, and no directory is taken at its word.

A DOCX, ODT or EPUB is a zip (APPNOTE 6.3.10). Its directory says how large each part will be, and zipfile unpacks no more of
a part than it says there; so a bomb is refused unopened, and one that lies about its size is refused as damaged.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from pressline.findings import Finding, Place, PresslineError, finding, stop

MOST_BYTES = 400_000_000  # unpacked; pictures of a long book included
_MOST_RATIO = 400  # XML seldom shrinks by more than 50
_LEAST_PACKED = 50_000  # a small file of blanks shrinks by more, and harms nobody
_MOST_PARTS = 20_000
_LOCAL_HEADER = 30  # bytes, before the name of a part
_ENCRYPTED = 0x1
DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


class Unsound(ValueError):
    """An archive that no program writes; the message says why."""


def open_zip(source: Path | IO[bytes], packed: int, place: Place) -> zipfile.ZipFile:
    """A zip of which every part may be read. `packed`: its size in bytes.

    Raises:
        PresslineError: R021 when it would unpack to too much.
        Unsound, zipfile.BadZipFile, OSError: when it is damaged, or made to be read in two ways.
    """
    archive = zipfile.ZipFile(source)
    try:
        entries = archive.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MOST_BYTES or len(entries) > _MOST_PARTS or size > _MOST_RATIO * max(packed, _LEAST_PACKED):
            raise stop("R021", place, size=size // 1_000_000, files=len(entries))
        problem = unsound(entries)
        if problem:
            raise Unsound(problem)
    except (PresslineError, Unsound):
        archive.close()
        raise
    return archive


def opened(path: Path) -> zipfile.ZipFile:
    """The zip at a path, as `open_zip` has it."""
    return open_zip(path, path.stat().st_size, Place(str(path)))


def unsound(entries: Sequence[zipfile.ZipInfo]) -> str:
    """What is wrong with the directory of a zip; "" when nothing is.

    A name that stands twice is told by `twice`.
    """
    end = 0
    for entry in sorted(entries, key=_offset):
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            return f"the part {entry.filename!r} would lie outside of it"
        if entry.flag_bits & _ENCRYPTED:
            return f"the part {entry.filename!r} is encrypted"
        if entry.header_offset < end:
            return f"the part {entry.filename!r} overlaps another"
        end = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    return ""


def twice(entries: Sequence[zipfile.ZipInfo]) -> str:
    """A name that two parts have, so that two programs may read two different ones.

    "" when there is none.
    """
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            return entry.filename
        seen.add(entry.filename)
    return ""


def _offset(entry: zipfile.ZipInfo) -> int:
    return entry.header_offset


def refusal(code: str, error: Exception, place: Place) -> tuple[Finding, ...]:
    """What to say of an archive that cannot be read.

    Its own findings, or one of `code` with the reason.
    """
    if isinstance(error, PresslineError):
        return error.findings
    return (finding(code, place, reason=str(error) or type(error).__name__),)
