"""The author's name, alone in a line under the title, in any language."""

from __future__ import annotations

import re

from pressline.locale.headings import is_section_name
from pressline.locale.language import told_language
from pressline.locale.surnames import DOUBLE_SURNAMES, SURNAMES
from pressline.locale.tables import any_of
from pressline.locale.tags import primary
from pressline.normalize import thresholds
from pressline.normalize.metadata_extraction import names
from pressline.normalize.metadata_extraction.addresses import common_words
from pressline.normalize.metadata_extraction.table import Table

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0590-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff\u200c\u200d’'.-]*")
_ENDS = ".,:;!?…。．，：；！？।॥؟۔»”』」"
# Scripts that part no words, in which a name is one stretch: Thai, Lao, Khmer, Burmese.
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{3,24}")
_TITLE_CASE = ("en", "de")  # languages in whose headings any word may have a capital

_FAMILY = re.compile(rf"(?:{any_of(DOUBLE_SURNAMES)}|[{''.join(SURNAMES.values())}])")
_ARABIC_ARTICLE, _HEBREW_ARTICLE = "ال", "ה"  # before the words of a heading, and of few names


def bare_names(table: Table, at: int, line: str) -> tuple[str, ...]:
    """The names that a line under the title is; none where it may head the first part.

    A heading is told from a name by what follows: text of its own, and other headings later. A name has no word that the text
    has, too. False positives avoided: "Early Years", "序言", "Стаття перша".
    """
    above = table.taken.get(at - 1)
    following = next(iter(table.left(at + 1)), None)
    if above is None or not above.why.startswith(("title", "subtitle")) or following is None or is_section_name(line):
        return ()
    found = _made_like_names(line)
    body = "\n".join(table.texts[at + 1 :])
    if not found or len(body) < thresholds.BARE_NAME_TEXT or any(_is_of_text(name, body) for name in found):
        return ()
    if _stands_alone(table, at, following):
        return found
    cased = any(map(str.isupper, line))
    return found if cased and table.paragraphs[at].kind == "heading" and _tells(body) else ()


def _made_like_names(line: str) -> tuple[str, ...]:
    if len(line) > thresholds.BARE_NAME or line[-1:] in _ENDS or any(map(str.isdigit, line)):
        return ()
    if any(map(str.isupper, line)):
        return names.names_in(line)
    words = line.split()
    few = thresholds.BARE_NAME_WORDS[0] <= len(words) <= thresholds.BARE_NAME_WORDS[1] and all(
        _WORD.fullmatch(word) for word in words
    )
    return (line,) if few or names.is_unspaced_name(line) or _UNPARTED.fullmatch(line) else ()


def _is_of_text(name: str, body: str) -> bool:
    """Whether a text has the words of a name for something else."""
    if any(map(str.isupper, name)):
        return common_words(name, body) or body.count(name) > 1
    words = {word for word in _WORD.findall(name) if len(word) > 1}
    return name in body or not words.isdisjoint(_WORD.findall(body))


def _stands_alone(table: Table, at: int, following: int) -> bool:
    """Whether a line heads no text of its own.

    A short line follows it; or it is no heading in a script without capitals, where the class of all headings would have it.
    """
    line = table.line(following)
    short = (
        len(line) <= thresholds.BARE_NAME and line[-1:] not in _ENDS and table.paragraphs[following].kind in ("text", "heading")
    )
    bare = table.line(at)
    return short or (table.paragraphs[at].kind != "heading" and not any(map(str.isupper, bare)) and not _may_head(bare))


def _may_head(line: str) -> bool:
    """Whether a line without capitals, right over the text, is a heading and no name.

    >>> [_may_head(line) for line in ("历史背景", "المقدمة العامة", "ראשית הדרך", "鲁迅", "محمود العقاد", "מרטין בובר")]
    [True, True, True, False, False, False]
    """
    words = line.split()
    if len(words) == 1:
        return names.is_unspaced_name(line) and not _FAMILY.match(line)
    return all(word.startswith(_ARABIC_ARTICLE) for word in words) or words[-1].startswith(_HEBREW_ARTICLE)


def _tells(body: str) -> bool:
    """Whether the language of a text has capitals in names alone."""
    language = primary(told_language(body[: thresholds.BARE_NAME_READ]))
    return bool(language) and language not in _TITLE_CASE
