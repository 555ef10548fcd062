"""What looks like notes or calls and was matched with nothing, to be asked about.

The author alone knows what was meant. Both questions ask for evidence that nothing else in a text gives: numbers that count
from one, each in a sentence of its own, where calls stand; a heading that says "Notes" over items that count. A question
that is wrong is worth less than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pressline.findings import Finding, finding
from pressline.locale.headings import bare_heading, is_note_heading, names_notes
from pressline.locale.markers import COUNTED_THINGS, POINTERS
from pressline.locale.tables import any_of
from pressline.model import Paragraph
from pressline.normalize import thresholds
from pressline.normalize.markers import item_number
from pressline.pandoc.passages import excerpt_at, place_of, stretches, text_of
from pressline.readers.plaintext.note_tokens import Token, call_tokens, is_clause, start_tokens

_RAISED = re.compile(r"s|raised|\^1\^?|\^\(1\)")
_STRONG = re.compile(rf"\^?[\[{{<⟨〔【]{{1,2}}[#^]?w?[1ai][.:]?[\]}}>⟩〕】]{{1,2}}|\(w?1\)|<sup>1</sup>|{_RAISED.pattern}")
_SENTENCE_END = re.compile(r"[.!?。！？](?!\w)")
# What a call may stand right behind: a word, a mark, a quotation. False positives avoided: "x¹", "a[1]", "f(1)", "m²".
_BEHIND_A_WORD = re.compile(r"[^\W\d_]{2}$|[.,;:!?…。、，；：！？\"”’'»)\]）」』]$|[\u3040-\u9fff\uac00-\ud7af]$")
_MARK = re.compile(r"[.,;:!?…。、，；：！？\"”’'»)）」』]$")
_AFTER = re.compile(r"$|[\s.,;:!?…。、，；：！？\"”’'»)\]）」』—–-]")
_WORD = re.compile(r"\w+(?=\W*$)")
_COUNTED = re.compile(rf"(?<!\w){any_of(COUNTED_THINGS, POINTERS)}\s*$", re.I)
_WITHIN = 32  # characters around a marker that are looked at
_KINDS = ("text", "verse", "heading")


@dataclass(frozen=True, slots=True)
class _LeftOver:
    """A marker that is left in the text, and the word before it.

    `sentence` tells it from those of other sentences.
    """

    paragraph: int
    start: int
    shown: str
    value: int
    sentence: tuple[int, int]
    word: str
    good: bool  # it stands as a call stands


def unmatched(paragraphs: Sequence[Paragraph], said: Iterable[Finding]) -> Iterator[Finding]:
    """N007 and N008: notes that nothing calls, and markers that lead to no note.

    `paragraphs` are those of the text after notes were taken out of it; `said` is what their matching has said already.
    """
    places = {(f.code, f.place.line, f.place.column) for f in said}
    yield from _uncalled(paragraphs, places)
    kinds: dict[str, list[_LeftOver]] = defaultdict(list)
    starts: dict[str, set[int]] = defaultdict(set)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind in _KINDS:
            _gather(index, paragraph, kinds, starts)
    for template, markers in kinds.items():
        counted = _counted(markers)
        own = {marker.value for marker in counted} & starts[template]
        if counted and len(own) < thresholds.LEFT_OVER_STARTS:
            first, last = counted[0], max(counted, key=lambda marker: marker.value)
            paragraph = paragraphs[first.paragraph]
            place = place_of(paragraph, first.start)
            if ("N001", place.line, place.column) in places:
                continue
            values = {"first": first.shown, "last": last.shown, "kind": _kind(template)}
            yield finding("N008", place, excerpt=excerpt_at(paragraph, place), count=len(counted), **values)


def _kind(template: str) -> str:
    return "raised numbers" if _RAISED.fullmatch(template) else "markers"


# --- markers that lead to no note -------------------------------------------------------------------------------------


def _gather(index: int, paragraph: Paragraph, kinds: dict[str, list[_LeftOver]], starts: dict[str, set[int]]) -> None:
    """Add the markers of a paragraph by their templates, and the numbers that it starts with."""
    text = text_of(paragraph)
    raised = [(a, b) for a, b, _ in stretches(paragraph, "superscript") if text[a:b].strip().isdecimal()]
    tokens = [*call_tokens(index, text), *(_raised(index, a, b, text) for a, b in raised)]
    if not tokens:
        return
    passed = [(a, b) for kind in ("code", "math", "subscript") for a, b, _ in stretches(paragraph, kind)]
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    for token in start_tokens(index, text):
        starts[token.template].add(token.values[0])
    for token in tokens:
        if not _STRONG.fullmatch(token.template) or any(a <= token.start < b for a, b in passed):
            continue
        before = text[max(0, token.start - _WITHIN) : token.start].rstrip()
        if not before and not text[: token.start].strip():
            starts[token.template].add(token.values[0])
            continue
        word = _WORD.search(before)
        sentence = index, bisect_left(ends, token.start - 1)
        kinds[token.template].extend(
            _LeftOver(
                index,
                token.start,
                text[token.start : token.end].strip(),
                value,
                sentence,
                word[0].lower() if word else "",
                _stands_as_call(token, text),
            )
            for value in token.values
        )


def _raised(index: int, start: int, end: int, text: str) -> Token:
    number = int(text[start:end])
    return Token(index, start, end, "raised", "1", (number,), (str(number),))


def _stands_as_call(token: Token, text: str) -> bool:
    """Whether a marker stands where calls do: right behind a word or a mark, or before one.

    False positives it avoids: equations and lists that are named ("by [2]", "item [2]", "Fig. [2]"), verses whose numbers
    stand before them ("¹In the beginning"), exponents, a clause with its number ("he saw: (1) a lamp").
    """
    before, after = text[max(0, token.start - _WITHIN) : token.start], text[token.end : token.end + 1]
    here = before.rstrip()
    if not _AFTER.match(after) or is_clause(text, token.start) or _COUNTED.search(here):
        return False
    behind = _BEHIND_A_WORD.search(here[-2:]) is not None
    if here[-1:] in (".", "!", "?") and here != before and text[token.end : token.end + _WITHIN].lstrip()[:1].islower():
        return False  # the number of what starts there, as of the senses of a word
    if token.template == "(1)":
        return behind and here == before and _MARK.search(here[-1:]) is not None
    if _RAISED.fullmatch(token.template):
        return behind and here == before
    return behind or bool(after.strip())


def _counted(markers: Sequence[_LeftOver]) -> list[_LeftOver]:
    """Those of the markers that count up from one, again and again.

    None where too few do, or where others do not.

    False positives it avoids: pinpoints and years, which do not count; indices of a program, all behind one word; numbers
    of clauses, all in one sentence; the names of authors with the numbers of their institutes.
    """
    count, best = 0, 0
    counted: list[_LeftOver] = []
    for marker in markers:
        if marker.good and marker.value in (1, count + 1):
            count = marker.value
            counted.append(marker)
        elif marker.good and 0 < marker.value <= count:
            counted.append(marker)
        best = max(best, count)
    firsts = {marker.value: marker for marker in reversed(counted)}
    apart = len({marker.sentence for marker in firsts.values()})
    words = len({marker.word for marker in firsts.values()})
    enough = best >= thresholds.LEFT_OVER and len(counted) >= thresholds.LEFT_OVER_SHARE * len(markers)
    return counted if enough and min(apart, words) >= max(thresholds.LEFT_OVER, len(firsts) / 2) else []


# --- notes that nobody calls ------------------------------------------------------------------------------------------


def _uncalled(paragraphs: Sequence[Paragraph], said: set[tuple[str, int, int]]) -> Iterator[Finding]:
    """N007 for each heading of notes over items that count up and that nothing calls."""
    for index, paragraph in enumerate(paragraphs):
        heading = text_of(paragraph) if paragraph.kind in _KINDS else ""
        if len(heading) > thresholds.TITLE or not names_notes(heading):
            continue
        numbers = _numbers(paragraphs, index)
        first = place_of(paragraphs[index + 1]) if numbers else place_of(paragraph)
        if (
            len(numbers) >= thresholds.UNCALLED
            and not {("N002", first.line, first.column), ("N005", first.line, first.column)} & said
        ):
            place = place_of(paragraph)
            name = bare_heading(heading)
            yield finding("N007", place, excerpt=excerpt_at(paragraph, place), count=len(numbers), heading=name)


def _numbers(paragraphs: Sequence[Paragraph], heading: int) -> list[int]:
    """The numbers that the items under a heading count, the first of them right under it."""
    numbers: list[int] = []
    template = ""
    for index in range(heading + 1, len(paragraphs)):
        paragraph, text = paragraphs[index], text_of(paragraphs[index])
        if paragraph.kind == "heading" or is_note_heading(text):
            break
        item = item_number(paragraph, paragraphs[index - 1])
        tokens = [("item", item)] if item else [(t.template, t.values[0]) for t in start_tokens(index, text.lstrip())]
        found = next(((name, value) for name, value in tokens if template in ("", name)), None)
        if found is None and not numbers:
            break
        if found and (not numbers or found[1] == numbers[-1] + 1):
            template = found[0]
            numbers.append(found[1])
    return numbers
