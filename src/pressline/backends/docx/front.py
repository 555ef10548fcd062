"""The title block: title, subtitle, authors with the call of the author note, abstract."""

from __future__ import annotations

from lxml import etree

from pressline.backends.docx.notes import author_call, has_author_note
from pressline.backends.docx.ooxml import paragraph, run, text
from pressline.model import Metadata


def title_block(metadata: Metadata) -> list[etree._Element]:
    """The paragraphs above the text. The author note is called after the last author, or the title if there is none."""
    lines = [("Title", metadata.title), ("Subtitle", metadata.subtitle), *(("Author", a.name) for a in metadata.author)]
    block = [paragraph(style, run(text(" ".join(line.split())))) for style, line in lines if line]
    if has_author_note(metadata):
        block[-1 if metadata.author else 0].append(author_call())
    abstract = (metadata.abstract or "").split("\n\n")
    return block + [paragraph("Abstract", run(text(" ".join(part.split())))) for part in abstract if part.strip()]
