"""The words of six languages of marks, by cutting out what marks them up."""

from __future__ import annotations

import re


def _cuts(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.M | re.I) for pattern in patterns)


_URL = r"\bhttps?://[^\s\[\]<>|}\"]*|\bmailto:[^\s\[\]<>|}]*"
_CUTS = {
    "rst": _cuts(
        r"^\.\. \[[^\]\n]*\]|^[ \t]*\.\. _[^\n]*|^[ \t]*\.\. [\w-]+::|^[ \t]*:[A-Za-z][\w -]*:",
        r"\[[#\w*-]*\]_|:[a-z-]+:(?=`)|<[^<>\n]*>(?=`__?)",
        r"^\.\.(?: [^\n]*)?(?:\n[ \t]+[^\n]*)*",
    ),
    "org": _cuts(
        r"^#\+(?:OPTIONS|STARTUP|LANGUAGE|PROPERTY|SETUPFILE|LATEX\w*|HTML\w*)[^\n]*",
        r"^[ \t]*#(?:\+[\w-]+:?|[ \t][^\n]*)|^[ \t]*:[A-Za-z_-]+:.*$|^\*+ (?:TODO|DONE|NEXT)\b|[ \t]:[\w@:]+:[ \t]*$",
        r"\[fn:[\w-]*:?\]?|\[\[[^\[\]\n]{0,400}\](?=\[)",
    ),
    "mediawiki": _cuts(
        r"</?[a-z][^<>]{0,400}>|<!--(?:[^-]|-(?!->)){0,400}-->|__[A-Z]+__",
        r"\[\[[^\[\]|\n]{0,300}\|(?=[^\[\]\n]{0,300}\]\])|\{\{\s{0,9}(?:\w{0,20}\s?quote\s{0,9}\|\s{0,9}(?:text\s{0,9}=|quote\s{0,9}=|1\s{0,9}=)?)?|\}\}|\b(?:colspan|rowspan|style|class|align|width)\s*=\s*(?:\"[^\"]*\"|\w+)",
    ),
    "latex": _cuts(
        r"(?<!\\)%[^\n]*",
        r"\\(?:documentclass|usepackage|label|ref|pageref|cite\w*|begin|end|bibliography\w*|input|include\w*|hspace|vspace|setlength"
        r"|newcommand|renewcommand|pagestyle|thispagestyle|geometry|hypersetup|url|href|def|let)\*?(?:\[[^\]\n]*\]|\{[^{}\n]*\})*",
        r"\\[A-Za-z]+\*?",
    ),
    "asciidoc": _cuts(
        r"^//[^\n]*|^:[\w!-]+:[^\n]*|^\[[^\]\n]*\]$|footnote(?:ref)?:[\w-]*(?=\[)|\blink:[^\s\[]{0,400}(?=\[)|<<[^<>\n,]*,?|\bimage::?[^\s\[]{0,400}(?=\[)",
    ),
    "textile": _cuts(
        r"^(?:h[1-6]|fn\d+|bq|p|bc|notextile)[^\s.]{0,40}\.{1,4}(?=\s)|\[\d{1,9}\]|(?<=\"):\S+|%\{[^{}\n]{0,300}\}"
    ),
}  # fmt: skip


def words_of_markup(text: str, kind: str) -> list[tuple[str, str]]:
    """The text of each line, in one of the languages of the table."""
    for pattern in (*_CUTS[kind], re.compile(_URL)):
        text = pattern.sub(lambda m: " " + "\n" * m[0].count("\n"), text)
    return [(f"line {n}", line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
