"""A batch on a real local cluster: a scheduler and several worker processes, of which one is killed in mid-run."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pressline.batch import rows_of, terms_of
from pressline.batch.discovery import orders_in
from pressline.batch.job import RECORD
from pressline.batch.stores import Folder
from pressline.cli import main
from pressline.model import EssayResult, Job
from pressline.runtime.files import sha256

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install 'pressline[cluster]'")
ESSAY = "A Talk\n\nBy Ann Lee\n\nSome text[1] and more of {}.\n\nNotes\n\n[1] A note on {}.\n"
SRC = Path(__file__).parents[1] / "src"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes of one thread each, that look after themselves as those of `dask worker` do."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(SRC)
    try:
        with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
            yield made
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ |= {"PYTHONPATH": before} if before is not None else {}


def test_a_worker_killed_in_mid_run_loses_nothing_and_does_nothing_twice(cluster: Any, tmp_path: Path) -> None:
    for name in "abcdefgh":
        path = tmp_path / "essays" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(ESSAY.format(name, name), encoding="utf-8")
    orders = orders_in(Folder(tmp_path / "essays"), "essays")
    job = Job(Path(), None, ("docx",))
    terms = terms_of(f"file://{tmp_path}/essays", f"file://{tmp_path}/out", job, 300, 0)
    rows: list[EssayResult] = []
    for row in rows_of(orders, terms, 1, cluster.scheduler_address):
        if not rows:
            victim = next(worker for worker in cluster.workers.values() if worker.pid)
            os.kill(victim.pid, signal.SIGKILL)
        rows.append(row)
    assert sorted(row.name for row in rows) == list("abcdefgh")
    assert {row.state for row in rows} == {"done"}
    for row in rows:
        folder = tmp_path / "out" / row.name
        assert f"more of {row.name}" in (folder / "essay.md").read_text(encoding="utf-8")
        outputs = {Path(o.path).name: o.sha256 for o in row.outputs}
        assert {path.name: sha256(path.read_bytes()) for path in folder.iterdir() if path.name != RECORD} == outputs


def test_the_command_goes_on_where_another_machine_stopped(cluster: Any, tmp_path: Path) -> None:
    (tmp_path / "essays").mkdir()
    for name in "ab":
        (tmp_path / "essays" / f"{name}.txt").write_text(ESSAY.format(name, name), encoding="utf-8")
    command = ["batch", str(tmp_path / "essays"), "-o", str(tmp_path / "out"), "--to", "docx"]
    assert main([*command, "--jobs", "1"]) == 0
    (tmp_path / "essays" / "c.txt").write_text(ESSAY.format("c", "c"), encoding="utf-8")
    assert main([*command, "--scheduler", cluster.scheduler_address]) == 0
    rows = json.loads((tmp_path / "out" / "batch.json").read_text(encoding="utf-8"))["rows"]
    assert [(row["name"], row["kept"]) for row in rows] == [("a", True), ("b", True), ("c", False)]


def test_no_cluster_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("A\n\nB\n", encoding="utf-8")
    assert main(["batch", str(tmp_path), "-o", str(tmp_path / "out"), "--scheduler", "http://nowhere"]) == 1
    assert "J006" in capsys.readouterr().out
