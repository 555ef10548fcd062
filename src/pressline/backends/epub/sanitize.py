"""What an essay may bring into an EPUB.

The tree is cleaned here before pandoc writes HTML of it.

Done on pandoc's tree, not on the HTML, because here a picture is a picture and a link a link: pandoc's writer makes
`<video>` or `<embed>` of some targets, and elements of some classes. After this, everything in the HTML is either
pandoc's own or on one of the lists below. No word is lost: what is refused leaves its text in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any
from urllib.parse import quote, urlsplit

from pressline.backends.epub.pictures import Picture, Refused, load_picture
from pressline.findings import Finding, Place, finding
from pressline.locale.tags import is_tag
from pressline.model import Book, Node
from pressline.pandoc.tree import DECORATIVE, LEAVES, is_call, plain, rewrite, span, string

# Classes with a meaning in epub.css, or to pandoc's writer (mark, kbd and dfn become elements of that name).
CLASSES = frozenset(
    {"acronym", "smallcaps", "underline", "mark", "kbd", "dfn", "epigraph", "verse", "center", "right", "line-number"}
)
CAPTIONED = "captioned"  # the class of a picture of which its caption says all; it stays in the tree here
CLEAR = "clear"  # the class of a picture through which its ground shows
LEFT_OUT = "left-out"  # the class of a text that stands for a picture
# A range of pages, at whose dash no line ends; false positive it avoids: "1992–1993", which may be parted.
_RANGE = re.compile(r"(?<!\d)(\d{1,3}[–-]\d{1,3})(?!\d)")
_PERCENT = re.compile(r"\d{1,3}(\.\d+)?%")
_SCHEMES = frozenset({"http", "https", "mailto"})
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class SafeBook:
    """A book that is safe to write, its pictures, and the new ids of its named places."""

    book: Book
    pictures: tuple[Picture, ...]
    ids: dict[str, str]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _BookContext:
    """What is gathered on the walk through one book."""

    book: Book
    path: str  # of the EPUB, for findings
    spot: str = ""
    pictures: dict[str, Picture] = field(default_factory=dict)  # by target, as the essay writes it
    ids: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, code: str, **values: str) -> None:
        """Keep a finding about the part that is being walked through."""
        self.findings.append(finding(code, Place(self.path, spot=self.spot), **values))


def guard(book: Book, path: str) -> SafeBook:
    """The book with safe attributes, links and pictures only.

    `path` names the EPUB in findings.
    """
    context = _BookContext(book, path)
    blocks = []
    for block, following in zip_longest(book.blocks, book.blocks[1:]):
        if block["t"] == "Header":
            context.spot = f"“{plain(block)}”"
            if plain(block).strip() and _ends_at_once(block, following):
                context.tell("B037", heading=plain(block))
        elif not context.spot:
            context.spot = "the start of the text"
        blocks.append(_clean(block, context))
    notes = []
    for note in book.notes:
        context.spot = f"note {note.number}"
        notes.append(replace(note, body=_clean(note.body, context)))
    safe_book = replace(book, blocks=blocks, notes=tuple(notes))
    return SafeBook(safe_book, tuple(context.pictures.values()), context.ids, tuple(context.findings))


def _ends_at_once(heading: Node, following: Node | None) -> bool:
    """Whether a section ends where it begins.

    No block follows its heading, or a heading that is not of a part of it.
    """
    return following is None or (following["t"] == "Header" and bool(following["c"][0] <= heading["c"][0]))


def _clean(tree: Any, context: _BookContext) -> Any:
    """A safe copy of a tree."""
    if isinstance(tree, list):
        return (
            _attributes(tree, context)
            if _is_attributes(tree)
            else [part for item in _joined(tree) for part in _parts(item, context)]
        )
    if not isinstance(tree, dict):
        return tree
    if tree.get("t") in LEAVES or is_call(tree):
        return tree
    change = _CHANGES.get(tree.get("t", ""))
    if change:
        return change(tree, context)
    return {key: _clean(value, context) for key, value in tree.items()}


def _parts(item: Any, context: _BookContext) -> list[Any]:
    """A safe copy of an item of a list.

    A string with its ranges of pages in spans of their own.
    """
    if not isinstance(item, dict) or item.get("t") != "Str" or not _RANGE.search(item["c"]):
        return [_clean(item, context)]
    texts = _RANGE.split(item["c"])  # every second one is a range
    return [span([string(text)], classes=("range",)) if at % 2 else string(text) for at, text in enumerate(texts) if text]


def _joined(items: list[Any]) -> list[Any]:
    """A list with words and spaces that stand side by side as one string.

    pandoc writes a long essay twice as fast so.
    """
    joined: list[Any] = []
    text: list[str] = []
    for item in items:
        kind = item.get("t") if isinstance(item, dict) else None
        if kind in ("Str", "Space"):
            text.append(item["c"] if kind == "Str" else " ")
            continue
        if text:
            joined.append(string("".join(text)))
            text = []
        joined.append(item)
    return [*joined, string("".join(text))] if text else joined


def _is_attributes(item: list[Any]) -> bool:
    """Whether a list is a triple of pandoc's: id, classes, pairs of key and value."""
    return (
        len(item) == 3
        and isinstance(item[0], str)
        and isinstance(item[1], list)
        and isinstance(item[2], list)
        and all(isinstance(name, str) for name in item[1])
    )


