"""One command as a whole process: how long it took, what it cost, and what it held."""

from __future__ import annotations

import contextlib
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
    return _over(_started(command, folder), folder)


def run_watched(command: str, folder: Path, every: float = _SAMPLE_SECONDS) -> tuple[Run, float]:
    """A run, and the most that all its processes held at once, in MB; 0 where /proc does not tell.

    Proportional set size: memory that processes share is counted once. It is looked at `every` so many seconds, which takes
    time from what is measured.

    Raises:
        Failed: as `run` does.
    """
    process = _started(command, folder)
    most = [0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(every):
            most[0] = max(most[0], sum(map(_pss, tree(process.pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        done = _over(process, folder)
    finally:
        ended.set()
        watcher.join()
    return done, most[0] / 1024


def _over(process: subprocess.Popen[bytes], folder: Path) -> Run:
    start = time.perf_counter()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed((folder / "log").read_text(errors="replace")[-400:])
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _started(command: str, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(["sh", "-c", command], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found, todo = [], [pid]
    while todo:
        pid = todo.pop()
        found.append(pid)
        with contextlib.suppress(OSError):  # it ended meanwhile
            for thread in Path(f"/proc/{pid}/task").iterdir():
                todo += map(int, (thread / "children").read_text().split())
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
