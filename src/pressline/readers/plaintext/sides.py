"""What stands apart from the text of a plain text by its place.

Lines at the right, and an epigraph with its source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pressline.model import Container
from pressline.readers import thresholds
from pressline.readers.plaintext.lines import LINES, ParagraphDraft, Shape

# "-- Old song", "— W. B. Yeats, 1919" on a row of its own. False positive avoided: speech, "– Bonjour, dit-il.", which stands
# on the margin.
_SOURCE = re.compile(r"(?:--|[–—―])\s*[^\W\d_]")
_FIRST_SERIAL = 20_000  # those of quotations begin at 10,000


def find_right(drafts: Sequence[ParagraphDraft], shape: Shape) -> list[ParagraphDraft]:
    """The drafts, those that stand at the right in containers that say so.

    They are no headings.
    """
    if not shape.wrapped:
        return list(drafts)
    found: list[ParagraphDraft] = []
    for at, draft in enumerate(drafts):
        if not _is_right(draft, shape):
            found.append(draft)
            continue
        joined = found and found[-1].kind == LINES and draft.gap == 0
        own = found[-1].containers[0] if joined else Container("right", _FIRST_SERIAL + at)
        found.append(replace(draft, kind=LINES, containers=(own,)))
    return found


def find_epigraphs(drafts: Sequence[ParagraphDraft], shape: Shape) -> list[ParagraphDraft]:
    """The drafts, epigraphs in containers that say so.

    Only of a text whose lines are wrapped, so that what is set in is known.
    """
    if not shape.wrapped:
        return list(drafts)
    found: list[ParagraphDraft] = []
    for at, draft in enumerate(drafts):
        serial = 2 * _FIRST_SERIAL + at
        if _is_epigraph(draft, drafts[:at], drafts[at + 1 :], shape):
            inner = tuple(container for container in draft.containers if container.kind != "quote")
            kind = draft.kind if draft.kind == "verse" else LINES
            found.append(replace(draft, kind=kind, containers=(Container("epigraph", serial), *inner)))
        else:
            found.append(draft)
    return found


def _is_right(draft: ParagraphDraft, shape: Shape) -> bool:
    """Whether all rows of a draft begin beyond the middle of the text and end within it.

    A place and date, a signature.

    False positives avoided: a centred heading, as far from both sides; verse with a line that is set in far; a rule, a list.
    """
    if draft.kind not in ("text", "verse") or draft.mark or any(c.kind != "quote" for c in draft.containers):
        return False
    least = shape.body + thresholds.RIGHT_FROM * (shape.width - shape.body)
    return len(draft.rows) <= thresholds.RIGHT_ROWS and all(
        row.indent >= least
        and row.indent - (shape.width - row.width) > thresholds.RIGHT_MORE
        and row.width <= shape.width + thresholds.RIGHT_OVER
        and not row.depth
        for row in draft.rows
    )


def _is_epigraph(
    draft: ParagraphDraft, before: Sequence[ParagraphDraft], after: Sequence[ParagraphDraft], shape: Shape
) -> bool:
    """Whether rows set in, the last of them the source.

    Stand above the text or under a heading.
    """
    if draft.kind not in ("text", "verse") or draft.mark or len(draft.rows) < 2 or draft.indent <= shape.body + 1:
        return False
    if not _SOURCE.match(draft.rows[-1].text) or not after or after[0].kind == "note":
        return False
    if len(draft.rows) > thresholds.EPIGRAPH_ROWS or any(row.depth for row in draft.rows):
        return False
    above = before[-1] if before else None
    opens = above is None or above.kind == "heading" or all(len(d.text) <= thresholds.EPIGRAPH_ABOVE for d in before)
    return opens and len(before) <= thresholds.EPIGRAPH_AFTER or (above is not None and above.kind == "heading")
