"""What editors changed: an editor's adjacent insertions and deletions are one change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pressline.track_changes.docx_reading import CALL, PICTURE, EditedText, Letter, Returned, Revision

_CONTEXT = 30  # characters shown on each side of a change


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `start` and `end` count the letters of the old text, insertions left out.

    `new_start` and `new_end` count those of the new text, deletions left out.
    """

    number: int  # in the order of the text, from 1
    author: str
    date: str
    note: str  # the id of the note it stands in, "" for the text
    start: int
    end: int
    new_start: int
    new_end: int
    old: tuple[Letter, ...]
    new: tuple[Letter, ...]
    context: str
    move: str = ""  # the name of the move that it is one half of
    restyled: bool = False  # only how the words are set is changed

    @property
    def what(self) -> str:
        """The change in words."""
        old, new = shown(self.old), shown(self.new)
        if self.restyled:
            return f"“{old}” is set {_look(self.new[0].style)}"
        if self.move:
            return f"“{new}” is moved here" if new else f"“{old}” is moved away"
        if old and new:
            return f"“{old}” becomes “{new}”"
        return f"“{new}” is inserted" if new else f"“{old}” is deleted"


_LOOKS = {"***": "in bold italics", "**": "in bold", "*": "in italics", "^": "raised", "~": "lowered", "-": "struck out"}


def _look(style: str) -> str:
    """A style in words."""
    found = [look for mark, look in _LOOKS.items() if mark in style][:1]
    return " and ".join([*found, *(["in small capitals"] if "c" in style else [])]) or "plain"


def shown(letters: tuple[Letter, ...]) -> str:
    """Letters as a list shows them: ¶ for the end of a paragraph, * for a call."""
    return "".join({"\n": "¶", CALL: "*", PICTURE: "[picture]"}.get(letter.char, letter.char) for letter in letters)


def changes_of(returned: Returned) -> list[Change]:
    """Every change of the text and, where they are called, of the notes."""
    found: list[Change] = []
    for change, calls in _changes_in(returned.body, ""):
        if change is not None:
            found.append(change)
        for id in calls:
            found += [inner for inner, _ in _changes_in(returned.notes.get(id, EditedText()), id) if inner is not None]
    return [replace(change, number=number) for number, change in enumerate(found, start=1)]


def front_changes(returned: Returned) -> list[Change]:
    """The changes of the title block, the author note and the contents.

    essay.md does not hold them.
    """
    about = [returned.notes[id] for id in sorted(returned.about_author) if id in returned.notes]
    return [change for story in (returned.front, *about) for change, _ in _changes_in(story, "") if change is not None]


def _changes_in(story: EditedText, note: str) -> Iterator[tuple[Change | None, list[str]]]:
    """The changes of a text.

    With each, or with None, the notes called since that are not new or gone.
    """
    letters = story.letters
    at = original = accepted = 0
    while at < len(letters):
        revision = _of(letters[at])
        if revision is None:
            yield None, [letters[at].note] if letters[at].note else []
            at, original, accepted = at + 1, original + 1, accepted + 1
            continue
        end = at
        while end < len(letters) and _is_one(letters[end], letters[at]):
            end += 1
        group = letters[at:end]
        restyled = revision.kind == "format"
        old = tuple(group) if restyled else tuple(x for x in group if x.revision and x.revision.kind == "del")
        new = tuple(group) if restyled else tuple(x for x in group if x.revision and x.revision.kind == "ins")
        before = "".join(x.char for x in letters[max(0, at - _CONTEXT) : at] if not x.revision or x.revision.kind == "del")
        ends = original + len(old), accepted + len(new)
        places = original, ends[0], accepted, ends[1]
        yield Change(0, revision.author, revision.date, note, *places, old, new, before, revision.move, restyled), []
        at, (original, accepted) = end, ends


def _of(letter: Letter) -> Revision | None:
    """What an editor did to a letter: put it in, took it out, or set it otherwise."""
    return letter.revision or letter.restyled


def _is_one(letter: Letter, first: Letter) -> bool:
    """Whether a letter belongs to the change that another begins."""
    own, of = _of(letter), _of(first)
    if own is None or of is None or (own.author, own.move) != (of.author, of.move):
        return False
    if "format" in (own.kind, of.kind):
        return own.kind == of.kind and (letter.style, letter.before) == (first.style, first.before)
    return True
