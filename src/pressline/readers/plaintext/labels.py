"""Labels of list items that are letters or Roman numerals: "(a)", "b)", "iii."."""

from __future__ import annotations

import re

from pressline.locale.numerals import alphabetic_value, roman, roman_value

# Letters and Roman numerals as labels. False positives avoided: "J. Smith", a lone label; `lists.find_lists` asks for two that
# count up.
_LETTERED = re.compile(r"(\(?)([a-z]|[ivx]{2,5}|[A-Z])([.)])\s+(?=\S)")


def lettered_label(text: str) -> tuple[str, list[tuple[str, int]], int] | None:
    """The label of letters that a text begins with, what it may count as.

    And where the text behind it starts.

    >>> lettered_label("(i) one"), lettered_label("b. two"), lettered_label("(b two")
    (('(i)', [('9(i)', 1), ('9(a)', 9)], 4), ('b.', [('9a.', 2)], 3), None)
    """
    match = _LETTERED.match(text)
    if not match or (match[1] and match[3] == "."):
        return None
    label, numbers = match[2], []
    value = roman_value(label)
    if value and roman(value) == label.lower() and (len(label) > 1 or label in "iI"):
        numbers.append(("i" if label.islower() else "I", value))
    if len(label) == 1:
        numbers.append(("a" if label.islower() else "A", alphabetic_value(label)))
        if value and label not in "iI":
            numbers.append(("i" if label.islower() else "I", value))
    kinds = [(f"9{match[1]}{sign}{match[3]}", number) for sign, number in numbers]
    return match[0].rstrip(), kinds, match.end()
