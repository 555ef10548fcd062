"""What must hold of the inputs of `damage`: no fault, no word lost in silence, and a book where one can be made."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from damage import Blow, Planted, struck

from pressline.findings import Finding, PresslineError
from pressline.model import Job, Source
from pressline.normalize import normalizer
from pressline.normalize.writer import write
from pressline.pipeline.audit_command import audit
from pressline.pipeline.build import build
from pressline.readers.source import sheet_of

TESTS = Path(__file__).parents[1]
ESSAY = (
    "# One\n\nThe plantedone stands here.[^1] So does plantedtwo.\n\n> A plantedthree quotation.\n\n"
    "| plantedfour | b |\n|---|---|\n| c | plantedfive |\n\n![A square](square.png)\n\nAn end.[^2]\n\n"
    "[^1]: The note says plantedsix here.\n\n[^2]: And plantedseven there.\n"
)
METADATA = "title: A Title\nauthor: Ann Lee\ndate: 2026-01-31\n"
COMMAND_SECONDS = 120
CODES = frozenset({0, 1, 2, 141})


def essay_in(folder: Path, text: str = ESSAY) -> Path:
    (folder / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    (folder / "essay.md").write_text(text, encoding="utf-8")
    (folder / "square.png").write_bytes((TESTS / "rich" / "square.png").read_bytes())
    return folder / "essay.md"


def no_fault(findings: tuple[Finding, ...]) -> None:
    """Nothing is told as a fault of a library or of Pressline's own."""
    assert [found for found in findings if found.code in ("T004", "T008", "X001")] == []


def try_planted(kind: str, planted: Planted) -> None:
    """Every word of a document is in the essay, or the reader says that words are missing."""
    source = Source(Path(f"essay.{kind}"), kind, planted.data)
    try:
        manuscript = normalizer.normalize(sheet_of(source))
    except PresslineError as error:
        assert {found.code[0] for found in error.findings} <= {"R", "G"}, error
        return
    said = write(manuscript)
    missing = [word for word in planted.words if word not in said]
    told = [found for found in manuscript.findings if found.code.startswith("G")]
    assert not missing or told, missing


@cache
def _good() -> dict[str, bytes]:
    """The finished files of an essay, and its manifest."""
    with tempfile.TemporaryDirectory(prefix="pressline-fuzz-") as folder:
        report = build(Job(essay_in(Path(folder))))
        assert not report.failed, report.findings
        names = [artifact.path.name for artifact in report.artifacts]
        return {name: (Path(folder) / name).read_bytes() for name in (*names, "manifest.json")}


def try_audit(kind: str, blows: list[Blow], foreign: bool) -> None:
    """A damaged file is proven or refused with a place; one that has lost a word never passes."""
    data, gone = _good()[f"essay.{kind}"], False
    for blow in blows:
        data, lost = struck(data, blow)
        gone |= lost
    with tempfile.TemporaryDirectory(prefix="pressline-fuzz-") as name:
        folder = Path(name)
        essay = essay_in(folder)
        (folder / f"essay.{kind}").write_bytes(data)
        if not foreign:
            (folder / "manifest.json").write_bytes(_good()["manifest.json"])
        try:
            report = audit([folder / f"essay.{kind}"], essay)
        except PresslineError as error:
            assert all(found.place.path for found in error.findings)
            return
    no_fault(report.findings)
    assert all(found.place.path and found.message.strip() for found in report.findings)
    assert report.failed or not gone, blows


def try_layout(keys: dict[str, str], printed: str, packed: str) -> None:
    """A layout of one's own makes files that pass, or says why not."""
    with tempfile.TemporaryDirectory(prefix="pressline-fuzz-") as name:
        folder = Path(name)
        essay = essay_in(folder)
        own = folder / "mine"
        own.mkdir()
        lines = ["extends: essay", *(f"{key.replace('.', ': {')}: {value}" + "}" * ("." in key) for key, value in keys.items())]
        (own / "layout.yaml").write_text("\n".join(lines), encoding="utf-8")
        (own / "print.css").write_text(printed, encoding="utf-8", newline="")
        (own / "epub.css").write_text(packed, encoding="utf-8", newline="")
        try:
            report = build(Job(essay, folder / "out", ("pdf", "epub"), str(own)))
        except PresslineError as error:
            assert {found.code[0] for found in error.findings} <= {"L", "M", "B"}, error
            return
        no_fault(report.findings)


def try_picture(data: bytes, cover: bool) -> None:
    """A picture is shown, or left out by name; the book comes out in every format."""
    with tempfile.TemporaryDirectory(prefix="pressline-fuzz-") as name:
        folder = Path(name)
        essay = essay_in(folder)
        (folder / ("cover.png" if cover else "square.png")).write_bytes(data)
        if cover:
            (folder / "metadata.yaml").write_text(f"{METADATA}cover: cover.png\n", encoding="utf-8")
        report = build(Job(essay, folder / "out"))
        assert [found for found in report.findings if found.severity == "error"] == []
        assert [artifact.format for artifact in report.artifacts] == ["pdf", "epub", "docx"]


def try_name(name: str) -> None:
    """A file of any name is built, or refused by name, and nothing is written elsewhere."""
    with tempfile.TemporaryDirectory(prefix="pressline-fuzz-") as folder:
        desk = Path(folder) / "desk"
        desk.mkdir()
        essay = desk / f"{name}.txt"
        try:
            essay.write_text("A Talk\n\nIt says a word and ends.\n", encoding="utf-8")
        except OSError:
            return
        try:
            report = build(Job(essay, formats=("docx",)))
            assert not report.failed, report.findings
        except PresslineError as error:
            assert all(found.place.path for found in error.findings)
        assert [path.name for path in Path(folder).iterdir()] == ["desk"]


def try_command(situation: str, verb: str, files: list[str], options: list[list[str]]) -> None:
    """A command of any words, wherever it is started, ends with a code of its own and without a traceback."""
    with tempfile.TemporaryDirectory(prefix="pressline-fuzz-") as name:
        folder = Path(name)
        essay_in(folder)
        (folder / "raw.txt").write_text("A Talk\n\nIt says a word and ends.\n", encoding="utf-8")
        for kind in ("pdf", "epub", "docx"):
            (folder / f"essay.{kind}").write_bytes(_good()[f"essay.{kind}"])
        (folder / "loop").symlink_to("loop")
        (folder / "gone").mkdir()
        words = [verb, *files, *(word for option in options for word in option)]
        environment = {key: value for key, value in os.environ.items() if key != "PRESSLINE_TRACEBACK"}
        with (folder / "said").open("w+b") as said:
            code = subprocess.run(
                ["bash", "-c", f'{situation} exec "$@"', "bash", sys.executable, "-m", "pressline", *words],
                cwd=folder,
                env=environment | {"PYTHONPATH": str(TESTS.parent / "src")},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                timeout=COMMAND_SECONDS,
            ).returncode
            said.seek(0)
            text = said.read().decode("utf-8", "replace")
    assert code in CODES, (code, text)
    assert "Traceback" not in text, text
