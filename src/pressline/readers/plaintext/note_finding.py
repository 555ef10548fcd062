"""Which rows of a plain text are notes.

Found on lines, before there are paragraphs, by what counts and what is called.

Rows that start with tokens of one template are put into chains that count up by one; of two rows that could both be note 4
the one that stands where notes stand is taken. A chain is believed when its numbers are called in the text before it. How
far a note goes is told by what follows: the next note, the text that goes on, the end of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressline.locale.markers import TYPED_SIGNS
from pressline.readers import thresholds
from pressline.readers.plaintext.lines import RULE, Row, Shape, ends_sentence, has_room
from pressline.readers.plaintext.note_extents import FENCE, NoteRows, extents
from pressline.readers.plaintext.note_tokens import (
    RISKY,
    Token,
    call_tokens,
    is_clause,
    is_one_sentence,
    is_weak,
    lone_tokens,
    may_enumerate,
    start_tokens,
)

_NEVER = float("-inf")
# "*** START OF THE TEXT ***": a line between signs starts no note.
_BANNER = re.compile(r"([*=~#+])\1{1,80}[^*=~#+].*\1\1")


@dataclass(frozen=True, slots=True)
class _Candidate:
    token: Token
    worth: float  # how much its surroundings speak for a start


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How much the calls named so explain of chains of starts: 0 for too little."""

    worth: float
    name: str
    chain: list[Token]
    calls: list[Token]


@dataclass(frozen=True, slots=True)
class _Marks:
    """Rows by what stands before them, and calls that are words of their sentences."""

    rows: Sequence[Row]
    headed: frozenset[int]  # a heading of notes, or a rule
    listed: frozenset[int]  # a sentence that leads to a list, with its colon
    clauses: frozenset[tuple[int, int]]


_NOTHING = _Evidence(0.0, "", [], [])


def note_rows(rows: Sequence[Row], shape: Shape, is_heading: frozenset[int]) -> tuple[list[NoteRows], set[int]]:
    """The notes among the rows, in order, and the rows that start with a call of one.

    `is_heading` are rows over notes.
    """
    starts, calls, clauses = _gathered(rows, shape, is_heading)
    marks = _Marks(rows, _headed(rows, is_heading), _listed(rows, is_heading), clauses)
    chains = {template: _chain(candidates) for template, candidates in starts.items()}
    taken: list[NoteRows] = []
    called: set[int] = set()
    for _ in range(thresholds.NOTE_CONVENTIONS):
        tried = [
            _evidence(template, name, chain, tokens, marks)
            for template, chain in chains.items()
            for name, tokens in calls.items()
        ]
        found = max(tried, key=lambda item: item.worth, default=_NOTHING)
        if not found.worth:
            break
        stops = [note.token.row for note in taken]
        stops += [*is_heading, *(c.token.row for c in starts[found.chain[0].template] if c.worth >= thresholds.NOTE_SURE)]
        taken += extents(rows, found.chain, found.calls, stops, shape)
        inside = {at for note in taken for at in range(note.token.row, note.last + 1)}
        numbers = {token.values[0] for token in found.chain}
        if shape.wrapped:
            called |= {call.row for call in found.calls if not call.start and numbers.issuperset(call.values)}
        calls[found.name] = [call for call in calls[found.name] if not numbers.issuperset(call.values)]
        calls = {name: [call for call in tokens if call.row not in inside] for name, tokens in calls.items()}
        chains = {name: [token for token in chain if token.row not in inside] for name, chain in chains.items()}
    return sorted(taken, key=lambda note: note.token.row), called


