"""The whole line on one page; read this first.

A raw essay is normalized into essay.md and metadata.yaml, which are the author's to edit; those make the Book; each format
renders the Book into a file of a private folder; the audit opens that file afresh; and only a file that passes takes its
place in the output folder (`copies`). For a blind review the Book is made anonymous before that, and the files are
searched for the author. A build that is killed, or that fails, leaves the last good files.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pressline.book.composition import composed
from pressline.book.identity import is_identified, stamp_of, uuid_of_title
from pressline.book.markdown import parse_essay, start_parsing
from pressline.book.metadata import FILE_NAME, kept_uuid, load_metadata, parse_metadata, write_metadata
from pressline.compare import text_compare
from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.layouts import load_layout
from pressline.layouts.printers import printing_of
from pressline.layouts.shown import additions_of
from pressline.model import (
    Book,
    Copy,
    Job,
    Layout,
    Limits,
    Manuscript,
    Metadata,
    Provenance,
    Reading,
    Report,
    Sheet,
    Source,
    Timing,
)
from pressline.normalize import normalizer
from pressline.normalize.readings import best_reading
from pressline.normalize.writer import write
from pressline.normalize.written_back import shape_findings
from pressline.pandoc.input_limits import require_usual
from pressline.pandoc.tree import walk
from pressline.pipeline.binding import ESSAY, metadata_of
from pressline.pipeline.copies import build_copies, do_nothing
from pressline.pipeline.formats import pool_for, with_needs
from pressline.pipeline.planning import planned_files, planned_submission, refuse, refuse_name, refuse_pictures
from pressline.pipeline.questions import ask_about_names, ask_about_references, with_unread_formulas
from pressline.readers.source import read
from pressline.runtime.files import claimed
from pressline.runtime.generated_files import SUBMISSION, paper_names
from pressline.runtime.isolated_call import CallLimits as CallLimits
from pressline.runtime.isolated_call import Ended, Stopped, call
from pressline.runtime.local_files import file_beside, is_too_large
from pressline.runtime.ownership import WritePlan, put, settle
from pressline.runtime.workers import Pool
from pressline.transforms.cross_references import concordance, new_notes

if TYPE_CHECKING:
    from pressline.pipeline.build_cache import BuildCache

Planned = Callable[[Metadata], WritePlan]  # the files that a command will write beside essay.md and metadata.yaml
_TYPESETTING = (
    "pressline.transforms.typography",
    "pressline.transforms.no_break_spaces",
    "pressline.transforms.acronyms",
    "pressline.transforms.formulas",
    "pressline.transforms.figures",
)  # loaded while pandoc works


def build(
    job: Job, pool: Pool | None = None, build_cache: BuildCache | None = None, *, meanwhile: Callable[[], object] = do_nothing
) -> Report:
    """The whole line: a raw essay or an essay.md in, the finished and proven files out.

    Without a pool of workers one step is done after another, in this process. The cache holds what the last build finished.
    `meanwhile` is called while there is nothing to do but to wait for a worker; those of a pool are not kept for another
    build, unless there is a cache.

    With a limit of time it goes on in a process of its own, which has its own workers and no cache.

    Raises:
        PresslineError: when the essay, its metadata or its layout cannot be used, or a file cannot be written; T005 when
            the time that the job has is over.
    """
    if job.time_limit:
        return within_time_limit(job, _with_workers, build)
    began = time.perf_counter()
    source = opened(job)
    layout = load_layout(job.layout)
    layout = replace(layout, embed_fonts=layout.embed_fonts and job.embed_fonts)
    report = start(job, source)
    book, report = _book_of(source, report, partial(planned_files, job, report))
    report = replace(report, timings=(Timing(ESSAY, time.perf_counter() - began),))
    report = _ask_for_identifier(book, job, report)
    given, book = book, replace(typeset(book, layout), printing=printing_of(job.order))
    report = replace(report, concordance=concordance(given, book))
    report = with_unread_formulas(report, book, _sources(source, report)[0])
    report = ask_about_references(given, report, _sources(source, report)[0])
    copies = [Copy(report.stem, book, layout, with_needs(job.formats))]
    if job.anonymous:
        copies = list(anonymous_copies(copies[0]))
        report = ask_about_names(book, report, _sources(source, report)[0])
    with claimed(report.folder):
        provenance = cache(partial(_provenance, given, copies[0], (report.source, *_sources(source, report))))
        pool = pool or Pool()
        report = build_copies(copies, report, pool, build_cache, meanwhile=lambda: (provenance(), meanwhile()), drawn=job.page)
        if build_cache is None:
            pool.dismiss()
        report = _concluded(replace(report, provenance=provenance()), copies, job)
    return replace(report, seconds=time.perf_counter() - began)


def pack(job: Job, pool: Pool | None = None) -> Report:
    """Make a submission folder: named and anonymous copies, cover page, sheet of lengths.

    Raises:
        PresslineError: as `build` does; L004 when the layout says nothing about what its review takes.
    """
    from pressline.submission.package import sheet, shortfalls

    if job.time_limit:
        return within_time_limit(replace(job, formats=("pdf", "docx")), _with_workers, pack)
    began = time.perf_counter()
    layout = load_layout(job.layout)
    if layout.limits == Limits():
        raise stop("L004", Place(job.layout), name=job.layout)
    source = opened(job)
    report = start(job, source)
    folder = report.folder / f"for-{layout.name}"
    if folder.is_symlink() and not folder.resolve().is_relative_to(report.folder.resolve()):
        raise stop("W006", Place(str(folder)), name=folder.name, kind="a link that leads out of the folder", way="")
    book, report = _book_of(source, report, partial(planned_submission, folder, report))
    given, book = book, typeset(book, layout)
    essay, settings = _sources(source, report)
    report = with_unread_formulas(replace(report, concordance=concordance(given, book)), book, essay)
    report = ask_about_names(book, report, essay)
    report = replace(report, folder=folder)
    named = Copy(report.stem, book, layout, ("docx", "pdf"))
    with claimed(report.folder):
        report = build_copies([named, *anonymous_copies(named)], report, pool or Pool())
        report = replace(report, findings=(*report.findings, *shortfalls(book, layout, essay, settings)))
        text = sheet(book, layout, report.artifacts, report.findings)
        kept = put(WritePlan(folder, report.source, {SUBMISSION: text.encode()}, force=report.force))
        settle(folder)
    return replace(report, findings=(*report.findings, *kept), seconds=time.perf_counter() - began)


def normalize_essay(job: Job) -> Report:
    """The first half of the line: a raw essay in, essay.md and metadata.yaml out.

    Raises:
        PresslineError: as `build` does.
    """
    if job.time_limit:
        return within_time_limit(job, normalize_essay)
    source = opened(job)
    report = start(job, source)
    if is_manuscript(source):
        return _book_of(source, report)[1]
    from pressline.pipeline.conclude import record

    sheet, drafted = best_reading(source)
    papers = WritePlan(report.folder, report.source, dict.fromkeys(paper_names(made=False, page=False)), force=job.force)
    report, manuscript = _write_manuscript(sheet, drafted, report, lambda _: papers)
    return record(_with_queries(report, manuscript, sheet))


def within_time_limit(job: Job, step: Callable[..., Report], *before: object) -> Report:
    """Run a step of a job on what comes before it, within the job's time limit.

    Raises:
        PresslineError: as the command does; T005 when the time is over; T006 when its process ended otherwise.
    """
    place = Place(str(job.source))
    try:
        return call(step, *before, replace(job, time_limit=0.0), limits=CallLimits(seconds=job.time_limit))
    except Stopped as stopped:
        raise stop("T005", place, seconds=job.time_limit) from stopped
    except Ended as ended:
        raise stop("T006", place, how=ended) from ended


def _with_workers(step: Callable[[Job, Pool], Report], job: Job) -> Report:
    """What a step of the pipeline gives, done with the workers that its formats are worth."""
    with pool_for(job.formats) as pool:
        return step(job, pool)


def _provenance(given: Book, copy: Copy, sources: tuple[Path, ...]) -> Provenance:
    """What the files of a copy are made of; with this, what a build ends with is loaded."""
    from pressline.pipeline.conclude import provenance

    return provenance(given, copy, sources)


def _concluded(report: Report, copies: Sequence[Copy], job: Job) -> Report:
    """The report of files that stand in their place, with all that lies beside them written."""
    from pressline.pipeline.conclude import conclude, record

    report = conclude(report, copies)
    if job.preview:
        from pressline.report.preview import with_preview

        report = with_preview(report)
    return record(report, copies, page=job.page)


def check(job: Job) -> Report:
    """Findings only: everything that is known before a file is rendered. Nothing is written.

    Raises:
        PresslineError: as `build` does.
    """
    if job.time_limit:
        return within_time_limit(job, check)
    source = opened(job)
    report = start(job, source)
    if is_manuscript(source):
        return _ask_for_identifier(_book_of(source, report)[0], job, report)
    sheet, drafted = best_reading(source)
    manuscript = with_kept_uuid(normalizer.with_queries(drafted, sheet), report.folder)
    report = replace(report, steps=manuscript.steps, findings=manuscript.findings, readings=sheet.readings)
    metadata_text = write_metadata(manuscript.metadata)
    try:
        book = _parse(write(manuscript), metadata_text, manuscript.metadata, report.folder / ESSAY)
    except PresslineError as error:
        return replace(report, findings=(*report.findings, *error.findings))
    shapes = shape_findings(manuscript, book, str(report.folder / ESSAY))
    return replace(report, findings=(*report.findings, *_differences(normalizer.reading_of(manuscript), book), *shapes))


def start(job: Job, source: Source) -> Report:
    """A report of nothing yet: where the files go and what they are called.

    The folder asked for; else an essay.md's own; else a folder beside the raw essay, of its name.

    Raises:
        PresslineError: W009 for a name of which no other can be made: "..txt" would put the files into the folder above.
    """
    refuse_name(job, source)
    if is_manuscript(source):
        return Report(source.path, job.folder or source.path.parent, source.path.stem, force=job.force)
    return Report(source.path, job.folder or source.path.with_suffix(""), Path(ESSAY).stem, force=job.force)


def opened(job: Job) -> Source:
    """The essay of a job as a file, with its file of metadata if it is an essay.md.

    Raises:
        PresslineError: as `readers.read` and `binding.metadata_of`.
    """
    source = read(job.source, job.max_mb)
    return replace(source, metadata=metadata_of(source, job.metadata))


def is_manuscript(source: Source) -> bool:
    """Whether a source is an essay.md, which has a file of metadata.

    Any other Markdown is raw.
    """
    return source.metadata is not None


def decode_essay(source: Source) -> str:
    """The text of an essay.md.

    Raises:
        PresslineError: R005 for bytes that are not UTF-8.
    """
    try:
        return source.data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        raise stop("R005", Place(str(source.path), line), byte=f"0x{source.data[error.start]:02X}") from error


# --- from the essay to the book -------------------------------------------------------------------------------------


def _book_of(source: Source, report: Report, planned: Planned | None = None) -> tuple[Book, Report]:
    """The Book of an essay.md as it stands, or of a raw essay by way of files on disk.

    Raises:
        PresslineError: before anything is written, with all that must not be overwritten of these two and of what is planned.
    """
    if is_manuscript(source):
        metadata, metadata_text = load_metadata(source.path, source.metadata)
        refuse(planned(metadata) if planned else None)
        text = decode_essay(source)
        require_usual(text, str(source.path))
        return _parse(text, metadata_text, metadata, source.path), report
    sheet, drafted = best_reading(source)
    report, manuscript = _write_manuscript(sheet, drafted, report, planned)
    essay = report.folder / ESSAY
    metadata_text = write_metadata(manuscript.metadata)
    text = write(manuscript)
    require_usual(text, str(essay))
    with start_parsing(text) as finish:  # meanwhile the author is asked, and what comes next is loaded
        report = _with_queries(report, manuscript, sheet)
        reading = normalizer.reading_of(manuscript)
        for room in _TYPESETTING:
            import_module(room)
        try:
            metadata = parse_metadata(metadata_text, str(essay))
            book = finish(metadata, essay, stamp=stamp_of(metadata), extra=metadata_text)
        except PresslineError as error:
            raise PresslineError([*report.findings, *error.findings]) from error
    wrong = _differences(reading, book)
    if wrong:
        raise PresslineError([*report.findings, *wrong])
    shapes = shape_findings(manuscript, book, str(essay))
    return book, replace(report, findings=(*report.findings, *shapes))


def _ask_for_identifier(book: Book, job: Job, report: Report) -> Report:
    """Add a query M010 when an EPUB is made and a hand-made metadata.yaml has no identifier."""
    if is_identified(book.metadata) or "epub" not in job.formats or job.anonymous:
        return report
    asked = finding("M010", Place(str(book.folder / FILE_NAME)), uuid=uuid_of_title(book.metadata))
    return replace(report, findings=(*report.findings, asked))


def _write_manuscript(sheet: Sheet, drafted: Manuscript, report: Report, planned: Planned | None) -> tuple[Report, Manuscript]:
    """Write essay.md and metadata.yaml; no queries yet.

    Nothing is written when words were lost or a file is not ours.
    """
    report, manuscript, texts = written_texts(sheet, drafted, report)
    files = {name: text.encode() for name, text in texts.items()}
    shown = pictures(manuscript, sheet, report.folder)
    files |= shown
    plan = WritePlan(report.folder, report.source, files, to_edit=files, force=report.force)
    others = planned(manuscript.metadata) if planned else None
    refuse_pictures(plan, shown, others)
    refuse(plan, others)
    with claimed(report.folder):
        kept = put(plan)
    return replace(report, findings=(*report.findings, *kept)), manuscript


def written_texts(sheet: Sheet, drafted: Manuscript, report: Report) -> tuple[Report, Manuscript, dict[str, str]]:
    """What essay.md and metadata.yaml of a drafted manuscript say, by their names.

    With the report and the manuscript, which keeps the UUID of the folder.

    Raises:
        PresslineError: G001 when words were lost.
    """
    manuscript = with_kept_uuid(drafted, report.folder)
    report = replace(report, steps=manuscript.steps, findings=manuscript.findings, readings=sheet.readings)
    if any(f.code == "G001" for f in manuscript.findings):
        raise PresslineError(normalizer.with_queries(manuscript, sheet).findings)
    texts = {ESSAY: write(manuscript), FILE_NAME: write_metadata(manuscript.metadata)}
    if unwritten := normalizer.unwritten(manuscript.metadata, texts[FILE_NAME], FILE_NAME):
        raise PresslineError([*report.findings, *unwritten])
    return report, manuscript, texts


def _with_queries(report: Report, manuscript: Manuscript, sheet: Sheet) -> Report:
    """Add to the report of a manuscript its queries, and then what was said when writing it."""
    said = tuple(found for found in report.findings if found not in manuscript.findings)
    return replace(report, findings=(*normalizer.with_queries(manuscript, sheet).findings, *said))


def with_kept_uuid(manuscript: Manuscript, *folders: Path) -> Manuscript:
    """The manuscript with the UUID of an earlier normalize, from the first folder with one.

    A raw essay that is corrected and normalized again stays the same publication.
    """
    metadata = manuscript.metadata
    kept = next(filter(None, (kept_uuid(folder, metadata.title) for folder in folders)), metadata.identifiers.uuid)
    identifiers = replace(metadata.identifiers, uuid=kept)
    return replace(manuscript, metadata=replace(metadata, identifiers=identifiers))


def pictures(manuscript: Manuscript, sheet: Sheet, folder: Path) -> dict[str, bytes]:
    """The pictures that are to lie beside essay.md in a folder, by name.

    From beside the raw essay, and out of it.

    Raises:
        PresslineError: R007 when one cannot be read.
    """
    return _beside(manuscript, sheet.path.parent, folder) | _held(manuscript, sheet)


def _held(manuscript: Manuscript, sheet: Sheet) -> dict[str, bytes]:
    """The pictures that the raw essay holds and essay.md shows, by their common names."""
    return {target: sheet.media[target] for target in _targets(manuscript) if target in sheet.media}


def _targets(manuscript: Manuscript) -> Iterator[str]:
    paragraphs = (*manuscript.blocks, *(paragraph for note in manuscript.notes for paragraph in note.body))
    yield from (node["c"][2][0] for p in paragraphs for node in walk(p.node) if node["t"] == "Image")


def _beside(manuscript: Manuscript, folder: Path, to: Path) -> dict[str, bytes]:
    """The pictures that are to lie beside essay.md as beside the raw essay, by name.

    None where that is one folder. A name with which the picture would lie above `to` gives none.

    Raises:
        PresslineError: R007 when one cannot be read.
    """
    found: dict[str, bytes] = {}
    if folder.resolve() == to.resolve():
        return found
    for target in dict.fromkeys(_targets(manuscript)):
        path, name = file_beside(folder, target), unquote(target)
        try:
            inside = not Path(name).is_absolute() and Path(os.path.normpath(name)).parts[0] != ".."
            if path and inside and not is_too_large(path):
                found[name] = path.read_bytes()
        except OSError as error:
            raise stop("R007", Place(str(path)), reason=error.strerror) from error
    return found


def _parse(text: str, metadata_text: str, metadata: Metadata, essay: Path) -> Book:
    return parse_essay(text, metadata, essay, stamp=stamp_of(metadata), extra=metadata_text)


def _differences(manuscript: Reading, book: Book) -> list[Finding]:
    """Where the book that essay.md makes is not the manuscript it was written from."""
    pairs = text_compare.compare(manuscript, text_compare.reading_of(book))
    place = Place(str(book.folder / ESSAY))
    return [finding("G001", place, where=where, expected=d.expected, found=d.found) for where, d in pairs]


def typeset(book: Book, layout: Layout, *, spaces: bool = True) -> Book:
    """The book as layout and metadata ask, and composed.

    Formulas, edition, notes, quotation marks, spaces, acronyms.

    `spaces`: False leaves them as the author typed them.
    """
    from pressline.transforms.acronyms import set_acronyms
    from pressline.transforms.figures import numbered_figures
    from pressline.transforms.formulas import set_formulas
    from pressline.transforms.no_break_spaces import set_spaces

    additions = additions_of(layout)
    book = replace(set_formulas(book), edition=layout.edition, repeated_calls=layout.repeated_calls, additions=additions)
    if (book.metadata.repeat_notes or layout.edition.repeat_notes) == "new-note":
        book = new_notes(book)
    book = numbered_figures(book)
    if layout.quotes != "as-written":
        book = _with_quotes(book, layout)
    return composed(set_acronyms(set_spaces(book) if spaces else book, layout.acronyms))


def _with_quotes(book: Book, layout: Layout) -> Book:
    from pressline.transforms.typography import set_metadata_quotes, set_quotes

    language, single = book.metadata.language, layout.quotes == "single"
    notes = tuple(replace(note, body=set_quotes(note.body, language, single=single)) for note in book.notes)
    metadata = set_metadata_quotes(book.metadata, single=single)
    return replace(book, metadata=metadata, blocks=set_quotes(book.blocks, language, single=single), notes=notes)


def anonymous_copies(named: Copy) -> Iterator[Copy]:
    """The copies for a blind review.

    The book without its author, and in Word the cover page that goes apart from it.
    """
    from pressline.submission.package import cover_layout, cover_page
    from pressline.transforms.anonymize import anonymized, anonymous_stem

    yield replace(named, stem=anonymous_stem(named.stem, named.book.metadata), book=anonymized(named.book), hides=named.book)
    if "docx" in named.formats:
        yield Copy(f"{named.stem}-cover-page", cover_page(named.book), cover_layout(named.layout), ("docx",))


def _sources(source: Source, report: Report) -> tuple[Path, Path]:
    """The essay.md and the metadata.yaml of a report.

    The source's own, or what the raw essay became.
    """
    if source.metadata:
        return source.path, source.metadata
    return report.folder / ESSAY, report.folder / FILE_NAME
