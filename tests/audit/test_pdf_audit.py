"""Every check of the PDF's audit fires on a file damaged for it, and none on a clean one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import pressline.audit.pdf
from conftest import STAMP
from pressline.audit.pdf import audit, audit_print, expect
from pressline.audit.pdf.bidi import as_read
from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.links import link_findings
from pressline.audit.pdf.pages import PageLink
from pressline.audit.pdf.regions import NoteArea, Regions
from pressline.backends.pdf import render, render_print
from pressline.backends.pdf.layout.document import document, markup
from pressline.backends.pdf.layout.engine import print_pdf
from pressline.backends.pdf.layout.prepare import prepare
from pressline.backends.pdf.layout.style import prelude
from pressline.backends.pdf.screen.pdfua1 import finished
from pressline.backends.pdf.weasyprint_patches.notes import Notes
from pressline.book.html import html_of
from pressline.book.markdown import parse_essay
from pressline.findings import Finding, Place
from pressline.model import Artifact, Author, Book, Layout, Metadata, Printing

FILLER = "The commission met again that winter, and it wrote what it had written before.\n\n"
TEXT = f"""# First Part

The cable was sent in January.[^a] Nobody in the co-operative read it,[^b] and power-sharing failed. A measure of 5 m^2^.

{FILLER * 12}
## Second Part

- one item
- another item[^c]

The cable is called again.[^a]

{FILLER * 12}
# Last Part

The end of it.[^d]

[^a]: The first note, on the cable.

[^b]: The second note, on reading.

[^c]: The third note.

    It has a second paragraph.

