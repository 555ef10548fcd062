"""The press run: copies of a book become files, several at once where there are processors for it.

What WeasyPrint makes is made in a worker process, and the other formats in this one meanwhile. The EPUB tells of the pages
of the PDF, so its last step waits for that file; the audit of the PDF goes on beside it. Files, findings and their order
are the same without a worker.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pressline.files import private_folder, sha256, write_whole
from pressline.findings import Finding, Place, finding, stop
from pressline.formats import FORMATS, Format, Render
from pressline.model import Artifact, Checked, Copy, Proof, Report, Timing
from pressline.pagination import pagination_of
from pressline.workers import Lost, Team


@dataclass(frozen=True, slots=True)
class Piece:
    """What a step towards a format gave: a file that has yet to be proven, or what its audits say; and its seconds."""

    format: str
    artifact: Artifact | None
    findings: tuple[Finding, ...]
    seconds: float
    proof: Proof | None = None


def press_copies(copies: Iterable[Copy], report: Report, team: Team) -> Report:
    """The report with every format of every copy: made in a private folder, audited, and put in place if it passed.

    Raises:
        PresslineError: as the backends do; W002 when a file cannot be written.
    """
    with private_folder() as private:
        going = []
        for number, copy in enumerate(copies):
            folder = Path(private, str(number))
            folder.mkdir()
            apart = [name for name, format in FORMATS.items() if format.apart and name in copy.formats]
            going.append((copy, folder, apart, team.start(steps, apart, copy, folder) if apart else iter(())))
        for copy, folder, apart, stream in going:
            pieces = _press(copy, folder, _to_the_end(stream, apart, copy, folder))
            for format in FORMATS.values():
                own = [piece for piece in pieces if piece.format == format.name]
                report = _placed(format, own, copy, folder, report) if own else report
    return report


def steps(names: Sequence[str], copy: Copy, folder: Path) -> Iterator[Piece]:
    """Formats of a copy, one after another: of each the file, then what its audits say. A later one knows of those before."""
    for name in names:
        done = []
        if FORMATS[name].needs not in ("", *copy.book.made):
            place = Place(str(folder / _name(copy, FORMATS[name])))
            yield Piece(name, None, (finding("B020", place),), 0.0)
            continue
        for piece in _worked(FORMATS[name], FORMATS[name].render, copy, folder):
            yield piece
            done.append(piece)
        if done[0].artifact and _passed(done):
            copy = replace(copy, book=replace(copy.book, made={**copy.book.made, name: done[0].artifact.path}))


def _worked(format: Format, render: Render, copy: Copy, folder: Path) -> Iterator[Piece]:
    """The file of one format, then what its audits say."""
    start = time.perf_counter()
    artifact, findings = render(copy.book, copy.layout, folder / _name(copy, format))
    yield Piece(format.name, artifact, tuple(findings), time.perf_counter() - start)
    start = time.perf_counter()
    proof = prove_copy(format, artifact, copy)
    yield Piece(format.name, None, proof.findings, time.perf_counter() - start, proof)


def prove_copy(format: Format, artifact: Artifact, copy: Copy) -> Proof:
    """The audit of a file: what its format's says, and for a blind copy whether anything in it leads to the author."""
    proof = format.prove(artifact, copy.book)
    if not copy.hides:
        return proof
    from pressline.audit import anonymous  # it opens every kind of file, and most builds need none of that

    traces = Checked("author", 1, tuple(anonymous.audit(artifact, copy.hides, copy.book)))
    return replace(proof, checks=(*proof.checks, traces))


def _press(copy: Copy, folder: Path, apart: Iterator[Piece]) -> list[Piece]:
    """Every step of a copy; `apart` are those of the formats that are made apart."""
    here = [format for name, format in FORMATS.items() if name in copy.formats and not format.apart]
    begun = [(format, _begun(format, copy, folder)) for format in here if format.starter]
    pieces = list(steps([format.name for format in here if not format.starter], copy, folder))
    first = next(apart, None)
    paged = _paged(copy, first)
    waiting = [piece for format, (render, spent) in begun for piece in _timed(_worked(format, render, paged, folder), spent)]
    pieces += [*([first] if first else []), *apart]
    if paged.book.pagination and not _passed([piece for piece in pieces if piece.format == "pdf"]):
        waiting = list(steps([format.name for format, _ in begun], copy, folder))  # those pages will never be
    return [*pieces, *waiting]


def _begun(format: Format, copy: Copy, folder: Path) -> tuple[Render, float]:
    """What does the rest of a format, and how long the beginning took."""
    start = time.perf_counter()
    render = format.begin(copy.book, copy.layout, folder / _name(copy, format))
    return render, time.perf_counter() - start


def _timed(pieces: Iterator[Piece], spent: float) -> Iterator[Piece]:
    """The pieces, the first of them with the seconds spent on it before."""
    for piece in pieces:
        yield replace(piece, seconds=piece.seconds + spent)
        spent = 0.0


def _paged(copy: Copy, pdf: Piece | None) -> Copy:
    """The copy with the pages of its PDF, if that is what was made first."""
    if copy.book.pagination or pdf is None or pdf.format != "pdf" or pdf.artifact is None:
        return copy
    return replace(copy, book=replace(copy.book, pagination=pagination_of(pdf.artifact, copy.book)))


def _to_the_end(stream: Iterator[Piece], names: Sequence[str], copy: Copy, folder: Path) -> Iterator[Piece]:
    """The pieces of a stream; if its worker is lost, an error for every format that was not proven."""
    proven = set()
    try:
        for piece in stream:
            yield piece
            proven |= {piece.format} if piece.artifact is None else set()
    except Lost as lost:
        for name in names:
            if name not in proven:
                place = Place(str(folder / _name(copy, FORMATS[name])))
                yield Piece(name, None, (finding("T004", place, how=str(lost)),), 0.0)


def _passed(pieces: Iterable[Piece]) -> bool:
    return not any(found.severity == "error" for piece in pieces for found in piece.findings)


def _name(copy: Copy, format: Format) -> str:
    return f"{copy.stem}{format.suffix}"


def _placed(format: Format, pieces: list[Piece], copy: Copy, folder: Path, report: Report) -> Report:
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
