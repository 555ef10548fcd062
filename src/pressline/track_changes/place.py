"""Where a change belongs in essay.md: between the same words, or nowhere.

The text as it was before the editors came is aligned with essay.md, word by word. A change is placed when the words it
touches, and its neighbours on both sides, stand in essay.md in the same order with nothing between them; otherwise there is
doubt, and it is reported with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from pressline.track_changes.changes import Change
from pressline.track_changes.docx_reading import CALL, CELL, PICTURE, EditedText, Letter, Returned, letters_of
from pressline.track_changes.essay_source import EssaySource, EssayToken, align, tokens_of_letters
from pressline.track_changes.inserted import Unplaceable, markdown_of

_START, _END = attrgetter("start"), attrgetter("end")
_EMPHASIS = "*_"
_PAIRED = "*_~^`"  # marks that stand on both sides of what they mark


@dataclass(frozen=True, slots=True)
class MarkdownEdit:
    """Put `text` in the place of the characters from `start` to `end` of essay.md."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text as it was, its tokens, and for each the token of essay.md (index, or -1)."""

    letters: tuple[Letter, ...]
    here: tuple[EssayToken, ...]
    there: tuple[EssayToken, ...]
    match: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """essay.md and the returned text, side by side. Notes by the ids of the DOCX."""

    source: EssaySource
    returned: Returned
    body: Aligned
    notes: dict[str, Aligned]
    labels: dict[str, str]  # id of a note -> its label
    new_body: Aligned  # with all changes accepted
    new_notes: dict[str, Aligned]
    leaving: frozenset[str]  # labels of notes whose calls are deleted
    arriving: frozenset[str]  # ids of notes that are called in what is inserted


def align_returned(source: EssaySource, returned: Returned) -> Alignment:
    """Align the text, label every note by the place of its call, and align the notes."""
    body = _aligned(returned.body, source.body)
    labels: dict[str, str] = {}
    for atom, at in zip(body.here, body.match, strict=True):
        note = body.letters[atom.start].note
        if atom.text == CALL and note and at >= 0 and source.body[at].label not in labels.values():
            labels[note] = source.body[at].label  # of a note made of a further call there is no text in essay.md
    notes = {
        id: _aligned(returned.notes[id], source.notes.get(label, ())) for id, label in labels.items() if id in returned.notes
    }
    changed = [letter for letter in returned.body.letters if letter.note and letter.revision]
    leaving = frozenset(labels.get(x.note, "") for x in changed if x.revision and x.revision.kind == "del")
    arriving = frozenset(x.note for x in changed if x.revision and x.revision.kind == "ins")
    new_notes = {id: _aligned(returned.notes[id], notes[id].there, without="del") for id in notes}
    new_body = _aligned(returned.body, source.body, without="del")
    return Alignment(source, returned, body, notes, labels, new_body, new_notes, leaving, arriving)


def _aligned(story: EditedText, there: Sequence[EssayToken], without: str = "ins") -> Aligned:
    letters = tuple(letter for _, letter in letters_of(story, without=without))
    here = tokens_of_letters("".join(letter.char for letter in letters))
    return Aligned(letters, tuple(here), tuple(there), tuple(align(here, there)))


