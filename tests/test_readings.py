"""Which reading of a whole text is taken: the one against which the least speaks, and a plain essay is read once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pressline.cli import main
from pressline.model import Manuscript, Sheet, Source
from pressline.normalize.normalizer import drafted
from pressline.normalize.reading_costs import costs, score_of
from pressline.normalize.readings import best_reading
from pressline.normalize.thresholds import COSTS
from pressline.pandoc.passages import text_of
from pressline.readers.choices import Choices
from pressline.readers.source import read, sheet_of
from pressline.report.schema import schema

sys.path.insert(0, str(Path(__file__).parent / "generated"))
from ambiguous_texts import Ambiguous, ambiguous_texts  # noqa: E402
from settings_of_essays import Setting, rendered, settings  # noqa: E402

# Too little to tell them from plain texts, in which an asterisk is an asterisk; and Markdown whose paragraphs are lines.
NOT_YET = ("markdown: emphasis alone", "markdown: underlined headings and emphasis", "markdown: one line each, no blank lines")
ALL = [case for case in ambiguous_texts() if case.name not in NOT_YET]
PROSE = "The ferry had crossed the sound for as long as anybody could remember, and nobody asked who paid for the boats."


def read_in(folder: Path, text: str, name: str = "essay.txt") -> tuple[Sheet, Manuscript]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return best_reading(read(path))


def plain(text: str) -> str:
    return " ".join(text.translate({0xA0: " ", 0x201C: '"', 0x201D: '"', 0x2019: "'"}).split())


def is_read(case: Ambiguous, folder: Path) -> None:
    _, manuscript = read_in(folder, case.text)
    texts = [plain(text_of(block)) for block in manuscript.blocks if block.kind not in ("heading", "rule")]
    assert texts == [*map(plain, case.paragraphs)]
    assert [text_of(block) for block in manuscript.blocks if block.kind == "heading"] == [*case.headings]
    assert len(manuscript.notes) == case.notes
    assert manuscript.metadata.title == "The Ferry"


@pytest.mark.parametrize("case", ALL[::9], ids=lambda case: case.name)
def test_what_is_meant_is_read(case: Ambiguous, tmp_path: Path) -> None:
    is_read(case, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_what_is_meant_is_read_in_every_shape(case: Ambiguous, tmp_path: Path) -> None:
    is_read(case, tmp_path)


@pytest.mark.parametrize(
    "name",
    ["about Markdown", "about HTML", "no HTML: signs of order", "wrapped at 72, blank lines", "one line each, blank lines"],
)
def test_a_plain_essay_is_read_once(name: str, tmp_path: Path) -> None:
    case = next(case for case in ALL if case.name == name)
    assert read_in(tmp_path, case.text)[0].readings == ()


def test_the_seed_is_read_once() -> None:
    source = Path(__file__).parents[1] / "seeds" / "never-again-yet-again.txt"
    assert best_reading(Source(source, "txt", source.read_bytes()))[0].readings == ()


def test_the_runner_up_is_in_the_report_with_its_score(tmp_path: Path) -> None:
    case = next(case for case in ALL if case.name == "wrapped at 120, set in by 5")
    (tmp_path / "ferry.txt").write_text(case.text, encoding="utf-8")
    assert main(["normalize", str(tmp_path / "ferry.txt")]) == 0
    report = json.loads((tmp_path / "ferry" / "report.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(schema("report"))).validate(report)
    first, second, *_ = report["readings"]
    assert first["name"] == "lines of up to 200 columns wrapped"
    assert first["score"] > second["score"]
    assert second["against"]["torn"] > 0
    assert any(change["why"] == f"read in another way: {first['name']}" for change in report["changes"])
    assert [found for found in report["findings"] if found["code"] == "R033"] == []


def test_where_two_readings_are_close_the_author_is_asked(tmp_path: Path) -> None:
    """Paragraphs between breaks may be Markdown or HTML, which part them otherwise."""
    case = next(case for case in ALL if case.name == "html: two breaks")
    sheet, manuscript = read_in(tmp_path, case.text)
    (asked,) = (found for found in manuscript.findings if found.code == "R033")
    assert asked.message == "the text was read so: Markdown (score 0); it could be: HTML (score 0)"
    assert asked.place.line == 3
    assert [row.name for row in sheet.readings] == ["Markdown", "HTML", "as its lines show"]


@pytest.mark.parametrize(
    "setting", [each for each in settings(60) if each.kind == ".txt"][::8], ids=lambda setting: setting.name
)
def test_known_essays_are_read_as_they_always_were(setting: Setting, tmp_path: Path) -> None:
    """Another reading of a text that is read well is never better."""
    (tmp_path / "essay.txt").write_bytes(rendered(setting))
    source = read(tmp_path / "essay.txt")
    before = [text_of(block) for block in drafted(sheet_of(source)).blocks]
    assert [text_of(block) for block in best_reading(source)[1].blocks] == before


# A text that has each thing, one that looks like it and has not.
WRAPPED = (
    "The ferry had crossed the sound for as long\nas anybody could remember, and nobody asked\nwho had paid for the boats.\n"
)
SIGNS = {
    "torn": ("The ferry had crossed the\n\nsound for years.", "The ferry had crossed.\n\niPods were unknown."),
    "unended": (f"{PROSE[:-1]} then and now\n\nNobody asked.", f"{PROSE}\n\nNobody asked."),
    "joined": (f"{WRAPPED}It sank.\nThe lamp stood on the pier and burned until\nthe morning came.", WRAPPED),
    "markup": ("It was **late** then.", "It was 2**3**4 then, and <b> is bold."),
    "starred": ("It was *late* then.", "It was late* then, and 2*3*4.\n\n* So late."),
    "links": ("See [it](http://example.org/a).", "See [it] (at example.org), and f[x](y)."),
    "unpaired": ("It was (as he said late.", "It was (as he said) late."),
    "opened": (f"{PROSE}\n\n[1] and so it went.", f"{PROSE}\n\n[1] So it went."),
    "numbers": (f"{PROSE}\n\n12\n\nNobody asked.", f"{PROSE}\n\nIn 1911.\n\nNobody asked."),
    "repeated": (
        f"{PROSE}\n\nTHE FERRY 1\n\n{PROSE}\n\nTHE FERRY 2\n\n{PROSE}\n\nTHE FERRY 3\n\n{PROSE}",
        f"{PROSE}\n\nI\n\n{PROSE}",
    ),
    "answered": (f"{PROSE[:-1]}[1].\n\nNotes\n\n[1] Holm, 12.", f"{PROSE[:-1]}[1]."),
}


@pytest.mark.parametrize("name", SIGNS)
def test_what_speaks_against_a_reading_is_counted(name: str) -> None:
    with_it, without = (drafted(sheet_of(Source(Path("e.txt"), "txt", f"On Rivers\n\n{t}\n".encode()))) for t in SIGNS[name])
    assert costs(with_it)[name] > 0, with_it.blocks
    assert costs(without)[name] == 0, without.blocks
    assert (score_of(costs(with_it)) < 0) == (COSTS[name] < 0)


def test_a_reading_that_is_told_says_how() -> None:
    assert Choices().name == "as its lines show"
    assert Choices(lines="wrapped", parted="short").name == "wrapped lines, paragraphs that end in short lines"
