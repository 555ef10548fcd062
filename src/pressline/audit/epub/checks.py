"""What besides the words must be right in a finished EPUB.

Here the zip, its links, and notes that work both ways.

Each check is a function of the opened file and the book that yields the findings of one code; `CHECKS` is their table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressline.audit.epub.active import check_entities, check_fetched, check_languages, check_scripts, check_unseen
from pressline.audit.epub.contents import check_contents, check_ncx, expected_contents
from pressline.audit.epub.grids import check_grids, check_labels, check_verse
from pressline.audit.epub.identity import check_about, check_copyright, check_metadata, check_title_page
from pressline.audit.epub.opened import Doc, Opened, Problem, all_of, follow, local, trees_of, types
from pressline.audit.epub.pagelist import check_pages
from pressline.audit.epub.pictures import check_cover, check_pictures, pictures_in
from pressline.audit.epub.reading import Read, words_of
from pressline.audit.epub.stray import check_apart, check_formulas, check_pages_around, check_renditions, check_spine
from pressline.audit.epub.visible import check_seen
from pressline.audit.epub.wide import check_scrolling, check_titles, wide_in
from pressline.compare.text_compare import words
from pressline.model import Book, CheckName
from pressline.runtime.namespaces import NCX, OPF
from pressline.runtime.zip_dates import zip_date

_NCX_TYPE = "application/x-dtbncx+xml"
# Links that leave the book: to the web, or to write a letter.
_OUTWARD = re.compile(r"(https?|mailto):", re.IGNORECASE)

Check = Callable[[Read, Book], Iterator[Problem]]


def check_zip(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check the zip (OCF 3.3, 4.2.3, 4.3.2): each name once, one date on all entries."""
    first = opened.entries[0]
    if first.filename != "mimetype" or first.compress_type or first.extra:
        yield "A030", "mimetype", {"where": "mimetype", "expected": "the first entry, stored", "found": first.filename}
    media_type = opened.files.get("mimetype", b"")
    if media_type != b"application/epub+zip":
        values = {"where": "mimetype", "expected": "application/epub+zip", "found": media_type[:40]}
        yield "A030", "mimetype", values
    date = zip_date(book.stamp)
    for entry in opened.entries:
        if entry.date_time[:5] != date[:5]:
            yield "A030", entry.filename, {"where": entry.filename, "expected": date, "found": entry.date_time}
    if len(opened.files) != len(opened.entries):
        yield "A030", "the zip", {"where": "the zip", "expected": "each name once", "found": "a name twice"}


