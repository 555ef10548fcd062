"""The package: metadata and manifest by EbookLib, and a reproducible zip.

What EbookLib 0.20 does that is avoided here: it parses HTML items again and drops attributes of <body> and the <head>
(so every document is a bare item with bytes of our own, the navigation document included); it takes every element with
epub:type and an id for a page (aerkalov/ebooklib#339; `epub3_pages`); it writes no xml:lang on the package; it dates the
zip's entries with the clock (so the zip is written anew).
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from ebooklib import epub
from lxml import etree

from pressline.backends.epub.front_back_matter import ContentsLine
from pressline.backends.epub.pagelist import PageBreak, add_page_targets
from pressline.backends.epub.xhtml import safe
from pressline.locale.directions import is_right_to_left
from pressline.model import Accessibility, Book, Composition, Metadata, Series
from pressline.runtime.namespaces import XML_LANG
from pressline.runtime.zip_dates import zip_date

_MIMETYPE = "mimetype"
_CONTAINER = "META-INF/container.xml"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the EPUB. `spine`: it is read in the order of the files.

    Others are only used.
    """

    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()
    spine: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Accessibility features of the content: described pictures, formulas, page breaks."""

    pictures: bool
    described: bool
    formulas: bool
    paged: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The ways through the EPUB for readers of EPUB 2.

    Contents, guide (kind, href, words), page breaks and their heading.
    """

    toc: list[ContentsLine]
    guide: list[tuple[str, str, str]]
    pages: list[PageBreak]
    pages_heading: str


