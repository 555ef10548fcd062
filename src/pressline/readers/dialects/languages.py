"""Texts that are wholly in another language of marks.

ReStructuredText, Org, MediaWiki, LaTeX, AsciiDoc, Textile.

pandoc reads them all. A .txt is one of them by its marks alone: those of one row of the table all stand in it, often enough,
and none of Markdown's. An essay that only speaks of LaTeX, or quotes a line of a wiki, has not all of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pressline.findings import Place
from pressline.model import Node, Step
from pressline.pandoc.tree import plain, walk


@dataclass(frozen=True, slots=True)
class SignRow:
    """Marks, and how many of each there are at least.

    `sign` stands in one of them and is quickly looked for.
    """

    sign: str
    marks: tuple[tuple[re.Pattern[str], int], ...]


def _row(sign: str, *marks: tuple[str, int]) -> SignRow:
    return SignRow(sign, tuple((re.compile(pattern, re.M), fewest) for pattern, fewest in marks))


@dataclass(frozen=True, slots=True)
class Language:
    """A language of marks: `suffixes`, pandoc's `reader`, `rows` of marks that show it."""

    name: str
    suffixes: tuple[str, ...]
    reader: str
    rows: tuple[SignRow, ...]


_UNDERLINED = r"^\S.{0,200}\n([=\-~^\"'*+#])\1{3,}[ \t]*$"
LANGUAGES = {
    "rst": Language(
        "reStructuredText",
        (".rst", ".rest"),
        "rst-auto_identifiers",
        (
            _row(".. [", (r"\S[ \t]?\[(?:#[\w-]*|\d+)\]_", 1), (r"^\.\. \[(?:#[\w-]*|\d+)\] ", 1)),
            _row(":: ", (_UNDERLINED, 2), (r"^\.\. [\w-]+:: ?", 1), (r"^:[A-Za-z][\w ]*: \S|`[^`\n]+ <[^>\n]+>`__?", 1)),
        ),
    ),
    "org": Language(
        "Org",
        (".org",),
        "org-auto_identifiers",
        (
            _row("[fn:", (r"\S[ \t]?\[fn:[\w-]+\]", 1), (r"^\[fn:[\w-]+\] \S", 1)),
            _row("[fn:", (r"\[fn:[\w-]*:[^\]\n]", 1), (r"^\*+ \S|^#\+\w+:", 1)),
            _row("#+", (r"(?i)^#\+(?:title|author|date|options|startup):", 2), (r"^\*+ \S", 1)),
        ),
    ),
    "mediawiki": Language(
        "MediaWiki's text",
        (".wiki", ".mediawiki"),
        "mediawiki-auto_identifiers",
        (
            _row(
                "<ref", (r"<ref(?:\s[^<>]*)?>[^<]", 2), (r"^={2,5}[^=\n].*[^=\n]={2,5}[ \t]*$|\[\[[^\[\]\n]{1,300}\]\]|'''", 1)
            ),
            _row("[[", (r"^={2,5}[^=\n].*[^=\n]={2,5}[ \t]*$", 2), (r"'''?[^'\n]+'''?", 1), (r"\[\[[^\[\]\n]{1,300}\]\]", 1)),
        ),
    ),
    "latex": Language(
        "LaTeX",
        (".tex", ".latex", ".ltx"),
        "latex-auto_identifiers",
        (
            _row("\\documentclass", (r"^\\documentclass\b", 1), (r"^\\begin\{document\}", 1)),
            _row("section", (r"^\\(?:sub)*section\*?\{", 1), (r"\\(?:emph|textit|textbf|footnote)\{", 2)),
            _row("\\footnote{", (r"[\w.,;:!?)'’”}]\\footnote\{", 2), (r"\\(?:emph|textit|textbf|begin)\{", 1)),
        ),
    ),
    "asciidoc": Language(
        "AsciiDoc",
        (".adoc", ".asciidoc", ".asc"),
        "asciidoc-auto_identifiers",
        (
            _row("footnote:", (r"footnote:[\w-]*\[", 1), (r"^={1,5} \S|^\[(?:quote|verse|NOTE)", 1)),
            _row(
                "= ",
                (r"^= \S", 1),
                (r"^={2,5} \S", 1),
                (r"^:[\w-]+:|^____$|link:[^\s\[]{1,400}\[|https?://[^\s\[]{1,400}\[", 1),
            ),
        ),
    ),
    "textile": Language(
        "Textile",
        (".textile",),
        "textile-auto_identifiers",
        (_row(". ", (r"^h[1-6]\. \S", 1), (r"^(?:fn\d+|bq|p)\. \S|\"[^\"\n]{1,300}\":https?://", 1)),),
    ),
}
BY_SUFFIX = {suffix: key for key, language in LANGUAGES.items() for suffix in language.suffixes}
_MARKDOWN = re.compile(r"^#{1,6} \S|^`{3}|^\[\^[^\]\n]+\]:|\]\(https?://", re.M)


