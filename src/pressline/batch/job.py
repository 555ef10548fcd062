"""Build one essay of a batch, from its store to the store of the output.

It may be done twice, or be stopped at any point and done again: files are put whole, the record `.batch.json` of the essay's
folder last, and an essay whose record has its key, and whose files are all there, is done already.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pressline.batch.keys import essay_key, picture_names, program, terms_digest
from pressline.batch.stores import Folder, Store, open_store
from pressline.book.metadata import FILE_NAME as METADATA
from pressline.findings import Finding, Place, PresslineError, stop
from pressline.model import EssayResult, Fault, Order, Output, Report, Terms
from pressline.pipeline.binding import ESSAY
from pressline.pipeline.build import build
from pressline.report.queries_report import FILE_NAME as QUERIES
from pressline.report.report_json import FILE_NAME as REPORT
from pressline.runtime.files import sha256
from pressline.runtime.generated_files import MANIFEST
from pressline.runtime.input_files import MOST_MB
from pressline.runtime.ownership import RECORD as WRITTEN
from pressline.runtime.ownership import edited_since

RECORD = ".batch.json"
_WRITTEN_KINDS = (".pdf", ".epub", ".docx", ".json", ".html", ".md", ".yaml")  # of the files that a build writes


def build_order(order: Order, terms: Terms) -> EssayResult:
    """Build an essay, unless that is done already.

    A row, whatever is wrong with the essay, but for what stops a worker.
    """
    start = time.perf_counter()
    try:
        output = open_store(terms.output)
        _agree(terms)
        with _at_hand(order, terms, output) as (source, folder):
            row = _pressed(order, terms, source, folder)
            if not isinstance(output, Folder) and not row.kept:
                for made in (*(each.path for each in row.outputs), *_kept_in(folder, order.name)):
                    output.write(made, (folder / PurePosixPath(made).name).read_bytes())
    except PresslineError as error:
        row = broken(order, error.findings, state="failed")
    if row.kept:
        return row
    row = replace(row, seconds={**row.seconds, "all": round(time.perf_counter() - start, 3)})
    if row.state == "done":
        output.write(f"{order.name}/{RECORD}", as_bytes(row))
    return row


def _agree(terms: Terms) -> None:
    """Raise J007 when this worker would make other files than the batch's program."""
    if program() != terms.program:
        raise stop("J007", Place(platform.node()))


def _pressed(order: Order, terms: Terms, source: Path, folder: Path) -> EssayResult:
    """The result of an essay at hand: an earlier run's if nothing is missing, else a build's."""
    output = open_store(terms.output)
    key = essay_key(
        terms_digest(terms.job, terms.program, terms.epoch), parts_of(Folder(source.parent), source.name, terms.job.max_mb)
    )
    earlier = row_of(output.read(f"{order.name}/{RECORD}"))
    if earlier and earlier.state == "done" and earlier.key == key and all(output.holds(o) for o in earlier.outputs):
        return replace(earlier, essay=order.essay, kept=True)
    with _epoch(terms.epoch):
        try:
            report = build(replace(terms.job, source=source, folder=folder, page=False))
        except PresslineError as error:
            return replace(broken(order, error.findings, state="failed"), key=key)
    return EssayResult(
        essay=order.essay,
        name=order.name,
        state="failed" if report.failed else "done",
        source=source.name if source.parent == folder else order.essay,
        key=key,
        findings=_counted(report.findings),
        faults=_faults(report.findings),
        seconds={timing.stage: round(timing.seconds, 3) for timing in report.timings},
        outputs=tuple(_outputs(report, order.name)),
    )


def parts_of(store: Store, essay: str, most_mb: float = MOST_MB) -> dict[str, bytes]:
    """The files that a book is made of: essay, metadata if it is an essay.md, pictures.

    Raises:
        PresslineError: R009 for an essay that is no file, R010 for one of more than `most_mb` megabytes.
    """
    folder = PurePosixPath(essay).parent
    parts = {PurePosixPath(essay).name: store.read(essay, most_mb) or b""}
    if PurePosixPath(essay).suffix.lower() in (".md", ".markdown"):
        metadata = store.read(str(folder / METADATA), MOST_MB)
        parts |= {METADATA: metadata} if metadata is not None else {}
    for name in [name for text in tuple(parts.values()) for name in picture_names(text)]:
        try:
            data = store.read(str(folder / name), MOST_MB)
        except PresslineError:  # the build leaves it out, and says why
            data = None
        parts |= {name: data} if data is not None else {}
    return parts


