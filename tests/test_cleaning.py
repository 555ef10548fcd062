"""One cleaning path: the same damage in any kind of file gives the same words, each change in the record."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

import pytest

from pressline.model import Call, Run, Sheet, Source
from pressline.pandoc.passages import text_of
from pressline.pandoc.program import run
from pressline.readers.raw_words import lost_words
from pressline.readers.source import sheet_of

KINDS = ("txt", "md", "html", "docx", "odt", "rtf", "epub")
# What a damaged paragraph becomes.
DAMAGES = {
    "He wrote of the caf\u00c3\u00a9 in Orl\u00c3\u00a9ans, no more.": "He wrote of the café in Orléans, no more.",
    "It wasn\u00e2\u20ac\u2122t \u00e2\u20ac\u0153true\u00e2\u20ac\u201d or so.": "It wasn’t “true— or so.",
    "A letter at the end is no space: voil\u00c3\u00a0": "A letter at the end is no space: voilà",
    "They went \u00c3\u00a0 la plage, \u00c3\u00a0\u00a0c\u00c3\u00b4t\u00c3\u00a9.": "They went à la plage, à côté.",
    "Fish &amp; chips, R&eacute;sum&#233;s and the rest&hellip;": "Fish & chips, Résumés and the rest…",
    "A soft hy\u00adphen, a zero\u200b width and a\u2060 joiner.": "A soft hyphen, a zero width and a joiner.",
    "No\u00a0break, thin\u2009and wide\u3000ones are\u00a0spaces.": "No break, thin and wide ones are spaces.",
    "Marks of \u200edirection\u200f without Hebrew in the text.": "Marks of direction without Hebrew in the text.",
}
RIGHT = (
    "They served duck \u00c3 la carte, as the printer had set it in 1911.",
    "He gave “&amp;” as the way to write the sign, and R&D; as none.",
    "Nous avons dit «\u00a0non\u00a0»\u00a0; elle a dit\u00a0: oui\u00a0!",
    "می\u200cخواهم stands there in the middle, and 5\u00a0% of them smiled.",
    "“…”—‘that’ … is “all”—“so” they said of it.",
    "Ελληνικά, русский и 日本語 stand beside each other here.",
)


def markdown(text: str) -> str:
    return text.replace("&", "\\&")


@cache
def sheet_in(kind: str, paragraphs: tuple[str, ...]) -> Sheet:
    """The paragraphs as a file of a kind, read."""
    page = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>T</title></head><body>"
    page += "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs) + "</body></html>"
    texts = {"txt": "\n\n".join(paragraphs), "md": "\n\n".join(map(markdown, paragraphs)), "html": page}
    if kind in texts:
        data = texts[kind].encode()
    else:
        extra = ["--standalone"] if kind == "rtf" else []
        data = run(["-f", "html", "-t", kind, *extra, "-o", "-", "--metadata", "title=T"], page.encode())
    return sheet_of(Source(Path(f"essay.{kind}"), kind, data))


def texts_of(sheet: Sheet) -> list[str]:
    return [text_of(paragraph) for paragraph in sheet.paragraphs if text_of(paragraph) != "T"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_damage_gives_the_same_text_in_every_kind(kind: str) -> None:
    sheet = sheet_in(kind, tuple(DAMAGES))
    assert texts_of(sheet) == list(DAMAGES.values())
    assert [f.code for f in sheet.findings] == ["C003"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_mend_stands_in_the_record_with_its_place(kind: str) -> None:
    sheet = sheet_in(kind, tuple(DAMAGES))
    mends = [step for step in sheet.steps if step.kind == "changed"]
    assert {"\u00c3\u00a9", "&amp;", "&#233;", "\u00e2\u20ac\u2122"} <= {step.text for step in mends}
    assert len({(step.place.line, step.place.spot) for step in mends}) == 5
    cleaned = {step.text for step in sheet.steps if step.kind == "cleaned"}
    assert {"SOFT HYPHEN × 1", "ZERO WIDTH SPACE × 1", "THIN SPACE × 1", "LEFT-TO-RIGHT MARK × 1"} <= cleaned


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_right_is_left(kind: str) -> None:
    sheet = sheet_in(kind, RIGHT)
    assert texts_of(sheet) == list(RIGHT)
    assert not sheet.findings
    assert not [step for step in sheet.steps if step.kind in ("changed", "cleaned")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("md", "Write `caf\u00c3\u00a9 &amp;amp;` so.\n\n    caf\u00c3\u00a9\u00ad \u00a0=\u00a01\n"),
        ("html", "<p>Write <code>caf\u00c3\u00a9 &amp;amp;</code> so.</p><pre>caf\u00c3\u00a9\u00ad \u00a0=\u00a01</pre>"),
    ],
)
def test_code_keeps_its_letters_and_its_spaces(kind: str, text: str) -> None:
    sheet = sheet_of(Source(Path(f"essay.{kind}"), kind, text.encode()))
    shown = text_of(sheet.paragraphs[0])
    assert shown.startswith("Write caf\u00c3\u00a9 &amp;") and text_of(sheet.paragraphs[1]) == "caf\u00c3\u00a9  = 1"
    assert [f.code for f in sheet.findings if f.code != "R023"] == []


def test_marks_links_and_calls_survive_a_mend() -> None:
    page = "<meta charset=utf-8><p>Un <em>caf\u00c3\u00a9</em>, "
    page += "<a href='https://x.org/'>l\u00e2\u20ac\u2122\u00c3\u00a9tat</a>\u00a0 noir.</p>"
    sheet = sheet_of(Source(Path("essay.html"), "html", page.encode()))
    runs = [(run.text, [mark.kind for mark in run.marks]) for run in sheet.paragraphs[0].inlines if isinstance(run, Run)]
    assert runs == [("Un ", []), ("café", ["emphasis"]), (", ", []), ("l’état", ["link"]), (" noir.", [])]
    called = "Un caf\u00c3\u00a9[^1] noir\u00c3\u00a9.\n\n[^1]: Not\u00c3\u00a9.\n"
    sheet = sheet_of(Source(Path("essay.md"), "md", called.encode()))
    assert ["#" if isinstance(i, Call) else i.text for i in sheet.paragraphs[0].inlines] == ["Un café", "#", " noiré."]
    assert text_of(sheet.notes[0].body[0]) == "Noté."
    assert [f.code for f in sheet.findings] == ["C003"]


@pytest.mark.parametrize("kind", ["txt", "md"])
def test_a_mark_of_windows_that_was_read_as_a_control_character_is_mended(kind: str) -> None:
    sheet = sheet_of(Source(Path(f"essay.{kind}"), kind, "It wasn\u0092t so \u0096 at all.".encode()))
    assert texts_of(sheet) == ["It wasn’t so – at all."]
    assert [f.code for f in sheet.findings] == ["C003"]


@pytest.mark.parametrize("kind", ["txt", "md", "html"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_an_encoding_is_proved_and_said_in_every_kind_of_text(kind: str, encoding: str) -> None:
    text = "The caf\u00e9 was \u201cclosed\u201d that day, wasn\u2019t it?"
    data = (f"<p>{text}</p>" if kind == "html" else text).encode(encoding)
    sheet = sheet_of(Source(Path(f"essay.{kind}"), kind, data))
    assert texts_of(sheet) == [text]
    assert [f.code for f in sheet.findings] == ["C002"]


@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_the_count_of_raw_words_misses_a_mended_word_that_is_lost(kind: str) -> None:
    sheet = sheet_in(kind, tuple(DAMAGES))
    page = "<meta charset='utf-8'>" + "".join(f"<p>{escape(text)}</p>\n" for text in DAMAGES)
    data = run(["-f", "html", "-t", "docx", "-o", "-"], page.encode()) if kind == "docx" else b""
    text = {"md": "\n\n".join(map(markdown, DAMAGES)), "html": page}.get(kind, "")
    assert not lost_words(sheet, kind, data, text)
    found = lost_words(replace(sheet, paragraphs=sheet.paragraphs[2:]), kind, data, text)
    assert [f.code for f in found] == ["G010"] and "Orl" not in found[0].message.replace("Orléans", "")
