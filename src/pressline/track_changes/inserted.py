"""What editors inserted, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressline.normalize.writer import escape
from pressline.track_changes.docx_reading import CALL, CELL, Letter


class Unplaceable(Exception):
    """A change cannot be placed; the message says why."""


def markdown_of(letters: Sequence[Letter], base: str, labels: dict[str, str]) -> str:
    """Inserted letters as Markdown, within words of the emphasis `base`."""
    parts: list[str] = []
    at = 0
    while at < len(letters):
        if letters[at].char in (CALL, "\n"):
            parts.append(_sign(letters[at], labels))
            at += 1
            continue
        end = at
        alike = (letters[at].style, letters[at].link)
        while end < len(letters) and letters[end].char not in (CALL, "\n") and (letters[end].style, letters[end].link) == alike:
            end += 1
        words = _marked("".join(letter.char for letter in letters[at:end]), letters[at].style, base)
        parts.append(_linked(words, letters[at].link) if letters[at].link else words)
        at = end
    return "".join(_with_blocks(parts, letters))


def _linked(words: str, address: str) -> str:
    """Words as a link, the spaces at their edges outside it."""
    bare = words.strip()
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}[{bare}]({address}){after}" if bare else words


def _with_blocks(parts: Sequence[str], letters: Sequence[Letter]) -> Iterator[str]:
    """Inserted Markdown with the marks of headings, items and quotations."""
    blocks = [letter.block for letter in letters if letter.char == "\n"]
    begins, number = bool(letters) and letters[-1].char == "\n", 0
    for part in parts:
        if part == "\n\n":
            number += 1
            begins = True
        elif begins and part:
            block = blocks[number] if number < len(blocks) else ""
            yield block if block != CELL else ""
            begins = False
        yield part


def _sign(letter: Letter, labels: dict[str, str]) -> str:
    if letter.char == "\n":
        return "\n\n"
    if letter.note not in labels:
        raise Unplaceable("it moves or repeats the call of a note")
    return f"[^{labels[letter.note]}]"


def _marked(text: str, style: str, base: str) -> str:
    bare = text.strip()
    if style == base or not bare:
        return text[: len(text) - len(text.lstrip())] + escape(bare) + text[len(text.rstrip()) :] if bare else text
    if base:
        raise Unplaceable("its emphasis differs from that of the words round it")
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{_wrapped(escape(bare), style)}{after}"


def _wrapped(text: str, style: str) -> str:
    """A text within the marks of a style."""
    for mark in "^~":
        if mark in style:
            text = mark + re.sub(r"(?<!\\) ", r"\\ ", text) + mark  # a space would end it
    text = f"[{text}]{{.smallcaps}}" if "c" in style else text
    text = f"~~{text}~~" if "-" in style else text
    stars = "*" * style.count("*")
    return f"{stars}{text}{stars}"
