"""The only door to WeasyPrint: nothing is fetched, and its log becomes findings.

Files are read from given folders alone.

WeasyPrint goes on in silence after a missing font (Kozea/WeasyPrint#2310), a bad rule or a picture it cannot read: all
that is told only to its logger, which is read here.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lxml import etree

from pressline.backends.pdf.layout.directions import BOTH
from pressline.backends.pdf.layout.document import markup
from pressline.findings import Finding, Place, finding, stop
from pressline.runtime.pictures import PICTURES, made_anew

# Archival and tagged: the title stands in the XMP too, and tags cost 0.1 s of 2 and 20 KB (WeasyPrint 70, 10 pages).
VARIANT = "pdf/a-2a"
# Where the essay seems to lie: WeasyPrint 70 names a picture in the file after its URL, which must not depend on the folder.
BASE = "file:///essay/"
SHEETS = "file:///layout/"  # and its style sheets
_NAMED = 4  # places that B011 names
_SAID_BEFORE = ".notdef glyph"  # B004 names the characters
_FONT_MESSAGES = ("Failed to load font", "Font-face", "Unable to load font")  # how its templates about fonts begin


Printed = tuple[bytes, list[Finding]]
Page = etree._Element | str  # a tree without name space, or HTML
Press = Callable[..., Printed | None]


def print_pdf(page: Page, sheets: tuple[str, ...], roots: tuple[Path, ...], place: Place) -> Printed:
    """The PDF of a page, and what WeasyPrint complains of.

    Errors are those of `printer_for` and of what it gives.
    """
    with printer_for(sheets, roots, place) as press:
        printed = press(page)
        assert printed is not None, "nobody looked at the pages"
        return printed


@contextmanager
def printer_for(
    sheets: tuple[str, ...], roots: tuple[Path, ...], place: Place, made: Mapping[str, bytes] | None = None
) -> Iterator[Press]:
    """A printer of pages with these style sheets and their fonts, which are read once.

    It may be given what looks at the pages as they are laid out; where that says that they are not good, it gives None.

    Files are read from inside `roots` and nowhere else. A page's own paths start from the first of the roots, those of the
    style sheets from the second. `made`: drawings (SVG) by their addresses, which are no files.

    Raises:
        PresslineError: B003 when WeasyPrint cannot be loaded.
        RecursionError: when a page is nested too deeply for it; some 500 elements (WeasyPrint 70).
    """
    try:
        from pressline.backends.pdf.weasyprint_patches import patched
        from pressline.backends.pdf.weasyprint_patches.import_hooks import weasyprint
    except (ImportError, OSError) as error:  # OSError: a library of Pango is missing
        raise stop("B003", place, reason=str(error).strip().split("\n", 1)[0]) from error
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = _fetcher(roots, {} if made is None else made)
    with _captured_log() as records, _fonts_beside_draft(place):
        styles = [weasyprint.CSS(string=sheet, base_url=SHEETS, font_config=fonts, url_fetcher=fetcher) for sheet in sheets]
        of_sheets = len(records)

        def press(page: Page, good: Callable[[Any], bool] | None = None) -> Printed | None:
            del records[of_sheets:]
            both = not isinstance(page, str) and page.get(BOTH) is not None
            with patched(both_directions=both) as patches:
                html = _read(weasyprint, page, fetcher, "page trees" in patches.groups)
                laid = html.render(stylesheets=styles, font_config=fonts, pdf_variant=VARIANT)
                if good is not None and not good(laid.pages):
                    return None
                data: bytes = laid.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=True)
            findings = [_complaint(record, place) for record in records if not str(record.msg).startswith(_SAID_BEFORE)]
            return data, [*findings, *unpatched(patches.missing, patches.version, place)]

        yield press


def _read(weasyprint: Any, page: Page, fetcher: Any, as_trees: bool) -> Any:
    """A page as WeasyPrint has it before it is set."""
    if as_trees and not isinstance(page, str):
        from pressline.backends.pdf.weasyprint_patches.tree_input import Tree

        return Tree(page, BASE, fetcher)
    text = page if isinstance(page, str) else markup(page)
    return weasyprint.HTML(string=text, base_url=BASE, url_fetcher=fetcher)


def _fetcher(roots: tuple[Path, ...], made: Mapping[str, bytes]) -> Any:
    """A fetcher that opens files inside `roots`, gives what is `made`.

    And refuses everything else.

    WeasyPrint 70 asks for a subclass.

    `BASE` is read as the first of the roots, `SHEETS` as the second.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    inside = [root.resolve() for root in roots]

    class Reader(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in made:
                return URLFetcherResponse(url, made[url], {"Content-Type": "image/svg+xml"})
            for base, root in zip((BASE, SHEETS), inside, strict=False):
                if url.startswith(base):
                    url = root.as_uri() + "/" + url.removeprefix(base)
            parts = urlsplit(url)
            path = Path(url2pathname(parts.path)).resolve()
            if parts.scheme != "file" or not any(path.is_relative_to(root) for root in inside):
                raise ValueError(f"not read, because it lies outside the essay and the layout: {url[:200]}")
            # Of a picture with the address of a file, WeasyPrint 70 reads the file again when it writes the PDF.
            anew = made_anew(path) if path.suffix.lower() in PICTURES else None
            if anew:
                return URLFetcherResponse("about:blank", anew, {"Content-Type": "application/octet-stream"})
            return super().fetch(path.as_uri(), headers)

    return Reader(allowed_protocols=("file",), allow_redirects=False)


class _LogHandler(logging.Handler):
    """Keeps the records it is given."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)


@contextmanager
def _fonts_beside_draft(place: Place) -> Iterator[None]:
    """Let WeasyPrint copy fonts into the draft's folder, which is removed with it."""
    before = tempfile.tempdir
    folder = Path(place.path).parent
    tempfile.tempdir = str(folder) if folder.is_dir() else before
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextmanager
def _captured_log() -> Iterator[list[logging.LogRecord]]:
    """The warnings and errors that WeasyPrint logs meanwhile."""
    records: list[logging.LogRecord] = []
    handler = _LogHandler(records)
    logger = logging.getLogger("weasyprint")
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield records
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _complaint(record: logging.LogRecord, place: Place) -> Finding:
    text = record.getMessage()
    if str(record.msg).startswith(_FONT_MESSAGES):
        return finding("B001", place, face=str((record.args or ("",))[0]), reason=text)  # type: ignore[index]
    return finding("B002", place, text=text)


def unpatched(missing: tuple[Any, ...], version: str, place: Place) -> list[Finding]:
    """Findings B011 for rows of `weasyprint_patches.patches` with unknown source code."""
    if not missing:
        return []
    from pressline.backends.pdf.weasyprint_patches.patching import fallen_groups

    names = list(dict.fromkeys(patch.place for patch in missing))
    more = [f"{len(names) - _NAMED} other places"] if len(names) > _NAMED else []
    groups = ", ".join(fallen_groups(missing))
    return [finding("B011", place, version=version, groups=groups, places=", ".join(names[:_NAMED] + more))]
