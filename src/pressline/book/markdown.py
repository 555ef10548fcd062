"""essay.md to Book.

Parsing is pandoc's. It has no repeated notes (jgm/pandoc#1603: two calls [^14] give two notes and shift all later
numbers), so each definition is given a first paragraph that holds its own index; the parsed notes then say which
definition they are, and the note table is built from that. Code and escapes are pandoc's business and need no rule here.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from pressline.book.composition import composition_of
from pressline.compare.text_compare import atoms
from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.model import Blocks, Book, Edition, Metadata, Node, Note
from pressline.pandoc.definitions import CALL, Definition, definition_of, owners
from pressline.pandoc.program import begun, parse
from pressline.pandoc.shapes import ATTRIBUTES
from pressline.pandoc.tree import DECORATIVE, depth_of, disarmed, nodes, plain, rewrite, span, string
from pressline.runtime.files import sha256

_FENCE = re.compile(r"^[\s>]*(?:(?:[-+*:]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})")
# An id that is a name in CSS, and none of those that Pressline gives: s1, fn-1, fnref-1.
_HEADING_ID = re.compile(r"(?!s\d|fn)[A-Za-z][A-Za-z0-9_-]*")
# Characters that XML 1.0 cannot hold (section 2.2), and so neither can an EPUB or a DOCX.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_DEPTH = 60  # of quotations and lists within each other; the recursion of every renderer ends somewhere
# Numbers and letters at a line's start may be a list's own, which pandoc keeps as a kind and a start.
_LISTED = re.compile(r"^[\s>]*(?:(?:\(?(?:\w{1,9})[.)]|[-+*]|\[[ xX]\])\s+)+")
_TOKEN = re.compile("^\ue000(\\d+)\ue001$")
_TAGGED = re.compile(" \ue000(\\d+)\ue001\n[^\n]*\n[^\n]*")  # three lines that were one
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{0,31});")


def parse_essay(text: str, metadata: Metadata, path: Path, *, stamp: int, extra: str = "") -> Book:
    """The Book that essay.md and its metadata make.

    `extra` is what besides the text goes into the book's digest.

    Raises:
        PresslineError: P001 to P009 for notes and text that cannot be set, G002 when markup hides a word; T001 to T003.
    """
    with start_parsing(text) as finish:
        return finish(metadata, path, stamp=stamp, extra=extra)


@contextmanager
def start_parsing(text: str) -> Iterator[Callable[..., Book]]:
    """Run while pandoc reads an essay.md; takes the rest of the arguments of `parse_essay`."""
    tagged, definitions = _tag_definitions(text)
    with begun(parse, tagged) as tree:

        def finish(metadata: Metadata, path: Path, *, stamp: int, extra: str = "") -> Book:
            blocks, notes = _read(text, definitions, tree, str(path))
            digest = sha256((text + "\0" + extra).encode())
            around = composition_of(metadata, blocks, Edition())
            return Book(metadata, blocks, notes, path.parent, digest, stamp, around, essay=path)

        yield finish


def _read(
    text: str, definitions: list[Definition], waiting: Callable[[], dict[str, Any]], file: str
) -> tuple[Blocks, tuple[Note, ...]]:
    """The blocks and the notes of an essay.md, when pandoc has read it."""
    for number, line in enumerate(text.split("\n"), start=1):
        control = _CONTROL.search(line)
        if control:
            raise stop("P008", Place(file, number, control.start() + 1), character=f"U+{ord(control[0]):04X}")
    try:
        tree = waiting()["blocks"]
        depth = depth_of(tree)
    except RecursionError:  # too deep to be read as JSON
        tree, depth = [], MAX_DEPTH + 1
    if depth > MAX_DEPTH:
        raise stop("P009", Place(file), depth=MAX_DEPTH)
    parsed, code = _untagged(tree, definitions)
    census = _nodes_by_kind(parsed)
    _refuse_strange_notes(census["Note"], file)
    blocks = _disarm(parsed) if census["RawInline"] or census["RawBlock"] or census["Span"] else parsed
    numbered, notes = _number(blocks, definitions)
    real = [definition for index, definition in enumerate(definitions) if index not in code]
    problems = [*_note_problems(text, [*census["Code"], *census["CodeBlock"]], real, notes, file)]
    if len({_index(node) for node in census["Note"]}) >= len(real):  # words of a note that is not called are its own problem
        problems += _hidden_words(text, parsed, file)
    if problems:
        raise PresslineError(problems)
    if not any(plain(block).strip() for block in numbered):
        raise stop("P006", Place(file, 1))
    return _identify_headings(numbered), tuple(notes)


def _nodes_by_kind(blocks: Blocks) -> dict[str, Blocks]:
    """The nodes of the kinds that are looked at one by one, in one walk.

    In an essay they are few.
    """
    found: dict[str, Blocks] = {kind: [] for kind in ("Note", "Code", "CodeBlock", "RawInline", "RawBlock", "Span")}
    for node in nodes(blocks, *found):
        found[node["t"]].append(node)
    return found


def _disarm(blocks: Blocks) -> Blocks:
    """The blocks with raw HTML as plain text and no call but our own: typed text is text.

    pandoc 3.9 makes raw nodes of HTML even when its extension raw_html is off; and `[x]{.call}` would pass for a call.
    """

    def change(node: Node) -> Node | None:
        if node["t"] == "RawInline":
            return string(node["c"][1])
        if node["t"] == "RawBlock":
            return {"t": "Para", "c": [string(node["c"][1])]}
        return None

    shown: Blocks = rewrite(disarmed(blocks), change, "RawInline", "RawBlock")
    return shown


def _tag_definitions(text: str) -> tuple[str, list[Definition]]:
    """The text with a first paragraph of its own, its index, in every definition.

    And the definitions in order.

    What looks like one and is code is put right by `_untagged`.
    """
    definitions: list[Definition] = []
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = definition_of(line, number)
        if found:
            inner = re.sub(r"[^\s>]", " ", found.lead)
            token = f"\ue000{len(definitions)}\ue001"
            lines += [f"{found.lead}[^{found.label}]: {token}", inner.rstrip(), f"{inner}    {found.rest}"]
            definitions.append(found)
        else:
            lines.append(line)
    return "\n".join(lines), definitions


def _untagged(blocks: Blocks, definitions: list[Definition]) -> tuple[Blocks, set[int]]:
    """The blocks whose code is as it was written, and which definitions are only code."""
    code: set[int] = set()

    def original(match: re.Match[str]) -> str:
        index = int(match[1])
        if index >= len(definitions):
            return match[0]
        code.add(index)
        return definitions[index].gap + definitions[index].rest

    def change(node: Node) -> Node | None:
        if node["t"] != "CodeBlock" or "\ue000" not in node["c"][1]:
            return None
        return {"t": "CodeBlock", "c": [node["c"][0], _TAGGED.sub(original, node["c"][1])]}

    if not any("\ue000" in node["c"][1] for node in nodes(blocks, "CodeBlock")):
        return blocks, code
    untagged: Blocks = rewrite(blocks, change, "CodeBlock")
    return untagged, code


def _index(node: Node) -> int:
    """Which definition a parsed Note is, by the token in its first paragraph.

    -1 for one that was not seen as such.
    """
    match = _TOKEN.match(plain(node["c"][:1]))
    return int(match[1]) if match else -1


def _number(blocks: Blocks, definitions: list[Definition]) -> tuple[Blocks, list[Note]]:
    """The blocks with a call in place of every Note, and the numbered note table.

    Numbers follow the order of first calls.
    """
    order: dict[int, int] = {}  # index of the definition -> number of the note
    calls: Counter[int] = Counter()
    bodies: dict[int, Blocks] = {}

    def change(node: Node) -> Node | None:
        if node["t"] == "Image":  # its alternative text repeats the caption of its figure, calls and all
            attributes, alternative, target = node["c"]
            silent = rewrite(alternative, lambda _: [], "Note")
            return {"t": "Image", "c": [*_described(attributes, silent), target]}
        index = _index(node)
        number = order.setdefault(index, len(order) + 1)
        calls[number] += 1
        bodies.setdefault(number, node["c"][1:])
        return span([], classes=("call",), attributes={"note": str(number), "nth": str(calls[number])})

    numbered: Blocks = rewrite(blocks, change, "Image", "Note")
    notes = [Note(number, definitions[index].label, bodies[number], calls[number]) for index, number in order.items()]
    return numbered, notes


def _described(attributes: list[Any], alternative: Blocks) -> tuple[list[Any], Blocks]:
    """The attributes of a picture, and its alternative text.

    That of its attribute `alt`, if it has one.

    pandoc itself takes that only for a picture with a caption. An empty one says that the picture shows nothing of its own.
    """
    name, classes, pairs = attributes
    given = [value for key, value in pairs if key == "alt"]
    if not given:
        return attributes, alternative
    kept = [name, classes if given[0].strip() else [*classes, DECORATIVE], [pair for pair in pairs if pair[0] != "alt"]]
    return kept, [string(given[0])] if given[0].strip() else []


def _note_problems(text: str, code: Blocks, definitions: list[Definition], notes: list[Note], file: str) -> Iterator[Finding]:
    """Calls without notes, notes without calls, notes twice, within notes, or empty."""
    first: dict[str, Definition] = {}
    for definition in definitions:
        if definition.label.casefold() in first:
            yield finding("P003", Place(file, definition.line), label=definition.label)
        first.setdefault(definition.label.casefold(), definition)
    called = {note.label.casefold() for note in notes}
    for label, definition in first.items():
        if label not in called:
            yield finding("P002", Place(file, definition.line), label=definition.label)
    yield from _call_problems(text, code, set(first), file)
    for note in notes:
        if not plain(note.body).strip():
            yield finding("P005", Place(file, first[note.label.casefold()].line), label=note.label)


def _refuse_strange_notes(notes: Blocks, file: str) -> None:
    """Stop at a note that the parser has seen and `definitions` has not."""
    strange = next((note for note in notes if _index(note) < 0), None)
    if strange:
        raise stop("P010", Place(file), text=" ".join(plain(strange).split()[:8]))


def _call_problems(text: str, code_nodes: Blocks, labels: set[str], file: str) -> Iterator[Finding]:
    """Calls of notes that the file does not define, and calls within notes.

    Pandoc says nothing of either.

    As many are let pass as stand in code, those first that look like it.
    """
    code = Counter(call for node in code_nodes for call in CALL.findall(node["c"][1]))
    found: list[tuple[bool, int, str, Finding]] = []
    lines = text.split("\n")
    for number, (line, owner, prose) in enumerate(zip(lines, owners(lines), _prose(lines), strict=True), start=1):
        defined = definition_of(line, number)
        for match in CALL.finditer(line, len(line) - len(defined.rest) if defined else 0):
            place = Place(file, number, match.start() + 1)
            if match[1].casefold() not in labels:
                problem = finding("P001", place, excerpt=line, label=match[1])
            elif owner:
                problem = finding("P004", place, excerpt=line, label=owner, inner=match[1])
            else:
                continue
            found.append((prose, number, match[1], problem))
    for _, _, call, problem in sorted(found, key=lambda row: row[:2]):
        code[call] -= 1
        if code[call] < 0:
            yield problem


def _prose(lines: list[str]) -> Iterator[bool]:
    """For every line whether it looks like no line of a fenced code block."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        yield not fence and not mark
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip(" \t>").strip(fence[0]):
            fence = ""


