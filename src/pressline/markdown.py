"""essay.md to Book.

Parsing is pandoc's. It has no repeated notes (jgm/pandoc#1603: two calls [^14] give two notes and shift all later
numbers), so each definition is given a first paragraph that holds its own index; the parsed notes then say which
definition they are, and the note table is built from that. Code and escapes are pandoc's business and need no rule here.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressline.conserve import atoms
from pressline.files import sha256
from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.model import Blocks, Book, Metadata, Node, Note
from pressline.pandoc import parse
from pressline.tree import depth_of, is_call, is_supra, plain, rewrite, span, string, walk

# The start of a note's definition. Up to three spaces: with four it is code, and stays code.
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
# False positive it avoids: an escaped "\[^7]" is text.
_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
# An id that is a name in CSS, and none of those that Pressline gives: s1, fn-1, fnref-1.
_HEADING_ID = re.compile(r"(?!s\d|fn)[A-Za-z][A-Za-z0-9_-]*")
# Characters that XML 1.0 cannot hold (section 2.2), and so neither can an EPUB or a DOCX.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_DEPTH = 60  # of quotations and lists within each other; the recursion of every renderer ends somewhere
_TOKEN = re.compile("^\ue000(\\d+)\ue001$")


@dataclass(frozen=True, slots=True)
class _Definition:
    label: str
    line: int


def parse_essay(text: str, metadata: Metadata, path: Path, *, stamp: int, extra: str = "") -> Book:
    """The Book that essay.md and its metadata make; `extra` is what besides the text goes into the book's digest.

    Raises:
        PresslineError: P001 to P009 for notes and text that cannot be set, G002 when markup hides a word; T001 to T003.
    """
    file = str(path)
    for number, line in enumerate(text.split("\n"), start=1):
        control = _CONTROL.search(line)
        if control:
            raise stop("P008", Place(file, number, control.start() + 1), character=f"U+{ord(control[0]):04X}")
    tagged, definitions = _tag_definitions(text)
    parsed = parse(tagged)["blocks"]
    if depth_of(parsed) > MAX_DEPTH:
        raise stop("P009", Place(file), depth=MAX_DEPTH)
    blocks = _disarm(parsed)
    numbered, notes = _number(blocks, definitions)
    problems = [
        *_note_problems(text, blocks, definitions, notes, file),
        *_hidden_words(text, parsed, definitions, file),
    ]
    if problems:
        raise PresslineError(problems)
    if not plain(numbered).strip():
        raise stop("P006", Place(file, 1))
    return Book(
        metadata=metadata,
        blocks=_identify_headings(numbered),
        notes=tuple(notes),
        folder=path.parent,
        digest=sha256((text + "\0" + extra).encode()),
        stamp=stamp,
    )


def _disarm(blocks: Blocks) -> Blocks:
    """The blocks with raw HTML made plain text and no call but our own: what an author types is seen, and is text.

    pandoc 3.9 makes raw nodes of HTML even when its extension raw_html is off; and `[x]{.call}` would pass for a call.
    """

    def change(node: Node) -> Node | None:
        if node["t"] == "RawInline":
            return string(node["c"][1])
        if node["t"] == "RawBlock":
            return {"t": "Para", "c": [string(node["c"][1])]}
        return span(_disarm(node["c"][1])) if is_call(node) or is_supra(node) else None

    disarmed: Blocks = rewrite(blocks, change)
    return disarmed


def _outside_fences(lines: list[str]) -> Iterator[tuple[int, str, bool]]:
    """Every line with its number from 0, and whether it is prose: not a line of a fenced code block."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        yield number, line, not fence and not mark
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""


def _tag_definitions(text: str) -> tuple[str, list[_Definition]]:
    """The text with a first paragraph of its own, its index, in every definition; and the definitions in order."""
    definitions: list[_Definition] = []
    lines = []
    for number, line, prose in _outside_fences(text.split("\n")):
        match = _DEFINITION.match(line) if prose else None
        if match:
            token = f"\ue000{len(definitions)}\ue001"
            lines.append(f"[^{match[1]}]: {token}\n\n    {line[match.end() :]}")
            definitions.append(_Definition(match[1], number + 1))
        else:
            lines.append(line)
    return "\n".join(lines), definitions


def _index(node: Node) -> int:
    """Which definition a parsed Note is, by the token in its first paragraph."""
    match = _TOKEN.match(plain(node["c"][:1]))
    assert match, "every definition was tagged before pandoc saw it"
    return int(match[1])


