"""Files that are no essay yet.

What they are, by their first bytes or their names, and how to make an essay of each.
"""

from __future__ import annotations

import io
import shlex
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OtherKind:
    """A kind of file. In `remedy`, {file} is the file's name, {stem} without suffix."""

    name: str  # with its article
    remedy: str
    suffixes: tuple[str, ...]


_OFFICE = "open it in {program} and save it as .docx; or run: soffice --headless --convert-to docx {{file}}"
_WORD = _OFFICE.format(program="Word or LibreOffice")
_LIBRE = _OFFICE.format(program="LibreOffice")
_PANDOC = "run: pandoc {file} -o {stem}.docx"
_CALIBRE = "open it in calibre and convert it to EPUB; or run: ebook-convert {file} {stem}.epub"
_NO_ESSAY = "copy the text that is meant into a new .txt file (UTF-8)"

OTHER_KINDS: dict[str, OtherKind] = {
    "doc": OtherKind("a Word document in the format of before 2007", _WORD, (".doc", ".dot")),
    "docm": OtherKind("a Word document with macros, or a template", _WORD, (".docm", ".dotx", ".dotm")),
    "pdf": OtherKind(
        "a PDF, which holds lines and pages but no paragraphs and notes",
        "take the file that it was made from; without it: open it, select all, copy, and paste into a new .txt file (UTF-8)",
        (".pdf",),
    ),
    "pages": OtherKind("a document of Apple Pages", "in Pages, or at icloud.com, choose File > Export To > Word", (".pages",)),
    "wpd": OtherKind(
        "a WordPerfect document", _OFFICE.format(program="WordPerfect or LibreOffice"), (".wpd", ".wp", ".wp5", ".wp6")
    ),
    "wps": OtherKind("a document of Microsoft Works", _LIBRE, (".wps",)),
    "rtfd": OtherKind("a folder of TextEdit's with an RTF in it", "name the RTF: {file}/TXT.rtf", (".rtfd",)),
    "fodt": OtherKind("a flat OpenDocument text", _OFFICE.format(program="LibreOffice").replace("docx", "odt"), (".fodt",)),
    "sxw": OtherKind("a document of another word processor", _LIBRE, (".sxw", ".ott", ".abw", ".zabw", ".lwp", ".hwp", ".uot")),
    "gdoc": OtherKind(
        "only a link to Google Docs", "open it in the browser and choose File > Download > Microsoft Word (.docx)", (".gdoc",)
    ),
    "typst": OtherKind("a text in another markup", _PANDOC, (".typ", ".docbook", ".dbk", ".muse", ".t2t")),
    "mobi": OtherKind(
        "an e-book in a format of Kindle or another reader",
        _CALIBRE,
        (".mobi", ".azw", ".azw3", ".kfx", ".fb2", ".lit", ".pdb"),
    ),
    "mhtml": OtherKind(
        "a web archive", "open it in a browser and save the page as “HTML only”", (".mht", ".mhtml", ".webarchive")
    ),
    "xlsx": OtherKind("a spreadsheet", _NO_ESSAY, (".xlsx", ".xls", ".ods", ".csv", ".numbers", ".xlsm")),
    "pptx": OtherKind("a set of slides", _NO_ESSAY, (".pptx", ".ppt", ".odp", ".key", ".pps", ".ppsx")),
    "picture": OtherKind(
        "a picture",
        "type its text, or have it read: tesseract {file} {stem}",
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".heic", ".gif"),
    ),
    # Kinds that are read, under a wrong name.
    "docx": OtherKind("a Word document", "rename it to {stem}.docx", ()),
    "odt": OtherKind("an OpenDocument text", "rename it to {stem}.odt", ()),
    "epub": OtherKind("an EPUB", "rename it to {stem}.epub", ()),
    "rtf": OtherKind("an RTF document", "rename it to {stem}.rtf", ()),
    "html": OtherKind("a web page", "rename it to {stem}.html", ()),
    "zip": OtherKind("a zip archive", "unpack it, and name the essay in it", (".zip",)),
}
_BY_SUFFIX = {suffix: key for key, kind in OTHER_KINDS.items() for suffix in kind.suffixes}

# First bytes: of PDF (ISO 32000-2, 7.5.2), of compound files ([MS-CFB] 2.2), of WordPerfect 5 and later.
_FIRST = (
    (b"\xff\xfe\xff\xff", ""),
    (b"\xffWPC", "wpd"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\xdb\xa5-\x00", "doc"),
    (b"\x31\xbe\x00\x00", "doc"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0"
# Names of streams in a compound file, as its directory has them: UTF-16.
_STREAMS = (("WordDocument", "doc"), ("Workbook", "xlsx"), ("PowerPoint Document", "pptx"), ("MatOST", "wps"))
# Parts of an archive by which it is known.
_PARTS = (
    ("META-INF/container.xml", "epub"),
    ("Index/Document.iwa", "pages"),
    ("Index.zip", "pages"),
    ("index.xml", "pages"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)


def kind_by_name(path: Path) -> str:
    """The key in `OTHER_KINDS` of what a file's suffix says; "" when it says nothing."""
    return _BY_SUFFIX.get(path.suffix.lower(), "")


def kind_by_bytes(data: bytes) -> str:
    """The key in `OTHER_KINDS` of what a file's bytes say.

    "" for text, and for what is not known.

    >>> kind_by_bytes(b"%PDF-1.4"), kind_by_bytes(b"An essay.")
    ('pdf', '')
    """
    first = next((key for magic, key in _FIRST if key and data.startswith(magic)), "")
    if first:
        return first
    if data.startswith(_COMPOUND):
        return next((key for name, key in _STREAMS if name.encode("utf-16-le") in data), "doc")
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_archive(data)
    return "pdf" if b"%PDF-" in data[:1024] and b"\0" not in data[:4] and data.lstrip()[:5] == b"%PDF-" else ""


def _kind_of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "zip"
    found = next((key for part, key in _PARTS if part in names), "")
    if found:
        return found
    if any(name.startswith("word/") for name in names):
        return "docx"
    head = data[:200]
    if b"opendocument.spreadsheet" in head or b"opendocument.presentation" in head:
        return "xlsx" if b"spreadsheet" in head else "pptx"
    return "odt" if "content.xml" in names else "zip"


def remedy(key: str, path: Path) -> str:
    """What to do with a file of a kind, with its name as a shell takes it."""
    return OTHER_KINDS[key].remedy.format(file=shlex.quote(path.name), stem=shlex.quote(path.stem))
