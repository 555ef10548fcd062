"""What each command does. Everything heavy is imported when a command needs it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pressline.cli.showing import console, load_screen, print_json, progress, show

if TYPE_CHECKING:
    from pathlib import Path

    from pressline.model import Job, Report

USUAL = ("pdf", "epub", "docx")  # what is made when nothing is asked for


def build(options: argparse.Namespace) -> int:
    """Make the files."""
    from pressline.pipeline.formats import pool_for

    formats = _formats_of(options)
    if options.preview:
        from pressline.report.preview import SHOWN

        formats += () if set(SHOWN) & set(formats) else ("pdf",)  # there are pictures of pages alone
    with pool_for(() if options.time_limit else formats) as pool:
        from pressline.pipeline.build import build as press  # while the worker loads what it needs
        from pressline.pipeline.copies import do_nothing

        job = replace(job_of(options, options.essay, options.output), preview=options.preview, formats=formats)
        idle = do_nothing if options.json else load_screen
        return _run(partial(press, pool=pool, meanwhile=idle), job, options, made=True)


def _formats_of(options: argparse.Namespace) -> tuple[str, ...]:
    """The formats that the author chose; what is said of print asks for the printer's file."""
    for_print = ("print", "cover") if options.printer else ("print",) if options.kind or options.marks else ()
    folded = ("booklet",) if options.imposition else ()
    for_print = ("pdf", *for_print) if options.screen and options.to else for_print
    usual = () if options.to or options.printer or folded else USUAL
    return tuple(dict.fromkeys((*usual, *options.to, *for_print, *folded)))


def job_of(options: argparse.Namespace, source: Path, folder: Path | None) -> Job:
    """What the author chose, for an essay."""
    from pressline.model import Job, PrintOrder

    order = PrintOrder(
        options.kind or "", options.marks, options.printer, options.paper, options.spine, options.sheet, options.screen or ""
    )
    job = Job(source, folder, _formats_of(options), options.layout, options.anonymous, not options.no_fonts, order)
    return _limited(job, options)


def _limited(job: Job, options: argparse.Namespace) -> Job:
    """A job with what was asked for.

    Limits (a batch has one of time for each essay), metadata, what it may replace.
    """
    return replace(
        job,
        max_mb=options.max_mb,
        time_limit=getattr(options, "time_limit", 0.0),
        metadata=getattr(options, "metadata", None),
        force=getattr(options, "force", False),
    )


def pack(options: argparse.Namespace) -> int:
    """Put a submission together."""
    from pressline.model import Job
    from pressline.pipeline.formats import pool_for

    with pool_for(() if options.time_limit else ("pdf", "docx")) as pool:
        from pressline.pipeline.build import pack

        job = _limited(Job(options.essay, options.output, layout=options.layout), options)
        return _run(partial(pack, pool=pool), job, options, made=True)


def absorb(options: argparse.Namespace) -> int:
    """List the changes of editors, and take over those accepted."""
    from pressline.model import Job
    from pressline.track_changes import absorb

    def verb(job: Job) -> Report:
        return absorb(options.returned, job.source, options.accept, options.max_mb)

    return _run(verb, Job(options.essay), options, made=False)


def audit(options: argparse.Namespace) -> int:
    """Prove finished files."""
    from pressline.model import Job
    from pressline.pipeline.audit_command import audit

    def verb(job: Job) -> Report:
        return audit(options.files, job.source, options.layout, options.max_mb, options.metadata)

    return _run(verb, Job(options.against), options, made=False)


def normalize(options: argparse.Namespace) -> int:
    """Write essay.md and metadata.yaml."""
    from pressline.model import Job
    from pressline.pipeline.build import normalize_essay

    if options.again:
        from pressline.pipeline.again import normalize_again

        return _run(normalize_again, _limited(Job(options.essay, options.output), options), options, made=False)

    return _run(normalize_essay, _limited(Job(options.essay, options.output), options), options, made=True)


def check(options: argparse.Namespace) -> int:
    """Say what there is to look at."""
    from pressline.model import Job
    from pressline.pipeline.build import check

    return _run(check, _limited(Job(options.essay), options), options, made=False)


def _run(verb: Callable[[Job], Report], job: Job, options: argparse.Namespace, *, made: bool) -> int:
    """Run a command and show its report.

    A job that could not go on is shown by its findings.
    """
    from pressline.findings import PresslineError
    from pressline.model import Report

    try:
        with progress(options, job):
            report = verb(job)
    except PresslineError as error:
        report, made = Report(job.source, job.folder or job.source.parent, "", findings=error.findings), False
    if options.json:
        from pressline.report.report_json import as_json

        print_json(as_json(report, timings=True))
    else:
        show(report, made=made, verbose=getattr(options, "verbose", False))
    return 1 if report.failed else 0


def doctor(options: argparse.Namespace) -> int:
    """Show what is installed."""
    from dataclasses import asdict

    from pressline.cli.terminal import doctor_table
    from pressline.report.doctor import examine

    tools = examine()
    if options.json:
        print_json(json.dumps([asdict(tool) for tool in tools], ensure_ascii=False, indent=1))
    else:
        console().print(doctor_table(tools))
    return 0 if all(tool.version for tool in tools) else 1
