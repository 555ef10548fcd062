"""Many essays: which they are, what is done again and what is not, and that one bad essay stops none of the others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from misbehaving import misbehave
from pressline.batch import rows_of, terms_of
from pressline.batch import workers as batch_workers
from pressline.batch.discovery import orders_in, orders_of
from pressline.batch.job import RECORD, build_order, parts_of, row_of
from pressline.batch.keys import essay_key, terms_digest
from pressline.batch.stores import Folder
from pressline.batch.workers import pool_for, row_of_order
from pressline.cli import main
from pressline.findings import PresslineError
from pressline.model import EssayResult, Job, Order, Terms
from pressline.runtime.workers import Pool

ROOT = Path(__file__).parents[1]
ESSAY = "A Talk\n\nBy Ann Lee\n\nSome text[1] and more of {}.\n\nNotes\n\n[1] A note on {}.\n"
WORD = Job(Path(), None, ("docx",))  # the format that is made in the shortest time


def write(folder: Path, **essays: str) -> None:
    for name, text in essays.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def terms_at(folder: Path, job: Job = WORD, seconds: int = 100) -> Terms:
    return terms_of(str(folder / "essays"), str(folder / "out"), job, seconds, 0)


def states(folder: Path) -> dict[str, str]:
    rows = json.loads((folder / "batch.json").read_text(encoding="utf-8"))["rows"]
    return {row["name"]: "kept" if row["kept"] else row["state"] for row in rows}


# --- which essays ---------------------------------------------------------------------------------------------------


def test_a_folder_is_read_as_a_person_would(tmp_path: Path) -> None:
    write(tmp_path, a__x_txt="raw", b__x_txt="raw", b__x_html="raw", c__essay_md="text", c__metadata_yaml="title: T")
    write(tmp_path, c__queries_md="ours", c__essay_docx="ours", d_docx="raw", e_txt="raw", e__essay_md="built", notes_pdf="no")
    write(tmp_path, e__metadata_yaml="built", old__batch_json="{}", old__f__essay_md="ours", old__f__metadata_yaml="ours")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("hidden")
    found = {order.essay: order.name for order in orders_in(Folder(tmp_path), str(tmp_path))}
    assert found == {
        "a/x.txt": "a/x",
        "b/x.html": "b/x-html",
        "b/x.txt": "b/x-txt",
        "c/essay.md": "c",
        "d.docx": "d",
        "e/essay.md": "e",  # a build has been made of e.txt: its essay.md is the essay now
    }


def test_a_list_names_essays_and_folders_of_them_wherever_they_are(tmp_path: Path) -> None:
    write(tmp_path, lists__mine_txt="# mine\nx.txt\n../other/x.txt\nbook\n../gone.txt\nx.txt\n", lists__x_txt="raw")
    write(tmp_path, other__x_txt="raw", lists__book__essay_md="t", lists__book__metadata_yaml="title: T")
    orders = orders_of(tmp_path / "lists" / "mine.txt")
    far = [(tmp_path / name).as_posix().lstrip("/") for name in ("other/x", "gone")]
    assert [order.name for order in orders] == ["x", far[0], "book", far[1]]
    with pytest.raises(PresslineError, match="J001"):
        orders_of(ROOT / "seeds" / "never-again-yet-again.txt")


# --- what is done again ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a batch has been made: two essays of one name, and an empty one."""
    folder = tmp_path_factory.mktemp("batch")
    write(folder / "essays", a__x_txt=ESSAY.format(1, 1), b__x_txt=ESSAY.format(2, 2), b__empty_txt="")
    assert batch(folder) == 1
    return folder


def batch(folder: Path, *options: str) -> int:
    return main(["batch", str(folder / "essays"), "-o", str(folder / "out"), "--to", "docx", "--jobs", "2", *options])


def test_one_bad_essay_stops_none_and_names_do_not_collide(built: Path) -> None:
    data = json.loads((built / "out" / "batch.json").read_text(encoding="utf-8"))
    rows = {row["name"]: row for row in data["rows"]}
    assert list(rows) == ["a/x", "b/empty", "b/x"]
    assert (data["complete"], data["essays"], data["counts"]) == (True, 3, {"done": 2, "failed": 1})
    assert rows["b/empty"]["faults"][0]["code"] == "R003"
    for name in ("a/x", "b/x"):
        for output in rows[name]["outputs"]:
            assert (built / "out" / output["path"]).stat().st_size == output["bytes"]
        assert {Path(output["path"]).name for output in rows[name]["outputs"]} >= {"essay.docx", "essay.md", "report.json"}
    assert "more of 2" in (built / "out" / "b" / "x" / "essay.md").read_text(encoding="utf-8")


