"""The throughput of `pressline batch` with two workers against one: the same essays in rounds, the two in turn.

Ratios before seconds: on a machine that has other work the wall tells of that too. CPU is that of all processes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from essays import raw_essay
from measure import Run, run


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="library", description=__doc__)
    parser.add_argument("--essays", type=int, default=200, metavar="N")
    parser.add_argument("--rounds", type=int, default=4, metavar="N", help="into how many parts the essays are divided")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="against one")
    options = parser.parse_args()
    pairs = []
    with tempfile.TemporaryDirectory(prefix="pressline-bench-") as folder:
        for turn in range(options.rounds):
            _write(Path(folder, f"{turn}"), range(turn, options.essays, options.rounds))
            order = (1, options.jobs) if turn % 2 else (options.jobs, 1)
            runs = {jobs: _pressed(Path(folder), turn, jobs) for jobs in order}
            pairs.append((runs[1], runs[options.jobs]))
            _show(f"round {turn + 1}", [pairs[-1]], options.essays / options.rounds)
    _show("all", pairs, options.essays)
    return 0


def _write(folder: Path, numbers: range) -> None:
    """Essays of 300 to 2,100 words."""
    folder.mkdir()
    for number in numbers:
        text = raw_essay(number, 300 + 200 * (number * 7 % 10))
        (folder / f"essay-{number:03}.txt").write_text(text, encoding="utf-8")


def _pressed(folder: Path, turn: int, jobs: int) -> Run:
    return run(f"{sys.executable} -m pressline batch {turn} -o {turn}-{jobs} --jobs {jobs}", folder)


def _show(name: str, pairs: list[tuple[Run, Run]], essays: float) -> None:
    one, many = (sum(pair[k].wall for pair in pairs) for k in (0, 1))
    one_cpu, many_cpu = (sum(pair[k].cpu for pair in pairs) for k in (0, 1))
    ratio = median(pair[0].wall / pair[1].wall for pair in pairs)
    print(
        f"{name:8} one: {one:7.1f} s, {one_cpu:7.1f} s CPU; many: {many:7.1f} s, {many_cpu:7.1f} s CPU; "
        f"{60 * essays / many:5.1f} essays a minute; throughput × {one / many:.2f} (median of rounds {ratio:.2f}), "
        f"CPU × {many_cpu / one_cpu:.2f}; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
