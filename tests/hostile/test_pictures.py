"""No picture stops a book: what is sound is shown, upright, and what is not is left out by name, in every format."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pressline.model import Job, Report
from pressline.pipeline.build import build


def chunk(kind: bytes, data: bytes, wrong: int = 0) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) ^ wrong)


def png(more: bytes = b"", after: bytes = b"", data: bytes | None = None, size: tuple[int, int] = (20, 20)) -> bytes:
    """A PNG of 20 × 20 grey pixels with more chunks before and after its pixels, or with other data for them."""
    head = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress((b"\0" + b"\x40" * 20) * 20) if data is None else data)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + pixels + after + chunk(b"IEND", b"")


def drawn(kind: str, mode: str = "RGB", **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (20, 20)).save(stream, kind, **options)
    return stream.getvalue()


BOMB = zlib.compress(b"a" * 70_000_000)  # of text, more than Pillow takes
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'
PICTURES: dict[str, Callable[[], bytes]] = {
    "text bomb before.png": lambda: png(chunk(b"zTXt", b"k\0\0" + BOMB)),
    "text bomb after.png": lambda: png(after=chunk(b"zTXt", b"k\0\0" + BOMB)),
    "unicode bomb.png": lambda: png(chunk(b"iTXt", b"k\0\1\0\0\0" + BOMB)),
    "profile bomb.png": lambda: png(chunk(b"iCCP", b"k\0\0" + BOMB)),
    "many texts.png": lambda: png(chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 900_000)) * 90),
    "wrong sum.png": lambda: png(chunk(b"gAMA", b"abcd", wrong=1)),
    "short chunks.png": lambda: png(chunk(b"pHYs", b"a") + chunk(b"tRNS", b"") + chunk(b"cHRM", b"a") + chunk(b"sRGB", b"")),
    "animation.png": lambda: png(chunk(b"acTL", b"") + chunk(b"fcTL", b"a")),
    "exif.png": lambda: png(chunk(b"eXIf", b"MM\0*garbage")),
    "no pixels.png": lambda: png(data=b""),
    "torn pixels.png": lambda: png(data=b"garbage"),
    "nothing wide.png": lambda: png(size=(0, 0)),
    "sixty thousand.png": lambda: png(size=(60_000, 60_000)),
    "ten thousand.png": lambda: png(size=(10_000, 10_000)),
    "cut.png": lambda: png()[:60],
    "signature.png": lambda: png()[:8],
    "empty.png": lambda: b"",
    "page.png": lambda: b"<html>no picture",
    "cut.jpg": lambda: drawn("JPEG")[:300],
    "cmyk.jpg": lambda: drawn("JPEG", "CMYK"),
    "strange exif.jpg": lambda: drawn("JPEG", exif=b"Exif\0\0garbage"),
    "tiff.png": lambda: drawn("TIFF"),
    "bmp.png": lambda: drawn("BMP"),
    "postscript.png": lambda: drawn("EPS"),
    "cmyk tiff.png": lambda: drawn("TIFF", "CMYK"),
    "lab tiff.png": lambda: drawn("TIFF", "LAB"),
    "float tiff.png": lambda: drawn("TIFF", "F"),
    "gif.png": lambda: drawn("GIF"),
    "webp.png": lambda: drawn("WEBP"),
    "mpo.jpg": lambda: drawn("MPO", save_all=True, append_images=[Image.new("RGB", (20, 20))]),
    "sixteen.png": lambda: drawn("PNG", "I;16"),
    "heic.png": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
    "broken.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><rect></svg>",
    "deep.svg": lambda: SVG.format('width="9" height="9"', "<g>" * 240 + "</g>" * 240).encode(),
    "deeper.svg": lambda: SVG.format('width="9" height="9"', "<g>" * 3000 + "</g>" * 3000).encode(),
    "no size.svg": lambda: SVG.format("", "<rect width='4' height='4'/>").encode(),
    "sizes of nothing.svg": lambda: SVG.format(
        'width="x" height="-5" viewBox="0 0 0 0"', "<path d='M0 0L1e400 9 q'/>"
    ).encode(),
    "style.svg": lambda: SVG.format('width="9" height="9"', "<style>" + "(" * 5000 + "</style>").encode(),
    "transform.svg": lambda: SVG.format(
        'width="9" height="9"', "<rect transform='matrix(1) scale()' width='4' height='4'/>"
    ).encode(),
    "unit alone.svg": lambda: SVG.format('width="em" height="9"', "<rect width='4' height='4'/>").encode(),
    "box of words.svg": lambda: SVG.format('viewBox="a b c"', "<rect width='4' height='4'/>").encode(),
    "points.svg": lambda: SVG.format('width="9" height="9"', "<polygon points='1'/><path d='M'/><line x1='q'/>").encode(),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """An essay that shows them all, a folder of that name, and one that is a cover too, in three formats."""
    folder = tmp_path_factory.mktemp("pictures")
    for name, data in PICTURES.items():
        (folder / name).write_bytes(data())
    (folder / "folder.png").mkdir()
    pictures = "\n\n".join(f"Here: {name}.\n\n![{name}](<{name}>)" for name in [*PICTURES, "folder.png"])
    (folder / "essay.md").write_text(f"# One\n\n{pictures}\n\nThe end.\n", encoding="utf-8")
    (folder / "metadata.yaml").write_text("title: T\nauthor: A B\ncover: text bomb after.png\n", encoding="utf-8")
    return build(Job(folder / "essay.md", folder / "out"))


def test_a_book_comes_out_whatever_its_pictures_are(made: Report) -> None:
    assert [found for found in made.findings if found.severity == "error"] == []
    assert [artifact.format for artifact in made.artifacts] == ["pdf", "epub", "docx"]


@pytest.mark.parametrize(
    "name",
    ["sixty thousand.png", "torn pixels.png", "empty.png", "page.png", "broken.svg", "folder.png"]
    + ["postscript.png", "lab tiff.png", "unit alone.svg"],
)
def test_what_is_no_sound_picture_is_named(name: str, made: Report) -> None:
    codes = {found.code for found in made.findings if name in found.message}
    assert codes
    assert codes <= {"P007", "B030", "B050"}


@pytest.mark.parametrize("name", ["gif.png", "webp.png", "sixteen.png", "cmyk.jpg", "mpo.jpg"])
def test_nothing_is_said_of_a_sound_picture_whatever_its_name_says(name: str, made: Report) -> None:
    said = [found.message for found in made.findings if name in found.message]
    assert said == [f"the picture {name!r} has a caption, and no description of its own"]  # which is a query to the author


def test_a_picture_that_was_taken_sideways_stands_upright_in_word(tmp_path: Path) -> None:
    sideways = Image.new("RGB", (60, 20), (255, 255, 255))
    sideways.paste((255, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x112] = 6  # turn it clockwise: what is left comes to stand on top
    sideways.save(tmp_path / "photo.jpg", exif=exif, quality=95)
    (tmp_path / "essay.md").write_text("# One\n\n![A photo](photo.jpg)\n", encoding="utf-8")
    (tmp_path / "metadata.yaml").write_text("title: T\nauthor: A B\n", encoding="utf-8")
    assert not build(Job(tmp_path / "essay.md", formats=("docx",))).failed
    with zipfile.ZipFile(tmp_path / "essay.docx") as archive:
        (name,) = [name for name in archive.namelist() if name.startswith("word/media/")]
        with Image.open(io.BytesIO(archive.read(name))) as shown:
            assert shown.size == (20, 60)
            red, green, _ = shown.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
            assert red > 200 > 100 > green
            assert shown.getexif().get(0x112, 1) == 1
