"""A cache of finished files and audit results between builds of a watched essay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pressline.model import Book, Copy, Layout
from pressline.pandoc.tree import nodes
from pressline.runtime.files import sha256

State = tuple[int, int, int]
NOT_THERE: State = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class CachedFormat:
    """A cached format: the steps that made it, its draft's path then, and its bytes."""

    steps: tuple[Any, ...]
    draft: Path
    data: bytes


@dataclass(slots=True)
class BuildCache:
    """What the last build finished, by the digest of its input; which formats it had to make.

    What their audits remember.
    """

    rows: dict[str, CachedFormat] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    memories: dict[str, dict[str, Any]] = field(default_factory=dict)

    def memory(self, name: str) -> dict[str, Any]:
        """What the audit of a file remembers from one build to the next.

        Its own to fill, and to keep small.
        """
        return self.memories.setdefault(name, {})


def state_of(path: Path) -> State:
    """What tells whether a file is another one now.

    Its time, its size and its number on the disk; all 0 without a file.
    """
    try:
        status = path.stat()
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return NOT_THERE
    return status.st_mtime_ns, status.st_size, status.st_ino


def pictures_of(book: Book) -> tuple[Path, ...]:
    """The pictures that a book asks for, there or not.

    Those of addresses in the web are not read, and so not among them.
    """
    trees = [book.blocks, *(note.body for note in book.notes)]
    targets = [node["c"][2][0] for tree in trees for node in nodes(tree, "Image")]
    targets += [book.metadata.cover] if book.metadata.cover else []
    return tuple(dict.fromkeys(book.folder / unquote(target) for target in targets if ":" not in target[:12]))


def files_of(layout: Layout) -> Iterator[Path]:
    """Every file that a layout is made of.

    Its folders, those of the layouts it extends, and its font.
    """
    for folder in (*layout.bases, layout.folder):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
    face = layout.face
    yield from (face.regular, face.italic, face.bold, face.bold_italic)


def key_of(name: str, copy: Copy, others: Iterable[str]) -> str:
    """The digest of all that a format of a copy is made of.

    `others` are style sheets that it does not read.
    """
    book, passed_over = copy.book, frozenset(others)
    files = [path for path in files_of(copy.layout) if path.name not in passed_over]
    states = [(str(path), state_of(path)) for path in (*files, *pictures_of(book))]
    chosen = (book.digest, book.stamp, book.metadata, book.edition, book.printing, copy.layout, bool(copy.hides))
    return sha256(repr((name, copy.stem, sorted(copy.formats), chosen, states)).encode())
