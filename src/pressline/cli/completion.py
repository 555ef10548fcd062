"""`pressline completion`: what a shell runs to complete commands and options.

Chosen: shtab, which writes a script once, for five shells. argcomplete starts Pressline again at every press of Tab, and its
import would be paid by every command.
"""

from __future__ import annotations

import argparse

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def print_completion(options: argparse.Namespace) -> int:
    """Print the script of a shell."""
    import shtab

    from pressline.cli import parser

    print(shtab.complete(parser("pressline"), shell=options.shell))
    return 0
