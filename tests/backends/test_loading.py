"""WeasyPrint is loaded without asking compilers where libraries are."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="ctypes asks compilers on Linux alone")
def test_loading_starts_no_process() -> None:
    """Fails as soon as WeasyPrint needs none of this: then pressline.backends.pdf.loading can go."""
    code = (
        "import sys; started = []\n"
        "sys.addaudithook(lambda event, args: started.append(args) if event == 'subprocess.Popen' else None)\n"
        "import {0}; print(len(started))"
    )
    counts = [
        int(subprocess.run([sys.executable, "-c", code.format(module)], capture_output=True, text=True, check=True).stdout)
        for module in ("pressline.backends.pdf.weasy", "weasyprint")
    ]
    assert counts[0] == 0 < counts[1]


def test_loading_leaves_what_variable_faces_take_for_when_there_is_one() -> None:
    code = (
        "import sys, pressline.backends.pdf.weasy, weasyprint.pdf.fonts as fonts\n"
        "heavy = ('fontTools.subset', 'fontTools.varLib')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])\n"
        "print(fonts.subset.Subsetter.__name__)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", "Subsetter"]
