"""Every regular expression of the program, how it is used, and the same in JavaScript, which is what recheck reads.

Read from the source: what `re` is called with, evaluated with the names of its module; and what the modules hold when they
are loaded, for patterns that are composed in a loop or by a function.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

SRC = Path(__file__).parents[2] / "src"
_CALLS = frozenset({"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
_AT_START = {"match": "^(?:{})", "fullmatch": "^(?:{})$"}  # what looks nowhere else, as a pattern that does not


@dataclass(frozen=True, order=True)
class Use:
    """A pattern and how it is used: `where`, "match" or "fullmatch" when it is tried at one place only, else "search"."""

    pattern: str  # repr of str or bytes; for one that is composed at run time, its source
    flags: str
    where: str
    run_time: bool = False

    @property
    def key(self) -> str:
        """The pattern as a line of the list has it."""
        return f"{self.where}\t{self.flags or '-'}\t{self.pattern}"


def uses() -> list[Use]:
    """Every pattern of the program, sorted."""
    found: set[Use] = set()
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((SRC / "pressline").rglob("*.py"))}
    modules = {path: _Module(tree) for path, tree in trees.items()}
    for path, tree in trees.items():
        name = ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
        if name.endswith("__main__"):
            continue
        module = importlib.import_module(name)
        found |= set(_of_source(tree, module, _Ways(modules[path], list(modules.values()))))
        found |= {_use(value, {"search"}) for value in _held(vars(module), set()) if not _known(value, found)}
    return sorted(found)


def _known(value: re.Pattern[Any], found: set[Use]) -> bool:
    made = _use(value, {"search"})
    return any((use.pattern, use.flags) == (made.pattern, made.flags) for use in found)


class _Ways:
    """By which methods a name of a module is tried: by its own, by those of a table or a loop that it stands in.

    Names that begin with "_" are looked for in their module alone, others in all. What is used in any other way counts as
    a search.
    """

    def __init__(self, own: _Module, every: list[_Module]) -> None:
        self._own, self._every = own, every

    def of_table(self, call: ast.Call) -> set[str]:
        name = self._own.table(call)
        return self.of(name) if name else {"search"}

    def of(self, name: str) -> set[str]:
        modules = [self._own] if name.startswith("_") else self._every
        return {way for module in modules for way in module.ways(name, frozenset())} or {"search"}


class _Module:
    """Where the names of a module stand."""

    def __init__(self, tree: ast.AST) -> None:
        self.parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        self.loads: dict[str, list[ast.Name]] = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self.loads[node.id].append(node)

    def ways(self, name: str, seen: frozenset[str]) -> set[str]:
        if name in seen:
            return set()
        return {way for node in self.loads[name] for way in self._of(node, seen | {name})}

    def _of(self, node: ast.expr, seen: frozenset[str]) -> set[str]:
        parent = self.parents.get(node)
        if isinstance(parent, ast.Attribute) and parent.attr in ("items", "values"):
            return self._of(self.parents[parent], seen)  # type: ignore[arg-type]
        if isinstance(parent, ast.Attribute):
            return {parent.attr}
        if isinstance(parent, ast.Subscript) and parent.value is node:
            return self._of(parent, seen)
        if isinstance(parent, ast.Compare) and parent.left is not node:
            return set()  # whether a key is in a table
        if isinstance(parent, ast.For | ast.comprehension) and parent.iter is node:
            return self._in_loop(parent, seen)
        table = self.table(node)
        return self.ways(table, seen) if table else {"search"}

    def table(self, node: ast.AST) -> str:
        """The name of the table that a value stands in, or its own, where several are given at once; "" for none."""
        while isinstance(node, ast.expr):
            parent = self.parents[node]
            if isinstance(parent, ast.Assign | ast.AnnAssign):
                target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
                return target.id if isinstance(target, ast.Name) else ""
            above = self.parents[parent]
            if isinstance(parent, ast.Tuple) and isinstance(above, ast.Assign) and isinstance(above.targets[0], ast.Tuple):
                return ast.unparse(above.targets[0].elts[parent.elts.index(node)])
            if not isinstance(parent, ast.Tuple | ast.List | ast.Dict):
                break
            node = parent
        return ""

    def _in_loop(self, loop: ast.For | ast.comprehension, seen: frozenset[str]) -> set[str]:
        """By which methods the variables of a loop are tried, in the loop."""
        whole = loop if isinstance(loop, ast.For) else self.parents[loop]
        names = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
        used = [n for n in ast.walk(whole) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and n.id in names]
        ways = {way for node in used for way in self._of(node, seen) if isinstance(self.parents[node], ast.Attribute)}
        return ways & (_CALLS | {"pattern", "flags"}) or {"search"}


def _of_source(tree: ast.AST, module: Any, ways: _Ways) -> Iterator[Use]:
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{name}" for name in _CALLS} and node.args):
            continue
        name = ast.unparse(node.func).removeprefix("re.")
        pattern, flags = _value(node.args[0], module), _value(_flags(node, name), module)
        used = {name} if name != "compile" else _used(node, parents, ways)
        if isinstance(pattern, str | bytes) and isinstance(flags, int):
            yield _use(re.compile(pattern, flags), used)
        elif not isinstance(pattern, re.Pattern) and _in_function(node, parents):
            yield Use(ast.unparse(node.args[0]), "", _where(used), run_time=True)


def _flags(call: ast.Call, name: str) -> ast.expr:
    at = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(name, 2)
    given = [word.value for word in call.keywords if word.arg == "flags"] + call.args[at : at + 1]
    return given[0] if given else ast.Constant(0)


def _value(expression: ast.expr, module: Any) -> object:
    """What an expression is with the names of its module alone; None where it needs others."""
    try:
        return eval(compile(ast.fix_missing_locations(ast.Expression(expression)), "<pattern>", "eval"), vars(module))
    except (NameError, AttributeError, TypeError, KeyError):
        return None


def _in_function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            return True
    return False


def _used(call: ast.Call, parents: dict[ast.AST, ast.AST], ways: _Ways) -> set[str]:
    """How a compiled pattern is used: by the name or table it is given, or by the method that is taken of it at once."""
    parent = parents[call]
    if isinstance(parent, ast.Attribute):
        return {parent.attr}
    if isinstance(parent, ast.Assign | ast.AnnAssign):
        target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
        if isinstance(target, ast.Name):
            return ways.of(target.id)
    return ways.of_table(call)


def _where(used: set[str]) -> str:
    ways = used - {"pattern", "flags", "groups", "groupindex"}
    return "search" if not ways or not ways <= set(_AT_START) else "match" if "match" in ways else "fullmatch"


def _use(pattern: re.Pattern[Any], used: set[str]) -> Use:
    signs = "".join(sign for sign, flag in (("i", re.I), ("m", re.M), ("s", re.S), ("x", re.X)) if pattern.flags & flag)
    return Use(repr(pattern.pattern), signs, _where(used))


def _held(value: object, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    """The patterns that a value holds, through tuples, lists, dicts, dataclasses, partials and bound methods."""
    if id(value) in seen:
        return
    seen.add(id(value))
    parts: list[object] = []
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        parts = [part for name, part in value.items() if name != "__builtins__"]
    elif isinstance(value, tuple | list | frozenset | set):
        parts = list(value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        parts = [value.__self__]  # type: ignore[attr-defined]
    elif type(value).__name__ == "partial":
        parts = [value.func, value.args, value.keywords]  # type: ignore[attr-defined]
    for part in parts:
        yield from _held(part, seen)


# --- the same in JavaScript -------------------------------------------------------------------------------------------

_parser: Any = importlib.import_module("re._parser")
# What Python calls a letter or a digit, near enough; JavaScript's \w has those of English alone.
_WORD = r"0-9A-Za-z_\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u1fff\u3040-\ud7ff"
_CLASSES = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": _WORD, "NOT_WORD": r"\W"}


def javascript(use: Use) -> tuple[str, str]:
    """The pattern and the flags of a use in JavaScript's syntax, with what says where it is tried."""
    pattern = ast.literal_eval(use.pattern)
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    flags = sum(getattr(re, sign.upper()) for sign in use.flags)
    tree = _parser.parse(text, int(flags))
    source = _Writer(tree).write(tree)
    return _AT_START.get(use.where, "{}").replace("{}", source), "".join(s for s in use.flags if s in "ims") + "u"


