"""Numbers that are not written in Arabic figures.

Roman, by letters, and superscript digits.
"""

from __future__ import annotations

import re

# Of numbers of pages, notes and chapters. False positive avoided: with "d" and "m", "did" and "mild" were numbers.
ROMAN = "ivxlc"
_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_SIGNS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
# To 89, in capitals, as in Louis XIV; larger ones are words first ("MIX", "CD").
SMALL_ROMAN = re.compile(r"(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# In circles, parentheses and discs; what each counts, Unicode says (`unicodedata.numeric`).
ENCLOSED = "\u2460-\u2487\u24eb-\u24f4\u2776-\u2793\u3251-\u325f"
_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")


def roman(number: int) -> str:
    """A number in small Roman numerals, by subtraction.

    >>> roman(4), roman(1998), roman(0)
    ('iv', 'mcmxcviii', '')
    """
    text = ""
    for value, sign in zip(_VALUES, _SIGNS, strict=True):
        count, number = divmod(number, value)
        text += sign * count
    return text


def roman_value(text: str) -> int:
    """What a Roman numeral of any case counts; 0 for what is none.

    >>> roman_value("xiv"), roman_value("IX"), roman_value("mild"), roman_value("iiii")
    (14, 9, 0, 4)
    """
    worth = dict(zip(_SIGNS, _VALUES, strict=True))
    values = [worth.get(letter, 0) if letter in ROMAN else 0 for letter in text.lower()]
    if not all(values):
        return 0
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def alphabetic(number: int) -> str:
    """A number as columns of a sheet and CSS's lower-alpha count: a to z, then aa, ab.

    >>> alphabetic(2), alphabetic(28)
    ('b', 'ab')
    """
    text = ""
    while number > 0:
        number, digit = divmod(number - 1, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return text


def alphabetic_value(text: str) -> int:
    """What letters count in that way, of any case.

    >>> alphabetic_value("b"), alphabetic_value("AB")
    (2, 28)
    """
    value = 0
    for letter in text.lower():
        value = value * len(_ALPHABET) + _ALPHABET.index(letter) + 1
    return value


def label_of(number: int, style: str, delimiter: str) -> str:
    """What stands before an item of a numbered list.

    `style` and `delimiter` are pandoc's names.

    >>> label_of(4, "LowerRoman", "TwoParens"), label_of(28, "UpperAlpha", "Period"), label_of(3, "Decimal", "OneParen")
    ('(iv)', 'AB.', '3)')
    """
    text = str(number)
    if style.endswith("Roman"):
        text = roman(number) or text
    elif style.endswith("Alpha"):
        text = alphabetic(number) or text
    text = text.upper() if style.startswith("Upper") else text
    return {"OneParen": f"{text})", "TwoParens": f"({text})"}.get(delimiter, f"{text}.")


def repeated(number: int) -> str:
    """A number as Word's lists count by letters: a to z, then aa, bb.

    >>> repeated(2), repeated(28)
    ('b', 'bb')
    """
    turns, digit = divmod(number - 1, len(_ALPHABET))
    return _ALPHABET[digit] * (turns + 1)


def lowered(text: str) -> str:
    """A text with its superscript digits as figures.

    >>> lowered("¹²")
    '12'
    """
    return text.translate(_DIGITS)
