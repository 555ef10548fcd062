"""Word lists and conventions: one table each, read alike by every room; tags of languages; numbers by which rooms decide."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressline.book.metadata import parse_metadata
from pressline.findings import PresslineError
from pressline.locale import dates, headings, labels, labels_by_language, markers
from pressline.model import Manuscript, Source
from pressline.normalize import normalizer
from pressline.readers.source import sheet_of

SRC = Path(__file__).parents[1] / "src" / "pressline"
PROSE = "The committee met in the harbour for the third time that year[{}], and nobody could say what it had decided. "
ESSAY = """A Harbour in Winter

{one}

{two}

{heading}

{notes}
"""


def manuscript(text: str, kind: str = "txt") -> Manuscript:
    return normalizer.normalize(sheet_of(Source(Path(f"essay.{kind}"), kind, text.encode())))


def essay(heading: str, note: str = "{}. Report of the committee, {}.") -> str:
    one, two = PROSE.format(1) * 3, PROSE.format(2) * 3
    one, two = (re.sub(r"\[(\d)\](?=.*\[\d\])", "", text) for text in (one, two))
    return ESSAY.format(one=one, two=two, heading=heading, notes="\n".join(note.format(n, 1990 + n) for n in (1, 2)))


# Words that one of four tables knew and another did not.
@pytest.mark.parametrize(
    "heading",
    ["Notes", "Works Cited", "Literature Cited", "Literaturverzeichnis", "Quellen und Literatur", "Einzelnachweise"]
    + ["Notes de bas de page", "Notas al pie", "Notas finais", "Note a piè di pagina", "Literatuur", "Referências"]
    + ["Notes and Further Reading", "Fuentes"],
)
def test_a_heading_of_notes_is_one_for_every_room(heading: str) -> None:
    made = manuscript(essay(heading))
    assert [note.label for note in made.notes] == ["1", "2"]
    assert made.metadata.notes_heading == heading
    assert headings.is_section_name(heading)


@pytest.mark.parametrize("heading", ["Notes on the Text", "Sources and Methods", "Notes and Queries", "The Fuentes"])
def test_what_is_no_heading_of_notes(heading: str) -> None:
    assert not headings.is_note_heading(heading)


def test_a_list_under_a_heading_that_only_starts_like_one_of_notes_stays_a_list() -> None:
    made = manuscript(essay("Sources and Methods", "{}. Letters of the committee.").replace("[1]", "").replace("[2]", ""))
    assert [p.containers[-1].kind for p in made.blocks if p.containers] == ["ordered", "ordered"]


@pytest.mark.parametrize(
    ("line", "day"),
    [("5 janvier 2024", "2024-01-05"), ("5. März 2024", "2024-03-05"), ("1er août 2024", "2024-08-01")]
    + [("5 de enero de 2024", "2024-01-05"), ("5 augustus 2024", "2024-08-05"), ("5 settembre 2024", "2024-09-05")],
)
def test_days_in_seven_languages(line: str, day: str) -> None:
    made = manuscript(essay("Notes").replace("A Harbour in Winter\n", f"A Harbour in Winter\n\nBy Ann Lee\n\n{line}\n"))
    assert str(made.metadata.date) == day


def test_keywords_are_read_as_they_are_written() -> None:
    for language in ("en", "fr", "de", "es", "it", "nl", "pt"):
        label = labels.labels_for(language).keywords.replace("\u00a0", " ").strip()
        text = essay("Notes").replace("A Harbour in Winter\n", f"A Harbour in Winter\n\nBy Ann Lee\n\n{label} boats; nets\n")
        assert manuscript(text).metadata.keywords == ("boats", "nets"), label


def test_every_language_says_everything_in_its_own_words() -> None:
    english = labels.labels_for("en")
    for language in ("fr", "de", "es", "it", "nl", "pt"):
        own = labels.labels_for(language)
        assert own is not english
        for name in ("back_to_one", "note", "page", "back_to_note"):
            assert re.findall(r"\{\w+\}", getattr(own, name)) == re.findall(r"\{\w+\}", getattr(english, name)), language
    assert len(dates.MONTHS) > 12 * 5


@pytest.mark.parametrize(
    "shown", ["[1]", "(1)", "{1}", "^1", "[a]", "[*]", "(*)", "^[1]", "^(1)", "[^1]:", "¹", "*(1)", "†", "1."]
)
def test_a_row_of_plain_text_starts_a_note_by_every_convention(shown: str) -> None:
    assert markers.ROW.match(f"{shown} Smith, p. 4")


@pytest.mark.parametrize("row", ["[sic] Smith", "[x Smith", "(c) Smith", "1992. Smith", "[1]", "a) Smith", "#1 Smith"])
def test_what_starts_no_note(row: str) -> None:
    assert not markers.ROW.match(row)


# --- tags of languages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "meant"), [("en_US", "en-US"), ("DE-at", "de-AT"), ("de-CH-1901", "de-CH-1901")])
def test_the_language_of_a_saved_page_is_a_tag_that_the_build_takes(said: str, meant: str) -> None:
    page = f"<html lang='{said}'><title>T</title><h1>T</h1><p>{'A word of the essay. ' * 30}</p></html>"
    assert manuscript(page, "html").metadata.language == meant


def test_a_language_that_is_none_is_told_by_the_words() -> None:
    page = (
        f"<html lang='german'><title>T</title><h1>T</h1><p>{'Die Frage ist nicht, ob das mit dem Hafen geht. ' * 9}</p></html>"
    )
    assert manuscript(page, "html").metadata.language == "de-DE"


@pytest.mark.parametrize(
    ("tag", "right"), [("es-419", True), ("de-CH-1901", True), ("fr", True), ("en_US", False), ("xyz", False)]
)
def test_metadata_takes_every_tag_that_is_one(tag: str, right: bool) -> None:
    text = f"title: T\nlanguage: {tag}\n"
    if right:
        assert parse_metadata(text, "metadata.yaml").language == tag
    else:
        with pytest.raises(PresslineError, match="language tag"):
            parse_metadata(text, "metadata.yaml")


# --- one place for one kind of knowledge --------------------------------------------------------------------------------


def strings(path: Path) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_words_of_other_languages_stand_in_locale_alone() -> None:
    tables = (headings.NOTES, headings.ABSTRACT, headings.CONTENTS, headings.PARTS, headings.CHAPTERS)
    rows = " ".join(row for table in tables for language, row in table.items() if language != "en")
    foreign = set(re.findall(r"[^\W\d_]{5,}", rows)) | {m for m in dates.MONTHS if not m.isascii()}
    foreign -= {"notes", "sources", "indice", "table"}
    for path in sorted(SRC.rglob("*.py")):
        if "locale" not in path.parts:
            used = {word for text in strings(path) for word in re.findall(r"[^\W\d_]+", text.lower())}
            assert used & foreign == set(), path


def test_the_first_date_of_a_zip_stands_once() -> None:
    holders = [
        path.name for path in SRC.rglob("*.py") if re.search(r"315532800|\(1980, 1, 1", path.read_text(encoding="utf-8"))
    ]
    assert holders == ["zip_dates.py"]


# Numbers of formats and of what is shown: levels of headings, fences of code, a date's characters, excerpts.
_FORMATS = {"queries.py": {4}, "writer.py": {3, 4, 6}, "__init__.py": {9, 10, 20, 40}, "lists.py": {10, 10_000}}


@pytest.mark.parametrize(
    "path",
    [*sorted((SRC / "normalize").rglob("*.py")), *sorted((SRC / "readers" / "plaintext").rglob("*.py"))],
    ids=lambda path: str(path.relative_to(SRC)),
)
def test_numbers_that_decide_stand_in_the_table_of_the_room(path: Path) -> None:
    if path.name == "thresholds.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found = {node.value for f in functions for node in ast.walk(f) if isinstance(node, ast.Constant)}
    numbers = {value for value in found if type(value) in (int, float)}
    assert numbers - {0, 1, 2, 3} <= _FORMATS.get(path.name, set())


FURTHER = sorted(labels_by_language.ROWS)


@pytest.mark.parametrize("language", FURTHER)
def test_each_language_has_all_the_words_of_a_publication(language: str) -> None:
    said = labels.labels_for(language)
    english = labels.labels_for("en")
    for field in dataclasses.fields(labels.Labels):
        own, model = getattr(said, field.name), getattr(english, field.name)
        braces = re.findall(r"\{\w+\}", str(model))
        assert sorted(re.findall(r"\{\w+\}", str(own))) == sorted(braces), field.name
        assert own, field.name
        assert str(own).strip() == str(own) or field.name in ("keywords", "page_of"), field.name
    assert said != english


def test_labels_of_a_language_are_found_by_script_and_region() -> None:
    assert (
        labels.labels_for("zh-Hant-HK").contents == labels.labels_for("zh-TW").contents != labels.labels_for("zh-CN").contents
    )
    assert labels.labels_for("nn-NO").contents == labels.labels_for("nb").contents
    assert labels.labels_for("qaa") == labels.labels_for("en")
