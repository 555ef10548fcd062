"""The EPUB 3.3 backend, with EbookLib: one file per section, notes on pages of their own.

`sanitize` makes the essay safe, `pages` and `front_back_matter` make the documents, `fonts` and `cover` what they show,
`package` the file. Documents are made by ourselves and not by pandoc's EPUB writer, which has no repeated notes and no pop-up
markup for a page of notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pressline.backends.epub.cover import Cover, cover_of
from pressline.backends.epub.fonts import embed, font_face_rules
from pressline.backends.epub.front_back_matter import (
    NAV,
    ContentsLine,
    about_pages,
    copyright_pages,
    cover_page,
    entries_of,
    nav_page,
    title_page,
)
from pressline.backends.epub.lists import counting_rules
from pressline.backends.epub.package import Content, File, Navigation, package
from pressline.backends.epub.pagelist import PageBreak, mark_pages
from pressline.backends.epub.pages import Text, text_pages
from pressline.backends.epub.sanitize import SafeBook, guard
from pressline.backends.epub.wide import RULES
from pressline.backends.epub.xhtml import XhtmlPage, document
from pressline.book.html import html_of
from pressline.findings import Finding
from pressline.layouts.font_check import check_font
from pressline.layouts.sheets import EPUB, style_sheets
from pressline.locale.directions import is_right_to_left
from pressline.locale.labels import Labels, labels_for
from pressline.model import Artifact, Book, Layout, Metadata
from pressline.runtime.files import sha256, write_whole
from pressline.runtime.namespaces import MATHML

Render = Callable[[Book, Layout, Path], tuple[Artifact, list[Finding]]]

_XHTML = "application/xhtml+xml"
_MATH = f"{MATHML}math"


@dataclass(frozen=True, slots=True)
class _StartedBook:
    """All of an EPUB that its page list does not change."""

    safe: SafeBook
    labels: Labels
    text: Text
    cover: Cover
    front: list[XhtmlPage]
    back: list[XhtmlPage]
    findings: list[Finding]


def render(book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Write the EPUB of a book to `out`, whole or not at all.

    Raises:
        PresslineError: B001 for a font that cannot be used, L003 for a missing epub.css, W002 when `out` cannot be
            written, T001 to T003 from pandoc.
    """
    return begin(book, layout, out)(book, layout, out)


def begin(book: Book, layout: Layout, out: Path) -> Render:
    """Do what does not wait for the pages of the PDF.

    What is returned does the rest of `render`, once.
    """
    check_font(layout.face)
    safe = guard(book, out.name)
    labels = labels_for(book.metadata.language)
    text = text_pages(html_of(safe.book), book.metadata, labels, safe.ids, out.name)
    cover, said = cover_of(book, layout.face, out.name)
    front = [cover_page(book.composition, labels, cover.name), title_page(book, labels)]
    back = [*text.notes, *about_pages(book.composition), *copyright_pages(book.composition)]
    return partial(_finish, _StartedBook(safe, labels, text, cover, front, back, [*safe.findings, *text.findings, *said]))


def _pages(begun: _StartedBook, marks: list[PageBreak]) -> tuple[list[XhtmlPage], Navigation]:
    """Every document in the order of reading, and the ways through them."""
    title, labels, text = begun.front[1], begun.labels, begun.text
    ends = (ContentsLine(page.title, page.name) for page in begun.back)
    toc = [ContentsLine(title.title, title.name), *entries_of(text.sections), *ends]
    landmarks = _landmarks(title, text, labels)
    pages = [*begun.front, nav_page(toc, landmarks, marks, labels), *text.sections, *begun.back]
    return pages, Navigation(toc, _guide(landmarks, labels), marks, labels.pages)


def _finish(begun: _StartedBook, book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Set the page breaks, and write the file."""
    pages, navigation = _pages(begun, mark_pages(begun.text.sections, book.pagination))
    fonts = embed(layout, pages) if layout.embed_fonts else {}
    sheets = _sheets(layout, fonts, pages)
    if is_right_to_left(book.metadata.language):
        from pressline.layouts.mirrored import mirrored

        sheets = {name: mirrored(sheet) for name, sheet in sheets.items()}
    cover = begun.cover
    files = [
        *(_page_file(page, book.metadata, list(sheets)) for page in pages),
        *(File(name, "text/css", text.encode()) for name, text in sheets.items()),
        File(cover.name, cover.media_type, cover.data, ("cover-image",)),
        *(File(picture.name, picture.media_type, picture.data) for picture in begun.safe.pictures),
        *(File(name, "font/ttf", data) for name, data in fonts.items()),
    ]
    data = package(book, files, navigation, _content(begun.safe, pages, paged=bool(book.pagination)))
    write_whole(out, data)
    return Artifact("epub", out, len(data), sha256(data)), begun.findings


def _sheets(layout: Layout, fonts: Iterable[str], pages: Iterable[XhtmlPage]) -> dict[str, str]:
    """The style sheets by name, in cascade order, each as its author wrote it."""
    texts = style_sheets(layout, EPUB)
    names = ["style.css", *(f"style-{number}.css" for number in range(2, len(texts) + 1))]
    return {"base.css": font_face_rules(fonts) + RULES + counting_rules(page.body for page in pages)} | dict(
        zip(names, texts, strict=True)
    )


def _page_file(page: XhtmlPage, metadata: Metadata, sheets: Iterable[str]) -> File:
    """A page as a file of the spine, with its manifest properties (EPUB 3.3, D.2)."""
    properties = [*(["nav"] if page.name == NAV else []), *(["mathml"] if _holds_math(page) else [])]
    return File(page.name, _XHTML, document(page, metadata.language, metadata.title, sheets), tuple(properties), spine=True)


def _holds_math(page: XhtmlPage) -> bool:
    return any(True for _ in page.body.iter(_MATH))


def _landmarks(title: XhtmlPage, text: Text, labels: Labels) -> list[tuple[str, str, str]]:
    """The landmarks: epub:type, href, words."""
    marks = [("titlepage", title.name, title.title), ("toc", f"{NAV}#toc", labels.contents)]
    marks.append(("bodymatter", text.sections[0].name, labels.start))
    return [*marks, *(("endnotes", page.name, page.title) for page in text.notes[:1])]


# What EPUB 2 (OPF 2.0.1, 2.6) calls the landmarks.
_GUIDE = {"titlepage": "title-page", "toc": "toc", "bodymatter": "text", "endnotes": "notes"}


def _guide(landmarks: list[tuple[str, str, str]], labels: Labels) -> list[tuple[str, str, str]]:
    """The same for readers of EPUB 2, with the cover."""
    marks = [("cover", "cover.xhtml", labels.cover)]
    return marks + [(_GUIDE[kind], href.partition("#")[0], words) for kind, href, words in landmarks]


def _content(safe: SafeBook, pages: list[XhtmlPage], *, paged: bool) -> Content:
    """What the accessibility metadata has to tell."""
    described = all(f.code not in ("B033", "B039") for f in safe.findings)
    return Content(bool(safe.pictures), described, any(map(_holds_math, pages)), paged)
