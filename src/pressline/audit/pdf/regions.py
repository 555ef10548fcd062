"""The regions of a page: its margins, text and notes, and the title block of the first.

What stands in the margins, running heads and page numbers, is told by the marks of the file; it must say what it should,
and nothing else: what is marked so and is text would be missed in the text. The notes begin with the first line whose first
word is a label, "14." or "*", that is a link back to a call; what stands below belongs to the notes. Of a note that runs on,
that much is taken from above the labels as reads like its rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple
from unicodedata import bidirectional, category, normalize

from pressline.audit.pdf.bidi import as_read, is_rtl
from pressline.audit.pdf.expected import Expected
from pressline.audit.pdf.glyph import Glyph
from pressline.audit.pdf.margins import lengths_of, letters, margin_findings, same_in, solid
from pressline.audit.pdf.pages import Address, PageLink, PdfPage
from pressline.audit.pdf.said import out_of_order
from pressline.compare import RAISED, joined
from pressline.findings import Finding, Place, finding

_LABEL = re.compile(r"(?:(\d+)\.|\*)")
_RAISED = 0.2  # em: a raised figure stands this much above its base line
_LIFTED, _SMALLER = 0.12, 0.85  # em of the line: how much a small glyph is lifted at least; how small it is
_ON_LETTERS = ("Mn", "Me")  # categories of characters
_TELLING = 8  # letters at the end of a note by which it is known
_STAND_IN = re.compile(r"\[U\+((?!0000)[0-9A-F]{4}|(?:10|[1-9A-F])[0-9A-F]{4})\]")
_BRACKETS = frozenset("[]()")
_SAFE_POINTS = 9.0  # no text stands closer to the edge of the sheet


class ReadGlyph(NamedTuple):
    """A glyph of the text: whether it starts a line, follows a space, or belongs to a call."""

    glyph: Glyph
    starts_line: bool
    after_space: bool
    call: bool
    target: str = ""  # of the link that it is part of: an address, "#" for a place in the file, of a call the link itself
    ends_call: bool = False  # the next figure is of another call, because this one names a page


@dataclass(frozen=True, slots=True)
class NoteArea:
    """A note on a page: its number (0: author note), its glyphs, and its label's link."""

    number: int
    glyphs: tuple[ReadGlyph, ...]
    label: PageLink
    first: Glyph  # of the label


