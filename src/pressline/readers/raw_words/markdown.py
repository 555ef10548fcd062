"""The words of Markdown, by cutting out what marks them up.

What only looks like a mark is cut out too: it is not counted.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from pressline.readers.raw_words.hypertext import WITHIN_WORDS

# Front matter in YAML, TOML, JSON, and as MultiMarkdown has it; and its keys, which are not counted.
_PREAMBLES = (
    (
        re.compile(r"\A\s*---[ \t]*\n(?=[A-Za-z][\w-]*[ \t]*:)(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M),
        re.compile(r"^[ \t]*(?:-[ \t]+)?[\w-]+[ \t]*:(?:[ \t]*[>|][+-]?$)?", re.M),
    ),
    (
        re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M),
        re.compile(r"^[ \t]*\"?[\w.-]+\"?[ \t]*=|^[ \t]*\[+[\w. -]+\]+[ \t]*$", re.M),
    ),
    (re.compile(r"\A\s*\{\s*\"(.*?)^\}", re.S | re.M), re.compile(r"\"[\w-]+\"[ \t]*:|\\[nt\"\\]")),
    (
        re.compile(r"\A(?:[A-Za-z][\w -]{0,30}:[ \t].*(?:\n|\Z)|[ \t]+\S.*(?:\n|\Z)){1,60}"),
        re.compile(r"^[A-Za-z][\w -]{0,30}:", re.M),
    ),
)
_LANGUAGE = re.compile(r"^\"?lang(?:uage)?\"?[ \t]*[:=].*$", re.M | re.I)  # a setting
_TAG = re.compile(r"</?([A-Za-z][^\s<>/]*+)[^<>]*+>")  # tags, and addresses in angle brackets
_MARKS = re.compile(r"(?<=[^\W_])[*~`^]{1,3}(?=[^\W_])")  # of emphasis, code or raised letters within a word
# An instruction, a declaration. One that does not end is matched to the end of the text, which is then left: see `_edge`.
_ENDED = (re.compile(r"<\?.*?(\?>|\Z)", re.S), re.compile(r"<![A-Za-z][^>]*+(>|\Z)"))
_CUT = (
    re.compile(r"<!--.*?(?:-->|\Z)", re.S),
    re.compile(r"<(script|style|template|title|math|iframe|object|datalist)\b[^<>]*+>.*?(?:</\1\s*+>|\Z)", re.S | re.I),
    *_ENDED,
    re.compile(
        r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[ \t]*+\n?[ \t]*+(?:<[^<>\n]*+>(?=\s|$)|\S++)"
        r"[ \t]*+(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^)\n]*+\))?+[ \t]*+$",
        re.M,
    ),
    _TAG,
    re.compile(r"^[ \t>]*(?:`{3,}|~{3,}|:{3,}).*$", re.M),  # fences and what they say
    re.compile(r"(?<=\])\(\s*+(?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"),
    re.compile(r"(?<=\])\[[^\]\n]*\]"),
    re.compile(r"!\[(?:[^\[\]]|\[[^\[\]\n]{0,300}\]){0,1000}+\]"),  # after the address that follows it
    re.compile(r"\[\^[^\]\[\s]+\]:?"),
    re.compile(r"\{[#.:=A-Za-z][^{}\n]*\}"),
    re.compile(r"^[ \t>]*+(?:[-*+][ \t]++)*+\d{1,9}[.)](?=[ \t]|$)", re.M),
    re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[xX ]\]", re.M),
    _MARKS,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for.

    False positive it avoids: one without its semicolon, or that there is none of.
    """
    name = entity[0][1:]
    return html.unescape(entity[0]) if name.startswith("#") or name in html5 else entity[0]


def _edge(cut: re.Match[str]) -> str:
    """What is left of what was cut out.

    Nothing of a tag or mark that may stand within a word, else a space; and its lines.
    """
    if cut.re in _ENDED and not cut[1]:
        return cut[0]
    within = cut.re is _MARKS or (cut.re is _TAG and cut[1].lower() in WITHIN_WORDS)
    return ("" if within else " ") + "\n" * cut[0].count("\n")


def words_of_markdown(text: str) -> list[tuple[str, str]]:
    """The text of each line. Keys of a preamble are cut out, too."""
    for head, key in _PREAMBLES:
        if preamble := head.match(text):
            text = key.sub(" ", _LANGUAGE.sub("", preamble[0])) + text[preamble.end() :]
            break
    for pattern in _CUT:
        text = pattern.sub(_edge, text)
    return [(f"line {n}", line) for n, line in enumerate(_ENTITY.sub(_character, text).split("\n"), start=1) if line.strip()]
