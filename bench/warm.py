"""A build in a process that is warm: what an author waits for who has `pressline watch` running and saves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from measure import Run, tree


class Watched:
    """An essay under `pressline watch`, with all three formats."""

    def __init__(self, folder: Path) -> None:
        self._essay = folder / "essay.md"
        self._turn = 0
        command = [sys.executable, "-m", "pressline", "watch", str(self._essay), "-o", str(folder / "watched"), "--json"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._next()

    def rebuild(self) -> Run:
        """Change a word of the essay, and wait until it is built; the time that the build took, not that of noticing."""
        before = self._cpu()
        self._turn += 1
        text = re.sub(r"\bRwanda\d*\b", f"Rwanda{self._turn}", self._essay.read_text(encoding="utf-8"), count=1)
        self._essay.write_text(text, encoding="utf-8")
        told = self._next()
        assert told["formats"], "there was something to build"
        return Run(told["seconds"], self._cpu() - before, 0.0)

    def _next(self) -> dict[str, float]:
        assert self._process.stdout is not None, "it was opened as a pipe"
        told: dict[str, float] = json.loads(self._process.stdout.readline())
        return told

    def _cpu(self) -> float:
        """CPU seconds of the watcher, its worker, and all that they have waited for."""
        total = 0
        for pid in tree(self._process.pid):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
        return total / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Stop watching."""
        self._process.terminate()
        self._process.wait()
