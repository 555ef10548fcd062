"""Brackets and quotation marks without a partner: asked about where one is missing, and nowhere else."""

from __future__ import annotations

import pytest

from pressline.normalize.partners import lonely_brackets, open_quotations

# Paragraphs, divided by "|", and what is asked about: the words from the mark on, to the end of the paragraph.
BRACKETS = [
    ("It was (so and no more. | Then it ended.", ["(so and no more."]),
    ("It was so) and no more.", [") and no more."]),
    ("One (a | two | three | four) b | five", ["(a", ") b"]),
    ("[It} has to be. | Then it ended.", ["[It} has to be."]),
    ("[An essay of 1911: | who wrote it? | Nobody says. ", ["[An essay of 1911:"]),
    ("The map (of Leeds is | lost (it was large).", ["(of Leeds is"]),
    ("The third (has no end; smile :-) at it.", ["(has no end; smile :-) at it."]),
    # what is right
    ("Cut by a page (as | it was) it goes on.", []),
    ("[Music: | one line | two lines | nay ey.--]", []),
    ("[Note by the editor. | [It has since appeared. | [He taught in Leeds.]", []),
    ("[Note by the editor. | [It has since appeared. | Nobody asked. | He taught in Leeds.]", []),
    ("W[)a]y' ho y[=a]rhnie and [a)]", []),
    ("smile :-) at it | and ;) | good:) | entities (see &#8853;)", []),
    ("a) one | 1) two | iv) three | bb) four | 12a) five | β) six", []),
    ("the interval [0, 1) holds", []),
    ("210. “Carriage free”] “cost, insurance”", []),
]
QUOTATIONS = [
    ('He said "come and see. | Then he left.', ['"come and see.']),
    ("He said “come and see. | Then he left.", ["“come and see."]),
    ('He said "come. | She said "go." and left. | Nobody came"', ['"come.', '"']),
    ('He said "come" and "go. | She said "stay.', ['"go.', '"stay.']),
    ("“Two” marks “left “open. | Then it ended.", []),  # two are missing: not sure which
    # what is right
    ('He said "come. | "And see. | "At last."', []),
    ('He said "come. | No marks here. | Here it ends."', []),
    ("He said “come. | No marks here. | Here it ends.”", []),
    ('The summer of "1968" is over.', []),
    ('A board of 12" is long.', []),
    ('so said ``the cat" and ``the mat" in TeX and ``no more"', []),
    ("„So“ and »so« and “so.", []),
    ('<date when="1945-04-25">then</date>', []),
]


@pytest.mark.parametrize(("text", "asked"), BRACKETS)
def test_brackets_without_a_partner(text: str, asked: list[str]) -> None:
    texts = [part.strip() for part in text.split("|")]
    found = [texts[n][at:] for marks in ("()", "[]") for n, at in lonely_brackets(texts, [""] * len(texts), *marks)]
    assert found == asked


@pytest.mark.parametrize(("text", "asked"), QUOTATIONS)
def test_quotations_that_are_not_closed(text: str, asked: list[str]) -> None:
    texts = [part.strip() for part in text.split("|")]
    assert [texts[n][at:] for n, at in open_quotations(texts)] == asked


def test_a_bracket_in_one_note_is_not_closed_in_another() -> None:
    assert list(lonely_brackets(["see (Ek", "and Ek) too"], ["1", "2"], "(", ")")) == [(0, 4), (1, 6)]
    assert list(lonely_brackets(["see (Ek", "and Ek) too"], ["1", "1"], "(", ")")) == []
