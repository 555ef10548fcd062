"""The words of HTML, by cutting out its tags; and of an EPUB, file by file."""

from __future__ import annotations

import codecs
import html
import io
import posixpath
import re
import zipfile
from urllib.parse import unquote

from lxml import etree

_SILENT = "script|style|template|title|math|iframe|noembed|noframes|desc|metadata"  # the last two of drawings
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*(?:>|\Z)"
    rf"|<(?P<silent>{_SILENT})(?=[\s/>])[^>]*(?<!/)(?:>|\Z).*?(?:</(?P=silent)[\s/>]|\Z)"
    r"|</?(?P<name>[A-Za-z][^\s/>]*)(?:[^>=]++|=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))?)*+(?:>|\Z)",
    re.I | re.S,
)
WITHIN_WORDS = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn", "em", "font", "i"}
    | {"ins", "kbd", "label", "mark", "nobr", "q", "rp", "ruby", "s", "samp", "small", "span", "strike", "strong"}
    | {"sub", "sup", "time", "tt", "u", "var", "wbr"}
)
# A call or the way back from a note: an EPUB's notes are called anew. Links that are none, and one that no tag ends, are
# matched without a group, so that nothing is read twice.
_CALL = re.compile(r"<a\b(?:(?=[^>]*(?:noteref|backlink))[^>]*+>.*?(?:(</a\s*+>)|\Z)|[^>]*+)", re.I | re.S)
# False positive it avoids: "page.html" elsewhere on the web, whose address has a colon.
_LINKED = re.compile(r"<a\b[^<>]*?href=[\"']([^\"'#:<]+\.x?html?)(?:#[^\"'<]*)?[\"']")


def words_of_html(text: str) -> list[tuple[str, str]]:
    """The text of each line of an HTML file, a line's end where a block begins or ends."""
    parts: list[str] = []
    last = lines = 0  # lines that end within tags of phrases, which end no word: they are counted where a word ends
    for match in _TAG.finditer(text):
        lines = _put(parts, text[last : match.start()], lines)
        last = match.end()
        name = (match["name"] or "").lower()
        lines += match[0].count("\n")
        if not (name in WITHIN_WORDS or ":" in name or match[0].startswith("<!--")):
            parts.append(" " + "\n" * lines)
            lines = 0
    _put(parts, text[last:], lines)
    whole = html.unescape("".join(parts))
    return [(f"line {n}", line) for n, line in enumerate(whole.split("\n"), start=1) if line.strip()]


def _put(parts: list[str], text: str, lines: int) -> int:
    """Put a text behind others, and line ends at its first space; how many are left."""
    space = re.search(r"\s", text) if lines else None
    parts.append(f"{text[: space.start()]}{chr(10) * lines}{text[space.start() :]}" if space else text)
    return 0 if space else lines


def words_of_epub(data: bytes) -> list[tuple[str, str]]:
    """The text of each content document that the spine names, or that another links to.

    The navigation is left out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        container = _tree(archive, "META-INF/container.xml")
        package = next((str(e.get("full-path")) for e in container.iter("{*}rootfile")), "")
        root = _tree(archive, package)
        items = {str(e.get("id")): e for e in root.iter("{*}item")}
        silent = {_path(package, e) for e in items.values() if "nav" in (e.get("properties") or "").split()}
        files = [_path(package, items[i]) for e in root.iter("{*}itemref") if (i := str(e.get("idref"))) in items]
        found: list[tuple[str, str]] = []
        for file in files:  # which grows
            if file in silent or file not in names:
                continue
            silent.add(file)
            text = _decoded(archive.read(file))
            found += [
                (f"{file}, {where}", line)
                for where, line in words_of_html(_CALL.sub(lambda call: " " if call[1] else call[0], text))
            ]
            files += [
                posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(html.unescape(link))))
                for link in _LINKED.findall(text)
            ]
    return found


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """A part of the package, however damaged: what cannot be read of it names no file."""
    data = archive.read(name) if name in archive.namelist() else b""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True)) if data else None
    return etree.Element("none") if root is None else root


def _decoded(data: bytes) -> str:
    """A content document as text.

    UTF-8 or UTF-16 (EPUB 3.3, 3.9), or what its XML declaration says.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    said = re.match(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", data)
    try:
        return data.decode(said[1].decode() if said else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", "replace")


def _path(package: str, item: etree._Element) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(str(item.get("href")))))
