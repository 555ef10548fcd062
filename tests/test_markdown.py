"""The note table of an essay.md: numbers in the order of first calls, whatever the labels and wherever the notes stand."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from pressline.book.markdown import parse_essay
from pressline.compare.text_compare import reading_of
from pressline.findings import PresslineError
from pressline.model import Book, Metadata
from pressline.pandoc.program import begun
from pressline.pandoc.tree import walk


def book(text: str) -> Book:
    return parse_essay(text, Metadata("T"), Path("essay.md"), stamp=0)


def test_numbers_follow_first_calls_and_a_repeated_call_keeps_its_number() -> None:
    made = book("A[^b] c[^a] d[^b].\n\n[^a]: Second.\n\n[^b]: First.\n")
    assert [(note.number, note.label, note.calls) for note in made.notes] == [(1, "b", 2), (2, "a", 1)]
    assert [(call.number, call.after) for call in reading_of(made).calls] == [("1", 1), ("2", 2), ("1", 3)]


def test_a_call_in_a_caption_is_counted_once() -> None:
    made = book("![Caption[^1] here](p.png)\n\nText[^1].\n\n[^1]: Note.\n")
    assert [note.calls for note in made.notes] == [2]


def test_a_note_keeps_its_paragraphs_lists_and_quotations() -> None:
    made = book("A[^1].\n\n[^1]: One.\n\n    - two\n\n    > three\n\n    four\n")
    assert [block["t"] for block in made.notes[0].body] == ["Para", "BulletList", "BlockQuote", "Para"]
    assert reading_of(made).notes[1] == ("One.", "two", "three", "four")


def test_what_is_nearly_a_character_reference_is_no_hidden_word() -> None:
    assert "Blog&#xD8ger" in reading_of(book("00; A page of Blog\\&#xD8ger and AT&T; it &eacute;t&eacute;.\n")).body


def test_raw_html_is_shown_and_not_passed_through() -> None:
    assert reading_of(book("A <script>x</script> b.\n\n<div>c</div>\n")).body == (
        "A",
        "<script>x</script>",
        "b.",
        "<div>c</div>",
    )


def test_a_span_that_calls_itself_a_call_is_text() -> None:
    made = book("A [x]{.call note=7} b[^1].\n\n[^1]: Note.\n")
    assert reading_of(made).body == ("A", "x", "b.")
    assert [call.number for call in reading_of(made).calls] == ["1"]


def test_the_author_s_own_heading_ids_stay_where_they_can() -> None:
    made = book("# One {#aims}\n\nText.\n\n# Two {#aims}\n\nText.\n\n# Three {#s1}\n\nText.\n")
    assert [block["c"][1][0] for block in made.blocks if block["t"] == "Header"] == ["aims", "s2", "s3"]


@pytest.mark.parametrize(
    ("text", "code"), [("a\x0bb", "P008"), ("a\n\n\ufffe", "P008"), (">" * 400 + " deep", "P009"), (">" * 5000, "P009")]
)
def test_what_no_file_can_hold_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(PresslineError, match=code):
        book(text)


def test_headings_get_ids_that_no_note_disturbs() -> None:
    made = book("# One[^1]\n\nText.\n\n# One\n\nText.\n\n[^1]: Note.\n")
    assert [block["c"][1][0] for block in made.blocks if block["t"] == "Header"] == ["s1", "s2"]


CODE = "[^1]: no `[^1]` note\n\n    but [^1]: code"


@pytest.mark.parametrize("fence", ["{}", "- {}", "> {}", "1. a\n\n   {}"])
def test_a_definition_in_code_is_code_and_those_behind_it_are_notes(fence: str) -> None:
    lead = " " * 3 if "1." in fence else "> " if ">" in fence else "  " if "-" in fence else ""
    inner = f"```\n{CODE}\n```".replace("\n", f"\n{lead}")
    made = book(f"{fence.format(inner)}\n\nText.[^1]\n\n[^1]: The note.\n")
    assert [node["c"][1] for node in walk(made.blocks) if node["t"] == "CodeBlock"] == [CODE]
    assert [(note.label, note.calls) for note in made.notes] == [("1", 1)]
    assert reading_of(made).notes[1] == ("The", "note.")


@pytest.mark.parametrize("lead", ["> ", "- ", "  ", "> - ", ":   "])
def test_a_note_may_be_defined_within_something_else(lead: str) -> None:
    made = book(f"Text.[^a b]\n\n{lead}[^a b]: The note.\n")
    assert reading_of(made).notes[1] == ("The", "note.")


@pytest.mark.parametrize(
    "notes",
    [
        "[^1]: a[^1]",
        "[^1]: a[^1]: b",
        "[^1]: a\nlazy[^1]",
        "> [^1]: a\n>\n>     b[^1]",
        "[^1]: a[^2]\n\n[^2]: b[^1]",
        "\n\n".join(f"[^{n}]: " + f"[^{n + 1}]" * 9 for n in range(1, 30)),
    ],
)
def test_notes_that_call_each_other_are_named_and_do_not_take_all_memory(notes: str) -> None:
    with pytest.raises(PresslineError) as caught:
        book(f"Text.[^1]\n\n{notes}\n")
    assert "P004" in {found.code for found in caught.value.findings}


def test_who_gives_up_does_not_wait_for_pandoc() -> None:
    ends = Event()
    with pytest.raises(KeyboardInterrupt), begun(ends.wait, 60):
        raise KeyboardInterrupt
    assert not ends.is_set()  # it is still at work: nobody waited for it
    ends.set()
