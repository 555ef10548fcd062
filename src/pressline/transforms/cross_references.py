"""A further call of a note as a note of its own.

"See supra note 14.", for reviews that take no number twice.

Later notes move by one; the concordance says which number each note had and has. A further call that keeps the number of its
note may say in print on which page that stands: "14, p. 3".
"""

from __future__ import annotations

from dataclasses import replace

from pressline.model import Blocks, Book, Node, Note, Renumbered
from pressline.pandoc.tree import SUPRA, attribute, is_call, rewrite, span, string


def new_notes(book: Book) -> Book:
    """The book with a new note for every further call.

    Unchanged when no note is called twice.
    """
    if all(note.calls == 1 for note in book.notes):
        return book
    old = {note.number: note for note in book.notes}
    moved: dict[int, int] = {}  # number as it was -> as it is
    notes: list[Note] = []

    def change(node: Node) -> Node | None:
        if not is_call(node):
            return None
        was, now = int(attribute(node, "note")), len(notes) + 1
        if was in moved:
            label = f"{old[was].label} ({attribute(node, 'nth')})"
            notes.append(Note(now, label, _see(moved[was]), calls=1))
        else:
            moved[was] = now
            notes.append(replace(old[was], number=now, calls=1))
        return span([], classes=("call",), attributes={"note": str(now), "nth": "1"})

    blocks: Blocks = rewrite(book.blocks, change)
    return replace(book, blocks=blocks, notes=tuple(notes))


def _see(number: int) -> Blocks:
    """The body of a note that sends to another."""
    space: Node = {"t": "Space"}
    supra: Node = {"t": "Emph", "c": [string("supra")]}
    reference = span([string(str(number))], classes=(SUPRA,), attributes={"note": str(number)})
    return [{"t": "Para", "c": [string("See"), space, supra, space, string("note"), space, reference, string(".")]}]


def concordance(before: Book, after: Book) -> tuple[Renumbered, ...]:
    """The number that every note had and has; () when none has moved and none was added."""
    numbers = {note.label: note.number for note in before.notes}
    if len(before.notes) == len(after.notes):
        return ()
    return tuple(Renumbered(note.label, numbers.get(note.label), note.number) for note in after.notes)
