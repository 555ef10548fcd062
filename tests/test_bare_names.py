"""The author under the title, and the notes at the end, of essays in many languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.normalize.normalizer import drafted
from pressline.readers.plaintext import sheet_of_text

CASES = Path(__file__).parent / "cases" / "authors-by-language.txt"
ROWS = [line.split(" | ") for line in CASES.read_text("utf-8").splitlines() if line[:1] not in ("", "#")]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_name_under_a_title_is_the_author_in_any_language(row: list[str]) -> None:
    title, line, opening, sentence, notes, author = (part.strip(" |") for part in (*row, "")[:6])
    text = [f"{sentence}[{number}] {sentence}" for number in (1, 2)] + [f"{sentence} {sentence}"] * 4
    parts = [title, line, opening, *text, notes, f"[1] {sentence}", f"[2] {sentence}"]
    manuscript = drafted(sheet_of_text("\n\n".join(filter(None, parts)).encode(), Path("essay.txt")))
    assert manuscript.metadata.title == title
    assert [who.name for who in manuscript.metadata.author] == [author] * bool(author)
    assert len(manuscript.notes) == 2


@pytest.mark.parametrize("line", ["夏目漱石 著", "김소월 지음", "Ayşe Yılmaz tarafından", "Kovács Anna írta"])
def test_a_byline_may_have_its_word_behind_the_name(line: str) -> None:
    essay = "\n\n".join(["A", line, "Kos ma dom. " * 40])
    author = line.rpartition(" ")[0]
    manuscript = drafted(sheet_of_text(essay.encode(), Path("essay.txt")))
    assert [who.name for who in manuscript.metadata.author] == [author]