def test_only_what_has_changed_is_done_again(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)  # elsewhere, and every file with a new time
    for path in (tmp_path / "essays").rglob("*.txt"):
        os.utime(path)
    assert batch(tmp_path) == 1
    assert states(tmp_path / "out") == {"a/x": "kept", "b/empty": "failed", "b/x": "kept"}
    assert "2  kept" in capsys.readouterr().out
    metadata = tmp_path / "out" / "a" / "x" / "metadata.yaml"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace("A Talk", "Another"), encoding="utf-8")
    (tmp_path / "out" / "b" / "x" / "essay.docx").unlink()
    write(tmp_path / "essays", b__empty_txt=ESSAY.format(3, 3))
    assert batch(tmp_path) == 0
    assert states(tmp_path / "out") == {"a/x": "done", "b/empty": "done", "b/x": "done"}
    assert "Another" in metadata.read_text(encoding="utf-8")  # a person's work is where it goes on
    assert batch(tmp_path) == 0
    assert set(states(tmp_path / "out").values()) == {"kept"}


def test_the_key_is_of_content_metadata_pictures_and_options(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "rich", tmp_path / "one")

    def key(job: Job = WORD, program: str = "p") -> str:
        return essay_key(terms_digest(job, program, ""), parts_of(Folder(tmp_path / "one"), "essay.md"))

    first = key()
    assert {first} == {key(replace(WORD, source=Path("elsewhere"), folder=tmp_path))}
    others = {key(replace(WORD, layout="plain")), key(replace(WORD, embed_fonts=False)), key(program="q")}
    for name in ("square.png", "metadata.yaml", "essay.md"):
        with (tmp_path / "one" / name).open("ab") as file:
            file.write(b"\n")
        others.add(key())
    assert len(others - {first}) == 6


# --- what goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_an_essay_that_kills_its_worker_is_a_finding_and_the_worker_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_workers, "build_order", misbehave)
    terms = terms_at(tmp_path, seconds=2)
    essays = ("good", "fine", "slow", "abort", "fault", "good", "memory", "last words", "murder", "bomb", "good")
    with Pool(megabytes=4000) as pool:
        rows = [row_of_order(pool, Order(essay, str(tmp_path / essay)), terms) for essay in essays]
    codes = [row.faults[0].code if row.faults else row.state for row in rows]
    assert codes == ["done", "done", "J003", "J005", "J005", "done", "J004", "J004", "done", "J005", "done"]
    assert rows[0].name == rows[1].name  # one warm process for both
    assert "KeyError('oops')" in rows[4].faults[0].message
    assert "SIGKILL" in rows[9].faults[0].message


def test_a_limit_of_memory_is_held_and_said(tmp_path: Path) -> None:
    write(tmp_path / "essays", big_txt="A Talk\n\n" + "So many words of it. " * 200_000)
    terms = replace(terms_at(tmp_path), megabytes=100)
    row = next(rows_of([Order("big.txt", "big")], terms, 1))
    assert (row.state, row.faults[0].code) == ("broken", "J004")


