"""A call that is made in a process of its own, with limits.

Killed with all that it started when it takes more.

The PDF of a stranger may unpack to gigabytes, or make a library in C end its process; an essay may hold what pandoc takes
hours for. Chosen: a new Python for each call, a third of a second, because the limits of a process cannot be raised again
(setrlimit(2)); not a thread or an alarm, because pandoc, WeasyPrint's libraries and Python's regular expressions hear of
neither while they work. Standard input stays that of the caller.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pressline.findings import PresslineError
from pressline.runtime.files import clear_left_folders, private_folder
from pressline.runtime.gc_tuning import collect_seldom
from pressline.runtime.processes import end_with_descendants, is_orphaned, lower_limit
from pressline.runtime.workers import Lost, contained

T = TypeVar("T")
_PROGRAM = "import sys; from pressline.runtime.isolated_call import serve; serve(sys.argv[1])"
_NEAR = 0.5  # of the memory allowed: address space is more than what is in use
_WATCH_SECONDS = 0.5
_TASK, _ANSWER = "task", "answer"  # the files by which caller and process speak


@dataclass(frozen=True, slots=True)
class CallLimits:
    """What a call may take: wall-clock seconds, bytes of address space, CPU seconds.

    0 for no limit.
    """

    seconds: float = 0.0
    memory: int = 0
    cpu_seconds: int = 0


class Stopped(Exception):
    """The call took more than its limits; says which."""


class Ended(Exception):
    """The process of the call ended, or a fault stopped it; says how."""


def call(function: Callable[..., T], *arguments: object, limits: CallLimits, quiet: bool = False) -> T:
    """What a function at the top of a module gives, called in a process of its own.

    `quiet`: standard error is turned away.

    What is killed leaves nothing: files are renamed into place whole, and private folders are cleared.

    Raises:
        PresslineError: as the function does.
        Stopped: when it takes more than `limits`.
        Ended: when its process ends before it answers.
    """
    with private_folder() as folder:
        (folder / _TASK).write_bytes(pickle.dumps((limits, function, arguments), pickle.HIGHEST_PROTOCOL))
        code = _run(folder, limits, quiet=quiet)
        try:
            kind, value = pickle.loads((folder / _ANSWER).read_bytes())
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise _ending(code, limits) from error
    if kind == "error":
        raise PresslineError(value)
    if kind == "memory":
        raise Stopped(_gigabytes(limits.memory)) if limits.memory else Ended("had no memory left")
    if kind == "fault":
        raise Ended(value)
    result: T = value
    return result


def _run(folder: Path, limits: CallLimits, *, quiet: bool) -> int:
    """The exit code of the process that does the task in a folder."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _PROGRAM, str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
        env={**os.environ, "PYTHONPATH": path},
    )
    try:
        return process.wait(limits.seconds or None)
    except subprocess.TimeoutExpired as error:
        raise Stopped(f"{limits.seconds:g} seconds") from error
    finally:  # Ctrl-C too
        if process.poll() is None:
            end_with_descendants(process)
            clear_left_folders()


def _ending(code: int, limits: CallLimits) -> Stopped | Ended:
    """What to say of a process that gave no answer."""
    if code < 0 and -code == getattr(signal, "SIGXCPU", 0):
        return Stopped(f"{limits.cpu_seconds} seconds of the processor")
    if code < 0 and limits.memory and _largest_child() > _NEAR * limits.memory:  # PDFium ends its process where it gets none
        return Stopped(_gigabytes(limits.memory))
    if code >= 0:
        return Ended(f"ended with code {code}")
    known = {each.value: each.name for each in signal.Signals}
    return Ended(f"was killed ({known.get(-code, f'signal {-code}')})")


def _gigabytes(memory: int) -> str:
    return f"{memory / 1e9:g} GB of memory"


def _largest_child() -> int:
    """The most memory that a process begun by this one has taken so far, in bytes.

    0 where the system does not tell.
    """
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


# --- the other side ---------------------------------------------------------------------------------------------------


def serve(folder: str) -> None:
    """Do the task of a folder, and write the answer beside it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its caller's to hear
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    collect_seldom()
    limits, function, arguments = pickle.loads(Path(folder, _TASK).read_bytes())
    _limit(limits)
    answer = pickle.dumps(_answer(function, arguments), pickle.HIGHEST_PROTOCOL)
    Path(folder, _ANSWER).write_bytes(answer)
    os._exit(0)  # a library may choke once more on its own end


def _watch(caller: int) -> None:
    """End this process when the one that waits for it is gone."""
    while not is_orphaned(caller):
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


def _limit(limits: CallLimits) -> None:
    """Set the limits of this process, where the system has them."""
    lower_limit("RLIMIT_CORE", 0)
    if limits.memory:
        lower_limit("RLIMIT_AS", limits.memory)
    if limits.cpu_seconds:
        lower_limit("RLIMIT_CPU", limits.cpu_seconds)


def _answer(function: Callable[..., Any], arguments: tuple[object, ...]) -> tuple[str, Any]:
    try:
        with contained():
            return "result", function(*arguments)
    except PresslineError as error:
        return "error", error.findings
    except Lost as lost:
        return ("memory", None) if lost.code == "T007" else ("fault", str(lost))
