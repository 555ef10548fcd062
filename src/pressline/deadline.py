"""A function done within a time, in a process of its own that is killed with all that it started when the time is over.

Chosen: a process that waits and one that works. Not a thread or an alarm that interrupts: pandoc, WeasyPrint's libraries and
Python's regular expressions hear neither while they work. The one that waits does nothing else, so that it is always there.
"""

from __future__ import annotations

import base64
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from pressline.files import clear_left_folders
from pressline.findings import Place, PresslineError, stop
from pressline.processes import end_with_descendants
from pressline.rubbish import collect_seldom

T = TypeVar("T")
_PROGRAM = "import sys; from pressline.deadline import serve; serve(sys.argv[1])"
_WATCH_SECONDS = 0.5


def within(seconds: float, place: str, function: Callable[..., T], *arguments: object) -> T:
    """What a function of a module gives, done within so many seconds in a process that reads this one's standard input.

    What is killed leaves nothing: files are renamed into place whole, and its private folder is cleared.

    Raises:
        PresslineError: as the function does; T005 when the time is over; T006 when the process ended otherwise.
    """
    end = time.monotonic() + seconds
    path = os.pathsep.join(entry for entry in sys.path if entry)
    task = base64.b64encode(pickle.dumps((function, arguments))).decode()
    with tempfile.TemporaryFile() as answer:
        command = [sys.executable, "-P", "-c", _PROGRAM, task]
        process = subprocess.Popen(command, stdout=answer, env={**os.environ, "PYTHONPATH": path})
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise stop("T005", Place(place), seconds=seconds) from error
        finally:  # Ctrl-C too
            if process.poll() is None:
                end_with_descendants(process)
                clear_left_folders()
        answer.seek(0)
        try:
            kind, value = pickle.load(answer)
        except (EOFError, pickle.UnpicklingError) as error:
            raise stop("T006", Place(place), how=_ending(process.returncode)) from error
    if kind == "error":
        raise PresslineError(value)
    result: T = value
    return result


def _ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with code {code}"
    return f"was killed ({signal.Signals(-code).name})" if -code in {*signal.Signals} else f"was killed ({-code})"


# --- the other side ---------------------------------------------------------------------------------------------------


def serve(task: str) -> None:
    """Do a task, and write to standard output what it gives; what else writes there is turned away."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its master's to hear
    _end_with_master()
    collect_seldom()
    function, arguments = pickle.loads(base64.b64decode(task))
    try:
        answer = ("result", function(*arguments))
    except PresslineError as error:
        answer = ("error", error.findings)
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()
    os._exit(0)


def _end_with_master() -> None:
    """End this process when the one that waits for it is gone."""
    master = os.getppid()

    def watch() -> None:
        while os.getppid() == master:
            time.sleep(_WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
