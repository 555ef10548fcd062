"""Declarations of which only a drawn page could tell whether they hide words.

What covers, what moves, what has no room.

A table of tests of a value, by property. Each has a size from which on it is named, because small ones are what a designer
writes: a shadow under a picture, a thick rule, a raised figure, a caption that is turned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pressline.audit.epub.css.values import Tokens, Units, length, turn, words

_COVERING_PX = 64.0  # of a border or a shadow: two lines and more
_THICK = 0.4  # em, of a line through or under letters
_STROKED = 0.15  # em, of the outline of letters
_TURNED = 0.1  # of a whole turn

Test = Callable[[Tokens, float], bool]  # of a value, and the size of the letters in px


def _longest(value: Tokens, size: float) -> float:
    found = [abs(px) for token in value if token.type in ("dimension", "function") and (px := length(token, Units(size)))]
    return max(found, default=0.0)


def _wide(value: Tokens, size: float) -> bool:
    return _longest(value, size) >= _COVERING_PX


def _shadow(value: Tokens, size: float) -> bool:
    return _longest(value, size) >= (size if "inset" in words(value) else _COVERING_PX)


def _over(ems: float) -> Test:
    return lambda value, size: _longest(value, size) > ems * size


def _says(*names: str) -> Test:
    return lambda value, size: bool(set(names).intersection(words(value)))


def _is_set(value: Tokens, size: float) -> bool:
    return words(value)[:1] not in (("none",), ("auto",), ("normal",), ("initial",), ("unset",))


def _placed(value: Tokens, size: float) -> bool:
    """In a place of a grid by its number or name.

    False positive it avoids: `grid-row: span 2`.
    """
    return "span" not in words(value) and any(token.type == "number" for token in value)


def _is_turned(value: Tokens, size: float) -> bool:
    return any((part := turn(token)) is not None and abs(part) > _TURNED for token in value)


DRAWN: Mapping[str, Test] = {
    "box-shadow": _shadow, "outline": _wide, "outline-width": _wide,
    **{f"border{side}{what}": _wide for side in ("", "-top", "-right", "-bottom", "-left") for what in ("", "-width")},
    "border-image": _says("fill"), "border-image-slice": _says("fill"), "mask-border": _is_set,
    "backdrop-filter": _is_set, "perspective": _is_set, "backface-visibility": _says("hidden"), "rotate": _is_turned,
    "offset": _is_set, "offset-path": _is_set, "contain": _says("strict", "size"), "flow-into": _is_set,
    "grid-row": _placed, "grid-row-start": _placed, "grid-area": _placed, "grid-auto-flow": _says("dense"),
    "text-decoration": _over(_THICK), "text-decoration-thickness": _over(_THICK),
    "text-stroke": _over(_STROKED), "text-stroke-width": _over(_STROKED),
}  # fmt: skip


def undrawn(props: Mapping[str, Tokens], size: float) -> Iterator[str]:
    """The properties of an element that only a drawn page could judge."""
    return (name for name in props if name in DRAWN and DRAWN[name](props[name], size))
