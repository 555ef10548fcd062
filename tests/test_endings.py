"""How commands end that do not end well: no traceback, one message with what to do, and the exit code for it."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import essay_in
from pressline.report.schema import schema

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and closed streams are POSIX's")
SECRET = "zanzibar"  # a word of the essay
# A command in which `press.check` meets the fault named.
FAULTY = """
import sys, pressline.pipeline.build
def check(job):
    def inner(words):
        raise {error}
    inner(job.source.read_text())
pressline.pipeline.build.check = check
from pressline.cli import command
command()
"""


def environment(**more: str) -> dict[str, str]:
    """A user's, in which faults are not shown as Python shows them."""
    return {name: value for name, value in os.environ.items() if name != "PRESSLINE_TRACEBACK"} | more


def faulty(error: str, folder: Path, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    (folder / f"{SECRET}.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    command = [sys.executable, "-c", FAULTY.format(error=error), "check", f"{SECRET}.txt", *options]
    more = {"TMPDIR": str(folder)} | more
    return subprocess.run(
        command,
        cwd=folder.parent if "cwd" in more else folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_nobody_foresaw_is_two_lines_and_a_private_log_without_the_essay(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    result = faulty("KeyError(words)", tmp_path / "desk", TMPDIR=str(temporary))
    assert result.returncode == 70
    assert result.stdout == ""
    first, second = result.stderr.strip().split("\n")
    assert "error X001: the command met a fault in __main__, line 5: KeyError(" in first
    (log,) = temporary.iterdir()
    assert str(log) in second
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    text = log.read_text(encoding="utf-8")
    assert SECRET not in text
    assert re.search(r"^pressline check ….txt$", text, re.MULTILINE)
    assert "builtins.KeyError" in text
    assert "pressline.cli.commands, line" in text
    assert "weasyprint 7" in text


def test_a_recursion_is_short_in_the_log_and_a_cause_is_in_it(tmp_path: Path) -> None:
    result = faulty("ValueError() from inner(words)", tmp_path)
    (log,) = tmp_path.glob("*.log")
    text = log.read_text(encoding="utf-8")
    assert result.returncode == 70
    assert "more ..." in text
    assert text.count("\n") < 200


def test_for_machines_it_is_a_report(tmp_path: Path) -> None:
    result = faulty("KeyError(1)", tmp_path, "--json")
    assert result.returncode == 70
    report = json.loads(result.stdout)
    Draft202012Validator(json.loads(schema("report"))).validate(report)
    assert [found["code"] for found in report["findings"]] == ["X001"]
    assert result.stderr == ""


def test_without_a_place_for_the_log_it_is_said(tmp_path: Path) -> None:
    result = faulty("KeyError(1)", tmp_path, TMPDIR="/nonexistent")
    assert result.returncode == 70
    if "the lines above" in result.stderr:  # else there was /tmp
        assert "builtins.KeyError" in result.stderr


def test_who_asks_for_it_sees_the_fault_as_python_shows_it(tmp_path: Path) -> None:
    result = faulty("KeyError(1)", tmp_path, PRESSLINE_TRACEBACK="1")
    assert "Traceback" in result.stderr
    assert list(tmp_path.glob("*.log")) == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("MemoryError", "T007"),
        ("ModuleNotFoundError('No module named lxml', name='lxml')", "T008"),
        ("OSError(2, 'x')", "X001"),
        ("OSError(36, 'too long', 'a')", "R013"),
    ],
)
def test_what_was_foreseen_has_a_code_of_its_own(error: str, code: str, tmp_path: Path) -> None:
    result = faulty(error, tmp_path)
    assert result.returncode == (70 if code == "X001" else 1)
    assert f"error {code}: " in result.stderr
    assert "hint: " in result.stderr
    assert "Traceback" not in result.stderr


def shell(line: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell in which `pressline` is the command."""
    script = f'pressline() {{ "{sys.executable}" -m pressline "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment(**more), capture_output=True, text=True, check=False, timeout=120
    )


LINES = {
    "nobody reads": ("pressline schema report | true; exit ${PIPESTATUS[0]}", 141, ""),
    "nobody reads what rich prints": ("pressline check essay.md | true; exit ${PIPESTATUS[0]}", 141, ""),
    "nobody reads the JSON": ("pressline check essay.md --json | true; exit ${PIPESTATUS[0]}", 141, ""),
    "full": (
        "pressline check essay.md >/dev/full",
        1,
        "standard output: error R013: the system does not allow this: No space left",
    ),
    "full for --version": ("pressline --version >/dev/full", 1, "standard output: error R013"),
    "both full": ("pressline check essay.md >/dev/full 2>&1", 1, ""),
    "closed": ("pressline check essay.md <&- >&- 2>&-", 0, ""),
    "closed, and read": ("pressline check - <&-", 1, ""),
    "not there": ('mkdir gone; cd gone; rmdir ../gone; pressline check "$OLDPWD/essay.md"', 1, "error X002"),
    "not there, and help": ("mkdir gone; cd gone; rmdir ../gone; pressline --help >/dev/null", 0, ""),
}


SELDOM = {"nobody reads the JSON", "full for --version", "both full", "closed, and read", "not there, and help"}


@POSIX
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.nightly if name in SELDOM else ()) for name in LINES])
def test_streams_and_folders_that_are_not_there(name: str, tmp_path: Path) -> None:
    line, code, words = LINES[name]
    essay_in(tmp_path)
    result = shell(line, tmp_path)
    assert result.returncode == code, result
    assert "Traceback" not in result.stdout + result.stderr
    assert words in result.stderr
    assert words or not result.stderr.strip(), result.stderr


@POSIX
@pytest.mark.nightly
def test_closed_streams_take_no_file_of_ours_for_theirs(tmp_path: Path) -> None:
    essay_in(tmp_path)
    assert shell("pressline build essay.md --to docx <&- >&- 2>&-", tmp_path).returncode == 0
    closed = (tmp_path / "essay.docx").read_bytes()
    assert shell("pressline build essay.md --to docx", tmp_path).returncode == 0
    assert (tmp_path / "essay.docx").read_bytes() == closed


@POSIX
def test_json_is_json_on_a_terminal_of_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "talk-é-😀.txt").write_text("A Talk\n\nIt says forUNAMIR'sR “é” 😀 here.\n", encoding="utf-8")
    result = shell("pressline check talk-*.txt --json", tmp_path, PYTHONIOENCODING="latin-1")
    report = json.loads(result.stdout)
    assert report["source"] == "talk-é-😀.txt"
    assert "😀" in "".join(found["excerpt"] for found in report["findings"])


@POSIX
@pytest.mark.parametrize(
    "how", [signal.SIGTERM, *(pytest.param(how, marks=pytest.mark.nightly) for how in (signal.SIGINT, signal.SIGHUP))]
)
def test_a_command_that_is_stopped_says_so_in_a_line_and_leaves_no_temporary_file(how: signal.Signals, tmp_path: Path) -> None:
    essay = essay_in(tmp_path / "essay", "# One\n\n" + "It says it again and again. " * 4000)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "pressline", "build", str(essay), "--to", "pdf"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    unheard = {} if signal.getsignal(how) != signal.SIG_IGN else {"preexec_fn": lambda: signal.signal(how, signal.SIG_DFL)}
    with subprocess.Popen(command, env=environment(TMPDIR=str(temporary)), text=True, **pipes, **unheard) as process:  # type: ignore[call-overload]
        while not list(temporary.glob("pressline-*/.live")):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(how)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 128 + how
    assert err.strip() == "stopped; the last good files are untouched"
    assert out == ""
    assert list(temporary.iterdir()) == []
    assert not (essay.parent / "essay.pdf").exists()