def _gathered(
    rows: Sequence[Row], shape: Shape, is_heading: frozenset[int]
) -> tuple[dict[str, list[_Candidate]], dict[str, list[Token]], frozenset[tuple[int, int]]]:
    """What may start notes and what may call them, by template.

    And the places of those that are words of their sentences.
    """
    calls: dict[str, list[Token]] = defaultdict(list)
    starts: dict[str, list[_Candidate]] = defaultdict(list)
    clauses: set[tuple[int, int]] = set()
    headed = _headed(rows, is_heading)
    for at, row in enumerate(rows):
        text = row.text
        if not text:
            continue
        lone = lone_tokens(at, text) if at in headed else ()
        for token in () if RULE.match(text) or _BANNER.fullmatch(text) else (*start_tokens(at, text), *lone):
            worth = _worth(rows, at, token, shape, is_heading)
            if worth > thresholds.NOTE_LEAST:
                starts[token.template].append(_Candidate(token, worth))
        opens = _before(rows, at) != at - 1 or row.line.page  # what opens a paragraph is no call
        for call in call_tokens(at, text):
            if is_clause(text, call.start):
                clauses.add((at, call.start))
            if call.start or not opens:
                calls[call.template].append(call)
    if "*" in starts:
        _count_signs(starts, calls)
    return starts, calls, frozenset(clauses)


def _count_signs(starts: dict[str, list[_Candidate]], calls: dict[str, list[Token]]) -> None:
    """Let signs count in the order of those that this text uses.

    Behind "* † ‡ §" comes "**", behind "*" it comes at once.
    """
    candidates = [candidate for found in starts.values() for candidate in found if candidate.token.family == "*"]
    used = {candidate.token.labels[0] for candidate in candidates}
    order = [sign for sign in TYPED_SIGNS if sign in used] or [TYPED_SIGNS[0]]

    def counted(token: Token) -> Token:
        label = token.labels[0]
        if label[0] not in order or label != label[0] * len(label):
            return token
        return replace(token, values=((len(label) - 1) * len(order) + order.index(label[0]) + 1,))

    for template, found in starts.items():
        if found[0].token.family == "*":
            starts[template] = [replace(candidate, token=counted(candidate.token)) for candidate in found]
    for name, tokens in calls.items():
        if tokens[0].family == "*":
            calls[name] = [counted(token) for token in tokens]


def _headed(rows: Sequence[Row], is_heading: frozenset[int]) -> frozenset[int]:
    """The rows that follow a heading of notes, with what follows them before another heading.

    And those under a rule.
    """
    headed: set[int] = set()
    under = False
    for at, row in enumerate(rows):
        if at in is_heading:
            under = True
        elif under and not row.text and _is_large_gap(rows, at):
            under = False
        before = _before(rows, at) if row.text else None
        if under or before is not None and RULE.match(rows[before].text):
            headed.add(at)
    return frozenset(headed)


def _listed(rows: Sequence[Row], is_heading: frozenset[int]) -> frozenset[int]:
    """The rows that follow a colon."""
    found = {at: _before(rows, at) for at, row in enumerate(rows) if row.text[:1].isalnum() or _is_bullet(rows, at)}
    return frozenset(
        at for at, before in found.items() if before is not None and before not in is_heading and rows[before].text[-1:] == ":"
    )


def _is_bullet(rows: Sequence[Row], at: int) -> bool:
    """Whether a row starts with an asterisk, and the next with another."""
    after = _after(rows, at) if rows[at].text.startswith("* ") else None
    return after is not None and rows[after].text.startswith("* ")


def _is_large_gap(rows: Sequence[Row], at: int) -> bool:
    """Whether more blank rows follow than part notes."""
    return not any(row.text for row in rows[at : at + thresholds.LARGE_GAP])


def _before(rows: Sequence[Row], at: int) -> int | None:
    """The row before with text."""
    at -= 1
    while at >= 0 and not rows[at].text:
        at -= 1
    return at if at >= 0 else None


def _after(rows: Sequence[Row], at: int) -> int | None:
    """The row after with text."""
    at += 1
    while at < len(rows) and not rows[at].text:
        at += 1
    return at if at < len(rows) else None


