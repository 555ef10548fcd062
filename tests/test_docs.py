"""The documents are true: their links and commands exist, and what is made from the program says what the program says."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from pressline.book.metadata import parse_metadata
from pressline.cli import parser
from pressline.findings import CATALOGUE, Place, finding
from pressline.report.schema import schema

ROOT = Path(__file__).parents[1]
PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted((ROOT / "docs").rglob("*.md"))
EXAMPLES = yaml.safe_load((ROOT / "docs" / "findings.examples.yaml").read_text(encoding="utf-8"))
_PLACEHOLDERS = ("COMMAND", "SHELL", "…", "...")


def _reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


NAMES = [name.split() for name, _ in _reference()._commands(parser("pressline"))]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", ["findings.md", "cli.md", "metadata.md"])
def test_a_page_that_is_made_from_the_program_is_what_would_be_made_now(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == _reference().PAGES[name](), "run: make docs"


def test_every_code_has_an_example_and_a_room() -> None:
    assert sorted(EXAMPLES) == sorted(CATALOGUE)
    assert {code[0] for code in CATALOGUE} == set(_reference().ROOMS)
    said = [finding(code, Place("x"), **{k: v for k, v in row.items() if k != "at"}) for code, row in EXAMPLES.items()]
    assert [f.code for f in said if "{" in f.message + f.hint and f.code not in ("M010", "B039")] == []


def test_every_example_of_metadata_is_read() -> None:
    examples = yaml.safe_load((ROOT / "docs" / "metadata.examples.yaml").read_text(encoding="utf-8"))
    for key, row in examples.items():
        if "." not in key:
            text = f"{key}: {row['example']}\n"
            parse_metadata(text if key == "title" else f"title: T\n{text}", "metadata.yaml")
    shown = (ROOT / "docs" / "metadata.md").read_text(encoding="utf-8")
    assert parse_metadata(shown.split("```yaml\n")[1].split("```")[0], "metadata.yaml").author[0].name == "Ada Ek"


@pytest.mark.parametrize("path", PAPERS, ids=_name)
def test_what_a_document_links_to_is_there(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.S)
    folder = path.parent.parent if path.parent.name == "parts" else path.parent
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)", text):
        assert (folder / target).exists(), target


@pytest.mark.parametrize("path", PAPERS, ids=_name)
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:src|tests|docs|bench|layouts|fonts)/[\w./-]+\w)`", text):
        assert (ROOT / name).exists(), name


def _commands(path: Path) -> Iterator[str]:
    """Every command of Pressline in the code of a document: in a block, or within a line."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|text)?\n(.*?)^```", text, re.S | re.M)
    lines = [line for block in blocks for line in block.split("\n")]
    lines += re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))
    for line in lines:
        match = re.match(r"(?:\$ )?(?:\.venv/bin/|python -m )?pressline (.+)", line.strip())
        if match and not any(word in match[1] for word in _PLACEHOLDERS):
            yield match[1]


@pytest.mark.parametrize("path", [path for path in PAPERS if path.name != "cli.md"], ids=_name)
def test_every_command_in_a_document_can_be_typed(path: Path) -> None:
    for command in _commands(path):
        words = shlex.split(re.split(r"\s[|>]", command)[0], comments=True)
        if words not in NAMES:  # a command may be named without what it is given
            _require_typable(words)


def _require_typable(words: list[str]) -> None:
    try:
        parser("pressline").parse_args(words)
    except SystemExit as end:
        assert end.code == 0, words


def test_every_command_in_a_hint_can_be_typed() -> None:
    for code, row in EXAMPLES.items():
        hint = finding(code, Place("x"), **{key: value for key, value in row.items() if key != "at"}).hint
        for command in re.findall(r"(?<![\w./-])pressline ([a-z].*?)(?=$|   |[;)])", hint):
            _require_typable(shlex.split(command))


def test_every_key_of_a_layout_is_described() -> None:
    keys = json.loads(schema("layout"))["properties"]
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8"), re.M)
    assert set(keys) == {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_every_goal_of_make_that_a_document_names_is_there() -> None:
    goals = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {goal for path in PAPERS for goal in re.findall(r"(?:`|^)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.M)}
    assert named <= goals


def test_the_readme_is_short_and_its_two_commands_come_first() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("\n") <= 150
    assert re.findall(r"^(\w+(?: \w+)?)  +#", text, re.M)[:2] == ["make", "make test"]


def test_nothing_names_the_workshop() -> None:
    """No machine's paths in what is shipped."""
    files = [
        p
        for folder in ("src", "layouts", "tests", "docs")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in (".py", ".css", ".yaml", ".md")
    ]
    words = ("/" + "work/", "../" + "shared", "/" + "tmp/w")
    assert [(str(p), w) for p in [*files, *PAPERS] for w in words if w in p.read_text(encoding="utf-8")] == []
