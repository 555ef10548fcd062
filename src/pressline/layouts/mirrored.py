"""Style sheets of essays that are written from right to left."""

from __future__ import annotations

import re
from typing import Any

import tinycss2


def mirrored(sheet: str) -> str:
    """A style sheet for an essay written from right to left: left and right change about.

    Its pages stay: their margins are at the left and the right of the sheet of paper, and their heads by the side of the page.
    """
    return "".join(map(_mirrored_rule, tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))


def _mirrored_rule(rule: Any) -> str:
    if rule.type == "at-rule" and rule.lower_at_keyword == "media":
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        return f"@media {tinycss2.serialize(rule.prelude)} {{ {''.join(map(_mirrored_rule, inner))} }}\n"
    if rule.type != "qualified-rule":
        return f"{rule.serialize()}\n"
    declarations = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
    return f"{tinycss2.serialize(rule.prelude)} {{ {' '.join(map(_mirrored_declaration, declarations))} }}\n"


_SIDES = {"left": "right", "right": "left"}
_WITH_SIDE = re.compile(r"left|right")  # of names of properties, all of which mean a side by it
_FOUR_SIDES = frozenset({"margin", "padding", "border-width", "border-style", "border-color"})
_OF_LINES = {"left": "start", "right": "end"}  # text-align: a block of the other direction in the essay has its own start


def _mirrored_declaration(said: Any) -> str:
    if said.type != "declaration":
        return str(said.serialize())
    name = _WITH_SIDE.sub(lambda match: _SIDES[match[0]], said.lower_name)
    words = [tinycss2.serialize([token]) for token in said.value if token.type != "whitespace"]
    if name in _FOUR_SIDES and len(words) == 4:
        words = [words[0], words[3], words[2], words[1]]
    elif name == "text-align":
        words = [_OF_LINES.get(word, word) for word in words]
    elif name in ("float", "clear"):
        words = [_SIDES.get(word, word) for word in words]
    else:
        words = [tinycss2.serialize(said.value).strip()]
    return f"{name}: {' '.join(words)}{' !important' if said.important else ''};"
