"""The title block: title, subtitle, authors with the call of the author note, abstract, keywords."""

from __future__ import annotations

from lxml import etree

from pressline.backends.docx.notes import author_call, has_author_note
from pressline.backends.docx.ooxml import paragraph, run, text
from pressline.model import Edition, Metadata
from pressline.transforms.author_note import keywords_line


def title_block(metadata: Metadata, edition: Edition) -> list[etree._Element]:
    """The paragraphs above the contents and the text.

    The author note is called after the last author, or the title if there is none.
    """
    lines = [("Title", metadata.title), ("Subtitle", metadata.subtitle), *(("Author", a.name) for a in metadata.author)]
    block = [paragraph(style, run(text(" ".join(line.split())))) for style, line in lines if line]
    if has_author_note(metadata):
        block[-1 if metadata.author else 0].append(author_call())
    below = [("Abstract", part) for part in (metadata.abstract or "").split("\n\n")] if edition.abstract else []
    if edition.keywords:
        below.append(("Keywords", keywords_line(metadata)))
    return block + [paragraph(style, run(text(" ".join(part.split())))) for style, part in below if part.strip()]
