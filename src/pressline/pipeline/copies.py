"""Turn the copies of a book into files, several at once where there are processors.

What WeasyPrint makes is made in a worker process, and the other formats in this one meanwhile, which then proves the last
file of the worker: it has time to load what that takes, and to look up what the book says. The EPUB tells of the pages of the
PDF, so its last step waits for that file; a worker that has nothing else to do then looks where those pages begin, and draws
them for the report. Files, findings and their order are the same without a worker.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Never, TypeVar

from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.model import Artifact, Book, Checked, Copy, Digest, Pagination, Proof, Report, Thumbnails, Timing
from pressline.pipeline.build_cache import BuildCache, CachedFormat, key_of, pictures_of
from pressline.pipeline.formats import FORMATS, SHEETS, Format, Render
from pressline.pipeline.refusals import draft_name, is_of_audit, keep_drafts, refused_file
from pressline.runtime.files import private_folder, sha256
from pressline.runtime.ownership import WritePlan, put
from pressline.runtime.workers import Lost, Pool, Task, contained

if TYPE_CHECKING:
    from pressline.pipeline.formats import Prove

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StepResult:
    """The result of a step towards a format: a file to prove or audit findings; seconds."""

    format: str
    artifact: Artifact | None
    findings: tuple[Finding, ...]
    seconds: float
    proof: Proof | None = None


def do_nothing() -> None:
    """What is done meanwhile, if nothing is asked for."""


def build_copies(
    copies: Iterable[Copy],
    report: Report,
    pool: Pool,
    build_cache: BuildCache | None = None,
    *,
    meanwhile: Callable[[], object] = do_nothing,
    drawn: bool = False,
) -> Report:
    """The report with every format of every copy: built in private, audited, put in place.

    A file is put in place only if it passed.

    What the cache has for the same input is taken from there; afterwards it holds what passed now. `meanwhile` is
    called when there is nothing to do but to wait for the worker. `drawn`: report.html will be asked for.

    Raises:
        PresslineError: G001 when the words around a text are not those of its metadata; as the backends do; and
            as `ownership.put` when a file cannot be put in place, and then it is none of them.
    """
    copies = list(copies)
    wrong = [found for copy in copies for found in _wrongly_composed(copy.book, report)]
    if wrong:
        raise PresslineError([*report.findings, *wrong])
    kept: dict[str, CachedFormat] = {}
    finished: dict[str, bytes] = {}
    drafts: dict[str, bytes] = {}
    fresh: list[str] = []
    with private_folder() as private, _with_final_paths(private, report.folder):
        going = [_started(copy, Path(private, str(number)), pool, build_cache) for number, copy in enumerate(copies)]
        for copy, run in zip(copies, going, strict=True):
            helper = pool if run is going[-1] else Pool()
            here, thumbnails = _build_copy(run, helper, meanwhile, drawn=drawn and run is going[0])
            report = replace(report, thumbnails=report.thumbnails or thumbnails)
            pieces = [*run.done, *here]
            for format in (format for name, format in FORMATS.items() if name in copy.formats):
                own = tuple(piece for piece in pieces if piece.format == format.name)
                report, data = _placed(format, own, copy, run.folder, report) if own else (report, {})
                finished |= data
                draft = run.folder / _name(copy, format)
                if report.refused and report.refused[-1].path.name == draft.name and draft.is_file():
                    drafts[draft_name(draft)] = draft.read_bytes()
                fresh += [format.name] if format.name in run.copy.formats else []
                if own and format.name in run.keys and _passed(own):
                    kept[run.keys[format.name]] = CachedFormat(own, draft, draft.read_bytes())
            drawing = [found for piece in pieces if piece.format not in FORMATS for found in piece.findings]
            report = replace(report, findings=(*report.findings, *drawing))
    kept_before = put(WritePlan(report.folder, report.source, finished, force=report.force))
    report = replace(report, findings=(*report.findings, *kept_before))
    made = {name for copy in copies for name in copy.formats}
    report = keep_drafts(report, drafts, sorted(made), [copy.stem for copy in copies])
    if build_cache is not None:
        build_cache.rows, build_cache.fresh = kept, tuple(fresh)
        report = replace(report, reads=pictures_of(copies[0].book))
    return report


def _wrongly_composed(book: Book, report: Report) -> list[Finding]:
    """Where the words around the text of a copy are not those of its metadata."""
    from pressline.compare.around import around_differences  # a worker, which never asks, does not load it

    place = Place(str(report.source))
    return [finding("G001", place, where=where, expected=e, found=f) for where, e, f in around_differences(book)]


@dataclass(frozen=True, slots=True)
class _Run:
    """A copy under way: formats left to make, those made by workers, those from the cache."""

    copy: Copy
    folder: Path
    apart: Iterator[StepResult]
    done: list[StepResult]
    keys: dict[str, str]  # of its formats in the cache
    build_cache: BuildCache | None


def _started(copy: Copy, folder: Path, pool: Pool, build_cache: BuildCache | None) -> _Run:
    folder.mkdir()
    keys: dict[str, str] = {}
    done: list[StepResult] = []
    if build_cache is not None:
        keys = {name: key_of(name, copy, SHEETS.difference(FORMATS[name].sheets)) for name in copy.formats}
        done = [
            piece
            for name, key in keys.items()
            if key in build_cache.rows
            for piece in _cached_steps(build_cache.rows[key], copy, folder)
        ]
    made = {piece.format: piece.artifact.path for piece in done if piece.artifact}
    left = tuple(name for name in copy.formats if name not in made)
    copy = replace(copy, formats=left, book=replace(copy.book, made={**copy.book.made, **made}))
    apart = [name for name, format in FORMATS.items() if format.apart and name in left]
    stream = pool.start(steps_but_a_proof, apart, copy, folder) if apart else iter(())
    return _Run(copy, folder, _all_results(stream, apart, copy, folder), done, keys, build_cache)


def _cached_steps(kept: CachedFormat, copy: Copy, folder: Path) -> Iterator[StepResult]:
    """The steps of a format from the cache, as if its file had been made now."""
    draft = folder / kept.draft.name
    draft.write_bytes(kept.data)
    for piece in kept.steps:
        artifact = replace(piece.artifact, path=draft) if piece.artifact else None
        findings = tuple(_with_final_place(found, kept.draft, draft) for found in piece.findings)
        yield replace(piece, artifact=artifact, findings=findings, seconds=0.0)


def steps(names: Sequence[str], copy: Copy, folder: Path) -> Iterator[StepResult]:
    """Formats of a copy, one after another: of each the file, then what its audits say.

    A later one knows of those before.
    """
    for piece in steps_but_a_proof(names, copy, folder):
        yield piece
    if names and piece.artifact:
        format = FORMATS[names[-1]]
        yield _proof_of(piece.artifact, format, format.prove, copy)


def steps_but_a_proof(names: Sequence[str], copy: Copy, folder: Path) -> Iterator[StepResult]:
    """The steps of formats of a copy, but for what the audits say of the last file.

    Whoever asked proves that one.
    """
    for name in names:
        format = FORMATS[name]
        if format.needs not in ("", *copy.book.made):
            place = Place(str(folder / _name(copy, format)))
            yield StepResult(name, None, (finding("B020", place),), 0.0)
            continue
        done = [_file_of(format, format.render, copy, folder)]
        yield done[0]
        artifact = done[0].artifact
        if name == names[-1] or artifact is None:
            continue
        done.append(_proof_of(artifact, format, format.prove, copy))
        yield done[1]
        if _passed(done):
            copy = replace(copy, book=replace(copy.book, made={**copy.book.made, name: artifact.path}))


def _file_of(format: Format, render: Render, copy: Copy, folder: Path) -> StepResult:
    """The file of one format."""
    start = time.perf_counter()
    artifact, findings = render(copy.book, copy.layout, folder / _name(copy, format))
    return StepResult(format.name, artifact, tuple(findings), time.perf_counter() - start)


def _proof_of(artifact: Artifact, format: Format, prove: Prove, copy: Copy) -> StepResult:
    """What the audits of one format say."""
    start = time.perf_counter()
    proof = prove_copy(prove, artifact, copy)
    return StepResult(format.name, None, proof.findings, time.perf_counter() - start, proof)


def prove_copy(prove: Prove, artifact: Artifact, copy: Copy) -> Proof:
    """The audit of a file; for an anonymous copy also whether anything names the author."""
    proof = prove(artifact, copy.book)
    if not copy.hides:
        return proof
    from pressline.audit import anonymous  # it opens every kind of file, and most builds need none of that

    traces = Checked("author", 1, tuple(anonymous.audit(artifact, copy.hides, copy.book)))
    return replace(proof, checks=(*proof.checks, traces))


def _build_copy(
    run: _Run, helper: Pool, meanwhile: Callable[[], object], *, drawn: bool
) -> tuple[list[StepResult], Thumbnails | None]:
    """Every step that is left of a copy.

    And pictures of the pages of its PDF, if they can be drawn beside that.

    `helper` does what is asked of it once the PDF stands, if its workers have nothing else to do then.
    """
    copy, folder = run.copy, run.folder
    here = [format for name, format in FORMATS.items() if name in copy.formats and not format.apart]
    begun = [_begun(format, copy, folder) for format in here if format.starter]
    pieces = [piece for format in here if not format.starter for piece in _steps_here(format, copy, folder)]
    apart = [format for name, format in FORMATS.items() if name in copy.formats and format.apart]
    provers = {format.name: _expecting(format, run) for format in (*apart[-1:], *(started.format for started in begun))}
    if apart:
        meanwhile()
    first = next(run.apart, None)
    pdf = next((piece.artifact for piece in (*run.done, first) if piece and piece.format == "pdf" and piece.artifact), None)
    free = len(apart) == 1 and pdf is not None
    pages = _result_of(helper if free else Pool(), _paginations, pdf, copy.book) if begun and pdf else None
    drawing = _result_of(helper, _thumbnails, pdf) if free and drawn else None
    came = _worker_steps(run, first, apart, provers) if free else []
    try:
        paged = _paged(copy, pages) if pages and _pdf_passed(came) else copy
        waiting = [piece for started in begun for piece in _finished(started, provers, paged, folder)]
    except Lost as lost:  # where the pages begin cannot be told
        paged, waiting = copy, [_lost(started.format, copy, folder, lost) for started in begun]
    came = came or _worker_steps(run, first, apart, provers)
    if paged.book.pagination and not _pdf_passed(came):  # those pages will never be
        waiting = [piece for started in begun for piece in _steps_here(started.format, copy, folder)]
    pieces += [*came, *waiting]
    try:
        return pieces, drawing() if drawing else None
    except Lost as lost:
        return [*pieces, StepResult("", None, (finding(lost.code, Place(str(folder)), how=str(lost)),), 0.0)], None


def _steps_here(format: Format, copy: Copy, folder: Path) -> Iterator[StepResult]:
    """Every step of a format, done in this process."""
    return _all_results(Pool().start(steps, [format.name], copy, folder), [format.name], copy, folder)


def _expecting(format: Format, run: _Run) -> Prove:
    """What proves a format of a copy.

    Where there is a cache, it knows what it found in the file before.
    """
    try:
        with contained():
            return format.expect(run.copy.book, run.build_cache.memory(_name(run.copy, format)) if run.build_cache else None)
    except Lost as lost:
        return partial(_raise, lost)


def _worker_steps(
    run: _Run, first: StepResult | None, apart: Sequence[Format], provers: Mapping[str, Prove]
) -> list[StepResult]:
    """The steps of formats made by workers, `first` the first, with the last file's audit."""
    came = [*([first] if first else []), *run.apart]
    if came and came[-1].artifact:
        try:
            with contained():
                came.append(_proof_of(came[-1].artifact, apart[-1], provers[apart[-1].name], run.copy))
        except Lost as lost:
            came.append(_lost(apart[-1], run.copy, run.folder, lost))
    return came


