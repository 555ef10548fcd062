"""The raw essay as a file: what kind it is, its bytes, and the one reader for that kind.

All readers give the same Sheet.

A name is not believed: a PDF called essay.txt is found out by its first bytes, because its decoded bytes would pass for a
long essay in an unknown language.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from pressline.findings import Place, PresslineError, stop
from pressline.model import Sheet, Source, Step
from pressline.readers.choices import Choices
from pressline.readers.decoding import decode
from pressline.readers.dialects.languages import BY_SUFFIX, LANGUAGES, language_of
from pressline.readers.markdown_in_text import is_markdown
from pressline.readers.other_kinds import OTHER_KINDS, kind_by_bytes, kind_by_name, remedy
from pressline.readers.raw_words import lost_words
from pressline.runtime.input_files import MOST_MB, Unfit, read_file, read_stream

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
_TOLD_NOTHING = Choices()


def read(path: Path, most_mb: float = MOST_MB) -> Source:
    """The file at `path`, or standard input for "-", with its kind.

    Raises:
        PresslineError: R001 to R004, R006, R007, R027; R009 and R010 for what is not read, or not to its end; W009 for a
            name that is an ending alone.
    """
    place = Place(str(path))
    if path == STDIN:
        data = _stdin(most_mb)
        return Source(Path("essay.txt"), _language(_kind_of(data), data), _checked(data, _kind_of(data), path))
    other = "" if path.suffix.lower() in BY_SUFFIX else kind_by_name(path)
    try:
        if path.is_dir() and not other:
            example = next(iter(sorted(path.glob("*.md")) + sorted(path.glob("*.txt"))), path / "essay.txt")
            raise stop("R002", place, example=example)
        if not path.exists():
            raise stop("R001", place, path=path.absolute())
        if path.is_dir():
            raise _other(other, path, "R027")
        if path.name.lower() in KINDS:  # a hidden file, to the system: ".txt" has no ending but is a name
            raise stop("W009", place, problem="has nothing before its ending", example=f"essay{path.name.lower()}")
        kind = (KINDS | BY_SUFFIX).get(path.suffix.lower(), "")
        if not kind and not other:
            raise stop("R006", place, suffix=path.suffix)
        data = read_file(path, most_mb)
    except Unfit as unfit:
        raise unfit.stop(str(path)) from unfit
    except OSError as error:  # of a path too long, or a folder that may not be entered, too
        raise stop("R007", place, reason=error.strerror) from error
    if not kind:
        known = kind_by_bytes(data)
        raise _other(known if known in KINDS.values() else other, path, "R004" if known in KINDS.values() else "R027")
    checked = _checked(data, kind, path)
    return Source(path, _language(kind, checked), checked)


def _language(kind: str, data: bytes) -> str:
    """The kind; or the language of marks that a plain text is wholly in."""
    if kind != "txt":
        return kind
    if is_html(data):
        return "html"
    return language_of(data.decode("utf-8", "replace").replace("\r\n", "\n")) or ("md" if is_markdown(data) else kind)


def _stdin(most_mb: float) -> bytes:
    """All of standard input."""
    try:
        return read_stream(sys.stdin.buffer, most_mb)
    except Unfit as unfit:
        raise unfit.stop(str(STDIN)) from unfit


def _other(key: str, path: Path, code: str) -> PresslineError:
    """The error that a file is of another kind, with what to do about it."""
    return stop(code, Place(str(path)), kind=OTHER_KINDS[key].name, remedy=remedy(key, path))


def _checked(data: bytes, kind: str, path: Path) -> bytes:
    """The bytes, if there are any and they are not of another kind than the name says."""
    if not data.strip():
        raise stop("R003", Place(str(path)))
    known = kind_by_bytes(data)
    if not known and kind in ("docx", "odt", "epub") and _kind_of(data) == "html":
        known = "html"
    if known and known != kind and not (known == "zip" and kind in ("docx", "odt", "epub")):
        raise _other(known, path, "R004")
    return data


# How the source of a page begins, or a part of one that holds blocks.
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_BLOCK = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:head|body|div|p|h[1-6]|article|section|main|table|center|title|meta)(?:\s[^<>]*)?>", re.I
)
_ENDED = re.compile(rb"</(?:p|div|h[1-6]|li|td|blockquote|article|section)>|<br\s*/?>|<p>", re.I)
_BYTES_A_TAG = 1500  # on the average, at most, of a page's source; an essay about tags has fewer


def is_html(data: bytes) -> bool:
    """Whether bytes that are called plain text are the source of a web page.

    False positive it avoids: an essay about HTML, with a tag here and there, or even at its start.

    >>> is_html(b"<!DOCTYPE html><html><p>One.</p>"), is_html(b"<p> is a tag. It begins a paragraph.")
    (True, False)
    """
    if _PAGE.match(data):
        return True
    ended = len(_ENDED.findall(data))
    return bool(_BLOCK.match(data)) and ended > 2 and len(data) < _BYTES_A_TAG * ended


def _kind_of(data: bytes) -> str:
    """The kind of bytes without a name, by how they begin."""
    head = data[:1000].lstrip().lower()
    if head.startswith(b"<?xml") or is_html(data):
        return "html"
    if data.startswith(b"PK\x03\x04"):
        known = kind_by_bytes(data)
        return known if known in ("epub", "odt") else "docx"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return "md" if is_markdown(data) else "txt"


def sheet_of(source: Source, choices: Choices = _TOLD_NOTHING) -> Sheet:
    """The sheet that a raw essay makes, by the reader of its kind.

    A plain text may be read as `choices` tell.

    G010 is among its findings when a word was lost.

    Raises:
        PresslineError: R005, R008, R020 to R026: what the reader cannot read.
    """
    if choices.kind:
        source = replace(source, kind=choices.kind)
    sheet = _read_by_kind(source, choices)
    if source.kind == "md" and KINDS.get(source.path.suffix.lower()) == "txt":
        told = Step("changed", Place(str(source.path), 1, 1), "", "read as Markdown, by its marks")
        sheet = replace(sheet, steps=(told, *sheet.steps))
    lost = lost_words(sheet, source.kind, source.data, _text_of(source))
    return replace(sheet, findings=(*sheet.findings, *lost)) if lost else sheet


def _read_by_kind(source: Source, choices: Choices) -> Sheet:
    """The sheet, as the reader of the kind makes it."""
    if source.kind == "txt":
        from pressline.readers.plaintext import sheet_of_text  # each reader is loaded for its own kind alone

        return sheet_of_text(source.data, source.path, choices)
    from pressline.readers.documents import linked_notes, sheet_of_document, without_residue

    return without_residue(linked_notes(sheet_of_document(source.data, source.kind, source.path)))


def _text_of(source: Source) -> str:
    """What the bytes of a text file say; "" for the other kinds."""
    if source.kind == "txt":
        return "\n".join(line.text for line in decode(source.data, str(source.path)).lines)
    if source.kind in ("html", "md", *LANGUAGES):
        from pressline.readers.documents import decode_page

        return decode_page(source.data, Place(str(source.path)))[0]
    return ""
