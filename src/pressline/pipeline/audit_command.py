"""Audit finished files, old or by somebody else, against an essay; nothing is written.

What a file was made with is taken from the manifest beside it, if there is one: its layout, and whether it is the
anonymous copy. The essay may be an essay.md or a raw essay, which is then normalized in memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pressline.audit.epub.stray import OURS
from pressline.audit.format_agreement import disagreements, notes_table
from pressline.audit.page_numbers import pagination_of
from pressline.audit.pdf.third_party import prove_third_party
from pressline.book.composition import composed
from pressline.book.identity import is_identified, stamp_of, uuid_of_version_0_1
from pressline.book.markdown import parse_essay
from pressline.book.metadata import load_metadata, parse_metadata, write_metadata
from pressline.findings import BROKEN, Finding, Place, finding, stop
from pressline.layouts import load_layout
from pressline.layouts.printers import printing_of
from pressline.model import Artifact, Book, Checked, Copy, Job, Layout, Proof, Report, Source
from pressline.normalize import normalizer
from pressline.normalize.readings import best_reading
from pressline.normalize.writer import write
from pressline.pipeline.binding import ESSAY
from pressline.pipeline.build import anonymous_copies, decode_essay, opened, typeset, with_kept_uuid
from pressline.pipeline.copies import prove_copy
from pressline.pipeline.formats import FORMATS, Format
from pressline.report.manifest import ManifestEntry, provenance_of, read_manifest
from pressline.runtime.faults import faults
from pressline.runtime.files import sha256
from pressline.runtime.input_files import MOST_MB, missing
from pressline.runtime.isolated_call import CallLimits, Ended, Stopped, call
from pressline.runtime.workers import Lost, contained

USUAL_LAYOUT = "essay"
# What was changed since is no fault of ours, and a report of it would tell us nothing.
_OLD = "do not send this file: build it again; if it is as it was built, please report it with the essay"
# What reading a PDF may take. A book of 1,200 pages takes 0.6 GB and half a minute; the memory is pandoc's limit, halved.
OF_A_STRANGER = CallLimits(seconds=600, memory=2_000_000_000, cpu_seconds=120)
_APP, _MOST_BYTES = "docProps/app.xml", 100_000
_NCX, _DEPTH_OF_VERSION_0_1 = "EPUB/toc.ncx", b'<meta content="0" name="dtb:depth"/>'
_COPIES = {"named": 0, "anonymous": 1, "cover-page": 2}


def audit(
    files: Sequence[Path], essay: Path, layout: str = "", most_mb: float = MOST_MB, metadata: Path | None = None
) -> Report:
    """The proofs of finished files.

    `layout`: that they were made with; "" takes it from the manifest beside each.

    `metadata`: the file of metadata of the essay; None: the metadata.yaml beside it.

    Raises:
        PresslineError: as `build.build` does for the essay and the layout; R001 and R002 for what is no file, V001 for
            a file of another kind.
    """
    source = opened(Job(essay, max_mb=most_mb, metadata=metadata))
    book = _book(source, [path.parent for path in files])
    proofs: list[Proof] = []
    found: list[Finding] = []
    for path in sorted(files, key=lambda path: path.suffix.lower() != ".pdf"):  # an EPUB may list the pages of a PDF
        entry = read_manifest(path.parent).get(path.name)
        artifact = _artifact(path, entry)
        used = load_layout(layout or (entry.layout if entry else USUAL_LAYOUT))
        try:
            with contained():
                proof = _proven(artifact, _copy(book, used, artifact, entry), proofs)
                if proof.findings and not proof.ours:  # another hand may have left French punctuation at its word
                    typed = _proven(artifact, _copy(book, used, artifact, entry, spaces=False), proofs)
                    proof = min(proof, typed, key=_count)
        except Lost as lost:  # a damage that no audit foresaw
            code = "A003" if lost.code == "T004" else lost.code
            found.append(finding(code, Place(str(path)), reason=str(lost), how=str(lost)))
            continue
        found += [*_against_manifest(path, entry, artifact, source), *proof.findings]
        proofs.append(proof)
    found = [replace(each, hint=_OLD) if each.hint == BROKEN else each for each in (*found, *disagreements(proofs))]
    return Report(
        essay,
        essay.parent,
        essay.stem,
        findings=tuple(found),
        proofs=tuple(proofs),
        notes=notes_table(book, proofs),
        provenance=provenance_of(book, layout or USUAL_LAYOUT, {essay, *filter(None, [source.metadata])}, ()),
    )


def _book(source: Source, folders: Sequence[Path]) -> Book:
    """The book of an essay.md or a raw essay, with a UUID kept in one of `folders`."""
    if source.metadata:
        metadata, text = load_metadata(source.path, source.metadata)
        return parse_essay(decode_essay(source), metadata, source.path, stamp=stamp_of(metadata), extra=text)
    sheet, drafted = best_reading(source)
    manuscript = with_kept_uuid(normalizer.with_queries(drafted, sheet), source.path.with_suffix(""), *folders)
    text = write_metadata(manuscript.metadata)
    metadata = parse_metadata(text, str(source.path))
    path = source.path.with_suffix("") / ESSAY
    return parse_essay(write(manuscript), metadata, path, stamp=stamp_of(metadata), extra=text)


def _artifact(path: Path, entry: ManifestEntry | None) -> Artifact:
    """A file as its format's artifact: by its manifest, else by its name."""
    if not path.is_file():
        raise missing(path)
    suffix = path.suffix.lower()
    kinds = [row for row in FORMATS.values() if row.suffix.endswith(suffix)] if suffix else []
    if not kinds:
        raise stop("V001", Place(str(path)), suffix=suffix)
    named = [row for row in kinds if path.name.lower().endswith(row.suffix)]
    known = [row for row in kinds if entry and row.name == entry.format]
    data = path.read_bytes()
    return Artifact((known or sorted(named, key=_length) or kinds)[-1].name, path, len(data), sha256(data))


