"""The whole line on the real essay: what the author gets, and what is kept safe."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from pressline.compare import text_compare
from pressline.findings import PresslineError
from pressline.model import Artifact, Book, Job, Report
from pressline.pipeline.build import build, normalize_essay
from pressline.pipeline.formats import FORMATS, Format

SEED = Path(__file__).parents[1] / "seeds" / "never-again-yet-again.txt"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(Job(SEED, tmp_path_factory.mktemp("pressed")))


def bytes_of(report: Report) -> dict[str, bytes]:
    return {artifact.format: artifact.path.read_bytes() for artifact in report.artifacts}


def test_a_raw_essay_becomes_three_proven_files_and_two_to_edit(built: Report) -> None:
    names = {path.name for path in built.folder.iterdir()}
    assert names == {
        "essay.md",
        "metadata.yaml",
        "essay.pdf",
        "essay.epub",
        "essay.docx",
        "report.json",
        "report.html",
        "manifest.json",
        "queries.md",
        ".pressline.json",
    }
    assert not built.failed
    codes = {finding.code for finding in built.findings}
    assert {"S003", "S005", "N003", "N004", "Q001", "Q002", "Q011", "Q012"} <= codes
    assert not {"N001", "N002", "Q013", "Q014"} & codes  # no note is missing, and nothing is unclosed or doubled
    assert {finding.severity for finding in built.findings} == {"query"}


def test_the_epub_lists_the_pages_of_the_pdf_of_the_same_run(built: Report, tmp_path: Path) -> None:
    epub = built.folder / "essay.epub"
    assert 'epub:type="page-list"' in text_of(epub)
    pdf = next(artifact for artifact in built.artifacts if artifact.format == "pdf")
    assert pdf.sha256 in text_of(epub)
    alone = build(Job(SEED, tmp_path, formats=("epub",), embed_fonts=False))
    assert "page-list" not in text_of(alone.artifacts[0].path)
    assert "@font-face" not in text_of(alone.artifacts[0].path)


def test_the_report_on_disk_tells_of_chrome_and_of_moved_calls(built: Report) -> None:
    report = json.loads((built.folder / "report.json").read_text(encoding="utf-8"))
    dropped = [change["text"] for change in report["changes"] if change["kind"] == "dropped"]
    assert dropped == ["1 day ago", "14 min read"]
    moved = [change for change in report["changes"] if change["why"] == "call set behind the punctuation mark"]
    assert [change["text"] for change in moved] == ["[8],", "[63],", "[66],"]
    assert "min read" not in (built.folder / "essay.md").read_text(encoding="utf-8")
    assert "min read" not in (built.folder / "metadata.yaml").read_text(encoding="utf-8")


def test_building_the_essay_md_gives_the_same_files(built: Report, tmp_path: Path) -> None:
    for name in ("essay.md", "metadata.yaml"):
        shutil.copy(built.folder / name, tmp_path / name)
    again = build(Job(tmp_path / "essay.md"))
    assert bytes_of(again) == bytes_of(built)


def test_one_line_of_metadata_changes_all_three_files(built: Report, tmp_path: Path) -> None:
    for name in ("essay.md", "metadata.yaml"):
        shutil.copy(built.folder / name, tmp_path / name)
    metadata = tmp_path / "metadata.yaml"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace("Lou E. Cardot", "Ada B. Quill"), encoding="utf-8")
    changed = build(Job(tmp_path / "essay.md"))
    assert not changed.failed
    for artifact in changed.artifacts:
        text = text_of(artifact.path)
        assert "Ada B. Quill" in text
        assert "Lou E. Cardot" not in text


def text_of(path: Path) -> str:
    """All the text of a finished file, metadata included, however it is packed."""
    if path.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        pages = [page.get_textpage().get_text_range() for page in document]
        return "\n".join([*pages, *document.get_metadata_dict().values()])
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize("name", ["essay.md", "metadata.yaml"])
def test_a_person_s_edits_are_never_overwritten(name: str, tmp_path: Path) -> None:
    normalize_essay(Job(SEED, tmp_path))
    edited = tmp_path / name
    edited.write_text(edited.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(PresslineError) as caught:
        build(Job(SEED, tmp_path))
    assert [finding.code for finding in caught.value.findings] == ["W001"]
    assert name in caught.value.findings[0].message
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_essay_md_of_unknown_origin_is_a_person_s(tmp_path: Path) -> None:
    (tmp_path / "essay.md").write_text("Mine.\n", encoding="utf-8")
    with pytest.raises(PresslineError, match="W001"):
        normalize_essay(Job(SEED, tmp_path))
    assert (tmp_path / "essay.md").read_text(encoding="utf-8") == "Mine.\n"


def test_normalizing_its_own_output_changes_nothing(tmp_path: Path) -> None:
    normalize_essay(Job(SEED, tmp_path))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    normalize_essay(Job(tmp_path / "essay.md"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_unedited_files_are_written_anew(tmp_path: Path) -> None:
    normalize_essay(Job(SEED, tmp_path))
    raw = tmp_path / "raw.txt"
    raw.write_text(SEED.read_text(encoding="utf-8").replace("Hutu majority", "HUTU MAJORITY"), encoding="utf-8")
    normalize_essay(Job(raw, tmp_path))
    assert "HUTU MAJORITY" in (tmp_path / "essay.md").read_text(encoding="utf-8")


def test_a_build_that_loses_a_word_fails_and_leaves_the_last_good_file(
    built: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("essay.md", "metadata.yaml", "essay.docx", "manifest.json"):
        shutil.copy(built.folder / name, tmp_path / name)
    good = (tmp_path / "essay.docx").read_bytes()
    honest = Format.render

    def lossy(self: Format, book: Book, layout: object, out: Path) -> tuple[Artifact, list[object]]:
        """A backend with a fault: it drops the book's last paragraph."""
        from dataclasses import replace

        return honest(self, replace(book, blocks=book.blocks[:-1]), layout, out)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(Format, "render", lossy)
    report = build(Job(tmp_path / "essay.md", formats=("docx",)))
    assert report.failed
    assert report.artifacts == ()
    assert any("self-reliance" in finding.message for finding in report.findings)
    assert (tmp_path / "essay.docx").read_bytes() == good


