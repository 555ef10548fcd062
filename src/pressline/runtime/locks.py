"""Locks that the system gives back when a process ends, however it ends.

A file or a folder is one process's alone.

Chosen: flock(2) of the very folder that is written into, so that nothing lies in it for the lock, ever, and links and mounts
lead to the same one. Windows opens no folders; there, the first byte of a file in the folder for temporary files is locked,
named by the folder's path. Not filelock (4.3.1): it locks files only and leaves them where they are, takes a marker that
outlives a killed process where a disk knows no locks, and takes a tenth of a second to load.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
msvcrt: Any
try:
    import msvcrt
except ImportError:  # every other system
    msvcrt = None

_PAUSE_SECONDS = 0.05
HAS_FLOCK = fcntl is not None  # then an open file can be renamed and removed, too


def open_to_lock(folder: Path) -> int:
    """A handle by which `lock` locks a folder. Raises OSError."""
    if fcntl is not None:
        return os.open(folder, os.O_RDONLY)
    if msvcrt is None:
        return os.open(os.devnull, os.O_RDONLY)
    import tempfile

    name = hashlib.sha256(os.path.normcase(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return os.open(Path(tempfile.gettempdir(), f"pressline-{name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)


def lock(handle: int, seconds: float) -> bool:
    """Lock what is open for this process alone, waiting for so long.

    Whether that could be done.

    It is unlocked when the handle is closed. A system or a disk that knows no locks gives none, and that is no failure.
    """
    end = time.monotonic() + seconds
    while not _locked(handle):
        if time.monotonic() >= end:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True


def _locked(handle: int) -> bool:
    """Whether there is nobody else who has it locked."""
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):  # EAGAIN of flock(2), EACCES of _locking
        return False
    except OSError:  # a disk that knows no locks
        return True
    return True
