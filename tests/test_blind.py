"""The blind copy: nothing in any file leads to the author, and damage that would is caught."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import ooxml_integrity
import pikepdf
import pytest
from openxml_audit import OpenXmlValidator
from PIL import Image, PngImagePlugin

from conftest import book_at, empty_book
from pressline.audit import anonymous
from pressline.book.markdown import parse_essay
from pressline.compare.traces import traces
from pressline.findings import PresslineError
from pressline.layouts import load_layout
from pressline.model import Artifact, Author, Book, Job, Link, Metadata, Report
from pressline.pandoc.tree import plain
from pressline.pipeline.build import build, pack
from pressline.submission.package import cover_page, lengths, shortfalls
from pressline.transforms.anonymize import anonymized, given_away

AUTHOR = """\
author:
  name: Ada B. O'Neil-Quill
  affiliation: University of Tests
  bio: Ada O'Neil-Quill writes on maps.
  email: ada.quill@maps.example
  links:
  - text: her page
    url: https://www.example.org/~adaquill
thanks: Thanks to Bo Ek, who drew the maps.
rights: © 2026 Ada B. O'Neil-Quill
statement: This essay is my own work.
"""
ESSAY = """\
# On maps

The map is not the territory.[^1] The University of Tests says so.[^2]

[^1]: A. B. O'Neil-Quill, *Maps* (2019); Ada B. O'Neil-Quill, "More Maps" (2020), <https://www.example.org/~adaquill/maps>.

