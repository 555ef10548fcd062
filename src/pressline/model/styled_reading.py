"""What a reader meets in a file, closely.

The words with how they are set and where they link, block by block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pressline.model.book import CallMark

BlockKind = Literal["", "text", "heading", "cell", "code"]


@dataclass(frozen=True, slots=True)
class BlockStart:
    """Where a block of text starts: how many words stand before it.

    `level` is of a heading, from 1.
    """

    at: int
    kind: BlockKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class StyledReading:
    """A text as a reader meets it.

    `styles` and `targets` have an entry for each of the `words`.

    A style is a set of letters in their order: b bold, c small capitals, i italic, k struck out, m of one width, u underlined,
    ^ raised, _ lowered; "" for plain. A word of several styles has them with their lengths: "i:3 :2".
    """

    words: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    blocks: tuple[BlockStart, ...] = ()
    calls: tuple[CallMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """All of a book as a reader meets it: the text, and each note by its number."""

    body: StyledReading
    notes: Mapping[int, StyledReading] = field(default_factory=dict)
