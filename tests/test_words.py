"""Words: names and docstrings that a newcomer understands, and none of the words that did not serve."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "pressline").rglob("*.py"))
PROSE = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LONGEST = 87  # characters of a first docstring line

# Each with the word to use instead. Whole words in any case, parts of names too: `fix_shelf` is found, `shelfmark` is not.
INSTEAD = {
    "chrome": "boilerplate",
    "crew": "pool",
    "editorsheet": "queries",
    "faces": "fonts",
    "folio": "page number",
    "folios": "page numbers",
    "mend": "fix, patch",
    "mended": "fixed, corrected, patched",
    "mends": "fixes, patches",
    "presswork": "build",
    "rubbish": "garbage",
    "shelf": "cache",
}
WORD = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(INSTEAD)})(?![a-z])", re.IGNORECASE)  # not in "surfaces" or "recommend"
ALLOWED = re.compile(
    r"\bChrome\b(?! of)"  # the browser
    r"|\"faces\""  # the key of a check in report.json
    r"|\{mended\}|mended=|\*mended\*"  # a value of finding B032
)


def documented(path: Path) -> Iterator[tuple[str, str]]:
    """Each class, function or module with a docstring: its name and the first line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield getattr(node, "name", path.stem), text.split("\n", 1)[0]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_the_first_line_of_a_docstring_is_short(path: Path) -> None:
    assert [(name, line) for name, line in documented(path) if len(line) > LONGEST] == []


def test_each_class_has_a_name_of_its_own() -> None:
    places = defaultdict(list)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", [*SOURCES, *PROSE], ids=lambda path: str(path.relative_to(ROOT)))
def test_words_that_did_not_serve_do_not_come_back(path: Path) -> None:
    text = ALLOWED.sub("", path.read_text(encoding="utf-8"))
    found = [(text.count("\n", 0, match.start()) + 1, match.group()) for match in WORD.finditer(text)]
    assert [f"line {line}: {word!r}; write {INSTEAD[word.lower()]}" for line, word in found] == []


@pytest.mark.parametrize(("text", "found"), [("the shelf", 1), ("old_faces", 1), ("surfaces, recommended, Chrome", 0)])
def test_whole_words_are_found_and_parts_are_not(text: str, found: int) -> None:
    assert len(WORD.findall(ALLOWED.sub("", text))) == found
