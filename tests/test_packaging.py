"""What `pip install .` brings: the wheel, built through the sdist, holds the layouts and the faces, byte for byte."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(kind: str, source: Path, target: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(target.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


def test_the_wheel_through_the_sdist_holds_layouts_fonts_and_profiles(tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    wheel = build("wheel", next((tmp_path / "source").iterdir()), tmp_path / "wheel")
    with zipfile.ZipFile(wheel) as archive:
        packed = {n.split("_data/", 1)[1]: archive.read(n) for n in archive.namelist() if "/_data/" in n}
        assert "pressline/cli/__init__.py" in archive.namelist()
    folders = [ROOT / "layouts", ROOT / "fonts"]
    kept = {str(p.relative_to(ROOT)): p.read_bytes() for f in folders for p in f.rglob("*") if p.is_file()}
    assert packed == kept
