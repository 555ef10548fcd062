"""The worker processes of a batch.

What they load, what an essay may take of one, and the row of an essay that takes more.
"""

from __future__ import annotations

from pressline.batch.job import broken, build_order
from pressline.findings import Finding, Place, finding
from pressline.model import EssayResult, Order, Terms
from pressline.pipeline.formats import FORMATS
from pressline.runtime.workers import Lost, Pool

_IDLE_SECONDS = 300  # a worker of a cluster outlives the batch: nobody tells its processes that there is no more to do


def pool_for(terms: Terms) -> Pool:
    """The workers of a batch, none as yet.

    One is started for each call that is made at the same time.
    """
    rooms = dict.fromkeys(FORMATS[name].room for name in terms.job.formats)
    modules = [f"pressline.{side}.{room}" for room in rooms for side in ("backends", "audit")]
    return Pool(0, ("pressline.batch.job", *modules), megabytes=terms.megabytes, idle_seconds=_IDLE_SECONDS)


def row_of_order(pool: Pool, order: Order, terms: Terms) -> EssayResult:
    """The row of an essay, built by a worker; a row in any case."""
    try:
        return pool.call(build_order, order, terms, seconds=terms.seconds)
    except Lost as lost:
        return broken(order, [_cause(lost, order, terms)])


def _cause(lost: Lost, order: Order, terms: Terms) -> Finding:
    """Why a worker gave no row."""
    place = Place(order.essay)
    if lost.code == "T005":
        return finding("J003", place, seconds=terms.seconds)
    if lost.code == "T007":
        return finding("J004", place, mb=terms.megabytes or "all")
    return finding("J005", place, reason=lost)
