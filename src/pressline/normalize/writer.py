"""essay.md out of a manuscript.

Markdown that a person enjoys editing, one paragraph a line, the notes at the end.

Ours and not pandoc's writer, because that escapes far more than a reader wants to see, and breaks what it cannot say
(a table with a list in a cell) into HTML. The guard reads what is written here back and compares it, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from pressline.findings import Place
from pressline.locale.numerals import label_of
from pressline.model import Call, Container, Inline, Manuscript, Mark, Node, Paragraph, Run
from pressline.normalize.written_tables import table_markdown
from pressline.pandoc.carets import stands_raised
from pressline.pandoc.passages import merged, text_of
from pressline.pandoc.tree import attribute, is_call, plain, walk

# Characters that mean something to the dialect wherever they stand. A single "_" within a word, "[" and "$" mean nothing
# in most prose and are looked at one by one below, so that "[sic]" and "$1.4 billion" stay readable.
_ALWAYS = re.compile(r"[\\`*^~]")
# False positives it avoids: "snake_case" is not emphasis, and "a < b" opens no tag.
_SOMETIMES = re.compile(r"(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[(\[{:])|\[(?=\^)|\{(?=[^\s}])")
# A dollar sign of the text, until all of its block is written: another run, a link or code may hold the one that would close a
# formula. No character (Unicode, 23.7), which no text has.
_LITERAL_DOLLAR = "\ufdd5"
# False positive it avoids: "$2" with no other "$" behind it that would close a formula.
_DOLLAR = re.compile(rf"{_LITERAL_DOLLAR}(?=\S)")
_CLOSING_DOLLAR = re.compile(rf"(?<=\S)[${_LITERAL_DOLLAR}]")
# What ends the value of an attribute, or means something in one; "[^1]" there would be a call.
_ATTRIBUTE = str.maketrans({'"': "&quot;", "&": "&amp;", "[": "&#91;", "]": "&#93;"})
# What would start another kind of block: a heading, quotation, list, rule, table, definition, fence or code.
_LINE_START = re.compile(r"(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|:{3}|:(?:\s|$)|\||={3,}\s*$|([-_])(?:[ \t]*+\1){2,}+[ \t]*$|[-+]$)")
# False positive it avoids: "1992. It was" in the middle of a line is no list; only a line's start can be one.
_LIST_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


DIVISIONS = ("epigraph", "right", "center")  # containers that are fenced divisions


def escape(text: str) -> str:
    r"""A text as Markdown that reads back as the same text, with as few backslashes as can be.

    >>> escape("1. [sic] $1.4 billion, $2 billion; a*b, snake_case")
    '1\\. [sic] $1.4 billion, $2 billion; a\\*b, snake_case'
    """
    return _escape_start(_without_formulas(_escape_within(text)))


def _escape_within(text: str) -> str:
    text = _ALWAYS.sub(lambda m: "\\" + m[0], text)
    return _SOMETIMES.sub(lambda m: "\\" + m[0], text).replace("$", _LITERAL_DOLLAR)


def _without_formulas(written: str) -> str:
    """A written block with a backslash before each "$" of the text that would open a formula.

    Another that could close it stands behind, in the text or in what is written as it is (code, an address).
    """
    if _LITERAL_DOLLAR not in written:
        return written
    last = max((match.start() for match in _CLOSING_DOLLAR.finditer(written)), default=0)
    return _DOLLAR.sub(lambda m: "\\$" if m.start() + 1 < last else "$", written).replace(_LITERAL_DOLLAR, "$")


def _escape_start(text: str) -> str:
    text = _LIST_START.sub(r"\1\\\2", text)
    return "\\" + text if _LINE_START.match(text) else text


def write(manuscript: Manuscript) -> str:
    """essay.md: the blocks of the essay, then the notes in their order."""
    parts = [*_blocks(manuscript.blocks, 0), *(_note(note.label, note.body) for note in manuscript.notes)]
    return "\n\n".join(parts) + "\n"


def _note(label: str, body: Sequence[Paragraph]) -> str:
    first, *others = "\n\n".join(_blocks(body, 0)).split("\n") or [""]
    return "\n".join([f"[^{label}]: {first}", *(f"    {line}" if line else "" for line in others)])


# --- blocks ---------------------------------------------------------------------------------------------------------


def _blocks(paragraphs: Sequence[Paragraph], depth: int) -> list[str]:
    """The blocks that paragraphs make, those of one list or quotation as one block."""
    result: list[str] = []
    before = ""
    for key, members in groupby(paragraphs, lambda p: _outer(p, depth)):
        group = list(members)
        if key is None:
            for verse, together in groupby(group, lambda p: p.kind == "verse"):
                found = list(together)
                result += [_verse(found)] if verse else map(_paragraph, found)
            before = ""
            continue
        kind, _ = key
        if kind == "quote":
            inner = "\n\n".join(_blocks(group, depth + 1))
            result.append("\n".join(f"> {line}".rstrip() for line in inner.split("\n")))
            before = ""
        elif kind in DIVISIONS:
            result.append("\n".join([f"::: {{.{kind}}}", "\n\n".join(_blocks(group, depth + 1)), ":::"]))
            before = ""
        else:
            written, before = _list(group, depth, before)
            result.append(written)
    return result


def _verse(stanzas: list[Paragraph]) -> str:
    """A line block: stanzas that follow each other, a bare "|" between two of them."""
    rows = ["\n".join(f"| {_numbered(line)}" for line in _inlines(p.inlines).split("\n") if line.strip()) for p in stanzas]
    return "\n|\n".join(row for row in rows if row)


_LINE_NUMBER = re.compile(r"\t(\d{1,5})[ \t]*$")


def _numbered(line: str) -> str:
    """A line of verse, its number as a span."""
    return _LINE_NUMBER.sub(r" [\1]{.line-number}", line.rstrip(" "))


def _outer(paragraph: Paragraph, depth: int) -> tuple[str, int] | None:
    """Kind and serial of the container at a depth.

    None for a paragraph that stands in none there.
    """
    if len(paragraph.containers) <= depth:
        return None
    container = paragraph.containers[depth]
    return container.kind, container.serial


def _list(paragraphs: list[Paragraph], depth: int, before: str) -> tuple[str, str]:
    """A list behind one whose items have a mark, "" for none.

    And the mark of its own last items.

    Items are set tight when each is one paragraph. A list whose numbers leap, or that has labels which Markdown does not
    know, says the first of them above itself: `{labels="(c)"}`. That parts it from a list before it, too.
    """
    parts: list[str] = []
    expected: int | None = None
    items: list[list[Paragraph]] = []
    mark = before
    for _, members in groupby(paragraphs, lambda p: p.containers[depth].item):
        group = list(members)
        number = group[0].containers[depth].number
        if items and group[0].containers[depth].kind == "ordered" and number != expected:
            written, mark = _items(items, depth, mark)
            parts.append(written)
            items = []
        items.append(group)
        expected = number + 1
    written, mark = _items(items, depth, mark)
    return "\n\n".join([*parts, written]), mark


def _items(items: list[list[Paragraph]], depth: int, before: str) -> tuple[str, str]:
    """Items that count on, and their mark."""
    first_of_all = items[0][0].containers[depth]
    said = ""
    if first_of_all.kind == "bullet":
        mark = "*" if before == "-" else "-"
    else:
        mark = ")" if first_of_all.delimiter == "OneParen" and first_of_all.style == "Decimal" else "."
        usual = first_of_all.style == "Decimal" and first_of_all.delimiter in ("Period", "OneParen")
        said = "" if usual and before != mark else _labels(first_of_all)
    tight = True
    written: list[str] = []
    for group in items:
        lead = f"{group[0].containers[depth].number}{mark} " if mark in ".)" else f"{mark} "
        inner = _blocks(group, depth + 1)
        tight = tight and len(inner) == 1 and "\n\n" not in inner[0]
        first, *others = "\n\n".join(inner).split("\n")
        if first.startswith("{"):  # attributes stand on a line of their own
            lead, others = lead.rstrip(), ["", first, *others]
            written.append("\n".join([lead, *(f"{' ' * (len(lead) + 1)}{line}" if line else "" for line in others[1:])]))
        else:
            written.append("\n".join([lead + first, *(" " * len(lead) + line if line else "" for line in others)]))
    return "\n".join([*([said] if said else []), ("\n" if tight else "\n\n").join(written)]), mark


def _labels(container: Container) -> str:
    """The attributes that say how a list counts."""
    label = label_of(container.number, container.style, container.delimiter)
    alphabetic = (
        ' type="a"' if "Alpha" in container.style and len(label.strip("().")) and label.strip("().").lower() in "ivx" else ""
    )
    return f'{{labels="{label}"{alphabetic}}}'


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.kind == "heading":
        words = re.sub(r"\s+", lambda m: " " if "\n" in m[0] else m[0], _inlines(paragraph.inlines))
        closing = re.compile(r"(?<!#)(#++)$")
        return f"{'#' * min(max(paragraph.level, 1), 6)} " + closing.sub(r"\\\1", words)
    if paragraph.kind == "code":
        text = text_of(paragraph).strip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
        return f"{fence}\n{text}\n{fence}"
    if paragraph.kind == "table" and paragraph.node is not None:
        return _without_formulas(table_markdown(paragraph.node, _part_of_line))
    if paragraph.kind == "picture" and paragraph.node is not None:
        return _picture(paragraph.node) or _escape_lines(_inlines(paragraph.inlines))
    if paragraph.kind == "rule":
        return "* * *"
    return _escape_lines(_inlines(paragraph.inlines))


def _escape_lines(text: str) -> str:
    """Lines of a paragraph: broken hard, none of them the start of something else.

    Em spaces set lines of verse in.
    """
    lines = [_set_in(line) for line in text.strip().split("\n")]
    return "\\\n".join(line for line in lines if line)


def _set_in(line: str) -> str:
    words = line.strip()
    start = line.lstrip(" \t")
    return words and "\u2003" * (len(start) - len(start.lstrip("\u2003"))) + _escape_start(words)


# --- inlines --------------------------------------------------------------------------------------------------------

# What opens and closes a stretch. Emphasis inside a word works with "*" and not with "_".
_DELIMITERS = {"emphasis": "*", "strong": "**", "strikeout": "~~", "superscript": "^", "subscript": "~"}
_SPANS = {"underline": "{.underline}", "smallcaps": "{.smallcaps}"}


def _inlines(inlines: Sequence[Inline]) -> str:
    """Markdown of the runs and calls of a paragraph.

    Lines are escaped at their start by the caller.
    """
    runs = list(_links_innermost([_bare(inline) for inline in inlines]))
    return _without_formulas(_nest(list(merged(item for run in runs for item in _spaced_out(run))), 0))


def _bare(inline: Inline) -> Inline:
    """A run without marks that Markdown has no use for."""
    if isinstance(inline, Call):
        return inline
    return Run(inline.text, tuple(mark for mark in inline.marks if mark.kind != "anchor"))


def _links_innermost(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Runs with the marks of a link outside it, so that bold around it is one stretch.

    What is raised is raised outside a link in any case: "[^2^](x)" would call a note.
    """
    common: dict[Mark, set[Mark]] = {}
    for inline in inlines:
        for link in _links(inline):
            common[link] = common.get(link, set(inline.marks)) & set(inline.marks) if isinstance(inline, Run) else set()
    for inline in inlines:
        links = _links(inline)
        if isinstance(inline, Run) and len(links) == 1:
            outside = common[links[0]] - {links[0]}
            order = sorted(inline.marks, key=lambda m: m not in outside and m.kind not in ("superscript", "subscript"))
            yield Run(inline.text, tuple(sorted(order, key=lambda m: m.kind in ("code", "math"))))
        else:
            yield inline


