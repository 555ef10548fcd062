"""The lines of titles and headings: few, even, and broken where the sense allows."""

from __future__ import annotations

from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from pressline.backends.pdf.weasyprint_patches import line_layout, patched


def heading_lines(text: str, width: int, tag: str = "<h2>") -> list[str]:
    """The lines of a heading of 20 px letters in a column `width` px wide."""
    style = f"@page {{ size: {width}px 900px; margin: 0 }} body {{ margin: 0 }} body * {{ font: 20px serif; margin: 0 }}"
    page = f"<style>{style}</style>{tag}{text}"
    with patched():
        document = weasyprint.HTML(string=page).render()
    box: Any = document.pages[0]._page_box
    found = [line for line in box.descendants() if isinstance(line, boxes.LineBox)]
    return ["".join(t.text for t in line.descendants() if isinstance(t, boxes.TextBox)).strip() for line in found]


@pytest.mark.parametrize("tag", ["<h2>", "<p class=title>", "<figure><figcaption>"])
def test_no_word_is_left_over_on_the_last_line(tag: str) -> None:
    found = heading_lines("The Legacy of Inaction and Partial Reforms: Lessons Learned?", 480, tag)
    assert len(found) == 2
    assert abs(len(found[0]) - len(found[1])) < 15


@pytest.mark.parametrize("width", range(340, 620, 20))
def test_a_small_word_stays_with_the_next(width: int) -> None:
    found = heading_lines("On the Beginnings and the Ends of Small Wars and of Treaties", width)
    assert " ".join(found) == "On the Beginnings and the Ends of Small Wars and of Treaties"
    assert not any(line.endswith((" and", " the", " of")) for line in found)


def test_a_short_heading_and_a_word_too_wide_are_left_alone() -> None:
    assert heading_lines("Notes", 480) == ["Notes"]
    assert "".join(heading_lines("Donaudampfschifffahrtsgesellschaft", 100)).replace("-", "").startswith("Donau")


def test_without_the_mend_a_word_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_layout, "is_balanced", lambda linebox: False)
    assert heading_lines("The Legacy of Inaction and Partial Reforms: Lessons Learned?", 480)[-1] in (
        "Learned?",
        "Lessons Learned?",
    )
