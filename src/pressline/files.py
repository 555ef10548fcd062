"""Writing: whole or not at all, never over a person's work, and a record of what Pressline itself wrote.

A file is written beside its place and renamed into it, so that a build that is killed leaves the last good file. The
record `.pressline.json` keeps a digest of every essay.md and metadata.yaml that Pressline wrote into a folder; a file
that differs from its digest, or has none, belongs to a person.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from pressline.findings import Finding, Place, PresslineError, finding, stop

RECORD = ".pressline.json"


def sha256(data: bytes) -> str:
    """The SHA-256 digest of some bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all.

    Raises:
        PresslineError: W002 when the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise stop("W002", Place(str(path.parent)), reason=error.strerror) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise stop("W002", Place(str(path)), reason=error.strerror) from error


def _umask() -> int:
    """The mask of this process; reading it is only possible by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _digests(folder: Path) -> dict[str, str]:
    """What the record of a folder says; empty when there is none that can be read."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in record.items()} if isinstance(record, dict) else {}


def edited(folder: Path, texts: dict[str, str]) -> list[Finding]:
    """A finding W001 for every file of `texts` that a person has edited in `folder` since Pressline wrote it.

    A file that already says what would be written is nobody's loss, whoever wrote it.
    """
    digests = _digests(folder)
    found = []
    for name, text in texts.items():
        path = folder / name
        if not path.exists():
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            raise stop("W002", Place(str(path)), reason=error.strerror) from error
        if data != text.encode() and sha256(data) != digests.get(name):
            essay = next(folder / n for n in texts if n.endswith(".md"))
            found.append(finding("W001", Place(str(path)), name=name, essay=essay))
    return found


def edited_since(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether `folder` holds the files `names`, and a person has edited one of them since Pressline wrote it."""
    digests = _digests(folder)
    try:
        return any(sha256((folder / name).read_bytes()) != digests.get(name) for name in names)
    except OSError:
        return False


def write_manuscript(folder: Path, texts: dict[str, str]) -> None:
    """Write essay.md and metadata.yaml into `folder`, and their digests into its record.

    Raises:
        PresslineError: W001 when a person has edited one of them, and then neither is written; W002 when it cannot be.
    """
    refused = edited(folder, texts)
    if refused:
        raise PresslineError(refused)
    for name, text in texts.items():
        write_whole(folder / name, text.encode())
    digests = _digests(folder) | {name: sha256(text.encode()) for name, text in texts.items()}
    write_whole(folder / RECORD, (json.dumps(digests, indent=1, sort_keys=True) + "\n").encode())
