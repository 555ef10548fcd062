"""What a person meets in the terminal: clear messages, exit codes, nothing half-written, no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pressline.cli import commands, main
from pressline.cli.called import program, typed
from pressline.findings import Place, finding

SEED = Path(__file__).parents[1] / "seeds" / "never-again-yet-again.txt"


def run_here(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The command in this process, which saves the second that a process of its own takes to start."""
    code = main([*arguments])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as a user types it, in a process of its own."""
    command = [sys.executable, "-m", "pressline", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


BAD = {
    "empty.txt": (b"", "R003", "the file is empty"),
    "spaces.txt": (b" \n\n ", "R003", "the file is empty"),
    "a.txt": (b"%PDF-1.7\n...", "R004", "a PDF"),
    "word.txt": (b"PK\x03\x04....", "R004", "zip archive"),
    "noise.txt": (b"Title\na\x81\x8d\xff\x90 \x9d", "R005", "noise.txt:2:2: error R005: byte 0x81"),
    "nul.txt": (b"Title\nab\0c", "R008", "nul.txt:2:3"),
    "essay.xyz": (b"Title", "R006", "'.xyz'"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_its_place_and_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, code, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    failed, printed = run_here(capsys, "build", name)
    assert failed == 1
    for part in (code, words, "hint:"):
        assert part in printed
    assert "Traceback" not in printed
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    missing = run("build", "nothing.txt", cwd=tmp_path)
    folder = run("build", ".", cwd=tmp_path)
    assert (missing.returncode, folder.returncode) == (1, 1)
    assert "R001" in missing.stdout
    assert "R002" in folder.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_named_by_every_command_that_reads_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe, essay = tmp_path / "pipe.docx", tmp_path / "essay.md"
    os.mkfifo(pipe)
    essay.write_text("# Title\n\nText.\n", encoding="utf-8")
    for words in (["build", pipe], ["absorb", pipe, essay], ["audit", pipe, "--against", essay]):
        assert main([*map(str, words)]) == 1
        assert "R009: this is a named pipe" in capsys.readouterr().out


def test_a_file_in_the_place_of_the_output_folder_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw.txt").write_text("Title\n\nText.\n", encoding="utf-8")
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert main(["normalize", str(tmp_path / "raw.txt"), "-o", str(tmp_path / "out")]) == 1
    assert "it is a file, and no folder" in capsys.readouterr().out


def test_what_is_piped_in_cannot_be_watched(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["watch", "-"])
    assert "pressline build -" in capsys.readouterr().err


METADATA = {
    "wrong key": ("title: T\ncolour: red\n", "metadata.yaml:2:1: error M001"),
    "wrong type": ("title:\n  - T\n", "metadata.yaml:1:1: error M002"),
    "tag": ("title: !!python/name:os.system\n", "metadata.yaml:1:8: error M004"),
    "alias": ("title: &a T\nsubtitle: *a\n", "metadata.yaml:1:8: error M004"),
    "not utf-8": ("title: T\nrights: \udce9\n", "metadata.yaml:2: error M003"),
}


@pytest.mark.parametrize("name", METADATA)
def test_bad_metadata_stops_the_build_before_anything_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text, words = METADATA[name]
    (tmp_path / "essay.md").write_text("Text.\n", encoding="utf-8")
    (tmp_path / "metadata.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    monkeypatch.chdir(tmp_path)
    failed, printed = run_here(capsys, "build", "essay.md")
    assert failed == 1
    assert words in printed
    assert "Traceback" not in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["essay.md", "metadata.yaml"]


def test_markdown_without_metadata_is_a_raw_essay(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# A Talk\n\nBy Ann Lee\n\nText.[^1]\n\n[^1]: A *note*.\n", encoding="utf-8")
    result = run("normalize", "talk.md", cwd=tmp_path)
    assert result.returncode == 0
    assert (tmp_path / "talk" / "essay.md").read_text(encoding="utf-8") == "Text.[^1]\n\n[^1]: A *note*.\n"
    assert "title: A Talk" in (tmp_path / "talk" / "metadata.yaml").read_text(encoding="utf-8")


def test_check_says_what_there_is_to_ask_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "essay.txt"
    copy.write_bytes(SEED.read_bytes())
    assert main(["check", str(copy)]) == 0
    shown = capsys.readouterr().out
    assert "essay.txt:16:615: query Q001" in shown
    assert "forUNAMIR'sR" in shown
    assert re.search(r"look at: \d\d queries", shown)
    assert [path.name for path in tmp_path.iterdir()] == ["essay.txt"]


def test_the_caret_stands_under_the_word_concerned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(SEED)])
    lines = capsys.readouterr().out.split("\n")
    at = next(k for k, line in enumerate(lines) if "Q001" in line)
    assert lines[at + 1][lines[at + 2].index("^") :].startswith("forUNAMIR'sR")


def test_json_is_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalize", str(SEED), "-o", str(tmp_path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    finding = next(f for f in report["findings"] if f["code"] == "N003")
    assert (finding["place"]["line"], finding["place"]["column"]) == (12, 647)
    assert {path.name for path in tmp_path.iterdir()} == {
        "essay.md",
        "metadata.yaml",
        "report.json",
        "queries.md",
        ".pressline.json",
    }


def test_doctor_finds_everything_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    tools = {tool["name"]: tool["version"] for tool in json.loads(capsys.readouterr().out)}
    assert tools["pandoc"].startswith("3.")
    assert all(tools.values())


def test_help_and_wrong_words(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, code in (
        (["--help"], 0),
        (["build", "--help"], 0),
        (["bild"], 2),
        (["build", "x", "--spine", "-3"], 2),
        (["build", "x", "--to", "doc"], 2),
    ):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == code
    assert "choose from pdf, print, cover, booklet, epub, docx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("loaded", "heavy"),
    [
        ("pressline.cli", "weasyprint ebooklib pydantic lxml rich yaml pikepdf pypdfium2 PIL fontTools"),
        ("pressline.cli, pressline.pipeline.formats", "pressline.model lxml yaml"),  # all that the worker is waited for with
        (
            "pressline.pipeline.build",
            "pressline.pipeline.conclude pressline.report.page importlib.metadata tinycss2 pydantic_core",
        ),
        (
            "pressline.pipeline.copies, pressline.backends.pdf",
            "yaml importlib.metadata pressline.config.plain_yaml pressline.model.batch",
        ),
    ],
)
def test_a_step_imports_nothing_heavy_that_it_has_no_use_for(loaded: str, heavy: str) -> None:
    code = f"import sys, {loaded}\nprint([m for m in {heavy.split()!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "formats"),
    [
        ([], ("pdf", "epub", "docx")),
        (["--printer", "kdp"], ("print", "cover")),
        (["--to", "epub", "--printer", "kdp"], ("epub", "print", "cover")),
        (["--print", "x-1a"], ("pdf", "epub", "docx", "print")),
        (["--to", "pdf", "--marks"], ("pdf", "print")),
        (["--imposition", "booklet"], ("booklet",)),
        (["--to", "print", "--pdf", "ua-2"], ("print", "pdf")),
        (["--to", "epub", "--preview"], ("epub", "pdf")),
    ],
)
def test_what_is_said_of_print_asks_for_its_files(
    words: list[str], formats: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, tuple[str, ...]] = {}
    monkeypatch.setattr(commands, "_run", lambda verb, job, options, made: len(asked.setdefault("formats", job.formats)) * 0)
    assert main(["build", "essay.md", *words]) == 0
    assert asked["formats"] == formats


def on_a_terminal(*words: str | Path, cwd: Path, columns: int = 80) -> list[str]:
    """The lines that a person sees on a terminal of 24 rows, without what only moves or colours."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    quiet = subprocess.DEVNULL
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "pressline", *map(str, words)]
    here = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")} | {"TERM": "xterm"}
    with subprocess.Popen(command, cwd=cwd, env=here, stdin=quiet, stdout=theirs, stderr=quiet) as process:
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # Linux says so when the other end is closed
            pass
        os.close(ours)
    assert process.returncode == 0
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", b"".join(parts).decode())
    return text.replace("\r", "").rstrip("\n").split("\n")


