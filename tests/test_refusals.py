"""A refused file: one finding, its draft kept to be looked at, and the old file named as old."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pressline.cli.showing import show
from pressline.model import Job, Report
from pressline.pipeline.build import build
from pressline.runtime.files import sha256

ESSAY = "# One\n\nThe cable was sent in January.[^1] Nobody read it.[^2]\n\n[^1]: The first.\n\n[^2]: The second.\n"


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    (tmp_path / "essay.md").write_text(ESSAY, encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: The Cable\nauthor: Ada Ek\n", encoding="utf-8")
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "layout.yaml").write_text("extends: essay\nsummary: a test\n", encoding="utf-8")
    (tmp_path / "house" / "print.css").write_text("p, .label { display: none }\n", encoding="utf-8")
    return tmp_path / "essay.md"


def made(essay: Path, layout: str = "essay") -> Report:
    return build(Job(essay, formats=("pdf",), layout=layout, page=True))


def names(essay: Path) -> set[str]:
    return {path.name for path in essay.parent.glob("essay*.pdf")}


def test_a_refusal_is_one_finding_and_its_draft_is_kept(essay: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = made(essay)
    assert (good.refused, names(essay)) == ((), {"essay.pdf"})
    whole = (essay.parent / "essay.pdf").read_bytes()
    report = made(essay, str(essay.parent / "house"))
    errors = [found for found in report.findings if found.severity == "error"]
    assert [found.code for found in errors] == ["A089"]
    assert "also A001 ×" in errors[0].message
    assert "report" not in errors[0].hint  # it is the author's own style sheet
    assert names(essay) == {"essay.pdf", "essay.refused.pdf"}
    assert (essay.parent / "essay.pdf").read_bytes() == whole
    (row,) = report.refused
    assert row.earlier
    assert len(row.findings) > 1
    show(report, made=True)
    table = capsys.readouterr().out
    assert "refused" in table
    assert "essay.refused.pdf" in table
    assert "earlier build" in table
    page = (essay.parent / "report.html").read_text(encoding="utf-8")
    assert "essay.refused.pdf" in page
    assert "of an earlier build" in page
    told = json.loads((essay.parent / "report.json").read_text(encoding="utf-8"))
    assert len(told["refused"][0]["findings"]) == len(row.findings)
    assert "refused" not in (essay.parent / "manifest.json").read_text(encoding="utf-8")
    made(essay)
    assert names(essay) == {"essay.pdf"}


def test_a_draft_never_takes_the_place_of_a_file_of_somebody_else(essay: Path) -> None:
    other = essay.parent / "essay.refused.pdf"
    other.write_bytes(b"somebody else's")
    report = made(essay, str(essay.parent / "house"))
    assert [found.code for found in report.findings if found.severity == "error"] == ["A089"]
    assert report.refused[0].draft is None
    assert not report.refused[0].earlier
    assert sha256(other.read_bytes()) == sha256(b"somebody else's")
    made(essay)
    assert other.read_bytes() == b"somebody else's"
