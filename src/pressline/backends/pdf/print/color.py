"""Colours as a printer wants them.

Text and rules on the black plate, pictures in gray or in the inks of the output intent.

Text stands in hexadecimal in WeasyPrint's streams, so nothing in it looks like an operator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

# The printing condition of the profile that is shipped: SWOP, in the registry of the International Color Consortium.
CONDITION = ("CGATS TR 001", "http://www.color.org", "Artifex CMYK SWOP Profile")
_NUMBER = rb"-?(?:\d++(?:\.\d++)?+|\.\d++)"
_RGB = re.compile(rb"(?<![\w.])(%s)\s(%s)\s(%s)\s(rg|RG)(?=\s|$)" % (_NUMBER, _NUMBER, _NUMBER))
_TAGGED = re.compile(rb"/(\w++)\s<<(?=[^<>]*/(?:MCID \d|Type /Pagination))[^<>]*+>>\sBDC")
_WEIGHTS = (0.299, 0.587, 0.114)  # how light the eye finds red, green and blue (ITU-R BT.601)


@dataclass(frozen=True, slots=True)
class Inks:
    """The profile of the output intent, and the transformation of sRGB into its inks."""

    data: bytes
    transform: Any


def inks_of(profile: Path) -> Inks:
    """The inks that a profile describes."""
    from PIL import ImageCms

    cmyk = ImageCms.getOpenProfile(str(profile))
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), cmyk, "RGB", "CMYK", ImageCms.Intent.PERCEPTUAL)
    return Inks(profile.read_bytes(), transform)


def black_only(content: bytes) -> bytes:
    """A content stream with its colours on the black plate and without marks of tags.

    >>> black_only(b"0 0 0 rg 1 1 1 RG")
    b'0 0 0 1 k 0 0 0 0 K'
    """

    def ink(match: re.Match[bytes]) -> bytes:
        light = sum(float(match[k + 1]) * weight for k, weight in enumerate(_WEIGHTS))
        return b"0 0 0 %s %s" % (f"{1 - light:.4f}".rstrip("0").rstrip(".").encode(), b"k" if match[4] == b"rg" else b"K")

    return untagged(_RGB.sub(ink, content))


def untagged(content: bytes) -> bytes:
    """A content stream without marks of tags."""
    return _TAGGED.sub(rb"/\1 BMC", content)


def convert_objects(pdf: pikepdf.Pdf, inks: Inks, *, flat: bool) -> None:
    """Pictures to gray or CMYK, drawings to black.

    `flat`: what shows through shows the paper, and is transparent no more.
    """
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == Name.Image and not thing.get("/ImageMask", False):
            _convert_picture(thing, inks, flat=flat)
        elif thing.get("/Subtype") == Name.Form or "/PatternType" in thing:
            thing.write(black_only(thing.read_bytes()))
            if flat and "/Group" in thing:
                del thing["/Group"]


def _convert_picture(stream: Any, inks: Inks, *, flat: bool) -> None:
    """A picture in RGB becomes gray, if it is gray all over, or CMYK."""
    from PIL import Image, ImageChops, ImageCms

    mask = stream.get("/SMask")
    if stream.get("/ColorSpace") == Name.DeviceGray and not (flat and mask is not None):
        return
    picture = pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
    if flat and mask is not None:
        opacity = pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(picture.size)
        picture = Image.composite(picture, Image.new("RGB", picture.size, "white"), opacity)
        del stream["/SMask"]
    red, green, blue = picture.split()
    gray = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(red, blue)).getextrema()[1] == 0
    result: Image.Image = red if gray else ImageCms.applyTransform(picture, inks.transform) or picture
    stream.write(result.tobytes())
    stream.ColorSpace = Name.DeviceGray if gray else Name.DeviceCMYK
    stream.BitsPerComponent = 8
    for key in ("/Decode", "/DecodeParms"):
        if key in stream:
            del stream[key]


def flatten_states(page: Any) -> bool:
    """Take the opacity out of the graphics states of a page.

    False when some of it was less than full.
    """
    full = True
    for state in page.get("/Resources", Dictionary()).get("/ExtGState", Dictionary()).values():
        for key in ("/ca", "/CA"):
            full = full and float(state.get(key, 1)) == 1
            if key in state:
                del state[key]
        full = full and state.get("/SMask") in (None, Name("/None"))
    return full


def intend(pdf: pikepdf.Pdf, inks: Inks) -> None:
    """Name the printing condition that the file is made for (ISO 15930-7, 6.2.2)."""
    identifier, registry, info = CONDITION
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(identifier),
        RegistryName=String(registry),
        Info=String(info),
        DestOutputProfile=pdf.make_stream(inks.data, N=4),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
