"""What an essay may do to the worker that presses it: a module of its own, because each new worker loads it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from pressline.model import EssayResult, Order, Terms


def misbehave(order: Order, terms: Terms) -> EssayResult:
    """Do what the essay is called; else a row with the number of the worker."""
    if order.essay == "slow":
        time.sleep(60)
    if order.essay == "abort":
        os.abort()
    if order.essay == "fault":
        raise KeyError("oops")
    if order.essay == "memory":
        raise MemoryError
    if order.essay == "last words":
        os.write(2, b"(process:7): GLib-ERROR **: failed to allocate 99 bytes\n")
        os._exit(3)
    if order.essay == "bomb" or (order.essay == "murder" and not Path(order.name).exists()):
        Path(order.name).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return EssayResult(order.essay, str(os.getpid()), "done", order.essay)
