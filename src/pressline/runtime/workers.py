"""The one pool of worker processes.

Streams of results or single calls, with limits, and no worker outlives its master.

Chosen: one Python for each worker, spoken to over its standard streams. Not fork, because a thread of the progress sign may
hold a lock that the copy would wait for; not concurrent.futures (3.11), whose workers go on when their master is killed,
which gives up all its work when one dies, and which cannot end a task that has begun; not multiprocessing, which a worker
of Dask, being a daemon, may not start. A worker loads its modules while its master still reads the essay. Two threads
listen to each worker, because nothing but a thread waits for a pipe with a limit of time on every system. What a worker
does is in `worker_process`.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

from pressline.findings import PresslineError
from pressline.runtime.faults import faults, told
from pressline.runtime.processes import end_with_descendants

T = TypeVar("T")
Task = Callable[..., Iterator[T]]
LENGTH = struct.Struct("<Q")  # before each task, how many bytes it has
GRACE_SECONDS = 2.0  # for a worker to take its own programs down
_PROGRAM = "import sys; from pressline.runtime.worker_process import serve; serve(sys.argv[1:])"
_KILLED = -9  # the exit code of a process that SIGKILL ended: a person, or a system without memory
_LINES, _LONGEST = 20, 4096  # of what a worker says on standard error: lines that are kept, bytes of each
_LAST_WORDS = 300  # of those, how many characters are shown
# What Python, GLib and Cairo say before they end a process that gets no memory.
_NO_MEMORY = ("MemoryError", "memory allocation", "failed to allocate")


class Lost(Exception):
    """A task that was not done, because its worker ended or a fault stopped it.

    Says how, and the code of its finding.

    T004 in general, T005 for a task that took too long, T007 where memory ran out, T008 where a library cannot be loaded.
    `blameless`: the worker was killed from outside, or had not begun the task.
    """

    def __init__(self, how: str, code: str = "T004", *, blameless: bool = False) -> None:
        self.code = code
        self.blameless = blameless
        super().__init__(how)


@contextlib.contextmanager
def contained() -> Iterator[None]:
    """Let a fault in what is done here cost no more than it would in a worker.

    Raises:
        Lost: for a fault of a library or of ours, T007 where memory ran out, T008 where a library cannot be loaded.
    """
    try:
        yield
    except MemoryError as error:
        raise Lost("had no memory left", "T007") from error
    except faults() as error:
        raise Lost(told(error), "T008" if isinstance(error, ImportError) else "T004") from error


def cores() -> int:
    """How many processors this process may use; one, where the system does not say."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


