"""Watching, as an author meets it: a real process, saved files, a line for each build."""

from __future__ import annotations

import json
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pressline.findings import Finding, Place, finding
from pressline.layouts import data_folder
from pressline.model import Job
from pressline.pipeline.build import build
from pressline.pipeline.build_cache import BuildCache
from pressline.pipeline.watch import differing

ESSAY = "# One\n\nA text with a note.[^1]\n\n[^1]: The note.\n"


class Watcher:
    """`pressline watch --json` on an essay of its own, with a layout folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.essay = folder / "essay.md"
        self.layout = folder / "mine"
        shutil.copytree(data_folder("layouts") / "essay", self.layout)
        self.essay.write_text(ESSAY, encoding="utf-8")
        (folder / "metadata.yaml").write_text("title: T\nauthor: A B\n", encoding="utf-8")
        command = [sys.executable, "-m", "pressline", "watch", "essay.md", "--json", "--to", "epub,docx", "--layout", "./mine"]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line)

    def next(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.lines.get(timeout=60))
        told["changed"] = [Path(path).name for path in told["changed"]]
        return told


@pytest.fixture
def watcher(tmp_path: Path) -> Iterator[Watcher]:
    watcher = Watcher(tmp_path)
    yield watcher
    watcher.process.kill()
    watcher.process.communicate()


def test_a_day_of_saving(watcher: Watcher) -> None:
    first = watcher.next()
    assert (first["changed"], first["formats"], first["failed"]) == ([], ["epub", "docx"], False)

    beside = watcher.essay.with_name(".essay.md.swp")  # as editors save: another file, renamed
    beside.write_text(ESSAY.replace("text", "word") + "\n![Sea](sea.png)\n", encoding="utf-8")
    beside.replace(watcher.essay)
    told = watcher.next()
    assert (told["changed"], told["formats"]) == (["essay.md"], ["epub", "docx"])
    assert "P007" in [code for code, *_ in told["new"]]

    shutil.copy(Path(__file__).parents[1] / "docs" / "popup.png", watcher.essay.with_name("sea.png"))
    told = watcher.next()
    assert (told["changed"], told["formats"]) == (["sea.png"], ["epub", "docx"])
    assert "P007" in [code for code, *_ in told["gone"]]

    sheet = watcher.layout / "epub.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\np { margin: 0 }\n", encoding="utf-8")
    told = watcher.next()
    assert (told["changed"], told["formats"]) == (["epub.css"], ["epub"])

    watcher.essay.write_text(ESSAY + "\nAnd this.[^9]\n", encoding="utf-8")
    told = watcher.next()
    assert (told["failed"], told["formats"], [code for code, *_ in told["new"]]) == (True, [], ["P001"])

    watcher.essay.write_text(ESSAY, encoding="utf-8")
    watcher.essay.with_name("metadata.yaml").write_text("title: Another\n", encoding="utf-8")
    told = watcher.next()  # one build for two files saved together
    assert sorted(told["changed"]) == ["essay.md", "metadata.yaml"]
    assert (told["failed"], [code for code, *_ in told["gone"]]) == (False, ["P001"])
    assert watcher.lines.empty()

    finished = watcher.essay.with_name("essay.docx")
    finished.write_bytes(b"edited in Word")
    watcher.essay.write_text(ESSAY + "\nMore.\n", encoding="utf-8")
    told = watcher.next()
    assert (told["failed"], [(code, Path(place).name) for code, _, place in told["new"]]) == (True, [("W004", "essay.docx")])
    finished.rename(finished.with_name("mine.docx"))
    told = watcher.next()  # it is out of the way
    assert (told["failed"], told["formats"]) == (False, ["epub", "docx"])

    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(30) == 0
    assert watcher.process.stderr is not None and watcher.process.stderr.read() == ""


def test_the_report_of_a_build_from_the_shelf_is_whole_and_its_files_are_the_same(tmp_path: Path) -> None:
    essay = tmp_path / "essay.md"
    essay.write_text(ESSAY + "\n![Sea](sea.png)\n", encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: T\n", encoding="utf-8")
    job, build_cache = Job(essay, formats=("epub", "docx")), BuildCache()
    first = build(job, build_cache=build_cache)
    assert build_cache.fresh == ("epub", "docx")
    again = build(job, build_cache=build_cache)
    assert list(build_cache.fresh) == []
    assert (again.artifacts, again.findings) == (first.artifacts, first.findings)
    assert [proof.checks for proof in again.proofs] == [proof.checks for proof in first.proofs]
    essay.write_text(ESSAY, encoding="utf-8")
    changed = build(job, build_cache=build_cache)
    assert build_cache.fresh == ("epub", "docx")
    assert changed.artifacts != first.artifacts


def test_a_finding_that_only_moves_is_neither_new_nor_gone() -> None:
    def asked(label: str, line: int) -> Finding:
        return finding("N001", Place("essay.md", line), label=label)

    before, now = [asked("1", 3), asked("2", 5)], [asked("1", 4), asked("3", 9), asked("3", 10)]
    assert differing(before, now) == ((asked("3", 9), asked("3", 10)), (asked("2", 5),))
