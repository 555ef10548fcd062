"""Pictures, read from the essay's folder and nowhere else, as data: URIs: pandoc in its sandbox reads no file."""

from __future__ import annotations

import base64
import io
import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from pressline.beside import file_beside
from pressline.faults import faults
from pressline.findings import Finding, Place, finding
from pressline.model import Node
from pressline.tree import plain, string

# What Word shows as it is; another kind that Pillow can read is set as a PNG.
_NATIVE = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}


def picture(node: Node, folder: Path) -> tuple[Node | list[Node], list[Finding]]:
    """An Image node that carries its picture, or its alternative text and a finding P007 or B050 when there is none."""
    attributes, alternative, (target, title) = node["c"]
    words = plain(alternative)
    path = file_beside(folder, target)
    if path is None:
        return [string(words)], [finding("P007", Place(str(folder)), target=target)]
    try:
        uri = _data_uri(path)
    except faults() as error:  # of any kind: Pillow's decoders are many
        reason = "it is no picture that Word shows" if isinstance(error, UnidentifiedImageError) else str(error)
        return [string(words)], [finding("B050", Place(str(path)), target=target, reason=reason)]
    kept = [["", [], [pair for pair in attributes[2] if pair[0] in ("width", "height")]], [string(words)], [uri, title]]
    return {"t": "Image", "c": kept}, []


def _data_uri(path: Path) -> str:
    """A picture as a data: URI, whole and decodable."""
    data = path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data)) as image:
                kind = image.format or ""
                image.load()
                if kind not in _NATIVE:
                    buffer = io.BytesIO()
                    image.convert("RGBA").save(buffer, "PNG")
                    data, kind = buffer.getvalue(), "PNG"
        except Image.DecompressionBombWarning as error:
            raise ValueError("it has too many pixels") from error
    return f"data:{_NATIVE[kind]};base64,{base64.b64encode(data).decode()}"
