"""Worker processes that stay warm, each in the hands of one thread at a time, and replaced when one dies.

Chosen: processes of our own over pipes. Not concurrent.futures.ProcessPoolExecutor, which gives up all its work when one
process dies; not multiprocessing, which a worker of Dask, being a daemon, may not start.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import threading

from pressline.batch.job import broken
from pressline.findings import Finding, Place, finding
from pressline.model import Order, Row, Terms
from pressline.runtime.processes import end_with_descendants

_LAST_WORDS = 300  # of what a worker said before it ended, how many characters are shown
_TRIES = 2
_COMMAND = (sys.executable, "-m", "pressline.batch.worker")


class Crew:
    """The worker processes of one run: as many as there are threads that call `press` at the same time."""

    def __init__(self, terms: Terms, command: tuple[str, ...] = _COMMAND) -> None:
        self._terms, self._command = terms, command
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._closed = False

    def press(self, order: Order) -> Row:
        """Press an essay in a process of its own; a row in any case.

        When the process is killed from outside (SIGKILL: a person, or a system out of memory), the essay may not be to
        blame: it is tried once more.
        """
        for last in (*(False,) * (_TRIES - 1), True):
            try:
                child = self._take()
            except OSError as error:
                return broken(order, [finding("J005", Place(order.essay), reason=f"none could be started: {error.strerror}")])
            row = child.press(order)
            if row is not None and row.state != "broken":
                self._give_back(child)
                return row
            found = _cause(child, order, self._terms)
            child.end()
            with self._lock:
                self._all.discard(child)
            if row is not None or last or self._closed or child.slow or child.process.returncode != -signal.SIGKILL:
                break
        return row or broken(order, [found])

    def close(self) -> None:
        """End every process, whatever it is doing."""
        with self._lock:
            self._closed = True
            children, self._all, self._idle = self._all, set(), []
        for child in children:
            child.end()

    def _take(self) -> _Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.process.poll() is None:
                    return child
                self._all.discard(child)  # it died without work
            child = _Child(self._terms, self._command)
            self._all.add(child)
        if self._closed:
            child.end()
        return child

    def _give_back(self, child: _Child) -> None:
        with self._lock:
            self._idle.append(child)


class _Child:
    """One worker process, and what it says on standard error."""

    def __init__(self, terms: Terms, command: tuple[str, ...]) -> None:
        self._terms = terms
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        self._greeted = False
        self.slow = False  # whether it was stopped for taking too long
        self.process = subprocess.Popen(  # a session of its own: Ctrl-C is for the one who reads the rows
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,
        )

    def press(self, order: Order) -> Row | None:
        """The row of an essay; None when the process ended, or took too long."""
        orders, rows = self.process.stdin, self.process.stdout
        if orders is None or rows is None:
            return None
        try:
            if not self._greeted:  # loading the libraries is not the essay's time
                pickle.dump(self._terms, orders)
                orders.flush()
                self._greeted = bool(pickle.load(rows))
            pickle.dump(order, orders)
            orders.flush()
            self.slow = not select.select([rows], [], [], self._terms.seconds)[0]
            row: Row | None = None if self.slow else pickle.load(rows)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            row = None
        if row is None and not self.slow:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        return row

    def last_words(self) -> str:
        """The end of what it said on standard error."""
        with contextlib.suppress(OSError, ValueError):
            self._log.seek(0)
            lines = self._log.read().decode("utf-8", "replace").strip().split("\n")
            return lines[-1].strip()[:_LAST_WORDS]
        return ""

    def end(self) -> None:
        """Kill the process, with the pandoc that works for it, and forget it."""
        end_with_descendants(self.process)
        for stream in (self.process.stdin, self.process.stdout, self._log):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()


def _cause(child: _Child, order: Order, terms: Terms) -> Finding:
    """Why a worker gave no row."""
    place = Place(order.essay)
    if child.slow:
        return finding("J003", place, seconds=terms.seconds)
    code, said = child.process.returncode or 0, child.last_words()
    if "MemoryError" in said or "memory allocation" in said or "failed to allocate" in said:
        return finding("J004", place, mb=terms.megabytes or "all")
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return finding("J005", place, reason=f"{how}: {said}" if said else how)
