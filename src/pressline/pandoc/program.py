"""The only door to pandoc: run it sandboxed, with a time limit, failures as findings.

Chosen: pandoc as parser and writer over JSON, the binary taken from pypandoc_binary, run by ourselves. Not pypandoc's own
functions, because pypandoc 1.17 sorts its inputs, changes folder, decodes with errors="replace" and mangles messages; and
not `pypandoc.get_pandoc_path()`, because it runs `pandoc --version` first, which costs as much as our own call.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import re
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pressline.findings import Place, PresslineError, stop
from pressline.pandoc.carets import with_stray_signs, without_stray_signs
from pressline.pandoc.definitions import muted, unmuted
from pressline.pandoc.line_blocks import line_blocks_in, with_line_blocks
from pressline.pandoc.shapes import shaped
from pressline.runtime.processes import end_with_descendants

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
# CommonMark with what an essay needs. Chosen over pandoc's own Markdown because its parser takes time linear in any
# input (20,000 opening brackets: 0.3 s against more than a minute), and over commonmark_x for what is left out: raw HTML
# and raw attributes (nothing passes through unseen), YAML (metadata has its own file), smart (quotation marks are set by
# us), emoji (":x:" stays as typed), fancy lists ("J. Smith" starts no list), implicit header references.
DIALECT = (
    "commonmark+footnotes+pipe_tables+tex_math_dollars+bracketed_spans+fenced_divs+attributes+strikeout"
    "+superscript+subscript+definition_lists+task_lists+implicit_figures-raw_html"
)
TIMEOUT_SECONDS = 300
# The most that pandoc's own heap may take, a guard for the author's machine; and how much of it is filled between two
# sweeps: with 64 MB instead of 4 it parses the seed in three quarters of the time (pandoc 3.9).
_HEAP = ("-M4g", "-A64m")
_NO_HEAP = 251  # EXIT_HEAPOVERFLOW of GHC's runtime
# What its runtime says when the system gives it none; its code is then that of any error. False positive it avoids: a
# document that tells of memory, of which pandoc repeats nothing at the start of a line.
_NO_MEMORY = re.compile(
    rb"^(?:pandoc: )?(?:Unable to commit|[Ff]ailed to allocate|mmap|getMBlock|.{0,40}out of memory)", re.MULTILINE
)


def pandoc_path() -> Path | None:
    """The pandoc of pypandoc_binary, else one on PATH, else None."""
    spec = importlib.util.find_spec("pypandoc")
    if spec is not None and spec.origin is not None:
        for name in ("pandoc", "pandoc.exe"):
            path = Path(spec.origin).parent / "files" / name
            if path.exists():
                return path
    found = shutil.which("pandoc")
    return Path(found) if found else None


def run(arguments: list[str], data: bytes, *, cwd: Path | None = None, epoch: int | None = None) -> bytes:
    """What pandoc prints for `data` on its standard input.

    Sandboxed: it reads nothing but its input and writes nothing but its output. `epoch` is the SOURCE_DATE_EPOCH it sees.

    Raises:
        PresslineError: T001 when it fails, T002 when it takes too long, T003 when there is none, T007 when it takes too
            much memory.
    """
    path = pandoc_path()
    if path is None:
        raise stop("T003", Place("pandoc"), tool="pandoc", remedy="install it: pip install pypandoc_binary")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if epoch is not None:
        environment["SOURCE_DATE_EPOCH"] = str(epoch)
    command = [str(path), "+RTS", *_HEAP, "-RTS", "--sandbox", "--quiet", *arguments]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=environment,
            start_new_session=True,  # Ctrl-C is for this process to hear
        )
    except OSError as error:
        raise stop("T001", Place(str(path)), reason=error.strerror) from error
    if hasattr(resource, "prlimit"):  # should this process be killed, pandoc ends by itself
        with contextlib.suppress(OSError):
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (TIMEOUT_SECONDS, TIMEOUT_SECONDS + 5))
    try:
        out, err = process.communicate(data, timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise stop("T002", Place(str(path)), seconds=TIMEOUT_SECONDS) from error
    finally:
        if process.poll() is None:  # it takes too long, or this process gives up
            end_with_descendants(process)
            process.communicate()
    if process.returncode == _NO_HEAP or _NO_MEMORY.search(err):
        raise stop("T007", Place(str(path)), how="pandoc took all that it may have")
    if process.returncode != 0:
        raise stop("T001", Place(str(path)), reason=err.decode("utf-8", "replace").strip() or _ending(process.returncode))
    return out


def _ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"it ended with code {code}"
    return f"it was killed ({signal.Signals(-code).name})" if -code in {*signal.Signals} else f"it was killed ({-code})"


@contextlib.contextmanager
def begun(call: Callable[..., T], *arguments: object) -> Iterator[Callable[[], T]]:
    """While pandoc works on a call of one of the functions here.

    What waits for it, and gives or raises what it does.

    Who gives up meanwhile, by an error or by Ctrl-C, does not wait.
    """
    pool = ThreadPoolExecutor(1)
    try:
        try:
            result = pool.submit(call, *arguments).result
        except RuntimeError:  # the system gives no thread
            result = partial(call, *arguments)
        yield result
    finally:
        pool.shutdown(wait=False)


def parse(markdown: str, *, raw_html: bool = False) -> dict[str, Any]:
    """pandoc's AST of Markdown in our dialect: {"pandoc-api-version": ..., "meta".

    {}, "blocks": [...]}.

    `raw_html`: HTML in it stands in the tree as it is, instead of being left out. A call within a note is text in it: see
    `definitions`; so is a caret or a tilde that would raise or lower words with spaces between them: see `carets`. Line blocks
    are LineBlocks, see `line_blocks`; what attributes say of tables and lists is in the fields of the tree, see `shapes`.
    """
    dialect = DIALECT.replace("-raw_html", "+raw_html") if raw_html else DIALECT
    readable = muted(without_stray_signs(with_line_blocks(markdown)))
    ast = _tree(run(["-f", dialect, "-t", "json"], readable.encode()))
    return {**ast, "blocks": shaped(line_blocks_in(ast["blocks"]))}


def read_document(data: bytes, reader: str) -> dict[str, Any]:
    """pandoc's AST of a document of any kind that it reads.

    `reader` is the name of the kind with its extensions.

    Raises:
        PresslineError: as `run` does; T001 also when the document is damaged.
    """
    return _tree(run(["-f", reader, "-t", "json", "--track-changes=accept"], data))


def _tree(answer: bytes) -> dict[str, Any]:
    """The AST that an answer of pandoc's is."""
    try:
        ast = json.loads(unmuted(with_stray_signs(answer.decode())))
    except ValueError as error:
        raise strange("a tree") from error
    if not isinstance(ast, dict) or not isinstance(ast.get("blocks"), list) or not isinstance(ast.get("meta"), dict):
        raise strange("a tree")
    return ast


