"""The command for many essays: what a person sees while they are built, and at the end."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pressline.cli.commands import job_of
from pressline.cli.showing import console, print_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressline.batch.results import Ledger
    from pressline.model import EssayResult


def batch(options: argparse.Namespace) -> int:
    """Press many essays."""
    from pressline.cli.terminal import finding_lines
    from pressline.findings import PresslineError

    try:
        results = _pressed(options)
    except PresslineError as error:
        if options.json:
            print_json(
                json.dumps({"findings": [f"{f.place}: {f.code}: {f.message}" for f in error.findings]}, ensure_ascii=False)
            )
        else:
            for line in (line for finding in error.findings for line in finding_lines(finding)):
                console().print(line, soft_wrap=True)
        return 1
    return 1 if any(row.state != "done" for row in results.rows.values()) else 0


def _pressed(options: argparse.Namespace) -> Ledger:
    """Press what is missing; the rows of all.

    Stopped in the middle, batch.json tells of what was done until then.
    """
    from pathlib import Path

    from pressline.batch import cores, default_output, essays_and_orders, open_store, rows_of, share_of_memory, terms_of
    from pressline.batch.results import Ledger, refuse_foreign
    from pressline.cli.terminal import batch_summary
    from pressline.layouts import load_layout

    jobs = options.jobs or cores()
    job = job_of(options, Path(), None)
    load_layout(job.layout)
    essays, orders = essays_and_orders(options.essays, open_store(options.essays))
    output = options.output or default_output(options.essays)
    memory = options.memory or (0 if options.scheduler else share_of_memory(jobs))
    terms = terms_of(essays, output, job, options.seconds, memory)
    store = open_store(output)
    refuse_foreign(store, output, force=options.force)
    results = Ledger(orders, terms, store)
    complete = False
    try:
        with _progress(options, results, len(orders)) as tell:
            for row in rows_of(orders, terms, jobs, options.scheduler):
                results.add(row)
                tell(row)
        complete = True
    finally:
        results.save(complete=complete)
        if not options.json:
            for part in batch_summary(list(results.rows.values()), len(orders), results.seconds, output):
                console().print(part, soft_wrap=True)
    if options.json:
        print_json(json.dumps(results.as_data(complete=True), ensure_ascii=False, indent=1))
    return results


@contextmanager
def _progress(options: argparse.Namespace, results: Ledger, total: int) -> Iterator[Callable[[EssayResult], None]]:
    """How to show each row: progress bar on a terminal, plain lines in a pipe, or nothing.

    Nothing for --json.
    """
    from pressline.cli.terminal import batch_line, batch_pace

    if options.json:
        yield lambda row: None
    elif not sys.stderr.isatty():
        width = len(str(total))

        def line(row: EssayResult) -> None:
            """A line for an essay."""
            done = f"[{len(results.rows):{width}}/{total}]"
            print(
                f"{done} {batch_line(row)}{batch_pace(results.rows.values(), total, results.seconds)}",
                file=sys.stderr,
                flush=True,
            )

        yield line
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (BarColumn(bar_width=None), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
        with Progress(*columns, console=console(stderr=True), expand=True) as bar:
            task = bar.add_task("", total=total)

            def advance(row: EssayResult) -> None:
                """Move the bar; what failed stays to be read above it."""
                pace = batch_pace(results.rows.values(), total, results.seconds)
                bar.update(task, advance=1, description=pace.strip(" ()"))
                if row.state != "done":
                    bar.console.print(batch_line(row), soft_wrap=True, markup=False)

            yield advance
