"""The author alone under the title, and the sections of the essay, in languages of all scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import TESTS
from pressline.locale.headings import is_section_name, names_notes
from pressline.model import Manuscript
from pressline.normalize.normalizer import drafted
from pressline.pandoc.passages import text_of
from pressline.readers.plaintext import sheet_of_text

CASES = TESTS / "cases"
SENTENCES = dict(row.split(": ", 1) for row in (CASES / "languages.txt").read_text(encoding="utf-8").splitlines())
ROWS = [row.split(" | ") for row in (CASES / "names-under-titles.txt").read_text(encoding="utf-8").splitlines()]
ENGLISH = (
    "The river rose in the night, and by the morning the lower meadow stood under water as it had not done since the old mill "
    "was pulled down and the sluice taken away; nobody in the village had kept a record of the floods, or would say so to us."
)


def made_of(text: str) -> Manuscript:
    return drafted(sheet_of_text(text.encode(), Path("essay.txt")))


def authors_of(made: Manuscript) -> list[str]:
    return [author.name for author in made.metadata.author]


def headings_of(made: Manuscript) -> list[str]:
    return [text_of(block) for block in made.blocks if block.kind == "heading"]


@pytest.mark.parametrize(("language", "title", "name", "opening", "notes"), ROWS, ids=[row[0] for row in ROWS])
def test_a_name_alone_under_the_title_is_the_author(language: str, title: str, name: str, opening: str, notes: str) -> None:
    text = SENTENCES[language]
    made = made_of(
        f"{title}\n\n{name}\n\n{opening}\n\n{text}[1] {text}\n\n{text} {text}[2]\n\n{notes}\n\n[1] {text}\n\n[2] {text}\n"
    )
    assert (made.metadata.title, authors_of(made)) == (title, [name])
    assert is_section_name(opening)
    assert names_notes(notes)
    assert [text_of(block) for block in made.blocks][0] == opening
    assert notes not in [text_of(block) for block in made.blocks]
    assert len(made.notes) == 2


@pytest.mark.parametrize(("language", "title", "name", "opening", "notes"), ROWS, ids=[row[0] for row in ROWS])
def test_the_heading_of_the_first_section_is_no_author(language: str, title: str, name: str, opening: str, notes: str) -> None:
    text = SENTENCES[language]
    made = made_of(f"{title}\n\n{opening}\n\n{text} {text}\n\n{text} {text}\n")
    assert authors_of(made) == []


@pytest.mark.parametrize(
    "head",
    [
        "On Rivers\n\nLower Meadow\n\nOld Mill",  # words of the text
        "On Rivers\n\nWinter Floods",  # over the text, and others after it
        "On Rivers\n\nMarch",
        "On Rivers\n\nPart One\n\nThe Mill",
    ],
)
def test_a_short_line_under_an_english_title_is_no_author(head: str) -> None:
    made = made_of(f"{head}\n\n{ENGLISH}\n\nSummer Floods\n\n{ENGLISH}\n\nAutumn Floods\n\n{ENGLISH}\n")
    assert authors_of(made) == []


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("he-IL", ["סעיף א.", "סעיף ב.", "סעיף ג.", "סעיף ד."]),
        ("zh-CN", ["第一条", "第二条", "第三条", "第四条"]),
        ("ar", ["المادة ١", "المادة ٢", "المادة ٣", "المادة ٤"]),
        ("hu-HU", ["1. cikk", "2. cikk", "3. cikk", "4. cikk"]),
        ("en-US", ["Section 1.", "Section 2.", "Section 3.", "Section 4."]),
    ],
)
def test_lines_that_say_the_same_but_for_a_number_are_headings(language: str, labels: list[str]) -> None:
    text = SENTENCES[language]
    title = next((row[1] for row in ROWS if row[0] == language), "The Harbor of the East")
    made = made_of(f"{title}\n\n{text}\n\n" + "\n\n".join(f"{label}\n\n{text} {text}" for label in labels))
    assert [heading.strip(".") for heading in headings_of(made)] == [label.strip(".") for label in labels]


def test_two_numbered_lines_and_a_dialogue_are_no_headings() -> None:
    text = SENTENCES["en-US"]
    made = made_of(f"A Title\n\n{text}\n\nFigure 1.\n\n{text}\n\nFigure 2.\n\n{text}\n\nAnn.\n\n{text}\n\nBo.\n\n{text}\n")
    assert headings_of(made) == []
