"""What the fuzzer found, made small and kept: each file was a crash, a hang or a false alarm once."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz import try_build, try_metadata, try_normalize

FOUND = Path(__file__).parent / "found"


@pytest.mark.parametrize("path", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_what_was_found_once(path: Path) -> None:
    kind = path.suffix[1:]
    if kind == "yaml":
        try_metadata(path.read_bytes().decode("utf-8", "surrogatepass"))
    elif path.name.endswith(".essay.md"):
        try_build(path.read_bytes().decode("utf-8", "surrogatepass"), "title: T\n")
    else:
        try_normalize(kind, path.read_bytes())
