"""Which declarations of a style sheet can hide words; the others are not followed.

Properties that hide together stand in one group; a group matters when any declaration in the sheets of a document could hide
by it. Of our own sheets, with some ninety rules, that leaves some thirty.
"""

from __future__ import annotations

from collections.abc import Mapping

from pressline.audit.epub.css.cascade import ComputedStyle, Declaration, Kind, computed, has_variables, is_unreckoned
from pressline.audit.epub.css.properties import CSS_WIDE, RELATIVE_SIZES, TAKES, longhands
from pressline.audit.epub.css.values import Token, Tokens, Units, color, length, words

_GROUPS = {
    "color": ("color", "text-fill-color", "background-color", "background-image", "background-clip"),
    "place": ("position", "left", "right", "top", "bottom", "z-index", "clip"),
    "room": ("width", "height", "max-width", "max-height", "overflow-x", "overflow-y", "white-space", "line-clamp"),
    "shape": ("display", "flex-direction", "order"),
}
_GROUP_OF = {name: group for group, names in _GROUPS.items() for name in names}
# Parts of a table that stand above or below what they follow, and the elements that are such parts by themselves.
OUT_OF_TURN = {"table-header-group": "thead", "table-footer-group": "tfoot", "table-caption": "caption"}
_LEAST_ROOM_PX = 8.0
_FAR_PX = 40.0


def group_of(name: str) -> str:
    """The group of a property; that of a lone one has its name."""
    return _GROUP_OF.get(name, name)


def groups_of(declared: Declaration) -> frozenset[str]:
    """The groups of all that a declaration sets.

    One with variables is taken to set all that its name may.
    """
    if declared.name == "all":
        return frozenset(map(group_of, TAKES))
    if has_variables(declared.value):
        return frozenset(group_of(each) for each in TAKES if each == declared.name or _may_set(declared.name, each))
    parts = frozenset(group_of(name) for name, _ in longhands(declared.name, declared.value))
    return parts or (frozenset({group_of(declared.name)}) if is_unreckoned(declared.name, declared.value) else parts)


def _may_set(name: str, each: str) -> bool:
    if name == "font":
        return each in ("font-size", "line-height")
    if name.startswith("inset"):
        return each in ("left", "right", "top", "bottom")
    return each.startswith(f"{name.partition('-')[0]}-")


def dangers_of(declared: Declaration, custom: Mapping[str, tuple[Token, ...]]) -> frozenset[str]:
    """The groups in which a declaration could hide words, alone or with others."""
    if declared.name == "all" or has_variables(declared.value):
        return groups_of(declared)
    parts = list(longhands(declared.name, declared.value))
    found = {group_of(name) for name, value in parts if _could_hide(name, value)}
    style = computed(ComputedStyle(custom=custom), [declared], Kind())
    if style.hidden or style.unseen or style.moved or style.doubt:
        found |= {group_of(name) for name, _ in parts} or {group_of(declared.name)}
    return frozenset(found)


def _could_hide(name: str, value: Tokens) -> bool:
    word = next(iter(words(value)), "")
    if word in CSS_WIDE:
        return False
    if any(token.type == "string" and any(map(str.isalnum, token.value)) for token in value):
        return True
    group = group_of(name)
    if name == "mix-blend-mode":
        return word != "normal"
    if group == "color":
        return (name == "background-image" and word != "none") or (name.endswith("color") and not _is_clear(name, value[0]))
    if name == "font-size":
        px = length(value[0], Units())
        return word in RELATIVE_SIZES or word.startswith("x") or value[0].type == "function" or (px is not None and px < 16)
    if name == "opacity" or group == "place":
        return word not in ("static", "relative", "auto") and not _is_small(value)
    if group == "room":
        px = length(value[0], Units())
        return word in ("hidden", "clip") or (not name.startswith("overflow") and px is not None and px < _LEAST_ROOM_PX)
    if name in ("display", "direction"):
        return word in (*OUT_OF_TURN, "rtl")
    return name in ("animation-name", "order", "flex-direction") and word not in ("none", "row", "column")


def _is_small(value: Tokens) -> bool:
    px = length(value[0], Units())
    return px is not None and -_FAR_PX <= px <= _FAR_PX and (value[0].type != "number" or not px)


def _is_clear(name: str, token: Token) -> bool:
    """Whether a colour is that of what is around: for a ground, one that lets all through."""
    told = color(token)
    return (isinstance(told, str) and not (name == "background-color" and told == "current")) or (
        name == "background-color" and isinstance(told, tuple) and not told[3]
    )
