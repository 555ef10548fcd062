"""Worker processes: the same files as without, errors as findings, and nobody left behind."""

from __future__ import annotations

import builtins
import errno
import json
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest

from pressline.book.markdown import parse_essay
from pressline.findings import Place, PresslineError, stop
from pressline.layouts import load_layout
from pressline.model import Copy, Job, Metadata, Report
from pressline.pipeline.build import build
from pressline.pipeline.copies import _result_of, build_copies
from pressline.pipeline.formats import FORMATS
from pressline.runtime.faults import faults
from pressline.runtime.workers import Lost, Pool

SEED = Path(__file__).parents[1] / "seeds" / "never-again-yet-again.txt"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes by /proc")


def counting(to: int) -> Iterator[tuple[int, int]]:
    for number in range(to):
        os.write(1, b"a library that prints disturbs nobody\n")
        yield number, os.getpid()


class Knot:
    """Rubbish that only a search for it finds."""

    def __init__(self, mark: Path) -> None:
        self.itself, self.mark = self, mark

    def __del__(self) -> None:
        self.mark.touch()


def leaving_garbage(mark: Path) -> Iterator[bool]:
    Knot(mark)
    yield mark.exists()


def failing() -> Iterator[int]:
    yield 1
    raise stop("R001", Place("essay.txt"), path="essay.txt")


