"""The lines of a paragraph as the file has them.

A block of a title, a byline and a date as a paragraph each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressline.locale.boilerplate import MAIL_FIELDS
from pressline.locale.bylines import BY, BY_OR_PARTICLE
from pressline.locale.tables import words_of
from pressline.model import Paragraph
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.days import day_of
from pressline.pandoc.passages import cut, strip, text_of

_FIELD = re.compile(rf"(?:{MAIL_FIELDS}):\s")
_BY = words_of(BY, BY_OR_PARTICLE)


def spans_of(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Where each line of a paragraph starts and ends.

    A reader may have joined them, and the places tell.
    """
    text = text_of(paragraph)
    starts = {origin.at for origin in paragraph.origins} | {0} | {k + 1 for k, char in enumerate(text) if char == "\n"}
    edges = [*sorted(at for at in starts if at < len(text)), len(text)]
    return [(a, b) for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip()]


def rows_of(paragraph: Paragraph) -> list[str]:
    """The lines of a paragraph, without the white space round them."""
    text = text_of(paragraph)
    return [text[a:b].strip() for a, b in spans_of(paragraph)]


def opened(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs; those in front that hold a byline or a day are opened into lines.

    False positives it avoids: a stanza, and a paragraph of text that was wrapped.
    """
    for at, paragraph in enumerate(paragraphs):
        if at < thresholds.TITLE_FRONT and _is_block(paragraph, at == 0):
            for start, end in spans_of(paragraph):
                row = strip(cut(paragraph, start, end))
                yield Paragraph("text", row.inlines, row.origins, containers=row.containers, indent=row.indent)
        else:
            yield paragraph


def _is_block(paragraph: Paragraph, first: bool) -> bool:
    if paragraph.kind not in ("text", "verse") or len(text_of(paragraph)) > thresholds.TITLE_BLOCK:
        return False
    rows = rows_of(paragraph)
    if not 1 < len(rows) <= thresholds.TITLE_BLOCK_ROWS or max(map(len, rows)) > thresholds.TITLE_BLOCK_ROW:
        return False
    if sum(bool(_FIELD.match(row)) for row in rows) > 1:
        return False  # the header of a mail, which is read as a whole
    told = next((k for k, row in enumerate(rows) if _tells(row) or row.lower() in _BY and k + 1 < len(rows)), None)
    if told is not None:
        return all(_tells(row) or _goes_with(row) for row in rows[told + 1 :])
    if names.is_name(rows[0]) and sum(map(names.is_address, rows)) > 1:
        return True
    # "The Tolls of the River", "Ines Marlow": no stanza, because no line of it ends as a line of verse does.
    return first and bool(names.names_in(rows[-1])) and not any(row[-1] in ".,;:!?—" for row in rows)


def _goes_with(row: str) -> bool:
    """Whether a line may stand under a byline."""
    return bool(names.names_in(row)) or names.is_affiliation(row) or names.is_address(row)


def _tells(row: str) -> bool:
    explicit = row.split()[0].lower() in _BY and names.byline_of(row, False)
    return bool(explicit or day_of(row) or names.dated_byline(row)[1])
