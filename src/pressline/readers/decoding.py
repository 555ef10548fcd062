"""Bytes to text: which encoding they prove, and which characters no author typed.

Chosen: UTF-8 strictly, a byte order mark, or a legacy encoding where every foreign byte makes sense in its place, or where
the commonest words of its languages stand, and no other encoding does as well; instead of a statistical detector, because
it names a winner even when nothing is proved. A wrong letter in a printed book is worse than the question which encoding it
was. Whatever is taken is said, and every
character changed stands in the record; the columns stay those of the raw file.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, replace

from pressline.findings import Finding, Place, finding, stop
from pressline.model import Step
from pressline.readers import thresholds
from pressline.readers.cleaning import FOREIGN_RUN, applied, corrected, directed, edits_of, steps_of


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the cleaned text.

    `columns` are pairs (at, column): from `text[at]` on, characters stand at column and on.
    """

    number: int  # of the raw line, from 1; two lines share it where a line separator other than "\\n" parted them
    text: str
    columns: tuple[tuple[int, int], ...]
    page: bool = False  # a form feed stands before this line

    def column(self, at: int) -> int:
        """The raw column of the character `at`."""
        start, column = next(pair for pair in reversed(self.columns) if pair[0] <= at)
        return column + at - start


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, line by line, with the record and what to tell the author."""

    lines: tuple[TextLine, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    encoding: str


# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"))
_NAMES = {"utf-32": "UTF-32", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-8-sig": "UTF-8"}


def decode(data: bytes, path: str) -> Decoded:
    """The cleaned lines of a file.

    Raises:
        PresslineError: R003 for a file without text, R005 where no encoding is proved, R008 for bytes that are no text.
    """
    text, encoding, findings = _decode(_without_padding(data), path)
    if text.count("\0") > thresholds.NULS * len(text):
        before = text[: text.index("\0")]
        raise stop("R008", Place(path, before.count("\n") + 1, len(before) - before.rfind("\n")))
    lines, steps = clean_lines(text, path)
    if not any(line.text.strip() for line in lines):
        raise stop("R003", Place(path))
    findings += corrected(steps)
    if encoding not in ("UTF-8", "ASCII"):
        steps.insert(0, Step("changed", Place(path, 1, 1), "", f"decoded from {encoding}"))
    return Decoded(tuple(lines), tuple(steps), tuple(findings), encoding)


def _without_padding(data: bytes) -> bytes:
    """The bytes without the NULs at their end: old systems filled the last block so."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    return data if marked or _wide(data) else data.rstrip(b"\0\x1a")


def _wide(data: bytes) -> str:
    """The codec of UTF-16 without a byte order mark.

    Every second byte of a Western text is NUL; "" for other bytes.
    """
    start = data[: thresholds.UTF16_SAMPLE]
    odd, even = start[1::2].count(0), start[0::2].count(0)
    half = len(start) // 2
    if half and odd > thresholds.UTF16 * half and not even:
        return "utf-16-le"
    return "utf-16-be" if half and even > thresholds.UTF16 * half and not odd else ""


def _decode(data: bytes, path: str) -> tuple[str, str, list[Finding]]:
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "") or _wide(data)
    try:
        text = data.decode(codec or "utf-8")
    except UnicodeDecodeError as error:
        if codec:
            raise _undecodable(data, error.start, path) from error
        proved = legacy_text(data, path)
        if proved is None:
            raise _undecodable(data, error.start, path) from error
        return proved[0], proved[1], [proved[2]]
    name = _NAMES.get(codec, "ASCII" if data.isascii() else "UTF-8")
    return _unify(text), name, []


def legacy_text(data: bytes, path: str) -> tuple[str, str, Finding] | None:
    """What bytes that are no UTF-8 say, in which encoding, and C002.

    None where no encoding is proved.
    """
    from pressline.readers.legacy_encodings import proved_encoding  # whose tables only such a file needs

    text, encoding, proof = proved_encoding(data)
    if not encoding:
        text, encoding, proof = _legacy(data)
    if not encoding:
        return None
    text = _unify(text)
    at = next((k for k, c in enumerate(text) if ord(c) > 127), 0)
    place = Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    line = text[text.rfind("\n", 0, at) + 1 : at + 60].partition("\n")[0]
    return text, encoding, finding("C002", place, excerpt=line, encoding=encoding, proof=proof)


