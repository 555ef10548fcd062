"""Spaces at which no line may end: the one rule, for all formats.

A space the author typed becomes one that does not break; none is put in and none taken away, so that the guard, which folds
all spaces, proves the rest equal. The rules stand in `_RULES`, for a word and the word after it; what a language alone asks
for stands in `_french`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pressline.model import Book, Metadata
from pressline.tree import LEAVES, Node, attribute, is_call, plain, string

NO_BREAK, THIN = "\u00a0", "\u202f"

_OPEN, _CLOSE = r"[(\[“‘«„‚\"']*", r"[.,;:)\]”’»\"']*"
# What stands before a number: pages, volumes, paragraphs of English, French, German, Spanish, Italian and Dutch citations.
# False positive it avoids: "no." at the end of a sentence is followed by a word, and only a number is bound.
_REFERENCE = re.compile(
    _OPEN + r"(?:(?:pp?|nn?|vols?|nos?|eds?|arts?|chs?|paras?|ll?|fols?|figs?|secs?|§§?|bd|nr|abs|kap|rn|rz|s|t|chap|fasc"
    r"|págs?|núms?|caps?|pagg?|blz)\.?|n[°º]|№)",
    re.IGNORECASE,
)
_NUMBER = re.compile(_OPEN + r"\d.*")
# "vol. XII": only after words that no sentence ends with, so that "no. I think" is not bound.
_ROMAN_REFERENCE, _ROMAN = re.compile(_OPEN + r"(?:vols?|chs?|arts?|bd|t|chap|cap)\.", re.I), re.compile(r"[IVXLC]+" + _CLOSE)
_INITIAL, _INITIALS = re.compile(_OPEN + r"[^\W\d_]\."), re.compile(r"[^\W\d_]\..*")  # "J. R.", "z. B."
_TITLE = re.compile(_OPEN + r"(?:(?:Dr|Drs|Mr|Mrs|Ms|Prof|St)\.|Mme|Mlle|MM\.)")
_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ].*")
# A number of at most three figures and its unit. False positive it avoids: a year, "1990 am Rhein", is no short number.
_SHORT = re.compile(_OPEN + r"[$£€]?[+−–-]?\d{1,3}(?:[.,]\d{1,3})*")
_UNIT = re.compile(
    r"(?:%|‰|°[CF]?|[€$£]|[kcmµn]?m[²³]?|km/h|[mk]?g|ha|[MGT]B|k?[VW]|[kMGT]Wh?|h|min|s|pt|ft|lbs?|mph|thousand|[mb]illions?"
    r"|trillions?|milliards?|Mio\.|Mrd\.|Millionen|Milliarden|EUR|USD|GBP|CHF|[ap]\.m\.)" + _CLOSE
)
_RULES = (
    (_REFERENCE, _NUMBER),
    (_ROMAN_REFERENCE, _ROMAN),
    (_INITIAL, _INITIALS),
    (_TITLE, _NAME),
    (_SHORT, _UNIT),
)


# French punctuation that stands apart from its word. False positives it avoids: ":-)" and "!important" are words.
_HIGH, _COLON = re.compile(r"[;!?][;!?.…)\]»”’,]*"), re.compile(r":[)\]»”’]*")


def space_between(before: str, after: str, language: str) -> str:
    r"""The space between two words, by the manner of a language (BCP 47): " ", or one that does not break.

    French: a thin one before ; ! ?, a whole one before : and within « » (Imprimerie nationale, Lexique des règles
    typographiques, "ponctuation"); thin in all these places in Switzerland (Guide du typographe).

    >>> space_between("(pp.", "14–16),", "en-US"), space_between("no.", "It", "en-US"), space_between("J.", "R.", "en-GB")
    ('\xa0', ' ', '\xa0')
    >>> space_between("Quoi", "?", "fr-FR"), space_between("dit", ":", "fr-FR"), space_between("Quoi", "?", "en-US")
    ('\u202f', '\xa0', ' ')
    """
    if language.startswith("fr"):
        french = _french(before, after)
        if french:
            return THIN if language == "fr-CH" else french
    return NO_BREAK if any(left.fullmatch(before) and right.fullmatch(after) for left, right in _RULES) else " "


def _french(before: str, after: str) -> str:
    if _HIGH.fullmatch(after):
        return THIN
    return NO_BREAK if _COLON.fullmatch(after) or after.startswith("»") or before.endswith("«") else ""


def bind(text: str, language: str) -> str:
    r"""A line of text with `space_between` its words.

    >>> bind("« Non », dit J. R. Un : 5 % !", "fr-FR")
    '«\xa0Non\xa0», dit J.\xa0R. Un\xa0: 5\xa0%\u202f!'
    """
    words = re.split(r"(?<! ) (?! )", text)  # two spaces in a row are the author's
    joined = [words[0]]
    for before, after in zip(words, words[1:], strict=False):
        joined += [space_between(before.rsplit("\n", 1)[-1], after, language), after]
    return "".join(joined)


def set_spaces(book: Book) -> Book:
    """The book with the spaces of its text, its notes and its printed metadata as `space_between` has them."""
    language = book.metadata.language
    notes = tuple(replace(note, body=_bound(note.body, language)) for note in book.notes)
    return replace(book, metadata=_metadata(book.metadata), blocks=_bound(book.blocks, language), notes=notes)


def _metadata(metadata: Metadata) -> Metadata:
    """Only what French asks for: initials and numbers of a title are not worth a stiff line, and a name is looked up."""
    if not metadata.language.startswith("fr"):
        return metadata

    def bound(text: str | None) -> str | None:
        return bind(text, metadata.language) if text else text

    return replace(
        metadata,
        title=bind(metadata.title, metadata.language),
        subtitle=bound(metadata.subtitle),
        short_title=bound(metadata.short_title),
        abstract=bound(metadata.abstract),
        thanks=bound(metadata.thanks),
        author=tuple(replace(author, bio=bound(author.bio)) for author in metadata.author),
    )


def _bound(tree: Any, language: str) -> Any:
    """A copy of a tree; a Span or Div that says its language is set in that one."""
    if isinstance(tree, list):
        return [_bound(item, language) for item in _inlines(tree, language)]
    if not isinstance(tree, dict) or tree.get("t") in LEAVES or is_call(tree):
        return tree
    if tree.get("t") in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
        return tree
    if tree.get("t") in ("Span", "Div"):
        language = attribute(tree, "lang") or language
    return {key: _bound(value, language) for key, value in tree.items()}


def _inlines(nodes: list[Any], language: str) -> Iterator[Any]:
    """Nodes with every space that must not break as a string of its own."""
    for at, node in enumerate(nodes):
        if isinstance(node, dict) and node.get("t") in ("Space", "SoftBreak") and 0 < at < len(nodes) - 1:
            space = space_between(_word(nodes[at - 1], -1), _word(nodes[at + 1], 0), language)
            yield node if space == " " else string(space)
        else:
            yield node


def _word(node: Node, end: int) -> str:
    """The first or the last word of a node; a call between a word and its punctuation is none."""
    text = node["c"] if node["t"] == "Str" else plain(node)
    words: list[str] = text.split()
    return words[end] if words else ""