class _Item(epub.EpubItem):  # type: ignore[misc]
    """Bytes that EbookLib writes as they are, with the properties of the manifest's entry."""

    def __init__(self, file: File) -> None:
        uid = "ncx" if file.name.endswith(".ncx") else file.name.replace(".", "-")
        super().__init__(uid=uid, file_name=file.name, media_type=file.media_type, content=file.data)
        self.properties = list(file.properties)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, with the language on the package and the page list in the NCX."""

    def __init__(self, raw: io.BytesIO, book: epub.EpubBook, options: dict[str, object], navigation: Navigation) -> None:
        super().__init__(raw, book, options)
        self.navigation = navigation

    def _get_ncx(self) -> bytes:
        ncx = _with_depth(super()._get_ncx())
        marks = self.navigation.pages
        return add_page_targets(ncx, marks, self.navigation.pages_heading) if marks else ncx

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(XML_LANG, self.book.language)
        root.attrib.pop("prefix", "")  # the only prefixes used are reserved ones (EPUB 3.3, D.1)
        super()._write_opf_file(root)


def _with_depth(ncx: bytes) -> bytes:
    """An NCX that says how deep it is (NISO Z39.86-2005, 8.4.1).

    EbookLib 0.20 writes 0, which is no depth.
    """
    root = etree.fromstring(ncx)
    space = str(root.tag).removesuffix("ncx")
    point = f"{space}navPoint"
    depth = max((1 + sum(1 for _ in each.iterancestors(point)) for each in root.iter(point)), default=1)
    for meta in root.iter(f"{space}meta"):
        if meta.get("name") == "dtb:depth":
            meta.set("content", str(depth))
    return etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True)


def package(book: Book, files: list[File], navigation: Navigation, content: Content) -> bytes:
    """The finished EPUB."""
    whole = epub.EpubBook()
    whole.reset()
    whole.metadata.clear()
    whole.language = book.metadata.language
    whole.direction = "rtl" if is_right_to_left(book.metadata.language) else None
    whole.title = safe(book.metadata.title)
    whole.set_identifier(book.composition.identifiers[0])
    _add_metadata(whole, book.metadata, book.composition)
    _add_series(whole, book.metadata.series)
    _add_accessibility(whole, content, book.metadata.accessibility)
    if book.pagination:
        whole.add_metadata("DC", "source", safe(book.pagination.source))
        whole.add_metadata(None, "meta", safe(book.pagination.source), {"property": "pageBreakSource"})
    for file in files:
        item = _Item(file)
        whole.add_item(item)
        if "cover-image" in file.properties:
            whole.add_metadata(None, "meta", "", {"name": "cover", "content": item.id})  # for readers of EPUB 2
        if file.spine:
            whole.spine.append(item)
    whole.add_item(epub.EpubNcx())
    whole.toc = _toc(navigation.toc)
    whole.guide = [{"type": kind, "href": href, "title": words} for kind, href, words in navigation.guide]
    made = datetime.datetime.fromtimestamp(book.stamp, datetime.UTC)
    options = {"epub3_pages": False, "epub3_landmark": False, "raise_exceptions": True, "mtime": made}
    options["compresslevel"] = 0  # all is packed once more
    raw = io.BytesIO()
    writer = _Writer(raw, whole, options, navigation)
    writer.process()
    writer.write()
    return _pack(raw, book.stamp)


def _toc(entries: list[ContentsLine], prefix: str = "nav") -> list[object]:
    """The table of contents as EbookLib wants it for the NCX."""
    result: list[object] = []
    for number, entry in enumerate(entries, start=1):
        title, uid = safe(entry.title), f"{prefix}-{number}"
        below = _toc(entry.below, uid)
        result.append((epub.Section(title, entry.href), below) if below else epub.Link(entry.href, title, uid))
    return result


def _add_metadata(whole: epub.EpubBook, metadata: Metadata, around: Composition) -> None:
    """Dublin Core with its refinements (EPUB 3.3, 5.5)."""

    def dc(name: str, value: str, uid: str | None = None, **refinements: str) -> None:
        whole.add_metadata("DC", name, safe(value), {"id": uid} if uid else {})
        for key, text in refinements.items():
            about = {"refines": f"#{uid}", "property": key.replace("_", "-")}
            if key in _SCHEMES:
                about["scheme"] = _SCHEMES[key]
            whole.add_metadata(None, "meta", safe(text), about)

    dc("title", metadata.title, "title", title_type="main", display_seq="1")
    if metadata.subtitle:
        dc("title", metadata.subtitle, "subtitle", title_type="subtitle", display_seq="2")
    for number, (author, sort_name) in enumerate(zip(metadata.author, around.sort_names, strict=True), start=1):
        dc("creator", author.name, f"creator-{number}", role="aut", file_as=sort_name, display_seq=str(number))
    dc("language", metadata.language)
    for name, value in (
        ("description", metadata.abstract),
        ("publisher", metadata.publisher),
        ("rights", metadata.rights),
        ("date", metadata.date.isoformat() if metadata.date else None),
    ):
        if value:
            dc(name, value)
    for keyword in metadata.keywords:
        dc("subject", keyword)
    for doi in around.identifiers[1:]:
        dc("identifier", doi, "doi", identifier_type="06")


def _add_series(whole: epub.EpubBook, series: Series | None) -> None:
    """The series and the place in it (EPUB 3.3, D.3.1 belongs-to-collection)."""
    if series is None:
        return
    whole.add_metadata(None, "meta", safe(series.name), {"property": "belongs-to-collection", "id": "series"})
    whole.add_metadata(None, "meta", "series", {"refines": "#series", "property": "collection-type"})
    if series.number:
        whole.add_metadata(None, "meta", series.number, {"refines": "#series", "property": "group-position"})


_SCHEMES = {"role": "marc:relators", "identifier_type": "onix:codelist5"}


def _add_accessibility(whole: epub.EpubBook, content: Content, said: Accessibility) -> None:
    """What EPUB Accessibility 1.1 (3.2) asks to be told, computed from the content.

    And what the author answers for.
    """
    modes = ["textual", *(["visual"] if content.pictures else [])]
    sufficient = "textual" if content.described else "textual,visual"
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA"]
    features += ["alternativeText"] * content.described + ["MathML"] * content.formulas
    features += ["pageBreakMarkers", "pageNavigation"] * content.paged
    values = [("accessMode", mode) for mode in modes]
    values += [("accessModeSufficient", sufficient)]
    values += [("accessibilityFeature", feature) for feature in features]
    values += [("accessibilityHazard", "none")]
    for name, value in values:
        whole.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    summary, language = (safe(said.summary), whole.language) if said.summary else (_summary(content), "en")
    whole.add_metadata(None, "meta", summary, {"property": "schema:accessibilitySummary", XML_LANG: language})
    _add_claim(whole, said)


def _summary(content: Content) -> str:
    summary = "The text is reflowable, with headings, landmarks, and notes linked in both directions."
    if content.pictures:
        summary += " All pictures are described." if content.described else " Some pictures have no description but a caption."
    if content.paged:
        summary += " Page breaks are those of the PDF edition."
    return summary


def _add_claim(whole: epub.EpubBook, said: Accessibility) -> None:
    """The claimed conformance and its certifier (EPUB Accessibility 1.1)."""
    if not said.conforms_to:
        return
    whole.add_metadata(None, "meta", said.conforms_to, {"property": "dcterms:conformsTo", "id": "conformance"})
    if not said.certified_by:
        return
    about = {"refines": "#conformance", "property": "a11y:certifiedBy", "id": "certifier"}
    whole.add_metadata(None, "meta", safe(said.certified_by), about)
    about = {"refines": "#certifier"}
    if said.credential and said.credential.startswith(("https://", "http://")):
        whole.add_metadata(None, "link", None, about | {"rel": "a11y:certifierCredential", "href": safe(said.credential)})
    elif said.credential:
        whole.add_metadata(None, "meta", safe(said.credential), about | {"property": "a11y:certifierCredential"})
    if said.report:
        whole.add_metadata(None, "link", None, about | {"rel": "a11y:certifierReport", "href": safe(said.report)})


def _order(name: str) -> tuple[int, str]:
    """mimetype first (OCF 3.3, 4.2.3), then what readers look for first, then by name."""
    first = (_MIMETYPE, _CONTAINER, "EPUB/content.opf")
    return (first.index(name) if name in first else len(first), name)


def _pack(raw: io.BytesIO, stamp: int) -> bytes:
    """The same files in a zip with one date on all, in one order, mimetype stored."""
    date = zip_date(stamp)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(out, "w") as packed:
        for name in sorted(_unique(given.namelist()), key=_order):
            info = zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_STORED if name == _MIMETYPE else zipfile.ZIP_DEFLATED
            info.create_system = 3  # the same on every system
            info.external_attr = 0o644 << 16
            packed.writestr(info, given.read(name), compresslevel=9)
    return out.getvalue()


def _unique(names: Iterable[str]) -> list[str]:
    """The file names, none of which may occur twice in the zip."""
    found = list(names)
    assert len(set(found)) == len(found), "every file of the EPUB has a name of its own"
    return found
