"""End a process with its descendants, limit this one, and watch whether its parent lives.

Chosen, to end them: to walk the tree of processes. Not the kill of a process group, because pandoc and the workers have
groups and sessions of their own, each for a reason; not a signal that each hands on, because a process within a library's
C code hears of none.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections import defaultdict
from pathlib import Path

_ROUNDS = 20  # of looking for processes that were started while the others were stopped; two are enough but for a race


def end_with_descendants(process: subprocess.Popen[bytes]) -> None:
    """Kill a process of ours with all that it started, and wait for it.

    Each is stopped before its children are looked up, so that it starts no other meanwhile. One whose parent had ended before
    is not found: no process of Pressline's starts another and ends.
    """
    if process.poll() is not None:
        return
    if hasattr(signal, "SIGSTOP"):  # not on Windows
        stopped: list[int] = []
        for _ in range(_ROUNDS):
            new = [pid for pid in (process.pid, *_descendants(process.pid)) if pid not in stopped]
            if not new:
                break
            for pid in new:
                _send(pid, signal.SIGSTOP)
            stopped += new
        for pid in reversed(stopped):
            _send(pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _descendants(pid: int) -> list[int]:
    """The descendants of a process, as the process table of the system has them now."""
    children: dict[int, list[int]] = defaultdict(list)
    for one, parent in _table():
        children[parent].append(one)
    found, left = [], [pid]
    while left:
        own = children[left.pop()]
        found += own
        left += own
    return found


def _table() -> list[tuple[int, int]]:
    """Every process with its parent: from /proc, else as `ps` lists them (POSIX)."""
    rows = []
    if Path("/proc/self/stat").exists():
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                # After the name of the program, in parentheses, which may hold anything: its state and its parent (proc(5)).
                rows.append((int(folder.name), int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])))
        return rows
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, timeout=10, check=True).stdout
        rows = [(int(one), int(parent)) for one, parent in (line.split() for line in listed.splitlines())]
    return rows


def lower_limit(name: str, most: int) -> None:
    """Lower a limit of this process, such as RLIMIT_DATA in bytes, where the system has it.

    See setrlimit(2).

    One that is lower already stays.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    number = getattr(resource, name)
    hard = resource.getrlimit(number)[1]
    resource.setrlimit(number, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def is_orphaned(parent: int) -> bool:
    """Whether the process that started this one, of the number `parent`, is gone.

    Never on Windows, which keeps the number.
    """
    return os.getppid() != parent
