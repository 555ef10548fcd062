"""The running heads and page numbers of a text that was printed to a file.

What stands at the edges of its pages, again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pressline.findings import Place
from pressline.locale.numerals import ROMAN
from pressline.model import Step
from pressline.readers import thresholds
from pressline.readers.decoding import TextLine
from pressline.readers.plaintext.lines import ends_sentence


def without_running_heads(lines: Sequence[TextLine], path: str, pages: str = "") -> tuple[list[TextLine], list[Step]]:
    """The lines without those that stand alike at most page breaks, and these as steps.

    A paragraph that a page break cuts in two is whole again: the blank lines around the break are dropped where the text
    before it ends in the middle of a sentence, and the line is full or the next goes on in lower case. Where no form feed
    tells the breaks, the heads do: `heads_that_count`.

    `pages`: "none" leaves all lines, "counted" believes numbers that count up without further proof.
    """
    if pages == "none":
        return list(lines), []
    breaks = [at for at, line in enumerate(lines) if line.page]
    gone = _at_breaks(lines, breaks) if breaks else heads_that_count(lines, sure=pages == "counted")
    if not breaks:
        breaks = [at + 1 for at in sorted(gone) if at + 1 not in gone]
    cut: set[int] = set()
    widths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip()) if breaks else []
    full = int(widths[len(widths) // 2] * thresholds.ROOM) if widths else 0
    for at in breaks:
        cut |= _blanks_within_a_sentence(lines, at, gone, full)
    steps = [
        Step("dropped", Place(path, lines[k].number, lines[k].column(0)), lines[k].text, "a running head or page number")
        for k in sorted(gone)
        if lines[k].text.strip()
    ]
    gone |= cut
    return list(_kept(lines, gone, breaks)), steps


def _kept(lines: Sequence[TextLine], gone: set[int], breaks: Sequence[int]) -> Iterator[TextLine]:
    """The lines that stay; the first with text after a page break keeps the break."""
    starts = set(breaks)
    page = False
    for k, line in enumerate(lines):
        page = page or k in starts
        if k not in gone:
            own = page and bool(line.text.strip())
            yield replace(line, page=own) if own != line.page else line
            page = page and not own


def _at_breaks(lines: Sequence[TextLine], breaks: Sequence[int]) -> set[int]:
    """The lines next to page breaks that are alike on most pages.

    A head may have several lines.
    """
    gone: set[int] = set()
    fewest = max(thresholds.FEWEST_PAGES, len(breaks) // 2)
    for _ in range(thresholds.HEAD_LINES):
        skip = frozenset(gone)
        edges = [(_neighbour(lines, at - 1, -1, skip), _neighbour(lines, at, 1, skip)) for at in breaks]
        ends = (_neighbour(lines, 0, 1, skip), _neighbour(lines, len(lines) - 1, -1, skip))
        counts = Counter(_key(lines[k]) for k in {k for pair in (*edges, ends) for k in pair if k is not None})
        repeated = {name for name, count in counts.items() if count >= fewest}
        # The first line of all is the title, which the heads repeat, when only one break shows them.
        sides = (*edges, (ends if len(breaks) > 1 else (None, ends[1])))
        more = {k for pair in sides for k in pair if k is not None and _key(lines[k]) in repeated}
        if not more:
            break
        gone |= more
    return gone


# A number apart from the words of a line; not the one that a numbered item starts with, nor a year at a line's end.
_FIRST, _LAST = re.compile(r"\s*+(\d{1,4})\s{3}"), re.compile(r"\s{3}(\d{1,4})$")


def heads_that_count(lines: Sequence[TextLine], *, sure: bool = False) -> set[int]:
    """The running heads and page numbers of a text without form feeds.

    Lines whose numbers go up by one from page to page.

    A head stands alike, but for its number, on several pages, the number apart from its words, or the number stands alone
    on its line; about as many lines lie between one and the next; sentences go on behind some of them.
    False positives they avoid: headings with numbers, lines of a table of contents, numbered items, which cut no sentence
    and stand close.

    `sure`: pages may be short and uneven, the last above all, and words may stand beside their numbers, "Page 3 of 7";
    but sentences must go on behind some. False positive that avoids: a column of a table, pasted line under line.
    """
    numbered = _counted([(at, number) for at, line in enumerate(lines) if (number := _page_number(line.text)) is not None])
    if sure and len(numbered) < thresholds.COUNTED_PAGES:
        numbered = _counted_words(lines)
    if len(numbered) < thresholds.COUNTED_PAGES:
        return set()
    keys = Counter(_key(lines[at]) for at, _ in numbered)
    odd = sum(count for _, count in keys.items() if count == 1)
    distances = sorted(
        b[0] - a[0] for a, b in pairwise(numbered[: -1 if sure and len(numbered) > thresholds.COUNTED_PAGES else None])
    )
    shortest, uneven = (
        (thresholds.SHORTEST_TOLD, thresholds.UNEVEN_TOLD) if sure else (thresholds.SHORTEST_PAGE, thresholds.PAGE_UNEVEN)
    )
    even = distances[0] * uneven >= distances[-1] and distances[0] >= shortest
    if odd > len(numbered) // thresholds.PAGES_UNLIKE or not even:
        return set()
    gone = {at for at, _ in numbered}
    near = Counter(_key(lines[k]) for at in gone for k in _around(lines, at) if k not in gone)
    heads = {key for key, count in near.items() if count >= max(thresholds.FEWEST_PAGES, len(numbered) // 2)}
    gone |= {k for at in gone for k in _around(lines, at) if _key(lines[k]) in heads}
    cut = sum(bool(_cuts(lines, at, gone)) for at, _ in numbered)
    return gone if cut * thresholds.CUT_PAGES >= len(numbered) or heads and not sure else set()


def _page_number(text: str) -> int | None:
    """The number that stands apart from the words of a line, or alone.

    >>> [_page_number(line) for line in ("2        THE FERRY", "THE FERRY       3", "   - 4 -", "5. The rope", "in 1911")]
    [2, 3, 4, None, None]
    """
    alone = text.strip(" \t-–—[]")
    if alone.isdecimal() and len(alone) < thresholds.FIGURES:
        return int(alone)
    match = _FIRST.match(text) or _LAST.search(text.rstrip())
    return int(match[1]) if match else None


def _counted_words(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """The lines of a few words that are alike but for a number, which goes up by one."""
    kinds: dict[str, list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        words = line.text.split()
        number = re.search(r"\d{1,4}", line.text) if 0 < len(words) <= thresholds.NUMBER_WORDS else None
        if number:
            kinds.setdefault(_key(line), []).append((at, int(number[0])))
    return max(map(_counted, kinds.values()), key=len, default=[])


def _counted(numbers: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of numbers that go up by one, each the first of its kind."""
    best: dict[int, list[tuple[int, int]]] = {}
    for at, number in numbers:
        chain = best.get(number - 1, [])
        if len(chain) + 1 > len(best.get(number, [])):
            best[number] = [*chain, (at, number)]
    return max(best.values(), key=len, default=[])


