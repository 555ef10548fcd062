"""Front matter of any essay, whatever file it came in: title, authors, date, abstract.

And the boilerplate of its page.

Everything is told from paragraphs, so that one rule serves a pasted text, a saved page and a Word file. A paragraph is taken
off whole or stays whole, and what was taken stands in the pieces with its place: no word can vanish. What is not surely
front matter stays in the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from pressline.findings import Finding
from pressline.model import Author, Candidate, Paragraph, Piece, Step
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.addresses import take_name_and_address
from pressline.normalize.metadata_extraction.boilerplate import take_boilerplate
from pressline.normalize.metadata_extraction.contents import key, take_contents
from pressline.normalize.metadata_extraction.days import day_of
from pressline.normalize.metadata_extraction.lines import known_authors, take_bio_at_the_end, take_lines
from pressline.normalize.metadata_extraction.mail_header import take_header
from pressline.normalize.metadata_extraction.pasted_page import (
    take_menus_at_end,
    take_seams_and_boxes,
    take_tail,
    with_tail_apart,
)
from pressline.normalize.metadata_extraction.reached import HEAD, HEADER, INTO, parts_left_out, said_by, unreached
from pressline.normalize.metadata_extraction.rows import opened
from pressline.normalize.metadata_extraction.said import authors_of, titles_of
from pressline.normalize.metadata_extraction.table import Draft, Table
from pressline.normalize.metadata_extraction.title import take_subtitle, take_title
from pressline.normalize.metadata_extraction.written_head import take_written_head


@dataclass(frozen=True, slots=True)
class Front:
    """What an essay says of itself.

    `body` are the paragraphs that stay; `pieces` the words that do not, by place.
    """

    title: str | None
    subtitle: str | None
    authors: tuple[Author, ...]
    date: date | None
    abstract: str | None
    keywords: tuple[str, ...]
    body: tuple[Paragraph, ...]
    pieces: tuple[Piece, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


RULE_BESIDE = "a rule"


def take_front(
    paragraphs: Sequence[Paragraph], hints: Mapping[str, str], path: str, candidates: Sequence[Candidate] = ()
) -> Front:
    """Extract title, authors, date, abstract, keywords and boilerplate from paragraphs.

    `hints` and `candidates` are what the file says of itself (`Sheet`); a title of its is believed when a paragraph says the
    same, or when nothing in the text is made like one.
    """
    draft = Draft(Table(list(with_tail_apart(list(opened(paragraphs))))))
    told = authors_of(hints, candidates)
    draft.table.known = frozenset(map(key, told))
    said = _take_frame(draft.table)
    take_written_head(draft, said)
    take_header(draft, said)
    take_name_and_address(draft)
    take_title(draft, said.get("title"), hints, candidates, path)
    # A class "subtitle" often holds the byline: Tufte CSS.
    under = (c.value for c in candidates if c.key == "subtitle" and not names.names_in(c.value))
    take_subtitle(draft, hints.get("subtitle") or next(under, None))
    known_authors(draft, names.names_in(said.get("author", "")) or (said.get("author", ""),))
    take_lines(draft, hints)
    take_contents(draft.table)
    known_authors(draft, told)
    take_bio_at_the_end(draft)
    draft.date = _date(draft, said, hints, candidates)
    if not draft.title:
        draft.title = next(iter(titles_of(hints, candidates)), "")
        if not draft.title and paragraphs:
            draft.find("S001", next(draft.table.left(), 0))
    _take_outer_rules(draft.table)
    return _finished(draft)


def _take_outer_rules(table: Table) -> None:
    """Rules beside what was taken off, when nothing of the essay is above them or below them.

    False positive it avoids: a rule with which an author begins.
    """
    left = list(table.left())
    for places in (left, left[::-1]):
        for at in places:
            if table.paragraphs[at].kind != "rule" or not {at - 1, at + 1} & table.taken.keys():
                break
            table.take(at, "dropped", RULE_BESIDE)


def _take_frame(table: Table) -> dict[str, str]:
    """What is no part of the essay.

    Seams and tails of lists, menus after it, the boilerplate of its page or its archive.
    """
    take_seams_and_boxes(table)
    take_tail(table)
    found = take_boilerplate(table)
    return take_menus_at_end(table) | found


def _date(draft: Draft, said: Mapping[str, str], hints: Mapping[str, str], candidates: Sequence[Candidate]) -> date | None:
    """The day: of the essay, of its frame, of the file, or of the page's last change."""
    told = (day for c in candidates if c.key == "date" and (day := _iso(c.value) or day_of(c.value)))
    return (
        draft.date
        or day_of(said.get("date", ""))
        or _iso(hints.get("date", ""))
        or next(told, None)
        or day_of(said.get("updated", ""))
    )


def _finished(draft: Draft) -> Front:
    table = draft.table
    given_back = _give_back(draft)
    steps = [table.taken[k] for k in sorted(table.taken)]
    pieces = tuple(Piece(step.place, step.text) for step in steps if step.text)
    body = _levelled([_as_text(table.paragraphs[k]) if k in given_back else table.paragraphs[k] for k in table.left()])
    dropped = [k for k in sorted(table.taken) if table.taken[k].kind == "dropped"]
    for before, at in zip([-9, *dropped], dropped, strict=False):
        if table.taken[at].why == RULE_BESIDE:
            continue
        if at > before + 1 or table.taken[at].why != table.taken[before].why:
            draft.find("S004", at, table.line(at)[: thresholds.REMOVED_SHOWN])
    for at, step in sorted(table.left_out.items()):
        if table.taken[at].why not in (HEADER + INTO, HEAD + INTO):
            draft.find("S004", at, step.text[: thresholds.REMOVED_SHOWN])
    return Front(
        draft.title or None,
        draft.subtitle,
        draft.authors,
        draft.date,
        draft.abstract,
        draft.keywords,
        tuple(body),
        pieces,
        (*steps, *table.left_out.values()),
        tuple(draft.findings),
    )


def _as_text(paragraph: Paragraph) -> Paragraph:
    """A byline or the like as a paragraph: it was taken for a heading because it is short."""
    return replace(paragraph, kind="text", level=0) if paragraph.kind == "heading" else paragraph


def _give_back(draft: Draft) -> frozenset[int]:
    """Give back to the text what was taken into the metadata and is not there, word for word.

    Which paragraphs these are.

    A part that a bar sets off is left out and said, and so is a date that is not the essay's.
    """
    table = draft.table
    given_back = set()
    said = said_by([draft.title, draft.subtitle, *map(asdict, draft.authors), draft.abstract, draft.keywords], draft.date)
    for at, step in list(table.taken.items()):
        if step.kind != "moved" or not unreached(step.text, step.why, said):
            continue
        if step.why == f"date{INTO}":
            table.taken[at] = replace(step, kind="dropped", why="another date than that of the essay")
        elif parts := parts_left_out(step.text, step.why, said):
            table.left_out[at] = Step("dropped", step.place, " | ".join(parts), "beside what went into the metadata")
        else:
            del table.taken[at]
            given_back.add(at)
    return frozenset(given_back)


def _levelled(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Headings with levels that go down one at a time.

    The title has taken one, and no section stands two below its own.
    """
    above: list[int] = []
    found = []
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            while above and above[-1] >= paragraph.level:
                above.pop()
            above.append(paragraph.level)
            paragraph = replace(paragraph, level=len(above))
        found.append(paragraph)
    return found


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
