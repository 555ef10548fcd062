"""The style sheets of a document as rules in cascade order.

CSS Cascade 5, Conditional 3, Nesting 1.

A rule that holds for some screens only carries its conditions, and is tried with them and without. What asks for a part of
the book is followed; what leads out of it is not. A rule whose selector cannot be tried is a doubt when it could hide words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import cssselect2
import tinycss2

from pressline.audit.epub.css.cascade import ComputedStyle, Declaration, Kind, computed, declarations, has_variables
from pressline.audit.epub.css.danger import dangers_of, groups_of
from pressline.audit.epub.css.values import Token, shown, tidy, words

_MOST_WITHIN = 20  # rules within each other, sheets that ask for sheets
_OUTMOST = 1_000_000  # of the ranks of layers: rules in none overrule those in any
_SCREEN = frozenset({"all", "screen"})
# Parts of a page that hold no words of a book, or only while somebody points at them.
_ELSEWHERE = re.compile(
    r"::(?:-\w+-)?(?:selection|placeholder|scrollbar|backdrop|cue|marker|spelling-error|grammar-error|target-text|resizer)"
    r"|:(?:hover|active|focus|focus-within|focus-visible|visited)\b"
)
_NAMED_LETTERS = re.compile(r"[^\W_]{2}")  # a word; a counter style of single letters is none
Fetch = Callable[[str, str], tuple[str, bytes | None]]  # base and target to path and bytes


@dataclass(frozen=True, slots=True, eq=False)
class StyleRule:
    """Declarations that hold together.

    `layer`: its rank; `when`: the numbers of the conditions under which it holds.
    """

    declared: tuple[Declaration, ...]
    layer: tuple[int, ...]
    when: frozenset[int]


@dataclass(slots=True)
class Sheets:
    """All style sheets of a document.

    `added`: words that they add by themselves; `doubts`: rules that cannot be tried.
    """

    matcher: Any = field(default_factory=cssselect2.Matcher)
    conditions: list[str] = field(default_factory=list)
    dark: set[int] = field(default_factory=set)  # conditions that ask for the night
    doubts: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    custom: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    sideways: bool = False  # a selector looks at all that stands before an element
    animated: set[str] = field(default_factory=set)  # names of @keyframes that hide something
    waiting: list[tuple[tuple[Token, ...], list[Declaration], _At]] = field(
        default_factory=list
    )  # rules not yet in the matcher
    rules: int = 0
    layers: dict[tuple[str, ...], int] = field(default_factory=dict)
    styles: dict[tuple[object, ...], ComputedStyle] = field(default_factory=dict)  # those computed so far, by what they come of


@dataclass(frozen=True, slots=True)
class _At:
    """Where in the sheets a rule stands."""

    path: str
    within: int = 0
    layer: tuple[str, ...] = ()
    when: frozenset[int] = frozenset()
    parents: tuple[Token, ...] = ()
    namespaces: dict[str | None, str] = field(default_factory=dict)
    untried: bool = False  # within something that cannot be tried


def read_sheet(sheets: Sheets, data: bytes | str, path: str, fetch: Fetch, condition: str = "") -> None:
    """Add a style sheet to those of a document; `condition`: the media that a link names."""
    at = _under(sheets, _At(path), tinycss2.parse_component_value_list(condition))
    if at is not None:
        _read(sheets, data, at, fetch)


def _read(sheets: Sheets, data: bytes | str, at: _At, fetch: Fetch) -> None:
    if isinstance(data, bytes):
        nodes, _ = tinycss2.parse_stylesheet_bytes(data, skip_comments=True, skip_whitespace=True)
    else:
        nodes = tinycss2.parse_stylesheet(data, skip_comments=True, skip_whitespace=True)
    _rules(sheets, nodes, at, fetch)


def _rules(sheets: Sheets, nodes: Iterable[Token], at: _At, fetch: Fetch) -> None:
    """Take rules in, one after another."""
    loose: list[Declaration] = []  # declarations that stand among nested rules
    for node in nodes:
        if node.type == "qualified-rule":
            _style_rule(sheets, node, at, fetch)
        elif node.type == "at-rule":
            _at_rule(sheets, node, at, fetch)
        elif node.type == "declaration" and at.parents:
            loose += declarations([node])
    if loose:
        sheets.waiting.append((at.parents, loose, at))


def _style_rule(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    if at.within > _MOST_WITHIN:
        sheets.doubts.append("rules within each other, more than 20")
        return
    prelude = _nested(node.prelude, at.parents) if at.parents else tuple(node.prelude)
    inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    sheets.waiting.append((prelude, list(declarations(inner)), at))
    below = [part for part in inner if part.type in ("qualified-rule", "at-rule")]
    if below:
        _rules(sheets, below, replace(at, parents=prelude, within=at.within + 1), fetch)


def _nested(prelude: Iterable[Token], parents: tuple[Token, ...]) -> tuple[Token, ...]:
    """The selector of a rule that stands within another.

    `&` is the other's, and what names none stands below it.
    """
    stand = tinycss2.parse_component_value_list(f":is({tinycss2.serialize(parents)})")
    found: list[Token] = []
    named = False
    for token in prelude:
        named = named or token == "&"
        found += stand if token == "&" else [token]
    return tuple(found) if named else (*stand, *tinycss2.parse_component_value_list(" "), *found)


def settle(sheets: Sheets) -> None:
    """Put the rules that could hide words into the matcher, once all style sheets are read."""
    known: dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]] = {}

    def told(declared: Declaration) -> tuple[frozenset[str], frozenset[str]]:
        """The groups of a declaration, and those in which it could hide."""
        key = declared.name, tinycss2.serialize(declared.value)
        if key not in known:
            known[key] = groups_of(declared), dangers_of(declared, sheets.custom)
        return known[key]

    dangers: set[str] = set()
    for _, declared, at in sheets.waiting:
        dangers.update(*(told(each)[1] for each in declared if not each.name.startswith("--")))
        _rank(sheets, at.layer)
    varied = any(has_variables(each.value) for _, declared, _ in sheets.waiting for each in declared)
    for prelude, declared, at in sheets.waiting:
        kept = [d for d in declared if (varied if d.name.startswith("--") else not dangers.isdisjoint(told(d)[0]))]
        if kept:
            _take(sheets, prelude, kept, at)
    sheets.waiting.clear()


def _take(sheets: Sheets, prelude: tuple[Token, ...], declared: list[Declaration], at: _At) -> None:
    """Add a rule to the matcher, or to the doubts when its selector cannot be tried.

    Only rules that could hide words are added to the doubts.
    """
    text = " ".join(tinycss2.serialize(prelude).split())
    sheets.rules += 1
    try:
        selectors = [] if at.untried else cssselect2.compile_selector_list(prelude, dict(at.namespaces))
    except (cssselect2.SelectorError, RecursionError, SyntaxError, MemoryError):
        selectors = []
    doubtful = not selectors or any(s.never_matches for s in selectors) or ":target" in text.lower()
    if doubtful and is_alarming(declared, sheets.custom) and not _ELSEWHERE.search(text.lower()):
        sheets.doubts.append(f"{text[:60]} {{ {shown(declared[0].name, declared[0].value)} }}")
    sheets.sideways = sheets.sideways or "~" in text or ":has" in text.lower() or "of-type" in text.lower()
    rule = StyleRule(tuple(declared), _rank(sheets, at.layer), at.when)
    for selector in selectors:
        sheets.matcher.add_selector(selector, rule)


def is_alarming(declared: Iterable[Declaration], custom: dict[str, tuple[Token, ...]]) -> bool:
    """Whether declarations alone would hide words, or cannot be judged."""
    style = computed(ComputedStyle(custom=custom), declared, Kind())
    return bool(style.hidden or style.unseen or style.doubt or style.moved)


def _rank(sheets: Sheets, layer: tuple[str, ...]) -> tuple[int, ...]:
    """The rank of a layer: a later one overrules an earlier one, unlayered rules both."""
    path = [sheets.layers.setdefault(layer[:end], len(sheets.layers)) for end in range(1, len(layer) + 1)]
    return (*path, _OUTMOST)


# --- rules that begin with @ ----------------------------------------------------------------------------------------------


def _at_rule(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    name = node.lower_at_keyword
    if name in _HANDLED:
        _HANDLED[name](sheets, node, at, fetch)


def _media(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    under = _under(sheets, at, node.prelude)
    if under is not None:
        _block(sheets, node, under, fetch)


def _block(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    if node.content is None or at.within > _MOST_WITHIN:
        return
    nodes = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    _rules(sheets, nodes, replace(at, within=at.within + 1), fetch)


def _under(sheets: Sheets, at: _At, prelude: Iterable[Token]) -> _At | None:
    """The place under a list of media queries; None where no screen meets them."""
    query = tidy(prelude)
    states = [_state(tokens) for tokens in _parted(query)]
    if not query or "always" in states:
        return at
    return _when(sheets, at, query) if "maybe" in states else None


def _parted(tokens: tuple[Token, ...]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _state(query: list[Token]) -> str:
    """Whether a screen meets a media query: "always", "never", "maybe"."""
    names = [word for word in words(query) if word not in ("only", "and", "or")]
    if len(words(query)) == len(query):  # media alone
        told = bool(_SCREEN.intersection(names))
        return "always" if told != ("not" in names) else "never"
    kinds = [name for name in names if name != "not"]
    return "never" if kinds and not _SCREEN.intersection(kinds) and "not" not in names else "maybe"


def _when(sheets: Sheets, at: _At, prelude: Iterable[Token]) -> _At:
    """The place under a condition that some screens meet."""
    text = " ".join(tinycss2.serialize(list(prelude)).lower().split())
    if text not in sheets.conditions:
        sheets.conditions.append(text)
        if "dark" in text:
            sheets.dark.add(len(sheets.conditions) - 1)
    return replace(at, when=at.when | {sheets.conditions.index(text)})


def _conditional(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    prelude = tidy(node.prelude)
    _block(sheets, node, _when(sheets, at, [*tinycss2.parse_component_value_list(node.lower_at_keyword), *prelude]), fetch)


def _untried(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    _block(sheets, node, replace(at, untried=True), fetch)


def _layer(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    names = [tuple(words(part)) for part in _parted(tidy(node.prelude))]
    for name in names:
        _rank(sheets, (*at.layer, *name))
    if node.content is not None:
        own = names[0] or (f"unnamed {len(sheets.layers)}",)
        _block(sheets, node, replace(at, layer=(*at.layer, *own)), fetch)


def _import(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    """A sheet that asks for another; what leads out of the book is told of elsewhere."""
    tokens = tidy(node.prelude)
    targets = [
        part for token in tokens[:1] for part in (token, *getattr(token, "arguments", ())) if part.type in ("url", "string")
    ]
    if not targets or at.within > _MOST_WITHIN:
        return
    path, data = fetch(at.path, targets[0].value)
    layered = [t for t in tokens[1:] if t.type == "function" and t.lower_name == "layer"]
    rest = [t for t in tokens[1:] if not (t.type == "function" and t.lower_name in ("layer", "supports"))]
    rest = [t for t in rest if not (t.type == "ident" and t.lower_value == "layer")]
    under = _under(sheets, replace(at, path=path, within=at.within + 1), rest)
    if len(rest) < len(tokens) - 1 and under is not None and not layered:
        under = _when(sheets, under, tokens[1:])
    if layered and under is not None:
        under = replace(under, layer=(*under.layer, *words(tidy(layered[0].arguments))))
    if data is not None and under is not None:
        _read(sheets, data, under, fetch)


def _namespace(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    tokens = tidy(node.prelude)
    targets = [part.value for t in tokens for part in (t, *getattr(t, "arguments", ())) if part.type in ("url", "string")]
    if targets:
        at.namespaces[tokens[0].value if tokens[0].type == "ident" else None] = targets[0]


def _page(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    """Boxes in the margins of a page may hold words."""
    for part in tinycss2.parse_blocks_contents(node.content or (), skip_comments=True, skip_whitespace=True):
        if part.type == "at-rule" and part.content is not None:
            for told in declarations(tinycss2.parse_blocks_contents(part.content, skip_comments=True, skip_whitespace=True)):
                if told.name == "content" and any(t.type == "string" and _NAMED_LETTERS.search(t.value) for t in told.value):
                    sheets.added.append(f"@{part.lower_at_keyword} {{ {shown(told.name, told.value)} }}")


def _counter_style(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    for told in declarations(tinycss2.parse_blocks_contents(node.content or (), skip_comments=True, skip_whitespace=True)):
        if any(t.type == "string" and _NAMED_LETTERS.search(t.value) for t in told.value):
            sheets.added.append(f"@counter-style {{ {shown(told.name, told.value)} }}")


def _property(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    """The value that a variable has where none is given."""
    names = [t.value for t in tidy(node.prelude) if t.type == "ident"]
    for told in declarations(tinycss2.parse_blocks_contents(node.content or (), skip_comments=True, skip_whitespace=True)):
        if names and told.name == "initial-value":
            sheets.custom[names[0]] = told.value


def _keyframes(sheets: Sheets, node: Token, at: _At, fetch: Fetch) -> None:
    """Words that come and go are known by the name of what moves them."""
    names = [str(t.value) for t in tidy(node.prelude) if t.type in ("ident", "string")]
    for frame in tinycss2.parse_blocks_contents(node.content or (), skip_comments=True, skip_whitespace=True):
        if frame.type == "qualified-rule":
            told = list(declarations(tinycss2.parse_blocks_contents(frame.content, skip_comments=True, skip_whitespace=True)))
            if is_alarming(told, sheets.custom):
                sheets.animated.update(names)


_HANDLED: dict[str, Callable[[Sheets, Token, _At, Fetch], None]] = {
    "media": _media, "supports": _conditional, "container": _conditional, "starting-style": _conditional,
    "scope": _untried, "layer": _layer, "import": _import, "namespace": _namespace, "page": _page,
    "counter-style": _counter_style, "property": _property, "keyframes": _keyframes, "-webkit-keyframes": _keyframes,
    "-moz-keyframes": _keyframes,
}  # fmt: skip
