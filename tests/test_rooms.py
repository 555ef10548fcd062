"""The house: rooms import only from below, by name too as the program runs, and modules and functions stay small."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "pressline"
MODULE = re.compile(r"pressline(\.[a-z_]\w*)+")  # a whole string, so that no sentence which names the program is taken


def rooms() -> dict[str, int]:
    """Each room with its place in the contract of pyproject.toml, 0 the lowest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {room: place for place, layer in enumerate(reversed(layers)) for room in layer.split(" : ")}


def test_the_contracts_of_imports_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_what_is_loaded_by_name_exists_and_is_below(path: Path) -> None:
    order = rooms()
    room = path.relative_to(SRC).parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and MODULE.fullmatch(node.value)):
            continue
        parts = node.value.split(".")
        assert any(importlib.util.find_spec(".".join(parts[:length])) for length in (len(parts), len(parts) - 1)), node.value
        assert room == "__init__" or order[parts[1]] <= order[room], node.value


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 500 or path.name == "findings.py"  # one table of all complaints
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []
