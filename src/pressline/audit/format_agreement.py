"""What the proofs of several files say together.

One table of notes, and whether the formats agree on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from pressline.compare.text_compare import atoms, read_prose
from pressline.findings import Finding, Place, finding
from pressline.model import Book, CheckName, NoteRow, Proof
from pressline.pandoc.tree import prose

# What each row of a proof is called in a table.
CHECKS: dict[CheckName, str] = {
    "words": "words of the text",
    "notes": "notes, word for word",
    "calls": "calls, each in its place",
    "places": "calls and notes that find each other",
    "paragraphs": "paragraphs",
    "headings": "headings and their levels",
    "emphasis": "words in italic, bold or small capitals",
    "links": "links",
    "pictures": "pictures and their descriptions",
    "pages": "pages: heads, page numbers, nothing off or hidden",
    "contents": "contents and lists of pages",
    "front": "title, authors, the author note",
    "metadata": "metadata",
    "faces": "fonts embedded, no glyph missing",
    "file": "the file in good order",
    "author": "no trace of the author",
}
FIRST_WORDS = 8  # of a note, in the table


def notes_table(book: Book, proofs: Sequence[Proof]) -> tuple[NoteRow, ...]:
    """A row for every note of the book.

    Its number, its label, its first words, and where each file has it.
    """
    places = [(proof.artifact.format, {place.number: place.where for place in proof.notes}) for proof in proofs]
    rows = []
    for note in book.notes:
        said, _ = read_prose(prose(note.body))
        first = " ".join(said[:FIRST_WORDS]) + (" …" if len(said) > FIRST_WORDS else "")
        where = tuple((name, found[note.number]) for name, found in places if note.number in found)
        rows.append(NoteRow(note.number, note.label, note.calls, first, where))
    return tuple(rows)


def disagreements(proofs: Sequence[Proof]) -> list[Finding]:
    """Findings A009: notes that one file has and another lacks, or that differ in it."""
    if len(proofs) < 2:
        return []
    found = []
    first, *others = [(proof, {place.number: place.words for place in proof.notes}) for proof in proofs]
    for other, notes in others:
        for number in sorted(first[1].keys() | notes.keys()):
            pair = first[1].get(number), notes.get(number)
            if pair[0] is None or pair[1] is None or not _agree(pair[0], pair[1]):
                what = "; ".join(_has(proof, words) for proof, words in zip((first[0], other), pair, strict=True))
                found.append(finding("A009", Place(str(other.artifact.path)), number=number, what=what))
    return found


def _has(proof: Proof, words: Sequence[str] | None) -> str:
    said = "none" if words is None else f"“{' '.join(words[:FIRST_WORDS])} …”"
    return f"{proof.artifact.format.upper()} has {said}"


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one of two notes holds the words of the other in their order.

    Print adds markers of lists, and formulas, and has "x²" as a superscript.
    """
    if one == other:
        return True
    short, long = sorted(
        ([atom for word in words for atom in atoms(normalize("NFKC", word)) if atom.isalnum()] for words in (one, other)),
        key=len,
    )
    rest = iter(long)
    return all(word in rest for word in short)
