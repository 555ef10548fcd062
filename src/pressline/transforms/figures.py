"""Figures: their numbers before the captions, and references to them that live.

References are written as users of pandoc-crossref write them: `@fig:map` in the text for the figure `{#fig:map}`, also in
brackets, several parted by semicolons, and with a minus for the number alone. Any figure may be numbered by the layout
(`edition: {figure_numbers: true}`); all are when one is referred to, because a reference needs a number to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pressline.locale.labels import labels_for
from pressline.model import Blocks, Book, Node
from pressline.pandoc.tree import nodes, plain, rewrite, string

_ID = r"fig:[A-Za-z0-9][\w:.-]*[\w]|fig:[A-Za-z0-9]"
# A reference. False positives avoided: "joe@fig:x", an address of e-mail; "@figure" and "@fig", names of people.
_REFERENCE = re.compile(rf"(?<![\w@.])(-?)@({_ID})", re.IGNORECASE)
# A caption that says its number itself. False positive avoided: "Figures of the Bible", "Plate glass".
_NUMBERED = re.compile(
    r"\W{0,3}(?:fig(?:ure|ura|uur|\.)?|abb(?:ildung|\.)|plate|tafel|tav(?:ola|\.)|map|chart|photo)[\s.]{0,3}(\d{1,4}(?:[.–-]\d{1,4}){0,3})\b",
    re.I,
)
# The word before a reference that says what is referred to already.
_SAID = re.compile(r"(?:fig(?:s|ures?|\.|s\.)?|abb(?:ildung(?:en)?|\.)|figur(?:a|as|e))$", re.I)
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class FigureNumber:
    """The number of a figure, and the id that references lead to; "" when it has none."""

    number: str
    id: str


def numbered_figures(book: Book) -> Book:
    """The book with numbers before captions, if asked for, and links for references.

    A book without figures is given back as it is.
    """
    trees = (book.blocks, *(note.body for note in book.notes))
    figures = [figure for tree in trees for figure in nodes(tree, "Figure")]
    if not figures:
        return book
    by_id = dict(_numbers(figures))
    asked = book.edition.figure_numbers or any(True for tree in trees for _ in _references(tree, by_id))
    word = labels_for(book.metadata.language).figure
    counter = iter(range(1, len(figures) + 1))

    def change_figure(node: Node) -> Node:
        (given, classes, pairs), caption, blocks = node["c"]
        number = str(next(counter))
        if asked and not _NUMBERED.match(plain(caption[1])):
            said = " ".join(plain(caption[1]).split())
            caption = [caption[0], _labelled(caption[1], f"{word}{_NO_BREAK}{number}.")]
            blocks = _told_again(blocks, said, f"{word}{_NO_BREAK}{number}.")
        return {"t": "Figure", "c": [[_own_id(given), classes, pairs], caption, blocks]}

    def change(tree: Any) -> Any:
        return _linked(rewrite(tree, change_figure, "Figure"), by_id, word)

    notes = tuple(replace(note, body=change(note.body)) for note in book.notes) if len(trees) > 1 else ()
    return replace(book, blocks=change(book.blocks), notes=notes)


def unknown_references(book: Book) -> list[str]:
    """The ids that references name and no figure of the book has, each once."""
    trees = (book.blocks, *(note.body for note in book.notes))
    known = {figure["c"][0][0].casefold() for tree in trees for figure in nodes(tree, "Figure")}
    said = [match[2] for tree in trees for node in nodes(tree, "Str") for match in _REFERENCE.finditer(node["c"])]
    return list(dict.fromkeys(name for name in said if name.casefold() not in known))


def _numbers(figures: list[Node]) -> Iterator[tuple[str, FigureNumber]]:
    """The figures that have an id, by it.

    A caption that says its own number is believed.
    """
    for at, figure in enumerate(figures, start=1):
        given = figure["c"][0][0]
        typed = _NUMBERED.match(plain(figure["c"][1][1]))
        if given:
            yield given.casefold(), FigureNumber(typed[1] if typed else str(at), _own_id(given))


def _own_id(given: str) -> str:
    """The id as every format takes it: a name in CSS, which a colon is not."""
    return re.sub(r"[^\w-]", "-", given)


def _references(tree: Any, by_id: dict[str, FigureNumber]) -> Iterator[str]:
    """The ids of figures that some text refers to."""
    for node in nodes(tree, "Str"):
        yield from (match[2] for match in _REFERENCE.finditer(node["c"]) if match[2].casefold() in by_id)


def _labelled(blocks: Blocks, label: str) -> Blocks:
    """A caption with its number before it."""
    if blocks and blocks[0]["t"] in ("Plain", "Para"):
        inlines = blocks[0]["c"]
        return [{"t": blocks[0]["t"], "c": [string(label), *([{"t": "Space"}] if inlines else []), *inlines]}, *blocks[1:]]
    return [{"t": "Plain", "c": [string(label)]}, *blocks]


def _told_again(blocks: Blocks, caption: str, label: str) -> Blocks:
    """Pictures whose alternative text is their caption still say the same as it does."""

    def change(image: Node) -> Node | None:
        attributes, words, target = image["c"]
        if " ".join(plain(words).split()) != caption or not caption:
            return None
        return {"t": "Image", "c": [attributes, [string(label), {"t": "Space"}, *words], target]}

    changed: Blocks = rewrite(blocks, change, "Image")
    return changed


def _linked(tree: Any, by_id: dict[str, FigureNumber], word: str) -> Any:
    """A tree whose references to figures are links.

    Links that are there already lead to the ids as they are now.
    """
    if isinstance(tree, list):
        return _linked_list(tree, by_id, word)
    if not isinstance(tree, dict) or "c" not in tree:
        return tree
    if tree["t"] == "Link" and tree["c"][2][0].startswith("#"):
        attributes, inlines, (target, title) = tree["c"]
        figure = by_id.get(target[1:].casefold())
        return {"t": "Link", "c": [attributes, inlines, [f"#{figure.id}" if figure else target, title]]}
    if tree["t"] in ("Code", "CodeBlock", "Math", "Image", "Link"):
        return tree
    return {"t": tree["t"], "c": _linked(tree["c"], by_id, word)}


def _linked_list(items: list[Any], by_id: dict[str, FigureNumber], word: str) -> list[Any]:
    made: list[Any] = []
    bracket = False
    for item in items:
        if not isinstance(item, dict) or item.get("t") != "Str" or not _may_refer(item["c"], bracket):
            made.append(_linked(item, by_id, word))
            continue
        parts, bracket = _parts(item["c"], by_id, word, before=made, bracket=bracket)
        made += parts
    return made


def _may_refer(text: str, bracket: bool) -> bool:
    return bracket or "@fig:" in text.casefold()


def _parts(
    text: str, by_id: dict[str, FigureNumber], word: str, *, before: list[Any], bracket: bool
) -> tuple[list[Node], bool]:
    """A word with links for its references.

    And whether a bracket of references is still open after it.
    """
    made: list[Node] = []
    at = 0
    for match in _REFERENCE.finditer(text):
        figure = by_id.get(match[2].casefold())
        if figure is None:
            continue
        lead = text[at : match.start()]
        if lead.endswith("["):
            lead, bracket = lead[:-1], True
        made += [string(lead)] if lead else []
        said = match[1] or (not lead and _says_figure(before))
        shown = figure.number if said else f"{word}{_NO_BREAK}{figure.number}"
        made.append({"t": "Link", "c": [["", [], []], [string(shown)], [f"#{figure.id}", ""]]})
        at = match.end()
        if bracket and text[at : at + 1] == "]":
            at, bracket = at + 1, False
        elif bracket and text[at : at + 1] == ";":
            made.append(string(","))
            at += 1
    rest = text[at:]
    return made + ([string(rest)] if rest else []), bracket


def _says_figure(before: list[Any]) -> bool:
    """Whether the word before a reference says that it is a figure."""
    words = [item for item in before[-2:] if isinstance(item, dict)]
    spaced = len(words) == 2 and words[1].get("t") in ("Space", "SoftBreak") and words[0].get("t") == "Str"
    return spaced and bool(_SAID.search(words[0]["c"]))
