"""Pictures as every format can show them: PNG, JPEG, GIF, WebP in plain colours.

Most are given back as they are, but for what cameras and programs write beside the pixels. What no reader is sure to show is
made anew, in the same way for every format and its audit: other kinds of file, sixteen bits a colour, the inks of a printer,
more pixels than any page can show, and PNG with a larger profile in it than Pillow decodes (1 MB; CVE-2014-9601).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pressline.runtime.faults import faults
from pressline.runtime.local_files import PIXELS, decoded, is_quiet_svg
from pressline.runtime.picture_metadata import PNG, says_place, without_chunks, without_remarks

if TYPE_CHECKING:
    from PIL import Image

MOST_MILLIONS = 250  # of pixels that a picture may have: decoded, they take 1 GB of memory
_MANY = 80_000_000  # pixels: a picture with more is set smaller; Pillow warns from 89 million on
_SIDE = 6000  # pixels of the longer side then: 300 to the inch on a page of 20 in
_QUALITY = 92  # of a JPEG that is made anew, of 100
# The suffixes of files that may have to be made anew.
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif", ""})
_SHOWN = {"PNG", "JPEG", "GIF", "WEBP"}
_PLAIN = {"1", "L", "LA", "P", "RGB", "RGBA"}
_OTHER = {"CMYK", "YCbCr", "HSV", "PA", "La", "RGBa", "RGBX"}  # that Pillow turns into them; LAB it does not
_PROFILE = frozenset({b"iCCP"})


@dataclass(frozen=True, slots=True)
class SoundPicture:
    """A picture that can be shown: Pillow's name of its kind, and its bytes.

    `anew`: the bytes, if they are not those of its file.

    `smaller`: its size in pixels, in words, when it was made smaller. `placed`: its file said where it was taken.
    """

    kind: str
    anew: bytes | None = None
    smaller: str = ""
    placed: bool = False


def is_sound(path: Path) -> bool:
    """Whether a file is a picture that can be shown.

    A drawing that is quiet, or pixels that can be decoded to their end.
    """
    if path.suffix.lower() == ".svg":
        try:
            return is_quiet_svg(path.read_bytes())
        except faults():
            return False
    return sound_picture(path) is not None


def made_anew(path: Path) -> bytes | None:
    """The bytes of a raster picture as it is shown, if they are not those of its file."""
    made = sound_picture(path)
    return made.anew if made else None


def sound_picture(path: Path) -> SoundPicture | None:
    """The raster picture of a file as it can be shown.

    None when it is damaged, no picture, or too large.
    """
    try:
        about = path.stat()
    except OSError:
        return None
    return _sound_picture(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=32)
def _sound_picture(path: Path, _size: int, _time: int) -> SoundPicture | None:
    """As `sound_picture`; some are remembered.

    Each is asked for when a file is made and when it is audited.
    """
    try:
        given = path.read_bytes()
    except faults():
        return None
    placed, bare = says_place(given), without_remarks(given)
    for data in _versions(bare):
        try:
            return replace(_made(given, data), placed=placed)
        except faults():  # of any kind: Pillow's decoders are many
            continue
    return None


def _made(given: bytes, data: bytes) -> SoundPicture:
    """What is shown of a picture; `data`: what is left of the bytes `given`."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, MOST_MILLIONS * 1_000_000 // 2  # twice as many are an error
        try:
            with Image.open(io.BytesIO(data), formats=PIXELS) as image:
                pixels, kind = image.width * image.height, "JPEG" if image.format == "MPO" else image.format or ""
                if pixels > _MANY:
                    return _smaller(image, kind, pixels)
        finally:
            Image.MAX_IMAGE_PIXELS = before
    with decoded(data, any_colours=True) as image:
        if kind in _SHOWN and image.mode in _PLAIN:
            return SoundPicture(kind, None if data is given or data == given else data)
        return _anew(image, kind, "")


def _smaller(image: Image.Image, kind: str, pixels: int) -> SoundPicture:
    """A picture with fewer pixels; a JPEG is decoded at a part of its size."""
    if pixels > MOST_MILLIONS * 1_000_000:
        raise ValueError("too many pixels")
    image.draft("RGB", (_SIDE, _SIDE))
    image.load()
    image.thumbnail((_SIDE, _SIDE), reducing_gap=2.0)
    return _anew(image, kind, f"{image.width} by {image.height}")


def _anew(image: Image.Image, kind: str, smaller: str) -> SoundPicture:
    """A picture written anew, upright, in eight bits of grey or of red, green and blue."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    plain = _in_plain_colours(upright)
    buffer = io.BytesIO()
    if kind == "JPEG":
        plain.convert("L" if plain.mode == "L" else "RGB").save(buffer, "JPEG", quality=_QUALITY)
        return SoundPicture("JPEG", buffer.getvalue(), smaller)
    plain.save(buffer, "PNG")
    return SoundPicture("PNG", buffer.getvalue(), smaller)


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """A picture in colours that every reader knows.

    By its profile, if it has one for its inks.
    """
    if image.mode in _PLAIN:
        return image.convert("RGBA") if image.mode == "P" else image
    if image.mode.startswith("I") or image.mode == "F":
        low, high = image.getextrema()
        scale = 1 / 257 if image.mode.startswith("I;16") or (isinstance(high, int | float) and 255 < high <= 65535) else 1.0
        return image.convert("F").point(lambda value: value * scale).convert("L")
    if image.mode == "CMYK" and image.info.get("icc_profile"):
        from PIL import ImageCms

        try:
            inks = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
            made = ImageCms.profileToProfile(image, inks, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
        except ImageCms.PyCMSError:
            return image.convert("RGB")
    if image.mode not in _OTHER:
        raise ValueError(f"colours of the kind {image.mode}")
    return image.convert("RGBA" if image.mode in ("PA", "La", "RGBa") else "RGB")


def _versions(data: bytes) -> Iterator[bytes]:
    """The bytes of a picture; of a PNG then those without its profile.

    Pillow takes at most a megabyte of one, unpacked.
    """
    yield data
    if data.startswith(PNG):
        yield without_chunks(data, _PROFILE)
