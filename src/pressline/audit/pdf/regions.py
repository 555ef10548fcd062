"""The regions of a page: running head, text, notes, page number at the foot.

And the title block of the first page.

Heads and page numbers are known by what they say and where they stand; what stands there and says something else is a finding.
The notes begin with the first line whose first word is a label, "14." or "*", that is a link back to a call; what stands below
belongs to the notes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple
from unicodedata import bidirectional

from pressline.audit.pdf.expected import Expected
from pressline.audit.pdf.pages import Address, Glyph, PageLink, PdfPage
from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, finding

_LABEL = re.compile(r"(?:(\d+)\.|\*)")
_RAISED = 0.2  # em: a raised figure stands this much above its base line
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


def regions_of(sheet: PdfPage, expected: Expected, usual_head: float, path: str) -> Regions:
    """A page taken apart, and what is wrong with its head, page number and title block."""
    place = Place(path, spot=f"page {sheet.page}")
    if sheet.page == 1:
        glyphs, findings = _opening(sheet, expected, place)
    else:
        glyphs, findings = _headless(sheet, expected, usual_head, place)
    marks = marks_of(glyphs, sheet)
    body, notes = _notes(marks, sheet.links)
    return Regions(sheet.page, tuple(body), tuple(notes), tuple(_calls(body, sheet.links)), tuple(findings))


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


def unseen(sheet: PdfPage, path: str) -> list[Finding]:
    """A finding A023 when words of a page are in the file, but no reader can see them."""
    hidden = [glyph for glyph in sheet.glyphs if not glyph.seen]
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


# --- heads, page numbers, title block ---------------------------------------------------------------------------------------


def _solid(text: str) -> str:
    """A text without spaces, folded.

    Heads are letterspaced, and their lines may break anywhere.
    """
    return "".join(fold(text).split())


def _joined(glyphs: Sequence[Glyph]) -> str:
    return _solid("".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.x)))


def _headless(sheet: PdfPage, expected: Expected, usual_head: float, place: Place) -> tuple[list[Glyph], list[Finding]]:
    """The glyphs of a page below its running head.

    Findings when that says something else than it should.
    """
    if not sheet.glyphs:
        return [], [finding("A010", place, expected="a running head", found="an empty page")]
    height = max(glyph.y for glyph in sheet.glyphs)
    head = [glyph for glyph in sheet.glyphs if glyph.y > height - 3]
    rest = [glyph for glyph in sheet.glyphs if glyph.y <= height - 3]
    page_number, verso = str(sheet.page), sheet.page % 2 == 0
    words = expected.verso_head if verso else expected.recto_head
    found = _joined(head)
    outer, inner = (
        (found[: len(page_number)], found[len(page_number) :])
        if verso
        else (found[-len(page_number) :], found[: -len(page_number)])
    )
    findings = []
    if outer != page_number:
        findings.append(finding("A011", place, expected=page_number, found=repr(outer)))
    if not _is_head(inner, words):
        findings.append(finding("A010", place, expected=repr(words), found=repr(inner[:60])))
    if findings and abs(height - usual_head) > 2:  # there is no head at all: this line is text
        rest = list(sheet.glyphs)
    return rest, findings


def _is_head(found: str, words: str) -> bool:
    """Whether a running head says `words`, or begins with them and ends in an ellipsis."""
    whole = _solid(words)
    return found == whole or (found.endswith("…") and len(found) > 12 and whole.startswith(found[:-1]))


def _opening(sheet: PdfPage, expected: Expected, place: Place) -> tuple[list[Glyph], list[Finding]]:
    """The glyphs of the first page below its title block, without its page number."""
    findings: list[Finding] = []
    lowest = min((glyph.y for glyph in sheet.glyphs), default=0.0)
    foot = [glyph for glyph in sheet.glyphs if glyph.y < lowest + 3]
    middle = sum(glyph.x for glyph in foot) / max(len(foot), 1)
    rest = list(sheet.glyphs)
    if _joined(foot) == "1" and abs(middle - sheet.width / 2) < sheet.width / 8:
        rest = [glyph for glyph in rest if glyph.y >= lowest + 3]
    else:
        findings.append(finding("A011", place, expected="1 at the foot", found=repr(_joined(foot)[:20])))
    above = [glyph for glyph in rest if rest and glyph.y > rest[0].y + rest[0].em]
    if above:
        findings.append(finding("A010", place, expected="none on the opening page", found=repr(_joined(above)[:60])))
        rest = [glyph for glyph in rest if glyph not in above]
    for part, words in expected.title_block:
        wanted = _solid(words)
        taken = 0
        while taken < len(rest) and len(_solid("".join(g.text for g in rest[:taken]))) < len(wanted):
            taken += 1
        found = _solid("".join(glyph.text for glyph in rest[:taken]))
        if found != wanted:
            findings.append(finding("A019", place, part=part, expected=words, found=found[:80]))
            break
        rest = rest[taken:]
    return rest, findings


# --- text and notes ---------------------------------------------------------------------------------------------------


def marks_of(glyphs: list[Glyph], sheet: PdfPage) -> list[ReadGlyph]:
    """The glyphs with what their places say about lines, spaces, calls and links."""
    marks: list[ReadGlyph] = []
    before: Glyph | None = None
    linked = _by_height([*sheet.addresses, *sheet.links])
    for glyph in glyphs:
        starts = before is None or _new_line(before, glyph)
        gap = before is not None and glyph.x - before.end > 0.15 * (glyph.em if glyph.em < before.em else before.em)
        call = glyph.bottom - glyph.y > _RAISED * glyph.em and _is_call(glyph, sheet.links)
        near = linked.get(round(glyph.y))
        target = str(_link_over(glyph, sheet.links)) if call else _target(glyph, near) if near else ""
        marks.append(ReadGlyph(glyph, starts, not starts and (gap or glyph.spaced), call, target))
        before = glyph
    return marks


def _by_height(links: Sequence[Address | PageLink]) -> dict[int, list[Address | PageLink]]:
    """The links by every height, in whole points, at which a base line under them may stand."""
    found: dict[int, list[Address | PageLink]] = {}
    for link in links:
        for height in range(round(link.bottom) - 3, round(link.top) + 4):
            found.setdefault(height, []).append(link)
    return found


def _target(glyph: Glyph, links: Sequence[Address | PageLink]) -> str:
    """Where the link leads that most of a glyph lies in."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    for link in links:
        if link.left <= x <= link.right and link.bottom - 1 <= y <= link.top + 1:
            return link.uri if isinstance(link, Address) else "#"
    return ""


