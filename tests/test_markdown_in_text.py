"""A .txt that is Markdown is read as Markdown; one that only has marks like Markdown's is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.readers.markdown_in_text import is_markdown
from pressline.readers.source import read, sheet_of

PROSE = "The ferry across the sound was older than the town, and it carried cattle, hay and letters."
MARKED = {
    "heading and emphasis": f"# On Ferries\n\n{PROSE}\n\nIt was *never* late.\n",
    "links": f"{PROSE} See [the register](https://example.org/r).\n\n{PROSE}\n\nAnd [the other](#b), and **both**.\n",
    "notes": f"{PROSE}[^1]\n\n{PROSE}\n\n[^1]: The *Register*, 44.\n",
    "fence and heading": f"{PROSE}\n\n```\nrope = 1\n```\n\n## The Rope\n\n{PROSE}\n",
    "crlf": f"# On Ferries\r\n\r\n{PROSE}\r\n\r\nIt was *never* late.\r\n",
}
PLAIN = {
    "about Markdown": f'{PROSE}\n\nOne writes "[words](http://example.org)" for a link, "**so**" for bold, `#` for headings.\n',
    "one paragraph about it": f"{PROSE}\n\nOne writes [words](http://example.org) for a link, **so** for bold.\n\n{PROSE}\n",
    "asterisks for notes": f"{PROSE}*\n\n{PROSE}**\n\n* The Register, 44.\n\n** Ibid.\n",
    "typed emphasis": f"The _lower_ rope was *never* cut.\n\n{PROSE} It is in the _Register_.\n",
    "number signs": f"# 5 was the first rope.\n\n# 6 was the second.\n\n{PROSE}\n",
    "comments of a script": f"# The rope\n# and its maker\n\n{PROSE}\n\n*So* it was.\n",
    "numbered notes": f"{PROSE}[1]\n\n{PROSE}[2]\n\n[1] The Register, 44.\n[2] Ibid.\n",
    "set in": f"    {PROSE}\n\n    {PROSE}\n\n    See *this* and [that](http://example.org/x).\n\n    **Both**.\n",
}


@pytest.mark.parametrize("text", MARKED.values(), ids=MARKED)
def test_markdown_is_told(text: str) -> None:
    assert is_markdown(text.encode())


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_text_is_told(text: str) -> None:
    assert not is_markdown(text.encode())


def test_markdown_in_a_txt_is_read_as_such_and_said(tmp_path: Path) -> None:
    path = tmp_path / "essay.txt"
    path.write_text(MARKED["heading and emphasis"])
    sheet = sheet_of(read(path))
    assert [(p.kind, p.level) for p in sheet.paragraphs][0] == ("heading", 1)
    assert [mark.kind for run in sheet.paragraphs[2].inlines for mark in getattr(run, "marks", ())] == ["emphasis"]
    assert sheet.steps[0].why == "read as Markdown, by its marks"
