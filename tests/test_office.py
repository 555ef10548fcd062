"""Word, OpenDocument, RTF and EPUB: what only they have, and what each says of the front of an essay."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from pressline.model import Call, Manuscript, Paragraph, Sheet, Source
from pressline.normalize.normalizer import normalize
from pressline.pandoc.program import run
from pressline.readers.source import sheet_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
PNG = (Path(__file__).parent / "rich" / "square.png").read_bytes()


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "") -> str:
    """A paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}</w:pPr>{''.join(runs)}</w:p>"


def call(id: int, mark: str = "") -> str:
    """A reference to a note; one with a mark of its own has the mark behind it."""
    own = ' w:customMarkFollows="1"' if mark else ""
    shown = f"<w:t>{mark}</w:t>" if mark else ""
    return f'<w:r><w:footnoteReference{own} w:id="{id}"/>{shown}</w:r>'


def field(instruction: str, shown: str, properties: str = "") -> str:
    """A field with its result."""
    kinds = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{}</w:instrText></w:r>"
    return kinds.format(instruction) + (
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{r(shown, properties)}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def docx(*body: str, notes: dict[int, str] | None = None, styles: dict[str, str] | None = None) -> bytes:
    """A DOCX of some paragraphs, notes by their ids, and styles: ids with names."""
    data = run(["-f", "markdown", "-t", "docx", "-o", "-"], b"x[^1]\n\n[^1]: y", epoch=0)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = f"<w:document {W} {MORE}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>".encode()
    said = "".join(f'<w:footnote w:id="{id}">{note}</w:footnote>' for id, note in (notes or {}).items())
    parts["word/footnotes.xml"] = f"<w:footnotes {W}>{said}</w:footnotes>".encode()
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (styles or {}).items()
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", named.encode() + b"</w:styles>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def read(data: bytes, kind: str = "docx") -> Sheet:
    """The sheet of a file, in which no word was lost."""
    sheet = sheet_of(Source(Path(f"essay.{kind}"), kind, data))
    assert [f.message for f in sheet.findings if f.code == "G010"] == []
    return sheet


def text(paragraph: Paragraph) -> str:
    return "".join(f"[{i.label}]" if isinstance(i, Call) else i.text for i in paragraph.inlines)


def texts(sheet: Sheet | Manuscript) -> list[str]:
    return [text(paragraph) for paragraph in (sheet.paragraphs if isinstance(sheet, Sheet) else sheet.blocks)]


def notes(sheet: Sheet) -> list[str]:
    return [" / ".join(map(text, note.body)) for note in sheet.notes]


PROSE = "The river rose in the night, and by the morning the lower meadow stood under water as it had never done before."


def test_notes_of_title_and_byline_are_the_author_note() -> None:
    data = docx(
        p(r("Tolls of the River"), call(1, "*"), style="Title"),
        p(r("Ines Marlow"), call(2, "†"), style="Author"),
        p(r(PROSE), call(3), r(" It fell."), call(4, "‡")),
        notes={
            1: p(r("*"), r(" Read at the Society.")),
            2: p(r("† Keeper of the Records.")),
            3: p(r(" One.")),
            4: p(r("‡ Two.")),
        },
    )
    made = normalize(read(data))
    assert (made.metadata.title, made.metadata.thanks) == ("Tolls of the River", "Read at the Society.")
    assert [(a.name, a.bio) for a in made.metadata.author] == [("Ines Marlow", "Keeper of the Records.")]
    assert texts(made) == [f"{PROSE}[1] It fell.[2]"]
    assert [text(note.body[0]).strip() for note in made.notes] == ["One.", "Two."]


def test_a_mark_is_taken_off_only_where_it_stands() -> None:
    """A note that does not repeat its mark keeps its first letter; a star in a short first paragraph is a note of the text."""
    data = docx(p(r("He came."), call(1, "a")), p(r(PROSE), call(2, "*")), notes={1: p(r("and so on")), 2: p(r("Two * two."))})
    sheet = read(data)
    assert texts(sheet) == ["He came.[1]", f"{PROSE}[2]"]
    assert notes(sheet) == ["and so on", "Two * two."]


def test_a_field_that_calls_a_note_again_is_a_call() -> None:
    mark = '<w:bookmarkStart w:id="9" w:name="_Ref1"/>', '<w:bookmarkEnd w:id="9"/>'
    raised = '<w:vertAlign w:val="superscript"/>'
    data = docx(
        p(
            r("First."),
            mark[0],
            call(1),
            mark[1],
            r(" Second."),
            call(2),
            r(" See note "),
            field(" NOTEREF _Ref1 \\h ", "1"),
            r("."),
        ),
        p(
            r("Again"),
            field(" NOTEREF _Ref1 \\f \\h ", "1"),
            r(" and again"),
            field(" NOTEREF _Ref1 ", "1", raised),
            r(" here."),
        ),
        notes={1: p(r("Ibid.")), 2: p(r("Ibid."))},
    )
    sheet = read(data)
    assert texts(sheet) == ["First.[1] Second.[2] See note 1.", "Again[1] and again[1] here."]
    assert notes(sheet) == ["Ibid.", "Ibid."]


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p(r('In a box.'))}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp>"
        f"<wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    for holder in (drawn, old):
        assert texts(read(docx(p(r("Before.")), p(r("The anchor."), holder), p(holder), p(r("After."))))) == [
            "Before.",
            "The anchor.",
            "In a box.",
            "In a box.",
            "After.",
        ]


