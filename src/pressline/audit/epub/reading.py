"""What a reader of the EPUB meets.

Words, calls and notes, taken from its documents alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from lxml import etree

from pressline.audit.epub.opened import Doc, Opened, all_of, follow, local, types
from pressline.compare import Edge, Piece, StyledText, joined, styled_reading
from pressline.compare.text_compare import read_prose
from pressline.model import Account, CallMark, StyledReading
from pressline.pandoc.tree import span

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_APART = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})  # what is no part of the text
_IN_FRONT = frozenset({"frontmatter", "cover", "titlepage", "backmatter"})
_ARROW = "\u21a9"
_SILENT = frozenset({"head", "img", "math", "script", "style", "template"})
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp")
    + ("small", "span", "strong", "sub", "sup", "time", "u", "var")
)


@dataclass(frozen=True, slots=True)
class CallLink:
    """A call as it stands in a document."""

    doc: Doc
    id: str
    href: str
    shown: str


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A note as it stands in a document.

    The number it shows, its words, and where its links back lead.
    """

    doc: Doc
    id: str
    shown: str
    story: StyledReading  # without its label and its links back
    backs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read(Opened):
    """An EPUB with every call and every note of it, in reading order.

    Many checks ask for them.

    `sizes`: what is known of pictures by the digests of their bytes, width and height in pixels, None for one that is damaged.
    """

    calls: tuple[CallLink, ...]
    notes: tuple[NoteEntry, ...]
    sizes: dict[str, tuple[int, int] | None]


_STYLES = {
    "em": "i", "i": "i", "strong": "b", "b": "b", "del": "k", "s": "k", "sup": "^", "sub": "_", "u": "u",
    "code": "m", "pre": "m", "kbd": "m", "samp": "m",
}  # fmt: skip
_CLASSES = {"smallcaps": "c", "underline": "u"}


def stream(
    element: etree._Element, mark: str = "noteref", style: str = "", target: str = "", depth: int = 0
) -> Iterator[Piece]:
    """The prose of an element as `compare.stream.styled_reading` takes it.

    Text with its style, edges of blocks, calls.

    Left out is what the essay's own prose leaves out: pictures, and the text in the place of one; formulas. Words that are
    hidden from readers count as lost. With `mark` "pagebreak" it is page breaks that are told of, and calls are passed over.
    """
    name = local(element)
    if not name or name in _SILENT or element.get("hidden") is not None or _is_stand_in(element):
        return
    kinds = types(element)
    if mark in kinds:
        words = "".join(map(str, element.itertext())) or element.get("aria-label") or ""
        yield span([], classes=("call",), attributes={"note": words})
    if mark in kinds or "noteref" in kinds or _is_note_link(element, kinds) or (depth and _APART.intersection(kinds)):
        return
    style = joined(style, _STYLES.get(name, "") + "".join(_CLASSES.get(c, "") for c in (element.get("class") or "").split()))
    target = _target(element) or target if name == "a" else target
    edge = name not in _INLINE and name != "br"
    if edge:
        yield Edge("heading", int(name[1])) if name in _HEADINGS else Edge()
    elif name == "br":
        yield " "
    if element.text:
        yield StyledText(element.text.replace("\n", " "), style, target)
    for child in element:
        yield from stream(child, mark, style, target, depth + 1)
        if child.tail:
            yield StyledText(child.tail.replace("\n", " "), style, target)
    if edge:
        yield Edge()


def _is_stand_in(element: etree._Element) -> bool:
    """Whether an element stands for a picture left out, or a formula without MathML."""
    classes = (element.get("class") or "").split()
    return "left-out" in classes or classes[:1] == ["math"]


def _target(link: etree._Element) -> str:
    """Where a link leads: an address, or "#" and an id for any place in the book."""
    target = link.get("href") or ""
    return target if ":" in target else target and f"#{target.partition('#')[2]}"


def _is_note_link(element: etree._Element, kinds: list[str]) -> bool:
    """Whether an element is what an EPUB puts to a note.

    Its number, or the arrow that leads back to a call.
    """
    if "backlink" in kinds:
        return "".join(map(str, element.itertext())).rstrip("\ufe0e\ufe0f") == _ARROW
    if local(element) != "span" or element.get("class") != "n" or not (element.text or "").removesuffix(".").isdecimal():
        return False
    return any(_APART.intersection(types(holder)) for holder in element.iterancestors())


def text_of(element: etree._Element) -> str:
    """The text of an element on one line, calls left out."""
    return " ".join("".join(piece for piece in stream(element) if isinstance(piece, str)).split())


def words_of(element: etree._Element) -> tuple[str, ...]:
    """The words of an element, calls left out."""
    return tuple(read_prose(stream(element))[0])


def body_docs(opened: Opened) -> list[Doc]:
    """The documents of the text, in reading order."""
    told = [doc for doc in opened.reading_order if "bodymatter" in doc.kinds]
    return told or [doc for doc in opened.reading_order if not _IN_FRONT.intersection(doc.kinds) and "nav" not in doc.path]


def with_notes(opened: Opened, sizes: dict[str, tuple[int, int] | None]) -> Read:
    """The EPUB with its calls and notes, and with what is known of its pictures."""
    docs = opened.reading_order
    calls = (
        CallLink(doc, a.get("id") or "", a.get("href") or "", "".join(map(str, a.itertext())))
        for doc in docs
        for a in all_of(doc.root, "a", "noteref")
    )
    notes = (_note(doc, e) for doc in docs for e in doc.root.iter(etree.Element) if "footnote" in types(e))
    given = {field.name: getattr(opened, field.name) for field in fields(opened)}
    return Read(**given, calls=tuple(calls), notes=tuple(notes), sizes=sizes)


def _note(doc: Doc, element: etree._Element) -> NoteEntry:
    """A note with its label and its links back taken away from its words."""
    backs = list(all_of(element, "a", "backlink"))
    targets = tuple(back.get("href") or "" for back in backs)
    label = next((e for e in all_of(element, "span") if e.get("class") == "n"), None)
    shown = "".join(map(str, label.itertext())) if label is not None else ""
    return NoteEntry(doc, element.get("id") or "", shown.removesuffix("."), styled_reading(stream(element)), targets)


def page_breaks(opened: Opened) -> list[CallMark]:
    """The page breaks in the text.

    The page number that each shows, and how many words of the text begin before it.
    """
    pieces = [piece for doc in body_docs(opened) for piece in [*stream(doc.root, "pagebreak"), "\n"]]
    return read_prose(pieces)[1]


def account_in(opened: Read) -> Account:
    """What a reader of the whole EPUB meets.

    A note whose number is no number, or stands twice, is left out here.
    """
    body = styled_reading(piece for doc in body_docs(opened) for piece in [*stream(doc.root), Edge()])
    notes: dict[int, StyledReading] = {}
    for note in numbered_notes(opened):
        if note.shown.isdecimal():
            notes.setdefault(int(note.shown), note.story)
    return Account(body, notes)


def numbered_notes(opened: Read) -> list[NoteEntry]:
    """Every note; one without a number has that of the first call that leads to it."""
    called: dict[tuple[str, str], str] = {}
    for call in opened.calls:
        called.setdefault(follow(call.doc, call.href), call.shown)
    return [n if n.shown else replace(n, shown=called.get((n.doc.path, n.id), "")) for n in opened.notes]