def _hidden_words(text: str, blocks: Blocks, file: str) -> Iterator[Finding]:
    """Words of the file that stand nowhere in the tree.

    An unused link definition, or a construct we do not know of.
    """
    kept: Counter[str] = Counter()
    for stretch, count in Counter(_strings(blocks)).items():
        for atom in atoms(stretch):
            kept[atom] += count
    written = [atoms(_unescaped(_bare(line, number))) for number, line in enumerate(text.split("\n"), start=1)]
    if not any(atom.isalnum() for atom in Counter(chain.from_iterable(written)) - kept):
        return
    for number, (line, found) in enumerate(zip(text.split("\n"), written, strict=True), start=1):
        hidden = []
        for atom in found:
            kept[atom] -= 1
            if atom.isalnum() and kept[atom] < 0:
                hidden.append(atom)
        if hidden:
            yield finding("G002", Place(file, number), excerpt=line, words=" ".join(hidden))


def _unescaped(line: str) -> str:
    """A line with its character references read as pandoc reads them: with a semicolon.

    False positive: "AT&T", "&#xD8ger".
    """
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), line)


def _bare(line: str, number: int) -> str:
    """A line without its calls, the label of its note, the marks of lists.

    And what `pandoc.shapes` takes for attributes.
    """
    line = ATTRIBUTES.sub("", line)
    found = definition_of(line, number)
    return CALL.sub(" ", _LISTED.sub("", found.rest if found else line))


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
    """The blocks with an id on every heading.

    The author's own, `{#aims}`, where it is usable, else "s1", "s2", ...

    An id that is not usable is kept as the attribute "asked": links may lead to it.
    pandoc's own ids are made from the heading's words, and take in the label of a note called there.
    """
    taken: set[str] = set()
    count = 0

    def change(node: Node) -> Node | None:
        nonlocal count
        count += 1
        level, (given, classes, attributes), content = node["c"]
        usable = _HEADING_ID.fullmatch(given) and given not in taken
        identifier = given if usable else f"s{count}"
        taken.add(identifier)
        asked = [["asked", given]] if given and not usable else []
        return {"t": "Header", "c": [level, [identifier, classes, [*attributes, *asked]], content]}

    result: Blocks = rewrite(blocks, change, "Header")
    return result
