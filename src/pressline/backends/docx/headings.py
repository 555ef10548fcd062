"""Headings: numbered by Word's own list, and gathered in a table of contents.

The contents are a field whose entries stand in the file, so that they show before Word has computed it, with a link each.
It is told to leave out page numbers (the switch \\n): a page computed here could be wrong until Word sets it right, and
those of a manuscript mean nothing to the printed article.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from lxml import etree

from pressline.backends.docx.ooxml import paragraph, run, style_of, text, w
from pressline.model import LISTED_LEVELS, Composition
from pressline.runtime.namespaces import XML_SPACE, W

HEADING_LIST = 1  # the number of the headings' list in numbering.xml
_FIELD = ' TOC \\o "1-3" \\n \\h \\z '


def heading_list(numbers: Sequence[tuple[str, str]]) -> etree._Element:
    """The definition of the headings' list.

    One level for each style, which is how Word numbers headings.
    """
    levels = []
    for level, (shape, label) in enumerate(numbers):
        levels.append(
            w(
                "lvl",
                w("start", val=1),
                w("numFmt", val=shape),
                w("pStyle", val=f"Heading{level + 1}"),
                w("suff", val="space"),
                w("lvlText", val=label),
                w("lvlJc", val="left"),
                ilvl=level,
            )
        )
    return w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=0)


def headings_of(document: etree._Element) -> list[tuple[int, etree._Element]]:
    """The headings that are numbered and stand in the contents, with their levels from 1."""
    styles = {f"Heading{level}": level for level in range(1, LISTED_LEVELS + 1)}
    return [(styles[style], p) for p in document.iter(W + "p") if (style := style_of(p)) in styles]


def contents(document: etree._Element, around: Composition) -> list[etree._Element]:
    """The table of contents, and a bookmark round every heading for it to lead to.

    Nothing without headings.
    """
    headings = headings_of(document)
    if not headings:
        return []
    taken = sum(1 for _ in document.iter(W + "bookmarkStart"))
    entries = []
    labels = chain(around.heading_labels, repeat(""))
    for at, ((level, p), label) in enumerate(zip(headings, labels, strict=False)):
        name = f"_Toc{at + 1}"
        _bookmark(p, name, taken + at)
        shown = " ".join(part for part in (label, _words(p)) if part)
        link = w("hyperlink", run(text(shown)), anchor=name, history=1)
        entries.append(paragraph(f"TOC{level}", link))
    first, last = entries[0], entries[-1]
    opening = [_mark("begin"), run(_instruction()), _mark("separate")]
    for child in reversed(opening):
        first.insert(1, child)
    last.append(_mark("end"))
    return [paragraph("TOCHeading", run(text(around.contents_heading))), *entries]


def _mark(kind: str) -> etree._Element:
    return run(w("fldChar", fldCharType=kind))


def _instruction() -> etree._Element:
    element = w("instrText")
    element.text = _FIELD
    element.set(XML_SPACE, "preserve")
    return element


def _bookmark(p: etree._Element, name: str, id: int) -> None:
    """Enclose all that a paragraph holds in a bookmark."""
    p.insert(1 if p.find(W + "pPr") is not None else 0, w("bookmarkStart", id=id, name=name))
    p.append(w("bookmarkEnd", id=id))


def _words(p: etree._Element) -> str:
    """The text of a heading without its calls.

    Neither marks nor what a further call's field shows.
    """
    shown, fields = [], 0
    for element in p.iter(W + "t", W + "br", W + "fldChar"):
        if element.tag == W + "fldChar":
            fields += {"begin": 1, "end": -1}.get(str(element.get(W + "fldCharType")), 0)
        elif not fields:
            shown.append((element.text or "") if element.tag == W + "t" else " ")
    return " ".join("".join(shown).split())
