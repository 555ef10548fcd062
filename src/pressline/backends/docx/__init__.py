"""The DOCX: what a law review can edit. pandoc writes the text and the notes.

Every other part of the package is ours.

Chosen: pandoc's DOCX writer for document.xml and footnotes.xml, taken apart and put together again, instead of a
reference document: that loses the numbering of headings and the footnote separators, restarts the notes in every
section, and says 12 points for notes (pandoc 3.9).
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from pressline.backends.docx import body, directions, headings, notes, parts, properties
from pressline.backends.docx.front import title_block
from pressline.backends.docx.manuscript import tree_for_pandoc
from pressline.backends.docx.ooxml import parse, serialize
from pressline.backends.docx.package import CORE_PROPERTIES, Relations, Written, content_types, pack, relink, unpack
from pressline.backends.docx.styles import style_ids, styles_part
from pressline.backends.docx.tables import fit_tables
from pressline.backends.docx.theme import theme_part
from pressline.findings import Finding
from pressline.model import Artifact, Book, Layout
from pressline.pandoc.program import to_docx
from pressline.runtime.files import sha256, write_whole

# Running heads and feet, and where they stand.
_EDGES = {
    ("header", "default"): "header1.xml",
    ("header", "first"): "header2.xml",
    ("footer", "default"): "footer1.xml",
    ("footer", "first"): "footer2.xml",
}


def render(book: Book, layout: Layout, out: Path) -> tuple[Artifact, list[Finding]]:
    """Make the DOCX of a book at `out`.

    Findings: P007 for a picture that is not there, B050 for one that Word cannot show.

    Raises:
        PresslineError: T001 to T003 from pandoc, W002 when `out` cannot be written.
    """
    blocks, findings = tree_for_pandoc(book)
    written = unpack(to_docx(blocks, epoch=book.stamp))
    data = pack(_package(book, layout, written), book.stamp)
    write_whole(out, data)
    return Artifact("docx", out, len(data), sha256(data)), findings


def _package(book: Book, layout: Layout, written: Written) -> dict[str, bytes]:
    """Every part of the finished package, by name."""
    document, footnotes = parse(written.parts["word/document.xml"]), parse(written.parts["word/footnotes.xml"])
    main, inner = Relations(), Relations()
    for kind in ("styles", "settings", "fontTable", "footnotes"):
        main.to(kind, f"{kind}.xml")
    main.to("theme", "theme/theme1.xml")
    references = {place: main.to(place[0], name) for place, name in _EDGES.items()}
    media: dict[str, str] = {}
    relink(document, written, main, media)
    relink(footnotes, written, inner, media)
    _set_stories(document, footnotes, book, layout, inner)
    section = parts.section(layout.word, book.edition, references)
    directions.set_section(section, book.metadata.language)
    body.body_of(document).append(section)
    fit_tables(body.body_of(document), layout.word, section)
    roots = {"word/document.xml": document, "word/footnotes.xml": footnotes}
    lists = parse(written.parts["word/numbering.xml"])
    numbering = parts.numbering_part(lists, [document, footnotes], book.composition.heading_numbers)
    if numbering is not None:
        main.to("numbering", "numbering.xml")
        roots["word/numbering.xml"] = numbering
    used = body.used_styles([document, footnotes])
    roots |= _surroundings(book, layout, used, listed=numbering is not None)
    directions.set_directions([document, footnotes, roots["word/header1.xml"]], book.metadata.language)
    roots |= {"docProps/core.xml": properties.core_part(book), "docProps/app.xml": properties.app_part(document)}
    roots |= {"_rels/.rels": _outer().part(), "word/_rels/document.xml.rels": main.part()}
    if inner.rows:
        roots["word/_rels/footnotes.xml.rels"] = inner.part()
    pictures = {f"word/{new}": written.parts[f"word/{old}"] for old, new in media.items()}
    roots["[Content_Types].xml"] = content_types(sorted([*roots, *pictures]))
    return {name: serialize(root) for name, root in roots.items()} | pictures


def _set_stories(document: etree._Element, footnotes: etree._Element, book: Book, layout: Layout, relations: Relations) -> None:
    """Adjust text and notes, number the notes, and put title block and author note in front."""
    body.polish([document, footnotes], style_ids(layout))
    body.set_first_paragraphs(body.body_of(document))
    body.set_note_styles(footnotes)
    body.fit_pictures([document, footnotes], layout.word)
    named = bool(book.composition.author_note)
    numbered = notes.renumber(document, footnotes, notes.AUTHOR_NOTE_ID + named)
    first = [notes.author_note(book.composition.author_note, relations.link)] if named else []
    notes.replace_notes(footnotes, [*first, *numbered])
    text = body.body_of(document)
    front = title_block(book)
    if book.edition.contents:
        front += headings.contents(document, book.composition)
    text[:0] = front


def _surroundings(book: Book, layout: Layout, used: frozenset[str], *, listed: bool) -> dict[str, etree._Element]:
    """The parts that hold no text of the essay."""
    language = book.metadata.language
    return {
        "word/styles.xml": styles_part(layout, language, used, numbered=bool(book.composition.heading_numbers)),
        "word/settings.xml": parts.settings_part(language),
        "word/fontTable.xml": parts.fonts_part(layout.word.face, listed=listed),
        "word/theme/theme1.xml": theme_part(layout.word.face),
        "word/header1.xml": parts.head_part(book.composition.recto_head, book.metadata.byline, first=False),
        "word/header2.xml": parts.head_part("", "", first=True),
        "word/footer1.xml": parts.foot_part(book.composition.page_count, numbered=book.edition.page_numbers),
        "word/footer2.xml": parts.foot_part(book.composition.page_count, numbered=book.edition.page_numbers),
    }


def _outer() -> Relations:
    """What the package as a whole leads to."""
    outer = Relations()
    outer.to("officeDocument", "word/document.xml")
    outer.to(CORE_PROPERTIES, "docProps/core.xml")
    outer.to("extended-properties", "docProps/app.xml")
    return outer
