"""Rebuild whenever an author saves, in one warm process, only what its input changed.

Chosen: to look at the times and sizes of a dozen files ten times a second, instead of asking the system to tell of changes:
it costs nothing that can be measured, and holds on every system, on network drives and for editors that write another file
and rename it. A change counts when two looks in a row agree, so that no file is read while it is being written, and files
that are saved together make one build.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pressline.book.metadata import FILE_NAME as METADATA
from pressline.findings import Finding, PresslineError
from pressline.layouts import folder_of, load_layout
from pressline.model import Job, Report
from pressline.pipeline.build import build
from pressline.pipeline.build_cache import BuildCache, State, files_of, state_of
from pressline.runtime.workers import Pool

PAUSE_SECONDS = 0.1
Look = dict[Path, State]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What one save led to: changed files, formats made again, findings new and gone."""

    changed: tuple[Path, ...]  # none: it is the first build
    formats: tuple[str, ...]
    report: Report
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    seconds: float


def watch(job: Job, pool: Pool, pause: float = PAUSE_SECONDS) -> Iterator[Rebuilt]:
    """Build, and build again whenever a file that the essay is made of has changed.

    Without end.

    An essay that cannot be built gives its findings, and is tried again when something has changed.
    """
    build_cache = BuildCache()
    before: tuple[Finding, ...] = ()
    pictures: tuple[Path, ...] = ()
    changed: tuple[Path, ...] = ()
    while True:
        start = time.perf_counter()
        seen = _file_states(_files(job, pictures))
        report = _built(job, pool, build_cache)
        pictures = pictures if report.failed and not report.reads else report.reads
        seen = (
            _file_states((*pictures, *_blocking_files(report.findings))) | seen
        )  # before anybody hears of it, and moves one away
        yield Rebuilt(changed, build_cache.fresh, report, *differing(before, report.findings), time.perf_counter() - start)
        before = report.findings
        changed = _next_change(seen, pause)


def _built(job: Job, pool: Pool, build_cache: BuildCache) -> Report:
    build_cache.fresh = job.formats if job.time_limit else ()  # a process with a limit of time begins with nothing kept
    try:
        return build(job, pool, build_cache)
    except PresslineError as error:
        return Report(job.source, job.folder or job.source.parent, "", findings=error.findings)


def _blocking_files(findings: Iterable[Finding]) -> tuple[Path, ...]:
    """The files that must not be overwritten.

    When one is moved away, it is time to build again.
    """
    return tuple(Path(found.place.path) for found in findings if found.code in ("W001", "W004", "W006"))


def _files(job: Job, pictures: Iterable[Path]) -> list[Path]:
    """What the essay is made of: itself, its metadata, its pictures, its layout.

    Folders tell of files that come and go.
    """
    try:
        layout = load_layout(job.layout)
        folders, files = [*layout.bases, layout.folder], list(files_of(layout))
    except PresslineError:  # the build says what is wrong with it
        try:
            folders = [folder_of(job.layout)]
        except PresslineError:
            folders = []
        files = [path for folder in folders for path in folder.rglob("*")]
    return [job.source, job.metadata or job.source.with_name(METADATA), *pictures, *folders, *files]


def _file_states(paths: Iterable[Path]) -> Look:
    return {path: state_of(path) for path in paths}


def _next_change(seen: Look, pause: float) -> tuple[Path, ...]:
    """Wait until a file is another one than it was, and until nothing more changes.

    The files concerned.
    """
    last = seen
    while True:
        time.sleep(pause)
        now = _file_states(seen)
        if now == last and now != seen:
            return tuple(path for path, state in now.items() if state != seen[path] and not path.is_dir())
        last = now


def differing(before: Iterable[Finding], now: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that are new and those that are gone, wherever they stand.

    An edit moves all that come after it.
    """
    before, now = tuple(before), tuple(now)
    return _only_in_first(now, before), _only_in_first(before, now)


def _only_in_first(some: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those of some findings that have no partner among others."""
    left = Counter((found.code, found.message) for found in others)
    result = []
    for found in some:
        left[found.code, found.message] -= 1
        if left[found.code, found.message] < 0:
            result.append(found)
    return tuple(result)
