"""`pressline normalize --again`: an essay.md that a person has edited is never stuck, and never touched."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from pressline.book.metadata import load_metadata
from pressline.cli import main
from pressline.compare.three_way import merge
from pressline.findings import Finding, PresslineError
from pressline.model import Job
from pressline.pipeline.again import normalize_again
from pressline.pipeline.build import normalize_essay
from pressline.report.word_diff import word_diff

RAW = """The Ferry

By Ann Bo

The ferry had crossed the sound for as long as anybody could remember[1], and nobody asked who had paid for it.

When the bridge was opened the ferrymen were given a dinner and a clock. The clock was never wound.

A lamp stood on the pier, and a man was paid to look after it until he died.

Notes

[1] Holm, The Ferries of the Sound (1908), 12.
"""
NEW = ("essay.new.md", "metadata.new.yaml", "essay.new.diff")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw essay of which an essay.md was made in a folder of its name."""
    path = tmp_path / "ferry.txt"
    path.write_text(RAW, encoding="utf-8")
    normalize_essay(Job(path))
    return path


def essay_of(raw: Path) -> Path:
    return raw.with_suffix("") / "essay.md"


def changed(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".pressline.json"}


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in found]


def test_a_reading_that_has_not_changed_leaves_edits_alone(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(essay_of(raw), "a dinner and a clock", "a dinner, a speech and a clock")
    before = contents(essay_of(raw).parent)
    assert main(["normalize", "--again", str(raw)]) == 0
    assert "nothing would change" in capsys.readouterr().out
    assert contents(essay_of(raw).parent) == before


@pytest.mark.parametrize("named", ["raw", "essay"])
def test_edits_and_the_new_reading_stand_side_by_side(raw: Path, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    essay = essay_of(raw)
    changed(essay, "a dinner and a clock", "a dinner, a speech and a clock")
    changed(raw, "never wound.", "never wound up.")
    changed(raw, "[1] Holm, The", "[1] Holm, Of The")
    before = contents(essay.parent)
    assert main(["normalize", "--again", str(raw if named == "raw" else essay)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"mv {essay.parent / NEW[0]} {essay}" in out
    after = contents(essay.parent)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"essay.new.md", "essay.new.diff"}
    text = after["essay.new.md"].decode()
    assert "a dinner, a speech and a clock. The clock was never wound up." in text
    assert text.endswith("[^1]: Holm, Of The Ferries of the Sound (1908), 12.\n")
    shown = after["essay.new.diff"].decode()
    assert shown.startswith("# pressline normalize --again writes this file anew")
    assert "never wound{+ up+}." in shown
    assert "Holm,{+ Of+} The Ferries" in shown
    assert "speech and a clock" in " ".join(shown.split())
    assert "[-" not in shown.split("--- ", 1)[1]


def test_where_both_changed_the_same_words_the_author_s_stand(raw: Path) -> None:
    changed(essay_of(raw), "given a dinner", "given a feast")
    changed(raw, "given a dinner", "given a supper")
    report = normalize_again(Job(raw))
    met, *_ = report.findings
    assert (met.code, met.place.path, met.place.line) == ("R036", str(essay_of(raw)), 3)
    assert "'feast'" in met.message and "'supper'" in met.message
    assert not any((essay_of(raw).parent / name).exists() for name in NEW)
    changed(raw, "on the pier", "on the quay")
    report = normalize_again(Job(raw))
    assert codes(report.findings) == ["R036", "W010"]
    text = (essay_of(raw).parent / "essay.new.md").read_text(encoding="utf-8")
    assert "given a feast" in text and "on the quay" in text
    assert "! essay.new.md:3: both changed this: yours stands, 'feast'" in (essay_of(raw).parent / NEW[2]).read_text("utf-8")


def test_metadata_keep_what_the_author_gave(raw: Path) -> None:
    essay = essay_of(raw)
    uuid = load_metadata(essay)[0].identifiers.uuid
    changed(essay.with_name("metadata.yaml"), "title: The Ferry", "title: The Old Ferry")
    changed(raw, "By Ann Bo", "By Ann Bo and Cy Dee")
    assert codes(normalize_again(Job(raw)).findings) == ["W010"]
    new = essay.with_name("metadata.new.yaml")
    metadata = load_metadata(essay, new)[0]
    assert metadata.title == "The Old Ferry"
    assert [author.name for author in metadata.author] == ["Ann Bo", "Cy Dee"]
    assert metadata.identifiers.uuid == uuid
    assert new.read_text(encoding="utf-8").startswith("# Proposed by pressline")
    assert not essay.with_name("essay.new.md").exists()


def test_what_was_taken_is_where_the_next_one_starts(raw: Path) -> None:
    essay = essay_of(raw)
    changed(essay, "a dinner and a clock", "a dinner, a speech and a clock")
    changed(raw, "never wound", "not wound")
    normalize_again(Job(raw))
    shutil.move(essay.with_name("essay.new.md"), essay)
    changed(essay, "not wound", "not once wound")
    changed(raw, "on the pier", "on the quay")
    assert codes(normalize_again(Job(raw)).findings) == ["W010"]
    text = essay.with_name("essay.new.md").read_text(encoding="utf-8")
    assert "a dinner, a speech and a clock. The clock was not once wound." in text
    assert "on the quay" in text


def test_a_folder_of_an_earlier_version_has_no_texts(raw: Path) -> None:
    """Then today's reading tells what was written, if it is what the digest says; else the author is told."""
    essay = essay_of(raw)
    record = essay.with_name(".pressline.json")
    rows = json.loads(record.read_text(encoding="utf-8"))
    del rows["texts"]
    record.write_text(json.dumps(rows), encoding="utf-8")
    changed(essay, "a dinner and a clock", "a dinner, a speech and a clock")
    assert codes(normalize_again(Job(raw)).findings) == ["W011"]
    changed(raw, "never wound", "not wound")
    assert codes(normalize_again(Job(raw)).findings) == ["R035", "W010"]
    text = essay.with_name("essay.new.md").read_text(encoding="utf-8")
    assert "not wound" in text and "speech" not in text
    assert "[-, a speech-]" in " ".join(essay.with_name("essay.new.diff").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("name", ["essay.new.md", "essay.new.diff"])
def test_nobody_s_file_is_overwritten(raw: Path, name: str) -> None:
    changed(raw, "never wound", "not wound")
    there = essay_of(raw).with_name(name)
    there.write_text("mine", encoding="utf-8")
    before = contents(there.parent)
    with pytest.raises(PresslineError) as caught:
        normalize_again(Job(raw))
    assert codes(tuple(caught.value.findings)) == ["W004"]
    assert contents(there.parent) == before
    normalize_again(Job(raw, force=True))
    assert there.with_name(f"{name}.before").read_text(encoding="utf-8") == "mine"
    normalize_again(Job(raw))  # our own is written anew


def test_an_essay_without_its_raw_essay_or_itself(raw: Path, tmp_path: Path) -> None:
    away = Path(shutil.move(raw, tmp_path / "elsewhere.txt"))
    with pytest.raises(PresslineError) as caught:
        normalize_again(Job(essay_of(raw)))
    assert codes(tuple(caught.value.findings)) == ["R034"]
    assert codes(normalize_again(Job(away, essay_of(raw).parent)).findings) == ["W011"]
    with pytest.raises(PresslineError) as caught:
        normalize_again(Job(away))
    assert codes(tuple(caught.value.findings)) == ["R001"]


def test_the_new_essay_is_no_other_essay(raw: Path) -> None:
    changed(raw, "never wound", "not wound")
    normalize_again(Job(raw))
    assert main(["check", str(essay_of(raw))]) == 0


def test_paragraphs_may_be_parted_beside_a_word_that_was_changed() -> None:
    base = "One lamp stood. It burned.\n\nTwo.\n"
    merged = merge(base, base.replace("stood", "fell"), base.replace("stood. It", "stood.\n\nIt"))
    assert merged.text == "One lamp fell.\n\nIt burned.\n\nTwo.\n"
    assert not merged.meetings


@pytest.mark.parametrize("seed", range(150))
def test_a_merge_loses_no_change(seed: int) -> None:
    chance = random.Random(seed)

    def edited(parts: list[str], letters: str) -> str:
        made = list(parts)
        for _ in range(chance.randint(0, 3)):
            at = chance.randint(0, len(made))
            made[at : at + chance.randint(0, 2)] = [chance.choice(letters) for _ in range(chance.randint(0, 2))]
        return "".join(made)

    parts = [chance.choice(["a", "b", "c", "\n\n", "d.", " "]) for _ in range(chance.randint(0, 30))]
    base, yours, new = "".join(parts), edited(parts, "uvw"), edited(parts, "xyz")
    assert merge(base, yours, base).text == yours
    assert merge(base, base, new).text == new
    merged = merge(base, yours, new)
    for met in merged.meetings:
        assert merged.text[met.at :].startswith(met.yours)
        assert (met.yours, met.new) != (met.base, met.base)
    assert all(merged.text.count(letter) >= yours.count(letter) for letter in "uvw")
    left = "".join(met.new for met in merged.meetings)
    assert all((merged.text + left).count(letter) >= new.count(letter) for letter in "xyz")


def test_words_far_from_a_change_are_left_out_of_what_is_shown() -> None:
    words = " ".join(f"w{n}" for n in range(200))
    shown = word_diff(f"{words}.\n", f"{words.replace('w100', 'other')}.\n", ("a", "b"))
    assert "[-w100-]{+other+}" in shown and "w99" in shown and "w101" in shown
    assert "w50" not in shown and "…" in shown
    assert word_diff("same\n", "same\n", ("a", "b")) == ""
