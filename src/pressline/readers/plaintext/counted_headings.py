"""Headings by their count: short lines that say the same but for a number.

"Section 1.", "第一条", "סעיף א.".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pressline.readers import thresholds
from pressline.readers.plaintext.lines import ParagraphDraft

# A number as headings of many languages have it: figures of any script, Roman, of Chinese, and Hebrew letters. False positive
# avoided: a word, of which a part is made like one: "Mix" has letters on its other side, and "第" stands before the number.
_NUMBER = re.compile(
    r"(?<![^\W_])(?:\d{1,3}|[IVXLC]{1,7}|[א-ת]{1,2}[׳״]?[א-ת]?)(?![^\W_])|(?<=第)[一二三四五六七八九十百零〇\d]{1,5}"
)
_WORD = re.compile(r"[^\W\d_]{2,}|第|제|§")


def counted(drafts: Sequence[ParagraphDraft]) -> set[int]:
    """The places of lines that say the same but for a number, most of them another one.

    False positives it avoids: who speaks in a dialogue, whose lines have no number; a list of three.
    """
    classes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for at, draft in enumerate(drafts):
        text = draft.text if len(draft.rows) == 1 and draft.kind == "text" and not draft.containers else ""
        match = _NUMBER.search(text) if text and len(text) <= thresholds.COUNTED_LENGTH else None
        if match and at + 1 < len(drafts) and draft.gap:
            rest = f"{text[: match.start()]}#{text[match.end() :]}"
            if _WORD.search(rest.replace("#", " ")):
                classes[rest].append((match[0], at))
    found: set[int] = set()
    for members in classes.values():
        places = [at for _, at in members]
        apart = all(after - before > 1 for before, after in zip(places, places[1:], strict=False))
        distinct = len({number for number, _ in members}) >= thresholds.COUNTED_DISTINCT * len(members)
        if len(members) >= thresholds.COUNTED_LEAST and apart and distinct:
            found.update(places)
    return found
