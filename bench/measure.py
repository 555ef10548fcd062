"""One command as a whole process: how long it took, what it cost, and what it held."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_SAMPLE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took: seconds of wall and of CPU, and the MB of its largest process."""

    wall: float
    cpu: float
    peak: float


class Failed(Exception):
    """A command that ended with an error; the end of what it said."""


def run(command: str, folder: Path) -> Run:
    """Run a line of shell in a folder, as if nothing had run before.

    Raises:
        Failed: when its exit code is not 0.
    """
    process = _started(command, folder)
    start = time.perf_counter()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed((folder / "log").read_text(errors="replace")[-400:])
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def tree_memory(command: str, folder: Path) -> float:
    """The most that a command and all its processes held at once, in MB; 0 where /proc does not tell.

    Proportional set size: memory that processes share is counted once.
    """
    process = _started(command, folder)
    most = [0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_SAMPLE_SECONDS):
            most[0] = max(most[0], sum(map(_pss, tree(process.pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    process.wait()
    ended.set()
    watcher.join()
    return most[0] / 1024


def _started(command: str, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(["sh", "-c", command], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found, todo = [], [pid]
    while todo:
        pid = todo.pop()
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                todo += map(int, children.read_text().split())
            except OSError:
                continue  # it ended meanwhile
    return found


def resident(pid: int) -> float:
    """What a process and all below it hold now, in MB; what they share is counted for each."""
    pages = 0
    for one in tree(pid):
        try:
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue  # it ended meanwhile
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    match = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(match[1]) if match else 0
