"""Pictures of the essay, read from its folder alone, in formats that every reader shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pressline.runtime.faults import faults
from pressline.runtime.local_files import decoded, is_quiet_svg
from pressline.runtime.pictures import sound_picture

if TYPE_CHECKING:
    from PIL import Image

# The raster kinds among the core media types of EPUB 3.3 (3.2), by the name Pillow has for them.
_KINDS = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "GIF": ("gif", "image/gif"),
    "WEBP": ("webp", "image/webp"),
}
_MOST_BYTES = 20_000_000
_OPAQUE = 255
_ADDRESS = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*:|//)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it stands in the EPUB: its file, or what `runtime.pictures` makes of it.

    `clear`: what is under it shows through.
    """

    name: str
    media_type: str
    data: bytes
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a picture is not taken, and the code of the finding that says so."""

    code: str
    reason: str


def load_picture(folder: Path, target: str, number: int) -> Picture | Refused:
    """The picture that an essay in `folder` names; `number` makes its name in the EPUB."""
    if _ADDRESS.match(target):
        return Refused("B030", "it is not a file beside the essay")
    try:
        path = (folder / unquote(target)).resolve()
        if not path.is_relative_to(folder.resolve()):
            return Refused("B030", "it is not in the folder of the essay")
        if not path.is_file():
            return Refused("P007", "")
        if path.stat().st_size > _MOST_BYTES:
            return Refused("B030", f"it is larger than {_MOST_BYTES // 1_000_000} MB")
        data = path.read_bytes()
    except (OSError, ValueError, RuntimeError):  # ValueError: a NUL in the name; RuntimeError: a link to itself
        return Refused("P007", "")
    if is_quiet_svg(data):
        return Picture(f"picture-{number:02}.svg", "image/svg+xml", data, clear=True)
    found = _raster(path)
    if found is None:
        return Refused("B030", "it is no sound picture, nor an SVG without scripts and outside parts")
    kind, data = found
    return Picture(f"picture-{number:02}.{kind[0]}", kind[1], data, kind[2])


def _raster(path: Path) -> tuple[tuple[str, str, bool], bytes] | None:
    """Suffix and media type of a raster picture, whether it is transparent, its bytes."""
    made = sound_picture(path)
    if made is None:
        return None
    data = made.anew if made.anew is not None else path.read_bytes()
    try:
        with decoded(data, tuple(_KINDS)) as image:
            return (*_KINDS[made.kind], _shows_through(image)), data
    except faults():  # of any kind: Pillow's decoders are many
        return None


def _shows_through(image: Image.Image) -> bool:
    """Whether a point of a picture is not opaque.

    False positive it avoids: a channel of opacity that is full everywhere.
    """
    if not image.has_transparency_data:
        return False
    return bool(image.convert("RGBA").getchannel("A").getextrema()[0] != _OPAQUE)
