"""Every way that the web writes notes: the same essay in each, and each read back with its notes where they are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pressline.model import Call, Manuscript, Paragraph, Source
from pressline.normalize.normalizer import normalize
from pressline.pandoc.passages import text_of
from pressline.readers.documents import linked_notes, sheet_of_document
from pressline.readers.source import sheet_of

NOTES = ("Harrow, Floods of the North (1911), 44.", "Parish register of 1784, copied by the clerk.", "The report is lost.")
TEXT = """The river rose in the night, and by the morning the lower meadow stood under water{0} as it had not done since the
old mill was pulled down and the sluice taken away by the men of the next parish, who had no use for it.

Nobody in the village had kept a record of the floods;{1} what we know of them comes from the parish books, which were
written by men who had other things to think of than the height of the water in a year of bad harvests.

When the engineers came they measured for a week and then went home again.{2} The wall that they built has held until now,
but it has never been asked to hold back as much as the old people remember, and it may not do so when it is."""


def page(call: str, note: str = "", *, box: str = "{}") -> str:
    """The essay as a page: a call and a note are written by {n} (from 1), {text}; the notes stand in a box behind it."""

    def fill(form: str, n: int) -> str:
        return form.replace("{n}", str(n)).replace("{text}", NOTES[n - 1]).replace("{m}", str(n + 4))

    calls = [fill(call, n) for n in (1, 2, 3)]
    paragraphs = "\n".join(f"<p>{part}</p>" for part in TEXT.format(*calls).split("\n\n"))
    notes = box.replace("{}", "\n".join(fill(note, n) for n in (1, 2, 3))) if note else ""
    start = "<html><head><title>On Rivers</title></head><body><h1>On Rivers</h1>"
    return f"{start}\n{paragraphs}\n{notes}</body></html>"


def ways() -> dict[str, str]:
    """The pages, by the names of the ways in cases/notes-of-the-web.txt."""
    found: dict[str, str] = {}
    for part in (Path(__file__).parent / "cases" / "notes-of-the-web.txt").read_text(encoding="utf-8").split("\n=== ")[1:]:
        first, note, box = re.split(r"\n--- (?:note|box)\n", part)
        name, call = first.split("\n", 1)
        found[name] = page(call, note.strip(), box=box.strip())
    return found


WAYS = ways()


def shown(paragraph: Paragraph, order: dict[str, int]) -> str:
    """The words of a paragraph, its calls as the number in which their notes come first."""
    parts = [f"{{{order.setdefault(i.label, len(order))}}}" if isinstance(i, Call) else i.text for i in paragraph.inlines]
    return " ".join("".join(parts).split())


def read(html: str) -> Manuscript:
    return normalize(linked_notes(sheet_of_document(html.encode(), "html", Path("page.html"))))


def read_back(html: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a page, and its notes in the order of their calls."""
    made = read(html)
    order: dict[str, int] = {}
    body = [shown(block, order) for block in made.blocks]
    notes = {note.label: " ".join(" ".join(map(text_of, note.body)).split()) for note in made.notes}
    return body, [notes[label] for label in order]


@pytest.mark.parametrize("way", WAYS)
def test_notes_are_read_however_the_page_writes_them(way: str) -> None:
    body, notes = read_back(WAYS[way])
    assert notes == list(NOTES)
    assert [f.code for f in sheet_of(Source(Path("page.html"), "html", WAYS[way].encode())).findings] == []  # no word is lost
    assert [part for part in body if len(part) > 30] == [" ".join(part.split()) for part in TEXT.split("\n\n")]


NOT_NOTES = {
    "a tooltip of a word": '<p>{text} He saw a <abbr title="World Wide Web Consortium, of all">W3C</abbr> badge.</p>',
    "buttons with one name": '<p>{text} <a title="Go back to the top">1</a> <a title="Go back to the top">2</a></p>',
    "chapters": '<p>{text} See chapter <a href="#c2">2</a> for more.</p><h2 id="c2">The second chapter</h2><p>{text}</p>',
    "steps behind a square": "<p>{text} It has 12 m<sup>2</sup> of it.</p><ol><li>Cut.</li><li>Dry.</li><li>Sell.</li></ol>",
}


@pytest.mark.parametrize("case", NOT_NOTES)
def test_what_looks_like_a_note_and_is_none_stays(case: str) -> None:
    prose = "The river rose in the night, and by the morning the lower meadow stood under water as it had never done."
    body, notes = read_back(f"<html><body><h1>On Rivers</h1>{NOT_NOTES[case].replace('{text}', prose)}</body></html>")
    assert notes == []
    assert not any("{" in part for part in body)


def test_listed_notes_keep_the_number_they_begin_with() -> None:
    items = "".join(
        f'<li id="fn{n}">{words} <a href="#r{n}">↩</a></li>' for n, words in ((1, "1 Samuel 3:4."), (2, "Hale."), (3, "5 May."))
    )
    calls = " ".join(f'Word<sup><a href="#fn{n}" id="r{n}">{n}</a></sup>' for n in (1, 2, 3))
    assert read_back(f"<h1>T</h1><p>{calls}</p><ol>{items}</ol>")[1] == ["1 Samuel 3:4.", "Hale.", "5 May."]


def test_a_note_of_several_paragraphs_is_whole() -> None:
    notes = "".join(
        f'<div id="b{n}"><p><a href="#r{n}" name="n{n}">[{n}]</a> Note {n}.</p><p>More of {n}.</p></div>' for n in (1, 2)
    )
    body, found = read_back(
        f'<h1>T</h1><p>One<a href="#n1" name="r1">[1]</a> two<a href="#n2" name="r2">[2]</a>.</p><p>The end.</p>{notes}'
    )
    assert found == ["Note 1. More of 1.", "Note 2. More of 2."]
    assert body[-1] == "The end."


def test_comments_of_reviewers_are_no_notes() -> None:
    made = read(
        '<h1>T</h1><p>A claim<a href="#cmnt1" id="cmnt_ref1">[a]</a> is made'
        '<a href="#ftnt1" id="ftnt_ref1">[1]</a>.</p>'
        '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Hale.</p></div><div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>'
        "Is it?</p></div>"
    )
    assert [note.label for note in made.notes] == ["1"]
    assert any(step.why == "comment" and "Is it?" in step.text for step in made.steps)
