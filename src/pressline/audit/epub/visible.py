"""Whether a reader sees all words of an EPUB and no others.

What its style sheets and its markup do to them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from pressline.audit.epub.css.rules import Sheets
from pressline.audit.epub.css.seen import judged, sheets_of
from pressline.audit.epub.opened import Opened, Problem, resolve
from pressline.model import Book

_CODES = {"hidden": "A070", "added": "A071", "doubt": "A078", "folded": "A079", "moved": "A082"}
_MOST_SHOWN = 30  # findings of a kind; a book in which all is hidden has one for each document


def check_seen(opened: Opened, book: Book) -> Iterator[Problem]:
    """No word is hidden, added, moved or folded away by style.

    What cannot be judged is named.
    """
    known: dict[object, Sheets] = {}
    told: dict[str, int] = {}

    def fetch(base: str, target: str) -> tuple[str, bytes | None]:
        path = resolve(posixpath.dirname(base), target)[0]
        return path, opened.files.get(path)

    for doc in opened.reading_order:
        for (what, how), texts in judged(doc, sheets_of(doc, fetch, known)).found.items():
            code = _CODES[what]
            told[code] = told.get(code, 0) + 1
            if told[code] <= _MOST_SHOWN:
                yield code, doc.path, {"how": how, "text": _excerpt(texts), "count": len(texts)}


def _excerpt(texts: list[str]) -> str:
    """The first of some words, and how many other places there are."""
    more = f", and at {len(texts) - 1} other places" if len(texts) > 1 else ""
    return f"“{texts[0]}”{more}" if texts[0] else "no word yet"
