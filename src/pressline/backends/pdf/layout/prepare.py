"""A book as print says it: what HTML or WeasyPrint would lose is written as text.

Written out are the markers of lists, because HTML knows no "(a)". A picture that is not there leaves its words, a formula that
cannot be drawn its source as code; a box to tick is drawn by the style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressline.findings import Finding, Place, finding
from pressline.layouts.formula_limits import why_not_drawn
from pressline.locale.numerals import alphabetic, roman
from pressline.locale.scripts import UNSPACED
from pressline.model import Book
from pressline.pandoc.tree import Node, div, nodes, span, string, walk
from pressline.runtime.local_files import TOO_LARGE, file_beside, is_too_large
from pressline.runtime.pictures import MOST_MILLIONS, is_sound, sound_picture

Shows = Callable[[str], bool]  # whether the target of an image is a picture that can be shown
# What would run off the page, because no line may end in it. False positives avoided: "one—two—three", parted at its dashes;
# a paragraph of Japanese, which has no spaces.
_SOLID = re.compile(rf"[^\s\-‐–—{UNSPACED}]{{60}}|([-‐–—])\1{{59}}")
# What is never parted with a hyphen: an address of the web or of e-mail. False positives avoided: "either/or", "e.g.".
_ADDRESS = re.compile(r"[(<\[“‘«\"']*+(?:https?://|www\.|[^\s@]+@[\w-]+\.\w|(?:[\w-]+\.)+[a-z]{2,}/\w)")
_TICKS = {"☐": "box", "☒": "box-ticked"}  # as pandoc marks the items of a task list


def prepare(book: Book) -> tuple[Book, list[Finding]]:
    """The book as printed, and findings for pictures that cannot be shown as they are.

    P007, B050 and B052.
    """
    findings: list[Finding] = []
    trees = [book.blocks, *(note.body for note in book.notes)]
    targets = {node["c"][2][0]: "" for tree in trees for node in walk(tree) if node["t"] == "Image"}
    shown = {target for target in targets if can_be_shown(book.folder, target)}
    findings += [_refusal(book.folder, target) for target in targets if target not in shown]
    findings += _undrawn(book, trees)
    findings += _made_smaller(book.folder, [target for target in targets if target in shown])

    def change(tree: Any) -> Any:
        return _change(tree, shown.__contains__)

    notes = tuple(replace(note, body=change(note.body)) for note in book.notes)
    return replace(book, blocks=change(book.blocks), notes=notes), findings


def _undrawn(book: Book, trees: list[Any]) -> Iterator[Finding]:
    """A finding B045 for every formula of which print shows the source."""
    for node in nodes(trees, "Math"):
        tex = node["c"][1]
        if reason := why_not_drawn(tex):
            yield finding("B045", _place_of(book, tex), source=" ".join(tex.split())[:60], reason=reason)


def _place_of(book: Book, words: str) -> Place:
    """Where some words stand in essay.md; the folder, where that is called otherwise."""
    essay = book.folder / "essay.md"
    text = essay.read_text(encoding="utf-8", errors="replace") if essay.is_file() else ""
    at = text.find(words)
    return Place(str(essay), text.count("\n", 0, at) + 1) if text and at >= 0 else Place(str(book.folder))


def _refusal(folder: Path, target: str) -> Finding:
    """Why a picture is not shown."""
    path = file_beside(folder, target)
    if path is None:
        return finding("P007", Place(str(folder)), target=target[:80])
    if is_too_large(path):
        return finding("B050", Place(str(path)), target=target[:80], reason=TOO_LARGE)
    reason = f"it is no sound picture, or one that acts, fetches or has more than {MOST_MILLIONS} million pixels"
    return finding("B050", Place(str(path)), target=target[:80], reason=reason)


def _made_smaller(folder: Path, targets: Iterable[str]) -> Iterator[Finding]:
    """Findings B052 and B059 for pictures of too many pixels, and that say their place."""
    for target in targets:
        path = file_beside(folder, target)
        made = sound_picture(path) if path and path.suffix.lower() != ".svg" else None
        if made and made.smaller:
            yield finding("B052", Place(str(path)), target=target[:80], size=made.smaller)
        if made and made.placed:
            yield finding("B059", Place(str(path)), target=target[:80])


def can_be_shown(folder: Path, target: str) -> bool:
    """Whether a target is the relative path of a picture inside `folder` that can be opened."""
    path = file_beside(folder, target)
    return path is not None and not is_too_large(path) and is_sound(path)


def _change(tree: Any, shows: Shows) -> Any:
    """A copy of a tree as print says it."""
    if isinstance(tree, list):
        return [_change(item, shows) for item in tree]
    if not isinstance(tree, dict) or "c" not in tree:
        return tree
    kind, content = tree["t"], tree["c"]
    if kind == "Math" and why_not_drawn(content[1]):
        return {"t": "Code", "c": [["", [], []], " ".join(content[1].split())]}
    if kind == "Str" and not _SPECIAL.search(content):
        return tree
    if kind == "Str" and (_ADDRESS.match(content) or _SOLID.search(content)):
        return span([tree], classes=("url",))
    if kind == "Str":
        text = string(_RANGE.sub(rf"\g<0>{_WORD_JOINER}", content))
        return span([text], classes=("unbroken",)) if _ACRONYM.search(content) else text
    if kind in ("Image", "Figure"):
        tree = _picture(tree, shows)
    if kind == "BulletList":
        return {"t": kind, "c": [_item(item, "•", shows) for item in content]}
    if kind == "OrderedList":
        start, style, delimiter = content[0][0], content[0][1]["t"], content[0][2]["t"]
        items = [_item(item, marker(start + k, style, delimiter), shows) for k, item in enumerate(content[1])]
        return {"t": kind, "c": [content[0], items]}
    return {"t": tree["t"], "c": _change(tree["c"], shows)}


def _picture(node: Node, shows: Shows) -> Node:
    """An image or a figure, or only its words when its picture cannot be shown."""
    images = [inner for inner in walk(node) if inner["t"] == "Image"]
    if all(shows(image["c"][2][0]) for image in images):
        return node
    if node["t"] == "Figure":  # its caption stands for it; the alternative text is mostly the same
        return div(node["c"][1][1], classes=("missing",))
    return span(node["c"][1], classes=("missing",))


def _item(item: list[Node], text: str, shows: Shows) -> list[Node]:
    """An item of a list with its marker at the start of its first paragraph."""
    blocks: list[Node] = _change(item, shows)
    if not blocks or blocks[0]["t"] not in ("Para", "Plain"):
        return [{"t": "Plain", "c": [_marker_span(text)]}, *blocks]
    first, *rest = blocks
    inlines = first["c"]
    if inlines and inlines[0].get("t") == "Str" and inlines[0]["c"] in _TICKS:
        mark, inlines = span([], classes=(_TICKS[inlines[0]["c"]],)), inlines[2:]
    else:
        mark = _marker_span(text)
    return [{"t": first["t"], "c": [mark, *inlines]}, *rest]


def _marker_span(text: str) -> Node:
    return span([string(text), {"t": "Space"}], classes=("marker",))


def marker(number: int, style: str, delimiter: str) -> str:
    """What stands before an item of a numbered list.

    `style` and `delimiter` are pandoc's names.

    >>> marker(4, "LowerRoman", "TwoParens"), marker(28, "UpperAlpha", "Period"), marker(3, "Decimal", "OneParen")
    ('(iv)', 'AB.', '3)')
    """
    text = str(number)
    if style.endswith("Roman"):
        text = roman(number)
    elif style.endswith("Alpha"):
        text = alphabetic(number)
    text = text.upper() if style.startswith("Upper") else text
    return {"OneParen": f"{text})", "TwoParens": f"({text})"}.get(delimiter, f"{text}.")


# The dash of a range of pages, "41–45", after which no line ends. False positive it avoids: the years in "1992-1993" have
# four figures, and may be parted.
_RANGE = re.compile(r"(?<!\d)\d{1,3}[–-](?=\d{1,3}(?!\d))")
# What a word has in it that is changed here; nearly all have none of it.
_SPECIAL = re.compile(r"[@/]|www\.|\d[–-]\d|[A-Z]{4}|.{60}", re.DOTALL)
_ACRONYM = re.compile(r"[A-Z]{4,}")  # "UNAMIR", which is not hyphenated
_WORD_JOINER = "\u2060"
