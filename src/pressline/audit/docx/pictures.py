"""Pictures: each that the essay's folder holds is set.

In the place of another stand the words that describe it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from pressline.audit.docx.package import DOCUMENT, FOOTNOTES, Package
from pressline.findings import Finding
from pressline.model import Blocks, Book, Node
from pressline.pandoc.tree import plain, rewrite, string, walk
from pressline.runtime.local_files import file_beside, is_too_large
from pressline.runtime.namespaces import WP, A, R
from pressline.runtime.pictures import is_sound

_DRAWINGS, _DESCRIBED = (f"{WP}inline", f"{WP}anchor"), f"{WP}docPr"
_BLIP = f"{A}blip"


def pictures_of(book: Book) -> list[Node]:
    """The pictures of the essay that exist in its folder, those of the text before notes."""
    trees = (book.blocks, *(note.body for note in book.notes))
    return [node for tree in trees for node in walk(tree) if node["t"] == "Image" and _shown(node, book.folder)]


def check_pictures(package: Package, book: Book) -> Iterator[Finding]:
    """Check that every picture in the essay's folder is set, in order, with alternative text."""
    wanted = [_words(plain(node["c"][1])) for node in pictures_of(book)]
    inlines = [i for part in (DOCUMENT, FOOTNOTES) for i in package.roots[part].iter(*_DRAWINGS)]
    shown = [i for i in inlines if any(b.get(R + "embed") for b in i.iter(_BLIP))]
    if len(shown) != len(wanted):
        yield package.part_finding("A068", DOCUMENT, what="pictures", expected=len(wanted), found=len(shown))
        return
    for number, (words, inline) in enumerate(zip(wanted, shown, strict=True), start=1):
        told = _words(next((str(d.get("descr") or "") for d in inline.iter(_DESCRIBED)), ""))
        if told != words:
            yield package.part_finding("A008", DOCUMENT, number=number, expected=f"“{words}”", found=f"“{told}”")


def _words(text: str) -> str:
    return " ".join(text.split())


def with_alternatives(book: Book) -> Book:
    """The book with the description of a picture, as text, where the picture cannot be shown.

    A figure without its picture keeps its caption alone, which says the same.
    """

    def change(node: Node) -> Node | None:
        if node["t"] == "Image" and not _shown(node, book.folder):
            return string(plain(node["c"][1]))
        if node["t"] == "Figure" and not any(n["t"] == "Image" and _shown(n, book.folder) for n in walk(node)):
            return node
        return None

    notes = tuple(dataclasses.replace(note, body=rewrite(note.body, change)) for note in book.notes)
    blocks: Blocks = rewrite(book.blocks, change)
    return dataclasses.replace(book, blocks=blocks, notes=notes)


def _shown(node: Node, folder: Path) -> bool:
    """Whether a picture is a file of the folder that can be decoded."""
    path = file_beside(folder, node["c"][2][0])
    if path is None or is_too_large(path):
        return False
    return is_sound(path)
