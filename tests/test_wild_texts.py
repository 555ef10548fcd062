"""Front matter, headings and paragraphs of plain texts as people make them, each with its look-alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pressline.model import Manuscript
from pressline.normalize.normalizer import normalize
from pressline.pandoc.passages import text_of
from pressline.readers.plaintext import sheet_of_text

PROSE = (
    "The ferry across the sound was older than the town, and for most of its life it carried\n"
    "nothing but cattle, hay and the letters of two families that did not speak to each other.\n"
    "Whoever wanted to hear of the other side had to go down to the slip and ask the ferryman.\n"
)
LINE = PROSE.replace("\n", " ").strip()


def read(text: str) -> Manuscript:
    return normalize(sheet_of_text(text.encode(), Path("essay.txt")))


def headings(text: str) -> list[str]:
    return [text_of(block) for block in read(text).blocks if block.kind == "heading"]


def bodies(text: str) -> list[str]:
    return [text_of(block) for block in read(text).blocks if block.kind != "heading"]


# --- titles, authors, days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("Ann Lee, Oslo, July 2016", "Ann Lee", None),
        ("Ann Lee, Oslo, 3 May 2016", "Ann Lee", date(2016, 5, 3)),
        ("Jörg Müller, Tuntenhausen, Oktober 2020", "Jörg Müller", None),
        ("Ann Lee, 2019", "Ann Lee", None),
    ],
)
def test_a_name_with_a_place_and_a_month_under_the_title_is_the_author(line: str, author: str, day: date | None) -> None:
    found = read(f"On Ferries\n\n{line}\n\n{PROSE}\n{PROSE}")
    assert [a.name for a in found.metadata.author] == [author]
    assert found.metadata.date == day
    assert not any(f.code == "G001" for f in found.findings)


@pytest.mark.parametrize(
    "line", ["Paris, London, 1850", "Old Towns, New Towns and the Sea, 2016", "Ferries, Slips, and Other Things"]
)
def test_a_line_of_places_is_no_author(line: str) -> None:
    assert not read(f"On Ferries\n\n{line}\n\n{PROSE}\n{PROSE}").metadata.author


@pytest.mark.parametrize(
    "line", ["日期： 2010年1月20日", "Datum: 3. Mai 2001", "Fecha: 3 de mayo de 2001", "Дата: 3 мая 2001", "Date: May 3, 2001"]
)
def test_a_day_behind_a_word_for_it_is_the_date(line: str) -> None:
    found = read(f"On Ferries\n\n{line}\n\n{PROSE}\n{PROSE}")
    assert found.metadata.date in (date(2010, 1, 20), date(2001, 5, 3))
    assert line not in bodies(f"On Ferries\n\n{line}\n\n{PROSE}\n{PROSE}")


@pytest.mark.parametrize(
    "above", ["FERRIES.TXT", "Harbor BBS  FILE NAME:  FERRIES.TXT", "*****  Please distribute this file.", "II."]
)
def test_the_title_stands_under_what_no_title_is(above: str) -> None:
    assert read(f"{above}\n\n\n          ON OLD FERRIES\n\n\n{PROSE}\n{PROSE}").metadata.title == "ON OLD FERRIES"


def test_a_title_on_a_title_page_has_all_its_lines() -> None:
    page = "THE TOLLS\n\nOF\n\nTHE RIVER\n\nBY\n\nAnn Lee\n\n\n\nOSLO\n\n1908\n\n\n\n"
    found = read(page + PROSE + "\n" + PROSE)
    assert (found.metadata.title, [a.name for a in found.metadata.author]) == ("THE TOLLS OF THE RIVER", ["Ann Lee"])


def test_two_words_behind_a_bullet_are_no_author_in_a_script_without_capitals() -> None:
    assert not read(f"מבוא\n\n{PROSE}\n- מסובך מדי\n- יקר מדי\n- איטי מדי\n\n{PROSE}").metadata.author


def test_a_rule_between_title_and_text_goes_with_the_title() -> None:
    assert [b.kind for b in read(f"On Ferries\n\nby Ann Lee\n\n* * *\n\n{PROSE}\n{PROSE}").blocks] == ["text", "text"]
    assert [b.kind for b in read(f"On Ferries\n\n{PROSE}\n* * *\n\n{PROSE}").blocks] == ["text", "rule", "text"]


def test_an_essay_that_is_a_name_alone_is_read() -> None:
    assert read("Ann Lee\n").blocks or read("Ann Lee\n").metadata.title


# --- headings -------------------------------------------------------------------------------------------------------


def test_short_lines_under_numbers_are_their_titles_as_a_class() -> None:
    three = "".join(
        f"\n\n\n{n}.\n\n{t}\n\n\n{PROSE}" for n, t in (("I", "The slip."), ("II", "The two families."), ("III", "The end."))
    )
    assert headings(f"On Ferries\n\n{PROSE}{three}") == ["I. The slip.", "II. The two families.", "III. The end."]
    one = "".join(f"\n\n\n{n}.\n\n{t}{PROSE}" for n, t in (("I", "So it began.\n\n"), ("II", ""), ("III", "")))
    assert headings(f"On Ferries\n\n{PROSE}{one}") == ["I.", "II.", "III."]


def test_short_lines_that_stand_right_on_their_text_are_a_class() -> None:
    text = f"On Ferries\n\n{LINE}\n\nHow it is paid for:\n{LINE}\n\nNot perfect, but better:\n{LINE}\n\n{LINE}\n"
    assert headings(text) == ["How it is paid for:", "Not perfect, but better:"]
    talk = f"On Ferries\n\n{LINE}\n\nAnn:\n{LINE}\n\nBo:\n{LINE}\n\nAnn:\n{LINE}\n\nBo:\n{LINE}\n"
    assert len(headings(talk)) in (0, 4)  # as a class, whichever


@pytest.mark.parametrize("line", ["May 2004", "June 2021", "Friday, 3 May 2019"])
def test_the_day_over_an_essay_heads_nothing(line: str) -> None:
    assert headings(f"{line}\n\n{LINE}\n\nThe Slip\n\n{LINE}\n\nThe Families\n\n{LINE}\n") == ["The Slip", "The Families"]


def test_who_said_a_motto_and_who_signs_heads_nothing() -> None:
    motto = f"On Ferries\n\n{LINE}\n\n(Ann Lee)\n\n{LINE}\n\n{LINE}\n"
    assert headings(motto) == []
    signed = f"On Ferries\n\n{LINE}\n\n{LINE}\n\nAnn Lee\n\nwww.ferries.example\n"
    assert headings(signed) == []


def test_the_lines_of_a_title_page_head_nothing() -> None:
    page = "FERRIES AND SLIPS\n\nBY ANN LEE\n\nEDITED BY BO EK\n\nOSLO, NORWAY\n\nHOLM & COMPANY\n\n\n\nPREFACE\n\n"
    assert headings(page + PROSE + "\n\n\nTHE SLIP\n\n" + PROSE) == ["PREFACE", "THE SLIP"]
    parts = "ON FERRIES\n\n\nPART ONE\n\nCHAPTER I\n\nTHE SLIP\n\n"
    assert {"PART ONE", "CHAPTER I"} <= set(headings(parts + PROSE + "\n\nCHAPTER II\n\n" + PROSE))


def test_a_sentence_over_a_rule_is_no_heading() -> None:
    text = (
        f"On Ferries\n\n{PROSE}\nNote: this is what was said at the slip in the summer of 1989.\n"
        + "-" * 62
        + f"\nAnn Lee\n\n{PROSE}"
    )
    assert headings(text) == []
    assert headings(f"On Ferries\n\n{PROSE}\nThe Slip\n--------\n{PROSE}") == ["The Slip"]


# --- paragraphs -----------------------------------------------------------------------------------------------------


def test_points_alone_part_paragraphs() -> None:
    text = "On Ferries\n----------\n.\n" + ".\n".join([PROSE] * 5)
    assert bodies(text) == [LINE] * 5


def test_boxes_are_headings_and_drawings_are_drawings() -> None:
    box = f"+{'-' * 24}+\n   HOW IT IS PAID FOR\n+{'-' * 24}+\n\n"
    assert headings(f"On Ferries\n\n{PROSE}\n{box}{PROSE}\n{box.replace('PAID FOR', 'BUILT')}{PROSE}") == [
        "HOW IT IS PAID FOR",
        "HOW IT IS BUILT",
    ]
    drawn = "+------+    +------+\n| slip |----| town |\n|      |    |      |\n+------+    +------+\n"
    assert [b.kind for b in read(f"On Ferries\n\n{PROSE}\n{drawn}\n{PROSE}").blocks] == ["text", "code", "text"]


def test_a_banner_begins_no_note() -> None:
    text = f"*** START OF THE TEXT ***\n\n{PROSE}\n{PROSE}\n[1] Holm, p. 4.\n\n{PROSE}\nHe went home.[1]\n\n{PROSE}\n"
    text += "[2] Holm, p. 5.\n\nAnd back.[2]\n"
    assert LINE in bodies(text)


def test_numbers_that_count_on_in_a_paragraph_are_its_verses() -> None:
    verses = [f"[{n}] The ferry went over. [{n + 1}] It came back. [{n + 2}] Nobody spoke." for n in range(1, 16, 3)]
    found = read("On Ferries\n\nBook I. [1] So it is told. [2] And again.\n\n" + "\n\n".join(verses))
    assert not found.notes
    assert not any(f.code in ("G001", "N001") for f in found.findings)


def test_a_name_without_capitals_ends_the_lines_over_the_text() -> None:
    prose = (
        "港は東の船のために造られた。町はそれで豊かになったのではないが、海の色を持つようになり、人々はそれを誇りにしている。"
        * 3
    )
    found = read(f"港の話\n――海の色について――\n山田太郎\n\n\n{prose}\n\n{prose}\n")
    assert (found.metadata.title, [a.name for a in found.metadata.author]) == ("港の話", ["山田太郎"])
    assert not read(f"港の話\n\nはじめに\n\n{prose}\n\n{prose}\n").metadata.author


def test_brackets_with_wide_numbers_are_read() -> None:
    assert read(f"On Ferries\n\nAs Holm has it [①②] and [１２], so it was.\n\n{PROSE}").metadata.title == "On Ferries"
