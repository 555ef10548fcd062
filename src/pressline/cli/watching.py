"""`pressline watch`: a line for every build and every finding that is new or gone."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pressline.cli.commands import job_of
from pressline.cli.showing import print_json

if TYPE_CHECKING:
    from pressline.findings import Finding
    from pressline.model import Job
    from pressline.pipeline.watch import Rebuilt


def watch(options: argparse.Namespace) -> int:
    """Build as often as the author saves, until Ctrl-C."""
    from pressline.pipeline.formats import pool_for

    job = job_of(options, options.essay, options.output)
    with pool_for(() if job.time_limit else job.formats) as pool:
        from pressline.pipeline.watch import watch

        if not options.json:
            print(f"watching {job.source}, metadata.yaml, pictures and the layout {job.layout}; Ctrl-C ends it", flush=True)
        try:
            for rebuilt in watch(job, pool):
                for line in [as_json(rebuilt)] if options.json else lines(rebuilt, job):
                    print_json(line) if options.json else print(line, flush=True)
        except KeyboardInterrupt:
            return 0
    return 0


def lines(rebuilt: Rebuilt, job: Job) -> Iterator[str]:
    """What a person is told of a build.

    Of the first one the queries are only counted: queries.md has them.
    """
    from pressline.cli.terminal import harmless, tally

    first = not rebuilt.changed
    what = harmless(", ".join(path.name for path in rebuilt.changed) or job.source.name)
    made = ", ".join(rebuilt.formats) or ("not built" if rebuilt.report.failed else "as it was")
    yield f"{time.strftime('%H:%M:%S')}  {what}: {made}, {rebuilt.seconds:.2f} s; {tally(rebuilt.report.findings)}"
    for found in _once(rebuilt.new):
        if not first or found.severity != "query":
            yield _line("new", found)
            yield from [f"          hint: {found.hint}"] * bool(found.hint and found.severity == "error")
    yield from (_line("gone", found) for found in _once(rebuilt.gone))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that several formats have in common once."""
    return list({(found.code, found.message): found for found in reversed(list(findings))}.values())[::-1]


def _line(word: str, found: Finding) -> str:
    from pressline.cli.terminal import finding_lines

    return f"    {word:4}  {next(finding_lines(found))}"


def as_json(rebuilt: Rebuilt) -> str:
    """The same for machines, on one line."""
    data = {
        "changed": [str(path) for path in rebuilt.changed],
        "formats": rebuilt.formats,
        "failed": rebuilt.report.failed,
        "seconds": round(rebuilt.seconds, 3),
        "new": [[found.code, found.message, str(found.place)] for found in rebuilt.new],
        "gone": [[found.code, found.message, str(found.place)] for found in rebuilt.gone],
    }
    return json.dumps(data, ensure_ascii=False)
