"""EPUBs that are damaged on purpose: a file changed, lost or added, and what the audit says of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pressline.audit.epub import prove
from pressline.findings import Finding
from pressline.model import Artifact, Book, Proof

Files = dict[str, bytes]
Damage = Callable[[Files], None]
Judge = Callable[[Artifact, Book], Proof]


def damaged(artifact: Artifact, book: Book, folder: Path, damage: Damage, judge: Judge = prove) -> list[Finding]:
    """What the audit says of a copy of an EPUB whose files were changed."""
    with zipfile.ZipFile(artifact.path) as archive:
        entries = archive.infolist()
        files = {entry.filename: archive.read(entry) for entry in entries}
    damage(files)
    path = folder / "damaged.epub"
    dates = {entry.filename: entry.date_time for entry in entries}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, dates.get(name, entries[0].date_time))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return list(judge(replace(artifact, path=path), book).findings)


def swap(name: str, old: str, new: str, count: int = 1) -> Damage:
    """The damage of a text changed in one file; the text must be there."""

    def damage(files: Files) -> None:
        data = files[f"EPUB/{name}"]
        assert old.encode() in data, old
        files[f"EPUB/{name}"] = data.replace(old.encode(), new.encode(), count)

    return damage


def drop(name: str) -> Damage:
    def damage(files: Files) -> None:
        del files[f"EPUB/{name}"]

    return damage


def add(name: str, data: bytes) -> Damage:
    def damage(files: Files) -> None:
        files[f"EPUB/{name}"] = data

    return damage
