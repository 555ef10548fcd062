"""Pictures without what cameras and programs write into them.

Place, serial numbers, names, remarks. The pixels stay byte for byte, and so do profiles of colours and which side is up. JPEG:
ITU-T T.81, B.1.1.4, and Exif 2.32; PNG: W3C PNG 3, 11.3; WebP: RFC 9649, 2.7.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
_PNG_REMARKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_REMARKS = frozenset({b"EXIF", b"XMP "})
_EXIF, _PROFILE, _COMMENT, _SCAN, _END = 0xE1, 0xE2, 0xFE, 0xDA, 0xD9
_OWN = frozenset({0xE0, 0xEE})  # JFIF, Adobe's kind of colours: without them it would look otherwise
_ORIENTATION, _PLACE = 0x0112, 0x8825  # tags of Exif
_UPRIGHT = 1


def without_remarks(data: bytes) -> bytes:
    """A picture without what its file says beside the pixels; other files as they are."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(PNG):
        return without_chunks(data, _PNG_REMARKS)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return data


def says_place(data: bytes) -> bool:
    """Whether a JPEG says where it was taken."""
    return any(kind == _EXIF and _tag(part[4:], _PLACE) is not None for kind, part in _segments(data))


def _jpeg(data: bytes) -> bytes:
    """A JPEG with only those segments that a decoder needs, and which side is up."""
    kept = [b"\xff\xd8"]
    for kind, part in _segments(data):
        if kind == _EXIF:
            side = _tag(part[4:], _ORIENTATION)
            kept += [_oriented(side)] if side not in (None, _UPRIGHT) else []
        elif kind == _PROFILE:
            kept += [part] if part[4:].startswith(b"ICC_PROFILE\0") else []
        elif kind != _COMMENT and not (0xE0 <= kind <= 0xEF and kind not in _OWN):
            kept.append(part)
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG with their markers; the last is the pixels."""
    at = 2
    while data.startswith(b"\xff\xd8") and at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == _SCAN or kind in (0xD8, 0xD9, 0x01) or 0xD0 <= kind <= 0xD7:
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield kind, data[at : at + 2 + length]
        at += 2 + length
    yield 0, data[at : _end_of_pixels(data, at)]


def _end_of_pixels(data: bytes, at: int) -> int:
    """Where a JPEG ends; phones put other pictures behind it, with a place and a date.

    In what is coded, FF is followed by 00 or by a mark to start again; the scans of one picture have segments between them.
    """
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        kind = data[at + 1]
        if kind == _END:
            return at + 2
        held = kind not in (0x00, 0x01, 0xD8, 0xFF) and not 0xD0 <= kind <= 0xD7 and at + 4 <= len(data)
        at += 2 + struct.unpack_from(">H", data, at + 2)[0] if held else 1 if kind == 0xFF else 2
    return len(data)


def _tag(exif: bytes, wanted: int) -> int | None:
    """The value of a tag in the first directory of Exif.

    None when it is not there, or is damaged.
    """
    if not exif.startswith(b"Exif\0\0"):
        return None
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return None
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for row in range(count):
            tag, kind = struct.unpack_from(f"{order}HH", tiff, start + 2 + 12 * row)
            if tag == wanted:
                (value,) = struct.unpack_from(f"{order}{'H' if kind == 3 else 'I'}", tiff, start + 10 + 12 * row)
                return int(value)
    except struct.error:
        return None
    return None


def _oriented(side: int | None) -> bytes:
    """A segment of Exif that says which side is up, and no more."""
    row = struct.pack(">HHIHH", _ORIENTATION, 3, 1, side or _UPRIGHT, 0)
    body = b"Exif\0\0" + struct.pack(">2sHIH", b"MM", 42, 8, 1) + row + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def without_chunks(data: bytes, names: frozenset[bytes]) -> bytes:
    """A PNG without the chunks of these names; what is cut short stays so."""
    kept, at = [PNG], len(PNG)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] not in names:
            kept.append(data[at : at + length + 12])
        at += length + 12
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    """A WebP without those chunks, and without the flags that announce them."""
    kept, at = [], 12
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        chunk = data[at : at + 8 + length + length % 2]
        if chunk[:4] == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if chunk[:4] not in _WEBP_REMARKS:
            kept.append(chunk)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
