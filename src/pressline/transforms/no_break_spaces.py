"""Spaces at which no line may end: the one rule, for all formats.

A space the author typed becomes one that does not break. French punctuation that the author set right at its word is set
apart from it, here and not in essay.md, which keeps what was typed; every audit compares with the book as it is after that.
The rules stand in `_RULES`, for a word and the word after it; those of French in `_AT_WORD` and `locale.spacing`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

from pressline.locale.citations import NUMBER_SIGNS, REFERENCES, ROMAN_REFERENCES
from pressline.locale.spacing import (
    BARE_TITLES,
    NO_BREAK,
    SHORT_WORDS,
    SPACED_FIGURES,
    THIN,
    TITLES,
    UNITS,
    Manner,
    manner_of,
)
from pressline.locale.tables import any_of, words_of
from pressline.locale.tags import primary
from pressline.model import Book, Metadata
from pressline.pandoc.tree import LEAVES, Node, attribute, is_call, plain, string

_OPEN, _CLOSE = r"[(\[“‘«„‚\"']*", r"[.,;:!?)\]”’»\"']*"
# What stands before a number: pages, volumes, paragraphs of English, French, German, Spanish, Italian and Dutch citations.
# False positive it avoids: "no." at the end of a sentence is followed by a word, and only a number is bound.
_REFERENCE = re.compile(_OPEN + rf"(?:{any_of(REFERENCES)}\.?|{NUMBER_SIGNS})", re.IGNORECASE)
_NUMBER = re.compile(_OPEN + r"\d.*")
# "vol. XII": only after words that no sentence ends with, so that "no. I think" is not bound.
_ROMAN_REFERENCE, _ROMAN = re.compile(_OPEN + rf"{any_of(ROMAN_REFERENCES)}\.", re.I), re.compile(r"[IVXLC]+" + _CLOSE)
_INITIAL, _INITIALS = re.compile(_OPEN + r"[^\W\d_]\."), re.compile(r"[^\W\d_]\..*")  # "J. R.", "z. B."
_TITLES = words_of(BARE_TITLES)
_TITLE = re.compile(_OPEN + rf"(?:{any_of(TITLES)}\.|{any_of(BARE_TITLES)})")
_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ].*")
# A number of at most three figures and its unit. False positive it avoids: a year, "1990 am Rhein", is no short number.
_SHORT = re.compile(_OPEN + r"[$£€]?[+−–-]?\d{1,3}(?:[.,]\d{1,3})*")
_UNIT = re.compile(any_of(UNITS) + _CLOSE)
# The dots of a spaced ellipsis, ". . .", which no line begins with.
_ANY, _DOT = re.compile(r".+", re.DOTALL), re.compile(r"\.{1,3}" + _CLOSE)
# Groups of three figures, "2 500 000". False positive it avoids: English and others that group by marks have "page 12 300 men".
_FIGURES, _THREE = re.compile(_OPEN + r"[+−–-]?\d{1,3}"), re.compile(r"\d{3}(?!\d).*")
_SHORT_WORDS = {language: re.compile(_OPEN + words, re.I) for language, words in SHORT_WORDS.items()}
_RULES = (
    (_ANY, _DOT),
    (_REFERENCE, _NUMBER),
    (_ROMAN_REFERENCE, _ROMAN),
    (_INITIAL, _INITIALS),
    (_TITLE, _NAME),
    (_SHORT, _UNIT),
)
# What any of the rules asks of the first word; few words are such, and the others are asked once.
_BEFORE = re.compile("|".join(f"(?{'i' if left.flags & re.I else ''}:{left.pattern})" for left, _ in _RULES))


# French punctuation that stands apart from its word. False positives it avoids: ":-)" and "!important" are words, and the
# guillemets of »Wort« open and close the German way.
_HIGH, _COLON = re.compile(r"[;!?][;!?.…)\]»”’,]*"), re.compile(r":[)\]»”’]*")
_OPENS, _CLOSES = re.compile(r".*(?<!\w)«"), re.compile(r"»(?!\w).*")
# Such marks right at their word. False positives it avoids: 12:30, 3:1, a?b=c, "?!" (one space), "(?)", "mot;)" and "mot:-)".
_AT_WORD = re.compile(
    r"""(?<=[^\s;:!?(\[{«‹“„‘‚"'<>/\\=+*#@&|~^_`–—-])
        (?:(?P<high>;(?!\))|[!?])(?=[;!?]*(?:[\s»”’)\].,…–—]|$)) | (?P<colon>:)(?=[\s«»“—]|$))
      | (?P<open>«)(?=[^\s»]) | (?<=[^\s«])(?P<close>»)""",
    re.VERBOSE,
)
# What is no French, and keeps its marks as they are: addresses, entities of HTML, words of program text as "a;b" and "a?b=c".
_FOREIGN = re.compile(
    r"(?<!\w)(?:\w{2,12}://|www\.|mailto:|doi:)[^\s«»“”<>]+|&#?\w{2,8};|(?<![^\s«»])[^\s«»]*\w[;!?][\w&=][^\s«»]*"
)
_OPAQUE = "\ufffc"  # stands for what is no text
_OTHER = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})  # neither bound nor set apart
_LINES = ("Para", "Plain", "Header", "LineBlock", "DefinitionList")


def space_between(before: str, after: str, language: str) -> str:
    r"""The space between two words, by the manner of a language (BCP 47).

    " ", or one that does not break.

    >>> space_between("(pp.", "14–16),", "en-US"), space_between("no.", "It", "en-US"), space_between("J.", "R.", "en-GB")
    ('\xa0', ' ', '\xa0')
    >>> space_between("Quoi", "?", "fr-FR"), space_between("dit", ":", "fr-FR"), space_between("Quoi", "?", "en-US")
    ('\u202f', '\xa0', ' ')
    """
    if len(before) > 1 and before.isalpha() and after.isalpha() and before not in _TITLES:
        return " "  # no rule asks for it, and this is most of a text
    manner = manner_of(language)
    if manner and _HIGH.fullmatch(after):
        return THIN
    if manner and _COLON.fullmatch(after):
        return manner[1]
    if manner and (_CLOSES.fullmatch(after) or _OPENS.fullmatch(before)):
        return manner[2]
    own = primary(language)
    if own in SPACED_FIGURES and _FIGURES.fullmatch(before) and _THREE.fullmatch(after):
        return THIN if manner else NO_BREAK
    if own in _SHORT_WORDS and _SHORT_WORDS[own].fullmatch(before):
        return NO_BREAK
    if not _BEFORE.fullmatch(before):
        return " "
    return NO_BREAK if any(left.fullmatch(before) and right.fullmatch(after) for left, right in _RULES) else " "


def _set_apart(text: str, manner_at: Callable[[int], Manner | None]) -> dict[int, str]:
    """Punctuation that should have a space and has none, by place, with the space.

    >>> _set_apart("Quoi?! À 12:30", lambda at: (THIN, NO_BREAK, NO_BREAK))
    {4: '\\u202f?'}
    """
    kept = [range(*match.span()) for match in _FOREIGN.finditer(text)]
    found: dict[int, str] = {}
    for match in _AT_WORD.finditer(text):
        at, mark = match.start(), match[0]
        manner = manner_at(at)
        if manner is None or any(at in stretch for stretch in kept):
            continue
        high, colon, guillemet = manner
        space = high if match["high"] else colon if match["colon"] else guillemet
        found[at] = mark + space if match["open"] else space + mark
    return found


def bind(text: str, language: str) -> str:
    r"""A line of text with `space_between` its words, and French punctuation spaced.

    >>> bind("« Non », dit J. R. Un : 5 % !", "fr-FR")
    '«\xa0Non\xa0», dit J.\xa0R. Un\xa0: 5\xa0%\u202f!'
    >>> bind("«Non!» Un: 12:30", "fr-FR")
    '«\xa0Non\u202f!\xa0» Un\xa0: 12:30'
    """
    manner = manner_of(language)
    if manner:
        apart = _set_apart(text, lambda at: manner)
        text = "".join(apart.get(at, character) for at, character in enumerate(text))
    words = re.split(r"(?<! ) (?! )", text)  # two spaces in a row are the author's
    joined = [words[0]]
    for before, after in zip(words, words[1:], strict=False):
        joined += [space_between(before.rsplit("\n", 1)[-1], after, language), after]
    return "".join(joined)


def set_spaces(book: Book) -> Book:
    """The book with the spaces of text, notes and printed metadata set.

    As `space_between` has them.
    """
    language = book.metadata.language
    notes = tuple(replace(note, body=_bound(note.body, language)) for note in book.notes)
    return replace(book, metadata=_metadata(book.metadata), blocks=_bound(book.blocks, language), notes=notes)


def _metadata(metadata: Metadata) -> Metadata:
    """Only what French asks for.

    Initials and numbers of a title are not worth a stiff line, and a name is looked up.
    """
    if not manner_of(metadata.language):
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
    kind = tree.get("t")
    if kind in _OTHER:
        return tree
    own = attribute(tree, "lang") if kind in ("Span", "Div") else ""
    language = own or language
    if (kind in _LINES or own) and manner_of(language):
        tree = _apart(tree, language)
    return {key: _bound(value, language) for key, value in tree.items()}


def _apart(node: Node, language: str) -> Node:
    """A node with French punctuation spaced, over the edges of its child nodes too."""
    parts = list(_parts(node, language))
    starts = list(accumulate((len(text) for text, _ in parts), initial=0))

    def manner_at(at: int) -> Manner | None:
        return manner_of(parts[bisect_right(starts, at) - 1][1])

    apart = _set_apart("".join(text for text, _ in parts), manner_at)
    if not apart:
        return node
    texts = (
        "".join(apart.get(start + at, character) for at, character in enumerate(text))
        for start, (text, own) in zip(starts, parts, strict=False)
        if own
    )
    refilled: Node = _refilled(node, texts)
    return refilled


def _parts(tree: Any, language: str) -> Iterator[tuple[str, str]]:
    """The text of a tree and the language of each Str.

    Of what stands between them, which is no text, the language is "".
    """
    if isinstance(tree, list):
        for item in tree:
            yield from _parts(item, language)
    if not isinstance(tree, dict) or is_call(tree):
        return
    kind = tree.get("t")
    edge = [("\n", "")] if kind in _LINES else []
    if kind == "Str":
        yield tree["c"], language
    elif kind in LEAVES or kind in _OTHER:
        yield " " if kind in LEAVES else _OPAQUE, ""
    elif "c" in tree:
        own = attribute(tree, "lang") if kind in ("Span", "Div") else ""
        yield from edge
        for item in tree["c"]:
            yield from _parts(item, own or language)
            yield from edge if kind == "LineBlock" else ()
        yield from edge


def _refilled(tree: Any, texts: Iterator[str]) -> Any:
    """A copy of a tree with the texts of its Strs replaced, in the order of `_parts`."""
    if isinstance(tree, list):
        return [_refilled(item, texts) for item in tree]
    if not isinstance(tree, dict) or is_call(tree) or tree.get("t") in _OTHER or "c" not in tree:
        return tree
    return {**tree, "c": next(texts) if tree["t"] == "Str" else _refilled(tree["c"], texts)}


def _inlines(nodes: list[Any], language: str) -> Iterator[Any]:
    """Nodes with every space that must not break as a string of its own."""
    for at, node in enumerate(nodes):
        if isinstance(node, dict) and node.get("t") in ("Space", "SoftBreak") and 0 < at < len(nodes) - 1:
            space = space_between(_word(nodes[at - 1], -1), _word(nodes[at + 1], 0), language)
            yield node if space == " " else string(space)
        else:
            yield node


def _word(node: Node, end: int) -> str:
    """The first or the last word of a node.

    A call between a word and its punctuation is none.
    """
    text = node["c"] if node["t"] == "Str" else plain(node)
    words: list[str] = text.split()
    return words[end] if words else ""
