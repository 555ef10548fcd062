"""The cover, drawn from the metadata in the layout's own font.

One ink on a deep ground, type between two rules.

The picture is drawn as shades between ground and ink, and stored as a PNG whose palette runs from one to the other: text
stays crisp, and the file small. Nothing is left to chance: the ground follows from the title, so that the essays of one
author are told apart in a library and the same essay always looks the same.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pressline.backends.epub.pictures import Refused, load_picture
from pressline.findings import Finding, Place, finding
from pressline.layouts.cover_composition import MARGIN, RULE, WIDTH, CoverLine, front_of, ground_of
from pressline.model import Book, FontFamily, Metadata

HEIGHT = 2560  # pixels; with a width of 1600, the size that shops ask for
_NARROWEST = 1000
_INK = (244, 238, 224)
_GROUNDS = ((24, 42, 74), (98, 24, 30), (22, 62, 52), (58, 32, 66), (40, 46, 54), (12, 58, 70))
_FULL = 255  # shade of the ink


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover as it stands in the EPUB."""

    name: str
    media_type: str
    data: bytes


def cover_of(book: Book, face: FontFamily, path: str) -> tuple[Cover, list[Finding]]:
    """The author's own cover, as it is, or else one that is drawn; and what there is to say.

    `path` names the EPUB.

    The sizes are those that shops ask for: 1600 by 2560 pixels at best (Amazon), never less than 1000 across.
    """
    place = Place(path, spot="the cover")
    findings = []
    if book.metadata.cover:
        own = _own_cover(book.folder, book.metadata.cover)
        if isinstance(own, Cover):
            width, height = _size(own.data)
            if width < _NARROWEST or width > height:
                findings.append(finding("B036", place, width=width, height=height))
            return own, findings
        findings.append(finding("B035", place, target=book.metadata.cover[:80], reason=own))
    data, missing = draw_cover(book.metadata, face)
    if missing:
        findings.append(finding("B034", place, characters=missing))
    return Cover("cover.png", "image/png", data), findings


def _own_cover(folder: Path, target: str) -> Cover | str:
    """The picture that metadata.yaml names, or why it cannot be the cover."""
    picture = load_picture(folder, target, 1)
    if isinstance(picture, Refused):
        return picture.reason or "it was not found"
    suffix = {"image/png": "png", "image/jpeg": "jpg"}.get(picture.media_type)
    if suffix is None:
        return "a cover must be a PNG or JPEG"
    return Cover(f"cover.{suffix}", picture.media_type, picture.data)


def _size(data: bytes) -> tuple[int, int]:
    """Width and height of a sound picture, in pixels."""
    with Image.open(io.BytesIO(data)) as image:
        return image.size


def draw_cover(metadata: Metadata, face: FontFamily) -> tuple[bytes, str]:
    """The cover as PNG bytes, 1600 by 2560 pixels, and the characters without a glyph."""
    front = front_of(metadata, face, HEIGHT)
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    for rule in front.rules:
        draw.rectangle((MARGIN, rule, WIDTH - MARGIN, rule + RULE), fill=_FULL)
    for line in front.lines:
        _draw_line(draw, line, face)
    image.putpalette(_ramp(_GROUNDS[ground_of(metadata.title)]))
    out = io.BytesIO()
    image.save(out, "PNG")  # to make it a twelfth smaller would take six times as long
    return out.getvalue(), front.missing


def _draw_line(draw: ImageDraw.ImageDraw, line: CoverLine, face: FontFamily) -> None:
    """Draw a line of type, letter by letter where there is space between them."""
    font = ImageFont.truetype(str(face.italic if line.cut == "italic" else face.regular), line.size)
    if not line.tracking:
        draw.text((line.x, line.y), line.text, font=font, fill=line.shade)
        return
    x = line.x
    for character in line.text:
        draw.text((round(x), line.y), character, font=font, fill=line.shade)
        x += font.getlength(character) + line.size * line.tracking


def _ramp(ground: tuple[int, int, int]) -> list[int]:
    """The palette: 256 colours from ground to ink."""
    return [round(g + (i - g) * shade / 255) for shade in range(256) for g, i in zip(ground, _INK, strict=True)]
