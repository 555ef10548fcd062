"""RTF as pandoc can read it whole.

Shapes as paragraphs, notes where pandoc looks, what is left out apart from it.

Seen with pandoc 3.9: notes that it writes itself, the text of shapes, and characters that RTF writes in two halves are left
out without a word; a note in a table takes the cells before it with it. A test for each says when one is not needed.
"""

from __future__ import annotations

import re

from pressline.model import Node
from pressline.pandoc.tree import rewrite, string

_HALF = re.compile(rb"\\u(-?\d{1,5}) ?[\r\n]*+(?:(?:\\'[0-9a-fA-F]{2}|\?)[\r\n]*+)?\\u(-?\d{1,5})(?!\d)")
_HIDDEN = re.compile(rb"\\v(?![a-zA-Z0-9]) ?")  # hidden text is read, as that of DOCX is
# The character behind \u that says it once more; False positive it avoids: none, for it says the same in hexadecimal.
_AGAIN = re.compile(rb"(\\u-?\d{1,5}+) ?([!-\[\]-z|~])")
_APART = re.compile(rb"\\(?:\*\\(annotation)|(deleted)(?!0))(?![a-zA-Z])")  # of a group, or of how one begins
_LEVEL = re.compile(rb"\{\\leveltext[^{}]{0,400}\}")  # how a list shows its numbers
_QUOTE = re.compile(rb"(?<!\\)'")  # False positive it avoids: the mark of a character in hexadecimal
_BRACE = re.compile(rb"\\[\\{}]|[{}]")
_NO_LONGER = re.compile(rb"\\[\\{}]|[{}]|\\(?:deleted0|plain|pard)(?![a-zA-Z0-9])")  # deleted


def rtf_opened(data: bytes) -> tuple[bytes, dict[int, str]]:
    """An RTF whose shapes' texts stand as paragraphs, and its notes where pandoc looks.

    A character that RTF writes in two halves stands as one of the private use area; the table says which is which.
    """
    # pandoc 3.9 writes notes as {\*\footnote ...}, which its own reader skips as a destination it does not know.
    data = data.replace(rb"{\*\footnote", rb"{\footnote")
    data = re.sub(rb"\{(?=\\(?:xe|tc|rxe)\b)", rb"{\\*", data)  # entries of an index, whose text is hidden
    # pandoc 3.9 refuses the whole file for a number between single quotation marks: Arabic lists of LibreOffice.
    data = _LEVEL.sub(lambda level: _QUOTE.sub(b" ", level[0]), data)
    data = data.replace(rb"{\*\do" + b"\\", rb"{\do" + b"\\")  # text boxes of Word 6 and 95
    stand_ins: dict[str, int] = {}

    def joined(match: re.Match[bytes]) -> bytes:
        high, low = int(match[1]) % 65536, int(match[2]) % 65536
        if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
            return match[0]
        character = chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
        return rb"\u%d" % (stand_ins.setdefault(character, 0xE000 + len(stand_ins)) - 65536)

    data = _HALF.sub(joined, _HIDDEN.sub(b"", data))
    # pandoc 3.9 leaves out a letter more than the one that stands for \u, unless that is a control symbol.
    data = _AGAIN.sub(lambda match: rb"%b\'%02x" % (match[1], match[2][0]), data)
    return _shapes(data), {code: character for character, code in stand_ins.items()}


