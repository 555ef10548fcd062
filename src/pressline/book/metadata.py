"""metadata.yaml: read once, checked, the only source of what backends say of a book."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from pressline.config.plain_yaml import Places, load, validate
from pressline.findings import Finding, Place, PresslineError, finding
from pressline.locale.tags import is_tag
from pressline.model import Metadata
from pressline.runtime.input_files import Unfit, read_file

FILE_NAME = "metadata.yaml"
_EARLIEST_YEAR = 1000  # files say years in four digits
_NUMBER = re.compile(r"\s*+[+-]?\d++(?:\.\d*+)?\s*+")  # false positive it avoids: 2026-01-31
# EPUB Accessibility 1.1, "Publication conformance": 1.1 or higher, 2.0 or higher, and nothing else.
_CLAIM = re.compile(r"EPUB Accessibility 1\.[1-9] - WCAG 2\.\d Level A{1,3}")


def parse_metadata(text: str, path: str) -> Metadata:
    """The metadata that a YAML text holds.

    Raises:
        PresslineError: M001 to M005, each with its line.
    """
    data, places = load(text, path)
    _unfold_author(data, places)
    _refuse_bare_numbers(data, places, path)
    metadata = validate(Metadata, data, places)
    problems = list(_problems(asdict(metadata), (), places, path))
    for key, date in (("date", metadata.date), ("modified", metadata.modified)):
        if date and date.year < _EARLIEST_YEAR:
            problem, remedy = f"an essay of the year {date.year}", "write it as 2026-01-31"
            problems.append(finding("M002", places.get((key,), Place(path)), key=key, problem=problem, remedy=remedy))
    problems += _unfounded(metadata, places, path)
    if problems:
        raise PresslineError(sorted(problems, key=lambda f: (f.place.line, f.place.column)))
    return metadata


def _refuse_bare_numbers(data: dict[str, Any], places: Places, path: str) -> None:
    """Refuse a date that is a number alone: pydantic's core takes one for seconds since 1970.

    Raises:
        PresslineError: M002.
    """
    keys = [key for key in ("date", "modified") if _NUMBER.fullmatch(str(data.get(key)))]
    said = {"problem": "expected a date", "remedy": "write it as 2026-01-31"}
    if keys:
        raise PresslineError([finding("M002", places.get((key,), Place(path)), key=key, **said) for key in keys])


def _unfounded(metadata: Metadata, places: Places, path: str) -> Iterator[Finding]:
    """Check claims without certifier and the reverse, and a UUID of no use.

    EPUB Accessibility 1.1, "Evaluator name".
    """
    said = metadata.accessibility
    rows = (
        ("conforms_to", said.conforms_to and not said.certified_by, "certified_by", "who tested it"),
        ("certified_by", said.certified_by and not said.conforms_to, "conforms_to", "what is certified"),
        ("credential", said.credential and not said.certified_by, "certified_by", "whose it is"),
        ("report", said.report and not said.certified_by, "certified_by", "whose it is"),
    )
    for key, wrong, other, what in rows:
        if wrong:
            place = places.get(("accessibility", key), Place(path))
            problem, remedy = f"there is no {other}", f"say {what} under accessibility: {other}"
            yield finding("M002", place, key=f"accessibility.{key}", problem=problem, remedy=remedy)
    if metadata.identifiers.uuid in (UUID(int=0), UUID(int=2**128 - 1)):  # RFC 9562, 5.9 and 5.10
        place = places.get(("identifiers", "uuid"), Place(path))
        problem, remedy = "this UUID is nobody's own", "take the line out: the next build says which to write"
        yield finding("M002", place, key="identifiers.uuid", problem=problem, remedy=remedy)


def _unfold_author(data: dict[str, Any], places: Places) -> None:
    """Give `author` its one shape, a list of maps.

    People also write one map, or a name alone.
    """
    author = data.get("author")
    if isinstance(author, dict):
        for path in [p for p in places if p[:1] == ("author",) and len(p) > 1]:
            places[("author", 0, *path[1:])] = places.pop(path)
        places[("author", 0)] = places[("author",)]
        author = [author]
    if isinstance(author, str):
        author = [author]
    if isinstance(author, list):
        data["author"] = [{"name": item} if isinstance(item, str) else item for item in author]
    elif "author" in data and author is None:
        del data["author"]
    for key in ("keywords",):
        if data.get(key, ()) is None:
            del data[key]


def _no_controls(value: str) -> bool:
    """Whether a value is free of control characters, lone surrogates and direction marks.

    A newline is allowed: an abstract may have paragraphs.
    """
    return not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in value) and not re.search(
        "[\u202a-\u202e\u2066-\u2069]", value
    )


Check = tuple[str, Callable[[str], object], str, str]  # key, what must hold, what is wrong otherwise, what to do
_CHECKS: tuple[Check, ...] = (
    ("*", _no_controls, "it holds a control character", "type the value again"),
    ("title", str.strip, "it is empty", "write the title of the essay"),
    ("name", str.strip, "it is empty", "write the author's name"),
    (
        "language",
        is_tag,
        "this is no language tag",
        "write it as en-US, en-GB, fr-FR or de-DE",
    ),
    (
        "email",
        re.compile(r"[^@\s<>\"]++@[^@\s<>\"][^@\s<>\".]*+\.[^@\s<>\"]++").fullmatch,
        "this is no e-mail address",
        "write it as name@example.org",
    ),
    (
        "url",
        re.compile(r"https?://[^\s<>\"]+").fullmatch,
        "only addresses that start with http:// or https:// may be printed",
        "write the whole address",
    ),
    (
        "conforms_to",
        _CLAIM.fullmatch,
        "these are not the words of the standard",
        "write it as EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
    ),
    (
        "report",
        re.compile(r"https?://[^\s<>\"]+").fullmatch,
        "this is no address that starts with http:// or https://",
        "write the whole address",
    ),
    ("isbn", lambda v: _isbn13(v), "this is no ISBN-13", "write its 13 digits; the last is a check digit"),
    ("number", re.compile(r"\d+(\.\d+)*").fullmatch, "this is no place in a series", "write it as 3 or 3.1"),
    ("doi", re.compile(r"10\.\d{4,9}/\S+").fullmatch, "this is no DOI", "write it as 10.1000/182"),
)


def _isbn13(value: str) -> bool:
    """Whether a value is an ISBN-13 with a right check digit (ISO 2108).

    Hyphens and spaces are allowed.

    >>> _isbn13("978-0-306-40615-7"), _isbn13("978-0-306-40615-8"), _isbn13("4006381333931")
    (True, False, False)
    """
    digits = re.sub("[- ]", "", value)
    return (
        bool(re.fullmatch(r"97[89]\d{10}", digits))
        and sum(int(d) * (3 if k % 2 else 1) for k, d in enumerate(digits)) % 10 == 0
    )


def _problems(value: Any, path: tuple[str | int, ...], places: Places, file: str) -> Iterator[Finding]:
    """What the types cannot say: the checks of `_CHECKS`, for every text in the metadata."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _problems(item, (*path, key), places, file)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _problems(item, (*path, index), places, file)
    elif isinstance(value, str):
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        for name, holds, problem, remedy in _CHECKS:
            if name in ("*", key) and not holds(value):
                dotted = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
                place = places.get(path, Place(file))
                yield finding("M002", place, key=dotted, problem=problem, remedy=remedy)


