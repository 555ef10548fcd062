"""The proof alone: `pressline audit`, on files that were made some other time, and the manifest that ties them to an essay."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from conftest import TESTS, book_at, essay_in
from pdffile import lose
from pressline.book.identity import identifier, uuid_of_version_0_1
from pressline.cli import main
from pressline.findings import PresslineError
from pressline.model import Artifact, Book, Job, Report
from pressline.pandoc.program import pandoc_path
from pressline.pipeline.audit_command import audit
from pressline.pipeline.build import build
from zipdamage import in_zip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """An essay with every construct, as an EPUB and a DOCX."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(TESTS / "rich", folder, dirs_exist_ok=True)
    return build(Job(folder / "essay.md", formats=("epub", "docx"), layout="uk-law-review"))


def audited(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["audit", *(str(folder / name) for name in arguments), "--against", str(folder / "essay.md"), "--json"])
    return code, json.loads(capsys.readouterr().out)


def copy_of(made: Report, folder: Path) -> Path:
    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    return folder


def test_files_are_proven_long_after_they_were_made(made: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(made, tmp_path)
    code, told = audited(folder, "essay.docx", "essay.epub", capsys=capsys)
    assert (code, told["findings"]) == (0, [])
    rows = {row["what"]: row for row in told["proofs"][0]["checks"]}
    assert rows["words"]["compared"] > 200
    assert rows["emphasis"]["compared"] > 20
    assert told["notes"][2]["where"].keys() == {"docx", "epub"}


def test_the_manifest_knows_the_layout_and_every_byte(made: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(made, tmp_path)
    files = {row["name"]: row for row in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]}
    assert files["essay.docx"]["layout"] == "uk-law-review"
    assert {digest["name"] for digest in files["essay.docx"]["inputs"]} == {"essay.md", "metadata.yaml", "square.png"}
    with (folder / "essay.epub").open("ab") as file:
        file.write(b" ")
    code, told = audited(folder, "essay.epub", capsys=capsys)
    assert code == 1
    assert [found["code"] for found in told["findings"]] == ["V002"]
    with (folder / "essay.md").open("a", encoding="utf-8") as file:
        file.write("\nOne paragraph more.\n")
    code, told = audited(folder, "essay.docx", capsys=capsys)
    assert {found["code"] for found in told["findings"]} == {"V003", "A001"}


def test_without_a_manifest_the_layout_is_told(made: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(made, tmp_path)
    (folder / "manifest.json").unlink()
    arguments = ["audit", str(folder / "essay.docx"), "--against", str(folder / "essay.md")]
    assert main([*arguments, "--layout", "uk-law-review"]) == 0
    assert main([*arguments, "--layout", "us-law-review"]) == 1
    assert "A066" in capsys.readouterr().out


def test_building_one_format_keeps_the_rows_of_the_others(made: Report, tmp_path: Path) -> None:
    folder = copy_of(made, tmp_path)
    build(Job(folder / "essay.md", formats=("docx",), layout="plain"))
    files = {row["name"]: row for row in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]}
    assert (files["essay.docx"]["layout"], files["essay.epub"]["layout"]) == ("plain", "uk-law-review")
    (folder / "essay.epub").unlink()
    build(Job(folder / "essay.md", formats=("docx",), layout="plain"))
    assert "essay.epub" not in (folder / "manifest.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "code"), [("gone.pdf", "R001"), (".", "R002"), ("essay.md", "V001")])
def test_what_cannot_be_proven_is_named(name: str, code: str, made: Report, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(made.folder / name), "--against", str(made.folder / "essay.md")]) == 1
    assert code in capsys.readouterr().out


# --- files of another hand ----------------------------------------------------------------------------------------------

ESSAY = """# First Part

The cable was *sent* in January.[^a] Nobody in the co-operative read it,[^b] and **power-sharing** failed:
[«Quoi?»]{lang=fr}, as [the record](https://example.org/a) shows.

> A quotation of some length, which stands apart.

- one item
- another item[^c]

[^a]: The first note, on the *cable*.

[^b]: The second note, on reading.

[^c]: The third note.

    It has a second paragraph.
"""


@pytest.fixture(scope="module")
def by_pandoc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An essay, and a DOCX and an EPUB that pandoc alone made of it."""
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "essay.md").write_text(ESSAY, encoding="utf-8")
    (folder / "metadata.yaml").write_text("title: The Cable\nauthor: Ada Ek\n", encoding="utf-8")
    for kind in ("docx", "epub"):
        options = ["-f", "markdown", "-t", kind, "--metadata=title:The Cable", "-o", str(folder / f"foreign.{kind}")]
        subprocess.run([str(pandoc_path()), *options, str(folder / "essay.md")], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(
    ("name", "part", "old", "code"),
    [
        ("foreign.docx", "word/document.xml", "Nobody", "A001"),
        ("foreign.docx", "word/footnotes.xml", "second note", "A001"),
        ("foreign.docx", "word/document.xml", r"<w:i ?/>", "A004"),
        ("foreign.epub", "EPUB/text/ch001.xhtml", "Nobody", "A001"),
        ("foreign.epub", "EPUB/text/ch001.xhtml", "second note", "A001"),
        ("foreign.epub", "EPUB/text/ch001.xhtml", "</?em>", "A003"),
    ],
)
def test_what_somebody_else_made_is_compared_too(
    name: str, part: str, old: str, code: str, by_pandoc: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(by_pandoc, tmp_path / "a")
    status, told = audited(folder, name, capsys=capsys)
    assert (status, told["findings"]) == (0, [])
    rows = {row["what"]: row for row in told["proofs"][0]["checks"]}
    assert told["proofs"][0]["ours"] is False
    assert (rows["notes"]["compared"], rows["calls"]["compared"], rows["links"]["compared"]) == (3, 3, 1)
    assert rows["metadata"]["left_out"]
    in_zip(by_pandoc / name, folder / name, part, old, "")
    status, told = audited(folder, name, capsys=capsys)
    assert status == 1
    assert code in {found["code"] for found in told["findings"]}


def test_a_pdf_of_another_hand_is_asked_for_every_word(
    seed_pdf: Artifact, seed_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("essay.md", "metadata.yaml"):
        shutil.copy(TESTS / "seed" / name, tmp_path / name)
    with pikepdf.open(seed_pdf.path) as pdf:
        pdf.docinfo["/Creator"] = "Another"
        pdf.save(tmp_path / "foreign.pdf")
        lose("Belgium")(pdf)
        pdf.save(tmp_path / "damaged.pdf")
    status, told = audited(tmp_path, "foreign.pdf", capsys=capsys)
    assert (status, told["findings"]) == (0, [])
    status, told = audited(tmp_path, "damaged.pdf", capsys=capsys)
    assert {found["code"] for found in told["findings"]} == {"A001"}
    assert any("Belgium" in found["message"] for found in told["findings"])


@pytest.mark.parametrize("suffix", ["epub", "docx"])
@pytest.mark.parametrize("cut", [30, -400])
def test_a_file_that_is_cut_or_full_of_noise_is_named_and_stops_no_other(
    suffix: str, cut: int, made: Report, tmp_path: Path
) -> None:
    folder = copy_of(made, tmp_path)
    data = (folder / f"essay.{suffix}").read_bytes()
    (folder / f"cut.{suffix}").write_bytes(data[:cut])
    (folder / f"moved.{suffix}").write_bytes(data[:cut] + data[cut + 2 :])  # offsets lead to before the file begins
    for name in (f"cut.{suffix}", f"moved.{suffix}"):
        try:
            report = audit([folder / name], folder / "essay.md")
        except PresslineError as error:
            found = list(error.findings)
        else:
            found = list(report.findings)
        assert any(f.severity == "error" for f in found)
        assert {f.code for f in found if f.severity == "error"} <= {"A003", "V002"} | {
            f.code for f in found if f.code[0] == "A"
        }


def test_an_epub_of_version_0_1_is_not_blamed_for_its_age(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It named no book in the titles of its pages, gave its NCX no depth, and made its identifier of all its words."""
    essay = essay_in(tmp_path)
    assert not build(Job(essay, formats=("epub",))).failed
    book, epub = book_at(essay), tmp_path / "essay.epub"
    urns = identifier(book.metadata), uuid_of_version_0_1(book.digest).urn
    for part, now, before in (
        ("EPUB/content.opf", *urns),
        ("EPUB/toc.ncx", *urns),
        ("EPUB/toc.ncx", 'content="1" name="dtb:depth"', 'content="0" name="dtb:depth"'),
        ("EPUB/notes.xhtml", " – T</title>", "</title>"),
    ):
        in_zip(epub, tmp_path / "old.epub", part, re.escape(now), before)
        (tmp_path / "old.epub").replace(epub)
    (tmp_path / "manifest.json").unlink()
    assert audited(tmp_path, "essay.epub", capsys=capsys)[1]["findings"] == []
    in_zip(epub, tmp_path / "old.epub", "EPUB/content.opf", re.escape(urns[1]), urns[0])
    codes = {found["code"] for found in audited(tmp_path, "old.epub", capsys=capsys)[1]["findings"]}
    assert "A036" in codes
