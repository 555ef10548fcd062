"""The PDF for the printer: the pages of the PDF for the screen as PDF/X-4 (ISO 15930-7).

The pages are laid out once and for both; here links and tags are taken away, every colour of text and rules is put on the
black plate, pictures are brought to gray or to the inks of the output intent, and the sheet gets a trim and a bleed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pressline.backends.pdf.screen import saved
from pressline.findings import Finding, Place, finding
from pressline.model import Book

BLEED = 9.0  # points: 0.125 in, what KDP and IngramSpark ask for
LEAST_DPI = 300  # of pictures; KDP's help pages, "Paperback submission guidelines"
# The printing condition of the profile that is shipped: SWOP, in the registry of the International Color Consortium.
CONDITION = ("CGATS TR 001", "http://www.color.org", "Artifex CMYK SWOP Profile")
_NUMBER = rb"-?\d*\.?\d+"
_RGB = re.compile(rb"(?<![\w.])(%s)\s(%s)\s(%s)\s(rg|RG)(?=\s|$)" % (_NUMBER, _NUMBER, _NUMBER))
_TAGGED = re.compile(rb"/(\w+)\s<<[^<>]*/MCID \d+[^<>]*>>\sBDC")
_WEIGHTS = (0.299, 0.587, 0.114)  # how light the eye finds red, green and blue (ITU-R BT.601)


@dataclass(frozen=True, slots=True)
class _Inks:
    """The profile of the output intent, and the transformation of sRGB into its inks."""

    data: bytes
    transform: Any


def print_ready(data: bytes, book: Book, profile: Path, place: Place) -> tuple[bytes, list[Finding]]:
    """The PDF of WeasyPrint as a PDF/X-4, and a finding B012 for every picture that is too coarse to be printed."""
    inks = _inks(profile)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        findings = list(_coarse(pdf, place))
        for key in ("/StructTreeRoot", "/MarkInfo", "/Names", "/ViewerPreferences", "/OutputIntents"):
            if key in pdf.Root:
                del pdf.Root[key]
        _shift_outline(pdf.Root.get("/Outlines", Dictionary()))
        _convert_objects(pdf, inks)
        for page in pdf.pages:
            _convert_page(page.obj)
        _intend(pdf, inks)
        _describe(pdf, book)
        return saved(pdf, version="1.6"), findings


def _inks(profile: Path) -> _Inks:
    from PIL import ImageCms

    cmyk = ImageCms.getOpenProfile(str(profile))
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), cmyk, "RGB", "CMYK", ImageCms.Intent.PERCEPTUAL)
    return _Inks(profile.read_bytes(), transform)


# --- colours ------------------------------------------------------------------------------------------------------------


def black_only(content: bytes) -> bytes:
    """A content stream with its colours on the black plate and without marks of tags.

    Text stands in hexadecimal in WeasyPrint's streams, so nothing in it looks like an operator.

    >>> black_only(b"0 0 0 rg 1 1 1 RG")
    b'0 0 0 1 k 0 0 0 0 K'
    """

    def ink(match: re.Match[bytes]) -> bytes:
        light = sum(float(match[k + 1]) * weight for k, weight in enumerate(_WEIGHTS))
        return b"0 0 0 %s %s" % (f"{1 - light:.4f}".rstrip("0").rstrip(".").encode(), b"k" if match[4] == b"rg" else b"K")

    return _TAGGED.sub(rb"/\1 BMC", _RGB.sub(ink, content))


def _convert_objects(pdf: pikepdf.Pdf, inks: _Inks) -> None:
    """Pictures to gray or CMYK, drawings to black."""
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == Name.Image and not thing.get("/ImageMask", False):
            _convert_picture(thing, inks)
        elif thing.get("/Subtype") == Name.Form or "/PatternType" in thing:
            thing.write(black_only(thing.read_bytes()))


def _convert_picture(stream: Any, inks: _Inks) -> None:
    """A picture in RGB becomes gray, if it is gray all over, or CMYK; its transparency stays as it is."""
    from PIL import Image, ImageChops, ImageCms

    if stream.get("/ColorSpace") == Name.DeviceGray:
        return
    picture = pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
    red, green, blue = picture.split()
    gray = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(red, blue)).getextrema()[1] == 0
    result: Image.Image = red if gray else ImageCms.applyTransform(picture, inks.transform) or picture
    stream.write(result.tobytes())
    stream.ColorSpace = Name.DeviceGray if gray else Name.DeviceCMYK
    stream.BitsPerComponent = 8
    for key in ("/Decode", "/DecodeParms"):
        if key in stream:
            del stream[key]


# --- pages --------------------------------------------------------------------------------------------------------------


def _convert_page(page: Any) -> None:
    """Take links away, put colours on the black plate, and set the page into its sheet."""
    for key in ("/Annots", "/StructParents", "/Tabs", "/CropBox", "/Group"):
        if key in page:
            del page[key]
    if "/ColorSpace" in page.Resources:
        del page.Resources["/ColorSpace"]
    _, _, width, height = (float(side) for side in page.MediaBox)
    page.MediaBox = Array([0, 0, width + 2 * BLEED, height + 2 * BLEED])
    page.BleedBox = page.MediaBox
    page.TrimBox = Array([BLEED, BLEED, width + BLEED, height + BLEED])
    content = black_only(page.Contents.read_bytes())
    page.Contents.write(b"q 1 0 0 1 %d %d cm\n%s\nQ" % (BLEED, BLEED, content))


def _shift_outline(item: Any) -> None:
    """Let the outline lead to where things stand on the larger sheet."""
    child = item.get("/First")
    while child is not None:
        dest = child.get("/Dest")
        if isinstance(dest, Array) and len(dest) >= 4:
            dest[2], dest[3] = float(dest[2]) + BLEED, float(dest[3]) + BLEED
        _shift_outline(child)
        child = child.get("/Next")


def _coarse(pdf: pikepdf.Pdf, place: Place) -> Iterator[Finding]:
    """Pictures with fewer than `LEAST_DPI` points to the inch at the size they are printed in."""
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


def _intend(pdf: pikepdf.Pdf, inks: _Inks) -> None:
    """Name the printing condition that the file is made for (ISO 15930-7, 6.2.2)."""
    identifier, registry, info = CONDITION
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFX,
                    OutputConditionIdentifier=String(identifier),
                    RegistryName=String(registry),
                    Info=String(info),
                    DestOutputProfile=pdf.make_stream(inks.data, N=4),
                )
            )
        ]
    )


def _describe(pdf: pikepdf.Pdf, book: Book) -> None:
    """Document properties and XMP as PDF/X-4 asks for them (ISO 15930-7, 6.7 and 6.8), the same for the same book."""
    made = datetime.fromtimestamp(book.stamp, UTC)
    for key in ("/CreationDate", "/ModDate"):
        pdf.docinfo[key] = String(f"D:{made:%Y%m%d%H%M%S}Z")
    pdf.docinfo["/Trapped"] = Name("/False")
    metadata, digest = book.metadata, book.digest
    when = f"{made:%Y-%m-%dT%H:%M:%SZ}"
    ident = f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
    creators = "".join(f"<rdf:li>{_xml(author.name)}</rdf:li>" for author in metadata.author)
    keywords = ", ".join(metadata.keywords)
    text = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(metadata.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>
<pdf:Keywords>{_xml(keywords)}</pdf:Keywords><pdf:Trapped>False</pdf:Trapped><pdf:Producer>{_xml(str(pdf.docinfo.Producer))}\
</pdf:Producer>
<xmp:CreatorTool>Pressline</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate><xmp:MetadataDate>{when}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{ident}</xmpMM:DocumentID><xmpMM:InstanceID>uuid:{ident}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
    pdf.Root.Metadata = pdf.make_stream(text.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _xml(text: str) -> str:
    return escape("".join(c for c in text if c.isprintable() or c == " "))
