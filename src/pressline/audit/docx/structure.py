"""Checks of the package around the text.

Parts, relationships, styles, language, properties, page.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from pressline.audit.docx.package import APP, CORE, DOCUMENT, FOOTNOTES, RELATIONSHIP, STYLES, TYPES, Package, rels_of
from pressline.audit.docx.reading import style_of, title_block
from pressline.compare.text_compare import fold
from pressline.findings import Finding
from pressline.model import Book
from pressline.pandoc.tree import formulas
from pressline.runtime.namespaces import XML_SPACE, M, R, W

# What a finished package may hold. A comments part, custom properties or embedded objects are nobody's in the essay.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app)\.xml|word/_rels/(document|footnotes)\.xml\.rels"
    r"|word/(document|footnotes|styles|settings|fontTable|numbering|header\d+|footer\d+)\.xml"
    r"|word/theme/theme1\.xml|word/media/image\d+\.\w+"
)


def check_parts(package: Package, book: Book) -> Iterator[Finding]:
    """Every part is one that belongs there, once, and has a content type.

    The types come first.
    """
    for name in sorted(set(package.names)):
        if not _PARTS.fullmatch(name):
            yield package.part_finding("A065", name, problem="this part does not belong in the package")
        if package.names.count(name) > 1:
            yield package.part_finding("A065", name, problem="this part stands in the package twice")
    if package.names[0] != TYPES:
        yield package.part_finding("A065", TYPES, problem="the content types are not the first part")
    defaults = {str(e.get("Extension")) for e in package.roots[TYPES] if e.get("Extension")}
    typed = {str(e.get("PartName")).lstrip("/") for e in package.roots[TYPES] if e.get("PartName")}
    for name in package.names:
        generic = name.endswith(".xml") and name != TYPES
        if name not in typed and (generic or name.rpartition(".")[2] not in defaults | {"xml"}):
            yield package.part_finding("A065", name, problem="this part has no content type")
    for name in sorted(typed - set(package.names)):
        yield package.part_finding("A065", TYPES, problem=f"there is no part {name}")


def check_relations(package: Package, book: Book) -> Iterator[Finding]:
    """Relationships lead to parts that are there; what a part names has a relationship."""
    for part, root in package.roots.items():
        if part.endswith(".rels"):
            yield from _row_problems(package, part, root)
            continue
        known = package.relations(part)
        for element in root.iter():
            for name in ("id", "embed", "link"):
                id = element.get(R + name)
                if id is not None and id not in known:
                    yield package.part_finding("A063", part, problem=f"there is no relationship {id} in {rels_of(part)}")


def _row_problems(package: Package, part: str, root: etree._Element) -> Iterator[Finding]:
    folder = posixpath.dirname(posixpath.dirname(part))
    ids: set[str] = set()
    for row in root.iter(RELATIONSHIP):
        id, target = str(row.get("Id")), str(row.get("Target"))
        if id in ids:
            yield package.part_finding("A063", part, problem=f"two relationships have the id {id}")
        ids.add(id)
        if row.get("TargetMode") != "External" and (
            posixpath.normpath(posixpath.join(folder, target)).lstrip("/") not in package.names
        ):
            yield package.part_finding("A063", part, problem=f"{id} leads to a missing part: {target}")


def check_styles(package: Package, book: Book) -> Iterator[Finding]:
    """Check that every named style is defined once, and that none is based on itself."""
    styles = package.roots[STYLES].findall(W + "style")
    ids = [str(style.get(W + "styleId")) for style in styles]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield package.part_finding("A058", STYLES, problem=f"the style {id} is defined twice")
    named = [(STYLES, e) for e in package.roots[STYLES].iter(W + "basedOn", W + "next", W + "link")]
    for part, root in package.stories:
        named += [(part, e) for e in root.iter(W + "pStyle", W + "rStyle", W + "tblStyle")]
    for part, name in sorted({(part, str(element.get(W + "val"))) for part, element in named}):
        if name not in ids:
            yield package.part_finding("A058", part, problem=f"the style {name} is not defined")
    based = {id: style.find(W + "basedOn") for id, style in zip(ids, styles, strict=True)}
    parents = {id: str(parent.get(W + "val")) for id, parent in based.items() if parent is not None}
    for id in parents:
        seen, at = {id}, parents[id]
        while at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        if at in seen:
            yield package.part_finding("A058", STYLES, problem=f"the style {id} is based on itself")


def check_lists(package: Package, book: Book) -> Iterator[Finding]:
    """Every list that a paragraph or a style belongs to is defined."""
    numbering = package.roots.get("word/numbering.xml")
    known = set() if numbering is None else {n.get(W + "numId") for n in numbering.iter(W + "num")}
    for part, root in [(STYLES, package.roots[STYLES]), *package.stories]:
        for id in sorted({str(n.get(W + "val")) for n in root.iter(W + "numId")} - known):
            yield package.part_finding("A058", part, problem=f"the list {id} is not defined")


def check_language(package: Package, book: Book) -> Iterator[Finding]:
    """The document's default language is the essay's."""
    found = package.roots[STYLES].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    language = None if found is None else found.get(W + "val")
    if language != book.metadata.language:
        yield package.part_finding("A060", STYLES, expected=book.metadata.language, found=language or "none")


def check_properties(package: Package, book: Book) -> Iterator[Finding]:
    """Title, creator, subject, keywords, description, language and dates are the metadata's.

    There are no others.
    """
    meta = book.metadata
    stamp = datetime.datetime.fromtimestamp(book.stamp, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    created = f"{meta.date.isoformat()}T00:00:00Z" if meta.date else stamp
    expected = {
        "title": meta.title,
        "creator": "; ".join(author.name for author in meta.author),
        "subject": meta.subtitle,
        "keywords": ", ".join(meta.keywords),
        "description": meta.abstract,
        "language": meta.language,
        "category": meta.category,
        "created": created,
        "modified": max(created, stamp),
    }
    found = {etree.QName(e).localname: e.text or "" for e in package.roots[CORE]}
    for name in sorted(expected.keys() | found.keys()):
        right = expected.get(name) or ""
        if _norm(found.get(name, "")) != _norm(right):
            yield package.part_finding("A061", CORE, name=name, expected=right or "nothing", found=found.get(name, "nothing"))


def check_counts(package: Package, book: Book) -> Iterator[Finding]:
    """The counts in app.xml are true."""
    shown = {W + "t": "", W + "tab": " ", W + "br": " "}
    texts = [
        "".join(e.text or "" if e.tag == W + "t" else shown[str(e.tag)] for e in p.iter(*shown))
        for p in package.document.iter(W + "p")
    ]
    words = [word for text in texts for word in text.split()]
    right = {"Words": len(words), "Characters": len("".join(words)), "Paragraphs": sum(1 for t in texts if t.strip())}
    found = {etree.QName(e).localname: e.text for e in package.roots[APP]}
    for name, count in right.items():
        if found.get(name) != str(count):
            yield package.part_finding("A061", APP, name=name, expected=count, found=found.get(name, "nothing"))


def check_spaces(package: Package, book: Book) -> Iterator[Finding]:
    """Check that white space at the edge of a text is marked, or Word drops it."""
    for part, root in package.stories:
        for t in root.iter(W + "t", W + "instrText"):
            if t.text and t.text != t.text.strip() and t.get(XML_SPACE) != "preserve":
                yield package.part_finding("A062", part, text=t.text[:60])


def check_title_block(package: Package, book: Book) -> Iterator[Finding]:
    """Check that title, subtitle, authors, abstract and keywords stand above the text.

    They must read as in the metadata and the edition.
    """
    meta, edition = book.metadata, book.edition
    expected = [("Title", meta.title), ("Subtitle", meta.subtitle or ""), *(("Author", a.name) for a in meta.author)]
    expected += [("Abstract", part) for part in (meta.abstract or "").split("\n\n") if edition.abstract]
    expected += [("Keywords", book.composition.keywords)] if edition.keywords else []
    marks = {c.getnext() for c in package.document.iter(W + "footnoteReference")}
    block = [p for p in title_block(package) if not style_of(p).startswith("TOC")]
    found = [(style_of(p), "".join(t.text or "" for t in p.iter(W + "t") if t not in marks)) for p in block]
    right = [(style, _norm(text)) for style, text in expected if text.strip()]
    if [(style, _norm(text)) for style, text in found] != right:
        yield package.part_finding("A002", DOCUMENT, where="the title block", expected=right, found=found)


def check_page(package: Package, book: Book) -> Iterator[Finding]:
    """Check the section: page size, running head from the second page on, page numbers.

    In the words of the composition.
    """
    sections = list(package.document.iter(W + "sectPr"))
    if problem := _odd_sections(sections):
        yield package.part_finding("A067", DOCUMENT, problem=problem)
        return
    shown = {}
    for reference in sections[0].iter(W + "headerReference", W + "footerReference"):
        row = package.relations(DOCUMENT).get(str(reference.get(R + "id")))
        root = None if row is None else package.roots.get(f"word/{row.get('Target')}")
        if root is not None:
            shown[etree.QName(reference).localname[:6], reference.get(W + "type")] = root
    title = sections[0].find(W + "titlePg")
    heads = {page: _text(root) for (kind, page), root in shown.items() if kind == "header"}
    head = _norm(f"{book.composition.recto_head} {book.metadata.byline}")
    if heads.get("default", "") != head:
        yield package.part_finding(
            "A067", DOCUMENT, problem=f"the running head says “{heads.get('default', '')}”, not “{head}”"
        )
    if title is None or heads.get("first", ""):
        yield package.part_finding("A067", DOCUMENT, problem="the first page has a running head")
    for page in ("default", "first"):
        foot = shown.get(("footer", page))
        fields = [] if foot is None else [str(f.get(W + "instr")).strip() for f in foot.iter(W + "fldSimple")]
        if fields != (["PAGE", "NUMPAGES"] if book.edition.page_numbers else []):
            yield package.part_finding("A067", DOCUMENT, problem=f"the foot ({page}) shows the fields {fields}")
        count = "1".join((*book.composition.page_count, "")) if fields else ""  # the fields hold a 1 until Word computes them
        if foot is not None and _norm(re.sub(r"\d+", "1", "".join(t.text or "" for t in foot.iter(W + "t")))) != _norm(count):
            yield package.part_finding("A067", DOCUMENT, problem=f"the foot ({page}) does not say “{count}”")
    lines = sections[0].find(W + "lnNumType")
    restart = "none" if lines is None else str(lines.get(W + "restart"))
    if restart != {"page": "newPage"}.get(book.edition.line_numbers, book.edition.line_numbers):
        yield package.part_finding("A067", DOCUMENT, problem=f"the lines are numbered by {restart}")


def _odd_sections(sections: list[etree._Element]) -> str:
    """What is wrong with the sections beside each other; "" when nothing is."""
    if not sections or not all(map(_is_page, sections)) or len({_sides(section) for section in sections}) != 1:
        return "there is not one size of page for all sections"
    if any(section.find(W + "titlePg") is not None for section in sections[1:]):
        return "a page in the middle has no running head"
    return ""


def _is_page(section: etree._Element) -> bool:
    size = section.find(W + "pgSz")
    return size is not None and all(str(size.get(W + side)).isdigit() for side in "wh")


def _sides(section: etree._Element) -> tuple[int, ...]:
    """The sides of the page of a section, the shorter first: a table may be turned."""
    size = section.find(W + "pgSz")
    return () if size is None else tuple(sorted(int(size.get(W + side) or 0) for side in "wh"))


def check_formulas(package: Package, book: Book) -> Iterator[Finding]:
    """No formula is lost or added.

    Their letters are not compared, because pandoc sets them anew.
    """
    # Bodies of notes count where they are set: once, at the first call.
    wanted = sum(formulas(tree) for tree in (book.blocks, *(note.body for note in book.notes)))
    found = sum(1 for part in (DOCUMENT, FOOTNOTES) for _ in package.roots[part].iter(M + "oMath"))
    if found != wanted:
        yield package.part_finding("A068", DOCUMENT, what="formulas", expected=wanted, found=found)


def _text(root: etree._Element) -> str:
    return _norm(" ".join(t.text or "" for t in root.iter(W + "t")))


def _norm(text: object) -> str:
    return " ".join(fold(str(text)).split())
