"""Which metadata file a Markdown essay has, and whether it is an essay.md or raw.

The rule. `--metadata FILE` is believed. Without it a Markdown file with a metadata.yaml beside it is an essay.md, and any
other is raw. One folder may hold several Markdown files, and then the metadata.yaml is of one of them:

- essay.md has it, whatever lies beside; and a Markdown file that lies beside no other essay.
- Beside an essay.md no other file has it; one of which that essay.md was made, as manifest.json says, is a raw essay still.
- Among files of other names one has it that was built with it before (manifest.json says so), or whose first heading is the
  title in it.

Every other is refused by name (M007), because it would be printed under another's title and author. Not counted as essays:
what Pressline generates, README.md, and hidden files.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from pressline.book.metadata import FILE_NAME, load_metadata
from pressline.findings import Place, PresslineError, stop
from pressline.model import Source
from pressline.runtime.generated_files import NEW_ESSAY, QUERIES, SUBMISSION

ESSAY = "essay.md"
NO_ESSAYS = frozenset({QUERIES, SUBMISSION, NEW_ESSAY, "readme.md", "readme.markdown"})
MARKDOWN = (".md", ".markdown")
_MOST_NAMED = 3


def metadata_of(source: Source, chosen: Path | None) -> Path | None:
    """The file of metadata of an essay; None: the essay is raw.

    Raises:
        PresslineError: M007 when nothing ties the metadata.yaml beside an essay to it; M008 when one was chosen for an essay
            that is no Markdown; R001 when the chosen one is not there.
    """
    place = Place(str(source.path))
    if chosen is not None:
        if source.kind != "md":
            raise stop("M008", place, essay=source.path.name, path=shlex.quote(str(source.path)))
        if not chosen.exists() or chosen.is_dir():
            raise stop("R001", Place(str(chosen)), path=chosen.absolute())
        return chosen
    beside = source.path.with_name(FILE_NAME)
    if source.kind != "md" or not beside.exists() or beside.is_dir():  # what else it may be is refused when it is read
        return None
    others = _others(source)
    if ESSAY in others and _is_raw_of(source):
        return None
    if others:
        named = ", ".join(others[:_MOST_NAMED]) + (" …" if len(others) > _MOST_NAMED else "")
        said = f"{named} {'lies' if len(others) == 1 else 'lie'}"
        raise stop("M007", place, essay=source.path.name, others=said, metadata=shlex.quote(str(beside)))
    return beside


def _others(source: Source) -> list[str]:
    """The essays beside a Markdown file to which the metadata.yaml there may belong.

    None when it is this one's.
    """
    try:
        found = [path for path in source.path.parent.iterdir() if _is_essay(path) and not path.samefile(source.path)]
    except OSError:  # a folder that may be entered, but not listed
        return []
    others = sorted(path.name for path in found)
    if source.path.name == ESSAY or not others:
        return []
    if ESSAY in others:
        return [ESSAY]
    tied = set(_built_with(source.path.parent))
    if source.path.name in tied:
        return []
    return [name for name in others if name in tied] or ([] if _has_title(source) else others)


def _is_essay(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith(MARKDOWN) and name not in NO_ESSAYS and not name.startswith(".") and path.is_file()


def _built_with(folder: Path) -> Iterator[str]:
    """The names of the sources of a folder's finished files made with its metadata.yaml."""
    yield from (name for names in _inputs(folder) if FILE_NAME in names for name in names)


def _inputs(folder: Path) -> Iterator[set[str]]:
    """The names of what each finished file of a folder was made of."""
    from pressline.report.manifest import read_manifest

    for entry in read_manifest(folder).values():
        yield {digest.name for digest in entry.inputs}


def _is_raw_of(source: Source) -> bool:
    """Whether the essay.md beside a Markdown file was made of it.

    A finished file was made of both.
    """
    return any({source.path.name, ESSAY} <= names for names in _inputs(source.path.parent))


def _has_title(source: Source) -> bool:
    """Whether the first heading of an essay is the title in the metadata.yaml beside it."""
    try:
        metadata, _ = load_metadata(source.path)
    except PresslineError:
        return False
    lines = source.data.decode("utf-8", "replace").split("\n")
    heading = next((line for line in lines if line.startswith("#")), "")
    return bool(_words(heading)) and _words(heading) in (_words(metadata.title), _words(metadata.short_title or ""))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
