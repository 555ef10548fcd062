"""Brackets and quotation marks that have no partner.

An editor asks about a bracket that is closed nowhere; one that is closed two paragraphs on is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressline.normalize import thresholds

_SMILEY = re.compile(r"(?<!\S)[:;]-?[()](?!\w)")  # false positive it avoids: the bracket of "(see here:)"
# A smiley behind a word; a sign of a letter, "[=a]" or "[)a]", as plain texts write long and short vowels. False positives
# they avoid: what they hide is looked at once more as it stands.
_DOUBTFUL = re.compile(r"[:;]-?[()](?!\w)|\[[=)(:^~'`.,*-][A-Za-z]{1,2}\]|\[[A-Za-z]{1,2}[)(]\]")
# The words of a text that a note of its line explains, "210. Carriage free] cost, insurance". False positive it avoids: a
# bracket that was opened, which stands between them.
_LEMMA = re.compile(r"\s*\d+[.:]?\s[^\[\]]{1,80}\](?=\s)")
_NUMBERS = re.compile(r"[\[(]([\d.,∞\s-]++)[\])]")
# What counts in a list: "1", "12a", "a", "bb", "iv". False positive it avoids: the word before a bracket that closes, "as
# it was)".
_COUNTED = re.compile(r"(?:^|\s)(?:\w|\d{1,4}[a-z]?|([a-z])\1|[ivxl]{1,4}|[IVXL]{1,4})$")
_INCHES = re.compile(r'\d"')
TEX_QUOTATION = re.compile(r'``[^`"]*"')  # ``so"; false positive it avoids: the mark ` of code, which stands alone


def lonely_brackets(texts: Sequence[str], owners: Sequence[str], opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """The first bracket without a partner of each text: the number of the text, the place.

    `owners`: for each text the note that it belongs to, "" for the essay. A partner may stand in the paragraph after, for
    paragraphs that a page has cut; or further on, where the one starts its paragraph or the other ends it, as around a
    remark of several paragraphs. Each of these may be opened anew.
    """
    found = [(n, at) for n, text in enumerate(texts) for at in _lonely(text, opening, closing)]
    waiting: list[tuple[int, int]] = []
    paired: set[tuple[int, int]] = set()
    for n, at in found:
        if texts[n][at] == opening:
            waiting.append((n, at))
            continue
        near = [one for one in waiting if owners[one[0]] == owners[n] and _may_close(texts, one, (n, at))]
        if near:
            paired |= {(n, at), near[-1], *(one for one in near if _starts(texts[one[0]], one[1]))}
        waiting = []
    said: set[int] = set()
    for n, at in found:
        if (n, at) not in paired and n not in said and not _goes_on(texts, owners, n, at):
            said.add(n)
            yield n, at


def _goes_on(texts: Sequence[str], owners: Sequence[str], n: int, at: int) -> bool:
    """Whether the next paragraph opens the same remark anew."""
    opened_anew = n + 1 < len(texts) and owners[n + 1] == owners[n] and texts[n + 1].lstrip().startswith(texts[n][at])
    return opened_anew and _starts(texts[n], at)


def _may_close(texts: Sequence[str], one: tuple[int, int], other: tuple[int, int]) -> bool:
    apart = other[0] - one[0]
    whole = _starts(texts[one[0]], one[1]) or not texts[other[0]][other[1] + 1 :].strip(" .")
    return apart <= thresholds.CUT_PARAGRAPHS or (whole and apart <= thresholds.PARAGRAPHS_OF_A_REMARK)


def _starts(text: str, at: int) -> bool:
    return not text[:at].strip()


def _lonely(text: str, opening: str, closing: str) -> list[int]:
    """Where the first closing bracket and the first opening one without a partner stand."""
    if opening not in text and closing not in text or any(_is_interval(match[1]) for match in _NUMBERS.finditer(text)):
        return []
    text = _SMILEY.sub(blanks, text)
    hidden = _DOUBTFUL.sub(blanks, text)
    found = _unmatched(hidden, opening, closing)
    return found if hidden == text or _unmatched(text, opening, closing) else []


def blanks(match: re.Match[str]) -> str:
    """As many spaces as what was found has characters."""
    return " " * len(match[0])


def _unmatched(text: str, opening: str, closing: str) -> list[int]:
    opened: list[int] = []
    closed: int | None = None
    lemma = _LEMMA.match(text) if closing == "]" else None
    for at, character in enumerate(text):
        if character == opening:
            opened.append(at)
        elif character == closing:
            if opened:
                opened.pop()
            elif closed is None and not (lemma and at == lemma.end() - 1) and not _is_counted(text, at):
                closed = at
    return [at for at in (closed, opened[0] if opened else None) if at is not None]


def _is_counted(text: str, at: int) -> bool:
    return _COUNTED.search(text, max(0, at - thresholds.COUNTED), at) is not None


def _is_interval(inside: str) -> bool:
    """Whether the content of brackets is two numbers with a comma between them.

    >>> _is_interval("0, 1.5"), _is_interval("3 ,4"), _is_interval("1,5"), _is_interval(", 3"), _is_interval("3,")
    (True, True, True, False, False)
    """
    match inside.split():
        case [one]:
            return "," in one[1:-1]
        case [one, other]:
            return len(one) > 1 and one[-1] == "," or len(other) > 1 and other[0] == ","
        case [_, between, _]:
            return between == ","
    return False


def open_quotations(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The marks of quotations that are not closed: the number of the text, the place.

    False positives it avoids: a quotation of several paragraphs, closed in the last, whether the others start with a mark
    or bear none; marks in another manner, „so“ or »so«; inches, and quotations of TeX, ``so".
    """
    curly = {n: text.count("“") - text.count("”") for n, text in enumerate(texts) if "“" in text or "”" in text}
    straight = {n: _odd(text) for n, text in enumerate(texts) if '"' in text}
    closed = _closed_later(texts, {n: left > 0 for n, left in curly.items() if left}, list(curly), "”")
    closed |= _closed_later(texts, {n: _opens(texts[n]) for n, odd in straight.items() if odd}, list(straight), '"')
    for n, text in enumerate(texts):
        if re.search("[„»«]", text) or text.lstrip().startswith(("“", '"')) or n in closed:
            continue
        following = texts[n + 1].lstrip() if n + 1 < len(texts) else ""
        if curly.get(n) == 1 and not following.startswith("“"):
            yield n, text.rindex("“")
        elif straight.get(n) and not following.startswith('"'):
            yield n, text.rindex('"')


def _odd(text: str) -> bool:
    """Whether a straight mark is left over, whether or not those after a digit are inches."""
    text = TEX_QUOTATION.sub("", text)
    return text.count('"') % 2 == 1 and _INCHES.sub("", text).count('"') % 2 == 1


def _opens(text: str) -> bool:
    """Whether the last straight mark of a text opens a quotation."""
    at = text.rindex('"')
    return (at == 0 or not text[at - 1].isalnum() and text[at - 1] not in ".,;:!?…'’") and text[at + 1 : at + 2].strip() != ""


def _closed_later(texts: Sequence[str], left: dict[int, bool], marked: Sequence[int], mark: str) -> set[int]:
    """The texts of which a quotation ends in the next text with marks, and those texts.

    `left`: by the number of a text with a mark too many, whether that opens. `marked`: the texts with marks.
    """
    pairs: set[int] = set()
    for one, other in zip(marked, marked[1:], strict=False):
        if left.get(one) and left.get(other) is False and mark == _first_mark(texts[other]):
            pairs |= {one, other}
    return pairs


def _first_mark(text: str) -> str:
    return next((character for character in text if character in '“”"'), "")
