"""Days in any usual form and language.

"05/06/2024" is none, because nobody can tell the month in it.
"""

from __future__ import annotations

import re
from datetime import date

from pressline.locale.bylines import DATE_FIELDS
from pressline.locale.dates import ARTICLES, HOURS, OF, ORDINALS, WEEKDAYS, YEAR_FIRST, month_of
from pressline.locale.tables import any_of
from pressline.normalize import thresholds

_ORDINAL = rf"(?:{any_of(ORDINALS)}\b|(?=[\W\d]))"
_OF = rf"(?:{any_of(OF)}\s+|d[’'])?"
_DAY_FIRST = rf"\d{{1,2}}\.?{_ORDINAL}[\s-]+{_OF}[^\W\d_]{{3,15}}\.?,?[\s-]+{_OF}\d{{4}}"
_MONTH_FIRST = rf"[^\W\d_]{{3,15}}\.?\s+\d{{1,2}}{_ORDINAL},?\s+\d{{4}}"
_NUMBERS = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}/\d{1,2}/\d{4}"
_YEAR_MONTH_DAY = r"\d{4}\.?\s+[^\W\d_]{3,15}\.?\s+\d{1,2}\.?"
# A day within a line. False positive it avoids: "12 2024", and any word between two numbers (`month_of` knows the months).
DAY = rf"(?:{_MONTH_FIRST}|{_DAY_FIRST}|{_NUMBERS}|{YEAR_FIRST}|{_YEAR_MONTH_DAY})"
_LEAD = re.compile(rf"(?:{any_of(WEEKDAYS)}\.?,?\s+)?(?:{any_of(ARTICLES)}\s+)?", re.I)
DAY_FIELD = re.compile(rf"{any_of(DATE_FIELDS)}\s{{0,3}}[:：]\s{{0,9}}", re.I)
_HOURS = re.compile(HOURS + r"$", re.I)
_WORDS = re.compile(r"[^\W\d_]+")
_YEAR, _MONTHS = 4, 12  # figures of a year, months in it
_FIGURES = re.compile(r"\d+")


def day_of(text: str) -> date | None:
    """The day that a whole line names, or None.

    >>> day_of("January 5, 2024"), day_of("5 janvier 2024"), day_of("in January"), day_of("05/06/2024")
    (datetime.date(2024, 1, 5), datetime.date(2024, 1, 5), None, None)
    >>> day_of("日期： 2010年1月20日"), day_of("Date: 3 May 2001")
    (datetime.date(2010, 1, 20), datetime.date(2001, 5, 3))
    >>> day_of("Jan. 28, 2020, at 5:55 AM"), day_of("2024年1月5日"), day_of("Freitag, den 5. März 2021")
    (datetime.date(2020, 1, 28), datetime.date(2024, 1, 5), datetime.date(2021, 3, 5))
    """
    text = DAY_FIELD.sub("", text.strip(" .()[]—–-"), count=1) if text[:1].isalpha() else text.strip(" .()[]—–-")
    if not any(c.isdigit() for c in text) or len(text) > thresholds.DAY:
        return None
    bare = _HOURS.sub("", _LEAD.sub("", text, count=1)).strip(" ,.")
    return _read(bare) if _WHOLE.fullmatch(bare) else None


_WHOLE = re.compile(DAY, re.I)


def _read(text: str) -> date | None:
    figures = _FIGURES.findall(text)
    month = next((number for word in _WORDS.findall(text) if (number := month_of(word))), None)
    if month and len(figures) == 2:
        return _date(figures, month)
    if len(figures) != 3:
        return None
    a, b, c = map(int, figures)
    if len(figures[0]) == _YEAR:
        return _made(a, b, c)
    if "/" in text and a != b:  # the day is the number that is no month; where both may be, nobody knows
        return _made(c, a, b) if b > _MONTHS else _made(c, b, a) if a > _MONTHS else None
    return _made(c, b, a)


def _date(figures: list[str], month: int) -> date | None:
    year, day = sorted(figures, key=len, reverse=True)
    return _made(int(year), month, int(day)) if len(year) == _YEAR else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
