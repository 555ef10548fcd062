"""manifest.json: of which essay and with what each finished file was made; SHA-256.

A build of one format keeps the rows of the others, as long as their files are still those that were made.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from pressline.compare.text_compare import reading_of
from pressline.model import Artifact, Book, Digest, PrintOrder, Provenance
from pressline.pandoc.tree import nodes
from pressline.runtime.files import sha256
from pressline.runtime.generated_files import MANIFEST, marked_json
from pressline.runtime.input_files import read_file
from pressline.runtime.local_files import file_beside

FILE_NAME = MANIFEST
VERSION = 1
_MOST_BYTES = 4_000_000  # of a manifest that is read

_ORDERED = ("pdf", "print", "cover", "booklet")  # the formats that an order is about

CopyKind = Literal["named", "anonymous", "cover-page"]


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """A finished file: what it is, how it was asked for, and what it was made of."""

    name: str
    format: str
    copy: CopyKind
    layout: str
    stamp: int  # the time of making that the file carries, in seconds UTC; never the clock's
    bytes: int
    sha256: str
    inputs: tuple[Digest, ...]
    tools: tuple[tuple[str, str], ...]
    printing: PrintOrder | None = None  # what was said of a PDF, if anything was
    fonts: tuple[Digest, ...] = ()  # the font files that a PDF may be set in: the same fonts give the same bytes


@dataclass(frozen=True, slots=True)
class Dated:
    """What an essay said when it was first built with the date that its metadata gives.

    A digest of its words.
    """

    essay: str  # the stem of its files
    date: str  # ISO 8601: its last change, or else its date
    said: str  # SHA-256


def provenance_of(book: Book, layout: str, sources: Collection[Path], tools: tuple[tuple[str, str], ...]) -> Provenance:
    """What files of a book were made of: the sources (essay and metadata), its pictures.

    `book` as essay.md has it.
    """
    told = reading_of(book)
    return Provenance(
        title=book.metadata.title,
        subtitle=book.metadata.subtitle or "",
        byline=book.metadata.byline,
        layout=layout,
        inputs=tuple(sorted((_digest(path) for path in {*sources, *_pictures(book)} if path.is_file()), key=lambda d: d.name)),
        tools=tools,
        words=len(told.body),
        words_of_notes=sum(map(len, told.notes.values())),
        said=sha256(repr((told.body, sorted(told.notes.items()))).encode("utf-8", "replace")),
    )


def _digest(path: Path) -> Digest:
    data = path.read_bytes()
    return Digest(path.name, len(data), sha256(data))


def _pictures(book: Book) -> Iterator[Path]:
    """The files of the essay's folder that it shows, and its cover."""
    trees = (book.blocks, *(note.body for note in book.notes))
    targets = [str(node["c"][2][0]) for tree in trees for node in nodes(tree, "Image")]
    for target in [*targets, book.metadata.cover or ""]:
        path = file_beside(book.folder, target) if target else None
        if path:
            yield path


def entry_of(artifact: Artifact, copy: CopyKind, book: Book, provenance: Provenance) -> ManifestEntry:
    """The row of a file that was made of a book just now."""
    return ManifestEntry(
        artifact.path.name,
        artifact.format,
        copy,
        provenance.layout,
        book.stamp,
        artifact.bytes,
        artifact.sha256,
        provenance.inputs,
        provenance.tools,
        book.printing.order if artifact.format in _ORDERED and book.printing.order != PrintOrder() else None,
        artifact.fonts,
    )


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """The rows of a folder's manifest by the names of their files.

    None when there is no manifest that can be read.
    """
    try:
        rows = [_entry(row) for row in _read(folder)["files"]]
    except (ValueError, KeyError, TypeError):
        return {}
    return {row.name: row for row in rows}


def read_dated(folder: Path) -> Dated | None:
    """What the essay of a folder said when it was first built with its date, by the manifest.

    None when that says nothing.
    """
    try:
        said = _read(folder)["dated"]
        return Dated(str(said["essay"]), str(said["date"]), str(said["said"]))
    except (KeyError, TypeError):
        return None


def _read(folder: Path) -> dict[str, Any]:
    """The manifest of a folder as it stands.

    Empty when there is none of this version that can be read.
    """
    path = folder / FILE_NAME
    try:
        if path.stat().st_size > _MOST_BYTES:
            return {}
        data = json.loads(read_file(path))
        return data if isinstance(data, dict) and data["version"] == VERSION else {}
    except (OSError, ValueError, KeyError, RecursionError):
        return {}


def _entry(row: dict[str, Any]) -> ManifestEntry:
    inputs, fonts = (
        tuple(Digest(str(d["name"]), int(d["bytes"]), str(d["sha256"])) for d in row.get(key, ()))
        for key in ("inputs", "fonts")
    )
    tools = tuple((str(name), str(version)) for name, version in row["tools"].items())
    texts = {key: str(row[key]) for key in ("name", "format", "copy", "layout", "sha256")}
    printing = PrintOrder(**row["printing"]) if row.get("printing") else None
    return ManifestEntry(
        **texts,  # type: ignore[arg-type]
        printing=printing,
        stamp=int(row["stamp"]),
        bytes=int(row["bytes"]),
        inputs=inputs,
        tools=tools,
        fonts=fonts,
    )


def manifest(folder: Path, made: Iterable[ManifestEntry], dated: Dated | None, written: Mapping[str, str]) -> str:
    """The manifest of a folder as JSON text.

    The rows of the files made now, and those of the others that are unchanged.

    `written`: the digests of what else Pressline has written there, which it may replace.
    """
    rows = {row.name: row for row in made}
    for row in read_manifest(folder).values():
        if row.name not in rows and is_unchanged(folder / row.name, row):
            rows[row.name] = row
    data = {
        "version": VERSION,
        "dated": asdict(dated) if dated else None,
        "files": [_data(rows[name]) for name in sorted(rows)],
        "written": [{"name": name, "sha256": written[name]} for name in sorted(written)],
    }
    return marked_json(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def _data(row: ManifestEntry) -> dict[str, Any]:
    return asdict(row) | {"tools": dict(row.tools)}


def is_unchanged(path: Path, row: ManifestEntry) -> bool:
    """Whether a file is still, byte for byte, the one that its row tells of.

    Only a name in the folder itself is looked at.
    """
    try:
        return path.name == row.name and path.is_file() and sha256(path.read_bytes()) == row.sha256
    except OSError:
        return False
