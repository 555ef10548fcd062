"""HTML of a Book, as a tree.

Pandoc writes it once, and the backends move its parts about as nodes, never as text.

Calls are empty `<span class="call" data-note="14" data-nth="2">`; the bodies of the notes come apart from the text, by
number, so that print can set them in place and EPUB on a page of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from pressline.book.settled_html import counting, settle, with_lines
from pressline.model import Book
from pressline.pandoc.program import begun, strange, to_html
from pressline.pandoc.tree import Node, div
from pressline.runtime.namespaces import XHTML, uri

_HEADING = re.compile(r"\{http://www\.w3\.org/1999/xhtml\}h[1-6]")


@dataclass(frozen=True, slots=True)
class Html:
    """`body`: a <body> whose children are the blocks of the text.

    `notes`: by number, a <div> with the note's blocks.
    """

    body: etree._Element
    notes: dict[int, etree._Element]


def html_of(book: Book) -> Html:
    """The HTML of a book, in the XHTML namespace.

    Raises:
        PresslineError: T001 to T003, from pandoc.
    """
    trees = _trees(book)
    return _read(to_html(trees), len(book.notes), counting(trees))


@contextmanager
def start_html(book: Book) -> Iterator[Callable[[], Html]]:
    """While pandoc writes the HTML of a book.

    What waits for it, and gives or raises what `html_of` does.
    """
    trees = _trees(book)
    with begun(to_html, trees) as markup:
        yield lambda: _read(markup(), len(book.notes), counting(trees))


def _trees(book: Book) -> list[Node]:
    """What pandoc is given: the text, then every note, each in a <div>."""
    notes = [div(note.body, classes=("note-body",), attributes={"note": str(note.number)}) for note in book.notes]
    return [with_lines(tree) for tree in (div(book.blocks, classes=("text-body",)), *notes)]


def _read(markup: str, notes: int, counted: list[str]) -> Html:
    """The HTML that pandoc wrote of a text and so many notes; `counted`: how its lists count."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(f'<body xmlns="{uri(XHTML)}">{markup}</body>'.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise strange("HTML") from error
    if len(root) != 1 + notes:
        raise strange("the HTML of this book")
    _return_ids(root)
    settle(root, counted)
    text, *bodies = list(root)
    body = etree.fromstring(f'<body xmlns="{uri(XHTML)}"/>')
    body.extend(list(text))
    return Html(body, {int(element.get("data-note") or 0): element for element in bodies})


def _return_ids(root: etree._Element) -> None:
    """Give headings back the ids that pandoc 3.9 moves to the div around them.

    It takes a div without an id of its own for a section when it starts with a heading and holds no other of that level.
    """
    for section in root.iter(f"{XHTML}section"):
        first = next(iter(section), None)
        if first is not None and section.get("id") and _HEADING.fullmatch(str(first.tag)) and not first.get("id"):
            first.set("id", section.attrib.pop("id"))
