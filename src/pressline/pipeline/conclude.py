"""The end of a build: combined proofs, sources of the files, and reports beside them.

It is loaded while the files are made: nothing of it is needed before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pressline.audit.format_agreement import disagreements, notes_table
from pressline.book.identity import dated
from pressline.book.metadata import FILE_NAME as METADATA
from pressline.findings import Finding, Place, finding
from pressline.model import Artifact, Book, Copy, Provenance, Report
from pressline.pipeline.formats import FORMATS
from pressline.report.doctor import versions
from pressline.report.manifest import FILE_NAME as MANIFEST_NAME
from pressline.report.manifest import CopyKind, Dated, entry_of, manifest, provenance_of, read_dated
from pressline.report.page import FILE_NAME as PAGE_NAME
from pressline.report.page import report_page
from pressline.report.queries_report import FILE_NAME as QUERIES_NAME
from pressline.report.queries_report import queries_text
from pressline.report.report_json import FILE_NAME as REPORT_NAME
from pressline.report.report_json import as_json
from pressline.runtime.files import sha256
from pressline.runtime.generated_files import marked_json, paper_names
from pressline.runtime.ownership import WritePlan, last_written, make_way, put, settle


def provenance(given: Book, copy: Copy, sources: Collection[Path]) -> Provenance:
    """What the files of a copy are made of, and by what.

    `given` is the book as it was read, before it was typeset.
    """
    return provenance_of(given, copy.layout.name, sources, versions(copy.formats))


def conclude(report: Report, copies: Sequence[Copy]) -> Report:
    """The report with what its proofs say together."""
    proofs = [p for p in report.proofs if _copy_of(p.artifact, copies) is copies[0] and p.artifact.format != "cover"]
    found = (*report.findings, *_changed_since(report, copies[0].book), *disagreements(proofs))
    return replace(report, findings=found, notes=notes_table(copies[0].book, proofs))


def _dated(report: Report, book: Book) -> Dated | None:
    """What the essay said when it was first built with the date that its author gives.

    Now, unless the manifest knows.
    """
    date = dated(book.metadata)
    known = read_dated(report.folder)
    if known and (known.essay, known.date) == (report.stem, date):
        return known
    return Dated(report.stem, date, report.provenance.said) if date else None


def _changed_since(report: Report, book: Book) -> Iterator[Finding]:
    """A query Q019 when the words are others under the same date.

    A change of how they are set is none of theirs.
    """
    first = _dated(report, book)
    if first and first.said != report.provenance.said:
        yield finding("Q019", Place(str(book.folder / METADATA)), date=first.date)


def record(report: Report, copies: Sequence[Copy] = (), *, page: bool = False) -> Report:
    """Write the reports beside the files, for machines and for the author.

    The report with a finding for each of these reports that somebody had edited, and that was kept.

    Raises:
        PresslineError: as `ownership.put`.
    """
    plan = WritePlan(report.folder, report.source, dict.fromkeys(paper_names(made=bool(copies), page=page)), force=report.force)
    report = replace(report, findings=(*report.findings, *make_way(plan)))
    files = {
        REPORT_NAME: marked_json(as_json(report)).encode("utf-8", "backslashreplace"),
        QUERIES_NAME: queries_text(report).encode("utf-8", "replace"),
    }
    if copies:
        book, provenance = copies[0].book, report.provenance
        made = [entry_of(artifact, _kind_of(artifact, copies), book, provenance) for artifact in report.artifacts]
        written = last_written(report.folder) | {QUERIES_NAME: sha256(files[QUERIES_NAME])}
        text = manifest(report.folder, made, _dated(report, book), written)
        files[MANIFEST_NAME] = text.encode("utf-8", "backslashreplace")
    if page:
        files[PAGE_NAME] = report_page(report).encode("utf-8", "replace")
    put(replace(plan, files=files))
    settle(report.folder)
    return report


def _copy_of(artifact: Artifact, copies: Sequence[Copy]) -> Copy:
    """The copy that an artifact was made of."""
    name = artifact.path.name
    return next(copy for copy in copies if name == f"{copy.stem}{FORMATS[artifact.format].suffix}")


def _kind_of(artifact: Artifact, copies: Sequence[Copy]) -> CopyKind:
    """Which copy an artifact is.

    The first is the named or the anonymous one, and any other the cover page.
    """
    copy = _copy_of(artifact, copies)
    return "anonymous" if copy.hides else "named" if copy.stem == copies[0].stem else "cover-page"
