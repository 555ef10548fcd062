"""Pictures, read from the essay's folder and nowhere else, as data: URIs.

Pandoc in its sandbox reads no file.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from pressline.findings import Finding, Place, finding
from pressline.model import Node
from pressline.pandoc.tree import plain, string
from pressline.runtime.faults import faults
from pressline.runtime.local_files import TOO_LARGE, decoded, file_beside, is_quiet_svg, is_too_large
from pressline.runtime.pictures import MOST_MILLIONS, sound_picture

# What Word shows as it is; another kind that Pillow can read is set as a PNG.
_NATIVE = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif"}
_QUALITY = 95  # of a JPEG that is turned, of 100


def picture(node: Node, folder: Path) -> tuple[Node | list[Node], list[Finding]]:
    """An Image node with its picture, or its alternative text and a finding P007 or B050."""
    attributes, alternative, (target, title) = node["c"]
    words = plain(alternative)
    path = file_beside(folder, target)
    if path is None:
        return [string(words)], [finding("P007", Place(str(folder)), target=target)]
    if is_too_large(path):
        return [string(words)], [finding("B050", Place(str(path)), target=target, reason=TOO_LARGE)]
    try:
        uri = _data_uri(path)
    except faults():  # of any kind: Pillow's decoders are many
        reason = f"it is no sound picture that Word shows, or has more than {MOST_MILLIONS} million pixels"
        return [string(words)], [finding("B050", Place(str(path)), target=target, reason=reason)]
    kept = [["", [], [pair for pair in attributes[2] if pair[0] in ("width", "height")]], [string(words)], [uri, title]]
    return {"t": "Image", "c": kept}, []


def _data_uri(path: Path) -> str:
    """A picture as a data: URI, whole and decodable; a drawing as the picture of it.

    Raises:
        one of `faults`: for what cannot be shown.
    """
    if path.suffix.lower() == ".svg":
        data, kind = _of_drawing(path), "PNG"
    else:
        made = sound_picture(path)
        if made is None:
            raise ValueError("no sound picture")
        data, kind = made.anew if made.anew is not None else path.read_bytes(), made.kind
        with decoded(data) as image:
            if kind not in _NATIVE or image.getexif().get(ExifTags.Base.Orientation, 1) != 1:
                data, kind = _redrawn(image, kind)
    return f"data:{_NATIVE[kind]};base64,{base64.b64encode(data).decode()}"


def _of_drawing(path: Path) -> bytes:
    """A PNG of a drawing, because not every Word shows SVG."""
    from pressline.backends.pdf.layout.drawing import png_of

    data = path.read_bytes()
    if not is_quiet_svg(data):
        raise ValueError("a drawing that acts or fetches")
    return png_of(path)


def _redrawn(image: Image.Image, kind: str) -> tuple[bytes, str]:
    """A picture upright, as its EXIF says that it was taken, which Word does not read.

    And the kind that it is now.
    """
    buffer = io.BytesIO()
    upright = ImageOps.exif_transpose(image)
    if kind in ("JPEG", "MPO"):
        upright.save(buffer, "JPEG", quality=_QUALITY, icc_profile=image.info.get("icc_profile"))
        return buffer.getvalue(), "JPEG"
    upright.convert("RGBA").save(buffer, "PNG")
    return buffer.getvalue(), "PNG"