def rtf_apart(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """An RTF without its comments and the text that tracked changes deleted.

    And an RTF of those, by why they are left out.
    """
    head = data[: _head_end(data)]
    data = data[: _group_end(data, max(0, data.find(b"{")))]  # what stands behind it is shown by no program
    kept: list[bytes] = []
    found: dict[str, list[bytes]] = {}
    at = 0
    for match in _APART.finditer(data, len(head)):
        if match.start() < at:
            continue
        end = _inner_end(data, match.end(), _BRACE if match[1] else _NO_LONGER)
        kept.append(data[at : match.start()])
        found.setdefault("comment" if match[1] else "deleted text of a tracked change", []).append(data[match.end() : end])
        at = end
    whole = {why: head + b"".join(b"{%b}\\par " % part for part in parts) + b"}" for why, parts in found.items()}
    return b"".join([*kept, data[at:]]), whole


def _head_end(data: bytes) -> int:
    """Where the tables of an RTF end that say how its letters are encoded."""
    fonts = data.find(rb"{\fonttbl")
    if fonts >= 0:
        return _group_end(data, fonts)
    first = re.compile(rb"[{}\r\n ]").search(data, data.find(b"{") + 1)
    return first.start() if first else len(data)


def _inner_end(data: bytes, start: int, edge: re.Pattern[bytes]) -> int:
    """Where the group ends within which a place is.

    At its closing brace, or at another edge that is no brace.
    """
    depth = 1
    for match in edge.finditer(data, start):
        if depth == 1 and match[0][1:].isalnum():
            return match.start()
        depth += {b"{": 1, b"}": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return len(data)


def _shapes(data: bytes) -> bytes:
    """Each shape replaced by what its text box says."""
    parts: list[bytes] = []
    at = 0
    while (start := data.find(rb"{\shp", at)) >= 0 and not data[start + 5 : start + 6].isalpha():
        end = _group_end(data, start)
        shape = data[start:end]
        box = shape.find(rb"{\shptxt")
        inner = shape[box + len(rb"{\shptxt") : _group_end(shape, box) - 1] if box >= 0 else b""
        parts += [data[at:start], rb"{\par " + inner + rb"\par}" if inner.strip() else b""]
        at = end
    return b"".join([*parts, data[at:]]) if parts else data


def _group_end(data: bytes, start: int) -> int:
    """Where a group ends that starts at a brace."""
    depth = 0
    for match in _BRACE.finditer(data, start):
        depth += {b"{": 1, b"}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return len(data)


# --- notes in tables ------------------------------------------------------------------------------------------------

_MARK = "\ufdd0"  # a noncharacter: no text holds it
_SIGN = rb"\u-560 ?"  # the same in RTF
_IN_TABLE = re.compile(rb"\\(?:intbl|itap\d*)(?![a-z]) ?")
_NUMBERED = re.compile(f"{_MARK}(\\d+){_MARK}")


def notes_apart(data: bytes) -> bytes:
    """An RTF with tables whose notes stand at its end, a number where each is called.

    `notes_back` puts them back.

    pandoc 3.9 takes the cells of a table before a note into the note.
    """
    if rb"\cell" not in data or rb"{\footnote" not in data:
        return data
    kept: list[bytes] = []
    notes: list[bytes] = []
    at = 0
    while (start := data.find(rb"{\footnote", at)) >= 0:
        end = _group_end(data, start)
        number = b"%b%d%b" % (_SIGN, len(notes), _SIGN)
        kept += [data[at:start], rb"{\plain\nosupersub " + number + b"}"]
        notes.append(b"\\pard\\plain %b%b\\par\n" % (number, _IN_TABLE.sub(b"", data[start:end])))
        at = end
    whole = b"".join([*kept, data[at:]]).rstrip()
    # A paragraph of its own ends the last table: pandoc would take all of it into the next note.
    return whole.removesuffix(b"}") + b"\\par\n\\pard\\plain " + _SIGN + b"\\par\n" + b"".join(notes) + b"}"


def notes_back(blocks: list[Node]) -> list[Node]:
    """The blocks of an RTF with each note where it is called."""
    notes: dict[str, Node] = {}
    kept = []
    for block in blocks:
        content = block["c"] if block["t"] == "Para" else []
        first = _NUMBERED.fullmatch(content[0]["c"]) if content and content[0]["t"] == "Str" else None
        note = next((node for node in content if node["t"] == "Note"), None) if first else None
        if first and note:
            notes[first[1]] = note
        elif not (len(content) == 1 and content[0] == string(_MARK)):
            kept.append(block)
    if not notes:
        return blocks

    def change(node: Node) -> list[Node]:
        parts = _NUMBERED.split(node["c"])
        return [notes[part] if k % 2 else string(part) for k, part in enumerate(parts) if part and (not k % 2 or part in notes)]

    back: list[Node] = rewrite(kept, change, "Str")
    return back