def place(alignment: Alignment, change: Change, new_labels: dict[str, str]) -> list[MarkdownEdit]:
    """The edits that a change makes in essay.md.

    `new_labels`: of notes that it adds, by id; filled in.

    Raises:
        Doubt: when it cannot be placed.
    """
    if change.note and change.note not in alignment.notes:
        raise Unplaceable("the note it stands in is not in essay.md")
    aligned = alignment.notes[change.note] if change.note else alignment.body
    _check_kinds(change)
    _check_neighbours(aligned, change)
    if change.restyled:
        return _restyled(alignment.source.text, aligned, change)
    if not change.note and _is_of_whole_paragraphs(aligned, change):
        gone = _paragraphs(alignment.source.text, aligned, change)
        return [MarkdownEdit(*gone, ""), *_gone_definitions(alignment, change)]
    start, end = _span(alignment.source.text, aligned, change)
    base = _base_style(aligned, change)
    new = [letter.note for letter in change.new if letter.char == CALL and letter.note]
    for id in new:
        known = alignment.labels.get(id, "") if change.move else ""
        new_labels[id] = known or str(_next_label(alignment, new_labels))
    text = markdown_of(change.new, base, new_labels)
    if change.note:
        text = text.replace("\n\n", "\n\n    ")
    text = _spaced(alignment.source.text, aligned, change, start, end, text)
    if not text:
        start, end = _with_empty_marks(alignment.source.text, start, end)
    _check_markup(alignment.source.text[start:end], change)
    _check_edges(alignment.source.text, start, end, text)
    edits = [MarkdownEdit(start, end, text)]
    edits += [_definition(alignment, change, id, new_labels) for id in new if not (change.move and id in alignment.labels)]
    return [*edits, *_gone_definitions(alignment, change)]


def is_made(alignment: Alignment, change: Change) -> bool:
    """Whether essay.md has a change already: it was made before, or by hand."""
    if change.note and change.note not in alignment.notes:
        return False
    old = alignment.notes[change.note] if change.note else alignment.body
    new = alignment.new_notes[change.note] if change.note else alignment.new_body
    if change.restyled:
        return _has_marks(alignment.source.text, old, change)
    return _stands(new, change.new_start, change.new_end) and not _stands(old, change.start, change.end)


def _stands(aligned: Aligned, start: int, end: int) -> bool:
    """Whether letters and the words beside them stand together in essay.md, at its edges too."""
    first = bisect_right(aligned.here, start, key=_END)
    last = max(first, bisect_left(aligned.here, end, key=_START))
    places = [aligned.match[at] for at in range(first - 1, last + 1) if 0 <= at < len(aligned.here)]
    if not places or places[0] < 0 or places != list(range(places[0], places[0] + len(places))):
        return False
    at_start = first > 0 or places[0] == 0
    return at_start and (last < len(aligned.here) or places[-1] == len(aligned.there) - 1)


def _check_kinds(change: Change) -> None:
    """A change has nothing in it that essay.md cannot have.

    Raises:
        Unplaceable: when it has.
    """
    letters = (*change.old, *change.new)
    if any(letter.char == "\n" and letter.block == CELL for letter in letters):
        raise Unplaceable("a row, a cell or a paragraph of a table comes or goes")
    if any(letter.char == PICTURE for letter in letters):
        raise Unplaceable("there is a picture or another object in it")
    if any("\ue000" <= letter.char <= "\uf8ff" for letter in change.new):
        raise Unplaceable("there is a sign in it that only a font of symbols has")


# --- whole paragraphs, and how words are set ------------------------------------------------------------------------


def _is_of_whole_paragraphs(aligned: Aligned, change: Change) -> bool:
    """Whether a deletion takes whole paragraphs and nothing else."""
    opens = change.start == 0 or aligned.letters[change.start - 1].char == "\n"
    return not change.new and opens and bool(change.old) and change.old[-1].char == "\n" and _touched(aligned, change)[1] > 0


def _paragraphs(text: str, aligned: Aligned, change: Change) -> tuple[int, int]:
    """From where to where in essay.md whole paragraphs stand.

    With what marks them, and the blank line after them.
    """
    first, last = _touched(aligned, change)
    if first == last:
        raise Unplaceable("the paragraph is empty")
    start = text.rfind("\n", 0, aligned.there[aligned.match[first]].start) + 1
    stop = text.find("\n", aligned.there[aligned.match[last - 1]].end)
    end = len(text) if stop < 0 else stop + 1
    if last < len(aligned.here) and aligned.there[aligned.match[last]].start < end:
        raise Unplaceable("other words stand in the line that it ends in")
    if first and aligned.there[aligned.match[first - 1]].end > start:
        raise Unplaceable("other words stand in the line that it begins in")
    blank = re.match(r"(?:[ \t]*(?:>[ \t]*)?\r?\n)*", text[end:])
    alone = text[:start].endswith(("\n\n", "\n\r\n")) or not start
    return start, end + (blank.end() if blank and alone else 0)