def strange(wanted: str) -> PresslineError:
    """The error that pandoc ended well and did not write what it was asked for."""
    return stop("T001", Place(str(pandoc_path())), reason=f"what it wrote is not {wanted}")


def _ast(blocks: list[dict[str, Any]], meta: dict[str, Any] | None = None) -> bytes:
    """A whole AST as JSON bytes, in the version of pandoc-types that pandoc 3 writes."""
    whole = {"pandoc-api-version": [1, 23, 1, 1], "meta": meta or {}, "blocks": blocks}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def to_html(blocks: list[dict[str, Any]]) -> str:
    """HTML of a tree of blocks, well-formed for an XML parser, without html, head or body."""
    arguments = ["-f", "json", "-t", "html5", "--wrap=none", "--mathml", "--syntax-highlighting=none"]
    return run(arguments, _ast(blocks)).decode("utf-8", "replace")


def to_markdown(blocks: list[dict[str, Any]]) -> str:
    """Markdown of a tree of blocks in our dialect, one paragraph a line."""
    arguments = ["-f", "json", "-t", DIALECT, "--wrap=none", "--markdown-headings=atx"]
    return run(arguments, _ast(blocks)).decode("utf-8", "replace")


def to_docx(blocks: list[dict[str, Any]], *, meta: dict[str, Any] | None = None, epoch: int = 0) -> bytes:
    """A DOCX of a tree of blocks, in pandoc's own styles.

    The sandbox lets pandoc read no file: a picture must stand in the tree as a data: URI.
    """
    arguments = ["-f", "json", "-t", "docx", "--syntax-highlighting=none", "-o", "-"]
    data = run(arguments, _ast(blocks, meta), epoch=epoch)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise strange("a DOCX")
    return data


def version() -> str:
    """The version of pandoc, "3.9".

    Raises:
        PresslineError: as `run` does.
    """
    return run(["--version"], b"").decode().split("\n", 1)[0].removeprefix("pandoc").strip()
