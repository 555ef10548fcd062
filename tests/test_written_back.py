"""What essay.md says is what the reader found, whatever stands beside a sign that Markdown has a use for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressline.book.markdown import parse_essay
from pressline.compare import text_compare
from pressline.model import Source
from pressline.normalize import normalizer
from pressline.normalize.readings import best_reading
from pressline.normalize.writer import write

HEAD = "<html><head><title>On Prices</title></head><body><h1>On Prices</h1><p>It rained all the year.</p>"
NOTES = '<ol><li id="a">Holm, 12. <a href="#ra">↩</a></li><li id="b">Lund, 15. <a href="#rb">↩</a></li></ol>'


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("<p>It cost $5 <em>or so</em> and 6$ then.</p>", r"It cost \$5 *or so* and 6$ then."),
        ("<p>It cost $5 and $6.</p>", "It cost $5 and $6."),
        ("<p>It cost 5$ <em>or so</em>, no more.</p>", "It cost 5$ *or so*, no more."),
        (
            "<table><tr><th>code</th><th>use</th></tr><tr><td><p>let $a</p><p>be x$</p></td><td>2</td></tr></table>",
            r"let \$a[]{.break}be x$",
        ),
        (
            '<p>It was cash<sup>[<a id="ra" href="#a">1</a>,<a id="rb" href="#b">2</a>]</sup> then.</p>' + NOTES,
            "It was cash[^1][^2] then.",
        ),
        ("<p>On the 1<sup>st</sup> it came.</p>", "On the 1^st^ it came."),
    ],
)
def test_essay_md_says_what_was_read(said: str, written: str) -> None:
    _, manuscript = best_reading(Source(Path("essay.html"), "html", f"{HEAD}{said}</body></html>".encode()))
    text = write(manuscript)
    assert written in text
    book = parse_essay(text, manuscript.metadata, Path("essay.md"), stamp=0)
    assert not list(text_compare.compare(normalizer.reading_of(manuscript), text_compare.reading_of(book)))
