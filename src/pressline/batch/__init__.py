"""Build many essays with warm worker processes, here or on a cluster.

Nothing that was done is done again: see `job`. A row is all that the runner knows of an essay; batch.json is all rows.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from pressline.batch.cluster import rows_of_cluster
from pressline.batch.discovery import RESULT, essays_and_orders
from pressline.batch.keys import program
from pressline.batch.stores import open_store
from pressline.batch.workers import pool_for, row_of_order
from pressline.model import EssayResult, Job, Order, Terms
from pressline.runtime.workers import cores

__all__ = ["RESULT", "cores", "default_output", "essays_and_orders", "open_store", "rows_of", "share_of_memory", "terms_of"]

_AHEAD = 4  # orders that wait for each worker; more would only take memory
_OF_MEMORY = 0.9


def share_of_memory(jobs: int) -> int:
    """The megabytes of memory that each worker may take, to leave the machine responsive."""
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return 0
    return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * _OF_MEMORY / jobs / 1_000_000)


def default_output(given: str) -> str:
    """Where the files of a folder or a list go if nothing is said: beside it.

    >>> default_output("essays/"), default_output("s3://mine/essays"), default_output("list.txt")
    ('essays-pressed', 's3://mine/essays-pressed', 'list-pressed')
    """
    return f"{given.rstrip('/').removesuffix('.txt')}-pressed"


def terms_of(essays: str, output: str, job: Job, seconds: int, megabytes: int) -> Terms:
    """The terms of a batch that is started here and now."""
    return Terms(essays, output, job, program(), os.environ.get("SOURCE_DATE_EPOCH", ""), seconds, megabytes)


def rows_of(orders: Sequence[Order], terms: Terms, jobs: int, scheduler: str = "") -> Iterator[EssayResult]:
    """A row for every order, in the order in which they are done.

    The work is done while they are taken.

    Raises:
        PresslineError: T003 or J006 when there is no such cluster.
    """
    if scheduler:
        yield from rows_of_cluster(orders, terms, scheduler)
        return
    pool = pool_for(terms)
    threads = ThreadPoolExecutor(jobs, thread_name_prefix="pressline")
    try:
        yield from ahead(lambda order: threads.submit(row_of_order, pool, order, terms), orders, jobs * _AHEAD)
    finally:
        pool.close()
        threads.shutdown(cancel_futures=True)


def ahead(submit: Callable[[Order], Future[EssayResult]], orders: Sequence[Order], most: int) -> Iterator[EssayResult]:
    """The results of submitting orders, never more than `most` of them at a time."""
    waiting = iter(orders)
    going: set[Future[EssayResult]] = set()
    while True:
        with contextlib.suppress(StopIteration):
            while len(going) < most:
                going.add(submit(next(waiting)))
        if not going:
            return
        done, going = wait(going, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)
