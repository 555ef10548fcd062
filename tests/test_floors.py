"""The house: every room has a floor, and imports only from the floors below its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "pressline"
FLOORS = {
    14: ("__main__", "__init__"),
    13: ("cli",),
    12: ("terminal", "batch", "watch", "reproof"),
    11: ("press",),
    10: ("presswork", "closing", "binding", "planning"),
    9: ("formats", "report", "doctor", "manifest", "reportpage", "preview") + ("shelf",),
    8: ("backends.pdf", "backends.epub", "backends.docx", "audit.pdf", "audit.epub", "audit.docx", "backends", "audit")
    + ("audit.anonymous", "absorb", "editorsheet", "proof"),
    7: ("readers", "normalize", "markdown", "html", "writer", "pagination", "blind", "submission", "schema"),
    6: ("plaintext", "documents", "front", "notes", "queries", "printers", "rawwords"),
    5: ("matching", "decoding", "metadata", "layout"),
    4: ("markers", "content", "isolated_call", "identity", "ownership"),
    3: ("passages", "cleaning", "language", "pandoc", "conserve", "typography", "frontmatter", "files", "supra", "workers")
    + ("coverart", "cuts", "beside", "zips")
    + ("spaces", "acronyms", "shapes", "otherkinds", "widths"),
    2: ("model", "tree", "plainyaml", "definitions", "input_files", "processes", "markdown_text", "papers"),
    1: ("findings", "rubbish", "faults"),
}


def room_of(module: str) -> str:
    """The room that a module belongs to: "backends.epub.cover" is part of "backends.epub"."""
    parts = module.removeprefix("pressline.").split(".")
    return ".".join(parts[:2]) if parts[0] in ("backends", "audit") else parts[0]


def floor_of(room: str) -> int:
    return next((floor for floor, rooms in FLOORS.items() if room in rooms), -1)


def imports_of(path: Path) -> set[str]:
    """The rooms that a file imports, those for type checkers included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pressline"):
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "pressline" else [base]
            found |= {room_of(name) for name in names}
    return found


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_a_room_imports_only_from_below(path: Path) -> None:
    module = ".".join(path.relative_to(SRC).with_suffix("").parts)
    module = module if module == "__init__" else module.removesuffix(".__init__")
    room = room_of(module)
    assert floor_of(room) >= 0, f"{room} has no floor"
    wrong = [other for other in imports_of(path) - {room} if floor_of(other) >= floor_of(room)]
    assert wrong == []


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_rooms_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 500 or path.name == "findings.py"  # one table of all complaints
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []
