"""What goes wrong around a build: tools, disks, locks and clocks. The last good files stay, and the next build succeeds."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import essay_in
from pressline.findings import PresslineError
from pressline.layouts import load_layout
from pressline.model import Job
from pressline.pandoc import program
from pressline.pipeline import copies
from pressline.pipeline.build import build
from pressline.runtime import files

FAKES = Path(__file__).parent / "fakes"
OUTPUTS = ("essay.pdf", "essay.epub", "essay.docx")


@pytest.fixture
def folder(good_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, and a folder of its own for temporary files."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return Path(shutil.copytree(good_folder, tmp_path / "essay"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


FAULTY_TOOLS = {
    "crashes": ("T001", "killed (SIGKILL)"),
    "fails": ("T001", "something is wrong"),
    "hangs": ("T002", "stopped after 1 second"),
    "silent": ("T001", "what it wrote is not"),
    "garbage": ("T001", "what it wrote is not"),
    "wrong-shape": ("T001", "what it wrote is not"),
    "other-words": ("P002", "never called"),
    "deaf": ("T001", "what it wrote is not"),
    "exhausted": ("T007", "more memory than there is"),
    "starved": ("T007", "more memory than there is"),
}


@pytest.mark.parametrize("name", FAULTY_TOOLS)
def test_a_pandoc_that_does_not_do_its_work_is_named(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, words = FAULTY_TOOLS[name]
    before = contents(folder)
    with monkeypatch.context() as patch:
        patch.setattr(program, "pandoc_path", lambda: FAKES / f"{name}.sh")
        patch.setattr(program, "TIMEOUT_SECONDS", 1)
        with pytest.raises(PresslineError) as caught:
            build(Job(folder / "essay.md"))
    assert code in {found.code for found in caught.value.findings}
    assert words in str(caught.value)
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["crashes", "garbage"])
def test_a_pandoc_that_fails_at_the_last_step_leaves_the_good_files(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = program.pandoc_path
    before = contents(folder)

    def fake(arguments: list[str], data: bytes, **options: Any) -> bytes:
        """The honest pandoc until the DOCX is to be written."""
        monkeypatch.setattr(program, "pandoc_path", (lambda: FAKES / f"{name}.sh") if "docx" in arguments else honest)
        return run(arguments, data, **options)

    run = program.run
    monkeypatch.setattr(program, "run", fake)
    with pytest.raises(PresslineError, match="T001"):
        build(Job(folder / "essay.md", formats=("epub", "docx")))
    monkeypatch.undo()
    assert not build(Job(folder / "essay.md", formats=("docx",))).failed
    assert {name: contents(folder)[name] for name in OUTPUTS} == {name: before[name] for name in OUTPUTS}


def test_a_missing_pandoc_is_named_with_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "pandoc_path", lambda: None)
    with pytest.raises(PresslineError) as caught:
        build(Job(folder / "essay.md"))
    assert "pip install" in caught.value.findings[0].hint


@pytest.mark.parametrize("damage", ["cut", "noise"])
def test_a_damaged_face_is_named(damage: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = load_layout("essay")
    faces = Path(shutil.copytree(layout.face.regular.parent, folder / "faces"))
    regular = faces / layout.face.regular.name
    data = regular.read_bytes()
    regular.write_bytes({"cut": data[: len(data) // 3], "noise": b"\x17" * 5000}[damage])
    damaged = replace(layout, face=replace(layout.face, regular=regular))
    monkeypatch.setattr("pressline.pipeline.build.load_layout", lambda _: damaged)
    before = {name: (folder / name).read_bytes() for name in OUTPUTS}
    for format in ("pdf", "epub"):
        try:
            found = list(build(Job(folder / "essay.md", formats=(format,))).findings)
        except PresslineError as error:
            found = list(error.findings)
        assert "B001" in {f.code for f in found if f.severity == "error"}, (format, found)
    assert {name: (folder / name).read_bytes() for name in OUTPUTS} == before


def limited(bytes_: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))


def pressline(
    *arguments: str | Path, full_at: int | None = None, cwd: Path | None = None, processors: int = 0, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; no file it writes grows over `full_at` bytes, as on a disk that is full.

    `processors`: on no more than so many.
    """

    def limit() -> None:
        if full_at is not None:
            limited(full_at)
        if processors:
            os.sched_setaffinity(0, set(list(os.sched_getaffinity(0))[:processors]))

    return subprocess.run(
        [sys.executable, "-m", "pressline", *map(str, arguments)],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PRESSLINE_TRACEBACK"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=limit,
    )


@pytest.mark.parametrize("full_at", [0, 4000])
def test_a_full_disk_is_named_and_the_good_files_stay(full_at: int, folder: Path) -> None:
    before = contents(folder)
    result = pressline("build", folder / "essay.md", full_at=full_at)
    assert result.returncode == 1
    assert "W002" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    after = contents(folder)
    assert {name: after[name] for name in OUTPUTS} == {name: before[name] for name in OUTPUTS}
    assert set(after) == set(before)


def test_no_place_for_temporary_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    with pytest.raises(PresslineError, match="W002"):
        build(Job(folder / "essay.md"))


