"""Notes as people type them in the wild are read whole, and numbers that only look like notes are none."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pressline.model import Call, Manuscript, Source
from pressline.normalize.normalizer import drafted
from pressline.pandoc.passages import text_of
from pressline.readers.source import sheet_of

SENTENCES = (
    "The ferry had crossed the sound for as long as anybody could remember{}.",
    "Nobody had ever thought of asking who had paid for the boats{}.",
    "When the bridge was opened in 1911 the ferrymen were given a dinner{}.",
    "What they said of it has come down to us in a letter{}.",
)
NOTES = (
    "Holm, The Ferries of the Sound (1908), 12.",
    "Accounts of the town, folio 7, where two boats are named.",
    "Ibid., 44.",
    "See Lund, Sand and Tide, ch. 3.",
)
WRAP = 70


@dataclass(frozen=True)
class NoteStyle:
    """A call, a start of a note, and what stands over the notes; "" over none; `near`: they stand under their paragraph."""

    call: str
    note: str
    over: str = ""
    near: bool = False
    wrap: bool = False
    tight: bool = False
    signs: str = "1,2,3,4"  # what takes the place of "1"


RAISED, LETTERS, ROMAN, STARS = "¹,²,³,⁴", "a,b,c,d", "i,ii,iii,iv", "*,**,***,****"
STYLES = {
    "Gutenberg, at the end": NoteStyle("[1]", "[Footnote 1: ", "FOOTNOTES:", wrap=True),
    "braces": NoteStyle("{1}", "{1} ", wrap=True),
    "Usenet": NoteStyle(" [1]", "[1]: ", "Footnotes:", wrap=True, tight=True),
    "a mail": NoteStyle(" [1]", "1: ", wrap=True, tight=True),
    "set in": NoteStyle(" [1]", "    [1] ", "-----", wrap=True, tight=True),
    "GNU info": NoteStyle("(1)", "   (1) ", "   ---------- Footnotes ----------", wrap=True),
    "Google Docs": NoteStyle("[1]", "[1] ", "________________", tight=True),
    "LibreOffice": NoteStyle("1", "1\t", tight=True),
    "Japanese": NoteStyle("（注1）", "（注1）", "注"),
    "Japanese, by a colon": NoteStyle("(注1)", "注1："),
    "Japanese, by a sign": NoteStyle("※1", "※1 "),
    "Chinese": NoteStyle("[1]", "[1] ", "注释："),
    "circles under the paragraph": NoteStyle("1", "1", near=True, tight=True, signs="①,②,③,④"),
    "Arabic": NoteStyle("(1)", "(1) ", "الهوامش"),
    "Arabic figures": NoteStyle("(1)", "(1) ", "الهوامش:", signs="١,٢,٣,٤"),
    "Hebrew": NoteStyle("[1]", "1. ", "הערות שוליים"),
    "Russian": NoteStyle(" (прим. 1)", "Прим. 1. "),
    "Korean": NoteStyle("1)", "1) ", "각주"),
    "German": NoteStyle("1)", "1) ", signs="¹,²,³,⁴"),
    "German, by figures": NoteStyle("1)", "1) ", "Anmerkungen", wrap=True),
    "German, by stars": NoteStyle("1)", "1) ", near=True, wrap=True, signs=STARS),
    "Italian": NoteStyle(" (nota 1)", "Nota 1: "),
    "to be seen": NoteStyle(" (see note 1)", "Note 1. ", "NOTES"),
    "in capitals": NoteStyle(" [Note 1]", "NOTE 1.—", "NOTES", wrap=True),
    "Westlaw": NoteStyle("[FN1]", "FN1. ", wrap=True),
    "United Nations": NoteStyle(" 1/", "     1/   ", "                Notes", wrap=True),
    "Roman": NoteStyle(" (1)", "(1) ", "Notes", signs=ROMAN),
    "letters": NoteStyle(" (1)", "(1) ", "Notes", signs=LETTERS),
    "no space": NoteStyle(" (1)", "1)", "Notes"),
    "no space behind a stop": NoteStyle(" [1]", "1.", "Notes"),
    "the number alone": NoteStyle("[1]", "1\n", "Notes"),
    "the number in brackets alone": NoteStyle("[1]", "[1]\n", "Notes"),
    "HTML typed": NoteStyle("<sup>1</sup>", "<sup>1</sup> ", "Notes"),
    "an arrow back": NoteStyle("[1]", "1. ↑ ", "Notes"),
    "a long dash": NoteStyle(" [1]", "[1]—", "Notes"),
    "wide brackets": NoteStyle("［1］", "［1］"),
    "raised": NoteStyle("1", "1 ", "Сноски", signs=RAISED),
}
NOT_YET = {
    "a sign of Gutenberg": (NoteStyle("1", "1 ", near=True, wrap=True, signs="*,+,++,||"), '"+" is a sign of much else'),
    "words alone": (NoteStyle(" (Footnote 1)", "Footnote 1\n"), "a row of two words looks like a heading"),
    "bold in a text": (NoteStyle("**[1]**", "**[1]** ", "Notes"), "two marks of Markdown are too few to read it as Markdown"),
}
LOOK_ALIKES = dict(
    re.findall(r"^=== (.+)\n((?:(?!=== ).*\n)*)", (Path(__file__).parent / "look-alikes.txt").read_text("utf-8"), re.M)
)
LEAD = (
    "The Ferry\n\nThe ferry had crossed the sound for as long as anybody could remember, and nobody asked who had paid for the "
    "boats.\n"
)
END = "Nothing more is known of it, and nobody has asked since then: the ferry is gone, and the bridge stands in its place."


def typed(style: NoteStyle) -> str:
    """The essay in a style."""
    signs = style.signs.split(",")

    def numbered(template: str) -> Callable[[int], str]:
        return lambda n: template.replace("1", signs[n])

    def wrapped(text: str) -> str:
        return textwrap.fill(text, WRAP) if style.wrap else text

    call, note = numbered(style.call), numbered(style.note)
    said = [sentence.format(call(n)) for n, sentence in enumerate(SENTENCES)]
    paragraphs = [wrapped(" ".join(said[:2])), wrapped(" ".join(said[2:]))]
    notes = [wrapped(note(n) + text) if "\n" not in style.note else note(n) + text for n, text in enumerate(NOTES)]
    gap = "\n" if style.tight else "\n\n"
    if style.near:
        return "The Ferry\n\n" + "\n\n".join([paragraphs[0], gap.join(notes[:2]), paragraphs[1], gap.join(notes[2:])]) + "\n"
    over = [style.over] if style.over else []
    return "The Ferry\n\n" + "\n\n".join([*paragraphs, *over, gap.join(notes)]) + "\n"


def made_of(text: str) -> Manuscript:
    return drafted(sheet_of(Source(Path("essay.txt"), "txt", text.encode())))


def calls_in(made: Manuscript) -> int:
    return sum(isinstance(inline, Call) for block in made.blocks for inline in block.inlines)


@pytest.mark.parametrize("name", STYLES)
def test_notes_are_read_whatever_marks_them(name: str) -> None:
    made = made_of(typed(STYLES[name]))
    assert [" ".join(map(text_of, note.body)) for note in made.notes] == list(NOTES)
    assert calls_in(made) == len(NOTES)
    assert " ".join(map(text_of, made.blocks)) == " ".join(sentence.format("") for sentence in SENTENCES)


@pytest.mark.parametrize("name", NOT_YET)
def test_notes_that_are_not_read_yet(name: str, request: pytest.FixtureRequest) -> None:
    style, why = NOT_YET[name]
    request.applymarker(pytest.mark.xfail(strict=True, reason=why))
    assert " ".join(map(text_of, made_of(typed(style)).blocks)) == " ".join(sentence.format("") for sentence in SENTENCES)


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_looks_like_notes_is_text(name: str) -> None:
    made = made_of(LOOK_ALIKES[name].replace("{LEAD}", LEAD).replace("{END}", END))
    assert not made.notes and not calls_in(made)
    assert [f.message for f in made.findings if f.code.startswith("N")] == []
