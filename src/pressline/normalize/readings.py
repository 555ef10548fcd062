"""The reading of a whole essay that explains the most.

The usual reading decides each thing by the evidence of its place. Where its costs (`reading_costs`) show that something
was decided wrongly, the essay is read again with decisions made otherwise that could put it right, and the best score of the
whole wins. A text without such costs is read once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pressline.findings import Place, PresslineError, finding
from pressline.model import Manuscript, Paragraph, RankedReading, Sheet, Source, Step
from pressline.normalize import thresholds
from pressline.normalize.normalizer import drafted
from pressline.normalize.reading_costs import costs, score_of
from pressline.pandoc.passages import text_of
from pressline.readers.choices import Choices
from pressline.readers.source import sheet_of


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading that was made, and what speaks against it."""

    choices: Choices
    sheet: Sheet
    manuscript: Manuscript
    costs: Counter[str]
    score: float


def best_reading(source: Source) -> tuple[Sheet, Manuscript]:
    """The sheet and the drafted manuscript of the best reading of a raw essay.

    The sheet says in `readings` how the best and the others scored; R033 asks where two are close.

    Raises:
        PresslineError: as `sheet_of` and `drafted` do for the usual reading.
    """
    usual = _made(sheet_of(source), Choices())
    if source.kind != "txt" or len(source.data) > thresholds.READ_AGAIN_BYTES or not _is_doubtful(usual):
        return usual.sheet, usual.manuscript
    read = [usual]
    best = usual
    for _ in range(thresholds.READING_ROUNDS):
        tried = {each.choices for each in read}
        more: list[_Read] = []
        for choices in _others(best):
            found = None if choices in tried else _tried(source, choices, [*read, *more])
            more += [found] if found else []
        read += more
        leader = max([best, *more], key=lambda each: each.score)
        if leader is best or not _is_better(leader, best):
            break
        best = leader
    return _told(best, read, source)


def _made(sheet: Sheet, choices: Choices) -> _Read:
    manuscript = drafted(sheet)
    counted = costs(manuscript)
    return _Read(choices, sheet, manuscript, counted, score_of(counted))


def _tried(source: Source, choices: Choices, read: Sequence[_Read]) -> _Read | None:
    """Another reading.

    None when the text cannot be read so, would lose a word, or comes out as in one made before.

    Of a document's source the rows of paragraphs are not known: paragraphs of the usual reading that it joins count.
    """
    try:
        sheet = sheet_of(source, choices)
        made = None if any(sheet.paragraphs == each.sheet.paragraphs for each in read) else _made(sheet, choices)
    except PresslineError:
        return None
    if made is None or any(f.severity == "error" for f in made.manuscript.findings):
        return None
    joined = _texts(read[0].manuscript) - _texts(made.manuscript) if choices.kind else 0
    counted = made.costs + Counter(joined=max(joined, 0))
    return replace(made, costs=counted, score=score_of(counted))


def _texts(manuscript: Manuscript) -> int:
    """How many paragraphs of some length there are."""
    return sum(block.kind == "text" and len(text_of(block)) > thresholds.SHORT_BLOCK for block in manuscript.blocks)


def _is_doubtful(read: _Read) -> bool:
    """Whether so much speaks against a reading that another may be better."""
    return _against(read) >= max(thresholds.DOUBT, thresholds.DOUBT_SHARE * len(read.manuscript.blocks))


def _is_better(one: _Read, other: _Read) -> bool:
    """Whether a reading is better by more than chance.

    By points, and by a share of what speaks against the other.
    """
    gain = one.score - other.score
    return gain >= thresholds.BETTER and gain >= thresholds.BETTER_SHARE * _against(other)


def _against(read: _Read) -> float:
    """The points against a reading that another one could save."""
    return -score_of(Counter({name: count for name, count in read.costs.items() if name in thresholds.SAVED_BY_ANOTHER}))


def _others(best: _Read) -> Iterator[Choices]:
    """The readings that could save what speaks against one; not all that there are."""
    told, counted = best.choices, best.costs
    if told.kind:
        return
    if counted["markup"] or counted["links"]:
        yield Choices(kind="md")
        yield Choices(kind="html")
    if counted["numbers"] or counted["repeated"] or counted["torn"]:
        yield replace(told, pages="counted")
    if counted["torn"] or counted["unended"]:
        yield replace(told, wide=thresholds.WIDER)
        yield replace(told, lines="wrapped")
        yield replace(told, spacing="double")
    if any(counted[name] for name in ("joined", "kept", "opened", "uneven")):
        yield replace(told, lines="paragraphs", parted="")
        yield replace(told, lines="wrapped", parted="short")
        yield replace(told, lines="wrapped", parted="hanging")
        yield replace(told, spacing="single")


def _told(best: _Read, read: list[_Read], source: Source) -> tuple[Sheet, Manuscript]:
    """The best reading with what is to be said of it and of the next best."""
    ranked = sorted(read, key=lambda each: (each is not best, -each.score))
    rows = tuple(_row(each) for each in _unlike(ranked)[: thresholds.READINGS_TOLD])
    sheet, manuscript = replace(best.sheet, readings=rows), best.manuscript
    place = Place(str(source.path), _first_unlike(best, ranked))
    if best.choices != Choices():
        step = Step("read", Place(str(source.path)), "", f"read in another way: {rows[0].name}")
        manuscript = replace(manuscript, steps=(step, *manuscript.steps))
    if len(rows) > 1 and best.score - rows[1].score < thresholds.CLOSE * max(_against(best), 1.0):
        asked = finding("R033", place, taken=rows[0].name, other=rows[1].name, score=rows[0].score, less=rows[1].score)
        manuscript = replace(manuscript, findings=(asked, *manuscript.findings))
    return sheet, manuscript


def _first_unlike(best: _Read, ranked: list[_Read]) -> int:
    """The line from which on the next best reading is another; 0: unknown."""
    for other in _unlike(ranked)[1:2]:
        for one, two in zip(best.manuscript.blocks, other.manuscript.blocks, strict=False):
            if _seen(one) != _seen(two):
                return one.origins[0].place.line
    return 0


def _unlike(ranked: list[_Read]) -> list[_Read]:
    """The readings without those that came out as a better one did."""
    found: list[_Read] = []
    for each in ranked:
        seen = [*map(_seen, each.manuscript.blocks)]
        if all(seen != [*map(_seen, other.manuscript.blocks)] for other in found):
            found.append(each)
    return found


def _seen(block: Paragraph) -> tuple[object, ...]:
    """What a reader of essay.md sees of a block."""
    return block.kind, text_of(block), block.level, [(each.kind, each.item) for each in block.containers]


def _row(read: _Read) -> RankedReading:
    against = {name: count for name, count in sorted(read.costs.items()) if name != "answered"}
    return RankedReading(read.choices.name, read.score, read.costs["answered"], against)
