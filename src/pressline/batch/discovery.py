"""Which essays a batch is of, and the folder that each one's files go to."""

from __future__ import annotations

import os
import shlex
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from pressline.batch.stores import Folder, Store
from pressline.book.metadata import FILE_NAME as METADATA
from pressline.findings import Place, stop
from pressline.model import Order
from pressline.pipeline.binding import ESSAY, MARKDOWN, NO_ESSAYS
from pressline.readers.source import KINDS
from pressline.runtime.generated_files import BATCH, SUBMISSION
from pressline.runtime.input_files import Unfit, read_file

RESULT = BATCH


def orders_in(store: Store, address: str) -> list[Order]:
    """An order for every essay below a folder, in the order of their paths.

    An essay.md with its metadata.yaml is an essay, and so is every file that Pressline can read. None are: what stands
    beside a metadata.yaml (Pressline made it), a raw essay beside which a build has already put the folder of its name
    (the essay.md in it has taken its place), and everything in the output of a batch, in a submission or in a hidden folder.

    Raises:
        PresslineError: J002 when there is none.
    """
    found = [PurePosixPath(name) for name in store.names()]
    bound = {path.parent for path in found if path.name == METADATA}
    closed = {path.parent for path in found if path.name in (RESULT, SUBMISSION)} - {PurePosixPath()}
    taken = {path.parent for path in found if path.name == ESSAY} & bound

    def is_essay(path: PurePosixPath) -> bool:
        if (
            closed.intersection(path.parents)
            or path.name.lower() in NO_ESSAYS
            or any(part.startswith(".") for part in path.parts)
        ):
            return False
        if path.parent in bound:
            return path.suffix.lower() in MARKDOWN
        return path.suffix.lower() in KINDS and path.with_suffix("") not in taken

    essays = sorted(str(path) for path in found if is_essay(path))
    if not essays:
        raise stop("J002", Place(address), what="no essay")
    return named(essays)


def orders_of(listed: Path) -> list[Order]:
    """An order for every line of a text file.

    The path of an essay, or of the folder of an essay.md.

    Paths are from the folder of the list; those outside it keep all of their parts in the output, so that an essay's
    folder there does not depend on what else is listed. Lines that start with "#" are none.

    Raises:
        PresslineError: J001 when it is no list of paths; J002 when it is empty.
    """
    place = Place(str(listed))
    try:
        lines = [line.strip() for line in read_file(listed).decode("utf-8-sig").replace("\r", "\n").split("\n")]
    except Unfit as unfit:
        raise unfit.stop(str(listed)) from unfit
    except (OSError, UnicodeDecodeError) as error:
        raise stop("J001", place, path=shlex.quote(str(listed))) from error
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise stop("J002", place, what="no path")
    essays = list(dict.fromkeys(_essay_at(line, listed.parent) for line in lines))
    if not any(_exists(listed.parent / essay) for essay in essays):
        raise stop("J001", place, path=shlex.quote(str(listed)))
    return named(essays)


def _exists(path: Path) -> bool:
    """Whether there is such a file. A line of an essay is too long for a name."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _essay_at(line: str, folder: Path) -> str:
    """The path of a line, below the list's folder if it is there.

    Of a folder, the essay.md in it.
    """
    root = folder.resolve()
    path = Path(os.path.normpath(root / line))
    path = path / ESSAY if _exists(path) and path.is_dir() else path
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def named(essays: Iterable[str]) -> list[Order]:
    """Orders, each with a folder of its own: the essay's path without its suffix.

    With it, where two would be the same.

    Names that differ only in case or in how their accents are coded are the same, because some disks take them for that.

    >>> [order.name for order in named(["a/x.txt", "b/x.txt", "b/X.html", "c/essay.md", "d/..txt"])]
    ['a/x', 'b/x-txt', 'b/X-html', 'c', 'd/..txt']
    """
    groups: dict[str, list[str]] = defaultdict(list)
    short = {essay: _short(essay) for essay in essays}
    for essay, name in short.items():
        groups[_same(name)].append(essay)
    taken = {same for same, members in groups.items() if len(members) == 1}
    orders = []
    for essay, name in short.items():
        if len(groups[_same(name)]) > 1:
            name = base = f"{name}-{PurePosixPath(essay).suffix[1:].lower()}"
            for number in range(2, len(short) + 2):
                if _same(name) not in taken:
                    break
                name = f"{base}-{number}"
            taken.add(_same(name))
        orders.append(Order(essay, name))
    return orders


def _short(essay: str) -> str:
    path = PurePosixPath(essay)
    if path.name == ESSAY and path.parent.name:
        return path.parent.as_posix().lstrip("/")
    bare = path.with_suffix("") if path.stem.strip(". ") else path  # "..txt" would be the folder itself, or the one above
    return bare.as_posix().lstrip("/")


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def essays_and_orders(given: str, store: Store) -> tuple[str, list[Order]]:
    """The folder that essays are read from, and the orders, of a folder, address or list.

    Raises:
        PresslineError: R001 when there is no such thing; J001, J002 as `orders_in` and `orders_of` do.
    """
    path = Path(given)
    if not isinstance(store, Folder) or path.is_dir():
        return given, orders_in(store, given)
    if not path.exists():
        raise stop("R001", Place(given), path=path.absolute())
    if not path.is_file():  # a device may have no end
        raise stop("J001", Place(given))
    return str(path.parent), orders_of(path)
