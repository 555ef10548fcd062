"""Escape text as Markdown, so that every viewer shows it as it is.

No markup of an essay acts in a document that Pressline writes about it.
"""

from __future__ import annotations

import re

_ENTITIES = {"<": "&lt;", ">": "&gt;"}  # not a backslash: a viewer that takes HTML first would see the tag behind it
_ESCAPED = "\\`*_{}[]#|~!$"
# An ampersand that would begin a character reference. False positives it avoids: "AT&T", "R & D".
_REFERENCE = re.compile(r"&(?=#?\w{1,32};)")
# What begins a list or a rule at the start of a line. False positive it avoids: "1994 was", "-5".
_BEGINNING = re.compile(r"(\d{1,9})([.)])(?=\s|$)|([-+=])(?=[\s=-]|$)")


def escape_markdown(text: str) -> str:
    r"""A text on one line, all Markdown and HTML markup escaped (CommonMark 0.31, 2.4, 2.5).

    >>> escape_markdown("<b> & *c* | AT&T &amp; [x](y)")
    '&lt;b&gt; & \\*c\\* \\| AT&T &amp;amp; \\[x\\](y)'
    >>> escape_markdown("1. - x")
    '1\\. - x'
    """
    line = _REFERENCE.sub("&amp;", " ".join(text.split()))
    line = "".join(_ENTITIES.get(c, f"\\{c}" if c in _ESCAPED else c) for c in line)
    begun = _BEGINNING.match(line)
    return line if begun is None else f"{begun[1] or ''}\\{line[begun.end(1) if begun[1] else 0 :]}"
