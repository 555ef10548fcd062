"""`pressline normalize --again`: an edited essay.md beside a better reading.

Three texts are merged: what Pressline wrote then (the record of the folder has it, or a reading of the raw essay gives it
again), what stands there now, and what would be written today. essay.md and metadata.yaml are never touched: the merge
becomes essay.new.md and metadata.new.yaml, and essay.new.diff shows what they change, for a person to take or leave.
"""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pressline.book.metadata import FILE_NAME, load_metadata, parse_metadata
from pressline.compare.three_way import Meeting, Merged, blocks_of, changes, merge, tokens_of
from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.model import Job, Manuscript, Report, Sheet, Source
from pressline.normalize.normalizer import drafted
from pressline.normalize.readings import best_reading
from pressline.pipeline.binding import ESSAY
from pressline.pipeline.build import pictures, start, within_time_limit, written_texts
from pressline.pipeline.planning import refuse
from pressline.readers.source import read, sheet_of
from pressline.report.word_diff import MARKS, word_diff
from pressline.runtime.files import claimed, sha256
from pressline.runtime.generated_files import DIFFERENCES, IN_DIFFERENCES, NEW_ESSAY, NEW_METADATA, REPORT
from pressline.runtime.input_files import MB, Unfit, read_file
from pressline.runtime.ownership import WritePlan, known_digests, put, remember, remembered

_MOST_BYTES = 4_000_000  # of a report.json that is read
_NEW_NAMES = {ESSAY: NEW_ESSAY, FILE_NAME: NEW_METADATA}
_YAML_MARK = "# Proposed by pressline normalize --again, which writes it anew until you take it.\n"


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What is proposed for a file.

    Its name, what stands there now, the new text, and where two changes met.
    """

    name: str
    now: str
    new: str
    merged: Merged
    known: bool  # whether it is known what Pressline wrote then


def normalize_again(job: Job) -> Report:
    """Write beside an edited essay.md what a better reading would make of it.

    The author's edits are merged into it.

    The essay of the job is the raw one, or the essay.md that was made of it.

    Raises:
        PresslineError: as `build.normalize_essay`; R001 when there is no essay.md; R034 when no raw essay is known.
    """
    if job.time_limit:
        return within_time_limit(job, normalize_again)
    source, report = _raw(job)
    texts = {name: _read(report.folder / name, job.max_mb) for name in _NEW_NAMES}
    sheet, made = best_reading(source)
    report, manuscript, written = written_texts(sheet, _with_uuid(made, report.folder), report)
    known = _known(report.folder, source, written)
    proposals = [_proposal(name, texts[name], written[name], known.get(name, ())) for name in _NEW_NAMES]
    changed = [each for each in proposals if each.merged.text != each.now]
    place = Place(str(report.folder / ESSAY))
    if not changed:
        met = tuple(_met(proposals, report.folder, {}))
        return Report(report.source, report.folder, ESSAY, findings=met or (finding("W011", place, name=ESSAY),))
    files = _files(changed) | _pictures(manuscript, sheet, report.folder)
    plan = WritePlan(report.folder, report.source, files, force=job.force)
    refuse(plan)
    with claimed(report.folder):
        kept = put(plan)
        remember(report.folder, {name: text.encode() for name, text in written.items()})
    found = [
        *kept,
        *_met(proposals, report.folder, {each.name: _NEW_NAMES[each.name] for each in changed}),
        *_unknown(proposals, report.folder),
    ]
    return Report(report.source, report.folder, ESSAY, findings=(*found, _next_step(changed, report.folder)))


def _with_uuid(manuscript: Manuscript, folder: Path) -> Manuscript:
    """The manuscript with the UUID that the folder's metadata.yaml has.

    Another reading is the same publication.

    Raises:
        PresslineError: M001 to M005 for what that file holds.
    """
    there = load_metadata(folder / ESSAY)[0].identifiers.uuid
    identifiers = manuscript.metadata.identifiers
    identifiers = replace(identifiers, uuid=there or identifiers.uuid)
    return replace(manuscript, metadata=replace(manuscript.metadata, identifiers=identifiers))


def _known(folder: Path, source: Source, written: Mapping[str, str]) -> dict[str, tuple[bytes, ...]]:
    """What Pressline wrote into a folder, by name.

    The record has it. Without: a copy that was kept, today's reading or the usual one, where the digest is the record's.
    """
    known = remembered(folder)
    digests = known_digests(folder)
    for name in _NEW_NAMES.keys() - known.keys():
        kept = [path.read_bytes() for path in sorted(folder.glob(f"{name}.before*")) if path.is_file()]
        tried = [*kept, written[name].encode(), _usual(source, folder).get(name, "").encode()]
        found = tuple(text for text in tried if sha256(text) in digests.get(name, ()))
        if found:
            known[name] = found
    return known


def _usual(source: Source, folder: Path) -> dict[str, str]:
    """What the usual reading of a raw essay makes."""
    sheet = sheet_of(source)
    try:
        return written_texts(sheet, drafted(sheet), Report(source.path, folder, ESSAY))[2]
    except PresslineError:
        return {}


def _pictures(manuscript: Manuscript, sheet: Sheet, folder: Path) -> dict[str, bytes]:
    """The pictures of a reading that do not lie beside essay.md yet."""
    found = pictures(manuscript, sheet, folder)
    return {name: data for name, data in found.items() if not (folder / name).exists()}


def _raw(job: Job) -> tuple[Source, Report]:
    """The raw essay, and a report of the folder in which its essay.md stands."""
    path = job.source
    folder = job.folder
    if path.name == ESSAY and (path.with_name(FILE_NAME)).exists():
        folder = path.parent
        path = _raw_of(folder)
    source = read(path, job.max_mb)
    report = start(Job(path, folder), source)
    return source, report


def _raw_of(folder: Path) -> Path:
    """The raw essay of which the essay.md of a folder was made.

    By its report, or by the name of the folder.
    """
    essay = folder / ESSAY
    try:
        said = Path(str(json.loads(read_file(folder / REPORT, _MOST_BYTES / MB))["source"]))
    except (OSError, Unfit, ValueError, KeyError, TypeError, RecursionError):
        said = Path()
    whole = folder.resolve()
    near = [folder / said.name, folder.parent / said.name] if said.name else []
    beside = sorted(path for path in whole.parent.glob(f"{_literal(whole.name)}.*") if path.is_file())
    found = [path for path in (said, *near, *beside) if path.is_file() and path.name != ESSAY]
    if not found:
        raise stop("R034", Place(str(essay)), name=ESSAY, folder=shlex.quote(str(folder)))
    return found[0]


def _literal(name: str) -> str:
    """A name as a pattern that matches it alone."""
    return "".join(f"[{sign}]" if sign in "[*?" else sign for sign in name)


def _read(path: Path, most_mb: float) -> str:
    """A file of the author's as text, its line ends as Pressline writes them."""
    place = Place(str(path))
    if not path.is_file():
        raise stop("R001", place, path=path.absolute())
    try:
        return read_file(path, most_mb).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except Unfit as unfit:
        raise unfit.stop(str(path)) from unfit
    except UnicodeDecodeError as error:
        raise stop("R005", place, byte=f"0x{error.object[error.start]:02X}") from error


