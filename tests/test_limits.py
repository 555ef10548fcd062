"""Nothing hangs: what is no file is not opened, what is too large is not read, and what takes too long is stopped."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from conftest import essay_in
from pressline.batch import essays_and_orders, open_store, rows_of, terms_of
from pressline.cli import main
from pressline.findings import PresslineError
from pressline.layouts import load_layout
from pressline.model import Job
from pressline.pipeline.build import build, check
from pressline.readers.source import read
from pressline.runtime.input_files import MB, Unfit, read_stream
from pressline.runtime.isolated_call import CallLimits, Ended, Stopped, call


def _codes(action: Callable[[], object]) -> list[str]:
    with pytest.raises(PresslineError) as caught:
        action()
    return [found.code for found in caught.value.findings]


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx"])
def test_a_named_pipe_is_refused_and_not_opened(tmp_path: Path, suffix: str) -> None:
    assert _codes(lambda: read(_pipe(tmp_path / f"essay.{suffix}"))) == ["R009"]


def test_devices_and_sockets_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    (tmp_path / "zeros.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.txt")
        assert _codes(lambda: read(Path("s.txt"))) == ["R009"]
    assert _codes(lambda: read(tmp_path / "zeros.txt")) == ["R009"]


def test_a_pipe_is_refused_wherever_a_build_looks(tmp_path: Path) -> None:
    essay = essay_in(tmp_path / "metadata")
    (essay.parent / "metadata.yaml").unlink()
    _pipe(essay.parent / "metadata.yaml")
    assert _codes(lambda: check(Job(essay))) == ["R009"]
    layout = tmp_path / "mine"
    layout.mkdir()
    (layout / "layout.yaml").write_text("extends: essay\n")
    _pipe(layout / "print.css")
    assert _codes(lambda: load_layout(str(layout))) == ["L009"]
    essay = essay_in(tmp_path / "whole", "# One\n\nWords ![it](p.png) here.\n", "title: T\nauthor: A B\ncover: c.png\n")
    for name in ("p.png", "c.png"):
        _pipe(essay.parent / name)
    report = build(Job(essay, formats=("pdf", "epub", "docx")))
    assert not report.failed
    assert {found.code for found in report.findings} >= {"P007", "B035"}


@pytest.mark.parametrize("name", [".pressline.json", "manifest.json", "essay.md", "metadata.yaml"])
def test_a_pipe_in_the_output_folder_stops_no_build(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw.txt").write_text("A Title\n\nSome words of an essay.\n")
    (tmp_path / "raw").mkdir()
    _pipe(tmp_path / "raw" / name)
    code = main(["build", str(tmp_path / "raw.txt"), "--to", "docx"])
    assert code == (0 if name == ".pressline.json" else 1)


def test_an_essay_that_is_too_large_is_refused_by_name_and_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    essay = tmp_path / "essay.txt"
    essay.write_text("A Title\n\n" + "Words of an essay.\n\n" * 1000)  # 19 kB
    assert main(["check", str(essay), "--max-size", "0.01"]) == 1
    said = capsys.readouterr().out
    assert "R010" in said and "at most 0.01 MB" in said and "--max-size" in said
    assert main(["check", str(essay), "--max-size", "0.1"]) == 0


def test_a_huge_file_is_not_read_into_memory(tmp_path: Path) -> None:
    for name, target in (("essay.txt", "essay.txt"), ("raw.docx", "raw.docx")):
        with (tmp_path / name).open("wb") as stream:
            stream.truncate(10**12)  # it takes no room on the disk
        assert _codes(partial(read, tmp_path / target)) == ["R010"]


def test_standard_input_is_limited_while_it_is_read() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            Endless.given += size
            return b"a" * size

    with pytest.raises(Unfit):
        read_stream(Endless(), 3)  # type: ignore[arg-type]
    assert Endless.given < 5 * MB


def test_a_file_of_proc_says_that_it_is_empty_and_is_read_all_the_same(tmp_path: Path) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("there is no /proc")
    link = tmp_path / "essay.txt"
    link.symlink_to("/proc/self/status")
    assert b"Name:" in read(link).data


def test_a_picture_that_is_too_large_is_left_out_by_every_format(tmp_path: Path) -> None:
    essay = essay_in(tmp_path / "e", "# One\n\nWords here.\n\n![it](p.png)\n")
    with (essay.parent / "p.png").open("wb") as stream:
        stream.truncate(65 * MB)
    report = build(Job(essay))
    assert not report.failed
    told = [f.message for f in report.findings if f.code in ("B030", "B050")]
    assert len(told) == 3 and all("larger than" in text for text in told)


def test_a_batch_refuses_what_is_no_file_or_too_large_and_goes_on(tmp_path: Path) -> None:
    essays = tmp_path / "essays"
    essays.mkdir()
    _pipe(essays / "a.txt")
    (essays / "b.txt").write_text("A Title\n\n" + "Words of an essay.\n\n" * 1000)
    (essays / "c.txt").write_text("A Title\n\nWords of an essay.\n")
    given, orders = essays_and_orders(str(essays), open_store(str(essays)))
    terms = terms_of(given, str(tmp_path / "out"), Job(Path(), formats=("docx",), max_mb=0.01), 120, 0)
    rows = {row.essay: row for row in rows_of(orders, terms, 1)}
    assert {name: [fault.code for fault in row.faults] for name, row in rows.items()} == {
        "a.txt": ["R009"],
        "b.txt": ["R010"],
        "c.txt": [],
    }


# --- time -------------------------------------------------------------------------------------------------------------


def test_a_library_that_hears_nothing_is_stopped_in_time() -> None:
    start = time.monotonic()
    with pytest.raises(Stopped, match="1 seconds"):
        call(re.match, "(a*)*b", "a" * 64, limits=CallLimits(seconds=1))
    assert time.monotonic() - start < 20


def _processes() -> str:
    return subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True).stdout


def test_all_that_a_stopped_task_has_started_is_ended() -> None:
    mark = f"60.{os.getpid()}"
    apart = partial(subprocess.run, start_new_session=True)
    with pytest.raises(Stopped):
        call(apart, ["sh", "-c", f"sleep {mark} & sleep {mark}"], limits=CallLimits(seconds=2))
    end = time.monotonic() + 30  # a process that is killed may take a moment to be gone
    while f"sleep {mark}" in _processes() and time.monotonic() < end:
        time.sleep(0.1)
    assert f"sleep {mark}" not in _processes()


def test_a_task_in_time_gives_what_it_gives_and_raises_what_it_raises(tmp_path: Path) -> None:
    assert call(divmod, 7, 2, limits=CallLimits(seconds=60)) == (3, 1)
    assert _codes(lambda: check(Job(tmp_path / "none.txt", time_limit=60))) == ["R001"]
    with pytest.raises(Ended, match="ended with code 3"):
        call(os._exit, 3, limits=CallLimits(seconds=60))


def test_a_build_without_time_leaves_the_last_good_files_and_nothing_else(tmp_path: Path) -> None:
    essay = essay_in(tmp_path / "e")
    assert not build(Job(essay, formats=("docx",))).failed
    before = {path.name: path.read_bytes() for path in essay.parent.iterdir()}
    essay.write_text(essay.read_text() + "\nMore words.\n")
    before["essay.md"] = essay.read_bytes()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "pressline", "build", str(essay), "--time-limit", "0.2"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(temporary)})
    assert done.returncode == 1 and "T005" in done.stdout and "0.2 seconds" in done.stdout
    assert done.stderr == ""
    assert {path.name: path.read_bytes() for path in essay.parent.iterdir()} == before
    assert list(temporary.iterdir()) == []


def test_a_build_in_time_is_the_same_build(tmp_path: Path) -> None:
    made = []
    for name, limit in (("one", 0.0), ("two", 600.0)):
        report = build(Job(essay_in(tmp_path / name), formats=("epub", "docx"), time_limit=limit))
        assert not report.failed
        made.append([artifact.sha256 for artifact in report.artifacts])
    assert made[0] == made[1]


def test_an_essay_on_standard_input_may_have_a_limit_of_time(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pressline", "check", "-", "--time-limit", "600"]
    done = subprocess.run(command, input=b"A Title\n\nWords of an essay.\n", capture_output=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
