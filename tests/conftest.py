"""What the tests share: the seed essay as a book, its layout, and each finished file, built once a session."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import pressline.layouts.font_chain
from pressline.book.composition import composition_of
from pressline.book.markdown import parse_essay
from pressline.book.metadata import load_metadata
from pressline.layouts import load_layout
from pressline.model import Artifact, Book, Edition, Layout, Metadata
from pressline.pipeline.build import typeset
from pressline.transforms.formulas import set_formulas

TESTS = Path(__file__).parent
collect_ignore = ["portable"]  # to be loaded in processes of its own only: it takes away what this one needs
os.environ["PRESSLINE_TRACEBACK"] = "1"  # a fault that nobody foresaw is shown as Python shows it, by commands too
settings.register_profile("default-for-tests", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default-for-tests")
NIGHTLY = frozenset(line for line in (TESTS / "nightly.txt").read_text(encoding="utf-8").splitlines() if "::" in line)
STAMP = 315532800  # 1980-01-01, what an undated essay carries


def book_at(essay: Path) -> Book:
    """The book that an essay.md and the metadata.yaml beside it make, with formulas that can be read."""
    metadata, text = load_metadata(essay)
    return set_formulas(parse_essay(essay.read_text(encoding="utf-8"), metadata, essay, stamp=STAMP, extra=text))


def empty_book(metadata: Metadata) -> Book:
    """A book of its metadata alone."""
    return Book(metadata, [], (), Path(), "0" * 64, STAMP, composition_of(metadata, [], Edition()))


SHORT = "# One\n\nA word.[^1] Another.\n\n[^1]: The note.\n"


def essay_in(folder: Path, text: str = SHORT, metadata: str = "title: T\nauthor: A B\n") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "metadata.yaml").write_text(metadata, encoding="utf-8")
    (folder / "essay.md").write_text(text, encoding="utf-8")
    return folder / "essay.md"


@pytest.fixture(scope="session")
def good_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an essay and its three good files."""
    folder = tmp_path_factory.mktemp("good")
    from pressline.model import Job
    from pressline.pipeline.build import build

    assert not build(Job(essay_in(folder))).failed
    return folder


@pytest.fixture
def fonts_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with no fonts but those that come with Pressline."""
    monkeypatch.setattr(pressline.layouts.font_chain, "_of_system", lambda character, language: iter(()))


@pytest.fixture(scope="session")
def seed_book() -> Book:
    return typeset(book_at(TESTS / "seed" / "essay.md"), load_layout("essay"))


@pytest.fixture(scope="session")
def essay_layout() -> Layout:
    return load_layout("essay")


@pytest.fixture(scope="session")
def seed_pdf(seed_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    from pressline.backends.pdf import render

    artifact, findings = render(seed_book, essay_layout, tmp_path_factory.mktemp("pdf") / "essay.pdf")
    assert findings == []
    return artifact


@pytest.fixture(scope="session")
def seed_epub(seed_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    from pressline.backends.epub import render

    artifact, findings = render(seed_book, essay_layout, tmp_path_factory.mktemp("epub") / "essay.epub")
    assert findings == []
    return artifact


@pytest.fixture(scope="session")
def seed_docx(seed_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    from pressline.backends.docx import render

    artifact, findings = render(seed_book, essay_layout, tmp_path_factory.mktemp("docx") / "essay.docx")
    assert findings == []
    return artifact


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what came out into the expected parts of the cases")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not any("::" in argument for argument in config.args):
        collected = {item.nodeid for item in items}
        files = {name.partition("::")[0] for name in collected}
        unknown = {name for name in NIGHTLY if name.partition("::")[0] in files} - collected
        if unknown:
            raise pytest.UsageError(f"tests/nightly.txt names what is no test: {', '.join(sorted(unknown))}")
    if "PRESSLINE_NIGHTLY" in os.environ:
        return
    for item in items:
        if item.get_closest_marker("nightly") or item.nodeid in NIGHTLY:
            item.add_marker(pytest.mark.skip(reason="long or random: run make nightly"))


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))
