"""Content, closely: words with how they are set, where they link, and where blocks begin.

And what differs between two.

`text_compare` says what is the same word; this package compares all else that a reader meets. A book and a finished file are
both told as a stream of pieces (`StyledText`, `Edge`, calls), and the stream is read into a `StyledReading` by one and the same
function.
"""

from __future__ import annotations

from pressline.compare.checks import merged, print_checks, set_checks, text_checks
from pressline.compare.differing import place_in
from pressline.compare.stream import RAISED, UNSURE, Edge, Piece, StyledText, account_of, joined, pieces_of, styled_reading

__all__ = [
    "RAISED",
    "UNSURE",
    "Edge",
    "StyledText",
    "Piece",
    "account_of",
    "joined",
    "merged",
    "pieces_of",
    "place_in",
    "print_checks",
    "set_checks",
    "styled_reading",
    "text_checks",
]
