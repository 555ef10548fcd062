"""What a person at a terminal sees."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from pressline.findings import Finding
    from pressline.model import Job, Report


def console(*, stderr: bool = False) -> Console:
    """The terminal, as wide as it is."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def print_json(text: str) -> None:
    """Print JSON; where standard output is not Unicode, in ASCII, which is the same JSON."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
    print(text, end="" if text.endswith("\n") else "\n", flush=True)


def load_screen() -> None:
    """Load what `show` takes, for which there is time while a worker sets the pages."""
    for name in ("pressline.cli.terminal", "rich.console", "rich.table"):
        import_module(name)


def progress(options: argparse.Namespace, job: Job) -> AbstractContextManager[object]:
    """A moving sign on a terminal that a person watches; nothing in a pipe, a log or for --json."""
    if options.json or not sys.stderr.isatty():
        return nullcontext()
    from rich.text import Text

    return console(stderr=True).status(Text(f"pressing {job.source.name} …"))


def show(report: Report, *, made: bool) -> None:
    """A report: its findings, what was changed, and what was made or is to be looked at."""
    from pressline.cli.terminal import changes_line, finding_lines, made_table, proof_table, tally

    screen = console()
    order = {"error": 0, "warning": 1, "query": 2}
    findings: list[Finding] = sorted(report.findings, key=lambda f: order[f.severity])
    for finding in findings:
        for line in finding_lines(finding, screen.width):
            screen.print(line, soft_wrap=True)
    if report.steps:
        screen.print(f"\nchanged on the way: {changes_line(report)}", soft_wrap=True)
    if report.proofs and not made:
        screen.print()
        screen.print(proof_table(report.proofs))
    if made:
        screen.print()
        screen.print(made_table(report))
    else:
        screen.print(f"\nlook at: {tally(findings)}")
