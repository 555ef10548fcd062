"""How a command ends that does not end well: interrupted, pipe closed, or a fault.

The one `except Exception` of the program stands here. It says what happened in two lines, writes a log for whoever fixes it,
and ends with code 70 (EX_SOFTWARE of sysexits.h). With PRESSLINE_TRACEBACK in the environment the fault is left to Python,
so that tests and developers see it.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NoReturn

from pressline.cli.called import typed

if TYPE_CHECKING:
    from pressline.findings import Finding


STOPPED = 128  # and the number of the signal, as a shell says it: 130 for Ctrl-C, 141 for a pipe that nobody reads
FAULT = 70
_DEBUG = "PRESSLINE_TRACEBACK"
_LIBRARIES = ("pressline", "weasyprint", "ebooklib", "lxml", "pikepdf", "pillow", "pypdfium2", "fonttools", "rich")
_TEMPORARY = frozenset({"/tmp", "/var/tmp", "/usr/tmp"})
# What the system refuses, which is no fault of ours, and what can be done about it.
_REFUSALS = {
    errno.EACCES: "check its permissions, and those of the folders that it is in",
    errno.EPERM: "check its permissions, and those of the folders that it is in",
    errno.EROFS: "name a folder that can be written: -o FOLDER",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room on the disk",
    errno.EFBIG: "make room on the disk",
    errno.EIO: "look after the disk",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ELOOP: "name the file itself: this is a link that leads in a circle",
    errno.ENOTDIR: "check the path: one of its folders is a file",
    errno.EMFILE: "let it open more files: ulimit -n 1024",
    errno.ENFILE: "close other programs",
    errno.EAGAIN: "close other programs",
    errno.ENOMEM: "close other programs",
}
_MOST_FRAMES = 30  # from either end of a traceback: a recursion has a thousand
# Words of a command line that name no file and no person.
_WORDS = frozenset(
    ("build", "watch", "batch", "normalize", "pack", "absorb", "audit", "check", "layout", "schema", "doctor", "completion")
)
_WORDS |= {"list", "new", "metadata", "report", "manifest", "all", "pdf", "print", "cover", "booklet", "epub", "docx"}
_PLACE = "pressline"


def ended(command: Callable[[], int], arguments: Sequence[str]) -> int:
    """Run a command to its end, whatever happens; the exit code."""
    _open_streams()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries say to programmers
    for name in ("SIGTERM", "SIGHUP"):  # clear up as after Ctrl-C; nohup's wish to be left alone is kept
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), _leave)
    try:
        code = _ended(command, arguments)
    except KeyboardInterrupt:
        return _stopped(signal.SIGINT)
    except MemoryError:  # not even enough to say so in the usual way
        os.write(2, b"pressline: error T007: this needs more memory than there is\n")
        return 1
    return code


def _ended(command: Callable[[], int], arguments: Sequence[str]) -> int:
    try:
        code = _said(command)
    except Unwritten as unwritten:
        return _unread(unwritten.error)
    except Exception as error:  # noqa: BLE001 (the one place for what nobody foresaw)
        foreseen = _foreseen(error)
        if not foreseen and _DEBUG in os.environ:
            raise
        return _tell(foreseen or [_fault(error, arguments)], arguments, 1 if foreseen else FAULT)
    return _stopped(code - STOPPED) if code > STOPPED else code


def _said(command: Callable[[], int]) -> int:
    """Run a command, and write all that it says.

    The exit code, that of argparse or of a signal too.
    """
    try:
        code = command()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _foreseen(error: Exception) -> Sequence[Finding]:
    """What there is to say of an error that ended a command, and is no fault of ours.

    Nothing of any other.
    """
    from pressline.findings import Place, PresslineError, finding  # a tenth of the time in which --help answers

    if isinstance(error, PresslineError):
        return error.findings
    if isinstance(error, MemoryError):
        return [finding("T007", Place(_PLACE), how="the command was given up")]
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        path = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else _PLACE
        return [finding("R013", Place(path), reason=error.strerror, remedy=_REFUSALS[error.errno])]
    if isinstance(error, ImportError) and not (error.name or "").startswith("pressline"):
        return [finding("T008", Place(_PLACE), how=error)]
    return []


def _fault(error: Exception, arguments: Sequence[str]) -> Finding:
    """What there is to say of a fault that nobody foresaw, and where its log is."""
    from pressline.findings import Place, finding
    from pressline.runtime.faults import told

    return finding("X001", Place(_PLACE), how=told(error), log=_log(error, arguments))


class Unwritten(Exception):
    """What a command says could not be written; `error` is why."""

    def __init__(self, error: OSError) -> None:
        self.error = error
        super().__init__(str(error))


class _Said(io.FileIO):
    """Standard output or standard error, with errors distinguished from those of other files."""

    def write(self, data: Any) -> int:
        """Write some bytes. Raises Unwritten."""
        try:
            return super().write(data) or 0
        except OSError as error:
            raise Unwritten(error) from error


def _open_streams() -> None:
    """Have three standard streams.

    One that the shell has closed (`<&-`) would else be the next file that is opened.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # gets the lowest number that is free: this one
        stream = getattr(sys, name)
        if number:
            raw = io.BufferedWriter(_Said(number, "w", closefd=False))
            encoding, lines = getattr(stream, "encoding", "utf-8"), getattr(stream, "line_buffering", True)
            setattr(sys, name, io.TextIOWrapper(raw, encoding, "backslashreplace", line_buffering=lines))
        elif stream is None:
            sys.stdin = os.fdopen(number, encoding="utf-8", closefd=False)


