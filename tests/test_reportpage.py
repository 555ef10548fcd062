"""report.html and report.json: true to the build, safe with any text, the same for the same essay."""

from __future__ import annotations

import html.parser
import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from jsonschema import Draft202012Validator

from conftest import TESTS
from pressline.findings import Place, finding
from pressline.model import Job, Provenance, Report, Step
from pressline.pipeline.build import build
from pressline.report.page import report_page
from pressline.report.schema import schema

HOSTILE = '</style></script><script>alert(1)</script><img src=x onerror="alert(2)">&amp;'


class Outline(html.parser.HTMLParser):
    """The elements of a page, with their attributes, and all its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("rich")
    shutil.copytree(TESTS / "rich", folder, dirs_exist_ok=True)
    essay = folder / "essay.md"
    essay.write_text(essay.read_text(encoding="utf-8").replace("日本語", "words"), encoding="utf-8")
    return build(Job(essay))


def page_of(report: Report) -> Outline:
    return Outline((report.folder / "report.html").read_text(encoding="utf-8"))


def test_the_page_shows_pages_checks_notes_and_digests(rich: Report) -> None:
    page = page_of(rich)
    pictures = [given for tag, given in page.elements if tag == "img"]
    assert [given["alt"] for given in pictures] == [f"page {n}" for n in range(1, len(pictures) + 1)]
    assert len(pictures) == len(pikepdf.open(rich.folder / "essay.pdf").pages)
    for artifact in rich.artifacts:
        assert artifact.sha256 in page.text
    for digest in rich.provenance.inputs:
        assert digest.sha256 in page.text
    for words in ("Nothing lost, nothing let in.", "WeasyPrint", "essay.epub", "[^seven]", "id 8"):
        assert words in page.text


def test_the_page_is_whole_by_itself(rich: Report) -> None:
    text = (rich.folder / "report.html").read_text(encoding="utf-8")
    page = Outline(text)
    assert not {tag for tag, _ in page.elements} & {"script", "link", "iframe", "object", "form"}
    sources = [given.get("src") or given.get("href") for _, given in page.elements if given.get("src") or given.get("href")]
    assert all(source and source.startswith("data:image/jpeg;base64,") for source in sources)
    assert not re.search(r"url\(|@import|https?://(?!example\.org)", text)
    assert len(text) < 400_000


def test_any_text_is_text(tmp_path: Path) -> None:
    place = Place(HOSTILE, 1, 3)
    report = Report(
        tmp_path / "essay.md",
        tmp_path,
        "essay",
        steps=(Step("dropped", place, HOSTILE, HOSTILE),),
        findings=(
            finding("Q014", place, text=HOSTILE, excerpt=HOSTILE),
            finding("A012", Place(HOSTILE, spot=HOSTILE), text=HOSTILE),
        ),
        provenance=Provenance(HOSTILE, HOSTILE, HOSTILE, HOSTILE, tools=((HOSTILE, HOSTILE),)),
    )
    page = Outline(report_page(report))
    assert not [tag for tag, _ in page.elements if tag in ("script", "img")]
    assert page.text.count("<script>alert(1)</script>") >= 8


def test_the_same_essay_gives_the_same_page(rich: Report, tmp_path: Path) -> None:
    for name in ("essay.md", "metadata.yaml", "square.png"):
        shutil.copy(rich.folder / name, tmp_path / name)
    again = build(Job(tmp_path / "essay.md"))
    assert (again.folder / "report.html").read_bytes() == (rich.folder / "report.html").read_bytes()
    assert (again.folder / "manifest.json").read_bytes() == (rich.folder / "manifest.json").read_bytes()


@pytest.mark.parametrize("kind", ["report", "manifest"])
def test_what_is_written_fits_the_schema_that_is_shipped(kind: str, rich: Report) -> None:
    written = json.loads((rich.folder / f"{kind}.json").read_text(encoding="utf-8"))
    shipped = json.loads(schema(kind))
    Draft202012Validator.check_schema(shipped)
    assert [error.message for error in Draft202012Validator(shipped).iter_errors(written)] == []


def test_an_error_is_said_on_top(tmp_path: Path) -> None:
    essay = tmp_path / "essay.md"
    essay.write_text("A word.\n", encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: T\n", encoding="utf-8")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "layout.yaml").write_text("extends: essay\n", encoding="utf-8")
    (mine / "epub.css").write_text("section p { visibility: hidden }\n", encoding="utf-8")
    page = page_of(build(Job(essay, formats=("epub",), layout=str(mine))))
    assert "One error: what did not pass was not put in place." in page.text