def _links(inline: Inline) -> list[Mark]:
    return [mark for mark in inline.marks if mark.kind == "link"] if isinstance(inline, Run) else []


def _spaced_out(inline: Inline) -> Iterator[Inline]:
    """A run with the spaces at its edges outside its marks: "* word*" is no emphasis."""
    if isinstance(inline, Call) or not inline.marks or any(mark.kind in ("code", "link") for mark in inline.marks):
        yield inline
        return
    core = inline.text.strip()
    lead, _, tail = inline.text.partition(core) if core else (inline.text, "", "")
    yield from (Run(part, marks) for part, marks in ((lead, ()), (core, inline.marks), (tail, ())) if part)


def _nest(inlines: list[Inline], depth: int) -> str:
    """Markdown of inlines, the marks at `depth` opened round each stretch that shares one."""
    parts: list[str] = []
    groups = [(key, list(members)) for key, members in groupby(inlines, lambda i: _mark_at(i, depth))]
    for index, (mark, members) in enumerate(groups):
        if mark is None:
            parts += [f"[^{i.label}]" if isinstance(i, Call) else _escape_within(i.text) for i in members]
            continue
        before = parts[-1][-1:] if parts else ""
        after = _first_character(groups[index + 1][1]) if index + 1 < len(groups) else ""
        parts.append(_marked(mark, members, depth, (before, after)))
    return "".join(parts)


