"""Where essays are read and files are put.

A folder, or an address that fsspec knows (file://, s3://, memory://).

fsspec (BSD-3) comes with the extra `cluster`; a folder does not need it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from pressline.findings import Place, stop
from pressline.model import Output
from pressline.runtime.files import sha256, write_whole
from pressline.runtime.input_files import ANY, MB, Unfit, read_file, too_large

# Stores of objects: an object is there whole or not at all, and a move is a copy.
_OBJECTS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})


class Store(Protocol):
    """What a batch asks of the place where its files are. Names have "/" between their parts."""

    def names(self) -> Iterator[str]:
        """The names of all files, hidden folders left out."""

    def names_in(self, folder: str) -> Iterator[str]:
        """The names of the files of one folder, those of folders below left out."""

    def read(self, name: str, most_mb: float = ANY) -> bytes | None:
        """The bytes of a file; None when it is not there.

        Raises R009 for what is no file, R010 for more megabytes.
        """

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole or not at all. Raises W002."""

    def holds(self, output: Output) -> bool:
        """Whether a file is there as it was made."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, or one that all machines of a cluster share."""

    root: Path

    def names(self) -> Iterator[str]:
        """The names of all files, hidden folders left out."""
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                yield Path(folder, name).relative_to(self.root).as_posix()

    def names_in(self, folder: str) -> Iterator[str]:
        """The names of the files of one folder, those of folders below left out."""
        there = self.root / folder
        return (path.name for path in (there.iterdir() if there.is_dir() else ()) if path.is_file())

    def read(self, name: str, most_mb: float = ANY) -> bytes | None:
        """The bytes of a file; None when it is not there.

        Raises R009 for what is no file, R010 for more megabytes.
        """
        try:
            return read_file(self.root / name, most_mb)
        except Unfit as unfit:
            raise unfit.stop(name) from unfit
        except (OSError, ValueError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole or not at all. Raises W002."""
        write_whole(self.root / name, data)

    def holds(self, output: Output) -> bool:
        """Whether a file is there, byte for byte as it was made."""
        data = self.read(output.path)
        return data is not None and sha256(data) == output.sha256


@dataclass(frozen=True, slots=True)
class Remote:
    """A place that fsspec reaches."""

    files: Any  # fsspec.AbstractFileSystem
    root: str

    def names(self) -> Iterator[str]:
        """The names of all files, hidden folders left out."""
        for name in self.files.find(self.root):
            path = PurePosixPath(name).relative_to(self.root)
            if not any(part.startswith(".") for part in path.parent.parts):
                yield path.as_posix()

    def names_in(self, folder: str) -> Iterator[str]:
        """The names of the files of one folder, those of folders below left out."""
        try:
            found = self.files.ls(f"{self.root}/{folder}", detail=True)
        except OSError:
            return iter(())
        return (PurePosixPath(str(each["name"])).name for each in found if each["type"] == "file")

    def read(self, name: str, most_mb: float = ANY) -> bytes | None:
        """The bytes of a file; None when it is not there. Raises R010 for more megabytes."""
        path = f"{self.root}/{name}"
        try:
            if most_mb < ANY and (size := int(self.files.size(path) or 0)) > most_mb * MB:
                raise too_large(f"{size / MB:,.0f}", most_mb)
            data: bytes = self.files.cat_file(path)
        except Unfit as unfit:
            raise unfit.stop(name) from unfit
        except OSError:
            return None
        return data

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole or not at all. Raises W002."""
        path = f"{self.root}/{name}"
        protocol = self.files.protocol
        whole = _OBJECTS.intersection((protocol,) if isinstance(protocol, str) else protocol)
        beside = path if whole else f"{path}.{uuid.uuid4().hex}"
        try:
            self.files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self.files.pipe_file(beside, data)
            if beside != path:
                self.files.mv(beside, path)
        except OSError as error:
            raise stop("W002", Place(path), reason=error.strerror or error) from error

    def holds(self, output: Output) -> bool:
        """Whether a file is there in the size it was made.

        Reading all of it back would cost more than it proves.
        """
        try:
            return bool(self.files.size(f"{self.root}/{output.path}") == output.bytes)
        except OSError:
            return False


def open_store(address: str) -> Store:
    """The store at a path or at an address with "://".

    Raises:
        PresslineError: T003 when what reaches such an address is not installed.
    """
    if "://" not in address:
        return Folder(Path(address))
    try:
        from fsspec.core import url_to_fs

        files, root = url_to_fs(address)
    except (ImportError, ValueError) as error:
        tool = "fsspec" if isinstance(error, ModuleNotFoundError) and error.name == "fsspec" else str(error)
        remedy = "pip install 'pressline[cluster]', and for s3:// also: pip install s3fs"
        raise stop("T003", Place(address), tool=tool, remedy=remedy) from error
    return Remote(files, str(root).rstrip("/"))
