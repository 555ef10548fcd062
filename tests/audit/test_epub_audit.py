"""The audit of an EPUB: silent on a sound file, and each damage caught by its name."""

from __future__ import annotations

import datetime
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from conftest import STAMP, TESTS, book_at
from epubfile import Damage, Files, add, damaged, drop, swap
from pressline.audit.epub import audit, expect
from pressline.backends.epub import render
from pressline.book.composition import composed
from pressline.book.markdown import parse_essay
from pressline.model import Artifact, Book, Identifiers, Layout, Metadata, Series


@pytest.fixture(scope="module")
def rich_book() -> Book:
    return book_at(TESTS / "rich" / "essay.md")


@pytest.fixture(scope="module")
def rich_epub(rich_book: Book, essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    return render(rich_book, essay_layout, tmp_path_factory.mktemp("rich") / "rich.epub")[0]


@pytest.fixture(scope="module")
def remembered(seed_epub: Artifact, seed_book: Book) -> dict[str, Any]:
    """What the audit remembers of the sound file, as while an essay is watched."""
    memory: dict[str, Any] = {}
    assert expect(seed_book, memory)(seed_epub, seed_book).findings == ()
    return memory


def later_mimetype(files: Files) -> None:
    files["mimetype"] = files.pop("mimetype")


def wrong_mimetype(files: Files) -> None:
    files["mimetype"] = b"application/zip"


def small_cover(files: Files) -> None:
    out = io.BytesIO()
    Image.new("RGB", (160, 256)).save(out, "PNG")
    files["EPUB/cover.png"] = out.getvalue()


def cut_cover(files: Files) -> None:
    files["EPUB/cover.png"] = files["EPUB/cover.png"][:5000]


def exchange(text: str, one: str, other: str) -> str:
    assert one in text
    assert other in text
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def sections_swapped(files: Files) -> None:
    package = files["EPUB/content.opf"].decode()
    one, other = '<itemref idref="section-02-xhtml"/>', '<itemref idref="section-03-xhtml"/>'
    files["EPUB/content.opf"] = exchange(package, one, other).encode()


def call_moved(files: Files) -> None:
    page = files["EPUB/section-01.xhtml"].decode()
    call = re.search(r'<a class="noteref" id="fnref-1".*?</a>', page)
    assert call
    page = page.replace(call[0], "").replace(" Belgium, ", f" Belgium,{call[0]} ", 1)
    files["EPUB/section-01.xhtml"] = page.encode()


def notes_swapped(files: Files) -> None:
    page = files["EPUB/notes.xhtml"].decode()
    one, other = (re.search(rf'<div class="note" id="fn-{n}".*?</div>', page, re.S) for n in (1, 2))
    assert one
    assert other
    files["EPUB/notes.xhtml"] = exchange(page, one[0], other[0]).encode()


def back_dropped(files: Files) -> None:
    page = files["EPUB/notes.xhtml"].decode()
    files["EPUB/notes.xhtml"] = re.sub(r'<a href="[^"]*#fnref-14-2".*?</a>', "", page).encode()


S1, NOTES, OPF = "section-01.xhtml", "notes.xhtml", "content.opf"
DAMAGES: dict[str, tuple[str, str, Damage]] = {  # name: code, words of the message, damage
    "a word lost": ("A001", "expected “ethnic”, found “”", swap(S1, "with ethnic tensions", "with tensions")),
    "a word added": ("A001", "found “very”", swap(S1, "with ethnic", "with very ethnic")),
    "a comma lost": ("A001", "expected “decades,”", swap(S1, "decades,", "decades")),
    "a word hidden": ("A001", "expected “ethnic”", swap(S1, "ethnic", '<span hidden="hidden">ethnic</span>')),
    "sections out of order": ("A001", "the text", sections_swapped),
    "a section not in the spine": ("A001", "the text", swap(OPF, '<itemref idref="section-02-xhtml"/>', "")),
    "a call moved by a word": ("A001", "the calls", call_moved),
    "a call lost": ("A001", "the calls", swap(S1, 'epub:type="noteref"', 'epub:type="other"')),
    "a call with another number": ("A033", "call 2", swap(S1, 'role="doc-noteref">1</a>', 'role="doc-noteref">2</a>')),
    "a call to another note": ("A033", "call 1", swap(S1, f'{NOTES}#fn-1"', f'{NOTES}#fn-2"')),
    "a call to nowhere": ("A032", "fn-99", swap(S1, f'{NOTES}#fn-1"', f'{NOTES}#fn-99"')),
    "a call without an id": ("A033", "no id", swap(S1, ' id="fnref-1"', "")),
    "a word of a note lost": ("A001", "note 14", swap(NOTES, "14.</span> Dallaire,", "14.</span>")),
    "notes out of order": ("A033", "numbered", notes_swapped),
    "a label lost": ("A033", "no number", swap(NOTES, '<span class="n">3.</span> ', "")),
    "a note that is no note": ("A033", "is no note", swap(NOTES, 'id="fn-3" epub:type="footnote"', 'id="fn-3"')),
    "a link back lost": ("A034", "note 14", back_dropped),
    "a link back to another call": ("A034", "note 5", swap(NOTES, '#fnref-5"', '#fnref-6"')),
    "words between the notes": (
        "A041",
        "stray",
        swap(NOTES, '<div class="note" id="fn-2"', '<p>stray</p><div class="note" id="fn-2"'),
    ),
    "another heading of the notes": ("A041", "Notes", swap(NOTES, 'id="notes-h">Works Cited', 'id="notes-h">Notes')),
    "the mimetype late": ("A030", "the first entry", later_mimetype),
    "the mimetype wrong": ("A030", "application/zip", wrong_mimetype),
    "a font lost": ("A031", "text-regular.ttf", drop("text-regular.ttf")),
    "a file not in the manifest": ("A031", "extra.txt", add("extra.txt", b"x")),
    "an unknown item in the spine": ("A031", "section-09", swap(OPF, '"section-02-xhtml"/>\n  ', '"section-09"/>\n  ')),
    "a remote picture": ("A032", "https://x.org/p.png", swap(S1, "<p>", '<p><img src="https://x.org/p.png" alt=""/>')),
    "a script link": ("A032", "javascript:", swap("about.xhtml", "mailto:lou@cardot.me", "javascript:alert(1)")),
    "a line of the contents lost": ("A035", "The Build-Up", swap("nav.xhtml", '<li><a href="section-02.xhtml">', "<li><a>")),
    "a line of the contents changed": ("A035", "Prologue", swap("nav.xhtml", "Introduction:", "Prologue:")),
    "a line that leads elsewhere": ("A035", "The Build-Up", swap("nav.xhtml", '"section-02.xhtml"', '"section-03.xhtml"')),
    "a line of the NCX changed": ("A035", "Prologue", swap("toc.ncx", "Introduction:", "Prologue:")),
    "another title": ("A036", "title", swap(OPF, "Yet Again</dc:title>", "Again</dc:title>")),
    "another author": ("A036", "creator", swap(OPF, ">Lou E. Cardot<", ">Someone<")),
    "another sort name": ("A036", "file-as", swap(OPF, ">Cardot, Lou E.<", ">Lou E. Cardot<")),
    "another language": ("A036", "language", swap(OPF, "<dc:language>en-US", "<dc:language>fr")),
    "a page in another language": ("A036", "lang", swap(S1, ' lang="en-US"', ' lang="de"')),
    "no real UUID": ("A036", "identifier", swap(OPF, "urn:uuid:", "urn:uuid:x")),
    "another time of making": ("A036", "modified", swap(OPF, "1980-01-01T", "1999-01-01T")),
    "the subtitle off the title page": ("A037", "subtitle", swap("titlepage.xhtml", "The Failure of", "The Success of")),
    "the byline off the title page": ("A037", "byline", swap("titlepage.xhtml", "Lou E. Cardot", "")),
    "the bio changed": ("A038", "about the author", swap("about.xhtml", "third-year", "second-year")),
    "the address unlinked": ("A038", "mailto:lou@cardot.me", swap("about.xhtml", "mailto:lou@", "mailto:other@")),
    "another heading over the bio": ("A038", "About the author", swap("about.xhtml", ">About the author<", ">The author<")),
    "a small cover": ("A039", "160", small_cover),
    "a cover cut short": ("A039", "none", cut_cover),
    "a cover that is not shown": ("A039", "does not show", swap("cover.xhtml", "<img", "<hr")),
    "a cover that names nobody": ("A039", "alternative", swap("cover.xhtml", ". Lou E. Cardot", "")),
    "a cover without words": ("A039", "alternative", swap("cover.xhtml", "Cover: “Never Again”", "Cover: ")),
    "no package": ("A003", "content.opf is missing", drop(OPF)),
    "a page that is no XML": ("A003", "section-01.xhtml", swap(S1, "</section>", "")),
}


def test_sound_file_is_silent(seed_epub: Artifact, seed_book: Book, rich_epub: Artifact, rich_book: Book) -> None:
    assert audit(seed_epub, seed_book) == []
    assert audit(rich_epub, rich_book) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_caught_by_name(
    name: str, seed_epub: Artifact, seed_book: Book, remembered: dict[str, Any], tmp_path: Path
) -> None:
    code, words, damage = DAMAGES[name]
    found = damaged(seed_epub, seed_book, tmp_path, damage, expect(seed_book, dict(remembered)))
    assert any(f.code == code and words in f"{f.message} {f.place}" for f in found), found


def test_another_cover_than_the_author_s_is_caught(rich_book: Book, essay_layout: Layout, tmp_path: Path) -> None:
    book = composed(
        replace(rich_book, metadata=replace(rich_book.metadata, cover="square.png", series=Series("A Series", "2")))
    )
    artifact, _ = render(book, essay_layout, tmp_path / "x.epub")
    assert audit(artifact, book) == []
    found = damaged(artifact, book, tmp_path, small_cover)
    assert any(f.code == "A039" and "square.png" in f.message for f in found), found
    found = damaged(artifact, book, tmp_path, swap(OPF, ">A Series<", ">Another<"))
    assert any(f.code == "A036" and "series" in f.message for f in found), found


PAGE_OF_RIGHTS: dict[str, tuple[str, Damage]] = {
    "another number": ("A036", swap("copyright.xhtml", "ISBN 978-0-306-40615-7", "ISBN 978-3-16-148410-0")),
    "a DOI that leads elsewhere": (
        "A036",
        swap("copyright.xhtml", 'href="https://doi.org/10.1000/182"', 'href="https://x.org"'),
    ),
    "the rights of others": ("A036", swap("copyright.xhtml", "© 2026 A B", "© 2026 the Press")),
    "no page of rights": ("A036", swap("copyright.xhtml", 'class="colophon"', 'class="other"')),
    "another publisher": ("A037", swap("titlepage.xhtml", "The Press, 2026", "2026")),
}


@pytest.mark.parametrize("name", PAGE_OF_RIGHTS)
def test_what_is_said_of_rights_and_the_publisher_is_proven(name: str, essay_layout: Layout, tmp_path: Path) -> None:
    numbers = Identifiers(isbn="978-0-306-40615-7", doi="10.1000/182")
    metadata = Metadata("T", date=datetime.date(2026, 1, 31), rights="© 2026 A B", publisher="The Press", identifiers=numbers)
    book = parse_essay("Text.\n", metadata, tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render(book, essay_layout, tmp_path / "x.epub")
    code, damage = PAGE_OF_RIGHTS[name]
    assert audit(artifact, book) == []
    assert code in {f.code for f in damaged(artifact, book, tmp_path, damage)}


def test_lost_pictures_are_caught(rich_epub: Artifact, rich_book: Book, tmp_path: Path) -> None:
    other = io.BytesIO()
    Image.new("RGB", (9, 9)).save(other, "PNG")
    for damage, words in (
        (add("picture-01.png", other.getvalue()), "the bytes of square.png"),
        (swap(S1, 'alt="a small square"', 'alt="a dot"'), "a small square"),
        (swap(S1, '<img src="picture-01.png" alt="a small square"/>', ""), "picture count"),
    ):
        found = damaged(rich_epub, rich_book, tmp_path, damage)
        assert any(f.code == "A040" and words in f.message for f in found), found


def test_another_date_in_the_zip_is_caught(seed_epub: Artifact, seed_book: Book) -> None:
    codes = {f.code for f in audit(seed_epub, replace(seed_book, stamp=1_700_000_000))}
    assert codes == {"A030", "A036"}


def test_what_is_no_zip_is_said_to_be_none(seed_epub: Artifact, seed_book: Book, tmp_path: Path) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(seed_epub.path.read_bytes()[:4000])
    assert [f.code for f in audit(replace(seed_epub, path=path), seed_book)] == ["A003"]
    path.unlink()
    assert [f.code for f in audit(replace(seed_epub, path=path), seed_book)] == ["A003"]


def test_a_caption_heard_twice_is_told_of_our_own_files_alone(tmp_path: Path, essay_layout: Layout) -> None:
    shutil.copy(TESTS / "rich" / "square.png", tmp_path / "p.png")
    book = parse_essay("Text.\n\n![Said.](p.png)\n", Metadata("T"), tmp_path / "essay.md", stamp=STAMP)
    artifact, _ = render(book, essay_layout, tmp_path / "out.epub")
    found = damaged(artifact, book, tmp_path, swap(S1, 'alt=""', 'alt="Said."'))
    assert [f.code for f in found] == ["A101"]  # which is not asked of files that somebody else made
    found = damaged(artifact, book, tmp_path, swap(S1, 'alt=""', 'alt="Another."'))
    assert [f.code for f in found] == ["A040"]
