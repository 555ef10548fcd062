"""Every picture that can be read is made so that all formats show it; what cannot is named."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from pressline.backends import pdf
from pressline.book.markdown import parse_essay
from pressline.model import Job, Layout, Metadata
from pressline.pipeline.build import build
from pressline.runtime.picture_metadata import says_place, without_remarks
from pressline.runtime.pictures import is_sound, sound_picture


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def red(path: Path) -> None:
    Image.new("RGB", (40, 30), (200, 30, 30)).save(path)


def with_text(path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("profile", "x" * 2_000_000, zip=True)
    Image.new("RGB", (40, 30), (200, 30, 30)).save(path, pnginfo=text)


def with_profile(path: Path) -> None:
    Image.new("RGB", (40, 30), (200, 30, 30)).save(path, icc_profile=b"\0" * 2_000_000)


def of_inks(path: Path) -> None:
    Image.new("RGB", (40, 30), (200, 30, 30)).convert("CMYK").save(path)


@pytest.mark.parametrize(
    ("name", "make", "kind"),
    [
        ("text.png", with_text, "PNG"),
        ("profile.png", with_profile, "PNG"),
        ("inks.jpg", of_inks, "JPEG"),
        ("inks.tif", of_inks, "PNG"),
        ("new.avif", red, "PNG"),
        ("old.bmp", red, "PNG"),
    ],
)
def test_what_no_reader_is_sure_to_show_is_made_anew(
    tmp_path: Path, name: str, make: Callable[[Path], None], kind: str
) -> None:
    make(tmp_path / name)
    made = sound_picture(tmp_path / name)
    assert made is not None and made.anew is not None and made.kind == kind
    image = opened(made.anew)
    assert image.format == kind and image.size == (40, 30) and image.mode == "RGB"
    colour = image.getpixel((20, 15))
    assert isinstance(colour, tuple)
    assert all(abs(found - wanted) < 12 for found, wanted in zip(colour, (200, 30, 30), strict=True))


@pytest.mark.parametrize("name", ["plain.png", "plain.jpg", "plain.gif", "plain.webp"])
def test_what_every_reader_shows_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    red(tmp_path / name)
    made = sound_picture(tmp_path / name)
    assert made is not None and made.anew is None and not made.smaller


def test_sixteen_bits_of_grey_keep_their_shades(tmp_path: Path) -> None:
    rows = b"".join(b"\0" + b"".join(struct.pack(">H", x * 256) for x in range(256)) for _ in range(2))
    head = struct.pack(">IIBBBBB", 256, 2, 16, 0, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    (tmp_path / "deep.png").write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    made = sound_picture(tmp_path / "deep.png")
    assert made is not None and made.anew is not None
    shades = [opened(made.anew).crop((0, 0, 256, 1)).tobytes()[at] for at in (0, 64, 128, 255)]
    assert all(abs(found - wanted) <= 1 for found, wanted in zip(shades, (0, 64, 128, 254), strict=True))


def test_very_many_pixels_are_made_fewer_and_it_is_said(tmp_path: Path) -> None:
    """90 million, black on white: a few thousand bytes."""
    Image.new("1", (10_000, 9_000), 1).save(tmp_path / "large.png")
    made = sound_picture(tmp_path / "large.png")
    assert made is not None and made.anew is not None and made.smaller == "6000 by 5400"
    assert opened(made.anew).size == (6000, 5400)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_what_is_damaged_is_no_picture(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.png").write_bytes(data)
    assert not is_sound(tmp_path / "p.png")


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100" fill="red"/>'
    '<text x="20" y="50" font-size="20">A label of it</text></svg>'
)


def test_all_kinds_come_out_in_all_formats_and_a_broken_one_stops_nothing(tmp_path: Path) -> None:
    with_text(tmp_path / "text.png")
    of_inks(tmp_path / "inks.jpg")
    red(tmp_path / "new.avif")
    (tmp_path / "drawn.svg").write_text(DRAWING)
    (tmp_path / "broken.png").write_bytes((tmp_path / "text.png").read_bytes()[:60])
    names = ["text.png", "inks.jpg", "new.avif", "drawn.svg", "broken.png"]
    text = "\n\n".join(f'Before {name}.\n\n![Caption of {at}]({name}){{alt="A plate"}}' for at, name in enumerate(names))
    (tmp_path / "essay.md").write_text(text)
    (tmp_path / "metadata.yaml").write_text("title: T\nauthor: A B\n")
    report = build(Job(tmp_path / "essay.md", tmp_path / "out"))
    assert [f.message for f in report.findings if f.severity == "error"] == []
    assert {f.place.path.rsplit("/", 1)[-1] for f in report.findings if f.code == "B050"} == {"broken.png"}
    with zipfile.ZipFile(tmp_path / "out" / "essay.docx") as docx:
        drawn = [opened(docx.read(name)) for name in docx.namelist() if name.startswith("word/media/")]
    assert len(drawn) == 4
    assert any(image.getpixel((image.width - 5, 5))[:3] == (255, 0, 0) and image.width > image.height for image in drawn), (  # type: ignore[index]
        "the drawing"
    )


def photograph(kind: str, side: int = 6) -> bytes:
    """A picture with a place, a camera and a name in it, and which side is up."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = side, "Camera 7", "Ada Ek"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(buffer, kind, exif=exif, quality=90)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_picture_loses_its_remarks_and_no_pixel(kind: str) -> None:
    data = photograph(kind)
    bare = without_remarks(data)
    assert b"Camera 7" in data
    assert b"Camera 7" not in bare
    assert b"Ada Ek" not in bare
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(bare)) as after:
        assert list(before.getdata()) == list(after.getdata())
        assert after.getexif().get_ifd(0x8825) == {}
        assert kind != "JPEG" or after.getexif()[0x0112] == 6, "which side is up"
    assert without_remarks(bare) == bare


@pytest.mark.parametrize("progressive", [False, True])
def test_pictures_behind_a_photograph_go_with_their_place(progressive: bool) -> None:
    """As phones put them there: a small copy, a map of the light."""
    buffer = io.BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(buffer, "JPEG", progressive=progressive, restart_marker_blocks=4)
    several = b"\xff\xe2\x00\x08MPF\0\0\0"
    data = buffer.getvalue()[:2] + several + buffer.getvalue()[2:]
    bare = without_remarks(data + photograph("JPEG"))
    assert b"Camera 7" not in bare
    assert b"MPF" not in bare
    assert bare == without_remarks(buffer.getvalue())
    with Image.open(io.BytesIO(buffer.getvalue())) as before, Image.open(io.BytesIO(bare)) as after:
        assert list(before.getdata()) == list(after.getdata())


def test_the_place_of_a_photograph_is_in_no_file_and_is_said(tmp_path: Path, essay_layout: Layout) -> None:
    (tmp_path / "bridge.jpg").write_bytes(photograph("JPEG", side=1))
    book = parse_essay("![A bridge](bridge.jpg)\n\nText.\n", Metadata("T"), tmp_path / "essay.md", stamp=315532800)
    artifact, findings = pdf.render(book, essay_layout, tmp_path / "out.pdf")
    assert "B059" in [found.code for found in findings]
    assert b"Camera 7" not in artifact.path.read_bytes()


CUT_SHORT = [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00", b"\x89PNG\r\n\x1a\n\x00", b"RIFF\x00\x00\x00\x00WEBPVP8X"]


@pytest.mark.parametrize("data", CUT_SHORT)
def test_a_picture_that_is_cut_short_stays_what_it_is(data: bytes) -> None:
    assert len(without_remarks(data)) <= len(data) + 8
    assert not says_place(data)