def _proposal(name: str, now: str, new: str, written: Sequence[bytes]) -> _Proposal:
    """What is proposed for a file.

    Of the texts that were written there, the one most like what stands there now is where both started.
    """
    bases = [text.decode("utf-8", "replace") for text in written]
    if not bases:
        return _Proposal(name, now, new, Merged(new, ()), now == new)
    base = min(reversed(bases), key=lambda text: _distance(text, now))  # of equals the last
    merged = merge(base, now, new)
    if name == FILE_NAME and not _is_metadata(merged.text):
        merged = Merged(now, ())
    return _Proposal(name, now, new, merged, known=True)


def _distance(one: str, other: str) -> int:
    """How many words and signs one of two texts has that the other has not."""
    counts = Counter(tokens_of(one)), Counter(tokens_of(other))
    return (counts[0] - counts[1]).total() + (counts[1] - counts[0]).total()


def _is_metadata(text: str) -> bool:
    try:
        parse_metadata(text, FILE_NAME)
    except PresslineError:
        return False
    return True


def _files(changed: Iterable[_Proposal]) -> dict[str, bytes]:
    """The new files by their names, and the one that shows what they change."""
    files = {_NEW_NAMES[each.name]: each.merged.text for each in changed}
    if NEW_METADATA in files:
        files[NEW_METADATA] = _YAML_MARK + files[NEW_METADATA]
    shown = [word_diff(each.now, each.merged.text, (each.name, _NEW_NAMES[each.name])) for each in changed]
    met = [_met_line(each, meeting) for each in changed for meeting in each.merged.meetings]
    text = "\n".join([IN_DIFFERENCES, MARKS, "", *shown, *met]) + "\n" * bool(met)
    return {name: text.encode() for name, text in {**files, DIFFERENCES: text}.items()}


def _met_line(proposal: _Proposal, met: Meeting) -> str:
    line = proposal.merged.text.count("\n", 0, met.at) + 1
    said = f"yours stands, {_short(met.yours)!r}; the new reading has {_short(met.new)!r}"
    return f"! {_NEW_NAMES[proposal.name]}:{line}: both changed this: {said}"


def _met(proposals: Iterable[_Proposal], folder: Path, written: Mapping[str, str]) -> Iterator[Finding]:
    """R036 for each place where the author and the new reading changed the same words.

    In the new file, if one is written.
    """
    for each in proposals:
        text, name = each.merged.text, written.get(each.name, each.name)
        for met in each.merged.meetings:
            line = text.count("\n", 0, met.at) + 1 + (name == NEW_METADATA)
            place = Place(str(folder / name), line, met.at - text.rfind("\n", 0, met.at))
            excerpt = text[text.rfind("\n", 0, met.at) + 1 :].split("\n", 1)[0]
            yield finding("R036", place, excerpt=excerpt, yours=_short(met.yours), new=_short(met.new))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:40]} … {words[-15:]}"


def _unknown(proposals: Iterable[_Proposal], folder: Path) -> Iterator[Finding]:
    for each in proposals:
        if not each.known:
            yield finding("R035", Place(str(folder / each.name)), name=each.name, new=_NEW_NAMES[each.name])


def _next_step(changed: Sequence[_Proposal], folder: Path) -> Finding:
    """W010: what lies there, and what to do next, in one line."""
    moves = [f"mv {shlex.quote(str(folder / _NEW_NAMES[e.name]))} {shlex.quote(str(folder / e.name))}" for e in changed]
    count = sum(len(changes(blocks_of(each.now), blocks_of(each.merged.text))) for each in changed)
    names = " and ".join(_NEW_NAMES[each.name] for each in changed)
    return finding("W010", Place(str(folder / DIFFERENCES)), names=names, count=count, take=" && ".join(moves))
