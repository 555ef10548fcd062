"""The rules for lists whose labels stand in parentheses, which HTML has no attribute for.

A reader that does not know `@counter-style` (CSS Counter Styles 3) shows the letter or numeral with a full stop, because the
list says that by its `type`.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pressline.backends.epub.xhtml import tag

_AROUND = {"one-paren": ("", ")"), "two-parens": ("(", ")")}


def counting_rules(roots: Iterable[etree._Element]) -> str:
    """A style of counting, and the rule that takes it.

    For each class of the numbered lists in some pages.
    """
    names = sorted({str(lists.get("class")) for root in roots for lists in root.iter(tag("ol"))})
    return "".join(_rule(name) for name in names if name.startswith(tuple(_AROUND)))


def _rule(name: str) -> str:
    around = next(around for around in _AROUND if name.startswith(around))
    before, after = _AROUND[around]
    usual = name.removeprefix(f"{around}-")
    return (
        f'@counter-style {name} {{ system: extends {usual}; prefix: "{before}"; suffix: "{after} "; }}\n'
        f"ol.{name} {{ list-style-type: {name} !important; }}\n"
    )
