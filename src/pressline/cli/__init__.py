"""The commands; the only room that prints or exits.

Everything heavy is imported when a command needs it.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from pressline.cli import batching, commands, completion, layouts, watching
from pressline.cli.called import program
from pressline.cli.unforeseen import ended
from pressline.runtime.gc_tuning import collect_seldom

FORMATS = ("pdf", "print", "cover", "booklet", "epub", "docx")
_MOST_MB = 64  # as `input_files` has it, which is not loaded for --help
_NO_LIMIT = 1e9
_WIDEST_SPINE = 120  # millimetres; no glue holds more
KINDS = ("x-4", "x-3", "x-3:2002", "x-1a", "x-1a:2001")
_EPILOG = """\
exit codes:
  0  done; there may be warnings, and queries to the author
  1  an error: something could not be made, or did not pass its audit
  2  the command itself was wrong
 70  a fault of Pressline's own: the message says where its log is
"""


def command() -> NoReturn:
    """What the shell calls: `main`, and the end of the process with its code.

    It ends at once. Python 3.11 would take apart all that is in memory first: 0.05 s after one essay, seconds after a book.
    """
    os._exit(ended(main, sys.argv[1:]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code.

    Raises:
        PresslineError: X002 when there is no folder that relative paths would start from.
    """
    for stream in (sys.stdout, sys.stderr):  # a file may have a name that the terminal cannot show
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    collect_seldom()
    options = parser(program()).parse_args(arguments)
    try:
        Path.cwd()
    except OSError as error:
        from pressline.findings import Place, stop

        raise stop("X002", Place(".")) from error
    verb: Callable[[argparse.Namespace], int] = options.command
    return verb(options)


def parser(name: str) -> argparse.ArgumentParser:
    """All commands with their options; `name` is what `usage:` calls them by."""
    parser = argparse.ArgumentParser(
        prog=name,
        description="A raw essay in; a print-ready PDF, an EPUB and a law-review DOCX out, with nothing lost.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = _command(verbs, "build", commands.build, "make the PDF, the EPUB and the DOCX, and prove them")
    build.add_argument("essay", type=Path, metavar="RAW|essay.md", help="the raw essay, or an essay.md")
    build.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: beside the essay)")
    build.add_argument("--preview", action="store_true", help="pictures of the pages, and of the spreads, in preview/")
    _safety(build)
    _choices(build)
    _limits(build)
    _verbose(build)
    watched = _command(verbs, "watch", watching.watch, "build again whenever you save, until Ctrl-C")
    watched.add_argument("essay", type=_saved, metavar="essay.md", help="the essay.md that you are editing")
    watched.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: beside the essay)")
    _safety(watched)
    _choices(watched)
    _limits(watched)
    _batch(verbs)
    _normalize(verbs)
    packed = _command(verbs, "pack", commands.pack, "put together what a law review takes: copies, cover page, sheet")
    packed.add_argument("essay", type=Path, metavar="RAW|essay.md", help="the raw essay, or an essay.md")
    packed.add_argument("--for", dest="layout", required=True, metavar="NAME", help="the review's layout: us-law-review")
    packed.add_argument("-o", "--output", type=Path, metavar="DIR", help="where its folder goes (default: beside the essay)")
    _safety(packed)
    _limits(packed)
    _verbose(packed)
    back = _command(
        verbs, "absorb", commands.absorb, "list the changes of a DOCX that editors returned, and take over what you accept"
    )
    back.add_argument("returned", type=Path, metavar="returned.docx", help="the DOCX with tracked changes and comments")
    back.add_argument("essay", type=Path, metavar="essay.md", help="the essay.md that it was made from")
    back.add_argument("--accept", default="", metavar="all|AUTHOR|N", help="write these changes into essay.md: 3,5 for two")
    _limits(back, time=False)
    audit = _command(verbs, "audit", commands.audit, "prove finished files, made long ago or by somebody else")
    audit.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a PDF, an EPUB, a DOCX")
    audit.add_argument("--against", type=Path, required=True, metavar="essay.md|RAW", help="the essay that they must say")
    audit.add_argument("--layout", default="", metavar="NAME", help="they were made with (default: the manifest's)")
    _metadata(audit)
    _limits(audit, time=False)
    look = _command(verbs, "check", commands.check, "say what there is to look at, and write nothing")
    look.add_argument("essay", type=Path, metavar="RAW|essay.md", help="the raw essay, or an essay.md")
    _metadata(look)
    _limits(look)
    _layouts(verbs)
    _command(verbs, "doctor", commands.doctor, "show what is installed, what is missing, and how to get it")
    return parser


def _safety(parser: argparse.ArgumentParser, *, metadata: bool = True) -> None:
    """What may be overwritten; and which file of metadata is meant, where it can be another."""
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace files that are not Pressline's or were edited: they are kept as NAME.before",
    )
    if metadata:
        _metadata(parser)