def _has_marks(text: str, aligned: Aligned, change: Change) -> bool:
    """Whether words are set already as an editor set them."""
    first, last = _touched(aligned, change)
    if first == last or -1 in aligned.match[first:last]:
        return False
    start, end = aligned.there[aligned.match[first]].start, aligned.there[aligned.match[last - 1]].end
    marks, stars = re.compile(r"\*{0,3}"), change.new[0].style
    before = len(text[:start]) - len(text[:start].rstrip("*"))
    after = marks.match(text, end)
    return (
        set(stars + (change.old[0].before or "")) <= {"*"}
        and before == len(stars)
        and after is not None
        and len(after[0]) == before
    )


def _restyled(text: str, aligned: Aligned, change: Change) -> list[MarkdownEdit]:
    """The marks of emphasis that words get, or lose."""
    first, last = _touched(aligned, change)
    before, after = change.old[0].before or "", change.new[0].style
    if first == last:
        raise Unplaceable("only white space is set otherwise")
    whole = aligned.here[first].start >= change.start and aligned.here[last - 1].end <= change.end
    start, end = aligned.there[aligned.match[first]].start, aligned.there[aligned.match[last - 1]].end
    if not whole or "\n" in text[start:end]:
        raise Unplaceable("part of a word, or more than a paragraph, is set otherwise")
    if not before and set(after) <= {"*"}:
        return [MarkdownEdit(start, start, after), MarkdownEdit(end, end, after)]
    length = len(before)
    if not after and set(before) <= {"*"} and text[start - length : start] == text[end : end + length] == before:
        return [MarkdownEdit(start - length, start, ""), MarkdownEdit(end, end + length, "")]
    raise Unplaceable("it is set in a way that has no single mark here")


def _spaced(text: str, aligned: Aligned, change: Change, start: int, end: int, new: str) -> str:
    """New words with the spaces at their edges that essay.md lacks.

    Word may have two spaces where essay.md has one, and an insertion stands between them.
    """
    if not new or change.old or "\n" in new:
        return new
    letters = aligned.letters
    before = change.start > 0 and letters[change.start - 1].char == " "
    after = change.start < len(letters) and letters[change.start].char == " "
    if before and after:
        left = "" if new[:1].isspace() or text[start - 1 : start].isspace() else " "
        right = "" if new[-1:].isspace() or text[end : end + 1].isspace() else " "
        return f"{left}{new}{right}"
    return new


# --- where ----------------------------------------------------------------------------------------------------------


def _touched(aligned: Aligned, change: Change) -> tuple[int, int]:
    """The tokens that a change touches, from the first to the one after the last.

    None for one between two tokens.
    """
    first = bisect_right(aligned.here, change.start, key=_END)
    last = bisect_left(aligned.here, change.end, key=_START)
    return first, max(first, last)


def _check_neighbours(aligned: Aligned, change: Change) -> None:
    """The tokens touched and those beside them stand together in essay.md.

    Raises:
        Doubt: when they do not.
    """
    first, last = _touched(aligned, change)
    around = [at for at in range(first - 1, last + 1) if 0 <= at < len(aligned.here)]
    places = [aligned.match[at] for at in around]
    if -1 in places:
        missing = aligned.here[around[places.index(-1)]].text.replace(CALL, "a call")
        raise Unplaceable(f"“{missing}” beside it is not at this place in essay.md")
    if not places or places != list(range(places[0], places[0] + len(places))):
        raise Unplaceable("the words beside it stand apart in essay.md")


def _span(text: str, aligned: Aligned, change: Change) -> tuple[int, int]:
    """From where to where in essay.md the old words of a change stand.

    For an insertion, twice the place.
    """
    if not change.old:
        at = _insertion_point(text, aligned, change)
        return at, at
    return _edge(text, aligned, change.start, opening=True), _edge(text, aligned, change.end, opening=False)


