"""Open files of others so that none can hang, and measure them before reading.

A named pipe, a socket or a device may never end, or never begin: it is looked at and not opened. Should one take the place of
a file between the look and the opening, the opening does not wait (POSIX: O_NONBLOCK), and what was opened is looked at again.
A size is believed only where it is too large: files of /proc say that they are empty.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from pressline.findings import Place, PresslineError, stop

MB = 1_000_000
MOST_MB = 64  # of an essay, unless --max-size says otherwise, and of a picture; the longest novels have 12 MB of text
ANY = float("inf")  # no limit
_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class Unfit(OSError):
    """A file that is not read: no ordinary one (R009), or too large (R010).

    An OSError, for those who pass over such files.
    """

    def __init__(self, code: str, reason: str, **values: str) -> None:
        super().__init__(errno.EINVAL, reason)
        self.code, self.values = code, values

    def stop(self, path: str) -> PresslineError:
        """The error that says so."""
        return stop(self.code, Place(path), **self.values)


def read_file(path: Path, most_mb: float = MOST_MB) -> bytes:
    """The bytes of an ordinary file.

    Raises:
        Unfit: for a pipe, a socket or a device, and for a file of more than `most_mb` megabytes.
        OSError: as opening and reading do.
    """
    status = path.stat()
    _require_ordinary(status.st_mode)
    if status.st_size > most_mb * MB:
        raise too_large(_amount(status.st_size / MB), most_mb)
    with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
        _require_ordinary(os.fstat(stream.fileno()).st_mode)
        return read_stream(stream, most_mb)


def read_stream(stream: BinaryIO, most_mb: float = MOST_MB) -> bytes:
    """All that comes from a stream.

    Raises:
        Unfit: R010 as soon as it is more than `most_mb` megabytes.
        OSError: as reading does.
    """
    parts: list[bytes] = []
    size = 0
    while part := stream.read(_CHUNK):
        size += len(part)
        if size > most_mb * MB:
            raise too_large(f"more than {_amount(most_mb)}", most_mb)
        parts.append(part)
    return b"".join(parts)


def missing(path: Path) -> PresslineError:
    """The error that says what stands where a finished file was to be.

    Nothing (R001), a folder (R002), a pipe (R009).
    """
    try:
        _require_ordinary(path.stat().st_mode)
    except Unfit as unfit:
        return unfit.stop(str(path))
    except IsADirectoryError:
        return stop("R002", Place(str(path)), example=f"essay{path.suffix or '.docx'}")
    except (OSError, ValueError):  # ValueError: a NUL in the name
        pass
    return stop("R001", Place(str(path)), path=path.absolute())


def _require_ordinary(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    for is_kind, name in _KINDS:
        if is_kind(mode):
            raise Unfit("R009", f"it is {name}", kind=name)


def too_large(size: str, most_mb: float) -> Unfit:
    """Why a file is not read that has more megabytes than it may; `size`: how many."""
    return Unfit("R010", f"it has {size} MB", size=size, most=_amount(most_mb))


def _amount(megabytes: float) -> str:
    """Megabytes as people write them: "64", "1,500", "0.01"."""
    return f"{megabytes:,.0f}" if megabytes >= 10 else f"{megabytes:.2g}"