def _metadata(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--metadata", type=Path, metavar="FILE", help="of a Markdown essay (default: metadata.yaml beside it)")


def _choices(parser: argparse.ArgumentParser) -> None:
    """What an author may choose of the files, for one essay or for many."""
    parser.add_argument("--to", type=_formats, default=(), metavar="pdf,print,cover,booklet,epub,docx", help="only these")
    parser.add_argument("--layout", default="essay", metavar="NAME", help="the layout (default: essay), or a folder: ./mine")
    parser.add_argument("--no-fonts", action="store_true", help="leave the fonts out of the EPUB: smaller, in the reader's own")
    parser.add_argument("--anonymous", action="store_true", help="the copies for a blind review: no author in any part of them")

    parser.add_argument("--pdf", dest="screen", choices=("ua-2",), help="the PDF as PDF/A-4 and PDF/UA-2, the newer standards")
    _print_choices(parser)


def _limits(parser: argparse.ArgumentParser, *, time: bool = True) -> None:
    """How much an essay may be, and how long a command may take.

    `time`: whether it has a limit of its own.
    """
    text = f"the most megabytes that the essay may have (default: {_MOST_MB})"
    parser.add_argument("--max-size", dest="max_mb", type=_amount, default=_MOST_MB, metavar="MB", help=text)
    if time:
        text = "stop after so many seconds, whatever it is doing; the last good files stay (default: no limit)"
        parser.add_argument("--time-limit", type=_amount, default=0.0, metavar="SECONDS", help=text)


def _verbose(parser: argparse.ArgumentParser) -> None:
    text = "show every warning and query with its line, not only how many there are of each kind"
    parser.add_argument("-v", "--verbose", action="store_true", help=text)


def _print_choices(parser: argparse.ArgumentParser) -> None:
    """What an author may choose of the files for a printer; each asks for them."""
    parser.add_argument("--printer", metavar="NAME", default="", help="inside and cover as kdp, ingramspark or lulu takes them")
    parser.add_argument("--paper", metavar="NAME", default="", help="the printer's paper: cream, white")
    parser.add_argument(
        "--spine", type=_millimetres, default=0.0, metavar="MM", help="how wide the printer says that the spine is"
    )
    parser.add_argument("--print", dest="kind", choices=KINDS, help="the inside as this kind of PDF/X (x-4)")
    parser.add_argument("--imposition", choices=("booklet",), help="two pages on each side of a sheet, to fold and staple")
    parser.add_argument("--sheet", choices=("a4", "letter", "twice"), default="", help="of the booklet (by language)")
    parser.add_argument("--marks", action="store_true", help="the inside with crop marks outside the bleed")


def _batch(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    many = _command(verbs, "batch", batching.batch, "press many essays on all cores or on a cluster, and only what is missing")
    many.add_argument("essays", metavar="FOLDER|LIST", help="a folder of essays, or a text file with one path a line")
    many.add_argument("-o", "--output", metavar="OUT", help="where the files go (default: FOLDER-pressed)")
    _safety(many, metadata=False)
    _choices(many)
    many.add_argument("--jobs", type=_jobs, metavar="N", help="how many at a time (default: as many as there are cores)")
    many.add_argument("--seconds", type=_count, default=1800, metavar="N", help="the most one essay may take (default: 1800)")
    _limits(many, time=False)
    many.add_argument("--memory", type=_count, metavar="MB", help="the most one worker may take (default: its share of all)")
    many.add_argument("--scheduler", default="", metavar="tcp://HOST:PORT", help="the Dask cluster that does the work")


def _normalize(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    normal = _command(verbs, "normalize", commands.normalize, "write essay.md and metadata.yaml, for you to edit")
    normal.add_argument("essay", type=Path, metavar="RAW", help="the raw essay; with --again, its essay.md, too")
    normal.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go (default: beside the essay)")
    text = "leave an edited essay.md as it is: write what a better reading makes of it as essay.new.md, and a diff"
    normal.add_argument("--again", action="store_true", help=text)
    _safety(normal, metadata=False)
    _limits(normal)
    _verbose(normal)


def _layouts(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = verbs.add_parser("layout", help="list the layouts, or make one of your own", epilog=_EPILOG)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    nouns = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _command(nouns, "list", layouts.list_layouts, "show the layouts that come with Pressline, a line each")
    new = _command(nouns, "new", layouts.new_layout, "make a layout of your own to begin with: build with --layout ./FOLDER")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="the new folder; its name is the layout's")
    new.add_argument("--from", dest="base", default="essay", metavar="NAME", help="the layout to begin from (default: essay)")
    schema = verbs.add_parser("schema", help="print the JSON Schema of metadata.yaml, layout.yaml, report.json …")
    schema.add_argument("kind", choices=("metadata", "layout", "report", "manifest"))
    schema.set_defaults(command=layouts.print_schema)
    text = "print what a shell completes commands and options by"
    complete = verbs.add_parser("completion", help=text, description=f"{text}; docs/cli.md says where to put it")
    complete.add_argument("shell", choices=completion.SHELLS)
    complete.set_defaults(command=completion.print_completion)


def _saved(text: str) -> Path:
    """A file that somebody saves.

    What is piped in never changes, and watching it would never end.
    """
    if text == "-":
        raise argparse.ArgumentTypeError("a file that you save, not what is piped in; for that: pressline build -")
    return Path(text)


def _millimetres(text: str) -> float:
    try:
        width = float(text)
    except ValueError:
        width = 0.0
    if not 0 < width <= _WIDEST_SPINE:
        raise argparse.ArgumentTypeError(f"millimetres, more than 0 and at most {_WIDEST_SPINE}, not {text}")
    return width


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = 0.0
    if not 0 < amount < _NO_LIMIT:
        raise argparse.ArgumentTypeError(f"a number above 0, not {text}")
    return amount


def _count(text: str, most: int = 1_000_000) -> int:
    """A number of seconds or of megabytes: at most twelve days, or a terabyte."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {most}, not {text[:40]}")
    return int(text)


def _jobs(text: str) -> int:
    return _count(text, 1000)


def _command(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=text, description=text, epilog=_EPILOG)
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
