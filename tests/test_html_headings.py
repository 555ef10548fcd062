"""Bold lines that are headings, and those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.pandoc.passages import text_of
from pressline.readers.documents import linked_notes, sheet_of_document

PROSE = (
    "<p>The river rose in the night, and by the morning the lower meadow stood under water as it had not "
    "done since the old mill was.</p>"
)


def headings(html: str) -> list[str]:
    sheet = linked_notes(sheet_of_document(html.encode(), "html", Path("page.html")))
    return [text_of(p) for p in sheet.paragraphs if p.kind == "heading" and text_of(p) != "T"]


HEADINGS = {
    "paragraphs": f"<p><b>Words</b></p>{PROSE}<p><b>Deeds</b></p>{PROSE}",
    "between breaks": f"{PROSE[:-4]}<br><br><b>Words</b><br><br>{PROSE[3:-4]}<br><br><b>Deeds</b><br><br>{PROSE[3:]}",
    "numbered": f"<p><strong>1. Words.</strong></p>{PROSE}<p><strong>2. Deeds.</strong></p>{PROSE}",
    "by style": f"<p><span style='font-weight:700'>Words</span></p>{PROSE}<p><span style='font-weight: 600'>Deeds</span></p>"
    f"{PROSE}",
}


@pytest.mark.parametrize("case", HEADINGS)
def test_bold_lines_of_one_class_are_headings(case: str) -> None:
    assert [h.strip("12. ") for h in headings(f"<h1>T</h1>{PROSE}{HEADINGS[case]}")] == ["Words", "Deeds"]


NONE = {
    "lead-ins": f"{PROSE}<p><b>Thanks</b> to Rose.</p>{PROSE}<p><b>Correction:</b> it was 1851.</p>",
    "a byline": f"<p><b>By Ann Lee</b></p>{PROSE}{PROSE}",
    "an interview": "".join(f"<p><b>What did you think of it when it happened, and why {n}?</b></p>{PROSE}" for n in range(4)),
    "lines that announce": f"{PROSE}<p><b>The first way:</b></p>{PROSE}<p><b>The second way:</b></p>{PROSE}",
    "a notice of several lines": f"{PROSE}<p><b>Closed</b></p><p><b>on Monday</b></p><p><b>and later</b></p>{PROSE}",
    "two sentences with weight": f"{PROSE}<p><b>That was all.</b></p>{PROSE}<p><b>It was not enough, I thought.</b></p>{PROSE}",
    "the last line": f"{PROSE}{PROSE}<p><b>Ann Lee</b></p>",
}


@pytest.mark.parametrize("case", NONE)
def test_other_bold_lines_are_text(case: str) -> None:
    assert headings(f"<h1>T</h1>{NONE[case]}") == []