def _worth(rows: Sequence[Row], at: int, token: Token, shape: Shape, is_heading: frozenset[int]) -> float:
    """How much speaks for a note at a row.

    Blank lines, rules and headings before it, full lines and small letters against.
    """
    row = rows[at]
    before, after = _before(rows, at), _after(rows, at)
    rest = row.text[token.end :].lstrip("\"'“”‘’«»([_*")
    if rest and (rest[0] in ",;:)" or rest[0] in ".?!" and rest[1:2] != rest[0]):
        return thresholds.NOTE_CALL  # a wrapped line starts with a call
    worth = thresholds.SMALL if rest[:1].islower() else thresholds.LARGE
    headed = before is not None and (before in is_heading or bool(FENCE.match(rows[before].text)))
    if before is None or before < at - 1 or row.line.page or not shape.wrapped or headed:
        worth += thresholds.APART
    elif ends_sentence(rows[before].text):
        worth += thresholds.ENDED
    elif has_room(rows[before], row, shape.width):
        worth += thresholds.SHORT
    else:
        worth += thresholds.CUT
    if before is not None and RULE.match(rows[before].text):
        worth += thresholds.RULED
    if after == at + 1 and rows[after].indent > row.indent:
        worth += thresholds.HANGING
    return worth


def _chain(candidates: Sequence[_Candidate]) -> list[Token]:
    """The candidates that make the best chains, each counting up; a new one may start at 1."""
    score: list[float] = []
    back: list[int] = []
    recent: dict[int, list[int]] = defaultdict(list)
    top, top_at = 0.0, -1  # the best so far, for a chain that starts anew
    for at, candidate in enumerate(candidates):
        value = candidate.token.values[0]
        fresh = (top - thresholds.RESTART if top_at >= 0 else 0.0) if value <= 1 else max(top, 0.0) - thresholds.STRANGER
        if value > thresholds.LAST_OF_THREE_FIGURES:
            fresh = _NEVER  # a year, unless the count has come to it
        options = [(fresh, top_at if fresh > -thresholds.STRANGER and top_at >= 0 else -1)]
        for step, gain in ((1, thresholds.LINK), (2, thresholds.GAP_LINK), (3, 0.0)):
            options += [(score[k] + gain, k) for k in recent[value - step]]
        value_of, origin = max(options, key=lambda pair: pair[0])
        score.append(value_of + candidate.worth)
        back.append(origin)
        recent[value] = [*recent[value][-thresholds.COUNTED_ON :], at]
        if score[-1] > top:
            top, top_at = score[-1], at
    at, chain = (max(range(len(score)), key=lambda k: score[k]) if score else -1), []
    while at >= 0:
        chain.append(candidates[at].token)
        at = back[at]
    return chain[::-1]


def _evidence(template: str, name: str, chain: list[Token], tokens: Sequence[Token], marks: _Marks) -> _Evidence:
    """What the calls of a template explain of the chains of another."""
    if not chain or not tokens or tokens[0].family != chain[0].family:
        return _NOTHING
    groups = _groups(chain)
    headed = [2 * sum(token.row in marks.headed for token in group) > len(group) for group in groups]
    abbreviated = chain[0].family in ("a", "i") and chain[0].values[0] > 1  # "[T] the Town"
    if abbreviated or not any(headed) and (_run_through(chain, tokens) or _number_clauses(name, tokens, marks)):
        return _NOTHING
    called = _called(groups, tokens)
    for number in range(len(groups)) if 1 < len(groups) <= thresholds.CHAINS_WEIGHED else ():
        fewer = [*groups[:number], [], *groups[number + 1 :]]
        without = _called(fewer, tokens)
        if groups[number] and _explained(fewer, without, headed) > _explained(groups, called, headed):
            groups, called = fewer, without
    if chain[0].family != "1" and sum(called) < thresholds.CALLED_SIGNS * len(chain):
        return _NOTHING
    total = 0.0
    kept: list[list[Token]] = []
    alone: list[list[Token]] = []  # believed beside others
    for group, count, under in zip(groups, called, headed, strict=True):
        share = count / len(group) if group else 0
        listed = bool(group) and group[0].row in marks.listed and (is_weak(template) or template == "*")
        enough = not listed and _is_enough(template, name, count, share, headed=under)
        if enough:
            kept.append(group)
            total += count * share
        elif group and count == len(group):
            alone.append(group)
    if kept:
        kept = sorted([*kept, *alone], key=lambda group: group[0].row)
    chosen = [token for group in kept for token in group]
    own = {(token.row, token.start) for token in chosen}
    calls = [token for token in tokens if (token.row, token.start) not in own]
    return _Evidence(total + thresholds.ALIKE * (name == template), name, chosen, calls) if kept else _NOTHING


