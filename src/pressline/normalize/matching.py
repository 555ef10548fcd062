"""Which convention of notes an essay follows, by evidence from the whole of it.

Which calls find notes, in which order.

Every pair of a style of call and a style of note is tried. A pair is worth what it explains: the notes that are called, as
a share of all that look like notes in that style. The best pair is taken, its markers are set aside, and the rest is tried
again, because an essay may have numbered notes and an asterisk for its author.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressline.locale.markers import ANSWERS, SYMBOLS, WEAK_STARTS
from pressline.locale.numerals import roman_value
from pressline.model import Paragraph
from pressline.normalize import thresholds
from pressline.normalize.markers import Marker, find_calls, find_starts
from pressline.normalize.open_styles import OPEN, family, open_calls, open_starts
from pressline.normalize.order_of_notes import WAYS, MatchedCall, Start
from pressline.pandoc.passages import text_of
from pressline.readers.plaintext.note_tokens import RISKY, is_clause, is_one_sentence, is_weak, may_enumerate
from pressline.readers.thresholds import ENUMERATED, NOTE_CONVENTIONS


@dataclass(frozen=True, slots=True)
class Match:
    """What a pair of styles explains."""

    calls: str
    notes: str
    starts: tuple[Start, ...]
    links: tuple[MatchedCall, ...]
    unanswered: tuple[Marker, ...]  # calls in the style whose label no note has
    called: int  # how many of the starts are called
    residue: int = 0  # calls that would leave a mark of theirs over, or that open a paragraph


_MARKS_BEFORE = "^~#"
_MARKS_AFTER = "-–—:：.)]↑^"
_MARKS_AROUND = frozenset({"()", "[]", "{}", "<>", "//", "||"})


def conventions(paragraphs: list[Paragraph], headed: frozenset[int]) -> tuple[list[Match], list[Match]]:
    """The matches that explain the essay's notes, the best first.

    And those that were considered and not taken.

    `headed` are the paragraphs under headings of notes.
    """
    calls = {style: find_calls(style, paragraphs) for style in ANSWERS}
    starts = {style: find_starts(style, paragraphs) for style in {s for row in ANSWERS.values() for s in row}}
    calls |= open_calls(paragraphs, calls)
    starts |= open_starts(paragraphs, starts)
    taken: list[Match] = []
    for _ in range(NOTE_CONVENTIONS):
        pairs = list(_pairs(calls, starts))
        tried = [_try(pair, calls[pair[0]], starts[pair[1]], paragraphs, headed, taken) for pair in pairs]
        good = [match for match in tried if match and _is_believed(match, paragraphs, headed)]
        if not good:
            return taken, [match for match in tried if match and match.called]
        taken.append(max(good, key=_worth))
    return taken, []


def _pairs(calls: dict[str, list[Marker]], starts: dict[str, list[Marker]]) -> Iterator[tuple[str, str]]:
    """The styles that may go together.

    By the table, and any two whose labels are of one kind if one is not in it.
    """
    for of_calls, markers in calls.items():
        for of_notes, found in starts.items():
            known = of_notes in ANSWERS.get(of_calls, ())
            fresh = of_calls.startswith(OPEN) or of_notes.startswith(OPEN)
            if markers and found and (known or fresh and family(markers) == family(found)):
                yield of_calls, of_notes


def _worth(match: Match) -> tuple[float, int, int]:
    """How much a match explains.

    Of equals, the one whose notes look like its calls, and whose calls leave least over.
    """
    share = match.called / len(match.starts)
    length = sum(link.call.end - link.call.start for link in match.links)
    whole = 1 - thresholds.RESIDUE * match.residue / len(match.links)
    return match.called * share * whole, int(match.calls == match.notes) - _is_weak(match.notes), length


def _is_weak(style: str) -> bool:
    """Whether numbered paragraphs and lists start so too."""
    return style in WEAK_STARTS or style.startswith(OPEN) and is_weak(style.removeprefix(OPEN))


def _is_shown(match: Match, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the lines of a plain text have shown most starts to be notes."""
    return 2 * sum(bool(paragraphs[start.marker.paragraph].note) for start in match.starts) > len(match.starts)


def _is_believed(match: Match, paragraphs: Sequence[Paragraph], headed: frozenset[int]) -> bool:
    if _counts_within(match, paragraphs, headed):
        return False
    if _is_shown(match, paragraphs):
        return True
    return _is_convincing(match, headed) and not _counts(match, paragraphs, headed) and not _run_through(match)


