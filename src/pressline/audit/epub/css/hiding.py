"""Which values of CSS hide words from a reader.

A table of functions, each of which names the declaration that does it.

Measures are those of a page of 600 by 800 px, of which a phone shows little more than the half; text that is smaller than
4 px (3 pt), less than a tenth opaque, or moved farther than the page is wide, counts as hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pressline.audit.epub.css.drawn import DRAWN, undrawn
from pressline.audit.epub.css.values import Tokens, Units, functions, length, number, shown, turn, words

LEAST_SIZE_PX = 4.0
LEAST_OPACITY = 0.1
_LEAST_BOX_PX = 8.0  # a line is higher, and a word wider
_BACK_PX, _ON_PX, _DOWN_PX = -128.0, 540.0, 2000.0  # how far something may be moved: to the left or up, right, and down
_LEAST_SCALE = 0.2
_TIGHTEST, _WIDEST = -0.4, 20.0  # em between letters
_TIGHTEST_WORDS = -0.2  # em: a space is 0.25 wide, and without it words run together
_FAR_PX = 40.0  # two lines and more
_FAR_TURN = 0.3
_DRAWN_UP = -1.2  # em: one line stands over another
_CLIPPING = frozenset({"hidden", "clip", "scroll", "auto", "overlay"})


@dataclass(frozen=True, slots=True)
class Box:
    """An element as the functions of the tables see it: properties, and font size in px."""

    props: Mapping[str, Tokens]
    size: float
    root: float
    block: bool

    def word(self, name: str) -> str:
        """The one word that a property has; "" for another value."""
        return next(iter(words(self.props.get(name, ()))), "")

    def px(self, name: str) -> float | None:
        """A length in px; None when it has none."""
        value = self.props.get(name, ())
        return length(value[0], Units(self.size, self.root)) if value else None

    def said(self, name: str) -> str:
        """The declaration, for a message."""
        return shown(name, self.props[name])


def _display(box: Box) -> str:
    gone = {"none", "table-column", "table-column-group"}.intersection(words(box.props.get("display", ())))
    return box.said("display") if gone else ""


def _content_visibility(box: Box) -> str:
    return box.said("content-visibility") if box.word("content-visibility") == "hidden" else ""


def _replaced(box: Box) -> str:
    return box.said("content") if box.props.get("content") and box.word("content") != "normal" else ""


def _moved(box: Box) -> str:
    """Off the page by margins, padding or offsets."""
    names = ["margin-left", "margin-right", "margin-top", "margin-bottom", "padding-left", "padding-right"]
    if box.word("position") not in ("", "static"):
        names += ["left", "right", "top", "bottom"]
    for name in names:
        px = box.px(name) or 0.0
        far = _DOWN_PX if name.endswith(("top", "bottom")) else _ON_PX
        if px < _BACK_PX or px >= far:
            return box.said(name)
    return ""


def _no_box(box: Box) -> str:
    """A box without room, that cuts off what is in it."""
    cut = {axis: box.word(f"overflow-{axis}") in _CLIPPING for axis in "xy"}
    for name, axis in (("width", "x"), ("max-width", "x"), ("height", "y"), ("max-height", "y")):
        px = box.px(name)
        if px is not None and px < _LEAST_BOX_PX and (cut[axis] or any(cut.values())):
            return f"{box.said(name)}; {box.said('overflow-x' if cut['x'] else 'overflow-y')}"
    return ""


def _clipped(box: Box) -> str:
    if box.word("position") in ("absolute", "fixed") and box.props.get("clip") and box.word("clip") != "auto":
        return box.said("clip")
    for name, given in functions(box.props.get("clip-path", ())):
        values = [length(token, Units(box.size, box.root, 1.0)) for token in given]
        sides = [value for value in values if value is not None]
        if name == "inset" and sides:
            top, right, bottom, left = (sides * 4)[:4] if len(sides) != 3 else [*sides, sides[1]]
            if top + bottom >= 1 or left + right >= 1:
                return box.said("clip-path")
        if name in ("circle", "ellipse") and sides and min(sides[:2]) < 0.05:
            return box.said("clip-path")
    return ""


def _filtered(box: Box) -> str:
    for name, given in functions(box.props.get("filter", ())):
        value = number(given)
        if name == "opacity" and value is not None and value < LEAST_OPACITY:
            return box.said("filter")
        blur = length(given[0], Units(box.size, box.root)) if name == "blur" and given else None
        if blur is not None and blur > 0.2 * box.size:
            return box.said("filter")
        if name == "contrast" and value is not None and value < LEAST_OPACITY:
            return box.said("filter")
    return ""


def _transformed(box: Box) -> str:
    for name, given in functions(box.props.get("transform", ())):
        kind, axis = name.rstrip("xyz3d"), name.removesuffix("3d")[-1:]
        if kind == "scale" and any(abs(v) < _LEAST_SCALE for t in given if (v := number([t])) is not None):
            return box.said("transform")
        if kind == "translate" and _too_far(given, axis, box):
            return box.said("transform")
        if name in ("rotatex", "rotatey") and given and _edgewise(given[0]):
            return box.said("transform")
        if name == "matrix" and _shrunk([number([token]) for token in given]):
            return box.said("transform")
    if _too_far(box.props.get("translate", ()), "", box):
        return box.said("translate")
    scales = [number([token]) for token in box.props.get("scale", ()) if token.type != "ident"]
    return box.said("scale") if any(value is not None and abs(value) < _LEAST_SCALE for value in scales) else ""


def _too_far(given: Tokens, axis: str, box: Box) -> bool:
    for at, token in enumerate(given[:2]):
        px = length(token, Units(box.size, box.root)) or 0.0
        down = axis == "y" or at == 1
        if px <= -320 or px >= (_DOWN_PX if down else _ON_PX):
            return True
    return False


def _edgewise(angle: object) -> bool:
    part = turn(angle)
    return part is not None and abs((abs(part) % 0.5) - 0.25) < 0.02


def _shrunk(matrix: list[float | None]) -> bool:
    """Whether a matrix makes too small, or moves off the page (CSS Transforms 1, 12)."""
    if len(matrix) != 6:
        return False
    a, b, c, d, right, down = (value or 0.0 for value in matrix)
    return abs(a * d - b * c) < _LEAST_SCALE**2 or not (-320 < right < _ON_PX and -320 < down < _DOWN_PX)


def _zoomed(box: Box) -> str:
    value = number(box.props.get("zoom", ()))
    return box.said("zoom") if value is not None and value < _LEAST_SCALE else ""


def _secret(box: Box) -> str:
    return box.said("text-security") if box.word("text-security") not in ("", "none") else ""


# Nothing that stands in such an element is seen, whatever it says itself.
HIDES: tuple[Callable[[Box], str], ...] = (
    _display, _content_visibility, _replaced, _moved, _no_box, _clipped, _filtered, _transformed, _zoomed,
)  # fmt: skip


# --- what holds for the words of an element itself ----------------------------------------------------------------------


def _indented(box: Box) -> str:
    indent = next((px for token in box.props.get("text-indent", ()) if (px := _px(token, box)) is not None), 0.0)
    return box.said("text-indent") if box.block and (indent < _BACK_PX or indent >= _ON_PX) else ""


def _px(token: object, box: Box) -> float | None:
    return length(token, Units(box.size, box.root))


def _spaced(box: Box) -> str:
    for name, least in (("letter-spacing", _TIGHTEST), ("word-spacing", _TIGHTEST_WORDS)):
        px = box.px(name)
        if px is not None and not least * box.size <= px <= _WIDEST * box.size:
            return box.said(name)
    return ""


def _overprinted(box: Box) -> str:
    """Lines that stand in each other's place.

    A raised figure has no height of its own in its line, and may have none.
    """
    value = box.props.get("line-height", ())
    px = length(value[0], Units(box.size, box.root, box.size)) if value else None
    if px is None or not box.block:
        return ""
    lines = px if value[0].type == "number" else px / box.size
    return box.said("line-height") if lines < 0.4 else ""


UNSEEN: tuple[Callable[[Box], str], ...] = (_indented, _spaced, _overprinted, _secret)


# --- what cannot be judged from the sheet alone -------------------------------------------------------------------------


def doubts(box: Box) -> Iterator[str]:
    """Declarations that may hide words or overlay things, which only a drawn page could tell."""
    for name in ("mask-image", "clip-path"):
        if (
            box.word(name) not in ("", "none", "border-box", "padding-box", "content-box", "margin-box")
            or box.props.get(name)
            and not words(box.props[name])
        ):
            yield box.said(name)
    odd = ("perspective", "matrix3d", "rotate3d", "skew", "skewx", "skewy")
    if any(name in odd for name, _ in functions(box.props.get("transform", ()))):
        yield box.said("transform")
    filters = box.props.get("filter", ())
    if any(token.type == "url" for token in filters) or any(name in ("invert", "brightness") for name, _ in functions(filters)):
        yield box.said("filter")
    if box.word("mix-blend-mode") not in ("", "normal"):
        yield box.said("mix-blend-mode")
    if any(token.type == "url" for token in box.props.get("background-image", ())):
        yield box.said("background-image")
    cut = next((f"overflow-{axis}" for axis in "yx" if box.word(f"overflow-{axis}") in ("hidden", "clip")), "")
    if (
        cut
        and (box.word("white-space") in ("nowrap", "pre") or box.props.get("line-clamp"))
        or cut
        and any((box.px(name) or 0) >= _LEAST_BOX_PX for name in ("height", "max-height"))
    ):
        yield box.said(cut)
    if box.word("position") not in ("", "static") and (box.px("z-index") or 0) < 0:
        yield box.said("z-index")
    yield from (box.said(name) for name in undrawn(box.props, box.size))
    yield from _laid_over(box)


def is_covering(doubt: str) -> bool:
    """Whether a declaration that cannot be judged lays something over others.

    Of what has no words, nothing else matters.
    """
    return doubt.endswith("; a background") or doubt.partition(":")[0] in DRAWN


def _laid_over(box: Box) -> Iterator[str]:
    """Things that lie over others.

    In a place of their own, moved by more than two lines, or drawn up over the line before.
    """
    position = box.word("position")
    if position in ("absolute", "fixed"):
        yield box.said("position") + ("; a background" if _is_painted(box) else "")
    if position in ("sticky", "-webkit-sticky") and _is_painted(box):
        yield f"{box.said('position')}; a background"
    if position == "relative":
        yield from (box.said(side) for side in ("top", "bottom", "left", "right") if abs(box.px(side) or 0) > _FAR_PX)
    for side in ("top", "bottom"):
        if (box.px(f"margin-{side}") or 0) < _DRAWN_UP * box.size:
            yield box.said(f"margin-{side}")
    yield from _carried(box)


def _carried(box: Box) -> Iterator[str]:
    """Transforms that carry far, turn or mirror."""
    for name, given in functions(box.props.get("transform", ())):
        steps = [abs(_px(token, box) or 0) for token in given if token.type == "dimension"]
        if (name.startswith("translate") and max(steps, default=0) > _FAR_PX) or (
            name.startswith("scale") and any((number([token]) or 0) < 0 for token in given)
        ):
            yield box.said("transform")
        if name in ("rotate", "rotatez") and given and abs(turn(given[0]) or 0) > _FAR_TURN:
            yield box.said("transform")
        if name in ("translatez", "translate3d"):
            yield box.said("transform")
    if any((number([token]) or 0) < 0 for token in box.props.get("scale", ()) if token.type != "ident"):
        yield box.said("scale")


def _is_painted(box: Box) -> bool:
    values = [box.props.get(name, ()) for name in ("background-color", "background-image")]
    return any(value and words(value)[:1] not in (("none",), ("transparent",)) for value in values)


def reordered(box: Box) -> str:
    """The declaration that shows words in another order than they stand in.

    "" when there is none.
    """
    if box.word("unicode-bidi") in ("bidi-override", "isolate-override"):
        return box.said("unicode-bidi")
    if box.word("flex-direction").endswith("-reverse") and "flex" in box.word("display"):
        return box.said("flex-direction")
    if box.word("flex-wrap") == "wrap-reverse" and "flex" in box.word("display"):
        return box.said("flex-wrap")
    if box.word("box-direction") == "reverse":
        return box.said("box-direction")
    if (box.px("box-ordinal-group") or 1) > 1:
        return box.said("box-ordinal-group")
    return box.said("order") if box.px("order") else ""
