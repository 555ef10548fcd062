"""The press run: copies of a book become files, several at once where there are processors for it.

What WeasyPrint makes is made in a worker process, and the other formats in this one meanwhile, which then proves the last
file of the worker: it has time to load what that takes. The EPUB tells of the pages of the PDF, so its last step waits for
that file. Files, findings and their order are the same without a worker.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pressline.files import private_folder, sha256, write_whole
from pressline.findings import Finding, Place, finding, stop
from pressline.formats import FORMATS, SHEETS, Format, Render
from pressline.model import Artifact, Checked, Copy, Proof, Report, Timing
from pressline.shelf import Kept, Shelf, key_of, pictures_of
from pressline.workers import Lost, Team


@dataclass(frozen=True, slots=True)
class Piece:
    """What a step towards a format gave: a file that has yet to be proven, or what its audits say; and its seconds."""

    format: str
    artifact: Artifact | None
    findings: tuple[Finding, ...]
    seconds: float
    proof: Proof | None = None


def _nothing() -> None:
    pass


def press_copies(
    copies: Iterable[Copy],
    report: Report,
    team: Team,
    shelf: Shelf | None = None,
    *,
    meanwhile: Callable[[], None] = _nothing,
) -> Report:
    """The report with every format of every copy: made in a private folder, audited, and put in place if it passed.

    What stands on the shelf for the same input is taken from there; afterwards it holds what passed now. `meanwhile` is
    called when there is nothing to do but to wait for the worker.

    Raises:
        PresslineError: as the backends do; W002 when a file cannot be written.
    """
    copies = list(copies)
    kept: dict[str, Kept] = {}
    fresh: list[str] = []
    with private_folder() as private:
        going = [_started(copy, Path(private, str(number)), team, shelf) for number, copy in enumerate(copies)]
        for copy, run in zip(copies, going, strict=True):
            pieces = [*run.done, *_press(run, meanwhile)]
            for format in (format for name, format in FORMATS.items() if name in copy.formats):
                own = tuple(piece for piece in pieces if piece.format == format.name)
                report = _placed(format, own, copy, run.folder, report) if own else report
                draft = run.folder / _name(copy, format)
                fresh += [format.name] if format.name in run.copy.formats else []
                if own and format.name in run.keys and _passed(own):
                    kept[run.keys[format.name]] = Kept(own, draft, draft.read_bytes())
    if shelf is not None:
        shelf.rows, shelf.fresh = kept, tuple(fresh)
        report = replace(report, reads=pictures_of(copies[0].book))
    return report


@dataclass(frozen=True, slots=True)
class _Run:
    """A copy under way: what is left to make of it, the steps of formats made apart, and those taken from the shelf."""

    copy: Copy
    folder: Path
    apart: Iterator[Piece]
    done: list[Piece]
    keys: dict[str, str]  # of its formats on the shelf


def _started(copy: Copy, folder: Path, team: Team, shelf: Shelf | None) -> _Run:
    folder.mkdir()
    keys: dict[str, str] = {}
    done: list[Piece] = []
    if shelf is not None:
        keys = {name: key_of(name, copy, SHEETS.difference(FORMATS[name].sheets)) for name in copy.formats}
        done = [piece for name, key in keys.items() if key in shelf.rows for piece in _taken(shelf.rows[key], copy, folder)]
    made = {piece.format: piece.artifact.path for piece in done if piece.artifact}
    left = tuple(name for name in copy.formats if name not in made)
    copy = replace(copy, formats=left, book=replace(copy.book, made={**copy.book.made, **made}))
    apart = [name for name, format in FORMATS.items() if format.apart and name in left]
    stream = team.start(steps_but_a_proof, apart, copy, folder) if apart else iter(())
    return _Run(copy, folder, _to_the_end(stream, apart, copy, folder), done, keys)


def _taken(kept: Kept, copy: Copy, folder: Path) -> Iterator[Piece]:
    """The steps of a format from the shelf, as if its file had been made now."""
    draft = folder / kept.draft.name
    draft.write_bytes(kept.data)
    for piece in kept.steps:
        artifact = replace(piece.artifact, path=draft) if piece.artifact else None
        findings = tuple(_settled(found, kept.draft, draft) for found in piece.findings)
        yield replace(piece, artifact=artifact, findings=findings, seconds=0.0)


def steps(names: Sequence[str], copy: Copy, folder: Path) -> Iterator[Piece]:
    """Formats of a copy, one after another: of each the file, then what its audits say. A later one knows of those before."""
    for piece in steps_but_a_proof(names, copy, folder):
        yield piece
    if names and piece.artifact:
        yield _proof_of(piece.artifact, FORMATS[names[-1]], copy)


def steps_but_a_proof(names: Sequence[str], copy: Copy, folder: Path) -> Iterator[Piece]:
    """The steps of formats of a copy, but for what the audits say of the last file: whoever asked proves that one."""
    for name in names:
        format = FORMATS[name]
        if format.needs not in ("", *copy.book.made):
            place = Place(str(folder / _name(copy, format)))
            yield Piece(name, None, (finding("B020", place),), 0.0)
            continue
        done = [_file_of(format, format.render, copy, folder)]
        yield done[0]
        artifact = done[0].artifact
        if name == names[-1] or artifact is None:
            continue
        done.append(_proof_of(artifact, format, copy))
        yield done[1]
        if _passed(done):
            copy = replace(copy, book=replace(copy.book, made={**copy.book.made, name: artifact.path}))


def _file_of(format: Format, render: Render, copy: Copy, folder: Path) -> Piece:
    """The file of one format."""
    start = time.perf_counter()
    artifact, findings = render(copy.book, copy.layout, folder / _name(copy, format))
    return Piece(format.name, artifact, tuple(findings), time.perf_counter() - start)


def _proof_of(artifact: Artifact, format: Format, copy: Copy) -> Piece:
    """What the audits of one format say."""
    start = time.perf_counter()
    proof = prove_copy(format, artifact, copy)
    return Piece(format.name, None, proof.findings, time.perf_counter() - start, proof)


def prove_copy(format: Format, artifact: Artifact, copy: Copy) -> Proof:
    """The audit of a file: what its format's says, and for a blind copy whether anything in it leads to the author."""
    proof = format.prove(artifact, copy.book)
    if not copy.hides:
        return proof
    from pressline.audit import anonymous  # it opens every kind of file, and most builds need none of that

    traces = Checked("author", 1, tuple(anonymous.audit(artifact, copy.hides, copy.book)))
    return replace(proof, checks=(*proof.checks, traces))


