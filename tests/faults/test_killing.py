"""`kill -9` at any moment: the last good files stay whole, and the next build succeeds and clears what was left."""

from __future__ import annotations

from pathlib import Path

import pytest
from killing import kill_at_moments


def test_builds_killed_at_a_few_moments(good_folder: Path, tmp_path: Path) -> None:
    kill_at_moments(good_folder, tmp_path, ("docx",), 4, seed=1)


@pytest.mark.nightly
def test_builds_killed_at_fifty_moments(good_folder: Path, tmp_path: Path) -> None:
    kill_at_moments(good_folder, tmp_path, ("pdf", "epub", "docx"), 50, seed=7)
