"""The PDF for the printer: the pages of the PDF for the screen as PDF/X (ISO 15930).

The pages are laid out once and for both; here links and tags are taken away, every colour of text and rules is put on the
black plate, pictures are brought to gray or to the inks of the output intent, and the page gets its sheet. PDF/X-4 is what
printers take today; some ask for X-1a or X-3, which know no transparency.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String

from pressline.backends.pdf.print.color import black_only, convert_objects, flatten_states, inks_of, intend
from pressline.backends.pdf.print.page_boxes import set_into_sheet, shift_outline
from pressline.backends.pdf.screen.pdfua1 import saved
from pressline.book.identity import document_uuid
from pressline.findings import Finding, Place, finding
from pressline.layouts.printers import padded
from pressline.model import Book, Printing, PrintKind

LEAST_DPI = 300  # of pictures; KDP's help pages, "Paperback submission guidelines"


@dataclass(frozen=True, slots=True)
class Standard:
    """A kind of PDF/X: its PDF version, its identification, and what it may hold.

    The identification stands in Info (X-4: in the XMP).
    """

    version: str
    claim: str
    conformance: str = ""
    flat: bool = True  # no transparency


# ISO 15930-7:2010, 15930-6:2003 and -3:2002, 15930-4:2003 and -1:2001 (X-1a): the clauses on identification.
STANDARDS: dict[PrintKind, Standard] = {
    "x-4": Standard("1.6", "PDF/X-4", flat=False),
    "x-3": Standard("1.4", "PDF/X-3:2003"),
    "x-3:2002": Standard("1.3", "PDF/X-3:2002"),
    "x-1a": Standard("1.4", "PDF/X-1a:2003"),
    "x-1a:2001": Standard("1.3", "PDF/X-1:2001", "PDF/X-1a:2001"),
}


IntoSheet = Callable[[Any, bytes, Printing], float]  # a page, its content; how far that moves to the right and up


def print_ready(
    data: bytes, book: Book, profile: Path, place: Place, into_sheet: IntoSheet = set_into_sheet
) -> tuple[bytes, list[Finding]]:
    """Finished pages as a PDF/X of the kind asked for, and the findings.

    Findings: B012 for every picture that is too coarse to be printed, B013 for a drawing that shows through.
    """
    standard, inks = STANDARDS[book.printing.kind], inks_of(profile)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        findings = list(_coarse(pdf, place))
        for key in ("/StructTreeRoot", "/MarkInfo", "/Names", "/ViewerPreferences", "/OutputIntents"):
            if key in pdf.Root:
                del pdf.Root[key]
        if not book.printing.outline and "/Outlines" in pdf.Root:
            del pdf.Root["/Outlines"]
        _add_blank_pages(pdf, book)
        convert_objects(pdf, inks, flat=standard.flat)
        if standard.flat:
            findings += _flatten(pdf, place)
        for page in pdf.pages:
            _strip(page.obj)
            edge = into_sheet(page.obj, black_only(page.obj.Contents.read_bytes()), book.printing)
        shift_outline(pdf.Root.get("/Outlines", Dictionary()), edge)
        intend(pdf, inks)
        claim(pdf, standard)
        describe(pdf, book, "" if standard.flat else standard.claim)
        return saved(pdf, version=standard.version), findings


def _add_blank_pages(pdf: pikepdf.Pdf, book: Book) -> None:
    """Fill the last leaf, as the printer wants it."""
    if book.printing.printer is None:
        return
    _, _, width, height = (float(side) for side in pdf.pages[0].obj.MediaBox)
    for _ in range(padded(book.printing.printer, len(pdf.pages)) - len(pdf.pages)):
        pdf.add_blank_page(page_size=(width, height))


def _strip(page: Any) -> None:
    """Take away what is for the screen."""
    for key in ("/Annots", "/StructParents", "/Tabs", "/CropBox", "/Group"):
        if key in page:
            del page[key]
    if "/ColorSpace" in page.Resources:
        del page.Resources["/ColorSpace"]


def _flatten(pdf: pikepdf.Pdf, place: Place) -> Iterator[Finding]:
    """Take the opacity out of every graphics state, and say where that changes what is seen."""
    for number, page in enumerate(pdf.pages, start=1):
        if not flatten_states(page.obj):
            yield finding("B013", Place(place.path, spot=f"page {number}"))
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form and not flatten_states(thing):
            yield finding("B013", place)


def _coarse(pdf: pikepdf.Pdf, place: Place) -> Iterator[Finding]:
    """Pictures with fewer than `LEAST_DPI` dots per inch at their printed size."""
    for number, page in enumerate(pdf.pages, start=1):
        pictures = page.obj.Resources.get("/XObject", Dictionary())
        matrix, stack = pikepdf.Matrix(), []
        steps: list[Any] = list(pikepdf.parse_content_stream(page, "q Q cm Do")) if len(pictures) else []
        for operands, operator in steps:
            name = str(operator)
            if name == "q":
                stack.append(matrix)
            elif name == "Q" and stack:
                matrix = stack.pop()
            elif name == "cm":
                matrix = pikepdf.Matrix(*(float(value) for value in operands)) @ matrix
            elif name == "Do" and "/Width" in pictures.get(operands[0], {}):
                dpi = int(pictures[operands[0]].Width) / (max(abs(matrix.a), abs(matrix.b)) / 72)
                if dpi < LEAST_DPI - 1:
                    yield finding("B012", Place(place.path, spot=f"page {number}"), dpi=round(dpi), least=LEAST_DPI)


# --- the file -----------------------------------------------------------------------------------------------------------


def claim(pdf: pikepdf.Pdf, standard: Standard) -> None:
    """Say in Info what the file is, which X-4 says in the XMP."""
    pdf.docinfo["/Trapped"] = Name("/False")
    if standard.flat:
        pdf.docinfo["/GTS_PDFXVersion"] = String(standard.claim)
    if standard.conformance:
        pdf.docinfo["/GTS_PDFXConformance"] = String(standard.conformance)


def describe(pdf: pikepdf.Pdf, book: Book, version: str = "") -> None:
    """Document properties and XMP as PDF/X asks for them (ISO 15930-7, 6.7 and 6.8).

    The same for the same book.
    """
    made = datetime.fromtimestamp(book.stamp, UTC)
    for key in ("/CreationDate", "/ModDate"):
        pdf.docinfo[key] = String(f"D:{made:%Y%m%d%H%M%S}Z")
    pdf.docinfo["/Title"] = String(book.metadata.title)
    pdf.Root.Metadata = pdf.make_stream(_xmp(pdf, book, version).encode(), Type=Name.Metadata, Subtype=Name.XML)


def _xmp(pdf: pikepdf.Pdf, book: Book, version: str) -> str:
    metadata, digest = book.metadata, book.digest
    when = f"{datetime.fromtimestamp(book.stamp, UTC):%Y-%m-%dT%H:%M:%SZ}"
    instance = f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
    creators = "".join(f"<rdf:li>{_xml(author.name)}</rdf:li>" for author in metadata.author)
    claim = f"<pdfxid:GTS_PDFXVersion>{version}</pdfxid:GTS_PDFXVersion>" if version else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
{claim}
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(metadata.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>
<pdf:Keywords>{_xml(", ".join(metadata.keywords))}</pdf:Keywords><pdf:Trapped>False</pdf:Trapped>\
<pdf:Producer>{_xml(str(pdf.docinfo.get("/Producer", "")))}</pdf:Producer>
<xmp:CreatorTool>Pressline</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate><xmp:MetadataDate>{when}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document_uuid(metadata)}</xmpMM:DocumentID>
<xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _xml(text: str) -> str:
    return escape("".join(c for c in text if c.isprintable() or c == " "))
