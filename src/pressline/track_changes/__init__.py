"""The way back from Word: list tracked changes, and write accepted ones to essay.md.

Three steps: what the editors did (`returned`, `changes`), what essay.md says and where (`source`), and where each change
belongs in it (`place`). A change that cannot be placed without doubt is reported and not made; everything else of essay.md
stays byte for byte as it was.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pressline.book.markdown import parse_essay
from pressline.compare.text_compare import fold
from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.model import Metadata, Report, Step
from pressline.pandoc.tree import prose
from pressline.runtime.files import claimed, keep_before, seen_at, write_over
from pressline.runtime.input_files import MOST_MB, Unfit, read_file
from pressline.track_changes.changes import Change, changes_of, front_changes
from pressline.track_changes.docx_reading import CALL, EditedText, read_returned
from pressline.track_changes.essay_source import read_source
from pressline.track_changes.inserted import Unplaceable
from pressline.track_changes.place import Alignment, MarkdownEdit, align_returned, apply, is_made, overlap, place
from pressline.track_changes.untracked import share_found, untracked


@dataclass(slots=True)
class _Work:
    """What has come of the changes so far."""

    returned: Path
    edits: dict[int, list[MarkdownEdit]] = field(default_factory=dict)  # by the numbers of their changes
    labels: dict[str, str] = field(default_factory=dict)  # of new notes
    steps: list[Step] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def absorb(returned: Path, essay: Path, accept: str = "", most_mb: float = MOST_MB) -> Report:
    """List what editors changed and ask.

    Write the changes that `accept` names ("all", an editor, "3,5") into essay.md.

    The essay.md as it was is kept beside it as essay.md.before, essay.md.before-2 and so on; the last step says so.

    Raises:
        PresslineError: R001 to R010 when a file cannot be read, E005 when `accept` names nothing, E006 when essay.md would
            be none any more, W002 when it cannot be written, W004 when it was saved by another program meanwhile, W006
            when it is a link.
    """
    seen = seen_at(essay)
    text = _read(essay, most_mb)
    alignment = align_returned(read_source(text), read_returned(returned))
    if share_found(alignment) < _LEAST_FOUND:
        raise stop("E008", Place(str(returned)), essay=essay.name)
    changes = changes_of(alignment.returned)
    chosen = _with_moves(changes, _chosen(changes, accept, returned))
    work = _Work(returned)
    made = {change.number for change in changes if is_made(alignment, change)}
    for change in (change for change in changes if change.number not in made):
        _take(alignment, change, essay, work, accepted=change.number in chosen)
    _take_back_halves(changes, work, essay)
    for change in front_changes(alignment.returned):
        work.findings.append(finding("E004", Place(str(returned)), author=change.author, what=change.what))
    work.findings += _differences(alignment, changes, made, essay)
    work.findings += _questions(alignment, essay)
    if work.edits:
        new = _written(alignment, changes, work, essay)
        if essay.is_symlink():  # the link would become a file, and what it leads to would stay as it is
            way = f"name the file itself ({essay.resolve()}); or "
            raise stop("W006", Place(str(essay)), name=essay.name, kind="a link", way=way)
        with claimed(essay.parent):
            kept = keep_before(essay)
            write_over(essay, new.encode(), seen)
        said = f"{essay.name} as it was is kept as {kept.name}"
        work.steps.append(Step("changed", Place(str(essay)), "", said))
    return Report(essay, essay.parent, essay.stem, steps=tuple(work.steps), findings=tuple(work.findings))


# The share of the words of a DOCX, as it was before its changes, that essay.md has at the least if it was made of it. An essay
# rewritten by half has more: function words alone make a third.
_LEAST_FOUND = 0.5


def _with_moves(changes: list[Change], chosen: set[int]) -> set[int]:
    """The chosen changes, with the other half of every move."""
    moves = {change.move for change in changes if change.number in chosen} - {""}
    return chosen | {change.number for change in changes if change.move in moves}


def _take_back_halves(changes: list[Change], work: _Work, essay: Path) -> None:
    """Leave out a half of a move whose other half was not made.

    Its words would be lost, or stand twice.
    """
    halves_of: dict[str, list[Change]] = {}
    for change in changes:
        halves_of.setdefault(change.move, []).append(change)
    for change in changes:
        halves = halves_of[change.move] if change.move else []
        if change.number in work.edits and any(half.number not in work.edits for half in halves):
            del work.edits[change.number]
            said = {"number": change.number, "author": change.author, "what": change.what}
            reason = "the other half of this move cannot be made"
            work.findings.append(finding("E003", Place(str(essay)), excerpt=change.context, reason=reason, **said))


def _written(alignment: Alignment, changes: list[Change], work: _Work, essay: Path) -> str:
    """essay.md with the edits; what would break it is left out, and said.

    Raises:
        PresslineError: E006 when it is not known what breaks it.
    """
    by_number = {change.number: change for change in changes}

    def tried(numbers: Iterable[int]) -> str:
        wanted = set(numbers)
        kept = [number for number in work.edits if number in wanted]
        new = apply(alignment.source.text, [edit for number in kept for edit in work.edits[number]])
        _check(alignment, [by_number[number] for number in kept], new, essay)
        return new

    try:
        return tried(work.edits)
    except PresslineError as error:
        together: dict[str | int, list[int]] = {}
        for number in work.edits:
            together.setdefault(by_number[number].move or number, []).append(number)
        for number, why in list(_breaking(list(together.values()), error, tried)):
            change = by_number[number]
            said = {"number": number, "author": change.author, "what": change.what}
            reason = f"essay.md could not be set with it ({why.findings[-1].message})"
            work.findings.append(finding("E003", Place(str(essay)), excerpt=change.context, reason=reason, **said))
            del work.edits[number]
        return tried(work.edits)


def _breaking(
    groups: list[list[int]], error: PresslineError, tried: Callable[[Iterable[int]], str]
) -> Iterator[tuple[int, PresslineError]]:
    """The numbers of the changes that break essay.md, found by halves, for each try reads it.

    `groups` break it together, with `error`; one is made as a whole: the halves of a move.
    """
    if len(groups) == 1:
        yield from ((number, error) for number in sorted(groups[0]))
        return
    middle = len(groups) // 2
    for half in (groups[:middle], groups[middle:]):
        try:
            tried(number for group in half for number in group)
        except PresslineError as again:
            yield from _breaking(half, again, tried)


def _differences(alignment: Alignment, changes: list[Change], made: set[int], essay: Path) -> Iterable[Finding]:
    """What differs and no change says (E007), and what Word computes (E009).

    What it computes would be typed here.
    """
    for words, other, at in untracked(alignment, changes, made):
        where = _place(alignment.source.text, essay, at)
        yield finding("E007", where, found=words or "nothing", expected=other or "nothing")
    for change in changes:
        if change.number not in made and any(letter.field for letter in change.new):
            numbers = "".join(letter.char for letter in change.new if letter.field)
            yield finding("E009", Place(str(essay)), number=change.number, author=change.author, words=numbers)


def _read(essay: Path, most_mb: float) -> str:
    place = Place(str(essay))
    if not essay.exists() or essay.is_dir():
        raise stop("R001", place, path=essay)
    try:
        data = read_file(essay, most_mb)
    except Unfit as unfit:
        raise unfit.stop(str(essay)) from unfit
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise stop("R005", place, byte=f"0x{data[error.start]:02X}") from error


def _chosen(changes: list[Change], accept: str, returned: Path) -> set[int]:
    """The numbers of the changes that are accepted."""
    if accept == "all":
        return {change.number for change in changes}
    wanted = {part.strip() for part in accept.split(",") if part.strip()}
    known = {str(change.number) for change in changes} | {change.author for change in changes}
    unknown = sorted(wanted - known) if accept not in known else []
    if unknown:
        authors = ", ".join(sorted({change.author for change in changes}))
        raise stop("E005", Place(str(returned)), name=unknown[0], count=len(changes), authors=authors or "nobody")
    return {change.number for change in changes if {str(change.number), change.author} & (wanted | {accept})}


def _take(alignment: Alignment, change: Change, essay: Path, work: _Work, *, accepted: bool) -> None:
    """List a change, or make it."""
    labels = dict(work.labels)
    who = f"{change.author}, in note {alignment.labels.get(change.note, '?')}" if change.note else change.author
    said = {"number": change.number, "author": who, "what": change.what}
    try:
        edits = [replace(edit, text=_lines_as(alignment.source.text, edit.text)) for edit in place(alignment, change, labels)]
        if accepted and any(overlap(others, edits) for others in work.edits.values()):
            raise Unplaceable("another accepted change touches the same place")
    except Unplaceable as doubt:
        where = Place(str(essay))
        work.findings.append(finding("E003", where, excerpt=change.context, reason=doubt, **said))
        return
    where = _place(alignment.source.text, essay, edits[0].start)
    if accepted:
        work.edits[change.number] = edits
        work.labels = labels
        work.steps.append(Step("changed", where, change.what, f"accepted from {change.author}"))
    else:
        said |= {"returned": shlex.quote(str(work.returned)), "essay": shlex.quote(str(essay))}
        work.findings.append(finding("E001", where, excerpt=_line(alignment.source.text, edits[0].start), **said))


def _lines_as(text: str, new: str) -> str:
    """New text with its lines ended as those of the file are."""
    return new.replace("\n", "\r\n") if "\r\n" in text else new


def _place(text: str, essay: Path, at: int) -> Place:
    return Place(str(essay), text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _line(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    return text[start:].split("\n", 1)[0]


def _questions(alignment: Alignment, essay: Path) -> Iterable[Finding]:
    """The comments as queries, at the words they are about."""
    said = alignment.returned.comments
    notes = alignment.returned.notes
    stories = [(alignment.returned.body, ""), *((notes[id], id) for id in alignment.notes)]
    placed = [(id, _where(alignment, story, note, at, essay)) for story, note in stories for at, id in story.remarks]
    elsewhere = [alignment.returned.front, *(notes[id] for id in notes if id not in alignment.notes)]
    places = dict(reversed(placed)) | {id: Place(str(essay)) for story in elsewhere for _, id in story.remarks}
    answers = {id: Place(str(essay)) for id in alignment.returned.replies if id not in places}
    for id, where in (places | answers).items():
        if id in said:
            text = f"{said[id].text} (resolved)" if said[id].resolved else said[id].text
            excerpt = _line(alignment.source.text, _offset(alignment.source.text, where)) if where.line else ""
            yield finding("E002", where, author=said[id].author, text=text, excerpt=excerpt)


def _where(alignment: Alignment, story: EditedText, note: str, at: int, essay: Path) -> Place:
    """The place in essay.md of the first word after a letter of a text.

    Essay.md as a whole when it is not there.
    """
    aligned = alignment.notes[note] if note else alignment.body
    original = sum(1 for letter in story.letters[:at] if not letter.revision or letter.revision.kind != "ins")
    for atom, there in zip(aligned.here, aligned.match, strict=True):
        if atom.end > original:
            return _place(alignment.source.text, essay, aligned.there[there].start) if there >= 0 else Place(str(essay))
    return Place(str(essay))


def _offset(text: str, place: Place) -> int:
    """How many characters stand before a place."""
    return sum(len(line) + 1 for line in text.split("\n")[: place.line - 1])


def _check(alignment: Alignment, made: list[Change], text: str, essay: Path) -> None:
    """Check that essay.md with the changes reads as the old text with the edits made.

    Raises:
        PresslineError: E006, and what is wrong.
    """
    before, after = (_letters(part.replace("\r\n", "\n"), essay) for part in (alignment.source.text, text))
    for change in made:
        for letters, step in ((change.old, -1), (change.new, 1)):
            bodies = [alignment.returned.notes.get(letter.note, EditedText()).letters for letter in letters if letter.note]
            kept = [x for body in bodies for x in body if x.revision is None or x.revision.kind != ("ins", "", "del")[step + 1]]
            for char in _folded("".join(letter.char for letter in (*letters, *kept) if letter.char != CALL)):
                before[char] += step
    if any(before[char] != after[char] for char in {*before, *after} if not char.isspace()):
        raise PresslineError([finding("E006", Place(str(essay)))])


def _letters(text: str, essay: Path) -> Counter[str]:
    """How often a reader of an essay.md meets each letter, in the text and the notes.

    Raises:
        PresslineError: E006 when it cannot be set, and why.
    """
    try:
        book = parse_essay(text, Metadata("T"), essay, stamp=0)
    except PresslineError as error:
        raise PresslineError([finding("E006", Place(str(essay))), *error.findings]) from error
    trees = (book.blocks, *(note.body for note in book.notes))
    return Counter(_folded("".join(item for tree in trees for item in prose(tree) if isinstance(item, str))))


def _folded(text: str) -> str:
    """A text in which quotation marks of all kinds are one.

    A layout may set them in the British manner.
    """
    return fold(text).replace('"', "'")
