r"""Formulas of Markdown between other signs than dollars.

\(x\), \[x\], $`x`$, and fenced blocks of kind "math".

Chat programs, GitHub and notebooks write them so. To the parser \( is an escaped bracket, and the formula would be printed as
its source; so what is TeX by evidence is given the dollars that the parser knows.
"""

from __future__ import annotations

import re

from pressline.readers.dialects.literal import outside_literal

# False positives it avoids: brackets that an author or pandoc has escaped, "\[1\]", "\[sic\]", "\(see above\)".
_INLINE = re.compile(r"(?<!\\)\\\((?!\\\))([^\n$`]{1,600}?)(?<!\\)\\\)")
_DISPLAY = re.compile(r"(?<!\\)\\\[([^$`]{1,4000}?)(?<!\\)\\\]")
_QUOTED = re.compile(r"(?<![\w$\\])\$`([^`\n$]{1,600})`\$(?![\w$])")
_FENCED = re.compile(r"^([ \t]*)```[ \t]*math[ \t]*\n((?:(?!```)[^\n]*\n){1,60})[ \t]*```[ \t]*$", re.MULTILINE)
_EVIDENCE = re.compile(r"\\[A-Za-z]+|[\^_=<>≤≥±×∈→]|[A-Za-z0-9] ?[+/] ?[A-Za-z0-9]")
_SYMBOL = re.compile(r"[A-Za-z]'{0,2}|\d{1,6}|[A-Za-z]\([A-Za-z]\)|[α-ωΑ-Ω]")
_BLANK = re.compile(r"\n[ \t]*\n")


def with_dollars(text: str) -> str:
    r"""A Markdown text with all its formulas between dollars.

    >>> with_dollars(r"so \(a^2\) and \(n\), but \[1\] and \(see above\)")
    'so $a^2$ and $n$, but \\[1\\] and \\(see above\\)'
    """
    if "\\(" not in text and "\\[" not in text and "$`" not in text and "```" not in text:
        return text
    text = _FENCED.sub(lambda match: f"{match[1]}$$\n{match[2]}{match[1]}$$", text)
    text = _QUOTED.sub(lambda match: f"${match[1].strip()}$", text)
    return outside_literal(text, lambda free: _DISPLAY.sub(_display, _INLINE.sub(_inline, free)))


def _inline(match: re.Match[str]) -> str:
    tex = match[1].strip()
    return f"${tex}$" if _EVIDENCE.search(tex) or _SYMBOL.fullmatch(tex) else match[0]


def _display(match: re.Match[str]) -> str:
    tex = match[1].strip()
    return f"$${tex}$$" if _EVIDENCE.search(tex) and not _BLANK.search(tex) else match[0]