def _counts_within(match: Match, paragraphs: Sequence[Paragraph], headed: frozenset[int]) -> bool:
    """Whether most starts have the next number in their own paragraph, as verses have.

    False positive it avoids: two notes that a paste has glued together, among others.
    """
    counted = 0
    for start in match.starts:
        marker = start.marker
        text = text_of(paragraphs[marker.paragraph])
        following = _following(start.label)
        shown = text[marker.start : marker.end].strip()
        counted += (
            bool(following) and len(shown) > len(start.label) and shown.replace(start.label, following) in text[marker.end :]
        )
    under = sum(start.marker.paragraph in headed for start in match.starts)
    return len(match.starts) > 1 and 2 * counted > len(match.starts) and 2 * under <= len(match.starts)


def _counts(match: Match, paragraphs: Sequence[Paragraph], headed: frozenset[int]) -> bool:
    """Whether most calls are words of their sentences, and no heading calls them notes."""
    calls = [link.call for link in match.links] + list(match.unanswered)
    clauses = sum(is_clause(text_of(paragraphs[call.paragraph]), call.start) for call in calls)
    under = sum(start.marker.paragraph in headed for start in match.starts)
    return 2 * under <= len(match.starts) and (2 * clauses > len(calls) or _enumerate(match, paragraphs))


def _run_through(match: Match) -> bool:
    """Whether starts and calls are one count, as that of numbered sections.

    "… [2] … [3] …", wherever a line begins.
    """
    if match.calls != match.notes:
        return False
    calls = [*(link.call for link in match.links), *match.unanswered]
    places = sorted((call.paragraph, call.start, call.labels[-1]) for call in calls if call.labels)
    runs = 0
    for start in match.starts:
        at = bisect_left(places, (start.marker.paragraph, start.marker.start, ""))
        runs += at > 0 and _following(places[at - 1][2]) == start.label
    return 2 * runs > len(match.starts)


