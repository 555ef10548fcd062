"""The properties of CSS by which words can be hidden, added or moved.

Which values each takes, and its longhands.

A value that a property does not take is passed over, as a reading system does: `display: nothing` undoes no `display: none`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pressline.audit.epub.css.drawn import DRAWN
from pressline.audit.epub.css.values import Token, Tokens, Units, color, length, number, parted, turn, words

CSS_WIDE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_SIDES = ("top", "right", "bottom", "left")
_LOGICAL = {"block-start": "top", "block-end": "bottom", "inline-start": "left", "inline-end": "right"}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0}
FONT_SIZES = {**_SIZES, "xxx-large": 48.0}  # px (CSS Fonts 4, 2.5)
RELATIVE_SIZES = {"smaller": 1 / 1.2, "larger": 1.2}
_DISPLAYS = frozenset(
    [
        "none",
        "contents",
        "block",
        "inline",
        "inline-block",
        "flow",
        "flow-root",
        "run-in",
        "list-item",
        "table",
        "inline-table",
        "table-row",
        "table-cell",
    ]
    + [
        "table-row-group",
        "table-header-group",
        "table-footer-group",
        "table-column",
        "table-column-group",
        "table-caption",
        "flex",
    ]
    + [
        "inline-flex",
        "grid",
        "inline-grid",
        "subgrid",
        "ruby",
        "ruby-base",
        "ruby-text",
        "ruby-base-container",
        "ruby-text-container",
        "math",
    ]
    + ["-webkit-box", "-webkit-inline-box", "-webkit-flex", "-ms-flexbox", "-moz-box", "compact", "marker"]
)


def _is_length(token: Token) -> bool:
    if token.type == "number":
        return bool(token.value == 0)
    return length(token, Units()) is not None


def _one_length(*others: str) -> Callable[[Tokens], bool]:
    """What takes one length, or one of some words."""
    return lambda value: len(value) == 1 and (_is_length(value[0]) or words(value) in [(other,) for other in others])


def _one_of(*known: str) -> Callable[[Tokens], bool]:
    return lambda value: len(value) == 1 and words(value)[:1] != () and words(value)[0] in known


def _lengths(value: Tokens) -> bool:
    return bool(value) and all(_is_length(token) for token in value if token.type != "ident")


def _any(value: Tokens) -> bool:
    return bool(value)


def _color(value: Tokens) -> bool:
    return len(value) == 1 and color(value[0]) is not None


def _functions(value: Tokens) -> bool:
    return words(value) == ("none",) or all(token.type in ("function", "url") for token in value)


_SIZE = _one_length("auto", "none", "min-content", "max-content", "fit-content", "-webkit-fill-available", "stretch")
_OVERFLOW = _one_of("visible", "hidden", "clip", "scroll", "auto", "overlay")
_INHERITED = frozenset(
    {"visibility", "font-size", "color", "text-indent", "letter-spacing", "word-spacing", "line-height", "direction"}
    | {"text-fill-color", "text-security", "quotes", "list-style-type", "hyphenate-character", "text-emphasis-style"}
    | {"white-space"}
)
TAKES: dict[str, Callable[[Tokens], bool]] = {
    **dict.fromkeys(DRAWN, _any),
    **dict.fromkeys(("flex-wrap", "box-direction", "box-ordinal-group", "string-set", "block-ellipsis", "text-overflow"), _any),
    "display": lambda value: bool(value) and len(words(value)) == len(value) and set(words(value)) <= _DISPLAYS,
    "visibility": _one_of("visible", "hidden", "collapse"),
    "content-visibility": _one_of("visible", "hidden", "auto"),
    "opacity": lambda value: number(value) is not None,
    "font-size": lambda value: _one_length(*FONT_SIZES, *RELATIVE_SIZES, "math")(value),
    "color": _color,
    "text-fill-color": _color,
    "background-color": _color,
    "background-image": _any,
    "background-clip": _any,
    "text-indent": lambda value: any(map(_is_length, value)) and _lengths(value),
    "letter-spacing": _one_length("normal"),
    "word-spacing": _one_length("normal"),
    "line-height": lambda value: len(value) == 1 and (words(value) == ("normal",) or length(value[0], Units()) is not None),
    "position": _one_of("static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"),
    "clip": _any,
    "clip-path": _any,
    "mask-image": _any,
    "filter": _functions,
    "mix-blend-mode": _any,
    "transform": _functions,
    "translate": _lengths,
    "scale": lambda value: words(value) == ("none",) or all(number([token]) is not None for token in value),
    "rotate": lambda value: any(turn(token) is not None for token in value) or words(value) == ("none",),
    "zoom": lambda value: number(value) is not None,
    "content": _any,
    "z-index": lambda value: len(value) == 1 and (value[0].type == "number" or words(value) == ("auto",)),
    "white-space": _any,
    "line-clamp": _any,
    "animation-name": _any,
    "text-security": _one_of("none", "disc", "circle", "square"),
    "direction": _one_of("ltr", "rtl"),
    "unicode-bidi": _any,
    "order": lambda value: len(value) == 1 and value[0].type == "number",
    "flex-direction": _one_of("row", "row-reverse", "column", "column-reverse"),
    "quotes": _any,
    "list-style-type": _any,
    "hyphenate-character": _any,
    "text-emphasis-style": _any,
    **{f"overflow-{axis}": _OVERFLOW for axis in "xy"},
    **dict.fromkeys(("width", "height", "max-width", "max-height"), _SIZE),
    **{side: _one_length("auto") for side in _SIDES},
    **{f"margin-{side}": _one_length("auto") for side in _SIDES},
    **{f"padding-{side}": _one_length() for side in _SIDES},
}
_ALIASES = {
    "inline-size": "width", "block-size": "height", "max-inline-size": "max-width", "max-block-size": "max-height",
    "overflow-inline": "overflow-x", "overflow-block": "overflow-y", "text-combine": "text-combine-upright",
    **{f"inset-{logical}": side for logical, side in _LOGICAL.items()},
    **{f"{name}-{logical}": f"{name}-{side}" for logical, side in _LOGICAL.items() for name in ("margin", "padding")},
}  # fmt: skip


def is_inherited(name: str) -> bool:
    """Whether an element takes the value of its parent."""
    return name in _INHERITED


def plain_name(name: str) -> str:
    """A property without the prefix of a maker, and by its physical name.

    >>> plain_name("-webkit-margin-inline-start")
    'margin-left'
    """
    for prefix in ("-webkit-", "-moz-", "-epub-", "-ms-", "-o-"):
        name = name.removeprefix(prefix)
    return _ALIASES.get(name, name)


def longhands(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    """A declaration as those of the properties that it sets.

    None for a value that is not taken, or one that says nothing here.

    `name` is as `plain_name` gives it.
    """
    if name in TAKES:
        wide = len(value) == 1 and words(value)[:1] and words(value)[0] in CSS_WIDE
        if wide or TAKES[name](value):
            yield name, value
    elif name == "all":
        yield from ((each, value) for each in TAKES if each not in ("direction", "unicode-bidi"))
    elif name in _SHORTHANDS:
        parts = list(_SHORTHANDS[name](name, value))
        if len(value) == 1 and words(value)[:1] and words(value)[0] in CSS_WIDE:
            yield from ((each, value) for each in _parts_of(name))
        elif all(TAKES[each](part) for each, part in parts):
            yield from parts


def _parts_of(name: str) -> Iterator[str]:
    """The longhands of a shorthand."""
    yield from (each for each in TAKES if each.startswith(f"{name}-"))
    yield from {"font": ("font-size", "line-height"), "inset": _SIDES, "list-style": ("list-style-type",)}.get(name, ())


def _box(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    """One to four values for four sides."""
    if 1 <= len(value) <= 4:
        four = (*value, *value, *value, *value)[:4] if len(value) != 3 else (*value, value[1])
        for side, token in zip(_SIDES, four, strict=True):
            yield (side if name == "inset" else f"{name}-{side}"), (token,)


def _axis(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    """One or two values for the two ends of an axis: `margin-inline`, `inset-block`."""
    what, _, axis = name.partition("-")
    for side, token in zip(("left", "right") if axis == "inline" else ("top", "bottom"), (*value, *value)[:2], strict=False):
        yield (side if what == "inset" else f"{what}-{side}"), (token,)


def _overflow(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    for axis, token in zip("xy", (*value, *value)[:2], strict=False):
        yield f"overflow-{axis}", (token,)


def _font(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    """The size and the line height of `font`.

    The first length that is no weight, and what stands after a slash.
    """
    for at, token in enumerate(value):
        sized = token.type in ("dimension", "percentage", "function") or words([token])[:1] in [(w,) for w in FONT_SIZES]
        if sized or words([token])[:1] in [(w,) for w in RELATIVE_SIZES] or (token.type == "number" and not token.value):
            yield "font-size", (token,)
            if value[at + 1 : at + 2] and value[at + 1] == "/" and value[at + 2 : at + 3]:
                yield "line-height", (value[at + 2],)
            return


def _background(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    """The colour of the last layer, and whether there is a picture in any."""
    colors = [token for token in parted(value)[-1] if color(token) is not None and token.type != "number"]
    yield "background-color", (colors[-1],) if colors else _ident("transparent")
    pictures = [token for token in value if token.type == "url" or (token.type == "function" and color(token) is None)]
    yield "background-image", tuple(pictures) or _ident("none")


def _ident(name: str) -> Tokens:
    import tinycss2

    return tuple(tinycss2.parse_component_value_list(name))


def _list_style(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    made = [token for token in value if token.type == "function" and token.lower_name == "symbols"]
    strings = tuple(token for token in (*value, *(a for f in made for a in f.arguments)) if token.type == "string")
    yield "list-style-type", strings or _ident("none")


def _mask(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    yield "mask-image", value


def _animation(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    yield "animation-name", value


def _emphasis(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    yield "text-emphasis-style", value


def _flow(name: str, value: Tokens) -> Iterator[tuple[str, Tokens]]:
    yield from (("flex-direction", (token,)) for token in value if words([token])[:1] and TAKES["flex-direction"]([token]))
    yield from (("flex-wrap", (token,)) for token in value if words([token]) == ("wrap-reverse",))


_SHORTHANDS: dict[str, Callable[[str, Tokens], Iterator[tuple[str, Tokens]]]] = {
    "margin": _box, "padding": _box, "inset": _box, "overflow": _overflow, "font": _font, "background": _background,
    "list-style": _list_style, "mask": _mask, "mask-box-image": _mask, "animation": _animation, "text-emphasis": _emphasis,
    "flex-flow": _flow, **{f"{what}-{axis}": _axis for what in ("margin", "padding", "inset") for axis in ("inline", "block")},
}  # fmt: skip