_HEADER = """\
# What every format takes from here: title page, running heads, byline, bio and contact, document properties.
# Change a line, build again, and the PDF, the EPUB and the DOCX all change. The README lists the other keys.
"""


def write_metadata(metadata: Metadata) -> str:
    """The text of metadata.yaml.

    Only what is known, in the order of the model, one value a line.
    """
    lines = _prune(asdict(metadata))
    if metadata.notes_heading == Metadata.__dataclass_fields__["notes_heading"].default:
        del lines["notes_heading"]
    if len(metadata.author) == 1:
        lines["author"] = lines["author"][0]
    return _HEADER + yaml.dump(lines, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)


class _Dumper(yaml.SafeDumper):
    """Write an absent value as nothing at all (`url:`), to be filled in by a person."""


_Dumper.add_representer(UUID, lambda dumper, value: dumper.represent_str(str(value)))
_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def _prune(value: Any) -> Any:
    """A copy without what is empty.

    A link keeps its missing url, because the author is asked for it.
    """
    if isinstance(value, dict):
        kept = {key: _prune(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, (), [], {}) or (key == "url" and "text" in kept)}
    if isinstance(value, list | tuple):
        return [_prune(item) for item in value]
    return value


def kept_uuid(folder: Path, title: str) -> UUID | None:
    """The UUID that the metadata.yaml of a folder gives an essay of this title.

    None where there is none.

    False positive it avoids: the UUID of another essay that was written into the same folder.
    """
    try:
        metadata = load_metadata(folder / "essay.md")[0]
    except (PresslineError, OSError):
        return None
    return metadata.identifiers.uuid if metadata.title == title else None


def load_metadata(essay: Path, path: Path | None = None) -> tuple[Metadata, str]:
    """The metadata of an essay.md, and the text of its file.

    The one at `path`, else that beside the essay.

    Raises:
        PresslineError: M006 when there is none; R009 and R010 for what is not read; M001 to M005 for what it holds.
    """
    path = path or essay.with_name(FILE_NAME)
    if not path.exists():
        raise PresslineError([finding("M006", Place(str(essay)), essay=essay.name, path=shlex.quote(str(essay)))])
    try:
        data = read_file(path)
    except Unfit as unfit:
        raise unfit.stop(str(path)) from unfit
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{data[error.start]:02X} is not valid UTF-8"
        raise PresslineError(
            [finding("M003", Place(str(path), line), problem=problem, remedy="save the file as UTF-8")]
        ) from error
    return parse_metadata(text, str(path)), text
