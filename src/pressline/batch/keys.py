"""The key of an essay: one digest of all that its files depend on, and nothing else.

Neither a path nor a time is part of it.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pressline.layouts import load_layout
from pressline.model import Job
from pressline.runtime.files import sha256

_PACKAGE = "pressline"
_PICTURE = re.compile(rb"\.(?:png|jpe?g|gif|webp|svg|tiff?|bmp)", re.I)
_LONGEST = 300  # bytes of a picture's name
_BEFORE = (re.compile(rb"[(<\"'=\n\r]"), re.compile(rb"[\s(<\"'=:]"), re.compile(rb"\]\(|[<\"'\n\r]"))


@functools.cache
def program() -> str:
    """A digest of Pressline's own source and of the versions of the libraries it stands on."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\0{sha256(path.read_bytes())}\n".encode())
    for requirement in importlib.metadata.requires(_PACKAGE) or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if "extra ==" not in requirement:
            digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()


@functools.cache
def terms_digest(job: Job, program: str, epoch: str) -> str:
    """A digest of what all essays of a batch share: program, options, layout, fonts.

    Raises:
        PresslineError: as `load_layout` does.
    """
    options = replace(job, source=Path(), folder=None, force=False, max_mb=0, time_limit=0)
    parts = [program, epoch, repr(options), *_contents(load_layout(job.layout))]
    return sha256("\0".join(parts).encode())


def _contents(value: Any) -> Iterator[str]:
    """What a layout holds; of files and folders the digests of their bytes, not their paths."""
    if is_dataclass(value):
        for field in fields(value):
            yield field.name
            yield from _contents(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _contents(item)
    elif isinstance(value, Path):
        files = sorted(path for path in value.rglob("*") if path.is_file()) if value.is_dir() else [value]
        yield from (f"{path.name} {sha256(path.read_bytes())}" for path in files)
    else:
        yield repr(value)


def essay_key(shared: str, parts: dict[str, bytes]) -> str:
    """The key of an essay made of files `parts`, with shared digest `shared`."""
    return sha256(json.dumps([shared, sorted((name, sha256(data)) for name, data in parts.items())]).encode())


def picture_names(text: bytes) -> list[str]:
    """What may be names of pictures in an essay or its metadata, from its folder.

    A name that is no picture's costs nothing: it names no file. Names are read to the left of every suffix of a picture, up
    to what may stand in front of one in Markdown, HTML or YAML.

    >>> picture_names(b'![A map](maps/old%20map.png) and <img src="../x.PNG">')
    ['maps/old map.png']
    """
    found = []
    for match in _PICTURE.finditer(text):
        before = text[max(0, match.start() - _LONGEST) : match.start()]
        for edge in _BEFORE:
            start = max((m.end() for m in edge.finditer(before)), default=0)
            found.append(unquote((before[start:] + match[0]).decode("utf-8", "replace")).strip())
    return [name for name in dict.fromkeys(found) if _is_below(name)]


def _is_below(name: str) -> bool:
    """Whether a name is that of a file of the essay's folder or of one below."""
    return not (name.startswith(("/", ".", "~")) or ":" in name or "\\" in name or "\0" in name or ".." in name.split("/"))
