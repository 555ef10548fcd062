"""Nobody's file is overwritten: what a user finds in a folder after Pressline has written into it, or has refused to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from conftest import SHORT, essay_in
from pressline.batch.discovery import RESULT
from pressline.cli import main
from pressline.findings import Finding, PresslineError
from pressline.model import Job
from pressline.pipeline.build import build, normalize_essay, pack
from pressline.report import manifest, page, queries_report, report_json
from pressline.runtime import files, generated_files, ownership
from pressline.runtime.ownership import WritePlan, make_way, put, settle

RAW = "My Title\n\nBy Ann Bo\n\nWords of the raw essay[1] that I wrote.\n\nNotes\n\n[1] A note.\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(run: Callable[[Job], object], job: Job) -> list[Finding]:
    """The findings with which a job is refused; and nothing at all is written then."""
    folder = job.folder or job.source.parent
    before = contents(folder)
    with pytest.raises(PresslineError) as caught:
        run(job)
    assert contents(folder) == before
    return list(caught.value.findings)


def named(found: list[Finding]) -> set[tuple[str, str]]:
    return {(each.code, Path(each.place.path).name) for each in found}


def docx(folder: Path, **options: object) -> Job:
    return Job(folder / "essay.md", formats=("docx",), page=False, **options)  # type: ignore[arg-type]


@pytest.fixture
def built(tmp_path: Path, docx_folder: Path) -> Path:
    """A folder with an essay, its DOCX and its papers."""
    return Path(shutil.copytree(docx_folder, tmp_path / "built"))


@pytest.fixture(scope="module")
def docx_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docx")
    essay_in(folder)
    assert not build(docx(folder)).failed
    return folder


def change(folder: Path) -> None:
    (folder / "essay.md").write_text(SHORT.replace("A word", "Another word"), encoding="utf-8")


# --- the essay itself -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["queries.md", "report.html", "essay.md"])
def test_the_raw_essay_is_never_replaced(name: str, tmp_path: Path) -> None:
    text = f"<p>{RAW}</p>" if name.endswith("html") else RAW
    (tmp_path / name).write_text(text, encoding="utf-8")
    for force in (False, True):
        job = Job(tmp_path / name, tmp_path, formats=("docx",), force=force)
        assert named(refused(build, job)) == {("W005", name)}


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_a_link_to_the_raw_essay_is_the_raw_essay(link: Callable[[Path, Path], None], tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW, encoding="utf-8")
    (tmp_path / "out").mkdir()
    link(tmp_path / "raw.txt", tmp_path / "out" / "queries.md")
    found = refused(normalize_essay, Job(tmp_path / "raw.txt", tmp_path / "out", force=True))
    assert named(found) == {("W005", "queries.md")}


def test_a_raw_essay_may_stand_beside_its_files(tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text(RAW, encoding="utf-8")
    normalize_essay(Job(tmp_path / "essay.txt", tmp_path))
    normalize_essay(Job(tmp_path / "essay.txt", tmp_path))
    assert (tmp_path / "essay.txt").read_text(encoding="utf-8") == RAW


# --- strangers' files, and files that were edited -------------------------------------------------------------------


def test_every_file_that_is_somebody_s_is_named_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW, encoding="utf-8")
    names = {"essay.pdf", "essay.docx", "report.json", "report.html", "manifest.json", "queries.md", "metadata.yaml"}
    names |= {"page-3.png", "cover.png"}
    (tmp_path / "preview").mkdir()
    for name in names:
        folder = tmp_path / "preview" if name.endswith("png") else tmp_path
        (folder / name).write_text('{"mine": true}', encoding="utf-8")
    (tmp_path / "preview" / "holiday.png").write_bytes(b"mine")
    found = refused(build, Job(tmp_path / "raw.txt", tmp_path, preview=True))
    assert named(found) == {("W001" if name == "metadata.yaml" else "W004", name) for name in names}
    assert {"essay.pdf.before", "-o"} <= set(found[1].hint.replace(",", "").split()) | {"essay.pdf.before"}


def test_a_file_that_nobody_has_changed_is_replaced_without_asking(built: Path) -> None:
    old = (built / "essay.docx").read_bytes()
    change(built)
    assert build(docx(built)).findings == ()
    assert (built / "essay.docx").read_bytes() != old
    assert not list(built.glob("*.before*"))


def test_a_finished_file_that_was_edited_is_refused_and_kept_by_force(built: Path) -> None:
    (built / "essay.docx").write_bytes(b"edited in Word")
    change(built)
    assert named(refused(build, docx(built))) == {("W004", "essay.docx")}
    for number, name in enumerate(["essay.docx.before", "essay.docx.before-2"]):
        (built / "essay.docx").write_bytes(b"edited %d" % number)
        report = build(docx(built, force=True))
        assert [(found.code, found.severity, name in found.message) for found in report.findings] == [("W008", "warning", True)]
        assert (built / name).read_bytes() == b"edited %d" % number
    assert (built / "essay.docx").read_bytes()[:2] == b"PK"
    assert build(docx(built)).findings == ()


def test_essay_md_and_metadata_yaml_that_were_edited_are_kept_by_force_alone(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW, encoding="utf-8")
    job = Job(tmp_path / "raw.txt", tmp_path / "out")
    normalize_essay(job)
    (tmp_path / "out" / "essay.md").write_text("Mine.\n", encoding="utf-8")
    assert named(refused(normalize_essay, job)) == {("W001", "essay.md")}
    report = normalize_essay(Job(tmp_path / "raw.txt", tmp_path / "out", force=True))
    assert "W008" in {found.code for found in report.findings}
    assert (tmp_path / "out" / "essay.md.before").read_text(encoding="utf-8") == "Mine.\n"


def test_answers_in_a_paper_survive_and_the_new_one_is_written(built: Path) -> None:
    answered = (built / "queries.md").read_text(encoding="utf-8") + "\n- [x] done\n"
    (built / "queries.md").write_text(answered, encoding="utf-8")
    report = build(docx(built))
    assert [(found.code, found.severity) for found in report.findings] == [("W007", "warning")]
    assert (built / "queries.md.before").read_text(encoding="utf-8") == answered
    assert "W007" in (built / "queries.md").read_text(encoding="utf-8")
    (built / "queries.md").write_text("Only mine now.\n", encoding="utf-8")  # without the first line: ours by the record
    build(docx(built))
    assert (built / "queries.md.before-2").read_text(encoding="utf-8") == "Only mine now.\n"


def test_other_files_of_a_person_survive_every_build(built: Path) -> None:
    mine = {"notes.md": b"mine", "metadata.yaml": b"title: T\nauthor: A B  # me\n", "essay-final.docx": b"x", ".hidden": b"y"}
    for name, data in mine.items():
        (built / name).write_bytes(data)
    build(docx(built, force=True))
    assert mine.items() <= contents(built).items()


def test_a_file_that_is_protected_from_writing_stays(built: Path) -> None:
    (built / "essay.docx").chmod(0o444)
    change(built)
    assert named(refused(build, docx(built))) == {("W006", "essay.docx")}
    build(docx(built, force=True))
    assert (built / "essay.docx.before").is_file()


def test_a_folder_in_the_place_of_a_file_is_named(built: Path) -> None:
    (built / "essay.docx").unlink()
    (built / "essay.docx" / "inner").mkdir(parents=True)
    for force in (False, True):
        assert named(refused(build, docx(built, force=force))) == {("W006", "essay.docx")}


def test_nothing_is_written_through_a_link(tmp_path: Path, built: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine.json").write_bytes(b"mine")
    (built / "report.json").unlink()
    (built / "report.json").symlink_to(tmp_path / "elsewhere" / "mine.json")
    (built / "preview").symlink_to(tmp_path / "elsewhere")
    found = refused(build, docx(built, preview=True))
    assert named(found) == {("W006", "report.json"), ("W006", "page-1.png")}
    (built / "preview").unlink()
    build(docx(built, force=True))
    assert (built / "report.json.before").is_symlink()
    assert not (built / "report.json").is_symlink()
    assert contents(tmp_path / "elsewhere") == {"mine.json": b"mine"}


def test_the_output_folder_itself_may_be_a_link(tmp_path: Path, built: Path) -> None:
    (tmp_path / "link").symlink_to(built)
    change(built)
    assert build(Job(built / "essay.md", tmp_path / "link", formats=("docx",))).findings == ()


def test_a_picture_of_the_essay_never_takes_the_place_of_a_picture_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "in" / "preview").mkdir(parents=True)
    (tmp_path / "in" / "preview" / "page-7.png").write_bytes(b"a picture")
    (tmp_path / "in" / "raw.md").write_text("# T\n\nPlain.\n\n![A square](./preview/page-7.png)\n", encoding="utf-8")
    job = Job(tmp_path / "in" / "raw.md", tmp_path / "out", preview=True)
    with pytest.raises(PresslineError, match="W006"):
        build(job)
    assert not (tmp_path / "out").exists()


def test_a_submission_asks_before_it_replaces(built: Path, tmp_path: Path) -> None:
    folder = built / "for-us-law-review"
    folder.mkdir()
    for name in ("essay.pdf", "submission.md"):
        (folder / name).write_bytes(b"signed by hand")
    job = Job(built / "essay.md", layout="us-law-review")
    assert named(refused(pack, job)) == {("W004", "essay.pdf"), ("W004", "submission.md")}
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert named(refused(pack, job)) == {("W006", "for-us-law-review")}


# --- folders of version 0.1.0 ---------------------------------------------------------------------------------------


def test_a_folder_of_version_0_1_0_builds(built: Path) -> None:
    """Its record told of essay.md and metadata.yaml alone, its papers had no first line, its manifest the same rows."""
    (built / ".pressline.json").write_text('{\n "essay.md": "0",\n "metadata.yaml": "0"\n}\n', encoding="utf-8")
    for name in ("report.json", "manifest.json"):
        data = json.loads((built / name).read_text(encoding="utf-8"))
        del data["generated"]
        data.pop("dated", None)
        (built / name).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sheet = (built / "queries.md").read_text(encoding="utf-8").partition("\n\n")[2]
    (built / "queries.md").write_text(sheet, encoding="utf-8")
    change(built)
    report = build(docx(built))
    assert [(found.code, found.place.path) for found in report.findings] == [("W007", str(built / "queries.md"))]
    assert {path.name for path in built.glob("*.before")} == {"queries.md.before"}
    assert build(docx(built)).findings == ()


def test_a_copy_without_the_files_whose_names_begin_with_a_dot_builds(tmp_path: Path) -> None:
    raw = tmp_path / "copy.txt"
    raw.write_text(RAW, encoding="utf-8")
    job = Job(raw, formats=("docx",), page=False)
    assert not build(job).failed
    copy = tmp_path / "copy"
    picture = {"preview/page-1.png": b"a page"}
    put(WritePlan(copy, raw, picture))
    for _ in range(2):  # the second time nothing but what the first has passed on is known
        assert not build(docx(copy)).failed
        (copy / ownership.RECORD).unlink()
    assert not ownership.refusals(WritePlan(copy, raw, {"preview/page-1.png": b"another page"}))
    (copy / "preview" / "page-1.png").write_bytes(b"drawn upon")
    assert named(ownership.refusals(WritePlan(copy, raw, {"preview/page-1.png": b"another page"}))) == {("W004", "page-1.png")}
    assert not build(job).failed
    assert not list(copy.rglob("*.before*"))


def test_what_an_earlier_build_made_may_be_brought_back_and_is_replaced(built: Path) -> None:
    earlier = {name: (built / name).read_bytes() for name in ("essay.docx", "queries.md")}
    change(built)
    assert not build(docx(built)).failed
    for name, data in earlier.items():  # as git checkout does
        (built / name).write_bytes(data)
    assert not build(docx(built)).failed
    assert not list(built.glob("*.before*"))


def test_what_was_kept_by_force_and_put_back_is_somebody_s_still(built: Path) -> None:
    (built / "essay.docx").write_bytes(b"mine")
    assert not build(docx(built, force=True)).failed
    (built / "essay.docx.before").rename(built / "essay.docx")
    assert named(refused(build, docx(built))) == {("W004", "essay.docx")}


def test_an_essay_md_that_was_brought_back_is_what_its_author_chose(tmp_path: Path) -> None:
    raw = tmp_path / "raw.txt"
    raw.write_text(RAW, encoding="utf-8")
    normalize_essay(Job(raw))
    earlier = (tmp_path / "raw" / "essay.md").read_bytes()
    raw.write_text(RAW.replace("Words", "Other words"), encoding="utf-8")
    normalize_essay(Job(raw))
    (tmp_path / "raw" / "essay.md").write_bytes(earlier)
    assert named(refused(normalize_essay, Job(raw))) == {("W001", "essay.md")}


@pytest.mark.parametrize("name", [".pressline.json", "manifest.json", "report.json", "submission.md"])
def test_a_pipe_in_the_place_of_a_paper_hangs_nothing(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    looked = f"ownership.known_digests(pathlib.Path({str(tmp_path)!r}))"
    asked = f"import pathlib; from pressline.runtime import ownership; print({looked})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "{}\n"


def test_papers_of_version_0_1_0_are_known_and_others_are_not() -> None:
    ours = {
        "report.json": '{\n "version": 1,\n "source": "a.txt"',
        "manifest.json": '{\n "version": 1,\n "files": [\n  {',
        "batch.json": '{\n "schema": 1,\n "complete": true',
        "report.html": '<!DOCTYPE html>\n<html lang="en"><head><meta></head><body><p class="kicker">Pressline · the proof</p>',
        "queries.md": "# Queries on a.txt\n",
        "submission.md": "# A title\n\nFor: us-law-review\n\n## Length\n\n",
    }
    assert set(ours) == generated_files.GENERATED_FILES - {generated_files.DIFFERENCES}
    for name, text in ours.items():
        assert generated_files.is_generated(name, text.encode()), name
        assert not generated_files.is_generated(name, b"x" + text.encode()), name
        assert not generated_files.is_generated(name, b"{}\n"), name
    written = {
        report_json.FILE_NAME,
        manifest.FILE_NAME,
        page.FILE_NAME,
        queries_report.FILE_NAME,
        generated_files.SUBMISSION,
        generated_files.DIFFERENCES,
        RESULT,
    }
    assert written == generated_files.GENERATED_FILES


def test_generated_papers_say_so_in_their_first_line(built: Path) -> None:
    build(Job(built / "essay.md", formats=("docx",)))
    for name in ("report.json", "report.html", "manifest.json", "queries.md", ".pressline.json"):
        first = (built / name).read_text(encoding="utf-8").split("\n")[0]
        assert generated_files.GENERATED in first, name


# --- killed at any step ---------------------------------------------------------------------------------------------


def press(folder: Path, text: str) -> None:
    """What a build writes, in its order, without the seconds of making it."""
    source = folder.parent / "raw.txt"
    essay = {"essay.md": text.encode(), "art/a.png": text.encode()}
    sheets = {"report.json": text.encode(), "queries.md": text.encode()}
    with files.claimed(folder):
        put(WritePlan(folder, source, essay, to_edit=essay))
        put(WritePlan(folder, source, {"essay.pdf": text.encode()}))
        put(WritePlan(folder, source, {"preview/page-1.png": text.encode()}))
        make_way(WritePlan(folder, source, dict.fromkeys(sheets)))
        put(WritePlan(folder, source, sheets))
        settle(folder)


class Killed(BaseException):
    """The end of a process: nothing that it would have done on the disk afterwards is done."""


def is_killed_before(step: int, run: Callable[[], None]) -> bool:
    """Run until step number `step` on the disk, and no further, as by `kill -9`; whether it came to that."""
    done = 0

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def step_on_disk(*given: object, **options: object) -> object:
            nonlocal done
            done += 1
            if done >= step:
                raise Killed
            return call(*given, **options)

        return step_on_disk

    with pytest.MonkeyPatch.context() as patch:
        for place, name in ((Path, "replace"), (Path, "unlink"), (os, "link")):
            patch.setattr(place, name, dying(getattr(place, name)))
        try:
            run()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("first", [True, False], ids=["first", "again"])
def test_a_build_killed_at_any_step_is_followed_by_one_that_asks_for_nothing(
    first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    for step in range(1, 1_000):
        folder = tmp_path / str(step) / "out"
        folder.mkdir(parents=True)
        if not first:
            press(folder, "old")
        if not is_killed_before(step, partial(press, folder, "new")):
            break
        press(folder, "newer")
        assert {name for name in contents(folder) if "pressline" in name or "before" in name} == {".pressline.json"}
        rows = json.loads((folder / ".pressline.json").read_text(encoding="utf-8"))
        assert rows["essay.pdf"].split()[-1] == files.sha256(b"newer")
    assert step > 12


def test_a_file_that_is_saved_between_the_check_and_the_writing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    put(WritePlan(out, tmp_path / "raw.txt", {"essay.pdf": b"old"}))
    honest = ownership._write_record

    def meanwhile(folder: Path, record: dict[str, tuple[str, ...]], texts: dict[str, tuple[bytes, ...]]) -> None:
        """Somebody saves both files after they were looked at."""
        honest(folder, record, texts)
        (out / "essay.pdf").write_bytes(b"mine")
        (out / "essay.epub").write_bytes(b"mine too")

    monkeypatch.setattr(ownership, "_write_record", meanwhile)
    for name in ("essay.pdf", "essay.epub"):
        (out / "essay.epub").unlink(missing_ok=True)
        with pytest.raises(PresslineError, match="W004"):
            put(WritePlan(out, tmp_path / "raw.txt", {name: b"new"}))
    monkeypatch.undo()
    assert contents(out).keys() == {".pressline.json", "essay.pdf", "essay.epub"}
    assert ((out / "essay.pdf").read_bytes(), (out / "essay.epub").read_bytes()) == (b"mine", b"mine too")


def test_what_is_kept_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 127)  # 254 bytes: an ending makes it too long
    for number in range(3):
        path.write_bytes(b"%d" % number)
        kept = files.keep_before(path)
        assert files.keep_before(path) == kept  # once is enough
        path.unlink()
    assert sorted(contents(tmp_path).values()) == [b"0", b"1", b"2"]
    assert {path.name.partition(".")[2] for path in tmp_path.iterdir()} == {"before", "before-2", "before-3"}


def test_disks_without_links_keep_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    essay = essay_in(tmp_path / "a")
    put(WritePlan(tmp_path / "a", essay, {"essay.pdf": b"old"}))
    (tmp_path / "a" / "essay.pdf").write_bytes(b"mine")
    put(WritePlan(tmp_path / "a", essay, {"essay.pdf": b"new", "essay.epub": b"new"}, force=True))
    assert (tmp_path / "a" / "essay.pdf.before").read_bytes() == b"mine"
    assert (tmp_path / "a" / "essay.epub").read_bytes() == b"new"


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["build", "normalize", "check"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (b"..txt", "nothing but dots"),
        (b"...txt", "nothing but dots"),
        (b" .txt", "nothing but dots"),
        (b".txt", "nothing before its ending"),
        (b"caf\xe9.txt", "not UTF-8"),
        (b"x" * 300 + b".txt", "name too long"),
    ],
)
def test_a_name_that_no_file_can_be_named_after_is_refused(
    command: str, name: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "in" / "deep")
    if len(name) < 255:
        Path(os.fsdecode(name)).write_text(RAW, encoding="utf-8")
    before = contents(tmp_path)
    assert main([command, os.fsdecode(name)]) == 1
    assert said in capsys.readouterr().out
    assert main([command, os.fsdecode(name), "--json"]) == 1
    told = json.loads(capsys.readouterr().out.encode())  # strict: it is UTF-8
    assert len(told["findings"]) == 1
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["trailing .txt", "dot..txt", "new\nline.txt", "esc\x1b[31m.txt", "x" * 251 + ".txt"])
def test_other_odd_names_work(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_text(RAW, encoding="utf-8")
    for _ in range(2):
        assert main(["normalize", str(tmp_path / name)]) == 0
    assert (tmp_path / name[:-4] / "essay.md").is_file()
    assert "\x1b" not in capsys.readouterr().out


def test_a_finished_file_whose_name_would_be_too_long_is_named_once(tmp_path: Path) -> None:
    essay = essay_in(tmp_path).rename(tmp_path / f"{'x' * 252}.md")
    found = refused(build, Job(essay, formats=("pdf", "epub", "docx")))
    assert [each.code for each in found] == ["W009"]
    essay = essay.rename(tmp_path / f"{'x' * 250}.md")
    assert not build(Job(essay, formats=("docx",), page=False)).failed


# --- copies and many essays -----------------------------------------------------------------------------------------


def test_the_files_of_anonymous_copies_are_asked_about_too(built: Path) -> None:
    for name in ("essay-anonymous.docx", "essay-cover-page.docx"):
        (built / name).write_bytes(b"mine")
    found = refused(build, docx(built, anonymous=True))
    assert named(found) == {("W004", "essay-anonymous.docx"), ("W004", "essay-cover-page.docx")}


def test_a_batch_asks_as_a_build_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(RAW, encoding="utf-8")
    out = tmp_path / "out"
    (out / "a").mkdir(parents=True)
    (out / "a" / "essay.docx").write_bytes(b"mine")
    (out / "batch.json").write_bytes(b"[]")
    command = ["batch", str(tmp_path / "in"), "-o", str(out), "--to", "docx", "--jobs", "1", "--json"]
    assert main(command) == 1
    assert "W004" in capsys.readouterr().out
    assert contents(out) == {"a/essay.docx": b"mine", "batch.json": b"[]"}
    (out / "batch.json").unlink()
    assert main(command) == 1
    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert (row["state"], [fault["code"] for fault in row["faults"]]) == ("failed", ["W004"])
    assert contents(out / "a") == {"essay.docx": b"mine"}
    assert main([*command, "--force"]) == 0
    assert (out / "a" / "essay.docx.before").read_bytes() == b"mine"
