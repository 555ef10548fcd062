"""report.html in a real browser: axe-core finds nothing to mend, on a phone and on a desk, by day and by night."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pressline.model import Job
from pressline.pipeline.build import build

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "seeds" / "never-again-yet-again.txt"
MODULES = Path(os.environ.get("PRESSLINE_CONFORMANCE", ""))
NODE = shutil.which("node")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
AXE = MODULES / "node_modules" / "axe-core" / "axe.min.js"
LACKS = [what for what, there in (("node", NODE), ("chromium", CHROMIUM), ("what npm brings", AXE.is_file())) if not there]

pytestmark = pytest.mark.skipif(bool(LACKS), reason=f"{' and '.join(LACKS)} missing: run make conformance")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the browser tells of the page of the real essay."""
    folder = tmp_path_factory.mktemp("page")
    build(Job(SEED, folder))
    command = [str(NODE), str(HERE / "page.mjs"), str(MODULES), str(CHROMIUM), str(folder / "report.html")]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=240).stdout)
    return found


def test_axe_finds_nothing_to_mend(told: dict[str, Any]) -> None:
    assert [violation for look in told["looks"] for violation in look["violations"]] == []
    assert [(look["width"], look["colorScheme"]) for look in told["looks"]] == [
        (390, "light"),
        (390, "dark"),
        (1280, "light"),
        (1280, "dark"),
    ]


def test_nothing_is_fetched_and_nothing_runs_over_the_screen(told: dict[str, Any]) -> None:
    assert (told["requests"], told["said"]) == ([], [])
    assert [look["across"] for look in told["looks"]] == [390, 390, 1280, 1280]


def test_it_prints_whole_with_what_is_folded_on_the_screen(told: dict[str, Any]) -> None:
    document = pypdfium2.PdfDocument(base64.b64decode(told["printed"]))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Nothing lost, nothing let in." in text
    assert "[^67]" in text
    assert len(document) < 25
