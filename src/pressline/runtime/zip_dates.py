"""The dates that a zip archive can say.

From 1980 to 2107, in steps of two seconds (APPNOTE 4.4.6).
"""

from __future__ import annotations

import time

EARLIEST = 315532800  # seconds since 1970, UTC: 1980-01-01T00:00:00Z
LATEST = 4354819198  # 2107-12-31T23:59:58Z
Moment = tuple[int, int, int, int, int, int]


def zip_date(stamp: int) -> Moment:
    """The date of an entry for a time in seconds since 1970, UTC.

    The nearest that can be said.

    >>> zip_date(0), zip_date(1_700_000_000)
    ((1980, 1, 1, 0, 0, 0), (2023, 11, 14, 22, 13, 20))
    """
    year, month, day, hour, minute, second = time.gmtime(min(max(stamp, EARLIEST), LATEST))[:6]
    return year, month, day, hour, minute, second
