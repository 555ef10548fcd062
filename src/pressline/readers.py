"""Reading the raw essay: one reader for each kind of file, all giving the same Source. It decodes strictly or refuses.

A name is not believed: a PDF called essay.txt is found out by its first bytes, because its decoded bytes would pass for a
long essay in an unknown language.
"""

from __future__ import annotations

from pathlib import Path

from pressline.findings import Place, stop
from pressline.model import Source

KINDS = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}

# First bytes of files that are not text, what they are, and what their owner can do.
_PASTE = "open it, select all, copy, and paste the text into a new .txt file (UTF-8)"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", _PASTE),
    (b"PK\x03\x04", "a zip archive (Word, EPUB or OpenDocument)", "save it as plain text (.txt, UTF-8) in its program"),
    (b"{\\rtf", "an RTF document", "save it as plain text (.txt, UTF-8) in its program"),
    (b"\xd0\xcf\x11\xe0", "an old Word document", "save it as plain text (.txt, UTF-8) in Word"),
    (b"\x89PNG", "a picture", "type or scan its text"),
    (b"\xff\xd8\xff", "a picture", "type or scan its text"),
    (b"\xff\xfe", "text in UTF-16", "save it again in your editor with encoding UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "save it again in your editor with encoding UTF-8"),
)


def read(path: Path) -> Source:
    """The essay at `path`, decoded from UTF-8 (a byte order mark is taken off), with its line ends unified.

    Raises:
        PresslineError: R001 to R008.
    """
    place = Place(str(path))
    if path.is_dir():
        example = next(iter(sorted(path.glob("*.md")) + sorted(path.glob("*.txt"))), path / "essay.txt")
        raise stop("R002", place, example=example)
    if not path.exists():
        raise stop("R001", place, path=path.absolute())
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise stop("R006", place, suffix=path.suffix)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise stop("R007", place, reason=error.strerror) from error
    return Source(path, kind, decode(data, place))


def decode(data: bytes, place: Place) -> str:
    r"""The text that bytes hold, its lines ending in "\n".

    Raises:
        PresslineError: R003 for nothing, R004 for a file of another kind, R005 for bytes that are not UTF-8, R008 for NUL.
    """
    for magic, kind, remedy in _MAGIC:
        if data.startswith(magic):
            raise stop("R004", place, kind=kind, remedy=remedy)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = position(data, error.start)
        raise stop("R005", Place(place.path, line, column), byte=f"0x{data[error.start]:02X}") from error
    if not text.strip():
        raise stop("R003", place)
    if "\0" in text:
        line, column = position(data, data.index(b"\0"))
        raise stop("R008", Place(place.path, line, column))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def position(data: bytes, offset: int) -> tuple[int, int]:
    r"""Line and column, from 1, of the byte at `offset`; columns count characters as far as they decode.

    >>> position("é\nab".encode(), 4)
    (2, 2)
    """
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1
