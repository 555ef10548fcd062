"""WeasyPrint is loaded without asking compilers where libraries are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pressline.backends.pdf.weasyprint_patches import cffi_cache, cffi_declarations, patching
from pressline.backends.pdf.weasyprint_patches.patching import module_file


@pytest.mark.skipif(sys.platform != "linux", reason="ctypes asks compilers on Linux alone")
def test_loading_starts_no_process() -> None:
    """Fails as soon as WeasyPrint needs none of this: then pressline.backends.pdf.weasyprint_patches.import_hooks can go."""
    code = (
        "import sys; started = []\n"
        "sys.addaudithook(lambda event, args: started.append(args) if event == 'subprocess.Popen' else None)\n"
        "import {0}; print(len(started))"
    )
    counts = [
        int(subprocess.run([sys.executable, "-c", code.format(module)], capture_output=True, text=True, check=True).stdout)
        for module in ("pressline.backends.pdf.weasyprint_patches", "weasyprint")
    ]
    assert counts[0] == 0 < counts[1]


def test_loading_leaves_what_variable_faces_take_for_when_there_is_one() -> None:
    code = (
        "import sys, pressline.backends.pdf.weasyprint_patches, weasyprint.pdf.fonts as fonts\n"
        "heavy = ('fontTools.subset', 'fontTools.varLib', 'fontTools.ttLib.woff2', 'tinyhtml5')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])\n"
        "print(fonts.subset.Subsetter.__name__)\n"
        "print(sys.modules['weasyprint'].HTML(string='<p>a').etree_element.tag)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", "Subsetter", "html"]


def test_what_weasyprint_declares_is_known_before_it_is_loaded() -> None:
    """Fails with another WeasyPrint: then write what `declarations_of` gives into cffi_declarations.py, if it is worth it."""
    path = module_file("weasyprint.text.ffi")
    assert path
    assert Path(cffi_declarations.__file__).read_text() == cffi_cache.declarations_of(path)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are not opened by their names alone")
def test_no_declarations_are_read_when_a_page_is_set() -> None:
    code = (
        "import sys; from pathlib import Path; from pressline.backends.pdf.layout.engine import print_pdf\n"
        "from pressline.findings import Place\n"
        "data, _ = print_pdf('<html lang=en><title>a</title><p>Word', (), (Path('.'), Path('.')), Place('a.pdf'))\n"
        "print(data[:5], [name for name in ('pycparser', 'cffi') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "b'%PDF-' []"


def test_declarations_that_are_not_known_are_read_by_cffi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "ffi.py"
    other.write_text("another text")
    monkeypatch.setattr(patching, "module_file", lambda module: other)
    assert cffi_cache.known() is None
