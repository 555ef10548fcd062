"""Pages and files of the wild: what real ones did to the readers, each kind beside one that looks like it and is not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import lxml.html
import pytest

from pressline.locale.language import language_against
from pressline.model import Manuscript, Source
from pressline.normalize.normalizer import normalize
from pressline.normalize.writer import write
from pressline.pandoc.passages import text_of
from pressline.pandoc.program import parse
from pressline.pandoc.tree import nodes, plain
from pressline.readers.documents.html_decode import start_of
from pressline.readers.source import sheet_of

PROSE = (
    "The river rose in the night, and by the morning the lower meadow stood under water as it had never done before. "
    "Nobody in the village had kept a record of the floods, so that what we know of them comes from the parish books. "
)
ESSAY = "".join(f"<p>{PROSE * 2}</p>" for _ in range(8))


def read(text: str | bytes, kind: str = "html") -> Manuscript:
    data = text.encode() if isinstance(text, str) else text
    return normalize(sheet_of(Source(Path(f"essay.{kind}"), kind, data)))


def page(body: str, head: str = "<title>On Rivers</title>") -> Manuscript:
    return read(f"<html><head>{head}</head><body>{body}</body></html>")


def codes(made: Manuscript) -> set[str]:
    return {found.code for found in made.findings}


def notes_of(made: Manuscript) -> list[str]:
    return [" ".join(map(text_of, note.body)) for note in made.notes]


def names_of(made: Manuscript) -> list[str]:
    return [author.name for author in made.metadata.author]


# --- figures and signs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "two", "three"), [("(١)", "(٢)", "(٣)"), ("[१]", "[२]", "[३]"), ("(1)", "(2)", "(3)")])
def test_figures_of_any_script_count_notes(one: str, two: str, three: str) -> None:
    text = f"Title\n\n{PROSE}{one} {PROSE}{two} {PROSE}{three}\n\nNotes\n\n{one} First.\n{two} Second.\n{three} Third.\n"
    assert notes_of(read(text, "txt")) == ["First.", "Second.", "Third."]


def test_a_range_of_pages_in_brackets_is_read_and_is_no_call() -> None:
    made = read(f"Title\n\n{PROSE} See his book (12–14) and the other [78–80].\n", "txt")
    assert not made.notes and "(12–14)" in write(made)


RAISED = "Protocols<sup>[<a href='#n1'>1</a>,<a href='#n2'>2</a>]</sup> are old.<sup>[<a href='#n3'>3</a>]</sup>"
RAISED_NOTES = "".join(f"<p id='n{n}'>[{n}] Note {n}.</p>" for n in (1, 2, 3))


def test_raised_brackets_and_commas_about_calls_go() -> None:
    made = page(f"<h1>On Rivers</h1>{ESSAY}<p>{RAISED}</p><hr>{RAISED_NOTES}")
    assert "Protocols[^1][^2] are old.[^3]" in write(made)


@pytest.mark.parametrize(
    "html",
    [
        "<p>He let (<b>$no</b>) be not(<i>$kind</i>) and $other.</p>",
        "<p>It cost $5, see <code>a$ b</code>.</p>",
        "<table><tr><th>a</th></tr><tr><td>$x <b>of</b> $y</td></tr></table>",
        "<p>10<sup>,</sup><sup>a</sup> and H<sub>1/2</sub>O, 19<sup>th</sup><a href='#n1'>[1]</a></p><p id='n1'>[1] Note.</p>",
    ],
)
def test_what_is_written_reads_back_word_for_word(html: str) -> None:
    made = page(f"<h1>On Rivers</h1><p>{PROSE}</p>{html}")
    tree = parse(write(made))
    assert not list(nodes(tree["blocks"], "Math"))
    assert "^" not in plain(tree["blocks"]) and "~" not in plain(tree["blocks"])


# --- where the essay stands -----------------------------------------------------------------------------------------

COMMENTS = "".join(f"<li class='comment'><cite class='author'>Reader {n}</cite><p>{PROSE * 3}</p></li>" for n in range(9))
BLOGGER = (
    "<div class='widget Blog' id='Blog1'><div class='date-outer'><h2 class='date-header'>Monday, December 7, 2020</h2>"
    "<div class='post hentry'><h3 class='post-title entry-title'>On Rivers</h3><div class='post-body entry-content'>{}</div>"
    "<div class='post-footer'>Posted by <span class='post-author vcard'>Ann Lee</span> at 11:01 PM</div></div></div>"
    "<div class='comments'><ol>{}</ol></div></div>"
)


def test_an_essay_in_a_widget_with_more_comments_than_words_is_kept() -> None:
    made = page(BLOGGER.format(ESSAY, COMMENTS))
    assert write(made).count("parish books") == 16
    assert (names_of(made), str(made.metadata.date)) == (["Ann Lee"], "2020-12-07")
    assert "R029" not in codes(made) and "Posted by" not in write(made)


def test_a_page_whose_longest_part_was_left_out_says_so() -> None:
    made = page(
        f"<h1>On Rivers</h1><p>{PROSE}</p><div class='sidebar'>{ESSAY}</div><div id='comments'><ol>{COMMENTS * 2}</ol></div>"
    )
    assert "R029" in codes(made)


def test_comments_longer_than_the_essay_are_no_reason_to_ask() -> None:
    made = page(f"<article><h1>On Rivers</h1>{ESSAY}</article><div id='comments'><ol>{COMMENTS * 2}</ol></div>")
    assert "R029" not in codes(made)


def test_a_layout_table_that_holds_a_table_of_data_is_opened() -> None:
    data = "<table><tr><th>Year</th><th>Toll</th></tr><tr><td>1701</td><td>3d</td></tr></table>"
    made = page(f"<table><tr><td><h1>On Rivers</h1>{ESSAY}{data}</td></tr></table>")
    assert [block.kind for block in made.blocks].count("table") == 1 and made.blocks[0].kind == "text"


SHARED = "".join(f"<li><a href='' class='x'>{name}</a></li>" for name in ("Facebook", "WhatsApp", "Twitter", "Copiar link"))


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        (f"<div><h4>Compartilhe</h4><ul>{SHARED}</ul></div>", False),
        ("<ul><li>Facebook</li><li>WhatsApp</li><li>Twitter</li><li>Telegram</li></ul>", True),
        ("<div><a class='wds-button' href='/add'>Add a photo to WhatsApp</a></div>", False),
        ("<p>You can <a class='button' href='/add'>add WhatsApp</a> by hand.</p>", True),
    ],
)
def test_buttons_go_and_words_about_them_stay(row: str, stays: bool) -> None:
    made = page(f"<article><h1>On Rivers</h1>{ESSAY}{row}{ESSAY}</article>")
    assert ("WhatsApp" in write(made)) == stays


def test_words_on_both_sides_of_a_button_are_two_and_none_is_missed() -> None:
    made = page(
        "<nav><span>5</span><button>up</button><span>Reply</span></nav>"
        "<div class='menu'><a\nhref='/a'>Futbol</a><a\nhref='/b'>Basquet</a><!-- x\n--><a\nhref='/c'>Rugby</a>"
        "<a href='/d'>Tenis</a>"
        f"<a href='/e'>Vela</a><a href='/f'>Golf</a></div><article><h1>On Rivers</h1>{ESSAY}</article>"
    )
    assert "G010" not in codes(made)


def test_thousands_of_phrases_in_one_another_are_not_read_again_for_each() -> None:
    nested = lxml.html.fromstring("<p>" + "<b>word " * 50 + "</b>" * 50 + "</p>")
    assert start_of(nested, 9) == "word word" and start_of(nested, 10_000).count("word") == 50


# --- who wrote it, what it is called, in which language --------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("".join(f"<div><p>{PROSE}</p><p class='author'>Poet {n} Ode</p></div>" for n in "ABCD"), []),
        ("<p class='authors'><a rel='author'>Ann Lee</a>, <a rel='author'>Bo Ek</a>, <a rel='author'>Cy Dow</a></p>", 3),
        ("<div class='comment-body'><span class='author'>Rex Hale</span><p>Nice.</p></div>", []),
        ("<a rel='author' href='/x'>View my complete profile</a><span class='byline'>Posted by Ann Lee</span>", ["Ann Lee"]),
    ],
)
def test_authors_are_those_of_the_essay_alone(body: str, named: list[str] | int) -> None:
    made = page(f"<article><h1>On Rivers</h1>{body}{ESSAY}</article>")
    assert names_of(made) == named if isinstance(named, list) else len(names_of(made)) == named


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("The Project Gutenberg eBook of Walking, by Henry Thoreau", ("Walking", ["Henry Thoreau"])),
        ("Die Traumdeutung, by Sigmund Freud—A Project Gutenberg eBook", ("Die Traumdeutung", ["Sigmund Freud"])),
        ("What Project Gutenberg did", ("What Project Gutenberg did", [])),
    ],
)
def test_titles_of_project_gutenberg(title: str, said: tuple[str, list[str]]) -> None:
    made = page(f"<p>x</p>{ESSAY}", f"<title>{title}</title>")
    assert (made.metadata.title, names_of(made)) == said


def test_a_paragraph_of_the_style_title_is_the_title() -> None:
    made = page(f"<p class='c4 title'>On Rivers</p><p class='subtitle'>A history</p><p>{PROSE}</p><h1>A part</h1>{ESSAY}", "")
    assert (made.metadata.title, made.metadata.subtitle) == ("On Rivers", "A history")


def test_a_byline_that_is_called_a_subtitle_is_none() -> None:
    made = page(f"<h1>On Rivers</h1><p class='subtitle'>Ann Lee</p>{ESSAY}")
    assert (made.metadata.subtitle, names_of(made)) == (None, ["Ann Lee"])


def test_a_heading_of_contents_is_no_title() -> None:
    made = page(f"<p>On Rivers</p><h1>Table of Contents</h1><p>A part 1</p><h1>A part</h1>{ESSAY}", "<title></title>")
    assert made.metadata.title == "On Rivers"


def test_a_name_that_stands_twice_in_the_contents_ends_them_not() -> None:
    listed = "".join(
        f"<p>{name} {n}</p>" for n, name in enumerate(("First part", "Methods", "Second part", "Methods"), start=2)
    )
    parts = "".join(f"<h1>{name}</h1>{ESSAY}" for name in ("First part", "Methods", "Second part", "Methods"))
    assert "Second part 4" not in write(page(f"<h1>Contents</h1>{listed}{parts}"))


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ("en-US", "Это начало долгого разговора о реке, и мосты над ней стоят уже сто лет. ", "ru-RU"),
        ("en", "لا أحد يعرف متى بدأ النهر يرتفع في تلك الليلة، ولم يكن أحد مستعدا له. ", "ar"),
        ("pt-PT", "هیچ کس نمی‌داند که رودخانه چگونه در آن شب بالا آمد، و کسی آماده‌ی آن نبود. ", "fa-IR"),
        ("ru", PROSE, "en-US"),
        ("en-US", "Der Fluss ist in der Nacht gestiegen und die Wiese war mit dem Wasser nicht zu sehen. " * 12, "de-DE"),
        ("sr", "Река је те ноћи порасла, и нико није био спреман на то што је дошло. ", ""),
        ("de-AT", "Der Fluss ist in der Nacht gestiegen und die Wiese war mit dem Wasser nicht zu sehen. " * 12, ""),
        ("mi", "I piki te awa i te po, kahore te iwi i mohio ki tera mea nui i tae mai. " * 12, ""),
        ("en", PROSE * 9 + "Это начало долгого разговора о реке. ", ""),
    ],
)
def test_a_language_that_the_words_deny_is_not_believed(said: str, text: str, found: str) -> None:
    assert language_against(said, text * 3) == found


def test_the_author_is_asked_about_a_language_that_the_words_deny() -> None:
    russian = "<p>Это начало долгого разговора о реке, и мосты над ней стоят уже сто лет.</p>" * 3
    made = read(f"<html lang='en'><title>Река</title><body>{russian}</body></html>")
    assert made.metadata.language == "ru-RU" and "R030" in codes(made)


# --- notes ----------------------------------------------------------------------------------------------------------


def test_a_note_that_leads_back_to_a_button_is_the_note_of_the_button() -> None:
    buttons = "".join(f"<p>{PROSE}<button id='b{n}' data-n='{n}'></button></p>" for n in (1, 2))
    listed = "".join(f"<li id='fn-{n}'>Note <i>{n}</i>. <a href='#b{n}'>↩</a></li>" for n in (1, 2))
    made = page(f"<article><h1>On Rivers</h1>{buttons}<ol>{listed}</ol></article>")
    assert notes_of(made) == ["Note 1.", "Note 2."] and "↩" not in write(made)


def test_an_arrow_to_the_top_makes_no_note() -> None:
    made = page(f"<article><a id='top'></a><h1>On Rivers</h1>{ESSAY}<p>The end of it. <a href='#top'>↑</a></p></article>")
    assert not made.notes and "The end of it." in write(made)


def markdown(calls: list[str], notes: list[str]) -> Manuscript:
    text = " ".join(f"{PROSE.strip()}{call}" for call in calls)
    return read(f"# On Rivers\n\n{text}\n\n" + "\n".join(f"[^{n}]: {note}\n" for n, note in enumerate(notes, start=1)), "md")


def test_what_all_calls_stand_in_and_all_notes_begin_with_goes() -> None:
    made = markdown(["([^1])", "([^2])", "([^3])"], ["() Hale.", "() Lee.", "() Ek."])
    assert notes_of(made) == ["Hale.", "Lee.", "Ek."] and "([^1])" not in write(made)
    assert any(step.text.strip() == "()" for step in made.steps)


def test_what_some_begin_with_is_theirs() -> None:
    made = markdown(["[^1]", " ([^2])", "[^3]"], ["– 4 degrees.", "Lee.", "Ek."])
    assert notes_of(made)[0] == "– 4 degrees." and "([^2])" in write(made)


@pytest.mark.parametrize(("under", "stays"), [("", False), ("<p>All of these are in the archive of the parish.</p>", True)])
def test_a_heading_of_notes_goes_when_nothing_is_left_under_it(under: str, stays: bool) -> None:
    notes = "".join(f"<p id='fn{n}'><a href='#r{n}'>{n}</a> Hale {n}.</p>" for n in (1, 2))
    calls = "".join(f"<p>{PROSE}<a id='r{n}' href='#fn{n}'>{n}</a></p>" for n in (1, 2))
    made = page(f"<article><h1>On Rivers</h1>{calls}<hr><h2>Footnotes</h2>{under}<hr>{notes}<hr></article>")
    assert any(text_of(block) == "Footnotes" for block in made.blocks) == stays and len(made.notes) == 2


# --- files ----------------------------------------------------------------------------------------------------------


def epub(**parts: str) -> bytes:
    """An EPUB of some documents, in their order."""
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in parts)
    spine = "".join(f'<itemref idref="{n}"/>' for n in parts)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>On Rivers</dc:title><dc:language>en</dc:language></metadata><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
        )
        archive.writestr("p.opf", package)
        for name, body in parts.items():
            archive.writestr(f"{name}.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>')
    return made.getvalue()


def test_notes_that_calibre_writes_as_lists_of_one_entry() -> None:
    calls = "".join(f'<p>{PROSE}<sup><a id="b{n}" href="n{n}.xhtml#note_{n}">{n}</a></sup></p>' for n in (1, 2))
    notes = {
        f"n{n}": f'<dl id="note_{n}"><dt>[<a href="one.xhtml#b{n}">←{n}</a>]</dt><dd><p>Hale {n}.</p></dd></dl>' for n in (1, 2)
    }
    made = read(epub(one=f"<h1>A part</h1>{calls}", **notes), "epub")
    assert notes_of(made) == ["Hale 1.", "Hale 2."] and made.metadata.title == "On Rivers"


@pytest.mark.parametrize(("type", "stays"), [("imprint", False), ("copyright-page", False), ("preface", True), ("", True)])
def test_pages_of_the_publisher_go(type: str, stays: bool) -> None:
    front = (
        f'<section xmlns:epub="http://www.idpf.org/2007/ops" epub:type="{type}"><h1>Before</h1><p>Set by hand.</p></section>'
    )
    made = read(epub(one=front, two=f"<h1>A part</h1>{ESSAY}"), "epub")
    assert ("Set by hand." in write(made)) == stays and "G010" not in codes(made)


@pytest.mark.parametrize("type", ["note", "footnote", "", "annotation"])
def test_notes_of_an_epub_by_whatever_type(type: str) -> None:
    space = 'xmlns:epub="http://www.idpf.org/2007/ops"'
    calls = "".join(f'<p>{PROSE}<a {space} href="n.xhtml#f{n}" epub:type="noteref">{n}</a></p>' for n in (1, 2))
    notes = "".join(f'<aside {space} epub:type="{type}" id="f{n}"><p>{n} Hale {n}.</p></aside>' for n in (1, 2))
    made = read(epub(one=f"<h1>A part</h1>{calls}", n=notes), "epub")
    assert [note.removeprefix(f"{n} ") for n, note in enumerate(notes_of(made), start=1)] == ["Hale 1.", "Hale 2."]


def test_a_glossary_of_an_epub_is_no_note() -> None:
    made = read(epub(one=f'<p>{PROSE}<a id="b" href="#g">mere</a></p><dl id="g"><dt>mere</dt><dd>a lake</dd></dl>'), "epub")
    assert not made.notes and "a lake" in write(made)


LINES = ("The river rose at night,", "And nobody awoke;", "The bridge went out of sight,", "And down.")
VERSE = {
    "by its name": "<div class='stanza'><p>The river rose</p><p class='i2'>at night</p></div>",
    "by its shape": f"<div>{''.join(f'<div>{line}</div>' for line in LINES)}</div>",
    "of an EPUB of Standard Ebooks": "<p><span>The river rose</span><br/><span class='i2'>at night</span></p>",
    "with a number": "<div class='lg'><div>The river rose<span class='lnum'>10</span></div><div>at night</div></div>",
}


@pytest.mark.parametrize("way", VERSE)
@pytest.mark.parametrize("kind", ["html", "epub"])
def test_lines_of_verse_are_one_paragraph(way: str, kind: str) -> None:
    body = f"<h1>On Rivers</h1><p>{PROSE}</p>{VERSE[way]}<p>{PROSE}</p>"
    made = page(body) if kind == "html" else read(epub(one=body), "epub")
    verse = next(
        text_of(block)
        for block in made.blocks
        if text_of(block).startswith("The river rose at night,") or "\n" in text_of(block)
    )
    indent = "  " if "i2" in VERSE[way] else ""
    second = indent + {"by its shape": "And nobody awoke;"}.get(way, "at night")
    assert verse.split("\n")[1] == second
    assert f"\n| {second}\n" in write(made) and "G010" not in codes(made)


@pytest.mark.parametrize(
    "lines",
    [
        ("Ann Lee, Parish of Long Meadow", "Bo Ek, Office of the Tolls", "Cy Dow, Keeper of the Quay", "Di Fox, Warden"),
        ("The river rose at night.", "Nobody in the village knew.", "The bridge went out of sight.", "And so it was."),
        ("She came,", "and he", "was not,", "there."),
    ],
)
def test_lines_that_are_no_verse_stay_apart(lines: tuple[str, ...]) -> None:
    made = page(f"<h1>On Rivers</h1><p>{PROSE}</p><div>{''.join(f'<div>{line}</div>' for line in lines)}</div><p>{PROSE}</p>")
    assert not any("\n" in text_of(block) for block in made.blocks)


@pytest.mark.parametrize(
    ("ruby", "shown"),
    [
        ("<ruby>山路<rt>やまみち</rt></ruby>を", "山路（やまみち）を"),
        ("<ruby>山路<rp>(</rp><rt>やまみち</rt><rp>)</rp></ruby>を", "山路(やまみち)を"),
    ],
)
def test_the_reading_of_a_word_stands_in_brackets_behind_it(ruby: str, shown: str) -> None:
    made = page(f"<h1>草枕</h1><p>{(ruby + '登りながら') * 9}こう考えた。</p>")
    assert shown in write(made) and "G010" not in codes(made)


def test_a_list_of_libreoffice_with_a_quotation_mark_about_its_number() -> None:
    level = r"{\listlevel\levelnfc0\leveljc2\levelstartat1\levelfollow0{\leveltext \'03'\'00';}{\levelnumbers\'02;}\fs20}"
    made = read(
        rf"{{\rtf1\ansi{{\*\listtable{{\list\listtemplateid4{level}\listid4}}}}\pard It's {PROSE}\par}}".encode(), "rtf"
    )
    assert "It’s The river" in write(made).replace("'", "’")
