"""Writing: whole or not at all, never over a person's work, and a record of what Pressline itself wrote.

A file is written beside its place and renamed into it, so that a build that is killed leaves the last good file. Two builds
never write into one folder at a time, and what a killed one left is cleared by the next. Locks are flock's: the system
gives them back when a process ends, however it ends.

The record `.pressline.json` keeps a digest of every essay.md and metadata.yaml that Pressline wrote into a folder; a file
that differs from its digest, or has none, belongs to a person.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.input_files import ANY, read_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

RECORD = ".pressline.json"
_PATIENCE_SECONDS = 900.0  # for another build to end; the longest essay takes a third of that
_PAUSE_SECONDS = 0.05
_PRIVATE = "pressline-"  # how the names of private folders begin
_LIVE = ".live"  # the file in one that its build holds
# What `write_whole` leaves when it is killed. False positive it avoids: `.notes.backup`, which has no such ending.
_HALF = re.compile(r"\..+\.(?:pdf|epub|docx|json|md|yaml|html)\.[a-z0-9_]{8}")


def sha256(data: bytes) -> str:
    """The SHA-256 digest of some bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all.

    Raises:
        PresslineError: W002 when the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise stop("W002", Place(str(path.parent)), reason=error.strerror) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise stop("W002", Place(str(path)), reason=error.strerror) from error


@contextlib.contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a folder, made if it is not there: nobody else who claims it writes into it meanwhile.

    What killed builds left half-written in it is cleared. A system or a disk without such locks gives none.

    Raises:
        PresslineError: W002 when the folder cannot be made; W003 when another build held it for too long.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder if fcntl else os.devnull, os.O_RDONLY)
    except OSError as error:
        raise stop("W002", Place(str(folder)), reason=error.strerror) from error
    try:
        if not _lock(handle, _PATIENCE_SECONDS):
            raise stop("W003", Place(str(folder)), seconds=round(_PATIENCE_SECONDS))
        for path in folder.glob(".*"):
            if _HALF.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                with contextlib.suppress(OSError):
                    path.unlink()
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of one's own, under the system's folder for temporary files; those that killed builds left are cleared.

    Raises:
        PresslineError: W002 when none can be made.
    """
    try:
        clear_left_folders()
        folder = Path(tempfile.mkdtemp(prefix=_PRIVATE))
        handle = os.open(folder / f"{_LIVE}.new", os.O_CREAT | os.O_WRONLY, 0o600)
        _lock(handle, 0)
        (folder / f"{_LIVE}.new").rename(folder / _LIVE)  # locked before anybody can see it
    except OSError as error:
        raise stop("W002", Place("the folder for temporary files"), reason=error.strerror) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def clear_left_folders() -> None:
    """Clear the private folders of this user whose builds are gone: nobody holds their locks."""
    if fcntl is None:
        return
    for mark in Path(tempfile.gettempdir()).glob(f"{_PRIVATE}*/{_LIVE}"):
        with contextlib.suppress(OSError):
            if mark.parent.is_symlink() or mark.parent.stat().st_uid != os.getuid():
                continue
            handle = os.open(mark, os.O_WRONLY | os.O_NOFOLLOW)
            try:
                if _lock(handle, 0):
                    shutil.rmtree(mark.parent, ignore_errors=True)
            finally:
                os.close(handle)


def _lock(handle: int, seconds: float) -> bool:
    """Lock an open file or folder for this process alone, waiting for so long; whether that could be done."""
    if fcntl is None:
        return True
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(_PAUSE_SECONDS)
        except OSError:  # a disk that knows no locks
            return True
        else:
            return True


def _umask() -> int:
    """The mask of this process; reading it is only possible by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _digests(folder: Path) -> dict[str, str]:
    """What the record of a folder says; empty when there is none that can be read."""
    try:
        record = json.loads(read_file(folder / RECORD))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in record.items()} if isinstance(record, dict) else {}


def edited(folder: Path, files: dict[str, bytes]) -> list[Finding]:
    """A finding W001 for every one of some files that a person has edited in `folder` since Pressline wrote it.

    A file that already says what would be written is nobody's loss, whoever wrote it.
    """
    digests = _digests(folder)
    found = []
    for name, wanted in files.items():
        path = folder / name
        if not path.exists():
            continue
        try:
            data = read_file(path, ANY)
        except OSError as error:
            raise stop("W002", Place(str(path)), reason=error.strerror) from error
        if data != wanted and sha256(data) != digests.get(name):
            essay = next(folder / n for n in files if n.endswith(".md"))
            found.append(finding("W001", Place(str(path)), name=name, essay=essay))
    return found


def edited_since(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether `folder` holds the files `names`, and a person has edited one of them since Pressline wrote it."""
    digests = _digests(folder)
    try:
        return any(sha256(read_file(folder / name, ANY)) != digests.get(name) for name in names)
    except OSError:
        return False


def write_manuscript(folder: Path, files: dict[str, bytes]) -> None:
    """Write essay.md, metadata.yaml and the essay's pictures into `folder`, and their digests into its record.

    Raises:
        PresslineError: W001 when a person has edited one of them, and then none is written; W002 when it cannot be.
    """
    refused = edited(folder, files)
    if refused:
        raise PresslineError(refused)
    for name, data in files.items():
        write_whole(folder / name, data)
    digests = _digests(folder) | {name: sha256(data) for name, data in files.items()}
    write_whole(folder / RECORD, (json.dumps(digests, indent=1, sort_keys=True) + "\n").encode())