def language_of(text: str) -> str:
    """The key in `LANGUAGES` of the language that a text is wholly in.

    "" for plain text and for Markdown.
    """
    found = [key for key, language in LANGUAGES.items() if any(_has(text, row) for row in language.rows)]
    return found[0] if len(found) == 1 and not _MARKDOWN.search(text) else ""


def _has(text: str, row: SignRow) -> bool:
    """Whether all marks of a row stand in a text as often as they must."""
    return row.sign in text and all(sum(1 for _ in islice(m.finditer(text), fewest)) == fewest for m, fewest in row.marks)


# --- what pandoc does not do ----------------------------------------------------------------------------------------

_NAMED = re.compile(
    r"<ref\s{1,9}name\s{0,9}=\s{0,9}(\"[^\"\n<>]{0,200}\"|'[^'\n<>]{0,200}'|[^\s\"'<>/]{1,200})[^<>]{0,200}?(?:/>|>((?:(?!</?ref\b)[\s\S]){0,9999}?)</ref>)",
    re.I,
)
_QUOTE = re.compile(
    r"\{\{\s{0,9}(?:block|c|r|pull)?\s?quote\s{0,9}\|\s{0,9}(?:text\s{0,9}=|quote\s{0,9}=|1\s{0,9}=)?([^{}|]*+)([^{}]*+)\}\}",
    re.I,
)
_LEFT_OUT = {
    "mediawiki": re.compile(
        r"^\[\[\s*(?:Category|Kategorie|Catégorie|Categoría|Categoria|Категория)\s*:[^\]\n]*\]\][ \t]*$", re.M
    ),
}
_FIELD = re.compile(r":([A-Za-z][\w -]*):[ \t]+(\S.*)")
_SAID = ("author", "authors", "date", "organization", "address", "contact", "subtitle", "abstract")
_TITLE_LINE = re.compile(r"([=\-~^\"'*+#])\1{3,}\s*$")
_HEAD_LINES = 30  # in which the fields of a text stand
_TITLE_LENGTH = 100  # a longer line is text
_OUTSIDE = "what only a program of this language knows"


def prepared(text: str, kind: str, path: str) -> tuple[str, list[Step]]:
    """A text with what pandoc would lose written otherwise, and what is left out."""
    steps: list[Step] = []
    if kind == "mediawiki":
        text = _quoted(_refs_in_full(text))
    if kind == "org":
        text = f"#+OPTIONS: todo:nil tags:nil\n{text}"
    if kind == "rst":
        text, steps = _fields_apart(text, path)
    if kind in _LEFT_OUT:
        steps = [Step("dropped", Place(path), found[0], _OUTSIDE) for found in _LEFT_OUT[kind].finditer(text)]
        text = _LEFT_OUT[kind].sub("", text)
    return text, steps


def _fields_apart(text: str, path: str) -> tuple[str, list[Step]]:
    """A text whose fields under the title, ":Author: Ann Lee", are paragraphs.

    Other fields there are left out.
    """
    lines = text.split("\n")
    steps = []
    for k, line in enumerate(lines[:_HEAD_LINES]):
        found = _FIELD.match(line)
        if found and found[1].lower() in _SAID:
            lines[k] = f"\n{found[2]}\n"
        elif found:
            steps.append(Step("dropped", Place(path, k + 1), line.strip(), _OUTSIDE))
            lines[k] = ""
        elif line.strip() and not _TITLE_LINE.match(line) and k and not lines[k - 1].strip() and len(line) > _TITLE_LENGTH:
            break
    return "\n".join(lines), steps


def _refs_in_full(text: str) -> str:
    """MediaWiki's notes that are called by name with their words at each call.

    Pandoc gives the later ones none.
    """
    words = {name.strip("\"'"): inner for name, inner in _NAMED.findall(text) if inner.strip()}

    def whole(found: re.Match[str]) -> str:
        inner = words.get(found[1].strip("\"'"), "")
        return f"<ref>{inner}</ref>" if inner else found[0]

    return _NAMED.sub(whole, text)


def _quoted(text: str) -> str:
    """Templates that hold a quotation as quotations.

    What else they say is put behind the words.
    """
    return _QUOTE.sub(
        lambda m: f"<blockquote>{m[1].strip()}{' ' + m[2].strip('| ') if m[2].strip('| ') else ''}</blockquote>", text
    )


def without_raw(blocks: list[Node], kind: str, path: str) -> Iterator[Step]:
    """What pandoc left as it was, and a heading over notes alone, taken off the blocks."""
    for node in walk(blocks):
        if node["t"] in ("RawBlock", "RawInline"):
            yield Step("dropped", Place(path), node["c"][1], _OUTSIDE)
    if any(node["t"] == "Note" for node in walk(blocks)):
        while blocks and blocks[-1]["t"] in ("Header", "RawBlock", "Null"):
            last = blocks.pop()
            if last["t"] == "Header":
                yield Step("dropped", Place(path), plain(last["c"][2]), "a heading over the notes alone")