def test_breaks_capitals_and_hidden_text_are_as_word_shows_them() -> None:
    line = p(r("a"), "<w:r><w:cr/></w:r>", r("return, "), r("all caps", "<w:caps/>"), r(", not", '<w:caps w:val="0"/>'))
    sheet = read(docx(line, p(r("Seen."), r(" Secret.", "<w:vanish/>"))))
    assert texts(sheet) == ["a\nreturn, ALL CAPS, not", "Seen."]
    assert [step.text for step in sheet.steps if step.why == "hidden text"] == ["Secret."]


def test_tracked_changes_and_comments_are_said() -> None:
    changed = docx(
        p(r("Kept"), "<w:ins w:id='1' w:author='a'>", r(" in"), "</w:ins>", '<w:r><w:commentReference w:id="1"/></w:r>')
    )
    assert [f.message for f in read(changed).findings] == ["1 tracked change taken as accepted, 1 comment left out"]
    assert read(docx(p(r("Kept")))).findings == ()


def test_styles_say_what_stands_in_front() -> None:
    """By their names, in any language, and whatever language their ids are in."""
    data = docx(
        p(r("Über Flüsse"), style="Titel"),
        p(r("Ann Lee"), style="V1"),
        p(r("Rose Oldham"), style="V1"),
        p(
            r("Eine kurze Nachricht von einer Mauer am Fluss, von dem, der sie gebaut, und dem, der sie bezahlt hat."),
            style="Z",
        ),
        p(r(PROSE)),
        styles={"Titel": "Title", "V1": "Verfasser", "Z": "Zusammenfassung"},
    )
    sheet = read(data)
    assert [(c.key, c.value.split(",")[0][:20]) for c in sheet.candidates] == [
        ("title", "Über Flüsse"),
        ("author", "Ann Lee"),
        ("author", "Rose Oldham"),
        ("abstract", "Eine kurze Nachricht"),
    ]
    made = normalize(sheet)
    assert [author.name for author in made.metadata.author] == ["Ann Lee", "Rose Oldham"]
    assert (made.metadata.title, texts(made)) == ("Über Flüsse", [PROSE])


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
def test_pictures_of_the_file_are_taken_out(kind: str) -> None:
    target = "data:image/png;base64," + base64.b64encode(PNG).decode()
    page = f"# One\n\nWords.\n\n![A map]({target})\n\n![Again]({target})\n"
    sheet = read(run(["-f", "markdown", "-t", kind, "-s", "-o", "-", "-M", "title=T"], page.encode(), epoch=0), kind)
    shown = [paragraph.node for paragraph in sheet.paragraphs if paragraph.kind == "picture"]
    assert len(shown) == 2
    assert set(sheet.media.values()) == {PNG}
    assert all(name.startswith("media/") for name in sheet.media)
    assert [f.code for f in sheet.findings] == []


def test_a_note_in_a_table_of_rtf_holds_its_own_words_alone() -> None:
    row = rb"\trowd\cellx2000\cellx4000 \pard\intbl %b\cell %b{\super\chftn{\footnote\pard\plain \chftn %b}}\cell\row "
    data = (
        rb"{\rtf1\ansi Before{\footnote One.}.\par "
        + row % (b"a", b"b", b"Two.")
        + row % (b"c", b"d", b"Three.")
        + rb"\pard After.\par}"
    )
    sheet = read(data, "rtf")
    assert [note.strip() for note in notes(sheet)] == ["One.", "Two.", "Three."]
    assert texts(sheet) == ["Before[1].", "a\nb[2]\nc\nd[3]", "After."]


def epub(body: str, more: str) -> bytes:
    """An EPUB of one chapter, and notes in another file."""
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    head = f"<html {spaces}><head><title>One</title></head><body>"
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:title>One</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="n" href="n.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="n"/></spine></package>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
        )
        archive.writestr("c.opf", package)
        archive.writestr("a.xhtml", f"{head}{body}</body></html>")
        archive.writestr("n.xhtml", f"{head}{more}</body></html>")
    return stream.getvalue()


def test_a_note_of_an_epub_that_is_called_twice_is_one_note() -> None:
    called = '<a epub:type="noteref" href="n.xhtml#n{0}">{0}</a>'
    body = f"<p>First.{called.format(1)} Second.{called.format(2)} Third.{called.format(1)}</p>"
    note = '<aside epub:type="footnote" id="n{}"><p>Ibid.</p></aside>'
    sheet = read(epub(body, f"<h1>Notes</h1>{note.format(1)}{note.format(2)}"), "epub")
    assert texts(sheet) == ["First.[1] Second.[2] Third.[1]"]
    assert notes(sheet) == ["Ibid.", "Ibid."]


def test_a_heading_that_is_none_of_notes_stays_at_the_end_of_an_epub() -> None:
    body = '<p>First.<a epub:type="noteref" href="n.xhtml#n1">1</a></p>'
    sheet = read(epub(body, '<h1>Colophon</h1><aside epub:type="footnote" id="n1"><p>See.</p></aside>'), "epub")
    assert texts(sheet) == ["First.[1]", "Colophon"]


def test_a_byline_says_by() -> None:
    """False positive it avoids: a first section that begins with the same word."""
    note = {1: p(r("Keeper of the Records.")), 2: p(r("One."))}
    data = docx(p(r("Tolls"), style="Title"), p(r("By Ines Marlow"), call(1)), p(r(PROSE), call(2)), notes=note)
    made = normalize(read(data))
    assert [(a.name, a.bio) for a in made.metadata.author] == [("Ines Marlow", "Keeper of the Records.")]
    data = docx(p(r("Tolls"), style="Title"), p(r("By the river"), call(1), style="Heading1"), p(r(PROSE), call(2)), notes=note)
    assert notes(read(data)) == ["Keeper of the Records.", "One."]
