"""Writing: whole or not at all, and never over what nobody has looked at.

A file is written beside its place and renamed into it, so that a build that is killed leaves the last good file. Two builds
never write into one folder at a time (`locks`), and what a killed one left is cleared by the next. What may be replaced is
decided in `ownership`.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pressline.findings import Place, stop
from pressline.runtime.locks import HAS_FLOCK, lock, open_to_lock

_PATIENCE_SECONDS = 900.0  # for another build to end; the longest essay takes a third of that
_PRIVATE = "pressline-"  # how the names of private folders begin
_LIVE = ".live"  # the file in one that its build holds
# What `write_whole` leaves when it is killed. It does not hold the name of the file, which may be as long as a name can be.
# False positive it avoids: `.essay.md.20260131`, a copy that somebody else keeps.
_HALF_BEGINS, _HALF_ENDS = ".pressline-", ".half"
_HALF = re.compile(r"\.pressline-[a-z0-9_]{8}\.half")
_LONGEST_NAME = 255  # bytes: NAME_MAX of Linux's and macOS's disks, where the disk does not say itself

Seen = tuple[int, int, int]  # what tells whether a file is another one now: its time, its size, its number on the disk


def sha256(data: bytes) -> str:
    """The SHA-256 digest of some bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all, whatever is there.

    Raises:
        PresslineError: W002 when the place cannot be written.
    """
    _placed(path, data, lambda beside: beside.replace(path))


def write_over(path: Path, data: bytes, seen: Seen | None) -> None:
    """Put `data` at `path`, whole or not at all, if that is still as it was `seen`.

    None: if nothing is there.

    Between the last look and the rename there is a moment without a guard, because no system call of Python renames over a
    file only if it is a certain one; a new file is put by a link, which has no such moment.

    Raises:
        PresslineError: W004 when somebody wrote there meanwhile; W002 when the place cannot be written.
    """

    def rename(beside: Path) -> None:
        """Into its place, unless that is another now."""
        if seen is None:
            try:
                os.link(beside, path)
            except FileExistsError as error:
                raise stop("W004", Place(str(path)), name=path.name, before=name_before(path)) from error
            except OSError:  # a disk that knows no links
                pass
            else:
                beside.unlink()
                return
        if seen_at(path) != seen:
            raise stop("W004", Place(str(path)), name=path.name, before=name_before(path))
        beside.replace(path)

    _placed(path, data, rename)


def _placed(path: Path, data: bytes, rename: Callable[[Path], object]) -> None:
    """Write `data` beside `path`, to the disk, and have it renamed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_HALF_BEGINS, suffix=_HALF_ENDS)
    except OSError as error:
        raise stop("W002", Place(str(path.parent)), reason=error.strerror) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o666 & ~_umask())
        rename(beside)
    except OSError as error:
        raise stop("W002", Place(str(path)), reason=error.strerror) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def seen_at(path: Path) -> Seen | None:
    """What tells whether a file is another one now; None when nothing is there.

    Of a link: the link's own.
    """
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def keep_before(path: Path) -> Path:
    """Keep the file at `path` under another name: NAME.before, NAME.before-2; never over one.

    The file stays where it is too: it is a second name of the same one, until that is replaced. A link is kept as a link.

    Raises:
        PresslineError: W002 when it cannot be kept.
    """
    try:
        for number in itertools.count(1):
            before = path.with_name(name_before(path, number))
            try:
                if os.path.samestat(before.lstat(), path.lstat()):  # kept already, by a build that was killed after it
                    return before
                continue
            except FileNotFoundError:
                pass
            with contextlib.suppress(FileExistsError):
                _link_or_copy(path, before)
                return before
    except OSError as error:
        raise stop("W002", Place(str(path)), reason=error.strerror) from error
    raise AssertionError("numbers do not end")


def _link_or_copy(path: Path, to: Path) -> None:
    """Give a file a second name, or a copy on disks that know no links.

    Raises FileExistsError.
    """
    try:
        os.link(path, to, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # NotImplementedError: a system whose links always lead to what a link leads to
        if path.is_symlink():
            to.symlink_to(path.readlink())
            return
        with to.open("xb") as stream:
            stream.write(path.read_bytes())
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copystat(path, to)


def name_before(path: Path, number: int = 1) -> str:
    """The name under which a file is kept, cut where it would be too long.

    >>> name_before(Path("essay.md")), name_before(Path("essay.md"), 2)
    ('essay.md.before', 'essay.md.before-2')
    """
    ending = ".before" if number == 1 else f".before-{number}"
    room = longest_name(path.parent) - len(ending)
    return os.fsencode(path.name)[:room].decode("utf-8", "ignore") + ending


def longest_name(folder: Path) -> int:
    """How many bytes the name of a file in a folder may have, as its disk says."""
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError, AttributeError):  # the folder is not there yet; Windows
        return _LONGEST_NAME


@contextlib.contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a folder, made if it is not there.

    Nobody else who claims it writes into it meanwhile.

    What killed builds left half-written in it is cleared. A system or a disk without such locks gives none.

    Raises:
        PresslineError: W002 when the folder cannot be made; W003 when another build held it for too long.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = open_to_lock(folder)
    except FileExistsError as error:
        raise stop("W002", Place(str(folder)), reason="it is a file, and no folder") from error
    except OSError as error:
        raise stop("W002", Place(str(folder)), reason=error.strerror) from error
    try:
        if not lock(handle, _PATIENCE_SECONDS):
            raise stop("W003", Place(str(folder)), seconds=round(_PATIENCE_SECONDS))
        clear_halves(folder.resolve())
        yield
    finally:
        os.close(handle)


def clear_halves(folder: Path) -> None:
    """Clear what killed builds left half-written in a folder.

    Not through a link to a folder elsewhere.
    """
    if folder.is_symlink():
        return
    for path in folder.glob(f"{_HALF_BEGINS}*{_HALF_ENDS}"):
        if _HALF.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            with contextlib.suppress(OSError):
                path.unlink()


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of one's own, under the system's folder for temporary files.

    Those that killed builds left are cleared.

    Windows removes no file that is open: there, what killed builds leave stays until the system clears it.

    Raises:
        PresslineError: W002 when none can be made.
    """
    handle = -1
    try:
        clear_left_folders()
        folder = Path(tempfile.mkdtemp(prefix=_PRIVATE))
        if HAS_FLOCK:
            handle = os.open(folder / f"{_LIVE}.new", os.O_CREAT | os.O_WRONLY, 0o600)
            lock(handle, 0)
            (folder / f"{_LIVE}.new").rename(folder / _LIVE)  # locked before anybody can see it
    except OSError as error:
        raise stop("W002", Place("the folder for temporary files"), reason=error.strerror) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle >= 0:
            os.close(handle)


def clear_left_folders() -> None:
    """Clear the private folders of this user whose builds are gone: nobody holds their locks."""
    if not HAS_FLOCK:
        return
    for mark in Path(tempfile.gettempdir()).glob(f"{_PRIVATE}*/{_LIVE}"):
        with contextlib.suppress(OSError):
            if mark.parent.is_symlink() or mark.parent.stat().st_uid != os.getuid():
                continue
            handle = os.open(mark, os.O_WRONLY | os.O_NOFOLLOW)
            try:
                if lock(handle, 0):
                    shutil.rmtree(mark.parent, ignore_errors=True)
            finally:
                os.close(handle)


def _umask() -> int:
    """The mask of this process; reading it is only possible by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
