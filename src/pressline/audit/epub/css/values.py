"""Values of CSS as numbers: lengths, angles and colours (CSS Values 4, CSS Color 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import pi
from typing import Any

import tinycss2
from tinycss2 import color5

Token = Any  # of tinycss2, which has no types
Tokens = Sequence[Token]
Color = tuple[float, float, float, float]  # red, green, blue, alpha; 0 to 1

ABSOLUTE = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}  # px
# Of a page of 600 by 800 px: how large a reader's screen is, is not known.
_VIEW = {"vw": 6.0, "vi": 6.0, "vmin": 6.0, "vh": 8.0, "vb": 8.0, "vmax": 8.0, "cqw": 6.0, "cqi": 6.0, "cqh": 8.0, "cqb": 8.0}
_EM = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7, "lh": 1.2}
_TURN = {"deg": 1 / 360, "grad": 1 / 400, "rad": 1 / (2 * pi), "turn": 1.0}
_PAPER = frozenset({"canvas", "window", "background", "field"})  # system colours: what the page itself has
_INK = frozenset({"canvastext", "windowtext", "text", "fieldtext", "linktext", "visitedtext"})
_DEEPEST = 20
WHITE: Color = (1.0, 1.0, 1.0, 1.0)
BLACK: Color = (0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Units:
    """What relative lengths are relative to, in px.

    The font, that of the root, and what is 100 %.
    """

    em: float = 16.0
    root: float = 16.0
    whole: float = 600.0


def tidy(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Some CSS without its white space and comments."""
    return tuple(token for token in tokens if token.type not in ("whitespace", "comment"))


def words(tokens: Tokens) -> tuple[str, ...]:
    """The names in a value, in small letters: `block flow`."""
    return tuple(token.lower_value for token in tokens if token.type == "ident")


def shown(name: str, tokens: Tokens) -> str:
    """A declaration as a message shows it, cut where it is long."""
    return f"{name}: {' '.join(tinycss2.serialize(tokens).split())}"[:60]


def functions(tokens: Tokens) -> list[tuple[str, tuple[Token, ...]]]:
    """The functions of a value: their names, and what they are given without commas."""
    return [(t.lower_name, tidy(a for a in t.arguments if a != ",")) for t in tokens if t.type == "function"]


def length(token: Token, units: Units, depth: int = 0) -> float | None:
    """A length or a percentage in px, or a bare number as it is.

    None for what is none, or cannot be computed.
    """
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) / 100 * units.whole
    if token.type == "dimension":
        return _dimension(token, units)
    if token.type == "() block" and depth < _DEEPEST:
        return _sum(tidy(token.content), units, depth + 1)
    if token.type == "function" and depth < _DEEPEST:
        return _computed(token, units, depth + 1)
    return None


def _dimension(token: Token, units: Units) -> float | None:
    unit, value = token.lower_unit, float(token.value)
    if unit in _EM:
        return value * _EM[unit] * units.em
    if unit[:1] == "r" and unit[1:] in _EM:
        return value * _EM[unit[1:]] * units.root
    view = unit[1:] if unit[:2] in ("sv", "lv", "dv") else unit  # svh, lvh, dvh
    factor = ABSOLUTE.get(unit, _VIEW.get(view))
    return None if factor is None else value * factor


_COMPARED: dict[str, Callable[[list[float]], float]] = {
    "min": min,
    "max": max,
    "clamp": lambda values: max(values[0], min(values[1:])),
}


def _computed(token: Token, units: Units, depth: int) -> float | None:
    name = token.lower_name.removeprefix("-webkit-").removeprefix("-moz-")
    if name == "calc":
        return _sum(tidy(token.arguments), units, depth)
    if name not in _COMPARED:
        return None
    values = [_sum(part, units, depth) for part in parted(tidy(token.arguments))]
    known = [value for value in values if value is not None]
    return _COMPARED[name](known) if known and len(known) == len(values) else None


def parted(tokens: Tokens, sign: str = ",") -> list[tuple[Token, ...]]:
    """Some CSS parted at a sign."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


def _sum(tokens: Tokens, units: Units, depth: int) -> float | None:
    part: list[Token] = []
    total, sign = 0.0, 1.0
    for token in (*tokens, None):
        if token is None or ((token == "+" or token == "-") and part):
            value = _product(part, units, depth)
            if value is None:
                return None
            total, sign, part = total + sign * value, -1.0 if token == "-" else 1.0, []
        else:
            part.append(token)
    return total


def _product(tokens: Tokens, units: Units, depth: int) -> float | None:
    result, over = 1.0, False
    for at, token in enumerate(tokens):
        if at % 2:
            over = token == "/"
            if not over and token != "*":
                return None
            continue
        value = length(token, units, depth)
        if value is None or (over and not value):
            return None
        result = result / value if over else result * value
    return result if len(tokens) % 2 else None


def number(tokens: Tokens) -> float | None:
    """A number, or a percentage as one: of opacity, of a scale."""
    return length(tokens[0], Units(whole=1.0)) if len(tokens) == 1 else None


def turn(token: Token) -> float | None:
    """An angle as a part of a whole turn."""
    if token.type == "number" and not token.value:
        return 0.0
    factor = _TURN.get(token.lower_unit) if token.type == "dimension" else None
    return None if factor is None else float(token.value) * factor


def color(token: Token) -> Color | str | None:
    """A colour; "current" and "ink" for that of the text around and of the reader.

    None for what cannot be computed.
    """
    if token.type == "ident" and token.lower_value in _PAPER:
        return WHITE
    if token.type == "ident" and token.lower_value in _INK:
        return "ink"
    try:
        parsed = color5.parse_color(token)
        if parsed is None or isinstance(parsed, str):
            return "current" if parsed else None
        red, green, blue, alpha = parsed.to("srgb")
    except (NotImplementedError, ValueError, TypeError, AttributeError):  # of spaces that tinycss2 1.5 does not reckon
        return None
    return float(red), float(green), float(blue), float(alpha)


def over(top: Color, ground: Color) -> Color:
    """A colour as it is seen over another that lets nothing through."""
    red, green, blue = (a * top[3] + b * (1 - top[3]) for a, b in zip(top[:3], ground[:3], strict=True))
    return red, green, blue, 1.0


def alike(one: Color, other: Color) -> bool:
    """Whether two colours can hardly be told from each other.

    Contrast under 1.15 (WCAG 2.2), and no channel apart by 0.13.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    near = all(abs(a - b) < 0.13 for a, b in zip(one[:3], other[:3], strict=True))
    return near and (light + 0.05) / (dark + 0.05) < 1.15


def _luminance(color: Color) -> float:
    """The relative luminance (WCAG 2.2)."""
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (max(0.0, c) for c in color[:3]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
