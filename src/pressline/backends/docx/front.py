"""The title block: title, subtitle, authors with author-note call, abstract, keywords."""

from __future__ import annotations

from lxml import etree

from pressline.backends.docx.notes import author_call
from pressline.backends.docx.ooxml import paragraph, run, text
from pressline.model import Book


def title_block(book: Book) -> list[etree._Element]:
    """The paragraphs above the contents and the text.

    The author note is called after the last author, or the title if there is none.
    """
    metadata, edition, around = book.metadata, book.edition, book.composition
    lines = [("Title", metadata.title), ("Subtitle", metadata.subtitle), *(("Author", a.name) for a in metadata.author)]
    block = [paragraph(style, run(text(" ".join(line.split())))) for style, line in lines if line]
    if around.author_note:
        block[-1 if metadata.author else 0].append(author_call())
    below = [("Abstract", part) for part in (metadata.abstract or "").split("\n\n")] if edition.abstract else []
    if edition.keywords:
        below.append(("Keywords", around.keywords))
    return block + [paragraph(style, run(text(" ".join(part.split())))) for style, part in below if part.strip()]
