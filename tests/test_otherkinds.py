"""Files that are no essay yet: one line each says how to make one of it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pressline.findings import Finding, PresslineError
from pressline.pandoc.program import run
from pressline.readers.other_kinds import OTHER_KINDS
from pressline.readers.source import KINDS, read

DOC = (Path(__file__).parent / "unread" / "essay.doc").read_bytes()  # as LibreOffice writes it
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WPD = b"\xffWPC\x10\x00\x00\x00\x01\x0a\x02\x01\x00\x00\x00\x00\x05\x00\x00\x00essay"
RTF = rb"{\rtf1\ansi An essay.\par}"


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


PAGES = zipped("Index/Document.iwa", "Metadata/Properties.plist")
DOCX = run(["-f", "markdown", "-t", "docx", "-o", "-"], b"An essay.", epoch=0)


def refused(path: Path, data: bytes) -> Finding:
    path.write_bytes(data)
    with pytest.raises(PresslineError) as error:
        read(path)
    (found,) = error.value.findings
    return found


@pytest.mark.parametrize(
    ("name", "data", "code", "what", "remedy"),
    [
        ("my essay.doc", DOC, "R027", "before 2007", "soffice --headless --convert-to docx 'my essay.doc'"),
        ("essay.pdf", PDF, "R027", "a PDF", "take the file that it was made from"),
        ("essay.pages", PAGES, "R027", "Apple Pages", "File > Export To > Word"),
        ("essay.wpd", WPD, "R027", "WordPerfect", "soffice --headless --convert-to docx essay.wpd"),
        ("essay.wps", DOC[:8] + "MatOST".encode("utf-16-le"), "R027", "Microsoft Works", "convert-to docx essay.wps"),
        ("essay.fodt", b"<office:document/>", "R027", "flat OpenDocument", "--convert-to odt essay.fodt"),
        ("essay.typ", b"= Essay", "R027", "another markup", "pandoc essay.typ -o essay.docx"),
        ("essay.gdoc", b'{"url": "x"}', "R027", "link to Google Docs", "File > Download"),
        ("essay.mobi", b"essay", "R027", "Kindle", "ebook-convert essay.mobi essay.epub"),
        ("table.xlsx", zipped("xl/workbook.xml"), "R027", "a spreadsheet", "new .txt file"),
        ("talk.pptx", zipped("ppt/presentation.xml"), "R027", "slides", "new .txt file"),
        ("essay.docx", DOC, "R004", "before 2007", "--convert-to docx essay.docx"),
        ("essay.docx", PAGES, "R004", "Apple Pages", "Export To"),
        ("essay.docx", zipped("content.xml", "mimetype"), "R004", "OpenDocument", "rename it to essay.odt"),
        ("essay.docx", b"<html><p>An essay.</html>", "R004", "a web page", "rename it to essay.html"),
        ("essay.odt", DOCX, "R004", "a Word document", "rename it to essay.docx"),
        ("essay.doc", RTF, "R004", "an RTF document", "rename it to essay.rtf"),
        ("essay.doc", DOCX, "R004", "a Word document", "rename it to essay.docx"),
        ("essay.txt", PDF, "R004", "a PDF", "take the file"),
        ("essay.md", WPD, "R004", "WordPerfect", "soffice"),
        ("essay.xyz", b"words", "R006", ".xyz", "save it as"),
    ],
)
def test_one_line_says_what_to_do(tmp_path: Path, name: str, data: bytes, code: str, what: str, remedy: str) -> None:
    found = refused(tmp_path / name, data)
    assert (found.code, what in found.message, remedy in found.hint) == (code, True, True), (found.message, found.hint)
    assert "\n" not in found.hint


def test_a_folder_of_textedit(tmp_path: Path) -> None:
    folder = tmp_path / "essay.rtfd"
    folder.mkdir()
    with pytest.raises(PresslineError) as error:
        read(folder)
    assert "essay.rtfd/TXT.rtf" in error.value.findings[0].hint


@pytest.mark.parametrize(("name", "data"), [("a.docx", DOCX), ("a.rtf", RTF), ("a.html", b"<p>x")])
def test_what_is_read_is_not_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert read(path).data == data


def test_no_suffix_is_in_two_tables() -> None:
    suffixes = [suffix for kind in OTHER_KINDS.values() for suffix in kind.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert not set(suffixes) & set(KINDS)
