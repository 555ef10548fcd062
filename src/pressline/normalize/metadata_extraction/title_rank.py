"""Which line is the title where nothing outside the text says so.

Each line in front is weighed by what speaks for it.

The weights are chosen on tests/cases/front and tests/test_front.py. What can be no title has no weight at all: a day, an
address, a byline, the name of a section, a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pressline.locale.boilerplate import REGISTERED
from pressline.locale.headings import CHAPTERS, PARTS, SECTIONS, is_section_name
from pressline.locale.names import bare_name
from pressline.locale.tables import any_of
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.addresses import common_words
from pressline.normalize.metadata_extraction.contents import key
from pressline.normalize.metadata_extraction.days import day_of
from pressline.normalize.metadata_extraction.lines import is_known_line, is_listed
from pressline.normalize.metadata_extraction.table import Draft, Table

FIRST, OVER_BYLINE, REPEATED, SPACED, HEADING, CENTRED = 3.0, 4.0, 3.0, 3.0, 0.5, 0.5
BAR = 3.0

_FILED = re.compile(rf"(?:[\w ]{{3,40}} )?{any_of(REGISTERED)}\s*:\s", re.I)
PART = re.compile(rf"{any_of(PARTS, CHAPTERS, SECTIONS)}\s+\w+|[IVXLC]{1, 9}\b|\d{1, 9}\b", re.I)
_SPACED_WORDS = re.compile(r"(?:\w ){3,}\w(?:\s|$)")
_YEAR = re.compile(r"\(?1[5-9]\d\d\)?|\(?20\d\d\)?")
_FILE_NAME = re.compile(r"(?:^|[\s\\/:])[\w-]{1,40}\.(?:txt|asc|doc|md|html?|zip|nfo)\b", re.I)
_SHOUTED = re.compile(r"([*=#~+-])\1{2,}\s+\S.*\.$")  # "***** Please distribute."
_NUMBER_ALONE = re.compile(r"[IVXLC]{1,8}\.?")
_LINK = re.compile(r"(?:https?:|www\.|[a-z]+: )")  # or a field of a head that nobody could read


def title_line(draft: Draft, near: Sequence[int], believed: bool, first: int | None = None) -> int | None:
    """The line that is most surely the title: near the front, or right over a byline.

    `believed`: a title is known that no line repeats; then only a heading or a line over a byline is a better one. `first`: the
    line that counts as the first one, in a page with menus above it.
    """
    table = draft.table
    counts = Counter(key(table.texts[k]) for k in near)
    bylines = [k for k in table.left(0, thresholds.TITLE_FRONT) if _is_byline(draft, k)]
    over = {above for k in bylines if (above := _over(table, k, first is None)) is not None}
    first = _first(draft, near) if first is None else first
    spaced = {k for k in table.left(0, thresholds.TITLE_FRONT) if _SPACED_WORDS.match(table.line(k))}
    weighed = {}
    for at in dict.fromkeys([*near, *over, *spaced]):
        told = at == first or at in over or at in spaced or counts[key(table.texts[at])] > 1
        if not told or not may_be_title(draft, at, over=at in over):
            continue
        heading = table.paragraphs[at].kind == "heading"
        if believed and not heading and at not in over:
            continue
        weighed[at] = (
            FIRST * (at == first)
            + OVER_BYLINE * (at in over)
            + REPEATED * (counts[key(table.texts[at])] > 1 and len(table.line(at).split()) > 2)
            + SPACED * (at in spaced)
            + HEADING * heading
            + CENTRED * (table.paragraphs[at].indent >= thresholds.CENTRED)
        )
    best = max(weighed, key=lambda at: (weighed[at], -at), default=None)
    return best if best is not None and weighed[best] >= BAR else None


def _first(draft: Draft, near: Sequence[int]) -> int | None:
    """The first line, or the first under what may stand above a title.

    A day, a year, an address, the author's own name.
    """
    at = next((k for k in draft.table.left() if not _above(draft, k)), None)
    return at if at in near else None


def _above(draft: Draft, at: int) -> bool:
    line = draft.table.line(at)
    bare = line.strip("[]() .")
    return bool(
        not any(map(str.isalpha, line))
        or day_of(line)
        or bare.isdigit()
        or _LINK.match(line)
        or _FILE_NAME.search(line)
        or _SHOUTED.match(draft.table.texts[at].strip())
        or _NUMBER_ALONE.fullmatch(line)
        and _stands_over_line(draft.table, at)
        or names.month_and_year(bare)
        or is_known_line(draft.table, at)
        or is_name_above(draft.table, at)
    )


def _stands_over_line(table: Table, at: int) -> bool:
    """Whether a short line follows that may be the title of what a number counts."""
    below = next(iter(table.left(at + 1)), None)
    return below is not None and not table.is_prose(below) and not _NUMBER_ALONE.fullmatch(table.line(below))


def is_name_above(table: Table, at: int) -> bool:
    """Whether a name stands over the title.

    Of the author, where the essay does not speak of that person.

    A name that the file says is the author's, that is signed under the essay, or that stands on a title page with a year.
    False positives it avoids: an essay about the person whose name stands over it, by how often the text has the name; a
    title of two words with a subtitle below.
    """
    found = names.names_in(table.line(at))
    below = next(iter(table.left(at + 1)), None)
    if not found or below is None or table.is_prose(below) or names.names_in(table.line(below)):
        return False
    front = [table.line(k) for k in table.left(below, table.first_prose())]
    surnames = [re.escape(bare_name(name).split()[-1]) for name in found]
    times = sum(len(re.findall(rf"\b{name}\b", text, re.I)) for name in surnames for text in table.texts[below:])
    signed = any(key(table.texts[k]) == key(table.texts[at]) for k in range(max(below, len(table.texts) - 3), len(table.texts)))
    dated = any(_YEAR.fullmatch(line) for line in front)
    return times <= 1 and (key(table.line(at)) in table.known or signed or dated)


def _is_byline(draft: Draft, at: int) -> bool:
    """Whether a line says that it is a byline; a bare name does not."""
    table = draft.table
    line = table.line(at)
    listed = is_listed(table, at)
    return (
        not listed
        and not table.is_prose(at)
        and bool(names.explicit_byline(line) or key(line) in table.known or _are_names(table, at))
    )


def _are_names(table: Table, at: int) -> bool:
    """Whether a line is several names right under the first line of all: "Ann Lee and Bo Ek".

    False positives it avoids: "BOMBS AND WEAPONS TESTING", the names of publishers.
    """
    if at not in list(table.left(0, at + 1))[1:2] or table.line(at).isupper():
        return False
    found = names.names_in(table.line(at))
    body = " ".join(table.texts[at + 1 :])
    return len(found) > 1 and table.paragraphs[at].kind == "text" and not any(common_words(name, body) for name in found)


def _over(table: Table, byline: int, two: bool) -> int | None:
    """The title over a byline: the line above it, or the larger one above that.

    `two`: whether to look at more than the line above: not where menus stand there.
    """
    above = [k for k in range(byline - 1, -1, -1) if k not in table.taken and table.texts[k].strip()][:2]
    if not above or table.is_prose(above[0]):
        return None
    if two and len(above) > 1 and not table.is_prose(above[1]):
        one, other = (table.paragraphs[k] for k in above)
        larger = other.kind == "heading" and (one.kind != "heading" or one.level > other.level)
        only = above[1] == next(iter(table.left()), None) and len(table.line(above[1]).split()) > 1
        if (larger or only) and not day_of(table.line(above[0])):
            return above[1]
    return above[0]


def may_be_title(draft: Draft, at: int, over: bool = False) -> bool:
    """Whether a paragraph is made like a title; `over`: a byline stands under it.

    False positives it avoids: the first sentence of an essay without a title, "CHAPTER XVIII" before "CHAPTER XIX".
    """
    table = draft.table
    paragraph, line = table.paragraphs[at], table.line(at)
    if _FILED.match(line) or _FILE_NAME.search(line) or day_of(line) or _LINK.match(line) or not any(map(str.isalpha, line)):
        return False
    if len(line) > thresholds.TITLE or not over and _is_section(table, at) or names.month_and_year(line.strip("[]() .")):
        return False
    if names.is_address(line) and any(names.is_address(table.line(k)) for k in table.left(max(0, at - 1), at + 2) if k != at):
        return False
    if paragraph.kind == "heading":
        level = paragraph.level
        others = [k for k in table.left(at + 1) if (p := table.paragraphs[k]).kind == "heading" and p.level == level]
        return not (PART.match(line) and any(PART.match(table.line(k)) for k in others))
    if paragraph.kind not in ("text", "verse") or line.startswith(("[", "(", "*")):
        return False
    sentence = line.endswith((".", ",", ";", ":")) and not line.isupper()
    if sentence and line.endswith(".") and _set_apart(table, at):
        sentence = len(line.split()) > thresholds.TITLE_SENTENCE
    above = max(table.left(0, at), default=None)
    if sentence and line.endswith(".") and above is not None and _NUMBER_ALONE.fullmatch(table.line(above)):
        sentence = len(line.split()) > thresholds.TITLE_SENTENCE
    if over and not (sentence and at > table.first_prose()):
        return True
    return not sentence and len(line.split()) <= thresholds.TITLE_WORDS and line[:1] not in "-–—"


def _is_section(table: Table, at: int) -> bool:
    """Whether a line has the name of a section.

    The only heading of its rank may be the title of a chapter.
    """
    level = table.paragraphs[at].level
    alone = table.paragraphs[at].kind == "heading" and not any(
        table.paragraphs[k].kind == "heading" and table.paragraphs[k].level == level for k in table.left(at + 1)
    )
    return is_section_name(table.line(at)) and not alone


def _set_apart(table: Table, at: int) -> bool:
    """Whether more empty lines stand under a line than between the paragraphs below.

    Only titles have that.
    """
    gaps = [_gap(table, k) for k in range(at, min(at + 1 + thresholds.GAPS, len(table.texts) - 1))]
    return len(gaps) > 2 and gaps[0] > Counter(gaps[1:]).most_common(1)[0][0] > 0


def _gap(table: Table, at: int) -> int:
    return table.paragraphs[at + 1].origins[0].place.line - table.paragraphs[at].origins[-1].place.line - 1