def start_batch(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pressline", "batch", "essays", "-o", "out", "--to", "docx", "--jobs", "1"]
    here = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, cwd=folder, env=here, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_what_was_interrupted_goes_on_where_it_was(how: int, tmp_path: Path) -> None:
    write(tmp_path / "essays", **{f"{n}_txt": ESSAY.format(n, n) for n in "abc"})
    process = start_batch(tmp_path)
    assert process.stderr is not None
    assert "done   a.txt" in process.stderr.readline()
    process.send_signal(how)
    code = process.wait(30)
    process.stderr.close()
    assert code == (130 if how == signal.SIGINT else -how)
    if how == signal.SIGINT:
        data = json.loads((tmp_path / "out" / "batch.json").read_text(encoding="utf-8"))
        assert (data["complete"], data["essays"]) == (False, 3)
    made = (tmp_path / "out" / "a" / "essay.docx").stat().st_mtime_ns
    assert batch(tmp_path) == 0
    after = states(tmp_path / "out")
    assert after["a"] == "kept"
    assert after["c"] == "done"
    assert (tmp_path / "out" / "a" / "essay.docx").stat().st_mtime_ns == made


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the workers are found through /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_batch_that_is_stopped_takes_its_workers_with_it(how: int, tmp_path: Path) -> None:
    write(tmp_path / "essays", a_txt=ESSAY.format(1, 1), b_txt="A Talk\n\n" + "So many words of it. " * 100_000)
    process = start_batch(tmp_path)
    assert process.stderr is not None
    process.stderr.readline()  # the first is done, and the worker has the long one
    worker = worker_of(process.pid)
    process.send_signal(how)
    process.wait(30)
    process.stderr.close()
    end = time.monotonic() + 10
    while Path(f"/proc/{worker}/cmdline").exists() and Path(f"/proc/{worker}/cmdline").read_bytes():
        assert time.monotonic() < end, "the worker was left behind"
        time.sleep(0.1)


def worker_of(batch: int) -> int:
    children = Path(f"/proc/{batch}/task").glob("*/children")
    return next(int(pid) for path in children for pid in path.read_text().split())


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the worker is found through /proc")
def test_a_worker_killed_in_mid_run_loses_nothing(tmp_path: Path) -> None:
    write(tmp_path / "essays", **{f"{n}_txt": ESSAY.format(n, n) for n in "abc"})
    process = start_batch(tmp_path)
    assert process.stderr is not None
    process.stderr.readline()
    os.kill(worker_of(process.pid), signal.SIGKILL)
    assert process.wait(60) == 0
    process.stderr.close()
    assert states(tmp_path / "out") == dict.fromkeys("abc", "done")


# --- elsewhere than in a folder -------------------------------------------------------------------------------------


def test_an_address_gives_the_same_files_as_a_folder(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    shutil.copytree(ROOT / "tests" / "rich", tmp_path / "essays" / "rich")
    write(tmp_path / "essays", a_txt=ESSAY.format(1, 1))
    orders = orders_in(Folder(tmp_path / "essays"), "essays")
    there = Terms(f"file://{tmp_path}/essays", f"file://{tmp_path}/there", WORD, terms_at(tmp_path).program)
    here = replace(there, essays=str(tmp_path / "essays"), output=str(tmp_path / "here"))
    rows = [(build_order(order, there), build_order(order, here)) for order in orders]
    assert [[row.state for row in pair] for pair in rows] == [["done", "done"]] * 2
    for pair in rows:
        assert pair[0].key == pair[1].key
        books = [
            {o.path: o.sha256 for o in row.outputs if not o.path.endswith(("report.json", ".pressline.json"))} for row in pair
        ]
        assert books[0] == books[1]
    assert str(tmp_path) not in (tmp_path / "there" / "a" / "report.json").read_text(encoding="utf-8")
    metadata = tmp_path / "there" / "a" / "metadata.yaml"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace("A Talk", "Another"), encoding="utf-8")
    again = [build_order(order, there) for order in orders]
    assert [(row.kept, row.source) for row in again] == [(False, "essay.md"), (True, "rich/essay.md")]
    assert (tmp_path / "there" / "a" / RECORD).is_file()


def fields_of(value: Any) -> set[str]:
    """Every key of JSON, but not those of mappings whose keys are data."""
    if isinstance(value, list):
        return set().union(*(fields_of(item) for item in value))
    if not isinstance(value, dict):
        return set()
    return set(value).union(*(fields_of(v) for k, v in value.items() if k not in ("findings", "seconds", "options", "counts")))


def test_every_key_of_batch_json_is_documented(built: Path) -> None:
    data = json.loads((built / "out" / "batch.json").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    assert {name for name in fields_of(data) if f"`{name}`" not in text} == set()


def test_rows_are_whole_while_the_batch_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "essays", a_txt=ESSAY.format(1, 1), b_txt=ESSAY.format(2, 2))
    found: list[EssayResult] = []
    for row in rows_of([Order("a.txt", "a"), Order("b.txt", "b")], terms_at(tmp_path), 1):
        found.append(row)
        assert (tmp_path / "out" / row.name / RECORD).is_file()
        time.sleep(0)
    assert [row.state for row in found] == ["done", "done"]


def test_a_worker_that_cannot_be_started_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = terms_of(str(tmp_path), str(tmp_path / "out"), Job(tmp_path), 60, 0)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-such-program"))
    row = row_of_order(pool_for(terms), Order("a.txt", "a"), terms)
    assert row.state == "broken"
    assert [(fault.code, fault.message.partition(": ")[2]) for fault in row.faults] == [
        ("J005", "none could be started: No such file or directory")
    ]


@pytest.mark.parametrize(
    "words", [["--jobs", "1001"], ["--jobs", "9" * 5000], ["--seconds", "9" * 30], ["--memory", "²"], ["--jobs", "0"]]
)
def test_numbers_that_no_machine_has_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["batch", "essays", *words])
    assert caught.value.code == 2
    assert "a whole number from 1 to" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"[" * 100_000, b"null", b"[1]", b"\xff", b'{"outputs": [{}]}'])
def test_a_record_that_is_none_is_no_row(data: bytes) -> None:
    assert row_of(data) is None
