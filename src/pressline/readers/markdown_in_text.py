"""Whether a file that calls itself plain text is Markdown.

A reading of the whole, by marks of several kinds in many places.
"""

from __future__ import annotations

import re

from pressline.readers import thresholds

_PARAGRAPH = re.compile(rb"\n[ \t\r]*\n")
# What is typed for Markdown alone. Behind a quotation mark or a grave it is spoken of, not used.
_STRONG = {
    "headings": re.compile(rb"\A#{1,6} {1,4}[^\W\d#][^\n]{0,150}\Z|\A#{1,6} {1,4}[^\W\d#][^\n]{0,150}\r?\n(?!#)"),
    "links": re.compile(rb"(?<![`\"'\w(])!?\[[^\]\[\n`]{1,200}\]\((?:https?://|mailto:|#|/|\./)[^()\s]{1,400}\)"),
    "notes": re.compile(rb"\A\[\^[\w:.-]{1,40}\]: "),
    "fences": re.compile(rb"\A(?:```|~~~)\w{0,20}\r?$", re.M),
    "tables": re.compile(rb"^\|(?::?-{2,}:?\|){1,40}\r?$", re.M),
}
# What plain texts have, too: signs of notes, emphasis as people type it.
_WEAK = {
    "bold": re.compile(rb"(?<![\w*`\"'])\*\*[^\s*][^*\n]{0,200}\*\*(?![\w*])"),
    "emphasis": re.compile(rb"(?<![\w*`\"'])\*[^\s*][^*\n]{0,200}\*(?![\w*])"),
    "escapes": re.compile(rb"\\[*_#\[\]]"),
    "code": re.compile(rb"(?<![\w`])`[^`\n]{1,80}`(?![\w`])"),
    "calls": re.compile(rb"\[\^[\w-]{1,40}\](?!:)"),
}


def is_markdown(data: bytes) -> bool:
    """Whether the bytes of a plain text are Markdown.

    One sure kind of marks at least, with another, in two places or more.

    False positives it avoids: an essay about Markdown, whose marks stand in quotation marks or in one paragraph; asterisks
    for notes and _emphasis_ as typists set it, which plain texts have; "# 5"; a text whose paragraphs are set in by four
    columns, which would be code.

    >>> is_markdown(b"# On Rivers\\n\\nSo it *was*.\\n\\nSee [Harrow](http://example.org/h)."), is_markdown(b"Only *one*.")
    (True, False)
    """
    paragraphs = _PARAGRAPH.split(data.strip())
    strong = {name for name, mark in _STRONG.items() if any(map(mark.search, paragraphs))}
    if not strong:
        return False
    weak = {name for name, mark in _WEAK.items() if any(map(mark.search, paragraphs))}
    marked = sum(any(mark.search(p) for mark in (*_STRONG.values(), *_WEAK.values())) for p in paragraphs)
    set_in = sum(p.startswith((b"    ", b"\t")) for p in paragraphs)
    evident = 2 * len(strong) + len(weak) >= thresholds.MARKDOWN_KINDS or marked >= thresholds.MARKDOWN_PLACES
    return evident and marked > 1 and set_in * thresholds.CODE_PARAGRAPHS <= len(paragraphs)
