"""Where the figures of a book stand: they float, and their captions with them.

A caption is known by its words, which are whole lines of a page. It is taken out of the text of its page, put back where the
book has it before words are compared, and where it was is judged: behind the words that it follows in the book, at most a
page after them, on the page of its picture.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from pressline.audit.pdf.expected import FigureWords
from pressline.audit.pdf.regions import CaptionLines, ReadGlyph, Regions
from pressline.audit.pdf.words import WordReader
from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, finding

_HYPHENS = "-\u2010"
_MOST_PAGES = 1  # that a figure may come after the words it follows


@dataclass(frozen=True, slots=True)
class FigurePosition:
    """Where a figure stands: the page of its caption and that of the words before it.

    `early`: whether the caption stands before those words.
    """

    figure: FigureWords
    page: int
    text_page: int
    early: bool


def without_captions(zone: Regions, figures: Sequence[FigureWords]) -> Regions:
    """A page whose captions are told apart from its text."""
    captions = {figure.caption for figure in figures if figure.caption}
    if not captions:
        return zone
    longest = sorted(captions, key=len, reverse=True)
    body: list[ReadGlyph] = []
    found: list[CaptionLines] = []
    at = 0
    while at < len(zone.body):
        stop = next((end for words in longest if (end := _end_of(words, zone.body, at))), 0)
        if stop:
            told = "".join(_letters(mark) for mark in zone.body[at:stop] if not mark.call)
            found.append(CaptionLines(told, len(body), zone.body[at:stop]))
            at = stop
            continue
        body.append(zone.body[at])
        at += 1
    return replace(zone, body=tuple(body), captions=tuple(found)) if found else zone


def _letters(mark: ReadGlyph) -> str:
    return fold(mark.glyph.text).strip().casefold()


def _end_of(words: str, marks: Sequence[ReadGlyph], start: int) -> int:
    """The end of the whole lines from a glyph on that say these words, without spaces.

    0 when they do not.
    """
    if not marks[start].starts_line:
        return 0
    said, at = 0, start
    while at < len(marks) and said < len(words):
        mark = marks[at]
        letters = "" if mark.call else _letters(mark)
        ends_line = at + 1 == len(marks) or marks[at + 1].starts_line
        if letters and words.startswith(letters, said):
            said += len(letters)
        elif letters and not (ends_line and letters in _HYPHENS):
            return 0
        at += 1
    while at < len(marks) and marks[at].call and not marks[at].starts_line:
        at += 1
    whole = said == len(words) and (at == len(marks) or marks[at].starts_line)
    return at if whole else 0


def settle_captions(zones: Sequence[Regions], figures: Sequence[FigureWords]) -> list[Regions]:
    """The pages with as many captions as the book has; what else reads so is text.

    Captions are the smaller type; of type alike, what comes later.
    """
    wanted = Counter(figure.caption for figure in figures if figure.caption)
    found = [(number, caption) for number, zone in enumerate(zones) for caption in zone.captions]
    kept: set[int] = set()
    for words, count in wanted.items():
        alike = [(caption.glyphs[0].glyph.em, -number, id(caption)) for number, caption in found if _same(caption, words)]
        kept.update(key for _, _, key in sorted(alike)[:count])
    return [_with_only(zone, kept) if zone.captions else zone for zone in zones]


def _same(caption: CaptionLines, words: str) -> bool:
    """Whether a caption says these words, a hyphen at the end of a line aside."""
    return _bare(caption.words) == _bare(words)


def _bare(text: str) -> str:
    return text.translate({ord(sign): None for sign in _HYPHENS})


def _with_only(zone: Regions, kept: set[int]) -> Regions:
    """A page with these of its captions; the others are text."""
    body: list[ReadGlyph] = []
    captions: list[CaptionLines] = []
    at = 0
    for caption in zone.captions:
        body += zone.body[at : caption.at]
        at = caption.at
        if id(caption) in kept:
            captions.append(replace(caption, at=len(body)))
        else:
            body += caption.glyphs
    return replace(zone, body=(*body, *zone.body[at:]), captions=tuple(captions))


@dataclass(slots=True)
class CaptionsMet:
    """The captions met in reading.

    Each with its page, and how many glyphs of the text came before it.
    """

    met: list[tuple[CaptionLines, int, int]] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)  # glyphs of the text before each page, and its number

    def take(self, zone: Regions, before: int, start: int, stop: int) -> None:
        """Take the captions of a page.

        `before` glyphs of the text came before it, and its own are from `start` to `stop`.
        """
        self.pages.append((before, zone.page))
        self.met += [(one, zone.page, before + max(0, min(one.at, stop) - start)) for one in zone.captions]

    def put_back(
        self, marks: list[ReadGlyph], figures: Sequence[FigureWords], reader: WordReader
    ) -> tuple[list[ReadGlyph], list[FigurePosition]]:
        """The text with every caption where the book has it, and where each stood."""
        waiting = list(self.met)
        positions: list[FigurePosition] = []
        whole: list[ReadGlyph] = []
        taken = 0  # glyphs of the text that are in `whole`
        for figure in figures:
            match = next((one for one in waiting if figure.caption and _same(one[0], figure.caption)), None)
            if match is None:
                continue
            waiting.remove(match)
            caption, page, before = match
            place = self._place(marks, taken, whole, figure.start, reader)
            positions.append(FigurePosition(figure, page, self._page_of(place), before < place))
            whole += [*marks[taken:place], *caption.glyphs]
            taken = place
        return whole + marks[taken:], positions

    def _place(self, marks: list[ReadGlyph], taken: int, whole: list[ReadGlyph], words: int, reader: WordReader) -> int:
        """The last glyph up to which the text has no more than so many words.

        Those before `taken` are counted.
        """
        ends = [at for at in range(taken + 1, len(marks)) if marks[at].starts_line] + [len(marks)]
        known = len(reader.read(whole).words)

        def count(stop: int) -> int:
            return known + len(reader.read(marks[taken:stop]).words)

        return max(taken, ([taken, *ends])[bisect_right(ends, words, key=count)])

    def _page_of(self, place: int) -> int:
        """The page of the last glyph before a place."""
        starts = [before for before, _ in self.pages]
        return self.pages[max(0, bisect_right(starts, max(0, place - 1)) - 1)][1]


def figure_findings(
    positions: Sequence[FigurePosition], pictures: Mapping[str, set[int]] | None, path: str
) -> Iterator[Finding]:
    """Findings A105 to A107: a figure too early or too late, a caption by itself.

    `pictures`: the pages of each, by alternative text; None: the tags do not say so.
    """
    for number, position in enumerate(positions, start=1):
        place, text = Place(path, spot=f"page {position.page}"), position.figure.shown[:60]
        if position.early:
            yield finding("A105", place, number=number, text=text)
        elif position.page - position.text_page > _MOST_PAGES:
            yield finding("A106", place, number=number, text=text, page=position.text_page)
        if pictures is not None and any(position.page not in pictures.get(alt, ()) for alt in position.figure.pictures):
            yield finding("A107", place, number=number, text=text)


def pages_of_pictures(pdf: pikepdf.Pdf, elements: Sequence[Any]) -> dict[str, set[int]]:
    """The pages on which pictures stand, by their alternative text, as the tags say."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    found: dict[str, set[int]] = {}
    for element in elements:
        if element.get("/S") == "/Figure" and "/Pg" in element:
            alt = " ".join(str(element.get("/Alt", "")).split())
            found.setdefault(alt, set()).add(numbers.get(element.Pg.objgen, 0))
    return found
