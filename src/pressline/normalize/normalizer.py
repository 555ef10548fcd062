"""Sheet to Manuscript: extract metadata, match notes, prove that nothing was lost.

The guard accounts for every word and mark of the essay, paragraph by paragraph: what became metadata, text, note or
heading of notes, and what was dropped, put back into the order of the raw essay, is what the reader found. What is
permitted is white space, and a call that changes places with a mark of punctuation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pressline.book.identity import uuid_of_text
from pressline.compare.text_compare import Difference, atoms, differences, read_prose
from pressline.config.plain_yaml import load
from pressline.findings import Finding, Place, finding, stop
from pressline.locale.language import UNTOLD, language_against, told_language
from pressline.locale.tags import standard_tag
from pressline.model import Author, Call, Candidate, Identifiers, Manuscript, Metadata, Paragraph, Reading, Run, Sheet
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import Front, take_front
from pressline.normalize.metadata_extraction.reached import lost_words, said_by, said_in
from pressline.normalize.notes import Noted, take_notes
from pressline.normalize.run_on import parted
from pressline.normalize.unmatched import unmatched
from pressline.pandoc.passages import excerpt_at, text_of
from pressline.pandoc.tree import attribute, prose, span


def normalize(sheet: Sheet) -> Manuscript:
    """The Manuscript that a sheet makes.

    Its findings include what the guard has to say, and the queries to the author.

    Raises:
        PresslineError: R003 when the sheet holds no words.
    """
    return with_queries(drafted(sheet), sheet)


def with_queries(manuscript: Manuscript, sheet: Sheet) -> Manuscript:
    """A drafted manuscript with what a careful editor asks the author of it.

    What the guard has to say stays the last.
    """
    from pressline.normalize.queries import ask  # which is done while pandoc works

    asked = ask(manuscript.blocks, manuscript.notes, manuscript.metadata.language)
    guarded = [f for f in manuscript.findings if f.code == "G001"]
    found = [*(f for f in manuscript.findings if f.code != "G001"), *_with_lines(asked, sheet)]
    return replace(manuscript, findings=(*sorted(found, key=lambda f: _order(f.place)), *guarded))


def drafted(sheet: Sheet) -> Manuscript:
    """The Manuscript that a sheet makes, without the queries: nothing else waits for them.

    Raises:
        PresslineError: R003 when the sheet holds no words.
    """
    path = str(sheet.path)
    if not any(text_of(paragraph).strip() for paragraph in sheet.paragraphs):
        raise stop("R003", Place(path))
    words = "\n".join(map(text_of, sheet.paragraphs))
    told, doubted = _language(sheet, words)
    language = told or UNTOLD
    front = _own_front(sheet) if sheet.own else take_front(sheet.paragraphs, sheet.hints, path, sheet.candidates)
    body, run_on = parted(front.body) if not sheet.own else (front.body, [])
    front = replace(front, body=tuple(body))
    noted = take_notes(list(front.body), sheet.notes, language)
    blocks = tuple(passage.paragraph for passage in noted.body)
    taken = {(piece.place.line, piece.place.column) for piece in front.pieces}
    asked = [f for f in sheet.findings if f.code != "S006" or (f.place.line, f.place.column) not in taken]
    left_over = () if sheet.own else unmatched(blocks, noted.findings)
    found = [*asked, *doubted, *front.findings, *run_on, *noted.findings, *left_over, *_missing(front, path)]
    if not told and len(words.split()) >= thresholds.WORDS_OF_A_LANGUAGE:
        found.append(finding("S007", Place(path, 1), language=language))
    metadata = _own(sheet.own, sheet) if sheet.own else _draft(front, noted, sheet, language)
    guarded = [
        finding("G001", Place(path), where=where, expected=d.expected, found=d.found) for where, d in lost(sheet, front, noted)
    ]
    return Manuscript(
        metadata=metadata,
        blocks=blocks,
        notes=noted.notes,
        steps=tuple(sorted([*sheet.steps, *front.steps, *noted.steps], key=lambda step: _order(step.place))),
        findings=(*_with_lines(sorted(found, key=lambda f: _order(f.place)), sheet), *guarded, *_unmoved(front, metadata)),
    )


def _language(sheet: Sheet, words: str) -> tuple[str, list[Finding]]:
    """The language of an essay, "" where nothing tells it, and what is to be asked of it.

    What the file says, unless its words or letters are of another.
    """
    said = standard_tag(sheet.hints.get("language", ""))
    if said and sheet.own:
        return said, []
    other = language_against(said, words) if said else ""
    if other:
        return other, [finding("R030", Place(str(sheet.path)), said=said, found=other)]
    return said or told_language(words), []


def _with_lines(findings: Iterable[Finding], sheet: Sheet) -> Iterator[Finding]:
    """The findings, each with its line as the raw essay has it, in which its column counts."""
    lines = {origin.place.line: paragraph for paragraph in sheet.paragraphs for origin in paragraph.origins}
    for found in findings:
        paragraph = lines.get(found.place.line) if found.place.column else None
        yield replace(found, excerpt=excerpt_at(paragraph, found.place)) if paragraph else found


def _order(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _own_front(sheet: Sheet) -> Front:
    """The front of a file that Pressline made: its reader has taken it off."""
    own = sheet.own
    assert own is not None
    return Front(own.title, own.subtitle, own.author, own.date, own.abstract, own.keywords, sheet.paragraphs, (), (), ())


def _own(own: Metadata, sheet: Sheet) -> Metadata:
    """The metadata of a file that Pressline made.

    One without a number of its own has that of its words.
    """
    numbers = own.identifiers
    if numbers.isbn or numbers.doi or numbers.uuid:
        return own
    return replace(own, identifiers=replace(numbers, uuid=uuid_of_text(_raw_text(sheet))))


def _with_notes(authors: tuple[Author, ...], candidates: Iterable[Candidate]) -> tuple[Author, ...]:
    """The authors with what the notes of their bylines say.

    Of one byline for several, the first has it.
    """
    found = list(authors)
    for said in candidates:
        if said.key == "bio":
            at = next((k for k, author in enumerate(found) if author.name in said.source and not author.bio), None)
            at = next((k for k, author in enumerate(found) if not author.bio), None) if at is None else at
            if at is not None:
                found[at] = replace(found[at], bio=said.value)
    return tuple(found)


def _draft(front: Front, noted: Noted, sheet: Sheet, language: str) -> Metadata:
    return Metadata(
        title=front.title or sheet.path.stem,
        subtitle=front.subtitle,
        author=_with_notes(front.authors, sheet.candidates),
        date=front.date,
        abstract=front.abstract,
        keywords=front.keywords,
        thanks="\n\n".join(c.value for c in sheet.candidates if c.key == "thanks") or None,
        language=language,
        notes_heading=noted.heading or "Notes",
        identifiers=Identifiers(uuid=uuid_of_text(_raw_text(sheet))),
    )


def _raw_text(sheet: Sheet) -> str:
    """All that the reader found, the notes that the file itself has as such included."""
    paragraphs = [*sheet.paragraphs, *(paragraph for note in sheet.notes for paragraph in note.body)]
    return "\n".join(map(text_of, paragraphs))


def _missing(front: Front, path: str) -> Iterator[Finding]:
    """What no part of the front gave, and the files want."""
    if not front.authors:
        yield finding("S002", Place(path, 1))
    if not front.date:
        yield finding("S005", Place(path))


# --- the guard ------------------------------------------------------------------------------------------------------


def lost(sheet: Sheet, front: Front, noted: Noted) -> Iterator[tuple[str, Difference]]:
    """Every difference between what the reader found and what was made of it.

    Nothing when nothing was lost.
    """
    given = Counter(atom for paragraph in sheet.paragraphs for atom in atoms(text_of(paragraph)))
    texts = [*(text_of(paragraph) for paragraph in front.body), *(piece.text for piece in front.pieces)]
    kept = Counter(atom for text in texts for atom in atoms(text))
    for atom in sorted((given - kept).keys() | (kept - given).keys()):
        yield "what stands in front", Difference(0, atom if given[atom] > kept[atom] else "", atom if kept[atom] else "", "")
    passages = [p for p in (*noted.body, *noted.note_passages, *noted.dropped) if p.source >= 0]
    made: dict[int, list[str]] = {}
    for passage in sorted(passages, key=lambda p: (p.source, p.at)):
        made.setdefault(passage.source, []).extend(atoms(_parted(passage.paragraph)))
    cuts: dict[int, list[tuple[int, int, bool]]] = {}
    for stretches, lifted in ((noted.markers, False), (noted.lifted, True)):
        for index, start, end in stretches:
            cuts.setdefault(index, []).append((start, end, lifted))
    for index, paragraph in enumerate(front.body):
        found = differences(_unmarked(paragraph, [*cuts.get(index, []), *_calls(paragraph)]), made.get(index, []))
        yield from ((_where(paragraph), difference) for difference in found)


def _unmoved(front: Front, metadata: Metadata) -> Iterator[Finding]:
    """G001 for each line that counts as moved into the metadata and has a word not there."""
    for step, words in lost_words(front.steps, said_in(metadata)):
        yield finding("G001", step.place, where="metadata.yaml", expected=" ".join(words), found="")


def unwritten(metadata: Metadata, text: str, path: str) -> list[Finding]:
    """G001 when metadata.yaml does not say, word for word, what the metadata say."""
    written = said_by(load(text, path)[0].values(), metadata.date)
    missing = sorted(said_in(metadata).words - written.words)
    return [finding("G001", Place(path), where=path, expected=" ".join(missing), found="")] if missing else []


def _where(paragraph: Paragraph) -> str:
    place = paragraph.origins[0].place
    return place.spot or f"line {place.line}"


def _calls(paragraph: Paragraph) -> Iterator[tuple[int, int, bool]]:
    """The calls that a paragraph has already: they part words as markers do."""
    at = 0
    for inline in paragraph.inlines:
        if isinstance(inline, Call):
            yield at, at, False
        else:
            at += len(inline.text)


def _unmarked(paragraph: Paragraph, cuts: list[tuple[int, int, bool]]) -> list[str]:
    """The tokens of a paragraph without its markers, notes from its middle at the end."""
    text = text_of(paragraph)
    lifted = [atom for start, end, kept in sorted(cuts) if kept for atom in atoms(text[start:end])]
    for start, end, _ in sorted(cuts, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return [*atoms(text), *lifted]


def _parted(paragraph: Paragraph) -> str:
    """The text of a paragraph, a space in the place of each call."""
    return "".join(inline.text if isinstance(inline, Run) else " " for inline in paragraph.inlines)


def reading_of(manuscript: Manuscript) -> Reading:
    """What a reader of the book must meet, by the manuscript.

    To compare with the book that essay.md makes.
    """
    numbers: dict[str, str] = {}

    def number(label: str) -> str:
        return numbers.setdefault(label, str(len(numbers) + 1))

    def stream(paragraph: Paragraph) -> Iterator[object]:
        yield "\n"
        for item in prose(_shown(paragraph)) if paragraph.node is not None else paragraph.inlines:
            if isinstance(item, Run):
                yield "" if any(mark.kind == "math" for mark in item.marks) and item.text.strip() else item.text
            elif isinstance(item, Call):
                yield span([], classes=("call",), attributes={"note": number(item.label)})
            elif isinstance(item, dict):
                yield span([], classes=("call",), attributes={"note": number(attribute(item, "note"))})
            else:
                yield item
        yield "\n"

    body, calls = read_prose(item for block in manuscript.blocks for item in stream(block))
    notes = {note.label: tuple(read_prose(item for p in note.body for item in stream(p))[0]) for note in manuscript.notes}
    return Reading(tuple(body), tuple(calls), {int(n): notes.get(label, ()) for label, n in numbers.items()})


def _shown(paragraph: Paragraph) -> object:
    """What of pandoc's node a reader of essay.md sees in the text: of a picture its caption."""
    node = paragraph.node
    assert node is not None
    if paragraph.kind != "picture":
        return node
    return node["c"][1][1] if node["t"] == "Figure" else []
