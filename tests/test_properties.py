"""The promises, tried on any text: nothing lost, nothing invented, what is written reads back the same.

`pytest --hypothesis-profile=thorough tests/test_properties.py` tries many more, at random.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from pressline.book.markdown import parse_essay
from pressline.book.metadata import parse_metadata, write_metadata
from pressline.compare.text_compare import atoms, compare, differences, reading_of, words
from pressline.findings import PresslineError
from pressline.model import Author, Link, Metadata, Source
from pressline.normalize import normalizer
from pressline.normalize.writer import escape, write
from pressline.pandoc.passages import text_of
from pressline.pandoc.program import parse
from pressline.pandoc.tree import plain
from pressline.readers.source import sheet_of
from pressline.transforms.typography import curl

# Text as people paste it: words, markers, marks that mean something in Markdown, odd spaces, other scripts.
PIECES = st.sampled_from(
    ["word ", "Word ", "é", "ü ", "[1]", " [2]", "[3],", "[sic] ", "*", "_", "`", "<b>", "&amp;", "$1.4 ", "~", "^", "\\", "#"]
    + [
        "# ",
        "> ",
        "- ",
        "1. ",
        "12) ",
        "| a ",
        ":::",
        "***",
        "---",
        "===",
        "(x)",
        "](y)",
        "![z](q)",
        "[a]: b",
        "\u00a0",
        "\u200b",
    ]
    + [
        "“Q” ",
        "'s ",
        '"',
        "\n",
        "\n\n",
        "Notes\n[1] ",
        "    ",
        "\t",
        "漢字",
        "שלום",
        "{.c}",
        "[^1]",
        "[^1]: ",
        "http://a.b ",
        "…",
    ]
)
ESSAYS = st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(lambda text: text.strip(" \n\t\u00a0\u200b") != "")


def line_of(text: str) -> str:
    """A text as one line of an essay, its spaces made plain."""
    return " ".join(text.split())


@given(ESSAYS)
@example("[^1]Notes\n[1] word word word ")
@example("> word \n> ")
@example("#\tword ")
@example("[1]word \n\nword [1]word ")
def test_the_normalizer_loses_nothing_and_its_markdown_reads_back_the_same(text: str) -> None:
    sheet = sheet_of(Source(Path("essay.txt"), "txt", text.encode()))
    if not any(text_of(paragraph).strip() for paragraph in sheet.paragraphs):
        return  # nothing but rules
    manuscript = normalizer.normalize(sheet)
    assert [f for f in manuscript.findings if f.code == "G001"] == []
    try:
        book = parse_essay(write(manuscript), manuscript.metadata, Path("essay.md"), stamp=0)
    except PresslineError as error:
        assert {f.code for f in error.findings} <= {"P005", "P006"}
        return
    assert compare(normalizer.reading_of(manuscript), reading_of(book)) == []


@given(ESSAYS.map(line_of).filter(bool))
def test_an_escaped_line_is_one_paragraph_of_the_same_text(line: str) -> None:
    blocks = parse(escape(line))["blocks"]
    assert [block["t"] for block in blocks] == ["Para"]
    assert plain(blocks) == line


@given(st.lists(st.text(alphabet="ab .,'\"“”\u00a0-", min_size=1)), st.integers(0, 50))
def test_a_word_dropped_anywhere_is_a_difference(texts: list[str], at: int) -> None:
    expected = words(" ".join(texts))
    assert differences(expected, list(expected)) == []
    if expected:
        found = [word for k, word in enumerate(expected) if k != at % len(expected)]
        assert differences(expected, found) != []


@given(st.text())
def test_quotation_marks_change_their_shape_and_nothing_else(text: str) -> None:
    assert atoms(curl(text)) == atoms(text)


NAMES = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1).filter(str.strip)


@given(NAMES, NAMES, st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), max_size=80))
def test_metadata_reads_back_as_it_was_written(title: str, name: str, bio: str) -> None:
    author = Author(name, bio=bio.strip() or None, email="a@b.example", links=(Link("Home"), Link("Web", "https://a.b/")))
    metadata = Metadata(title, author=(author,), keywords=("no", "12:30", "~x"))
    assert parse_metadata(write_metadata(metadata), "metadata.yaml") == metadata
