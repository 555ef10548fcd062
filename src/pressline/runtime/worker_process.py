"""The other side of the pool: what a worker process does until its master is gone."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, TypeVar

from pressline.findings import PresslineError
from pressline.runtime.gc_tuning import collect_seldom
from pressline.runtime.processes import is_orphaned, lower_limit
from pressline.runtime.workers import GRACE_SECONDS, LENGTH, Lost, Task, done_here

T = TypeVar("T")
_IDLE_SECONDS = 0.5  # after which nothing is in a hurry: the watcher waits for the author
_WATCH_SECONDS = 1.0


def serve(arguments: Sequence[str]) -> None:
    """Do the tasks of the master until it is gone.

    Standard output is its, and whatever else writes there is turned away.

    `arguments`: megabytes of memory that it may take, seconds after which it ends if it has nothing to do (0 for no limit),
    and the modules to load beforehand.
    """
    megabytes, idle_seconds, *modules = arguments
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    busy = threading.Lock()
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks, busy), daemon=True).start()
    threading.Thread(target=_watch, args=(int(idle_seconds), tasks, busy), daemon=True).start()
    signal.signal(signal.SIGTERM, _leave)
    sys.excepthook = _end_quietly
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    collect_seldom()
    if int(megabytes):  # where the system holds such a limit: Linux does (4.7)
        lower_limit("RLIMIT_DATA", int(megabytes) * 1_000_000)
    for module in modules:
        with contextlib.suppress(ImportError, OSError):  # OSError: a library of the system; the task will say what is missing
            importlib.import_module(module)
    while True:
        data = _next(tasks)
        with busy:
            if _done(data, answers) == "T007" and int(megabytes):
                os._exit(0)  # what used up its memory holds it still: a new process is better


def _next(tasks: queue.SimpleQueue[bytes]) -> bytes:
    """The next task. While there is none, memory is searched for garbage.

    In the middle of one it would take its time.
    """
    with contextlib.suppress(queue.Empty):
        return tasks.get(timeout=_IDLE_SECONDS)
    gc.collect()
    return tasks.get()


def _done(data: bytes, answers: BinaryIO) -> str:
    """Do a task and send what it gives; the code of the fault that stopped it, or nothing."""
    number, task, arguments = pickle.loads(data)
    code = ""
    for kind, value in _results_of(task, arguments):
        pickle.dump((number, kind, value), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        code = value[1] if kind == "fault" else ""
    return code


def _results_of(task: Task[T], arguments: tuple[object, ...]) -> Iterator[tuple[str, Any]]:
    yield "begun", None
    try:
        for result in done_here(task, arguments):
            yield "result", result
        yield "end", None
    except PresslineError as error:
        yield "error", error.findings
    except Lost as lost:
        yield "fault", (str(lost), lost.code)


def _end_quietly(kind: type[BaseException], error: BaseException, _: object) -> None:
    """End with one line on standard error, which the master keeps.

    It makes a finding of a worker that ends.

    At once, because Python 3.11 aborts at its own shutdown while `_listen` waits for standard input.
    """
    with contextlib.suppress(OSError):
        os.write(2, f"{kind.__name__}: {error}\n".encode("utf-8", "replace"))
    os._exit(1)


def _leave(*_: object) -> None:
    raise SystemExit(1)


def _listen(stream: BinaryIO, tasks: queue.SimpleQueue[bytes], busy: threading.Lock) -> None:
    """Hand tasks on as they come, until the master closes the stream or is gone."""
    while len(head := stream.read(LENGTH.size)) == LENGTH.size:
        (length,) = LENGTH.unpack(head)
        tasks.put(stream.read(length))
    _end(busy)


def _watch(idle_seconds: int, tasks: queue.SimpleQueue[bytes], busy: threading.Lock) -> None:
    """End when the parent is gone, or nothing is asked for too long.

    Another process may still hold its end of the stream.
    """
    parent = os.getppid()
    since = time.monotonic()
    while not is_orphaned(parent):
        time.sleep(_WATCH_SECONDS)
        if busy.locked() or not tasks.empty():
            since = time.monotonic()
        elif idle_seconds and time.monotonic() - since > idle_seconds:
            os._exit(0)
    _end(busy)


def _end(busy: threading.Lock) -> None:
    """End this process: at once when it is idle, else so that programs are taken down."""
    if not busy.acquire(blocking=False):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
    os._exit(1)
