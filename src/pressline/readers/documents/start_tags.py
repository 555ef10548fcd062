"""The start tags of an HTML text.

Each is given its line, and what would take too long to parse is refused before.

A parser by the HTML standard walks all open elements for every block, and opens all formatting anew in it, so that deep
nesting takes time that grows with its square. Both are counted here, in one pass over the tags.
"""

from __future__ import annotations

import re
from collections import Counter

from pressline.findings import Place, stop

AT = "data-at"  # "line:serial" of the start tag that made an element
_USUAL = 100  # elements within each other, which cost nothing
_STEPS = 50_000_000  # over all start tags, from one open element to the next: a second (lexbor 2)
_REOPENED = 1_000_000  # phrases that blocks open anew

VOID = frozenset(
    {"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta"}
    | {"param", "source", "track", "wbr"}
)
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"  # their text holds no tags
# HTML standard, 13.2.4.3: formatting elements, which a block opens again where they were left open.
FORMATTING = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
# Three at most of those with equal attributes are opened again ("Noah's Ark clause"): a line would make them unequal.
_ALIKE = FORMATTING - {"a"}
# HTML standard, 13.2.6.4.7: start tags that end an open paragraph.
_ENDS_P = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main"}
    | {"menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"}
)
# What a start tag ends, up to the nearest of the elements that hold it.
_ENDS = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    **dict.fromkeys(("dt", "dd"), ({"dt", "dd"}, {"dl"})),
    **dict.fromkeys(("td", "th"), ({"td", "th"}, {"table"})),
    "tr": ({"tr"}, {"table"}),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ({"tbody", "thead", "tfoot"}, {"table"})),
    "option": ({"option"}, {"select"}),
}

# What stands between tags' brackets. False positive it avoids: a ">" within a quoted value. What is never closed goes to the
# end of the text, as the standard has it, so that nothing is read twice.
_REST = r"(?:[^>=]++|=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))?)*+(?:>|\Z)"
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*(?:>|\Z)"
    rf"|<(?P<raw>{_RAW})(?=[\s/>]){_REST}.*?(?=</(?P=raw)[\s/>]|\Z)"
    rf"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*+)(?P<rest>{_REST})",
    re.I | re.S,
)


def placed(text: str, place: Place) -> str:
    """An HTML text whose start tags carry their line numbers in the attribute `AT`.

    Tags of formatting are left out.

    Raises:
        PresslineError: R026 when elements stand so deep within each other that parsing takes 50 million steps (10,000
            divisions), or when phrases that are never closed would be opened again more than a million times.
    """
    parts: list[str] = []
    last, line, serial = 0, 1, 0
    opened = _Opened()
    for match in _TOKEN.finditer(text):
        name = match["name"]
        if name is None:
            continue
        tag = name.lower()
        if match["slash"]:
            opened.end(tag)
            continue
        start = match.start("rest")
        line += text.count("\n", last, start)
        if tag not in _ALIKE:
            serial += 1
            begins = line + (tag == "pre" and text.startswith("\n", match.end()))  # that line's end is none of its text
            parts += [text[last:start], f' {AT}="{begins}:{serial}"']
        else:
            parts.append(text[last:start])
        last = start
        if tag not in VOID:
            opened.start(tag, match["rest"])
            if opened.steps > _STEPS or opened.reopened > _REOPENED:
                raise stop("R026", Place(place.path, line), count=max(len(opened.stack), opened.active))
    parts.append(text[last:])
    return "".join(parts)


class _Opened:
    """The elements that are open, nearly as the standard counts them."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.count: Counter[str] = Counter()  # of the names in the stack
        self.kinds: dict[str, list[str]] = {}  # formatting that no end tag has ended: the attributes of each, by name
        self.active = 0  # how many those are
        self.reopened = 0
        self.steps = 0

    def start(self, tag: str, rest: str) -> None:
        """A start tag."""
        if tag in FORMATTING:
            self.steps += self.active
            alike = self.kinds.setdefault(tag, [])
            if tag == "a" and alike:  # a link ends the one before
                alike.pop()
                self.active -= 1
            if alike[-3:].count(rest) < 3:
                alike.append(rest)
                self.active += 1
        elif tag in _ENDS_P:
            if self.count["p"]:
                self._pop({"p"}, {"table", "td", "th", "button"})
            self.reopened += self.active
            self.steps += max(0, len(self.stack) - _USUAL)
        if tag in _ENDS:
            self._pop(*_ENDS[tag])
        self.stack.append(tag)
        self.count[tag] += 1

    def end(self, tag: str) -> None:
        """An end tag; one that nothing opened is passed over."""
        if self.kinds.get(tag):
            self.kinds[tag].pop()
            self.active -= 1
        if self.count[tag]:
            self._pop({tag}, set())

    def _pop(self, tags: set[str], holders: set[str]) -> None:
        """Close all up to the nearest element of some names, unless one of the holders is nearer."""
        at = len(self.stack) - 1
        while at >= 0 and self.stack[at] not in tags:
            if self.stack[at] in holders:
                return
            at -= 1
        if at < 0:
            return
        for name in self.stack[at:]:
            self.count[name] -= 1
        del self.stack[at:]
