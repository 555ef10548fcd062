"""The list of every regular expression with what recheck says of it: `python listing.py MODULES [--write]`.

MODULES is the folder that holds recheck's node_modules. Without --write nothing is changed: a pattern that is not listed, or
that is listed as linear and is not, is printed, and the exit code is 1. recheck searches with a clock and at random, so what it
says against a listed pattern counts when its attack, tried here, takes long: Python reads possessive repeats, which it does
not. With it the list is written anew; what is not linear
keeps the reason that a person gave for it, and is refused without one. A reason says what was looked at, or what bounds the
input; "to be reviewed" is none.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from gathering import Use, javascript, uses

HERE = Path(__file__).parent
LIST = HERE / "patterns.txt"
LINEAR = "linear"
_QUICK = 5  # seconds: an attack of 100,000 characters takes a linear pattern a hundredth of one, a quadratic one minutes
_REASONS = ("reviewed: ", "bounded: ")
_HEAD = """\
# Every regular expression of the program: what makes its time right, where it is tried, its flags, itself.
# `make patterns` writes this list. "linear": recheck says so. Anything else is to be mended or given a reason by hand, in
# its row: "reviewed: " and why it is linear all the same, or "bounded: " and the length of its input, and where it is held.
"""


def listed() -> dict[str, str]:
    """Of every pattern of the list, by its key: "linear", or the reason."""
    rows = [line.split("\t", 1) for line in LIST.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {key: verdict for verdict, key in rows}


def is_reason(verdict: str) -> bool:
    """Whether what a row of the list says is why its pattern may stand; "to be reviewed" is not."""
    return verdict == LINEAR or any(verdict.removeprefix(start).strip() for start in _REASONS if verdict.startswith(start))


def is_quick(use: Use, attack: str) -> bool:
    """Whether a pattern is through with an attack of recheck's in a time that only linear ones need; "" attacks nothing."""
    read = "sys.stdin.buffer.read()" if use.pattern.startswith(("b", "rb")) else "sys.stdin.read()"
    code = f"import re, sys; re.compile(eval(sys.argv[1]), int(sys.argv[2])).{use.where}({read})"
    flags = sum(getattr(re, flag.upper()) for flag in use.flags if flag != "-")
    try:
        command = [sys.executable, "-c", code, use.pattern, str(int(flags))]
        subprocess.run(command, input=attack, text=True, encoding="utf-8", errors="surrogatepass", timeout=_QUICK, check=True)
    except subprocess.TimeoutExpired:
        return False
    return True


def judged(found: list[Use], modules: str, known: dict[str, str]) -> dict[Use, str]:
    """What recheck says of patterns: "linear", or its words and an attack."""
    ready = [use for use in found if not use.run_time]
    given = json.dumps([javascript(use) for use in ready])
    command = ["node", str(HERE / "check.mjs"), modules]
    said = json.loads(subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout)
    verdicts = dict.fromkeys(found, "it is composed at run time")
    for use, (status, why, attack, text) in zip(ready, said, strict=True):
        held = status == "safe" or use.key in known and known[use.key] == LINEAR and is_quick(use, text)
        verdicts[use] = LINEAR if held else f"{why or status}: {attack}"
    return verdicts


def main(modules: str, write: bool) -> int:
    known = listed()
    rows, wrong = [], []
    for use, verdict in judged(uses(), modules, known).items():
        reason = known.get(use.key, "")
        if verdict == LINEAR:
            rows.append(f"{LINEAR}\t{use.key}")
            wrong += [] if use.key in known or write else [f"not listed, run make patterns: {use.key}"]
        elif reason != LINEAR and is_reason(reason):
            rows.append(f"{reason}\t{use.key}")
        else:
            wrong.append(f"{verdict}\n    {use.key}")
    if write:
        LIST.write_text(_HEAD + "\n".join(sorted(rows, key=_key)) + "\n", encoding="utf-8")
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


def _key(row: str) -> str:
    return row.split("\t", 1)[1]


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve()), "--write" in sys.argv))
