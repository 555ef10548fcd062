"""What a book must read as in print, in text, front matter, outline and properties.

Print writes out the markers of lists, and pictures that are not there as their words; formulas are drawn, and no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

from pressline.audit.pdf.grid_shapes import Shape, shapes_of
from pressline.compare import StyledText, account_of, styled_reading
from pressline.compare.grids import VerseLine, lines_of
from pressline.compare.text_compare import fold, read_prose, words
from pressline.layouts.formula_limits import why_not_drawn, without_number
from pressline.locale.directions import is_right_to_left
from pressline.locale.numerals import alphabetic, roman
from pressline.model import AUTHOR_MARK, Account, Book, LinkedText, SheetAdditions
from pressline.pandoc.tree import Node, div, headers, is_call, nodes, plain, prose, rewrite, span, string, walk
from pressline.runtime.local_files import file_beside, is_too_large
from pressline.runtime.pictures import is_sound

_SPACE: Node = {"t": "Space"}
_SUPERIOR = re.compile("([⁰¹²³⁴-⁹]+)")


@dataclass(frozen=True, slots=True)
class TableWords:
    """The head of a table, without spaces, and the words of the text that the table is.

    From `start` to before `stop`.
    """

    head: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure of the text, which may float.

    `start`: how many words of the text come before its caption.
    """

    shown: str  # its caption, for findings
    caption: str  # its letters, without spaces, folded
    start: int
    words: int  # of its caption
    pictures: tuple[str, ...]  # their alternative texts


@dataclass(frozen=True, slots=True)
class Expected:
    """What the audit looks for. `account.notes[0]` is the author note."""

    account: Account
    vocabulary: frozenset[str]
    title_block: tuple[tuple[str, str], ...]  # ("title", its words), ...
    verso_head: str
    recto_head: str
    outline: tuple[tuple[int, str], ...]  # level, text
    tables: tuple[TableWords, ...]
    pictures: tuple[str, ...]  # the alternative texts of those that can be shown
    formulas: tuple[str, ...]  # the sources of those that are drawn
    properties: dict[str, str]
    grids: tuple[list[Shape], ...] = ()  # the rows of each table with a head, as cells cover them
    verse: tuple[VerseLine, ...] = ()
    drawings: int = 0  # SVG among the pictures; one that WeasyPrint cannot draw is left out whole, with a warning
    figures: tuple[FigureWords, ...] = ()
    page_word: str = ""  # before the page that a further call names; "": none names one
    additions: SheetAdditions = SheetAdditions()  # what the author's own sheets show besides
    heads: tuple[str, ...] = ()  # what may stand in a margin that those sheets fill, besides the headings

    rtl: bool = False  # the essay is written from right to left: its verso is the right page

    def has(self, typed: str, character: str) -> bool:
        """Whether the book has a character, and not `typed`, what is printed for it."""
        texts = [*self.vocabulary, *(words for _, words in self.title_block), *self.heads]
        return any(fold(character) in text for text in texts) and not any(typed in text for text in texts)


def expected_of(book: Book) -> Expected:
    """What must stand in a PDF of the book."""
    printed = replace(
        book,
        blocks=_printed(book.blocks, book.folder),
        notes=tuple(replace(note, body=_printed(note.body, book.folder)) for note in book.notes),
    )
    account = account_of(printed)
    metadata = book.metadata
    around = book.composition
    paragraphs = around.author_note
    if paragraphs:
        said = [StyledText(part.text, "", part.url) for note in paragraphs for part in (*note, LinkedText(" "))]
        account = replace(account, notes={**account.notes, 0: styled_reading(said)})
    parts = [("title", metadata.title), ("subtitle", metadata.subtitle or ""), ("byline", metadata.byline)]
    block = [(name, text) for name, text in parts if text]
    if paragraphs:
        block[-1] = (block[-1][0], f"{block[-1][1]}{AUTHOR_MARK}")
    return Expected(
        account=account,
        vocabulary=frozenset(account.body.words).union(*(note.words for note in account.notes.values())),
        title_block=tuple(block),
        verso_head=around.verso_head,
        recto_head=around.recto_head,
        outline=tuple((node["c"][0], " ".join(plain(node["c"][2]).split())) for node in headers(book.blocks)),
        tables=tuple(_tables(printed)),
        figures=tuple(_figures(printed)),
        pictures=tuple(_pictures(printed)),
        grids=tuple(shapes_of(book.blocks)),
        verse=tuple(lines_of([book.blocks])),
        formulas=tuple(_formulas(book)),
        drawings=sum(1 for node in _images(printed) if node["c"][2][0].lower().endswith(".svg")),
        properties=_properties(book),
        additions=_folded(book.additions),
        heads=(around.verso_head, around.recto_head, metadata.title, metadata.subtitle or "", metadata.byline),
        rtl=is_right_to_left(metadata.language),
        page_word=around.page_abbreviation if book.repeated_calls == "with-page" else "",
    )


def _folded(additions: SheetAdditions) -> SheetAdditions:
    """What sheets add, as words are compared."""
    generated, in_margins = (tuple(map(fold, patterns)) for patterns in (additions.generated, additions.in_margins))
    return replace(additions, generated=generated, in_margins=in_margins)


def _tables(printed: Book) -> Iterator[TableWords]:
    """The tables of the text whose heads are repeated in print.

    Not those within something else, nor those whose head calls a note.
    """
    if not any(block["t"] == "Table" for block in printed.blocks):
        return
    count = 0
    for block in printed.blocks:
        start = count
        count += len(read_prose(prose([block]))[0])
        head = block["c"][3] if block["t"] == "Table" else []
        solid = "".join(words(plain(head)))
        if solid and not any(map(is_call, walk(head))):
            yield TableWords(solid, start, count)