def test_a_file_where_the_folder_should_be(folder: Path) -> None:
    (folder / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(PresslineError, match="W002"):
        build(Job(folder / "essay.md", folder / "out"))
    assert (folder / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(folder: Path) -> None:
    before = contents(folder)
    folder.chmod(0o500)
    with pytest.raises(PresslineError, match="W002"):
        build(Job(folder / "essay.md"))
    folder.chmod(0o700)
    assert contents(folder) == before


def test_what_a_killed_build_left_is_cleared_and_what_others_use_is_not(folder: Path) -> None:
    (folder / ".pressline-abcd_123.half").write_bytes(b"%PDF-half")
    (folder / ".essay.md.20260131").write_text("mine", encoding="utf-8")
    left = Path(tempfile.mkdtemp(prefix="pressline-"))
    (left / ".live").touch()
    (left / "essay.pdf").write_bytes(b"%PDF-half")
    with files.private_folder() as other:
        assert not build(Job(folder / "essay.md", formats=("docx",))).failed
        assert other.is_dir()
    assert not left.exists()
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
    assert not (folder / ".pressline-abcd_123.half").exists()
    assert (folder / ".essay.md.20260131").exists()


def test_two_builds_at_once_wait_for_each_other(folder: Path) -> None:
    command = [sys.executable, "-m", "pressline", "build", str(folder / "essay.md"), "--to", "docx"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert not [name for name in contents(folder) if name.startswith(".") and name != ".pressline.json"]


def test_a_build_that_never_ends_is_named_by_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PATIENCE_SECONDS", 0.1)
    with files.claimed(folder), pytest.raises(PresslineError, match="W003"):
        build(Job(folder / "essay.md"))
    assert not build(Job(folder / "essay.md", formats=("docx",))).failed


def test_a_clock_set_back_and_files_of_the_future_change_nothing(folder: Path) -> None:
    before = contents(folder)
    future = time.time() + 10**8
    for path in folder.iterdir():
        os.utime(path, (future, future))
    assert not build(Job(folder / "essay.md", formats=("docx",))).failed
    assert contents(folder)["essay.docx"] == before["essay.docx"]


@pytest.mark.parametrize("epoch", ["²", "-1", "99999999999", "9" * 400])
def test_a_strange_time_of_making(epoch: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    formats = ("pdf", "epub", "docx") if epoch.startswith("9999") else ("docx",)
    assert not build(Job(folder / "essay.md", formats=formats)).failed


@pytest.mark.parametrize("date", ["1000-01-01", "9999-12-31"])
def test_a_date_beyond_what_a_zip_can_say(date: str, tmp_path: Path) -> None:
    essay = essay_in(tmp_path / "essay", metadata=f"title: T\nauthor: A B\ndate: {date}\n")
    report = build(Job(essay))
    assert not report.failed, report.findings


def test_a_draft_that_vanishes_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = copies._placed

    def swept(*arguments: object) -> object:
        """Somebody clears the folder of temporary files meanwhile."""
        for path in Path(tempfile.gettempdir()).rglob("essay.*"):
            path.unlink()
        return placed(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(copies, "_placed", swept)
    with pytest.raises(PresslineError, match="W002"):
        build(Job(folder / "essay.md", formats=("docx",)))


@pytest.mark.parametrize("data", ["[" * 100_000, '{"files": 1, "version": 1}', '"\\ud800"'])
def test_records_that_are_none_stop_nothing(data: str, folder: Path) -> None:
    for name in (".pressline.json", "manifest.json", "report.json"):
        (folder / name).write_text(data, encoding="utf-8")
    with pytest.raises(PresslineError, match="W004"):  # nothing says whose essay.docx is
        build(Job(folder / "essay.md", formats=("docx",)))
    assert not build(Job(folder / "essay.md", formats=("docx",), force=True)).failed


NAMES = {
    "too long": ("n" * 300 + ".txt", "R007"),
    "too deep": ("n/" * 2500 + "x.txt", "R007"),
    "a loop": ("loop.txt", "R001"),
    "within a file": ("essay.md/x.txt", "R001"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_path_that_leads_nowhere_is_named(name: str, folder: Path) -> None:
    path, code = NAMES[name]
    (folder / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(PresslineError, match=code):
        build(Job(folder / path))


@pytest.mark.parametrize(
    "command", ["layout", *(pytest.param(c, marks=pytest.mark.nightly) for c in ("build", "audit", "absorb", "batch"))]
)
def test_what_the_system_refuses_is_told_with_the_path(command: str, folder: Path) -> None:
    long = "n" * 300
    words = {
        "build": ["essay.md", "--layout", f"./{long}"],
        "audit": [f"{long}.pdf", "--against", "essay.md"],
        "absorb": [f"{long}.docx", "essay.md"],
        "batch": [long],
        "layout": ["new", long],
    }[command]
    result = pressline(command, *words, cwd=folder)
    assert result.returncode == 1
    assert re.search(rf"{long}\S*: error (R013|L001|R001|W002): ", result.stdout + result.stderr), result
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processors are given out by the system")
def test_a_fault_is_the_same_finding_on_one_processor(folder: Path) -> None:
    """A layout whose sheet WeasyPrint fails at, by the command as a user starts it."""
    (folder / "mine").mkdir()
    (folder / "mine" / "layout.yaml").write_text("extends: essay\n", encoding="utf-8")
    (folder / "mine" / "print.css").write_text("p { font-size: 0 }", encoding="utf-8")
    results = [pressline("build", "essay.md", "--layout", "./mine", cwd=folder, processors=count) for count in (1, 0)]
    assert {(result.returncode, result.stdout) for result in results} == {(1, results[0].stdout)}
    assert "mine/print.css: error B041" in results[0].stdout
    assert "Traceback" not in results[0].stderr + results[1].stderr