[^2]: Someone else.
"""
FORBIDDEN = ("O'Neil", "O’Neil", "Quill", "ada.quill", "Bo Ek", "adaquill", "my own work")


def written(folder: Path, essay: str = ESSAY, more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "quill-draft.md").write_text(essay, encoding="utf-8")
    (folder / "metadata.yaml").write_text(f"title: Maps\nabstract: About maps.\n{more}{AUTHOR}", encoding="utf-8")
    return folder / "quill-draft.md"


@pytest.fixture(scope="module")
def blinded(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(Job(written(tmp_path_factory.mktemp("blind")), anonymous=True))


def test_the_blind_copies_and_the_cover_page_are_made(blinded: Report) -> None:
    assert not blinded.failed, blinded.findings
    names = ["anonymous.pdf", "anonymous.epub", "anonymous.docx", "quill-draft-cover-page.docx"]
    assert [artifact.path.name for artifact in blinded.artifacts] == names
    for artifact in blinded.artifacts[2:]:
        assert [str(error) for error in OpenXmlValidator().validate(str(artifact.path)).errors] == []
        assert [str(found) for found in ooxml_integrity.check(str(artifact.path))] == []


def test_no_part_but_the_citing_note_names_the_author(blinded: Report) -> None:
    for artifact in blinded.artifacts[1:3]:
        with zipfile.ZipFile(artifact.path) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode("utf-8", "replace")
                if "notes" not in name:
                    assert [word for word in FORBIDDEN if word in text] == [], (artifact.path.name, name)
                else:
                    assert "Bo Ek" not in text
                    assert "writes on maps" not in text


def test_a_work_of_the_author_in_the_notes_is_asked_about_and_left(blinded: Report) -> None:
    asked = [(f.code, f.place.spot) for f in blinded.findings]
    assert {Path(f.place.path).name for f in blinded.findings} == {"quill-draft.md"}
    assert asked == [("K003", "the text"), ("K001", "note 1")]
    assert "university of tests" in blinded.findings[0].message
    with zipfile.ZipFile(blinded.artifacts[2].path) as archive:
        assert "A.\u00a0B. O’Neil-Quill" in archive.read("word/footnotes.xml").decode()


@pytest.mark.parametrize(
    ("essay", "more"),
    [
        ("As I, Ada B. O'Neil-Quill, have said.", ""),
        ("Write to me: <ada.quill@maps.example>.", ""),
        ("Text.", "subtitle: By Ada O’Neil-Quill\n"),
        ("See [here](https://example.org/~adaquill/maps).", ""),
    ],
)
def test_a_text_that_names_its_author_stops_the_blind_copy(essay: str, more: str, tmp_path: Path) -> None:
    with pytest.raises(PresslineError) as caught:
        build(Job(written(tmp_path, essay, more), anonymous=True))
    assert [f.code for f in caught.value.findings if f.severity == "error"][:1] == ["K002"]
    assert not list(tmp_path.glob("*.docx"))


def test_every_shape_of_name_address_and_handle_is_looked_for() -> None:
    author = Author("Lou E. Cardot", email="lou@cardot.me", links=(Link("@loucardot", "https://x.com/lou_cardot"),))
    telling = {trace.text for trace in traces(empty_book(Metadata("T", author=(author,)))) if trace.telling}
    assert telling >= {"lou e. cardot", "lou cardot", "cardot, lou e.", "lou@cardot.me", "@loucardot", "x.com/lou_cardot"}
    other = {trace.text for trace in traces(empty_book(Metadata("T", author=(author,)))) if not trace.telling}
    assert other >= {"cardot", "cardot.me", "lou_cardot"}


def test_the_address_of_a_page_for_everybody_leads_to_nobody() -> None:
    author = Author("A B", links=(Link("ssrn.com", "https://www.ssrn.com/"), Link("LinkedIn", None)))
    assert {trace.text: trace.telling for trace in traces(empty_book(Metadata("T", author=(author,))))}["ssrn.com"] is False
    assert "linkedin" not in {trace.text for trace in traces(empty_book(Metadata("T", author=(author,))))}


def test_an_author_whose_name_is_a_word_can_publish(tmp_path: Path) -> None:
    metadata = Metadata("May 1968", author=(Author("Theresa Normal"), Author("June May")))
    book = parse_essay("In May, the body was normal.[^1]\n\n[^1]: May you.\n", metadata, tmp_path / "e.md", stamp=315532800)
    assert {f.code for f in given_away(book, tmp_path / "e.md")} <= {"K001", "K003"}
    (tmp_path / "e.md").write_text("In May, the body was normal.[^1]\n\n[^1]: May you.\n", encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: May 1968\nauthor: [Theresa Normal, June May]\n", encoding="utf-8")
    report = build(Job(tmp_path / "e.md", anonymous=True, formats=("docx", "epub")))
    assert not report.failed, report.findings


def test_what_a_picture_says_of_its_author_is_taken_out(tmp_path: Path) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Ada B. O'Neil-Quill", zip=True)
    essay = written(tmp_path, "![A map](map.png)\n\nText.\n")
    Image.new("RGB", (8, 8)).save(tmp_path / "map.png", pnginfo=said)
    report = build(Job(essay, formats=("docx",), anonymous=True))
    assert not report.failed, report.findings
    copy = next(artifact.path for artifact in report.artifacts if "anonymous" in artifact.path.name)
    with zipfile.ZipFile(copy) as archive:
        assert b"zTXt" not in archive.read("word/media/image1.png")
    assert b"zTXt" in (tmp_path / "map.png").read_bytes(), "the author's own file stays"


@pytest.mark.parametrize(
    "words",
    [
        "Jose Munoz-Garcia said so.", "As Muñoz García says.", "Munoz Garcia, J. (2024).", "García, José Muñoz (2023).",
        "See https://example.org/munoz-garcia_2024.pdf.", "See https://x.com/jose_munoz.", "At example.org/josemunozgarcia.",
    ],
)  # fmt: skip
def test_a_name_is_found_without_accents_in_any_order_and_in_addresses(words: str, tmp_path: Path) -> None:
    metadata = Metadata("Maps", author=(Author("José Muñoz-García"),))
    found = given_away(parse_essay(f"{words}\n", metadata, tmp_path / "e.md", stamp=315532800), tmp_path / "e.md")
    assert {finding.code for finding in found} & {"K002", "K003"}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en-US", "As shown in my earlier article, the map is wrong.", "my earlier article"),
        ("en-US", "As we argued in Maps, it is.", "as we argued in"),
        ("en-US", "I thank my supervisor.", "my supervisor"),
        ("en-US", "Letter of 1990, on file with the author.", "on file with the author"),
        ("en-US", "Supported by grant 435-2020-1234.", "grant 435-2020-1234"),
        ("fr-FR", "Voir mes travaux antérieurs.", "mes travaux anterieurs"),
        ("de-DE", "Siehe meinen früheren Aufsatz.", "meinen fruheren aufsatz"),
        ("es-ES", "Véase mi libro anterior.", "mi libro anterior"),
    ],
)
def test_words_that_lead_to_the_author_are_asked_about(language: str, text: str, words: str, tmp_path: Path) -> None:
    metadata = Metadata("Maps", author=(Author("Ada Ek"),), language=language)
    for essay in (text, f"Text.[^1]\n\n[^1]: {text}"):
        found = given_away(parse_essay(f"{essay}\n", metadata, tmp_path / "e.md", stamp=315532800), tmp_path / "e.md")
        assert [(finding.code, f"“{words}”" in finding.message) for finding in found] == [("K004", True)]


@pytest.mark.parametrize("text", ["In our time my mother said so, as I said.", "The book of my life.", "A grant of land."])
def test_words_that_lead_to_nobody_are_not_asked_about(text: str, tmp_path: Path) -> None:
    metadata = Metadata("Maps", author=(Author("Ada Ek"),))
    assert given_away(parse_essay(f"{text}\n", metadata, tmp_path / "e.md", stamp=315532800), tmp_path / "e.md") == []


def book() -> Book:
    author = Author("Ada B. O'Neil-Quill", email="ada.quill@maps.example", bio="Ada O'Neil-Quill writes on maps.")
    return parse_essay(ESSAY, Metadata("Maps", author=(author,)), Path("essay.md"), stamp=315532800)


NAME = "Ada B. O'Neil-Quill"
LEAKS = {
    "a name in a property": ("docProps/core.xml", b"</cp:core", b"<cp:manager>O'Neil-Quill</cp:manager></cp:core"),
    "a name as entities": ("docProps/app.xml", b"Pressline", b"&#65;da B. O&#x2019;Neil-Quill"),
    "a name split over runs": ("word/document.xml", b"</w:t></w:r>", b"Ada B. O'Ne</w:t></w:r><w:r><w:t>il-Quill</w:t></w:r>"),
    "a second note that names the author": ("word/footnotes.xml", b"Someone else", b"Ada B. O'Neil-Quill"),
    "an address in a link": ("word/_rels/document.xml.rels", b"styles.xml", b"mailto:ada%2Equill@maps.example"),
    "a name in UTF-16": ("word/stray.bin", b"", b"x" + NAME.encode("utf-16-le")),
    "a name in UTF-16, the other order": ("word/stray.bin", b"", NAME.encode("utf-16-be")),
    "a comment": ("word/comments.xml", b"", b"<c><!-- ada.quill@maps.example --></c>"),
    "a person": ("word/people.xml", b"", b"<p><q title=\"O'Neil-Quill\"/></p>"),
    "the name of a part": ("word/ada-b-oneil-quill/ada.quill@maps.example.xml", b"", b"<x/>"),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_a_trace_left_in_a_docx_is_caught(leak: str, blinded: Report, tmp_path: Path) -> None:
    part, old, new = LEAKS[leak]
    with zipfile.ZipFile(blinded.artifacts[2].path) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    assert old in parts.get(part, b"")
    parts[part] = parts.get(part, b"").replace(old, new, 1) if old else new
    path = tmp_path / "anonymous.docx"
    with zipfile.ZipFile(path, "w") as damaged:
        for name, data in parts.items():
            damaged.writestr(name, data)
    artifact = dataclasses.replace(blinded.artifacts[2], path=path)
    assert {f.code for f in anonymous.audit(artifact, book(), anonymized(book()))} == {"A080"}
    assert anonymous.audit(blinded.artifacts[2], book(), anonymized(book())) == []


def test_a_file_named_after_the_author_is_caught(blinded: Report, tmp_path: Path) -> None:
    path = tmp_path / "ada_oneil-quill_ada.quill@maps.example.docx"
    path.write_bytes(blinded.artifacts[2].path.read_bytes())
    found = anonymous.audit(dataclasses.replace(blinded.artifacts[2], path=path), book(), anonymized(book()))
    assert [f.place.spot for f in found] == ["its name"]


def test_a_trace_left_in_a_pdf_is_caught(blinded: Report, tmp_path: Path) -> None:
    def damaged(name: str) -> Artifact:
        with pikepdf.open(blinded.artifacts[0].path) as pdf:
            if name == "property":
                pdf.docinfo["/Author"] = "Ada B. O'Neil-Quill"
            if name == "link":
                pdf.pages[0].obj["/Extra"] = pikepdf.Dictionary(URI=pikepdf.String("mailto:ada.quill@maps.example"))
            if name == "stream":
                pdf.Root["/Extra"] = pdf.make_stream(b"<ada.quill@maps.example>")
            pdf.save(tmp_path / f"{name}.pdf")
        return dataclasses.replace(blinded.artifacts[0], path=tmp_path / f"{name}.pdf")

    assert anonymous.audit(damaged("nothing"), book(), anonymized(book())) == []
    for name in ("property", "link", "stream"):
        assert {f.code for f in anonymous.audit(damaged(name), book(), anonymized(book()))} == {"A080"}, name


def test_the_named_pdf_and_epub_are_not_anonymous(tmp_path: Path) -> None:
    report = build(Job(written(tmp_path)))
    for artifact in report.artifacts:
        found = anonymous.audit(artifact, book(), anonymized(book()))
        assert {f.code for f in found} == {"A080"}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en-US", "Length"), ("fr-FR", "mots avec les notes"), ("de-DE", "Wörter ohne Anmerkungen"), ("nl-NL", "Trefwoorden")],
)
def test_the_cover_page_speaks_the_language_of_the_essay(language: str, words: str) -> None:
    named = book()
    told = dataclasses.replace(named.metadata, language=language, keywords=("maps",), abstract="On maps.")
    assert words in plain(cover_page(dataclasses.replace(named, metadata=told)).blocks)


def test_the_cover_page_holds_what_the_copy_has_not(blinded: Report) -> None:
    with zipfile.ZipFile(blinded.artifacts[3].path) as archive:
        text = archive.read("word/document.xml").decode()
    for words in (
        "University of Tests",
        "ada.quill@maps.example",
        "writes on maps",
        "Thanks to Bo Ek",
        "About maps.",
        "my own work",
    ):
        assert words in text
    count = lengths(book())
    assert (count.text, count.notes) == (14, 14)
    assert "28 words with notes; 14 words without notes." in text
    assert cover_page(book()).notes == ()


def test_a_pack_holds_what_a_submission_takes(tmp_path: Path) -> None:
    report = pack(Job(written(tmp_path / "draft"), layout="us-law-review"))
    assert not report.failed, report.findings
    folder = tmp_path / "draft" / "for-us-law-review"
    assert {path.name for path in folder.iterdir()} == {
        "quill-draft.docx", "quill-draft.pdf", "anonymous.docx", "anonymous.pdf", "quill-draft-cover-page.docx",
        "submission.md", ".pressline.json",
    }  # fmt: skip
    text = (folder / "submission.md").read_text(encoding="utf-8")
    assert "| text and notes | 28 | 25,000 |" in text
    assert "| abstract | 2 | 250 |" in text


def test_a_pack_says_what_is_too_long_or_missing(tmp_path: Path) -> None:
    (tmp_path / "essay.md").write_text("Text " * 10_001, encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: T\nauthor: A B\n", encoding="utf-8")
    book = book_at(tmp_path / "essay.md")
    found = shortfalls(book, load_layout("uk-law-review"), tmp_path / "essay.md", tmp_path / "metadata.yaml")
    assert [(f.code, f.message.partition(",")[0]) for f in found] == [
        ("K010", "the text without its notes has 10"),
        ("K011", "uk-law-review asks for abstract"),
        ("K011", "uk-law-review asks for keywords"),
        ("K011", "uk-law-review asks for email"),
    ]


def test_a_layout_without_limits_packs_nothing(tmp_path: Path) -> None:
    with pytest.raises(PresslineError, match="L004"):
        pack(Job(written(tmp_path), layout="essay"))