def _mark_at(inline: Inline, depth: int) -> Mark | None:
    if isinstance(inline, Call) or len(inline.marks) <= depth:
        return None
    return inline.marks[depth]


def _first_character(inlines: list[Inline]) -> str:
    return inlines[0].text[:1] if isinstance(inlines[0], Run) else "["


def _marked(mark: Mark, members: list[Inline], depth: int, around: tuple[str, str]) -> str:
    """A stretch with its mark.

    The mark is left out where the dialect would not read it back, the words never.
    """
    text = "".join(member.text for member in members if isinstance(member, Run))
    if mark.kind == "code":
        return _code(text)
    if mark.kind == "math":
        dollars = "$$" if mark.target == "display" else "$"
        return f"{dollars}{text.strip()}{dollars}" if text.strip() else text
    inner = _nest(members, depth + 1)
    if mark.kind == "link":
        return _link(inner, text, mark.target)
    if mark.kind in _SPANS:
        return f"[{inner}]{_SPANS[mark.kind]}"
    if not _flanks(around[0], text[:1]) or not _flanks(around[1], text[-1:]):
        return inner
    if mark.kind in ("superscript", "subscript") and not text.strip("[](),;"):
        return inner  # of marks that stood around raised calls nothing is left to raise
    marked = _DELIMITERS[mark.kind] + inner + _DELIMITERS[mark.kind]
    if mark.kind in ("superscript", "subscript") and not stands_raised(marked, around[1]):
        return inner
    return marked