def _length(row: Format) -> int:
    return len(row.suffix)


def _count(proof: Proof) -> int:
    return len(proof.findings)


def _copy(book: Book, layout: Layout, artifact: Artifact, entry: ManifestEntry | None, *, spaces: bool = True) -> Copy:
    """What a file must be a copy of; `spaces` as `typeset` has it."""
    book = typeset(book, layout, spaces=spaces)
    if entry:
        printing = printing_of(entry.printing) if entry.printing else book.printing
        book = replace(book, stamp=entry.stamp, printing=printing, made=_made_beside(artifact))
    named = Copy("essay", book, layout, (artifact.format, "docx"))
    return [named, *anonymous_copies(named)][_COPIES[entry.copy if entry else "named"]]


def _made_beside(artifact: Artifact) -> dict[str, Path]:
    """The file that this one was made for, if it still is beside it.

    The inside that a cover wraps.
    """
    format = FORMATS[artifact.format]
    if not format.needs:
        return {}
    path = artifact.path.with_name(artifact.path.name.removesuffix(format.suffix) + FORMATS[format.needs].suffix)
    return {format.needs: path} if path.is_file() else {}


def _against_manifest(path: Path, entry: ManifestEntry | None, artifact: Artifact, source: Source) -> Iterator[Finding]:
    """Whether a file is the one that was made, and the essay the one that it was made of."""
    if entry is None:
        return
    if entry.sha256 != artifact.sha256:
        yield finding("V002", Place(str(path)), expected=entry.sha256[:12], found=artifact.sha256[:12])
    known = {digest.name: digest.sha256 for digest in entry.inputs}
    for name, data in ((source.path.name, source.data), *_metadata_beside(source)):
        if name in known and known[name] != sha256(data):
            yield finding("V003", Place(str(path)), name=name)


def _metadata_beside(source: Source) -> Iterator[tuple[str, bytes]]:
    if source.metadata:
        yield source.metadata.name, source.metadata.read_bytes()


def _proven(artifact: Artifact, copy: Copy, before: Sequence[Proof]) -> Proof:
    """The proof of one file.

    What reads a PDF does so in a process of its own, whoever the file says made it.

    Findings: A085 for a PDF that takes too much to be read, A086 for one that ends the process that reads it.
    """
    path = artifact.path
    room, beside = FORMATS[artifact.format].room, path.with_suffix(".pdf")
    if room != "pdf" and not (room == "epub" and (beside.is_file() or any(p.artifact.format == "pdf" for p in before))):
        return _proof(artifact, copy, before)
    try:
        done = [replace(proof, checks=(), notes=()) for proof in before]
        return call(_proof, artifact, copy, done, limits=OF_A_STRANGER, quiet=True)
    except Stopped as stopped:
        found = finding("A085", Place(str(path)), limit=stopped)
    except Ended as ended:
        found = finding("A086", Place(str(path)), how=ended)
    return Proof(artifact, (Checked("file", 0, (found,)),), ours=False)


