"""How this program was called, so that what it says can be typed as it stands."""

from __future__ import annotations

import re
import sys
from pathlib import Path

# A command within a hint. False positive it avoids: the folder in "-o /home/ada/pressline books".
_COMMAND = re.compile(r"(?<![\w./-])pressline (?=[a-z])")


def program() -> str:
    """What `usage:` calls it: by its name, or as a module of Python."""
    return "python -m pressline" if Path(sys.argv[0]).name == "__main__.py" else "pressline"


def typed(hint: str) -> str:
    """A hint whose command can be typed.

    `.venv/bin/pressline doctor`, where no virtual environment is active.
    """
    return _COMMAND.sub(lambda _: f"{_on_this_path()} ", hint) if _COMMAND.search(hint) else hint


def _on_this_path() -> str:
    import shlex
    import shutil

    name = program()
    if name != "pressline" or shutil.which(name) or not Path(sys.argv[0]).is_file():
        return name
    return shlex.quote(sys.argv[0])
