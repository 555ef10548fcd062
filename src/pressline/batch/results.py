"""batch.json: a row for every essay of a batch, written atomically and continually."""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pressline.batch.discovery import RESULT
from pressline.batch.stores import Store
from pressline.findings import Place, stop
from pressline.model import EssayResult, Order, Terms
from pressline.runtime.generated_files import is_generated, marked_json

SCHEMA = 1
_EVERY_SECONDS = 5.0
_COST = 20  # batch.json is written again only after this many times what writing it took


def refuse_foreign(store: Store, address: str, *, force: bool) -> None:
    """Keep a batch.json that no batch wrote, if that is allowed.

    Raises:
        PresslineError: W004 when there is one, and it is not.
    """
    data = store.read(RESULT)
    if data is None or is_generated(RESULT, data):
        return
    if not force:
        raise stop("W004", Place(f"{address}/{RESULT}"), name=RESULT, before=f"{RESULT}.before")
    names = (f"{RESULT}.before{f'-{number}' if number > 1 else ''}" for number in itertools.count(1))
    store.write(next(name for name in names if store.read(name) is None), data)


class Ledger:
    """The rows so far."""

    def __init__(self, orders: Sequence[Order], terms: Terms, store: Store) -> None:
        self._orders, self._terms, self._store = orders, terms, store
        self._start = time.perf_counter()
        self._next = 0.0
        self.rows: dict[str, EssayResult] = {}

    def add(self, row: EssayResult) -> None:
        """Take a row in, and write batch.json if that is due."""
        self.rows[row.name] = row
        if time.perf_counter() >= self._next:
            self.save()

    def save(self, *, complete: bool = False) -> None:
        """Write batch.json.

        Raises:
            PresslineError: W002 when it cannot be written.
        """
        before = time.perf_counter()
        text = json.dumps(self.as_data(complete=complete), ensure_ascii=False, indent=1)
        self._store.write(RESULT, f"{marked_json(text)}\n".encode("utf-8", "backslashreplace"))
        after = time.perf_counter()
        self._next = after + max(_EVERY_SECONDS, _COST * (after - before))

    @property
    def seconds(self) -> float:
        """How long the batch has been going on."""
        return time.perf_counter() - self._start

    def as_data(self, *, complete: bool) -> dict[str, Any]:
        """What batch.json says.

        Rows are in the order in which the essays were listed. docs/scale.md describes it.
        """
        terms = self._terms
        states = Counter("kept" if row.kept else row.state for row in self.rows.values())
        options = {k: v for k, v in asdict(terms.job).items() if k not in ("source", "folder", "metadata")}
        return {
            "schema": SCHEMA,
            "complete": complete,
            "essays": len(self._orders),
            "counts": dict(sorted(states.items())),
            "seconds": round(self.seconds, 3),
            "program": terms.program,
            "options": options,
            "rows": [asdict(self.rows[order.name]) for order in self._orders if order.name in self.rows],
        }
