"""Pictures: kept beside the document or inside it, else left out and named."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from pressline.findings import Place
from pressline.model import NativeNote, Node, Paragraph, Step
from pressline.pandoc.tree import is_call, rewrite, walk
from pressline.readers.documents.archives import read
from pressline.readers.documents.ast_to_paragraphs import IN_LINE
from pressline.runtime.local_files import file_beside

# What is taken for a picture and set beside essay.md. False positive it avoids: an address that names some other file.
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff", ".avif"})
_MEDIA = "media/"  # the folder beside essay.md
_INSIDE = {"docx": ("word/", ""), "odt": ("",), "epub": ("",)}  # where a target of a picture is looked up in the archive
_SIZES = ("width", "height")  # in inches or EMU: of the page that the document has, and not of a layout's
_NAMED = 5  # of the pictures that were left out


def taken_out(blocks: list[Node], archive: zipfile.ZipFile, kind: str, place: Place) -> tuple[list[Node], dict[str, bytes]]:
    """The blocks with each picture of the document named in `media/`, and those files.

    A picture of a kind that no program of ours reads (EMF, WMF) keeps its target, and is left out with it.
    """
    inside = set(archive.namelist())
    names: dict[str, str] = {}
    media: dict[str, bytes] = {}

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Image":
            return None
        attributes, caption, (target, title) = node["c"]
        attributes = [attributes[0], attributes[1], [pair for pair in attributes[2] if pair[0] not in _SIZES]]
        part = next((p + unquote(target).lstrip("/") for p in _INSIDE[kind] if p + unquote(target).lstrip("/") in inside), "")
        if PurePosixPath(part).suffix.lower() not in _SUFFIXES:
            return None
        if part not in names:
            names[part] = _MEDIA + _free(PurePosixPath(part), names.values())
            media[names[part]] = read(archive, part, kind, place)
        return {"t": "Image", "c": [attributes, rewrite(caption, change), [names[part], title]]}

    return rewrite(blocks, change), media


def _free(part: PurePosixPath, taken: Iterable[str]) -> str:
    """A name of a file for a picture, of letters that every system takes, that no other has."""
    stem = "".join(c if c.isalnum() or c in "-_" else "-" for c in part.stem)[:80].strip("-") or "picture"
    names = {name.casefold() for name in taken}
    tries = (f"{stem}{f'-{n}' if n else ''}{part.suffix.lower()}" for n in range(len(names) + 1))
    return next(name for name in tries if (_MEDIA + name).casefold() not in names)


def without_pictures(
    paragraphs: tuple[Paragraph, ...], path: Path, media: Collection[str] = ()
) -> tuple[tuple[Paragraph, ...], list[Step]]:
    """The paragraphs with only the pictures that there are files of; captions stay.

    A picture in a table or beside another in one figure stands behind it.
    """
    kept: list[Paragraph] = []
    steps: list[Step] = []
    for paragraph in paragraphs:
        images = [node for node in walk(paragraph.node) if node["t"] == "Image"] if paragraph.node else []
        if not images:
            kept.append(paragraph)
            continue
        place = paragraph.origins[0].place
        here = [image for image in images if _target(image) in media or _is_beside(_target(image), path)]
        left = [image for image in images if not any(image is other for other in here)]
        steps += [Step("changed", place, _named(_target(image)), "picture left out") for image in left]
        first = here[:1] if paragraph.kind != "table" else []
        moved = here if (paragraph.node or {}).get("t") in ("Table", IN_LINE) else here[1:]
        steps += [Step("moved", place, _named(_target(image)), "picture set behind its paragraph") for image in moved]
        kept += _parted(paragraph, first[0] if first else None)
        kept += [_alone(paragraph, image) for image in here[len(first) :]]
    return tuple(kept), steps


def notes_without_pictures(
    notes: tuple[NativeNote, ...], path: Path, media: Collection[str] = ()
) -> tuple[tuple[NativeNote, ...], list[Step]]:
    """The notes as `without_pictures` gives their paragraphs."""
    made = [(note, *without_pictures(note.body, path, media)) for note in notes]
    return tuple(replace(note, body=body) for note, body, _ in made), [step for _, _, steps in made for step in steps]


def left_out(steps: list[Step]) -> str:
    """The names of the pictures that some steps left out, the first few of them."""
    names = [step.text for step in steps]
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _parted(paragraph: Paragraph, image: Node | None) -> Iterator[Paragraph]:
    """A paragraph with one of its pictures or none.

    Nothing when that leaves nothing to read or to see.
    """
    node = paragraph.node
    assert node is not None
    words = any(not hasattr(item, "text") or item.text.strip() for item in paragraph.inlines)
    if image is not None:
        yield replace(paragraph, node=_with_only(node, image))
    elif paragraph.kind == "table" and (words or any(is_call(inner) for inner in walk(node))):
        yield replace(paragraph, node=_with_only(node, None))
    elif paragraph.kind != "table" and words:
        yield replace(paragraph, kind="text", node=None)


def _alone(paragraph: Paragraph, image: Node) -> Paragraph:
    """A picture as the paragraph behind another."""
    return Paragraph("picture", (), paragraph.origins[:1], 0, paragraph.containers, node={"t": "Plain", "c": [image]})


def _is_beside(target: str, path: Path) -> bool:
    """Whether a target is a picture in the file's own folder or below, by its path."""
    name = unquote(target)
    if ":" in name or name.startswith(("/", "\\")) or ".." in name.split("/"):
        return False
    return PurePosixPath(name).suffix.lower() in _SUFFIXES and file_beside(path.parent, target) is not None


def _target(image: Node) -> str:
    return str(image["c"][2][0])


def _named(target: str) -> str:
    return target if len(target) < 120 else target[:117] + "..."


def _with_only(node: Node, image: Node | None) -> Node:
    """A node without its pictures but one."""

    def change(inner: Node) -> list[Node] | None:
        return [] if inner["t"] == "Image" and inner is not image else None

    changed: Node = rewrite([node], change)[0]
    return changed
