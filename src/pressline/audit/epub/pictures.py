"""Whether the cover and the pictures of the book are there, whole and in their places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pressline.audit.epub.opened import Doc, Opened, Problem, all_of, follow, local
from pressline.audit.epub.reading import Read
from pressline.compare.text_compare import words
from pressline.model import Book, Node
from pressline.pandoc.tree import nodes, plain
from pressline.runtime.faults import faults
from pressline.runtime.files import sha256
from pressline.runtime.local_files import decoded, file_beside
from pressline.runtime.pictures import PICTURES, made_anew

_COVER_SIZE = (1600, 2560)


def check_cover(opened: Read, book: Book) -> Iterator[Problem]:
    """Check the cover: the author's or one of cover size, with its words as alternative.

    It is shown by the first page.
    """
    covers = [item.path for item in opened.items.values() if "cover-image" in item.properties]
    data = opened.files.get(covers[0], b"") if covers else b""
    own, key = _own_cover(book), sha256(data)
    if key not in opened.sizes:
        opened.sizes.clear()  # but of one cover nothing is remembered
        opened.sizes[key] = _size(data)
    size = opened.sizes[key]
    if own and data != own:
        yield "A039", "the cover", {"problem": f"it is not the file {book.metadata.cover}"}
    elif not own and size != _COVER_SIZE:
        yield "A039", "the cover", {"problem": f"expected a picture of 1600 by 2560 pixels, found {size or 'none'}"}
    first = opened.reading_order[0] if opened.reading_order else None
    images = list(all_of(first.root, "img")) if first else []
    if not first or not covers or [follow(first, i.get("src") or "")[0] for i in images] != covers[:1]:
        yield "A039", "the cover", {"problem": "the first page does not show it"}
    elif words(images[0].get("alt") or "") != words(book.composition.cover):
        yield "A039", "the cover", {"problem": f"its alternative text is not “{book.composition.cover}”"}


def _own_cover(book: Book) -> bytes:
    """The bytes of the author's cover; none when there is none, or none that an EPUB can use."""
    if not book.metadata.cover:
        return b""
    path = file_beside(book.folder, book.metadata.cover)
    if path is None:
        return b""
    data = _shown_of(path)
    return data if _size(data) else b""


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG that is whole; None for any other bytes."""
    try:
        with decoded(data, ("PNG", "JPEG")) as image:
            return image.size
    except faults():
        return None


def check_pictures(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that every picture is there in order, with its bytes and alternative text.

    A picture that was left out must have its alternative text in its place. What the caption says already is not said again.
    """
    trees = [book.blocks, *(note.body for note in book.notes)]
    expected = [node["c"] for tree in trees for node in nodes(tree, "Image")]
    captioned = {id(image["c"]) for tree in trees for image in _told_by_caption(tree)}
    docs = [doc for doc in opened.reading_order if "bodymatter" in doc.kinds or _holds_notes(doc)]
    found = [(doc, e) for doc in docs for e in doc.root.iter() if local(e) == "img" or e.get("class") == "left-out"]
    if len(expected) != len(found):
        yield "A040", "the pictures", {"number": "count", "expected": len(expected), "found": len(found)}
        return
    for number, (content, (doc, element)) in enumerate(zip(expected, found, strict=True), start=1):
        target, whole = content[2], plain(content[1])
        said = "" if id(content) in captioned else whole
        shown = element.get("alt") if local(element) == "img" else "".join(map(str, element.itertext()))
        if not said and whole.split() == (shown or "").split() != []:  # in a file of another hand that is usual
            values = {"expected": "no alternative text, for its caption says the same", "found": f"“{shown}”"}
            yield "A101", doc.path, {"where": f"picture {number}", **values}
        elif said.split() != (shown or "").split():
            yield "A040", doc.path, {"number": number, "expected": f"“{said}”", "found": f"“{shown}”"}
        if local(element) == "img":
            path = file_beside(book.folder, target[0])
            data = _shown_of(path) if path else None
            if opened.files.get(follow(doc, element.get("src") or "")[0]) != data:
                yield "A040", doc.path, {"number": number, "expected": f"the bytes of {target[0]}", "found": "others"}


def _shown_of(path: Path) -> bytes:
    """The bytes that stand for a picture.

    Those of its file, or what is made of one that not every reader shows.
    """
    made = made_anew(path) if path.suffix.lower() in PICTURES else None
    return made if made is not None else path.read_bytes()


def _told_by_caption(tree: Any) -> Iterator[Node]:
    """The pictures whose caption says all that their alternative text does.

    It would be heard twice.
    """
    for figure in nodes(tree, "Figure"):
        caption = plain(figure["c"][1][1]).split()
        yield from (image for image in nodes(figure["c"][2], "Image") if plain(image["c"][1]).split() == caption)


def pictures_in(book: Book) -> int:
    """How many pictures the essay names."""
    return sum(1 for tree in (book.blocks, *(note.body for note in book.notes)) for node in nodes(tree, "Image"))


def _holds_notes(doc: Doc) -> bool:
    return any(True for _ in all_of(doc.root, "section", "endnotes"))
