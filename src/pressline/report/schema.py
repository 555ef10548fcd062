"""The JSON Schema of metadata.yaml and layout.yaml, for editors that check YAML.

Made from the model: its types are the types, and the comments beside its fields the descriptions. What is made lies in
schemas/, so that printing one is instant; a test compares the two.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

from pressline.layouts.spec import Spec
from pressline.model import (
    Accessibility,
    Author,
    Edition,
    Heading,
    Identifiers,
    Limits,
    Link,
    Metadata,
    Page,
    RunningHead,
    Series,
    Type,
    WordPage,
)

KINDS = ("metadata", "layout")
_FOLDER = Path(__file__).parent / "schemas"
_NOUNS = (
    *(Accessibility, Author, Identifiers, Link, Metadata, Series),
    *(Edition, Heading, Limits, Page, RunningHead, Spec, Type, WordPage),
)


def schema(kind: str) -> str:
    """The shipped JSON Schema of `kind`, or of "report" or "manifest", written by hand.

    `kind`: one of `KINDS`.
    """
    return (_FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")


def make_schema(kind: str) -> str:
    """The JSON Schema of `kind` as the model has it (JSON Schema, draft 2020-12)."""
    from pydantic import TypeAdapter

    made = TypeAdapter({"metadata": Metadata, "layout": Spec}[kind]).json_schema()
    nouns = {noun.__name__: noun for noun in _NOUNS}
    for name, part in {**made.get("$defs", {}), made["title"]: made}.items():
        _describe(part, nouns[name])
    if kind == "metadata":
        made["properties"]["author"] = _author(made["properties"]["author"])
    else:
        for part in (made, *made["$defs"].values()):
            part.pop("required", None)  # a layout that extends another gives what it likes
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_as_typed(made), "title": f"{kind}.yaml"}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _describe(part: dict[str, Any], noun: type) -> None:
    """Give every key the comment beside its field as description, and allow no other keys."""
    comments = dict(re.findall(r"^    (\w+): [^#\n]*#\s*(.+)$", inspect.getsource(noun), re.MULTILINE))
    part["additionalProperties"] = False
    part.pop("description", None)
    for key, value in part["properties"].items():
        value.pop("title", None)
        if key in comments:
            value["description"] = comments[key]


def _author(many: dict[str, Any]) -> dict[str, Any]:
    """`author` as it may be written: a name, a map, or a list of either."""
    one = [{"type": "string"}, {"$ref": "#/$defs/Author"}]
    return {"description": many.get("description", ""), "anyOf": [*one, {"type": "array", "items": {"anyOf": one}}]}


def _as_typed(part: Any) -> Any:
    """A copy in which a text may be typed as a number, as in `title: 1984`.

    Every plain value is read as text.
    """
    if isinstance(part, list):
        return [_as_typed(item) for item in part]
    if not isinstance(part, dict):
        return part
    free = part.get("type") == "string" and not {"enum", "const", "format"} & part.keys()
    return {key: _as_typed(value) for key, value in part.items()} | ({"type": ["string", "number"]} if free else {})
