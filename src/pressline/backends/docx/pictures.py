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
from pressline.runtime.local_files import TOO_LARGE, decoded, file_beside, is_too_large

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
    except faults() as error:  # of any kind: Pillow's decoders are many
        many = isinstance(error, Image.DecompressionBombWarning | Image.DecompressionBombError)
        reason = "it has too many pixels" if many else "it is no sound picture that Word shows"
        return [string(words)], [finding("B050", Place(str(path)), target=target, reason=reason)]
    kept = [["", [], [pair for pair in attributes[2] if pair[0] in ("width", "height")]], [string(words)], [uri, title]]
    return {"t": "Image", "c": kept}, []


def _data_uri(path: Path) -> str:
    """A picture as a data: URI, whole and decodable."""
    data = path.read_bytes()
    with decoded(data) as image:
        kind = image.format or ""
        if kind not in _NATIVE or image.getexif().get(ExifTags.Base.Orientation, 1) != 1:
            data, kind = _redrawn(image, kind)
    return f"data:{_NATIVE[kind]};base64,{base64.b64encode(data).decode()}"


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
