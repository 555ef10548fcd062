"""No word is lost in silence: the words of raw files on a path of their own, and what only careless readers lose."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pressline.findings import Finding
from pressline.model import Sheet, Source
from pressline.pandoc.passages import text_of
from pressline.pandoc.program import run
from pressline.readers.raw_words import lost_words
from pressline.readers.raw_words.markdown import words_of_markdown
from pressline.readers.raw_words.richtext import _fonts
from pressline.readers.source import sheet_of

ESSAY = "# First\n\nA word[^1] and more.\n\n[^1]: The note.\n\n| a | b |\n|---|---|\n| x | y |\n"


@cache
def made(kind: str) -> bytes:
    return run(["-f", "markdown", "-t", kind, "-s", "-o", "-"], ESSAY.encode(), epoch=0)


def with_more(kind: str, more: str) -> bytes:
    """The essay as DOCX or ODT, with more XML at the end of its text."""
    name, end = {"docx": ("word/document.xml", b"<w:sectPr"), "odt": ("content.xml", b"</office:text>")}[kind]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(kind))) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            part = old.read(entry)
            new.writestr(entry, part.replace(end, more.encode() + end, 1) if entry == name else part)
    return stream.getvalue()


def sheet(kind: str, data: bytes) -> Sheet:
    return sheet_of(Source(Path(f"essay.{kind}"), kind, data))


def said(sheet: Sheet) -> str:
    notes = [text_of(p) for note in sheet.notes for p in note.body]
    return " ".join(" ".join([*map(text_of, sheet.paragraphs), *notes]).split())


def recorded(sheet: Sheet) -> str:
    return " ".join(step.text for step in sheet.steps if step.kind == "dropped")


def alarms(sheet: Sheet) -> list[Finding]:
    return [f for f in sheet.findings if f.code == "G010"]


def run_of(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def field(instruction: str) -> str:
    ends = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    half = len(instruction) // 2  # Word parts an instruction as it likes
    parts = (instruction[:half], instruction[half:])
    return ends[0] + "".join(f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in parts) + ends[1]


BOX = f"<w:txbxContent>{par(run_of('Box one'))}{par(run_of('Box two'))}</w:txbxContent>"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
DOCX = {
    "direction": (
        par(f'<w:dir w:val="rtl">{run_of("Of one")}</w:dir><w:bdo w:val="rtl">{run_of(" of two")}</w:bdo>'),
        "Of one of two",
    ),
    "content control": (f"<w:sdt><w:sdtContent>{par(run_of('In a control'))}</w:sdtContent></w:sdt>", "In a control"),
    "smart tag": (par(f'<w:smartTag w:element="x">{run_of("A smart one")}</w:smartTag>'), "A smart one"),
    "simple field": (par(f'<w:fldSimple w:instr="DATE">{run_of("A result")}</w:fldSimple>'), "A result"),
    "ruby": (
        par(
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{run_of('reading')}</w:rt><w:rubyBase>{run_of('Base')}</w:rubyBase></w:ruby></w:r>"
        ),
        "Base (reading)",
    ),
    "text box twice": (
        par(
            f"{run_of('Holder')}<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'>{BOX}</mc:Choice>"
            f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>"
        )
        + par(run_of("After")),
        "Holder Box one Box two After",
    ),
    "two ways in a line": (
        par(
            f"<mc:AlternateContent {MC}><mc:Choice Requires='x'>{run_of('New')}</mc:Choice><mc:Fallback>{run_of('Old')}"
            f"</mc:Fallback></mc:AlternateContent><mc:AlternateContent {MC}><mc:Choice Requires='y'/><mc:Fallback>"
            f"{run_of(' and only')}</mc:Fallback></mc:AlternateContent>"
        ),
        "New and only",
    ),
    "signs within words": (
        par(
            f'{run_of("5")}<w:r><w:sym w:font="Symbol" w:char="F06D"/></w:r>{run_of("m, the ")}<m:oMath xmlns:m="'
            f'http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>n</m:t></m:r></m:oMath>{run_of("th")}'
        ),
        "5μm, the nth",
    ),
    "a reading as a field": (
        par(run_of("Of ") + field(r'EQ \* jc2 \* "Font:Mincho" \* hps10 \o\ad(\s\up 9(kan),Han)') + run_of(" words.")),
        "Of Han (kan) words.",
    ),
    "a fraction as a field": (par(run_of("About ") + field(r"EQ \f(22,7)") + run_of(".")), "About 22/7."),
    "a place to click": (par(field("MACROBUTTON NoMacro Click here")), "Click here"),
    "lettering": (
        par(
            "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textpath string='Big words'/></v:shape></w:pict>"
            f"</w:r>{run_of('Small words')}"
        ),
        "Small words Big words",
    ),
    "merged cells": (
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        f"<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{par(run_of('wide'))}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{par(run_of('tall'))}</w:tc>"
        f"<w:tc>{par(run_of('one'))}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{par(run_of('under'))}</w:tc><w:tc>{par(run_of('two'))}</w:tc></w:tr></w:tbl>",
        "wide tall one under two",
    ),
}
ODT = {
    "frame": (
        "<text:p>Holder<draw:frame><draw:text-box><text:p>Frame one</text:p><text:p>Frame two</text:p></draw:text-box>"
        "</draw:frame> on</text:p><text:p>After</text:p>",
        "Holder on Frame one Frame two After",
    ),
    "frame of the page": (
        "<draw:frame><draw:text-box><text:p>Of the page</text:p></draw:text-box></draw:frame>",
        "Of the page",
    ),
    "shape": ("<text:p>H<draw:custom-shape><text:p>In a shape</text:p></draw:custom-shape></text:p>", "H In a shape"),
    "fields": (
        "<text:p><text:user-field-get>one</text:user-field-get> <text:conditional-text>two</text:conditional-text>"
        " <text:placeholder>three</text:placeholder> <text:meta>four</text:meta></text:p>",
        "one two three four",
    ),
    "ruby": (
        "<text:p><text:ruby><text:ruby-base>Base</text:ruby-base><text:ruby-text>reading</text:ruby-text></text:ruby></text:p>",
        "Base (reading)",
    ),
    "table in a table": (
        "<table:table><table:table-row><table:table-cell><text:p>outer</text:p><table:table><table:table-row><table:table-cell>"
        "<text:p>inner</text:p><table:table><table:table-row><table:table-cell><text:p>inmost</text:p></table:table-cell>"
        "</table:table-row></table:table></table:table-cell></table:table-row></table:table><text:p>after</text:p>"
        "</table:table-cell></table:table-row></table:table>",
        "outer inner inmost after",
    ),
    "group of rows": (
        "<table:table><table:table-row-group><table:table-row><table:table-cell><text:p>grouped</text:p></table:table-cell>"
        "</table:table-row></table:table-row-group></table:table>",
        "grouped",
    ),
}


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [*(("docx", *row) for row in DOCX.values()), *(("odt", *row) for row in ODT.values())],
    ids=[*DOCX, *(f"odt {name}" for name in ODT)],
)
def test_what_pandoc_leaves_out_is_read_in_its_place(kind: str, more: str, words: str) -> None:
    came = sheet(kind, with_more(kind, more))
    assert words in said(came)
    assert alarms(came) == []


def test_what_is_left_out_is_recorded() -> None:
    gone = '<w:del w:id="9" w:author="a"><w:r><w:delText>struck out</w:delText></w:r></w:del>'
    came = sheet("docx", with_more("docx", par(run_of("Kept ") + gone)))
    assert ("struck out" in said(came), "struck out" in recorded(came), alarms(came)) == (False, True, [])
    covered = (
        "<text:p>Kept<office:annotation><text:p>a comment</text:p></office:annotation></text:p><table:table><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p></table:table-cell>'
        "<table:covered-table-cell><text:p>covered</text:p></table:covered-table-cell></table:table-row></table:table>"
    )
    came = sheet("odt", with_more("odt", covered))
    assert all(words not in said(came) and words in recorded(came) for words in ("a comment", "covered"))
    assert alarms(came) == []


def test_the_words_of_a_diagram_of_word_are_missed() -> None:
    stream = io.BytesIO(made("docx"))
    with zipfile.ZipFile(stream, "a") as archive:
        said = "<a:p><a:r><a:t>Drawn wor</a:t></a:r><a:r><a:t>ds</a:t></a:r></a:p>"
        archive.writestr("word/diagrams/data1.xml", f'<d xmlns:a="{A}">{said}</d>')
    (found,) = alarms(sheet("docx", stream.getvalue()))
    assert "Drawn, words" in found.message and found.place.spot == "diagrams/data1, paragraph 1"


def rtf(text: str) -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}{\f1\fcharset204 Times CYR;}}\pard First\par "
    return (head + text + r"\pard Last\par}").encode()


RTF = {
    "shape": (
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv 2}}{\shptxt \pard Boxed words\par}}{\shprslt Boxed words}}On\par",
        "Boxed words On",
    ),
    "six halves": (
        r"\u-10240\'3f\u-8400\'3f\u-10240\'3f\u-8399\'3f\u-10240\'3f\u-8398\'3f\u-10240\'3f\u-8397\'3f\u-10240\'3f\u-8396\'3f\u-10240\'3f\u-8395\'3f\par",
        "\U00010330\U00010331\U00010332\U00010333\U00010334\U00010335",
    ),
    "halves": (r"\u-10240\'3f\u-8398\'3f\u-10240" + "\n" + r"\'3f\u-8399\'3f\par", "\U00010332\U00010331"),
    "field": (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt Linked}}\par", "Linked"),
    "heads": (r"{\header Head\par}{\footer Foot\par}{\*\annotation comment}Body\par", "First Body Last"),
    "hidden": (r"Seen {\v unseen} on{\xe{\v Entry}}\par", "Seen unseen on Last"),
    "signs": (r"caf\'e9 \u8212?\u1076?\u1072?, a\~b {\listtext 1.\tab}Item\par", "—да"),
    "letters behind signs": (r"\u8220?quoted\u8221 'd, \u233 *t\u233\'e9, {\uc0\u233 x}\par", "“quoted”d, été, éx Last"),
    "box of Word 6": (r"{\*\do\dobxpage\dptxbx{\dptxbxtext\pard Boxed words\par}}On\par", "Boxed words On"),
    "changed": (r"col{\deleted\revauthdel1 u}or, \deleted gone\deleted0  kept{\*\annotation said}\par", "color, kept Last"),
}


def test_what_an_rtf_leaves_out_is_recorded_and_what_stands_behind_its_end_is_nothing() -> None:
    came = sheet("rtf", rtf(r"A{\deleted struck {\b out}} word{\*\annotation\pard\plain a \'e9 comment}.\par") + b"\n\0 behind")
    assert (said(came), alarms(came)) == ("First A word. Last", [])
    assert recorded(came) == "struck out a é comment"


@pytest.mark.parametrize(("text", "words"), RTF.values(), ids=RTF)
def test_rtf_is_read_whole(text: str, words: str) -> None:
    came = sheet("rtf", rtf(text))
    assert words in said(came)
    assert alarms(came) == []


MARKDOWN = {
    "block": ("<div>\nIn a <b>block</b>\n</div>\n", "In a block"),
    "details": ("<details>\n<summary>In short</summary>\n\nInner *md*\n\n</details>\n", "In short Inner md"),
    "table": ("<table><tr><td colspan=2>Wide</td></tr><tr><td>a</td><td>b</td></tr></table>\n", "Wide a b"),
    "line": ("A <span class='x'>phrase</span>, H<sub>2</sub>O, <u>under</u>,<br>below\n", "A phrase, H2O, under, below"),
    "list": ("- item\n\n  <div>in a list</div>\n", "item in a list"),
    "note": ("Text[^1]\n\n[^1]: Note\n\n    <p>with a block</p>\n", "Text Note with a block"),
    "form": ("<textarea>typed</textarea>\n", "typed"),
}


@pytest.mark.parametrize(("text", "words"), MARKDOWN.values(), ids=MARKDOWN)
def test_html_in_markdown_is_read(text: str, words: str) -> None:
    came = sheet("md", text.encode())
    assert said(came) == words
    assert alarms(came) == []


def test_html_in_markdown_keeps_its_marks_and_its_notes() -> None:
    text = 'One<sup id="r1"><a href="#n1">1</a></sup> and <em>two</em>.\n\n'
    text += '<ol>\n<li id="n1">A note. <a href="#r1">↩</a></li>\n</ol>\n'
    came = sheet("md", text.encode())
    assert [(note.label, text_of(note.body[0])) for note in came.notes] == [("1", "A note.")]
    assert "emphasis" in {mark.kind for p in came.paragraphs for i in p.inlines for mark in getattr(i, "marks", ())}


def test_code_and_comments_of_markdown_are_no_words() -> None:
    text = "Text <!-- unseen --> `<b>code</b>`\n\n<!-- unseen -->\n\n<script>\nvar unseen\n</script>\n\n<?php unseen ?>\n"
    came = sheet("md", text.encode())
    assert (said(came), alarms(came)) == ("Text <b>code</b>", [])


def test_what_begins_as_an_instruction_or_a_declaration_and_does_not_end_is_text() -> None:
    assert words_of_markdown("One <?php gone ?> two <? three\n\nfour <!five") == [
        ("line 1", "One   two <? three"),
        ("line 3", "four <!five"),
    ]


def test_fonts_of_an_rtf_and_their_character_sets() -> None:
    table = rb"{\fonttbl{\f0\fnil Arial;}{\f1\froman\fcharset204 Times;}\f2\f3\fswiss\fcharset161 A;\f4\fcharset0 B;}"
    assert _fonts(table) == {1: "cp1251", 2: "cp1253"}  # of two fonts in one entry the first


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Text ![alt](no/such-one.png "Title") on.\n\n![Caption](other.png)\n', "Text on. Caption"),
        ("Text ![a [b] c](x.png)\nand ![two\nlines](y.png) on\n", "Text and on"),
        ('[One][a] [b]\n\n[a]: <http://x> "Title"\n[b]:\n  http://y "More"\n', "One b"),
        ("[link]( http://x.org/path ) on\n", "link on"),
        ("**A**nna, un*believ*able, *x*<sup>2</sup>, <td>y</td>\n\n1. a\n2. b\n", "Anna, unbelievable, x2, y a b"),
        ('On<template>unseen</template> and <script>unseen()</script><iframe src="x">unseen</iframe>off\n', "On and off"),
        ("Text x^2^ end, mc^2^ and 1^st^.\n", "Text x2 end, mc2 and 1st."),
    ],
    ids=["pictures", "names of pictures", "references", "address", "marks within words", "code in a line", "raised letters"],
)
def test_no_false_alarm_on_markdown(text: str, words: str) -> None:
    came = sheet("md", text.encode())
    assert (said(came), alarms(came)) == (words, [])


def epub(files: dict[str, str], spine: list[str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>'
        )
        items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in files)
        refs = "".join(f'<itemref idref="{name}"/>' for name in spine)
        archive.writestr("O/p.opf", f"<package><metadata/><manifest>{items}</manifest><spine>{refs}</spine></package>")
        for name, body in files.items():
            ops = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
            archive.writestr(f"O/{name}", f"<html {ops}><head><title>t</title></head><body>{body}</body></html>")
    return stream.getvalue()


CALLING = '<p>Text<a epub:type="noteref" href="n.xhtml#f1">1</a> on.</p>'
NOTE = '<aside epub:type="footnote" id="f1"><p>The note.</p></aside>'


@pytest.mark.parametrize("spine", [["a.xhtml", "n.xhtml"], ["a.xhtml"]], ids=["in the spine", "outside of it"])
def test_notes_of_an_epub_in_another_file(spine: list[str]) -> None:
    came = sheet("epub", epub({"a.xhtml": CALLING, "n.xhtml": NOTE}, spine))
    assert [text_of(note.body[0]) for note in came.notes] == ["The note."]
    assert said(came) == "Text on. The note."
    assert alarms(came) == []


EPUB = {
    "not well-formed": ("<p>One <b>two<p>three & four<br>five", "One two three & four five"),
    "closed at once": ('<p><a id="x"/>One <span/>two</p><script src="x"/><p>three</p>', "One two three"),
    "uncalled": (f"<p>One</p>{NOTE}", "One The note."),
    "title page": ('<section epub:type="titlepage"><h1>Title</h1></section><p>One</p>', "Title One"),
    "drawing": (
        f"<p>One</p><svg><title>no</title><desc>no</desc><text>two</text><text>three</text></svg><p>four</p>{NOTE}",
        "One two three four The note.",
    ),
    "main": ("<p>One</p><main><p>two</p></main><div role='main'>three</div><p>four</p>", "One two three four"),
    "out of place": ("<ul>One<li>two</li></ul><object data='x'><p>three</p></object>", "One two three"),
    "call that stays": ("<p>One<a class='noteref' href='#x'>1</a> two</p>", "One1 two"),
}


@pytest.mark.parametrize(("body", "words"), EPUB.values(), ids=EPUB)
def test_an_epub_is_read_whole(body: str, words: str) -> None:
    came = sheet("epub", epub({"a.xhtml": body}, ["a.xhtml"]))
    assert said(came) == words
    assert alarms(came) == []


PAGES = [
    "<table><tr><th colspan=2>Wide<tr><td rowspan=2>tall<td>x<tr><td>y</table>",
    "<p>a</p><textarea>area <b> words</textarea><select><option>an option</select><object>an object</object>",
    "<p>a</p><svg><text>drawn</text></svg><math><mi>x</mi></math><noscript>no script</noscript><template><p>no</template>",
    "<p><ruby>base<rp>(</rp><rt>reading</rt></ruby> <q>quoted</q> super<wbr>cali su&shy;per caf&eacute; AT&T &#150;</p>",
    "<dl>stray<dt>term<dd>def</dl><ul>stray<li>item<p>p</ul><table>foster<tr><td>c</table><tr><td>cell</td></tr>",
    "<p title='a > b'>words</p><!-- a -- b --> text <!bogus words> <?pi words?><p>1<b>2<i>3</b>4</i>5</p>",
]


@pytest.mark.parametrize("page", PAGES)
def test_no_false_alarm_on_a_page(page: str) -> None:
    assert alarms(sheet("html", f"<html><head><title>T</title></head><body>{page}</body></html>".encode())) == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("txt", b"Alpha beta.\n\nGamma delta."),
        ("md", b"Alpha beta.\n\nGamma *delta*."),
        ("html", b"<p>Alpha beta.<p>Gamma <b>delta</b>."),
        ("rtf", rtf(r"Alpha beta.\par Gamma \b delta.\b0\par ")),
        ("epub", epub({"a.xhtml": "<p>Alpha beta.</p><p>Gamma delta.</p>"}, ["a.xhtml"])),
        ("docx", with_more("docx", par(run_of("Alpha beta.")) + par(run_of("Gamma delta.")))),
        ("odt", with_more("odt", "<text:p>Alpha beta.</text:p><text:p>Gamma delta.</text:p>")),
    ],
)
def test_a_reader_that_loses_a_paragraph_is_found_out(kind: str, data: bytes) -> None:
    """Each kind, read as it should be, and then with a paragraph taken away."""
    whole = sheet(kind, data)
    text = data.decode() if kind in ("txt", "md", "html") else ""
    assert lost_words(whole, kind, data, text) == []
    less = replace(whole, paragraphs=tuple(p for p in whole.paragraphs if "Gamma" not in text_of(p)))
    (found,) = lost_words(less, kind, data, text)
    assert (found.severity, "Gamma, delta" in found.message) == ("error", True)
    assert found.place.line or "paragraph" in found.place.spot or ".xhtml" in found.place.spot


def test_words_that_a_call_or_a_hyphen_parts_are_not_lost() -> None:
    text = "The organ-\nization and the organiza-\ntions of the Associa-\ntion.\n"
    assert alarms(sheet("txt", text.encode())) == []
    assert (
        alarms(sheet("html", b"<p>word<a href='#n1' id='r1'><sup>1</sup></a>s</p><p id='n1'><a href='#r1'>1</a> Note.</p>"))
        == []
    )