def _enumerate(match: Match, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether one sentence has all that the calls count, or a label is an abbreviation.

    "a lamp (1), a bench (2) and a boat (3)".
    """
    template = match.calls.removeprefix(OPEN)
    labels = [start.label for start in match.starts]
    if match.calls == "[a]" and labels[0].lower() not in ("a", "i"):
        return True
    firsts = {link.label: link.call for link in reversed(match.links)}
    calls = sorted(firsts.values(), key=lambda call: (call.paragraph, call.start))
    alone = len(calls) >= ENUMERATED and calls[0].paragraph == calls[-1].paragraph and may_enumerate(template)
    return alone and is_one_sentence(text_of(paragraphs[calls[0].paragraph])[calls[0].end : calls[-1].start])


def _is_convincing(match: Match, headed: frozenset[int]) -> bool:
    """Whether a match explains enough to be believed.

    The weaker its markers, the more is asked.
    """
    share = match.called / len(match.starts)
    answered = len(match.links) / (len(match.links) + len(match.unanswered))
    rise, called = _rise(match), match.called
    if match.calls == "word1":
        proved = called >= thresholds.BARE_CALLED and rise >= thresholds.BARE_RISE
        return proved and share >= thresholds.BARE_SHARE and answered >= thresholds.BARE_ANSWERED
    if match.calls.removeprefix(OPEN) in RISKY and match.calls.startswith(OPEN):
        proved = called >= thresholds.BARE_CALLED and rise >= thresholds.BARE_RISE
        return proved and share >= thresholds.WEAK_SHARE and answered >= thresholds.BARE_ANSWERED
    if match.calls.startswith(OPEN) and family([link.call for link in match.links]) == "a":
        proved = rise >= thresholds.WEAK_RISE and answered >= thresholds.LETTERS_ANSWERED and called > 1
        return proved and share >= thresholds.WEAK_SHARE  # clauses are lettered in sentences and in lists
    if _is_weak(match.notes):
        proved = rise >= thresholds.WEAK_RISE and (called > 1 or match.calls == "superscript")
        under = all(start.marker.paragraph in headed for start in match.starts) and called > 1
        least = thresholds.CLEAR_SHARE if under else thresholds.WEAK_SHARE
        return proved and called >= 1 and share >= least and answered >= thresholds.WEAK_ANSWERED
    if match.calls != match.notes and match.notes != "[Note 1: …]":
        return called >= 1 and share >= thresholds.MIXED_SHARE and answered >= thresholds.MIXED_ANSWERED
    if match.calls in ("(1)", "*", "(*)", "[a]", "[i]"):
        return called >= 1 and share >= thresholds.COMMON_SHARE and answered >= thresholds.COMMON_ANSWERED
    return called >= 1 and share >= thresholds.CLEAR_SHARE and answered >= thresholds.CLEAR_ANSWERED


def _rise(match: Match) -> float:
    """The share of first calls that come in the order of their notes."""
    firsts = list(dict.fromkeys(link.start for link in match.links))
    if len(firsts) < 2:
        return 1.0
    return sum(a < b for a, b in zip(firsts, firsts[1:], strict=False)) / (len(firsts) - 1)


# --- one pair of styles ---------------------------------------------------------------------------------------------


def _try(
    pair: tuple[str, str],
    calls: list[Marker],
    markers: list[Marker],
    paragraphs: list[Paragraph],
    headed: frozenset[int],
    taken: list[Match],
) -> Match | None:
    """What a pair of styles explains of what is not explained yet.

    None when there is nothing to say.
    """
    busy = {p for match in taken for start in match.starts for p in range(start.marker.paragraph, start.last + 1)}
    markers = [m for m in markers if m.paragraph not in busy]
    shown = [m for m in markers if paragraphs[m.paragraph].note]
    if shown:
        markers = [m for m in markers if paragraphs[m.paragraph].note or m.paragraph in headed]
    elif _is_weak(pair[1]):
        under = [m for m in markers if m.paragraph in headed]
        markers = _closing_runs(markers, calls) or under or _closing_run(markers, paragraphs)
    if not markers:
        return None
    starts = _extend(pair[1], markers, paragraphs, headed, frozenset(c.paragraph for c in calls))
    inside = busy | {p for start in starts for p in range(start.marker.paragraph, start.last + 1)}
    spent = {(link.call.paragraph, at) for match in taken for link in match.links for at in _span(link.call)}
    within = {label for c in calls if not _opens(c, paragraphs) for label in c.labels}
    calls = [c for c in calls if not (_opens(c, paragraphs) and within.issuperset(c.labels))]
    free = [c for c in calls if c.paragraph not in inside and not any((c.paragraph, at) in spent for at in _span(c))]
    links = max((way(free, starts) for way in WAYS), key=len)
    answered = {(link.call.paragraph, link.call.start) for link in links}
    unanswered = tuple(c for c in free if (c.paragraph, c.start) not in answered)
    if not links:
        return None
    residue = sum(_leaves(link.call, paragraphs) or _leaves_start(starts[link.start].marker, paragraphs) for link in links)
    return Match(*pair, tuple(starts), tuple(links), unanswered, len({link.start for link in links}), residue)


def _opens(call: Marker, paragraphs: list[Paragraph]) -> bool:
    """Whether a call opens its paragraph.

    It may be the number of a paragraph or of a clause that is quoted.
    """
    return not text_of(paragraphs[call.paragraph])[: call.start].strip()


def _leaves_start(marker: Marker, paragraphs: list[Paragraph]) -> bool:
    """Whether something of a start would be left over: the dash of "1 - Holm"."""
    rest = text_of(paragraphs[marker.paragraph])[marker.end :].lstrip()
    return rest[:1] in _MARKS_AFTER and rest[:1] != ""


def _leaves(call: Marker, paragraphs: list[Paragraph]) -> bool:
    """Whether something of a call would be left over.

    "^" before "[1]", the brackets around "¹"; or it opens its paragraph.
    """
    text = text_of(paragraphs[call.paragraph])
    before, after = text[: call.start][-1:], text[call.end : call.end + 1]
    if after == ")" and text.count("(", 0, call.start) <= text.count(")", 0, call.start):
        return True
    return _opens(call, paragraphs) or before in _MARKS_BEFORE and before != "" or before + after in _MARKS_AROUND


def _span(marker: Marker) -> range:
    return range(marker.start, marker.end)


def _closing_run(markers: list[Marker], paragraphs: list[Paragraph]) -> list[Marker]:
    """The markers of the unbroken run of marked paragraphs that ends the essay.

    A rule or a heading may stand above it.
    """
    marked = {m.paragraph: m for m in markers}
    run: list[Marker] = []
    apart = 0  # paragraphs between two numbers that follow one another: the second paragraph of a note
    for index in range(len(paragraphs) - 1, -1, -1):
        if index in marked:
            run.append(marked[index])
            continue
        before = marked.get(index - 1)
        goes_on = before and run and run[-1].paragraph == index + 1 and _counts_on(before, run[-1])
        apart += 1
        if not goes_on or paragraphs[index].kind != "text" or apart > (len(run) + 1) / 2:
            break
    return run[::-1]


def _closing_runs(markers: list[Marker], calls: list[Marker]) -> list[Marker]:
    """The markers of unbroken runs that each define, from 1, what was called since the last.

    None if calls are left.

    False positives it avoids: a numbered list in a chapter, whose numbers are not those of the calls before it; the last
    chapter's notes where those of the others are not found, because the number 1 was called more than once before them.
    """
    found: list[list[Marker]] = []
    positions = [call.paragraph for call in calls]
    after = -1
    for run in _unbroken(markers):
        near = calls[bisect_right(positions, after) : bisect_left(positions, run[0].paragraph)]
        called = [label for call in near for label in call.labels]
        if called.count("1") == 1 and [_label(marker) for marker in run] == list(dict.fromkeys(called)):
            found.append(run)
            after = run[-1].paragraph
    outside = [call for call in calls if call.paragraph > after]
    return [marker for run in found for marker in run] if len(found) > 1 and not outside else []


def _unbroken(markers: list[Marker]) -> Iterator[list[Marker]]:
    """The markers by paragraphs that follow one another directly, and whose numbers do."""
    run: list[Marker] = []
    for marker in markers:
        if run and (marker.paragraph > run[-1].paragraph + 1 or _label(marker) != _following(_label(run[-1]))):
            yield run
            run = []
        run.append(marker)
    if run:
        yield run


def _label(marker: Marker) -> str:
    return marker.labels[0] if marker.labels else ""


def _following(label: str) -> str:
    """The number after another; "" after what is no number."""
    return str(int(label) + 1) if label.isdecimal() else ""


def _counts_on(marker: Marker, following: Marker) -> bool:
    """Whether a label is the next, or the one after, because a note may be missing.

    A sign is any that comes later.
    """
    one, other = _label(marker), _label(following)
    if one.isdecimal() and other.isdecimal():
        return 0 < int(other) - int(one) <= 2
    if one.isalpha() and other.isalpha():
        values = [(roman_value(one), roman_value(other)), (ord(one[0]), ord(other[0]) if len(one) == len(other) == 1 else 0)]
        return any(a and 0 < b - a <= 2 for a, b in values)
    return bool(one and other) and (len(one), SYMBOLS.find(one[0])) < (len(other), SYMBOLS.find(other[0]))


def _extend(
    style: str, markers: list[Marker], paragraphs: list[Paragraph], headed: frozenset[int], calling: frozenset[int]
) -> list[Start]:
    """The starts with their extents; `calling` are the paragraphs with calls."""
    own = {marker.paragraph for marker in markers}
    last_call = max(calling - own, default=len(paragraphs))
    starts: list[Start] = []
    for number, marker in enumerate(markers):
        limit = markers[number + 1].paragraph if number + 1 < len(markers) else len(paragraphs)
        following = markers[number + 1] if number + 1 < len(markers) else None
        between = range(marker.paragraph + 1, limit)
        # The next number follows, and nothing is called any more: what stands between is the note's.
        closing = following is not None and _counts_on(marker, following) and min(own) > last_call
        closing = closing and not any(paragraphs[at].kind in ("heading", "rule") for at in between)
        last = limit - 1 if closing else _last_paragraph(style, marker, limit, paragraphs, headed)
        starts.append(Start(marker, marker.labels[0], last))
    return starts


def _last_paragraph(style: str, marker: Marker, limit: int, paragraphs: list[Paragraph], headed: frozenset[int]) -> int:
    """The last paragraph of the note that starts at `marker`.

    The next note, or something else, starts at `limit`.
    """
    first = paragraphs[marker.paragraph]
    if first.note:
        return max(index for index in range(marker.paragraph, limit) if paragraphs[index].note == first.note)
    if style == "[Note 1: …]":
        return _closing_bracket(marker.paragraph, limit, paragraphs)
    last = marker.paragraph
    # The heading of the next chapter's notes is not under one: what stands before it is that chapter, and no note.
    within = limit < len(paragraphs) and all(index in headed for index in range(marker.paragraph, limit + 1))
    for index in range(marker.paragraph + 1, limit):
        paragraph = paragraphs[index]
        if paragraph.kind in ("heading", "rule"):
            break
        item = bool(first.containers) and paragraph.containers[: len(first.containers)] == first.containers
        if not (within or item or (paragraph.indent > first.indent and marker.paragraph in headed)):
            break
        last = index
    return last


def _closing_bracket(first: int, limit: int, paragraphs: list[Paragraph]) -> int:
    """The paragraph in which the bracket closes that opens the note.

    The first if it never does.
    """
    depth = 0
    for index in range(first, limit):
        text = text_of(paragraphs[index])
        depth += text.count("[") - text.count("]")
        if depth <= 0:
            return index
    return first