@dataclass(frozen=True, slots=True)
class CaptionLines:
    """A caption on a page: its letters, and its glyphs.

    `at`: how many glyphs of the text of the page come before it.
    """

    words: str
    at: int
    glyphs: tuple[ReadGlyph, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """A page taken apart.

    `calls`: number, link and first figure of every call on it, in order.

    `told`: the page that each of them names, as `repeated.without_pages` has found it.
    """

    page: int
    body: tuple[ReadGlyph, ...]
    notes: tuple[NoteArea, ...]
    calls: tuple[tuple[int, PageLink, Glyph], ...]
    findings: tuple[Finding, ...]
    told: tuple[int, ...] = ()
    captions: tuple[CaptionLines, ...] = ()  # taken out of `body` by `figures.without_captions`

    @property
    def called(self) -> list[int]:
        """The numbers of the calls on the page."""
        return [number for number, _, _ in self.calls]


def regions_of(sheet: PdfPage, expected: Expected, path: str) -> Regions:
    """A page taken apart, and what is wrong with its margins and its title block."""
    place = Place(path, spot=f"page {sheet.page}")
    sheet = in_reading_order(sheet, expected)
    glyphs = [g for g in sheet.glyphs if g.part != "margin" and (g.part != "picture" or not expected.drawings)]
    findings = margin_findings(sheet, glyphs, expected, place)
    if sheet.page == 1:
        glyphs, wrong = _below_title(glyphs, expected, place)
        findings += wrong
    marks = marks_of(glyphs, sheet, spaced_out=expected.additions.own)
    body, notes = _notes(marks, sheet.links)
    findings += [finding("A025", place, text=f"{after} {before}") for before, after in out_of_order(sheet.said)]
    return Regions(sheet.page, tuple(body), tuple(notes), tuple(_calls(body, sheet.links)), tuple(findings))


def in_reading_order(sheet: PdfPage, expected: Expected) -> PdfPage:
    """A page with its glyphs in the order of reading, by the characters that they stand for."""
    glyphs = sheet.glyphs if sheet.said else tuple(as_read(list(sheet.glyphs)))
    return _without_stand_ins(replace(sheet, glyphs=glyphs), expected)


def _without_stand_ins(sheet: PdfPage, expected: Expected) -> PdfPage:
    """A page on which a printed code point, [U+1F600], is the character, if the book has it."""
    if not any(glyph.text == "+" for glyph in sheet.glyphs):
        return sheet
    said = "".join(glyph.text if len(glyph.text) == 1 else "?" for glyph in sheet.glyphs)
    found = [m for m in _STAND_IN.finditer(said) if expected.has(m[0], chr(int(m[1], 16)))]
    glyphs = list(sheet.glyphs)
    for match in reversed(found):
        first, last = glyphs[match.start()], glyphs[match.end() - 1]
        whole = first._replace(text=chr(int(match[1], 16)), end=last.end, right=last.right)
        glyphs[match.start() : match.end()] = [whole]
    return replace(sheet, glyphs=tuple(glyphs)) if found else sheet


def lean(zones: Regions, known: dict[tuple[object, ...], ReadGlyph]) -> Regions:
    """A page with only letter, size and style of its glyphs, without places.

    What is alike is one object, from `known` or put there: a book has millions of them, of some thousand kinds.
    """
    notes = tuple(replace(note, glyphs=_lean(note.glyphs, known)) for note in zones.notes)
    captions = tuple(replace(caption, glyphs=_lean(caption.glyphs, known)) for caption in zones.captions)
    return replace(zones, body=_lean(zones.body, known), notes=notes, captions=captions)


def _lean(marks: tuple[ReadGlyph, ...], known: dict[tuple[object, ...], ReadGlyph]) -> tuple[ReadGlyph, ...]:
    kept = []
    for mark in marks:
        glyph = mark.glyph
        key = (glyph.text, glyph.em, glyph.style, *mark[1:])
        if key not in known:
            nowhere = glyph._replace(x=0.0, y=0.0, end=0.0, left=0.0, right=0.0, bottom=0.0, top=0.0)
            known[key] = mark._replace(glyph=nowhere)
        kept.append(known[key])
    return tuple(kept)


def off_page(sheet: PdfPage, path: str) -> list[Finding]:
    """A finding A012 when glyphs stand outside the sheet or at its very edge."""
    edge = _SAFE_POINTS
    lost = [
        g.text
        for g in sheet.glyphs
        if g.left < edge or g.bottom < edge or g.right > sheet.width - edge or g.top > sheet.height - edge
    ]
    place = Place(path, spot=f"page {sheet.page}")
    return [finding("A012", place, text="".join(lost)[:60])] if lost else []


def off_sheet(sheet: PdfPage, path: str) -> list[Finding]:
    """A finding A012 when glyphs stand outside the sheet altogether."""
    lost = [g.text for g in sheet.glyphs if g.right < 0 or g.top < 0 or g.left > sheet.width or g.bottom > sheet.height]
    return [finding("A012", Place(path, spot=f"page {sheet.page}"), text="".join(lost)[:60])] if lost else []


def unseen(sheet: PdfPage, path: str, drawings: int = 0) -> list[Finding]:
    """A finding A023 when words of a page are in the file, but no reader can see them.

    False positive avoided: the labels of a drawing, which may hide and cut off what it likes; they are no words of the essay.
    """
    hidden = [glyph for glyph in sheet.glyphs if not glyph.seen and (glyph.part != "picture" or not drawings)]
    text = "".join(f" {g.text}" if k and g.spaced else g.text for k, g in enumerate(hidden))
    return [finding("A023", Place(path, spot=f"page {sheet.page}"), text=text[:60])] if hidden else []


def out_of_place(zones: Regions, path: str) -> Iterator[Finding]:
    """A finding A025 for every line that stands above or before the line it follows.

    What is painted later stands lower, or further right; the next cell of a table stands higher, and further right. False
    positive it avoids: what is written from right to left.
    """
    place = Place(path, spot=f"page {zones.page}")
    for marks in (zones.body, *(note.glyphs for note in zones.notes)):
        before: Glyph | None = None
        for at, mark in enumerate(marks):
            if not mark.starts_line:
                continue
            glyph = mark.glyph
            if before is not None and not _follows(before, glyph) and bidirectional(glyph.text) not in ("R", "AL"):
                line = "".join(f" {m.glyph.text}" if m.after_space else m.glyph.text for m in marks[at : at + 40])
                yield finding("A025", place, text=line)
            before = glyph


def _follows(line: Glyph, following: Glyph) -> bool:
    """Whether a line begins where it may after another: lower, or higher and further right."""
    em = max(line.em, following.em)
    if following.y < line.y - 0.3 * em:
        return True
    return following.y > line.y + 0.6 * em and following.x > line.x + 1


# --- the title block ------------------------------------------------------------------------------------------------------


def _below_title(glyphs: list[Glyph], expected: Expected, place: Place) -> tuple[list[Glyph], list[Finding]]:
    """The glyphs of the first page below its title block; a finding A019 if that is wrong."""
    at = 0
    for part, words in expected.title_block:
        ways = [_taken(glyphs, at + length, words) for length in lengths_of(expected.additions.generated, glyphs[at:])]
        right = (stop for stop, found in ways if same_in(expected.additions.cases, solid(words), found))
        if (stop := next(right, None)) is None:
            return glyphs[at:], [finding("A019", place, part=part, expected=words, found=ways[0][1][:80])]
        at = stop
    return glyphs[at:], []


def _taken(glyphs: list[Glyph], start: int, words: str) -> tuple[int, str]:
    """Where as many letters end as some words have, and what they are."""
    stop, wanted = start, len(solid(words))
    while stop < len(glyphs) and len(solid("".join(g.text for g in glyphs[start:stop]))) < wanted:
        stop += 1
    return stop, solid("".join(glyph.text for glyph in glyphs[start:stop]))


# --- text and notes ---------------------------------------------------------------------------------------------------


def marks_of(glyphs: list[Glyph], sheet: PdfPage, *, spaced_out: bool = False) -> list[ReadGlyph]:
    """The glyphs with what their places say about lines, spaces, calls and links.

    A raised figure that is no call is set as one, as "x²" and a superscript are alike to a reader. `spaced_out`: letters may
    stand as far apart as words do elsewhere, and a space counts that is painted.
    """
    marks: list[ReadGlyph] = []
    before: Glyph | None = None
    base: Glyph | None = None  # the last glyph of the line that is not raised
    linked = _by_height([*sheet.addresses, *sheet.links])
    tracking = _tracking(glyphs) if spaced_out else []
    for at, glyph in enumerate(glyphs):
        if before is not None and not glyph.text.isascii() and category(glyph.text[0]) in _ON_LETTERS:
            marks.append(ReadGlyph(glyph, False, False, False, marks[-1].target))
            continue  # it stands on the letter before, wherever its own place is
        starts = before is None or _new_line(before, glyph)
        gap = before is not None and _is_gap(before, glyph, on_letter=marks[-1].glyph is not before)
        if spaced_out and gap and not glyph.blank and before is not None:
            gap = glyph.x - before.end > tracking[at] + 0.12 * glyph.em
        base = None if starts else base
        may_be = base is None or glyph.em < _SMALLER * base.em or glyph.text.isdigit()  # nearly no glyph
        raised = may_be and _is_raised(glyph, base or _next_base(glyphs, at))
        base = base if raised else glyph
        link = _link_over(glyph, sheet.links) if raised or glyph.text.isdigit() else None
        call = link is not None and _is_call(glyph, link, raised=raised, before=before)
        near = linked.get(round(glyph.y))
        target = str(link) if call else _target(glyph, near) if near else ""
        if raised and _may_be_raised(glyph):
            style = glyph.style if call else joined(glyph.style, RAISED)
            glyph = glyph._replace(text=normalize("NFKC", glyph.text), style=style)
        before = glyph
        marks.append(ReadGlyph(glyph, starts, not starts and gap, call, target))
    return marks


def _is_gap(before: Glyph, glyph: Glyph, *, on_letter: bool) -> bool:
    """Whether a space stands between two neighbouring glyphs of a line.

    `on_letter`: a mark stands on the first. PDFium sees a space behind every such mark, because it is narrower.
    """
    if is_rtl(glyph, before):
        return glyph.spaced  # `bidi` or `said` has looked at which side
    room = glyph.x - before.end
    em = glyph.em if glyph.em < before.em else before.em
    return room > (0.05 if on_letter else 0.15) * em or (glyph.spaced and not on_letter)


def _tracking(glyphs: Sequence[Glyph]) -> list[float]:
    """For every glyph how far apart the letters of its line stand, in points.

    Half of them stand no further; 0 for a line of a few letters, such as a row of a table.
    """
    lines: list[list[float]] = []
    for at, glyph in enumerate(glyphs):
        if at == 0 or _new_line(glyphs[at - 1], glyph):
            lines.append([])
        else:
            lines[-1].append(glyph.x - glyphs[at - 1].end)
    rooms = (sorted(line)[len(line) // 2] if len(line) >= _TELLING else 0.0 for line in lines)
    return [room for room, line in zip(rooms, lines, strict=True) for _ in range(len(line) + 1)]


def _is_raised(glyph: Glyph, base: Glyph | None) -> bool:
    """Whether a glyph stands above its line: a superior figure, or a small glyph lifted.

    `base`: a glyph of the line that is not. False positives it avoids: quotation marks and stars, which stand high in every
    font; the first letter of a paragraph that is larger than its line.
    """
    if glyph.text.isdigit() and glyph.bottom - glyph.y > _RAISED * glyph.em and glyph.top - glyph.bottom < 0.6 * glyph.em:
        return True
    if base is None or not _may_be_raised(glyph):
        return False
    return glyph.em < _SMALLER * base.em and _LIFTED * base.em < glyph.y - base.y < base.em


def _may_be_raised(glyph: Glyph) -> bool:
    """Whether a glyph is a letter, a figure, or a bracket around one, as in a raised "[1]"."""
    return glyph.text.isalnum() or glyph.text in _BRACKETS


def _next_base(glyphs: Sequence[Glyph], at: int) -> Glyph | None:
    """The larger glyph of its line that a small one at the beginning of a line stands before."""
    following = glyphs[at + 1 : at + 5]
    return next((g for g in following if g.em * _SMALLER > glyphs[at].em and abs(g.y - glyphs[at].y) < 0.6 * g.em), None)


def _by_height(links: Sequence[Address | PageLink]) -> dict[int, list[Address | PageLink]]:
    """The links by every height, in whole points, at which a base line under them may stand."""
    found: dict[int, list[Address | PageLink]] = {}
    for link in links:
        for height in range(round(link.bottom) - 3, round(link.top) + 4):
            found.setdefault(height, []).append(link)
    return found


def _target(glyph: Glyph, links: Sequence[Address | PageLink]) -> str:
    """Where the link leads that a glyph lies in.

    False positive it avoids: a low line or a comma above a link of the next line, which touches that.
    """
    x, y = (glyph.left + glyph.right) / 2, glyph.y + 0.25 * glyph.em
    for link in links:
        if link.left <= x <= link.right and link.bottom <= y <= link.top:
            return link.uri if isinstance(link, Address) else "#"
    return ""


def _new_line(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph starts a line: further up or down than any superscript, or to the left.

    False positive it avoids: in a word written from right to left each letter stands left of the one before.
    """
    em = before.em if before.em > glyph.em else glyph.em
    return abs(before.y - glyph.y) > 0.6 * em or (glyph.x < before.x - em and not is_rtl(before, glyph))


def _is_call(glyph: Glyph, link: PageLink, *, raised: bool, before: Glyph | None) -> bool:
    """Whether a glyph that a link lies over is a figure of a call: raised, or in brackets.

    False positives it avoids: the 2 of "x²", which is raised too, and is no link; a figure in a link of the author's.
    """
    if link.kind not in ("", "call") or not normalize("NFKC", glyph.text).isdecimal():
        return False
    return raised or (before is not None and (before.text in "[(" or (before.text.isdigit() and link.covers(before))))


def _calls(body: Sequence[ReadGlyph], links: tuple[PageLink, ...]) -> Iterator[tuple[int, PageLink, Glyph]]:
    """Every call in the text of a page: its number, its link, its first figure."""
    for link, marks in groupby((m for m in body if m.call), key=lambda m: _link_over(m.glyph, links)):
        run = list(marks)
        if link is not None:
            yield int(normalize("NFKC", "".join(mark.glyph.text for mark in run))), link, run[0].glyph


def _link_over(glyph: Glyph, links: tuple[PageLink, ...]) -> PageLink | None:
    return next((link for link in links if link.covers(glyph)), None)


def _notes(marks: list[ReadGlyph], links: tuple[PageLink, ...]) -> tuple[list[ReadGlyph], list[NoteArea]]:
    """The marks above the notes, and the notes."""
    labels = {at: found for at, mark in enumerate(marks) if mark.starts_line and (found := _label_at(marks, at, links))}
    if not labels:
        return marks, []
    ceiling = max(marks[at].glyph.y for at in labels) + 4
    body = [mark for mark in marks if mark.glyph.y > ceiling]
    starts = sorted(labels)
    below = [at for at, mark in enumerate(marks) if mark.glyph.y <= ceiling]
    stray = [marks[at] for at in below if at < starts[0]]  # text below the first label: it is read as text
    notes = []
    for start, stop in zip(starts, [*starts[1:], len(marks)], strict=True):
        number, length, link = labels[start]
        held = tuple(marks[at] for at in below[bisect_left(below, start + length) : bisect_left(below, stop)])
        notes.append(NoteArea(number, held, link, marks[start].glyph))
    return [*body, *stray], notes


def lacks(begun: Sequence[ReadGlyph], wanted: str) -> bool:
    """Whether a note that begins with some glyphs goes on, given its letters."""
    held = letters_of(begun)
    return len(held) < len(wanted) or not held.endswith(wanted[-_TELLING:])


def rest_of_note(marks: list[ReadGlyph], begun: Sequence[ReadGlyph], wanted: str) -> tuple[list[ReadGlyph], list[ReadGlyph]]:
    """The glyphs of a page above its notes, split into text and the rest of a note.

    That are the most last lines that read as the note, of the letters `wanted`, goes on. Where none do, because a word is
    lost, it is what is no larger than the note began. False positive it avoids: a caption, of the size of notes.
    """
    size = max((mark.glyph.em for mark in begun), default=0.0)
    at = lowest = len(marks)
    found = -1
    rest, after = "", wanted[len(letters_of(begun)) :]
    while at and len(rest) < len(after):
        at -= 1
        if marks[at].glyph.em < 1.04 * size:
            lowest = at if lowest == at + 1 else lowest
        rest = letters_of(marks[at : at + 1]) + rest
        if marks[at].starts_line and rest and after.startswith(rest):
            found = at
    at = found if found >= 0 else lowest
    return marks[:at], marks[at:]


def letters_of(marks: Iterable[ReadGlyph]) -> str:
    """The letters and figures of some glyphs, in small letters, as no line end changes them."""
    return letters("".join(mark.glyph.text for mark in marks))


def _label_at(marks: list[ReadGlyph], at: int, links: tuple[PageLink, ...]) -> tuple[int, int, PageLink] | None:
    """Number, length and link of the label that the line which starts at a mark begins with.

    None when there is none.
    """
    word = marks[at].glyph.text
    for mark in marks[at + 1 : at + 8]:
        if mark.starts_line or mark.after_space:
            break
        word += mark.glyph.text
    link = _link_over(marks[at].glyph, links)
    match = _LABEL.fullmatch(normalize("NFKC", word))
    return (int(match[1] or 0), len(word), link) if match and link and link.kind in ("", "label") else None
