"""The bench: Pressline beside its peers, whole cold processes in interleaved rounds. See README.md here."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median

from measure import Failed, Run, run, run_watched
from peers import HERE, PEERS, REFERENCE, command, prepare, tools
from warm import Watched

WARM = "all: pressline watch, a save"
TYPST = HERE.parent / ".venv" / "bench" / "bin" / "python"


def main() -> int:
    """Measure, print the table, and write the figures where they are asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="rounds that count (default: 7)")
    parser.add_argument("--only", default="", metavar="REGEX", help="only the rows whose name it finds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures of every run")
    parser.add_argument("--typst", type=Path, default=TYPST, metavar="PYTHON", help="a Python that has typst")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pressline-bench-") as folder:
        commands = _commands(options.only, options.typst)
        prepare(Path(folder))
        watched = Watched(Path(folder)) if re.search(options.only, WARM) else None
        runs, trees = _measured(commands, watched, Path(folder), options.runs)
        if watched:
            watched.end()
    _show(runs, trees, options.runs)
    if options.json:
        rows = {name: {"tree": trees.get(name, 0.0), "runs": [asdict(one) for one in own]} for name, own in runs.items()}
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _commands(only: str, typst: Path) -> dict[str, str]:
    """The lines of shell of the rows that are asked for and whose tools are here."""
    paths = tools(typst)
    found = {}
    for peer in PEERS:
        missing = [name for name in peer.needs if name not in paths]
        if peer.name != REFERENCE and not re.search(only, peer.name):
            continue
        if missing:
            print(f"left out: {peer.name}: {', '.join(missing)} is not installed")
        else:
            found[peer.name] = command(peer, paths)
    return found


def _measured(
    commands: dict[str, str], watched: Watched | None, folder: Path, rounds: int
) -> tuple[dict[str, list[Run]], dict[str, float]]:
    """The runs of every row, and what its processes held at once; a row that fails is left out with its last words."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    trees = {name: _tree_of(line, folder) for name, line in commands.items()}
    for turn in range(rounds):
        names = [name for name in runs if name in commands]
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            try:
                runs[name].append(run(commands[name], folder))
            except Failed as error:
                print(f"left out: {name} failed: {error}")
                del runs[name]
        if watched:
            runs.setdefault(WARM, []).append(watched.rebuild())
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return runs, trees


def _tree_of(command: str, folder: Path) -> float:
    """What the processes of a command held at once, in MB; 0 for one that fails, which its first round will say."""
    try:
        return run_watched(command, folder)[1]
    except Failed:
        return 0.0


def _show(runs: dict[str, list[Run]], trees: dict[str, float], rounds: int) -> None:
    """The table. Ratios are medians of the ratios within each round."""
    print(f"medians of {rounds} interleaved rounds; × is the ratio to “{REFERENCE}”")
    print(f"{'':32} {'wall s':>7} {'CPU s':>7} {'peak MB':>8} {'tree MB':>8} {'wall ×':>7} {'CPU ×':>7}   wall from..to")
    reference = runs.get(REFERENCE, [])
    for name, own in runs.items():
        walls = [one.wall for one in own]
        wall = median(walls)
        cpu, peak = median(one.cpu for one in own), median(one.peak for one in own)
        cells = f"{wall:7.2f} {cpu:7.2f} {peak:8.0f} {trees.get(name, 0):8.0f}"
        pairs = list(zip(own, reference, strict=False))
        ratios = (median(a.wall / b.wall for a, b in pairs), median(a.cpu / b.cpu for a, b in pairs)) if pairs else ()
        print(f"{name:32} {cells} {' '.join(f'{ratio:7.2f}' for ratio in ratios):>15}   {min(walls):.2f}..{max(walls):.2f}")


if __name__ == "__main__":
    sys.exit(main())
