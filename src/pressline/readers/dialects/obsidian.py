"""What Obsidian adds to Markdown.

Links and pictures of a vault, comments, highlights, callouts, names of blocks.

Links, highlights and names of blocks are read where a text has several of Obsidian's marks: one alone may be what an author
typed. Comments, pictures of the vault and callouts look like nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from pressline.findings import Place
from pressline.model import Step

PICTURES = ("png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tif", "tiff", "avif")

# False positives they avoid: "100%% sure", "%%20" in an address: a comment stands between two pairs, no word touches it
# outside, and no other sign stands within it.
_COMMENT = re.compile(r"(?<![\w%/])%%(?!%)[^%\n]{1,2000}%%(?![\w%])")
_COMMENT_BLOCK = re.compile(r"^[ \t]*%%[ \t]*\n(?:(?![ \t]*%%).*\n){0,400}[ \t]*%%[ \t]*$", re.M)
# False positives they avoid: "[[1]](x)", a link; "[[1]]", a citation; "[[sic]]" in an essay without other marks of a vault.
_LINK = re.compile(r"(?<![!\\\[])\[\[(?!\^)([^\[\]|\n]{1,200})(?:\\?\|([^\[\]\n]{1,300}))?\]\](?![(\]])")
_EMBED = re.compile(r"!\[\[([^\[\]|\n]{1,200})(?:\\?\|([^\[\]\n]{1,300}))?\]\]")
# False positives it avoids: "a == b", "====".
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^=\s])([^=\n]{0,800}[^=\s])==(?![=\w])")
_CALLOUT = re.compile(r"^((?:[ \t]*>)+)[ \t]*\[!(\w[\w -]{0,30})(?:\|[^\]\n]*)?\]([-+]?)[ \t]*(.*)$", re.M)
# False positive it avoids: "x ^2" at the end of a line; a name has a letter in it.
_BLOCK_NAME = re.compile(r"(?:(?<=\s)|^)\^(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9-]{2,60}[ \t]*$", re.M)
_SIZE = re.compile(r"\d+(?:x\d+)?")
ENOUGH = 2  # marks that make a vault of a text; chosen on the cases of tests/test_dialects.py


def without_vault_marks(text: str, path: str) -> tuple[str, list[Step]]:
    """A Markdown text, without its code, as it is read without Obsidian.

    And the record of what was left out.
    """
    steps: list[Step] = []
    if not any(mark in text for mark in ("%%", "[[", "==", "[!", " ^")):
        return text, steps
    vault = _is_vault(text)
    marks = [
        (_COMMENT_BLOCK, _dropped("a comment of the file: %%…%%")),
        (_COMMENT, _dropped("a comment of the file: %%…%%")),
        (_EMBED, _embedded),
        (_CALLOUT, _callout),
        *([(_LINK, _linked), (_HIGHLIGHT, _bare), (_BLOCK_NAME, _dropped("the name of a block"))] if vault else []),
    ]
    for pattern, read in marks:
        text = _read(text, pattern, read, path, steps)
    return text, steps


def _read(text: str, pattern: re.Pattern[str], read: _Reader, path: str, steps: list[Step]) -> str:
    """A text with each mark of one kind read."""
    ends = [k for k, character in enumerate(text) if character == "\n"] if pattern.search(text) else []

    def change(found: re.Match[str]) -> str:
        new, left_out, why = read(found)
        if left_out:
            steps.append(Step("dropped", Place(path, bisect_left(ends, found.start()) + 1), left_out, why))
        return new + "\n" * (found[0].count("\n") - new.count("\n"))

    return pattern.sub(change, text)


_Reader = Callable[[re.Match[str]], tuple[str, str, str]]  # what stands there, what was left out, and why


def _is_vault(text: str) -> bool:
    """Whether a text has enough of Obsidian's marks."""
    links = [m for m in _LINK.finditer(text) if not m[1].strip().isdecimal()]
    weights = (
        len(links) + sum(m[2] is not None for m in links),
        2 * len(_EMBED.findall(text)),
        2 * len(_CALLOUT.findall(text)),
        2 * (bool(_COMMENT.search(text)) or bool(_COMMENT_BLOCK.search(text))),
        len(_HIGHLIGHT.findall(text)),
        len(_BLOCK_NAME.findall(text)),
    )
    return sum(weights) >= ENOUGH


def _dropped(why: str) -> _Reader:
    return lambda found: ("", found[0].strip(), why)


def _linked(found: re.Match[str]) -> tuple[str, str, str]:
    """A link shows its own words, or the page's name.

    The page itself is no part of the essay.
    """
    page = found[1].strip().strip("\\")
    if page.isdecimal():
        return found[0], "", ""
    if found[2] is not None:
        return found[2], page, "the page of a vault that a link leads to"
    name, _, part = page.partition("#")
    return " > ".join(filter(None, (name.strip(), part.strip().lstrip("^")))), "", ""


def _embedded(found: re.Match[str]) -> tuple[str, str, str]:
    """A picture of the vault is a picture.

    Of another page only its name can stand here, as it was typed.
    """
    name, said = found[1].strip().strip("\\"), (found[2] or "").strip()
    if name.rpartition(".")[2].lower() not in PICTURES:
        return found[0], "", ""
    size = said if _SIZE.fullmatch(said) else ""
    return f"![{'' if size else said}](<{name}>)", size, "the size of a picture"


def _bare(found: re.Match[str]) -> tuple[str, str, str]:
    return found[1], "", ""


def _callout(found: re.Match[str]) -> tuple[str, str, str]:
    """A callout is a quotation; its title, where it has one, is a line of its own in it."""
    lead, kind, title = found[1], found[2], found[4].strip()
    bold = f"{lead} **{title.strip('*')}**\n{lead}" if title else lead
    return bold, kind, "the kind of a callout"
