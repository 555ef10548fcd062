"""Cases that a person can read and write: one file, its parts under lines "=== name", what is given and what is expected.

    === about
    A marker used twice is one note with two calls.
    === in
    ...
    === essay.md
    ...
    === findings
    4:12 query N003 note 1 is called 2 times, here again after 2

`pytest --accept` writes what came out into the expected parts; read the difference before you commit it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pressline.findings import Finding

GIVEN = ("about", "in")


@dataclass(frozen=True)
class Case:
    path: Path
    parts: dict[str, str]


def read_case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    names = re.findall(r"^=== (.+)$", text, re.M)
    bodies = re.split(r"^=== .+\n", text, flags=re.M)[1:]
    return Case(path, dict(zip(names, bodies, strict=True)))


def lines_of(findings: list[Finding]) -> str:
    """Findings as lines of a case: place, severity, code, message."""
    return "".join(
        f"{':'.join(str(n) for n in (f.place.line, f.place.column) if n) or '-'} {f.severity} {f.code} {f.message}\n"
        for f in findings
    )


def check_case(case: Case, came: dict[str, str], accept: bool) -> None:
    """Compare what came out with the parts that the case expects; with --accept, write it there instead."""
    expected = {name: body for name, body in case.parts.items() if name not in GIVEN}
    came = {name: body for name, body in came.items() if name in expected or not expected}
    if accept and came != expected:
        parts = {name: case.parts[name] for name in GIVEN if name in case.parts} | came
        case.path.write_text("".join(f"=== {name}\n{body}" for name, body in parts.items()), encoding="utf-8")
        return
    assert came == expected


def cases_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.case"))


Run = Callable[[str], dict[str, str]]
