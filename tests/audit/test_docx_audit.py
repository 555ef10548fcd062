"""Every check of the DOCX audit, shown to fire on a file damaged in one way, and silent on a clean one."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TESTS, book_at
from pressline.audit.docx import audit
from pressline.backends.docx import render
from pressline.book.composition import composed
from pressline.layouts import load_layout
from pressline.model import Artifact, Book, Layout
from pressline.pipeline.build import typeset

DOC, NOTES, STYLES, SETTINGS = "word/document.xml", "word/footnotes.xml", "word/styles.xml", "word/settings.xml"
CORE, APP = "docProps/core.xml", "docProps/app.xml"
Parts = dict[str, str | bytes]


@pytest.fixture(scope="module")
def rich(essay_layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Artifact, Book]:
    book = book_at(TESTS / "rich" / "essay.md")
    return render(book, essay_layout, tmp_path_factory.mktemp("rich") / "essay.docx")[0], book


def damaged(artifact: Artifact, path: Path, damage: Callable[[Parts], None]) -> Artifact:
    """A copy of a file, its XML parts as text changed by `damage`."""
    with zipfile.ZipFile(artifact.path) as archive:
        parts: Parts = {
            n: archive.read(n).decode() if n.endswith((".xml", ".rels")) else archive.read(n) for n in archive.namelist()
        }
    before = dict(parts)
    damage(parts)
    assert parts != before or list(parts) != list(before), "the damage changed nothing"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return dataclasses.replace(artifact, path=path)


def sub(part: str, pattern: str, replacement: str, count: int = 1) -> Callable[[Parts], None]:
    """Replace in one part; from the first match on."""

    def damage(parts: Parts) -> None:
        parts[part] = re.sub(pattern, replacement, str(parts[part]), count=count, flags=re.DOTALL)

    return damage


def drop(part: str) -> Callable[[Parts], None]:
    return lambda parts: None if parts.pop(part) else None


def add(part: str, text: str) -> Callable[[Parts], None]:
    return lambda parts: parts.update({part: text})


def last_part_first(parts: Parts) -> None:
    name, data = parts.popitem()
    rest = dict(parts)
    parts.clear()
    parts.update({name: data, **rest})


def swap_notes(parts: Parts) -> None:
    text = str(parts[NOTES])
    parts[NOTES] = text.replace('w:id="5"', "@").replace('w:id="6"', 'w:id="5"').replace("@", 'w:id="6"')


def move_call(parts: Parts) -> None:
    """The first numbered call, one word later."""
    pattern = r'(<w:r>(?:(?!</w:r>).)*<w:footnoteReference w:id="2"/></w:r>)<w:r><w:t xml:space="preserve">( \w+)'
    parts[DOC] = re.sub(
        pattern, r'<w:r><w:t xml:space="preserve">\2</w:t></w:r>\1<w:r><w:t xml:space="preserve">', str(parts[DOC])
    )


NOTE = r'<w:footnote w:id="9">.*?</w:footnote>'
BODY = r'(<w:footnote w:id="9">.*?</w:r>).*?</w:p></w:footnote>'
FIRST_NOTE_REL = "word/_rels/footnotes.xml.rels"

# What is done to the seed's file, and the code that must be among the findings.
DAMAGE: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a word lost": (sub(DOC, "simmered ", ""), "A001"),
    "a word changed": (sub(DOC, "simmered", "simmers"), "A001"),
    "a comma lost": (sub(DOC, "Belgium, taking", "Belgium taking"), "A001"),
    "two words run together": (sub(DOC, "Rwanda simmered", "Rwandasimmered"), "A001"),
    "paragraphs out of order": (
        sub(DOC, r"(<w:p>(?:(?!</w:p>).)*By the late 1980s.*?</w:p>)(\s*)(<w:p>.*?</w:p>)", r"\3\2\1"),
        "A001",
    ),
    "a heading lost": (sub(DOC, r"<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>.*?</w:p>", ""), "A001"),
    "a word of a note changed": (sub(NOTES, "Prunier", "Prunler"), "A001"),
    "two notes swapped": (swap_notes, "A001"),
    "a call one word later": (move_call, "A001"),
    "a call lost": (sub(DOC, '<w:footnoteReference w:id="9"/>', ""), "A052"),
    "a call to no note": (sub(DOC, r'<w:footnoteReference w:id="9"/>', '<w:footnoteReference w:id="999"/>'), "A050"),
    "a note lost": (sub(NOTES, NOTE, ""), "A050"),
    "a note called twice": (sub(DOC, r'<w:footnoteReference w:id="9"/>', '<w:footnoteReference w:id="8"/>'), "A051"),
    "two notes of one id": (sub(NOTES, r'<w:footnote w:id="9">', '<w:footnote w:id="8">'), "A051"),
    "an orphan note": (
        sub(NOTES, "</w:footnotes>", '<w:footnote w:id="500"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote></w:footnotes>'),
        "A052",
    ),
    "a note without a paragraph": (sub(NOTES, NOTE, '<w:footnote w:id="9"/>'), "A053"),
    "a note without its mark": (sub(NOTES, r"<w:footnoteRef/>", ""), "A053"),
    "an emptied note": (sub(NOTES, BODY, r"\1</w:p></w:footnote>"), "A053"),
    "a note in a note": (sub(NOTES, BODY, r'\1<w:r><w:footnoteReference w:id="8"/></w:r></w:p></w:footnote>'), "A053"),
    "a note in another style": (sub(NOTES, r'(<w:footnote w:id="9">.*?)"FootnoteText"', r'\1"BodyText"'), "A053"),
    "a field that never ends": (sub(DOC, r'<w:fldChar w:fldCharType="end"/>', ""), "A054"),
    "a field that never begins": (sub(DOC, r'<w:fldChar w:fldCharType="begin"/>', ""), "A054"),
    "a field without a result": (sub(DOC, r'<w:fldChar w:fldCharType="separate"/>', ""), "A054"),
    "a field to no bookmark": (sub(DOC, "NOTEREF _RefNote14", "NOTEREF _RefNote15"), "A055"),
    "a field with a stale number": (sub(DOC, r"(separate.*?<w:t>)14(</w:t>)", r"\g<1>15\2"), "A056"),
    "a further call lost": (sub(DOC, r'<w:r>(?:(?!</w:r>).)*"begin".*?"end"/></w:r>', ""), "A002"),
    "a bookmark without an end": (sub(DOC, r"<w:bookmarkEnd[^>]*/>", ""), "A057"),
    "two bookmarks of one name": (
        sub(DOC, "<w:sectPr>", '<w:bookmarkStart w:id="7" w:name="_RefNote14"/><w:bookmarkEnd w:id="7"/><w:sectPr>'),
        "A057",
    ),
    "a style based on itself": (
        sub(STYLES, r'(w:styleId="BodyText">.*?<w:basedOn w:val=)"Normal"', r'\1"FirstParagraph"'),
        "A058",
    ),
    "a style that is not defined": (sub(DOC, 'w:val="BodyText"', 'w:val="Bodytext"'), "A058"),
    "a list that is not defined": (
        sub(DOC, r'<w:pStyle w:val="BodyText"/>', r'<w:pStyle w:val="BodyText"/><w:numPr><w:numId w:val="3"/></w:numPr>'),
        "A058",
    ),
    "notes that restart in every section": (sub(DOC, 'w:val="continuous"', 'w:val="eachSect"'), "A059"),
    "notes that start at 5": (sub(SETTINGS, "<w:footnotePr>", '<w:footnotePr><w:numStart w:val="5"/>'), "A059"),
    "no separator": (sub(NOTES, r'w:type="separator"', 'w:type="continuationNotice"'), "A002"),
    "no language": (sub(STYLES, r"<w:lang [^>]*/>", ""), "A060"),
    "another language": (sub(STYLES, 'w:val="en-US"', 'w:val="en-GB"'), "A060"),
    "another title": (sub(CORE, "Yet Again", "Never"), "A061"),
    "another creator": (sub(CORE, "Lou E. Cardot", "python-docx"), "A061"),
    "a wrong date": (sub(CORE, "1980-01-01", "2026-01-01"), "A061"),
    "a stray property": (sub(CORE, "</cp:coreProperties>", "<cp:revision>7</cp:revision></cp:coreProperties>"), "A061"),
    "a wrong count of words": (sub(APP, r"<Words>\d+", "<Words>1"), "A061"),
    "a space that Word drops": (sub(DOC, ' xml:space="preserve"', ""), "A062"),
    "a missing part": (drop("word/header1.xml"), "A063"),
    "a relationship lost": (sub("word/_rels/document.xml.rels", r"<Relationship [^>]*header1[^>]*/>", ""), "A063"),
    "a picture from the web": (
        sub(FIRST_NOTE_REL, r'relationships/hyperlink"', 'relationships/image"'),
        "A075",
    ),
    "the author note lost": (sub(NOTES, r'<w:footnote w:id="1">.*?</w:footnote>', ""), "A064"),
    "the author note changed": (sub(NOTES, "third-year", "second-year"), "A064"),
    "the author note not called": (
        sub(DOC, r'<w:r>(?:(?!</w:r>).)*customMarkFollows.*?</w:r>', ""),
        "A064",
    ),
    "the author note's mark lost": (sub(DOC, r"(customMarkFollows[^>]*/>)<w:t>\*</w:t>", r"\1"), "A064"),
    "the author note last": (
        sub(NOTES, r'(<w:footnote w:id="1">.*?</w:footnote>)(.*)(</w:footnotes>)', r"\2\1\3"),
        "A064",
    ),
    "the author's address misdirected": (sub(FIRST_NOTE_REL, "lou@cardot.me", "eve@example.org"), "A064"),
    "a stray part": (add("docProps/custom.xml", "<Properties/>"), "A065"),
    "content types not first": (last_part_first, "A065"),
    "a part without a type": (sub("[Content_Types].xml", r'<Override PartName="/word/styles[^>]*/>', ""), "A065"),
    "the title block changed": (sub(DOC, "Lou E. Cardot", "Lou Cardot"), "A002"),
    "no page size": (sub(DOC, r"<w:pgSz[^>]*/>", ""), "A067"),
    "another running head": (sub("word/header1.xml", "Yet Again", "Again"), "A067"),
    "a running head on the first page": (sub(DOC, "<w:titlePg/>", ""), "A067"),
    "an author off the running head": (sub("word/header1.xml", "Cardot", ""), "A067"),
    "other words around the page number": (sub("word/footer1.xml", "Page ", "Leaf "), "A067"),
    "no page number": (sub("word/footer1.xml", r"<w:fldSimple.*?</w:fldSimple>", ""), "A067"),
    "a part that is not XML": (add(SETTINGS, "<w:settings"), "A003"),
    "no notes at all": (drop(NOTES), "A003"),
}  # fmt: skip


def test_the_clean_files_have_no_findings(seed_docx: Artifact, seed_book: Book, rich: tuple[Artifact, Book]) -> None:
    assert audit(seed_docx, seed_book) == []
    assert audit(*rich) == []


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_caught_by_name(name: str, seed_docx: Artifact, seed_book: Book, tmp_path: Path) -> None:
    damage, code = DAMAGE[name]
    found = audit(damaged(seed_docx, tmp_path / "essay.docx", damage), seed_book)
    assert code in {f.code for f in found}, [f.message for f in found]


RICH: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a picture lost": (sub(DOC, r"<w:drawing>.*?</w:drawing>", ""), "A068"),
    "a formula lost": (sub(DOC, r"<m:oMath>.*?</m:oMath>", ""), "A068"),
    "a tick taken away": (sub("word/numbering.xml", "☒", "☐"), "A001"),
    "a link to nowhere": (sub(DOC, 'w:anchor="s3"', 'w:anchor="s33"'), "A057"),
    "a cell of a table changed": (sub(DOC, "1,300", "1.300"), "A001"),
    "a paragraph of the abstract lost": (sub(DOC, "An abstract of", "An"), "A002"),
    "a picture's part lost": (drop("word/media/image1.png"), "A063"),
}


@pytest.mark.parametrize("name", RICH)
def test_damage_to_what_the_seed_has_not(name: str, rich: tuple[Artifact, Book], tmp_path: Path) -> None:
    damage, code = RICH[name]
    found = audit(damaged(rich[0], tmp_path / "essay.docx", damage), rich[1])
    assert code in {f.code for f in found}, [f.message for f in found]


@pytest.fixture(scope="module")
def reviewed(seed_book: Book, tmp_path_factory: pytest.TempPathFactory) -> tuple[Artifact, Book]:
    """The seed as the American manuscript: contents, numbered headings; lines numbered, too."""
    layout = load_layout("us-law-review")
    book = typeset(seed_book, layout)
    book = dataclasses.replace(book, edition=dataclasses.replace(book.edition, line_numbers="page", keywords=True))
    book = composed(
        dataclasses.replace(book, metadata=dataclasses.replace(book.metadata, keywords=("peace", "war"), category="Essay"))
    )
    return render(book, layout, tmp_path_factory.mktemp("us") / "essay.docx")[0], book


NUMBERING = "word/numbering.xml"
REVIEW: dict[str, tuple[Callable[[Parts], None], str]] = {
    "an entry of the contents changed": (sub(DOC, "Diplomatic Stumbles", "Stumbles"), "A069"),
    "an entry's number changed": (sub(DOC, "III. The Genocide", "IV. The Genocide"), "A069"),
    "an entry that leads to another heading": (sub(DOC, 'w:anchor="_Toc2"', 'w:anchor="_Toc3"'), "A069"),
    "contents that are no field": (sub(DOC, r"<w:instrText[^>]*> TOC .*?</w:instrText>", ""), "A069"),
    "contents that never end": (sub(DOC, r'(</w:hyperlink>)<w:r><w:fldChar w:fldCharType="end"/></w:r>', r"\1"), "A054"),
    "a heading numbered otherwise": (sub(NUMBERING, "upperRoman", "decimal"), "A066"),
    "a heading out of its list": (sub(STYLES, r"<w:numPr>.*?</w:numPr>", ""), "A066"),
    "the headings' list lost": (sub(NUMBERING, r'<w:num w:numId="1">.*?</w:num>', ""), "A058"),
    "the lines not numbered": (sub(DOC, r"<w:lnNumType[^>]*/>", ""), "A067"),
    "the keywords lost": (sub(DOC, "peace, war", "peace"), "A002"),
    "another category": (sub(CORE, "<cp:category>Essay", "<cp:category>Note"), "A061"),
}


@pytest.mark.parametrize("name", REVIEW)
def test_damage_to_the_manuscript_of_a_review(name: str, reviewed: tuple[Artifact, Book], tmp_path: Path) -> None:
    assert audit(*reviewed) == []
    damage, code = REVIEW[name]
    found = audit(damaged(reviewed[0], tmp_path / "essay.docx", damage), reviewed[1])
    assert code in {f.code for f in found}, [f.message for f in found]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"text"])
def test_what_is_no_docx_is_said(data: bytes, seed_docx: Artifact, seed_book: Book, tmp_path: Path) -> None:
    path = tmp_path / "essay.docx"
    path.write_bytes(data)
    assert [f.code for f in audit(dataclasses.replace(seed_docx, path=path), seed_book)] == ["A003"]
