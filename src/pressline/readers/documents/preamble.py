"""The front matter of a Markdown file, as pandoc, Quarto, Jekyll and Hugo write it.

Title, author, date and the like.

What it says of the essay becomes paragraphs in front of it, as an author would have typed them, so that one room finds title
and byline in every kind of file. What it says to other programs is left out and recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressline.findings import Place, PresslineError
from pressline.model import Candidate, Node, Step
from pressline.pandoc.program import read_document
from pressline.pandoc.tree import plain
from pressline.readers.dialects.front_matter import day_of_time, front_matter_of

_LANGUAGE = ("lang", "language")
_AFFILIATION = ("affiliation", "affiliations", "institute")
_UNUSED = "an instruction of the file's front matter to another program"
_TIME = "the time of day, of which no book tells"
_DATES_OF_PROGRAMS = re.compile(r"`?r\s.*\)|\\?today|now|last-modified", re.S)  # knitr's, LaTeX's, Quarto's: no day is said


@dataclass(frozen=True, slots=True)
class Preamble:
    """The front matter. `rest` is the text under it.

    Empty lines stand for the block, so that lines keep their numbers.
    """

    blocks: list[Node]
    hints: dict[str, str]
    candidates: tuple[Candidate, ...]
    steps: tuple[Step, ...]
    rest: str


def preamble_of(text: str, path: str) -> Preamble:
    """The preamble of a Markdown text.

    One without any when there is none, or when it cannot be read.
    """
    found = front_matter_of(text)
    try:
        meta = read_document(found.yaml.encode("utf-8", "replace"), "commonmark+yaml_metadata_block")["meta"] if found else {}
    except PresslineError:  # then it is text like all other
        meta = {}
    if not found or not meta:
        return Preamble([], {}, (), (), text)
    steps = tuple(Step("dropped", Place(path, line), entry, _UNUSED) for line, entry in found.unused)
    if "date" in meta and _DATES_OF_PROGRAMS.fullmatch(plain(_inlines(meta["date"])).strip()):
        steps = (*steps, Step("dropped", Place(path, 1), plain(_inlines(meta.pop("date"))), _UNUSED))
    if "date" in meta and (said := plain(_inlines(meta["date"]))) != day_of_time(said):
        steps = (*steps, Step("dropped", Place(path, 1), said, _TIME))
    homes = {plain(_inlines(home)) for author in _authors(meta) for home in _homes(author)}
    hints = {
        "subtitle": plain(_inlines(meta["subtitle"])) if "subtitle" in meta else "",
        "author": ", ".join(plain(_name(author)) for author in _authors(meta)),
        "affiliation": homes.pop() if len(homes) == 1 else "",
        "language": next((plain(_inlines(meta[key])) for key in _LANGUAGE if key in meta), ""),
    }
    rest = "\n" * text.count("\n", 0, found.end) + text[found.end :]
    return Preamble(list(_blocks(meta)), hints, tuple(_candidates(meta)), steps, rest)


def _candidates(meta: dict[str, Any]) -> Iterator[Candidate]:
    """What the block says of the essay, each author and each keyword apart."""
    for author in _authors(meta):
        yield Candidate("author", plain(_name(author)), "yaml author")
    for key in ("title", "subtitle", "date", "abstract", *_LANGUAGE):
        if key in meta:
            yield Candidate("language" if key in _LANGUAGE else key, _said(key, meta[key]), f"yaml {key}")
    words = [plain(_inlines(word)) for key in ("keywords", "tags") for word in _items(meta.get(key))]
    yield from (Candidate("keywords", word, "yaml keywords") for word in words)


def _said(key: str, value: Any) -> str:
    """What a value says; of a date with a time, the day."""
    said = plain(_inlines(value))
    return day_of_time(said) if key == "date" else said


def _blocks(meta: dict[str, Any]) -> Iterator[Node]:
    if "title" in meta:
        yield {"t": "Header", "c": [1, ["", [], []], _inlines(meta["title"])]}
    if "subtitle" in meta:
        yield _para(_inlines(meta["subtitle"]))
    yield from _bylines(_authors(meta))
    if "date" in meta:
        yield _para([{"t": "Str", "c": day_of_time(plain(_inlines(meta["date"])))}])
    words = [plain(_inlines(word)) for key in ("keywords", "tags") for word in _items(meta.get(key))]
    if words:
        yield _para([{"t": "Str", "c": f"Keywords: {'; '.join(words)}"}])
    if "abstract" in meta:
        yield {"t": "Header", "c": [2, ["", [], []], [{"t": "Str", "c": "Abstract"}]]}
        value = meta["abstract"]
        yield from value["c"] if value["t"] == "MetaBlocks" else [_para(_inlines(value))]


def _authors(meta: dict[str, Any]) -> list[Any]:
    return [author for key in ("author", "authors") for author in _items(meta.get(key))]


def _bylines(authors: list[Any]) -> Iterator[Node]:
    """Authors of whom nothing but the names is said on one line.

    Else one after the other with what is said of them.
    """
    lines = [list(_author(author)) for author in authors]
    if len(lines) > 1 and all(len(said) == 1 for said in lines):
        comma = [{"t": "Str", "c": ","}, {"t": "Space"}]
        yield _para([node for k, said in enumerate(lines) for node in [*(comma if k else []), *said[0]["c"]]])
    else:
        yield from (line for said in lines for line in said)


def _author(author: Any) -> Iterator[Node]:
    """A byline, and where the author works and is reached, each as a line."""
    yield _para(_name(author))
    yield from (_para(_inlines(line)) for line in _homes(author))
    if author["t"] == "MetaMap" and "email" in author["c"]:
        yield _para(_inlines(author["c"]["email"]))


def _name(author: Any) -> list[Node]:
    name = author
    if author["t"] == "MetaMap":
        name = author["c"].get("name", {"t": "MetaString", "c": ""})
    if name["t"] == "MetaMap":
        parts = name["c"]
        name = parts.get("literal") or {"t": "MetaList", "c": [parts[k] for k in ("given", "family") if k in parts]}
    return _inlines(name)


def _homes(author: Any) -> list[Any]:
    """Where an author works, as values that are no maps."""
    if author["t"] != "MetaMap":
        return []
    found = [item for key in _AFFILIATION for item in _items(author["c"].get(key))]
    return [item["c"].get("name", {"t": "MetaString", "c": ""}) if item["t"] == "MetaMap" else item for item in found]


def _items(value: Any) -> list[Any]:
    return [] if value is None else value["c"] if value["t"] == "MetaList" else [value]


def _inlines(value: Any) -> list[Node]:
    """What a value says, as text with its emphasis; nothing for a map."""
    kind, content = value["t"], value.get("c")
    if kind == "MetaInlines":
        return list(content)
    if kind == "MetaBlocks":
        return [node for block in content if block["t"] in ("Para", "Plain") for node in block["c"]]
    if kind == "MetaList":
        parts = [_inlines(item) for item in content]
        return [node for k, part in enumerate(parts) for node in ([{"t": "Space"}] if k else []) + part]
    return [{"t": "Str", "c": str(content)}] if kind in ("MetaString", "MetaBool") else []


def _para(inlines: list[Node]) -> Node:
    return {"t": "Para", "c": inlines}
