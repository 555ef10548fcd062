"""The PDFs for screen and printer, set by WeasyPrint, footnotes on their call's page.

The book goes through small rooms: `prepare` changes what print says otherwise (list markers, mathematics, pictures that are
not there), `document` makes one HTML page of it with every note in place, `style` writes what layout.yaml says as CSS, and
`engine` is the only door to WeasyPrint, which is patched by `weasyprint_patches`; `repeated` says where a note called again
stands. `screen` adds to its PDF/A-2a what PDF/UA-1 asks for (`pdfua1`), or PDF/UA-2. `print` makes a PDF/X of that
(`printing`, `color`, `page_boxes`); `prepress` knows what a printer takes; `cover` and `barcode` make its cover, and `booklet`
puts pages in the order of folding: these are loaded when they are asked for, because the PDF for the screen waits for all
that is loaded here. `glyphs` looks beforehand whether the fonts can print the text, and which others can.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
from lxml import etree

from pressline.backends.pdf.layout.code import set_code
from pressline.backends.pdf.layout.directions import set_directions
from pressline.backends.pdf.layout.document import document
from pressline.backends.pdf.layout.engine import print_pdf, printer_for
from pressline.backends.pdf.layout.glyphs import (
    FontPlan,
    font_plan,
    heads_with_stand_ins,
    plan_findings,
    read_characters,
    sheets_with,
    urls_of,
    with_stand_ins,
)
from pressline.backends.pdf.layout.prepare import prepare
from pressline.backends.pdf.layout.repeated import with_pages
from pressline.backends.pdf.layout.style import has_formulas, prelude, sheets_for
from pressline.backends.pdf.layout.tables import fitted
from pressline.backends.pdf.screen.pdfua1 import finished
from pressline.book.html import Html, start_html
from pressline.findings import Finding, Place, finding, stop
from pressline.layouts import data_folder
from pressline.layouts.font_check import check_font
from pressline.layouts.sheets import PRINT, style_sheet
from pressline.locale.directions import is_right_to_left
from pressline.model import Artifact, Book, Digest, Layout, ScreenKind
from pressline.runtime.faults import faults, told
from pressline.runtime.files import sha256, write_whole

_ROUNDS = 6  # of laying out for a printer's margins: more than any has gutters; what still sticks out is too wide for the page
PROFILE = "artifex-cmyk-swop.icc"  # of layouts/profiles/


def render(book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Write the PDF for the screen to `out`, with the same bytes for the same input.

    Findings: P007 for a picture that is not there, B001 for a font, B002 for what WeasyPrint complains of, B040,
    B042 and B004 for characters that the fonts of the layout have not, B011 for patches of WeasyPrint that are left out.

    Raises:
        PresslineError: B003 without WeasyPrint, B010 when the essay is nested too deeply, B041 when WeasyPrint fails at the
            style sheet of a layout of the author's own, W002 when `out` cannot be written, T001 to T003.
    """
    data, findings, fonts = _pages(book, layout, Place(str(out)), book.printing.screen)
    return _written("pdf", out, data, fonts), findings