def _press(run: _Run, meanwhile: Callable[[], None]) -> list[Piece]:
    """Every step that is left of a copy."""
    copy, folder = run.copy, run.folder
    here = [format for name, format in FORMATS.items() if name in copy.formats and not format.apart]
    begun = [(format, _begun(format, copy, folder)) for format in here if format.starter]
    pieces = list(steps([format.name for format in here if not format.starter], copy, folder))
    apart = [format for name, format in FORMATS.items() if name in copy.formats and format.apart]
    if apart:
        apart[-1].load_prover()
        meanwhile()
    pdf = next((piece for piece in run.done if piece.format == "pdf"), None)
    first = next(run.apart, None)
    paged = _paged(copy, pdf or first)
    waiting = [piece for format, (render, spent) in begun for piece in _finished(format, render, spent, paged, folder)]
    came = [*([first] if first else []), *run.apart]
    if came and came[-1].artifact:
        came.append(_proof_of(came[-1].artifact, apart[-1], copy))
    pieces += came
    if paged.book.pagination and not _passed([piece for piece in pieces if piece.format == "pdf"]):
        waiting = list(steps([format.name for format, _ in begun], copy, folder))  # those pages will never be
    return [*pieces, *waiting]


def _finished(format: Format, render: Render, spent: float, copy: Copy, folder: Path) -> Iterator[Piece]:
    """The file of a format that was begun, with the seconds spent on it before, and what its audits say."""
    made = _file_of(format, render, copy, folder)
    yield replace(made, seconds=made.seconds + spent)
    if made.artifact:
        yield _proof_of(made.artifact, format, copy)


def _begun(format: Format, copy: Copy, folder: Path) -> tuple[Render, float]:
    """What does the rest of a format, and how long the beginning took."""
    start = time.perf_counter()
    render = format.begin(copy.book, copy.layout, folder / _name(copy, format))
    return render, time.perf_counter() - start


def _paged(copy: Copy, pdf: Piece | None) -> Copy:
    """The copy with the pages of its PDF, if that is what was made first."""
    if copy.book.pagination or pdf is None or pdf.format != "pdf" or pdf.artifact is None:
        return copy
    from pressline.pagination import pagination_of  # which no worker asks for

    return replace(copy, book=replace(copy.book, pagination=pagination_of(pdf.artifact, copy.book)))


def _to_the_end(stream: Iterator[Piece], names: Sequence[str], copy: Copy, folder: Path) -> Iterator[Piece]:
    """The pieces of a stream; if its worker is lost, an error for every format that it was to make and to prove."""
    done = set()
    try:
        for piece in stream:
            yield piece
            done |= {piece.format} if piece.artifact is None or piece.format == names[-1] else set()
    except Lost as lost:
        for name in names:
            if name not in done:
                place = Place(str(folder / _name(copy, FORMATS[name])))
                yield Piece(name, None, (finding("T004", place, how=str(lost)),), 0.0)


def _passed(pieces: Iterable[Piece]) -> bool:
    return not any(found.severity == "error" for piece in pieces for found in piece.findings)


def _name(copy: Copy, format: Format) -> str:
    return f"{copy.stem}{format.suffix}"


def _placed(format: Format, pieces: tuple[Piece, ...], copy: Copy, folder: Path, report: Report) -> Report:
    """The report with a format of a copy, whose file is put in place if it passed."""
    draft, final = folder / _name(copy, format), report.folder / _name(copy, format)
    stage = format.name if copy.stem == report.stem else final.name
    report = replace(
        report,
        findings=(*report.findings, *(_settled(found, draft, final) for piece in pieces for found in piece.findings)),
        timings=(*report.timings, Timing(stage, sum(piece.seconds for piece in pieces))),
    )
    if not _passed(pieces) or all(piece.artifact is None for piece in pieces):
        return report
    try:
        data = draft.read_bytes()
    except OSError as error:
        raise stop("W002", Place(str(draft)), reason=error.strerror) from error
    write_whole(final, data)
    made = Artifact(format.name, final, len(data), sha256(data))
    proofs = [replace(piece.proof, artifact=made) for piece in pieces if piece.proof]
    return replace(report, artifacts=(*report.artifacts, made), proofs=(*report.proofs, *proofs))


def _settled(found: Finding, draft: Path, final: Path) -> Finding:
    """A finding about the draft of a file, with the place the file is meant for."""
    place = replace(found.place, path=str(final)) if found.place.path == str(draft) else found.place
    return replace(found, place=place)
