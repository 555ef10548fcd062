"""What essay.md says of tables and verse beyond their words.

Compared with the manuscript that it was written from.
"""

from __future__ import annotations

from collections.abc import Iterator

from pressline.compare.grids import grid_deviations, grids_of, lines_of, solid
from pressline.findings import Finding, Place, finding
from pressline.model import Book, Manuscript, Paragraph
from pressline.pandoc.passages import text_of

_SHOWN = 40  # characters of a line that a finding quotes


def shape_findings(manuscript: Manuscript, book: Book, path: str) -> Iterator[Finding]:
    """Findings B056 for cells over other rows or columns than in the raw essay.

    B057 for lines that lost what they were set in.

    Of the text; a note is compared by its words alone.
    """
    place = Place(path)
    tables = [p.node for p in manuscript.blocks if p.kind == "table" and p.node is not None]
    for values in grid_deviations(grids_of(tables), grids_of([book.blocks])):
        yield finding("B056", place, **values)
    written = [(line.text, int(line.depth)) for line in lines_of([book.blocks])]
    for (text, depth), (other, found) in zip(_lines(manuscript.blocks), written, strict=False):
        if text != other or depth != found:
            yield finding("B057", place, line=text[:_SHOWN], expected=depth, found=found)
            return


def _lines(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, int]]:
    """The lines of verse: their letters and figures, and the columns that they are set in."""
    for paragraph in paragraphs:
        if paragraph.kind == "verse":
            for line in text_of(paragraph).split("\n"):
                words = line.partition("\t")[0] if line.rpartition("\t")[2].strip().isdigit() else line
                if line.strip():
                    yield solid(words), len(line) - len(line.lstrip(" "))
