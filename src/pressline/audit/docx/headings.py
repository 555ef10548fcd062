"""Checks of heading numbers and of the table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pressline.audit.docx.package import DOCUMENT, STYLES, Package
from pressline.audit.docx.reading import style_of, title_block
from pressline.compare.text_compare import fold
from pressline.findings import Finding
from pressline.model import LISTED_LEVELS, Book
from pressline.pandoc.tree import plain, walk
from pressline.runtime.namespaces import W

_TOC = re.compile(r"\s*TOC\s")


def check_numbers(package: Package, book: Book) -> Iterator[Finding]:
    """Headings are numbered by the list of their style, level by level, or not at all."""
    wanted = book.composition.heading_numbers
    styles = {str(s.get(W + "styleId")): s for s in package.roots[STYLES].iter(W + "style")}
    for level in range(1, LISTED_LEVELS + 1):
        style = styles.get(f"Heading{level}")
        number = None if style is None else style.find(f"{W}pPr/{W}numPr")
        shape = None if number is None else _level(package, number, level - 1)
        right = wanted[level - 1] if wanted else None
        if shape != right:
            problem = f"level {level} is numbered {shape}, not {right}"
            yield package.part_finding("A066", STYLES, problem=problem)


def _level(package: Package, properties: etree._Element, level: int) -> tuple[str, str] | None:
    """The shape and label of a level of the list that a style names.

    None when it names none that leads back to it.
    """
    numbering = package.roots.get("word/numbering.xml")
    if numbering is None or _value(properties.find(W + "ilvl")) != str(level):
        return None
    number = numbering.find(f"{W}num[@{W}numId='{_value(properties.find(W + 'numId'))}']")
    of = "" if number is None else _value(number.find(W + "abstractNumId"))
    shape = numbering.find(f"{W}abstractNum[@{W}abstractNumId='{of}']/{W}lvl[@{W}ilvl='{level}']")
    if shape is None or _value(shape.find(W + "pStyle")) != f"Heading{level + 1}":
        return None
    return _value(shape.find(W + "numFmt")), _value(shape.find(W + "lvlText"))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(W + "val"))


def check_contents(package: Package, book: Book) -> Iterator[Finding]:
    """Check that the table of contents shows and links every heading, numbered, in order."""
    entries = [p for p in title_block(package) if style_of(p).startswith("TOC")]
    expected = _expected(book) if book.edition.contents else []
    found = [(style_of(p), _norm("".join(t.text or "" for t in p.iter(W + "t")))) for p in entries]
    if found != expected:
        yield package.part_finding("A069", DOCUMENT, problem=f"expected {expected}, found {found}")
        return
    fields = [i for p in entries for i in p.iter(W + "instrText") if _TOC.match(i.text or "")]
    if bool(entries) != bool(fields):
        yield package.part_finding("A069", DOCUMENT, problem="they are no field")
    targets = {str(start.get(W + "name")): start.getparent() for start in package.document.iter(W + "bookmarkStart")}
    for p in entries[1:]:
        names = [str(link.get(W + "anchor")) for link in p.iter(W + "hyperlink")]
        to = targets.get(names[0]) if names else None
        shown, words = _norm("".join(t.text or "" for t in p.iter(W + "t"))), _words(to)
        if to is None or style_of(to) != style_of(p).replace("TOC", "Heading") or not shown.endswith(words):
            yield package.part_finding("A069", DOCUMENT, problem=f"“{shown}” leads to {names}, “{words}”")


def _words(p: etree._Element | None) -> str:
    """The text of a paragraph; what fields of calls show is no part of it."""
    shown, depth = [], 0
    for element in () if p is None else p.iter(W + "t", W + "br", W + "fldChar"):
        if element.tag == W + "fldChar":
            depth += {"begin": 1, "end": -1}.get(str(element.get(W + "fldCharType")), 0)
        elif depth <= 0:
            shown.append((element.text or "") if element.tag == W + "t" else " ")
    return _norm("".join(shown))


def _expected(book: Book) -> list[tuple[str, str]]:
    headings = [n for n in walk(book.blocks) if n["t"] == "Header" and n["c"][0] <= LISTED_LEVELS]
    labels = book.composition.heading_labels or [""] * len(headings)
    rows = [(f"TOC{n['c'][0]}", _norm(f"{label} {plain(n['c'][2])}")) for n, label in zip(headings, labels, strict=True)]
    return [("TOCHeading", book.composition.contents_heading), *rows] if rows else []


def _norm(text: str) -> str:
    return " ".join(fold(text).split())
