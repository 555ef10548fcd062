"""What in a DOCX acts, asks, fetches, or is replaced when it is opened.

And what an editor would still have to settle.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from pressline.audit.docx.package import DOCUMENT, FOOTNOTES, RELATIONSHIP, SETTINGS, TYPES, Package
from pressline.findings import Finding
from pressline.model import Book
from pressline.runtime.namespaces import MC, A, W

_VML = "{urn:schemas-microsoft-com:vml}"
_PRIVATE = 0xE000  # from here on a character of a font of symbols: an arrow, a box
_LONGEST_LABEL = 1  # letters of a label: the "o" that Word takes for a hollow bullet
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_ALLOWED_LINK = re.compile(r"(?:https?|mailto|tel|ftp):|#", re.IGNORECASE)
# What fields do when they are brought up to date (17.16.5), by their names.
_FETCH = frozenset(
    {"INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "AUTOTEXT"}
)
_ASK = frozenset({"ASK", "FILLIN", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"})
_ACT = frozenset({"MACROBUTTON", "GOTOBUTTON", "PRINT", "EMBED", "CONTROL"})
# Those that put other words in the place of their result, from the day, the file or the settings (17.16.5).
_REPLACE = frozenset(
    {"IF", "COMPARE", "QUOTE", "SET", "DOCVARIABLE", "EQ", "DATE", "TIME", "SAVEDATE", "PRINTDATE", "USERNAME", "FILENAME"}
)
_SHOWN = ("wordprocessingml", "math", "drawingml", "markup-compatibility", "urn:schemas-microsoft-com", "office/word")
_REVISIONS = (
    ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "tblPrChange")
    + ("trPrChange", "tcPrChange", "sectPrChange", "numberingChange", "delInstrText", "delText")
)  # fmt: skip
_PROTECTION = ("documentProtection", "writeProtection", "readModeInkLockDown")
_MAIN = {"officeDocument": DOCUMENT, "footnotes": FOOTNOTES, "settings": SETTINGS, "styles": "word/styles.xml"}


def check_active(package: Package, book: Book) -> Iterator[Finding]:
    """No macro, no object, no control, no form, no field that acts or asks."""
    for name in package.names:
        low = name.lower()
        if "vbaproject" in low or "vbadata" in low or low.endswith((".exe", ".js", ".vbs")):
            yield package.part_finding("A072", name, what="macros")
        elif low.startswith("word/activex/"):
            yield package.part_finding("A072", name, what="an ActiveX control")
        elif "/embeddings/" in low or low.endswith(".bin"):
            yield package.part_finding("A073", name, what="an embedded object")
    if any("macroEnabled" in str(e.get("ContentType")) for e in package.roots[TYPES].iter(etree.Element)):
        yield package.part_finding("A072", TYPES, what="macros")
    for part, root in package.stories:
        for element in root.iter(W + "object", W + "control", _OFFICE + "OLEObject", W + "ffData"):
            name = etree.QName(element).localname
            yield package.part_finding("A073", part, what=f"the element {name}")
        for field in instructions(root):
            name = (field.split() or [""])[0].upper()
            if name in _ACT | _ASK:
                yield package.part_finding("A072" if name in _ACT else "A073", part, what=f"the field {name}")


def instructions(root: etree._Element) -> Iterator[str]:
    """What every field of a part does, its instruction put together from its runs (17.16.2)."""
    yield from (str(field.get(W + "instr")) for field in root.iter(W + "fldSimple"))
    open_fields: list[str] = []
    for element in root.iter(W + "fldChar", W + "instrText"):
        kind = element.get(W + "fldCharType")
        if element.tag == W + "instrText":
            if open_fields:
                open_fields[-1] += element.text or ""
            else:
                yield element.text or ""
        elif kind == "begin":
            open_fields.append("")
        elif open_fields and kind == "separate":
            yield open_fields[-1]
            open_fields[-1] = ""
        elif open_fields and kind == "end":
            rest = open_fields.pop()
            if rest.strip():
                yield rest
    yield from open_fields


def check_fetched(package: Package, book: Book) -> Iterator[Finding]:
    """Check that nothing is fetched from outside: no template, picture, frame, field or list."""
    yield from _relations(package)
    for part, root in package.stories:
        for field in instructions(root):
            if (field.split() or [""])[0].upper() in _FETCH:
                yield package.part_finding("A075", part, target=" ".join(field.split())[:80])
        for element in root.iter(W + "altChunk", W + "subDoc"):
            yield package.part_finding("A075", part, target=f"the element {etree.QName(element).localname}")
    if package.roots[SETTINGS].find(W + "mailMerge") is not None:
        yield package.part_finding("A075", SETTINGS, target="the element mailMerge")


def _relations(package: Package) -> Iterator[Finding]:
    """Relationships that lead out of the package; links may lead to the web."""
    for part, root in package.roots.items():
        for row in root.iter(RELATIONSHIP) if part.endswith(".rels") else ():
            target, kind = str(row.get("Target")), str(row.get("Type")).rpartition("/")[2]
            if row.get("TargetMode") != "External":
                continue
            if kind != "hyperlink":
                yield package.part_finding("A075", part, target=f"{target[:80]} ({kind})")
            elif not _ALLOWED_LINK.match(target) and (":" in target or target.startswith(("\\\\", "//"))):
                yield package.part_finding("A072", part, what=f"a link to {target[:80]}")


def check_entities(package: Package, book: Book) -> Iterator[Finding]:
    """Check that no part has a document type.

    It is forbidden in a package (ECMA-376 part 2, 8.1.4), and may declare entities.
    """
    for part, root in package.roots.items():
        if root.getroottree().docinfo.internalDTD is not None:
            yield package.part_finding("A076", part, name=part)


def check_replaced(package: Package, book: Book) -> Iterator[Finding]:
    """Check that Word opens the parts that were read, and that no text is bound to data."""
    for part, rels in (("", "_rels/.rels"), ("word", "word/_rels/document.xml.rels")):
        for row in package.roots[rels].iter(RELATIONSHIP):
            kind = str(row.get("Type")).rpartition("/")[2]
            path = posixpath.normpath(posixpath.join("/", part, str(row.get("Target")))).lstrip("/")
            if _MAIN.get(kind, path) != path and row.get("TargetMode") != "External":
                yield package.part_finding("A083", rels, what=f"the part {path} in the place of {_MAIN[kind]}")
    for part, root in package.stories:
        for binding in root.iter(W + "dataBinding"):
            yield package.part_finding("A083", part, what=f"data, {str(binding.get(W + 'xpath'))[:60]}")
        if part in (DOCUMENT, FOOTNOTES):
            yield from (package.part_finding("A083", part, what=what) for what in dict.fromkeys(_other_words(root)))


def _other_words(root: etree._Element) -> Iterator[str]:
    """What shows other words than the part holds: fields, alternatives, skipped elements.

    False positive it avoids: a text box of Word stands twice, with the same words, as a drawing and for older programs.
    """
    for field in instructions(root):
        name = (field.split() or [""])[0].upper()
        if name in _REPLACE:
            yield f"the field {name}"
    for choice in root.iter(MC + "AlternateContent"):
        said = {"".join(t.text or "" for t in way.iter(W + "t")) for way in choice.iterchildren(etree.Element)}
        if len(said) > 1:
            yield f"a choice of “{' or '.join(sorted(said))[:60]}”"
    strange = {e for e in root.iter(etree.Element) if not any(ns in (etree.QName(e).namespace or "") for ns in _SHOWN)}
    for element in strange:
        words = "".join(t.text or "" for t in element.iter(W + "t"))
        if words:
            yield f"“{words[:40]}” within an element that Word does not know, {etree.QName(element).localname}"


def check_symbols(package: Package, book: Book) -> Iterator[Finding]:
    """No words stand where they are no text: as symbols (17.3.3.30), in drawings."""
    for part, root in package.stories:
        for symbol in root.iter(W + "sym"):
            code = int(symbol.get(W + "char") or "0", 16)
            if chr(code).isalnum() and code < _PRIVATE:
                yield package.part_finding("A071", part, how="w:sym", text=f"“{chr(code)}”")
        told = [(str(e.get("string")), "v:textpath") for e in root.iter(_VML + "textpath")]
        told += [(e.text or "", "a:t") for e in root.iter(A + "t")]
        for words, how in told:
            if any(map(str.isalnum, words)):
                yield package.part_finding("A071", part, how=how, text=f"“{words[:60]}”")


def check_labels(package: Package, book: Book) -> Iterator[Finding]:
    """No words stand in the rule above the notes, or before the items of a list."""
    for note in package.footnotes.iter(W + "footnote"):
        words = "".join(t.text or "" for t in note.iter(W + "t"))
        if note.get(W + "type") not in (None, "normal") and words.strip():
            yield package.part_finding(
                "A071", FOOTNOTES, how=f"a footnote of the type {note.get(W + 'type')}", text=f"“{words[:60]}”"
            )
    numbering = package.roots.get("word/numbering.xml")
    for label in () if numbering is None else numbering.iter(W + "lvlText"):
        words = re.sub(r"%[0-9]", "", label.get(W + "val") or "")
        if sum(map(str.isalpha, words)) > _LONGEST_LABEL:
            yield package.part_finding("A071", "word/numbering.xml", how="w:lvlText", text=f"“{words[:60]}”")


def check_settled(package: Package, book: Book) -> Iterator[Finding]:
    """No tracked change, no comment and no protection is left."""
    for part, root in package.stories:
        found = [etree.QName(e).localname for e in root.iter(*(W + name for name in _REVISIONS))]
        if found:
            yield package.part_finding("A084", part, what=f"tracked changes ({len(found)})")
        count = sum(1 for _ in root.iter(W + "commentReference"))
        if count:
            yield package.part_finding("A084", part, what=f"comments ({count})")
    settings = package.roots[SETTINGS]
    for name in _PROTECTION:
        element = settings.find(W + name)
        if element is not None and element.get(W + "enforcement") not in ("0", "false", "off"):
            yield package.part_finding("A084", SETTINGS, what=f"a protection ({name})")
    if settings.find(W + "trackRevisions") is not None:
        yield package.part_finding("A084", SETTINGS, what="that changes are tracked")
