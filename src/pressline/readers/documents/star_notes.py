"""Notes called from the title or the byline.

What the authors say of themselves, and whom they thank, not notes of the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from pressline.compare.text_compare import fold
from pressline.locale.bylines import BY
from pressline.locale.tables import any_of
from pressline.model import Call, Candidate, NativeNote, Paragraph, Run, Sheet, Step
from pressline.pandoc.passages import relabelled, text_of

# Chosen on the cases of tests/test_office.py: a title page of several authors with where they work.
_LOOKED_AT = 12  # paragraphs at the head
# "By Ann Lee" under a title. False positive it avoids: "By the river", and "By Fire and Sword" as the first line.
_BY = re.compile(rf"(?i:{any_of(BY)}) (?=[^\W\d_a-zß-ÿ])\S{{1,30}}(?: \S{{1,30}}){{0,7}}")
_LONGEST = 30  # words of a title or byline


def without_star_notes(sheet: Sheet, stars: Collection[str], named: Sequence[Candidate]) -> tuple[Sheet, tuple[Candidate, ...]]:
    """A sheet without the notes of its title and bylines, and what those say.

    A note is one by its mark alone, or by standing on what a style or the file's properties name as title or author. The source
    of a "bio" is the byline that calls it.
    """
    titles = {_key(c.value) for c in named if c.key in ("title", "subtitle")} | {_key(sheet.hints.get("title", ""))}
    authors = [c.value for c in named if c.key == "author"] + [sheet.hints.get("author", "")]
    bodies = {note.label: note for note in sheet.notes}
    counts = [call.label for p in sheet.paragraphs for call in _calls(p)]
    taken: dict[str, Candidate] = {}
    paragraphs = list(sheet.paragraphs)
    for at, paragraph in enumerate(paragraphs[:_LOOKED_AT]):
        text = " ".join(text_of(paragraph).split())
        if len(text.split()) > _LONGEST or paragraph.containers:
            break
        is_title = _key(text) in titles - {""}
        is_byline = _is_byline(text, authors) or (at > 0 and bool(_BY.fullmatch(text)) and _ends_bare(text))
        for call in _calls(paragraph):
            star = call.label in stars
            if (
                call.label in bodies
                and counts.count(call.label) == 1
                and (is_title or is_byline or (star and _ends_bare(text)))
            ):
                key = "bio" if is_byline or not is_title else "thanks"
                said = "\n\n".join(" ".join(text_of(p).split()) for p in bodies[call.label].body)
                taken[call.label] = Candidate(key, said, text)
        left = tuple(i for i in paragraph.inlines if not (isinstance(i, Call) and i.label in taken))
        paragraphs[at] = replace(paragraph, inlines=left)
    if not taken:
        return sheet, ()
    steps = tuple(_step(bodies[label], told.value) for label, told in taken.items())
    notes = tuple(note for note in sheet.notes if note.label not in taken)
    sheet = replace(sheet, paragraphs=tuple(paragraphs), notes=notes, steps=(*sheet.steps, *steps))
    return counted(sheet), tuple(taken.values())


def counted(sheet: Sheet) -> Sheet:
    """A sheet whose notes are counted from 1 again, after one was taken out."""
    final = {note.label: str(number) for number, note in enumerate(sheet.notes, start=1)}

    def body(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(relabelled(paragraph, final) for paragraph in paragraphs)

    notes = tuple(NativeNote(final[note.label], body(note.body)) for note in sheet.notes)
    return replace(sheet, paragraphs=body(sheet.paragraphs), notes=notes)


def _step(note: NativeNote, text: str) -> Step:
    return Step("moved", note.body[0].origins[0].place, text, "note of the title or byline, into the metadata")


def _calls(paragraph: Paragraph) -> list[Call]:
    return [item for item in paragraph.inlines if isinstance(item, Call)]


def _ends_bare(text: str) -> bool:
    """Whether a line ends as titles and names do.

    False positive it avoids: a short first paragraph with a star note.
    """
    return not text.endswith((".", "!", "?", "…", ":", ";", ",", "”", '"'))


def _is_byline(text: str, authors: Sequence[str]) -> bool:
    """Whether a line is made of the names of the authors that the file gives."""
    words = set(_key(text).split())
    known = {word for name in authors for word in _key(name).split()}
    return bool(words) and bool(known) and len(words - known) <= len(words) / 3 and bool(words & known)


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text).casefold()))


def plain_runs(paragraph: Paragraph) -> list[tuple[str, str]]:
    """The words of a paragraph, each stretch with the address that it leads to ("" for none)."""
    runs = [item for item in paragraph.inlines if isinstance(item, Run)]
    return [(run.text, next((m.target for m in run.marks if m.kind == "link"), "")) for run in runs if run.text]
