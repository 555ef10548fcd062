"""Pictures that a book cannot have, because they are on the web or inside the file: left out, and recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from pressline.model import Node, Paragraph, Step
from pressline.tree import rewrite, walk


def without_pictures(paragraphs: tuple[Paragraph, ...], path: Path) -> tuple[tuple[Paragraph, ...], list[Step]]:
    """The paragraphs with only those pictures that are files beside the document; a caption stays as a paragraph."""
    kept: list[Paragraph] = []
    steps: list[Step] = []
    for paragraph in paragraphs:
        if paragraph.node is None:
            kept.append(paragraph)
            continue
        targets = [str(node["c"][2][0]) for node in walk(paragraph.node) if node["t"] == "Image"]
        gone = {target for target in targets if not _is_beside(target, path)}
        steps += [Step("changed", paragraph.origins[0].place, _named(t), "picture left out") for t in targets if t in gone]
        if not gone:
            kept.append(paragraph)
        elif paragraph.kind == "table":
            kept.append(replace(paragraph, node=_without(paragraph.node, gone)))
        elif any(not hasattr(item, "text") or item.text.strip() for item in paragraph.inlines):
            kept.append(replace(paragraph, kind="text", node=None))
    return tuple(kept), steps


def _is_beside(target: str, path: Path) -> bool:
    """Whether a picture is in the file's own folder or below, or stands in the text itself."""
    if target.startswith("data:"):
        return True
    name = unquote(target)
    if ":" in name or name.startswith(("/", "\\")) or ".." in name.split("/") or "\0" in name:
        return False
    try:
        return (path.parent / name).is_file()
    except OSError:
        return False


def _named(target: str) -> str:
    return target if len(target) < 120 else target[:117] + "..."


def _without(node: Node, targets: set[str]) -> Node:
    """A node without some pictures."""

    def change(inner: Node) -> list[Node] | None:
        return [] if inner["t"] == "Image" and inner["c"][2][0] in targets else None

    changed: Node = rewrite([node], change)[0]
    return changed