def _new_line(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph starts a line: further up or down than any superscript, or to the left."""
    em = before.em if before.em > glyph.em else glyph.em
    return abs(before.y - glyph.y) > 0.6 * em or glyph.x < before.x - em


def _is_call(glyph: Glyph, links: tuple[PageLink, ...]) -> bool:
    """Whether a glyph is a raised figure that is a link to a place in the file.

    False positive it avoids: the 2 of "x²" is raised too, and is no link.
    """
    raised = glyph.bottom - glyph.y > _RAISED * glyph.em and glyph.top - glyph.bottom < 0.6 * glyph.em
    return raised and glyph.text.isdecimal() and any(link.covers(glyph) for link in links)


def _calls(body: Sequence[ReadGlyph], links: tuple[PageLink, ...]) -> Iterator[tuple[int, PageLink, Glyph]]:
    """Every call in the text of a page: its number, its link, its first figure."""
    for link, marks in groupby((m for m in body if m.call), key=lambda m: _link_over(m.glyph, links)):
        run = list(marks)
        if link is not None:
            yield int("".join(mark.glyph.text for mark in run)), link, run[0].glyph


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


def rest_of_note(marks: list[ReadGlyph], begun: Sequence[ReadGlyph]) -> tuple[list[ReadGlyph], list[ReadGlyph]]:
    """The glyphs of a page above its notes, split into text and notes that run on.

    What stands at the foot and is no larger than the note that began belongs to the notes.
    """
    size = max((mark.glyph.em for mark in begun), default=0.0)
    at = len(marks)
    while at and marks[at - 1].glyph.em < 1.04 * size:
        at -= 1
    return marks[:at], marks[at:]


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
    match = _LABEL.fullmatch(word)
    return (int(match[1] or 0), len(word), link) if match and link else None
