"""Builds that are killed: `kill -9` of all of a build's processes, at moments drawn from a seed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pikepdf


def start(essay: Path, formats: tuple[str, ...], temporary: Path) -> subprocess.Popen[bytes]:
    """A build as a user starts it, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "pressline", "build", str(essay), "--to", ",".join(formats)],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )


def whole(folder: Path) -> None:
    """Every finished file can be opened to its end, and nothing in it is half."""
    for path in folder.iterdir():
        if path.suffix in (".epub", ".docx"):
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                assert len(pdf.pages)


def kill_at_moments(good: Path, work: Path, formats: tuple[str, ...], count: int, seed: int) -> None:
    """Kill builds of a changed essay over the good files of an older one; then let one build end."""
    folder, temporary = work / "essay", work / "temporary"
    shutil.copytree(good, folder)
    temporary.mkdir()
    essay = folder / "essay.md"
    essay.write_text(essay.read_text(encoding="utf-8").replace("A word", "Another word"), encoding="utf-8")
    names = [f"essay.{name}" for name in formats]
    older = {name: (folder / name).read_bytes() for name in names}
    trial = shutil.copytree(folder, work / "trial")
    began = time.monotonic()
    assert start(trial / "essay.md", formats, temporary).wait(300) == 0
    lasts = time.monotonic() - began
    newer = {name: (trial / name).read_bytes() for name in names}
    moments = random.Random(seed)
    for _ in range(count):
        build = start(essay, formats, temporary)
        time.sleep(moments.uniform(0, lasts))
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        whole(folder)
        for name in names:
            assert (folder / name).read_bytes() in (older[name], newer[name]), name
    assert start(essay, formats, temporary).wait(300) == 0
    assert {name: (folder / name).read_bytes() for name in names} == newer
    assert {path.name for path in folder.iterdir()} == {path.name for path in trial.iterdir()}
    assert list(temporary.iterdir()) == []