@dataclass(frozen=True, slots=True)
class _StartedFormat:
    """A format of which all is made that waits for nothing.

    What makes the rest, and the seconds it took so far.
    """

    format: Format
    render: Render
    seconds: float


def _begun(format: Format, copy: Copy, folder: Path) -> _StartedFormat:
    start = time.perf_counter()
    try:
        with contained():
            render = format.begin(copy.book, copy.layout, folder / _name(copy, format))
    except Lost as lost:
        render = partial(_raise, lost)
    return _StartedFormat(format, render, time.perf_counter() - start)


def _raise(lost: Lost, *_: object) -> Never:
    """What stands for a step that a fault stopped before.

    It says so when its result is asked for.
    """
    raise lost


def _finished(begun: _StartedFormat, provers: Mapping[str, Prove], copy: Copy, folder: Path) -> Iterator[StepResult]:
    """The file of a format that was begun, and what its audits say."""
    try:
        with contained():
            made = _file_of(begun.format, begun.render, copy, folder)
            yield replace(made, seconds=made.seconds + begun.seconds)
            if made.artifact:
                yield _proof_of(made.artifact, begun.format, provers[begun.format.name], copy)
    except Lost as lost:
        yield _lost(begun.format, copy, folder, lost)


def _paged(copy: Copy, pages: Callable[[], Pagination | None]) -> Copy:
    """The copy with the pages of its PDF."""
    return copy if copy.book.pagination else replace(copy, book=replace(copy.book, pagination=pages()))