def _number(blocks: Blocks, definitions: list[_Definition]) -> tuple[Blocks, list[Note]]:
    """The blocks with a call in the place of every Note, and the note table, numbered in the order of first calls."""
    order: dict[int, int] = {}  # index of the definition -> number of the note
    calls: Counter[int] = Counter()
    bodies: dict[int, Blocks] = {}

    def change(node: Node) -> Node | None:
        if node["t"] == "Image":  # its alternative text repeats the caption of its figure, calls and all
            attributes, alternative, target = node["c"]
            silent = rewrite(alternative, lambda inner: [] if inner["t"] == "Note" else None)
            return {"t": "Image", "c": [attributes, silent, target]}
        if node["t"] != "Note":
            return None
        index = _index(node)
        number = order.setdefault(index, len(order) + 1)
        calls[number] += 1
        bodies.setdefault(number, node["c"][1:])
        return span([], classes=("call",), attributes={"note": str(number), "nth": str(calls[number])})

    numbered: Blocks = rewrite(blocks, change)
    notes = [Note(number, definitions[index].label, bodies[number], calls[number]) for index, number in order.items()]
    return numbered, notes


def _note_problems(
    text: str, blocks: Blocks, definitions: list[_Definition], notes: list[Note], file: str
) -> Iterator[Finding]:
    """Calls without notes, notes without calls, notes twice, within notes, or empty."""
    first: dict[str, _Definition] = {}
    for definition in definitions:
        if definition.label.casefold() in first:
            yield finding("P003", Place(file, definition.line), label=definition.label)
        first.setdefault(definition.label.casefold(), definition)
    called = {note.label.casefold() for note in notes}
    for label, definition in first.items():
        if label not in called:
            yield finding("P002", Place(file, definition.line), label=definition.label)
    yield from _call_problems(text, blocks, set(first), file)
    for note in notes:
        if not plain(note.body).strip():
            yield finding("P005", Place(file, first[note.label.casefold()].line), label=note.label)


def _call_problems(text: str, blocks: Blocks, labels: set[str], file: str) -> Iterator[Finding]:
    """Calls of notes that the file does not define, and calls within notes: pandoc drops both and says nothing."""
    code = " ".join(node["c"][1] for node in walk(blocks) if node["t"] in ("Code", "CodeBlock"))
    owner = ""  # the note that a line belongs to
    for number, line, prose in _outside_fences(text.split("\n")):
        definition = _DEFINITION.match(line)
        if definition:
            owner = definition[1]
        elif line.strip() and not line.startswith("    "):
            owner = ""
        for match in _CALL.finditer(line) if prose else ():
            place = Place(file, number + 1, match.start() + 1)
            if match[0] in code:
                continue
            if match[1].casefold() not in labels:
                yield finding("P001", place, excerpt=line, label=match[1])
            elif owner:
                yield finding("P004", place, excerpt=line, label=owner, inner=match[1])


def _hidden_words(text: str, blocks: Blocks, definitions: list[_Definition], file: str) -> Iterator[Finding]:
    """Words of the file that stand nowhere in the tree: an unused link definition, or a construct we do not know of.

    Notes without a call are reported by their own rule; their words are not looked for.
    """
    if len({_index(node) for node in walk(blocks) if node["t"] == "Note"}) < len(definitions):
        return
    kept = Counter(atom for string in _strings(blocks) for atom in atoms(string) if atom.isalnum())
    # Numbers and letters at a line's start may be a list's own, which pandoc keeps as a kind and a start.
    listed = re.compile(r"^[\s>]*(?:(?:\(?(?:\w{1,9})[.)]|[-+*]|\[[ xX]\])\s+)+")
    for number, line in enumerate(text.split("\n"), start=1):
        bare = _CALL.sub(" ", _DEFINITION.sub("", listed.sub("", line)))
        hidden = []
        for atom in atoms(html.unescape(bare)):
            kept[atom] -= 1
            if atom.isalnum() and kept[atom] < 0:
                hidden.append(atom)
        if hidden:
            yield finding("G002", Place(file, number), excerpt=line, words=" ".join(hidden))


def _strings(tree: Any) -> Iterator[str]:
    """Every string of a tree, those of attributes and targets included."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend(item.values())


def _identify_headings(blocks: Blocks) -> Blocks:
    """The blocks with an id on every heading: the author's own, `{#aims}`, where it is usable, else "s1", "s2", ...

    An id that is not usable is kept as the attribute "asked": links may lead to it.
    pandoc's own ids are made from the heading's words, and take in the label of a note called there.
    """
    taken: set[str] = set()
    count = 0

    def change(node: Node) -> Node | None:
        nonlocal count
        if node["t"] != "Header":
            return None
        count += 1
        level, (given, classes, attributes), content = node["c"]
        usable = _HEADING_ID.fullmatch(given) and given not in taken
        identifier = given if usable else f"s{count}"
        taken.add(identifier)
        asked = [["asked", given]] if given and not usable else []
        return {"t": "Header", "c": [level, [identifier, classes, [*attributes, *asked]], content]}

    result: Blocks = rewrite(blocks, change)
    return result