def _edge(text: str, aligned: Aligned, at: int, *, opening: bool) -> int:
    """The place in essay.md of an edge of deleted letters.

    In a word, or in the white space between two.
    """
    letter = at if opening else at - 1
    inside = _token_at(aligned, letter)
    if inside is not None:
        ours, theirs = aligned.here[inside], aligned.there[aligned.match[inside]]
        offset, length = at - ours.start, ours.end - ours.start
        if 0 < offset < length and theirs.end - theirs.start != length:
            raise Unplaceable(f"“{ours.text}” is written otherwise in essay.md")
        return theirs.start + offset if offset < length else theirs.end
    before, after = _gap(text, aligned, letter)
    space = re.search(r"\s+", text[before:after])
    if not space:
        raise Unplaceable("there is no space at this place in essay.md")
    return before + (space.start() if opening else space.end())


def _insertion_point(text: str, aligned: Aligned, change: Change) -> int:
    """Where inserted letters go.

    After the word before them, else before the word that follows, else in the space.
    """
    before, after = _token_at(aligned, change.start - 1), _token_at(aligned, change.start)
    style = change.new[0].style
    if before is not None and before == after:
        return _edge(text, aligned, change.start, opening=True)
    if before is not None:
        end = aligned.there[aligned.match[before]].end
        closing = re.match(rf"[{_EMPHASIS}]*", text[end:])
        keep = style == aligned.letters[change.start - 1].style
        return end if keep or closing is None else end + closing.end()
    gap = _gap(text, aligned, change.start)
    line = text[gap[0] : gap[1]]
    if change.new[-1].char == "\n":
        if "\n" not in line and gap[0]:
            raise Unplaceable("the paragraph it goes before does not start a line")
        return gap[0] + line.rfind("\n") + 1
    if after is not None:
        opening = re.search(rf"(?<![{_EMPHASIS}])[{_EMPHASIS}]*+$", line)
        keep = style == aligned.letters[change.start].style
        return gap[1] if keep or opening is None else gap[1] - len(opening[0])
    space = re.search(r"\s", line)
    return gap[0] + (space.end() if space and not line.startswith("\n") else 0)


def _token_at(aligned: Aligned, letter: int) -> int | None:
    """The token that a letter is part of."""
    at = bisect_right(aligned.here, letter, key=_START) - 1
    return at if at >= 0 and letter < aligned.here[at].end else None


def _gap(text: str, aligned: Aligned, letter: int) -> tuple[int, int]:
    """The stretch of essay.md between the token before a letter and the one after it."""
    after = bisect_left(aligned.here, letter, key=_START)
    start = aligned.there[aligned.match[after - 1]].end if after else (aligned.there[0].start if aligned.there else 0)
    end = aligned.there[aligned.match[after]].start if after < len(aligned.here) else start
    if after == len(aligned.here):
        space = re.match(r"[*_\"'’”)]*\s*", text[start:])
        end = start + (space.end() if space else 0)
    return start, max(start, end)


# --- what -----------------------------------------------------------------------------------------------------------


def _base_style(aligned: Aligned, change: Change) -> str:
    """The emphasis that already stands round the place."""
    if change.old:
        return change.old[0].style
    near = [change.start - 1] if _token_at(aligned, change.start - 1) is not None else [change.start]
    styles = {aligned.letters[at].style for at in near if 0 <= at < len(aligned.letters)}
    return change.new[0].style if change.new[0].style in styles else ""


