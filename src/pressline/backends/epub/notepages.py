"""The pages of the notes, and how long a page may be.

Readers lay out a whole file before they show a word of it, and those on paper-like screens give up on large ones: a file
holds at most about 300 kB, and what is longer goes on in a further one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from pressline.backends.epub.xhtml import TYPE, XhtmlPage, add_text, el, tag
from pressline.locale.labels import Labels

_MOST_BYTES = 240_000  # of a page before links and page breaks are added to it
_CALL_BYTES = 150  # what the link of a call takes besides
_NOTE_BYTES = 350  # what the number of a note, what says that it is one, and the link back take


def call_id(note: str, nth: str) -> str:
    """The id of a call: "fnref-14", and "fnref-14-2" for the second call of the note."""
    return f"fnref-{note}" + (f"-{nth}" if nth != "1" else "")


def split_by_size(blocks: Sequence[etree._Element], more: int = 0) -> list[list[etree._Element]]:
    """Blocks in runs that each fit a page; `more` bytes will be added to each.

    A block that is too long by itself stands alone: it is not taken apart.
    """
    runs: list[list[etree._Element]] = []
    used = _MOST_BYTES
    for block in blocks:
        size = (
            len(etree.tostring(block))
            + more
            + _CALL_BYTES * sum(1 for e in block.iter(tag("span")) if e.get("class") == "call")
        )
        if used + size > _MOST_BYTES:
            runs.append([])
            used = 0
        runs[-1].append(block)
        used += size
    return runs


def note_ranges(bodies: Mapping[int, etree._Element]) -> dict[str, list[int]]:
    """The names of the notes pages, with the numbers of their notes.

    "notes.xhtml", or "notes-01.xhtml" and so on.
    """
    numbers = {id(body): number for number, body in bodies.items()}
    runs = split_by_size([body for _, body in sorted(bodies.items())], _NOTE_BYTES)
    digits = max(2, len(str(len(runs))))
    names = ["notes.xhtml"] if len(runs) == 1 else [f"notes-{n:0{digits}}.xhtml" for n in range(1, len(runs) + 1)]
    return {name: [numbers[id(body)] for body in run] for name, run in zip(names, runs, strict=True)}


def notes_pages(
    bodies: Mapping[int, etree._Element],
    ranges: Mapping[str, Sequence[int]],
    homes: Mapping[tuple[str, str], str],
    heading: str,
    labels: Labels,
) -> list[XhtmlPage]:
    """The pages of the notes.

    `homes` says on which page of the text each call (number, turn) stands.

    Where there are several, each is headed by the numbers on it.
    """
    turns: dict[str, list[str]] = {}
    for note, nth in homes:
        turns.setdefault(note, []).append(nth)
    pages = []
    for name, numbers in ranges.items():
        title = heading if len(ranges) == 1 else f"{heading} {numbers[0]}–{numbers[-1]}"
        notes = []
        for note in map(str, numbers):
            words = labels.back if len(turns.get(note, [])) == 1 else labels.back_to_one
            backs = [_back(note, nth, homes[note, nth], words) for nth in turns.get(note, [])]
            notes.append(_note(note, list(bodies[int(note)]), backs))
        pages.append(_notes_page(name, title, notes))
    return pages


def _notes_page(name: str, title: str, notes: Iterable[etree._Element]) -> XhtmlPage:
    section = el("section", {TYPE: "endnotes", "role": "doc-endnotes", "aria-labelledby": "notes-h"}, "\n")
    section.append(el("h1", {"id": "notes-h"}, title))
    for note in notes:
        add_text(section, "\n")
        section.append(note)
    add_text(section, "\n")
    return XhtmlPage(name, title, el("body", {TYPE: "backmatter"}, "\n", section, "\n"))


def _back(note: str, nth: str, home: str, words: str) -> etree._Element:
    """A link back to a call, in these words, into which its turn and its note are filled."""
    words = words.format(call=nth, note=note)
    href = f"{home}#{call_id(note, nth)}"
    return el("a", {"href": href, TYPE: "backlink", "role": "doc-backlink", "aria-label": words}, "\u21a9")


def _note(number: str, blocks: list[etree._Element], backs: list[etree._Element]) -> etree._Element:
    """One note: its number opens its first paragraph, the links back close its last."""
    if not blocks or blocks[0].tag != tag("p"):
        blocks.insert(0, el("p", {"class": "label"}))
    label = el("span", {"class": "n"}, f"{number}.")
    first = blocks[0]
    label.tail, first.text = f" {first.text or ''}", None
    first.insert(0, label)
    if blocks[-1].tag != tag("p"):
        blocks.append(el("p", {"class": "back"}))
    for back in backs:
        add_text(blocks[-1], "\u00a0")  # so that the arrow never stands alone on a line
        blocks[-1].append(back)
    for block in blocks:
        block.tail = "\n"
    return el("div", {"class": "note", "id": f"fn-{number}", TYPE: "footnote", "role": "doc-footnote"}, *blocks)