def _result_of(pool: Pool, task: Task[T], *arguments: object) -> Callable[[], T]:
    """What gives the one result of a task that goes on beside us.

    If its worker is lost, the task is done here.

    That raises Lost when a fault stops it here too.
    """
    stream = pool.start(task, *arguments)

    def result() -> T:
        try:
            (found,) = stream
        except Lost:
            (found,) = Pool().start(task, *arguments)
        return found

    return result


def _paginations(artifact: Artifact, book: Book) -> Iterator[Pagination | None]:
    """The task of looking where the pages of a PDF begin in the essay."""
    from pressline.audit.page_numbers import pagination_of

    yield pagination_of(artifact, book)


def _thumbnails(artifact: Artifact) -> Iterator[Thumbnails]:
    """The task of drawing the pages of a PDF."""
    from pressline.report.page.thumbnails import thumbnails

    yield Thumbnails(artifact.sha256, tuple(thumbnails(artifact.path)))


def _all_results(stream: Iterator[StepResult], names: Sequence[str], copy: Copy, folder: Path) -> Iterator[StepResult]:
    """The pieces of a stream.

    If its worker is lost, an error for every format that it was to make and to prove.
    """
    done = set()
    try:
        for piece in stream:
            yield piece
            done |= {piece.format} if piece.artifact is None or piece.format == names[-1] else set()
    except Lost as lost:
        for name in names:
            if name not in done:
                yield _lost(FORMATS[name], copy, folder, lost)


