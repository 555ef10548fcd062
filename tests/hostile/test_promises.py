"""What docs/security.md promises, tried on an essay that attempts everything and on the program as a user starts it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from pressline.layouts import data_folder
from pressline.pandoc.program import run

HERE = Path(__file__).parent
SECRET = "zanzibar"  # stands in files outside the folder, and may stand in no output
# The system's own: libraries, fonts, settings; nobody's manuscripts.
SYSTEM = ("/usr", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev", "/bin", "/var/cache/fontconfig", "/var/lib")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the hostile essay in `essay/`, and beside it what it must not reach."""
    desk = tmp_path_factory.mktemp("desk")
    essay = desk / "essay"
    essay.mkdir()
    outside = str(desk).lstrip("/")
    (essay / "essay.md").write_text(
        (HERE / "essay.md").read_text(encoding="utf-8").replace("OUTSIDE", outside), encoding="utf-8"
    )
    shutil.copy(HERE / "metadata.yaml", essay)
    (desk / "secret.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    shutil.copy(HERE.parent / "rich" / "square.png", desk / "secret.png")
    (essay / "link.png").symlink_to("../secret.png")
    (essay / "notes.png").write_text("These are no pixels.", encoding="utf-8")
    (essay / "wide.png").write_bytes(bomb_png())
    (essay / "bomb.svg").write_text(BOMB_SVG.replace("OUTSIDE", outside), encoding="utf-8")
    (desk / "temporary").mkdir()
    return desk


BOMB_SVG = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY s SYSTEM "file:///OUTSIDE/secret.txt">]><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">
<script>alert(1)</script><image href="file:///OUTSIDE/secret.png"/><image href="http://evil.example/p.png"/><text>&b;&s;</text></svg>"""


def bomb_png() -> bytes:
    """A PNG of some hundred bytes that says it has 60,000 × 60,000 pixels."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 5000)) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def watched(desk: Path) -> dict[str, list[str]]:
    """What a build of it opened and started, with the network forbidden."""
    result = subprocess.run(
        [sys.executable, str(HERE / "watched.py"), str(desk / "essay" / "essay.md"), str(desk / "out")],
        env={**os.environ, "TMPDIR": str(desk / "temporary")},
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr.decode()
    seen: dict[str, list[str]] = json.loads(result.stdout)
    return seen


def allowed(path: str, *folders: object) -> bool:
    """Whether a path is one of the folders or lies in one, links followed."""
    real = Path(path).resolve()
    return any(real.is_relative_to(Path(str(folder)).resolve()) for folder in folders)


OWN = (sys.prefix, sys.base_prefix, *sys.path, *(data_folder(name) for name in ("layouts", "fonts")))


def test_the_hostile_essay_is_built_and_what_is_refused_is_named(watched: dict[str, list[str]], desk: Path) -> None:
    assert watched["errors"] == []
    assert {"P007", "B030", "B031", "B035", "B050"} <= set(watched["codes"])
    assert {path.suffix for path in (desk / "out").iterdir()} >= {".pdf", ".epub", ".docx"}


def test_nothing_outside_the_folder_is_read(watched: dict[str, list[str]], desk: Path) -> None:
    mine = (desk / "essay", desk / "out", desk / "temporary")
    read = [path for path in watched["read"] if Path(path).exists()]  # private folders are cleared by names within them
    own = [folder for folder in OWN if folder and Path(str(folder)).resolve() != Path.cwd()]
    strange = [path for path in read if not allowed(path, *mine, *own, *SYSTEM)]
    assert strange == []
    assert not [path for path in watched["read"] if Path(path).name in ("secret.txt", "secret.png")]


def test_only_the_output_and_private_folders_are_written(watched: dict[str, list[str]], desk: Path) -> None:
    def relative(path: str) -> bool:  # what is removed by its name within an open folder is seen without it
        return Path(path).parent == Path.cwd() and not Path(path).exists()

    written = [path for path in watched["written"] if "__pycache__" not in path and not relative(path)]
    strange = [path for path in written if not allowed(path, desk / "out", desk / "temporary", "/dev")]
    assert strange == []
    assert {path.name for path in desk.iterdir()} == {"essay", "out", "temporary", "secret.txt", "secret.png"}
    assert list((desk / "temporary").iterdir()) == []


def test_every_pandoc_runs_in_its_sandbox_with_a_limit(watched: dict[str, list[str]]) -> None:
    assert watched["programs"]
    for command in watched["programs"]:
        assert Path(command[0]).name == "pandoc"
        assert "--sandbox" in command
        assert re.fullmatch(r"-M\d+g", command[command.index("+RTS") + 1])


def test_the_sandbox_holds() -> None:
    """That pandoc keeps what its manual says of --sandbox: a picture of the disk is not put into the file."""
    made = run(["-f", "markdown", "-t", "docx", "-o", "-"], b"![x](/etc/hostname) ![y](http://127.0.0.1:9/x.png)")
    assert not [name for name in names_in(made) if name.startswith("word/media")]


def names_in(data: bytes) -> list[str]:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def test_no_secret_script_handler_or_foreign_link_is_in_a_finished_file(watched: dict[str, list[str]], desk: Path) -> None:
    for path in (desk / "out").iterdir():
        if path.suffix in (".epub", ".docx"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    look_at(archive.read(name), f"{path.name}:{name}")
        elif path.suffix == ".pdf":
            look_at_pdf(path)
        else:
            assert SECRET not in path.read_text(encoding="utf-8")


def look_at(data: bytes, name: str) -> None:
    """A part of an EPUB or a DOCX."""
    assert SECRET.encode() not in data, name
    if not name.endswith((".xml", ".xhtml", ".opf", ".ncx", ".rels", ".svg")):
        return
    for element in etree.fromstring(data).iter(etree.Element):
        tag = etree.QName(element).localname.lower()
        assert tag not in ("script", "iframe", "object", "embed", "foreignobject"), name
        for key, value in element.attrib.items():
            attribute = etree.QName(key).localname.lower()
            assert not attribute.startswith("on"), (name, key)
            if attribute in ("href", "src", "target"):
                assert not re.match(r"\s*(javascript|vbscript|file|data):|//|\\\\", str(value), re.I), (name, value)
            if attribute == "style":
                assert "url(" not in str(value), name


def look_at_pdf(path: Path) -> None:
    """Neither an action but links to the web, nor a file within, nor the secret."""
    with pikepdf.open(path) as pdf:
        assert "/OpenAction" not in pdf.Root or "/S" not in pdf.Root.OpenAction, path
        assert "/AA" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                action = note.get("/A", pikepdf.Dictionary())
                assert action.get("/S", "/URI") == "/URI", path
                assert re.match(r"https?:|mailto:|$", str(action.get("/URI", ""))), path


def test_metadata_is_shown_as_text(watched: dict[str, list[str]], desk: Path) -> None:
    import pypdfium2

    text = pypdfium2.PdfDocument(desk / "out" / "essay.pdf")[0].get_textpage().get_text_range()
    for words in ("</title><script>alert(4)</script>", "{ display: none }", "<b>bold</b>", "<img src=x onerror=alert(5)>"):
        assert "".join(words.split()) in "".join(text.split())


def works(*command: str) -> bool:
    return bool(shutil.which(command[0])) and not subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.skipif(not works("unshare", "-rn", "true"), reason="no network namespaces here")
def test_a_build_without_any_network(desk: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pressline", "build", str(desk / "essay" / "essay.md"), "-o", str(tmp_path)]
    result = subprocess.run(["unshare", "-rn", *command], capture_output=True, text=True, check=False, timeout=300)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "essay.pdf").read_bytes() == (desk / "out" / "essay.pdf").read_bytes()


@pytest.mark.skipif(not works("strace", "-f", "true"), reason="no strace here")
def test_what_every_process_of_a_build_asks_the_system_for(desk: Path, tmp_path: Path) -> None:
    """The workers, pandoc and the libraries below Python too."""
    home, log, out = tmp_path / "home", tmp_path / "log", tmp_path / "out"
    home.mkdir()
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=openat,open,creat,connect,execve", "-s", "300", "-o", str(log)]
        + [sys.executable, "-m", "pressline", "build", str(desk / "essay" / "essay.md"), "-o", str(out)],
        env={**os.environ, "HOME": str(home), "TMPDIR": str(desk / "temporary"), "XDG_CACHE_HOME": str(home)},
        capture_output=True,
        check=False,
        timeout=300,
    )
    calls = log.read_text(encoding="utf-8", errors="replace")
    assert not re.search(r"connect\(.*AF_INET", calls)
    opened = re.findall(r'open(?:at)?\((?:\w+, )?"([^"]+)", ([A-Z_|]+).*\) = \d', calls)
    written = {name for name, flags in opened if re.search("O_WRONLY|O_RDWR|O_CREAT", flags)}
    places = (out, desk / "temporary", home, "/dev", "/proc")
    assert [name for name in written if name.startswith("/") and not allowed(name, *places) and "__pycache__" not in name] == []
    assert not [name for name, _ in opened if Path(name).name in ("secret.txt", "secret.png")]
    programs = {Path(name).name for name in re.findall(r'execve\("([^"]+)".*\) = 0', calls)}
    assert {name for name in programs if not name.startswith("python")} == {"pandoc"}