def test_only_the_formats_asked_for_are_made(tmp_path: Path) -> None:
    report = build(Job(SEED, tmp_path, formats=("docx",)))
    assert [artifact.format for artifact in report.artifacts] == ["docx"]
    assert not (tmp_path / "essay.pdf").exists()
    assert set(FORMATS) == {"pdf", "print", "cover", "booklet", "epub", "docx"}


def test_the_guard_sees_the_seed_whole(built: Report, seed_book: Book) -> None:
    reading = text_compare.reading_of(seed_book)
    assert len(reading.notes) == 67
    assert [call.number for call in reading.calls].count("14") == 2
    assert len(reading.calls) == 68
    assert not built.failed


PAGE = "<h1>Squares</h1><p>A square is plain.</p><p><img src='{}' alt='A red square'></p><p>It has four sides.</p>"


@pytest.mark.parametrize(("name", "text"), [("page.html", PAGE), ("raw.md", "# Squares\n\nPlain.\n\n![A red square]({})\n")])
def test_a_picture_beside_the_raw_essay_lies_beside_essay_md(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "my square.png").write_bytes(b"one")
    (tmp_path / name).write_text(text.format("art/my%20square.png"), encoding="utf-8")
    folder = normalize_essay(Job(tmp_path / name, tmp_path / "out")).folder
    shown = "![A red square](art/my%20square.png)" if name == "raw.md" else '![](art/my%20square.png){alt="A red square"}'
    assert shown in (folder / "essay.md").read_text(encoding="utf-8")  # a page shows no one its alternative texts
    assert (folder / "art" / "my square.png").read_bytes() == b"one"

    (tmp_path / "art" / "my square.png").write_bytes(b"two")  # a new picture of the author's takes the old one's place
    normalize_essay(Job(tmp_path / name, tmp_path / "out"))
    assert (folder / "art" / "my square.png").read_bytes() == b"two"

    (folder / "art" / "my square.png").write_bytes(b"cropped there")
    with pytest.raises(PresslineError) as stopped:
        normalize_essay(Job(tmp_path / name, tmp_path / "out"))
    assert [finding.code for finding in stopped.value.findings] == ["W001"]


def test_no_picture_is_written_outside_the_output_folder(tmp_path: Path) -> None:
    for folder in ("in/art", "out", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "in" / "art" / "a.png").write_bytes(b"one")
    (tmp_path / "out" / "art").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "page.html").write_text(PAGE.format("art/a.png"), encoding="utf-8")
    with pytest.raises(PresslineError, match="W006"):
        normalize_essay(Job(tmp_path / "in" / "page.html", tmp_path / "out"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_descriptions_of_a_page_s_pictures_come_through_unprinted(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes((Path(__file__).parent / "rich" / "square.png").read_bytes())
    page = (
        "<h1>Squares</h1><p>A square is plain.</p><p><img src='p.png' alt='A \"red\" one &amp; [^1] \\ more'></p>"
        "<figure><img src='p.png' alt='Four lines'><figcaption>What is square.</figcaption></figure><p>The end of it.</p>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    report = build(Job(tmp_path / "page.html", tmp_path / "out", formats=("epub",), page=False))
    assert [f.code for f in report.findings if f.severity == "error"] == []
    with zipfile.ZipFile(tmp_path / "out" / "essay.epub") as archive:
        text = archive.read("EPUB/section-01.xhtml").decode()
    assert re.findall('alt="([^"]*)"', text) == ["A “red” one &amp; [^1] \\ more", "Four lines"]
    assert re.findall("<figcaption>(.*?)</figcaption>", text, re.DOTALL) == ["What is square."]
