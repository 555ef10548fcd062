"""The same work on a Dask cluster: every thread of its workers has a warm process.

Dask does an order again when the worker that had it is gone. That is harmless: see `job`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from pressline.batch.job import broken
from pressline.batch.workers import pool_for, row_of_order
from pressline.findings import Place, finding, stop
from pressline.model import EssayResult, Order, Terms
from pressline.runtime.workers import Pool

_AHEAD = 4  # orders that wait for each thread of the cluster
_CONNECT_SECONDS = 20


def rows_of_cluster(orders: Sequence[Order], terms: Terms, scheduler: str) -> Iterator[EssayResult]:
    """A row for every order, as the workers of the cluster finish them.

    Workers may come and go meanwhile.

    Raises:
        PresslineError: T003 when Dask is not installed; J006 when the cluster cannot be reached.
    """
    try:
        import distributed
    except ImportError as error:
        raise stop("T003", Place(scheduler), tool="dask.distributed", remedy="pip install 'pressline[cluster]'") from error
    try:
        connect: Any = distributed.Client
        client = connect(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise stop("J006", Place(scheduler), reason=error) from error
    with client:
        yield from _rows(distributed, client, orders, terms)


def _rows(distributed: Any, client: Any, orders: Sequence[Order], terms: Terms) -> Iterator[EssayResult]:
    waiting = iter(orders)
    going = distributed.as_completed(loop=client.loop)
    pending: dict[str, Order] = {}

    def refill() -> None:
        threads = max(1, sum(client.nthreads().values()))
        with contextlib.suppress(StopIteration):
            while len(pending) < threads * _AHEAD:
                order = next(waiting)
                key = f"pressline-{terms.program[:8]}-{order.name}"
                pending[key] = order
                going.add(client.submit(press_on_worker, order, terms, key=key, pure=False))

    refill()
    for future in going:
        order = pending.pop(future.key)
        yield _row(distributed, future, order)
        future.release()
        refill()


def _row(distributed: Any, future: Any, order: Order) -> EssayResult:
    """What a worker gave; of an order that took down one worker after another, that."""
    if future.status == "finished":
        row: EssayResult = future.result()
        return row
    error = future.exception()
    reason = "it took down several workers" if isinstance(error, distributed.KilledWorker) else str(error or future.status)
    return broken(order, [finding("J005", Place(order.essay), reason=reason)])


def press_on_worker(order: Order, terms: Terms) -> EssayResult:
    """What a worker of the cluster is asked to do."""
    from distributed import get_worker

    pools: dict[str, Pool] = vars(get_worker()).setdefault("pressline", {})
    return row_of_order(pools.setdefault(repr(terms), pool_for(terms)), order, terms)  # a pool without workers costs nothing
