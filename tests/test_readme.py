"""The README is true: its findings are the catalogue's, its commands and rooms exist."""

from __future__ import annotations

import re
from pathlib import Path

from pressline.findings import CATALOGUE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_finding() -> None:
    rows = re.findall(r"^\| (\w\d{3}) \| (\w+) \| (.+) \|$", README, re.M)
    assert rows == [(code, rule.severity, rule.message.replace("|", "\\|")) for code, rule in sorted(CATALOGUE.items())]


def test_pictures_and_files_that_the_readme_names_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", re.sub(r"`[^`\n]*`", "", README)):
        assert (ROOT / target).exists(), target


def test_nothing_names_the_workshop() -> None:
    """No machine's paths in what is shipped."""
    files = [
        p for folder in ("src", "layouts", "tests") for p in (ROOT / folder).rglob("*") if p.suffix in (".py", ".css", ".yaml")
    ]
    words = ("/" + "work/", "../" + "shared", "/" + "tmp/w")
    assert [(str(p), w) for p in files for w in words if w in p.read_text(encoding="utf-8")] == []