@contextlib.contextmanager
def _at_hand(order: Order, terms: Terms, output: Store) -> Iterator[tuple[Path, Path]]:
    """The essay and the folder for its files on this machine: themselves or copies.

    When a person has edited the essay.md or the metadata.yaml that an earlier run made of a raw essay, that essay.md is the
    essay: every later build starts there.
    """
    essays = open_store(terms.essays)
    with contextlib.ExitStack() as stack:
        if isinstance(essays, Folder) and isinstance(output, Folder):
            source, folder = essays.root / order.essay, output.root / order.name
        else:  # places in findings are then paths below this folder, and not those of a worker's disk
            box = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressline-")))
            stack.enter_context(contextlib.chdir(box))
            source, folder = Path(PurePosixPath(order.essay).name), Path("made")
            _fetch(essays, order.essay, Path(), terms.job.max_mb)
            _fetch(output, f"{order.name}/{ESSAY}", folder, terms.job.max_mb)
            _fetch_outputs(output, order.name, folder)
        if edited_since(folder, (ESSAY, METADATA)):
            source = folder / ESSAY
        yield source, folder


def _fetch(store: Store, essay: str, folder: Path, most_mb: float) -> None:
    """Copy an essay and what belongs to it into a folder."""
    folder.mkdir(exist_ok=True)
    for name, data in parts_of(store, essay, most_mb).items():
        if data or name != ESSAY:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _fetch_outputs(output: Store, name: str, folder: Path) -> None:
    """Copy the existing remote files of an essay that may be overwritten, to check them here."""
    for path in output.names_in(name):
        if PurePosixPath(path).suffix.lower() in _WRITTEN_KINDS or ".before" in path:
            data = output.read(f"{name}/{path}")
            if data is not None:
                (folder / path).write_bytes(data)


def _kept_in(folder: Path, name: str) -> list[str]:
    """The files that a build has kept under another name; paths are from the output's root."""
    return [f"{name}/{path.name}" for path in folder.glob("*.before*")]


@contextlib.contextmanager
def _epoch(epoch: str) -> Iterator[None]:
    """SOURCE_DATE_EPOCH as it was where the batch was started."""
    before = os.environ.pop("SOURCE_DATE_EPOCH", None)
    os.environ |= {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
    try:
        yield
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        os.environ |= {"SOURCE_DATE_EPOCH": before} if before is not None else {}


def _outputs(report: Report, name: str) -> Iterator[Output]:
    """Every file that the build has put into the essay's folder.

    Paths are from the output's root.
    """
    for artifact in report.artifacts:
        yield Output(f"{name}/{artifact.path.name}", artifact.bytes, artifact.sha256)
    written = () if report.source.parent == report.folder else (ESSAY, METADATA)
    ours = (*written, WRITTEN, MANIFEST, REPORT, QUERIES)
    for file in ours:
        if (report.folder / file).is_file():
            data = (report.folder / file).read_bytes()
            yield Output(f"{name}/{file}", len(data), sha256(data))


# --- rows -----------------------------------------------------------------------------------------------------------


def broken(order: Order, findings: Iterable[Finding], *, state: Any = "broken") -> EssayResult:
    """The row of an essay of which nothing was made."""
    found = tuple(findings)
    return EssayResult(order.essay, order.name, state, order.essay, findings=_counted(found), faults=_faults(found))


def _counted(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(sorted(Counter(found.severity for found in findings).items()))


def _faults(findings: Iterable[Finding]) -> tuple[Fault, ...]:
    return tuple(Fault(f.code, str(f.place), f.message, f.hint) for f in findings if f.severity == "error")


def as_bytes(row: EssayResult) -> bytes:
    """A row as JSON."""
    return (json.dumps(asdict(row), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def row_of(data: bytes | None) -> EssayResult | None:
    """The row that `as_bytes` made; None of anything else."""
    try:
        values = json.loads(data or b"null")
        outputs = tuple(Output(**output) for output in values.pop("outputs"))
        return EssayResult(**values | {"outputs": outputs, "faults": tuple(Fault(**fault) for fault in values["faults"])})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
