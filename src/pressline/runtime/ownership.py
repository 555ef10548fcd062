"""Whose the files of an output folder are.

What may be replaced, what is refused by name, and what is kept first.

The rule. A file that is the essay itself is never replaced. A file whose SHA-256 Pressline knows for its own is replaced
without asking; so is one that holds the very bytes already. A paper that Pressline generates (`generated_files`) and a person
has edited is kept as NAME.before, with a warning. Everything else is somebody's: it is refused, or with `--force` kept as
NAME.before and replaced. Nothing is written through a link, nor outside the folder.

What is known stands in the record `.pressline.json`: for each name the digests of what may be replaced there. A row is
written before its file is renamed into place, so that a build that is killed between the two does not meet its own file as a
stranger's; afterwards `settle` leaves the one digest of what is there, and of what nobody edits those of earlier builds too,
which `git checkout` or a copy may bring back. manifest.json repeats the rows of what it does not tell of itself, because a
copy of a folder may lack files whose names begin with a dot. Folders of version 0.1.0 have rows for essay.md,
metadata.yaml and pictures alone: there the manifest's rows are believed, those of a submission.md, and the reports by how
they begin.

The record also has, packed, the essay.md and metadata.yaml that Pressline wrote: `normalize --again` tells by them what a
person has edited since.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shlex
import stat
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.runtime.files import (
    Seen,
    clear_halves,
    keep_before,
    longest_name,
    name_before,
    seen_at,
    sha256,
    write_over,
    write_whole,
)
from pressline.runtime.generated_files import (
    FOR_ANSWERS,
    GENERATED_FILES,
    MANIFEST,
    PREVIEW,
    REPORT,
    SUBMISSION,
    is_generated,
    marked_json,
)
from pressline.runtime.input_files import ANY, MB, read_file

RECORD = ".pressline.json"
_MOST_BYTES = 4_000_000  # of a record or a manifest that is read
_MOST_EARLIER, _MOST_EARLIER_PICTURES = 256, 8  # digests of earlier builds: a day of `watch`; a book has 500 pages of pictures
_TEXTS = (".md", ".yaml")  # what a person goes on with, and what is remembered of it
_MOST_PACKED, _MOST_UNPACKED = 1_500_000, 64_000_000  # bytes of a text that is remembered, packed and not
_REMEMBERED = "texts"  # the key in the record under which they stand
_FINISHED = (".pdf", ".epub", ".docx")
_KEPT = "kept:"  # before the digest of a file that is kept as NAME.before, and may be replaced by this build alone
_MADE_ROW = re.compile(r"^- (.+) \([\d,]++ bytes, sha256 ([0-9a-f]{64})\)$", re.M)  # linear: each line is looked at once

# What is at a place. "ours": known for ours, or nobody's loss; "edited": a paper of ours that a person has written into.
State = Literal["free", "ours", "edited", "stranger", "input", "link", "read-only", "no file", "outside", "too long"]
_REFUSED: frozenset[State] = frozenset(["stranger", "input", "link", "read-only", "no file", "outside", "too long"])
_FORCIBLE: frozenset[State] = frozenset(["stranger", "link", "read-only"])
_KINDS: dict[State, str] = {
    "link": "a link",
    "read-only": "protected from writing",
    "no file": "a folder, or no file",
    "outside": "behind a link that leads out of the folder, or behind a file",
}


@dataclass(frozen=True, slots=True)
class WritePlan:
    """Files that are to be written into a folder.

    By their names below it, with their bytes where these are known already.

    `to_edit` names those that a person goes on with: essay.md, metadata.yaml, pictures.
    """

    folder: Path
    source: Path  # the essay that they are made of
    files: Mapping[str, bytes | None]
    to_edit: Collection[str] = ()
    force: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at a place told.

    Whose it is, and what will tell whether it is another one later.
    """

    state: State
    seen: Seen | None = None
    digest: str = ""


def refusals(plan: WritePlan) -> list[Finding]:
    """A finding for every file of a plan that must not be written.

    Nothing is written, and no file is changed.
    """
    known = known_digests(plan.folder)
    looks = {name: _look(plan, name, known) for name in plan.files}
    return _refused(plan, looks)


