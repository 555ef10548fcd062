"""A call that is made in a process of its own, with limits of memory and time: reading a file that a library may choke on.

The PDF of a stranger may hold a stream that unpacks to gigabytes, forms within forms, or what makes a library in C end its
process. Then that process ends, and this one says so. Chosen: a new Python for each call, which takes a third of a second,
because the limits of a process cannot be raised again (setrlimit(2)).
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pressline.findings import PresslineError

T = TypeVar("T")
_PROGRAM = "from pressline.apart import serve; serve()"
_NEAR = 0.5  # of the memory allowed: address space is more than what is in use
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a call may take: bytes of address space, seconds of the processor, seconds by the clock.

    A book of 1,200 pages takes 0.6 GB and half a minute; the memory is that of pandoc's limit, halved.
    """

    memory: int = 2_000_000_000
    cpu_seconds: int = 120
    seconds: int = 600


USUAL = Limits()


class Stopped(Exception):
    """The call took more than its limits; says which."""


class Ended(Exception):
    """The process of the call ended, or a fault of a library stopped it; says how."""


def call(function: Callable[..., T], *arguments: object, limits: Limits | None = None) -> T:
    """What a function at the top of a module gives, called in a process of its own; `limits`: `USUAL` if none are given.

    Raises:
        PresslineError: as the function does.
        Stopped: when it takes more than `limits`.
        Ended: when its process ends before it answers.
    """
    limits = limits or USUAL
    path = os.pathsep.join(entry for entry in sys.path if entry)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _PROGRAM],
            input=pickle.dumps((limits, function, arguments), pickle.HIGHEST_PROTOCOL),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Stopped(f"{limits.seconds} seconds") from error
    if done.returncode == -getattr(signal, "SIGXCPU", 0) and done.returncode:
        raise Stopped(f"{limits.cpu_seconds} seconds of the processor")
    try:
        kind, value = pickle.loads(done.stdout)
    except (EOFError, pickle.UnpicklingError) as error:
        if done.returncode < 0 and _largest_child() > _NEAR * limits.memory:  # PDFium ends its process where it gets none
            raise Stopped(f"{limits.memory / 1e9:g} GB of memory") from error
        raise Ended(_how(done.returncode)) from error
    if kind == "memory":
        raise Stopped(f"{limits.memory / 1e9:g} GB of memory")
    if kind == "error":
        raise PresslineError(value)
    if kind == "fault":
        raise Ended(value)
    result: T = value
    return result


def _largest_child() -> int:
    """The most memory that a process begun by this one has taken so far, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def _how(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"it ended with code {code}"
    known = {each.value: each.name for each in signal.Signals}
    return f"it was killed ({known.get(-code, f'signal {-code}')})"


def serve() -> None:
    """Make the call that stands on standard input, and write the answer; whatever else writes there is turned away."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits, function, arguments = pickle.load(sys.stdin.buffer)
    _limit(limits)
    pickle.dump(_answer(function, arguments), answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()
    os._exit(0)  # a library may choke once more on its own end


def _limit(limits: Limits) -> None:
    """Set the limits of this process, where the system has them; what is set lower already stays."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (lower, hard))


def _answer(function: Callable[..., Any], arguments: tuple[object, ...]) -> tuple[str, Any]:
    try:
        return "result", function(*arguments)
    except PresslineError as error:
        return "error", error.findings
    except MemoryError:
        return "memory", None
    except _FAULTS as error:
        return "fault", " ".join(repr(error)[:200].split())
