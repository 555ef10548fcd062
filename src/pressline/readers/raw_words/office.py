"""The words of DOCX and ODT, straight from the parts of the archive."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWN = re.compile(r"word/((?:diagrams/data|charts/chart)\d*)\.xml")  # diagrams and the titles of charts
# Of WordprocessingML (ECMA-376, part 1, 17): what holds no text of the document, and what stands for a space.
_DOCX_SILENT = frozenset({"instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr", "tcPr", "sdtPr", "sdtEndPr", "rubyPr"})
_DOCX_SPACES = frozenset({"p", "tab", "br", "cr", "tc", "ptab", "ruby", "rt", "rubyBase", "txbxContent"})
_SHOWN_INSTRUCTION = re.compile(r"\s*(?:EQ|MACROBUTTON\s+\S+)\s", re.I)
_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)|\\[A-Za-z]{1,4}\s*\d*|\\')  # of an instruction: it is not shown
# The letters of the font Symbol, by those in whose place they stand (Adobe, Symbol Set Encoding).
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ0123456789"
# Of OpenDocument (1.3, part 3, 5 to 8).
_ODT_SILENT = frozenset(
    {
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "note-citation",
        "sequence-decls",
        "user-field-decls",
        "variable-decls",
        "table-of-content",
        "forms",
        "scripts",
    }
    | {"binary-data", "title", "desc", "sender-initials", "date", "creator", "number", "tracked-changes", "annotation"}
    | {"page-number", "page-count", "object", "event-listeners"}
)
_ODT_SPACES = frozenset({"p", "h", "s", "tab", "line-break", "table-cell", "note", "note-body", "text-box", "ruby-text"})


def words_of_docx(data: bytes) -> list[tuple[str, str]]:
    """The text of each paragraph of the document and of called notes, nothing else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = _main_part(archive)
        root = _tree(archive, main)
        if root is None:
            return []
        found = _numbered("paragraph", _docx_paragraphs(_without_numbers(root)))
        for kind, part in (
            ("footnote", _related(archive, main, "footnotes")),
            ("endnote", _related(archive, main, "endnotes")),
        ):
            called = {_attribute(e, "id") for e in root.iter(f"{{*}}{kind}Reference")}
            notes = _tree(archive, part)
            for note in notes.iter(f"{{*}}{kind}") if notes is not None else ():
                if _attribute(note, "id") in called:
                    found += [(f"{kind} {_attribute(note, 'id')}", text) for text in _docx_paragraphs(note)]
        for part in archive.namelist():
            if drawn := _DRAWN.fullmatch(part):
                said = _tree(archive, part)
                texts = ("".join(map(str, p.itertext(f"{_A}t"))) for p in said.iter(f"{_A}p")) if said is not None else iter(())
                found += _numbered(f"{drawn[1]}, paragraph", texts)
    return found


def _main_part(archive: zipfile.ZipFile) -> str:
    root = _tree(archive, "_rels/.rels")
    for relation in root.iter("{*}Relationship") if root is not None else ():
        if str(relation.get("Type")).endswith("/officeDocument"):
            return str(relation.get("Target")).lstrip("/")
    return "word/document.xml"


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    """The part of a kind that another part names in its relationships."""
    folder, name = posixpath.split(part)
    root = _tree(archive, f"{folder}/_rels/{name}.rels")
    for relation in root.iter("{*}Relationship") if root is not None else ():
        if str(relation.get("Type")).endswith(f"/{kind}"):
            return posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target")))).lstrip("/")
    return f"{folder}/{kind}.xml"


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    return etree.fromstring(archive.read(name), parser)


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(f"{{{_W}}}{name}") or element.get(f"{{{_STRICT}}}{name}") or "")


def _numbered(what: str, texts: Iterator[str]) -> list[tuple[str, str]]:
    return [(f"{what} {n}", text) for n, text in enumerate(texts, start=1) if text.strip()]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _paragraphs(root: etree._Element, ends: frozenset[str], parts_of: Callable[[etree._Element], list[Any]]) -> Iterator[str]:
    """The texts between elements named in `ends`, in order.

    `parts_of`: what an element says, as texts and elements.
    """
    parts: list[str] = []
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        if _local(item) in ends:
            if "".join(parts).strip():
                yield "".join(parts)
            parts = []
        stack += reversed(parts_of(item))
    yield "".join(parts)