def _run_through(chain: Sequence[Token], calls: Sequence[Token]) -> bool:
    """Whether starts and calls are one count, as that of numbered sections.

    "… [2] … [3] …", wherever a row begins.
    """
    if chain[0].template != calls[0].template:
        return False
    own = {(token.row, token.start) for token in chain}
    places = [(call.row, call.start, call.values[-1]) for call in calls if (call.row, call.start) not in own]
    runs = 0
    for token in chain:
        at = bisect_left(places, (token.row, token.start, 0))
        runs += at > 0 and places[at - 1][2] == token.values[0] - 1
    return 2 * runs > len(chain)


def _number_clauses(name: str, calls: Sequence[Token], marks: _Marks) -> bool:
    """Whether calls are words of their sentences, by what stands before or as all of one."""
    if 2 * sum((call.row, call.start) in marks.clauses for call in calls) > len(calls):
        return True
    return may_enumerate(name) and _enumerate(calls, marks.rows)


def _enumerate(calls: Sequence[Token], rows: Sequence[Row]) -> bool:
    """Whether one sentence has all that calls count: "a lamp (1), a bench (2)"."""
    firsts: dict[int, Token] = {}
    for call in calls:
        for value in call.values:
            firsts.setdefault(value, call)
    first, last = (choose(firsts.values(), key=lambda call: (call.row, call.start)) for choose in (min, max))
    if len(firsts) < thresholds.ENUMERATED or last.row - first.row > thresholds.ENUMERATED_ROWS:
        return False
    between = [row.text for row in rows[first.row : last.row + 1]]
    between[-1] = between[-1][: last.start]
    between[0] = between[0][first.end :]
    return all(between[:-1]) and is_one_sentence(" ".join(between))


def _is_enough(template: str, name: str, count: int, share: float, *, headed: bool) -> bool:
    """Whether so many calls are enough to believe a chain.

    The weaker its marks and those of its calls, the more is asked.
    """
    weak = is_weak(template) and count < 2
    risky = name in RISKY and (count < thresholds.RISKY_CALLED or share < thresholds.CALLED_RISKY)
    if (weak or risky) and not headed or name != template and count == 1 and share < 1:
        return False
    return share > 0 and share >= (thresholds.CALLED_SAME if name == template else thresholds.CALLED_OTHER)


def _groups(chain: Sequence[Token]) -> list[list[Token]]:
    """The chains one by one: a new one starts where the number does not rise."""
    groups: list[list[Token]] = []
    for token in chain:
        if groups and token.values[0] > groups[-1][-1].values[0]:
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def _called(groups: Sequence[Sequence[Token]], calls: Sequence[Token]) -> list[int]:
    """How many notes of each group are called.

    A call is answered by the next note of its number.
    """
    notes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for token in group:
            notes[token.values[0]].append((token.row, number))
    answered: set[tuple[int, int]] = set()
    own = {(token.row, token.start) for group in groups for token in group}
    for call in calls:
        for value in call.values if (call.row, call.start) not in own else ():
            rows = notes.get(value, [])
            at = bisect_left(rows, (call.row, -1))
            if at < len(rows):
                answered.add((value, rows[at][1]))
    counts = [0] * len(groups)
    for _, number in answered:
        counts[number] += 1
    return counts


def _explained(groups: Sequence[Sequence[Token]], called: Sequence[int], headed: Sequence[bool]) -> float:
    """How much of the groups is called.

    Of two lists that answer as much, the one under a heading of notes is the notes.
    """
    weights = [thresholds.UNDER_HEADING if under else 1.0 for under in headed]
    return sum(w * count * count / len(group) for group, count, w in zip(groups, called, weights, strict=True) if group)
