"""`python -m pressline` is `pressline`: what both begin with.

Ctrl-C is heard while the commands are still being loaded.
"""

import os
from typing import NoReturn


def command() -> NoReturn:
    """What the shell calls: loads the commands and runs the one that was named."""
    try:
        from pressline import cli

        cli.command()
    except KeyboardInterrupt:
        os.write(2, b"stopped; the last good files are untouched\n")
        os._exit(130)


if __name__ == "__main__":
    command()
