"""Every regular expression takes linear time, or there is a reason why its time does not matter; each is on a list."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "patterns"
sys.path.insert(0, str(HERE))

from gathering import Use, javascript, uses  # noqa: E402
from listing import is_reason, listed  # noqa: E402


def test_every_pattern_is_on_the_list() -> None:
    known = listed()
    missing = [use.key for use in uses() if use.key not in known]
    assert missing == [], "a new or changed pattern: run make patterns, which checks it with recheck and adds it"


def test_every_pattern_is_linear_or_has_a_reason() -> None:
    without = [key for key, verdict in listed().items() if not is_reason(verdict)]
    assert without == [], "make the pattern linear, or say in its row what was reviewed or what bounds its input"


@pytest.mark.parametrize(
    ("verdict", "given"),
    [
        ("linear", True),
        ("reviewed: tried at one place", True),
        ("bounded: names of at most 200 characters", True),
        ("", False),
        ("reviewed: ", False),
        ("to be reviewed: recheck says timeout", False),
        ("it is composed at run time", False),
    ],
)
def test_what_is_a_reason(verdict: str, given: bool) -> None:
    assert is_reason(verdict) is given


@pytest.mark.parametrize(
    ("pattern", "flags", "where", "expected"),
    [
        (r"(?P<a>x)y+(?P=a)", 0, "search", r"(x)(?:y){1,}(?:\1)"),
        (r"\s*+a", 0, "match", r"^(?:(?=((?:[\s]){0,}))(?:\1)a)"),
        (r"[^a-c]|\Z", 0, "fullmatch", r"^(?:(?:[^a-c]|$))$"),
        (r"(?<!\w)b", re.I, "search", r"(?<![0-9A-Za-z_"),
    ],
)
def test_a_pattern_in_javascript_is_the_same_pattern(pattern: str, flags: int, where: str, expected: str) -> None:
    source, _ = javascript(Use(repr(pattern), "i" if flags else "", where))
    assert source.startswith(expected)


@pytest.mark.nightly
def test_recheck_says_that_they_are_linear() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "patterns-check"], cwd=HERE.parents[1], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
