"""Random essays, metadata, documents and builds, by the hour: `make fuzz`, or `python tests/fuzz/fuzz.py --minutes 60`.

Every round is a process of its own with a limit on its memory and its time, so that an input that kills or hangs the
program is found too. A round is known by its number: `python tests/fuzz/fuzz.py --round build 17` runs it again. What
fails is made as small as Hypothesis can and written to the folder of faults, and belongs among the cases once mended.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import booleans, just, lists, sampled_from, tuples

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from damage import BLOWS, COMMANDS, LAYOUTS, NAMES, pictures, soups, style_sheets, words_of_word
from inputs import ARCHIVES, DOCUMENTS, ESSAYS, METADATA, PASTES
from trials import try_audit, try_command, try_layout, try_name, try_picture, try_planted

from pressline.book.markdown import parse_essay
from pressline.book.metadata import parse_metadata, write_metadata
from pressline.compare.text_compare import compare, reading_of
from pressline.findings import Finding, PresslineError
from pressline.model import Job, Source
from pressline.normalize import normalizer
from pressline.normalize.writer import write
from pressline.pipeline.build import build
from pressline.readers.source import sheet_of

ROUND_SECONDS = 900
MEMORY = 6_000_000_000  # bytes of address space: a faults' limit, not what a build needs


def placed(findings: tuple[Finding, ...] | list[Finding]) -> None:
    """Every finding says where it stands, and no error is one of Pressline's own making."""
    for found in findings:
        assert found.place.path, found
        assert found.message.strip(), found
    own = [f for f in findings if f.severity == "error" and f.code[0] in "ABGT" and f.code != "G010"]  # what damage costs
    assert own == [], own


def codes(error: PresslineError) -> set[str]:
    return {found.code for found in error.findings}


def try_metadata(text: str) -> None:
    """Metadata is read or refused with a place, and reads back as it was written."""
    try:
        metadata = parse_metadata(text, "metadata.yaml")
    except PresslineError as error:
        assert all(f.code[0] == "M" and f.place.line for f in error.findings), error
    else:
        assert parse_metadata(write_metadata(metadata), "metadata.yaml") == metadata


def try_normalize(kind: str, data: bytes) -> None:
    """A raw essay becomes an essay.md that says the same, or is refused."""
    try:
        manuscript = normalizer.normalize(sheet_of(Source(Path(f"essay.{kind}"), kind, data)))
    except PresslineError as error:
        assert {f.code[0] for f in error.findings} <= {"R"} or (kind in ARCHIVES and codes(error) == {"T001"}), error
        return
    placed(manuscript.findings)
    try:
        book = parse_essay(write(manuscript), manuscript.metadata, Path("essay.md"), stamp=0)
    except PresslineError as error:
        assert {f.code for f in error.findings} <= {"P005", "P006"}, error
        return
    wrong = compare(normalizer.reading_of(manuscript), reading_of(book))
    assert wrong == [], wrong


def try_build(text: str, metadata: str) -> None:
    """An essay.md is built and proven, or refused for a reason that lies in it."""
    with tempfile.TemporaryDirectory(prefix="pressline-fuzz-") as folder:
        essay = Path(folder) / "essay.md"
        essay.write_bytes(text.encode("utf-8", "surrogatepass"))
        essay.with_name("metadata.yaml").write_bytes(metadata.encode("utf-8", "surrogatepass"))
        shutil.copy(Path(__file__).parents[1] / "rich" / "square.png", folder)
        try:
            report = build(Job(essay))
        except PresslineError as error:
            assert {code[0] for code in codes(error) - {"G002", "B010"}} <= {"M", "P", "R"}, error
            return
        unprintable = any(found.code == "B004" for found in report.findings)
        placed([f for f in report.findings if f.code not in ("B004", "B010") and not (unprintable and f.code == "A013")])


TARGETS: dict[str, tuple[Callable[..., None], tuple[Any, ...], int]] = {  # what is tried, on what, how often in a round
    "metadata": (try_metadata, (METADATA,), 2000),
    "paste": (lambda data: try_normalize("txt", data), (PASTES,), 400),
    **{kind: (lambda data, kind=kind: try_normalize(kind, data), (given_,), 150) for kind, given_ in DOCUMENTS.items()},
    "build": (try_build, (ESSAYS, METADATA), 60),
    "soup": (try_planted, (just("html"), soups()), 150),
    "word": (try_planted, (just("docx"), words_of_word()), 100),
    "audit": (try_audit, (sampled_from(("epub", "epub", "docx", "docx", "pdf")), lists(BLOWS, max_size=3), booleans()), 60),
    "layout": (try_layout, (LAYOUTS, style_sheets(), style_sheets()), 25),
    "picture": (try_picture, (pictures(), booleans()), 40),
    "name": (try_name, (NAMES,), 60),
    "command": (lambda words: try_command(*words), (COMMANDS,), 40),
}


def run_round(target: str, number: int) -> None:
    """One round, in this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    trial, strategies, count = TARGETS[target]
    latest = Path(os.environ["FUZZ_LATEST"]) if "FUZZ_LATEST" in os.environ else None

    @seed(number)
    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False)
    @given(tuples(*strategies))
    def attempt(values: tuple[Any, ...]) -> None:
        if latest:
            latest.write_text(repr(values), encoding="utf-8")
        trial(*values)

    attempt()


def run_rounds(minutes: float, first: int, faults: Path, targets: list[str]) -> int:
    """Rounds in turn until the time is up; how many failed."""
    faults.mkdir(parents=True, exist_ok=True)
    latest, failed, number, end = faults / "latest.txt", 0, first, time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        target = targets[number % len(targets)]
        command = [sys.executable, __file__, "--round", target, str(number)]
        start = time.monotonic()
        log = faults / f"{target}-{number}.txt"
        with log.open("wb") as stream:
            try:
                code = subprocess.run(
                    command,
                    stdout=stream,
                    stderr=stream,
                    timeout=ROUND_SECONDS,
                    env={**os.environ, "FUZZ_LATEST": str(latest), "PYTHONHASHSEED": "0"},
                    check=False,
                ).returncode
            except subprocess.TimeoutExpired:
                code = -1
        if code == 0:
            log.unlink()
        else:
            failed += 1
            if code < 0:  # killed: Hypothesis could not say by what
                log.write_bytes(log.read_bytes() + latest.read_bytes())
        words = "ok" if code == 0 else f"FAULT ({code}), see {log.name}"
        sys.stdout.write(f"{target} {number}: {TARGETS[target][2]} tried in {time.monotonic() - start:.0f} s, {words}\n")
        sys.stdout.flush()
        number += 1
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--first", type=int, default=0, help="the number of the first round")
    parser.add_argument("--faults", type=Path, default=Path("dist/fuzz"), help="the folder for what fails")
    parser.add_argument("--only", choices=TARGETS, action="append", help="only this; may be given again")
    parser.add_argument("--round", nargs=2, metavar=("TARGET", "NUMBER"), help="one round, in this process")
    options = parser.parse_args()
    if options.round:
        run_round(options.round[0], int(options.round[1]))
        return 0
    return 1 if run_rounds(options.minutes, options.first, options.faults, options.only or list(TARGETS)) else 0


if __name__ == "__main__":
    sys.exit(main())
