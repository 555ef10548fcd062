"""The computed style of an element, inherited properties included (CSS Cascade 5).

A style is computed once for each set of declarations under a parent of one style, so that a book of 500,000 words has some
dozens of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pressline.audit.epub.css import hiding
from pressline.audit.epub.css.properties import FONT_SIZES, RELATIVE_SIZES, TAKES, is_inherited, longhands, plain_name
from pressline.audit.epub.css.values import (
    BLACK,
    WHITE,
    Color,
    Token,
    Tokens,
    Units,
    alike,
    color,
    length,
    number,
    over,
    shown,
    tidy,
    words,
)

_MOST_TOKENS = 2_000  # that var() may stand for: each of twenty may stand for two others
_MOST_WITHIN = 20


class Declaration(NamedTuple):
    """A declaration: property without vendor prefix, value, and whether `!important`."""

    name: str
    value: tuple[Token, ...]
    important: bool


@dataclass(frozen=True, slots=True, eq=False)
class ComputedStyle:
    """What a reader sees of the words of an element.

    Sizes in px; reasons name the declaration, and are "" for none.
    """

    size: float = 16.0
    root: float = 16.0
    color: Color | None = None  # None: the reader's own
    ground: Color | None = None
    pictured: bool = False  # there is a picture or a gradient behind the words
    opacity: float = 1.0
    dark: bool = False  # for a reader at night: paper and ink are not known to be light and dark
    taken: Mapping[str, Tokens] = field(default_factory=dict)  # properties that are inherited, and all of one's own
    custom: Mapping[str, tuple[Token, ...]] = field(default_factory=dict)
    hidden: str = ""  # why nothing in the element is seen
    unseen: str = ""  # why its own words are not seen
    doubt: str = ""  # what cannot be judged
    moved: str = ""  # why its words are shown in another order


@dataclass(frozen=True, slots=True)
class Kind:
    """What of an element itself matters.

    Whether it is the root, or a block, and why a reading system hides it unasked.
    """

    root: bool = False
    block: bool = True
    hidden: str = ""


def computed(parent: ComputedStyle, declared: Iterable[Declaration], kind: Kind) -> ComputedStyle:
    """The style of an element under `parent`.

    `declared` in the order in which one overrules another.
    """
    declared = list(declared)
    custom = {**parent.custom, **{d.name: d.value for d in declared if d.name.startswith("--")}}
    own, doubt = _own(declared, custom)
    own = dict(_settled(own, parent))
    taken = {**{name: value for name, value in parent.taken.items() if is_inherited(name)}, **own}
    size = _size(own, parent, kind)
    root = size if kind.root else parent.root
    box = hiding.Box(taken, size, root, kind.block)
    opacity = parent.opacity * (_opacity(own) if "opacity" in own else 1.0)
    style = replace(
        _painted(parent, own, taken), size=size, root=root, opacity=opacity, taken=taken, custom=custom, moved=parent.moved
    )
    ours = hiding.Box(own, size, root, kind.block)
    hidden = parent.hidden or _first(hiding.HIDES, ours) or ("" if "display" in own else kind.hidden)
    if not hidden and opacity < hiding.LEAST_OPACITY:
        hidden = shown("opacity", own["opacity"]) if "opacity" in own else "opacity"
    unseen = _unseen(style, box)
    doubt = doubt or parent.doubt or next(hiding.doubts(box), "")
    return replace(style, hidden=hidden, unseen=unseen, doubt=doubt, moved=parent.moved or hiding.reordered(ours))


def _first(table: Iterable[Callable[[hiding.Box], str]], box: hiding.Box) -> str:
    return next(filter(None, (row(box) for row in table)), "")


def _unseen(style: ComputedStyle, box: hiding.Box) -> str:
    """Why the own words of an element are not seen, where there is nothing else to hide them."""
    if box.word("visibility") in ("hidden", "collapse"):
        return box.said("visibility")
    if style.size < hiding.LEAST_SIZE_PX:
        return f"letters {style.size:.1f} px high"
    return _uncolored(style, box) or _first(hiding.UNSEEN, box)


def _uncolored(style: ComputedStyle, box: hiding.Box) -> str:
    """Words in a colour that lets all through, or in that of what is behind them.

    The paper is white, and the ink black.
    """
    name = "text-fill-color" if "text-fill-color" in box.props else "color"
    ink = style.color
    if ink and ink[3] * style.opacity < hiding.LEAST_OPACITY:
        return box.said(name)
    if style.pictured or (style.dark and not (ink and style.ground)) or not (ink or style.ground):
        return ""
    ground = style.ground or WHITE
    if not alike(over(ink or BLACK, ground), ground):
        return ""
    said = box.said(name) if name in box.props and ink else "the reader's ink"
    return f"{said}, on a ground of the same colour" if style.ground else f"{said}, on white paper"


def _painted(parent: ComputedStyle, own: Mapping[str, Tokens], taken: Mapping[str, Tokens]) -> ComputedStyle:
    """The style with the colours of ink and ground."""
    ink, ground, pictured = parent.color, parent.ground, parent.pictured
    fill = taken.get("text-fill-color", ())
    filled = bool(fill) and color(fill[0]) != "current"
    if (name := "text-fill-color" if filled else "color") in own:
        told = color(own[name][0])
        ink = told if isinstance(told, tuple) else None if told == "ink" else ink
    if "background-color" in own:
        told = color(own["background-color"][0])
        told = (ink or BLACK) if told == "current" else told
        if isinstance(told, tuple) and told[3] > 0:
            ground, pictured = over(told, ground or WHITE), pictured and told[3] < 1
    pictures = own.get("background-image", ())
    if pictures and words(pictures) != ("none",):
        shades = _shades(pictures)
        alone = {shade[:3] for shade in shades if isinstance(shade, tuple)}
        if len(alone) == 1 and len(shades) > 1 and all(isinstance(shade, tuple) and shade[3] == 1 for shade in shades):
            ground, pictured = (*next(iter(alone)), 1.0), False  # a gradient from one colour to the same
        else:
            pictured = True
    return replace(parent, color=ink, ground=ground, pictured=pictured)


def _shades(tokens: Tokens) -> list[Color | str]:
    """The colours that a gradient names."""
    inner = [part for token in tokens if token.type == "function" for part in token.arguments]
    return [told for token in inner if token.type != "number" and (told := color(token)) is not None]


def _opacity(own: Mapping[str, Tokens]) -> float:
    value = number(own["opacity"])
    return 1.0 if value is None else min(max(value, 0.0), 1.0)


def _size(own: Mapping[str, Tokens], parent: ComputedStyle, kind: Kind) -> float:
    value = own.get("font-size")
    if not value:
        return parent.size
    name = next(iter(words(value)), "")
    if name in RELATIVE_SIZES:
        return parent.size * RELATIVE_SIZES[name]
    px = length(value[0], Units(parent.size, parent.root, parent.size))
    return FONT_SIZES.get(name, parent.size if px is None else px)


def _settled(own: Mapping[str, Tokens], parent: ComputedStyle) -> Iterator[tuple[str, Tokens]]:
    """Properties without the words that stand for other values: what is initial has none."""
    for name, value in own.items():
        wide = words(value)[0] if len(value) == 1 and words(value) else ""
        inherits = wide == "inherit" or (is_inherited(name) and wide in ("unset", "revert", "revert-layer"))
        if inherits:
            if name in parent.taken and not (is_inherited(name) and name in ("font-size",)):
                yield name, parent.taken[name]
        elif wide not in ("initial", "unset", "revert", "revert-layer"):
            yield name, value
        elif name in _INITIAL:
            yield name, _INITIAL[name]


def _tokens(css: str) -> tuple[Token, ...]:
    import tinycss2

    return tidy(tinycss2.parse_component_value_list(css))


_NOTHING = _tokens("0px")  # the edges of a screen that are not seen: `env(safe-area-inset-top)`
_INITIAL: dict[str, Tokens] = {
    "display": _tokens("inline"), "visibility": _tokens("visible"), "font-size": _tokens("medium"),
    "color": _tokens("canvastext"),
    "text-indent": _tokens("0"), "letter-spacing": _tokens("normal"), "word-spacing": _tokens("normal"),
    "line-height": _tokens("normal"), "text-fill-color": _tokens("currentcolor"), "text-security": _tokens("none"),
    "white-space": _tokens("normal"),
}  # fmt: skip


def _own(declared: Iterable[Declaration], custom: Mapping[str, tuple[Token, ...]]) -> tuple[dict[str, Tokens], str]:
    """The longhands that declarations come to, and the first that cannot be computed."""
    own: dict[str, Tokens] = {}
    doubt = ""
    for name, value, _ in sorted(declared, key=_weight):
        if name.startswith("--"):
            continue
        if has_variables(value):
            filled = substituted(value, custom)
            if filled is None:
                doubt = doubt or shown(name, value)
                continue
            value = filled
        for each, part in longhands(name, value):
            own.pop(each, None)  # the last stands last
            own[each] = part
        if is_unreckoned(name, value):
            doubt = doubt or shown(name, value)
    return own, doubt


def is_unreckoned(name: str, value: Tokens) -> bool:
    """Check an EPUB for what acts, asks, fetches or leads elsewhere, and for its languages."""
    return name in TAKES and any(token.type == "function" for token in value) and not TAKES[name](value)


def _weight(declared: Declaration) -> bool:
    return declared.important


def has_variables(tokens: Iterable[Token]) -> bool:
    """Whether var() or env() stands anywhere in a value."""
    stack = list(tokens)
    while stack:
        token = stack.pop()
        if token.type == "function":
            if token.lower_name in ("var", "env"):
                return True
            stack += token.arguments
        else:
            stack += getattr(token, "content", None) or ()
    return False


def substituted(tokens: Tokens, custom: Mapping[str, tuple[Token, ...]], depth: int = 0) -> tuple[Token, ...] | None:
    """A value with what its variables stand for.

    None where that is nothing, or too much to be told.
    """
    found: list[Token] = []
    for token in tokens:
        if token.type != "function" or not has_variables([token]):
            found.append(token)
        elif depth >= _MOST_WITHIN:
            return None
        elif token.lower_name in ("var", "env"):
            given = tidy(token.arguments)
            usual = given[2:] or (_NOTHING if token.lower_name == "env" else ())
            stands = custom.get(given[0].value, usual) if given and given[0].type == "ident" else ()
            filled = substituted(tidy(stands), custom, depth + 1)
            if not filled:
                return None
            found += filled
        else:
            inner = substituted(tidy(token.arguments), custom, depth + 1)
            if inner is None:
                return None
            import tinycss2

            found += tidy(tinycss2.parse_component_value_list(f"{token.name}({tinycss2.serialize(_spaced(inner))})"))
        if len(found) > _MOST_TOKENS:
            return None
    return tuple(found)


def _spaced(tokens: Tokens) -> list[Token]:
    """Tokens with white space between them, as `calc` wants it."""
    blank = _BLANK[0]
    return [part for token in tokens for part in (token, blank)]


def _blank() -> Token:
    import tinycss2

    return tinycss2.parse_component_value_list(" ")[0]


_BLANK = (_blank(),)


def declarations(nodes: Iterable[Token]) -> Iterator[Declaration]:
    """The declarations among what tinycss2 parsed, those of properties that matter here."""
    for node in nodes:
        if node.type == "declaration":
            custom = node.name.startswith("--")
            yield Declaration(node.name if custom else plain_name(node.lower_name), tidy(node.value), bool(node.important))
