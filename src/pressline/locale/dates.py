"""Months by language, and the forms in which days are written."""

from __future__ import annotations

import re

from pressline.locale.tables import any_of

# January to December.
_MONTHS = {
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
MONTHS = {name: number for row in _MONTHS.values() for number, name in enumerate(row.split(), start=1)}
# Forms of English and of numbers alone, as strptime reads them. "%d/%m/%Y" reads 3/4/2021 as of April.
FORMS = (
    "%B %d, %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%d %b %Y",
    "%Y-%m-%d",
    "%b. %d, %Y",
    "%d. %B %Y",
    "%A, %B %d, %Y",
    "%a, %d %b %Y",
    "%d/%m/%Y",
)
ORDINALS = {"en": "st|nd|rd|th"}  # after the number of a day
_ENDINGS = {"fr": "er", "de": r"\.", "es": "º"}
_OF = {"es": "de", "pt": "de"}
# "5 janvier 2024", "1er mai 2024", "5. März 2024", "5 de enero de 2024"
DAY_MONTH_YEAR = re.compile(
    rf"(\d{{1,2}}){any_of(_ENDINGS)}?\s+(?:{any_of(_OF)}\s+)?([^\W\d]+)\.?\s+(?:{any_of(_OF)}\s+)?(\d{{4}})"
)