@pytest.mark.parametrize("columns", [80, 40])
def test_a_build_of_the_seed_fits_on_one_screen(columns: int, tmp_path: Path) -> None:
    lines = on_a_terminal("build", SEED, "-o", "out", "--to", "docx", cwd=tmp_path, columns=columns)
    assert len(lines) + 2 <= 24 - 2 or columns < 80  # two further files have a row each; the command and the next prompt
    assert max(map(len, lines[:10])) <= columns
    assert lines[0] == "26 queries"
    assert lines[1].startswith("  Q009 × 7")
    assert "-v shows all" in " ".join(" ".join(lines[-3:]).split())


def test_counts_are_whole_in_a_pipe_and_v_shows_every_finding_with_its_line(tmp_path: Path) -> None:
    counted = run("normalize", SEED, "-o", "out", cwd=tmp_path).stdout
    in_full = run("normalize", SEED, "-o", "out", "-v", cwd=tmp_path).stdout
    assert "  Q012       note 57 says the same as note 32\n" in counted
    assert "French Parliamentary Inquiry (1998): “Rapport d'information sur les" in counted and "…" not in counted
    assert ":16:615: query Q001" not in counted and "26 queries: in queries.md, each with its line; -v shows all" in counted
    assert ":16:615: query Q001" in in_full and "-v shows all" not in in_full


def test_errors_come_first_and_in_full(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text("Title\n\nText.\n", encoding="utf-8")
    assert run("normalize", "raw.txt", cwd=tmp_path).returncode == 0
    (tmp_path / "raw" / "essay.md").write_text("Mine.\n", encoding="utf-8")
    said = run("build", "raw.txt", cwd=tmp_path).stdout.split("\n")
    assert said[0].startswith("raw/essay.md: error W001")
    assert said[1].startswith("    hint: build from it: python -m pressline build raw/essay.md ")


def test_the_program_is_called_in_hints_as_it_was_called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "bin dir" / "pressline"
    script.parent.mkdir()
    script.write_text("", encoding="utf-8")
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert typed("run: pressline doctor") == f"run: '{script}' doctor"
    assert typed("put it into /srv/pressline and go on") == "put it into /srv/pressline and go on"
    monkeypatch.setattr(sys, "argv", ["/x/pressline/__main__.py"])
    assert typed("run: pressline doctor") == "run: python -m pressline doctor"
    assert program() == "python -m pressline"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_every_shell_gets_its_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "absorb" in script and "imposition" in script


def test_counts_have_their_word() -> None:
    one, many = (finding("R025", Place("x"), count=count, names="a").message for count in (1, 2))
    assert one.startswith("1 picture was left out") and many.startswith("2 pictures were left out")