class Pool:
    """Some workers, to be used in a `with` statement, by any number of threads.

    `count` of them are started at once and load `modules`. Each may take so many `megabytes` of memory, and one that has
    waited for so many `idle_seconds` ends; 0 for no limit. A system that gives no process, or no memory for one, gives
    a smaller pool.
    """

    def __init__(self, count: int = 0, modules: Sequence[str] = (), *, megabytes: int = 0, idle_seconds: int = 0) -> None:
        self._arguments = (str(megabytes), str(idle_seconds), *modules)
        self._lock = threading.Lock()
        self._closed = False
        self._workers = [worker for _ in range(count) for worker in self._hired()]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self, task: Task[T], *arguments: object) -> Iterator[T]:
        """The results of a task, as it gives them; it goes to the worker that has least to do.

        Without workers it is done here, when its results are asked for.

        Raises, while results are taken:
            PresslineError: as the task does.
            Lost: when the worker is gone, or a fault of a library or of ours stopped the task, here as there.
        """
        with self._lock:
            gone = [worker for worker in self._workers if worker.gone]
            self._workers = [worker for worker in self._workers if worker not in gone]
            self._workers += [worker for _ in gone for worker in self._hired()]
            if self._workers:
                return min(self._workers, key=lambda worker: worker.due).start(task, arguments)
        return done_here(task, arguments)

    def call(self, function: Callable[..., T], *arguments: object, seconds: float = 0.0) -> T:
        """What a function gives, called in a worker that has nothing else to do.

        If all have, another one is started.

        Loading its modules is not the call's time. When its worker is killed from outside, or has ended before it began,
        the call may not be to blame: it is made once more.

        Raises:
            PresslineError: as the function does.
            Lost: as for `start`; T005 when it took more than `seconds`, and its worker was killed.
        """
        try:
            return self._called(function, arguments, seconds)
        except Lost as lost:
            if not lost.blameless or self._closed:
                raise
        return self._called(function, arguments, seconds)

    def _called(self, function: Callable[..., T], arguments: tuple[object, ...], seconds: float) -> T:
        with self._lock:
            if self._closed:
                raise Lost("the pool is closed")
            try:
                results: Iterator[T] = self._idle_worker().start(_once, (function, *arguments), seconds)
            except OSError as error:
                raise Lost(f"none could be started: {error.strerror}") from error
        (result,) = results
        return result

    def _idle_worker(self) -> _Worker:
        self._workers = [worker for worker in self._workers if not worker.gone]
        for worker in reversed(self._workers):
            if not worker.due:
                return worker
        worker = _Worker(self._arguments)
        self._workers.append(worker)
        return worker

    def dismiss(self) -> None:
        """Tell the workers to end, without waiting for it: there is no other task.

        If there is, it is given to others.
        """
        with self._lock:
            for worker in self._workers:
                worker.dismiss()

    def close(self) -> None:
        """End every worker, whatever it is doing; soon, and with all that it has started."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, []
        for worker in workers:
            worker.dismiss()
        latest = time.monotonic() + GRACE_SECONDS + 1
        for worker in workers:
            worker.end(latest)

    def _hired(self) -> list[_Worker]:
        """A worker, if the system gives one."""
        try:
            return [_Worker(self._arguments)]
        except OSError:
            return []


def done_here(task: Task[T], arguments: tuple[object, ...]) -> Iterator[T]:
    """The results of a task that is done in this process. Raises as `Pool.start` does."""
    with contained():
        yield from task(*arguments)


def _once(function: Callable[..., T], *arguments: object) -> Iterator[T]:
    """The task of a single call."""
    yield function(*arguments)


class _Worker:
    """One worker, as its master sees it.

    Raises OSError when the system gives no process, or no thread to listen to it.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        command = [sys.executable, "-P", "-c", _PROGRAM, *arguments]  # not -m, which would load that module twice
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
            start_new_session=True,  # Ctrl-C is its master's to hear
        )
        self._said: deque[bytes] = deque(maxlen=_LINES)
        self._lock = threading.Lock()
        self._answers: dict[int, queue.SimpleQueue[tuple[str, Any]]] = {}  # of the tasks that have not ended
        self._begun: set[int] = set()
        self._next = 0
        self._dismissed = False
        self._ending: tuple[str, str, bool] | None = None  # how it ended, the code, whether it was killed from outside
        self._listeners = [threading.Thread(target=target, daemon=True) for target in (self._hear, self._listen)]
        try:
            for listener in self._listeners:
                listener.start()
        except RuntimeError as error:
            end_with_descendants(self._process)
            raise OSError(0, str(error)) from error

    @property
    def due(self) -> int:
        """How many tasks have not ended."""
        return len(self._answers)

    @property
    def gone(self) -> bool:
        return self._dismissed or self._process.poll() is not None

    def start(self, task: Task[T], arguments: tuple[object, ...], seconds: float = 0.0) -> Iterator[T]:
        answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        with self._lock:
            number, self._next = self._next, self._next + 1
            data = pickle.dumps((number, task, arguments), pickle.HIGHEST_PROTOCOL)
            if self._ending:
                answers.put(("lost", (*self._ending[:2], True)))
            else:
                if not self._answers:
                    self._said.clear()  # what it said of another task explains nothing of this one
                self._answers[number] = answers
                self._write(LENGTH.pack(len(data)) + data)
        return self._results(answers, seconds)

    def _write(self, data: bytes) -> None:
        stream = self._process.stdin
        assert stream is not None, "it was opened as a pipe"
        with contextlib.suppress(OSError, ValueError):  # that it is gone is said when results are asked for
            stream.write(data)
            stream.flush()

    def _results(self, answers: queue.SimpleQueue[tuple[str, Any]], seconds: float) -> Iterator[Any]:
        kind, value = answers.get()
        latest = time.monotonic() + seconds  # from when it began
        while kind != "end":
            if kind == "result":
                yield value
            elif kind == "error":
                raise PresslineError(value)
            elif kind == "fault":
                raise Lost(*value)
            elif kind == "lost":
                how, code, blameless = value
                raise Lost(how, code, blameless=blameless)
            try:
                kind, value = answers.get(timeout=max(0.0, latest - time.monotonic()) if seconds else None)
            except queue.Empty:
                end_with_descendants(self._process)
                raise Lost(f"took more than {seconds:g} seconds", "T005") from None

    def _listen(self) -> None:
        """Take its answers to their tasks until it ends, and then tell those that are left."""
        stream = self._process.stdout
        assert stream is not None, "it was opened as a pipe"
        try:
            while True:
                number, kind, value = pickle.load(stream)
                if kind == "begun":
                    self._begun.add(number)
                last = kind not in ("begun", "result")
                (self._answers.pop(number) if last else self._answers[number]).put((kind, value))
        except _unread():  # the end of the stream, mostly
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
        ending = self._how_it_ended()
        with self._lock:
            self._ending = ending
            left, self._answers = self._answers, {}
        for number, answers in left.items():
            answers.put(("lost", (*ending[:2], ending[2] or number not in self._begun)))
        stream.close()

    def _hear(self) -> None:
        """Keep the last of what it says on standard error.

        Nobody else reads it, and it may say why it ends.
        """
        stream = self._process.stderr
        assert stream is not None, "it was opened as a pipe"
        while line := stream.readline(_LONGEST):
            self._said.append(line)
        stream.close()

    def _how_it_ended(self) -> tuple[str, str, bool]:
        """How the process ended, in words.

        The code of that, and whether it was killed from outside.
        """
        slow = self._process.poll() is None  # it closed its standard output, and goes on
        end_with_descendants(self._process)
        self._listeners[0].join(GRACE_SECONDS)
        said = b"\n".join(self._said).decode("utf-8", "replace").strip().rpartition("\n")[2].strip()[:_LAST_WORDS]
        code = self._process.returncode
        how = _ending(code) + (f": {said}" if said else "")
        if any(words in said for words in _NO_MEMORY):
            return how, "T007", False
        return how, "T004", code == _KILLED and not slow

    def dismiss(self) -> None:
        """Tell the process that there will be no other task."""
        self._dismissed = True
        stream = self._process.stdin
        assert stream is not None, "it was opened as a pipe"
        with contextlib.suppress(OSError):
            stream.close()

    def end(self, latest: float) -> None:
        """End the process: by itself until `latest` (monotonic clock), then by force."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, latest - time.monotonic()))
        end_with_descendants(self._process)
        for listener in self._listeners:
            listener.join(GRACE_SECONDS)


def _unread() -> tuple[type[Exception], ...]:
    """What reading an answer may raise: the stream ends, often in the middle of one."""
    return (MemoryError, *faults())


def _ending(code: int) -> str:
    """How a process ended, in words.

    >>> _ending(3), _ending(-15)
    ('ended with code 3', 'was killed (SIGTERM)')
    """
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was killed ({signal.Signals(-code).name})"
    except ValueError:
        return f"was killed (signal {-code})"