def _around(lines: Sequence[TextLine], at: int) -> Iterator[int]:
    """The lines with text next to a line, on both sides."""
    for step in (-1, 1):
        found = _neighbour(lines, at + step, step)
        if found is not None and abs(found - at) <= thresholds.HEAD_LINES:
            yield found


def _cuts(lines: Sequence[TextLine], at: int, gone: set[int]) -> bool:
    """Whether a sentence goes on behind a line, in lower case."""
    skip = frozenset(gone)
    before, after = _neighbour(lines, at - 1, -1, skip), _neighbour(lines, at + 1, 1, skip)
    if before is None or after is None:
        return False
    return not ends_sentence(lines[before].text.rstrip()) and lines[after].text.strip()[0].islower()


def _neighbour(lines: Sequence[TextLine], at: int, step: int, skip: frozenset[int] = frozenset()) -> int | None:
    """The next line with text from `at` on, in one direction, within a few lines."""
    for k in range(at, at + thresholds.RUNNING_HEAD * step, step):
        if not 0 <= k < len(lines):
            return None
        if lines[k].text.strip() and k not in skip:
            return k
    return None


def _key(line: TextLine) -> str:
    return " ".join(re.sub(rf"\d+|\b[{ROMAN}]+\b", "9", line.text).split())


def _blanks_within_a_sentence(lines: Sequence[TextLine], at: int, gone: set[int], full: int) -> set[int]:
    """The blank lines of a page break behind which a sentence goes on.

    In lower case, or from a line of `full` columns.
    """
    skip = frozenset(gone)
    before, after = _neighbour(lines, at - 1, -1, skip), _neighbour(lines, at, 1, skip)
    if before is None or after is None or ends_sentence(lines[before].text):
        return set()
    if not lines[after].text.strip()[0].islower() and len(lines[before].text.rstrip()) < full:
        return set()
    return {k for k in range(before + 1, after) if not lines[k].text.strip()}