def render_print(book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Write the PDF for the printer to `out`: the pages of the PDF for the screen, as PDF/X.

    They are those of the finished PDF for the screen when this run has made one, and are laid out otherwise; the bytes are
    the same. A printer whose gutter is wider gets pages of its own.

    Findings and errors: as `render`; B012 for a picture that is too coarse, B013 for a drawing that PDF/X-1a and X-3 cannot
    hold, B014 to B017 for what a printer does not take, L003 when the profile of the inks is missing.
    """
    from pressline.backends.pdf.print.printing import print_ready

    place = Place(str(out))
    profile = data_folder("layouts/profiles") / PROFILE
    data, findings, fonts = _pages_for_print(book, layout, place)
    data, more = print_ready(data, book, profile, place)
    return _written("print", out, data, fonts), [*findings, *more]


def render_cover(book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Write the cover for the printer to `out`: back, spine and front, as wide as needed.

    The width follows from the finished inside.

    Findings: B001 for a font, B034 for characters that it cannot print, B018 for what had no room on the back.

    Raises:
        PresslineError: B019 when nobody says how thick the paper is; as `render`.
    """
    from pressline.backends.pdf.print.cover import drawn_cover, into_sheet, printing_of_cover, wrap_of
    from pressline.backends.pdf.print.printing import print_ready

    place = Place(str(out))
    with pikepdf.open(book.made["print"]) as inside:
        wrap = wrap_of(layout, book.printing, len(inside.pages))
    if not wrap.spine:
        raise stop("B019", place)
    drawn = drawn_cover(book, layout, wrap)
    data, findings = print_pdf(drawn.markup, drawn.sheets, (layout.face.regular.parent,), place)
    findings += [finding("B018", place, what=what) for what in drawn.left_out]
    findings += [finding("B034", place, characters=drawn.missing)] if drawn.missing else []
    cover = replace(book, printing=printing_of_cover(book.printing))
    data, more = print_ready(data, cover, data_folder("layouts/profiles") / PROFILE, place, partial(into_sheet, drawn.bars))
    return _written("cover", out, data), [*findings, *more]


def render_booklet(book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Write a booklet for an office printer to `out`, two pages on each side of a sheet.

    Findings and errors: as `render`, which lays them out if this run has not.
    """
    from pressline.backends.pdf.print.booklet import imposed

    data, findings, fonts = _made(book) or _pages(book, layout, Place(str(out)))
    return _written("booklet", out, imposed(data, book), fonts), findings


def _pages_for_print(book: Book, layout: Layout, place: Place) -> tuple[bytes, list[Finding], tuple[Path, ...]]:
    """The pages for the printer's PDF: those of the screen, if the printer's gutter allows."""
    printer = book.printing.printer
    data, findings, fonts = _made(book) or _pages(book, layout, place)
    if printer is None:
        return data, findings, fonts
    from pressline.backends.pdf.print.prepress import measure, opened, refusals

    rtl = is_right_to_left(book.metadata.language)
    measured = measure(data, rtl=rtl)
    for _ in range(_ROUNDS):
        wider = opened(layout, measured, printer)
        if wider is None:
            break
        layout = wider
        data, findings, fonts = _pages(book, layout, place)
        measured = measure(data, rtl=rtl)
    return data, [*findings, *refusals(measured, book.printing, place)], fonts


def _made(book: Book) -> tuple[bytes, list[Finding], tuple[Path, ...]] | None:
    """The pages that this run has finished for the screen, and has said all of.

    None when there are none.
    """
    made = None if book.printing.screen else book.made.get("pdf")
    return (made.read_bytes(), [], ()) if made else None


def _pages(book: Book, layout: Layout, place: Place, kind: ScreenKind = "") -> tuple[bytes, list[Finding], tuple[Path, ...]]:
    """The finished pages of the PDF for the screen.

    What else is made of them is made of the older kind.
    """
    data, findings, fonts = _laid_out(book, layout, place)
    return finished(data, book.metadata.language, kind), findings, fonts


def _written(name: str, out: Path, data: bytes, fonts: tuple[Path, ...] = ()) -> Artifact:
    write_whole(out, data)
    return Artifact(name, out, len(data), sha256(data), tuple(map(_digest, fonts)))


def _digest(path: Path) -> Digest:
    data = path.read_bytes()
    return Digest(path.name, len(data), sha256(data))


def _laid_out(book: Book, layout: Layout, place: Place) -> tuple[bytes, list[Finding], tuple[Path, ...]]:
    """The bytes of the PDF as WeasyPrint writes it, its findings, and its fonts."""
    roots = (book.folder, layout.folder, layout.face.regular.parent, data_folder("fonts"))
    drawings: dict[str, bytes] = {}
    try:
        prepared, findings = prepare(book)
        rtl = is_right_to_left(prepared.metadata.language)
        sheets = (prelude(layout, book.composition, rtl=rtl), *sheets_for(prepared, layout), style_sheet(layout, PRINT))
        if rtl:
            from pressline.layouts.mirrored import mirrored

            sheets = (sheets[0], *map(mirrored, sheets[1:]))
        with start_html(prepared) as html:  # meanwhile the fonts and the style sheets are read
            check_font(layout.face)
            read_characters(layout)
            with printer_for(sheets, roots, place, drawings) as press:
                page, more = _page(prepared, html(), layout, place, drawings)
                findings += more
                set_directions(page, prepared.metadata.language)
                plan = font_plan(page, prepared.metadata, layout)
                made = (b"", []) if plan else with_pages(page, book, lambda: fitted(page, partial(press, page), place))
                data, complaints = made
        if plan:
            with_stand_ins(page, plan)
            sheets = (prelude(layout, heads_with_stand_ins(book.composition, plan), rtl=rtl), *sheets[1:])
            files = tuple(font.path for font in plan.fonts)
            urls = urls_of(plan, drawings)
            with printer_for(sheets_with(sheets, plan, urls), (*roots, *files), place, drawings) as press:
                data, complaints = with_pages(page, book, lambda: fitted(page, partial(press, page), place))
            findings += plan_findings(plan, book, layout, place)
    except OSError as error:  # WeasyPrint 70 copies the fonts into a folder of its own
        raise stop("W002", place, reason=error.strerror or error) from error
    except faults() as error:
        if not _is_ours(layout):  # the sheets of ours are tried on every essay of the tests
            raise stop("B041", Place(str(layout.folder / PRINT)), how=told(error)) from error
        if isinstance(error, RecursionError):
            raise stop("B010", place) from error
        raise
    return data, [*findings, *complaints], _fonts_of(layout, plan)


def _fonts_of(layout: Layout, plan: FontPlan) -> tuple[Path, ...]:
    """The font files that a book may be set in."""
    face = layout.face
    own = (face.regular, face.italic, face.bold, face.bold_italic)
    return tuple(dict.fromkeys((*own, *(font.path for font in plan.fonts))))


def _page(
    book: Book, html: Html, layout: Layout, place: Place, drawings: dict[str, bytes]
) -> tuple[etree._Element, list[Finding]]:
    """The page of a book, with its code in lines and its formulas drawn.

    `drawings` is given these by their addresses.
    """
    set_code(html, layout)
    if not has_formulas(book):
        return document(book, html), []
    from pressline.backends.pdf.formulas.placing import fit, set_formulas

    formulas = set_formulas(html, layout, place)
    page = document(book, html)
    fit(page, formulas, layout)
    drawings.update(formulas.files)
    return page, formulas.findings


def _is_ours(layout: Layout) -> bool:
    """Whether a layout comes with Pressline."""
    return layout.folder.parent == data_folder("layouts")