def _attributes(triple: list[Any], context: _BookContext) -> list[Any]:
    """Allowed attributes: an id of ours, known classes, language, direction, width in %."""
    name, classes, pairs = triple
    new = ""
    if name and name in context.ids:
        context.tell("B038", name=name[:80])
    if name and name not in context.ids:
        # Thorium looks places up by selector, so an id must be a CSS name; the count keeps two such names apart.
        new = f"u{len(context.ids) + 1}-" + re.sub(r"[^A-Za-z0-9-]+", "-", name)
        context.ids[name] = new
    kept = [
        [key, value]
        for key, value in pairs
        if (key == "lang" and is_tag(value))
        or (key == "dir" and value in ("ltr", "rtl", "auto"))
        or (key == "width" and _PERCENT.fullmatch(value))
    ]
    return [new, [c for c in classes if c in CLASSES], kept]


def _header(node: Node, context: _BookContext) -> Node:
    """A heading keeps its id: it is our own."""
    level, (name, classes, pairs), content = node["c"]
    context.ids.setdefault(name, name)
    asked = dict(pairs).get("asked", "")
    if asked in context.ids:
        context.tell("B038", name=asked[:80])
    elif asked:
        context.ids[asked] = name
    _, classes, pairs = _attributes(["", classes, pairs], context)
    return {"t": "Header", "c": [level, [name, classes, pairs], _clean(content, context)]}


def _link(node: Node, context: _BookContext) -> Node:
    """A link to the web, an e-mail address or a place in the essay.

    Of any other only its text is left.
    """
    attributes, content, (target, _) = node["c"]
    attributes, content = _attributes(attributes, context), _clean(content, context)
    address = target if target.startswith("#") else web_address(target)
    if address is None:
        context.tell("B031", target=target[:80])
        return span(content)
    return {"t": "Link", "c": [attributes, content, [address, ""]]}


def web_address(target: str) -> str | None:
    """An address that is safe to link to and written as RFC 3986 wants it.

    None for any other.

    >>> web_address("https://x.org/a b"), web_address("javascript:alert(1)"), web_address("notes.html")
    ('https://x.org/a%20b', None, None)
    """
    try:
        parts = urlsplit(target.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES or (parts.scheme != "mailto" and not re.fullmatch(r"[\w.-]+", host)):
        return None
    address = quote(target.strip(), safe=_URL_SAFE)
    address = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address)
    head, mark, fragment = address.partition("#")
    return head.replace("[", "%5B").replace("]", "%5D") + mark + fragment.replace("#", "%23")


def _image(node: Node, context: _BookContext) -> Node:
    """The picture under its name in the EPUB, or its alternative text in its place."""
    attributes, alternative, (target, _) = node["c"]
    words = plain(alternative)
    picture = context.pictures.get(target) or load_picture(context.book.folder, target, len(context.pictures) + 1)
    if isinstance(picture, Refused):
        values = {"reason": picture.reason} if picture.code == "B030" else {}
        context.tell(picture.code, target=target[:80], **values)
        return span([string(words)], classes=(LEFT_OUT,))
    context.pictures[target] = picture
    if CAPTIONED in attributes[1]:
        context.tell("B039", target=target)
    elif not words.strip() and DECORATIVE not in attributes[1]:
        context.tell("B033", target=target)
    name, classes, pairs = _attributes(attributes, context)
    classes += [CLEAR] * picture.clear
    return {"t": "Image", "c": [[name, classes, pairs], [string(words)] if words else [], [picture.name, ""]]}


def _figure(node: Node, context: _BookContext) -> Node:
    """A picture with a caption, which would be heard twice if it were its alternative too.

    pandoc takes the caption for it when the essay gives no other. One that is given empty is meant.
    """
    attributes, caption, blocks = node["c"]
    said = plain(caption[1]).split()

    def silent(image: Node) -> Node:
        (name, classes, pairs), alternative, target = image["c"]
        words = plain(alternative).split()
        marked = [CAPTIONED] if words and words == said else [DECORATIVE] if said and not words else []
        return {"t": "Image", "c": [[name, [*classes, *marked], pairs], [] if marked else alternative, target]}

    blocks = rewrite(blocks, silent, "Image")
    return {"t": "Figure", "c": [_attributes(attributes, context), _clean(caption, context), _clean(blocks, context)]}


_CHANGES: dict[str, Callable[[Node, _BookContext], Node]] = {
    "Header": _header,
    "Link": _link,
    "Image": _image,
    "Figure": _figure,
}