def _unify(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _undecodable(data: bytes, at: int, path: str) -> Exception:
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return stop("R005", Place(path, before.count(b"\n") + 1, column), byte=f"0x{data[at]:02X}")


# --- which legacy encoding ------------------------------------------------------------------------------------------

_LETTERS = frozenset("éèêëàâäáãåçîïíìóòôöõøùûüúñæœßÿýšžðþ")
_MARKS_OPENING = frozenset("“‘„«‚‹¿¡»")
_MARKS_CLOSING = frozenset("”’“»…‘›«™®°º²³")
_MARKS_ANYWHERE = frozenset("—–\u00a0•§£€©…·†‡¶°×½¼¾±¢¥ªº\u00ad¬")
_PROVED = 0.9  # the share of foreign characters that must make sense where they stand
_BEATEN = 0.75  # how well at most the next best encoding may do beside the winner
_FOREIGN = 0.3  # a Western text has fewer letters with accents than this share of all


def _legacy(data: bytes) -> tuple[str, str, str]:
    """The text, the encoding and the proof.

    Empty strings where two encodings would do, or none.
    """
    found = []
    for codec, name in _LEGACY:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        found.append((_sense(text), name, text))
    if not found:
        return "", "", ""
    found.sort(key=lambda row: -row[0])
    share, name, text = found[0]
    if share < _PROVED or (len(found) > 1 and found[1][0] > share * _BEATEN):
        return "", "", ""
    if name == "Windows-1252" and not any(0x80 <= byte <= 0x9F for byte in data):
        name = "ISO-8859-1"
    words = [found for found in re.findall(r"\w++|[^\x00-\x7f]", text) if not found.isascii()]
    common = ", ".join(word for word, _ in Counter(words).most_common(3))
    return text, name, common


def _sense(text: str) -> float:
    """Which share of the characters beyond ASCII makes sense where it stands.

    0 when the script is not Latin.
    """
    letters = foreign = sense = total = 0
    padded = f" {text} "
    for at, c in enumerate(text, start=1):
        if c < "\x80":
            letters += c.isalpha()
            continue
        total += 1
        foreign += c.isalpha()
        sense += _fits(padded[at - 1], c, padded[at + 1])
    if not total or foreign > _FOREIGN * (letters + foreign):
        return 0.0
    return sense / total


def _fits(before: str, c: str, after: str) -> bool:
    """Whether a character beyond ASCII makes sense between its neighbours.

    A capital follows no small letter: the apostrophe of Mac Roman, read as Windows-1252, gives "donÕt".
    """
    if c.isalpha() and c not in "ªº":
        if c.lower() not in _LETTERS:
            return False
        return c.islower() or not before.islower()
    inside = before.isalpha() and after.isalpha()
    if c in _MARKS_ANYWHERE:
        return not inside or c in "—–\u00a0·\u00ad"
    if c in "’":
        return before.isalnum() or after.isalnum() or before in ".,!?"
    opens = c in _MARKS_OPENING and not before.isalnum()
    closes = c in _MARKS_CLOSING and not after.isalpha()
    return opens or closes


# --- characters that no author typed --------------------------------------------------------------------------------

_BREAKS = re.compile("[\u2028\u2029\u0085\x0b\x0c]")


def clean_lines(text: str, path: str) -> tuple[list[TextLine], list[Step]]:
    r"""The lines of a text, cleaned.

    The white space at their ends is cut off, that at their start stays.

    >>> lines, steps = clean_lines("a\u200bb\u00a0c \n\nd", "essay.txt")
    >>> [(line.number, line.text, line.columns) for line in lines]
    [(1, 'ab c', ((0, 1), (1, 3))), (2, '', ((0, 1),)), (3, 'd', ((0, 1),))]
    """
    lines: list[TextLine] = []
    steps: list[Step] = []
    keep_direction = directed(text)
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.isprintable() and "&" not in raw and (raw.isascii() or not FOREIGN_RUN.search(raw)):
            lines.append(TextLine(number, raw.rstrip(), ((0, 1),)))
            continue
        at, page = 0, False
        for cut in [*(m.start() for m in _BREAKS.finditer(raw)), len(raw)]:
            line, changed = _clean_line(raw[at:cut], Place(path, number, at + 1), keep_direction)
            lines.append(TextLine(number, line.text, line.columns, page))
            steps += changed
            if raw[cut : cut + 1] == "\u2029":
                lines.append(TextLine(number, "", ((0, cut + 1),)))
            page = raw[cut : cut + 1] == "\f"
            at = cut + 1
    return lines, steps


def _clean_line(raw: str, place: Place, keep_direction: bool) -> tuple[TextLine, list[Step]]:
    edits = edits_of(raw, keep_direction=keep_direction)
    columns: list[tuple[int, int]] = []
    made = at = 0
    for edit in edits:
        columns += [(made, place.column + at)] if edit.start > at else []
        made += edit.start - at
        columns += [(made, place.column + edit.start)] if edit.new else []
        made += len(edit.new)
        at = edit.end
    columns += [(made, place.column + at)] if at < len(raw) or not columns else []
    text = applied(raw, edits).rstrip()
    steps = steps_of(raw, edits, lambda start: replace(place, column=place.column + start))
    return TextLine(place.line, text, _thin(columns, len(text))), steps


def _thin(columns: list[tuple[int, int]], length: int) -> tuple[tuple[int, int], ...]:
    """The pairs that say something new: where the columns do not simply count on."""
    kept: list[tuple[int, int]] = []
    for at, column in columns:
        if kept and at >= length:
            break
        if not kept:
            kept.append((0, column - at))
        elif kept[-1][1] + at - kept[-1][0] != column:
            kept.append((at, column))
    return tuple(kept)
