"""Further calls in print: the number alone, or by option the page too, where the note stands on another one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import pdffile
from conftest import STAMP
from pressline.audit.page_numbers import pagination_of
from pressline.audit.pdf import audit, audit_booklet, audit_print
from pressline.audit.pdf.pages import read_pages
from pressline.backends.pdf import render, render_booklet, render_print
from pressline.book.markdown import parse_essay
from pressline.findings import Finding
from pressline.model import Artifact, Author, Book, Layout, Metadata
from pressline.pipeline.build import typeset

FILLER = "The commission met again that winter, and it wrote what it had written before, in 14, p. 3.\n\n"
NAMED = ", p.\u20091"  # as print sets it
TEXT = f"""# One

The cable was sent.[^a] It is called on its own page.[^a] Nobody read it.[^b]

{FILLER * 26}
{"The long paragraph goes on and is broken over some lines of the page. " * 3}The cable again,[^a] and here.

{FILLER * 22}
# Two

The cable once more.[^a] The end of it.[^c]

[^a]: The first note, on the cable.

[^b]: The second note, on reading.

[^c]: The last note.
"""


def book_of(layout: Layout, folder: Path, language: str = "en-US", text: str = TEXT) -> Book:
    metadata = Metadata("The Cable", author=(Author("Ada Ek"),), language=language)
    return typeset(parse_essay(text, metadata, folder / "essay.md", stamp=STAMP), layout)


@pytest.fixture(scope="module")
def paged(essay_layout: Layout) -> Layout:
    return replace(essay_layout, repeated_calls="with-page")


@pytest.fixture(scope="module")
def made(paged: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Artifact, Book]:
    folder = tmp_path_factory.mktemp("repeated")
    book = book_of(paged, folder)
    artifact, findings = render(book, paged, folder / "essay.pdf")
    assert findings == [] == audit(artifact, book)
    return artifact, book


def told(artifact: Artifact) -> list[tuple[int, str]]:
    """What stands raised and small on the pages after the number of a call."""
    found = []
    for sheet in read_pages(artifact.path):
        text = "".join(glyph.text if glyph.em < 8 else " " for glyph in sheet.glyphs)
        found += [(sheet.page, match[0]) for match in re.finditer(r",\w\.\d+", text)]
    return found


def test_a_call_says_on_which_other_page_its_note_stands(made: tuple[Artifact, Book]) -> None:
    said = told(made[0])
    assert [text for _, text in said] == [",p.1"] * 2
    assert all(page > 1 for page, _ in said)


def test_without_the_option_it_shows_its_number_alone(
    made: tuple[Artifact, Book], essay_layout: Layout, tmp_path: Path
) -> None:
    book = book_of(essay_layout, tmp_path)
    artifact, _ = render(book, essay_layout, tmp_path / "essay.pdf")
    assert told(artifact) == [] == audit(artifact, book)
    assert {f.code for f in audit(made[0], book)} >= {"A001"}
    assert {f.code for f in audit(artifact, made[1])} == {"A026"}


def test_the_page_is_part_of_the_link_for_those_who_listen(made: tuple[Artifact, Book]) -> None:
    with pikepdf.open(made[0].path) as pdf:
        calls = [link for page in pdf.pages for link in page.obj.get("/Annots", []) if str(link.get("/Dest")) == "fn-1"]
        inner = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Link"]
        within = [link for link in inner if link.P.get("/S") == "/Link"]
        assert {str(link.Contents) for link in calls} == {"Note 1"}
    assert len(within) == 2


def test_print_and_booklet_say_it_too_and_a_german_says_seite(
    paged: Layout, made: tuple[Artifact, Book], tmp_path: Path
) -> None:
    book = replace(made[1], made={"pdf": made[0].path})
    for name, make, check in (("print", render_print, audit_print), ("booklet", render_booklet, audit_booklet)):
        artifact, findings = make(book, paged, tmp_path / f"{name}.pdf")
        assert findings == [] == check(artifact, book)
        assert len(told(artifact)) == 2
    german = book_of(paged, tmp_path, "de-DE", TEXT.replace("once more.[^a]", "once more.[^a][^b]"))
    artifact, _ = render(german, paged, tmp_path / "de.pdf")
    assert audit(artifact, german) == []
    assert [text for _, text in told(artifact)] == [",S.1"] * 3  # two calls, one after the other, in one run


def test_newer_files_name_every_call_once(paged: Layout, made: tuple[Artifact, Book], tmp_path: Path) -> None:
    book = replace(made[1], printing=replace(made[1].printing, screen="ua-2"))
    artifact, _ = render(book, paged, tmp_path / "newer.pdf")
    assert audit(artifact, book) == []
    with pikepdf.open(artifact.path) as pdf:
        places = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        for nth in ("", "-2", "-3", "-4"):
            place = places[f"fnref-1{nth}"]
            assert place.SD[0].Pg.objgen == place.D[0].objgen
            assert place.SD[0].P.S != "/Link"


def test_the_pages_of_the_pdf_are_found_in_the_essay_as_without_it(made: tuple[Artifact, Book], essay_layout: Layout) -> None:
    found = pagination_of(made[0], made[1])
    assert found
    assert len(found.pages) == len(read_pages(made[0].path))


def damaged(made: tuple[Artifact, Book], damage: pdffile.Damage, path: Path) -> list[Finding]:
    artifact, book = made
    with pikepdf.open(artifact.path) as pdf:
        damage(pdf)
        pdf.save(path)
    return audit(replace(artifact, path=path), book)


def say_page_3(pdf: pikepdf.Pdf) -> None:
    """The figure of the folio "3" in the place of that of the page that a call names."""
    folio = next(one for one in pdffile.pieces(pdf) if one.text == "3")
    figure = re.findall(rb"<[0-9a-f]{4}>", folio.operators)[-1]
    pdffile.repaint(NAMED, lambda operators: re.sub(rb"<[0-9a-f]{4}>(?!.*<)", figure, operators, flags=re.DOTALL))(pdf)


@pytest.mark.parametrize(("damage", "found"), [(say_page_3, "page 3"), (pdffile.lose(NAMED), "no page")])
def test_a_wrong_page_is_caught_and_a_lost_one(
    damage: pdffile.Damage, found: str, made: tuple[Artifact, Book], tmp_path: Path
) -> None:
    caught = damaged(made, damage, tmp_path / "damaged.pdf")
    assert [(f.code, f.place.spot) for f in caught] == [("A026", f"page {told(made[0])[0][0]}")]
    assert f"note 1 says: {found}; expected: page 1" in caught[0].message


def test_a_page_where_none_is_to_be_said_is_caught(made: tuple[Artifact, Book], tmp_path: Path) -> None:
    def rename(pdf: pikepdf.Pdf) -> None:  # the call before it, on the page of the note, says a page too
        one, two = pdffile.piece(pdf, NAMED), next(p for p in pdffile.pieces(pdf) if p.text == "2")
        x, y = pdffile.place(two.operators)
        copy = re.sub(rb"[\d.-]+ [\d.-]+ Tm", f"{x + 6} {y - 5} Tm".encode(), one.operators)
        page = pdf.pages[two.page]
        for name, font in pdf.pages[one.page].Resources.Font.items():
            page.Resources.Font[name] = font
        page.Contents.write(page.Contents.read_bytes().replace(two.operators, two.operators + copy, 1))

    caught = damaged(made, rename, tmp_path / "damaged.pdf")
    assert [(f.code, f.message.split("note ")[1][:1]) for f in caught] == [("A026", "2")]