[^d]: The fourth and last note.
"""
Damage = Callable[[str], str]
Press = Callable[[Damage, str], Artifact]
Judge = Callable[[Artifact], list[Finding]]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    metadata = Metadata("The Cable", subtitle="A Study", author=(Author("Ada Ek", bio="Ada Ek writes."),))
    return parse_essay(TEXT, metadata, tmp_path_factory.mktemp("essay") / "essay.md", stamp=STAMP)


@pytest.fixture(scope="module")
def clean(book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render(book, essay_layout, tmp_path_factory.mktemp("clean") / "clean.pdf")
    assert findings == []
    return artifact


@pytest.fixture(scope="module")
def press(book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """A press for damaged files: what is done to the HTML, and what is added to the style sheet."""
    prepared = prepare(book)[0]
    text = markup(document(prepared, html_of(prepared)))
    folder = tmp_path_factory.mktemp("damaged")
    roots = (folder, essay_layout.folder, essay_layout.face.regular.parent)
    sheets = (prelude(essay_layout, book.composition), (essay_layout.folder / "print.css").read_text(encoding="utf-8"))

    def press(damage: Damage, css: str) -> Artifact:
        damaged = damage(text)
        assert css or damaged != text
        path = folder / "damaged.pdf"
        data, _ = print_pdf(damaged, (*sheets, css), roots, Place(str(path)))
        path.write_bytes(finished(data, "en"))
        return Artifact("pdf", path, len(data), "")

    return press


@pytest.fixture(scope="module")
def judge(book: Book, clean: Artifact) -> Judge:
    """The audit, of which it is proven each time that it finds the same when it remembers the clean file."""
    memory: dict[str, Any] = {}
    assert expect(book, memory)(clean, book).findings == ()

    def judge(artifact: Artifact) -> list[Finding]:
        found = audit(artifact, book)
        assert list(expect(book, dict(memory))(artifact, book).findings) == found
        return found

    return judge


def rewrite_letters(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """Change the tables by which the faces of a file tell their letters."""
    for page in pdf.pages:
        for font in page.obj.Resources.Font.values():
            font.ToUnicode.write(font.ToUnicode.read_bytes().replace(old, new, 1))


def test_a_page_that_is_the_same_is_not_read_again(
    clean: Artifact, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory: dict[str, Any] = {}
    first = expect(book, memory)(clean, book)
    with pikepdf.open(clean.path) as pdf:
        rewrite_letters(pdf, b"endbfchar", b"<fffe> <2003>\nendbfchar")  # as if a page had another space
        pdf.save(tmp_path / "other.pdf")
    monkeypatch.setattr(pressline.audit.pdf.pages, "_glyphs", None)
    other = replace(clean, path=tmp_path / "other.pdf")
    assert expect(book, memory)(other, book) == replace(first, artifact=other)


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{f.code} {f.place.spot}: {f.message}" for f in findings)


def test_the_clean_file_is_clean(clean: Artifact, book: Book) -> None:
    assert audit(clean, book) == []


def test_the_seed_is_clean(seed_pdf: Artifact, seed_book: Book) -> None:
    assert audit(seed_pdf, seed_book) == []


def swap(one: str, other: str) -> Damage:
    return lambda text: text.replace(one, "\0").replace(other, one).replace("\0", other)


def change(old: str, new: str, count: int = 1) -> Damage:
    def damage(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    return damage


def move_call(text: str) -> str:
    call = re.search(r'<span></span><a class="ref" id="fnref-2".*?</a>', text)
    assert call
    return text.replace(call[0], "").replace("power-sharing", f"power-sharing{call[0]}")


def lose_note(text: str) -> str:
    return re.sub(r'<span class="fn" id="fn-3">.*?</span></span>', "", text, flags=re.DOTALL)


MARKUP: list[tuple[str, Damage, str]] = [
    ("word dropped", change("sent in January", "sent January"), r"A001.*“in”, found “”"),
    ("word added", change("sent in January", "sent in late January"), r"A001.*expected “”, found “late”"),
    ("words swapped", change("cable was", "was cable"), r"A001.*the text"),
    ("case changed", change("Nobody", "nobody"), r"A001.*“Nobody”, found “nobody”"),
    ("comma lost", change("winter, and", "winter and"), r"A001.*“winter,”, found “winter”"),
    ("hyphen lost", change("power-sharing", "powersharing"), r"A001.*“power-sharing”, found “powersharing”"),
    ("space lost", change("was sent", "wassent"), r"A001.*“was sent”, found “wassent”"),
    ("paragraph repeated", change("<p>The end", "<p>The end of it.</p><p>The end"), r"A001.*found “The end of it.”"),
    ("marker of a list lost", change('<span class="marker">• </span>another', "another"), r"A001.*expected “•”"),
    ("note changed", change("on the cable.", "on this cable."), r"A001.*note 1.*“the”, found “this”"),
    ("notes swapped", swap("The first note, on the cable.", "The second note, on reading."), r"A001.*note 1(.|\n)*note 2"),
    ("note lost", lose_note, r"A001.*note 3"),
    ("paragraph of a note lost", change("It has a second paragraph.", ""), r"A001.*note 3"),
    ("call misnumbered", change(">2</a>", ">7</a>"), r"A001.*calls.*expected “2@\d+”, found “7@\d+”"),
    ("second call counted on", change('-2" href="#fn-1">1<', '-2" href="#fn-4">4<'), r"A001.*“1@\d+”, found “4@"),
    ("call moved", move_call, r"A001.*calls"),
    ("call leads to another note", change('id="fnref-2" href="#fn-2"', 'id="fnref-2" href="#fn-1"'), r"A015 page 1: call 2"),
    ("label leads elsewhere", change('href="#fnref-2">2.', 'href="#fnref-1">2.'), r"A015.*label of note 2"),
    ("heading lost from the outline", change(' data-label="Second Part"', ""), r"A016.*“Second Part”"),
    ("heading absorbs its number", change('data-label="Last Part"', 'data-label="Last Part4"'), r"A016.*“Last Part4”"),
    ("title misprinted", change('class="title">The Cable', 'class="title">The Table'), r"A019.*title.*“The Cable”"),
    ("byline lost", change(">Ada Ek<a", "><a"), r"A019.*byline"),
    ("author note lost", change("Ada Ek writes.", "Ada writes."), r"A001.*the author note"),
    ("document title wrong", change("<title>The Cable", "<title>Untitled"), r"A018.*Title.*“The Cable”"),
    ("document author wrong", change('name="author" content="Ada Ek"', 'name="author" content="X"'), r"A018.*Author"),
    ("language lost", change(' lang="en-US"', ' lang="fr"'), r"A018.*Lang"),
    ("text pushed off the page", change("<p>The end", '<p style="margin-left: 390pt">The end'), r"A012.*“"),
    ("glyph missing", change("Nobody", "Nobody \U00030001"), r"A013.*\U00030001"),  # Han of Unicode 13, in hardly any font
]  # fmt: skip


@pytest.mark.parametrize(("damage", "expected"), [row[1:] for row in MARKUP], ids=[row[0] for row in MARKUP])
def test_damage_to_the_page_is_found(damage: Damage, expected: str, judge: Judge, press: Press) -> None:
    assert re.search(expected, said(judge(press(damage, ""))))


STYLES = [
    ("no running head", "@page :left { @top-center { content: none } }", r"A010 page 2"),
    ("head on the opening", '@page :first { @top-center { content: "Ada Ek" } }', r"A010 page 1"),
    ("author and title swapped", '@page :right { @top-center { content: "Ada Ek" } }', r"A010 page 3"),
    ("folio inside", "@page :left { @top-left { content: none } @top-right { content: counter(page) } }", r"A011 page 2"),
    ("folio lost", "@page :left { @top-left { content: none } }", r"A011 page 2"),
    ("no drop folio", "@page :first { @bottom-center { content: none } }", r"A011 page 1"),
    ("folio wrong", '@page :left { @top-left { content: "7" } }', r"A011"),
    ("notes gone", ".fn { display: none }", r"A001.*note 1"),
    ("powers not raised", "sup { vertical-align: baseline; font-size: inherit }", r"A004.*“m2.”: set plain.*, not .*raised"),
    ("calls not raised", ".ref { font-variant-position: normal }", r"A001.*“January.”, found “January.1”"),
]  # fmt: skip


@pytest.mark.parametrize(("css", "expected"), [row[1:] for row in STYLES], ids=[row[0] for row in STYLES])
def test_damage_to_the_design_is_found(css: str, expected: str, judge: Judge, press: Press) -> None:
    assert re.search(expected, said(judge(press(str, css))))


# --- damage to the finished file --------------------------------------------------------------------------------------


def unembed(pdf: pikepdf.Pdf) -> None:
    for _, font in pdf.pages[0].Resources.Font.items():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def retitle(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another"


def date(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/CreationDate"] = "D:20240101000000Z"


def drop_outline(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Outlines"]


def unlink(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]["/Annots"]


def swap_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = [0, 0, 300, 648]
    pdf.pages[1].CropBox = [0, 0, 300, 648]


def lose_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def untag_note(pdf: pikepdf.Pdf) -> None:
    notes = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Note"]
    notes[0].S = pikepdf.Name.Span


def silence_links(pdf: pikepdf.Pdf) -> None:
    for link in pdf.pages[0].obj.Annots:
        link.Contents = pikepdf.String("fn-1")


def misname_letter(pdf: pikepdf.Pdf) -> None:
    rewrite_letters(pdf, b"<0065>", b"<0066>")


def disclaim(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1", b"<pdfuaid:part>9")
    pdf.Root.Metadata = pdf.make_stream(text, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def drop_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (unembed, r"A017.*Pressline-Text"),
        (retitle, r"A018.*Title"),
        (date, r"A018.*CreationDate.*expected “”"),
        (drop_outline, r"A016.*“First Part"),
        (unlink, r"A001"),
        (swap_pages, r"A019 page 1"),
        (crop, r"A012 page 2"),
        (lose_page, r"A001(.|\n)*A011 page 2"),
        (untag_note, r"A020.*tags: expected 5 notes.*found 4"),
        (silence_links, r"A020 page 1: a link"),
        (disclaim, r"A020.*PDF/UA-1"),
        (misname_letter, r"A001"),
        (drop_metadata, r"A020.*PDF/A-2a"),
    ],
)
def test_damage_to_the_file_is_found(
    damage: Callable[[pikepdf.Pdf], None], expected: str, clean: Artifact, judge: Judge, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(clean.path) as pdf:
        damage(pdf)
        pdf.save(path)
    assert re.search(expected, said(judge(Artifact("pdf", path, 0, ""))))


def test_a_note_on_a_later_page_than_its_call_is_found(book: Book, press: Press) -> None:
    def damage(text: str) -> str:
        note = re.search(r'<span class="fn" id="fn-2">.*?</span></span>', text, re.DOTALL)
        assert note
        return text.replace(note[0], "").replace("<p>The end", f"<p>{note[0]}The end")

    assert re.search(r"A014 page 3: note 2 .* page 1", said(audit(press(damage, ""), book)))


def test_a_note_taller_than_the_page_is_found(tmp_path: Path, essay_layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Notes, "replacements", lambda self: {})  # without its patch, WeasyPrint lets it run off the sheet
    text = "A call.[^a] And more.\n\n[^a]: " + "A note that goes on and on. " * 400
    book = parse_essay(text, Metadata("Tall"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render(book, essay_layout, tmp_path / "tall.pdf")
    assert "A012" in said(audit(artifact, book))


def test_what_is_no_pdf_is_refused(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"no pdf at all")
    assert [f.code for f in audit(Artifact("pdf", path, 0, ""), book)] == ["A003"]
    assert [f.code for f in audit(Artifact("pdf", tmp_path / "gone.pdf", 0, ""), book)] == ["A003"]


# --- the file for the printer -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def for_print(book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    artifact, findings = render_print(book, essay_layout, tmp_path_factory.mktemp("print") / "clean-print.pdf")
    assert findings == []
    return artifact


def test_the_clean_file_for_the_printer_is_clean(for_print: Artifact, book: Book) -> None:
    assert audit_print(for_print, book) == []


def link(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[20, 20, 40, 40])
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def untrim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.TrimBox = pikepdf.Array([0, 0, 999, 999])


def unclaim(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-5")
    pdf.Root.Metadata = pdf.make_stream(text, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def unintend(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def recolour(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(b"\0\0\0", Subtype=pikepdf.Name.Image, Width=1, Height=1, ColorSpace=pikepdf.Name.DeviceRGB)
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Red=pdf.make_indirect(picture))


def untrap(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Trapped"]


def unbleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.BleedBox = pdf.pages[1].obj.TrimBox


def repaint(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].obj.Contents
        assert old in stream.read_bytes()
        stream.write(stream.read_bytes().replace(old, new, 1))

    return damage


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (link, r"A021 page 1: links"),
        (untrim, r"A021 page 2: the boxes"),
        (unclaim, r"A021.*PDF/X-4"),
        (unintend, r"A021.*output intent"),
        (repaint(b"0 0 0 1 k", b"1 0 0 rg"), r"A021 page 1: the ink.*1 0 0 rg"),
        (repaint(b"0 0 0 1 k", b"0.5 0.5 0.5 1 k"), r"A021 page 1: the ink.*0.5 0.5 0.5 1 k"),
        (repaint(b"q 1 0 0 1 9 9 cm", b"2 9 m 8 9 l S q 1 0 0 1 9 9 cm"), "^$"),  # within the bleed
        (retitle, r"A018.*Title"),
        (lose_page, r"A001(.|\n)*A011 page 2"),
        (recolour, r"A021.*colours.*DeviceRGB"),
        (untrap, r"A021.*Trapped"),
        (unbleed, r"A021 page 2: the bleed in points: expected 9"),
    ],
)
def test_damage_to_the_file_for_the_printer_is_found(
    damage: Callable[[pikepdf.Pdf], None], expected: str, for_print: Artifact, book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(for_print.path) as pdf:
        damage(pdf)
        pdf.save(path)
    assert re.search(expected, said(audit_print(Artifact("print", path, 0, ""), book)))


def fade(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState = pikepdf.Dictionary(a=pdf.make_indirect(pikepdf.Dictionary(ca=0.5)))


def misname(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/GTS_PDFXVersion"] = pikepdf.String("PDF/X-1a:2004")


MARKED_DAMAGE = [
    (misname, r"A021.*PDF/X-1a:2003.*PDF/X-1a:2004"),
    (fade, r"A021.*transparency"),
    (repaint(b"\n33 21 m 33 3 l S", b""), r"A021 page 1: crop marks: expected 8.*found 7"),
    (repaint(b"33 21 m 33 3 l", b"43 21 m 43 3 l"), r"A021 page 1: crop marks"),
    (repaint(b"33 21 m 33 3 l", b"33 28 m 33 10 l"), r"A021 page 1: crop marks.*found 7"),
]


@pytest.mark.parametrize(("damage", "expected"), MARKED_DAMAGE)
def test_damage_to_an_x1a_with_marks_is_found(
    damage: Callable[[pikepdf.Pdf], None], expected: str, book: Book, clean: Artifact, essay_layout: Layout, tmp_path: Path
) -> None:
    printed = replace(book, printing=Printing("x-1a", marks=True), made={"pdf": clean.path})
    whole, _ = render_print(printed, essay_layout, tmp_path / "whole.pdf")
    path = tmp_path / "damaged.pdf"
    with pikepdf.open(whole.path) as pdf:
        damage(pdf)
        pdf.save(path, force_version="1.4")
    assert re.search(expected, said(audit_print(Artifact("print", path, 0, ""), printed)))
    unmarked = replace(printed, printing=Printing("x-1a"))
    assert re.search("A021 page 1: outside the bleed: expected nothing", said(audit_print(whole, unmarked)))


def test_lost_and_changed_words_are_found_without_links(book: Book, for_print: Artifact) -> None:
    shorter = replace(book, blocks=book.blocks[:-1], notes=book.notes)
    assert "A001" in said(audit_print(for_print, shorter))
    fewer = replace(book, notes=book.notes[:-1])
    assert "A001" in said(audit_print(for_print, fewer))


def test_a_call_is_looked_for_among_the_notes_of_one_page() -> None:
    glyph = Glyph("1", 50, 90, 55, 50, 55, 90, 95, 8, spaced=False)
    counted: list[float] = []

    class Counting(float):
        def __rsub__(self, other: float) -> float:
            counted.append(other)
            return other - float(self)

    def zone(page: int) -> Regions:
        link = PageLink(50, 90, 55, 95, page, 50, 100)
        note = NoteArea(page, (), link, glyph._replace(y=Counting(90)))
        return Regions(page, (), (note,), ((page, link, glyph._replace(y=Counting(90))),), ())

    assert list(link_findings([zone(page) for page in range(1, 101)], "a.pdf")) == []
    assert len(counted) <= 4 * 100


# --- what is right, however it looks ------------------------------------------------------------------------------------

NEIGHBOURS = """Water x² is here[^a] and y³ there,²[^b] and 10^6^ is ²²[^c] more³.