def dying() -> Iterator[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield 1


class Doomed(Pool):
    """A pool whose workers are killed as soon as they begin, as a machine without memory does."""

    def start(self, task: object, *arguments: object) -> Iterator[int]:  # type: ignore[override]
        return super().start(dying)


@pytest.fixture(scope="module")
def warm() -> Iterator[Pool]:
    """A pool whose worker has loaded what it takes to set pages, once it has."""
    with Pool(1) as pool:
        yield pool


def sleeping() -> Iterator[int]:
    yield os.getpid()
    time.sleep(60)


def is_alive(pid: int) -> bool:
    """Whether there is such a process that has not ended; one that has, and waits to be asked how, is not alive."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(pid: int) -> None:
    for _ in range(100):
        if not is_alive(pid):
            return
        time.sleep(0.1)
    raise AssertionError(f"process {pid} was left behind")


def test_a_worker_clears_up_while_it_has_nothing_to_do(tmp_path: Path) -> None:
    mark = tmp_path / "gone"
    with Pool(1) as pool:
        assert list(pool.start(leaving_garbage, mark)) == [False]
        end = time.monotonic() + 10
        while not mark.exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert mark.exists()
        assert list(pool.start(leaving_garbage, mark)) == [True]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_results_come_in_order_from_here_or_from_elsewhere(count: int) -> None:
    with Pool(count) as pool:
        streams = [pool.start(counting, 3) for _ in range(3)]
        results = [list(stream) for stream in reversed(streams)]
    assert [[number for number, _ in result] for result in results] == [[0, 1, 2]] * 3
    pids = {pid for result in results for _, pid in result}
    assert len(pids) == max(count, 1)
    assert (os.getpid() in pids) == (count == 0)


@pytest.mark.parametrize("count", [0, 1])
def test_an_error_in_a_worker_is_the_error_of_its_task(count: int) -> None:
    with Pool(count) as pool:
        stream = pool.start(failing)
        assert next(stream) == 1
        with pytest.raises(PresslineError) as caught:
            next(stream)
        assert [finding.code for finding in caught.value.findings] == ["R001"]
        assert [number for number, _ in pool.start(counting, 2)] == [0, 1]


@LINUX
def test_a_worker_that_is_killed_is_lost_and_the_next_task_has_another() -> None:
    with Pool(1) as pool:
        with pytest.raises(Lost, match="SIGKILL"):
            next(pool.start(dying))
        assert [number for number, _ in pool.start(counting, 2)] == [0, 1]


@LINUX
def test_a_worker_that_is_dismissed_ends_and_the_next_task_has_another() -> None:
    with Pool(1) as pool:
        ((_, pid),) = pool.start(counting, 1)
        pool.dismiss()
        wait_until_gone(pid)
        assert [number for number, _ in pool.start(counting, 2)] == [0, 1]


def number_of(essay: str) -> int:
    """The number of the process that does this, after what the name of the essay says."""
    if essay == "slow":
        time.sleep(60)
    if essay == "noisy":
        os.write(2, b"a library that complains, at length\n" * 10_000)
    if essay == "dies":
        os.write(2, b"(process:7): Pango-ERROR: this is the reason\n")
        os._exit(3)
    time.sleep(0.2)
    return os.getpid()


def test_a_call_has_a_worker_to_itself_and_a_worker_that_waits_is_taken_again(capfd: pytest.CaptureFixture[str]) -> None:
    with Pool() as pool, ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda essay: pool.call(number_of, essay), ["noisy", "fine"])
        assert len({first, second, os.getpid()}) == 3
        assert {pool.call(number_of, "fine") for _ in range(2)} <= {first, second}
    assert capfd.readouterr() == ("", "")


def test_a_call_that_takes_too_long_or_dies_says_so_and_the_next_has_another_worker() -> None:
    with Pool() as pool:
        with pytest.raises(Lost, match="took more than 0.2 seconds") as slow:
            pool.call(number_of, "slow", seconds=0.2)
        assert slow.value.code == "T005"
        with pytest.raises(Lost, match="ended with code 3: .*this is the reason"):
            pool.call(number_of, "dies")
        assert pool.call(number_of, "fine", seconds=60) != os.getpid()
    with pytest.raises(Lost, match="closed"):
        pool.call(number_of, "fine")


def sleeping_after_saying(pid: Path) -> None:
    pid.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)


@LINUX
def test_a_worker_that_takes_too_long_is_ended_at_once(tmp_path: Path) -> None:
    with Pool() as pool:
        with pytest.raises(Lost, match="took more than 0.5 seconds"):
            pool.call(sleeping_after_saying, tmp_path / "pid", seconds=0.5)
        wait_until_gone(int((tmp_path / "pid").read_text(encoding="utf-8")))


def test_loading_modules_is_not_the_time_of_a_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_to_load.py").write_text("import time\ntime.sleep(1)\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with Pool(0, ("slow_to_load",)) as pool:
        assert pool.call(os.getpid, seconds=0.9) != os.getpid()


@LINUX
def test_a_worker_that_is_killed_while_it_waits_costs_no_call() -> None:
    with Pool() as pool:
        before = pool.call(number_of, "fine")
        os.kill(before, signal.SIGKILL)
        assert pool.call(number_of, "fine") != before


@LINUX
def test_a_worker_ends_when_nobody_asks_it_for_anything() -> None:
    with Pool(idle_seconds=1) as pool:
        pid = pool.call(os.getpid)
        wait_until_gone(pid)
        assert pool.call(os.getpid) != pid


def test_what_a_worker_was_asked_is_done_here_when_it_is_lost() -> None:
    with Doomed(1) as pool:
        assert _result_of(pool, counting, 1)() == (0, os.getpid())


def test_a_worker_that_reads_and_draws_the_pages_beside_us_changes_nothing(warm: Pool, tmp_path: Path) -> None:
    essay = tmp_path / "essay.md"
    essay.write_text("# One\n\n" + "It says it again. " * 400, encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: T\nauthor: A B\n", encoding="utf-8")
    made = []
    for pool in (warm, None):
        report = build(Job(essay, tmp_path / "made", ("pdf", "epub")), pool)
        made.append([(a.format, a.sha256) for a in report.artifacts] + [(tmp_path / "made" / "report.html").read_bytes()])
    assert made[0] == made[1]
    assert b'alt="page 2"' in made[0][2]


@LINUX
def test_no_worker_outlives_its_pool_even_in_mid_task() -> None:
    with Pool(1) as pool:
        pid = next(pool.start(sleeping))
        assert is_alive(pid)
        start = time.monotonic()
    assert not is_alive(pid)
    assert time.monotonic() - start < 10


def test_files_and_findings_are_the_same_with_a_worker_as_without(warm: Pool, tmp_path: Path) -> None:
    paragraphs = [f"A paragraph that says a thing.[^{k}] " + "It says it again. " * 20 for k in range(9)]
    notes = [f"[^{k}]: Note {k}." for k in range(9)]
    essay = tmp_path / "essay.md"
    essay.write_text("\n\n".join(["# One", *paragraphs, "![](no.png)", *notes]), encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: T\nauthor: A B\n", encoding="utf-8")
    formats = ("pdf", "print", "epub", "docx")
    beside = build(Job(essay, tmp_path / "beside", formats), warm)
    alone = build(Job(essay, tmp_path / "alone", formats))
    assert [(a.format, a.sha256) for a in alone.artifacts] == [(a.format, a.sha256) for a in beside.artifacts]
    assert tuple(a.format for a in alone.artifacts) == formats
    told = [(f.code, f.message) for f in beside.findings]
    assert told == [(f.code, f.message) for f in alone.findings]
    assert "P007" in {code for code, _ in told}
    assert [t.stage for t in alone.timings] == [t.stage for t in beside.timings] == ["essay.md", *formats]
    assert alone.seconds >= sum(t.seconds for t in alone.timings)


def faulty(error: type[Exception]) -> Iterator[int]:
    yield 1
    raise error("of a library")


class Odd(Exception):
    """An error of no kind that a library defines."""


FAULTS = {
    KeyError: ("T004", "a fault in test_workers, line"),
    struct.error: ("T004", "a fault in test_workers, line"),
    RecursionError: ("T004", "a fault in test_workers, line"),
    ModuleNotFoundError: ("T008", "a fault in test_workers, line"),
    MemoryError: ("T007", "had no memory left"),
}


@pytest.mark.parametrize("count", [0, 1])
def test_a_fault_is_told_in_words_without_a_traceback_with_a_worker_or_without(
    count: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with Pool(count) as pool:
        for error, (code, told) in FAULTS.items():
            results = pool.start(faulty, error)
            assert next(results) == 1
            with pytest.raises(Lost, match=told) as caught:
                next(results)
            assert caught.value.code == code
    assert capfd.readouterr().err == ""


def test_a_worker_that_meets_what_is_on_no_list_ends(capfd: pytest.CaptureFixture[str]) -> None:
    with Pool(1) as pool:
        results = pool.start(faulty, Odd)
        assert next(results) == 1
        with pytest.raises(Lost, match="ended with code 1"):
            next(results)
    assert capfd.readouterr().err == ""


def test_every_kind_of_error_that_a_library_defines_is_a_fault() -> None:
    """Those that derive from Exception alone; the others are kinds of Python's own."""
    for room in ("backends", "audit"):
        for kind in {format.room for format in FORMATS.values()}:
            import_module(f"pressline.{room}.{kind}")
    with_a_use = {"Empty", "Full", "NeverRaise", "ClassFoundException", "EndOfBlock", "StopTokenizing", "StopAsyncIteration"}
    libraries = {module.split(".")[0] for module in ("lxml", "pikepdf", "PIL", "fontTools", "weasyprint", "ebooklib", "yaml")}
    libraries |= {"uharfbuzz", "brotli", "zopfli", "tinycss2", "cssselect2", "pyphen", "pypdfium2", "zipfile", "zlib", "struct"}
    strange = [
        error
        for error in Exception.__subclasses__()
        # False positive it avoids: the ParseError of import-linter's grimp, which says that it is of "builtins".
        if (error.__module__.split(".")[0] in libraries or getattr(builtins, error.__name__, None) is error)
        and error.__name__ not in with_a_use
        and not error.__name__.startswith("_")
        and not issubclass(error, (*faults(), MemoryError))
    ]
    assert strange == []


@pytest.mark.parametrize("count", [0, 1])
def test_a_fault_of_a_backend_is_one_finding_and_costs_one_file(count: int, tmp_path: Path) -> None:
    """The booklet is folded from a PDF that is no path: an error of Python's own in the backend."""
    book = parse_essay("# One\n\nText.[^1]\n\n[^1]: Note.\n", Metadata(title="T"), tmp_path / "essay.md", stamp=315532800)
    copy = Copy("essay", replace(book, made={"pdf": cast(Path, 7)}), load_layout("essay"), ("booklet", "epub"))
    with Pool(count) as pool:
        report = build_copies([copy], Report(tmp_path / "essay.md", tmp_path, "essay"), pool)
    (found,) = report.findings
    assert (found.code, found.place.path) == ("T004", str(tmp_path / "essay-booklet.pdf"))
    assert "AttributeError" in found.message
    assert [artifact.format for artifact in report.artifacts] == ["epub"]


def test_a_fault_in_what_this_process_makes_costs_that_file_alone(tmp_path: Path) -> None:
    book = parse_essay("# One\n\nText.\n", Metadata(title="T"), tmp_path / "essay.md", stamp=315532800)
    face = replace(load_layout("essay").face, regular=cast(Path, 7))
    copy = Copy("essay", book, replace(load_layout("essay"), face=face), ("epub", "docx"))
    report = build_copies([copy], Report(tmp_path / "essay.md", tmp_path, "essay"), Pool())
    assert [(found.code, found.place.path) for found in report.findings] == [("T004", str(tmp_path / "essay.epub"))]
    assert [artifact.format for artifact in report.artifacts] == ["docx"]


def test_a_system_that_gives_no_process_gives_a_pool_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with Pool(2) as pool:
        assert list(pool.start(counting, 1)) == [(0, os.getpid())]


@LINUX
def test_a_killed_worker_costs_its_own_file_only(tmp_path: Path) -> None:
    book = parse_essay("# One\n\nText.[^1]\n\n[^1]: Note.\n", Metadata(title="T"), tmp_path / "essay.md", stamp=315532800)
    copy = Copy("essay", book, load_layout("essay"), ("pdf", "epub"))
    with Doomed(1) as pool:
        report = build_copies([copy], Report(tmp_path / "essay.md", tmp_path, "essay"), pool)
    assert [(f.code, f.severity, f.place.path) for f in report.findings] == [("T004", "error", str(tmp_path / "essay.pdf"))]
    assert "SIGKILL" in report.findings[0].message
    assert [artifact.format for artifact in report.artifacts] == ["epub"]
    assert not (tmp_path / "essay.pdf").exists()


def workers_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(child) for child in children if b"pressline.runtime.worker_process" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@LINUX
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_command_that_is_stopped_takes_its_workers_with_it(how: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pressline", "build", str(SEED), "-o", str(tmp_path), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "essay.md").exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    (worker,) = workers_of(process.pid)
    process.send_signal(how)
    out, error = process.communicate(timeout=60)
    wait_until_gone(worker)
    assert "Traceback" not in error
    assert process.returncode == (130 if how == signal.SIGINT else -how)
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".pdf", ".epub", ".docx")]
    assert how != signal.SIGINT or "untouched" in error
    assert out == "" or json.loads(out)
