"""Plan what a command will write, and refuse what must not be overwritten by name.

A build asks once, with all the names that it may use, before it makes the first file: the answer comes at once, and a folder
is never left with some new files and some old ones because of it. `ownership` has the rule.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pressline.findings import Place, PresslineError, finding, stop
from pressline.model import Job, Metadata, Report, Source
from pressline.pipeline.formats import FORMATS, with_needs
from pressline.runtime.generated_files import PREVIEW, SUBMISSION, paper_names
from pressline.runtime.ownership import WritePlan, refusals


def planned_files(job: Job, report: Report, metadata: Metadata) -> WritePlan:
    """What a build will write besides essay.md and metadata.yaml.

    Finished files, reports, pictures of pages.
    """
    names = [*_finished_names(report.stem, job.formats, metadata, anonymous=job.anonymous)]
    names += paper_names(made=True, page=job.page)
    if job.preview:
        from pressline.report.preview import names_there

        names += [f"{PREVIEW}/page-1.png", *names_there(report.folder)]
    return WritePlan(report.folder, report.source, dict.fromkeys(names), force=job.force)


def planned_submission(folder: Path, report: Report, metadata: Metadata) -> WritePlan:
    """What `pack` will write into the folder of a submission."""
    named, anonymized = (_finished_names(report.stem, ("docx", "pdf"), metadata, anonymous=anon) for anon in (False, True))
    return WritePlan(folder, report.source, dict.fromkeys([*named, *anonymized, SUBMISSION]), force=report.force)


def _finished_names(stem: str, formats: Sequence[str], metadata: Metadata, *, anonymous: bool) -> list[str]:
    """The file names of the anonymous copies, or of the named one."""
    needed = with_needs(formats)
    if not anonymous:
        return [f"{stem}{FORMATS[name].suffix}" for name in needed]
    from pressline.transforms.anonymize import anonymous_stem

    cover = [f"{stem}-cover-page.docx"] if "docx" in needed else []
    return [*(f"{anonymous_stem(stem, metadata)}{FORMATS[name].suffix}" for name in needed), *cover]


def refuse(*plans: WritePlan | None) -> None:
    """Raise what must not be overwritten of some plans."""
    found = [each for plan in plans if plan for each in refusals(plan)]
    if found:
        raise PresslineError(found)


def refuse_pictures(plan: WritePlan, pictures: Iterable[str], others: WritePlan | None) -> None:
    """Raise W006 for every picture beside essay.md that would stand in the way of previews."""
    if others is None or not any(name.startswith(f"{PREVIEW}/") for name in others.files):
        return
    kind, way = "a picture of the essay, and to be one of a page", "move it in the essay's folder; or "
    found = [
        finding("W006", Place(str(plan.folder / name)), name=name, kind=kind, way=way)
        for name in pictures
        if os.path.normpath(name).casefold().startswith(PREVIEW + os.sep)
    ]
    if found:
        raise PresslineError(found)


def refuse_name(job: Job, source: Source) -> None:
    """Raise W009 for a name that is not UTF-8, or consists of dots and spaces alone.

    Word, EPUB and report.json hold names as Unicode, and so do the libraries that open finished files by their paths.
    """
    for path in filter(None, (source.path, job.folder)):
        said = str(path).encode("utf-8", "surrogateescape")
        if not _is_utf8(said):
            example = said.decode("latin-1").rpartition("/")[2]
            raise stop("W009", Place(said.decode("utf-8", "replace")), problem="is not UTF-8", example=example)
    if (source.metadata or job.folder is None) and not source.path.stem.strip(". "):
        place = Place(str(source.path))
        raise stop("W009", place, problem="has nothing but dots before its ending", example=f"essay{source.path.suffix}")


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
