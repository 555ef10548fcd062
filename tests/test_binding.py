"""Which metadata.yaml is an essay's, where several Markdown files lie in one folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import SHORT, essay_in
from pressline.batch.discovery import orders_in
from pressline.batch.stores import Folder
from pressline.cli import main
from pressline.findings import PresslineError
from pressline.model import Job
from pressline.pipeline.audit_command import audit
from pressline.pipeline.build import build, check, is_manuscript, normalize_essay, opened


def in_folder(folder: Path, *names: str) -> Path:
    (folder / "metadata.yaml").write_text("title: The Sea\nauthor: A B\n", encoding="utf-8")
    for name in names:
        (folder / name).write_text(SHORT, encoding="utf-8")
    return folder


def is_bound(path: Path) -> bool:
    """Whether a file is an essay.md; it raises where that is not known."""
    return is_manuscript(opened(Job(path)))


@pytest.mark.parametrize(
    ("essay", "others"),
    [
        ("essay.md", ("README.md", "notes.md", "raw.md")),
        ("talk.md", ()),
        ("talk.md", ("README.md", "queries.md", ".draft.md", "talk.md.before", "submission.md")),
        ("talk.markdown", ("list.txt",)),
    ],
)
def test_an_essay_alone_and_essay_md_have_the_metadata_beside_them(essay: str, others: tuple[str, ...], tmp_path: Path) -> None:
    assert is_bound(in_folder(tmp_path, essay, *others) / essay)


@pytest.mark.parametrize(("essay", "other"), [("raw.md", "essay.md"), ("notes.md", "essay.md"), ("b.md", "a.md")])
def test_an_essay_beside_another_s_metadata_is_refused_by_name(essay: str, other: str, tmp_path: Path) -> None:
    with pytest.raises(PresslineError) as caught:
        build(Job(in_folder(tmp_path, essay, other) / essay))
    (found,) = caught.value.findings
    assert (found.code, essay in found.message, other in found.message) == ("M007", True, True)
    assert "--metadata" in found.hint
    assert {path.name for path in tmp_path.iterdir()} == {"metadata.yaml", essay, other}


def test_the_raw_markdown_from_which_essay_md_was_made_is_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "raw.md").write_text("# The Sea\n\nBy Ann Bo\n\nA word.[^1]\n\n[^1]: The note.\n", encoding="utf-8")
    normalize_essay(Job(tmp_path / "raw.md", tmp_path))
    assert is_bound(tmp_path / "essay.md")
    with pytest.raises(PresslineError, match="M007"):
        normalize_essay(Job(tmp_path / "raw.md", tmp_path))


def test_the_command_that_built_a_raw_markdown_into_its_own_folder_works_again(tmp_path: Path) -> None:
    raw = tmp_path / "raw.md"
    raw.write_text("# The Sea\n\nBy Ann Bo\n\nA word.[^1]\n\n[^1]: The note.\n", encoding="utf-8")
    job = Job(raw, tmp_path, formats=("docx",), page=False)
    assert not build(job).failed
    raw.write_text(raw.read_text(encoding="utf-8").replace("A word", "Another word"), encoding="utf-8")
    assert not build(job).failed
    essay = tmp_path / "essay.md"
    assert "Another word" in essay.read_text(encoding="utf-8")
    assert is_bound(essay)
    essay.write_text(essay.read_text(encoding="utf-8").replace("word", "edit"), encoding="utf-8")
    with pytest.raises(PresslineError, match="W001"):
        build(job)


def test_a_heading_or_an_earlier_build_ties_an_essay_to_the_metadata(tmp_path: Path) -> None:
    in_folder(tmp_path, "a.md", "b.md")
    (tmp_path / "a.md").write_text("# The *sea*\n\nA word.\n", encoding="utf-8")
    assert not build(Job(tmp_path / "a.md", formats=("docx",), page=False)).failed
    (tmp_path / "a.md").write_text("# Another heading\n\nA word.\n", encoding="utf-8")
    assert is_bound(tmp_path / "a.md")
    with pytest.raises(PresslineError, match=r"M007.*: a\.md lies there too"):
        is_bound(tmp_path / "b.md")


def test_the_file_of_metadata_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_folder(tmp_path, "a.md", "b.md")
    mine = tmp_path / "b.yaml"
    mine.write_text("title: The Land\nauthor: C D\n", encoding="utf-8")
    assert main(["build", str(tmp_path / "b.md"), "--metadata", str(mine), "--to", "docx", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [digest["name"] for digest in report["inputs"]] == ["b.md", "b.yaml"]
    assert audit([tmp_path / "b.docx"], tmp_path / "b.md", metadata=mine).findings == ()
    assert not check(Job(tmp_path / "b.md", metadata=mine)).failed
    mine.write_text("title: The Land\nauthor: E F\n", encoding="utf-8")
    assert "V003" in {found.code for found in audit([tmp_path / "b.docx"], tmp_path / "b.md", metadata=mine).findings}


def test_metadata_that_cannot_be_chosen_is_named(tmp_path: Path) -> None:
    essay_in(tmp_path)
    (tmp_path / "raw.txt").write_text("A title\n\nA word.\n", encoding="utf-8")
    for essay, metadata, code in (("raw.txt", "metadata.yaml", "M008"), ("essay.md", "none.yaml", "R001")):
        with pytest.raises(PresslineError, match=code):
            check(Job(tmp_path / essay, metadata=tmp_path / metadata))


def test_a_batch_takes_no_readme_for_an_essay(tmp_path: Path) -> None:
    in_folder(tmp_path, "essay.md", "README.md")
    assert [order.essay for order in orders_in(Folder(tmp_path), "")] == ["essay.md"]
