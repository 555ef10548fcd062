"""The commands; the only room that prints or exits. Everything heavy is imported when a command needs it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from pressline.findings import Finding
    from pressline.model import Job, Report

FORMATS = ("pdf", "print", "epub", "docx")
USUAL = ("pdf", "epub", "docx")
_EPILOG = """\
exit codes:
  0  done; there may be warnings, and queries to the author
  1  an error: something could not be made, or did not pass its audit
  2  the command itself was wrong
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except KeyboardInterrupt:
        print("stopped; the last good files are untouched", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pressline",
        description="A raw essay in; a print-ready PDF, an EPUB and a law-review DOCX out, with nothing lost.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = _command(commands, "build", _build, "make the PDF, the EPUB and the DOCX, and prove them")
    build.add_argument("essay", type=Path, metavar="RAW|essay.md", help="the raw essay, or an essay.md")
    build.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: beside the essay)")
    build.add_argument("--to", type=_formats, default=USUAL, metavar="pdf,print,epub,docx", help="only these")
    build.add_argument("--layout", default="essay", metavar="NAME", help="the layout (default: essay)")
    build.add_argument("--no-fonts", action="store_true", help="leave the faces out of the EPUB: smaller, in the reader's own")
    build.add_argument("--anonymous", action="store_true", help="the copies for a blind review: no author in any part of them")
    normal = _command(commands, "normalize", _normalize, "write essay.md and metadata.yaml, for you to edit")
    normal.add_argument("essay", type=Path, metavar="RAW", help="the raw essay")
    normal.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: beside the essay)")
    packed = _command(commands, "pack", _pack, "put together what a law review takes: copies, cover page, sheet")
    packed.add_argument("essay", type=Path, metavar="RAW|essay.md", help="the raw essay, or an essay.md")
    packed.add_argument("--for", dest="layout", required=True, metavar="NAME", help="the review's layout: us-law-review")
    packed.add_argument("-o", "--output", type=Path, metavar="DIR", help="where its folder goes (default: beside the essay)")
    back = _command(
        commands, "absorb", _absorb, "list the changes of a DOCX that editors returned, and take over what you accept"
    )
    back.add_argument("returned", type=Path, metavar="returned.docx", help="the DOCX with tracked changes and comments")
    back.add_argument("essay", type=Path, metavar="essay.md", help="the essay.md that it was made from")
    back.add_argument("--accept", default="", metavar="all|AUTHOR|N", help="write these changes into essay.md: 3,5 for two")
    look = _command(commands, "check", _check, "say what there is to look at, and write nothing")
    look.add_argument("essay", type=Path, metavar="RAW|essay.md", help="the raw essay, or an essay.md")
    _command(commands, "doctor", _doctor, "show what is installed, what is missing, and how to get it")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text, epilog=_EPILOG)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help="print the report as JSON, for machines")
    parser.set_defaults(command=run)
    return parser


class _Version(argparse.Action):
    """Reading the version costs time, so it is read when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"pressline {version('pressline')}")
        parser.exit()


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(FORMATS)}, not {', '.join(unknown) or 'nothing'}")
    return names


# --- the commands ---------------------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    from pressline.model import Job
    from pressline.press import build

    job = Job(options.essay, options.output, options.to, options.layout, options.anonymous, not options.no_fonts)
    return _run(build, job, options, made=True)


def _pack(options: argparse.Namespace) -> int:
    from pressline.model import Job
    from pressline.press import pack

    return _run(pack, Job(options.essay, options.output, layout=options.layout), options, made=True)


def _absorb(options: argparse.Namespace) -> int:
    from pressline.absorb import absorb
    from pressline.model import Job

    def verb(job: Job) -> Report:
        return absorb(options.returned, job.source, options.accept)

    return _run(verb, Job(options.essay), options, made=False)


def _normalize(options: argparse.Namespace) -> int:
    from pressline.model import Job
    from pressline.press import normalize_essay

    return _run(normalize_essay, Job(options.essay, options.output), options, made=True)


def _check(options: argparse.Namespace) -> int:
    from pressline.model import Job
    from pressline.press import check

    return _run(check, Job(options.essay), options, made=False)


def _run(verb: Callable[[Job], Report], job: Job, options: argparse.Namespace, *, made: bool) -> int:
    """Run a verb of the press and show its report; a job that could not go on is shown by its findings."""
    from pressline.findings import PresslineError
    from pressline.model import Report

    try:
        with _progress(options, job):
            report = verb(job)
    except PresslineError as error:
        report, made = Report(job.source, job.folder or job.source.parent, "", findings=error.findings), False
    if options.json:
        from pressline.report import as_json

        print(as_json(report, timings=True), end="")
    else:
        _show(report, made=made)
    return 1 if report.failed else 0


def _doctor(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from pressline.doctor import examine
    from pressline.terminal import doctor_table

    tools = examine()
    if options.json:
        print(json.dumps([asdict(tool) for tool in tools], ensure_ascii=False, indent=1))
    else:
        _console().print(doctor_table(tools))
    return 0 if all(tool.version for tool in tools) else 1


# --- showing --------------------------------------------------------------------------------------------------------


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def _progress(options: argparse.Namespace, job: Job) -> AbstractContextManager[object]:
    """A moving sign on a terminal that a person watches; nothing in a pipe, a log or for --json."""
    if options.json or not sys.stderr.isatty():
        return nullcontext()
    return _console(stderr=True).status(f"pressing {job.source.name} …")


def _show(report: Report, *, made: bool) -> None:
    from pressline.terminal import changes_line, finding_lines, made_table, tally

    console = _console()
    order = {"error": 0, "warning": 1, "query": 2}
    findings: list[Finding] = sorted(report.findings, key=lambda f: order[f.severity])
    for finding in findings:
        for line in finding_lines(finding, console.width):
            console.print(line, soft_wrap=True)
    if report.steps:
        console.print(f"\nchanged on the way: {changes_line(report)}", soft_wrap=True)
    if made:
        console.print()
        console.print(made_table(report))
    else:
        console.print(f"\nlook at: {tally(findings)}")