def _proof(artifact: Artifact, copy: Copy, before: Sequence[Proof]) -> Proof:
    """The proof of one file, with the pages of the PDF that it lists, if that is at hand."""
    format = FORMATS[artifact.format]
    if not is_ours(artifact.path):
        if format.room == "pdf":
            return prove_third_party(artifact, copy.book)
        proof = prove_copy(format.prove, artifact, copy)
        return replace(proof, checks=tuple(_for_foreign_file(check) for check in proof.checks), ours=False)
    if format.name != "epub":
        return prove_copy(format.prove, artifact, copy)
    if _is_of_version_0_1(artifact.path):
        copy = replace(copy, book=_identified_as_before(copy.book))
        proof = _epub_proof(artifact, copy, before)
        return replace(proof, checks=tuple(_without(check, "A101") for check in proof.checks))
    return _epub_proof(artifact, copy, before)


def _epub_proof(artifact: Artifact, copy: Copy, before: Sequence[Proof]) -> Proof:
    """The proof of an EPUB of Pressline's, with the PDF whose pages it lists.

    One proven before, or the one beside it.
    """
    format = FORMATS[artifact.format]
    beside = artifact.path.with_suffix(".pdf")
    pdfs = [proof.artifact for proof in before if proof.artifact.format == "pdf"]
    pdfs += [_artifact(beside, None)] if beside.is_file() and not pdfs else []
    for pdf in pdfs:
        paged = replace(copy, book=replace(copy.book, pagination=pagination_of(pdf, copy.book)))
        proof = prove_copy(format.prove, artifact, paged)
        if not any(found.code == "A042" for found in proof.findings):
            return proof
    proof = prove_copy(format.prove, artifact, copy)
    checks = tuple(_without_pages(check) for check in proof.checks)
    return replace(proof, checks=checks)


def _without_pages(check: Checked) -> Checked:
    """A check without what the list of pages says: the PDF that it lists is not at hand."""
    kept = tuple(found for found in check.findings if found.code != "A042")
    if len(kept) == len(check.findings):
        return check
    return replace(check, findings=kept, left_out="the PDF whose pages it lists is not at hand")


def _without(check: Checked, code: str) -> Checked:
    """A check without the findings of one code."""
    return replace(check, findings=tuple(found for found in check.findings if found.code != code))


def _is_of_version_0_1(path: Path) -> bool:
    """Whether an EPUB is of Pressline 0.1.

    Its NCX gives a depth of 0, which no later version does.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.getinfo(_NCX).file_size < _MOST_BYTES and _DEPTH_OF_VERSION_0_1 in archive.read(_NCX)
    except faults():  # what is damaged is named by the audit itself
        return False


def _identified_as_before(book: Book) -> Book:
    """The book with the identifier that version 0.1 gave it, if its metadata gives none."""
    if is_identified(book.metadata):
        return book
    identifiers = replace(book.metadata.identifiers, uuid=uuid_of_version_0_1(book.digest))
    return composed(replace(book, metadata=replace(book.metadata, identifiers=identifiers)))


# --- files that somebody else made --------------------------------------------------------------------------------------

# What is asked of any file, whoever made it: what a reader meets, and that the file can be opened and read.
_ASKED = frozenset(
    ["A001", "A003", "A004", "A005", "A006", "A007", "A008", "A032", "A040", "A050", "A051", "A052", "A068", "A080"]
    + ["A070", "A071", "A072", "A073", "A074", "A075", "A076", "A078", "A082", "A083", "A084", "A085", "A086", "A087", "R021"]
)


def _for_foreign_file(check: Checked) -> Checked:
    """A check without what only Pressline's own files are like."""
    kept = tuple(found for found in check.findings if found.code in _ASKED)
    if len(kept) == len(check.findings) and check.what not in ("metadata", "front", "contents", "file", "pages"):
        return check
    return replace(check, findings=kept, left_out="asked of Pressline's own files only")


def is_ours(path: Path) -> bool:
    """Whether Pressline made a file, by what it says of itself.

    A file that cannot be opened is taken for ours.
    """
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        return _names_pressline(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            said = archive.read(_APP) if _APP in names and archive.getinfo(_APP).file_size < _MOST_BYTES else b""
    except faults():  # of any kind: a damaged archive has many
        return True
    return b"<Application>Pressline<" in said or names >= OURS


def _names_pressline(path: Path) -> bool:
    """Whether a PDF names Pressline as its creator.

    In its properties, or in its XMP (PDF/A-4 has no others).
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            stream = pdf.Root.get("/Metadata")
            xmp = stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
            info = pdf.trailer.get("/Info", pikepdf.Dictionary())
            return str(info.get("/Creator", "")) == "Pressline" or b"CreatorTool>Pressline<" in xmp
    except faults():
        return True
