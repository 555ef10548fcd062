"""What looks like notes or calls and is matched with nothing is asked about, and nothing else is (N007, N008)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.normalize.normalizer import drafted
from pressline.readers.source import read, sheet_of

LEAD = """The Ferry

The ferry had crossed the sound for as long as anybody could remember, and nobody asked who had paid for the boats.
"""


def said(folder: Path, text: str, name: str = "essay.txt") -> list[str]:
    """What is said of notes and calls without one another: "5:61 N008 3 markers ..."."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = drafted(sheet_of(read(path))).findings
    return [f"{f.place.line}:{f.place.column} {f.code} {f.message}" for f in found if f.code in ("N007", "N008")]


SENTENCES = (
    "When the bridge was opened the ferrymen were given a dinner{}. What they said of it has come down to us in a letter{}.",
    "The harbour was dredged twice{} and the sand came back. A lamp stood on the pier{}, and a man looked after it.",
)


def with_marks(*marks: str) -> str:
    marked = iter(marks)
    return LEAD + "".join("\n" + part.format(*(next(marked) for _ in range(part.count("{}")))) + "\n" for part in SENTENCES)


@pytest.mark.parametrize(
    "template", ["[1]", "{1}", "<1>", "^1", "^1^", "^[1]", "[n1]", "(note 1)", "[fn 1]", "[[1]]", "〔1〕", " [1]", "[note 1]"]
)
def test_calls_that_lead_to_no_note_are_asked_about(tmp_path: Path, template: str) -> None:
    marks = [template.replace("1", str(n)) for n in (1, 2, 3, 4)]
    first, last = marks[0].strip(), marks[-1].strip()
    (line,) = said(tmp_path, with_marks(*marks))
    assert line.startswith("5:") and "N008 4" in line and line.endswith(f"in the text lead to no note: {first} to {last}")


def test_raised_numbers_without_a_note_are_asked_about_in_every_kind_of_file(tmp_path: Path) -> None:
    assert "N008 4 raised numbers" in said(tmp_path, with_marks("¹", "²", "³", "⁴"))[0]
    raised = with_marks(*(f"<sup>{n}</sup>" for n in (1, 2, 3, 4)))
    page = "".join(f"<p>{part}</p>" for part in raised.split("\n\n"))
    assert "N008 4 raised numbers" in said(tmp_path, f"<html><body>{page}</body></html>", "essay.html")[0]
    assert "N008 4 raised numbers" in said(tmp_path, with_marks("^1^", "^2^", "^3^", "^4^"), "essay.md")[0]


def test_numbers_that_start_again_are_one_question(tmp_path: Path) -> None:
    assert said(tmp_path, with_marks("[1]", "[2]", "[3]", "[1]")) == [
        "5:60 N008 4 markers in the text lead to no note: [1] to [3]"
    ]


