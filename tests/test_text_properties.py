"""Any text at all: no word is lost between the bytes and the paragraphs, and every place is true.

`pytest --hypothesis-profile=thorough tests/test_text_properties.py` tries many more, at random.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pressline.findings import PresslineError
from pressline.normalize.metadata_extraction import take_front
from pressline.readers.decoding import decode
from pressline.readers.plaintext import sheet_of_text, stretches

LINES = st.sampled_from(
    [
        "",
        "",
        "Chapter 1. The Start",
        "CHAPTER II.",
        "THE ROAD",
        "1.1. A part",
        "* * *",
        "-----",
        "=====",
        "# A",
        "> said",
        ">> before",
    ]
    + [
        "    * a note",
        "  - item",
        "  - item two",
        "1. one",
        "0. zero",
        "01. one",
        "02. two",
        "2. two",
        "[1] A note",
        "[2] Another",
        "[Footnote 1: so",
        "on]",
        "¹ x",
    ]
    + [
        "  a verse line",
        "  Another Verse Line      10",
        "a   b   c",
        "a\tb",
        "| x | y |",
        "if (x) { y; }",
        "hyphen-",
        "ated hyphenated",
    ]
    + [
        "word " * 14,
        "Word " * 14,
        "A sentence ends.",
        "“Quoted,” he said.",
        "CafÃ©",
        "x\u00a0y",
        "\u200b",
        "\ufeff",
        "a\u2028b",
        "\fHead 3",
    ]
    + [
        "     First line of a paragraph that is set in",
        "שלום \u200f.",
        "so\u00adft",
        "\x08",
        "*(2) So.",
        "^[3] And",
        "\x85",
        "漢字",
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, min_size=1, max_size=30).map("\n".join),
    st.text(max_size=200),
    st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=12).map("\r\n".join),
)


@given(TEXTS)
def test_no_word_is_lost_and_every_place_is_true(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        sheet = sheet_of_text(data, Path("essay.txt"))
    except PresslineError as error:
        assert {f.code for f in error.findings} <= {"R003", "R005", "R008"}
        return
    assert [f for f in sheet.findings if f.code == "G001"] == []
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    changed = {(step.place.line, step.place.column) for step in sheet.steps if step.kind == "changed"}
    for paragraph in sheet.paragraphs:
        assert paragraph.origins[0].at == 0
        for line, column, stretch in stretches(paragraph):
            first = stretch.strip(" \n")[:1]
            if first and (line, column) not in changed and first == stretch[:1]:
                assert raw[line - 1][column - 1] == first or raw[line - 1][column - 1].isspace()


FRONTS = st.lists(
    st.sampled_from(
        [
            "The Title: Of It",
            "by Ann Lee",
            "Ann Lee",
            "3 March 2021",
            "Posted on March 3, 2021 by Ann Lee",
            "Share",
            "5 min read",
            "·",
            "12",
        ]
        + [
            "Abstract",
            "Keywords: a, b",
            "CONTENTS",
            "Chapter I. A",
            "Chapter II. B",
            "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
        ]
        + [
            "The Project Gutenberg EBook of X",
            "Title: X",
            "Leave a comment",
            "University of Narrows",
            "ann@lee.example",
            "word " * 60,
        ]
        + [
            "Ann Lee is a writer who lives by the sea and writes of it. (ann@lee.example | Site)",
            "Notes",
            "[1] so",
            "- Bo Ek",
            "Home",
        ]
    ),
    min_size=1,
    max_size=16,
).map("\n\n".join)


@given(
    st.one_of(FRONTS, TEXTS),
    st.sampled_from([{}, {"title": "The Title: Of It | Site", "author": "Bo Ek", "date": "2021-01-01"}]),
)
def test_front_matter_takes_whole_paragraphs_and_loses_none(text: str, hints: dict[str, str]) -> None:
    try:
        sheet = sheet_of_text(text.encode("utf-8", "surrogatepass"), Path("essay.txt"))
    except PresslineError:
        return
    front = take_front(sheet.paragraphs, hints, "essay.txt")
    given_ = sorted(part for p in sheet.paragraphs for _, _, part in stretches(p))
    left = [part for p in front.body for _, _, part in stretches(p)]
    places = {(piece.place.line, piece.place.column) for piece in front.pieces}
    off = [p for p in sheet.paragraphs if (p.origins[0].place.line, p.origins[0].place.column) in places]
    taken = [part for p in off if p.inlines for _, _, part in stretches(p)]
    assert sorted(filter(None, [*left, *taken])) == list(filter(None, given_))  # a rule has no words
    for piece in front.pieces:
        assert any(piece.text == "".join(part for _, _, part in stretches(p)) for p in off)


@given(st.binary(max_size=60))
def test_any_bytes_give_text_or_a_clear_error(data: bytes) -> None:
    try:
        decoded = decode(data, "essay.txt")
    except PresslineError as error:
        assert {f.code for f in error.findings} <= {"R003", "R005", "R008"}
    else:
        assert any(line.text for line in decoded.lines)


@given(st.text(alphabet="abcdefgh é è ü ’ “ ” — \n", min_size=1).filter(str.strip), st.sampled_from(["cp1252", "mac_roman"]))
def test_a_legacy_encoding_is_read_right_or_refused(text: str, codec: str) -> None:
    try:
        decoded = decode(text.encode(codec), "essay.txt")
    except PresslineError:
        return
    if decoded.encoding not in ("ASCII", "UTF-8"):
        assert any(f.code == "C002" for f in decoded.findings)
