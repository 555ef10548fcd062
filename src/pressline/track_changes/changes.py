"""What editors changed: an editor's adjacent insertions and deletions are one change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressline.track_changes.docx_reading import CALL, EditedText, Letter, Returned

_CONTEXT = 30  # characters shown on each side of a change


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `start` and `end` count the letters of the old text, insertions left out."""

    number: int  # in the order of the text, from 1
    author: str
    date: str
    note: str  # the id of the note it stands in, "" for the text
    start: int
    end: int
    old: tuple[Letter, ...]
    new: tuple[Letter, ...]
    context: str

    @property
    def what(self) -> str:
        """The change in words."""
        old, new = shown(self.old), shown(self.new)
        if old and new:
            return f"“{old}” becomes “{new}”"
        return f"“{new}” is inserted" if new else f"“{old}” is deleted"


def shown(letters: tuple[Letter, ...]) -> str:
    """Letters as a list shows them: ¶ for the end of a paragraph, * for a call."""
    return "".join({"\n": "¶", CALL: "*"}.get(letter.char, letter.char) for letter in letters)


def changes_of(returned: Returned) -> list[Change]:
    """Every change of the text and, where they are called, of the notes."""
    found: list[Change] = []
    for change, calls in _changes_in(returned.body, ""):
        if change is not None:
            found.append(change)
        for id in calls:
            found += [inner for inner, _ in _changes_in(returned.notes.get(id, EditedText()), id) if inner is not None]
    return [_numbered(change, number) for number, change in enumerate(found, start=1)]


def front_changes(returned: Returned) -> list[Change]:
    """The changes of the title block and the contents, which essay.md does not hold."""
    return [change for change, _ in _changes_in(returned.front, "") if change is not None]


def _numbered(change: Change, number: int) -> Change:
    return Change(
        number, change.author, change.date, change.note, change.start, change.end, change.old, change.new, change.context
    )  # fmt: skip


def _changes_in(story: EditedText, note: str) -> Iterator[tuple[Change | None, list[str]]]:
    """The changes of a text.

    With each, or with None, the notes called since that are not new or gone.
    """
    letters = story.letters
    at = original = 0
    while at < len(letters):
        revision = letters[at].revision
        if revision is None:
            yield None, [letters[at].note] if letters[at].note else []
            at, original = at + 1, original + 1
            continue
        end = at
        while end < len(letters) and _same_editor(letters[end], letters[at]):
            end += 1
        group = letters[at:end]
        old = tuple(x for x in group if x.revision and x.revision.kind == "del")
        new = tuple(x for x in group if x.revision and x.revision.kind == "ins")
        before = "".join(x.char for x in letters[max(0, at - _CONTEXT) : at] if not x.revision or x.revision.kind == "del")
        yield Change(0, revision.author, revision.date, note, original, original + len(old), old, new, before), []
        at, original = end, original + len(old)


def _same_editor(letter: Letter, first: Letter) -> bool:
    return bool(letter.revision and first.revision and letter.revision.author == first.revision.author)
