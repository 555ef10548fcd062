r"""Characters that no author typed.

One table of small fixes for every kind of input, each with a name.

A cleaner finds stretches of a text and what stands there instead; nothing is changed that is not in the record. Plain text
is cleaned line by line, a document paragraph by paragraph, and the count of raw words knows the same table. A row of
`CLEANERS` that stands first goes first: a no-break space may be half of a letter that was decoded wrongly.

In the code of a document, what nobody sees goes and no letter is corrected, because code shows characters as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.entities import html5

from pressline.findings import Finding, Place, finding
from pressline.locale.spacing import SPACED_MARKS
from pressline.model import Step


@dataclass(frozen=True, slots=True)
class CharacterEdit:
    """A stretch of a text, from `start` to `end`, and what stands there instead."""

    start: int
    end: int
    new: str
    cleaner: Cleaner


@dataclass(frozen=True, slots=True)
class Cleaner:
    """A fix: what the record calls it, and the stretches it finds, as (start, end, new).

    `corrects` letters: the record quotes each and the author is told. Other fixes are counted by character.
    """

    name: str
    find: Callable[[str], Iterator[tuple[int, int, str]]]
    corrects: bool = False


# --- letters that were decoded wrongly ------------------------------------------------------------------------------

# Marks that authors do set side by side: in Windows-1252 all of them are bytes that follow, in Mac Roman bytes that lead or
# none of UTF-8, so that a run of nothing else was never UTF-8.
_NEVER_DAMAGE = "“”‘’–—…"
# Every byte of a character beyond ASCII is beyond 127, so damage stands in runs of characters beyond ASCII. False positive it
# avoids: "Ã la carte", where one such character stands alone.
FOREIGN_RUN = re.compile(
    r"[^\x00-\x7f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]{2,}"
)  # without what is no letter of these

_HALVES = re.compile("[\u00a0\u00ad]")  # odd characters that are bytes of letters, too


def _mojibake(text: str) -> Iterator[tuple[int, int, str]]:
    """UTF-8 that was once decoded as a legacy encoding, where the patch is proved.

    Valid UTF-8 again, by ftfy's measure.
    """
    runs = [] if text.isascii() else [m for m in FOREIGN_RUN.finditer(text) if m[0].strip(_NEVER_DAMAGE)]
    if not runs:
        return
    import ftfy  # 0.06 s, and few essays have such a run
    from ftfy.badness import is_bad

    for match in runs if is_bad(text) else ():
        run = match[0]
        new = ftfy.fix_encoding(run)
        if new != run and len(new) < len(run) and "\ufffd" not in new and not _ODD.search(_HALVES.sub("", new)):
            head = next(k for k, c in enumerate(run) if new[k : k + 1] != c)
            tail = next((k for k in range(len(new) - head) if run[-1 - k] != new[-1 - k]), len(new) - head)
            corrected = "".join(_CHARACTERS.get(c, c) for c in new[head : len(new) - tail])
            yield match.start() + head, match.end() - tail, corrected


def _c1(text: str) -> Iterator[tuple[int, int, str]]:
    """Windows-1252 that was once decoded as ISO-8859-1.

    Its marks are control characters there, which nobody types.
    """
    for match in _C1.finditer(text):
        yield match.start(), match.end(), _C1_MARKS[match[0]]


_C1_MARKS = {
    chr(byte): mark for byte in range(0x80, 0xA0) if byte != 0x85 and (mark := bytes([byte]).decode("cp1252", "ignore"))
}
_C1 = re.compile("[" + "".join(_C1_MARKS) + "]")

_ENTITY = re.compile(r"&(?:amp;){0,3}(?P<name>#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SHOWS_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,300}>|&(?:amp;){0,3}(?:lt|gt);")
_QUOTES = frozenset("\"'“”‘’«»`")


def _entities(text: str) -> Iterator[tuple[int, int, str]]:
    """Characters that a web page had escaped once too often: "Fish &amp; Chips".

    False positives it avoids: a paragraph that shows markup, "write &amp; for the sign" in quotation marks, "R&D;".
    """
    if "&" not in text or _SHOWS_MARKUP.search(text):
        return
    for match in _ENTITY.finditer(text):
        new = _character(match["name"])
        quoted = text[match.start() - 1 : match.start()] in _QUOTES and text[match.end() : match.end() + 1] in _QUOTES
        if new and not quoted:
            yield match.start(), match.end(), _CHARACTERS.get(new, new)


def _character(name: str) -> str:
    """The one character that an entity stands for.

    "" for none, and for one that cannot be printed.
    """
    if not name.startswith("#"):
        new = html5.get(f"{name};", "")
        return new if len(new) == 1 else ""
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    new = _C1_MARKS.get(chr(code), chr(code)) if 32 <= code <= 0x10FFFF else ""
    return new if new == "\u00a0" or new.isprintable() else ""


# --- characters that nobody sees, and spaces ------------------------------------------------------------------------

_INVISIBLE = dict.fromkeys("\ufeff\u200b\u2060\u200c\u200d", "")
_CONTROLS = dict.fromkeys([*map(chr, [*range(9), *range(14, 32), 127, *range(0x80, 0x85), *range(0x86, 0xA0)])], "") | (
    dict.fromkeys([*map(chr, range(0xD800, 0xE000)), "\ufffe", "\uffff"], "")
)
_DIRECTION = dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "")
_SPACES = dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
_SEPARATORS = dict.fromkeys("\u2028\u2029\u0085", " ")  # in plain text they end a line before this
_CHARACTERS = _INVISIBLE | _CONTROLS | {"\u00ad": ""} | _DIRECTION | _SPACES | _SEPARATORS
_ODD = re.compile("[" + "".join(map(re.escape, _CHARACTERS)) + "]")
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")  # to the last but one: U+FEFF is no letter


def _of(characters: dict[str, str]) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """What finds each of some characters, where it means nothing."""
    pattern = re.compile("[" + "".join(map(re.escape, characters)) + "]")

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        for match in pattern.finditer(text):
            at = match.start()
            if not _means_something(match[0], text[at - 1 : at], text[at + 1 : at + 2]) and not _sets_in(text, at):
                yield at, at + 1, characters[match[0]]

    return find


def _means_something(c: str, before: str, after: str) -> bool:
    """Whether a joiner shapes Arabic, Indic or emoji beside it, or a space is French."""
    if c in "\u200c\u200d":
        return before >= "\u0590" or after >= "\u0590"
    return c in "\u00a0\u202f" and (before == "«" or bool(after) and after in SPACED_MARKS)


def _sets_in(text: str, at: int) -> bool:
    """Whether an em space sets a line of verse in.

    False positive it avoids: one at the start of a paragraph, or between words.
    """
    while at and text[at] == "\u2003" == text[at - 1]:
        at -= 1
    return text[at] == "\u2003" and text[at - 1 : at] == "\n"


_MARKS_OF_DIRECTION = Cleaner("mark of direction taken out", _of(_DIRECTION))  # an essay with Hebrew or Arabic needs them
CLEANERS = (
    Cleaner("letters that were decoded wrongly, corrected", _mojibake, corrects=True),
    Cleaner("a mark of Windows-1252 that was decoded wrongly, corrected", _c1, corrects=True),
    Cleaner("an escaped character, corrected", _entities, corrects=True),
    Cleaner("invisible character taken out", _of(_INVISIBLE)),
    Cleaner("control character taken out", _of(_CONTROLS)),
    Cleaner("soft hyphen taken out", _of({"\u00ad": ""})),
    _MARKS_OF_DIRECTION,
    Cleaner("unusual space made a space", _of(_SPACES)),
    Cleaner("line separator made a space", _of(_SEPARATORS)),
)


# --- one path -------------------------------------------------------------------------------------------------------


def directed(text: str) -> bool:
    """Whether a text has Hebrew, Arabic or the like in it, whose marks of direction stay."""
    return bool(_RTL.search(text))


def edits_of(text: str, *, keep_direction: bool) -> list[CharacterEdit]:
    r"""What the table changes in a line or a paragraph, in order; no two edits overlap.

    >>> [(e.start, e.end, e.new) for e in edits_of("caf\u00c3\u00a9\u00a0\u200bcr\u00e8me", keep_direction=False)]
    [(3, 5, 'é'), (5, 6, ' '), (6, 7, '')]
    """
    if "&" not in text and not _ODD.search(text) and (text.isascii() or not FOREIGN_RUN.search(text)):
        return []
    found: list[CharacterEdit] = []
    for cleaner in CLEANERS:
        if cleaner is _MARKS_OF_DIRECTION and keep_direction:
            continue
        new = [CharacterEdit(*stretch, cleaner) for stretch in cleaner.find(text)]
        if new:
            taken = {at for edit in found for at in range(edit.start, edit.end)}
            found += [edit for edit in new if taken.isdisjoint(range(edit.start, edit.end))]
    return sorted(found, key=lambda edit: edit.start)


def applied(text: str, edits: Iterable[CharacterEdit]) -> str:
    """A text with its edits made."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def clean(text: str) -> str:
    """A text without what no author typed, where nothing needs the record.

    >>> clean("Fish &amp; chips at the caf\u00c3\u00a9"), clean("Ã la carte"), clean("write “&amp;” for the sign")
    ('Fish & chips at the café', 'Ã la carte', 'write “&amp;” for the sign')
    """
    return applied(text, edits_of(text, keep_direction=directed(text)))


def steps_of(text: str, edits: Sequence[CharacterEdit], place_at: Callable[[int], Place]) -> list[Step]:
    """The record of edits: each correction by itself, other fixes by character with a count.

    What stands at the end of a text is no change to what is read; a character that no name is known of has its number.
    """
    steps = []
    counts = Counter(text[edit.start : edit.end] for edit in edits if not edit.cleaner.corrects)
    for edit in edits:
        old = text[edit.start : edit.end]
        if edit.cleaner.corrects:
            steps.append(Step("changed", place_at(edit.start), old, edit.cleaner.name))
        elif (count := counts.pop(old, 0)) and not text[edit.start :].isspace():
            name = unicodedata.name(old, f"U+{ord(old):04X}")
            steps.append(Step("cleaned", place_at(edit.start), f"{name} × {count}", edit.cleaner.name))
    return steps


_CORRECTING = frozenset(cleaner.name for cleaner in CLEANERS if cleaner.corrects)


def corrected(steps: Iterable[Step]) -> list[Finding]:
    """C003 with the first of the letters that were corrected; nothing where none was."""
    found = [step for step in steps if step.why in _CORRECTING]
    return [finding("C003", replace(found[0].place), count=len(found), example=found[0].text)] if found else []
