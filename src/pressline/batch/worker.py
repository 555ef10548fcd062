"""A worker process: it loads the libraries once and then presses one essay after another, in a single process each.

On standard input come its terms and then its orders; on standard output it says True when it is ready, and then a row for
each order. They are pickled, because both ends are the same program. Whatever else is written to standard output goes to
standard error.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
import threading
import time
from typing import BinaryIO

from pressline.batch.job import press_order
from pressline.model import Terms
from pressline.runtime.gc_tuning import collect_seldom

_WATCH_SECONDS = 1.0
_IDLE_SECONDS = 300  # a worker of a cluster outlives the batch: nobody tells its processes that there is no more to do


def main() -> None:
    """Serve until standard input ends, or an essay has used up the memory: then a new process is better."""
    rows = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    waits_since = [time.monotonic()]
    _end_when_useless(waits_since)
    collect_seldom()
    orders = sys.stdin.buffer
    terms: Terms = pickle.load(orders)
    _limit_memory(terms.megabytes)
    _load(terms)
    pickle.dump(True, rows)
    rows.flush()
    _serve(orders, rows, terms, waits_since)


def _serve(orders: BinaryIO, rows: BinaryIO, terms: Terms, waits_since: list[float]) -> None:
    while True:
        waits_since[:] = [time.monotonic()]
        try:
            order = pickle.load(orders)
        except EOFError:
            return
        waits_since.clear()
        row = press_order(order, terms)
        pickle.dump(row, rows)
        rows.flush()
        if row.state == "broken":
            return


def _load(terms: Terms) -> None:
    """The rooms of the formats, with the libraries they stand on."""
    from pressline.pipeline.formats import FORMATS

    for name in terms.job.formats:
        importlib.import_module(f"pressline.backends.{FORMATS[name].room}")
        importlib.import_module(f"pressline.audit.{FORMATS[name].room}")


def _limit_memory(megabytes: int) -> None:
    """Let an allocation beyond the limit fail, in this process and in each that it starts (RLIMIT_DATA: Linux 4.7)."""
    if megabytes:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))


def _end_when_useless(waits_since: list[float]) -> None:
    """End this process when the one that started it is gone, in the middle of an essay too, or when it waits too long.

    `waits_since` holds the time since when it has waited for an order; nothing while it has one.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent and not any(time.monotonic() - since > _IDLE_SECONDS for since in waits_since):
            time.sleep(_WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