The ﬁrst ﬂower of the oﬃce, a\u0323\u0301 and q\u0308\u0301r, the arrow\ufe0e of it.[^a]

{line}

[^a]: One² here, with a\u0323\u0301.

[^b]: A ﬁne ﬂat note, and a fine flat one.

[^c]: Three ³. {line}
""".format(line="The post‐war re‐form of pre‐ and post‐war co‐operation, reform and cooperation, pre‐war. " * 8)
RUN_ON = f"""{FILLER * 12}A word[^a] and more.

| a | b |
|---|---|
| 1 | 2 |

: A caption of the table, in the size of notes

{FILLER * 4}

[^a]: {"A long note that goes on. " * 60}{" ".join(f"https://example.org/a/long/path/{n}/on-and?x=1&y=2;" for n in range(12))}
"""


@pytest.mark.parametrize("text", [NEIGHBOURS, RUN_ON], ids=["neighbours of calls and marks", "a note that runs on"])
def test_what_is_right_is_not_refused(text: str, essay_layout: Layout, tmp_path: Path) -> None:
    metadata = Metadata("The Cable", author=(Author("Ada Ek", bio="Ada writes."),))
    book = parse_essay(text, metadata, tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render(book, essay_layout, tmp_path / "essay.pdf")
    assert said(audit(artifact, book)) == ""
    printed, _ = render_print(replace(book, made={"pdf": artifact.path}), essay_layout, tmp_path / "print.pdf")
    assert said(audit_print(printed, book)) == ""
    for old, new in (
        ("x²", "x³"),
        ("y³ there", "y there"),
        ("²²[^c]", "²[^c]"),
        ("10^6^", "106"),
        ("caption", "legend"),
        ("/7/", "/8/"),
    ):
        if old in text:
            other = parse_essay(text.replace(old, new), metadata, tmp_path / "essay.md", stamp=STAMP)
            for found in (audit(artifact, other), audit_print(printed, other)):
                assert {each.code for each in found} & {"A001", "A004"}, (old, new)


def letters_at(text: str, start: float = 0.0) -> list[Glyph]:
    """Glyphs of a line from the left, 5 points each; a space is none."""
    places = [(letter, start + 5 * at) for at, letter in enumerate(text)]
    return [Glyph(letter, x, 90, x + 5, x, x + 5, 90, 97, 8, spaced=False) for letter, x in places if letter != " "]


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("abc", "abc"),
        ("ab \u05d2\u05d1\u05d0 cd", "ab \u05d0\u05d1\u05d2 cd"),  # a word
        ("abcde \u05d4\u05d3 \u05d2\u05d1\u05d0 cd.", "abcde \u05d0\u05d1\u05d2 \u05d3\u05d4 cd."),  # two words
        ("a \u05d1 12 \u05d0 b", "a \u05d0 12 \u05d1 b"),  # a number between
        (
            "\u05d2\u05d1\u05d0 ab \u05d5\u05d4\u05d3\u05d6",
            "\u05d6\u05d3\u05d4\u05d5 ab \u05d0\u05d1\u05d2",
        ),  # a text of that direction
    ],
)
def test_words_from_right_to_left_are_read_as_they_are_seen(seen: str, read: str) -> None:
    for painted in (letters_at(seen), letters_at(seen)[::-1]):
        told = as_read(painted) if "\u05d0" in seen else letters_at(seen)
        assert "".join(f" {glyph.text}" if glyph.spaced else glyph.text for glyph in told) == read
