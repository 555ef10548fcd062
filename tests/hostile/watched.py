"""Build an essay while everything is watched that Python does; what it opened, for what, and which programs it started.

`python watched.py essay.md OUT` prints {"read": [...], "written": [...], "programs": [[...]]}, and ends at once with an
error when anything asks for the network.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
SEEN: dict[str, list[Any]] = {"read": [], "written": [], "programs": []}
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate")


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(("socket.", "http.", "ftplib.", "smtplib.")) or (
        event == "urllib.Request" and "file:" not in arguments[0]
    ):
        sys.stderr.write(f"the network was asked for: {event} {arguments}\n")
        os._exit(99)
    if event == "open" and isinstance(arguments[0], str | bytes):
        name, _, flags = arguments
        SEEN["written" if flags & WRITING else "read"].append(str(Path(os.fsdecode(name)).absolute()))
    elif event in CHANGES and isinstance(arguments[0], str | bytes):
        SEEN["written"].append(str(Path(os.fsdecode(arguments[0])).absolute()))
    elif event == "subprocess.Popen":
        SEEN["programs"].append([str(part) for part in arguments[1]])


def main() -> None:
    sys.addaudithook(watch)
    from pressline.model import Job
    from pressline.pipeline.build import build

    report = build(Job(Path(sys.argv[1]), Path(sys.argv[2]), formats=("pdf", "print", "epub", "docx")))
    codes = sorted({found.code for found in report.findings})
    os.write(
        1, json.dumps({**SEEN, "codes": codes, "errors": [str(f) for f in report.findings if f.severity == "error"]}).encode()
    )


if __name__ == "__main__":
    main()
