"""Checks of notes, fields and bookmarks.

They keep the numbers right while an editor works in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pressline.audit.docx.package import DOCUMENT, FOOTNOTES, SETTINGS, Package
from pressline.audit.docx.reading import bookmarked_numbers, is_marked, note_fields, notes_by_id, style_of
from pressline.compare.text_compare import fold
from pressline.findings import Finding, counted
from pressline.model import AUTHOR_MARK, Book
from pressline.pandoc.tree import is_supra, prose, walk
from pressline.runtime.namespaces import M, R, W


def check_ids(package: Package, book: Book) -> Iterator[Finding]:
    """Every call leads to one note, and every note has one call (further calls are fields)."""
    called = Counter(str(call.get(W + "id")) for call in package.document.iter(W + "footnoteReference"))
    written = Counter(str(note.get(W + "id")) for note in package.footnotes.iter(W + "footnote"))
    for id in called.keys() - notes_by_id(package).keys():
        yield package.part_finding("A050", DOCUMENT, id=id)
    for id, count in called.items():
        if count > 1:
            yield package.part_finding("A051", DOCUMENT, id=id, problem=f"is called {count} times")
    for id, count in written.items():
        if count > 1:
            yield package.part_finding("A051", FOOTNOTES, id=id, problem=f"stands there {count} times")
    for id in notes_by_id(package).keys() - called.keys():
        yield package.part_finding("A052", FOOTNOTES, id=id)


def check_notes(package: Package, book: Book) -> Iterator[Finding]:
    """Every note has a paragraph in Footnote Text, one mark, words, and no call."""
    marked = {str(c.get(W + "id")) for c in package.document.iter(W + "footnoteReference") if is_marked(c)}
    for id, note in notes_by_id(package).items():
        for problem in _note_problems(note, own_mark=id in marked):
            yield package.part_finding("A053", FOOTNOTES, id=id, problem=problem)


def _note_problems(note: etree._Element, *, own_mark: bool) -> Iterator[str]:
    first = note.find(W + "p")
    if first is None:
        yield "has no paragraph"
        return
    text = "".join(t.text or "" for t in note.iter(W + "t"))
    marks = len(list(note.iter(W + "footnoteRef")))
    if marks != (0 if own_mark else 1) or (own_mark and not text.startswith(AUTHOR_MARK)):
        yield "has no mark, or more than one"
    if first.find(f".//{W}footnoteRef") is None and not own_mark and marks:
        yield "has its mark not in its first paragraph"
    if style_of(first) != "FootnoteText":
        yield f"is not in the style Footnote Text, but in {style_of(first)!r}"
    if not text.removeprefix(AUTHOR_MARK).strip() and next(note.iter(W + "drawing", M + "oMath"), None) is None:
        yield "is empty"
    if note.find(f".//{W}footnoteReference") is not None:
        yield "calls another note"


def check_numbering(package: Package, book: Book) -> Iterator[Finding]:
    """The notes are numbered on through the whole document, from 1, in figures.

    The separators are there.
    """
    for part in (DOCUMENT, SETTINGS):
        for properties in package.roots[part].iter(W + "footnotePr"):
            for name, wanted in (("numRestart", "continuous"), ("numStart", "1"), ("numFmt", "decimal")):
                value = properties.find(W + name)
                if value is not None and value.get(W + "val") != wanted:
                    yield package.part_finding("A059", part, name=name, value=value.get(W + "val"))
    kinds = [note.get(W + "type") for note in package.footnotes.iter(W + "footnote")]
    for kind in ("separator", "continuationSeparator"):
        if kind not in kinds:
            yield package.part_finding("A002", FOOTNOTES, where="the notes", expected=f"a {kind}", found="none")


def check_fields(package: Package, book: Book) -> Iterator[Finding]:
    """Check that fields begin, have a result, end in one paragraph, and say what they do.

    The contents field must end within its part.
    """
    for part, root in package.stories:
        open_fields: list[list[str]] = []  # the contents go on from paragraph to paragraph
        for p in root.iter(W + "p"):
            for problem in _field_problems(p, open_fields):
                yield package.part_finding("A054", part, problem=problem)
        if open_fields:
            yield package.part_finding("A054", part, problem="a field that does not end")


def _field_problems(p: etree._Element, open_fields: list[list[str]]) -> Iterator[str]:
    """What is wrong with the fields of a paragraph.

    `open_fields`: state and instruction of those that have begun.
    """
    for element in p.iter(W + "fldChar", W + "instrText"):
        kind = element.get(W + "fldCharType")
        if element.tag == W + "instrText":
            if open_fields:
                open_fields[-1][1] += element.text or ""
            else:
                yield f"an instruction stands outside a field: {element.text!r}"
        elif kind == "begin":
            open_fields.append(["begin", ""])
        elif not open_fields:
            yield f"{kind!r} without a beginning"
        elif kind == "separate":
            open_fields[-1][0] = "separate"
            if not open_fields[-1][1].strip():
                yield "a field without an instruction"
        elif open_fields.pop()[0] != "separate":
            yield "a field without a result"
    unended = [field for field in open_fields if not field[1].lstrip().startswith("TOC ")]
    if unended:
        open_fields.clear()
        yield "a field that does not end in its paragraph"


def check_further_calls(package: Package, book: Book) -> Iterator[Finding]:
    """Check that every NOTEREF field leads to a bookmark round a call and shows its number."""
    right = bookmarked_numbers(package)
    fields = list(note_fields(package))
    for part, name, shown in fields:
        if name not in right:
            yield package.part_finding("A055", part, name=name)
        elif shown != right[name]:
            yield package.part_finding("A056", part, name=name, shown=shown, right=right[name])
    wanted = sum(1 for item in prose(book.blocks) if not isinstance(item, str)) - len(book.notes)
    wanted += sum(1 for note in book.notes for node in walk(note.body) if is_supra(node))
    if len(fields) != wanted:
        expected, found = f"{wanted} NOTEREF fields", str(len(fields))
        yield package.part_finding("A002", DOCUMENT, where="the further calls of notes", expected=expected, found=found)


def check_bookmarks(package: Package, book: Book) -> Iterator[Finding]:
    """Bookmarks have a name of their own, begin and end once; inner links lead to one."""
    stories = [root for _, root in package.stories]
    marks = [mark for root in stories for mark in root.iter(W + "bookmarkStart", W + "bookmarkEnd")]
    starts = [mark for mark in marks if mark.tag == W + "bookmarkStart"]
    names = Counter(str(mark.get(W + "name")) for mark in starts)
    problems = [f"{count} bookmarks have the name {name!r}" for name, count in names.items() if count > 1]
    ends: dict[str, list[bool]] = {}
    for mark in marks:
        ends.setdefault(str(mark.get(W + "id")), []).append(mark.tag == W + "bookmarkEnd")
    wrong = [id for id, order in ends.items() if order != [False, True]]
    problems += [f"bookmark {id} does not begin once and then end once" for id in wrong]
    links = [str(link.get(W + "anchor")) for root in stories for link in root.iter(W + "hyperlink") if link.get(W + "anchor")]
    problems += [f"a link leads to no bookmark: {name!r}" for name in links if name not in names]
    yield from (package.part_finding("A057", DOCUMENT, problem=problem) for problem in problems)


def check_author_note(package: Package, book: Book) -> Iterator[Finding]:
    """Check the author note: called once with *, first of the notes, word for word, linked."""
    marked = [call for call in package.document.iter(W + "footnoteReference") if is_marked(call)]
    expected = book.composition.author_note
    if len(marked) != bool(expected):
        problem = f"{counted(len(marked), 'call has', 'calls have')} a mark of their own, and {int(bool(expected))} should"
        yield package.part_finding("A064", DOCUMENT, problem=problem)
    if len(marked) != 1 or not expected:
        return
    mark = marked[0].getnext()
    if mark is None or mark.tag != W + "t" or mark.text != AUTHOR_MARK:
        yield package.part_finding("A064", DOCUMENT, problem="its call shows no *")
    notes = notes_by_id(package)
    id = str(marked[0].get(W + "id"))
    if id not in notes:
        yield package.part_finding("A064", FOOTNOTES, problem="it is missing")
        return
    if next(iter(notes)) != id:
        yield package.part_finding("A064", FOOTNOTES, problem="it does not stand first among the notes")
    shown = ["".join(t.text or "" for t in p.iter(W + "t")) for p in notes[id].iter(W + "p")]
    said = ["".join(words.text for words in note) for note in expected]
    if _norm(" ".join(shown)) != _norm(f"{AUTHOR_MARK} " + " ".join(said)):
        yield package.part_finding("A064", FOOTNOTES, problem=f"it says “{' '.join(shown)}”")
    rows = package.relations(FOOTNOTES)
    links = [rows.get(str(link.get(R + "id"))) for link in notes[id].iter(W + "hyperlink")]
    targets = ["" if row is None else row.get("Target") for row in links]
    if targets != [words.url for note in expected for words in note if words.url]:
        yield package.part_finding("A064", FOOTNOTES, problem=f"its links lead to {targets}")


def _norm(text: str) -> str:
    return " ".join(fold(text).split())