def _docx_paragraphs(root: etree._Element) -> Iterator[str]:
    yield from _paragraphs(root, frozenset({"p"}), _of_docx)
    yield from _shown_instructions(root)


def _of_docx(item: etree._Element) -> list[Any]:
    """What an element of a DOCX says.

    Words that a tracked change deleted or moved away are left out.
    """
    name = _local(item)
    if name == "t" and "math" not in item.tag:
        return [_cased(item)]
    if name == "sym":
        return [_sign(item)]
    if name == "noBreakHyphen":
        return ["-"]
    if name == "textpath":  # of WordArt
        return [f" {item.get('string') or ''} "]
    if name == "AlternateContent":
        return [way for way in item if any(_local(e) == "t" and (e.text or "").strip() for e in way.iter())][:1]
    if name in ("del", "moveFrom", "oMath", "oMathPara") or name in _DOCX_SILENT:
        return [" "] if name.startswith("oMath") else []
    edge = [" "] if name in _DOCX_SPACES else []
    return [*edge, *item, *edge]


def _cased(text: etree._Element) -> str:
    """The words of a w:t; in capitals where its run shows them so (17.3.2.5)."""
    run = text.getparent()
    capitals = next(run.iterfind("{*}rPr/{*}caps"), None) if run is not None else None
    on = capitals is not None and _attribute(capitals, "val") not in ("0", "false", "off")
    return (text.text or "").upper() if on else text.text or ""


def _without_numbers(root: etree._Element) -> etree._Element:
    """A part without the results of NOTEREF fields.

    Numbers of notes, which the program counts (17.16.5.39).
    """
    said, within, result = "", False, False
    for element in list(root.iter("{*}fldChar", "{*}instrText", "{*}t")):
        name = _local(element)
        if name == "instrText":
            said += element.text or ""
        elif name == "t":
            if within and result and said.strip().upper().startswith("NOTEREF"):
                element.text = ""
        else:
            kind = _attribute(element, "fldCharType")
            within, result = kind != "end", kind == "separate"
            said = "" if kind == "begin" else said
    return root


def _shown_instructions(root: etree._Element) -> Iterator[str]:
    """What fields show that have no result.

    EQ and MACROBUTTON show words of their instruction (17.16.5).
    """
    said, within = "", False
    for element in root.iter("{*}fldChar", "{*}instrText"):
        if _local(element) == "instrText":
            said += (element.text or "") if within else ""
            continue
        kind = _attribute(element, "fldCharType")
        if kind == "begin":
            said, within = "", True
        elif within:
            shown = _SHOWN_INSTRUCTION.match(said)
            if kind == "end" and shown:
                yield _SWITCH.sub(" ", said[shown.end() :])
            within = False


def _sign(symbol: etree._Element) -> str:
    """The letter of a w:sym; nothing when it is no letter."""
    code = _attribute(symbol, "char")
    if _attribute(symbol, "font") != "Symbol" or not code or set(code) - set("0123456789ABCDEFabcdef"):
        return " "
    return dict(zip(_LATIN, _GREEK, strict=True)).get(chr(int(code, 16) & 0xFF), " ")


def words_of_odt(data: bytes) -> list[tuple[str, str]]:
    """The text of an ODT, in paragraphs.

    Tracked changes, comments and the table of contents are left out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = _tree(archive, "content.xml")
    body = next(root.iter("{*}text"), None) if root is not None else None
    return _numbered("paragraph", _paragraphs(body, frozenset({"p", "h"}), _of_odt)) if body is not None else []


def _of_odt(item: etree._Element) -> list[Any]:
    """What an element of an ODT says."""
    name = _local(item)
    if not name or name in _ODT_SILENT:
        return []
    edge = " " if name in _ODT_SPACES else ""
    return [edge, item.text or "", *(part for child in item for part in (child, child.tail or "")), edge]
