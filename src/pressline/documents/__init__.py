"""Rich documents: HTML, DOCX, ODT, RTF, EPUB and Markdown, each read into a Sheet, with every word accounted for."""

from __future__ import annotations

from pressline.documents.hypertext import decode as decode_page
from pressline.documents.links import linked_notes
from pressline.documents.reading import KINDS, sheet_of_document

__all__ = ["KINDS", "decode_page", "linked_notes", "sheet_of_document"]
