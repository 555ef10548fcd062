"""A zip with one of its parts changed: its order, dates and compression stay, so that nothing else is wrong with it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path


def in_zip(source: Path, target: Path, part: str, pattern: str, replacement: str) -> None:
    """Put `replacement` in the place of the first match of `pattern` in one part; there must be one."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as damaged:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename == part:
                text, count = re.subn(pattern, replacement, data.decode(), count=1, flags=re.DOTALL)
                assert count, f"{part} has no {pattern}"
                data = text.encode()
            damaged.writestr(entry, data)
