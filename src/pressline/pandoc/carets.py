"""Carets and tildes that raise or lower nothing, kept from pandoc, which pairs them.

pandoc 3.9 reads "10^6 and 10^7" in CommonMark as one superscript, and the carets are gone. Its own Markdown, and the authors
who write "x^2 + y^2" or "~5 km", know no superscript with a space in it.
"""

from __future__ import annotations

import re

# Stand for the signs while pandoc works: no characters, which no text has (Unicode, 23.7). In code and in formulas, which show
# signs as they are, they come back as well.
_HIDDEN = str.maketrans({"^": "\ufdd3", "~": "\ufdd4"})
_SHOWN = str.maketrans({"\ufdd3": "^", "\ufdd4": "~"})
_LINKED = r"\[[^\]\n^~]{1,80}\]\([^)\n^]{0,400}\)"  # a raised link may have a title with spaces in it
_SIGN = re.compile(
    r"\\[\s\S]"  # an escaped sign is text already
    r"|(?<=\[)\^(?=(?P<label>[^\]\[\n^]{1,200})\])"  # a call, a definition
    r"|(?P<raised>\^(?![-_.']{1,9}\^)(?:" + _LINKED + r"|\\\S|[^\s\\^]){1,400}+\^(?!\[))"
    r"|~~+"  # struck out, or a fence
    r"|(?P<lowered>~(?:\\\S|[^\s\\~/]){1,400}+~(?!~))"
    r"|(?P<alone>[\^~])"
)

_DEFINED = re.compile(r"\[\^([^\]\[\n]{1,200})\]:")


def without_stray_signs(markdown: str) -> str:
    r"""A text whose carets and tildes around nothing, or around words with spaces, are hidden.

    False positives it avoids: "10^th^", "H~2~O", "~~struck out~~", "[^1]", "\^", a raised link. What it
    takes for text: "^_^", "~/a~", a call of a note that is not defined.

    >>> with_stray_signs(without_stray_signs("10^6 and 10^7")), without_stray_signs("10^th^ H~2~O")
    ('10^6 and 10^7', '10^th^ H~2~O')
    """
    if "^" not in markdown and "~" not in markdown:
        return markdown
    defined = {label.casefold() for label in _DEFINED.findall(markdown)}

    def hidden(sign: re.Match[str]) -> str:
        label = sign["label"]
        alone = sign["alone"] or label and label.casefold() not in defined
        return sign[0].translate(_HIDDEN) if alone else sign[0]

    return _SIGN.sub(hidden, markdown)


def stands_raised(marked: str, after: str) -> bool:
    """Whether a stretch between carets or tildes is read as raised or lowered.

    `after` is what stands behind it.

    >>> [stands_raised(m, "") for m in ("^th^", "~2~", "^._.^", "^a b^", "~1/2~")], stands_raised("^a^", "[")
    ([True, True, False, False, False], False)
    """
    sign = _SIGN.match(marked + after)
    return sign is not None and bool(sign["raised"] or sign["lowered"]) and sign.end() == len(marked)


def with_stray_signs(text: str) -> str:
    """What a parser made of such a text, with the signs as they were written."""
    return text.translate(_SHOWN) if "\ufdd3" in text or "\ufdd4" in text else text
