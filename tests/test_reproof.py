"""The proof alone: `pressline audit`, on files that were made some other time, and the manifest that ties them to an essay."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import TESTS
from pressline.cli import main
from pressline.model import Job, Report
from pressline.press import build


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