def _with_empty_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A deleted stretch with the marks of emphasis that would be left round nothing."""
    while start and text[start - 1] in _PAIRED and text[end : end + 1] == text[start - 1]:
        start, end = start - 1, end + 1
    return start, end


def _check_markup(deleted: str, change: Change) -> None:
    """What is deleted takes no half of a pair of marks with it.

    Raises:
        Doubt: when it does.
    """
    kept = re.sub(r"\[\^[^\]\[\s]+\]|(\\)(.)", r"\2", deleted)
    seen = "".join(letter.char for letter in change.old)
    for mark in "*_`~^[]()<>{}#|>":
        more = kept.count(mark) - seen.count(mark)
        if more and (mark not in _PAIRED or more % 2):
            raise Unplaceable(f"the markup {mark} stands within it")


def _check_edges(text: str, start: int, end: int, new: str) -> None:
    """New text leaves marks of emphasis and paragraphs as they are.

    Raises:
        Doubt: when a space would part a mark from its word (CommonMark 6.2), or a paragraph end within a quotation, list or
            table.
    """
    line = text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
    if "\n" in new and re.match(r"[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]|\|)|[ \t]", line):
        raise Unplaceable("a paragraph begins or ends within a quotation, list or table")
    closing = text[end : end + 1] in tuple(_EMPHASIS) and not text[end - 1 : end].isspace()
    opening = text[start - 1 : start] in tuple(_EMPHASIS) and not text[start : start + 1].isspace()
    if (closing and (text[:start] + new)[-1:].isspace()) or (opening and (new + text[end:])[:1].isspace()):
        raise Unplaceable("a space would stand at the edge of emphasis")


# --- notes ----------------------------------------------------------------------------------------------------------


def _next_label(alignment: Alignment, new_labels: dict[str, str]) -> int:
    """The lowest number that is above all labels."""
    numbers = [int(label) for label in (*alignment.source.definitions, *new_labels.values()) if label.isdigit()]
    return max(numbers, default=0) + 1


def _definition(alignment: Alignment, change: Change, id: str, labels: dict[str, str]) -> MarkdownEdit:
    """The definition of a new note, after that of the note called before it."""
    story = alignment.returned.notes.get(id)
    if story is None or change.note:
        raise Unplaceable("it adds the call of a note that is not there")
    letters = [letter for _, letter in letters_of(story, without="del")]
    while letters and letters[-1].char.isspace():
        letters.pop()
    while letters and letters[0].char.isspace():
        letters.pop(0)
    body = markdown_of(letters, "", {}).replace("\n\n", "\n\n    ")
    definitions = alignment.source.definitions
    called = [alignment.labels.get(x.note, "") for x in alignment.body.letters[: change.start] if x.note]
    before = next((label for label in reversed(called) if label in definitions and label not in alignment.leaving), "")
    at = definitions[before][1] if before else len(alignment.source.text.rstrip("\n"))
    return MarkdownEdit(at, at, f"\n\n[^{labels[id]}]: {body}")


def _gone_definitions(alignment: Alignment, change: Change) -> list[MarkdownEdit]:
    """The definitions that go with the calls in what a change deletes.

    But for notes that are called elsewhere then.
    """
    gone = [letter.note for letter in change.old if letter.note and not (change.move and letter.note in alignment.arriving)]
    return [edit for id in gone for edit in _without_definition(alignment, id)]


def _without_definition(alignment: Alignment, id: str) -> list[MarkdownEdit]:
    """The definition of a note whose only call is deleted goes with it."""
    label = alignment.labels.get(id, "")
    if sum(1 for atom in alignment.source.body if atom.label == label) > 1:
        raise Unplaceable(f"note {label} is called again, and its first call is deleted")
    if label not in alignment.source.definitions:
        return []
    start, end = alignment.source.definitions[label]
    rest = re.match(r"\n*", alignment.source.text[end:])
    return [MarkdownEdit(start, end + (rest.end() if rest else 0), "")]


def apply(text: str, edits: Sequence[MarkdownEdit]) -> str:
    """The text with edits made; every other character stays as it was.

    Two that only insert at one place stand in their order.
    """
    numbered = sorted(enumerate(edits), key=lambda one: (one[1].start, one[1].end, one[0]), reverse=True)
    for _, edit in numbered:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def overlap(edits: Sequence[MarkdownEdit], more: Sequence[MarkdownEdit]) -> bool:
    """Whether two changes touch the same characters.

    Two that only insert may do it at one place.
    """

    def touch(a: MarkdownEdit, b: MarkdownEdit) -> bool:
        if a.start == a.end and b.start == b.end:
            return False
        return a.start < b.end and b.start < a.end or a.start == b.start

    return any(touch(a, b) for a in edits for b in more)
