"""The same findings, files, bytes and exit code: with one processor or two, a worker or none, in a batch, on any system."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pressline.findings import PresslineError
from pressline.runtime import files, locks
from pressline.runtime.files import claimed

TESTS = Path(__file__).parent
SEED = TESTS.parent / "seeds" / "never-again-yet-again.txt"
_COMMAND = "import sys; from pressline.cli import main; sys.exit(main(sys.argv[1:]))"
_ONE_PROCESSOR = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
_NO_WORKER = (
    "from pressline.pipeline import formats; from pressline.runtime.workers import Pool; formats.pool_for = lambda _: Pool(); "
)
HIDDEN = {"PYTHONPATH": os.pathsep.join([str(TESTS / "portable"), str(TESTS.parent / "src")])}
if not hasattr(os, "sched_setaffinity"):
    _ONE_PROCESSOR = ""
BUILDS: dict[str, tuple[str, Mapping[str, str]]] = {
    "no worker, one processor": (_ONE_PROCESSOR + _NO_WORKER, {}),
    "a worker, another system": ("", HIDDEN),
    "a worker, one processor": (_ONE_PROCESSOR, {}),
    "no worker, another system": (_NO_WORKER, HIDDEN),
}
BATCHES: dict[str, tuple[str, Mapping[str, str]]] = {"two at a time, another system": ("2", HIDDEN), "one at a time": ("1", {})}
OF_A_BUILD = ("report.html", ".pressline.json")  # a batch makes no page, and so the record of what was written differs
OF_A_BATCH = (".batch.json",)


def essays_in(folder: Path, *names: str) -> None:
    """Some of three essays: one with all that an essay may have, one with a note that is missing, and the seed."""
    (folder / "essays").mkdir(parents=True)
    if "rich" in names:
        shutil.copytree(TESTS / "rich", folder / "essays" / "rich")
    if "seed" in names:
        shutil.copy(SEED, folder / "essays" / "seed.txt")
    if "failing" in names:
        (folder / "essays" / "failing").mkdir()
        (folder / "essays" / "failing" / "essay.md").write_text("# One\n\nA word.[^1]\n\n![](no.png)\n", encoding="utf-8")
        (folder / "essays" / "failing" / "metadata.yaml").write_text("title: T\nauthor: A B\n", encoding="utf-8")


def run(folder: Path, words: Sequence[str], before: str = "", environment: Mapping[str, str] | None = None) -> tuple[int, Any]:
    """The exit code of a command in a folder, and what it says as JSON, less its times."""
    process = subprocess.run(
        [sys.executable, "-c", before + _COMMAND, *words, "--json"],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        check=False,
    )
    assert process.stderr == b"", process.stderr.decode()
    return process.returncode, without_times(json.loads(process.stdout))


def without_times(value: Any) -> Any:
    if isinstance(value, list):
        return [without_times(item) for item in value]
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key not in ("seconds", "options")}
    return value


def contents(folder: Path, without: Sequence[str] = ()) -> dict[str, bytes]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in without]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def build(folder: Path, name: str, before: str = "", environment: Mapping[str, str] | None = None) -> tuple[int, Any]:
    essay = "essays/seed.txt" if name == "seed" else f"essays/{name}/essay.md"
    return run(folder, ["build", essay, "-o", f"out/{name}"], before, environment)


@pytest.fixture(scope="module", params=[["rich", "failing"], pytest.param(["seed"], marks=pytest.mark.nightly)], ids="-".join)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path, list[Any]]:
    """Essays, the folder in which they were built as usual, and what was said of each."""
    names: list[str] = request.param
    folder = tmp_path_factory.mktemp("usual")
    essays_in(folder, *names)
    said = [build(folder, name) for name in names]
    assert [code for code, _ in said] == [int(name == "failing") for name in names]
    return names, folder, said


def most_nightly(ways: Mapping[str, object], daily: int) -> list[Any]:
    return [pytest.param(way, marks=[pytest.mark.nightly] if n >= daily else []) for n, way in enumerate(ways)]


@pytest.mark.parametrize("way", most_nightly(BUILDS, 2))
def test_a_build_is_the_same(way: str, built: tuple[list[str], Path, list[Any]], tmp_path: Path) -> None:
    names, usual, said = built
    essays_in(tmp_path, *names)
    assert [build(tmp_path, name, *BUILDS[way]) for name in names] == said
    assert contents(tmp_path) == contents(usual)


@pytest.mark.parametrize("way", most_nightly(BATCHES, 1))
def test_a_batch_makes_the_same(way: str, built: tuple[list[str], Path, list[Any]], tmp_path: Path) -> None:
    names, usual, said = built
    jobs, environment = BATCHES[way]
    essays_in(tmp_path, *names)
    code, data = run(tmp_path, ["batch", "essays", "-o", "out", "--jobs", jobs], "", environment)
    assert code == max(one for one, _ in said)
    for name, (failed, report) in zip(names, said, strict=True):
        row = next(row for row in data["rows"] if row["name"] == name)
        assert row["state"] == ("failed" if failed else "done")
        assert [fault["message"] for fault in row["faults"]] == [
            found["message"] for found in report["findings"] if found["severity"] == "error"
        ]
        made = contents(tmp_path / "out" / name, (*OF_A_BUILD, *OF_A_BATCH))
        assert made == contents(usual / "out" / name, OF_A_BUILD)


def test_what_is_hidden_is_hidden_in_every_process() -> None:
    code = "import os; print(hasattr(os, 'getuid'), hasattr(os, 'killpg')); import fcntl"
    python = [sys.executable, "-P", "-c", code]
    process = subprocess.run(python, env={**os.environ, **HIDDEN}, capture_output=True, text=True, check=False)
    assert process.stdout.split() == ["False", "False"]
    assert "No module named 'fcntl'" in process.stderr


# Where a name that only some systems have may stand: each of these places has another way for the others.
WITH_ANOTHER_WAY = {
    "batch/__init__.py": {"sysconf", "sysconf_names"},
    "cli/unforeseen.py": {"SIGPIPE"},
    "pandoc/program.py": {"resource"},
    "runtime/files.py": {"getuid", "O_NOFOLLOW", "pathconf"},
    "runtime/isolated_call.py": {"resource"},
    "runtime/locks.py": {"fcntl"},
    "runtime/processes.py": {"resource", "SIGSTOP", "SIGKILL"},
    "runtime/workers.py": {"sched_getaffinity"},
}


def test_what_only_some_systems_have_stands_only_where_there_is_another_way() -> None:
    """False positive it avoids: a name that is asked for by a string, as in getattr(os, "O_NONBLOCK", 0), has one."""
    lists = [
        node.value
        for node in ast.parse((TESTS / "portable" / "sitecustomize.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign | ast.AugAssign)
    ]
    words = [node.value for part in lists for node in ast.walk(part) if isinstance(node, ast.Constant)]
    hidden = {name for text in words for name in str(text).split()}
    hidden |= {"SIGKILL", "fork", "forkpty", "wait3", "wait4", "chown", "chroot", "setuid"}
    found: dict[str, set[str]] = {}
    source = TESTS.parent / "src" / "pressline"
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("os", "signal"):
                names = [node.attr]
            if used := hidden.intersection(names):
                found.setdefault(path.relative_to(source).as_posix(), set()).update(used)
    assert found == WITH_ANOTHER_WAY


# --- locks of Windows -----------------------------------------------------------------------------------------------


class Msvcrt:
    """The locks of Windows, as flock(2) can stand in for them: a lock of one byte that is held elsewhere is EACCES."""

    LK_NBLCK = 2

    @staticmethod
    def locking(handle: int, mode: int, size: int) -> None:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError(13, "Permission denied") from error


@pytest.mark.skipif(sys.platform == "win32", reason="the real ones are there")
def test_a_folder_is_one_build_s_alone_by_the_locks_of_windows_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fcntl")
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", Msvcrt)
    monkeypatch.setattr(files, "_PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "out"
    refused: list[PresslineError] = []

    def second() -> None:
        try:
            with claimed(folder / ".." / "out"):
                pass
        except PresslineError as error:
            refused.append(error)

    with claimed(folder):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        with claimed(tmp_path / "another"):
            pass
    assert [finding.code for error in refused for finding in error.findings] == ["W003"]
    with claimed(folder):
        pass
    assert list(folder.iterdir()) == []
