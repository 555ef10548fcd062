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
    """Kill builds of an essay that was changed since the last; after every second one, a build must end and ask for nothing.

    A killed build may have put some files and not others: the next one, without `--force`, must not take them for a
    stranger's, and keeps none of them as NAME.before.
    """
    folder, temporary = work / "essay", work / "temporary"
    shutil.copytree(good, folder)
    temporary.mkdir()
    essay = folder / "essay.md"
    text = essay.read_text(encoding="utf-8")
    texts = [text.replace("A word", "Another word"), text]
    names = [f"essay.{name}" for name in formats]
    trial = shutil.copytree(folder, work / "trial")
    (trial / "essay.md").write_text(texts[0], encoding="utf-8")
    began = time.monotonic()
    assert start(trial / "essay.md", formats, temporary).wait(300) == 0
    lasts = time.monotonic() - began
    made = [{name: (place / name).read_bytes() for name in names} for place in (trial, folder)]
    moments = random.Random(seed)
    for number in range(count):
        now = number // 2 % 2
        essay.write_text(texts[now], encoding="utf-8")
        build = start(essay, formats, temporary)
        time.sleep(moments.uniform(0, lasts))
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        whole(folder)
        for name in names:
            assert (folder / name).read_bytes() in (made[0][name], made[1][name]), name
        if number % 2:
            assert start(essay, formats, temporary).wait(300) == 0
            assert {name: (folder / name).read_bytes() for name in names} == made[now]
    essay.write_text(texts[0], encoding="utf-8")
    assert start(essay, formats, temporary).wait(300) == 0
    assert {name: (folder / name).read_bytes() for name in names} == made[0]
    assert {path.name for path in folder.iterdir()} == {path.name for path in trial.iterdir()}
    for _ in range(3):  # a process that outlived its master by a moment held its folder still: the next build clears it
        if list(temporary.iterdir()):
            time.sleep(1)
            assert start(essay, formats, temporary).wait(300) == 0
    assert list(temporary.iterdir()) == []