def _leave(number: int, _: object) -> NoReturn:
    raise SystemExit(STOPPED + number)


def _stopped(number: int) -> int:
    """The end of a command that a signal stopped; no other signal stops it now."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(Unwritten):
        print("stopped; the last good files are untouched", file=sys.stderr, flush=True)
    return STOPPED + number


def _unread(error: OSError) -> int:
    """The end of a command whose words cannot be written.

    Silent when nobody reads them any more, as after `| head`.
    """
    from pressline.findings import Place, finding

    if isinstance(error, BrokenPipeError):
        return STOPPED + signal.SIGPIPE if hasattr(signal, "SIGPIPE") else 1
    with contextlib.suppress(Unwritten):
        remedy = _REFUSALS.get(error.errno or 0, "write it elsewhere")
        _say(finding("R013", Place("standard output"), reason=error.strerror or error, remedy=remedy))
    return 1


def _tell(findings: Sequence[Finding], arguments: Sequence[str], code: int) -> int:
    """Say why a command ended, with nothing but what Python brings.

    With --json as a report of version 1.
    """
    with contextlib.suppress(Unwritten):
        if any(word == "--json" for word in arguments):
            print(json.dumps(_report(findings), indent=1), flush=True)
        else:
            for found in findings:
                _say(found)
    return code


def _say(found: Finding) -> None:
    text = f"{found.place}: {found.severity} {found.code}: {found.message}\n    hint: {typed(found.hint)}"
    print("".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text), file=sys.stderr, flush=True)


def _report(findings: Sequence[Finding]) -> dict[str, Any]:
    """A report of nothing but findings, as `report` writes it.

    That room may be what cannot be loaded.
    """
    keys = ("code", "severity", "message", "hint", "excerpt")
    rows = [{key: getattr(found, key) for key in keys} | {"place": {"path": found.place.path}} for found in findings]
    lists = ("inputs", "artifacts", "changes", "proofs", "notes")
    named: dict[str, Any] = {"version": 1, "source": "", "folder": "", "layout": "", "tools": {}}
    return named | {"findings": rows} | {name: [] for name in lists}


# --- the log ----------------------------------------------------------------------------------------------------------


def _log(error: Exception, arguments: Sequence[str]) -> str:
    """Write what whoever fixes it must know into a private file (mode 0600).

    Its path, or what was said instead.
    """
    import tempfile

    text = "\n".join(_lines(error, arguments)) + "\n"
    with contextlib.suppress(OSError):
        folder = tempfile.gettempdir()
        if folder in _TEMPORARY or folder in map(os.environ.get, ("TMPDIR", "TEMP", "TMP")):  # else it is where we were started
            handle, name = tempfile.mkstemp(prefix="pressline-fault-", suffix=".log", dir=folder)
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(text)
            return name
    with contextlib.suppress(Unwritten):
        print(text, file=sys.stderr)
    return "the lines above"


def _lines(error: BaseException | None, arguments: Sequence[str]) -> Iterator[str]:
    """Versions, the command and the way to the fault.

    What errors say of themselves is left out: they quote what they read.
    """
    import platform

    yield f"{platform.python_implementation()} {platform.python_version()} on {platform.platform()}"
    yield ", ".join(_versions())
    yield " ".join(["pressline", *map(_hidden, arguments)])
    while error is not None:
        yield from _way_to(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _way_to(error: BaseException) -> Iterator[str]:
    """The kind of an error and the lines of the program that led to it."""
    import linecache
    import traceback

    yield f"\n{type(error).__module__}.{type(error).__qualname__}" + (
        f" (errno {error.errno})" if isinstance(error, OSError) else ""
    )
    frames = list(traceback.walk_tb(error.__traceback__))
    left_out = len(frames) - 2 * _MOST_FRAMES
    for number, (frame, line) in enumerate(frames):
        if left_out <= 0 or not _MOST_FRAMES <= number < len(frames) - _MOST_FRAMES:
            code = frame.f_code
            yield f"  {frame.f_globals.get('__name__', '?')}, line {line}, in {code.co_name}"
            yield f"    {linecache.getline(code.co_filename, line).strip()}"
        elif number == _MOST_FRAMES:
            yield f"  ... {left_out} more ..."


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError, OSError):
            yield f"{name} {version(name)}"


def _hidden(word: str) -> str:
    """A word of the command line; names of files and of people only by their suffix.

    >>> [_hidden(word) for word in ("build", "my essay.txt", "--to=pdf,x", "--layout", "3.5")]
    ['build', '….txt', '--to=pdf,…', '--layout', '3.5']
    """
    option, sign, value = word.partition("=") if word.startswith("--") else ("", "", word)
    if not value or (word.startswith("-") and not sign):
        return word if word.isascii() else "…"
    known = [
        part if part in _WORDS or part.replace(".", "").isdecimal() else f"…{PurePath(part).suffix}"
        for part in value.split(",")
    ]
    return f"{option}{sign}{','.join(known)}"
