"""Make WeasyPrint's PDF for the screen PDF/A-2a and PDF/UA-1 in one file.

WeasyPrint 70 writes either of the two, and neither with everything: its notes are tagged as Spans (Kozea/WeasyPrint#2482),
the words of its links are names of places ("fn-14"), running heads are tagged as text that belongs nowhere, empty elements
stand where nothing is printed, and the XMP is compressed, which ISO 19005-2, 6.6.2.1 forbids.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

from pressline.backends.pdf.screen.formula_tags import tag_formulas
from pressline.backends.pdf.screen.pdfua2 import upgrade
from pressline.backends.pdf.screen.structure import join_tables, make_paragraph, prune, read_structure, repair, tag_notes
from pressline.locale.labels import Labels, labels_for
from pressline.model import ScreenKind

LAID_OUT = b"/Artifact <</Type /Layout /Repeated 1>> BDC"  # the key tells it from what stands in margins
_MARKED = re.compile(rb"/Span\s<</MCID (\d+)>>\sBDC")  # as pydyf writes it; text stands in hexadecimal, and cannot look like it

# PDF/UA-1 (ISO 14289-1, 5) asks for the first part, PDF/A-2 (ISO 19005-2, 6.6.2.3) for the description of what it is.
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema\
</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard \
is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description></rdf:RDF>"""


def finished(data: bytes, language: str, kind: ScreenKind = "") -> bytes:
    """The PDF/A-2a of WeasyPrint as a file of a kind.

    `language` (BCP 47) chooses the words of links.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _name_links(pdf, labels_for(language))
        root = pdf.Root.StructTreeRoot
        document = read_structure(root)
        repeated = join_tables(pdf, document)
        for element in document.all():
            repair(element)
        tag_formulas(pdf, root, document)
        tag_notes(pdf, root, document)
        for element in document.all():
            make_paragraph(element)
        prune(document)
        elements = [element.own for element in document.all()]
        _make_artifacts(pdf, root, {element.objgen for element in elements}, repeated)
        metadata = pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", _UA)
        pdf.Root.Metadata = pdf.make_stream(metadata, Type=Name.Metadata, Subtype=Name.XML)
        if kind == "ua-2":
            upgrade(pdf, elements)
        return saved(pdf, "2.0" if kind == "ua-2" else "")


def saved(pdf: pikepdf.Pdf, version: str = "") -> bytes:
    """The bytes of a file, the same for the same content, of a version of PDF.

    Its XMP is left uncompressed.
    """
    out = io.BytesIO()
    pdf.remove_unreferenced_resources()
    modes = pikepdf.ObjectStreamMode
    mode = modes.disable if version in ("1.3", "1.4") else modes.generate  # object streams came with 1.5
    pdf.save(out, deterministic_id=True, object_stream_mode=mode, force_version=version)
    return out.getvalue()


# --- links --------------------------------------------------------------------------------------------------------------


def _name_links(pdf: pikepdf.Pdf, labels: Labels) -> None:
    """Give every link words that say where it leads."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    names = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Dests" in pdf.Root.get("/Names", Dictionary()) else {}
    for page in pdf.pages:
        for link in page.obj.get("/Annots", []):
            if link.get("/Subtype") != Name.Link:
                continue
            target = str(link.get("/Dest", "")) if isinstance(link.get("/Dest"), String) else ""
            if target:
                number = pages.get(names[target][0].objgen, 0) if target in names else 0
                link.Contents = String(_words_of(target, number, labels))
            elif "/A" in link and "/URI" in link.A:
                link.Contents = String(str(link.A.URI).removeprefix("mailto:"))


def _words_of(target: str, page: int, labels: Labels) -> str:
    """The words for a link to a named place.

    >>> _words_of("fnref-14", 3, labels_for("en")), _words_of("s2", 3, labels_for("en"))
    ('Back to the call of note 14', 'Page 3')
    """
    if target == "fn-author":
        return labels.note_on_author
    if target == "fnref-author":
        return labels.back_to_byline
    if match := re.fullmatch(r"fn(ref)?-(\d+)(?:-\d+)?", target):
        return (labels.back_to_note if match[1] else labels.note).format(note=match[2])
    return labels.page.format(page=page)


# --- what belongs to nothing --------------------------------------------------------------------------------------------


def _make_artifacts(pdf: pikepdf.Pdf, root: Any, tagged: set[tuple[int, int]], repeated: set[tuple[int, int]]) -> None:
    """Mark running heads, page numbers and `repeated` heads of tables as artifacts.

    They have no place in the order of the text (ISO 32000-2, 14.8.2.2.2); what stands in no margin is one of layout.
    """
    numbers = pikepdf.NumberTree(root.ParentTree)
    for page in pdf.pages:
        parents = numbers[int(page.obj.StructParents)]
        strays = {mcid for mcid, parent in enumerate(parents) if parent is not None and parent.objgen not in tagged}
        if not strays:
            continue
        stream = page.obj.Contents

        again = {mcid for mcid in strays if parents[mcid].objgen in repeated}

        def mark(match: re.Match[bytes], strays: set[int] = strays, again: set[int] = again) -> bytes:
            if int(match[1]) in again:
                return LAID_OUT
            return b"/Artifact <</Type /Pagination>> BDC" if int(match[1]) in strays else match[0]

        stream.write(_MARKED.sub(mark, stream.read_bytes()))
        for mcid in strays:
            parents[mcid] = None
