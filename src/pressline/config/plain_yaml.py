"""YAML as people write it by hand: maps, lists and text, each value with its place.

Nothing else.

Chosen over yaml.safe_load because that reads `no` as False and 12:30 as a number, lets the last of two keys win, expands
alias bombs and forgets where a value stood. Here every scalar is text, an empty plain scalar is None, a repeated key, an
alias, an anchor or a tag is refused, and size and depth are limited. Types come afterwards, from `validate`, which asks
pydantic's core and gives every complaint the line of the value it is about. The core is told of our dataclasses in its own
words, and not by pydantic, which takes 0.15 s to do so, a third of the time in which an essay is read (pydantic 2.14).
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import UnionType
from typing import Any, TypeVar, cast
from uuid import UUID

import yaml

from pressline.findings import Finding, Place, PresslineError, finding, stop

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 12

Path = tuple[str | int, ...]  # ("author", 0, "name")
Places = dict[Path, Place]
T = TypeVar("T")


def load(text: str, path: str) -> tuple[dict[str, Any], Places]:
    """The map that a YAML text holds, and the place of every key and item by its path.

    Raises:
        PresslineError: M003 when it is no YAML map, too long or too deep; M004 for aliases, anchors and tags; M005 for a
            repeated key.
    """
    if len(text) > MAX_CHARACTERS:
        raise stop("M003", Place(path), problem="it is longer than a million characters", remedy="shorten it")
    try:
        events = list(_checked(yaml.parse(text, Loader=yaml.SafeLoader), path))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"the character U+{error.character:04X} is not allowed" if isinstance(error.character, int) else error.reason
        raise stop("M003", Place(path, line), problem=problem, remedy="delete it") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        raise stop("M003", place, problem=error.problem or "unreadable", remedy=_REMEDY) from error
    if not events:
        raise stop("M003", Place(path, 1), problem="the file is empty", remedy="write at least: title: ...")
    places: Places = {(): Place(path, 1, 1)}
    value, _ = _build(events, 0, (), places, path)
    if not isinstance(value, dict):
        raise stop("M003", Place(path, 1), problem="it is not a list of `key: value` lines", remedy=_REMEDY)
    return value, places


_REMEDY = "put a value that holds a colon, a hash or brackets in quotation marks"


def _checked(events: Any, path: str) -> Any:
    """The events that make values, in order; refuses what a hand-written file does not need."""
    depth = documents = 0
    for event in events:
        place = Place(path, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            raise stop("M004", place, what="an alias (*)")
        if getattr(event, "anchor", None):
            raise stop("M004", place, what="an anchor (&)")
        if getattr(event, "tag", None):
            raise stop("M004", place, what="a tag (!)")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise stop("M003", place, problem="a second document starts here", remedy="delete the line ---")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise stop("M003", place, problem="it is nested too deep", remedy="write it flat")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.CollectionEndEvent):
            yield event


def _build(events: list[Any], at: int, path: Path, places: Places, file: str) -> tuple[Any, int]:
    """The value that starts at events[at], and the index after it. No deeper than MAX_DEPTH."""
    event = events[at]
    if isinstance(event, yaml.ScalarEvent):
        return (None if event.implicit[0] and event.value in ("", "~") else event.value), at + 1
    at += 1
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(events[at], yaml.SequenceEndEvent):
            places[(*path, len(items))] = _place(events[at], file)
            item, at = _build(events, at, (*path, len(items)), places, file)
            items.append(item)
        return items, at + 1
    mapping: dict[str, Any] = {}
    while not isinstance(events[at], yaml.MappingEndEvent):
        place = _place(events[at], file)
        if not isinstance(events[at], yaml.ScalarEvent):
            raise stop("M003", place, problem="a key is not a word", remedy=_REMEDY)
        key = events[at].value
        if key in mapping:
            raise stop("M005", place, key=key)
        places[(*path, key)] = place
        mapping[key], at = _build(events, at + 1, (*path, key), places, file)
    return mapping, at + 1


def _place(event: Any, file: str) -> Place:
    return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)


def validate(type_: type[T], data: dict[str, Any], places: Places) -> T:
    """`data` as a `type_`, a frozen dataclass of dataclasses; text becomes numbers and dates.

    Raises:
        PresslineError: M001 for every unknown key, with the nearest known one; M002 for every wrong or missing value.
    """
    core = _core()
    try:
        return cast("T", core.SchemaValidator(_schema(cast("Any", type_))).validate_python(data))
    except core.ValidationError as error:
        complaints = [_complaint(type_, row, places) for row in error.errors()]
        raise PresslineError(sorted(complaints, key=lambda f: (f.place.line, f.place.column))) from error


_PACKAGE, _CORE = "pydantic_core", "pydantic_core._pydantic_core"


def _core() -> Any:
    """pydantic's core, without the package around it, which takes 15 ms to load (2.50)."""
    package = None if _PACKAGE in sys.modules else find_spec(_PACKAGE)
    spec = PathFinder.find_spec(_CORE, package.submodule_search_locations) if package else None
    if _CORE not in sys.modules and spec and spec.loader:
        sys.modules[_CORE] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules.get(_CORE) or import_module(_PACKAGE)