NO_CALLS = {
    "two are too few": with_marks("[1]", "[2]", "", ""),
    "they do not count": with_marks("[13]", "[7]", "[42]", "[8]"),
    "years": with_marks(" [1901]", " [1902]", " [1903]", " [1904]"),
    "items of a list": with_marks(" as item [1] says", ", see [2]", " under point [3]", " of [4]"),
    "clauses": LEAD + "\nHe wanted [1] a lamp, [2] a bench, [3] a boat, and [4] a rope. He got none.\n",
    "an index of a program": with_marks(" as tide[1]", " as tide[2]", " as tide[3]", " as tide[4]"),
    "equations": with_marks(" by equation (1)", " from (2)", " as in Eq. (3)", " by (4)"),
    "powers": LEAD + "\nThe sum of x¹ and y. The sum of x² and y. The sum of x³ and y.\n\nAnd of x⁴ and z.\n",
    "areas": LEAD + "\nA pier of 20 m² stood there. A hold of 30 m³ lay by it. A rope of 10 m¹ was lost.\n",
    "verses": LEAD + "\n¹In the beginning was the sound. ²And the ferry was on it. ³The ferry was old. ⁴It was slow.\n",
    "verses in brackets": LEAD + "\n[1] The sound is deep. [2] The ferry is old. [3] The bridge is new. [4] The lamp is out.\n",
    "articles": LEAD + "\nUnder section 2(1) a ferry is a boat. Under section 2(2) it is none. Section 2(3) is void.\n",
    "paragraphs of a judgment": LEAD
    + "\n[1] The ferry was late.\n\n[2] The owner appealed at [1].\n\n[3] The appeal fails.\n\n"
    + "So the ferry was late [1]. The owner did appeal [2]. And the appeal fails [3].\n",
    "authors with their institutes": LEAD + "\nAnn Lee [1], Bo Berg [2], Cy Lund [3], Di Holm [4]\n",
    "enumerated sentences": LEAD
    + "\nThere are reasons. (1) The lamp is out. (2) The boat is old. (3) The clerk sleeps. (4) The tide turns.\n",
    "functions": with_marks(" of f(1)", " of f(2)", " of f(3)", " of f(4)"),
    "manual pages": with_marks(" like ls(1)", " like open(2)", " like printf(3)", " like null(4)"),
    "notes that are found": with_marks("[1]", "[2]", "[3]", "[4]")
    + "\nNotes\n\n[1] Holm, 12.\n\n[2] Lund, 3.\n\n[3] Berg, 4.\n\n[4] Lee, 8.\n",
    "code": LEAD + "\nThe lamp.\n\n    a = word[1] + oil.[2]\n    b = rope[2];\n    c = boat[3];\n",
    "ions": with_marks(" of Fe²⁺", " of Fe³⁺", " of Na¹⁺", " of Cu²⁺"),
}


@pytest.mark.parametrize("name", NO_CALLS)
def test_numbers_that_are_no_calls_are_not_asked_about(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, NO_CALLS[name]) == []


ITEMS = "\n1. Holm, The Ferries of the Sound, 12.\n\n2. Accounts of the town, folio 7.\n\n3. Ibid.\n"


@pytest.mark.parametrize(
    "heading", ["Notes", "NOTES:", "Endnotes", "Anmerkungen", "Notas", "Noten", "Примечания", "注", "הערות"]
)
def test_notes_that_nothing_calls_are_said(tmp_path: Path, heading: str) -> None:
    assert said(tmp_path, f"{LEAD}\n{heading}\n{ITEMS}") == [f"5:1 N007 nothing calls the 3 notes under “{heading.strip(':')}”"]


def test_bracketed_notes_that_nothing_calls_are_said(tmp_path: Path) -> None:
    assert said(tmp_path, f"{LEAD}\nNotes\n\n[1] Holm, 12.\n\n[2] Lund, 3.\n")[0].startswith("5:1 N007 nothing calls the 2")
    page = "<html><body><h1>The Ferry</h1><p>The ferry crossed.</p><h2>Notes</h2><ol><li>Holm, 12.</li><li>Lund.</li></ol>"
    assert "N007 nothing calls the 2 notes under “Notes”" in said(tmp_path, page, "essay.html")[0]


NO_NOTES = {
    "works": f"{LEAD}\nReferences\n{ITEMS}",
    "sources": f"{LEAD}\nBibliography\n{ITEMS}",
    "one note": f"{LEAD}\nNotes\n\n1. Holm, The Ferries of the Sound, 12.\n",
    "a remark": f"{LEAD}\nNote:\n{ITEMS}",
    "notes that do not count": f"{LEAD}\nNotes\n\nHolm has more on this.\n\nLund has less.\n",
    "another heading": f"{LEAD}\nNotes on the Text\n{ITEMS}",
    "notes that are called": with_marks("[1]", "[2]", "[3]", "") + f"\nNotes\n{ITEMS}",
    "some are called, and the others are said": with_marks("[2]", "", "[3]", "") + f"\nNotes\n{ITEMS}",
}


@pytest.mark.parametrize("name", NO_NOTES)
def test_what_is_no_list_of_notes_is_not_said_to_be_one(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, NO_NOTES[name]) == []
