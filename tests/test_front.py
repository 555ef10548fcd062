"""Front matter of essays that nobody has seen: titles, authors and days by evidence, and what was pasted along with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pressline.model import Candidate, Manuscript
from pressline.normalize.metadata_extraction import names, take_front
from pressline.normalize.metadata_extraction.days import day_of
from pressline.normalize.normalizer import drafted
from pressline.pandoc.passages import text_of
from pressline.readers.plaintext import sheet_of_text

TEXT = (
    "The river rose in the night, and by the morning the lower meadow stood under water as it had not done since the old mill "
    "was pulled down and the sluice taken away; nobody in the village had kept a record of the floods, or would say so to us."
)


def drafted_of(text: str) -> Manuscript:
    return drafted(sheet_of_text(text.encode(), Path("essay.txt")))


def front_of(text: str) -> tuple[str, list[str], list[str]]:
    """Title, names of the authors, and the texts of the body."""
    made = drafted_of(text)
    assert not any(f.code == "G001" for f in made.findings)
    return made.metadata.title, [a.name for a in made.metadata.author], [text_of(block) for block in made.blocks]


@pytest.mark.parametrize(
    ("head", "title", "authors"),
    [
        ("On Rivers\nBy Ann Lee\nJanuary 31, 2026", "On Rivers", ["Ann Lee"]),
        ("On Rivers\nAnn Lee", "On Rivers", ["Ann Lee"]),
        ("1780\n\nON RIVERS\n\nby Ann Lee", "ON RIVERS", ["Ann Lee"]),
        ("Ann Lee\nFen Associates\nSuite 202\n73 Mill Lane\n(703) 685-3021\n\n          On Rivers", "On Rivers", ["Ann Lee"]),
        ("On Rivers\n\nAnn Lee\n\n6 Mill Lane, Apt. 17, Nashua, NH 03062\n\n6 October 1990", "On Rivers", ["Ann Lee"]),
        ("FRANÇOIS ÉTIENNE\n\nSur les rivières\n\nParis\n\n1901", "Sur les rivières", ["François Étienne"]),
        ("OM FLODER\n\nAV\n\nFRANS v. EK", "OM FLODER", ["FRANS v. EK"]),
        ("On Rivers\n\n(By Ann Lee)", "On Rivers", ["Ann Lee"]),
        ("On Rivers\n\nBy Łukasz Żuk and Şebnem Öz", "On Rivers", ["Łukasz Żuk", "Şebnem Öz"]),
        ("О реках\n\nАвтор: Анна Ли", "О реках", ["Анна Ли"]),
        ("論河\n\n作者：王小明", "論河", ["王小明"]),
        ("---\ntitle: On Rivers\nauthor: bell hooks\ndate: 2024-05-06\n---", "On Rivers", ["bell hooks"]),
        ("From bo@ek.example Thu Aug  4 15:11:05 1994\nFrom: Bo Ek <bo@ek.example>\nSubject: ON RIVERS\n\n\n"
         "     ON RIVERS\n     by Ann Lee", "ON RIVERS", ["Ann Lee"]),
        ("[11] daemon@mit.example (Ann Lee) 04/03/94\nSubject: On Rivers\nFrom: ann@lee.example (Ann Lee)\n"
         "Date: Sun, 3 Apr 1994 19:16:49 -0700 (PDT)", "On Rivers", ["Ann Lee"]),
    ],
)  # fmt: skip
def test_title_and_authors(head: str, title: str, authors: list[str]) -> None:
    found = front_of(f"{head}\n\n{TEXT}\n\n{TEXT}\n")
    assert found[:2] == (title, authors)
    assert TEXT in found[2]


def test_a_blurb_above_the_title_stays_in_the_text() -> None:
    blurb = TEXT.replace("river", "brook")
    title, authors, body = front_of(f"{blurb}\n\n            On Rivers\n\n            by Ann Lee\n\n{TEXT}\n")
    assert (title, authors, body) == ("On Rivers", ["Ann Lee"], [blurb, TEXT])


@pytest.mark.parametrize(
    "head",
    [
        "HERE STOOD THE MILL\nOF THE PARISH OF ELY\nPULLED DOWN IN 1851\nBY ORDER OF NOBODY\nAND MOURNED BY ALL",
        "Ann Lee was right,\nand so was the sea,\nby and by, by and by,\nas we all can see.",
    ],
)
def test_a_stanza_is_no_title_block(head: str) -> None:
    _, authors, body = front_of(f"On Rivers\n\n{TEXT}\n\n{head}\n\n{TEXT}\n")
    assert not authors
    assert head.split() == " ".join(body[1:-1]).split()


def test_an_essay_about_a_person_is_not_by_that_person() -> None:
    about = "Marcel Aubert was born here. Aubert wrote of rivers. Nobody read what Aubert wrote."
    title, authors, _ = front_of(f"Marcel Aubert\n\nA Life\n\n1901\n\n{TEXT} {about}\n")
    assert (title, authors) == ("Marcel Aubert", [])


def test_the_first_sentence_is_no_bio_when_the_name_is_a_word() -> None:
    text = "Some people will tell you that the river is older than the village, and that it was a lake once. " + TEXT
    assert front_of(f"On Rivers\n\nBy Will Grant\n\n{text}\n")[2] == [text]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("March 3rd, 2021", date(2021, 3, 3)),
        ("Wednesday, the 23rd of September 2020", date(2020, 9, 23)),
        ("Jan. 28, 2020, at 5:55 AM", date(2020, 1, 28)),
        ("2026-01-03 10:11:12 +0100", date(2026, 1, 3)),
        ("le 1er mai 2024", date(2024, 5, 1)),
        ("Freitag, den 5. März 2021", date(2021, 3, 5)),
        ("12 de enero de 2020", date(2020, 1, 12)),
        ("2. helmikuuta 2020", date(2020, 2, 2)),
        ("5 мая 2020", date(2020, 5, 5)),
        ("2024年1月5日", date(2024, 1, 5)),
        ("25/06/2024", date(2024, 6, 25)),
        ("06/25/2024", date(2024, 6, 25)),
        ("05/06/2024", None),
        ("31 February 2020", None),
        ("Chapter 12 2020", None),
        ("May we all 5, 2020", None),
    ],
)
def test_days(line: str, day: date | None) -> None:
    assert day_of(line) == day


@pytest.mark.parametrize("text", ["ORDER OF NOBODY", "chance and by design", "The Long Year", "Section 12", "Home"])
def test_what_is_no_name(text: str) -> None:
    assert not names.names_in(text)


MENU = "Skip to content\n\nThe Fen Review\n\nSearch\n\nPolitics\n\nBooks\n\nNewsletter\n\n"
FOOT = "\n\nMore from us\n\nPodcasts\n\nJobs\n\nPrivacy Policy\n\n© 2020 Fen Media. All rights reserved.\n"


def test_the_menus_of_a_pasted_page_go_and_are_listed() -> None:
    made = drafted_of(
        f"{MENU}On Rivers\n\nBy Ann Lee\n\nJan. 28, 2020, at 5:55 AM\n\nFacebook\n\nEmail\n\n{TEXT}\n\n{TEXT}{FOOT}"
    )
    assert (made.metadata.title, made.metadata.date) == ("On Rivers", date(2020, 1, 28))
    assert [text_of(block) for block in made.blocks] == [TEXT, TEXT]
    dropped = [step.text for step in made.steps if step.kind == "dropped"]
    assert {"The Fen Review", "Politics", "Books", "Jobs"} <= set(dropped)


def test_a_trail_of_links_names_the_title() -> None:
    menu = "Navigation\n\nThemen\n\nMitmachen\n\nSuche\n\nWas wir wollen\n\nStart » Blog » Von den Flüssen\n\n"
    title, _, body = front_of(f"{menu}Von den Flüssen\n\n{TEXT}\n")
    assert (title, body) == ("Von den Flüssen", [TEXT])


@pytest.mark.parametrize("ending", ["Themen\n\nKontakt", "Ann Lee\n\nParis, May 2020", "I hope so.\n\n--Ann Lee"])
def test_short_lines_at_the_end_that_are_no_crowd_stay(ending: str) -> None:
    body = front_of(f"On Rivers\n\nBy Bo Ek\n\n{TEXT}\n\n{ending}\n")[2]
    assert body[0] == TEXT
    assert " ".join(body[1:]).split() == ending.split()


@pytest.mark.parametrize(
    "tail",
    [
        "------------------------------------------------------------\n"
        "The above essay was posted to the Fenland Mailing List.\nTo leave the list write to fen@list.example",
        "End of article 20 (of 37)--what next? [npq]\nalt.fens #21 (8 more)",
        "X-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-X\nAnother file downloaded from: The Fen\n& the Mill  510/935-5845",
    ],
)
def test_the_tail_of_a_list_goes(tail: str) -> None:
    made = drafted_of(f"On Rivers\n\n{TEXT}(1)\n\n{TEXT}(2)\n\nNotes:\n\n1. Harrow, 44.\n2. Parish register of 1784.\n{tail}\n")
    assert [text_of(note.body[-1]) for note in made.notes] == ["Harrow, 44.", "Parish register of 1784."]
    words = " ".join(text_of(block) for block in made.blocks)
    assert "list" not in words and "article" not in words and "downloaded" not in words


def test_a_paragraph_on_a_mailing_list_stays() -> None:
    said = "The above essay was posted to a list of mine, and forty people wrote to me about the water in their own cellars."
    assert said in front_of(f"On Rivers\n\n{TEXT}\n\n{said}\n\n{TEXT}\n\n{TEXT}\n" + f"\n{TEXT}\n" * 14)[2]


def test_a_page_is_believed_and_its_site_is_no_author() -> None:
    sheet = sheet_of_text(f"Essays for slow readers\n\n{TEXT}\n".encode(), Path("page.html"))
    candidates = (
        Candidate("title", "On Rivers | The Fen Review", "title element"),
        Candidate("site", "The Fen Review", "og:site_name"),
        Candidate("author", "The Fen Review", "author"),
        Candidate("author", "Nora Oldham", "class byline"),
    )
    paragraphs = [replace(paragraph, kind="text", level=0) for paragraph in sheet.paragraphs]
    front = take_front(paragraphs, {}, "page.html", candidates)
    assert (front.title, [a.name for a in front.authors]) == ("On Rivers", ["Nora Oldham"])
    assert [text_of(p) for p in front.body] == ["Essays for slow readers", TEXT]


def test_several_authors_have_each_their_own_affiliation() -> None:
    head = "On Rivers\n\nAnn Lee\n\nUniversity of Ely\n\nBo Ek\n\nHarbour College\n\n"
    made = drafted_of(head + TEXT)
    assert [(a.name, a.affiliation) for a in made.metadata.author] == [
        ("Ann Lee", "University of Ely"),
        ("Bo Ek", "Harbour College"),
    ]