def check_manifest(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that the manifest and the zip list the same files, and every itemref an item."""
    listed = {item.path for item in opened.items.values()}
    known = listed | {"mimetype"}
    for path in sorted(listed - opened.files.keys()):
        yield "A031", path, {"name": path}
    for path in sorted(opened.files.keys() - known):
        if not path.startswith("META-INF/") and not path.endswith(".opf"):
            yield "A031", path, {"name": path}
    for reference in opened.package.iter(f"{OPF}itemref"):
        if reference.get("idref") not in opened.items:
            yield "A031", "the spine", {"name": reference.get("idref")}


def check_links(opened: Opened, book: Book) -> Iterator[Problem]:
    """Check that every link within the book, in documents and in the NCX, has its target.

    No other link may lead out unseen.
    """
    there = {item.path for item in opened.items.values()} & opened.files.keys()

    def reaches(doc: Doc, target: str, is_link: bool) -> bool:
        """Whether a target is in the book, or is one that a link may lead out to."""
        if _OUTWARD.match(target):
            return is_link
        path, fragment = follow(doc, target)
        return path in there and (not fragment or (path, fragment) in opened.ids)

    for doc in opened.docs.values():
        for element in doc.root.iter():
            for name in ("href", "src"):
                target = element.get(name)
                if target is not None and not reaches(doc, target, local(element) == "a"):
                    yield "A032", doc.path, {"target": target}
    for doc in trees_of(opened, _NCX_TYPE):
        for content in doc.root.iter(f"{NCX}content"):
            if not reaches(doc, content.get("src") or "", False):
                yield "A032", doc.path, {"target": content.get("src")}


def check_calls(opened: Read, book: Book) -> Iterator[Problem]:
    """Every call leads to the note whose number it shows.

    Notes are numbered through, each once.
    """
    notes = {(note.doc.path, note.id): note for note in opened.notes}
    seen = set()
    for call in opened.calls:
        note = notes.get(follow(call.doc, call.href))
        if note is None:
            yield "A033", call.doc.path, {"call": call.shown, "problem": f"{call.href} is no note"}
        elif note.shown != call.shown:
            yield "A033", call.doc.path, {"call": call.shown, "problem": f"the note shows {note.shown or 'no number'}"}
        if not call.id or (call.doc.path, call.id) in seen:
            yield "A033", call.doc.path, {"call": call.shown, "problem": "it has no id of its own"}
        seen.add((call.doc.path, call.id))
    shown = [note.shown for note in opened.notes]
    if shown != [str(note.number) for note in book.notes]:
        yield "A033", "the notes", {"call": "", "problem": f"the notes are numbered {' '.join(shown)[:80]}"}


def check_backs(opened: Read, book: Book) -> Iterator[Problem]:
    """Every note leads back to each of its calls, in their order, and to nothing else."""
    calls: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for call in opened.calls:
        calls.setdefault(follow(call.doc, call.href), []).append((call.doc.path, call.id))
    for note in opened.notes:
        expected = calls.get((note.doc.path, note.id), [])
        found = [follow(note.doc, target) for target in note.backs]
        if expected != found:
            values = {"note": note.shown, "expected": _places(expected), "found": _places(found)}
            yield "A034", note.doc.path, values


def _places(places: list[tuple[str, str]]) -> str:
    return ", ".join(f"{path}#{fragment}" for path, fragment in places) or "none"


def check_notes_page(opened: Read, book: Book) -> Iterator[Problem]:
    """Check that notes pages hold their heading, numbers and notes, and no other word."""
    sections = [(doc, section) for doc in opened.reading_order for section in all_of(doc.root, "section", "endnotes")]
    for doc, section in sections:
        loose = [e for e in section if "footnote" not in types(e)]
        text = "".join([section.text or "", *(e.tail or "" for e in section)])
        found = [*(word for e in loose for word in words_of(e)), *text.split()]
        numbers = [note.shown for note in opened.notes if note.doc is doc]
        several = [f"{numbers[0]}–{numbers[-1]}"] if numbers and len(sections) > 1 else []
        if found != [*words(book.metadata.notes_heading), *several]:
            yield "A041", doc.path, {"found": " ".join(found)[:80]}


@dataclass(frozen=True, slots=True)
class EpubCheck:
    """A check, the row of the proof that it belongs to, and how many things it looks at."""

    what: CheckName
    check: Check
    count: Callable[[Read, Book], int]


CHECKS: tuple[EpubCheck, ...] = (
    EpubCheck("file", check_zip, lambda opened, book: len(opened.entries)),
    EpubCheck("file", check_manifest, lambda opened, book: len(opened.items)),
    EpubCheck("links", check_links, lambda opened, book: 0),
    EpubCheck("places", check_calls, lambda opened, book: len(opened.calls)),
    EpubCheck("places", check_backs, lambda opened, book: len(opened.calls)),
    EpubCheck("notes", check_notes_page, lambda opened, book: 0),
    EpubCheck("contents", check_contents, lambda opened, book: len(expected_contents(book))),
    EpubCheck("contents", check_ncx, lambda opened, book: 0),
    EpubCheck("metadata", check_metadata, lambda opened, book: 0),
    EpubCheck("metadata", check_titles, lambda opened, book: len(opened.docs)),
    EpubCheck("front", check_title_page, lambda opened, book: 1),
    EpubCheck("front", check_about, lambda opened, book: 0),
    EpubCheck("front", check_copyright, lambda opened, book: 0),
    EpubCheck("front", check_cover, lambda opened, book: 0),
    EpubCheck("pictures", check_pictures, lambda opened, book: pictures_in(book)),
    EpubCheck("words", check_seen, lambda opened, book: 0),
    EpubCheck("front", check_pages_around, lambda opened, book: 0),
    EpubCheck("file", check_spine, lambda opened, book: 0),
    EpubCheck("file", check_renditions, lambda opened, book: 0),
    EpubCheck("words", check_apart, lambda opened, book: 0),
    EpubCheck("pictures", check_formulas, lambda opened, book: 0),
    EpubCheck("paragraphs", check_grids, lambda opened, book: 0),
    EpubCheck("paragraphs", check_verse, lambda opened, book: 0),
    EpubCheck("paragraphs", check_labels, lambda opened, book: 0),
    EpubCheck("words", check_unseen, lambda opened, book: 0),
    EpubCheck("file", check_scripts, lambda opened, book: 0),
    EpubCheck("file", check_fetched, lambda opened, book: 0),
    EpubCheck("file", check_entities, lambda opened, book: 0),
    EpubCheck("metadata", check_languages, lambda opened, book: 0),
    EpubCheck("file", check_scrolling, lambda opened, book: wide_in(opened)),
    EpubCheck("contents", check_pages, lambda opened, book: len(book.pagination.pages) if book.pagination else 0),
)