class _Writer:
    """Writes a parsed pattern; groups that nothing refers to are not numbered, which spares recheck their bookkeeping."""

    def __init__(self, tree: Any) -> None:
        self._referred = {str(value) for value in re.findall(r"GROUPREF\w*\W+(\d+)", repr(list(tree)))}
        self._numbers: dict[str, int] = {}
        self._count = 0

    def write(self, tree: Any) -> str:
        return "".join(self._item(str(kind), value) for kind, value in tree)

    def _item(self, kind: str, value: Any) -> str:
        method = getattr(self, f"_{kind.lower()}", None)
        if method is None:
            raise NotImplementedError(kind)
        return str(method(value))

    def _literal(self, value: int) -> str:
        return f"\\u{{{value:x}}}" if not chr(value).isalnum() or value > 126 else chr(value)

    def _not_literal(self, value: int) -> str:
        return f"[^{self._literal(value)}]"

    def _any(self, _: Any) -> str:
        return "."

    def _in(self, items: Any) -> str:
        inner = ""
        for kind, value in items:
            match str(kind):
                case "NEGATE":
                    inner += "^"
                case "LITERAL":
                    inner += self._literal(value)
                case "RANGE":
                    inner += f"{self._literal(value[0])}-{self._literal(value[1])}"
                case _:
                    inner += _CLASSES[str(value).removeprefix("CATEGORY_")]
        return f"[{inner}]"

    def _branch(self, value: Any) -> str:
        return "(?:" + "|".join(self.write(part) for part in value[1]) + ")"

    def _subpattern(self, value: Any) -> str:
        number, _, _, tree = value
        if str(number) not in self._referred:
            return f"(?:{self.write(tree)})"
        self._count += 1
        self._numbers[str(number)] = self._count
        return f"({self.write(tree)})"

    def _groupref(self, value: int) -> str:
        return f"(?:\\{self._numbers[str(value)]})"

    def _groupref_exists(self, value: Any) -> str:
        return f"(?:{self.write(value[1])}|{self.write(value[2] or [])})"

    def _assert(self, value: Any, sign: str = "=") -> str:
        return f"(?{'' if value[0] > 0 else '<'}{sign}{self.write(value[1])})"

    def _assert_not(self, value: Any) -> str:
        return self._assert(value, "!")

    def _at(self, value: Any) -> str:
        kind = str(value).removeprefix("AT_")
        return {"BOUNDARY": r"\b", "NON_BOUNDARY": r"\B"}.get(kind) or ("^" if kind.startswith("BEG") else "$")

    def _max_repeat(self, value: Any, lazy: str = "") -> str:
        least, most, tree = value
        top = "" if str(most) == "MAXREPEAT" else str(most)
        return f"(?:{self.write(tree)}){{{least},{top}}}{lazy}"

    def _min_repeat(self, value: Any) -> str:
        return self._max_repeat(value, "?")

    def _atomic_group(self, tree: Any) -> str:
        self._count += 1
        number = self._count
        return f"(?=({self.write(tree)}))(?:\\{number})"

    def _possessive_repeat(self, value: Any) -> str:
        self._count += 1
        number = self._count
        return f"(?=({self._max_repeat(value)}))(?:\\{number})"
