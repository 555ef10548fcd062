"""Worker processes that go on beside this one: each task gives a stream of results, and no worker outlives its master.

Chosen: one Python for each worker, spoken to over its standard streams. Not fork, because a thread of the progress sign may
hold a lock that the copy would wait for; not concurrent.futures (3.11), whose workers go on when their master is killed,
and which cannot end a task that has begun. A worker loads its modules while its master still reads the essay.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
import warnings
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, BinaryIO, TypeVar

from pressline.findings import PresslineError
from pressline.runtime.faults import faults, told
from pressline.runtime.gc_tuning import collect_seldom

T = TypeVar("T")
Task = Callable[..., Iterator[T]]
_LENGTH = struct.Struct("<Q")  # before each task, how many bytes it has
_PROGRAM = "import sys; from pressline.runtime.workers import serve; serve(sys.argv[1:])"
_IDLE_SECONDS = 0.5  # after which nothing is in a hurry: the watcher waits for the author
_GRACE_SECONDS = 2.0  # for a worker to take its own programs down


class Lost(Exception):
    """A task that was not done, because its worker ended or a fault stopped it; says how, and the code of its finding."""

    def __init__(self, how: str, code: str = "T004") -> None:
        self.code = code
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


class Team:
    """Some workers, to be used in a `with` statement. With none, a task is done here, when its results are asked for.

    A system that gives no process, or no memory for one, gives a smaller team.
    """

    def __init__(self, count: int = 0, modules: Sequence[str] = ()) -> None:
        self._modules = tuple(modules)
        self._workers = [worker for _ in range(count) for worker in self._hired()]

    def __enter__(self) -> Team:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end()

    def dismiss(self) -> None:
        """Tell the workers to end, without waiting for it: there is no other task. If there is, it is given to others."""
        for worker in self._workers:
            worker.dismiss()

    def start(self, task: Task[T], *arguments: object) -> Iterator[T]:
        """The results of a task, as it gives them; it goes to the worker that has least to do.

        Raises, while results are taken:
            PresslineError: as the task does.
            Lost: when the worker is gone, or a fault of a library or of ours stopped the task, here as there.
        """
        gone = [worker for worker in self._workers if worker.gone]
        for worker in gone:
            worker.end()
        self._workers = [worker for worker in self._workers if worker not in gone]
        self._workers += [worker for _ in gone for worker in self._hired()]
        if not self._workers:
            return _done_here(task, arguments)
        return min(self._workers, key=lambda worker: worker.due).start(task, arguments)

    def _hired(self) -> list[_Worker]:
        """A worker, if the system gives one."""
        try:
            return [_Worker(self._modules)]
        except OSError:
            return []


def _done_here(task: Task[T], arguments: tuple[object, ...]) -> Iterator[T]:
    with contained():
        yield from task(*arguments)


class _Worker:
    """One worker, as its master sees it."""

    def __init__(self, modules: Sequence[str]) -> None:
        command = [sys.executable, "-P", "-c", _PROGRAM, *modules]  # not -m, which would load this module twice
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            process_group=0 if os.name == "posix" else None,  # Ctrl-C is its master's to hear
        )
        self._answers: dict[int, deque[tuple[str, Any]]] = defaultdict(deque)
        self._next = 0
        self._dismissed = False
        self.due = 0  # tasks that have not ended

    @property
    def gone(self) -> bool:
        return self._dismissed or self._process.poll() is not None

    def dismiss(self) -> None:
        """Tell the process that there will be no other task."""
        self._dismissed = True
        stream = self._process.stdin
        assert stream is not None, "it was opened as a pipe"
        with contextlib.suppress(BrokenPipeError):
            stream.close()

    def start(self, task: Task[T], arguments: tuple[object, ...]) -> Iterator[T]:
        number, self._next, self.due = self._next, self._next + 1, self.due + 1
        stream = self._process.stdin
        assert stream is not None, "it was opened as a pipe"
        with contextlib.suppress(BrokenPipeError):  # that it is gone is said when its results are asked for
            data = pickle.dumps((number, task, arguments), pickle.HIGHEST_PROTOCOL)
            stream.write(_LENGTH.pack(len(data)) + data)
            stream.flush()
        return self._results(number)

    def _results(self, number: int) -> Iterator[Any]:
        while True:
            kind, value = self._answer(number)
            if kind == "result":
                yield value
                continue
            self.due -= 1
            if kind == "error":
                raise PresslineError(value)
            if kind == "fault":
                raise Lost(*value)
            return

    def _answer(self, number: int) -> tuple[str, Any]:
        """The next answer to a task; those to others are kept for them."""
        stream = self._process.stdout
        assert stream is not None, "it was opened as a pipe"
        while not self._answers[number]:
            try:
                other, kind, value = pickle.load(stream)
            except (EOFError, pickle.UnpicklingError) as error:
                raise Lost(self._end()) from error
            self._answers[other].append((kind, value))
        return self._answers[number].popleft()

    def _end(self) -> str:
        """How the process ended, in words."""
        code = self._process.wait()
        if code >= 0:
            return f"ended with code {code}"
        try:
            return f"was killed ({signal.Signals(-code).name})"
        except ValueError:
            return f"was killed (signal {-code})"

    def end(self) -> None:
        """End the process, whatever it is doing."""
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None, "it was opened as a pipe"
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        try:
            self._process.wait(_GRACE_SECONDS + 1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


# --- the other side ---------------------------------------------------------------------------------------------------


def serve(modules: Sequence[str]) -> None:
    """Do the tasks of the master until it is gone; standard output is its, and whatever else writes there is turned away."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    busy = threading.Lock()
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks, busy), daemon=True).start()
    signal.signal(signal.SIGTERM, _leave)
    sys.excepthook = _end_quietly
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    collect_seldom()
    for module in modules:
        with contextlib.suppress(ImportError, OSError):  # OSError: a library of the system; the task will say what is missing
            importlib.import_module(module)
    while True:
        data = _next(tasks)
        with busy:
            number, task, arguments = pickle.loads(data)
            for kind, value in _results_of(task, arguments):
                pickle.dump((number, kind, value), answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()


def _next(tasks: queue.SimpleQueue[bytes]) -> bytes:
    """The next task. While there is none, memory is searched for rubbish: in the middle of one it would take its time."""
    with contextlib.suppress(queue.Empty):
        return tasks.get(timeout=_IDLE_SECONDS)
    gc.collect()
    return tasks.get()


def _results_of(task: Task[T], arguments: tuple[object, ...]) -> Iterator[tuple[str, object]]:
    try:
        for result in _done_here(task, arguments):
            yield "result", result
        yield "end", None
    except PresslineError as error:
        yield "error", error.findings
    except Lost as lost:
        yield "fault", (str(lost), lost.code)


def _end_quietly(*_: object) -> None:
    """End without a traceback on the terminal: the master makes a finding of a worker that ends, whatever ended it.

    At once, because Python 3.11 aborts at its own shutdown while `_listen` waits for standard input.
    """
    os._exit(1)


def _leave(*_: object) -> None:
    raise SystemExit(1)


def _listen(stream: BinaryIO, tasks: queue.SimpleQueue[bytes], busy: threading.Lock) -> None:
    """Hand tasks on as they come. When the master is gone, end: at once when idle, else so that programs are taken down."""
    while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        tasks.put(stream.read(length))
    if not busy.acquire(blocking=False):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE_SECONDS)
    os._exit(1)