def make_way(plan: WritePlan) -> list[Finding]:
    """Keep what the files of a plan would replace and what is not Pressline's alone.

    A finding for each file kept.

    Raises:
        PresslineError: with the `refusals`, and then nothing is kept; W002 when a file cannot be kept.
    """
    return _made_way(plan)[0]


def put(plan: WritePlan) -> list[Finding]:
    """Write the files of a plan, each whole or not at all, and their digests into the record.

    A finding for each file kept.

    Raises:
        PresslineError: as `make_way`; W002 when a file cannot be written; W004 when somebody else wrote one meanwhile.
    """
    kept, looks = _made_way(plan)
    files = {name: data for name, data in plan.files.items() if data is not None}
    record = _record(plan.folder)
    for name, data in files.items():
        record[name] = (*(d for d in record.get(name, ()) if d != sha256(data)), sha256(data))
    texts = {name: data for name, data in files.items() if name in plan.to_edit and name.endswith(_TEXTS)}
    if record != _record(plan.folder) or texts:
        _write_record(plan.folder, record, {name: (data,) for name, data in texts.items()})
    for folder in {(plan.folder / name).parent for name in (*files, *record)} - {plan.folder}:
        clear_halves(folder)
    for name, data in files.items():
        write_over(plan.folder / name, data, looks[name].seen)
    return kept


def settle(folder: Path) -> None:
    """Record what is in a folder now: one digest, the last, after those of earlier builds.

    Raises:
        PresslineError: W002 when the record cannot be written.
    """
    record = _record(folder)
    settled = {}
    for name, digests in record.items():
        own = tuple(digest for digest in digests if not digest.startswith(_KEPT)) or digests[-1:]
        there = _digest_of(folder / name) if len(own) > 1 else None
        now = there if there and there in own else own[-1]
        settled[name] = (*_earlier(name, own, now), now)
    if settled != record:
        _write_record(folder, settled)


def _earlier(name: str, digests: tuple[str, ...], now: str) -> tuple[str, ...]:
    """Those of earlier builds that are remembered.

    None of what a person goes on with, for there an older one is chosen.
    """
    most = _MOST_EARLIER_PICTURES if name.startswith(f"{PREVIEW}/") else _MOST_EARLIER
    if name not in GENERATED_FILES and not name.endswith(_FINISHED) and not name.startswith(f"{PREVIEW}/"):
        return ()
    return tuple(digest for digest in digests if digest != now)[-most:]


def last_written(folder: Path) -> dict[str, str]:
    """The digests of what Pressline wrote last into a folder, but for finished files.

    Reports are left out too.
    """
    rows = dict(_manifest_rows(folder)) | {name: digests[-1] for name, digests in _record(folder).items()}
    return {name: digest for name, digest in rows.items() if name not in GENERATED_FILES and not name.endswith(_FINISHED)}


def clear_pictures(plan: WritePlan, wanted: Collection[str]) -> None:
    """Remove the files of a plan that are not `wanted` any more, if they are unchanged ours."""
    known = known_digests(plan.folder)
    for name in plan.files.keys() - set(wanted):
        if _look(plan, name, known).state == "ours":
            (plan.folder / name).unlink(missing_ok=True)
    record = _record(plan.folder)
    gone = {name for name in plan.files.keys() - set(wanted) if not (plan.folder / name).exists()}
    if gone & record.keys():
        _write_record(plan.folder, {name: digests for name, digests in record.items() if name not in gone})


