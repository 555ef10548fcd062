"""Python loads this as it begins, in every process of a test: what only some systems have is hidden.

Left alone is what Python's own library needs on the system that the tests run on: signal.SIGKILL, os.fork and os.waitpid.
"""

from __future__ import annotations

import _posixsubprocess  # noqa: F401
import os
import select
import signal
import subprocess  # noqa: F401 (it chooses its own way before anything is hidden)
import sys
from typing import Never

MODULES = {"fcntl", "resource", "grp", "pwd", "termios", "tty", "pty", "syslog"}
OF_OS = "killpg getuid geteuid getgid getpgid setsid uname sched_getaffinity pathconf sysconf sysconf_names mkfifo nice"
OF_OS += " O_NOFOLLOW O_NONBLOCK O_NOCTTY O_DIRECTORY statvfs getloadavg"
OF_SIGNAL = "SIGHUP SIGPIPE SIGSTOP SIGCONT SIGXCPU SIGALRM setitimer alarm pthread_sigmask"


class Hidden:
    """A finder that finds none of the hidden modules."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def on_a_pipe(*_: object) -> Never:
    raise OSError(10038, "An operation was attempted on something that is not a socket")


for name in MODULES:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Hidden)
for module, names in ((os, OF_OS), (signal, OF_SIGNAL)):
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
select.select = on_a_pipe
