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
    from rich.text import Text

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
    """A moving sign on a terminal that a person watches.

    Nothing in a pipe, a log or for --json.
    """
    if options.json or not sys.stderr.isatty():
        return nullcontext()
    from rich.text import Text

    return console(stderr=True).status(Text(f"building {job.source.name} …"))


def show(report: Report, *, made: bool, verbose: bool = False) -> None:
    """A report: findings, changes, what was made, and where to read on.

    Errors are shown in full; of what was made, other findings are counted by kind unless `verbose`.
    A line of a count is cut to the width of a terminal; a pipe has none, and gets all of it.
    """
    from pressline.cli.terminal import changes_line, finding_lines, kind_lines, made_table, proof_table, read_on, tally

    screen = console()
    order = {"error": 0, "warning": 1, "query": 2}
    findings: list[Finding] = sorted(report.findings, key=lambda f: order[f.severity])
    in_full = [found for found in findings if verbose or not made or found.severity == "error"]
    for finding in in_full:
        for line in finding_lines(finding, screen.width):
            screen.print(line, soft_wrap=True)
    for short in kind_lines(findings[len(in_full) :], _MOST_KINDS if screen.is_terminal else len(findings)):
        _print_cut(screen, short)
    if report.steps:
        _print_cut(screen, changes_line(report), cut=not verbose)
    if report.proofs and not made:
        screen.print()
        screen.print(proof_table(report.proofs))
    if made:
        screen.print()
        screen.print(made_table(report))
        screen.print(read_on(report, counted=len(findings) - len(in_full)), soft_wrap=not screen.is_terminal)
    else:
        screen.print(f"\nlook at: {tally(findings)}")


_MOST_KINDS = 9  # that leave room for a build of three formats on a screen of 24 lines


def _print_cut(screen: Console, line: Text, *, cut: bool = True) -> None:
    """Print a line; on a terminal as much of it as one row holds."""
    if cut and screen.is_terminal:
        screen.print(line, no_wrap=True, overflow="ellipsis")
    else:
        screen.print(line, soft_wrap=True)