def edited_since(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether a person has edited one of the files `names` since Pressline wrote them."""
    known = known_digests(folder)
    try:
        return any(sha256(read_file(folder / name, ANY)) not in known.get(name, ()) for name in names)
    except OSError:
        return False


# --- one place ------------------------------------------------------------------------------------------------------


def _look(plan: WritePlan, name: str, known: Mapping[str, Collection[str]]) -> _Look:
    """Whose the file at one place is."""
    path = plan.folder / name
    if len(os.fsencode(path.name)) > longest_name(plan.folder):
        return _Look("too long")
    if not _is_folder(plan.folder):
        return _Look("free")
    if not _is_within(path, plan.folder):
        return _Look("outside")
    seen = seen_at(path)
    if seen is None:
        return _Look("free")
    if _is_same(path, plan.source):
        return _Look("input", seen)
    return _look_at(path, seen, name, plan.files[name], known)


def _look_at(path: Path, seen: Seen, name: str, wanted: bytes | None, known: Mapping[str, Collection[str]]) -> _Look:
    """Whose a file is that is there, and is not the essay itself."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return _Look("link", seen)
    if not stat.S_ISREG(mode):
        return _Look("no file", seen)
    digest = _digest_of(path)
    if digest is None:
        raise stop("W002", Place(str(path)), reason="what is there cannot be read")
    if wanted is not None and digest == sha256(wanted):
        return _Look("ours", seen, digest)
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        return _Look("read-only", seen, digest)
    return _Look("ours" if digest in known.get(name, ()) else _unknown(path, name, known), seen, digest)


def _unknown(path: Path, name: str, known: Mapping[str, Collection[str]]) -> State:
    """Whose a file of unknown digest is.

    A paper of ours, by its beginning or its row in the record, or somebody's.
    """
    if name not in GENERATED_FILES or not (name in known or is_generated(name, _head_of(path))):
        return "stranger"
    return "edited" if name in known or name in FOR_ANSWERS else "ours"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # too long a name
        return False


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a file, were it written, would stand in the folder or below it."""
    try:
        there = path.parent.resolve()
        nearest = next((part for part in (path.parent, *path.parent.parents) if part.exists()), folder)
        return there.is_relative_to(folder.resolve()) and nearest.is_dir()
    except (OSError, RuntimeError):  # links in a circle
        return False


def _is_same(path: Path, source: Path) -> bool:
    """Whether two paths lead to one file, by links of either kind."""
    try:
        return path.samefile(source)
    except OSError:  # a link to nothing; the essay came from standard input
        return False


def _refused(plan: WritePlan, looks: Mapping[str, _Look]) -> list[Finding]:
    """A finding for each file that must not be written.

    One alone for a stem that is too long.
    """
    may = _FORCIBLE if plan.force else frozenset[State]()
    found = (_refusal(plan, name, look.state) for name, look in looks.items() if look.state in _REFUSED - may)
    return list(dict.fromkeys(found))


def _refusal(plan: WritePlan, name: str, state: State) -> Finding:
    path = plan.folder / name
    place = Place(str(path))
    if state == "input":
        return finding("W005", place, name=name)
    if state == "too long":
        problem = f"is so long that a file made of it would have a name of more than {longest_name(plan.folder)} bytes"
        return finding("W009", Place(str(plan.source)), problem=problem, example=f"essay{plan.source.suffix}")
    if state in _KINDS:
        way = "let it be kept: --force; or " if state in _FORCIBLE else ""
        return finding("W006", place, name=name, kind=_KINDS[state], way=way)
    if name in plan.to_edit:
        essay = next(plan.folder / edited for edited in plan.to_edit if edited.endswith(".md"))
        return finding("W001", place, name=name, essay=shlex.quote(str(essay)))
    return finding("W004", place, name=name, before=name_before(path))


def _made_way(plan: WritePlan) -> tuple[list[Finding], dict[str, _Look]]:
    """What was kept, and the looks on which that was decided."""
    known = known_digests(plan.folder)
    looks = {name: _look(plan, name, known) for name in plan.files}
    refused = _refused(plan, looks)
    if refused:
        raise PresslineError(refused)
    found = []
    record = _record(plan.folder)
    for name, look in looks.items():
        if look.state in ("free", "ours"):
            continue
        path = plan.folder / name
        before = keep_before(path)
        if look.digest:  # it is kept, and may be replaced: also by the build after one that is killed now
            record[name] = (*record.get(name, ()), f"{_KEPT}{look.digest}")
        code = "W007" if look.state == "edited" else "W008"
        found.append(finding(code, Place(str(path)), name=name, kept=before.name))
    if record != _record(plan.folder):
        _write_record(plan.folder, record)
    return found, looks


# --- what is known --------------------------------------------------------------------------------------------------


def known_digests(folder: Path) -> dict[str, tuple[str, ...]]:
    """The digests of what Pressline wrote into a folder, by file name, as far as known."""
    known = {name: tuple(d.removeprefix(_KEPT) for d in digests) for name, digests in _record(folder).items()}
    sheet = _head_of(folder / SUBMISSION)
    rows = _MADE_ROW.findall(sheet.decode("utf-8", "replace")) if is_generated(SUBMISSION, sheet) else []
    for name, digest in (*_manifest_rows(folder), *rows):
        known[name] = (*known.get(name, ()), digest)
    return known | dict(_earlier_pictures(folder, known))


def _manifest_rows(folder: Path) -> Iterator[tuple[str, str]]:
    data = _head_of(folder / MANIFEST)
    if not is_generated(MANIFEST, data):
        return
    try:
        told = json.loads(data)
        for row in (*told["files"], *told.get("written", ())):
            yield str(row["name"]), str(row["sha256"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return


def _earlier_pictures(folder: Path, known: Mapping[str, Collection[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pictures in preview/ that version 0.1.0 made.

    Its report.json tells of some, and the record of none.
    """
    report = _head_of(folder / REPORT)
    if any(name.startswith(f"{PREVIEW}/") for name in known) or not report.startswith(b'{\n "version"'):
        return
    if b'\n "pictures": [' in report:
        for path in (folder / PREVIEW).glob("*.png"):
            yield f"{PREVIEW}/{path.name}", (_digest_of(path) or "",)


def _head_of(path: Path) -> bytes:
    """The bytes of a paper, as many as any paper of ours that is read here has.

    None of what is no file.
    """
    try:
        if path.is_file():  # and no pipe, which would not end
            with path.open("rb") as stream:
                return stream.read(_MOST_BYTES)
    except OSError:
        pass
    return b""


def _digest_of(path: Path) -> str | None:
    """The SHA-256 of a file of any size; None when it is none, or cannot be read."""
    try:
        if path.is_file():
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        pass
    return None


def _record(folder: Path) -> dict[str, tuple[str, ...]]:
    """What the record of a folder says.

    Empty when there is none that can be read. 0.1.0 wrote one digest for each name.
    """
    rows = _rows(folder)
    apart = ("generated", _REMEMBERED)
    return {str(name): tuple(str(digests).split()) for name, digests in rows.items() if name not in apart and digests}


def _rows(folder: Path) -> dict[str, object]:
    try:
        record = json.loads(read_file(folder / RECORD, _MOST_BYTES / MB))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def remembered(folder: Path) -> dict[str, tuple[bytes, ...]]:
    """The texts that Pressline wrote into a folder for a person to go on with, by name.

    The last that was written, and the last that was proposed.
    """
    return {name: tuple(map(_unpacked, packed)) for name, packed in _packed(folder).items()}


def remember(folder: Path, texts: Mapping[str, bytes]) -> None:
    """Add a text to those remembered of each name.

    It was proposed, and a person may have taken it.

    Raises:
        PresslineError: W002 when the record cannot be written.
    """
    known = remembered(folder)
    _write_record(folder, _record(folder), {name: (*known.get(name, ())[-1:], text) for name, text in texts.items()})


def _packed(folder: Path) -> dict[str, tuple[str, ...]]:
    rows = _rows(folder).get(_REMEMBERED)
    if not isinstance(rows, dict):
        return {}
    return {str(name): tuple(str(packed).split()) for name, packed in rows.items()}


def _unpacked(packed: str) -> bytes:
    """A remembered text; nothing for one that is damaged or too large."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(packed), _MOST_UNPACKED)
    except (ValueError, zlib.error):
        return b""


def _write_record(
    folder: Path, record: Mapping[str, tuple[str, ...]], texts: Mapping[str, tuple[bytes, ...]] | None = None
) -> None:
    """Write the record: digests by name, and the texts remembered, of which `texts` are new."""
    rows: dict[str, object] = {name: " ".join(digests) for name, digests in sorted(record.items())}
    packed = {name: " ".join(each) for name, each in _packed(folder).items()}
    for name, said in (texts or {}).items():
        packed[name] = " ".join(base64.b64encode(zlib.compress(text, 9)).decode() for text in dict.fromkeys(said))
    packed = {name: said for name, said in sorted(packed.items()) if len(said) <= _MOST_PACKED}
    if packed:
        rows[_REMEMBERED] = packed
    text = marked_json(json.dumps(rows, indent=1)) + "\n"
    write_whole(folder / RECORD, text.encode())