def _flanks(outside: str, inside: str) -> bool:
    """Whether a delimiter between two characters opens or closes (CommonMark 0.31, 6.2).

    Punctuation in, no word out.
    """
    return not outside or not inside or not outside.isalnum() or inside.isalnum()


def _code(text: str) -> str:
    text = text.replace("\n", " ")
    fence = "`" * (max([0, *(len(run) for run in re.findall("`+", text))]) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or (text.startswith(" ") and text.endswith(" ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text.strip() else text


_FIGURE_LINK = re.compile(r"#fig:[\w:.-]+")  # false positive avoided: "#fig1", of a page whose ids are not kept


def _link(inner: str, text: str, target: str) -> str:
    """A link; one whose text is its address is written once.

    A link within a saved page or its site leads nowhere here; one to a figure that is named as pandoc-crossref has it does.
    """
    if _FIGURE_LINK.fullmatch(target) and text.strip():
        return f"[{inner}]({target})"
    if not text.strip() or not re.match(r"(?:https?|mailto):", target, re.I) or re.search(r"[\s<>]", target):
        return inner
    if text == target and re.match(r"https?://", target):
        return f"<{target}>"
    return f"[{inner}]({target})" if target.count("(") == target.count(")") else f"[{inner}](<{target}>)"


# --- tables and pictures --------------------------------------------------------------------------------------------


def _line(blocks: list[Node]) -> str:
    return _without_formulas(_part_of_line(blocks))


def _part_of_line(blocks: list[Node]) -> str:
    """A part of a line, such as of a cell; its dollar signs wait for the whole."""
    text = " ".join(_nest(list(merged(_runs(block, ()))), 0) for block in blocks)
    return re.sub(r"\s+", " ", text).strip()


_TEXTS: dict[str, Callable[[Any], str]] = {
    "Str": str,
    **dict.fromkeys(("Space", "SoftBreak", "LineBreak"), lambda _: " "),
    **dict.fromkeys(("Code", "CodeBlock", "Math"), lambda content: str(content[1])),
}
_LITERAL: dict[str, Any] = {"Code": "code", "CodeBlock": "code", "Math": "math"}
_SECOND = frozenset({"Link", "Span", "Div", "OrderedList", "Quoted", "Cite", "Image"})  # what they hold stands second
_MARKS: dict[str, Any] = {"Emph": "emphasis", "Strong": "strong", "Superscript": "superscript", "Subscript": "subscript"}


def _runs(tree: Any, marks: tuple[Mark, ...]) -> Iterator[Inline]:
    """The runs and calls of a piece of pandoc's tree.

    Blocks within it are set apart by a space.
    """
    if isinstance(tree, list):
        for item in tree:
            yield from _runs(item, marks)
    if not isinstance(tree, dict) or "t" not in tree:
        return
    kind: str = tree["t"]
    content: Any = tree.get("c")
    if kind in _TEXTS:
        yield Run(_TEXTS[kind](content), (*marks, Mark(_LITERAL[kind])) if kind in _LITERAL else marks)
    elif is_call(tree):
        yield Call(attribute(tree, "note"), Place(""))
    elif kind in _MARKS:
        yield from _spaced_runs(iter(merged(_runs(content, (*marks, Mark(_MARKS[kind]))))))
    elif kind in _SECOND:
        link = (Mark("link", content[2][0]),) if kind == "Link" else ()
        yield from _runs(content[1], (*marks, *link))
    else:
        yield from _runs(content, marks)
    if kind in ("Para", "Plain", "CodeBlock", "Header"):
        yield Run(" ")


def _spaced_runs(inlines: Iterator[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        yield from _spaced_out(inline)


_PICTURE_ID = re.compile(r"[A-Za-z][\w:.-]*")  # what an attribute in Markdown takes without marks, and a link may lead to
# A length as authors and HTML give it. False positive avoided: "auto", "calc(50% - 1em)".
_LENGTH = re.compile(r"\d{1,5}(?:\.\d{1,4})?(?:%|px|cm|mm|in|pt|em)?")


def _picture(node: Node) -> str:
    """A picture of a file, with its caption and its alternative text.

    Words alone when no book can use its address.

    An alternative text without a caption stands in an attribute: as the picture's words it would be printed as a caption.
    """
    image = next((inner for inner in walk(node) if inner["t"] == "Image"), None)
    if image is None:
        return ""
    caption = _line(node["c"][1][1]) if node["t"] == "Figure" else ""
    target = image["c"][2][0]
    seen = " ".join(plain(image["c"][1]).split())
    if re.match(r"(?:https?|data|file|javascript):|//", target, re.I):
        return caption or _line([{"t": "Plain", "c": image["c"][1]}])
    address = re.sub(r"[\s<>()]", lambda m: quote(m[0]), target)
    said = " ".join(plain(node["c"][1][1]).split()) if caption else ""
    given = dict(image["c"][0][2])
    seen = " ".join(given.get("alt", "").split()) or seen
    identifier = next((n["c"][0][0] for n in (node, image) if n["t"] in ("Figure", "Image") and n["c"][0][0]), "")
    kept = [f"#{identifier}"] if _PICTURE_ID.fullmatch(identifier) else []
    kept += [f'alt="{seen.translate(_ATTRIBUTE)}"'] if seen and seen != said else []
    kept += [f"{side}={given[side]}" for side in ("width", "height") if _LENGTH.fullmatch(given.get(side, ""))]
    return f"![{caption}]({address})" + (f"{{{' '.join(kept)}}}" if kept else "")
