"""document.xml and footnotes.xml after pandoc.

What its DOCX writer leaves undone, as a table of small changes.

Written against pandoc 3.9. It writes one run for each word or two, wraps every section in a bookmark, forgets the style
First Paragraph after a heading that has a note, puts a picture's whole data: URI into its description, and leaves a
formula it cannot read as plain text.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pressline.backends.docx.manuscript import MATH_BOOKMARK
from pressline.backends.docx.ooxml import EMU_PER_MM, mark_spaces, paragraph, set_style, style_of
from pressline.model import WordPage
from pressline.runtime.namespaces import PIC, WP, A, M, W, uri

_PROSE = frozenset({"BodyText", "FirstParagraph"})
_TEXTUAL = frozenset({W + "t", W + "br", W + "tab"})


def join_paragraph_styles(root: etree._Element, known: frozenset[str]) -> None:
    """Give every paragraph a style of the table.

    List items without one List Paragraph, unknown ones Body Text.
    """
    for p in root.iter(W + "p"):
        listed = p.find(f"{W}pPr/{W}numPr") is not None
        style = style_of(p)
        if listed and style in ("", "Compact", *_PROSE):
            set_style(p, "ListParagraph")
        elif p.find(f"{W}r/{W}pict") is not None:  # a rule across the page: no indent
            set_style(p, "Compact")
        elif style not in known:
            set_style(p, "BodyText")
    for style_of_run in list(root.iter(W + "rStyle")):
        if style_of_run.get(W + "val") not in known:
            parent_of(style_of_run).remove(style_of_run)


def set_first_paragraphs(root: etree._Element) -> None:
    """Body Text after Body Text, First Paragraph after anything else.

    Headings, quotations, lists, tables.
    """
    before = ""
    for block in root.iterchildren(W + "p", W + "tbl"):
        style = style_of(block) if block.tag == W + "p" else "Table"
        if style in _PROSE:
            style = "BodyText" if before in _PROSE else "FirstParagraph"
            set_style(block, style)
        before = style


def set_note_styles(root: etree._Element) -> None:
    """Paragraphs of notes are Footnote Text, quotations in them Footnote Block Text."""
    names = {"BlockText": "FootnoteBlockText", "Verse": "FootnoteVerse"}
    small = {"ListParagraph", "Compact", *_PROSE}
    for p in root.iter(W + "p"):
        style = style_of(p)
        if style in small or style in names:
            set_style(p, names.get(style, "FootnoteText"))


def fix_formulas(root: etree._Element) -> None:
    """Set a formula that pandoc could not read as it was typed, but as a formula.

    Take its marks away.

    pandoc gives a displayed formula a paragraph of its own, and leaves the marks in empty ones before and after it.
    """
    marks: list[etree._Element] = []
    runs: list[etree._Element] = []
    read = True
    for element in list(root.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "r", M + "oMath")):
        if str(element.get(W + "id")).startswith(MATH_BOOKMARK):
            marks.append(element)
            if element.tag == W + "bookmarkEnd" and not read:
                _set_as_typed(runs)
            runs, read = [], element.tag == W + "bookmarkEnd"
        elif element.tag == M + "oMath":
            read = True
        elif not read:
            runs.append(element)
    for mark in marks:
        p = parent_of(mark)
        p.remove(mark)
        if p.tag == W + "p" and all(child.tag == W + "pPr" for child in p):
            parent_of(p).remove(p)


def _set_as_typed(runs: list[etree._Element]) -> None:
    """One formula in the place of runs that hold its source."""
    typed = "".join(t.text or "" for run in runs for t in run.iter(W + "t"))
    formula = etree.Element(M + "oMath", nsmap={"m": uri(M)})
    etree.SubElement(etree.SubElement(formula, M + "r"), M + "t").text = typed.strip("$")
    for run in runs[1:]:
        parent_of(run).remove(run)
    for run in runs[:1]:
        parent_of(run).replace(run, formula)


def keep_used_bookmarks(stories: list[etree._Element]) -> None:
    """Keep the bookmarks that a field or an inner link leads to, once each, numbered from 0.

    Unlink what leads nowhere.
    """
    links = [link for link in _all(stories, "hyperlink") if link.get(W + "anchor")]
    wanted = {str(link.get(W + "anchor")) for link in links}
    for instruction in _all(stories, "instrText"):
        match = re.match(r"\s*NOTEREF (\S+)", instruction.text or "")
        wanted |= {match[1]} if match else set()
    numbers: dict[str, str] = {}
    names: set[str] = set()
    for mark in _all(stories, "bookmarkStart", "bookmarkEnd"):
        name, id = str(mark.get(W + "name")), str(mark.get(W + "id"))
        if mark.tag == W + "bookmarkStart" and name in wanted - names:
            names.add(name)
            numbers[id] = str(len(numbers))
        if id in numbers:
            mark.set(W + "id", numbers[id])
        else:
            parent_of(mark).remove(mark)
    for link in links:
        if link.get(W + "anchor") not in names:
            unlink(link)


def _all(stories: list[etree._Element], *names: str) -> list[etree._Element]:
    """The elements of these names in all stories, in order."""
    return [element for story in stories for element in story.iter(*(W + name for name in names))]


def unlink(link: etree._Element) -> None:
    """Put the words of a link in its place."""
    for style in list(link.iter(W + "rStyle")):
        if style.get(W + "val") == "Hyperlink":
            parent_of(style).remove(style)
    for child in list(link):
        link.addprevious(child)
    parent_of(link).remove(link)


def merge_runs(root: etree._Element) -> None:
    """Join neighbouring runs of equal properties, and neighbouring texts in a run."""
    for properties in list(root.iter(W + "rPr")):
        if len(properties) == 0 and parent_of(properties).tag == W + "r":
            parent_of(properties).remove(properties)
    before: etree._Element | None = None
    key: tuple[Any, ...] = ()
    for run in list(root.iter(W + "r")):
        new_key = _run_key(run)
        if new_key is not None and before is not None and new_key == key and run.getprevious() is before:
            _absorb(before, run)
        else:
            before, key = (None, ()) if new_key is None else (run, new_key)


def _run_key(run: etree._Element) -> tuple[Any, ...] | None:
    """What makes two runs alike: the properties; None for a run that holds more than text."""
    if any(child.tag not in _TEXTUAL and child.tag != W + "rPr" for child in run):
        return None
    properties = run.find(W + "rPr")
    if properties is None:
        return ()
    return tuple((str(element.tag), *sorted(element.attrib.items())) for element in properties.iterdescendants())


def _absorb(run: etree._Element, following: etree._Element) -> None:
    for child in [c for c in following if c.tag != W + "rPr"]:
        last = run[-1] if len(run) else None
        if child.tag == W + "t" and last is not None and last.tag == W + "t":
            last.text = (last.text or "") + (child.text or "")
        else:
            run.append(child)
    parent_of(following).remove(following)


def mark_all_spaces(root: etree._Element) -> None:
    """Set `xml:space` exactly where white space would otherwise vanish.

    Take away texts and runs that hold nothing.
    """
    for t in list(root.iter(W + "t")):
        if t.text:
            mark_spaces(t)
            continue
        run = parent_of(t)
        run.remove(t)
        if not [child for child in run if child.tag != W + "rPr"]:
            parent_of(run).remove(run)


def space_tables(root: etree._Element) -> None:
    """A paragraph after a table that ends its story, or that another table follows.

    Word joins or refuses them otherwise.
    """
    for table in list(root.iter(W + "tbl")):
        following = next(table.itersiblings(W + "p", W + "tbl"), None)
        if following is None or following.tag == W + "tbl":
            table.addnext(paragraph("Compact"))


def fit_pictures(stories: list[etree._Element], page: WordPage) -> None:
    """Shrink pictures to the measure, number them from 1, and describe them in words."""
    width = round((page.width_mm - 2 * page.margin_mm) * EMU_PER_MM)
    height = round((page.height_mm - 2 * page.margin_mm) * EMU_PER_MM * 0.9)  # its caption needs room below it
    for number, inline in enumerate((p for s in stories for p in s.iter(WP + "inline", WP + "anchor")), start=1):
        sizes = [*inline.iter(WP + "extent"), *(e for e in inline.iter(A + "ext") if e.get("cx"))]
        scale = min([1.0, *(width / max(1, int(s.get("cx", 1))) for s in sizes)])
        scale = min([scale, *(height / max(1, int(s.get("cy", 1))) for s in sizes)])
        for size in sizes:
            for side in ("cx", "cy"):
                size.set(side, str(max(1, round(int(size.get(side, 1)) * scale))))
        words = next((d.get("descr", "") for d in inline.iter(WP + "docPr")), "")
        for described in inline.iter(WP + "docPr", PIC + "cNvPr"):
            described.set("id", str(number))
            described.set("name", f"Picture {number}")
            described.set("descr", words)
            described.attrib.pop("title", "")


def parent_of(element: etree._Element) -> etree._Element:
    """The element around another that is not the root."""
    parent = element.getparent()
    assert parent is not None, "only the root has none"
    return parent


def strip_sections(root: etree._Element) -> None:
    """Take away pandoc's section properties: the page is the layout's."""
    for section in list(root.iter(W + "sectPr")):
        parent_of(section).remove(section)


# In this order: formulas need pandoc's marks, joined runs need them gone, and spaces are marked on joined runs.
_FIRST_STEPS = (strip_sections, fix_formulas)
_LAST_STEPS = (merge_runs, mark_all_spaces, space_tables)


def polish(stories: list[etree._Element], known: frozenset[str]) -> None:
    """Every change that both stories need.

    `known`: the ids of the styles a paragraph or run may name.
    """
    for step in _FIRST_STEPS:
        for story in stories:
            step(story)
    keep_used_bookmarks(stories)
    for story in stories:
        join_paragraph_styles(story, known)
    for step in _LAST_STEPS:
        for story in stories:
            step(story)


def body_of(document: etree._Element) -> etree._Element:
    """The w:body of a document."""
    body = document.find(W + "body")
    assert body is not None, "pandoc writes one"
    return body


def used_styles(stories: list[etree._Element]) -> frozenset[str]:
    """The ids of the styles that paragraphs, runs and tables name."""
    return frozenset(str(style.get(W + "val")) for style in _all(stories, "pStyle", "rStyle", "tblStyle"))
