"""What stands in the margins of pages: running heads, page numbers, words of a layout.

In a layout of Pressline's the head says what it should on every page but the first, and the page number stands outside, on
the first page at the foot. Where the author's own sheets say what stands where, all of it must be a page number, a head, or
words of those sheets; that some are missing is the layout's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

from pressline.audit.pdf.expected import Expected
from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.pages import PdfPage
from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, finding

_LONGEST_ADDED = 80  # letters that a sheet puts before a title
_SHORTEST_CUT = 12  # letters of a head that ends in an ellipsis
_NUMBER = r"(?:\d{1,5}|[ivxlcdm]{1,12})"  # of a page, of all pages, of a chapter


def solid(text: str) -> str:
    """A text without spaces, folded.

    Heads are letterspaced, and their lines may break anywhere.
    """
    return "".join(fold(text).split())


def letters(text: str) -> str:
    """The letters and figures of a text, folded, in small letters; "x²" is x2.

    >>> letters("power-sharing, “14”")
    'powersharing14'
    """
    if not text.isascii():
        text = normalize("NFKC", fold(text))
    return "".join(character for character in text.casefold() if character.isalnum())


def same_in(cases: Sequence[str], wanted: str, found: str) -> bool:
    """Whether two solid texts are the same, or one in the letters that a sheet asks for."""
    return wanted == found or (bool(cases) and wanted.casefold() == found.casefold())


def lengths_of(patterns: Sequence[str], glyphs: Sequence[Glyph]) -> Iterator[int]:
    """How many glyphs, from the first, sheets may have put before a text; 0 first."""
    yield 0
    if not patterns:
        return
    added = re.compile(f"(?:{'|'.join(patterns)})")
    text = solid("".join(glyph.text for glyph in glyphs[:_LONGEST_ADDED]))
    yield from (length for length in range(1, len(text) + 1) if added.fullmatch(text[:length]))


def margin_findings(sheet: PdfPage, text: Sequence[Glyph], expected: Expected, place: Place) -> list[Finding]:
    """Findings A010 and A011 for what is wrong in the margins of a page.

    `text`: what stands on it besides.
    """
    glyphs = [glyph for glyph in sheet.glyphs if glyph.part == "margin"]
    if expected.additions.own_margins:
        return list(_of_own_sheets(glyphs, expected, place))
    if not sheet.glyphs:
        return [finding("A010", place, expected="a running head", found="an empty page")]
    found = list(_opening(sheet, glyphs, place) if sheet.page == 1 else _usual(sheet, glyphs, expected, place))
    among = [g for g in glyphs if text and min(t.y for t in text) + 1 < g.y < max(t.y for t in text) - 1]
    return [*found, finding("A010", place, expected="nothing in the text", found=repr(_joined(among)[:60]))] if among else found


def _joined(glyphs: Sequence[Glyph]) -> str:
    """The letters of the margins, line by line from above, each from the left."""
    return solid("".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: (-round(glyph.y / 4), glyph.x))))


def _opening(sheet: PdfPage, glyphs: Sequence[Glyph], place: Place) -> Iterator[Finding]:
    """On the first page the number stands at the foot, in the middle, and nothing else."""
    lowest = min((glyph.y for glyph in sheet.glyphs), default=0.0)
    foot = [glyph for glyph in glyphs if glyph.y < lowest + 3]
    others = [glyph for glyph in glyphs if glyph.y >= lowest + 3]
    middle = sum(glyph.x for glyph in foot) / max(len(foot), 1)
    if _joined(foot) != "1" or abs(middle - sheet.width / 2) >= sheet.width / 8:
        yield finding("A011", place, expected="1 at the foot", found=repr(_joined(foot)[:20]))
    if others:
        yield finding("A010", place, expected="none on the opening page", found=repr(_joined(others)[:60]))


def _usual(sheet: PdfPage, glyphs: Sequence[Glyph], expected: Expected, place: Place) -> Iterator[Finding]:
    """On every other page the number stands outside, and the head says what it should."""
    page_number, verso = str(sheet.page), sheet.page % 2 == 0
    words = expected.verso_head if verso else expected.recto_head
    found = _joined(glyphs)
    left = verso != expected.rtl  # the number stands at the left, outside
    cut = len(page_number) if left else len(found) - len(page_number)
    outer, inner = (found[:cut], found[cut:]) if left else (found[max(cut, 0) :], found[: max(cut, 0)])
    if outer != page_number:
        yield finding("A011", place, expected=page_number, found=repr(outer))
    if not _is_head(inner, words):
        yield finding("A010", place, expected=repr(words), found=repr(inner[:60]))


def _is_head(found: str, words: str) -> bool:
    """Whether a running head says `words`, or begins with them and ends in an ellipsis."""
    whole = solid(words)
    return found == whole or (found.endswith("…") and len(found) > _SHORTEST_CUT and whole.startswith(found[:-1]))


def _of_own_sheets(glyphs: Sequence[Glyph], expected: Expected, place: Place) -> Iterator[Finding]:
    """Findings A010 for words in a margin: no head, no number, none of the sheets'."""
    if not glyphs:
        return
    known = [text for text in map(letters, (*expected.heads, *(text for _, text in expected.outline))) if text]
    own = [text for text in map(letters, expected.additions.in_margins) if text]
    parts = sorted(map(re.escape, {*known, *own}), key=len, reverse=True)
    words = f"(?:{'|'.join(parts)})*+" if parts else ""
    allowed = re.compile(f"{words}(?:{_NUMBER}{words}){{0,3}}")
    for run in _runs(glyphs):
        said = letters("".join(glyph.text for glyph in run))
        shortened = run[-1].text == "…" and any(text.startswith(said) for text in known)
        if not (shortened or allowed.fullmatch(said)):
            shown = "".join(glyph.text for glyph in run)[:60]
            yield finding("A010", place, expected="a head of the book or words of the layout's print.css", found=repr(shown))


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs of a margin box by box, in the order of painting."""
    run = list(glyphs[:1])
    for before, glyph in pairwise(glyphs):
        em = max(before.em, glyph.em)
        if not -em < glyph.x - before.end < 3 * em and abs(glyph.y - before.y) < 0.6 * em:
            yield run
            run = []
        run.append(glyph)
    yield run
