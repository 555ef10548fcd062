"""How often Python looks for garbage in memory."""

from __future__ import annotations

import gc

_NEW_OBJECTS, _YOUNG, _MIDDLE = 200_000, 20, 100


def collect_seldom() -> None:
    """Let this process look for garbage seldom.

    For programs, not for a library in somebody else's process.

    The trees of a book are millions of objects, and all of them are needed. As Python 3.11 is set, its collector goes through
    them again and again: 13 % of the time in which 692,000 words are read and normalized, and no less memory for it.
    """
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _MIDDLE)
