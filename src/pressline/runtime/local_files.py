"""Find what an essay names by its path: in its own folder alone, safe to draw."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from pressline.runtime.input_files import MB, MOST_MB
from pressline.runtime.namespaces import SVG

if TYPE_CHECKING:
    from PIL import Image

TOO_LARGE = f"it is larger than {MOST_MB} MB"

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*:|//)")  # false positive it avoids: "./a:b.png" is a path
_SVG = f"{SVG}svg"
# CSS that fetches. False positive it avoids: "url(#gradient)" and "url('#gradient')" stay within the picture.
_OUTSIDE = re.compile(r"@import|url\(\s*+['\"]?+(?!#)")
_NUMBER = re.compile(r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?")
_UNIT_ALONE = re.compile(
    r"^(?![+-]?\.?\d)\S*?(?:%|em|ex|px|pt|pc|in|cm|mm|q)$", re.IGNORECASE
)  # false positive avoided: "12em"
_WITHIN = re.compile(r"^#([^\s)]+)$|url\(\s*['\"]?#([^\s'\")]+)")
_ACTIVE = frozenset({"script", "foreignobject", "a", "set", "animate", "animatemotion", "animatetransform"})
# Kinds of pictures that are decoded at all. Pillow knows forty, and has Ghostscript draw one of them (EPS).
PIXELS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
_JPEG_MODES = frozenset({"L", "RGB", "CMYK"})
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"})  # what a PNG can hold, as which WeasyPrint 70 writes them
_MOST_BYTES = 20_000_000
_MOST_ELEMENTS = 100_000  # painted, those that are painted again by `use` or as a pattern counted again


def file_beside(folder: Path, target: str) -> Path | None:
    """The file that a target names, when it is one of a folder or below.

    Links that lead out of it are not followed.
    """
    if _SCHEME.match(target):
        return None
    try:
        path = (folder / unquote(target)).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL in it, links in a circle
        return None


def is_too_large(path: Path) -> bool:
    """Whether a picture has more bytes than are read of one."""
    return path.stat().st_size > MOST_MB * MB


@contextmanager
def decoded(data: bytes, formats: tuple[str, ...] = PIXELS, *, any_colours: bool = False) -> Iterator[Image.Image]:
    """A raster picture, decoded to its end, whatever this process has set in Pillow.

    WeasyPrint 70 lets Pillow take pictures that end too early, for the whole process, as soon as it is imported.

    Raises:
        one of `faults`: for what is no picture, is damaged, has more pixels or text than Pillow's limits, or colours that
            are no reader's, unless `any_colours` are asked for.
    """
    from PIL import Image, ImageFile  # most essays have no picture

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=formats) as image:
                image.load()
                image.getexif()
                if not any_colours and image.mode not in (_JPEG_MODES if image.format in ("JPEG", "MPO") else _MODES):
                    raise ValueError(f"colours of the kind {image.mode}")
                yield image
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def is_quiet_svg(data: bytes) -> bool:
    """Whether SVG bytes have no action, nothing from outside, and end when painted."""
    if b"<svg" not in data or b"<!" in data.replace(b"<!--", b"") or len(data) > _MOST_BYTES:
        return False
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    return root.tag == _SVG and _is_measured(root) and all(map(_is_quiet, root.iter())) and _weight(root) <= _MOST_ELEMENTS


def _is_measured(root: etree._Element) -> bool:
    """Whether width, height and viewBox of an SVG can be read, if it has them.

    WeasyPrint 70 fails at "em" and at "0 0 a b".
    """
    sizes = [str(root.get(name, "")).strip() for name in ("width", "height")]
    box = str(root.get("viewBox", "")).replace(",", " ").split()
    return not any(_UNIT_ALONE.search(size) for size in sizes) and all(map(_NUMBER.fullmatch, box)) and len(box) in (0, 4)


def _is_quiet(element: etree._Element) -> bool:
    """Whether an element of an SVG neither acts nor fetches."""
    if not isinstance(element.tag, str):
        return element.tag is etree.Comment
    if element.tag.rpartition("}")[2].lower() in _ACTIVE or _OUTSIDE.search(element.text or ""):
        return False
    for key, value in element.attrib.items():
        name = str(key).rpartition("}")[2].lower()
        if name.startswith("on") or (name == "href" and not str(value).startswith("#")) or _OUTSIDE.search(str(value)):
            return False
    return True


def _weight(root: etree._Element) -> int:
    """How many elements are painted; more than `_MOST_ELEMENTS` when some contain themselves."""
    by_id = {str(element.get("id")): element for element in root.iter(etree.Element) if element.get("id")}
    weights: dict[etree._Element, int] = {}
    stack = [root]
    while stack:
        element = stack[-1]
        parts = [*element.iterchildren(etree.Element), *(by_id[name] for name in _named(element) if name in by_id)]
        open_parts = [part for part in parts if part not in weights]
        if open_parts and len(stack) > 10_000:
            return _MOST_ELEMENTS + 1  # in a circle
        if open_parts:
            stack.append(open_parts[0])
            continue
        weights[element] = 1 + sum(weights[part] for part in parts)
        stack.pop()
    return weights[root]


def _named(element: etree._Element) -> list[str]:
    """The ids of what an element paints besides its own children."""
    return [first or second for value in element.attrib.values() for first, second in _WITHIN.findall(str(value))]