_PLAIN = {str: "str", bool: "bool", int: "int", float: "float", date: "date", UUID: "uuid"}


@cache
def _schema(hint: Any) -> dict[str, Any]:
    """A type of a field, in the words of pydantic's core.

    Keys that a dataclass has no field for are refused.
    """
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        names = [field.name for field in fields(hint)]
        arguments = {
            "type": "dataclass-args",
            "dataclass_name": cast("type", hint).__name__,
            "fields": [_field_schema(field, hints[field.name]) for field in fields(hint)],
        }
        config = {"extra_fields_behavior": "forbid"}
        return {"type": "dataclass", "cls": hint, "schema": arguments, "fields": names, "config": config, "slots": True}
    kind, inner = typing.get_origin(hint), typing.get_args(hint)
    if kind is typing.Literal:
        return {"type": "literal", "expected": list(inner)}
    if kind is tuple and inner[1:] == (...,):
        return {"type": "tuple", "items_schema": [_schema(inner[0])], "variadic_item_index": 0}
    if kind is tuple:
        return {"type": "tuple", "items_schema": [_schema(item) for item in inner]}
    if kind is Mapping:
        return {"type": "dict", "keys_schema": _schema(inner[0]), "values_schema": _schema(inner[1])}
    if kind in (UnionType, typing.Union) and len(inner) == 2 and inner[1] is type(None):
        return {"type": "nullable", "schema": _schema(inner[0])}
    if kind in (UnionType, typing.Union) and inner == (date, datetime, type(None)):
        either = {"type": "union", "choices": [{"type": "date"}, {"type": "datetime"}], "mode": "left_to_right"}
        said = {"custom_error_type": "moment", "custom_error_message": "expected a date, or a date and a time"}
        return {"type": "nullable", "schema": either | said}
    raise TypeError(f"no file written by hand has a {hint}")


def _field_schema(field: Field[Any], hint: Any) -> dict[str, Any]:
    schema = _schema(hint)
    if field.default is not MISSING:
        schema = {"type": "default", "schema": schema, "default": field.default}
    return {"type": "dataclass-field", "name": field.name, "schema": schema}


_MESSAGES = {  # pydantic's kinds of error, in the words of somebody who wrote a file by hand
    "missing": ("it is missing", "write it"),
    "string_type": ("expected text", "write one line of text here"),
    "tuple_type": ("expected a list", "write each item on a line of its own, after a dash"),
    "date_from_datetime_parsing": ("expected a date", "write it as 2026-01-31"),
    "date_parsing": ("expected a date", "write it as 2026-01-31"),
    "date_type": ("expected a date", "write it as 2026-01-31"),
    "moment": ("expected a date, or a date and a time", "write it as 2026-01-31 or 2026-01-31T18:30:00Z"),
    "uuid_parsing": ("this is no UUID", "write it as 123e4567-e89b-52d3-a456-426614174000"),
    "uuid_type": ("this is no UUID", "write it as 123e4567-e89b-52d3-a456-426614174000"),
    "float_parsing": ("expected a number", "write it as 11 or 11.5"),
    "float_type": ("expected a number", "write it as 11 or 11.5"),
    "dataclass_type": ("expected `key: value` lines", "write each key on a line of its own, indented"),
}


def _complaint(type_: Any, row: Any, places: Places) -> Finding:
    path: Path = tuple(row["loc"])
    place = next(places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in places)
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
    if row["type"] == "unexpected_keyword_argument":
        known = _known_keys(type_, path[:-1])
        import difflib

        near = difflib.get_close_matches(str(path[-1]), known, 1)
        suggestion = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
        return finding("M001", place, key=key, suggestion=suggestion)
    problem, remedy = _MESSAGES.get(row["type"], (row["msg"], "correct it"))
    return finding("M002", place, key=key, problem=problem, remedy=remedy)


def _known_keys(type_: Any, path: Path) -> list[str]:
    """The keys that may stand in the map at `path` of a `type_`."""
    for part in path:
        hint = type_ if isinstance(part, int) else typing.get_type_hints(type_)[part]
        while not is_dataclass(hint) and typing.get_args(hint):
            hint = next(a for a in typing.get_args(hint) if a is not type(None))
        type_ = hint
    return [f.name for f in fields(cast("Any", type_))] if is_dataclass(type_) else []