def _figures(printed: Book) -> Iterator[FigureWords]:
    """The figures of the text; not those within something else, which do not float."""
    if not any(block["t"] == "Figure" for block in printed.blocks):
        return
    count = 0
    for block in printed.blocks:
        length = len(read_prose(prose([block]))[0])
        if block["t"] == "Figure":
            shown = " ".join(plain(block["c"][1][1]).split())
            alts = tuple(" ".join(plain(node["c"][1]).split()) for node in nodes(block["c"][2], "Image"))
            yield FigureWords(shown, "".join(fold(shown).split()).casefold(), count, length, alts)
        count += length


def _pictures(printed: Book) -> Iterator[str]:
    """The alternative texts of the pictures in a printed book."""
    yield from (" ".join(plain(node["c"][1]).split()) for node in _images(printed))


def _formulas(book: Book) -> Iterator[str]:
    """The sources of the formulas that are drawn, those in the notes last.

    None of the alternative texts of pictures.
    """
    for tree in (book.blocks, *(note.body for note in book.notes)):
        bare = rewrite(tree, lambda _: [], "Image")
        yield from (tex for node in nodes(bare, "Math") if not why_not_drawn(tex := " ".join(node["c"][1].split())))


def _images(printed: Book) -> Iterator[Node]:
    """The pictures in a printed book, those in its notes last."""
    for tree in (printed.blocks, *(note.body for note in printed.notes)):
        yield from nodes(tree, "Image")


def _properties(book: Book) -> dict[str, str]:
    """The document properties by their names in the file; "" for one that must be absent."""
    metadata = book.metadata
    return {
        "/Title": metadata.title,
        "/Author": ", ".join(author.name for author in metadata.author),
        "/Subject": metadata.abstract or metadata.subtitle or "",
        "/Keywords": ", ".join(metadata.keywords),
        "/CreationDate": f"D:{metadata.date:%Y%m%d}" if metadata.date else "",
        "/Lang": metadata.language,
    }


def _printed(tree: Any, folder: Path) -> Any:
    """A copy of a tree with what print writes out."""
    if isinstance(tree, list):
        return [_printed(item, folder) for item in tree]
    if not isinstance(tree, dict) or "c" not in tree:
        return tree
    kind, content = tree["t"], tree["c"]
    if kind == "Math":
        return _formula(content[0]["t"], content[1])
    if kind == "Str" and not content.isascii() and _SUPERIOR.search(content):
        return span([_with_superscripts(part) for part in _SUPERIOR.split(content) if part])
    if kind == "Image":  # a formula in its words is not drawn: the alternative text has its source
        return tree if _is_picture(folder, content[2][0]) else span(_printed(content[1], folder), classes=("missing",))
    if kind == "Figure":
        images = [node for node in walk(tree) if node["t"] == "Image"]
        if not all(_is_picture(folder, image["c"][2][0]) for image in images):
            return div(_printed(content[1][1], folder), classes=("missing",))
    if kind == "BulletList":
        return {"t": kind, "c": [_item(item, "•", folder) for item in content]}
    if kind == "OrderedList":
        (start, style, delimiter), items = content
        marked = [_item(item, _number(start + at, style["t"], delimiter["t"]), folder) for at, item in enumerate(items)]
        return {"t": kind, "c": [content[0], marked]}
    return {"t": kind, "c": _printed(content, folder)}


def _with_superscripts(text: str) -> Node:
    """A piece of a word; superior figures as the superscript that a reader takes them for."""
    if _SUPERIOR.fullmatch(text):
        return {"t": "Superscript", "c": [string(normalize("NFKC", text))]}
    return string(text)


def _formula(kind: str, tex: str) -> Node:
    """A formula as the words around it have it: a gap, and the number of a display.

    Its source where it is not drawn.
    """
    if why_not_drawn(tex):
        return {"t": "Code", "c": [["", [], []], " ".join(tex.split())]}
    number = without_number(tex)[1] if kind == "DisplayMath" else ""
    return span([_SPACE, string(number), _SPACE] if number else [_SPACE])


def _item(item: list[Node], marker: str, folder: Path) -> list[Node]:
    """An item of a list, its marker before it; a box to tick is drawn, and is no word."""
    blocks: list[Node] = _printed(item, folder)
    first = blocks[0] if blocks and blocks[0]["t"] in ("Para", "Plain") else None
    if first and first["c"] and first["c"][0].get("c") in ("☐", "☒"):
        return [{"t": first["t"], "c": first["c"][2:]}, *blocks[1:]]
    return [{"t": "Plain", "c": [string(marker), _SPACE]}, *blocks]


def _number(value: int, style: str, delimiter: str) -> str:
    """The number of an item as print shows it; `style` and `delimiter` are pandoc's names.

    >>> _number(4, "LowerRoman", "Period"), _number(27, "UpperAlpha", "TwoParens")
    ('iv.', '(AA)')
    """
    text = str(value)
    if "Alpha" in style:
        text = alphabetic(value)
    elif "Roman" in style:
        text = roman(value)
    text = text.upper() if "Upper" in style else text
    if delimiter == "TwoParens":
        return f"({text})"
    return f"{text})" if delimiter == "OneParen" else f"{text}."


def _is_picture(folder: Path, target: str) -> bool:
    """Whether a target is a picture in the essay's folder."""
    path = file_beside(folder, target)
    return path is not None and not is_too_large(path) and is_sound(path)
