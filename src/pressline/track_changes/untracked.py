"""What differs between a returned DOCX and essay.md although no change is tracked there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressline.track_changes.changes import Change
from pressline.track_changes.docx_reading import EditedText, Letter
from pressline.track_changes.essay_source import EssayToken, align, tokens_of_letters
from pressline.track_changes.place import Alignment

_FEWEST_WORDS = 20  # of a text that can tell whether it is of this essay
_LONGEST = 80  # characters of what a finding shows
# What essay.md has and a DOCX shows otherwise: formulas, pictures, addresses in angles, raw blocks, attributes, code. False
# positive avoided: "$5 and $6" is no formula, because a space stands before its second sign.
_SHOWN_OTHERWISE = re.compile(
    r"\$\$[^$]++\$\$|\$(?=\S)[^$\n]++(?<=\S)\$|!\[[^\[\]\n]*+\]|^:::[^\n]*+|^```[^`]++```|@\w[\w:-]*+", re.MULTILINE
)


def share_found(alignment: Alignment) -> float:
    """The share of the words of a DOCX, as it was before its changes, that essay.md has.

    1 for a text too short to tell.
    """
    words = [at for at, token in enumerate(alignment.body.here) if token.text.isalnum()]
    return sum(alignment.body.match[at] >= 0 for at in words) / len(words) if len(words) >= _FEWEST_WORDS else 1.0


def untracked(alignment: Alignment, changes: Sequence[Change], made: set[int]) -> Iterator[tuple[str, str, int]]:
    """Words of the DOCX, those of essay.md in their place, and where that is in essay.md.

    Changes that essay.md has already count as made, the others as not made.
    """
    text = alignment.source.text
    hidden = [match.span() for match in _SHOWN_OTHERWISE.finditer(text)]
    stories = [("", alignment.returned.body, alignment.body.there)]
    stories += [(id, alignment.returned.notes[id], aligned.there) for id, aligned in alignment.notes.items()]
    for note, story, there in stories:
        letters = _as_in_essay(story, [change for change in changes if change.note == note], made)
        chars = "".join(letter.char for letter in letters)
        here = tokens_of_letters(chars)
        match = align(here, there)
        for ours, theirs in _gaps(here, there, match):
            told = any(letter.revision for token in ours for letter in letters[max(0, token.start - 1) : token.end + 1])
            other_way = any(start <= token.start < end for token in theirs for start, end in hidden)
            same = "".join(token.text for token in ours) == "".join(token.text for token in theirs)  # "H~2~O"
            if same or told or other_way or not (_tells(ours) or _tells(theirs)):
                continue  # a change there is named already, or the DOCX shows a formula or a picture in its own way
            found = chars[ours[0].start : ours[-1].end] if ours else ""
            other = text[theirs[0].start : theirs[-1].end] if theirs else ""
            at = theirs[0].start if theirs else _before(there, here, ours, match)
            yield found[:_LONGEST], other[:_LONGEST], at


def _as_in_essay(story: EditedText, changes: Sequence[Change], made: set[int]) -> list[Letter]:
    """The letters of a text as essay.md should have them."""
    new = {id(letter) for change in changes if change.number in made for letter in change.new}
    gone = {id(letter) for change in changes if change.number in made for letter in change.old}
    return [
        letter
        for letter in story.letters
        if letter.revision is None
        or (letter.revision.kind == "ins" and id(letter) in new)
        or (letter.revision.kind == "del" and id(letter) not in gone)
    ]


def _gaps(
    here: Sequence[EssayToken], there: Sequence[EssayToken], match: Sequence[int]
) -> Iterator[tuple[Sequence[EssayToken], Sequence[EssayToken]]]:
    """The tokens of both sides between those that are the same."""
    start, last = 0, -1
    for at, found in enumerate([*match, len(there)]):
        if found < 0:
            continue
        if at > start or found > last + 1:
            yield here[start:at], there[last + 1 : found]
        start, last = at + 1, found


def _tells(tokens: Sequence[EssayToken]) -> bool:
    """Whether there are words among some tokens, and not marks alone."""
    return any(token.text.isalnum() for token in tokens)


def _before(there: Sequence[EssayToken], here: Sequence[EssayToken], ours: Sequence[EssayToken], match: Sequence[int]) -> int:
    """Where in essay.md words would stand that it has not."""
    first = here.index(ours[0]) if ours else 0
    return there[match[first - 1]].end if first and match[first - 1] >= 0 else (there[0].start if there else 0)
