"""Files that are made to harm whoever looks into them: refused by name, with little memory and in little time."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from pikepdf import Array, Dictionary, Name

from conftest import TESTS, essay_in
from pressline.cli import main
from pressline.findings import Place, PresslineError, finding, stop
from pressline.model import Artifact, Report
from pressline.pandoc.program import pandoc_path
from pressline.pipeline import audit_command
from pressline.pipeline.audit_command import OF_A_STRANGER
from pressline.readers.documents.archives import open_archive
from pressline.report.queries_report import queries_text
from pressline.runtime.isolated_call import CallLimits, Ended, Stopped, call
from pressline.runtime.zip_limits import open_zip, twice, unsound
from pressline.track_changes.docx_reading import read_returned

PARTS = {"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<a/>"}


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


# --- archives -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bomb.epub", "bomb.docx"])
def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay = essay_in(tmp_path)
    kind = name.rpartition(".")[2]
    part = {"epub": "META-INF/container.xml", "docx": "word/document.xml"}[kind]
    zipped(tmp_path / name, {**PARTS, part: b" " * 60_000_000})
    assert main(["audit", str(tmp_path / name), "--against", str(essay), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [found["code"] for found in told["findings"]] == ["R021"]
    if kind == "docx":
        with pytest.raises(PresslineError, match="R021"):
            read_returned(tmp_path / name)


@pytest.mark.parametrize("name", ["../out.xml", "a/../../out.xml", "/etc/out.xml", "..\\out.xml", "C:/out.xml"])
def test_a_part_that_would_lie_outside_is_refused(name: str, tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    entry.header_offset = 0
    assert "outside" in unsound([entry])


def test_parts_that_overlap_or_are_encrypted_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.epub", {**PARTS, "b.xml": b"<b/>"})
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    assert unsound(entries) == ""
    first = entries[1].header_offset
    entries[2].header_offset = first
    assert "overlaps" in unsound(entries)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(ValueError, match="encrypted"):
        open_zip(path, 1000, Place("a.epub"))


def test_a_name_that_stands_twice_is_read_in_one_way_or_not_at_all(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "w") as archive:
        for text in (b"<a>one</a>", b"<a>two</a>"):
            archive.writestr("word/document.xml", text)
    with zipfile.ZipFile(stream) as archive:
        assert twice(archive.infolist()) == "word/document.xml"
    with pytest.raises(PresslineError, match="twice"):
        open_archive(stream.getvalue(), "docx", Place("a.docx"))
    path = tmp_path / "a.docx"
    path.write_bytes(stream.getvalue())
    with pytest.raises(PresslineError, match="twice"):
        read_returned(path)


def test_a_part_that_is_larger_than_its_directory_says_is_damaged(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"word/document.xml": b"<a>" + b" " * 1_000_000 + b"</a>"})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(PresslineError, match="R020"):
        open_archive(bytes(data), "docx", Place("a.docx"))
    with pytest.raises(PresslineError, match="R004"):
        read_returned(path)


# --- calls with limits --------------------------------------------------------------------------------------------------


def answer(text: str) -> str:
    sys.stdout.write("aside")
    return text * 2


def hoard() -> int:
    return len(b" " * 3_000_000_000)


def spin() -> None:
    while True:
        pass


def fall() -> None:
    import ctypes

    ctypes.string_at(0)


def complain() -> None:
    raise stop("R003", Place("a"))


def test_an_isolated_call_gives_its_result_and_its_findings() -> None:
    assert call(answer, "ab", limits=CallLimits()) == "abab"
    with pytest.raises(PresslineError, match="R003"):
        call(complain, limits=CallLimits())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
def test_an_isolated_call_is_stopped_by_its_limits_and_its_end_is_told() -> None:
    with pytest.raises(Stopped, match="2 GB of memory"):
        call(hoard, limits=OF_A_STRANGER, quiet=True)
    with pytest.raises(Stopped, match="1 seconds of the processor"):
        call(spin, limits=CallLimits(cpu_seconds=1))
    with pytest.raises(Ended, match="SIGSEGV"):
        call(fall, limits=OF_A_STRANGER, quiet=True)


# --- PDFs ---------------------------------------------------------------------------------------------------------------


def audited(path: Path, essay: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    main(["audit", str(path), "--against", str(essay), "--json"])
    return [(found["code"], found["message"]) for found in json.loads(capsys.readouterr().out)["findings"]]


def test_a_pdf_whose_pages_name_each_other_cannot_be_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    (tmp_path / "loop.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + pages + b"trailer<</Root 1 0 R>>\n"
    )
    found = audited(tmp_path / "loop.pdf", essay_in(tmp_path), capsys)
    assert [code for code, _ in found] == ["A003"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
def test_a_pdf_that_unpacks_without_end_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_command, "OF_A_STRANGER", CallLimits(memory=500_000_000, cpu_seconds=60))
    pack = zlib.compressobj(1)
    once = b"".join(pack.compress(b" " * 10_000_000) for _ in range(60)) + pack.flush()
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    content = pdf.make_stream(b"")
    content.write(zlib.compress(once), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    pdf.pages[0].obj.Contents = content
    pdf.save(tmp_path / "bomb.pdf", compress_streams=False)
    assert (tmp_path / "bomb.pdf").stat().st_size < 100_000
    assert audited(tmp_path / "bomb.pdf", essay_in(tmp_path), capsys) == [
        ("A085", "this file is too large to be read: over 0.5 GB of memory")
    ]


def test_a_pdf_of_more_pages_than_any_book_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = pikepdf.Pdf.new()
    about = {"/Type": Name.Page, "/MediaBox": Array([0, 0, 9, 9]), "/Parent": pdf.Root.Pages}
    pdf.Root.Pages.Kids = Array([pdf.make_indirect(Dictionary(about)) for _ in range(20_001)])
    pdf.Root.Pages.Count = 20_001
    pdf.save(tmp_path / "many.pdf")
    assert audited(tmp_path / "many.pdf", essay_in(tmp_path), capsys)[0][0] == "A085"


# --- sheets about an essay ----------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script> <img src=x onerror=y> [a](javascript:b) `c` | d &lt; ~~e~~ **f**"


def test_a_sheet_about_an_essay_shows_its_markup_as_text(tmp_path: Path) -> None:
    """Whether a viewer takes Markdown or HTML first: no tag of the essay is one, and every mark of it is there to be read."""
    place = Place("essay.md", 1, 1, spot="")
    found = finding("Q001", place, excerpt=HOSTILE, text=HOSTILE)
    shown = queries_text(
        Report(tmp_path / "<b>.md", tmp_path, "", findings=(found, replace(found, place=Place("a", spot="<i>"))))
    )
    first, _, shown = shown.partition("\n")  # ours, that says who writes it
    assert first.startswith("<!-- Pressline") and "<" not in shown
    done = subprocess.run(
        [str(pandoc_path()), "-f", "gfm", "-t", "html"], input=shown.encode(), capture_output=True, check=True
    )
    page = etree.fromstring(f"<html>{done.stdout.decode()}</html>")
    assert {str(element.tag) for element in page.iter()} <= {"html", "h1", "h2", "ul", "li", "p", "blockquote", "strong", "em"}
    told = " ".join("".join(map(str, page.itertext())).split())
    assert HOSTILE in told
    assert all(repr(HOSTILE)[:20] in line for line in ["".join(map(str, item.itertext())) for item in page.iter("li")])


# --- files of other programs are right ------------------------------------------------------------------------------------


def test_a_file_of_another_program_has_nothing_to_hide(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seed_docx: Artifact
) -> None:
    """pandoc's own style sheet and styles hide nothing, and neither does what it makes of a long essay."""
    for name in ("essay.md", "metadata.yaml"):
        shutil.copy(TESTS / "seed" / name, tmp_path / name)
    for name in ("foreign.epub", "foreign.docx"):
        command = [str(pandoc_path()), "-f", "markdown", "-o", str(tmp_path / name), "--metadata=title:T"]
        subprocess.run([*command, str(tmp_path / "essay.md")], check=True, capture_output=True)
        codes = {code for code, _ in audited(tmp_path / name, tmp_path / "essay.md", capsys)}
        assert not {code for code in codes if code[:3] in ("A07", "A08")}
