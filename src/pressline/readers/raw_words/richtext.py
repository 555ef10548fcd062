"""The words of RTF, from groups, control words and text (RTF Specification 1.9.1)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.S)
# Destinations without text of the document; those that begin with \* and stand in neither table are passed over as well.
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info listtable listoverridetable pict fldinst header headerl headerr"
    b" headerf footer footerl footerr footerf listtext pntext pn nonshppict shprslt nonesttables objdata"
    b" object xe tc rxe bkmkstart bkmkend themedata colorschememapping datastore generator filetbl revtbl"
    b" rsidtbl annotation atnid atnauthor atnref ftnsep ftnsepc aftnsep ftncn sp".split()
)
_OPENED = frozenset(b"footnote shpinst shptxt fldrslt result shppict do".split())  # text although \* stands before them
_BREAKS = frozenset(b"par line tab cell row sect page column nestcell nestrow lbr".split())
_SIGNS = {b"emdash": "\u2014", b"endash": "\u2013", b"lquote": "'", b"rquote": "'", b"ldblquote": '"', b"rdblquote": '"'}
_CHARSETS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253"} | {
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
# A font and its character set. One without is matched too, to the end of what is looked at, so that nothing is read twice.
_FONT = re.compile(rb"\\f(\d{1,9}+)(?:[^{};\\]++|\\(?!fcharset\d))*+(?:\\fcharset(\d{1,9}+))?")


@dataclass(frozen=True, slots=True)
class _Group:
    silent: bool = False
    hidden: bool = False  # struck out by a tracked change
    skipped: int = 1  # characters behind each \u that say it once more
    encoding: str = ""


def words_of_rtf(data: bytes) -> list[tuple[str, str]]:
    """The text of each paragraph.

    Page heads and feet, comments, pictures and instructions of fields are left out.
    """
    paragraphs = (text for text in _Text(data).whole().split("\n") if text.strip())
    return [(f"paragraph {n}", text) for n, text in enumerate(paragraphs, start=1)]


class _Text:
    """The text of an RTF, token by token."""

    def __init__(self, data: bytes) -> None:
        page = re.search(rb"\\ansicpg(\d+)", data[:4000])
        self.data = data
        self.base = _known(f"cp{int(page[1])}" if page else "cp1252")
        self.fonts = _fonts(data)
        self.group = _Group(encoding=self.base)
        self.stack: list[_Group] = []
        self.parts: list[str] = []
        self.pending = bytearray()  # bytes that are yet to be decoded
        self.skip = 0  # characters that say once more what \u said

    def whole(self) -> str:
        """All of it, a line for each paragraph."""
        at, star = 0, False
        while match := _TOKEN.match(self.data, at):
            at = match.end()
            word, number, byte, sign, brace, text = match.groups()
            if brace:
                self._brace(opens=brace == b"{")
                if not self.stack:
                    break
            elif text is not None or byte is not None:
                self._bytes(text if text is not None else bytes([int(byte, 16)]))
            elif sign is not None:
                self._add({b"~": " ", b"_": "-"}.get(sign, sign.decode("latin-1") if sign in b"{}\\" else ""))
            elif word == b"bin":
                at += max(0, int(number or 0))
            elif word is not None:
                self._word(word, number, star=star)
            star = sign == b"*"
        self._flush()
        return "".join(self.parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _flush(self) -> None:
        self.parts.append(self.pending.decode(self.group.encoding, "replace"))
        self.pending.clear()

    def _add(self, text: str) -> None:
        self._flush()
        if not (self.group.silent or self.group.hidden):
            self.parts.append(text)

    def _brace(self, *, opens: bool) -> None:
        self._flush()
        self.skip = 0
        if opens:
            self.stack.append(self.group)
        elif self.stack:
            self.group = self.stack.pop()

    def _bytes(self, raw: bytes) -> None:
        taken = min(self.skip, len(raw))
        self.skip -= taken
        if not (self.group.silent or self.group.hidden):
            self.pending += raw[taken:]

    def _word(self, word: bytes, number: bytes | None, *, star: bool) -> None:
        if word == b"u":
            self._add(chr(int(number or 0) % 65536))
            self.skip = self.group.skipped
            return
        self._add(("\n" if word in (b"par", b"row") else " ") if word in _BREAKS else _SIGNS.get(word, ""))
        self.group = _changed(self.group, word, number, star=star, fonts=self.fonts, base=self.base)


def _changed(group: _Group, word: bytes, number: bytes | None, *, star: bool, fonts: dict[int, str], base: str) -> _Group:
    """What a control word makes of a group."""
    if word in _SILENT or (star and word not in _OPENED):
        return replace(group, silent=True)
    if word == b"deleted":
        return replace(group, hidden=number != b"0")
    if word == b"uc":
        return replace(group, skipped=int(number or 1))
    if word == b"f" and number:
        return replace(group, encoding=fonts.get(int(number), base))
    if word == b"plain":
        return replace(group, hidden=False, encoding=base)
    return group


def _fonts(data: bytes) -> dict[int, str]:
    """The encoding of each font that names its character set."""
    table = data[max(0, data.find(b"{\\fonttbl")) :][:200_000]
    found = [(int(font), int(charset or 0)) for font, charset in _FONT.findall(table)]
    return {font: _CHARSETS[charset] for font, charset in found if charset and charset in _CHARSETS}


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "cp1252"
