"""The running heads and folios of a text that was printed to a file: what stands at the edges of its pages, again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pressline.findings import Place
from pressline.locale.numerals import ROMAN
from pressline.model import Step
from pressline.readers import thresholds
from pressline.readers.decoding import TextLine
from pressline.readers.plaintext.lines import ends_sentence


def without_running_heads(lines: Sequence[TextLine], path: str) -> tuple[list[TextLine], list[Step]]:
    """The lines without those that stand before or after most form feeds alike but for their numbers, and these as steps.

    A paragraph that a page break cuts in two is whole again: the blank lines around the break are dropped where the text
    before it ends in the middle of a sentence and goes on in lower case.
    """
    breaks = [at for at, line in enumerate(lines) if line.page]
    if not breaks:
        return list(lines), []
    edges = {at: (_neighbour(lines, at - 1, -1), _neighbour(lines, at, 1)) for at in breaks}
    ends = (_neighbour(lines, 0, 1), _neighbour(lines, len(lines) - 1, -1))
    counts = Counter(_key(lines[k]) for pair in (*edges.values(), ends) for k in pair if k is not None)
    fewest = max(thresholds.FEWEST_PAGES, len(breaks) // 2)
    repeated = {name for name, count in counts.items() if count >= fewest}
    # The first line of all is the title, which the heads repeat, when only one break shows them.
    sides = (*edges.values(), (ends if len(breaks) > 1 else (None, ends[1])))
    gone = {k for pair in sides for k in pair if k is not None and _key(lines[k]) in repeated}
    for at in breaks:
        gone |= _blanks_within_a_sentence(lines, at, gone)
    steps = [
        Step("dropped", Place(path, lines[k].number, lines[k].column(0)), lines[k].text, "a running head or folio")
        for k in sorted(gone)
        if lines[k].text.strip()
    ]
    kept: list[TextLine] = []
    page = False
    for k, line in enumerate(lines):
        page = page or line.page
        if k not in gone:
            kept.append(replace(line, page=page))
            page = False
    return kept, steps


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


def _blanks_within_a_sentence(lines: Sequence[TextLine], at: int, gone: set[int]) -> set[int]:
    skip = frozenset(gone)
    before, after = _neighbour(lines, at - 1, -1, skip), _neighbour(lines, at, 1, skip)
    if before is None or after is None or ends_sentence(lines[before].text):
        return set()
    if not lines[after].text.strip()[0].islower():
        return set()
    return {k for k in range(before + 1, after) if not lines[k].text.strip()}
