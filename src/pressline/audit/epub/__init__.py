"""The audit of an EPUB: opened afresh, read as a reader reads it, and compared with the book.

`opened` is the file, `reading` its words, `checks` all else. Nothing is taken from the backend: neither code nor names of
files, but the markup that reading systems themselves go by (epub:type, the manifest, the spine).
"""

from __future__ import annotations

import zipfile
import zlib

from pressline.audit.epub.checks import CHECKS
from pressline.audit.epub.opened import Unreadable, open_epub
from pressline.audit.epub.reading import read
from pressline.conserve import compare, reading_of
from pressline.findings import Finding, Place, finding
from pressline.model import Artifact, Book


def audit(artifact: Artifact, book: Book) -> list[Finding]:
    """What is wrong with a finished EPUB; empty when nothing is."""
    name = artifact.path.name
    try:
        opened = open_epub(artifact.path)
    except (Unreadable, OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        return [finding("A003", Place(name), reason=error)]
    found = [finding(code, Place(name, spot=spot), **values) for check in CHECKS for code, spot, values in check(opened, book)]
    for where, difference in compare(reading_of(book), read(opened)):
        words = {"expected": difference.expected, "found": difference.found}
        found.append(finding("A001", Place(name, spot=f"after “{difference.context}”"), where=where, **words))
    return found
