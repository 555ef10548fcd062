"""Read HTML, DOCX, ODT, RTF, EPUB and Markdown into a Sheet; every word is accounted for."""

from __future__ import annotations

from pressline.readers.documents.html_decode import decode as decode_page
from pressline.readers.documents.links import linked_notes
from pressline.readers.documents.note_residue import without_residue
from pressline.readers.documents.reading import KINDS, sheet_of_document

__all__ = ["KINDS", "decode_page", "linked_notes", "sheet_of_document", "without_residue"]
