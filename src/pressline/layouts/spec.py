"""layout.yaml as it stands in the file.

Its keys, and what must hold of their values that types cannot say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pressline.config.plain_yaml import Places
from pressline.findings import Finding, Place, finding
from pressline.model import Acronyms, Edition, Heading, Limits, Page, RepeatedCalls, RunningHead, Type, WordPage

LARGEST = 2000  # of any measure: a sheet of A0 is 1189 mm high
_LEAST_MEASURE_MM = 40  # of text on a page, in width and height
_MAY_BE_NOTHING = frozenset({"note_space_pt", "words", "text_words", "abstract_words"})


@dataclass(frozen=True, slots=True)
class Spec:
    """layout.yaml: the font is a name, and what `extends` gives is already here."""

    __pydantic_config__ = {"extra": "forbid"}
    face: str  # a folder of the layout's own fonts/, or of those that come with Pressline
    page: Page
    text: Type
    notes: Type
    headings: tuple[Heading, ...]
    word: WordPage
    extends: str = ""  # the layout of Pressline's that gives every key that does not stand here
    summary: str = ""  # what it is for, in a line
    quotes: Literal["typographic", "single", "as-written"] = "typographic"
    acronyms: Acronyms = "capitals"  # or small-caps; small-caps-in-text: not in the notes
    repeated_calls: RepeatedCalls = "number"  # or with-page: in the PDF, the page where a note called again stands
    running_head: RunningHead = RunningHead()
    edition: Edition = Edition()
    limits: Limits = Limits()
    embed_fonts: bool = True


def problems_of(spec: Spec, places: Places, path: str) -> list[Finding]:
    """A finding L002 for every value that no page can be made of, at its line."""
    found = [*_numbers(asdict(spec), (), places, path), *_pages(spec, places, path)]
    if not re.fullmatch(r"[\w-]{1,60}", spec.face):
        found.append(_finding("face", "this is no name of a folder", "write one name, as EBGaramond", places, path))
    if not spec.headings:
        found.append(_finding("headings", "there are none", "give at least the first level", places, path))
    return sorted(found, key=lambda f: (f.place.line, f.place.column))


def _finding(key: str, problem: str, remedy: str, places: Places, path: str) -> Finding:
    parts: tuple[str | int, ...] = tuple(int(part) - 1 if part.isdigit() else part for part in key.split("."))
    place = next((places[parts[:end]] for end in range(len(parts), 0, -1) if parts[:end] in places), Place(path))
    return finding("L002", place, key=key, problem=problem, remedy=remedy)


def _numbers(value: Any, path: tuple[str, ...], places: Places, file: str) -> Iterator[Finding]:
    """Every number is more than nothing, and no larger than `LARGEST` (words apart)."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(item, (*path, key), places, file)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value, start=1):
            yield from _numbers(item, (*path, str(index)), places, file)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        name = path[-1]
        least_holds = value >= 0 if name in _MAY_BE_NOTHING else value > 0
        if not (least_holds and (value < LARGEST or name.endswith("words"))):
            yield _finding(".".join(path), f"{value} is no such measure", f"write a number up to {LARGEST}", places, file)


def _pages(spec: Spec, places: Places, file: str) -> Iterator[Finding]:
    """The margins leave room for text, in print and in Word."""
    page, word = spec.page, spec.word
    rooms = (
        ("page.width_mm", page.width_mm - page.inner_mm - page.outer_mm),
        ("page.height_mm", page.height_mm - page.top_mm - page.bottom_mm),
        ("word.width_mm", word.width_mm - 2 * word.margin_mm),
        ("word.height_mm", word.height_mm - 2 * word.margin_mm),
    )
    for key, room in rooms:
        if room < _LEAST_MEASURE_MM:
            problem = f"the margins leave {max(room, 0):g} mm of it for text"
            yield _finding(key, problem, f"leave at least {_LEAST_MEASURE_MM} mm", places, file)
