"""Time and memory of every stage, of books of 10,000 to 500,000 words, and how they grow.

Each size is a process of its own; then the whole command is run once, cold: `pressline build` of the raw book. CPU is that
of the stage and of the programs it starts; memory is the most that all of them held at once during the stage, what earlier
stages left included. The exponent is that of size in CPU: fitted over all sizes, and between the last two.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from essays import raw_essay
from measure import resident, run_watched

T = TypeVar("T")
SIZES = (10_000, 50_000, 200_000, 500_000)
_SAMPLE_SECONDS = 0.3


def main() -> int:
    """Measure every size, and print a table for each and the exponents."""
    parser = argparse.ArgumentParser(prog="scale", description=__doc__)
    parser.add_argument("--sizes", type=lambda text: [int(n) for n in text.split(",")], default=SIZES, metavar="N,N")
    parser.add_argument("--to", default="pdf,epub,docx", metavar="FORMATS", help="'' for the stages before the formats alone")
    parser.add_argument("--kind", default="html", choices=("html", "txt"), help="the raw book")
    parser.add_argument("--one", type=int, metavar="N", help=argparse.SUPPRESS)
    options = parser.parse_args()
    formats = [name for name in options.to.split(",") if name]
    if options.one:
        _measure(options.one, options.kind, formats)
        return 0
    found = {}
    for size in options.sizes:
        found[size] = _apart(size, options.kind, options.to)
        if options.to:
            found[size].append(_whole(size, options.kind, options.to))
    _show_exponents(found)
    return 0


def _apart(size: int, kind: str, formats: str) -> list[dict[str, Any]]:
    """The stages of a book, measured in a process of its own; each is shown when it is over."""
    print(f"\n{size:,} words\n{'stage':16} {'wall s':>8} {'CPU s':>8} {'MB':>7}")
    command = [sys.executable, __file__, "--one", str(size), "--kind", kind, "--to", formats]
    rows = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None, "it was opened as a pipe"
        for line in process.stdout:
            row = json.loads(line)
            rows.append(row)
            print(f"{row['stage']:16} {row['wall']:8.2f} {row['cpu']:8.2f} {row['mb']:7.0f} {row['said']}", flush=True)
    if process.returncode:
        print(f"ended with {process.returncode}")
    print(
        f"{'all':16} {sum(r['wall'] for r in rows):8.2f} {sum(r['cpu'] for r in rows):8.2f} {max(r['mb'] for r in rows):7.0f}"
    )
    return rows


def _whole(size: int, kind: str, formats: str) -> dict[str, Any]:
    """The command that an author would give, with all that it held at once."""
    with tempfile.TemporaryDirectory(prefix="pressline-bench-") as name:
        raw = Path(name, f"book.{kind}")
        raw.write_text(raw_essay(0, size, kind=kind), encoding="utf-8")
        command = f"{shlex.quote(sys.executable)} -m pressline build {raw.name} --to {formats}"
        run, tree = run_watched(command, Path(name), _SAMPLE_SECONDS)
    print(f"{'the command':16} {run.wall:8.2f} {run.cpu:8.2f} {tree:7.0f} all at once")
    return {"stage": "the command", "wall": run.wall, "cpu": run.cpu, "mb": tree}


def _show_exponents(found: dict[int, list[dict[str, Any]]]) -> None:
    print(f"\n{'stage':16} {'fitted':>7} {'last two':>9}   (1.00: twice the words, twice the CPU)")
    sizes = sorted(found)
    for stage in [row["stage"] for row in found[sizes[0]]]:
        points = [(size, row["cpu"]) for size in sizes for row in found[size] if row["stage"] == stage and row["cpu"] > 0]
        if len(points) > 1:
            print(f"{stage:16} {_slope(points):7.2f} {_slope(points[-2:]):9.2f}")


def _slope(points: list[tuple[int, float]]) -> float:
    """The exponent of a power law through points, by least squares of logarithms."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


# --- one size -------------------------------------------------------------------------------------------------------


def _measure(size: int, kind: str, formats: list[str]) -> None:
    """Every stage of a book of so many words, each as a line of JSON."""
    from pressline.book.markdown import parse_essay
    from pressline.book.metadata import parse_metadata, write_metadata
    from pressline.layouts import load_layout
    from pressline.normalize.normalizer import normalize
    from pressline.normalize.writer import write
    from pressline.pipeline.build import typeset
    from pressline.pipeline.formats import FORMATS
    from pressline.readers.source import read, sheet_of

    with tempfile.TemporaryDirectory(prefix="pressline-bench-") as name:
        folder = Path(name)
        raw = folder / f"book.{kind}"
        raw.write_text(raw_essay(0, size, kind=kind), encoding="utf-8")
        source = read(raw)
        sheet = _stage("read", lambda: sheet_of(source))
        manuscript = _stage("normalize", lambda: normalize(sheet))
        text = _stage("write", lambda: write(manuscript))
        yaml = write_metadata(manuscript.metadata)
        metadata, essay = parse_metadata(yaml, "metadata.yaml"), folder / "essay.md"
        book = _stage("parse", lambda: parse_essay(text, metadata, essay, stamp=315532800, extra=yaml))
        layout = load_layout("essay")
        book = _stage("typeset", lambda: typeset(book, layout), f"{len(book.notes):,} notes")
        for format in (FORMATS[name] for name in formats):
            out = folder / f"book{format.suffix}"
            artifact, said = _stage(f"{format.name}", partial(format.render, book, layout, out))
            proof = _stage(f"{format.name} audit", partial(format.prove, artifact, book))
            found = [*said, *proof.findings]
            errors = sorted({f.code for f in found if f.severity == "error"})
            if errors:
                print(json.dumps({"stage": f"{format.name} ERRORS", "wall": 0, "cpu": 0, "mb": 0, "said": " ".join(errors)}))


def _stage(name: str, work: Callable[[], T], said: str = "") -> T:
    """What some work gives; how long it took and what was held meanwhile goes to standard output."""
    most, ended = [0.0], threading.Event()

    def watch() -> None:
        while True:
            most[0] = max(most[0], resident(os.getpid()))
            if ended.wait(_SAMPLE_SECONDS):
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    wall, cpu = time.perf_counter(), _cpu()
    result = work()
    row = {"stage": name, "wall": round(time.perf_counter() - wall, 3), "cpu": round(_cpu() - cpu, 3), "said": said}
    ended.set()
    watcher.join()
    print(json.dumps(row | {"mb": round(most[0])}), flush=True)
    return result


def _cpu() -> float:
    """The seconds of CPU of this process and of the programs it has started and waited for."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    raise SystemExit(main())
