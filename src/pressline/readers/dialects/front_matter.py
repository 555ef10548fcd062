"""What stands on top of a Markdown file about it, in five languages.

YAML, TOML, JSON, MultiMarkdown and pandoc's title block.

YAML is what pandoc, Quarto, Jekyll and Obsidian write; TOML (`+++`) and JSON Hugo's; "Title: …" lines MultiMarkdown's; lines
with a percent sign pandoc's own. All become one block of YAML, which pandoc reads.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_TELLS = ("title", "subtitle", "author", "authors", "date", "abstract", "keywords", "tags", "lang", "language")
_AS = {"by": "author", "creator": "author", "sub-title": "subtitle", "keyword": "keywords", "datum": "date"}
# A rule of three hyphens that a text begins with is no front matter: a "key:" must follow it at once, and a closing rule later.
_YAML = re.compile(r"\A(?:[ \t]*\n){0,20}---[ \t]*\n(?=[A-Za-z][\w-]*[ \t]*:)(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_YAML_KEY = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:", re.M)
_TOML = re.compile(r"\A\s{0,20}\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)
_TOML_KEY = re.compile(r"^(?:\[+)?[ \t]*\"?([A-Za-z][\w.-]*)\"?[ \t]*(?:\]+[ \t]*$|=)", re.M)
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9 _-]{0,30}?)[ \t]*:[ \t]+(\S.*)")
_DAY_AND_TIME = re.compile(r"^(\s*\"?\d{4}-\d\d-\d\d)[T ]\d\d?:\d\d\S*(?:[ \t]*(?:[-+]\d\d:?\d\d|Z|[A-Z]{3,4}))?")
_MOST_LINES = 60  # of a MultiMarkdown head or a title block


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says of the essay, as YAML.

    Entries for other programs, each with its line; and where the block ends.
    """

    yaml: str
    unused: tuple[tuple[int, str], ...]
    end: int


def front_matter_of(text: str) -> FrontMatter | None:
    """The front matter of a Markdown text, or None.

    What looks like one and cannot be read is text like all other.
    """
    return next((found for read in _READERS if (found := read(text))), None)


def day_of_time(date: str) -> str:
    """A date without its time of day: "2026-01-03 10:11:12 +0100" is 2026-01-03."""
    return _DAY_AND_TIME.sub(r"\1", date)


def _yaml(text: str) -> FrontMatter | None:
    found = _YAML.match(text)
    if not found:
        return None
    unused = _entries(_YAML_KEY, found[1], text.count("\n", 0, found.start(1)) + 1)
    return FrontMatter(found[0].lstrip(), tuple(unused), found.end())


def _entries(keys: re.Pattern[str], block: str, first: int) -> Iterator[tuple[int, str]]:
    """The entries of a block that are not of the essay: line, and all that each holds."""
    starts = list(keys.finditer(block))
    for key, following in zip(starts, [*starts[1:], None], strict=True):
        entry = block[key.start() : following.start() if following else len(block)]
        if _AS.get(key[1].lower(), key[1].lower()) not in _TELLS:
            yield block.count("\n", 0, key.start()) + first, entry.strip()


def _toml(text: str) -> FrontMatter | None:
    found = _TOML.match(text)
    if not found:
        return None
    try:
        values = tomllib.loads(found[1])
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    unused = _entries(_TOML_KEY, found[1], text.count("\n", 0, found.start(1)) + 1)
    return _said({**_table(values, "params"), **_table(values, "taxonomies"), **values}, tuple(unused), found.end())


def _table(values: dict[str, Any], name: str) -> dict[str, Any]:
    table = values.get(name)
    return table if isinstance(table, dict) else {}


def _json(text: str) -> FrontMatter | None:
    start = len(text) - len(text.lstrip())
    if not text[start:].startswith("{"):
        return None
    try:
        values, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or "title" not in values:
        return None
    others = {key: value for key, value in values.items() if key.lower() not in _TELLS}
    unused = [(1, f"{key}: {json.dumps(value, ensure_ascii=False)}") for key, value in others.items()]
    return _said(values, tuple(unused), end)


def _fields(text: str) -> FrontMatter | None:
    """MultiMarkdown's head: "Key: value" from the first line to a blank one.

    False positive it avoids: an essay that begins "Note: …", or with a dialogue; it gives no title.
    """
    values: dict[str, Any] = {}
    lines = []
    key = ""
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        field = _FIELD.fullmatch(line.rstrip())
        if not line.strip():
            break
        if field:
            key = _AS.get(field[1].lower(), field[1].lower())
            values[key] = field[2].strip()
        elif key and line[0] in " \t":
            values[key] += f" {line.strip()}"
        else:
            return None
        lines.append((key, line))
    if "title" not in values or not all(len(str(value)) < 4000 for value in values.values()):
        return None
    for names in ("keywords", "tags"):
        if names in values:
            values[names] = [word.strip() for word in re.split("[;,]", values[names]) if word.strip()]
    unused = [(n, line.strip()) for n, (name, line) in enumerate(lines, start=1) if name not in _TELLS]
    return _said(values, tuple(unused), sum(len(line) + 1 for _, line in lines))


def _percent(text: str) -> FrontMatter | None:
    """pandoc's title block: up to three lines with a percent sign, title, authors and date.

    A line set in goes on.

    False positive it avoids: a line of TeX's comment; a blank must follow the sign, and the text after an empty line.
    """
    entries: list[list[str]] = []
    length = 0
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        if line.startswith("%") and line[1:2] in ("", " ") and len(entries) < 3:
            entries.append([line[1:].strip()])
        elif entries and line.startswith(" ") and line.strip():
            entries[-1].append(line.strip())
        elif line.strip():
            return None
        else:
            break
        length += len(line) + 1
    if not entries or not entries[0][0]:
        return None
    title, authors, day = (*entries, [], [])[:3] if len(entries) < 3 else entries
    named = [name.strip() for part in authors for name in part.split(";") if name.strip()]
    values = {"title": " ".join(title), "author": named, "date": " ".join(day).strip()}
    return _said({key: value for key, value in values.items() if value}, (), min(length, len(text)))


def _said(values: dict[str, Any], unused: tuple[tuple[int, str], ...], end: int) -> FrontMatter:
    """Values as a block of YAML, which JSON is."""
    told = {}
    for key, value in values.items():
        name = _AS.get(key.lower(), key.lower())
        if name in _TELLS and value:
            told[name] = _people(value) if name.startswith("author") else value
    return FrontMatter(f"---\n{json.dumps(told, ensure_ascii=False, default=_written)}\n---\n", unused, end)


def _people(value: Any) -> Any:
    """Authors one by one, where semicolons part them; "Ann Lee, Jr." is one."""
    return [name.strip() for name in value.split(";") if name.strip()] if isinstance(value, str) and ";" in value else value


def _written(value: Any) -> str:
    """A date of TOML as the file has it, near enough."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


_READERS: tuple[Callable[[str], FrontMatter | None], ...] = (_yaml, _toml, _json, _percent, _fields)
