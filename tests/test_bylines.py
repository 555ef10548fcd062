"""What the metadata are said to have, they have word for word; what they cannot have stays in the text or is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conftest import empty_book
from pressline.book.composition import sort_name
from pressline.book.metadata import write_metadata
from pressline.compare.traces import traces
from pressline.model import Author, Manuscript, Metadata
from pressline.normalize import normalizer
from pressline.normalize.metadata_extraction import Front, take_front
from pressline.normalize.normalizer import drafted, unwritten
from pressline.pandoc.passages import text_of
from pressline.readers.documents import sheet_of_document
from pressline.readers.plaintext import sheet_of_text

TEXT = "It rained on the day that they came to the house, and nobody went out until the evening of the next day at six. " * 3


def manuscript_of(*lines: str) -> Manuscript:
    essay = "\n\n".join(["The House by the Water", *lines, TEXT])
    return drafted(sheet_of_text(essay.encode(), Path("essay.txt")))


def names_of(manuscript: Manuscript) -> list[str]:
    return [author.name for author in manuscript.metadata.author]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Dr. Martin Luther King, Jr.", ["Dr. Martin Luther King, Jr."]),
        ("By Sammy Davis Jr.", ["Sammy Davis Jr."]),
        ("By William Strunk, Sr. and Ann Lee", ["William Strunk, Sr.", "Ann Lee"]),
        ("By Loudon Wainwright III", ["Loudon Wainwright III"]),
        ("By John Doe, III, and Bo Ek", ["John Doe, III", "Bo Ek"]),
        ("By Ann Lee, PhD", ["Ann Lee, PhD"]),
        ("By Ann Lee, Ph.D.", ["Ann Lee, Ph.D."]),
        ("By Ann Lee, M.D., Ph.D., and Bo Ek, LL.M.", ["Ann Lee, M.D., Ph.D.", "Bo Ek, LL.M."]),
        ("By Bo Ek, Esq.", ["Bo Ek, Esq."]),
        ("By Ludwig van der Berg", ["Ludwig van der Berg"]),
        ("von Carl von Clausewitz", ["Carl von Clausewitz"]),
        ("By Ann Lee, Bo Ek, and Cy Orr", ["Ann Lee", "Bo Ek", "Cy Orr"]),
        ("By Ann Lee & Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("BY ANN LEE, MD", ["Ann Lee, MD"]),
        ("BY ANN LEE, PHD, AND BO EK, JR.", ["Ann Lee, PHD", "Bo Ek, Jr."]),
        ("- Ann Lee, Jr.", ["Ann Lee, Jr."]),
        ("Posted on March 3, 2021 by Ann Lee, Jr.", ["Ann Lee, Jr."]),
        ("By Maria Ek, Paul Md Karim", ["Maria Ek", "Paul Md Karim"]),
    ],
)
def test_a_name_is_kept_whole(byline: str, names: list[str]) -> None:
    manuscript = manuscript_of(byline)
    assert names_of(manuscript) == names
    assert [text_of(block) for block in manuscript.blocks] == [TEXT.strip()]
    assert not any(f.code == "G001" for f in manuscript.findings)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ann Lee (University of Oslo)", Author("Ann Lee", affiliation="University of Oslo")),
        ("By Ann Lee (ann@lee.example)", Author("Ann Lee", email="ann@lee.example")),
        ("By Ann Lee <ann@lee.example>", Author("Ann Lee", email="ann@lee.example")),
        ("By Ann Lee, ann@lee.example", Author("Ann Lee", email="ann@lee.example")),
    ],
)
def test_what_stands_beside_a_name_goes_where_it_belongs(byline: str, author: Author) -> None:
    manuscript = manuscript_of(byline)
    assert manuscript.metadata.author == (author,)
    assert [text_of(block) for block in manuscript.blocks] == [TEXT.strip()]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Lee, translated by Bo Ek", ["Ann Lee"]),
        ("By Ann Lee (translated by Bo Ek)", ["Ann Lee"]),
        ("By Ann Lee with Bo Ek", ["Ann Lee"]),
        ("By Ann Lee, Staff Writer of the Daily", ["Ann Lee"]),
        ("By Ann Lee (the younger)", ["Ann Lee"]),
        ("By Ann Lee | Photographs by Bo Ek", ["Ann Lee"]),
    ],
)
def test_a_line_with_a_word_that_no_key_takes_stays_in_the_text(byline: str, names: list[str]) -> None:
    manuscript = manuscript_of(byline)
    assert names_of(manuscript) == names
    assert [(block.kind, text_of(block)) for block in manuscript.blocks] == [("text", byline), ("text", TEXT.strip())]
    assert not any(f.code == "G001" for f in manuscript.findings)


@pytest.mark.parametrize("site", ["The Daily Web", "Next Door News"])
def test_what_a_bar_sets_off_is_left_out_and_said(site: str) -> None:
    manuscript = manuscript_of(f"By Ann Lee | {site}")
    assert names_of(manuscript) == ["Ann Lee"]
    assert ("dropped", site) in [(step.kind, step.text) for step in manuscript.steps]
    assert [f.message for f in manuscript.findings if f.code == "S004"] == [f"the web page boilerplate '{site}' was left out"]


def test_a_contact_with_more_words_stays_in_the_text() -> None:
    line = "Write to me at ann@lee.example, whenever you like"
    manuscript = manuscript_of("By Ann Lee", line)
    assert [text_of(block) for block in manuscript.blocks] == [line, TEXT.strip()]


def test_a_second_date_is_left_out_and_said() -> None:
    manuscript = manuscript_of("By Ann Lee", "January 5, 2024", "March 8, 2025")
    assert str(manuscript.metadata.date) == "2024-01-05"
    assert [step.kind for step in manuscript.steps if "2025" in step.text] == ["dropped"]
    assert any(f.code == "S004" and "2025" in f.message for f in manuscript.findings)


def test_the_guard_finds_a_word_that_reached_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def shortened(*given: object) -> Front:
        front = take_front(*given)  # type: ignore[arg-type]
        return replace(front, authors=(Author("Martin Luther King"),))

    monkeypatch.setattr(normalizer, "take_front", shortened)
    found = [f for f in manuscript_of("By Martin Luther King, Jr.").findings if f.code == "G001"]
    assert len(found) == 1 and "“jr”" in found[0].message


def test_the_guard_reads_the_written_file() -> None:
    metadata = manuscript_of("By Ann Lee, Jr.").metadata
    text = write_metadata(metadata)
    assert not unwritten(metadata, text, "metadata.yaml")
    assert "“jr”" in unwritten(metadata, text.replace(", Jr.", ""), "metadata.yaml")[0].message


def test_a_name_with_something_behind_it_is_sorted_and_hidden_by_its_own_last_word() -> None:
    author = manuscript_of("By Dr. Martin Luther King, Jr.").metadata.author[0]
    assert sort_name(author) == "King, Martin Luther, Jr."
    searched = {trace.text for trace in traces(empty_book(Metadata("A Title", author=(author,))))}
    assert {"dr. martin luther king, jr.", "martin luther king", "king"} <= searched


def test_a_table_is_no_affiliation() -> None:
    page = (
        "<meta charset=utf-8><h1>The House</h1><p>By Ann Lee</p><table><tr><th>College</th></tr><tr><td>Oslo</td></tr></table>"
    )
    sheet = sheet_of_document(f"{page}<p>{TEXT}</p>".encode(), "html", Path("essay.html"))
    manuscript = drafted(sheet)
    assert [block.kind for block in manuscript.blocks] == ["table", "text"]
    assert manuscript.metadata.author == (Author("Ann Lee"),)