def _lost(format: Format, copy: Copy, folder: Path, lost: Lost) -> StepResult:
    """The piece that says why a file was not made or not proven."""
    return StepResult(format.name, None, (finding(lost.code, Place(str(folder / _name(copy, format))), how=str(lost)),), 0.0)


def _passed(pieces: Iterable[StepResult]) -> bool:
    return not any(found.severity == "error" for piece in pieces for found in piece.findings)


def _pdf_passed(pieces: Iterable[StepResult]) -> bool:
    return _passed(piece for piece in pieces if piece.format == "pdf")


def _name(copy: Copy, format: Format) -> str:
    return f"{copy.stem}{format.suffix}"


def _placed(
    format: Format, pieces: tuple[StepResult, ...], copy: Copy, folder: Path, report: Report
) -> tuple[Report, dict[str, bytes]]:
    """The report with a format of a copy.

    And its file, by its name, if it passed and is to be put in place.
    """
    draft, final = folder / _name(copy, format), report.folder / _name(copy, format)
    stage = format.name if copy.stem == report.stem else final.name
    found = [_with_final_place(found, draft, final) for piece in pieces for found in piece.findings]
    if any(map(is_of_audit, found)):
        refused, said = refused_file(format.name, final, found, copy)
        found = [*(each for each in found if not is_of_audit(each)), said]
        report = replace(report, refused=(*report.refused, refused))
    report = replace(
        report,
        findings=(*report.findings, *found),
        timings=(*report.timings, Timing(stage, sum(piece.seconds for piece in pieces))),
    )
    if not _passed(pieces) or all(piece.artifact is None for piece in pieces):
        return report, {}
    try:
        data = draft.read_bytes()
    except OSError as error:
        raise stop("W002", Place(str(draft)), reason=error.strerror) from error
    fonts = next((piece.artifact.fonts for piece in pieces if piece.artifact), ()) or _fonts_of_pages(report, copy)
    made = Artifact(format.name, final, len(data), sha256(data), fonts if format.room == "pdf" else ())
    proofs = [replace(piece.proof, artifact=made) for piece in pieces if piece.proof]
    return replace(report, artifacts=(*report.artifacts, made), proofs=(*report.proofs, *proofs)), {final.name: data}


def _fonts_of_pages(report: Report, copy: Copy) -> tuple[Digest, ...]:
    """The fonts of the PDF for the screen, of which other files of a copy are made."""
    name = f"{copy.stem}{FORMATS['pdf'].suffix}"
    return next((artifact.fonts for artifact in report.artifacts if artifact.path.name == name), ())


@contextmanager
def _with_final_paths(private: Path, folder: Path) -> Iterator[None]:
    """Rewrite paths in the private draft folder to the folder that the files are meant for."""
    try:
        yield
    except PresslineError as error:
        raise PresslineError(_final_path(found, private, folder) for found in error.findings) from error


def _final_path(found: Finding, private: Path, folder: Path) -> Finding:
    path = Path(found.place.path)
    return replace(found, place=replace(found.place, path=str(folder / path.name))) if path.is_relative_to(private) else found


def _with_final_place(found: Finding, draft: Path, final: Path) -> Finding:
    """A finding about the draft of a file, with the place the file is meant for."""
    place = replace(found.place, path=str(final)) if found.place.path == str(draft) else found.place
    return replace(found, place=place)
