"""Apply patches for a while, where the code they replace is the one they were made for."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pressline.backends.pdf.weasyprint_patches.patches import KNOWN_FILES, NEEDS, PATCHES, Patch

# What stands in the place of attributes: by the group of `patches`, then by the place.
Replacements = Mapping[str, Mapping[str, Any]]


def left_out() -> list[Patch]:
    """The rows of the table whose place in the code installed is not as known.

    Rows that fall with them are not listed.
    """
    return [patch for patch in PATCHES if patch.digest and not _is_known(patch)]


def fallen_groups(missing: Iterable[Patch]) -> list[str]:
    """The groups that cannot be put in place without these rows, in the order of the table.

    >>> fallen_groups(patch for patch in PATCHES if patch.attribute == "text_align")
    ['line layout', 'page ends', 'figures']
    """
    fallen = {patch.group for patch in missing}
    groups = list(dict.fromkeys(patch.group for patch in PATCHES))
    while more := {group for group in groups if group not in fallen and fallen.intersection(NEEDS.get(group, ()))}:
        fallen |= more
    return [group for group in groups if group in fallen]


def in_place(group: str) -> bool:
    """Whether a group known by its files can be applied, before any of them is loaded."""
    return all(_is_known(patch) for patch in PATCHES if patch.group == group)


@contextmanager
def replaced(replacements: Replacements, groups: set[str]) -> Iterator[None]:
    """Apply the replacements of these groups, and restore what was there in the end.

    Whatever happens.
    """
    done: list[tuple[Any, str, Any, bool]] = []
    try:
        for group in groups.intersection(replacements):
            for patch in (patch for patch in PATCHES if patch.group == group):
                owner, name = _owner(patch.module, patch.attribute)
                done.append((owner, name, vars(owner).get(name), name in vars(owner)))
                setattr(owner, name, replacements[group][patch.place])
        yield
    finally:
        for owner, name, old, had in reversed(done):
            if had:
                setattr(owner, name, old)
            else:
                delattr(owner, name)


def digest(patch: Patch) -> str:
    """The SHA-256 of the source that a row is about, as it is installed.

    "" when there is none.
    """
    if patch.file:
        path = module_file(patch.file)
        return _file_digest(path) if path else ""
    try:
        return _sha256(inspect.getsource(_source_of(patch)).encode())
    except (ImportError, AttributeError, OSError, TypeError):  # not there any more, or no code with a file
        return ""


def module_file(module: str) -> Path | None:
    """The file of a module of WeasyPrint's, found without loading any of it.

    None when there is none.
    """
    spec = importlib.util.find_spec("weasyprint")
    path = Path(spec.origin).parent.joinpath(*module.split(".")[1:]).with_suffix(".py") if spec and spec.origin else None
    return path if path and path.is_file() else None


def _is_known(patch: Patch) -> bool:
    """Whether the code that a row is about is as known.

    That of the whole file it lies in, or its own.
    """
    if not patch.file and _file_digest(_path_of(patch)) in KNOWN_FILES:
        return True
    return digest(patch) == patch.digest


def _path_of(patch: Patch) -> Path:
    """The file that the code of a row lies in; an empty path when there is none."""
    try:
        found = _source_of(patch)
    except (ImportError, AttributeError):
        return Path()
    code = getattr(found, "__code__", None)
    if code:
        return Path(code.co_filename)
    return Path(getattr(sys.modules.get(getattr(found, "__module__", "")), "__file__", None) or "")


def _source_of(patch: Patch) -> Any:
    """The function or class whose source a row's digest is of."""
    owner, name = _owner(patch.module, patch.read or patch.attribute)
    found = inspect.getattr_static(owner, name)
    return getattr(found, "fget", None) or getattr(found, "__func__", found)


def _owner(module: str, attribute: str) -> tuple[Any, str]:
    """The module or class that an attribute is set on, and its name there."""
    owner: Any = importlib.import_module(module)
    *path, name = attribute.split(".")
    for part in path:
        owner = getattr(owner, part)
    return owner, name


@lru_cache(maxsize=64)
def _file_digest(path: Path) -> str:
    return _sha256(path.read_bytes()) if path.is_file() else ""


def _sha256(data: bytes) -> str:
    return sha256(data.replace(b"\r\n", b"\n")).hexdigest()
