"""The raw essay as a file: what kind it is, its bytes, and the one reader for that kind. All readers give the same Sheet.

A name is not believed: a PDF called essay.txt is found out by its first bytes, because its decoded bytes would pass for a
long essay in an unknown language.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pressline.findings import Place, stop
from pressline.input_files import MOST_MB, Unfit, read_file, read_stream
from pressline.model import Sheet, Source

KINDS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
}
STDIN = Path("-")

# First bytes of files that are not what their names say, what they are, and what their owner can do.
_PASTE = "open it, select all, copy, and paste the text into a new .txt file (UTF-8)"
_MAGIC: tuple[tuple[bytes, frozenset[str], str, str], ...] = (
    (b"%PDF-", frozenset(), "a PDF", _PASTE),
    (
        b"PK\x03\x04",
        frozenset({"docx", "odt", "epub"}),
        "a zip archive (Word, EPUB or OpenDocument)",
        "rename it to .docx, .epub or .odt",
    ),
    (b"{\\rtf", frozenset({"rtf"}), "an RTF document", "rename it to .rtf"),
    (b"\xd0\xcf\x11\xe0", frozenset(), "an old Word document", "save it as .docx in Word"),
    (b"\x89PNG", frozenset(), "a picture", "type or scan its text"),
    (b"\xff\xd8\xff", frozenset(), "a picture", "type or scan its text"),
)


def read(path: Path, most_mb: float = MOST_MB) -> Source:
    """The file at `path`, or standard input for "-", with its kind.

    Raises:
        PresslineError: R001 to R004, R006, R007; R009 and R010 for what is not read, or not to its end.
    """
    place = Place(str(path))
    if path == STDIN:
        data = _stdin(most_mb)
        return Source(Path("essay.txt"), _kind_of(data), _checked(data, _kind_of(data), place))
    try:
        if path.is_dir():
            example = next(iter(sorted(path.glob("*.md")) + sorted(path.glob("*.txt"))), path / "essay.txt")
            raise stop("R002", place, example=example)
        if not path.exists():
            raise stop("R001", place, path=path.absolute())
        kind = KINDS.get(path.suffix.lower())
        data = read_file(path, most_mb) if kind else b""
    except Unfit as unfit:
        raise unfit.stop(str(path)) from unfit
    except OSError as error:  # of a path too long, or a folder that may not be entered, too
        raise stop("R007", place, reason=error.strerror) from error
    if kind is None:
        raise stop("R006", place, suffix=path.suffix)
    return Source(path, kind, _checked(data, kind, place))


def _stdin(most_mb: float) -> bytes:
    """All of standard input."""
    try:
        return read_stream(sys.stdin.buffer, most_mb)
    except Unfit as unfit:
        raise unfit.stop(str(STDIN)) from unfit


def _checked(data: bytes, kind: str, place: Place) -> bytes:
    """The bytes, if there are any and they are not of another kind than the name says."""
    if not data.strip():
        raise stop("R003", place)
    for magic, kinds, name, remedy in _MAGIC:
        if data.startswith(magic) and kind not in kinds:
            raise stop("R004", place, kind=name, remedy=remedy)
    return data


def _kind_of(data: bytes) -> str:
    """The kind of bytes without a name, by how they begin."""
    head = data[:1000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "html"
    if data.startswith(b"PK\x03\x04"):
        return "epub" if b"application/epub+zip" in data[:100] else "odt" if b"opendocument" in data[:100] else "docx"
    return "rtf" if head.startswith(b"{\\rtf") else "txt"


def sheet_of(source: Source) -> Sheet:
    """The sheet that a raw essay makes, by the reader of its kind.

    Raises:
        PresslineError: R005, R008, R020 to R024: what the reader cannot read.
    """
    if source.kind == "txt":
        from pressline.plaintext import sheet_of_text  # each reader is loaded for its own kind alone

        return sheet_of_text(source.data, source.path)
    from pressline.documents import linked_notes, sheet_of_document

    return linked_notes(sheet_of_document(source.data, source.kind, source.path))
